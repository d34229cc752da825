//! `(Get-Command x).Parameters` and `.ParameterSets`.

use std::rc::Rc;

use crate::bind::{CommandMeta, Kind, ParameterMeta};
use crate::types::{TypeRef, TypeValue, resolve};
use crate::value::{Hashtable, PsObject, Value};

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

fn parameter(meta: &ParameterMeta, names: &CommandMeta) -> Value {
    const TYPE: &[&str] = &[
        "System.Management.Automation.ParameterMetadata",
        "System.Object",
    ];
    let sets = Hashtable::default();
    let attributes: Vec<Value> = meta
        .sets
        .iter()
        .map(|set| {
            let name = if set.mask == u32::MAX {
                Rc::from("__AllParameterSets")
            } else {
                names.set_name(set.mask)
            };
            let made = PsObject::of(&[
                "System.Management.Automation.ParameterAttribute",
                "System.Object",
            ])
            .with("ParameterSetName", Value::Str(Rc::clone(&name)))
            .with("Mandatory", set.mandatory)
            .with("Position", set.position.unwrap_or(i32::MIN))
            .with("ValueFromPipeline", set.from_pipeline)
            .with("ValueFromPipelineByPropertyName", set.by_property_name)
            .with("ValueFromRemainingArguments", set.remaining)
            .with("HelpMessage", Value::Str(Rc::clone(&set.help)));
            let made = Value::object(made);
            sets.set_text(&name, made.clone());
            made
        })
        .collect();
    Value::object(
        PsObject::of(TYPE)
            .with("Name", Value::Str(Rc::clone(&meta.name)))
            .with("ParameterType", type_value(&meta.kind))
            .with("ParameterSets", Value::Hashtable(Rc::new(sets)))
            .with("IsDynamic", false)
            .with("Aliases", Value::strings(meta.aliases.iter().cloned()))
            .with("Attributes", Value::array(attributes))
            .with("SwitchParameter", matches!(meta.kind, Kind::Switch)),
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
    const TYPE: &[&str] = &[
        "System.Management.Automation.CommandParameterSetInfo",
        "System.Object",
    ];
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
                    .filter(|one| one.mask & mask != 0)
                    .map(|one| parameter(one, meta))
                    .collect();
                Value::object(
                    PsObject::of(TYPE)
                        .with("Name", Value::Str(name))
                        .with(
                            "IsDefault",
                            meta.default_set & mask != 0 && mask != u32::MAX,
                        )
                        .with("Parameters", Value::array(members)),
                )
            })
            .collect(),
    )
}
