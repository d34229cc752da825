//! The errors of binding, with PowerShell's ids.

use std::rc::Rc;

use super::advice;
use super::meta::{CommandMeta, ParameterMeta};
use super::runtime::Call;
use crate::error::{ErrorCategory, Position, ShellError};
use crate::syntax::quote::quote_argument;
use crate::value::{Value, members};

const BINDING: &str = "System.Management.Automation.ParameterBindingException";
const VALIDATION: &str = "System.Management.Automation.ParameterBindingValidationException";
const TRANSFORMATION: &str =
    "System.Management.Automation.ParameterBindingArgumentTransformationException";

/// An error of binding a call: its id ends in the command's name or class, and it stands at the argument.
fn error(
    id: &'static str,
    category: ErrorCategory,
    message: String,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let mut made = ShellError::new(id, category, message)
        .exception(BINDING)
        .command(call.id_suffix())
        .property("ErrorId", id);
    made.position = span.cloned().or_else(|| call.position().cloned());
    made.activity = Some(call.command_name());
    made
}

fn named(mut made: ShellError, parameter: &str) -> ShellError {
    made.properties
        .push(("ParameterName", Value::from(parameter)));
    made
}

/// A command as it is typed: a script is called by its path.
pub fn typed(call: &dyn Call) -> Rc<str> {
    let own = call.command_name();
    let is_path = own.ends_with(".ps1") && call.position().is_some();
    match is_path && call.name().contains('/') {
        true => quote_argument(call.name()).into(),
        false => own,
    }
}

/// What is said where nothing better is known.
fn look_up(mut made: ShellError, call: &dyn Call) -> ShellError {
    // A script block has no name to look up.
    if call.command_name().is_empty() {
        return made;
    }
    made.help.get_or_insert_with(|| {
        format!(
            "'Get-Command {0} -Syntax' shows what goes together and in which order; 'Get-Help {0} -Examples' how it is used.",
            typed(call)
        )
    });
    made
}

/// No parameter of that name; `maker` is the command that has it and makes what this one changes.
pub fn no_such_parameter(
    meta: &CommandMeta,
    name: &str,
    maker: Option<&str>,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let made = named(
        error(
            "NamedParameterNotFound",
            ErrorCategory::InvalidArgument,
            format!("A parameter cannot be found that matches parameter name '{name}'."),
            call,
            span,
        ),
        name,
    );
    if let Some(help) = advice::without_equals_sign(meta, name) {
        return made.help(help);
    }
    if let Some(help) = advice::other_name_of_hosts(meta, name) {
        return made.help(help);
    }
    let lower = name.to_lowercase();
    let mut near: Vec<(usize, Rc<str>)> = meta
        .parameters
        .iter()
        .filter(|parameter| !parameter.hidden)
        .flat_map(|parameter| std::iter::once(&parameter.name).chain(&parameter.aliases))
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()),
                Rc::clone(candidate),
            )
        })
        .filter(|(distance, _)| *distance <= (name.chars().count() / 3).clamp(1, 4))
        .collect();
    near.sort();
    near.dedup();
    if !near.is_empty() {
        let names: Vec<String> = near
            .iter()
            .take(3)
            .map(|(_, name)| format!("-{name}"))
            .collect();
        return made.help(format!("Did you mean {}?", names.join(", ")));
    }
    // A call without a place is one of the command line of iovsh itself.
    if call.position().is_none()
        && let Some(option) = ["json", "output", "host"]
            .into_iter()
            .find(|option| strsim::damerau_levenshtein(&lower, option) == 1)
    {
        return made.help(format!("Did you mean --{option}?"));
    }
    if let Some(maker) = maker {
        return made.help(format!(
            "{maker} has -{name}: what it says is chosen when something is made, and stays. Remove it and make it again with {maker}."
        ));
    }
    let known: Vec<String> = meta
        .parameters
        .iter()
        .filter(|parameter| parameter.common.is_none() && !parameter.hidden)
        .map(|parameter| format!("-{}", parameter.name))
        .collect();
    if known.is_empty() {
        made.help("The command has no parameters of its own.")
    } else {
        const MOST: usize = 12;
        let shown = known
            .iter()
            .take(MOST)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        made.help(match known.len().saturating_sub(MOST) {
            0 => format!("Its parameters are {shown}."),
            more if call.command_name().is_empty() => {
                format!("Its parameters are {shown} and {more} more.")
            }
            more => format!(
                "Its parameters are {shown} and {more} more: Get-Command {} -Syntax",
                typed(call)
            ),
        })
    }
}

/// Several parameters begin like that.
pub fn ambiguous(
    name: &str,
    matches: &[Rc<str>],
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let list: Vec<String> = matches.iter().map(|name| format!("-{name}")).collect();
    named(
        error(
            "AmbiguousParameter",
            ErrorCategory::InvalidArgument,
            format!(
                "Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches include: {}.",
                list.join(" ")
            ),
            call,
            span,
        ),
        name,
    )
}

/// Named twice.
pub fn already_bound(name: &str, call: &dyn Call, span: Option<&Position>) -> ShellError {
    named(
        error(
            "ParameterAlreadyBound",
            ErrorCategory::InvalidArgument,
            format!(
                "Cannot bind parameter because parameter '{name}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\"."
            ),
            call,
            span,
        ),
        name,
    )
}

/// Named, but no value follows.
pub fn missing_argument(
    meta: &ParameterMeta,
    command: &CommandMeta,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let mut made = named(
        error(
            "MissingArgument",
            ErrorCategory::InvalidArgument,
            format!(
                "Missing an argument for parameter '{}'. Specify a parameter of type '{}' and try again.",
                meta.name,
                meta.kind.type_name()
            ),
            call,
            span,
        ),
        &meta.name,
    );
    made.help = advice::truth(meta, command);
    made
}

/// More positional arguments than positions.
pub fn no_position(
    meta: &CommandMeta,
    value: &Value,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let text = crate::value::convert::to_text(value);
    let mut made = error(
        "PositionalParameterNotFound",
        ErrorCategory::InvalidArgument,
        format!("A positional parameter cannot be found that accepts argument '{text}'."),
        call,
        span,
    );
    made.help = text
        .strip_prefix('-')
        .and_then(|name| advice::without_equals_sign(meta, name));
    look_up(made, call)
}

/// Two parameters stand at the same place of a set.
pub fn shared_place(call: &dyn Call) -> ShellError {
    let made = error(
        "AmbiguousPositionalParameterNoName",
        ErrorCategory::InvalidArgument,
        "Cannot bind positional parameters because no names were given.".to_owned(),
        call,
        None,
    );
    look_up(made, call)
}

/// An action that no stream takes.
pub fn reserved_action(
    meta: &ParameterMeta,
    value: &Value,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let name = &meta.name;
    let reason = reserved(value);
    named(
        error(
            "ParameterBindingFailed",
            ErrorCategory::WriteError,
            format!(
                "Cannot bind parameter '{name}' to the target. Exception setting \"{name}\": \"{reason}\""
            ),
            call,
            span,
        ),
        name,
    )
}

/// Why an action is not taken.
pub fn reserved(value: &Value) -> String {
    format!(
        "The {} ActionPreference value is reserved for future use and is not supported at this time. For more information about preference variables, see the Help topic, \"about_Preference_Variables.\"",
        crate::value::convert::to_text(value)
    )
}

/// The values of a list with one more, as they would be written: `web1,web2`.
pub fn with_commas(given: Option<&Value>, more: &Value) -> String {
    let mut items = given
        .map(|value| members::enumerate(value).unwrap_or_else(|| vec![value.clone()]))
        .unwrap_or_default();
    items.push(more.clone());
    let quoted = items.iter().map(|item| {
        let text = crate::value::convert::to_text(item);
        quote_argument(&text).into_owned()
    });
    quoted.collect::<Vec<_>>().join(",")
}

/// No single set fits.
pub fn ambiguous_set(call: &dyn Call) -> ShellError {
    let made = error(
        "AmbiguousParameterSet",
        ErrorCategory::InvalidArgument,
        "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.".to_owned(),
        call,
        None,
    );
    look_up(made, call)
}

/// What must be given was not.
pub fn missing_mandatory(names: &[Rc<str>], call: &dyn Call) -> ShellError {
    let names = names.join(" ");
    let made = error(
        "MissingMandatoryParameter",
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot process command because of one or more missing mandatory parameters: {names}."
        ),
        call,
        None,
    );
    named(made, &names)
}

/// A pipeline object that fits no parameter; `help` says what would.
pub fn input_not_bound(value: &Value, call: &dyn Call, help: Option<String>) -> ShellError {
    let mut made = error(
        "InputObjectNotBound",
        ErrorCategory::InvalidArgument,
        "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.".to_owned(),
        call,
        None,
    )
    .target(value.clone());
    made.help = help;
    look_up(made, call)
}

/// A value that is refused after conversion.
pub fn invalid(
    meta: &ParameterMeta,
    reason: &str,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let mut made = named(
        error(
            "ParameterArgumentValidationError",
            ErrorCategory::InvalidData,
            format!(
                "Cannot validate argument on parameter '{}'. {reason}",
                meta.name
            ),
            call,
            span,
        ),
        &meta.name,
    )
    .exception(VALIDATION);
    made.inner = Some(Box::new(
        ShellError::new(
            "ValidateSetFailure",
            ErrorCategory::MetadataError,
            reason.to_owned(),
        )
        .exception("System.Management.Automation.ValidationMetadataException"),
    ));
    made
}

/// `$null`, an empty text or an empty collection where the parameter is mandatory.
pub fn empty(
    id: &'static str,
    what: &str,
    meta: &ParameterMeta,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    named(
        error(
            id,
            ErrorCategory::InvalidData,
            format!(
                "Cannot bind argument to parameter '{}' because it is {what}.",
                meta.name
            ),
            call,
            span,
        ),
        &meta.name,
    )
    .exception(VALIDATION)
}

/// A value that cannot be converted.
pub fn not_converted(
    meta: &ParameterMeta,
    command: &CommandMeta,
    value: &Value,
    inner: ShellError,
    call: &dyn Call,
    span: Option<&Position>,
) -> ShellError {
    let list = advice::given_list(meta, value);
    let is_transformation = command.is_script && meta.common.is_none();
    let inner = as_cause(inner, is_transformation);
    let mut made = if is_transformation {
        error(
            "ParameterArgumentTransformationError",
            ErrorCategory::InvalidData,
            format!(
                "Cannot process argument transformation on parameter '{}'. {}",
                meta.name, inner.message
            ),
            call,
            span,
        )
        .exception(TRANSFORMATION)
    } else if let Some(items) = list {
        error(
            "CannotConvertArgument",
            ErrorCategory::InvalidArgument,
            format!(
                "Cannot convert '{}' to the type '{}' required by parameter '{}': a list of {} values was given, and the parameter takes one.",
                crate::types::type_of(value).full_name(),
                meta.kind.type_name(),
                meta.name,
                items.len()
            ),
            call,
            span,
        )
    } else {
        error(
            "CannotConvertArgumentNoMessage",
            ErrorCategory::InvalidArgument,
            format!("Cannot bind parameter '{}'. {}", meta.name, inner.message),
            call,
            span,
        )
    };
    made.inner = Some(Box::new(inner));
    made.help = advice::next_step(meta, command, value, call, span);
    look_up(named(made, &meta.name), call)
}

/// The failed conversion as the exception inside: of a function's parameter it is one of its type attribute, around the cast.
fn as_cause(error: ShellError, is_transformation: bool) -> ShellError {
    const RUNTIME: &str = "System.Management.Automation.RuntimeException";
    const METADATA: &str = "System.Management.Automation.ArgumentTransformationMetadataException";
    let is_plain = &*error.exception == RUNTIME;
    match (is_transformation, error.inner.clone()) {
        (false, Some(cast)) if is_plain => *cast,
        (false, _) => error,
        (true, Some(_)) if is_plain => error.exception(METADATA),
        (true, _) if &*error.exception == METADATA => error,
        (true, _) => {
            let message = error.message.clone();
            ShellError::new(error.id.clone(), error.category, message)
                .exception(METADATA)
                .inner(error)
        }
    }
}

/// A script block argument that failed for a pipeline object.
pub fn block_failed(meta: &ParameterMeta, inner: ShellError, call: &dyn Call) -> ShellError {
    let mut made = named(
        error(
            "ScriptBlockArgumentInvocationFailed",
            ErrorCategory::InvalidArgument,
            format!(
                "Cannot evaluate parameter '{}' because its argument input failed. {}",
                meta.name, inner.message
            ),
            call,
            None,
        ),
        &meta.name,
    );
    made.inner = Some(Box::new(inner));
    made
}
