use iovsh_derive::Cmdlet;

use super::item_properties::no_such_property;
use super::paths::Selection;
use super::provider;
use super::targets;
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the values of properties of items.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'abc' -NoNewline
/// PS> Get-ItemPropertyValue a.txt -Name Length
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ItemPropertyValue",
    module = "Microsoft.PowerShell.Management",
    alias = "gpv",
    default_set = "Path"
)]
pub struct GetItemPropertyValue {
    /// The items. Wildcards are allowed.
    #[param(set = "Path", position = 0, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// The properties.
    #[param(position = 1, mandatory, alias = "PSProperty")]
    name: Vec<String>,
}

impl Cmdlet for GetItemPropertyValue {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.path.is_empty() && self.literal_path.is_empty() {
            self.path.push(".".to_owned());
        }
        let everything = Selection::all(true);
        for at in targets::items(cx, &self.path, &self.literal_path, &everything)? {
            let item = match provider::of(at.drive.provider).item(cx.session(), &at) {
                Ok(item) => item,
                Err(error) => {
                    cx.error(error)?;
                    continue;
                }
            };
            for name in &self.name {
                match inspect::property(cx, &item, name)? {
                    Some(value) => cx.emit(value)?,
                    None => cx.error(no_such_property(name, &at))?,
                }
            }
        }
        Ok(())
    }
}
