//! Formatting: from objects to the lines that a person reads.
//!
//! A [`Formatter`] turns objects into [`Record`]s: which columns, which text. A [`Printer`] turns records into lines for a
//! screen of some width. [`Output`] is both with PowerShell's default rules, for the end of a pipeline.

mod access;
mod builtin;
mod cell;
mod cells;
pub mod csv;
mod custom;
mod formatter;
pub mod json;
pub mod json_reader;
mod list;
mod output;
mod printer;
mod property;
mod record;
mod style;
mod table;
mod view;
mod widths;
pub mod wrap;
pub mod yaml;

use std::rc::Rc;

use crate::error::{Flow, ShellError};
use crate::value::members::shown_names;
use crate::value::{Name, ScriptBlock, Value};

pub use access::Plain;
pub(super) use access::{alike, has, names_of};
pub use builtin::dictionary_entry;
pub use cell::{is_collection, text as cell_text};
pub use cells::{Align, ELLIPSIS, fit, head, tail, width};
pub use formatter::{Formatter, Request, Shape, Sink, TableRequest};
pub use output::{Output, render};
pub use printer::Printer;
pub use property::{EntryKey, Found, PropertyArgument, Selector, block_text};
pub use record::Record;
pub use style::TableStyle;
pub use view::{Column, Compute, Control, Field, Grouping, Line, Table, View, Views};

/// What formatting asks of the shell that it runs in.
pub trait Access {
    /// The type names of a value, most derived first.
    fn type_names(&mut self, value: &Value) -> Vec<Name>;
    /// A property of a value, `None` when there is none of that name.
    fn property(&mut self, value: &Value, name: &str) -> Result<Option<Value>, ShellError>;
    /// The names of the properties of a value, as they are written, in the order in which `*` takes them.
    fn property_names(&mut self, value: &Value) -> Vec<Name>;
    /// The same in the order in which they are shown where none was asked for.
    fn shown_names(&mut self, value: &Value) -> Vec<Name> {
        shown_names(value)
    }
    /// Runs a script block with `$_` set to the value. The error has been recorded in `$Error`.
    fn evaluate(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: &Value,
    ) -> Flow<Result<Value, ShellError>>;
    /// The text of a value as the user's culture writes it: what `ToString()` gives.
    fn text(&mut self, value: &Value) -> String;
    /// The text of a value by a .NET format string: `N2`, `yyyy-MM-dd`, `{0:D5}`.
    fn format(&mut self, value: &Value, format: &str) -> String;
    /// Whether the two are one group: equal without regard to case, by value or else by text.
    fn same(&mut self, left: &Value, right: &Value) -> bool;
}

#[cfg(test)]
mod tests;
