use iovsh_derive::Cmdlet;

use super::paths::Selection;
use super::targets;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;

/// Turns a path into one that programs outside understand.
///
/// # Examples
/// ```iovsh
/// PS> Convert-Path /tmp/../tmp
/// /tmp
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Convert",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    alias = "cvpa",
    default_set = "Path",
    output = "System.String"
)]
pub struct ConvertPath {
    /// The paths. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
}

impl Cmdlet for ConvertPath {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let everything = Selection::all(true);
        for at in targets::items(cx, &self.path, &self.literal_path, &everything)? {
            let text = match at.native() {
                Some(path) => os_text::text_of(path),
                None => at.path.clone(),
            };
            cx.emit(text)?;
        }
        Ok(())
    }
}
