use iovsh_derive::Cmdlet;

use super::csv_text::Reader;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes objects of rows of delimited text.
///
/// # Examples
/// ```iovsh
/// PS> 'Name,NumVFs', 'lan,8' | ConvertFrom-Csv
///
/// Name NumVFs
/// ---- ------
/// lan  8
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter",
    output = "System.Management.Automation.PSCustomObject"
)]
pub struct ConvertFromCsv {
    /// The rows. The first one holds the names of the properties, unless -Header is given.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        allow_empty_string
    )]
    input_object: Vec<String>,
    /// What stands between two fields.
    #[param(set = "Delimiter", position = 1, default = ",")]
    delimiter: Option<char>,
    /// The list separator of the culture, which is a comma.
    #[param(set = "UseCulture", mandatory)]
    use_culture: bool,
    /// The names of the properties; then the first row is data.
    #[param(not_null_or_empty)]
    header: Vec<String>,
    #[state]
    reader: Option<Reader>,
}

impl Cmdlet for ConvertFromCsv {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let delimiter = self.delimiter.unwrap_or(',');
        let mut reader = self
            .reader
            .take()
            .unwrap_or_else(|| Reader::new(delimiter, &self.header));
        for text in &self.input_object {
            let warned = reader.unnamed;
            let objects = reader.read(text)?;
            if reader.unnamed && !warned {
                cx.warning(super::UNNAMED_COLUMNS)?;
            }
            cx.emit_all(objects)?;
        }
        self.reader = Some(reader);
        Ok(())
    }
}
