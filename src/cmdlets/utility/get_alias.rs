//! `Get-Alias`.

use iovsh_derive::Cmdlet;

use super::aliases::not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Alias, Context};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Lists aliases: other names of commands.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Alias ft).Definition
/// Format-Table
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Alias",
    module = "Microsoft.PowerShell.Utility",
    alias("gal"),
    default_set = "Default"
)]
pub struct GetAlias {
    /// The names. Wildcards are allowed.
    #[param(set = "Default", position = 0, from_pipeline, by_property_name, complete = crate::complete::aliases)]
    name: Vec<String>,
    /// Not those with these names.
    exclude: Vec<String>,
    /// Where: global, local, script, or a number of levels up.
    scope: Option<String>,
    /// The commands that they stand for.
    #[param(set = "Definition", not_null_or_empty)]
    definition: Vec<String>,
}

impl Cmdlet for GetAlias {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let all = cx.session().aliases();
        let by_definition = !self.definition.is_empty();
        let wanted = match (by_definition, self.name.is_empty()) {
            (true, _) => self.definition.clone(),
            (false, true) => vec!["*".to_owned()],
            (false, false) => self.name.clone(),
        };
        for text in wanted {
            let pattern = WildcardPattern::new(&text);
            let subject = |alias: &Alias| {
                if by_definition {
                    alias.definition.clone()
                } else {
                    alias.name.clone()
                }
            };
            let found: Vec<Alias> = all
                .iter()
                .filter(|alias| pattern.is_match(&subject(alias)))
                .filter(|alias| {
                    !self
                        .exclude
                        .iter()
                        .any(|pattern| WildcardPattern::new(pattern).is_match(&alias.name))
                })
                .cloned()
                .collect();
            if found.is_empty() && !has_wildcards(&text) {
                cx.error(not_found(&text))?;
            }
            for alias in found {
                let object = cx.session().alias_value(alias);
                cx.emit(object)?;
            }
        }
        Ok(())
    }
}
