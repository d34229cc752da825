//! The declaration of a function: `param()` with its attributes, in the binder's form.

use std::rc::Rc;

use super::check::{Check, RangeKind, limit, pattern_text};
use super::meta::{CommandMeta, Kind, ParameterMeta, SetMeta, add_common};
use super::runtime::Runtime;
use crate::declaration::Impact;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::syntax::ast::{
    Attribute, AttributeBase, Expression, ParamBlock, Parameter, TypeConstraint,
};
use crate::syntax::symbol::Symbol;
use crate::types::{Known, TypeRef, TypeValue};
use crate::value::{BlockCall, Value, convert};

/// Set names of one declaration, and their bits.
#[derive(Default)]
struct Sets {
    names: Vec<Rc<str>>,
}

impl Sets {
    fn bit(&mut self, name: &str) -> u32 {
        if name.eq_ignore_ascii_case("__AllParameterSets") || name.is_empty() {
            return u32::MAX;
        }
        let at = self
            .names
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
            .unwrap_or_else(|| {
                self.names.push(name.into());
                self.names.len() - 1
            });
        1_u32
            .checked_shl(u32::try_from(at).unwrap_or(31))
            .unwrap_or(1 << 31)
    }
}

fn short_name(attribute: &Attribute) -> String {
    let name = attribute.type_name.full_name.to_lowercase();
    let name = name.rsplit('.').next().unwrap_or(&name);
    name.strip_suffix("attribute").unwrap_or(name).to_owned()
}

fn truth(inner: &mut dyn Runtime, argument: &Expression, omitted: bool) -> Flow<bool> {
    if omitted {
        return Ok(true);
    }
    let value = inner.constant(argument)?;
    Ok(convert::to_bool(&value))
}

fn number(inner: &mut dyn Runtime, argument: &Expression) -> Flow<i64> {
    let value = inner.constant(argument)?;
    Ok(convert::to_long(&value)?)
}

fn new_set(mask: u32) -> SetMeta {
    SetMeta {
        mask,
        mandatory: false,
        position: None,
        from_pipeline: false,
        by_property_name: false,
        remaining: false,
        help: "".into(),
    }
}

/// `[Parameter(...)]`.
fn parameter_attribute(
    inner: &mut dyn Runtime,
    attribute: &Attribute,
    sets: &mut Sets,
) -> Flow<SetMeta> {
    let mut made = new_set(u32::MAX);
    for named in &attribute.named {
        let omitted = named.expression_omitted;
        match named.name.to_ascii_lowercase().as_str() {
            "mandatory" => made.mandatory = truth(inner, &named.argument, omitted)?,
            "position" => {
                let position = number(inner, &named.argument)?;
                made.position = i32::try_from(position).ok();
            }
            "parametersetname" => {
                let value = inner.constant(&named.argument)?;
                made.mask = sets.bit(&convert::to_text(&value));
            }
            "valuefrompipeline" => made.from_pipeline = truth(inner, &named.argument, omitted)?,
            "valuefrompipelinebypropertyname" => {
                made.by_property_name = truth(inner, &named.argument, omitted)?;
            }
            "valuefromremainingarguments" => {
                made.remaining = truth(inner, &named.argument, omitted)?;
            }
            "helpmessage" => {
                let value = inner.constant(&named.argument)?;
                made.help = convert::to_text(&value);
            }
            "dontshow"
            | "helpmessagebasename"
            | "helpmessageresourceid"
            | "experimentname"
            | "experimentaction" => {}
            _ => {
                return Err(unknown_property(
                    &named.name,
                    "Parameter",
                    inner,
                    named.span,
                ));
            }
        }
    }
    Ok(made)
}

fn unknown_property(
    name: &str,
    attribute: &str,
    inner: &dyn Runtime,
    span: crate::syntax::span::Span,
) -> crate::error::Interrupt {
    inner.placed(
        ShellError::new(
            "PropertyNotFoundForType",
            ErrorCategory::InvalidOperation,
            format!("Property '{name}' cannot be found for type '{attribute}Attribute'."),
        )
        .command(""),
        span,
    )
}

/// Reads the attributes and types of one parameter or variable.
fn read_attributes(
    inner: &mut dyn Runtime,
    name: &str,
    types: &[&TypeConstraint],
    attributes: &[&Attribute],
    sets: &mut Sets,
) -> Flow<(ParameterMeta, bool)> {
    let mut resolved = Vec::with_capacity(types.len());
    for constraint in types {
        resolved.push(inner.type_named(&constraint.type_name)?);
    }
    let mut made = ParameterMeta {
        name: name.into(),
        symbol: Symbol::of(name),
        aliases: Vec::new(),
        kind: Kind::Any,
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
        dynamic: false,
    };
    let main = resolved.pop();
    made.casts = resolved;
    made.kind = match main {
        None | Some(TypeRef::Known(Known::Object | Known::PsObject)) => Kind::Any,
        Some(TypeRef::Known(Known::SwitchParameter)) => Kind::Switch,
        Some(ty) => Kind::Type(ty),
    };
    let mut advanced = false;
    for attribute in attributes {
        let first = |inner: &mut dyn Runtime, at: usize| -> Flow<Value> {
            match attribute.positional.get(at) {
                Some(expression) => inner.constant(expression),
                None => Ok(Value::Null),
            }
        };
        let mut message: Option<Rc<str>> = None;
        let mut ignore_case = true;
        let short = short_name(attribute);
        if short != "parameter" {
            for named in &attribute.named {
                match named.name.to_ascii_lowercase().as_str() {
                    "errormessage" => {
                        let value = inner.constant(&named.argument)?;
                        message = Some(convert::to_text(&value));
                    }
                    "ignorecase" => {
                        ignore_case = truth(inner, &named.argument, named.expression_omitted)?;
                    }
                    "options" => {
                        let value = inner.constant(&named.argument)?;
                        let text = convert::to_text(&value).to_lowercase();
                        ignore_case = text.contains("ignorecase");
                    }
                    _ => {}
                }
            }
        }
        match short.as_str() {
            "parameter" => {
                advanced = true;
                let set = parameter_attribute(inner, attribute, sets)?;
                made.sets.push(set);
            }
            "alias" => {
                for expression in &attribute.positional {
                    let value = inner.constant(expression)?;
                    match crate::value::members::enumerate(&value) {
                        Some(items) => made.aliases.extend(items.iter().map(convert::to_text)),
                        None => made.aliases.push(convert::to_text(&value)),
                    }
                }
            }
            "allownull" => made.allow_null = true,
            "allowemptystring" => made.allow_empty_string = true,
            "allowemptycollection" => made.allow_empty_collection = true,
            "validatenotnull" => made.checks.push(Check::NotNull),
            "validatenotnullorempty" => made.checks.push(Check::NotNullOrEmpty),
            "validatenotnullorwhitespace" => made.checks.push(Check::NotNullOrWhiteSpace),
            "validateset" => {
                let mut values = Vec::new();
                for expression in &attribute.positional {
                    let mut value = inner.constant(expression)?;
                    if matches!(
                        value.downcast::<TypeValue>(),
                        Some(TypeValue(TypeRef::Class(_)))
                    ) {
                        value = generated(inner, value)?;
                    }
                    match crate::value::members::enumerate(&value) {
                        Some(items) => values.extend(items.iter().map(convert::to_text)),
                        None => values.push(convert::to_text(&value)),
                    }
                }
                made.checks.push(Check::Set {
                    values,
                    case: !ignore_case,
                    message,
                });
            }
            "validaterange" => {
                let min = first(inner, 0)?;
                if attribute.positional.len() == 1 {
                    let kind = match convert::to_text(&min).to_lowercase().as_str() {
                        "positive" => RangeKind::Positive,
                        "nonnegative" => RangeKind::NonNegative,
                        "negative" => RangeKind::Negative,
                        _ => RangeKind::NonPositive,
                    };
                    made.checks.push(Check::RangeKind(kind));
                } else {
                    let max = first(inner, 1)?;
                    let ty = match &made.kind {
                        Kind::Type(TypeRef::Array(element, _)) => Some(&**element),
                        Kind::Type(ty) => Some(ty),
                        _ => None,
                    };
                    made.checks
                        .push(Check::Range(limit(min, ty), limit(max, ty)));
                }
            }
            "validatelength" => {
                let min = convert::to_long(&first(inner, 0)?)?;
                let max = convert::to_long(&first(inner, 1)?)?;
                made.checks.push(Check::Length(min, max));
            }
            "validatecount" => {
                let min = convert::to_long(&first(inner, 0)?)?;
                let max = convert::to_long(&first(inner, 1)?)?;
                made.checks.push(Check::Count(min, max));
            }
            "validatepattern" => {
                let pattern = first(inner, 0)?;
                made.checks.push(Check::Pattern {
                    pattern: pattern_text(&pattern),
                    case: !ignore_case,
                    message,
                });
            }
            "validatescript" => {
                if let Value::ScriptBlock(block) = first(inner, 0)? {
                    made.checks.push(Check::Script(block, message));
                }
            }
            "validatedrive"
            | "validateuserdrive"
            | "validatetrusteddata"
            | "argumentcompleter"
            | "argumentcompletions"
            | "supportswildcards"
            | "psdefaultvalue"
            | "pscredential"
            | "credential"
            | "pstypename"
            | "dontshow"
            | "obsolete"
            | "experimental" => {}
            _ => {
                return Err(inner.placed(
                    ShellError::new(
                        "CustomAttributeTypeNotFound",
                        ErrorCategory::InvalidOperation,
                        format!(
                            "Cannot find the type for custom attribute '{}'. Make sure that the assembly that contains this type is loaded.",
                            attribute.type_name.full_name
                        ),
                    )
                    .command(""),
                    attribute.span,
                ));
            }
        }
    }
    if made.sets.is_empty() {
        made.sets.push(new_set(u32::MAX));
    }
    made.mask = made.sets.iter().fold(0, |mask, set| mask | set.mask);
    Ok((made, advanced))
}

/// The type and attributes before a variable: `[ValidateRange(1, 9)][int]$x`.
pub fn variable_meta(
    inner: &mut dyn Runtime,
    name: &str,
    types: &[&TypeConstraint],
    attributes: &[&Attribute],
) -> Flow<ParameterMeta> {
    let (meta, _) = read_attributes(inner, name, types, attributes, &mut Sets::default())?;
    Ok(meta)
}

/// The common parameters of every advanced function.
const COMMON_NAMES: [&str; 11] = [
    "Verbose",
    "Debug",
    "ErrorAction",
    "WarningAction",
    "InformationAction",
    "ErrorVariable",
    "WarningVariable",
    "InformationVariable",
    "OutVariable",
    "OutBuffer",
    "PipelineVariable",
];

/// The declaration of a script block: its parameters and the attributes of its `param` block.
pub fn script_meta(
    inner: &mut dyn Runtime,
    parameters: &[Parameter],
    block: Option<&ParamBlock>,
) -> Flow<CommandMeta> {
    let mut sets = Sets::default();
    let mut advanced = false;
    let mut should_process = false;
    let mut impact = Impact::Medium;
    let mut positional = true;
    let mut pages = false;
    let mut default_set = 0;
    for base in block.map_or(&[][..], |block| &block.attributes) {
        let AttributeBase::Attribute(attribute) = base else {
            continue;
        };
        match short_name(attribute).as_str() {
            "cmdletbinding" => advanced = true,
            _ => continue,
        }
        for named in &attribute.named {
            let omitted = named.expression_omitted;
            match named.name.to_ascii_lowercase().as_str() {
                "supportsshouldprocess" => {
                    should_process = truth(inner, &named.argument, omitted)?;
                }
                "positionalbinding" => positional = truth(inner, &named.argument, omitted)?,
                "defaultparametersetname" => {
                    let value = inner.constant(&named.argument)?;
                    default_set = sets.bit(&convert::to_text(&value));
                }
                "confirmimpact" => {
                    let value = inner.constant(&named.argument)?;
                    impact = match convert::to_text(&value).to_lowercase().as_str() {
                        "none" => Impact::None,
                        "low" => Impact::Low,
                        "high" => Impact::High,
                        _ => Impact::Medium,
                    };
                }
                "supportspaging" => pages = truth(inner, &named.argument, omitted)?,
                "helpuri" | "supportstransactions" | "remotingcapability" => {}
                _ => {
                    return Err(unknown_property(
                        &named.name,
                        "CmdletBinding",
                        inner,
                        named.span,
                    ));
                }
            }
        }
    }
    let mut made = Vec::with_capacity(parameters.len() + 13);
    for parameter in parameters {
        let mut types = Vec::new();
        let mut attributes = Vec::new();
        for base in &parameter.attributes {
            match base {
                AttributeBase::Type(constraint) => types.push(constraint),
                AttributeBase::Attribute(attribute) => attributes.push(attribute),
            }
        }
        let (meta, marked) =
            read_attributes(inner, &parameter.name.name, &types, &attributes, &mut sets)?;
        advanced |= marked;
        made.push(meta);
    }
    for (at, meta) in made.iter().enumerate() {
        if let Some(double) = made.get(..at).unwrap_or(&[]).iter().find(|known| {
            known.aliases.iter().any(|alias| {
                alias.eq_ignore_ascii_case(&meta.name)
                    || meta
                        .aliases
                        .iter()
                        .any(|other| other.eq_ignore_ascii_case(alias))
            }) || meta
                .aliases
                .iter()
                .any(|alias| alias.eq_ignore_ascii_case(&known.name))
        }) {
            return Err(ShellError::new(
                "ParameterNameConflictsWithAlias",
                ErrorCategory::MetadataError,
                format!(
                    "The parameter \"{}\" cannot be specified because it conflicts with the parameter alias of the same name for parameter \"{}\".",
                    meta.name, double.name
                ),
            )
            .exception("System.Management.Automation.MetadataException")
            .into());
        }
    }
    // Unless one says where it stands, or belongs to a set, parameters are positional in their order; switches are not.
    let explicit = made.iter().any(|meta| {
        let mut sets = meta.sets.iter();
        sets.any(|set| set.position.is_some() || set.mask != u32::MAX)
    });
    if positional && !explicit {
        let mut position = 0;
        for meta in &mut made {
            if matches!(meta.kind, Kind::Switch) {
                continue;
            }
            for set in &mut meta.sets {
                set.position = Some(position);
            }
            position += 1;
        }
    }
    let takes_input = made.iter().any(ParameterMeta::takes_input);
    let mut shared: Vec<Rc<ParameterMeta>> = made.into_iter().map(Rc::new).collect();
    if advanced {
        for meta in &shared {
            let clash = |names: &[&str]| {
                names
                    .iter()
                    .any(|name| meta.name.eq_ignore_ascii_case(name))
            };
            if clash(&COMMON_NAMES)
                || should_process && clash(&["WhatIf", "Confirm"])
                || pages && clash(&["IncludeTotalCount", "Skip", "First"])
            {
                return Err(ShellError::new(
                    "ParameterNameAlreadyExistsForCommand",
                    ErrorCategory::MetadataError,
                    format!(
                        "A parameter with the name '{}' was defined multiple times for the command.",
                        meta.name
                    ),
                )
                .exception("System.Management.Automation.MetadataException")
                .command("")
                .into());
            }
        }
        add_common(&mut shared, should_process, pages, true);
    }
    Ok(CommandMeta {
        parameters: shared,
        set_names: sets.names,
        default_set,
        fallback_set: 0,
        advanced,
        is_script: true,
        should_process,
        impact,
        takes_input,
    })
}

/// What a class of a script with `GetValidValues` (`IValidateSetValuesGenerator`) allows.
fn generated(inner: &mut dyn Runtime, class: Value) -> Flow<Value> {
    let block = inner.compile("param($type) $type::new().GetValidValues()")?;
    let call = BlockCall {
        item: None,
        this: Some(Value::Null),
        args: &[class],
    };
    Ok(Value::array(inner.run_block(&block, call)?))
}
