use iovsh_derive::Cmdlet;

use super::content_writer::{Manner, Writers};
use super::encoding::Encoding;
use super::paths::Selection;
use crate::cmdlets::inspect;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::Value;

/// Writes content behind what a file holds.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content log.txt 'begin'
/// PS> Add-Content log.txt 'end'
/// PS> Get-Content log.txt
/// begin
/// end
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "Content",
    module = "Microsoft.PowerShell.Management",
    alias = "ac",
    default_set = "Path",
    impact = Medium,
    output = "System.String"
)]
pub struct AddContent {
    /// The files. Wildcards are allowed; a file that is not there is made.
    #[param(set = "Path", position = 0, mandatory, by_property_name)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// What is written, each value as a line.
    #[param(
        position = 1,
        mandatory,
        from_pipeline,
        by_property_name,
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    value: Value,
    /// Hands on what was written.
    pass_thru: bool,
    /// Only files whose names match, with regard to case.
    filter: Option<String>,
    /// Only files whose names match one of these patterns.
    include: Vec<String>,
    /// No files whose names match one of these patterns.
    exclude: Vec<String>,
    /// Read-only files too.
    force: bool,
    /// No line end after each value.
    no_newline: bool,
    /// How text becomes bytes.
    encoding: Option<Encoding>,
    /// The values are bytes.
    as_byte_stream: bool,
    #[state]
    writers: Option<Writers>,
}

impl Cmdlet for AddContent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let manner = self.manner();
        let mut writers = match self.writers.take() {
            Some(open) => open,
            None => {
                let selection = Selection::new(
                    &self.include,
                    &self.exclude,
                    self.filter.as_deref(),
                    self.force,
                );
                Writers::open(cx, &self.path, &self.literal_path, &selection, manner)?
            }
        };
        let values = match inspect::elements(&self.value) {
            Some(values) => values,
            None if self.value.is_null() => Vec::new(),
            None => vec![self.value.clone()],
        };
        writers.write(cx, &values, manner)?;
        self.writers = Some(writers);
        if self.pass_thru {
            cx.emit(Value::array(values))?;
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        match self.writers.take() {
            Some(writers) => writers.close(cx),
            None => Ok(()),
        }
    }
}

impl AddContent {
    fn manner(&self) -> Manner {
        Manner {
            append: true,
            bytes: self.as_byte_stream,
            no_newline: self.no_newline,
            encoding: self.encoding,
            force: self.force,
        }
    }
}
