//! What completion and colours know of the session: a copy, made before each line is read.
//!
//! The editor runs its completer and highlighter behind its own back, so they cannot borrow the session. Cmdlets are
//! static and are not copied; functions, aliases and variables of a session are few.

use std::collections::HashMap;

use crate::shell::cmdlet::{Candidate, CmdletSpec, ParameterType};
use crate::shell::complete::{CommandShape, ParameterShape, Vocabulary, starts_with};
use crate::shell::eval::{Session, parameters};
use crate::shell::types::{self, StaticMember};
use crate::shell::value::Value;

/// Asks a parameter's completer. It runs on the thread of the prompt, so it may keep its state in a thread-local.
pub type Live = fn(completer: crate::shell::cmdlet::Completer, word: &str) -> Vec<Candidate>;

/// The names of the properties of a type.
pub type Members = fn(type_name: &str) -> &'static [&'static str];

/// A variable as completion shows it.
#[derive(Clone, Debug, Default)]
pub struct KnownVariable {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
    /// The properties of its value.
    pub members: Vec<String>,
}

/// A function of the session.
#[derive(Clone, Debug, Default)]
pub struct KnownFunction {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub parameters: Vec<String>,
}

/// What completion and colours know.
pub struct Snapshot {
    /// The cmdlets.
    pub cmdlets: &'static [&'static CmdletSpec],
    /// Functions that scripts or the user made.
    pub functions: Vec<KnownFunction>,
    /// Alias to command, in lower case.
    pub aliases: HashMap<String, String>,
    /// Variables.
    pub variables: Vec<KnownVariable>,
    /// How to ask completers.
    pub live: Live,
    /// How to find properties.
    pub members: Members,
}

/// A method as it is typed: the arguments come next.
fn call(method: &str) -> String {
    format!("{method}(")
}

/// A candidate without a description.
fn plain(text: impl Into<String>) -> Candidate {
    Candidate {
        text: text.into(),
        description: String::new(),
    }
}

fn known_variable(name: &str, value: &Value) -> KnownVariable {
    // The first element speaks for a collection: `$vms.` means the members of the VMs.
    let (value, whole) = match value {
        Value::Array(array) => (
            array.items.borrow().first().cloned().unwrap_or_default(),
            types::members::properties_of(value),
        ),
        other => (other.clone(), Default::default()),
    };
    let (type_name, mut members): (String, Vec<String>) = match &value {
        Value::Object(object) => (
            object.type_names().first().to_owned(),
            object
                .members()
                .iter()
                .map(|member| member.name.to_string())
                .collect(),
        ),
        Value::Native(native) => (
            native
                .type_names()
                .first()
                .copied()
                .unwrap_or_default()
                .to_owned(),
            native
                .property_names()
                .iter()
                .map(ToString::to_string)
                .collect(),
        ),
        Value::Hashtable(table) => (
            "hashtable".to_owned(),
            table
                .entries
                .borrow()
                .keys()
                .filter_map(|key| key.value().as_str().map(str::to_owned))
                .collect(),
        ),
        value => (
            types::type_of(value).full_name().to_string(),
            types::members::properties_of(value)
                .iter()
                .map(|property| property.name.to_owned())
                .collect(),
        ),
    };
    members.extend(whole.iter().map(|property| property.name.to_owned()));
    members.extend(types::method_names(&value).into_iter().map(call));
    KnownVariable {
        name: name.to_owned(),
        type_name,
        members,
    }
}

/// The parameters that every cmdlet has.
const COMMON: &[(&str, &str)] = &[
    ("Verbose", "Say what is being done"),
    ("Debug", "Say more than that"),
    ("ErrorAction", "What to do with an error"),
    ("WarningAction", "What to do with a warning"),
    ("InformationAction", "What to do with information"),
    ("ErrorVariable", "Where errors are kept too"),
    ("WarningVariable", "Where warnings are kept too"),
    ("InformationVariable", "Where information is kept too"),
    ("OutVariable", "Where output is kept too"),
    (
        "OutBuffer",
        "How many objects to collect before the next command sees them",
    ),
    (
        "PipelineVariable",
        "The variable that holds the current object",
    ),
];

const ACTIONS: &[&str] = &[
    "Continue",
    "Ignore",
    "Inquire",
    "SilentlyContinue",
    "Stop",
    "Suspend",
];

impl Snapshot {
    /// What `session` knows now.
    pub fn of(session: &Session, live: Live, members: Members) -> Self {
        Self {
            cmdlets: session.registry(),
            functions: session
                .functions()
                .iter()
                .map(|function| KnownFunction {
                    name: function.name.to_string(),
                    parameters: parameters(&function.block)
                        .iter()
                        .map(|parameter| parameter.name.name.to_string())
                        .collect(),
                })
                .collect(),
            aliases: session
                .aliases()
                .into_iter()
                .map(|alias| (alias.name.to_lowercase(), alias.definition.to_string()))
                .collect(),
            variables: session
                .variables(None)
                .iter()
                .map(|variable| known_variable(&variable.name, &variable.value))
                .collect(),
            live,
            members,
        }
    }

    /// Whether `name` is a command of the session or a program that can be found.
    pub fn knows_command(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        self.aliases.contains_key(&lower)
            || self
                .cmdlets
                .iter()
                .any(|spec| spec.name.eq_ignore_ascii_case(name))
            || self
                .functions
                .iter()
                .any(|function| function.name.eq_ignore_ascii_case(name))
            || name.contains(['/', '\\', '$'])
            || on_path(name)
    }

    fn shape_of(spec: &CmdletSpec) -> CommandShape {
        let mut parameters: Vec<ParameterShape> = spec
            .parameters
            .iter()
            .filter(|parameter| !parameter.hidden)
            .map(parameter_shape)
            .collect();
        if spec.should_process {
            parameters.push(common(
                "WhatIf",
                ParameterType::Switch,
                "Show what would happen; change nothing",
            ));
            parameters.push(common(
                "Confirm",
                ParameterType::Switch,
                "Ask before each change",
            ));
        }
        for (name, help) in COMMON {
            let ty = if matches!(*name, "Verbose" | "Debug") {
                ParameterType::Switch
            } else {
                ParameterType::Object
            };
            let mut parameter = common(name, ty, help);
            if name.ends_with("Action") {
                parameter.values = ACTIONS.iter().map(|action| (*action).to_owned()).collect();
            }
            parameters.push(parameter);
        }
        CommandShape {
            name: spec.name.to_owned(),
            parameters,
            outputs: spec
                .outputs
                .iter()
                .map(|output| (*output).to_owned())
                .collect(),
            takes_properties: takes_properties(spec),
        }
    }
}

/// Whether the command's arguments name properties: it takes whole objects and has a `Property` parameter.
fn takes_properties(spec: &CmdletSpec) -> bool {
    spec.parameters
        .iter()
        .any(|parameter| parameter.name == "Property")
        && spec
            .parameters
            .iter()
            .any(|parameter| parameter.name == "InputObject")
}

fn common(name: &str, ty: ParameterType, help: &str) -> ParameterShape {
    ParameterShape {
        name: name.to_owned(),
        aliases: Vec::new(),
        ty,
        values: Vec::new(),
        wildcards: false,
        positions: Vec::new(),
        help: help.to_owned(),
        completer: None,
        common: true,
    }
}

fn parameter_shape(spec: &crate::shell::cmdlet::ParameterSpec) -> ParameterShape {
    use crate::shell::cmdlet::Validation;
    let values = spec
        .validate
        .iter()
        .find_map(|check| match check {
            Validation::Set(values) => {
                Some(values.iter().map(|value| (*value).to_owned()).collect())
            }
            _ => None,
        })
        .unwrap_or_default();
    let memberships = spec.sets.iter().chain(std::iter::once(&spec.everywhere));
    ParameterShape {
        name: spec.name.to_owned(),
        aliases: spec
            .aliases
            .iter()
            .map(|alias| (*alias).to_owned())
            .collect(),
        ty: spec.ty,
        values,
        wildcards: spec.takes_wildcards(),
        positions: memberships
            .filter_map(|membership| membership.position)
            .collect(),
        help: spec.help().lines().next().unwrap_or_default().to_owned(),
        completer: spec.complete,
        common: false,
    }
}

impl Vocabulary for Snapshot {
    fn commands(&self, prefix: &str) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = self
            .cmdlets
            .iter()
            .filter(|spec| starts_with(spec.name, prefix))
            .map(|spec| Candidate {
                text: spec.name.to_owned(),
                description: spec.synopsis.to_owned(),
            })
            .collect();
        found.extend(
            self.functions
                .iter()
                .filter(|function| starts_with(&function.name, prefix))
                .map(|function| Candidate {
                    text: function.name.clone(),
                    description: "function".to_owned(),
                }),
        );
        found.sort_by_cached_key(|candidate| candidate.text.to_lowercase());
        found
    }

    fn command(&self, name: &str) -> Option<CommandShape> {
        let lower = name.to_lowercase();
        let name = self.aliases.get(&lower).map_or(name, String::as_str);
        // A name may be qualified: `Hyper-V\Get-VM`.
        let name = name.rsplit('\\').next().unwrap_or(name);
        if let Some(function) = self
            .functions
            .iter()
            .find(|function| function.name.eq_ignore_ascii_case(name))
        {
            return Some(CommandShape {
                name: function.name.clone(),
                parameters: function
                    .parameters
                    .iter()
                    .map(|parameter| ParameterShape {
                        common: false,
                        ..common(parameter, ParameterType::Object, "")
                    })
                    .collect(),
                outputs: Vec::new(),
                takes_properties: false,
            });
        }
        self.cmdlets
            .iter()
            .find(|spec| spec.name.eq_ignore_ascii_case(name))
            .map(|spec| Self::shape_of(spec))
    }

    fn variables(&self, prefix: &str) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = self
            .variables
            .iter()
            .filter(|variable| starts_with(&variable.name, prefix))
            .map(|variable| Candidate {
                text: variable.name.clone(),
                description: variable.type_name.clone(),
            })
            .collect();
        found.sort_by_cached_key(|candidate| candidate.text.to_lowercase());
        found
    }

    fn variable_members(&self, name: &str) -> Vec<Candidate> {
        self.variables
            .iter()
            .find(|variable| variable.name.eq_ignore_ascii_case(name))
            .map(|variable| variable.members.iter().map(plain).collect())
            .unwrap_or_default()
    }

    fn type_members(&self, type_name: &str) -> Vec<Candidate> {
        (self.members)(type_name)
            .iter()
            .map(|member| plain(*member))
            .collect()
    }

    fn static_members(&self, type_name: &str) -> Vec<Candidate> {
        let Some(ty) = types::resolve(type_name) else {
            return Vec::new();
        };
        let mut names: Vec<String> = match &ty {
            types::TypeRef::Enum(ty) => ty
                .members
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect(),
            _ => Vec::new(),
        };
        for member in types::static_members(&ty).into_iter().flatten() {
            names.push(match member {
                StaticMember::Property { name, .. } => (*name).to_owned(),
                StaticMember::Method(method) => call(method.name),
            });
        }
        names.into_iter().map(plain).collect()
    }

    fn live(&self, parameter: &ParameterShape, word: &str) -> Vec<Candidate> {
        parameter
            .completer
            .map(|completer| (self.live)(completer, word))
            .unwrap_or_default()
    }

    fn paths(&self, word: &str) -> Vec<Candidate> {
        let (folder, prefix) = word
            .rsplit_once('/')
            .map_or(("", word), |(folder, prefix)| (folder, prefix));
        let shown = if word.contains('/') {
            format!("{folder}/")
        } else {
            String::new()
        };
        let real = match (folder, word.starts_with('/')) {
            ("", true) => "/".to_owned(),
            ("", false) => ".".to_owned(),
            _ => match (folder.strip_prefix('~'), std::env::var("HOME")) {
                (Some(rest), Ok(home)) => format!("{home}{rest}"),
                _ => folder.to_owned(),
            },
        };
        let Ok(entries) = std::fs::read_dir(real) else {
            return Vec::new();
        };
        let mut found: Vec<Candidate> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let wanted =
                    name.starts_with(prefix) && (prefix.starts_with('.') || !name.starts_with('.'));
                let slash = if entry.path().is_dir() { "/" } else { "" };
                // Alone such a name would be an option, a home directory or a drive.
                let alone =
                    shown.is_empty() && (name.starts_with(['-', '~']) || name.contains(':'));
                let here = if alone { "./" } else { "" };
                wanted.then(|| Candidate {
                    text: format!("{here}{shown}{name}{slash}"),
                    description: String::new(),
                })
            })
            .collect();
        found.sort_by(|left, right| left.text.cmp(&right.text));
        found
    }
}

/// Whether a program of that name is on the `PATH`.
fn on_path(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}
