//! Accounts and rules of access, as scripts of Windows name them.

use std::any::Any;
use std::rc::Rc;

use super::enums;
use crate::error::ShellError;
use crate::value::convert::{raise, to_text};
use crate::value::{Name, Native, Value};

/// `System.Security.Principal.NTAccount` and `SecurityIdentifier`: an account by its name or by its identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountValue {
    /// The name, or the identifier (`S-1-5-32-544`).
    pub text: Rc<str>,
    /// Whether it is an identifier.
    pub is_identifier: bool,
}

/// Identifiers of Windows that have a counterpart on every host.
const WELL_KNOWN: &[(&str, &str)] = &[
    ("S-1-1-0", "Everyone"),
    ("S-1-5-18", "root"),
    ("S-1-5-32-544", "root"),
];

impl AccountValue {
    /// What is meant on this host: the name of the account, without a domain.
    pub fn name(&self) -> &str {
        if self.is_identifier {
            return WELL_KNOWN
                .iter()
                .find(|(identifier, _)| identifier.eq_ignore_ascii_case(&self.text))
                .map_or(&self.text, |(_, name)| name);
        }
        self.text.rsplit('\\').next().unwrap_or(&self.text)
    }

    fn translate(&self, to: &Value) -> Result<Value, ShellError> {
        let wanted = to_text(to);
        let to_identifier = wanted.to_ascii_lowercase().ends_with("securityidentifier");
        if to_identifier == self.is_identifier {
            return Ok(Value::native(self.clone()));
        }
        let found = WELL_KNOWN.iter().find(|(identifier, name)| {
            if self.is_identifier {
                identifier.eq_ignore_ascii_case(&self.text)
            } else {
                name.eq_ignore_ascii_case(self.name())
            }
        });
        match found {
            Some((identifier, name)) => Ok(Value::native(Self {
                text: if to_identifier { *identifier } else { *name }.into(),
                is_identifier: to_identifier,
            })),
            None => Err(raise(
                "System.Security.Principal.IdentityNotMappedException",
                "Some or all identity references could not be translated.",
            )
            .help("Accounts of this host have numbers, not identifiers of Windows: id -u NAME.")),
        }
    }
}

impl Native for AccountValue {
    fn type_names(&self) -> &'static [&'static str] {
        if self.is_identifier {
            &[
                "System.Security.Principal.SecurityIdentifier",
                "System.Security.Principal.IdentityReference",
                "System.Object",
            ]
        } else {
            &[
                "System.Security.Principal.NTAccount",
                "System.Security.Principal.IdentityReference",
                "System.Object",
            ]
        }
    }
    fn to_text(&self) -> String {
        self.text.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Value")
            .then(|| Value::Str(Rc::clone(&self.text)))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Value")]
    }
    fn equals(&self, other: &Value) -> bool {
        match other.downcast::<Self>() {
            Some(other) => self.text.eq_ignore_ascii_case(&other.text),
            None => self.text.eq_ignore_ascii_case(&to_text(other)),
        }
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args) {
            ("translate", [to]) => Some(self.translate(to).map(Some)),
            ("isvalidtargettype", [to]) => {
                let wanted = to_text(to).to_ascii_lowercase();
                Some(Ok(Some(Value::Bool(
                    wanted.ends_with("securityidentifier") || wanted.ends_with("ntaccount"),
                ))))
            }
            _ => None,
        }
    }
    fn methods(&self) -> &'static [&'static str] {
        &["Translate", "IsValidTargetType"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Security.AccessControl.FileSystemAccessRule`: who may do what with a file.
#[derive(Clone, Debug)]
pub struct AccessRuleValue {
    /// Who.
    pub identity: AccountValue,
    /// `FileSystemRights`, as a number of .NET.
    pub rights: i64,
    /// `InheritanceFlags`, as a number of .NET.
    pub inheritance: i64,
    /// `PropagationFlags`, as a number of .NET.
    pub propagation: i64,
    /// Whether it forbids.
    pub denies: bool,
}

impl Native for AccessRuleValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Security.AccessControl.FileSystemAccessRule",
            "System.Security.AccessControl.AccessRule",
            "System.Security.AccessControl.AuthorizationRule",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Security.AccessControl.FileSystemAccessRule".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "filesystemrights" => enums::value(&enums::FILE_SYSTEM_RIGHTS, self.rights),
            "accesscontroltype" => {
                enums::value(&enums::ACCESS_CONTROL_TYPE, i64::from(self.denies))
            }
            "identityreference" => Value::native(self.identity.clone()),
            "isinherited" => Value::Bool(false),
            "inheritanceflags" => enums::value(&enums::INHERITANCE_FLAGS, self.inheritance),
            "propagationflags" => enums::value(&enums::PROPAGATION_FLAGS, self.propagation),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "FileSystemRights",
            "AccessControlType",
            "IdentityReference",
            "IsInherited",
            "InheritanceFlags",
            "PropagationFlags",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
