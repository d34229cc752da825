//! `ConvertTo-Html`.

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::format::{EntryKey, PropertyArgument};
use crate::shell::value::Value;
use crate::shell::value::convert::to_text;

/// Writes objects as a table or lists of an HTML page.
///
/// # Examples
/// ```iovsh
/// PS> [pscustomobject]@{ Name = 'lan' } | ConvertTo-Html -Fragment
/// <table>
/// <colgroup><col/></colgroup>
/// <tr><th>Name</th></tr>
/// <tr><td>lan</td></tr>
/// </table>
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Html",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Page",
    output = "System.String"
)]
pub struct ConvertToHtml {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// What is shown of the objects.
    #[param(position = 0)]
    property: Vec<Value>,
    /// Lines at the beginning of the body.
    #[param(set = "Page", position = 3)]
    body: Vec<String>,
    /// The lines of the head.
    #[param(set = "Page", position = 1)]
    head: Vec<String>,
    /// The title.
    #[param(set = "Page", position = 2)]
    title: String,
    /// A table or lists.
    #[param(validate_set("Table", "List"), value = "Table".to_owned())]
    r#as: String,
    /// The address of a style sheet.
    #[param(set = "Page", alias("cu", "uri"))]
    css_uri: String,
    /// Only the table, no page around it.
    #[param(set = "Fragment")]
    fragment: bool,
    /// Lines before the table.
    pre_content: Vec<String>,
    /// Lines after the table.
    post_content: Vec<String>,
    #[state]
    arguments: Vec<PropertyArgument>,
    #[state]
    columns: Vec<(PropertyArgument, String)>,
    #[state]
    started: bool,
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

impl ConvertToHtml {
    fn is_list(&self) -> bool {
        self.r#as.eq_ignore_ascii_case("List")
    }

    fn begin_page(&self, cx: &mut Context) -> Flow {
        if !self.fragment {
            cx.emit("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"  \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">")?;
            cx.emit("<html xmlns=\"http://www.w3.org/1999/xhtml\">")?;
            cx.emit("<head>")?;
            if self.head.is_empty() {
                let title = if self.title.is_empty() {
                    "HTML TABLE"
                } else {
                    &self.title
                };
                cx.emit(format!("<title>{}</title>", escape(title)))?;
            }
            for line in &self.head {
                cx.emit(line.as_str())?;
            }
            if !self.head.is_empty() && !self.title.is_empty() {
                cx.emit(format!("<title>{}</title>", escape(&self.title)))?;
            }
            if !self.css_uri.is_empty() {
                cx.emit(format!(
                    "<link rel=\"stylesheet\" type=\"text/css\" href=\"{}\" />",
                    self.css_uri
                ))?;
            }
            cx.emit("</head><body>")?;
            for line in &self.body {
                cx.emit(line.as_str())?;
            }
        }
        for line in &self.pre_content {
            cx.emit(line.as_str())?;
        }
        cx.emit("<table>")
    }

    fn cells(&self, cx: &mut Context, object: &Value) -> Flow<Vec<(String, String)>> {
        let mut cells = Vec::with_capacity(self.columns.len());
        for (argument, label) in &self.columns {
            let value = argument.first(object, cx)?.unwrap_or_default();
            let text = match value.base() {
                Value::Array(_) | Value::List(_) | Value::Hashtable(_) => {
                    crate::shell::types::type_of(&value).full_name().to_string()
                }
                _ => to_text(&value).to_string(),
            };
            cells.push((escape(label), escape(&text)));
        }
        Ok(cells)
    }
}

impl Cmdlet for ConvertToHtml {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        const KEYS: [EntryKey; 4] = [
            EntryKey::Expression,
            EntryKey::Label,
            EntryKey::Alignment,
            EntryKey::Width,
        ];
        self.arguments.clear();
        for value in &self.property {
            self.arguments
                .push(PropertyArgument::parse(value, &KEYS, cx)?);
        }
        if self.arguments.is_empty() {
            self.arguments.push(PropertyArgument::named("*"));
        }
        self.begin_page(cx)
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        let object = self.input_object.clone();
        if object.is_null() {
            return Ok(());
        }
        if !self.started {
            self.columns.clear();
            for argument in self.arguments.clone() {
                for found in argument.read(&object, cx)? {
                    let column = match &argument.label {
                        Some(_) => argument.clone(),
                        None => match argument.selector {
                            crate::shell::format::Selector::Name(_) => {
                                PropertyArgument::named(found.name.as_str())
                            }
                            crate::shell::format::Selector::Block(_) => argument.clone(),
                        },
                    };
                    self.columns.push((column, found.name.as_str().to_owned()));
                }
            }
            if !self.is_list() {
                cx.emit(format!(
                    "<colgroup>{}</colgroup>",
                    "<col/>".repeat(self.columns.len())
                ))?;
                let heads: String = self
                    .columns
                    .iter()
                    .map(|(_, label)| format!("<th>{}</th>", escape(label)))
                    .collect();
                cx.emit(format!("<tr>{heads}</tr>"))?;
            }
        } else if self.is_list() {
            cx.emit("<tr><td><hr></td></tr>")?;
        }
        self.started = true;
        let cells = self.cells(cx, &object)?;
        if self.is_list() {
            for (label, text) in cells {
                cx.emit(format!("<tr><td>{label}:</td><td>{text}</td></tr>"))?;
            }
            return Ok(());
        }
        let row: String = cells
            .iter()
            .map(|(_, text)| format!("<td>{text}</td>"))
            .collect();
        cx.emit(format!("<tr>{row}</tr>"))
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        cx.emit("</table>")?;
        for line in &self.post_content {
            cx.emit(line.as_str())?;
        }
        if !self.fragment {
            cx.emit("</body></html>")?;
        }
        Ok(())
    }
}
