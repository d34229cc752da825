use iovsh_derive::Cmdlet;

use super::provider;
use super::{output, targets};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Gives an item a value: a variable, an environment variable, a function, an alias.
///
/// # Examples
/// ```iovsh
/// PS> Set-Item Variable:vm web1
/// PS> $vm
/// web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias = "si",
    default_set = "Path",
    impact = Medium
)]
pub struct SetItem {
    /// The items. One that is not there is made.
    #[param(set = "Path", position = 0, mandatory, by_property_name)]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// The value.
    #[param(position = 1, from_pipeline, by_property_name)]
    value: Value,
    /// Read-only items too.
    force: bool,
    /// Hands on the item.
    pass_thru: bool,
}

impl Cmdlet for SetItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let (texts, _) = targets::given(&self.path, &self.literal_path);
        for text in texts {
            let at = targets::destination(cx, &text)?;
            let target = format!(
                "Item: {} Value: {}",
                at.text(),
                crate::inspect::text(&self.value)
            );
            if !cx.should_process(&target, "Set Item")? {
                continue;
            }
            let set = provider::of(at.drive.provider).set(cx.session(), &at, &self.value);
            match set {
                Ok(()) if self.pass_thru => output::emit(cx, &at)?,
                Ok(()) => {}
                Err(error) => cx.error(error)?,
            }
        }
        Ok(())
    }
}
