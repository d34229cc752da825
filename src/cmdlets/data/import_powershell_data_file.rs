use iovsh_derive::Cmdlet;

use super::files;
use crate::management::encoding::Encoding;
use crate::management::provider::path_not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, read_data_file};
use iovsh_shell::os_text;

/// Reads a hashtable of constants from a file (.psd1), without running anything in it.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content host.psd1 '@{ Switch = "lan"; NumVFs = 8 }'
/// PS> (Import-PowerShellDataFile host.psd1).NumVFs
/// 8
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "PowerShellDataFile",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    output = "System.Collections.Hashtable"
)]
pub struct ImportPowerShellDataFile {
    /// The files. Wildcards are allowed.
    #[param(set = "ByPath", position = 0, mandatory)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "ByLiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Accepted; there is no limit to the number of entries.
    skip_limit_check: bool,
}

impl Cmdlet for ImportPowerShellDataFile {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            let text = os_text::text_of(&path);
            let Ok(bytes) = iovsh_shell::file_read::bytes(&path) else {
                cx.error(path_not_found(&text))?;
                continue;
            };
            match read_data_file(&Encoding::Utf8.decode(&bytes), &text) {
                Ok(table) => cx.emit(table)?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
