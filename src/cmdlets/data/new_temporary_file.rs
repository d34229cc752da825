use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;

use iovsh_derive::Cmdlet;

use super::files;
use super::random;
use crate::management::provider::FileSystemInfo;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;

/// Makes an empty file with a name of its own in the directory for temporary files.
///
/// # Examples
/// ```iovsh
/// PS> $file = New-TemporaryFile
/// PS> $file.Length
/// 0
/// PS> Remove-Item $file
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "TemporaryFile",
    module = "Microsoft.PowerShell.Utility",
    impact = Low,
    output = "System.IO.FileInfo"
)]
pub struct NewTemporaryFile {}

/// How often a name that is taken leads to another try.
const TRIES: u32 = 20;

impl Cmdlet for NewTemporaryFile {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let directory = std::env::temp_dir();
        if !cx.should_process(&os_text::text_of(&directory), "New-TemporaryFile")? {
            return Ok(());
        }
        let mut failed: Option<ShellError> = None;
        for _ in 0..TRIES {
            let path = directory.join(format!("tmp{:08X}.tmp", random::next() as u32));
            // Its owner's alone, whatever the umask, as mkstemp makes it.
            match OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)
            {
                Ok(_) => {
                    if let Some(file) = FileSystemInfo::read(&path) {
                        cx.emit(file.into_value())?;
                    }
                    return Ok(());
                }
                Err(error) => failed = Some(files::open_failure(&error, &path, false)),
            }
        }
        failed.map_or(Ok(()), |error| Err(error.into()))
    }
}
