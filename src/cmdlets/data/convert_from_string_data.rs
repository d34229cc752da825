use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Hashtable, Value};

/// Makes a hashtable of lines of the form `key = value`.
///
/// # Examples
/// ```iovsh
/// PS> (ConvertFrom-StringData "vm = web1`nvfs = 2").vfs
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "StringData",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    output = "System.Collections.Hashtable"
)]
pub struct ConvertFromStringData {
    /// The lines. Empty ones and those that begin with `#` are left out.
    #[param(position = 0, mandatory, from_pipeline, allow_empty_string)]
    string_data: String,
    /// What stands between key and value.
    #[param(position = 1, value = '=', default = "=")]
    delimiter: char,
}

fn refused(message: String) -> ShellError {
    ShellError::new("InvalidOperation", ErrorCategory::InvalidOperation, message)
        .exception("System.Management.Automation.PSInvalidOperationException")
}

impl Cmdlet for ConvertFromStringData {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let table = Hashtable::default();
        for line in self.string_data.split('\n') {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((key, value)) = line.split_once(self.delimiter) else {
                return Err(refused(format!(
                    "The data line '{line}' is not in the form 'name=value'."
                ))
                .into());
            };
            let (key, value) = (key.trim(), value.trim());
            if key.is_empty() {
                return Err(refused(format!(
                    "The data line '{line}' is not in the form 'name=value': it has no name."
                ))
                .into());
            }
            if table.get_text(key).is_some() {
                return Err(refused(format!(
                    "The key '{key}' stands in the data twice: '{line}'."
                ))
                .into());
            }
            let value = unescape(value).ok_or_else(|| {
                ShellError::new(
                    "System.ArgumentException",
                    ErrorCategory::NotSpecified,
                    format!(
                        "'{value}' has an escape that is not known: write \\\\ for a backslash."
                    ),
                )
                .exception("System.ArgumentException")
            })?;
            table.set_text(key, value.into());
        }
        cx.emit(Value::Hashtable(Rc::new(table)))
    }
}

/// The text with the escapes of regular expressions (`\\`, `\n`, `\t`, `\u0041` ...) replaced. `None` for a wrong one.
fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let digits = |rest: &mut std::str::Chars, count: usize| {
            let digits: String = rest.by_ref().take(count).collect();
            let number = u32::from_str_radix(&digits, 16).ok()?;
            (digits.len() == count).then(|| char::from_u32(number))?
        };
        match rest.next()? {
            'a' => out.push('\u{7}'),
            'b' => out.push('\u{8}'),
            'e' => out.push('\u{1B}'),
            'f' => out.push('\u{C}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'v' => out.push('\u{B}'),
            'u' => out.push(digits(&mut rest, 4)?),
            'x' => out.push(digits(&mut rest, 2)?),
            other if other.is_alphanumeric() => return None,
            other => out.push(other),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes() {
        assert_eq!(
            unescape(r"c:\\temp\t\x41\u0042"),
            Some("c:\\temp\tAB".to_owned())
        );
        assert_eq!(unescape(r"c:\w"), None);
        assert_eq!(unescape("\\"), None);
    }
}
