//! What a command writes beside its objects, each kind as its preference says: shown, kept, asked about, or the end of the script.

use std::rc::Rc;

use super::confirm::{GO_ON, Inquired, inquire};
use super::invocation::{Action, Invocation};
use super::output::{InformationRecord, Record, TextRecord, TextStream};
use super::preference;
use super::session::Session;
use super::sink::Sink;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::error_record::ErrorRecord;
use crate::value::{Value, convert};

/// Completes an error with what is known of the running command.
pub(super) fn complete(
    session: &mut Session,
    call: &Rc<Invocation>,
    mut error: ShellError,
) -> Rc<ErrorRecord> {
    if let Some(record) = error.record.take() {
        return record;
    }
    if let (Some(words), Some(spec)) = (session.error_words, call.spec()) {
        words(session, spec, &mut error);
    }
    if error.command.is_none() {
        error.command = Some(call.id_suffix());
    }
    if error.position.is_none() {
        error.position = call.position.clone();
    }
    if let Some(place) = &session.errors_at {
        error.position = Some(place.clone());
    }
    let activity = call.command.name();
    let mut record = ErrorRecord::new(error, activity);
    record.site = Some(Rc::new(call.site()));
    record.stack = session.stack_trace(record.error.position.as_ref());
    Rc::new(record)
}

/// Writes a non-terminating error of a command. `Err` when `-ErrorAction Stop` makes it terminating, or the user wants to stop.
pub(super) fn write_error(
    session: &mut Session,
    out: &mut dyn Sink,
    call: &Rc<Invocation>,
    mut error: ShellError,
) -> Flow {
    error.host = error.host.or_else(|| session.place_name.clone());
    let record = complete(session, call, error);
    call.failed.set(true);
    let action = preference::error(session, call);
    let silent = match action {
        Action::Ignore => return Ok(()),
        // One that ends the script is shown by whoever ends it.
        Action::SilentlyContinue | Action::Stop => true,
        Action::Continue => false,
        Action::Inquire => {
            inquire(out, call, Inquired::Error, &record.error.message)?;
            false
        }
    };
    session.remember_error(&record);
    let written = Rc::clone(&record);
    out.record(
        session,
        Record::Error {
            record: written,
            silent,
        },
    )?;
    if action != Action::Stop {
        return Ok(());
    }
    let mut error = record.error.clone();
    error.record = Some(record);
    error.ends_script = true;
    Err(error.into())
}

/// Writes a line of the warning, verbose or debug stream. `Err` when its preference is `Stop`, or the user wants to stop.
pub(super) fn write_text(
    session: &mut Session,
    out: &mut dyn Sink,
    call: &Rc<Invocation>,
    stream: TextStream,
    message: String,
    action: Action,
) -> Flow {
    let silent = match action {
        Action::Ignore => return Ok(()),
        // `-WarningVariable` has it all the same.
        Action::SilentlyContinue if stream == TextStream::Warning => true,
        Action::SilentlyContinue => return Ok(()),
        Action::Continue | Action::Inquire | Action::Stop => false,
    };
    let message = match &session.place_name {
        Some(place) => format!("{place}: {}", (session.place_words)(place, &message)),
        None => message,
    };
    let record = Rc::new(TextRecord {
        stream,
        message: message.into(),
    });
    let written = Rc::clone(&record);
    out.record(
        session,
        Record::Text {
            record: written,
            silent,
        },
    )?;
    let (variable, asked) = match stream {
        TextStream::Warning => ("WarningPreference", Inquired::Warning),
        TextStream::Verbose => ("VerbosePreference", Inquired::Verbose),
        TextStream::Debug => ("DebugPreference", Inquired::Debug),
    };
    match action {
        Action::Stop => Err(preference_stop(variable, &record.message).into()),
        Action::Inquire => inquire(out, call, asked, GO_ON),
        Action::Continue | Action::SilentlyContinue | Action::Ignore => Ok(()),
    }
}

/// The error with which a preference that is `Stop` ends the script, after this text.
fn preference_stop(variable: &str, text: &str) -> ShellError {
    stopped(format!(
        "The running command stopped because the preference variable \"{variable}\" or common parameter is set to Stop: {text}"
    ))
}

/// The error that ends a script because somebody wants no more of it: a preference, or the user who was asked.
pub(super) fn stopped(message: String) -> ShellError {
    let mut error = ShellError::new(
        "ActionPreferenceStop",
        ErrorCategory::OperationStopped,
        message,
    )
    .exception("System.Management.Automation.ActionPreferenceStopException");
    error.ends_script = true;
    error
}

/// Writes to the information stream.
pub(super) fn write_information(
    session: &mut Session,
    out: &mut dyn Sink,
    call: &Rc<Invocation>,
    data: Value,
    tags: &[&str],
    was_shown: bool,
) -> Flow {
    let text = match &data {
        Value::Object(object) => object.get("Message").map_or_else(
            || convert::to_text(&data),
            |message| convert::to_text(&message),
        ),
        other => convert::to_text(other),
    };
    let record = Rc::new(InformationRecord {
        data,
        text,
        tags: tags.iter().map(|tag| Rc::from(*tag)).collect(),
        source: call.command.name(),
    });
    let action = preference::information(session, call);
    let explicit = call.common.borrow().information_action.is_some();
    match action {
        Action::Ignore if explicit || !record.is_for_host() => Ok(()),
        Action::Stop => Err(preference_stop("InformationPreference", &record.text).into()),
        action => {
            let is_shown = was_shown && !explicit;
            let silent = action != Action::Continue && !is_shown && !record.is_for_host();
            out.record(session, Record::Information { record, silent })?;
            match action {
                Action::Inquire => inquire(out, call, Inquired::Information, GO_ON),
                _ => Ok(()),
            }
        }
    }
}
