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
#[allow(missing_docs)] // The parts of an error record.
pub struct ErrorParcel {
    pub id: String,
    pub full_id: String,
    pub category: ErrorCategory,
    pub message: String,
    pub exception: String,
    pub target: Parcel,
    pub help: Option<String>,
    pub cause: Option<String>,
    pub host: Option<String>,
    pub command: Option<String>,
    pub activity: String,
    /// The text, its name, and the place in it.
    pub place: Option<(String, Option<String>, Span)>,
    pub stack: String,
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
            host: error.host.as_deref().map(str::to_owned),
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
        error.host = self.host.map(Rc::from);
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
