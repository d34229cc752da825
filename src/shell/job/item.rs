//! What a job writes, kept until somebody takes it.

use std::rc::Rc;
use std::sync::Arc;

use super::pending::Pending;
use crate::error::{ErrorCategory, Flow, Position, ShellError};
use crate::error_record::ErrorRecord;
use crate::host_message::{Colour, HostMessage};
use crate::stream::{InformationRecord, TextStream};
use crate::syntax::span::{SourceText, Span};
use crate::value::detached::Detached;
use crate::value::{Engine, Value, convert};

/// Something that a job has written.
#[derive(Clone, Debug)]
pub enum Item {
    /// An object.
    Object(Detached),
    /// An error.
    Error(Box<DetachedError>),
    /// A line of the warning, verbose or debug stream.
    Text(TextStream, String),
    /// A record of the information stream.
    Information(DetachedInformation),
    /// A question, behind which nothing comes until it is answered.
    Question(Arc<Pending>),
}

/// A record of the information stream on its way to another thread.
#[derive(Clone, Debug)]
pub struct DetachedInformation {
    /// What was written.
    pub data: Detached,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it was shown where it was written.
    pub is_shown: bool,
    /// How `Write-Host` wanted it on the screen.
    pub look: Option<Look>,
}

/// How `Write-Host` wants its text on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The line does not end.
    pub no_new_line: bool,
    /// The number of the colour of the text.
    pub foreground: Option<u8>,
    /// The number of the colour behind it.
    pub background: Option<u8>,
}

impl DetachedInformation {
    /// A copy of a record. The values in it become text.
    pub fn pack(record: &InformationRecord, is_shown: bool) -> Self {
        Self {
            data: Detached::Text(record.text.to_string()),
            tags: record.tags.iter().map(ToString::to_string).collect(),
            is_shown,
            look: record.host_message().map(|message| Look {
                no_new_line: message.no_new_line,
                foreground: message.foreground.0,
                background: message.background.0,
            }),
        }
    }

    /// A line that was written straight to the screen.
    pub fn line(text: &str) -> Self {
        Self {
            data: Detached::Text(text.to_owned()),
            tags: vec!["PSHOST".to_owned()],
            is_shown: true,
            look: None,
        }
    }

    /// What was written, in another session.
    ///
    /// # Errors
    /// As [`Detached::unpack`].
    pub fn unpack(self, engine: &mut dyn Engine) -> Flow<Value> {
        let data = self.data.unpack(engine)?;
        Ok(match self.look {
            None => data,
            Some(look) => Value::native(HostMessage {
                message: convert::to_text(&data),
                no_new_line: look.no_new_line,
                foreground: Colour(look.foreground),
                background: Colour(look.background),
            }),
        })
    }
}

/// An error on its way to another thread.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // The parts of an error record.
pub struct DetachedError {
    pub id: String,
    pub full_id: String,
    pub detail: Option<String>,
    pub category: ErrorCategory,
    pub message: String,
    pub exception: String,
    pub target: Detached,
    pub help: Option<String>,
    pub cause: Option<String>,
    pub host: Option<String>,
    pub command: Option<String>,
    pub activity: String,
    /// The text, its name, and the place in it.
    pub place: Option<(String, Option<String>, Span)>,
    pub stack: String,
}

impl DetachedError {
    /// A copy of a record. Script properties of its target are read by `engine`.
    pub fn pack(record: &ErrorRecord, engine: &mut dyn Engine) -> Self {
        let error = &record.error;
        Self {
            id: error.id.to_string(),
            full_id: record.full_id.to_string(),
            detail: error.detail.as_deref().map(str::to_owned),
            category: error.category,
            message: error.message.clone(),
            exception: error.exception.to_string(),
            target: Detached::pack(&error.target, engine),
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
    /// As [`Detached::unpack`].
    pub fn unpack(self, engine: &mut dyn Engine) -> Flow<Rc<ErrorRecord>> {
        let mut error = ShellError::new(self.id, self.category, self.message)
            .exception(self.exception)
            .target(self.target.unpack(engine)?);
        error.detail = self.detail.map(Rc::from);
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
