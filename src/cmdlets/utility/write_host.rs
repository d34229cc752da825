//! `Write-Host`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::Access;
use iovsh_shell::host_message::{Colour, HostMessage};
use iovsh_shell::types::members::entry_text;
use iovsh_shell::value::Value;
use iovsh_shell::value::members::enumerate;

/// Shows text on the screen. It is also written to the information stream.
///
/// # Examples
/// ```iovsh
/// PS> Write-Host web1 is up
/// web1 is up
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Write", noun = "Host", module = "Microsoft.PowerShell.Utility")]
pub struct WriteHost {
    /// What is shown. Several objects are shown with a blank between them.
    #[param(remaining, from_pipeline, alias("Msg", "Message"))]
    object: Vec<Value>,
    /// Does not end the line.
    #[param(name = "NoNewline")]
    no_new_line: bool,
    /// What stands between several objects.
    #[param(value = Value::from(" "))]
    separator: Value,
    /// The colour of the text.
    foreground_color: Colour,
    /// The colour behind the text.
    background_color: Colour,
}

impl WriteHost {
    fn append(cx: &mut Context, out: &mut String, value: &Value, separator: &str) {
        if let Value::Hashtable(table) = value.base() {
            let entries: Vec<(Value, Value)> = table
                .entries()
                .iter()
                .map(|(key, value)| (key.value().clone(), value.clone()))
                .collect();
            let texts: Vec<String> = entries
                .iter()
                .map(|(key, value)| entry_text(key, value))
                .collect();
            out.push_str(&texts.join(separator));
            return;
        }
        match enumerate(value) {
            Some(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push_str(separator);
                    }
                    Self::append(cx, out, item, separator);
                }
            }
            None => out.push_str(&cx.text(value)),
        }
    }
}

impl Cmdlet for WriteHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let separator = cx.text(&self.separator);
        let mut text = String::new();
        Self::append(
            cx,
            &mut text,
            &Value::array(self.object.clone()),
            &separator,
        );
        let message = HostMessage {
            message: text.into(),
            no_new_line: self.no_new_line,
            foreground: self.foreground_color,
            background: self.background_color,
        };
        cx.information(Value::native(message), &["PSHOST"])
    }
}
