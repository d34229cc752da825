//! `Read-Host`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::{Context, Prompt};
use iovsh_shell::types::SecureStringValue;
use iovsh_shell::value::{Value, convert};

/// Asks the user for a line of text.
///
/// Without a terminal nobody can be asked, and that is an error.
///
/// # Examples
/// A script that may run where nobody can be asked has a value of its own:
/// ```iovsh
/// PS> try { $name = Read-Host 'Name of the switch' } catch { $name = 'lan' }; $name
/// lan
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Read",
    noun = "Host",
    module = "Microsoft.PowerShell.Utility",
    default_set = "AsString",
    output = "System.String"
)]
pub struct ReadHost {
    /// What stands before the cursor, without the colon.
    #[param(position = 0, remaining)]
    prompt: Vec<Value>,
    /// The text is not shown, and given as a secure string.
    #[param(set = "AsSecureString")]
    as_secure_string: bool,
    /// The text is not shown, and given as it is.
    #[param(set = "AsString")]
    mask_input: bool,
}

impl Cmdlet for ReadHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let words: Vec<String> = self
            .prompt
            .iter()
            .map(|word| convert::to_text(word).to_string())
            .collect();
        let text = if words.is_empty() {
            String::new()
        } else {
            format!("{}: ", words.join(" "))
        };
        let secret = self.as_secure_string || self.mask_input;
        let Some(line) = cx.read_line(&Prompt { text, secret })? else {
            return Err(Interrupt::Cancelled);
        };
        if self.as_secure_string {
            return cx.emit(Value::native(SecureStringValue::new(&line)));
        }
        cx.emit(line)
    }
}
