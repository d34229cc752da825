use std::fs::OpenOptions;
use std::io::Write;

use chrono::Local;
use iovsh_derive::Cmdlet;

use super::transcript;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::os_text;

/// Ends the record of the session.
///
/// # Examples
/// ```iovsh
/// PS> Start-Transcript record.txt | Out-Null
/// PS> Stop-Transcript | Out-Null
/// PS> (Get-Content record.txt)[1]
/// Transcript start
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Transcript",
    module = "Microsoft.PowerShell.Host",
    class = "Microsoft.PowerShell.Commands.StopTranscriptCommand",
    output = "System.String"
)]
pub struct StopTranscript {}

impl Cmdlet for StopTranscript {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(path) = transcript::current(cx.session_ref()) else {
            return Err(ShellError::new(
                "InvalidOperation",
                ErrorCategory::InvalidOperation,
                "An error occurred stopping transcription: The host is not currently transcribing.",
            )
            .exception("System.Management.Automation.PSInvalidOperationException")
            .into());
        };
        cx.output().transcribe(None);
        transcript::set_current(cx.session(), None);
        let footing = format!(
            "**********************\nTranscript end\nEnd time: {}\n**********************\n",
            Local::now().format("%Y%m%d%H%M%S")
        );
        let written = file_write::open(OpenOptions::new().append(true), &path)
            .and_then(|mut file| file.write_all(footing.as_bytes()));
        if let Err(error) = written {
            cx.error(super::files::write_failure(&error, &path))?;
        }
        cx.emit(format!(
            "Transcript stopped, output file is {}",
            os_text::text_of(path)
        ))
    }
}
