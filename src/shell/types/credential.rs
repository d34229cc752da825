//! Secrets as values: `SecureString`, `PSCredential`, `NetworkCredential`.
//!
//! A secure string here protects against being shown, logged or formatted by mistake. It is not encrypted in memory, as it
//! is not in .NET on Linux.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use crate::value::{Name, Native, Value};

/// `System.Security.SecureString`.
#[derive(Clone)]
pub struct SecureStringValue {
    text: Rc<str>,
}

impl SecureStringValue {
    /// A secure string of a plain text.
    pub fn new(text: &str) -> Self {
        Self { text: text.into() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The plain text: for cmdlets that need the secret itself.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for SecureStringValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecureStringValue")
    }
}

impl Native for SecureStringValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Security.SecureString", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Security.SecureString".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Length").then(|| {
            let length = self.text.encode_utf16().count();
            Value::Int(i32::try_from(length).unwrap_or(i32::MAX))
        })
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Length")]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Management.Automation.PSCredential`: a user's name and a password that is not shown.
#[derive(Clone, Debug)]
pub struct CredentialValue {
    /// The name, with its domain when there is one.
    pub user: Rc<str>,
    /// The password.
    pub password: SecureStringValue,
}

impl CredentialValue {
    /// The user's name and the domain of `domain\user` or `user@domain`.
    pub fn parts(&self) -> (&str, &str) {
        if let Some((domain, user)) = self.user.split_once('\\') {
            (user, domain)
        } else if let Some((user, domain)) = self.user.split_once('@') {
            (user, domain)
        } else {
            (&self.user, "")
        }
    }

    /// What `GetNetworkCredential()` gives: the same with the password in plain text.
    pub fn network(&self) -> NetworkCredentialValue {
        let (user, domain) = self.parts();
        NetworkCredentialValue {
            user: user.into(),
            domain: domain.into(),
            password: self.password.clone(),
        }
    }
}

impl Native for CredentialValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.PSCredential", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.PSCredential".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        if name.eq_ignore_ascii_case("UserName") {
            Some(Value::Str(self.user.clone()))
        } else if name.eq_ignore_ascii_case("Password") {
            Some(Value::native(self.password.clone()))
        } else {
            None
        }
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("UserName"), Name::Static("Password")]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Net.NetworkCredential`: the password can be read.
#[derive(Clone, Debug)]
pub struct NetworkCredentialValue {
    user: Rc<str>,
    domain: Rc<str>,
    password: SecureStringValue,
}

impl NetworkCredentialValue {
    /// A credential of its parts.
    pub fn new(user: &str, password: &str, domain: &str) -> Self {
        Self {
            user: user.into(),
            domain: domain.into(),
            password: SecureStringValue::new(password),
        }
    }
}

impl Native for NetworkCredentialValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Net.NetworkCredential", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Net.NetworkCredential".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "username" => Some(Value::Str(self.user.clone())),
            "password" => Some(Value::from(self.password.reveal())),
            "securepassword" => Some(Value::native(self.password.clone())),
            "domain" => Some(Value::Str(self.domain.clone())),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["UserName", "Password", "SecurePassword", "Domain"]
            .map(Name::Static)
            .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_in_its_text() {
        let credential = CredentialValue {
            user: "lab\\admin".into(),
            password: SecureStringValue::new("secret"),
        };
        assert!(!format!("{credential:?} {}", credential.to_text()).contains("secret"));
        assert_eq!(credential.parts(), ("admin", "lab"));
        let network = credential.network();
        let password = network.property("Password");
        assert_eq!(password.as_ref().and_then(Value::as_str), Some("secret"));
    }
}
