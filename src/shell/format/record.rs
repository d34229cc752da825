//! What a formatting command hands to an output command: the layout first, then one entry an object.
//!
//! They travel through the pipeline as objects, so that `Format-Table | Out-File` works, and so that the output command,
//! which alone knows the screen, plans the widths.

use std::any::Any;
use std::rc::Rc;

use super::cells::Align;
use crate::shell::value::{Name, Native, Value};

/// One step of formatted output.
#[derive(Clone, Debug)]
pub enum Record {
    /// A table, list ... begins.
    Start(Rc<Layout>),
    /// A group begins, with the line above it if objects are grouped.
    GroupStart(Option<Rc<str>>),
    /// An object.
    Entry(Rc<Entry>),
    /// The group ends.
    GroupEnd,
    /// The table, list ... ends.
    End,
}

/// The kind of output that begins.
#[derive(Debug)]
pub enum Layout {
    /// A table.
    Table(TableLayout),
    /// A list.
    List,
    /// One value an object, in columns.
    Wide(WideLayout),
    /// Whole lines.
    Custom,
}

/// What is known of a table before its width is.
#[derive(Debug)]
pub struct TableLayout {
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// Whether the widths are made from the values.
    pub auto_size: bool,
    /// Whether long values continue on the next line.
    pub wrap: bool,
    /// Whether headings are left out.
    pub hide_headers: bool,
}

/// A column of a table.
#[derive(Debug)]
pub struct TableColumn {
    /// The heading.
    pub label: Name,
    /// The width that was asked for, or 0.
    pub width: u16,
    /// Where the cells stand.
    pub align: Align,
    /// Whether values are never cut.
    pub never_cut: bool,
}

/// How many columns a wide output has.
#[derive(Debug)]
pub struct WideLayout {
    /// The number of columns, or 0 to make it from the values.
    pub columns: usize,
}

/// The text of one object.
#[derive(Debug)]
pub enum Entry {
    /// The cells of a table row, and whether they may take several lines.
    Row(Vec<String>, bool),
    /// Labels and values.
    List(Vec<(Name, String)>),
    /// One value.
    Wide(String),
    /// Lines, each with its indentation.
    Custom(Vec<String>),
    /// Lines that do not belong to the table or list around them.
    OutOfBand(Vec<String>),
}

impl Record {
    /// The record as a value that can travel through the pipeline.
    pub fn into_value(self) -> Value {
        Value::Native(Rc::new(self))
    }

    /// The record in a value, when there is one.
    pub fn of(value: &Value) -> Option<&Self> {
        match value {
            Value::Native(native) => native.as_any().downcast_ref(),
            _ => None,
        }
    }
}

const NAMESPACE: [&[&str]; 5] = [
    &[
        "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData",
        "System.Object",
    ],
    &[
        "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData",
        "System.Object",
    ],
    &[
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
        "System.Object",
    ],
    &[
        "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData",
        "System.Object",
    ],
    &[
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData",
        "System.Object",
    ],
];

impl Native for Record {
    fn type_names(&self) -> &'static [&'static str] {
        match self {
            Self::Start(_) => NAMESPACE[0],
            Self::GroupStart(_) => NAMESPACE[1],
            Self::Entry(_) => NAMESPACE[2],
            Self::GroupEnd => NAMESPACE[3],
            Self::End => NAMESPACE[4],
        }
    }

    fn to_text(&self) -> String {
        self.type_names()
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned()
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
