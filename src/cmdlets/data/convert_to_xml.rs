use std::fmt::Write as _;

use iovsh_derive::Cmdlet;

use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::types::{type_names, xml};
use iovsh_shell::value::Value;

/// Writes objects as XML that other programs can read.
///
/// # Examples
/// ```iovsh
/// PS> ([pscustomobject]@{ Name = 'lan' } | ConvertTo-Xml -As String -NoTypeInformation) -match '<Property Name="Name">lan'
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Xml",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Xml.XmlDocument",
    output = "System.String"
)]
pub struct ConvertToXml {
    /// The objects.
    #[param(position = 0, mandatory, from_pipeline, allow_null)]
    input_object: Value,
    /// How deep properties of properties are written.
    #[param(range = 1..=99, value = 1)]
    depth: u32,
    /// Without the types.
    no_type_information: bool,
    /// `Document`, `String`, or `Stream` (a text for each object).
    #[param(
        name = "As",
        validate_set("Stream", "String", "Document"),
        value = "Document".to_owned(),
        default = "Document"
    )]
    form: String,
    #[state]
    objects: Vec<Value>,
}

const HEADING: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

impl Cmdlet for ConvertToXml {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        self.objects.push(self.input_object.clone());
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let objects = std::mem::take(&mut self.objects);
        let mut written = Vec::new();
        for object in &objects {
            let mut out = String::new();
            self.write(cx, &mut out, object, "Object", None, self.depth, 1)?;
            written.push(out);
        }
        if self.form.eq_ignore_ascii_case("Stream") {
            cx.emit(HEADING)?;
            cx.emit("<Objects>")?;
            for text in written {
                cx.emit(text.trim_end())?;
            }
            return cx.emit("</Objects>");
        }
        let text = format!("{HEADING}\n<Objects>\n{}</Objects>", written.concat());
        if self.form.eq_ignore_ascii_case("String") {
            return cx.emit(text);
        }
        let document = xml::parse_document(&text).map_err(|reason| {
            ShellError::new("XmlNotWritten", ErrorCategory::InvalidData, reason)
                .exception("System.Xml.XmlException")
        })?;
        cx.emit(document)
    }
}

impl ConvertToXml {
    #[allow(clippy::too_many_arguments)] // An element: where, what, its name, how deep.
    fn write(
        &self,
        cx: &mut Context,
        out: &mut String,
        value: &Value,
        tag: &str,
        name: Option<&str>,
        depth: u32,
        level: usize,
    ) -> Flow {
        let indent = "  ".repeat(level);
        let mut open = format!("{indent}<{tag}");
        if let Some(name) = name {
            let _ = write!(open, " Name=\"{}\"", escape(name)?);
        }
        if !self.no_type_information
            && !value.is_null()
            && let Some(type_name) = type_names(value).first()
        {
            let _ = write!(open, " Type=\"{}\"", escape(type_name)?);
        }
        if value.is_null() {
            let _ = writeln!(out, "{open} />");
            return Ok(());
        }
        let items = inspect::elements(value);
        let names = match value {
            Value::Object(_) | Value::Native(_) => inspect::property_names(value),
            _ => Vec::new(),
        };
        let table = match value.base() {
            Value::Hashtable(table) => Some(table.clone()),
            _ => None,
        };
        let flat = items.is_none() && names.is_empty() && table.is_none();
        if flat || depth == 0 {
            let _ = writeln!(out, "{open}>{}</{tag}>", escape(&inspect::text(value))?);
            return Ok(());
        }
        let _ = writeln!(out, "{open}>");
        if let Some(items) = items {
            for item in items {
                self.write(cx, out, &item, "Property", None, depth - 1, level + 1)?;
            }
        } else if let Some(table) = table {
            let entries: Vec<(Value, Value)> = table
                .entries()
                .iter()
                .map(|(key, value)| (key.value().clone(), value.clone()))
                .collect();
            for (key, item) in entries {
                self.write(cx, out, &key, "Property", Some("Key"), depth - 1, level + 1)?;
                self.write(
                    cx,
                    out,
                    &item,
                    "Property",
                    Some("Value"),
                    depth - 1,
                    level + 1,
                )?;
            }
        } else {
            for property in names {
                let item = inspect::property(cx, value, &property)?.unwrap_or_default();
                self.write(
                    cx,
                    out,
                    &item,
                    "Property",
                    Some(&property),
                    depth - 1,
                    level + 1,
                )?;
            }
        }
        let _ = writeln!(out, "{indent}</{tag}>");
        Ok(())
    }
}

/// A text as XML holds it.
///
/// # Errors
/// `ArgumentException`, as .NET's writer has it, for a character that XML cannot hold.
fn escape(text: &str) -> Result<String, ShellError> {
    if let Some(c) = text.chars().find(|c| !xml::is_char(*c)) {
        let message = format!(
            "'{c}', hexadecimal value 0x{:02X}, is an invalid character.",
            u32::from(c)
        );
        return Err(
            ShellError::new("System.ArgumentException", ErrorCategory::NotSpecified, message)
                .exception("System.ArgumentException")
                .help("Leave it out before: [regex]::Replace($text, '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]', '')"),
        );
    }
    Ok(text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;"))
}
