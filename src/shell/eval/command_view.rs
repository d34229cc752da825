//! `(Get-Command x).Parameters` and `.ParameterSets`.

use std::rc::Rc;

use crate::bind::{Check, CommandMeta, Kind, ParameterMeta, SetMeta};
use crate::types::attributes::object;
use crate::types::{TypeRef, TypeValue, resolve};
use crate::value::{Hashtable, Name, Value};

/// The type of a parameter, as reflection shows it. A type that nothing here makes has its name all the same.
fn type_of(kind: &Kind) -> TypeRef {
    let named = |name: Rc<str>| resolve(&name).unwrap_or(TypeRef::Emitted(name));
    match kind {
        Kind::Type(ty) => ty.clone(),
        Kind::Array(inner) => TypeRef::Array(Rc::new(type_of(inner)), 1),
        Kind::Nullable(inner) => TypeRef::Nullable(Rc::new(type_of(inner))),
        other => named(other.type_name()),
    }
}

fn type_value(kind: &Kind) -> Value {
    Value::native(TypeValue(type_of(kind)))
}

fn help(set: &SetMeta) -> Value {
    match set.help.is_empty() {
        true => Value::Null,
        false => Value::Str(Rc::clone(&set.help)),
    }
}

fn position(set: &SetMeta) -> Value {
    Value::Int(set.position.unwrap_or(i32::MIN))
}

fn set_name(set: &SetMeta, names: &CommandMeta) -> Rc<str> {
    match set.mask {
        u32::MAX => "__AllParameterSets".into(),
        mask => names.set_name(mask),
    }
}

/// `[Parameter()]`, as it stands for one set.
fn parameter_attribute(set: &SetMeta, names: &CommandMeta) -> Value {
    object(
        &[
            "System.Management.Automation.ParameterAttribute",
            "System.Attribute",
            "System.Object",
        ],
        &[
            ("Position", position(set)),
            ("ParameterSetName", Value::Str(set_name(set, names))),
            ("Mandatory", Value::Bool(set.mandatory)),
            ("ValueFromPipeline", Value::Bool(set.from_pipeline)),
            (
                "ValueFromPipelineByPropertyName",
                Value::Bool(set.by_property_name),
            ),
            ("ValueFromRemainingArguments", Value::Bool(set.remaining)),
            ("HelpMessage", help(set)),
            ("DontShow", Value::Bool(false)),
        ],
    )
}

/// How a parameter takes part in a set.
fn parameter_set(set: &SetMeta) -> Value {
    object(
        &[
            "System.Management.Automation.ParameterSetMetadata",
            "System.Object",
        ],
        &[
            ("IsMandatory", Value::Bool(set.mandatory)),
            ("Position", position(set)),
            ("ValueFromPipeline", Value::Bool(set.from_pipeline)),
            (
                "ValueFromPipelineByPropertyName",
                Value::Bool(set.by_property_name),
            ),
            ("ValueFromRemainingArguments", Value::Bool(set.remaining)),
            ("HelpMessage", help(set)),
        ],
    )
}

macro_rules! attribute {
    ($name:literal $(, $base:literal)*) => {
        &[
            concat!("System.Management.Automation.", $name, "Attribute"),
            $(concat!("System.Management.Automation.", $base, "Attribute"),)*
            "System.Management.Automation.Internal.CmdletMetadataAttribute",
            "System.Attribute",
            "System.Object",
        ]
    };
}

/// The attribute that a check was declared by.
fn check_attribute(check: &Check) -> Value {
    let text = |text: &Option<Rc<str>>| text.clone().map_or(Value::Null, Value::Str);
    let options = |case: bool| match case {
        true => Value::from("None"),
        false => Value::from("IgnoreCase"),
    };
    match check {
        Check::Set {
            values,
            case,
            message,
        } => object(
            attribute!(
                "ValidateSet",
                "ValidateEnumeratedArguments",
                "ValidateArguments"
            ),
            &[
                ("ErrorMessage", text(message)),
                ("IgnoreCase", Value::Bool(!case)),
                ("ValidValues", Value::strings(values.iter().cloned())),
            ],
        ),
        Check::Range(min, max) => object(
            attribute!(
                "ValidateRange",
                "ValidateEnumeratedArguments",
                "ValidateArguments"
            ),
            &[("MinRange", min.clone()), ("MaxRange", max.clone())],
        ),
        Check::RangeKind(_) => object(
            attribute!(
                "ValidateRange",
                "ValidateEnumeratedArguments",
                "ValidateArguments"
            ),
            &[("MinRange", Value::Null), ("MaxRange", Value::Null)],
        ),
        Check::Length(min, max) => object(
            attribute!(
                "ValidateLength",
                "ValidateEnumeratedArguments",
                "ValidateArguments"
            ),
            &[("MinLength", whole(*min)), ("MaxLength", whole(*max))],
        ),
        Check::Count(min, max) => object(
            attribute!("ValidateCount", "ValidateArguments"),
            &[("MinLength", whole(*min)), ("MaxLength", whole(*max))],
        ),
        Check::Pattern {
            pattern,
            case,
            message,
        } => object(
            attribute!(
                "ValidatePattern",
                "ValidateEnumeratedArguments",
                "ValidateArguments"
            ),
            &[
                ("RegexPattern", Value::Str(Rc::clone(pattern))),
                ("Options", options(*case)),
                ("ErrorMessage", text(message)),
            ],
        ),
        Check::Script(block, message) => object(
            attribute!(
                "ValidateScript",
                "ValidateEnumeratedArguments",
                "ValidateArguments"
            ),
            &[
                ("ErrorMessage", text(message)),
                ("ScriptBlock", Value::ScriptBlock(Rc::clone(block))),
            ],
        ),
        Check::NotNull => object(attribute!("ValidateNotNull", "ValidateArguments"), &[]),
        Check::NotNullOrEmpty => object(
            attribute!("ValidateNotNullOrEmpty", "ValidateArguments"),
            &[],
        ),
        Check::NotNullOrWhiteSpace => object(
            attribute!("ValidateNotNullOrWhiteSpace", "ValidateArguments"),
            &[],
        ),
    }
}

fn whole(number: i64) -> Value {
    Value::Int(i32::try_from(number).unwrap_or(i32::MAX))
}

/// What was declared of a parameter: how it takes part in each set, its other names, and what is checked.
fn attributes(meta: &ParameterMeta, names: &CommandMeta) -> Value {
    let sets = meta.sets.iter();
    let mut made: Vec<Value> = sets.map(|set| parameter_attribute(set, names)).collect();
    if !meta.aliases.is_empty() {
        made.push(object(
            attribute!("Alias", "ParsingBase"),
            &[("AliasNames", aliases(meta))],
        ));
    }
    made.extend(meta.checks.iter().map(check_attribute));
    if meta.allow_null {
        made.push(object(attribute!("AllowNull"), &[]));
    }
    if meta.allow_empty_string {
        made.push(object(attribute!("AllowEmptyString"), &[]));
    }
    if meta.allow_empty_collection {
        made.push(object(attribute!("AllowEmptyCollection"), &[]));
    }
    typed("System.Attribute", made)
}

fn typed(element: &'static str, items: Vec<Value>) -> Value {
    Value::List(Rc::new(crate::value::List {
        element: Some(Name::Static(element)),
        items: items.into(),
    }))
}

fn aliases(meta: &ParameterMeta) -> Value {
    Value::strings(meta.aliases.iter().cloned())
}

fn parameter(meta: &ParameterMeta, names: &CommandMeta) -> Value {
    let sets = Hashtable::default();
    for set in &meta.sets {
        sets.set_text(&set_name(set, names), parameter_set(set));
    }
    object(
        &[
            "System.Management.Automation.ParameterMetadata",
            "System.Object",
        ],
        &[
            ("Name", Value::Str(Rc::clone(&meta.name))),
            ("ParameterType", type_value(&meta.kind)),
            ("ParameterSets", Value::Hashtable(Rc::new(sets))),
            ("IsDynamic", Value::Bool(meta.dynamic)),
            ("Aliases", aliases(meta)),
            ("Attributes", attributes(meta, names)),
            (
                "SwitchParameter",
                Value::Bool(matches!(meta.kind, Kind::Switch)),
            ),
        ],
    )
}

/// A parameter as a set has it.
fn parameter_of_set(meta: &ParameterMeta, set: &SetMeta, names: &CommandMeta) -> Value {
    object(
        &[
            "System.Management.Automation.CommandParameterInfo",
            "System.Object",
        ],
        &[
            ("Name", Value::Str(Rc::clone(&meta.name))),
            ("ParameterType", type_value(&meta.kind)),
            ("IsMandatory", Value::Bool(set.mandatory)),
            ("IsDynamic", Value::Bool(meta.dynamic)),
            ("Position", position(set)),
            ("ValueFromPipeline", Value::Bool(set.from_pipeline)),
            (
                "ValueFromPipelineByPropertyName",
                Value::Bool(set.by_property_name),
            ),
            ("ValueFromRemainingArguments", Value::Bool(set.remaining)),
            ("HelpMessage", help(set)),
            ("Aliases", aliases(meta)),
            ("Attributes", attributes(meta, names)),
        ],
    )
}

/// A dictionary of the parameters.
pub(super) fn parameters(meta: &CommandMeta) -> Value {
    let table = Hashtable::default();
    for one in &meta.parameters {
        table.set_text(&one.name, parameter(one, meta));
    }
    Value::Hashtable(Rc::new(table))
}

/// The parameter sets.
pub(super) fn parameter_sets(meta: &CommandMeta) -> Value {
    let all: Vec<(Rc<str>, u32)> = if meta.set_names.is_empty() {
        vec![("__AllParameterSets".into(), u32::MAX)]
    } else {
        meta.set_names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                (
                    Rc::clone(name),
                    1_u32
                        .checked_shl(u32::try_from(at).unwrap_or(31))
                        .unwrap_or(0),
                )
            })
            .collect()
    };
    Value::array(
        all.into_iter()
            .map(|(name, mask)| {
                let members: Vec<Value> = meta
                    .parameters
                    .iter()
                    .filter_map(|one| {
                        let set = one.sets.iter().find(|set| set.mask & mask != 0)?;
                        Some(parameter_of_set(one, set, meta))
                    })
                    .collect();
                let is_default = meta.default_set & mask != 0 && mask != u32::MAX;
                object(
                    &[
                        "System.Management.Automation.CommandParameterSetInfo",
                        "System.Object",
                    ],
                    &[
                        ("Name", Value::Str(name)),
                        ("IsDefault", Value::Bool(is_default)),
                        ("Parameters", Value::array(members)),
                    ],
                )
            })
            .collect(),
    )
}
