//! `ConvertTo-Json`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::json::{Escape, JsonOptions, to_json};
use iovsh_shell::value::Value;

/// Writes objects as JSON.
///
/// Objects that lie deeper than -Depth levels are written as their text, with a warning.
///
/// # Examples
/// ```iovsh
/// PS> [ordered]@{ Name = 'lan'; Vfs = 8 } | ConvertTo-Json
/// {
///   "Name": "lan",
///   "Vfs": 8
/// }
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Json",
    module = "Microsoft.PowerShell.Utility",
    output = "System.String"
)]
pub struct ConvertToJson {
    /// The objects.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        allow_null,
        allow_empty_collection,
        allow_empty_string
    )]
    input_object: Value,
    /// How many levels of objects inside objects are written.
    #[param(range = 1..=i32::MAX, value = 2)]
    depth: i32,
    /// Without blanks and line breaks.
    compress: bool,
    /// Enumerations by name instead of by number.
    enums_as_strings: bool,
    /// An array also for one object.
    as_array: bool,
    /// Which characters are escaped.
    #[param(validate_set("Default", "EscapeNonAscii", "EscapeHtml"))]
    escape_handling: String,
    #[state]
    objects: Vec<Value>,
}

/// How deep PowerShell goes at the most.
const DEEPEST: i32 = 100;

impl Cmdlet for ConvertToJson {
    fn begin(&mut self, _cx: &mut Context) -> Flow {
        if self.depth > DEEPEST {
            return Err(ShellError::new(
                "ReachedMaximumDepthAllowed",
                ErrorCategory::InvalidOperation,
                format!("The maximum depth allowed for serialization is {DEEPEST}."),
            )
            .exception("System.InvalidOperationException")
            .target(self.depth)
            .into());
        }
        Ok(())
    }

    fn process(&mut self, _cx: &mut Context) -> Flow {
        self.objects.push(std::mem::take(&mut self.input_object));
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let mut objects = std::mem::take(&mut self.objects);
        let value = match objects.len() {
            0 => return Ok(()),
            1 if !self.as_array => objects.pop().unwrap_or_default(),
            _ => Value::array(objects),
        };
        let options = JsonOptions {
            depth: usize::try_from(self.depth).unwrap_or(2),
            compress: self.compress,
            enums_as_strings: self.enums_as_strings,
            escape: match self.escape_handling.to_ascii_lowercase().as_str() {
                "escapenonascii" => Escape::NonAscii,
                "escapehtml" => Escape::Html,
                _ => Escape::Default,
            },
            no_way_back: false,
            says_type: false,
        };
        let (text, truncated) = to_json(&value, options, cx)?;
        if truncated {
            cx.warning(format!(
                "Resulting JSON is truncated as serialization has exceeded the set depth of {}.",
                self.depth
            ))?;
        }
        cx.emit(text)
    }
}
