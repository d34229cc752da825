use iovsh_derive::Cmdlet;

use crate::management::unsupported;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::types::SecureStringValue;
use iovsh_shell::value::Value;

/// Makes a secure string: a text that is not shown by mistake.
///
/// # Examples
/// ```iovsh
/// PS> (ConvertTo-SecureString 'secret' -AsPlainText -Force).Length
/// 6
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "SecureString",
    module = "Microsoft.PowerShell.Security",
    default_set = "Secure",
    output = "System.Security.SecureString"
)]
pub struct ConvertToSecureString {
    /// The text: plain with -AsPlainText, else as ConvertFrom-SecureString has written it.
    #[param(position = 0, mandatory, from_pipeline)]
    string: String,
    /// The text is plain.
    #[param(set = "PlainText", position = 1)]
    as_plain_text: bool,
    /// Yes, plain text.
    #[param(set = "PlainText", position = 2)]
    force: bool,
    /// A key that the text was encrypted with: not supported.
    #[param(set = "Secure", position = 1)]
    secure_key: Option<Value>,
    /// A key that the text was encrypted with: not supported.
    #[param(set = "Open")]
    key: Vec<u8>,
}

impl Cmdlet for ConvertToSecureString {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.secure_key.is_some() || !self.key.is_empty() {
            return Err(unsupported(
                "Secure strings are not encrypted with keys here.",
                "Keep the secret in a file that only its owner may read, and use -AsPlainText.",
            )
            .into());
        }
        if self.as_plain_text {
            return cx.emit(Value::native(SecureStringValue::new(&self.string)));
        }
        match decode(&self.string) {
            Some(text) => cx.emit(Value::native(SecureStringValue::new(&text))),
            None => cx.error(
                ShellError::new(
                    "ImportSecureString_InvalidArgument",
                    ErrorCategory::InvalidArgument,
                    "The text is not what ConvertFrom-SecureString writes.",
                )
                .exception("System.FormatException")
                .help("-AsPlainText takes the text as it is."),
            ),
        }
    }
}

/// The text of hexadecimal UTF-16 units.
fn decode(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || !text.len().is_multiple_of(4) || !text.is_ascii() {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 2);
    for at in (0..text.len()).step_by(2) {
        bytes.push(u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?);
    }
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn hexadecimal_units() {
        assert_eq!(decode("73006500").as_deref(), Some("se"));
        assert_eq!(decode("7300650"), None);
        assert_eq!(decode("zz00"), None);
    }
}
