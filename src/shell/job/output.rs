//! What a job writes, kept until somebody takes it.

use std::rc::Rc;
use std::sync::Arc;

use super::Shared;
use super::parcel::Parcel;
use crate::shell::error::{ErrorCategory, Flow, Position, ShellError};
use crate::shell::error_record::ErrorRecord;
use crate::shell::eval::{
    Door, InformationRecord, Interpreter, Output, Session, TextRecord, TextStream,
};
use crate::shell::syntax::span::{SourceText, Span};
use crate::shell::value::Engine;

/// Something that a job has written.
#[derive(Clone, Debug)]
pub enum Item {
    /// An object.
    Object(Parcel),
    /// An error.
    Error(Box<ErrorParcel>),
    /// A line of the warning, verbose or debug stream.
    Text(TextStream, String),
    /// A record of the information stream: what was written, and its tags.
    Information(Parcel, Vec<String>),
}

/// An error on its way to another thread.
#[derive(Clone, Debug)]
pub struct ErrorParcel {
    id: String,
    full_id: String,
    category: ErrorCategory,
    message: String,
    exception: String,
    target: Parcel,
    help: Option<String>,
    cause: Option<String>,
    command: Option<String>,
    activity: String,
    /// The text, its name, and the place in it.
    place: Option<(String, Option<String>, Span)>,
    stack: String,
}

impl ErrorParcel {
    fn pack(record: &ErrorRecord, interpreter: &mut Interpreter<'_>) -> Self {
        let error = &record.error;
        Self {
            id: error.id.to_string(),
            full_id: record.full_id.to_string(),
            category: error.category,
            message: error.message.clone(),
            exception: error.exception.to_string(),
            target: Parcel::pack(&error.target, interpreter),
            help: error.help.clone(),
            cause: error.cause.clone(),
            command: error.command.as_deref().map(str::to_owned),
            activity: record.activity.to_string(),
            place: error.position.as_ref().map(|position| {
                (
                    position.source.text().to_owned(),
                    position.source.name().map(ToString::to_string),
                    position.span,
                )
            }),
            stack: record.stack.to_string(),
        }
    }

    /// The record again, in another session.
    ///
    /// # Errors
    /// As [`Parcel::unpack`].
    pub fn unpack(self, engine: &mut dyn Engine) -> Flow<Rc<ErrorRecord>> {
        let mut error = ShellError::new(self.id, self.category, self.message)
            .exception(self.exception)
            .target(self.target.unpack(engine)?);
        error.help = self.help;
        error.cause = self.cause;
        error.command = self.command.map(Rc::from);
        error.position = self.place.map(|(text, name, span)| Position {
            source: Rc::new(SourceText::new(text.into(), name.map(Into::into))),
            span,
        });
        let mut record = ErrorRecord::new(error, self.activity);
        record.full_id = self.full_id.into();
        record.stack = self.stack.into();
        Ok(Rc::new(record))
    }
}

/// The output of a job's session.
pub(super) struct Keeper {
    shared: Arc<Shared>,
    /// The message of the last error.
    pub last_error: Option<String>,
}

impl Keeper {
    pub fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            last_error: None,
        }
    }
}

/// Runs `work` with an interpreter whose own output nobody sees: for script properties that are read.
fn with_interpreter<T>(session: &mut Session, work: impl FnOnce(&mut Interpreter<'_>) -> T) -> T {
    let mut nowhere = Nowhere;
    let mut door = Door(&mut nowhere);
    work(&mut Interpreter::new(session, &mut door))
}

impl Output for Keeper {
    fn object(&mut self, session: &mut Session, value: crate::shell::value::Value) -> Flow {
        let parcel = with_interpreter(session, |interpreter| Parcel::pack(&value, interpreter));
        self.shared.push(Item::Object(parcel));
        Ok(())
    }

    fn error(&mut self, session: &mut Session, record: &Rc<ErrorRecord>) {
        self.last_error = Some(record.error.message.clone());
        let parcel = with_interpreter(session, |interpreter| {
            ErrorParcel::pack(record, interpreter)
        });
        self.shared.push(Item::Error(Box::new(parcel)));
    }

    fn text(&mut self, record: &TextRecord) {
        self.shared
            .push(Item::Text(record.stream, record.message.to_string()));
    }

    fn information(&mut self, record: &InformationRecord) {
        self.shared.push(Item::Information(
            Parcel::Text(record.text.to_string()),
            record.tags.iter().map(ToString::to_string).collect(),
        ));
    }

    fn quiet_information(&mut self, record: &InformationRecord) {
        self.information(record);
    }

    fn host_line(&mut self, text: &str) {
        self.shared.push(Item::Information(
            Parcel::Text(text.to_owned()),
            vec!["PSHOST".to_owned()],
        ));
    }
}

struct Nowhere;

impl Output for Nowhere {
    fn object(&mut self, _session: &mut Session, _value: crate::shell::value::Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, _record: &Rc<ErrorRecord>) {}
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}
