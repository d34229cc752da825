use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::column::Column;
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Hashtable, Value};

/// Writes objects as an HTML page with a table or a list.
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
    /// The properties that are shown; all of the first object when left out.
    #[param(position = 0)]
    property: Vec<Value>,
    /// What stands in the page before the table.
    #[param(set = "Page", position = 3)]
    body: Vec<String>,
    /// The head of the page.
    #[param(set = "Page", position = 1)]
    head: Vec<String>,
    /// The title of the page.
    #[param(set = "Page", position = 2)]
    title: Option<String>,
    /// `Table` or `List`.
    #[param(
        name = "As",
        validate_set("Table", "List"),
        value = "Table".to_owned(),
        default = "Table"
    )]
    layout: String,
    /// A style sheet that the page links to.
    #[param(set = "Page", alias("cu", "uri"))]
    css_uri: Option<String>,
    /// What is written after the table.
    post_content: Vec<String>,
    /// What is written before the table.
    pre_content: Vec<String>,
    /// Only the table, not a page.
    #[param(set = "Fragment")]
    fragment: bool,
    /// `meta` elements of the page.
    #[param(set = "Page")]
    meta: Option<Rc<Hashtable>>,
    /// The character set that the page names.
    #[param(set = "Page")]
    charset: Option<String>,
    /// An XHTML transitional page.
    #[param(set = "Page")]
    transitional: bool,
    #[state]
    columns: Option<Vec<Column>>,
}

impl Cmdlet for ConvertToHtml {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        if !self.fragment {
            let kind = if self.transitional {
                "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"  \
                 \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">"
            } else {
                "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"  \
                 \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">"
            };
            cx.emit(kind)?;
            cx.emit("<html xmlns=\"http://www.w3.org/1999/xhtml\">")?;
            cx.emit("<head>")?;
            if let Some(charset) = &self.charset {
                cx.emit(format!("<meta charset=\"{charset}\">"))?;
            }
            if let Some(meta) = &self.meta {
                let entries: Vec<_> = meta
                    .entries()
                    .iter()
                    .map(|(key, value)| (inspect::text(key.value()), inspect::text(value)))
                    .collect();
                for (name, content) in entries {
                    cx.emit(format!("<meta name=\"{name}\" content=\"{content}\">"))?;
                }
            }
            if self.head.is_empty() {
                let title = self.title.as_deref().unwrap_or("HTML TABLE");
                cx.emit(format!("<title>{}</title>", escape(title)))?;
            } else {
                cx.emit_all(self.head.iter().map(|line| Value::from(line.as_str())))?;
            }
            if let Some(uri) = &self.css_uri {
                cx.emit(format!(
                    "<link rel=\"stylesheet\" type=\"text/css\" href=\"{uri}\" />"
                ))?;
            }
            cx.emit("</head><body>")?;
            cx.emit_all(self.body.iter().map(|line| Value::from(line.as_str())))?;
        }
        cx.emit_all(
            self.pre_content
                .iter()
                .map(|line| Value::from(line.as_str())),
        )?;
        cx.emit("<table>")
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.input_object.is_null() {
            return Ok(());
        }
        let list = self.layout.eq_ignore_ascii_case("List");
        let columns = match self.columns.take() {
            Some(columns) => {
                if list {
                    cx.emit("<tr><td><hr></td></tr>")?;
                }
                columns
            }
            None => {
                let columns = self.first_columns()?;
                if !list {
                    let marks = "<col/>".repeat(columns.len());
                    cx.emit(format!("<colgroup>{marks}</colgroup>"))?;
                    let mut row = String::from("<tr>");
                    for column in &columns {
                        row.push_str(&format!("<th>{}</th>", escape(&column.label)));
                    }
                    row.push_str("</tr>");
                    cx.emit(row)?;
                }
                columns
            }
        };
        let object = self.input_object.clone();
        let mut row = String::from("<tr>");
        for column in &columns {
            let value = column.read(cx, &object)?;
            let text = escape(&inspect::display(&value));
            if list {
                cx.emit(format!(
                    "<tr><td>{}:</td><td>{text}</td></tr>",
                    escape(&column.label)
                ))?;
            } else {
                row.push_str(&format!("<td>{text}</td>"));
            }
        }
        if !list {
            row.push_str("</tr>");
            cx.emit(row)?;
        }
        self.columns = Some(columns);
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        cx.emit("</table>")?;
        cx.emit_all(
            self.post_content
                .iter()
                .map(|line| Value::from(line.as_str())),
        )?;
        if !self.fragment {
            cx.emit("</body></html>")?;
        }
        Ok(())
    }
}

impl ConvertToHtml {
    fn first_columns(&self) -> Flow<Vec<Column>> {
        if self.property.is_empty() {
            return Ok(inspect::property_names(&self.input_object)
                .into_iter()
                .map(Column::named)
                .collect());
        }
        Ok(Column::expand(&self.property, &self.input_object)?)
    }
}

/// Text with the characters that mean something in HTML replaced.
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
