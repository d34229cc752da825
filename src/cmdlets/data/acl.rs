//! Who may do what with a file, as POSIX has it: an owner, a group, and a mode.

use std::any::Any;
use std::cell::RefCell;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use iovsh_shell::error::ShellError;
use iovsh_shell::types::accounts::AccessRuleValue;
use iovsh_shell::value::convert::{raise, to_text};
use iovsh_shell::value::{MemberKind, Name, Native, PsObject, Value};

/// What `Get-Acl` gives and `Set-Acl` takes.
#[derive(Clone, Debug)]
pub struct AclValue {
    path: String,
    is_folder: bool,
    state: RefCell<State>,
}

/// Owner and group by name, or by number where nobody has it; the mode's twelve bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The owner.
    pub owner: String,
    /// The group.
    pub group: String,
    /// The mode's twelve bits.
    pub mode: u32,
}

/// The name of a number in `/etc/passwd` or `/etc/group`; the number itself where there is none.
fn name(table: &str, id: u32) -> String {
    let text = std::fs::read_to_string(table).unwrap_or_default();
    let found = text.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let known: u32 = fields.nth(1)?.parse().ok()?;
        (known == id).then(|| name.to_owned())
    });
    found.unwrap_or_else(|| id.to_string())
}

/// The number of a name; `None` where there is none.
pub fn number(table: &str, name: &str) -> Option<u32> {
    // `DOMAIN\name` names an account of this host.
    let name = name.rsplit('\\').next().unwrap_or(name);
    let text = std::fs::read_to_string(table).unwrap_or_default();
    let found = text.lines().find_map(|line| {
        let mut fields = line.split(':');
        let known = fields.next()?;
        (known == name)
            .then(|| fields.nth(1)?.parse().ok())
            .flatten()
    });
    found.or_else(|| name.parse().ok())
}

/// Where users and their numbers are.
pub const USERS: &str = "/etc/passwd";
/// Where groups and their numbers are.
pub const GROUPS: &str = "/etc/group";

/// What the three bits of a mode allow, in the words of Windows.
fn rights(bits: u32, folder: bool) -> &'static str {
    match (bits & 7, folder) {
        (7, true) => "FullControl",
        (7 | 6, false) => "Read, Write, Synchronize",
        (6 | 4, true) => "Read",
        (5, _) => "ReadAndExecute, Synchronize",
        (4, false) => "Read, Synchronize",
        (2 | 3, _) => "Write, Synchronize",
        (1, _) => "ExecuteFile, Synchronize",
        _ => "None",
    }
}

impl AclValue {
    /// Looks at a file.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(path: &Path, text: &str) -> std::io::Result<Self> {
        let data = std::fs::metadata(path)?;
        Ok(Self {
            path: format!("Microsoft.PowerShell.Core\\FileSystem::{text}"),
            is_folder: data.is_dir(),
            state: RefCell::new(State {
                owner: name(USERS, data.uid()),
                group: name(GROUPS, data.gid()),
                mode: data.mode() & 0o7777,
            }),
        })
    }

    /// What it says now.
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Puts a rule into the mode, or takes it away: one of the owner, of the group, or of everyone.
    fn take(&self, method: &str, rule: &Value, gives: bool) -> Result<(), ShellError> {
        let Some(rule) = rule.downcast::<AccessRuleValue>() else {
            return Err(raise(
                "System.ArgumentNullException",
                "Value cannot be null. (Parameter 'rule')",
            ));
        };
        let mut state = self.state.borrow_mut();
        let who = rule.identity.name();
        let shift = if who.eq_ignore_ascii_case("Everyone") {
            0
        } else if who == state.owner {
            6
        } else if who == state.group {
            3
        } else {
            return Err(no_rules(method));
        };
        // A mode has no rules that deny, so there is none to take away.
        if !gives && rule.denies {
            return Ok(());
        }
        let mut bits = match method.eq_ignore_ascii_case("RemoveAccessRuleAll") {
            true => 7,
            false => 0,
        };
        for (right, bit) in [(0x1, 4), (0x2, 2), (0x20, 1)] {
            if rule.rights & right != 0 {
                bits |= bit;
            }
        }
        let sets = method.eq_ignore_ascii_case("SetAccessRule")
            || method.eq_ignore_ascii_case("ResetAccessRule");
        if sets && !rule.denies {
            state.mode &= !(7 << shift);
        }
        if gives == rule.denies {
            state.mode &= !(bits << shift);
        } else {
            state.mode |= bits << shift;
        }
        Ok(())
    }

    fn rules(&self) -> Vec<(String, &'static str)> {
        let state = self.state.borrow();
        [
            (state.owner.clone(), 6),
            (state.group.clone(), 3),
            ("Everyone".to_owned(), 0),
        ]
        .into_iter()
        .map(|(who, shift)| (who, rights(state.mode >> shift, self.is_folder)))
        .collect()
    }
}

fn no_rules(name: &str) -> ShellError {
    raise(
        "System.PlatformNotSupportedException",
        format!("{name}: a file has rights of its owner, its group and all others, and no list of rules."),
    )
    .help("Set the mode: $acl.Mode = '750', then Set-Acl; or let a program write a list: setfacl -m u:NAME:rw FILE")
}

impl Native for AclValue {
    fn type_names(&self) -> &'static [&'static str] {
        if self.is_folder {
            &[
                "System.Security.AccessControl.DirectorySecurity",
                "System.Security.AccessControl.FileSystemSecurity",
                "System.Security.AccessControl.ObjectSecurity",
                "System.Object",
            ]
        } else {
            &[
                "System.Security.AccessControl.FileSecurity",
                "System.Security.AccessControl.FileSystemSecurity",
                "System.Security.AccessControl.ObjectSecurity",
                "System.Object",
            ]
        }
    }
    fn to_text(&self) -> String {
        self.type_names().first().copied().unwrap_or("").to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let state = self.state.borrow();
        Some(match name.to_ascii_lowercase().as_str() {
            "path" | "pspath" => Value::str(self.path.as_str()),
            "owner" => Value::str(state.owner.as_str()),
            "group" => Value::str(state.group.as_str()),
            "mode" => Value::str(format!("{:04o}", state.mode)),
            "accesstostring" => Value::str(
                self.rules()
                    .iter()
                    .map(|(who, what)| format!("{who} Allow  {what}"))
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
            "access" => Value::array(
                self.rules()
                    .into_iter()
                    .map(|(who, what)| {
                        let rule = PsObject::of(&[
                            "System.Security.AccessControl.FileSystemAccessRule",
                            "System.Security.AccessControl.AccessRule",
                            "System.Object",
                        ]);
                        for (name, value) in [
                            ("FileSystemRights", Value::from(what)),
                            ("AccessControlType", Value::from("Allow")),
                            ("IdentityReference", Value::from(who)),
                            ("IsInherited", Value::Bool(false)),
                            ("InheritanceFlags", Value::from("None")),
                            ("PropagationFlags", Value::from("None")),
                        ] {
                            rule.push(name, MemberKind::Property(value));
                        }
                        Value::object(rule)
                    })
                    .collect(),
            ),
            // There are no security descriptors on Linux.
            "sddl" => Value::Null,
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Path",
            "Owner",
            "Group",
            "Mode",
            "Access",
            "AccessToString",
            "Sddl",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        if !name.eq_ignore_ascii_case("Mode") {
            return Ok(false);
        }
        let text = to_text(value);
        let mode = u32::from_str_radix(&text, 8)
            .ok()
            .filter(|mode| *mode <= 0o7777)
            .ok_or_else(|| {
                raise(
                    "System.ArgumentException",
                    format!("'{text}' is no mode: three or four octal digits are, as in 750."),
                )
            })?;
        self.state.borrow_mut().mode = mode;
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args) {
            ("setowner", [who]) => {
                self.state.borrow_mut().owner = to_text(who).to_string();
                Ok(None)
            }
            ("setgroup", [who]) => {
                self.state.borrow_mut().group = to_text(who).to_string();
                Ok(None)
            }
            ("getowner", _) => Ok(self.property("Owner")),
            ("getgroup", _) => Ok(self.property("Group")),
            ("addaccessrule" | "setaccessrule" | "resetaccessrule", [rule]) => {
                self.take(name, rule, true).map(|()| None)
            }
            ("removeaccessrule" | "removeaccessruleall" | "removeaccessrulespecific", [rule]) => {
                self.take(name, rule, false).map(|()| {
                    name.eq_ignore_ascii_case("RemoveAccessRule")
                        .then_some(Value::Bool(true))
                })
            }
            // A file of Linux takes no rules from its folder: there is nothing to be protected from.
            ("setaccessruleprotection", [_, _]) => Ok(None),
            ("purgeaccessrules", _) => Err(no_rules(name)),
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "SetOwner",
            "SetGroup",
            "GetOwner",
            "GetGroup",
            "AddAccessRule",
            "SetAccessRule",
            "RemoveAccessRule",
            "SetAccessRuleProtection",
        ]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
