//! `Write-Error`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::error_record::{CategoryWords, category_of, record_of_value};
use iovsh_shell::eval::Context;
use iovsh_shell::types::ExceptionValue;
use iovsh_shell::value::{PsObject, Value};

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
    exception: Value,
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
    error_record: Value,
    /// The category.
    #[param(set("NoException", "WithException"))]
    category: Value,
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
        if !self.error_record.is_null()
            && let Some(record) = record_of_value(&self.error_record)
        {
            return cx.error_again(&record);
        }
        let mut error = match self.exception.downcast::<ExceptionValue>() {
            Some(exception) => {
                let mut error = exception.to_error();
                error.id = error.exception.clone();
                error.category = ErrorCategory::NotSpecified;
                error
            }
            None => ShellError::new(
                "Microsoft.PowerShell.Commands.WriteErrorException",
                ErrorCategory::NotSpecified,
                self.message.clone(),
            )
            .exception("Microsoft.PowerShell.Commands.WriteErrorException"),
        };
        if !self.message.is_empty() {
            error.message.clone_from(&self.message);
        }
        if !self.error_id.is_empty() {
            error.id = self.error_id.as_str().into();
        }
        if let Some(category) = category_of(self.category.base()) {
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
        let details = (!self.recommended_action.is_empty()).then(|| {
            Value::object(
                PsObject::of(&["System.Management.Automation.ErrorDetails", "System.Object"])
                    .with("Message", error.message.as_str())
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
