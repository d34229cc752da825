//! `Write-Error`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::{Argument, Cmdlet, ParameterType};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::error_record::{CategoryWords, record_of_value};
use iovsh_shell::eval::Context;
use iovsh_shell::types::ExceptionValue;
use iovsh_shell::value::{PsObject, Value};

/// An exception.
#[derive(Debug)]
struct GivenException(Value);

impl Argument for GivenException {
    const TYPE: ParameterType = ParameterType::Named("System.Exception");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Ok(Self(value.base().clone()))
    }
}

/// An error record.
#[derive(Debug)]
struct GivenRecord(Value);

impl Argument for GivenRecord {
    const TYPE: ParameterType = ParameterType::Named("System.Management.Automation.ErrorRecord");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Ok(Self(value.clone()))
    }
}

/// Writes an error without ending the script.
///
/// # Examples
/// ```iovsh
/// PS> Write-Error 'no free VF' -ErrorId NoVf -ErrorAction SilentlyContinue; $Error[0].FullyQualifiedErrorId
/// NoVf
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Error",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NoException"
)]
pub struct WriteError {
    /// The exception that the error is about.
    #[param(set = "WithException", mandatory, position = 0)]
    exception: Option<GivenException>,
    /// The text.
    #[param(
        set = "NoException",
        mandatory,
        position = 0,
        from_pipeline,
        alias("Msg"),
        allow_null,
        allow_empty_string
    )]
    #[param(set = "WithException")]
    message: String,
    /// An error that is written once more.
    #[param(set = "ErrorRecord", mandatory, position = 0)]
    error_record: Option<GivenRecord>,
    /// The category.
    #[param(set("NoException", "WithException"))]
    category: Option<ErrorCategory>,
    /// The id.
    #[param(set("NoException", "WithException"))]
    error_id: String,
    /// What the error is about.
    #[param(set("NoException", "WithException"))]
    target_object: Value,
    /// What to do next.
    recommended_action: String,
    /// What was going on.
    #[param(alias("Activity"))]
    category_activity: String,
    /// Why.
    #[param(alias("Reason"))]
    category_reason: String,
    /// The name of what it is about.
    #[param(alias("TargetName"))]
    category_target_name: String,
    /// The type of what it is about.
    #[param(alias("TargetType"))]
    category_target_type: String,
}

impl Cmdlet for WriteError {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(given) = &self.error_record
            && let Some(record) = record_of_value(&given.0)
        {
            return cx.error_again(&record);
        }
        let exception = self.exception.as_ref().map(|given| &given.0);
        let mut error = match exception.and_then(|given| given.downcast::<ExceptionValue>()) {
            Some(exception) => {
                let mut error = exception.to_error();
                error.id = error.exception.clone();
                error.category = ErrorCategory::NotSpecified;
                error.exception_object = self.exception.as_ref().map(|given| given.0.clone());
                error
            }
            None => ShellError::new(
                "Microsoft.PowerShell.Commands.WriteErrorException",
                ErrorCategory::NotSpecified,
                self.message.clone(),
            )
            .exception("Microsoft.PowerShell.Commands.WriteErrorException"),
        };
        if !self.error_id.is_empty() {
            error.id = self.error_id.as_str().into();
        }
        if let Some(category) = self.category {
            error.category = category;
        }
        error.target = self.target_object.clone();
        if !self.recommended_action.is_empty() {
            error.help = Some(self.recommended_action.clone());
        }
        let words = CategoryWords {
            reason: self.category_reason.as_str().into(),
            target_name: self.category_target_name.as_str().into(),
            target_type: self.category_target_type.as_str().into(),
        };
        let activity: Rc<str> = self.category_activity.as_str().into();
        // What is said beside an exception is put over its own message, which stays.
        let over = exception.is_some() && !self.message.is_empty();
        let details = (over || !self.recommended_action.is_empty()).then(|| {
            let message = if over { &self.message } else { &error.message };
            Value::object(
                PsObject::of(&["System.Management.Automation.ErrorDetails", "System.Object"])
                    .with("Message", message.as_str())
                    .with("RecommendedAction", self.recommended_action.as_str()),
            )
        });
        cx.error_of_caller(error, |record| {
            record.words = words;
            if !activity.is_empty() {
                record.activity = activity;
            }
            if let Some(details) = details {
                // A new record has no details yet.
                let _ = record.details.set(details);
            }
        })
    }
}
