use iovsh_derive::Cmdlet;

use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::{Context, Prompt};
use iovsh_shell::types::{CredentialValue, SecureStringValue};
use iovsh_shell::value::Value;

/// Asks for a user's name and password.
///
/// # Examples
/// A credential that is there already is handed on without a question:
/// ```iovsh
/// PS> $password = ConvertTo-SecureString 'secret' -AsPlainText -Force
/// PS> $admin = New-Object System.Management.Automation.PSCredential('admin', $password)
/// PS> (Get-Credential $admin).UserName
/// admin
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Credential",
    module = "Microsoft.PowerShell.Security",
    default_set = "CredentialSet",
    output = "System.Management.Automation.PSCredential"
)]
pub struct GetCredential {
    /// A user's name, or a credential.
    #[param(set = "CredentialSet", position = 0)]
    credential: Option<Value>,
    /// What the question says.
    #[param(set = "MessageSet")]
    message: Option<String>,
    /// The user's name, which is then not asked for.
    #[param(set = "MessageSet", position = 0)]
    user_name: Option<String>,
    /// What stands above the question.
    #[param(set = "MessageSet")]
    title: Option<String>,
}

impl Cmdlet for GetCredential {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(given) = &self.credential
            && given.base().downcast::<CredentialValue>().is_some()
        {
            return cx.emit(given.clone());
        }
        let known = match (&self.credential, &self.user_name) {
            (Some(name), _) => Some(inspect::text(name).to_string()),
            (None, name) => name.clone(),
        };
        let mut before = String::new();
        for line in [&self.title, &self.message].into_iter().flatten() {
            before.push_str(line);
            before.push('\n');
        }
        let user = match known {
            Some(name) if !name.is_empty() => name,
            _ => ask(cx, format!("{}User: ", std::mem::take(&mut before)), false)?,
        };
        let password = ask(cx, format!("{before}Password for user {user}: "), true)?;
        cx.emit(Value::native(CredentialValue {
            user: user.into(),
            password: SecureStringValue::new(&password),
        }))
    }
}

fn ask(cx: &mut Context, text: String, secret: bool) -> Flow<String> {
    match cx.read_line(&Prompt { text, secret })? {
        Some(line) => Ok(line),
        None => Err(Interrupt::Cancelled),
    }
}
