use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use iovsh_derive::Cmdlet;

use super::csv_text::{Manner, QuoteKind, Reader, type_line};
use super::files;
use crate::inspect;
use crate::management::encoding::Encoding;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::os_text;
use iovsh_shell::value::{Name, Value};

/// Writes objects as rows of delimited text into a file.
///
/// # Examples
/// ```iovsh
/// PS> [pscustomobject]@{ Name = 'lan'; NumVFs = 8 } | Export-Csv switches.csv
/// PS> Get-Content switches.csv
/// "Name","NumVFs"
/// "lan","8"
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "Csv",
    module = "Microsoft.PowerShell.Utility",
    alias = "epcsv",
    default_set = "Delimiter",
    impact = Medium
)]
pub struct ExportCsv {
    /// The objects. The properties of the first one make the columns.
    #[param(mandatory, from_pipeline, by_property_name)]
    input_object: Value,
    /// The file.
    #[param(position = 0, not_null_or_empty)]
    path: Option<String>,
    /// The file, by a name that is taken as it is.
    #[param(not_null_or_empty, alias("PSPath", "LP"))]
    literal_path: Option<String>,
    /// Also over a read-only file; with -Append also objects that lack a column.
    force: bool,
    /// Refuses to replace a file.
    #[param(alias = "NoOverwrite")]
    no_clobber: bool,
    /// How text becomes bytes.
    encoding: Option<Encoding>,
    /// Behind the rows that are in the file.
    append: bool,
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
    file: Option<BufWriter<File>>,
    /// The file's path, for errors.
    #[state]
    written: PathBuf,
    #[state]
    columns: Option<Vec<Name>>,
    /// Whether the columns are those of a file that was there.
    #[state]
    appending: bool,
    #[state]
    refused: bool,
}

impl Cmdlet for ExportCsv {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        // The file is made even when no object comes.
        let name = files::one_path(self.path.as_deref(), self.literal_path.as_deref())?;
        let path = files::native(cx, &name)?;
        if !cx.should_process(&os_text::text_of(&path), "Export-Csv")? {
            self.refused = true;
            return Ok(());
        }
        // What is replaced need not be read, and a device or a pipe cannot be.
        let there = (self.append && path.is_file())
            .then(|| iovsh_shell::file_read::bytes(&path).ok())
            .flatten()
            .filter(|bytes| !bytes.is_empty());
        if let Some(bytes) = &there {
            let text = self.encoding.unwrap_or_default().decode(bytes);
            let mut reader = Reader::new(self.delimiter.unwrap_or(','), &[]);
            self.columns = reader.columns(&text);
            self.appending = self.columns.is_some();
        }
        let mut options = OpenOptions::new();
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
        let file = opened.map_err(|error| files::open_failure(&error, &path, self.no_clobber))?;
        let mut file = BufWriter::new(file);
        if there.is_none() {
            file.write_all(self.encoding.unwrap_or_default().mark())
                .map_err(|error| files::write_failure(&error, &path))?;
        }
        self.file = Some(file);
        self.written = path;
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        let manner = Manner::new(
            self.delimiter,
            self.use_quotes,
            &self.quote_fields,
            (self.include_type_information, self.no_type_information),
        )?;
        if self.refused {
            return Ok(());
        }
        let mut text = String::new();
        let columns = match self.columns.take() {
            Some(columns) => columns,
            None => {
                let columns = inspect::property_names(&self.input_object);
                if self.include_type_information {
                    text.push_str(&type_line(&self.input_object));
                    text.push('\n');
                }
                text.push_str(&manner.heading(&columns));
                text.push('\n');
                columns
            }
        };
        if self.appending && !self.force {
            self.check_columns(&columns)?;
        }
        text.push_str(&manner.object(cx, &self.input_object, &columns)?);
        text.push('\n');
        self.columns = Some(columns);
        let bytes = self.encoding.unwrap_or_default().encode(&text);
        match self.file.as_mut().map(|file| file.write_all(&bytes)) {
            Some(Err(error)) => Err(files::write_failure(&error, &self.written).into()),
            _ => Ok(()),
        }
    }

    fn end(&mut self, _cx: &mut Context) -> Flow {
        match self.file.take().map(|mut file| file.flush()) {
            Some(Err(error)) => Err(files::write_failure(&error, &self.written).into()),
            _ => Ok(()),
        }
    }
}

impl ExportCsv {
    /// An object that is appended must have every column of the file.
    fn check_columns(&self, columns: &[Name]) -> Result<(), ShellError> {
        let own = inspect::property_names(&self.input_object);
        let missing = columns
            .iter()
            .find(|column| !own.iter().any(|name| name.eq_ignore_ascii_case(column)));
        match missing {
            None => Ok(()),
            Some(column) => Err(ShellError::new(
                "CannotAppendCsvWithMismatchedPropertyNames",
                ErrorCategory::InvalidData,
                format!(
                    "Cannot append CSV content: the appended object does not have a property that corresponds to the column \
                     {column}."
                ),
            )
            .exception("System.InvalidOperationException")
            .help("-Force appends the row with that column left empty.")),
        }
    }
}
