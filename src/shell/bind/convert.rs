//! Conversion of arguments: stricter than casts where a silent conversion would hide a mistake.

use std::rc::Rc;

use super::check::Check;
use super::meta::{CommandMeta, Kind, ParameterMeta};
use super::runtime::{Call, Runtime};
use super::{advice, errors};
use crate::error::{ErrorCategory, Flow, Interrupt, Position, ShellError};
use crate::types::{self, Known, ReferenceValue, SwitchValue, TypeRef, is_instance};
use crate::value::{Value, convert, members};

fn refused(message: String) -> ShellError {
    ShellError::new(
        "CannotConvertArgumentNoMessage",
        ErrorCategory::InvalidArgument,
        message,
    )
    .exception("System.Management.Automation.PSInvalidCastException")
}

/// A truth value: numbers are taken, text is not.
fn to_bool(value: &Value) -> Result<bool, ShellError> {
    truth(value, Known::Bool).ok_or_else(|| refused(no_truth(value, Known::Bool)))
}

/// What a value says as a truth value of this type; `None` where it says nothing: truth values, switches and numbers do.
fn truth(value: &Value, ty: Known) -> Option<bool> {
    let base = value.base();
    match base {
        Value::Bool(_)
        | Value::SByte(_)
        | Value::Byte(_)
        | Value::Int16(_)
        | Value::UInt16(_)
        | Value::Int(_)
        | Value::UInt32(_)
        | Value::Long(_)
        | Value::ULong(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_) => Some(convert::to_bool(base)),
        Value::Null => (ty == Known::SwitchParameter).then_some(false),
        _ => base.downcast::<SwitchValue>().map(|SwitchValue(on)| *on),
    }
}

/// Why a value is no truth value of this type.
fn no_truth(value: &Value, ty: Known) -> String {
    let base = value.base();
    let kind = if base.is_null() {
        Rc::from("")
    } else {
        types::type_of(base).full_name()
    };
    format!(
        "Cannot convert value \"{kind}\" to type \"{}\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
        ty.info().full_name
    )
}

/// Whether it is the action `Suspend`, which is named and taken by nothing.
pub(super) fn is_reserved_action(value: &Value) -> bool {
    matches!(value.base(), Value::Enum(member)
        if std::ptr::eq(member.ty, &types::enums::ACTION_PREFERENCE) && member.number == 5)
}

/// A switch: only truth values and switches are taken.
fn to_switch(value: &Value) -> Result<bool, ShellError> {
    match value.base() {
        Value::Bool(on) => Ok(*on),
        Value::Null => Ok(false),
        other => match other.downcast::<SwitchValue>() {
            Some(SwitchValue(on)) => Ok(*on),
            None => Err(refused(format!(
                "Cannot convert the \"{}\" value of type \"{}\" to type \"System.Management.Automation.SwitchParameter\".",
                convert::to_text(other),
                types::type_of(other).full_name()
            ))),
        },
    }
}

/// Why a parameter did not take a value.
#[derive(Debug)]
pub(super) enum Refused {
    /// It could not be converted: it may fit another parameter.
    Conversion(Interrupt),
    /// A check refused it: the parameter is the one that is meant, and this is no value for it.
    Check(Interrupt),
    /// Something went wrong on the way.
    Otherwise(Interrupt),
}

impl From<Refused> for Interrupt {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Conversion(interrupt)
            | Refused::Check(interrupt)
            | Refused::Otherwise(interrupt) => interrupt,
        }
    }
}

/// Whether the value already is of the type.
pub(super) fn fits(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::Any => true,
        // A text may mean such an object, where nothing else in its place takes texts.
        Kind::Opaque(_) => value.as_str().is_none(),
        Kind::Switch => {
            matches!(value.base(), Value::Bool(_)) || value.downcast::<SwitchValue>().is_some()
        }
        Kind::Type(ty) if is_instance(value, ty) => true,
        Kind::Type(_) => kind.is_collection() && elements_fit(&kind.element(), value),
        Kind::Of(name) => is_of(name, value),
        Kind::Array(inner) => elements_fit(inner, value),
        Kind::Nullable(inner) => value.is_null() || fits(inner, value),
    }
}

/// Whether what is in a collection, or the one value that becomes a collection of one, needs no conversion.
fn elements_fit(element: &Kind, value: &Value) -> bool {
    match members::enumerate(value) {
        Some(items) => items.iter().all(|item| fits(element, item)),
        None => fits(element, value),
    }
}

fn is_of(name: &str, value: &Value) -> bool {
    types::type_names(value)
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

impl Kind {
    /// Whether it is made of text, or of several texts.
    fn reads_text(&self) -> bool {
        match self {
            Kind::Type(ty) => type_reads_text(ty),
            Kind::Array(inner) | Kind::Nullable(inner) => inner.reads_text(),
            Kind::Any | Kind::Switch | Kind::Of(_) | Kind::Opaque(_) => false,
        }
    }

    /// Converts an argument. `script` is set for functions, whose switches stay switches.
    pub(super) fn convert(
        &self,
        inner: &mut dyn Runtime,
        value: &Value,
        script: bool,
    ) -> Flow<Value> {
        match self {
            Kind::Any | Kind::Opaque(_) => Ok(value.clone()),
            Kind::Switch => {
                let on = to_switch(value)?;
                Ok(if script {
                    Value::native(SwitchValue(on))
                } else {
                    Value::Bool(on)
                })
            }
            Kind::Type(ty) => convert_type(inner, ty, value, script),
            Kind::Of(name) => {
                if value.is_null() {
                    return Ok(Value::Null);
                }
                if is_of(name, value) {
                    return Ok(value.clone());
                }
                Err(refused(format!(
                    "Cannot convert the \"{}\" value of type \"{}\" to type \"{name}\".",
                    convert::to_text(value),
                    types::type_of(value).full_name()
                ))
                .into())
            }
            Kind::Array(element) => {
                if value.is_null() {
                    return Ok(Value::Null);
                }
                let items = match members::enumerate(value) {
                    Some(items) => items,
                    None => vec![value.clone()],
                };
                let mut made = Vec::with_capacity(items.len());
                for item in items {
                    made.push(element.convert(inner, &item, script)?);
                }
                let name = match &**element {
                    Kind::Any => Rc::from("System.Object"),
                    other => other.type_name(),
                };
                Ok(Value::typed_array(name, made))
            }
            Kind::Nullable(inner_kind) => {
                if value.is_null() {
                    return Ok(Value::Null);
                }
                inner_kind.convert(inner, value, script)
            }
        }
    }
}

fn convert_type(inner: &mut dyn Runtime, ty: &TypeRef, value: &Value, script: bool) -> Flow<Value> {
    match ty {
        TypeRef::Known(Known::String) => match value.base() {
            Value::Str(_) => Ok(value.base().clone()),
            Value::Null => Ok(Value::from("")),
            other => {
                if members::is_enumerable(other) {
                    return Err(refused("Cannot convert value to type System.String.".to_owned()).into());
                }
                convert::cast_in(value, ty, inner)
            }
        },
        TypeRef::Known(Known::Bool) => Ok(Value::Bool(to_bool(value)?)),
        TypeRef::Known(Known::SwitchParameter) => {
            let on = to_switch(value)?;
            Ok(if script {
                Value::native(SwitchValue(on))
            } else {
                Value::Bool(on)
            })
        }
        TypeRef::Known(Known::ScriptBlock) => match value.base() {
            Value::ScriptBlock(_) => Ok(value.base().clone()),
            Value::Null => Ok(Value::Null),
            other => Err(refused(format!(
                "Cannot convert the \"{}\" value of type \"{}\" to type \"System.Management.Automation.ScriptBlock\".",
                convert::to_text(other),
                types::type_of(other).full_name()
            ))
            .into()),
        },
        TypeRef::Array(element, 1) => {
            if value.is_null() {
                return Ok(Value::Null);
            }
            if is_instance(value, ty) {
                return Ok(value.clone());
            }
            let items = match members::enumerate(value) {
                Some(items) => items,
                None => vec![value.clone()],
            };
            let mut made = Vec::with_capacity(items.len());
            for item in items {
                let item = match (&**element, &item) {
                    (TypeRef::Known(Known::String), Value::Null) => Value::from(""),
                    (TypeRef::Known(Known::String), _) => {
                        Value::Str(convert::to_text_in(&item, inner)?)
                    }
                    (TypeRef::Known(Known::Object | Known::PsObject), _) => item,
                    _ => convert_type(inner, element, &item, script)?,
                };
                made.push(item);
            }
            Ok(Value::typed_array(element.full_name(), made))
        }
        TypeRef::Nullable(of) => {
            if value.is_null() {
                return Ok(Value::Null);
            }
            convert_type(inner, of, value, script)
        }
        TypeRef::Known(Known::PsReference) if script => match value.downcast::<ReferenceValue>() {
            Some(_) => Ok(value.clone()),
            None => Err(refused("Reference type is expected in argument.".to_owned()).into()),
        },
        _ => convert::cast_in(value, ty, inner),
    }
}

fn type_reads_text(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Known(known) => {
            matches!(
                known,
                Known::String | Known::Version | Known::SemanticVersion
            )
        }
        TypeRef::Array(inner, _) | TypeRef::List(inner) | TypeRef::Nullable(inner) => {
            type_reads_text(inner)
        }
        _ => false,
    }
}

impl ParameterMeta {
    fn convert_all(&self, inner: &mut dyn Runtime, value: &Value, advanced: bool) -> Flow<Value> {
        let mut value = match &self.kind {
            // A plain function joins what it is given for a text; one with [CmdletBinding()] refuses an array.
            Kind::Type(ty @ TypeRef::Known(Known::String))
                if self.is_script
                    && members::is_enumerable(value)
                    && !(advanced && matches!(value.base(), Value::Array(_))) =>
            {
                convert::cast_in(value, ty, inner)?
            }
            kind => kind.convert(inner, value, self.is_script)?,
        };
        for ty in self.casts.iter().rev() {
            value = convert_type(inner, ty, &value, self.is_script)?;
        }
        Ok(value)
    }

    /// Converts and checks an argument.
    pub(super) fn bind_value(
        &self,
        inner: &mut dyn Runtime,
        command: &CommandMeta,
        value: &Value,
        coerce: bool,
        call: &dyn Call,
        span: Option<&Position>,
    ) -> Result<Value, Refused> {
        if self.takes_all() {
            return Ok(value.clone());
        }
        let written = self.number_as_written(value, span);
        let value = written.as_ref().unwrap_or(value);
        let inside = self.referred_to(value);
        let value = inside.as_ref().unwrap_or(value);
        // `Get-VM -All:$null`: the name of a cmdlet's switch stands there, and that is what counts. A function's is cast.
        let present = value.is_null() && matches!(self.kind, Kind::Switch) && !self.is_script;
        let value = if present { &Value::Bool(true) } else { value };
        let explained = coerce || self.is_script || !fits(&self.kind, value);
        let converted = match self.convert_all(inner, value, command.advanced) {
            Ok(value) => value,
            Err(Interrupt::Error(error)) if explained => {
                let error = errors::not_converted(self, command, value, *error, call, span);
                return Err(Refused::Conversion(error.into()));
            }
            Err(Interrupt::Error(error)) => {
                return Err(Refused::Conversion(Interrupt::Error(error)));
            }
            Err(other) => return Err(Refused::Otherwise(other)),
        };
        let advised = |error: ShellError| match advice::empty_variable(span) {
            Some(help) if value.is_null() => Refused::Check(error.help(help).into()),
            _ => Refused::Check(error.into()),
        };
        let invalid = |reason: String| advised(errors::invalid(self, &reason, call, span));
        let empty = || {
            self.refuse_empty(value, &converted, call, span)
                .map_err(|error| advised(*error))
        };
        // A check of its own speaks before the one that every mandatory parameter has.
        let has_own = self
            .checks
            .iter()
            .any(|check| matches!(check, Check::NotNull | Check::NotNullOrEmpty));
        if !has_own {
            empty()?;
        }
        if !self.is_script {
            self.refuse_nothing(value).map_err(invalid)?;
        }
        for check in &self.checks {
            check
                .run(inner, &converted)
                .map_err(Refused::Otherwise)?
                .map_err(invalid)?;
        }
        if has_own {
            empty()?;
        }
        Ok(converted)
    }

    /// What a reference refers to, where a function's parameter of another type is given one.
    fn referred_to(&self, value: &Value) -> Option<Value> {
        let reference = value.downcast::<ReferenceValue>()?;
        let wants = match &self.kind {
            Kind::Any => self.casts.is_empty(),
            Kind::Type(TypeRef::Known(Known::PsReference)) => true,
            _ => !self.is_script,
        };
        (!wants).then(|| reference.0.get())
    }

    /// Whether every value is taken as it is.
    fn takes_all(&self) -> bool {
        matches!(self.kind, Kind::Any | Kind::Opaque(_))
            && self.checks.is_empty()
            && self.casts.is_empty()
            && !self.is_mandatory(u32::MAX)
    }

    /// What a cmdlet's parameter that is never null was given, before conversion: `$null` would become 0 or an empty text, and
    /// a blank text 0, which are values like others.
    fn refuse_nothing(&self, given: &Value) -> Result<(), String> {
        let takes_text = matches!(
            self.kind,
            Kind::Any | Kind::Opaque(_) | Kind::Type(TypeRef::Known(Known::String))
        ) || self.kind.is_collection();
        for check in &self.checks {
            match (check, given.base()) {
                (Check::NotNull | Check::NotNullOrEmpty, Value::Null) => {
                    return Err("The argument is null. Provide a valid value for the argument, and then try running the command again.".to_owned());
                }
                (Check::NotNullOrEmpty, Value::Str(text))
                    if !takes_text && text.trim().is_empty() =>
                {
                    return Err("The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.".to_owned());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A number that stands on the line is text for a parameter that reads text: `1.50`, not `1.5`, of a version as of a name, and where
    /// several are taken, too. In a list it is a number: `1.50, 2.50` is an expression.
    fn number_as_written(&self, value: &Value, span: Option<&Position>) -> Option<Value> {
        if !self.kind.reads_text()
            || !matches!(
                value,
                Value::Int(_) | Value::Long(_) | Value::Double(_) | Value::Decimal(_)
            )
        {
            return None;
        }
        let place = span?;
        let text = place.source.slice(place.span);
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let is_literal = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && digits
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-'));
        is_literal.then(|| Value::str(text))
    }

    /// What a mandatory parameter does not take.
    fn refuse_empty(
        &self,
        given: &Value,
        value: &Value,
        call: &dyn Call,
        span: Option<&Position>,
    ) -> Result<(), Box<ShellError>> {
        if !self.is_mandatory(u32::MAX) {
            return Ok(());
        }
        let text_type = matches!(&self.kind, Kind::Type(TypeRef::Known(Known::String)));
        match value.base() {
            Value::Null if !self.allow_null => {
                return Err(Box::new(errors::empty(
                    "ParameterArgumentValidationErrorNullNotAllowed",
                    "null",
                    self,
                    call,
                    span,
                )));
            }
            Value::Str(text) if text.is_empty() && !self.allow_empty_string => {
                if text_type && given.is_null() && self.allow_null {
                    return Ok(());
                }
                // A function's text parameter turns $null into empty text first; a cmdlet's does not.
                let (id, what) = if text_type && given.is_null() && !self.is_script {
                    ("ParameterArgumentValidationErrorNullNotAllowed", "null")
                } else {
                    (
                        "ParameterArgumentValidationErrorEmptyStringNotAllowed",
                        "an empty string",
                    )
                };
                return Err(Box::new(errors::empty(id, what, self, call, span)));
            }
            Value::Str(text)
                if text.is_empty()
                    && text_type
                    && given.is_null()
                    && !self.is_script
                    && !self.allow_null =>
            {
                return Err(Box::new(errors::empty(
                    "ParameterArgumentValidationErrorNullNotAllowed",
                    "null",
                    self,
                    call,
                    span,
                )));
            }
            _ => {}
        }
        if let Value::Array(_) | Value::List(_) = value.base() {
            let items = members::enumerate(value).unwrap_or_default();
            if items.is_empty() && !self.allow_empty_collection {
                let (id, what) =
                    if matches!(&self.kind, Kind::Type(TypeRef::Array(..)) | Kind::Array(_)) {
                        (
                            "ParameterArgumentValidationErrorEmptyArrayNotAllowed",
                            "an empty array",
                        )
                    } else {
                        (
                            "ParameterArgumentValidationErrorEmptyCollectionNotAllowed",
                            "an empty collection",
                        )
                    };
                return Err(Box::new(errors::empty(id, what, self, call, span)));
            }
            if self.kind.is_collection() {
                for item in &items {
                    if item.is_null() && !self.allow_null {
                        return Err(Box::new(errors::empty(
                            "ParameterArgumentValidationErrorNullNotAllowed",
                            "null",
                            self,
                            call,
                            span,
                        )));
                    }
                    if matches!(item, Value::Str(text) if text.is_empty())
                        && !self.allow_empty_string
                    {
                        return Err(Box::new(errors::empty(
                            "ParameterArgumentValidationErrorEmptyStringNotAllowed",
                            "an empty string",
                            self,
                            call,
                            span,
                        )));
                    }
                }
            }
        }
        Ok(())
    }

    /// Converts a parameter's default; a wrong one is an argument error all the same.
    pub fn convert_default(&self, inner: &mut dyn Runtime, value: Value) -> Flow<Value> {
        match &self.kind {
            Kind::Any => return Ok(value),
            // A default becomes a reference, where an argument has to be one.
            Kind::Type(ty @ TypeRef::Known(Known::PsReference)) => {
                return match value.is_null() {
                    true => Ok(value),
                    false => convert::cast_in(&value, ty, inner),
                };
            }
            _ => {}
        }
        match self.convert_all(inner, &value, false) {
            Ok(value) => Ok(value),
            Err(Interrupt::Error(error)) => {
                let suffix = inner.running_suffix();
                let mut made = ShellError::new(
                    "ParameterArgumentTransformationError",
                    ErrorCategory::InvalidData,
                    format!(
                        "Cannot process argument transformation on parameter '{}'. {}",
                        self.name, error.message
                    ),
                )
                .exception(
                    "System.Management.Automation.ParameterBindingArgumentTransformationException",
                )
                .command(suffix);
                made.inner = Some(error);
                Err(made.into())
            }
            Err(other) => Err(other),
        }
    }

    /// Converts and checks a value that is assigned to the parameter's variable later.
    pub fn convert_variable(&self, inner: &mut dyn Runtime, value: &Value) -> Flow<Value> {
        self.convert_kept(inner, value, true)
    }

    /// Converts and checks the value of a property of a class: every value says yes or no there, as in a cast.
    pub fn convert_property(&self, inner: &mut dyn Runtime, value: &Value) -> Flow<Value> {
        self.convert_kept(inner, value, false)
    }

    fn convert_kept(
        &self,
        inner: &mut dyn Runtime,
        value: &Value,
        is_variable: bool,
    ) -> Flow<Value> {
        let mut converted = match &self.kind {
            Kind::Type(ty) => {
                if let TypeRef::Known(Known::String) = ty
                    && value.is_null()
                {
                    Value::from("")
                } else {
                    let cast = match ty {
                        TypeRef::Known(Known::Bool) if is_variable => {
                            variable_truth(value, Known::Bool)
                                .map(Value::Bool)
                                .map_err(Interrupt::from)
                        }
                        _ => convert::cast_in(value, ty, inner),
                    };
                    match cast {
                        Ok(value) if is_variable && is_reserved_action(&value) => {
                            let error = refused_variable(errors::reserved(&value));
                            return Err(not_transformed(inner, error).into());
                        }
                        Ok(value) => value,
                        Err(Interrupt::Error(error)) => {
                            return Err(not_transformed(inner, *error).into());
                        }
                        Err(other) => return Err(other),
                    }
                }
            }
            Kind::Switch if is_variable => match variable_truth(value, Known::SwitchParameter) {
                Ok(on) => Value::native(SwitchValue(on)),
                Err(error) => return Err(not_transformed(inner, error).into()),
            },
            Kind::Switch => {
                let on = truth(value, Known::SwitchParameter);
                Value::native(SwitchValue(on.unwrap_or_else(|| convert::to_bool(value))))
            }
            _ => value.clone(),
        };
        for ty in self.casts.iter().rev() {
            converted = convert::cast_in(&converted, ty, inner)?;
        }
        for check in &self.checks {
            if let Err(reason) = check.run(inner, &converted)? {
                let mut made = ShellError::new(
                    "ValidateSetFailure",
                    ErrorCategory::MetadataError,
                    format!(
                        "The variable cannot be validated because the value {} is not a valid value for the {} variable.",
                        convert::to_text(&converted),
                        self.name
                    ),
                )
                .exception("System.Management.Automation.ValidationMetadataException")
                .command("");
                made.cause = Some(reason);
                return Err(made.into());
            }
        }
        Ok(converted)
    }
}

fn refused_variable(message: String) -> ShellError {
    ShellError::new(
        "InvalidCastExceptionUnsupportedParameterType",
        ErrorCategory::InvalidArgument,
        message,
    )
    .exception("System.Management.Automation.PSInvalidCastException")
}

/// A truth value for a variable of that type, which takes no more than a parameter does.
fn variable_truth(value: &Value, ty: Known) -> Result<bool, ShellError> {
    truth(value, ty).ok_or_else(|| refused_variable(no_truth(value, ty)))
}

/// A value that a variable of a type does not take.
fn not_transformed(inner: &dyn Runtime, mut cause: ShellError) -> ShellError {
    cause.category = ErrorCategory::MetadataError;
    // As PowerShell has it: inside of functions the cast itself fails, elsewhere the variable.
    let id = if inner.is_at_top() {
        "RuntimeException".into()
    } else {
        Rc::clone(&cause.id)
    };
    let mut made = ShellError::new(id, ErrorCategory::MetadataError, cause.message.clone())
        .exception("System.Management.Automation.ArgumentTransformationMetadataException")
        .command("");
    made.inner = Some(Box::new(cause));
    made
}
