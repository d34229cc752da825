use iovsh_derive::Cmdlet;

use super::item_properties::not_kept;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Would add a property to an item, as the registry has on Windows. No provider of Linux keeps properties of its own; the error says what there is
/// instead.
///
/// # Examples
/// ```iovsh
/// PS> New-ItemProperty / -Name x -Value 1 -ErrorAction SilentlyContinue; $?
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    impact = Medium
)]
pub struct NewItemProperty {
    /// The items. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// The property.
    #[param(position = 1, mandatory, by_property_name, alias = "PSProperty")]
    name: String,
    /// Its type.
    #[param(by_property_name, alias = "Type")]
    property_type: Option<String>,
    /// Its value.
    #[param(by_property_name)]
    value: Value,
    /// Accepted: nothing is hidden from a change.
    force: bool,
}

impl Cmdlet for NewItemProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        not_kept(cx, &self.path, &self.literal_path, &self.name)
    }
}
