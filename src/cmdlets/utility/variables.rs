//! What the variable cmdlets share: options, objects, and finding by pattern.

use std::rc::Rc;

use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, ItemOptions, Variable, VariableInfo};
use iovsh_shell::syntax::symbol::Symbol;
use iovsh_shell::value::{EnumType, EnumValue, MemberKind, PsObject, Value};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// `System.Management.Automation.ScopedItemOptions`.
pub static SCOPED_ITEM_OPTIONS: EnumType = EnumType {
    name: "System.Management.Automation.ScopedItemOptions",
    members: &[
        ("None", 0),
        ("ReadOnly", 1),
        ("Constant", 2),
        ("Private", 4),
        ("AllScope", 8),
        ("Unspecified", 16),
    ],
    flags: true,
};

/// `-Option`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options(pub ItemOptions);

impl Argument for Options {
    const TYPE: ParameterType = ParameterType::Enum(&SCOPED_ITEM_OPTIONS);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::Enum(member) => Ok(Self(ItemOptions(u8::try_from(member.number).unwrap_or(0)))),
            other => Err(mismatch(other, SCOPED_ITEM_OPTIONS.name)),
        }
    }
}

/// The options as scripts see them.
pub fn options_value(options: ItemOptions) -> Value {
    Value::Enum(Rc::new(EnumValue {
        ty: &SCOPED_ITEM_OPTIONS,
        number: i64::from(options.0),
    }))
}

/// A variable as an object: `PSVariable`.
pub fn variable_object(variable: &Variable) -> Value {
    let object = PsObject::of(&["System.Management.Automation.PSVariable", "System.Object"]);
    let description = variable
        .info
        .as_ref()
        .map_or_else(|| Rc::from(""), |info| info.description.clone());
    for (name, value) in [
        ("Name", Value::Str(variable.name.clone())),
        ("Description", Value::Str(description)),
        ("Value", variable.value.clone()),
        ("Visibility", Value::from("Public")),
        ("Module", Value::Null),
        ("ModuleName", Value::from("")),
        ("Options", options_value(variable.options())),
        ("Attributes", Value::array(Vec::new())),
    ] {
        object.push(name, MemberKind::Property(value));
    }
    Value::object(object)
}

/// Refuses a scope that there is not: a number that goes past the outermost, or a word that names none.
///
/// # Errors
/// `ArgumentOutOfRange`, `Argument`.
pub fn check_scope(cx: &mut Context, scope: Option<&str>) -> Result<(), ShellError> {
    let Some(scope) = scope else {
        return Ok(());
    };
    if cx.session().scope_named(scope).is_some() {
        return Ok(());
    }
    Err(if scope.trim().parse::<i128>().is_ok() {
        ShellError::new(
            "ArgumentOutOfRange",
            ErrorCategory::InvalidArgument,
            format!(
                "The scope number '{scope}' exceeds the number of active scopes. (Parameter 'scopeID')\nActual value was {scope}."
            ),
        )
        .exception("System.Management.Automation.PSArgumentOutOfRangeException")
    } else {
        ShellError::new(
            "Argument",
            ErrorCategory::InvalidArgument,
            "Cannot process argument because the value of argument \"scopeID\" is not valid. Change the value of the \"scopeID\" argument and run the operation again.",
        )
        .exception("System.Management.Automation.PSArgumentException")
        .help("A scope is global, script, local or the number of levels up.")
    })
}

/// The variables that a name with wildcards stands for.
pub fn matching(
    cx: &mut Context,
    name: &str,
    scope: Option<&str>,
    exclude: &[String],
    include: &[String],
) -> Vec<Variable> {
    let session = cx.session();
    let found = if has_wildcards(name) {
        let pattern = WildcardPattern::new(name);
        session
            .variables(scope)
            .into_iter()
            .filter(|variable| pattern.is_match(&variable.name))
            .collect()
    } else {
        let plain = iovsh_shell::wildcard::unescape(name);
        session
            .variable(&plain, scope)
            .into_iter()
            .collect::<Vec<_>>()
    };
    let any = |patterns: &[String], name: &str| {
        patterns
            .iter()
            .any(|pattern| WildcardPattern::new(pattern).is_match(name))
    };
    found
        .into_iter()
        .filter(|variable| !any(exclude, &variable.name))
        .filter(|variable| include.is_empty() || any(include, &variable.name))
        .collect()
}

/// `VariableNotFound`.
pub fn not_found(name: &str) -> ShellError {
    ShellError::new(
        "VariableNotFound",
        ErrorCategory::ObjectNotFound,
        format!("Cannot find a variable with the name '{name}'."),
    )
    .exception("System.Management.Automation.ItemNotFoundException")
    .target(name)
}

/// `VariableNotWritable` and its kin.
pub fn refused(id: &'static str, name: &str, why: &str) -> ShellError {
    ShellError::new(
        id,
        ErrorCategory::WriteError,
        format!("Cannot change the variable {name} because {why}."),
    )
    .exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
    .target(name)
}

/// What is to be written to a variable.
#[derive(Clone, Default)]
pub struct Change {
    /// The value; `None` leaves it.
    pub value: Option<Value>,
    /// The options; `None` leaves them.
    pub options: Option<ItemOptions>,
    /// The description; `None` leaves it.
    pub description: Option<Rc<str>>,
    /// Also what is read-only.
    pub force: bool,
}

/// Makes or changes a variable.
///
/// # Errors
/// `VariableNotWritable`, `VariableCannotBeMadeConstant`.
pub fn write(cx: &mut Context, name: &str, scope: Option<&str>, change: &Change) -> Flow<Variable> {
    check_scope(cx, scope)?;
    let session = cx.session();
    let Some(place) = session.scope_named(scope.unwrap_or("local")) else {
        return Err(not_found(name).into());
    };
    let symbol = Symbol::of(name);
    let old = match scope {
        Some(_) => place.get(symbol),
        None => place.get(symbol).or_else(|| {
            session
                .variable(name, None)
                .filter(|variable| variable.options().has(ItemOptions::ALL_SCOPE))
        }),
    };
    let mut variable = old
        .clone()
        .unwrap_or_else(|| Variable::new(symbol, name, Value::Null));
    if let Some(old) = &old {
        let options = old.options();
        if options.has(ItemOptions::CONSTANT)
            || (options.has(ItemOptions::READ_ONLY) && !change.force)
        {
            return Err(refused("VariableNotWritable", name, "it is read-only or constant").into());
        }
        if change
            .options
            .is_some_and(|options| options.has(ItemOptions::CONSTANT))
        {
            return Err(refused(
                "VariableCannotBeMadeConstant",
                name,
                "only a new variable can be made constant",
            )
            .into());
        }
    }
    if let Some(value) = &change.value {
        variable.value = match variable
            .info
            .as_ref()
            .and_then(|info| info.constraint.clone())
        {
            Some(constraint) => constraint.convert_variable(&mut cx.interpreter(), value)?,
            None => value.clone(),
        };
        variable.nothing = false;
    }
    if change.options.is_some() || change.description.is_some() {
        let mut info = variable.info.as_deref().cloned().unwrap_or_default();
        if let Some(options) = change.options {
            info.options = options;
        }
        if let Some(description) = &change.description {
            info.description = description.clone();
        }
        variable.info = Some(Rc::new(VariableInfo { ..info }));
    }
    place.put(variable.clone());
    Ok(variable)
}
