//! What the binder knows of a command: the declaration of a cmdlet or function in one form.

use std::rc::Rc;

use super::check::Check;
use crate::declaration::{Impact, ParameterSpec, ParameterType, SetMembership};
use crate::syntax::symbol::Symbol;
use crate::types::{self, Known, SwitchValue, TypeRef};
use crate::value::Value;

/// The parameters that every advanced command has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names are PowerShell's own.
pub enum Common {
    Verbose,
    Debug,
    ErrorAction,
    WarningAction,
    InformationAction,
    ErrorVariable,
    WarningVariable,
    InformationVariable,
    OutVariable,
    OutBuffer,
    PipelineVariable,
    WhatIf,
    Confirm,
    IncludeTotalCount,
    Skip,
    First,
}

/// The type of a parameter.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Anything.
    Any,
    /// A switch.
    Switch,
    /// A type, as a cast takes it.
    Type(TypeRef),
    /// An object of this type name; text is refused.
    Of(&'static str),
    /// Anything, taken as it is; the declaration says this type.
    Opaque(&'static str),
    /// An array of these.
    Array(Box<Kind>),
    /// `$null`, or this.
    Nullable(Box<Kind>),
}

impl Kind {
    fn of_spec(ty: &ParameterType) -> Kind {
        match ty {
            ParameterType::Object => Kind::Any,
            ParameterType::Opaque(name) => Kind::Opaque(name),
            ParameterType::Switch => Kind::Switch,
            ParameterType::Named(name) => match types::resolve(name) {
                Some(TypeRef::Known(Known::Object | Known::PsObject)) | None => Kind::Any,
                Some(ty) => Kind::Type(ty),
            },
            ParameterType::Enum(ty) => Kind::Type(TypeRef::Enum(ty)),
            ParameterType::Of(name) => Kind::Of(name),
            ParameterType::Array(inner) => Kind::Array(Box::new(Kind::of_spec(inner))),
            ParameterType::Nullable(inner) => Kind::Nullable(Box::new(Kind::of_spec(inner))),
        }
    }

    /// Whether it is one number.
    pub fn is_number(&self) -> bool {
        match self {
            Kind::Type(TypeRef::Known(known)) => matches!(
                known,
                Known::Byte
                    | Known::Int16
                    | Known::Int32
                    | Known::Int64
                    | Known::UInt16
                    | Known::UInt32
                    | Known::UInt64
                    | Known::Double
            ),
            Kind::Type(TypeRef::Nullable(of)) => Kind::Type(TypeRef::clone(of)).is_number(),
            Kind::Nullable(inner) => inner.is_number(),
            _ => false,
        }
    }

    /// The .NET name of the type.
    pub fn type_name(&self) -> Rc<str> {
        match self {
            Kind::Any => "System.Object".into(),
            Kind::Switch => "System.Management.Automation.SwitchParameter".into(),
            Kind::Type(ty) => ty.full_name(),
            Kind::Of(name) | Kind::Opaque(name) => (*name).into(),
            Kind::Array(inner) => format!("{}[]", inner.type_name()).into(),
            Kind::Nullable(inner) => inner.type_name(),
        }
    }

    /// Whether it takes several values.
    pub fn is_collection(&self) -> bool {
        match self {
            Kind::Array(_) => true,
            Kind::Type(ty) => matches!(
                ty,
                TypeRef::Array(..)
                    | TypeRef::List(_)
                    | TypeRef::Known(Known::Array | Known::ArrayList)
            ),
            _ => false,
        }
    }

    /// The type of one element.
    pub fn element(&self) -> Kind {
        match self {
            Kind::Array(inner) => (**inner).clone(),
            Kind::Type(TypeRef::Array(inner, _) | TypeRef::List(inner)) => {
                Kind::Type((**inner).clone())
            }
            _ => Kind::Any,
        }
    }
}

/// How a parameter takes part in a set.
#[derive(Clone, Debug)]
pub struct SetMeta {
    /// The bit of the set; all bits for every set.
    pub mask: u32,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Its position.
    pub position: Option<i32>,
    /// Whether it takes pipeline objects.
    pub from_pipeline: bool,
    /// Whether it takes the property of its name.
    pub by_property_name: bool,
    /// Whether it takes what is left over.
    pub remaining: bool,
    /// The text that a prompt shows for it.
    pub help: Rc<str>,
}

impl SetMeta {
    /// The place at which one argument is taken. What takes all that is left has none, whatever position it says.
    pub(super) fn place(&self) -> Option<i32> {
        self.position.filter(|_| !self.remaining)
    }
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct ParameterMeta {
    /// Its name.
    pub name: Rc<str>,
    /// The symbol of its variable.
    pub symbol: Symbol,
    /// Other names.
    pub aliases: Vec<Rc<str>>,
    /// Its type.
    pub kind: Kind,
    /// Further casts before the type, from the outermost: `[string][int]$x` has one.
    pub casts: Vec<TypeRef>,
    /// The sets it belongs to, as bits.
    pub mask: u32,
    /// How it takes part in each.
    pub sets: Vec<SetMeta>,
    /// What is checked after conversion.
    pub checks: Vec<Check>,
    /// `AllowNull`.
    pub allow_null: bool,
    /// Whether a property of a pipeline object may be `$null`.
    pub allow_null_property: bool,
    /// `AllowEmptyString`.
    pub allow_empty_string: bool,
    /// `AllowEmptyCollection`.
    pub allow_empty_collection: bool,
    /// Which common parameter it is, if one.
    pub common: Option<Common>,
    /// Whether it belongs to a function: its variable keeps type and checks.
    pub is_script: bool,
    /// Whether help and completion leave it out.
    pub hidden: bool,
    /// Whether the beginning of a name means another parameter first.
    pub dynamic: bool,
}

impl ParameterMeta {
    /// Whether some set lets it take pipeline objects or their properties.
    pub fn takes_input(&self) -> bool {
        self.sets
            .iter()
            .any(|set| set.from_pipeline || set.by_property_name)
    }

    /// Whether it takes no `$null`.
    pub fn refuses_null(&self) -> bool {
        let refuses = |check: &Check| matches!(check, Check::NotNull | Check::NotNullOrEmpty);
        self.checks.iter().any(refuses)
    }

    /// Whether a pattern says what it takes.
    pub(super) fn has_pattern(&self) -> bool {
        self.checks
            .iter()
            .any(|check| matches!(check, Check::Pattern { .. }))
    }

    /// Whether a script block is a value for it and not something to call.
    pub fn wants_blocks(&self) -> bool {
        fn wants(kind: &Kind) -> bool {
            match kind {
                Kind::Any | Kind::Opaque(_) => true,
                Kind::Type(TypeRef::Known(known)) => {
                    matches!(known, Known::ScriptBlock | Known::Object | Known::PsObject)
                }
                Kind::Type(TypeRef::Array(inner, _)) => wants(&Kind::Type((**inner).clone())),
                Kind::Array(inner) | Kind::Nullable(inner) => wants(inner),
                _ => false,
            }
        }
        wants(&self.kind)
    }

    /// Whether it must be given in one of these sets.
    pub fn is_mandatory(&self, valid: u32) -> bool {
        self.sets
            .iter()
            .any(|set| set.mandatory && set.mask & valid != 0)
    }

    /// The value of the variable when no argument and no default was given.
    pub fn absent(&self) -> Value {
        if !self.is_script {
            return Value::Null;
        }
        match &self.kind {
            Kind::Switch => Value::native(SwitchValue(false)),
            Kind::Type(TypeRef::Known(Known::String)) => Value::from(""),
            Kind::Type(ty) if ty.is_value_type() => {
                if matches!(ty, TypeRef::Nullable(_)) {
                    return Value::Null;
                }
                crate::value::convert::cast(&Value::Int(0), ty)
                    .or_else(|_| crate::value::convert::cast(&Value::Null, ty))
                    .unwrap_or_default()
            }
            _ => Value::Null,
        }
    }
}

/// A command.
#[derive(Debug)]
pub struct CommandMeta {
    /// Its parameters; the common ones come last.
    pub parameters: Vec<Rc<ParameterMeta>>,
    /// The names of its sets; the place is the bit.
    pub set_names: Vec<Rc<str>>,
    /// The bit of the default set, 0 for none.
    pub default_set: u32,
    /// The set that is taken when several are left and the default one is not among them; 0 for none.
    pub fallback_set: u32,
    /// Whether it is a cmdlet or an advanced function: strict binding and common parameters.
    pub advanced: bool,
    /// Whether it is a function.
    pub is_script: bool,
    /// Whether it has `-WhatIf` and `-Confirm`.
    pub should_process: bool,
    /// How much a wrong use can hurt.
    pub impact: Impact,
    /// Whether some parameter takes pipeline objects.
    pub takes_input: bool,
}

impl CommandMeta {
    /// The name of the set with this bit.
    pub fn set_name(&self, mask: u32) -> Rc<str> {
        if mask == u32::MAX || mask == 0 {
            return self.default_set_name();
        }
        self.set_names
            .get(mask.trailing_zeros() as usize)
            .cloned()
            .unwrap_or_else(|| "__AllParameterSets".into())
    }

    /// The set of this name; 0 for none.
    pub fn set_named(&self, name: &str) -> u32 {
        let mut names = self.set_names.iter();
        let at = names.position(|known| known.eq_ignore_ascii_case(name));
        let bit = at.and_then(|at| 1_u32.checked_shl(u32::try_from(at).ok()?));
        bit.unwrap_or(0)
    }

    /// The name of the default set.
    pub fn default_set_name(&self) -> Rc<str> {
        if self.default_set == 0 {
            return "__AllParameterSets".into();
        }
        self.set_names
            .get(self.default_set.trailing_zeros() as usize)
            .cloned()
            .unwrap_or_else(|| "__AllParameterSets".into())
    }

    /// Whether it has `-First`, `-Skip` and `-IncludeTotalCount`.
    pub fn pages(&self) -> bool {
        let mut parameters = self.parameters.iter();
        parameters.any(|parameter| parameter.common == Some(Common::First))
    }

    /// All sets as bits.
    pub fn all_sets(&self) -> u32 {
        match self.set_names.len() {
            0 => u32::MAX,
            32.. => u32::MAX,
            count => (1 << count) - 1,
        }
    }
}

fn membership(set: &SetMembership, mask: u32, spec: &ParameterSpec) -> SetMeta {
    SetMeta {
        mask,
        mandatory: set.mandatory,
        position: set.position.map(i32::from),
        from_pipeline: set.from_pipeline,
        by_property_name: set.by_property_name,
        remaining: spec.remaining,
        help: "".into(),
    }
}

/// The declaration of a cmdlet in the binder's form: its parameters, the set that is taken when nothing else decides, whether
/// `-WhatIf` and `-Confirm` are there, and how much a wrong use can hurt.
pub fn declared_meta(
    declared: &[ParameterSpec],
    default_set: &str,
    should_process: bool,
    impact: Impact,
) -> CommandMeta {
    let mut names: Vec<Rc<str>> = Vec::new();
    let mut bit = |name: &str| -> u32 {
        let at = names
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
            .unwrap_or_else(|| {
                names.push(name.into());
                names.len() - 1
            });
        1_u32
            .checked_shl(u32::try_from(at).unwrap_or(31))
            .unwrap_or(1 << 31)
    };
    let default_set = if default_set.is_empty() {
        0
    } else {
        bit(default_set)
    };
    let mut parameters = Vec::with_capacity(declared.len() + 13);
    for parameter in declared {
        let sets: Vec<SetMeta> = if parameter.sets.is_empty() {
            vec![membership(&parameter.everywhere, u32::MAX, parameter)]
        } else {
            parameter
                .sets
                .iter()
                .map(|set| membership(set, bit(set.set), parameter))
                .collect()
        };
        let mut made = ParameterMeta {
            name: parameter.name.into(),
            symbol: Symbol::of(parameter.name),
            aliases: parameter
                .aliases
                .iter()
                .map(|alias| (*alias).into())
                .collect(),
            kind: Kind::of_spec(&parameter.ty),
            casts: Vec::new(),
            mask: sets.iter().fold(0, |mask, set| mask | set.mask),
            sets,
            checks: Vec::new(),
            allow_null: false,
            allow_null_property: false,
            allow_empty_string: false,
            allow_empty_collection: false,
            common: None,
            is_script: false,
            hidden: parameter.hidden,
            dynamic: parameter.dynamic,
        };
        for validation in parameter.validate {
            super::check::of_validation(validation, &mut made);
        }
        parameters.push(Rc::new(made));
    }
    if names.len() > 32 {
        names.truncate(32);
    }
    let takes_input = parameters.iter().any(|parameter| parameter.takes_input());
    add_common(&mut parameters, should_process, false, false);
    CommandMeta {
        parameters,
        set_names: names,
        default_set,
        fallback_set: 0,
        advanced: true,
        is_script: false,
        should_process,
        impact,
        takes_input,
    }
}

/// Adds the common parameters, unless the command has one of that name.
pub(super) fn add_common(
    parameters: &mut Vec<Rc<ParameterMeta>>,
    should_process: bool,
    pages: bool,
    is_script: bool,
) {
    use crate::types::enums::ACTION_PREFERENCE;
    let action = || Kind::Type(TypeRef::Enum(&ACTION_PREFERENCE));
    let text = || Kind::Type(TypeRef::Known(Known::String));
    let list: [(Common, &str, &str, Kind); 11] = [
        (Common::Verbose, "Verbose", "vb", Kind::Switch),
        (Common::Debug, "Debug", "db", Kind::Switch),
        (Common::ErrorAction, "ErrorAction", "ea", action()),
        (Common::WarningAction, "WarningAction", "wa", action()),
        (
            Common::InformationAction,
            "InformationAction",
            "infa",
            action(),
        ),
        (Common::ErrorVariable, "ErrorVariable", "ev", text()),
        (Common::WarningVariable, "WarningVariable", "wv", text()),
        (
            Common::InformationVariable,
            "InformationVariable",
            "iv",
            text(),
        ),
        (Common::OutVariable, "OutVariable", "ov", text()),
        (
            Common::OutBuffer,
            "OutBuffer",
            "ob",
            Kind::Type(TypeRef::Known(Known::Int32)),
        ),
        (Common::PipelineVariable, "PipelineVariable", "pv", text()),
    ];
    let should: [(Common, &str, &str, Kind); 2] = [
        (Common::WhatIf, "WhatIf", "wi", Kind::Switch),
        (Common::Confirm, "Confirm", "cf", Kind::Switch),
    ];
    let number = || Kind::Type(TypeRef::Known(Known::UInt64));
    let paging: [(Common, &str, &str, Kind); 3] = [
        (
            Common::IncludeTotalCount,
            "IncludeTotalCount",
            "",
            Kind::Switch,
        ),
        (Common::Skip, "Skip", "", number()),
        (Common::First, "First", "", number()),
    ];
    for (common, name, alias, kind) in list
        .into_iter()
        .chain(should.into_iter().filter(|_| should_process))
        .chain(paging.into_iter().filter(|_| pages))
    {
        if parameters
            .iter()
            .any(|known| known.name.eq_ignore_ascii_case(name))
        {
            continue;
        }
        let taken = parameters.iter().any(|known| {
            known
                .aliases
                .iter()
                .any(|other| other.eq_ignore_ascii_case(alias))
        });
        parameters.push(Rc::new(ParameterMeta {
            name: name.into(),
            symbol: Symbol::of(name),
            aliases: if taken || alias.is_empty() {
                Vec::new()
            } else {
                vec![alias.into()]
            },
            kind,
            casts: Vec::new(),
            mask: u32::MAX,
            sets: vec![SetMeta {
                mask: u32::MAX,
                mandatory: false,
                position: None,
                from_pipeline: false,
                by_property_name: false,
                remaining: false,
                help: "".into(),
            }],
            checks: Vec::new(),
            allow_null: false,
            allow_null_property: false,
            allow_empty_string: false,
            allow_empty_collection: false,
            common: Some(common),
            is_script,
            hidden: false,
            dynamic: false,
        }));
    }
}
