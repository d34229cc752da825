use iovsh_derive::Cmdlet;

use super::item_properties::not_kept;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Would take a property from an item, as the registry has on Windows. No provider of Linux keeps properties of its own; the error says what there
/// is instead.
///
/// # Examples
/// ```iovsh
/// PS> Remove-ItemProperty / -Name x -ErrorAction SilentlyContinue; $?
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    alias = "rp",
    default_set = "Path",
    impact = Medium
)]
pub struct RemoveItemProperty {
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
    /// The properties.
    #[param(position = 1, mandatory, by_property_name, alias = "PSProperty")]
    name: Vec<String>,
    /// Accepted: nothing is hidden from a change.
    force: bool,
}

impl Cmdlet for RemoveItemProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        not_kept(cx, &self.path, &self.literal_path, &self.name.join(", "))
    }
}
