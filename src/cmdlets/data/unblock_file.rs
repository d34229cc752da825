use iovsh_derive::Cmdlet;

use crate::data::files;
use crate::management::provider::path_not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;

/// Takes Windows's mark "from the internet" from files. Files of Linux carry none, so only whether they are there is checked.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content tool.ps1 '1'; Unblock-File tool.ps1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Unblock",
    noun = "File",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process
)]
pub struct UnblockFile {
    /// The files. Wildcards are allowed.
    #[param(set = "ByPath", mandatory, position = 0)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "ByLiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
}

impl Cmdlet for UnblockFile {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            if !path.exists() {
                cx.error(path_not_found(&os_text::text_of(&path)))?;
            }
        }
        Ok(())
    }
}
