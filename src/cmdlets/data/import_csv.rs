use iovsh_derive::Cmdlet;

use super::csv_text::Reader;
use super::files;
use crate::management::encoding::Encoding;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes objects of the rows of a file of delimited text.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content vms.csv 'Name,IovWeight', 'web1,100'
/// PS> (Import-Csv vms.csv).IovWeight
/// 100
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    alias = "ipcsv",
    default_set = "DelimiterPath",
    output = "System.Management.Automation.PSCustomObject"
)]
pub struct ImportCsv {
    /// What stands between two fields.
    #[param(
        set("DelimiterPath", "DelimiterLiteralPath"),
        position = 1,
        default = ","
    )]
    delimiter: Option<char>,
    /// The files. Wildcards are allowed.
    #[param(
        set("DelimiterPath", "CulturePath"),
        position = 0,
        mandatory,
        from_pipeline,
        not_null_or_empty
    )]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set("DelimiterLiteralPath", "CultureLiteralPath"),
        mandatory,
        by_property_name,
        alias("PSPath", "LP"),
        not_null_or_empty
    )]
    literal_path: Vec<String>,
    /// The list separator of the culture, which is a comma.
    #[param(set("CulturePath", "CultureLiteralPath"), mandatory)]
    use_culture: bool,
    /// The names of the properties; then the first row is data.
    #[param(not_null_or_empty)]
    header: Vec<String>,
    /// How the file is written.
    encoding: Option<Encoding>,
}

impl Cmdlet for ImportCsv {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            let bytes = match iovsh_shell::file_read::bytes(&path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    cx.error(files::open_failure(&error, &path, false))?;
                    continue;
                }
            };
            let text = self.encoding.unwrap_or_default().decode(&bytes);
            let mut reader = Reader::new(self.delimiter.unwrap_or(','), &self.header);
            let objects = reader.read(&text)?;
            if reader.unnamed {
                cx.warning(super::UNNAMED_COLUMNS)?;
            }
            cx.emit_all(objects)?;
        }
        Ok(())
    }
}
