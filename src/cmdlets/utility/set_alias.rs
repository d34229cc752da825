//! `Set-Alias`.

use iovsh_derive::Cmdlet;

use super::aliases::write;
use super::variables::Options;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Alias, Context, ItemOptions};

/// Sets an alias: another name of a command.
///
/// # Examples
/// ```iovsh
/// PS> Set-Alias say Write-Output; say web1
/// web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Alias",
    module = "Microsoft.PowerShell.Utility",
    alias("sal"),
    impact = Low
)]
pub struct SetAlias {
    /// The new name.
    #[param(position = 0, mandatory, by_property_name)]
    name: String,
    /// The command.
    #[param(position = 1, mandatory, by_property_name)]
    value: String,
    /// What the alias is for.
    description: String,
    /// ReadOnly, Constant, Private or AllScope.
    option: Option<Options>,
    /// Hands the alias on.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
    /// Also an alias that is read-only.
    force: bool,
}

impl Cmdlet for SetAlias {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let target = format!("Name: {} Value: {}", self.name, self.value);
        if !cx.should_process(&target, "Set Alias")? {
            return Ok(());
        }
        let alias = Alias {
            name: self.name.clone().into(),
            definition: self.value.clone().into(),
            options: self.option.map_or(ItemOptions::NONE, |option| option.0),
            description: self.description.clone().into(),
            module: None,
        };
        write(cx, alias.clone(), self.scope.as_deref(), self.force)?;
        if self.pass_thru {
            let object = cx.session().alias_value(alias);
            cx.emit(object)?;
        }
        Ok(())
    }
}
