//! What a job writes, kept until somebody takes it.

use std::rc::Rc;

use super::parcel::Parcel;
use crate::error::{ErrorCategory, Flow, Position, ShellError};
use crate::error_record::ErrorRecord;
use crate::stream::TextStream;
use crate::syntax::span::{SourceText, Span};
use crate::value::Engine;

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
    /// A copy of a record. Script properties of its target are read by `engine`.
    pub fn pack(record: &ErrorRecord, engine: &mut dyn Engine) -> Self {
        let error = &record.error;
        Self {
            id: error.id.to_string(),
            full_id: record.full_id.to_string(),
            category: error.category,
            message: error.message.clone(),
            exception: error.exception.to_string(),
            target: Parcel::pack(&error.target, engine),
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
