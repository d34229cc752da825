//! What completion and colours know of the session: a copy, made before each line is read.
//!
//! The editor runs its completer and highlighter behind its own back, so they cannot borrow the session. Cmdlets are
//! static and are not copied; functions, aliases and variables of a session are few.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::declared;
use crate::cli::reference;
use crate::cmdlet::{Candidate, CmdletSpec, Completer, ParameterType};
use crate::complete::paths;
use crate::complete::{CommandShape, Given, ParameterShape, Vocabulary, fits, fuzzy, starts_with};
use crate::eval::{Session, VariableReader};
use crate::types::{self, StaticMember};
use crate::value::{DateTimeKind, DateTimeValue, Value};

/// Asks a parameter's completer. It runs on the thread of the prompt, so it may keep its state in a thread-local.
pub type Live =
    fn(completer: crate::cmdlet::Completer, word: &str, given: &[Given]) -> Vec<Candidate>;

/// What the program knows of the types that its cmdlets write.
#[derive(Clone, Copy, Debug)]
pub struct TypeFacts {
    /// The names of the properties of a type, those first that its table shows.
    pub members: fn(type_name: &str) -> Vec<&'static str>,
    /// The type of what a property holds.
    pub type_of_member: fn(type_name: &str, member: &str) -> Option<&'static str>,
    /// The words that a property can be, where they are listed but no enumeration has them.
    pub words_of_member: fn(type_name: &str, member: &str) -> &'static [&'static str],
    /// The values of an enumeration that occur most, the likeliest first.
    pub usual_values: fn(type_name: &str) -> &'static [&'static str],
}

thread_local! {
    /// The variables of the session that the prompt belongs to. The values stay where they are until Tab asks for them:
    /// a second owner would make every change of a large collection a copy of it.
    static VARIABLES: RefCell<Option<VariableReader>> = const { RefCell::new(None) };
}

/// A variable as completion shows it.
#[derive(Clone, Debug, Default)]
pub struct KnownVariable {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
}

/// What completion and colours know.
pub struct Snapshot {
    /// The cmdlets.
    pub cmdlets: &'static [&'static CmdletSpec],
    /// Functions that scripts or the user made.
    pub functions: Vec<CommandShape>,
    /// Alias to command, in lower case.
    pub aliases: HashMap<String, String>,
    /// Variables.
    pub variables: Vec<KnownVariable>,
    /// How to ask completers.
    pub live: Live,
    /// Knows paths; without it they are those of this computer.
    pub path_completer: Option<Completer>,
    /// The names of environment variables.
    pub environment: Vec<String>,
    /// What is known of types.
    pub types: TypeFacts,
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

/// The value that speaks for another: the first element of a collection.
fn speaker(value: &Value) -> Value {
    match value {
        Value::Array(array) => array.items.borrow().first().cloned().unwrap_or_default(),
        Value::List(list) => list.items.borrow().first().cloned().unwrap_or_default(),
        other => other.clone(),
    }
}

fn type_name_of(value: &Value) -> String {
    match value {
        Value::Object(object) => object.type_names().first().to_owned(),
        Value::Native(native) => native
            .type_names()
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        Value::Hashtable(_) => "hashtable".to_owned(),
        value => types::type_of(value).full_name().to_string(),
    }
}

/// The names of what a value has: properties, then methods.
fn members_of_value(value: &Value) -> Vec<String> {
    // `$vms.` means the members of the VMs, and those of the collection.
    let whole = match value {
        Value::Array(_) | Value::List(_) => types::members::properties_of(value),
        _ => Default::default(),
    };
    let value = speaker(value);
    let mut members: Vec<String> = match &value {
        Value::Object(object) => object
            .members()
            .iter()
            .map(|member| member.name.to_string())
            .collect(),
        Value::Native(native) => native
            .property_names()
            .iter()
            .map(ToString::to_string)
            .collect(),
        Value::Hashtable(table) => table
            .entries()
            .keys()
            .filter_map(|key| key.value().as_str().map(str::to_owned))
            .collect(),
        value => types::members::properties_of(value)
            .iter()
            .map(|property| property.name.to_owned())
            .collect(),
    };
    if let Value::Object(object) = &value
        && let Some(base) = &object.base
    {
        members.extend(members_of_value(base));
    }
    members.extend(whole.iter().map(|property| property.name.to_owned()));
    members.extend(types::method_names(&value).into_iter().map(call));
    members
}

/// What a member holds, when that can be had without running script.
fn member_of_value(value: &Value, name: &str) -> Option<Value> {
    match speaker(value) {
        Value::Object(object) => object
            .get(name)
            .or_else(|| member_of_value(object.base.as_ref()?, name)),
        Value::Native(native) => native.property(name),
        Value::Hashtable(table) => table.get_text(name),
        value => types::members::properties_of(&value)
            .iter()
            .find(|property| property.name.eq_ignore_ascii_case(name))
            .map(|property| (property.get)(&value)),
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
    pub fn of(session: &Session, live: Live, types: TypeFacts) -> Self {
        VARIABLES.with_borrow_mut(|variables| *variables = Some(session.variable_reader()));
        Self {
            cmdlets: session.registry(),
            functions: session
                .functions()
                .iter()
                .map(|function| declared::of_function(&function.name, &function.block))
                .collect(),
            aliases: session
                .aliases()
                .into_iter()
                .map(|alias| (alias.name.to_lowercase(), alias.definition.to_string()))
                .collect(),
            variables: session
                .variables(None)
                .iter()
                .map(|variable| KnownVariable {
                    name: variable.name.to_string(),
                    type_name: type_name_of(&speaker(&variable.value)),
                })
                .collect(),
            environment: session
                .environment
                .iter()
                .map(|(name, _)| name.to_owned())
                .collect(),
            live,
            path_completer: session.path_completer,
            types,
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

    fn shape_of(spec: &'static CmdletSpec) -> CommandShape {
        let sets = Sets::of(spec);
        let mut parameters: Vec<ParameterShape> = reference::offered_parameters(spec)
            .into_iter()
            .map(|parameter| parameter_shape(parameter, &sets))
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
        parameters.extend(common_parameters());
        CommandShape {
            name: spec.name.to_owned(),
            parameters,
            default_set: sets.mask(spec.default_set),
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

/// The parameters that every cmdlet and every advanced function has.
pub(super) fn common_parameters() -> impl Iterator<Item = ParameterShape> {
    COMMON.iter().map(|(name, help)| {
        let ty = if matches!(*name, "Verbose" | "Debug") {
            ParameterType::Switch
        } else {
            ParameterType::Object
        };
        let mut parameter = common(name, ty, help);
        if name.ends_with("Action") {
            parameter.values = ACTIONS.iter().map(|action| (*action).to_owned()).collect();
        }
        parameter
    })
}

/// A parameter of no set in particular.
pub(super) fn common(name: &str, ty: ParameterType, help: &str) -> ParameterShape {
    ParameterShape {
        name: name.to_owned(),
        aliases: Vec::new(),
        ty,
        values: Vec::new(),
        wildcards: false,
        sets: u32::MAX,
        positions: Vec::new(),
        help: help.to_owned(),
        completer: None,
        common: true,
        of_script: false,
    }
}

/// The parameter sets of a cmdlet, each with its bit.
struct Sets(Vec<&'static str>);

impl Sets {
    fn of(spec: &CmdletSpec) -> Self {
        let mut names: Vec<&str> = Vec::new();
        for membership in spec.parameters.iter().flat_map(|known| known.sets) {
            if !names.contains(&membership.set) {
                names.push(membership.set);
            }
        }
        Self(names)
    }

    /// The bit of a set; none for a name that no parameter has.
    fn mask(&self, name: &str) -> u32 {
        let at = self.0.iter().position(|known| *known == name);
        at.and_then(|at| 1_u32.checked_shl(u32::try_from(at).ok()?))
            .unwrap_or(0)
    }
}

fn parameter_shape(spec: &crate::cmdlet::ParameterSpec, sets: &Sets) -> ParameterShape {
    use crate::cmdlet::Validation;
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
    // A parameter of no set in particular belongs to all of them.
    let memberships: Vec<(u32, Option<u8>)> = match spec.sets {
        [] => vec![(u32::MAX, spec.everywhere.position)],
        some => some
            .iter()
            .map(|known| (sets.mask(known.set), known.position))
            .collect(),
    };
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
        sets: memberships.iter().fold(0, |all, (set, _)| all | set),
        positions: memberships
            .iter()
            .filter_map(|(set, position)| Some((*set, (*position)?)))
            .collect(),
        help: spec.help().lines().next().unwrap_or_default().to_owned(),
        completer: spec.complete,
        common: false,
        of_script: false,
    }
}

impl Vocabulary for Snapshot {
    fn commands(&self, prefix: &str) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = self
            .cmdlets
            .iter()
            .filter(|spec| fits(spec.name, prefix))
            .map(|spec| Candidate {
                text: spec.name.to_owned(),
                description: spec.synopsis.to_owned(),
            })
            .collect();
        found.extend(
            self.functions
                .iter()
                .filter(|function| fits(&function.name, prefix))
                .map(|function| Candidate {
                    text: function.name.clone(),
                    description: "function".to_owned(),
                }),
        );
        found.sort_by_cached_key(|candidate| candidate.text.to_lowercase());
        if !prefix.is_empty() {
            let mut aliases: Vec<Candidate> = self
                .aliases
                .iter()
                .filter(|(alias, _)| fits(alias, prefix))
                .map(|(alias, target)| Candidate {
                    text: alias.clone(),
                    description: target.clone(),
                })
                .collect();
            aliases.sort_by(|left, right| left.text.cmp(&right.text));
            found.extend(aliases);
            found.extend(programs(prefix));
        }
        if found.is_empty() {
            let cmdlets = self.cmdlets.iter().map(|spec| Candidate {
                text: spec.name.to_owned(),
                description: spec.synopsis.to_owned(),
            });
            let functions = self.functions.iter().map(|function| Candidate {
                text: function.name.clone(),
                description: "function".to_owned(),
            });
            return fuzzy::nearest(cmdlets.chain(functions), prefix);
        }
        found
    }

    fn command(&self, typed: &str) -> Option<CommandShape> {
        let name = typed;
        let lower = name.to_lowercase();
        let name = self.aliases.get(&lower).map_or(name, String::as_str);
        // A name may be qualified: `Hyper-V\Get-VM`.
        let name = name.rsplit('\\').next().unwrap_or(name);
        if let Some(function) = self
            .functions
            .iter()
            .find(|function| function.name.eq_ignore_ascii_case(name))
        {
            return Some(function.clone());
        }
        self.cmdlets
            .iter()
            .find(|spec| spec.name.eq_ignore_ascii_case(name))
            .map(|spec| Self::shape_of(spec))
            .or_else(|| declared::of_script(typed))
    }

    fn variables(&self, prefix: &str) -> Vec<Candidate> {
        if let Some((drive, name)) = prefix.split_once(':') {
            let names: Vec<&String> = match drive.to_ascii_lowercase().as_str() {
                // Names of the environment are compared with regard to case, but typed without.
                "env" => self.environment.iter().collect(),
                "global" | "script" | "local" | "variable" | "using" => self
                    .variables
                    .iter()
                    .map(|variable| &variable.name)
                    .collect(),
                "function" => self
                    .functions
                    .iter()
                    .map(|function| &function.name)
                    .collect(),
                _ => Vec::new(),
            };
            let fitting = names.into_iter().filter(|known| starts_with(known, name));
            return fitting
                .map(|known| plain(format!("{drive}:{known}")))
                .collect();
        }
        let mut found: Vec<Candidate> = self
            .variables
            .iter()
            .filter(|variable| starts_with(&variable.name, prefix))
            .map(|variable| Candidate {
                text: variable.name.clone(),
                description: variable.type_name.clone(),
            })
            .collect();
        // `$$` and its like are seldom meant.
        found.sort_by_cached_key(|candidate| {
            let is_sign = !candidate.text.starts_with(|c: char| c.is_alphabetic());
            (is_sign, candidate.text.to_lowercase())
        });
        found
    }

    fn variable_members(&self, name: &str, path: &[&str]) -> Option<(String, Vec<Candidate>)> {
        let mut value = VARIABLES.with_borrow(|variables| variables.as_ref()?.value(name))?;
        for member in path {
            value = member_of_value(&value, member)?;
        }
        let ty = type_name_of(&speaker(&value));
        let mut members: Vec<Candidate> = members_of_value(&value).into_iter().map(plain).collect();
        // In the order of the table, where the type has one.
        let first = (self.types.members)(&ty);
        members.sort_by_cached_key(|member| {
            let place = first
                .iter()
                .position(|known| known.eq_ignore_ascii_case(&member.text));
            (
                place.unwrap_or(usize::MAX),
                member.text.ends_with('('),
                member.text.to_lowercase(),
            )
        });
        Some((ty, members))
    }

    fn type_of_member(&self, type_name: &str, member: &str) -> Option<&'static str> {
        (self.types.type_of_member)(type_name, member)
    }

    fn values_of_member(&self, type_name: &str, member: &str) -> Vec<Candidate> {
        let words = (self.types.words_of_member)(type_name, member);
        if !words.is_empty() {
            return words.iter().map(|word| plain(*word)).collect();
        }
        match self
            .type_of_member(type_name, member)
            .and_then(types::resolve)
        {
            Some(types::TypeRef::Enum(ty)) => {
                let usual = (self.types.usual_values)(ty.name);
                let others = ty.members.iter().map(|(name, _)| name);
                let others = others.filter(|name| !usual.contains(name));
                usual
                    .iter()
                    .chain(others)
                    .map(|name| plain(*name))
                    .collect()
            }
            Some(ty) if &*ty.full_name() == "System.Boolean" => {
                vec![plain("$true"), plain("$false")]
            }
            _ => Vec::new(),
        }
    }

    fn types(&self, prefix: &str) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = types::names()
            .filter(|name| starts_with(name, prefix))
            .map(plain)
            .collect();
        // What the language finds without its first word: `[math]`.
        if !prefix.is_empty() && !prefix.contains('.') {
            let short = types::names().filter_map(|name| name.strip_prefix("System."));
            let short =
                short.filter(|name| !name.contains(['.', '+']) && starts_with(name, prefix));
            found.extend(short.map(plain));
        }
        found.sort_by_cached_key(|candidate| candidate.text.to_lowercase());
        found
    }

    fn type_members(&self, type_name: &str) -> Vec<Candidate> {
        let known = (self.types.members)(type_name);
        if !known.is_empty() {
            return known.into_iter().map(plain).collect();
        }
        sample(type_name).map_or_else(Vec::new, |value| {
            members_of_value(&value).into_iter().map(plain).collect()
        })
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

    fn live(&self, parameter: &ParameterShape, word: &str, given: &[Given]) -> Vec<Candidate> {
        parameter
            .completer
            .map(|completer| (self.live)(completer, word, given))
            .unwrap_or_default()
    }

    fn paths(&self, word: &str, given: &[Given]) -> Vec<Candidate> {
        match self.path_completer {
            Some(completer) => (self.live)(completer, word, given),
            None => paths::beginning_with(word, |_| true),
        }
    }
}

/// A value of one of the language's own types, to ask for its members.
fn sample(type_name: &str) -> Option<Value> {
    Some(match type_name {
        "System.String" => Value::from(""),
        "System.Boolean" => Value::Bool(false),
        "System.Int32" => Value::Int(0),
        "System.Int64" => Value::Long(0),
        "System.Double" => Value::Double(0.0),
        "System.TimeSpan" => Value::TimeSpan(0),
        "System.DateTime" => Value::DateTime(Rc::new(DateTimeValue {
            time: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            kind: DateTimeKind::Utc,
        })),
        _ => return None,
    })
}

/// The programs on the `PATH` whose names begin with `prefix`, by name.
fn programs(prefix: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for folder in std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        found.extend(
            names
                .filter(|name| name.starts_with(prefix))
                .map(|name| Candidate {
                    text: name,
                    description: "program".to_owned(),
                }),
        );
    }
    found.sort_by(|left, right| left.text.cmp(&right.text));
    found.dedup();
    found
}

/// Whether a program of that name is on the `PATH`.
fn on_path(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}
