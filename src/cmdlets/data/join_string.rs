use iovsh_derive::Cmdlet;

use super::column::Column;
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{NoEngine, Value, format_string};

/// Joins objects to one text.
///
/// # Examples
/// ```iovsh
/// PS> 'lan', 'san' | Join-String -Separator ', ' -SingleQuote
/// 'lan', 'san'
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Join",
    noun = "String",
    module = "Microsoft.PowerShell.Utility",
    default_set = "default",
    output = "System.String"
)]
pub struct JoinString {
    /// The property, or a script block that gives the text of an object.
    #[param(position = 0)]
    property: Value,
    /// What stands between two objects.
    #[param(position = 1, allow_empty_string)]
    separator: Option<String>,
    /// What stands before the first one.
    #[param(alias = "op")]
    output_prefix: Option<String>,
    /// What stands behind the last one.
    #[param(alias = "os")]
    output_suffix: Option<String>,
    /// Each object between single quotes.
    #[param(set = "SingleQuote")]
    single_quote: bool,
    /// Each object between double quotes.
    #[param(set = "DoubleQuote")]
    double_quote: bool,
    /// Each object in this .NET format.
    #[param(set = "Format")]
    format_string: Option<String>,
    /// Numbers and dates as the culture writes them.
    use_culture: bool,
    /// The objects.
    #[param(from_pipeline)]
    input_object: Vec<Value>,
    #[state]
    out: String,
    #[state]
    begun: bool,
}

impl Cmdlet for JoinString {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let objects = std::mem::take(&mut self.input_object);
        for object in objects {
            if object.is_null() {
                continue;
            }
            let value = if self.property.is_null() {
                object
            } else {
                Column::parse(&self.property)?.read(cx, &object)?
            };
            let text = match &self.format_string {
                Some(format) => {
                    let filled = format_string::composite(
                        format,
                        std::slice::from_ref(&value),
                        &mut NoEngine,
                    )?;
                    filled.map_err(|reason| {
                        ShellError::new("FormatError", ErrorCategory::InvalidOperation, reason)
                            .exception("System.FormatException")
                    })?
                }
                None if self.use_culture => inspect::display(&value).to_string(),
                None => inspect::text(&value).to_string(),
            };
            if self.begun {
                self.out.push_str(self.separator.as_deref().unwrap_or(""));
            }
            self.begun = true;
            let quote = match (self.single_quote, self.double_quote) {
                (true, _) => "'",
                (_, true) => "\"",
                _ => "",
            };
            self.out.push_str(quote);
            self.out.push_str(&text);
            self.out.push_str(quote);
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let text = format!(
            "{}{}{}",
            self.output_prefix.as_deref().unwrap_or(""),
            self.out,
            self.output_suffix.as_deref().unwrap_or("")
        );
        cx.emit(text)
    }
}
