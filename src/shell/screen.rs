//! A session's output on a terminal or in a pipe: objects through their views, errors as diagnostics, questions.

use std::io::BufRead;
use std::rc::Rc;

use nu_ansi_term::Color;

use super::diagnostic::{self, Style};
use super::error::{Flow, Interrupt};
use super::error_record::ErrorRecord;
use super::eval::{InformationRecord, Output, Progress, Prompt, Question, Session, TextRecord, TextStream};
use super::format;
use super::printer::{Printer, terminal_width};
use super::value::Value;

/// How objects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objects {
    /// Tables and lists, as their views say.
    Views,
    /// One JSON array at the end.
    Json,
}

/// The terminal, or the pipe that stands in its place.
pub struct Screen {
    printer: Printer,
    objects: Objects,
    views: Rc<format::Views>,
    table: Option<format::Output>,
    json: Vec<Value>,
    interactive: bool,
    /// How many errors were shown.
    pub errors: usize,
}
