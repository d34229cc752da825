use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt as _;

use chrono::Local;
use iovsh_derive::Cmdlet;

use super::files;
use super::random;
use super::transcript;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::location::home_directory;
use iovsh_shell::os_text;

/// Keeps a record of the session: what is shown is written to a file as well.
///
/// # Examples
/// ```iovsh
/// PS> Start-Transcript record.txt | Out-Null
/// PS> Stop-Transcript | Out-Null
/// PS> Test-Path record.txt
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Transcript",
    module = "Microsoft.PowerShell.Host",
    class = "Microsoft.PowerShell.Commands.StartTranscriptCommand",
    default_set = "ByPath",
    impact = Medium,
    output = "System.String"
)]
pub struct StartTranscript {
    /// The file; one with a name of its own in the home directory when left out.
    #[param(set = "ByPath", position = 0)]
    path: Option<String>,
    /// The file, by a name that is taken as it is.
    #[param(set = "ByLiteralPath", position = 0, alias("PSPath", "LP"))]
    literal_path: Option<String>,
    /// The directory of a file with a name of its own.
    #[param(set = "ByOutputDirectory")]
    output_directory: Option<String>,
    /// Behind what is in the file.
    append: bool,
    /// Over a read-only file too.
    force: bool,
    /// Refuses to replace a file.
    #[param(alias = "NoOverwrite")]
    no_clobber: bool,
    /// Accepted: commands are not marked with their time.
    include_invocation_header: bool,
    /// Without the facts of the host at the beginning.
    use_minimal_header: bool,
}

impl Cmdlet for StartTranscript {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(path) = transcript::current(cx.session_ref()) {
            return Err(ShellError::new(
                "InvalidOperation",
                ErrorCategory::InvalidOperation,
                format!(
                    "Transcription has already been started: '{}'.",
                    os_text::text_of(&path)
                ),
            )
            .exception("System.Management.Automation.PSInvalidOperationException")
            .help("Stop-Transcript ends it.")
            .into());
        }
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let path = match (&self.path, &self.literal_path) {
            (None, None) => {
                let directory = match &self.output_directory {
                    Some(text) => files::native(cx, text)?,
                    None => home_directory(),
                };
                directory.join(format!(
                    "PowerShell_transcript.{}.{:08x}.{}.txt",
                    host.trim(),
                    random::next() as u32,
                    Local::now().format("%Y%m%d%H%M%S")
                ))
            }
            (path, literal) => {
                let name = files::one_path(path.as_deref(), literal.as_deref())?;
                files::native(cx, &name)?
            }
        };
        if !cx.should_process(&os_text::text_of(&path), "Start-Transcript")? {
            return Ok(());
        }
        let mut options = OpenOptions::new();
        // What is typed and shown may hold secrets: it is for its owner, as the shell's history is.
        options.mode(0o600);
        if self.append {
            options.create(true).append(true);
        } else if self.no_clobber {
            options.write(true).create_new(true);
        } else {
            options.write(true).create(true).truncate(true);
        }
        if self.force {
            crate::management::make_writable(&path);
        }
        let opened = file_write::open(&mut options, &path);
        let mut file =
            opened.map_err(|error| files::open_failure(&error, &path, self.no_clobber))?;
        files::for_owner_only(&file).map_err(|error| files::write_failure(&error, &path))?;
        let mut heading = format!(
            "**********************\nTranscript start\nStart time: {}\n",
            Local::now().format("%Y%m%d%H%M%S")
        );
        if !self.use_minimal_header {
            heading.push_str(&format!("Machine: {}\n", host.trim()));
            heading.push_str(&format!("Process ID: {}\n", std::process::id()));
        }
        heading.push_str("**********************\n");
        file.write_all(heading.as_bytes())
            .map_err(|error| files::write_failure(&error, &path))?;
        cx.emit(format!(
            "Transcript started, output file is {}",
            os_text::text_of(&path)
        ))?;
        cx.output().transcribe(Some(file));
        transcript::set_current(cx.session(), Some(path));
        Ok(())
    }
}
