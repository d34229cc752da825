use iovsh_derive::Cmdlet;

use super::paths::Selection;
use super::provider;
use super::targets;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Takes the value of an item away and keeps the item.
///
/// # Examples
/// ```iovsh
/// PS> $vm = 'web1'
/// PS> Clear-Item Variable:vm
/// PS> "[$vm]"
/// []
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias = "cli",
    default_set = "Path",
    impact = Medium
)]
pub struct ClearItem {
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
    /// Only items whose names match one of these patterns.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
    /// Read-only items too.
    force: bool,
}

impl Cmdlet for ClearItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection::new(&self.include, &self.exclude, None, self.force);
        for at in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            if !cx.should_process(&format!("Item: {}", at.text()), "Clear Item")? {
                continue;
            }
            let cleared = provider::of(at.drive.provider).set(cx.session(), &at, &Value::Null);
            if let Err(error) = cleared {
                cx.error(error)?;
            }
        }
        Ok(())
    }
}
