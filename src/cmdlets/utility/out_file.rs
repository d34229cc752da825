//! `Out-File`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

use super::text_file::TextFile;

/// Writes what objects look like on the screen to a file.
///
/// # Examples
/// ```iovsh
/// PS> $file = [IO.Path]::GetTempFileName(); 'web1', 'web2' | Out-File $file; Get-Content $file; Remove-Item $file
/// web1
/// web2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "File",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    impact = Medium
)]
pub struct OutFile {
    /// The file.
    #[param(set = "ByPath", mandatory, position = 0, alias("Path"))]
    file_path: String,
    /// The file, as it is written.
    #[param(
        set = "ByLiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: String,
    /// How the file is encoded. UTF-8 is written.
    #[param(position = 1)]
    encoding: Value,
    /// Adds to the file.
    append: bool,
    /// Writes files that are marked as read-only too.
    force: bool,
    /// Does not replace a file that exists.
    #[param(alias("NoOverwrite"))]
    no_clobber: bool,
    /// The width of the lines.
    #[param(range = 2..=2147483647)]
    width: Option<i32>,
    /// Without line ends.
    #[param(name = "NoNewline")]
    no_new_line: bool,
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    #[state]
    file: Option<TextFile>,
}

impl Cmdlet for OutFile {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let path = if self.file_path.is_empty() {
            &self.literal_path
        } else {
            &self.file_path
        };
        if !cx.should_process(path, "Output to File")? {
            return Ok(());
        }
        let mut file = TextFile::open(cx, path, self.append, self.no_clobber, self.force)?;
        file.no_new_line = self.no_new_line;
        if let Some(width) = self.width {
            file.set_width(cx, usize::try_from(width).unwrap_or(2));
        }
        self.file = Some(file);
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        match &mut self.file {
            Some(file) => file.object(cx, &self.input_object),
            None => Ok(()),
        }
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        match &mut self.file {
            Some(file) => file.end(cx),
            None => Ok(()),
        }
    }
}
