use iovsh_derive::Cmdlet;

use super::csv_text::{Manner, QuoteKind, type_line};
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Name, Value};

/// Writes objects as rows of delimited text.
///
/// # Examples
/// ```iovsh
/// PS> [pscustomobject]@{ Name = 'lan'; NumVFs = 8 } | ConvertTo-Csv
/// "Name","NumVFs"
/// "lan","8"
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter",
    output = "System.String"
)]
pub struct ConvertToCsv {
    /// The objects. The properties of the first one make the columns.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    input_object: Value,
    /// What stands between two fields.
    #[param(set = "Delimiter", position = 1, default = ",")]
    delimiter: Option<char>,
    /// The list separator of the culture, which is a comma.
    #[param(set = "UseCulture")]
    use_culture: bool,
    /// Only these columns are quoted.
    #[param(alias = "QF")]
    quote_fields: Vec<String>,
    /// Which fields are quoted.
    #[param(alias = "UQ", default = "Always")]
    use_quotes: Option<QuoteKind>,
    /// Begins with a line that names the type.
    #[param(alias = "ITI")]
    include_type_information: bool,
    /// Without that line, which is the default.
    #[param(alias = "NTI")]
    no_type_information: bool,
    #[state]
    columns: Option<Vec<Name>>,
}

impl Cmdlet for ConvertToCsv {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let manner = Manner::new(
            self.delimiter,
            self.use_quotes,
            &self.quote_fields,
            (self.include_type_information, self.no_type_information),
        )?;
        let columns = match self.columns.take() {
            Some(columns) => columns,
            None => {
                let columns = inspect::property_names(&self.input_object);
                if self.include_type_information {
                    cx.emit(type_line(&self.input_object))?;
                }
                cx.emit(manner.heading(&columns))?;
                columns
            }
        };
        let row = manner.object(cx, &self.input_object, &columns);
        self.columns = Some(columns);
        cx.emit(row?)
    }
}
