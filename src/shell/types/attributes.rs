//! Attributes as objects, and the parameters that a `dynamicparam` block gives: scripts make them to add parameters.

use super::Known;
use crate::value::{Hashtable, MemberKind, PsObject, Value};

/// An object of a type of its own with these properties.
pub fn object(names: &'static [&'static str], properties: &[(&'static str, Value)]) -> Value {
    let object = PsObject::of(names);
    for (name, value) in properties {
        object.push(*name, MemberKind::Property(value.clone()));
    }
    Value::object(object)
}

macro_rules! names {
    ($name:literal) => {
        &[
            concat!("System.Management.Automation.", $name),
            "System.Attribute",
            "System.Object",
        ]
    };
}

/// An attribute, or a parameter of a block, with the arguments of its constructor. `None`: it takes no such arguments.
pub fn make(known: Known, args: &[Value]) -> Option<Value> {
    let arg = |at: usize| args.get(at).cloned().unwrap_or_default();
    // Several texts, or one list of them.
    let list = || match args {
        [one] if matches!(one.base(), Value::Array(_) | Value::List(_)) => one.clone(),
        several => Value::array(several.to_vec()),
    };
    Some(match known {
        Known::ParameterAttribute if args.is_empty() => object(
            names!("ParameterAttribute"),
            &[
                ("Position", Value::Int(i32::MIN)),
                ("ParameterSetName", Value::from("__AllParameterSets")),
                ("Mandatory", Value::Bool(false)),
                ("ValueFromPipeline", Value::Bool(false)),
                ("ValueFromPipelineByPropertyName", Value::Bool(false)),
                ("ValueFromRemainingArguments", Value::Bool(false)),
                ("HelpMessage", Value::Null),
                ("DontShow", Value::Bool(false)),
            ],
        ),
        Known::AliasAttribute => object(names!("AliasAttribute"), &[("AliasNames", list())]),
        Known::ValidateSetAttribute => object(
            names!("ValidateSetAttribute"),
            &[("ValidValues", list()), ("IgnoreCase", Value::Bool(true))],
        ),
        Known::ValidateRangeAttribute if args.len() == 2 => object(
            names!("ValidateRangeAttribute"),
            &[("MinRange", arg(0)), ("MaxRange", arg(1))],
        ),
        Known::ValidatePatternAttribute if args.len() == 1 => object(
            names!("ValidatePatternAttribute"),
            &[("RegexPattern", arg(0))],
        ),
        Known::ValidateNotNullAttribute => object(names!("ValidateNotNullAttribute"), &[]),
        Known::ValidateNotNullOrEmptyAttribute => {
            object(names!("ValidateNotNullOrEmptyAttribute"), &[])
        }
        Known::AllowNullAttribute => object(names!("AllowNullAttribute"), &[]),
        Known::AllowEmptyStringAttribute => object(names!("AllowEmptyStringAttribute"), &[]),
        Known::RuntimeDefinedParameterDictionary if args.is_empty() => {
            Value::Hashtable(std::rc::Rc::new(Hashtable {
                class: Some(Known::RuntimeDefinedParameterDictionary),
                ..Hashtable::new_ordered()
            }))
        }
        Known::RuntimeDefinedParameter if args.is_empty() || args.len() == 3 => object(
            &[
                "System.Management.Automation.RuntimeDefinedParameter",
                "System.Object",
            ],
            &[
                ("Name", arg(0)),
                ("ParameterType", arg(1)),
                ("Value", Value::Null),
                ("IsSet", Value::Bool(false)),
                ("Attributes", arg(2)),
            ],
        ),
        _ => return None,
    })
}
