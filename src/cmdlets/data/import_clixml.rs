use iovsh_derive::Cmdlet;

use super::clixml;
use super::files;
use crate::management::encoding::Encoding;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Reads objects that Export-Clixml has kept.
///
/// # Examples
/// ```iovsh
/// PS> 1, 'two' | Export-Clixml values.xml
/// PS> Import-Clixml values.xml
/// 1
/// two
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Clixml",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath"
)]
pub struct ImportClixml {
    /// The files. Wildcards are allowed.
    #[param(
        set = "ByPath",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "ByLiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// How many objects are left out at the beginning.
    skip: Option<u64>,
    /// How many objects at most.
    first: Option<u64>,
}

impl Cmdlet for ImportClixml {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            let bytes = match iovsh_shell::file_read::bytes(&path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    cx.error(files::open_failure(&error, &path, false))?;
                    continue;
                }
            };
            let objects = clixml::read(&Encoding::Utf8.decode(&bytes))?;
            let skip = usize::try_from(self.skip.unwrap_or(0)).unwrap_or(usize::MAX);
            let first = usize::try_from(self.first.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
            cx.emit_all(objects.into_iter().skip(skip).take(first))?;
        }
        Ok(())
    }
}
