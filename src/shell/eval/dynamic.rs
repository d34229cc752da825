//! `dynamicparam`: parameters that a function has only when its block says so, for the arguments that were given.

use std::rc::Rc;

use super::function::parameters;
use super::interpreter::Interpreter;
use super::module::Module;
use super::scope::{Scope, Variable};
use crate::bind::{Argument, Check, CommandMeta, Kind, ParameterMeta, SetMeta};
use crate::error::Flow;
use crate::syntax::symbol::Symbol;
use crate::types::{Known, TypeRef, TypeValue};
use crate::value::{PsObject, ScriptBlock, Value, convert};

/// The name of the type of what a block gives for each parameter.
const PARAMETER: &str = "System.Management.Automation.RuntimeDefinedParameter";

impl Interpreter<'_> {
    /// The declaration of a function with the parameters that its `dynamicparam` block adds, and these.
    pub(super) fn with_dynamic(
        &mut self,
        block: &Rc<ScriptBlock>,
        module: Option<&Rc<Module>>,
        meta: &Rc<CommandMeta>,
        arguments: &[Argument],
        scope: &Rc<Scope>,
    ) -> Flow<(Rc<CommandMeta>, Vec<Rc<PsObject>>)> {
        let Some(body) = &block.ast.dynamic_param else {
            return Ok((Rc::clone(meta), Vec::new()));
        };
        for (parameter, value) in first_values(block, meta, arguments) {
            // What does not fit is told when the arguments are bound.
            let value = parameter.convert_variable(self, &value).unwrap_or(value);
            scope.put(Variable::of_parameter(parameter, value));
        }
        // What the block sets, the others see.
        let outer = std::mem::replace(&mut self.s.scope, Rc::clone(scope));
        let outer_module = std::mem::replace(&mut self.s.module, module.cloned());
        let written = self.collect(|inner| {
            super::interpreter::caught_return(
                Interpreter {
                    s: inner.s,
                    out: inner.out,
                    traps: None,
                    source: Some(&block.ast.source),
                }
                .named_block(body),
            )
        });
        self.s.scope = outer;
        self.s.module = outer_module;
        let mut objects = Vec::new();
        for value in written? {
            if let Value::Hashtable(table) = value.base() {
                let entries = table.entries();
                objects.extend(entries.values().filter_map(|value| match value {
                    Value::Object(object) if object.type_names().first() == PARAMETER => {
                        Some(Rc::clone(object))
                    }
                    _ => None,
                }));
            }
        }
        if objects.is_empty() {
            return Ok((Rc::clone(meta), Vec::new()));
        }
        Ok((Rc::new(extended(meta, block, &objects)), objects))
    }
}

/// What the arguments give the declared parameters, as far as it can be told before they are bound.
fn first_values<'m>(
    block: &ScriptBlock,
    meta: &'m CommandMeta,
    arguments: &[Argument],
) -> Vec<(&'m Rc<ParameterMeta>, Value)> {
    let declared = meta
        .parameters
        .get(..parameters(block).len())
        .unwrap_or(&[]);
    let named = |name: &str| {
        let lower = name.to_lowercase();
        let whole = declared.iter().find(|known| {
            known.name.to_lowercase() == lower
                || known
                    .aliases
                    .iter()
                    .any(|alias| alias.to_lowercase() == lower)
        });
        whole.or_else(|| {
            let mut begins = declared
                .iter()
                .filter(|known| known.name.to_lowercase().starts_with(&lower));
            begins.next().filter(|_| begins.next().is_none())
        })
    };
    let mut found: Vec<(&Rc<ParameterMeta>, Value)> = Vec::new();
    let mut loose = Vec::new();
    let mut rest = arguments.iter().peekable();
    while let Some(argument) = rest.next() {
        match argument {
            Argument::Named { name, value, .. } => {
                let parameter = named(name);
                let is_switch = parameter.is_some_and(|known| matches!(known.kind, Kind::Switch));
                let value = match value {
                    Some(value) => value.clone(),
                    None if is_switch => Value::Bool(true),
                    None => match rest.next_if(|next| matches!(next, Argument::Value { .. })) {
                        Some(Argument::Value { value, .. }) => value.clone(),
                        _ => Value::Bool(true),
                    },
                };
                if let Some(parameter) = parameter {
                    found.push((parameter, value));
                }
            }
            Argument::Value { value, .. } => loose.push(value.clone()),
        }
    }
    let mut positional: Vec<(i32, &Rc<ParameterMeta>)> = declared
        .iter()
        .filter(|known| !found.iter().any(|(other, _)| Rc::ptr_eq(other, known)))
        .filter_map(|known| {
            let position = known.sets.iter().filter_map(|set| set.position).min()?;
            Some((position, known))
        })
        .collect();
    positional.sort_by_key(|(position, _)| *position);
    found.extend(positional.into_iter().map(|(_, known)| known).zip(loose));
    for parameter in declared {
        if !found.iter().any(|(known, _)| Rc::ptr_eq(known, parameter)) {
            found.push((parameter, Value::Null));
        }
    }
    found
}

/// The declaration with more parameters behind the declared ones; the common ones stay last.
fn extended(meta: &CommandMeta, block: &ScriptBlock, objects: &[Rc<PsObject>]) -> CommandMeta {
    let mut set_names = meta.set_names.clone();
    let added: Vec<Rc<ParameterMeta>> = objects
        .iter()
        .map(|object| Rc::new(parameter(object, &mut set_names)))
        .collect();
    let count = parameters(block).len();
    let mut all: Vec<Rc<ParameterMeta>> = meta.parameters.iter().take(count).cloned().collect();
    all.extend(added);
    all.extend(meta.parameters.iter().skip(count).cloned());
    CommandMeta {
        takes_input: all.iter().any(|parameter| parameter.takes_input()),
        parameters: all,
        set_names,
        default_set: meta.default_set,
        fallback_set: meta.fallback_set,
        advanced: meta.advanced,
        is_script: meta.is_script,
        should_process: meta.should_process,
        impact: meta.impact,
    }
}

/// The bit of a set; one that is not there yet is added.
fn bit(name: &str, names: &mut Vec<Rc<str>>) -> u32 {
    if name.is_empty() || name.eq_ignore_ascii_case("__AllParameterSets") {
        return u32::MAX;
    }
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
}

fn parameter(object: &PsObject, set_names: &mut Vec<Rc<str>>) -> ParameterMeta {
    let name = convert::to_text(&object.get("Name").unwrap_or_default());
    let declared = object.get("ParameterType").unwrap_or_default();
    let kind = match declared.downcast::<TypeValue>() {
        Some(TypeValue(TypeRef::Known(Known::SwitchParameter))) => Kind::Switch,
        None | Some(TypeValue(TypeRef::Known(Known::Object | Known::PsObject))) => Kind::Any,
        Some(TypeValue(ty)) => Kind::Type(ty.clone()),
    };
    let mut made = ParameterMeta {
        symbol: Symbol::of(&name),
        name,
        aliases: Vec::new(),
        kind,
        casts: Vec::new(),
        mask: 0,
        sets: Vec::new(),
        checks: Vec::new(),
        allow_null: false,
        allow_null_property: false,
        allow_empty_string: false,
        allow_empty_collection: false,
        common: None,
        is_script: true,
        hidden: false,
        dynamic: true,
    };
    let attributes = object.get("Attributes").unwrap_or_default();
    for attribute in super::enumerate(&attributes).unwrap_or_default() {
        if let Value::Object(attribute) = &attribute {
            add(attribute, &mut made, set_names);
        }
    }
    if made.sets.is_empty() {
        made.sets.push(set_of(&PsObject::custom(), set_names));
    }
    made.mask = made.sets.iter().fold(0, |mask, set| mask | set.mask);
    made
}

fn set_of(attribute: &PsObject, set_names: &mut Vec<Rc<str>>) -> SetMeta {
    let get = |name: &str| attribute.get(name).unwrap_or_default();
    let truth = |name: &str| convert::to_bool(&get(name));
    let text = |name: &str| convert::to_text(&get(name));
    SetMeta {
        mask: bit(&text("ParameterSetName"), set_names),
        mandatory: truth("Mandatory"),
        position: convert::to_int(&get("Position"))
            .ok()
            .filter(|position| *position >= 0 && !get("Position").is_null()),
        from_pipeline: truth("ValueFromPipeline"),
        by_property_name: truth("ValueFromPipelineByPropertyName"),
        remaining: truth("ValueFromRemainingArguments"),
        help: text("HelpMessage"),
    }
}

/// What an attribute says of a parameter.
fn add(attribute: &PsObject, made: &mut ParameterMeta, set_names: &mut Vec<Rc<str>>) {
    let names = attribute.type_names();
    let short = names
        .first()
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_owned();
    let texts = |name: &str| -> Vec<Rc<str>> {
        let value = attribute.get(name).unwrap_or_default();
        super::enumerate(&value)
            .unwrap_or_else(|| vec![value])
            .iter()
            .map(convert::to_text)
            .collect()
    };
    match short.as_str() {
        "ParameterAttribute" => made.sets.push(set_of(attribute, set_names)),
        "AliasAttribute" => made.aliases.extend(texts("AliasNames")),
        "ValidateSetAttribute" => made.checks.push(Check::Set {
            values: texts("ValidValues"),
            case: false,
            message: None,
        }),
        "ValidateRangeAttribute" => made.checks.push(Check::Range(
            attribute.get("MinRange").unwrap_or_default(),
            attribute.get("MaxRange").unwrap_or_default(),
        )),
        "ValidatePatternAttribute" => made.checks.push(Check::Pattern {
            pattern: convert::to_text(&attribute.get("RegexPattern").unwrap_or_default()),
            case: false,
            message: None,
        }),
        "ValidateNotNullAttribute" => made.checks.push(Check::NotNull),
        "ValidateNotNullOrEmptyAttribute" => made.checks.push(Check::NotNullOrEmpty),
        "AllowNullAttribute" => made.allow_null = true,
        "AllowEmptyStringAttribute" => made.allow_empty_string = true,
        _ => {}
    }
}
