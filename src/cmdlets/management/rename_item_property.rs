use iovsh_derive::Cmdlet;

use super::item_properties::not_kept;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Would rename a property of an item, as the registry has on Windows. No provider of Linux keeps properties of its own; the error says what there is
/// instead.
///
/// # Examples
/// ```iovsh
/// PS> Rename-ItemProperty / x y -ErrorAction SilentlyContinue; $?
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Rename",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    alias = "rnp",
    default_set = "Path",
    impact = Medium
)]
pub struct RenameItemProperty {
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
    /// Its new name.
    #[param(position = 2, mandatory, by_property_name)]
    new_name: String,
    /// Accepted: nothing is hidden from a change.
    force: bool,
}

impl Cmdlet for RenameItemProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        not_kept(
            cx,
            &self.path,
            &self.literal_path,
            &format!("{} (as {})", self.name, self.new_name),
        )
    }
}
