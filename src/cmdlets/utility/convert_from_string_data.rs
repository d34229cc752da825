//! `ConvertFrom-StringData`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use crate::shell::value::{Hashtable, Value};

/// Makes a hashtable of lines with names and values.
///
/// # Examples
/// ```iovsh
/// PS> (ConvertFrom-StringData "mtu = 9000`nname = eth0").mtu
/// 9000
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "StringData",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Collections.Hashtable"
)]
pub struct ConvertFromStringData {
    /// The lines. Empty lines and those that begin with # do not count.
    #[param(position = 0, mandatory, from_pipeline, allow_empty_string)]
    string_data: String,
    /// What stands between name and value.
    #[param(position = 1, value = "=".to_owned())]
    delimiter: String,
}

fn refused(message: String) -> ShellError {
    ShellError::new("InvalidOperation", ErrorCategory::InvalidOperation, message)
        .exception("System.Management.Automation.PSInvalidOperationException")
}

/// Resolves the escapes of regular expressions that stand for one character.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let digits = match chars.next() {
            None => break,
            Some('n') => {
                out.push('\n');
                continue;
            }
            Some('r') => {
                out.push('\r');
                continue;
            }
            Some('t') => {
                out.push('\t');
                continue;
            }
            Some('x') => 2,
            Some('u') => 4,
            Some(other) => {
                out.push(other);
                continue;
            }
        };
        let code: String = chars.clone().take(digits).collect();
        if let Some(c) = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32) {
            out.push(c);
            chars.nth(digits - 1);
        }
    }
    out
}

impl Cmdlet for ConvertFromStringData {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let table = Hashtable::default();
        let delimiter = self.delimiter.chars().next().unwrap_or('=');
        for line in self.string_data.split('\n') {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((name, value)) = line.split_once(delimiter) else {
                return Err(refused(format!(
                    "The line '{line}' is not of the form 'name{delimiter}value'."
                ))
                .into());
            };
            let name = name.trim();
            if table.get_text(name).is_some() {
                return Err(refused(format!("The name '{name}' is defined twice.")).into());
            }
            let value = unescape(value.trim());
            table.set_text(name, Value::from(value));
        }
        cx.emit(Value::Hashtable(Rc::new(table)))
    }
}
