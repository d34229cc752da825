//! What completion knows of a function or a script file: its declaration, read from the text. Nothing of it is run.

use std::io::Read;
use std::path::PathBuf;

use crate::cmdlet::ParameterType;
use crate::complete::{CommandShape, ParameterShape};
use crate::eval::{decode_script, parameters};
use crate::os_text;
use crate::syntax;
use crate::syntax::ast::{
    Attribute, AttributeBase, Constant, ExpressionKind, Parameter, ScriptBlockAst,
};
use crate::types::{self, Known, TypeRef};
use crate::value::ScriptBlock;

/// The longest script that is read for a Tab, in bytes.
const LONGEST: u64 = 1 << 20;

/// The shape of a function.
pub(super) fn of_function(name: &str, block: &ScriptBlock) -> CommandShape {
    shape(name, parameters(block), is_advanced(&block.ast))
}

/// The shape of the script at a path, as it is typed before its arguments: `./x.ps1`, `./x`, `~/x.ps1`. Nothing where there is
/// none, or one that cannot be read or understood.
pub(super) fn of_script(name: &str) -> Option<CommandShape> {
    if !name.contains(['/', '\\']) && !ends_as_script(name) {
        return None;
    }
    let typed = name.replace('\\', "/");
    let path = match (typed.strip_prefix("~/"), std::env::var("HOME")) {
        (Some(rest), Ok(home)) => format!("{home}/{rest}"),
        _ => typed,
    };
    let file = [path.clone(), format!("{path}.ps1")]
        .into_iter()
        .map(|path| os_text::path_of(&path).into_owned())
        .find(|path| path.is_file() && ends_as_script(&path.to_string_lossy()))?;
    let parsed = syntax::parse_script(&text_of(file)?, None);
    if !parsed.errors.is_empty() {
        return None;
    }
    let declared = parsed.ast.param_block.as_ref();
    Some(shape(
        name,
        declared.map_or(&[], |block| &block.parameters),
        is_advanced(&parsed.ast),
    ))
}

fn ends_as_script(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".ps1")
}

/// The text of a file, when it is no longer than what is read for a Tab.
fn text_of(path: PathBuf) -> Option<String> {
    let file = std::fs::File::open(path).ok()?;
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LONGEST).then(|| decode_script(&bytes))
}

/// Whether the common parameters belong to it too.
fn is_advanced(block: &ScriptBlockAst) -> bool {
    let declared = block.param_block.as_ref();
    declared.is_some_and(|block| {
        let of_block = attributes(&block.attributes);
        let of_parameters = block.parameters.iter();
        let mut of_parameters = of_parameters.flat_map(|known| attributes(&known.attributes));
        of_block.into_iter().any(|known| is(known, "cmdletbinding"))
            || of_parameters.any(|known| is(known, "parameter"))
    })
}

fn shape(name: &str, declared: &[Parameter], advanced: bool) -> CommandShape {
    let mut shapes: Vec<ParameterShape> = declared.iter().map(parameter).collect();
    // What is no switch takes the arguments without names, in the order of writing.
    let mut position = 0_u8;
    for shape in &mut shapes {
        if !matches!(shape.ty, ParameterType::Switch) {
            shape.positions = vec![(u32::MAX, position)];
            position = position.saturating_add(1);
        }
    }
    if advanced {
        shapes.extend(super::snapshot::common_parameters());
    }
    CommandShape {
        name: name.to_owned(),
        parameters: shapes,
        default_set: 0,
        outputs: Vec::new(),
        takes_properties: false,
    }
}

fn parameter(declared: &Parameter) -> ParameterShape {
    let words = |name: &str| {
        let attributes = attributes(&declared.attributes);
        let mut found = attributes.into_iter().filter(|known| is(known, name));
        found.next().map(constants).unwrap_or_default()
    };
    ParameterShape {
        aliases: words("alias"),
        values: words("validateset"),
        ty: declared
            .attributes
            .iter()
            .find_map(|attribute| match attribute {
                AttributeBase::Type(constraint) => Some(&constraint.type_name),
                AttributeBase::Attribute(_) => None,
            })
            .and_then(|name| types::resolve(&name.full_name))
            .map_or(ParameterType::Object, |ty| type_of(&ty)),
        common: false,
        of_script: true,
        ..super::snapshot::common(&declared.name.name, ParameterType::Object, "")
    }
}

/// What completion makes of a type: a switch, a truth value, an enumeration, a number; everything else may be text.
fn type_of(ty: &TypeRef) -> ParameterType {
    match ty {
        TypeRef::Known(Known::SwitchParameter) => ParameterType::Switch,
        TypeRef::Known(Known::Bool) => ParameterType::Named("bool"),
        TypeRef::Known(Known::Int32 | Known::Int64 | Known::Double) => ParameterType::Named("int"),
        TypeRef::Enum(ty) => ParameterType::Enum(ty),
        TypeRef::Array(element, 1) => type_of(element),
        TypeRef::Nullable(inner) => type_of(inner),
        _ => ParameterType::Object,
    }
}

fn attributes(all: &[AttributeBase]) -> Vec<&Attribute> {
    let mut found = Vec::new();
    for known in all {
        if let AttributeBase::Attribute(attribute) = known {
            found.push(attribute);
        }
    }
    found
}

/// Whether an attribute has this name: `ValidateSet`, `ValidateSetAttribute`, with or without the name space.
fn is(attribute: &Attribute, name: &str) -> bool {
    let full = attribute.type_name.full_name.to_lowercase();
    let short = full.rsplit('.').next().unwrap_or(&full);
    short.strip_suffix("attribute").unwrap_or(short) == name
}

/// The arguments of an attribute that are written as they are.
fn constants(attribute: &Attribute) -> Vec<String> {
    let text = |argument: &ExpressionKind| match argument {
        ExpressionKind::StringConstant(constant) => Some(constant.value.to_string()),
        ExpressionKind::Constant(Constant::Int32(number)) => Some(number.to_string()),
        _ => None,
    };
    let arguments = attribute.positional.iter();
    arguments
        .filter_map(|argument| text(&argument.kind))
        .collect()
}
