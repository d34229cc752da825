use iovsh_derive::Cmdlet;

use super::item_properties::no_such_property;
use super::paths::Selection;
use super::provider::{change_property, own_storage};
use super::{output, targets};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Changes a property of files: `IsReadOnly`, `LastWriteTime`, `LastAccessTime`.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'abc'
/// PS> Set-ItemProperty a.txt -Name IsReadOnly -Value $true
/// PS> (Get-Item a.txt).IsReadOnly
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    alias = "sp",
    default_set = "propertyValuePathSet",
    impact = Medium
)]
pub struct SetItemProperty {
    /// The items. Wildcards are allowed.
    #[param(
        set = "propertyValuePathSet",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "propertyValueLiteralPathSet",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// The property.
    #[param(position = 1, mandatory, by_property_name, alias = "PSProperty")]
    name: String,
    /// Its value.
    #[param(position = 2, by_property_name, allow_null)]
    value: Value,
    /// Accepted for scripts that write to the registry, which is not there.
    #[param(alias = "Type")]
    property_type: Option<String>,
    /// Accepted: nothing is hidden from a change.
    force: bool,
    /// Hands on the items.
    pass_thru: bool,
}

impl Cmdlet for SetItemProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let everything = Selection::all(true);
        for at in targets::items(cx, &self.path, &self.literal_path, &everything)? {
            let target = format!("Item: {} Property: {}", at.text(), self.name);
            if !cx.should_process(&target, "Set Property")? {
                continue;
            }
            if at.native().is_none() {
                cx.error(no_such_property(&self.name, &at))?;
                continue;
            }
            let path = match own_storage::to_change(cx, &at)? {
                Ok(path) => path,
                Err(error) => {
                    cx.error(error)?;
                    continue;
                }
            };
            match change_property(&path, &self.name, &self.value) {
                Ok(true) if self.pass_thru => output::emit(cx, &at)?,
                Ok(true) => {}
                Ok(false) => cx.error(no_such_property(&self.name, &at))?,
                Err(error) => cx.error(error)?,
            }
        }
        Ok(())
    }
}
