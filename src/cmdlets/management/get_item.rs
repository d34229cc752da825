use iovsh_derive::Cmdlet;

use super::paths::Selection;
use super::{output, targets};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the item at a path: a file, a directory, a variable.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content vm.txt 'web1' -NoNewline
/// PS> (Get-Item vm.txt).Length
/// 4
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias = "gi",
    default_set = "Path",
    output = "System.IO.FileInfo",
    output = "System.IO.DirectoryInfo"
)]
pub struct GetItem {
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
    /// Only items whose names match, with regard to case.
    filter: Option<String>,
    /// Only items whose names match one of these patterns.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
    /// Hidden items too.
    force: bool,
}

impl Cmdlet for GetItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection::new(
            &self.include,
            &self.exclude,
            self.filter.as_deref(),
            self.force,
        );
        for at in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            output::emit(cx, &at)?;
        }
        Ok(())
    }
}
