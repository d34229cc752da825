use iovsh_derive::Cmdlet;

use crate::management::unsupported;
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::types::SecureStringValue;
use iovsh_shell::value::Value;

/// Writes a secure string as text that ConvertTo-SecureString reads. As in PowerShell on Linux it is encoded, not encrypted:
/// keep it as safe as the secret itself.
///
/// # Examples
/// ```iovsh
/// PS> ConvertTo-SecureString 'se' -AsPlainText -Force | ConvertFrom-SecureString
/// 73006500
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "SecureString",
    module = "Microsoft.PowerShell.Security",
    default_set = "Secure",
    output = "System.String"
)]
pub struct ConvertFromSecureString {
    /// The secure string.
    #[param(position = 0, mandatory, from_pipeline)]
    secure_string: Value,
    /// As plain text.
    #[param(set = "AsPlainText")]
    as_plain_text: bool,
    /// A key to encrypt with: not supported.
    #[param(set = "Secure", position = 1)]
    secure_key: Option<Value>,
    /// A key to encrypt with: not supported.
    #[param(set = "Open")]
    key: Vec<u8>,
}

impl Cmdlet for ConvertFromSecureString {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.secure_key.is_some() || !self.key.is_empty() {
            return Err(unsupported(
                "Secure strings are not encrypted with keys here.",
                "Keep the secret in a file that only its owner may read.",
            )
            .into());
        }
        let Some(secret) = self.secure_string.base().downcast::<SecureStringValue>() else {
            return Err(mismatch(&self.secure_string, "secure string").into());
        };
        let text = if self.as_plain_text {
            secret.reveal().to_owned()
        } else {
            secret
                .reveal()
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .map(|byte| format!("{byte:02x}"))
                .collect()
        };
        cx.emit(text)
    }
}
