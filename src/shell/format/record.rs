//! What a formatting command hands to an output command: the layout first, then one entry an object.
//!
//! They travel through the pipeline as objects, so that `Format-Table | Out-File` works, and so that the output command,
//! which alone knows the screen, plans the widths.

use std::any::Any;
use std::borrow::Cow;
use std::rc::Rc;

use super::cells::Align;
use super::style::TableStyle;
use crate::value::{Name, Native, Value};
use crate::visible::visible;

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
#[derive(Clone, Debug)]
pub struct TableLayout {
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// Whether the widths are made from the values.
    pub auto_size: bool,
    /// Whether that was asked for: then it waits for the last row.
    pub waits_for_all: bool,
    /// Whether the columns are those that somebody named, and not those of a type.
    pub named: bool,
    /// Whether long values continue on the next line.
    pub wrap: bool,
    /// Whether headings are left out.
    pub hide_headers: bool,
    /// How it is drawn.
    pub style: TableStyle,
}

/// A column of a table.
#[derive(Clone, Debug)]
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
    /// The lines of a plain value, a string most of the time: data, which is handed on as it is.
    Data(Vec<String>),
}

impl Entry {
    /// The cells of a table row.
    pub(super) fn cells(&self) -> Option<&[String]> {
        match self {
            Self::Row(cells, _) => Some(cells),
            _ => None,
        }
    }

    /// The entry as a person may see it: nothing in it acts on a terminal or hides. Data stays as it is; who sends it to
    /// a terminal must look after it.
    pub(super) fn visible(self: &Rc<Self>) -> Rc<Self> {
        let changes = |text: &str| matches!(visible(text), Cow::Owned(_));
        let all = |texts: &[String]| {
            texts
                .iter()
                .map(|text| visible(text).into_owned())
                .collect()
        };
        match &**self {
            Self::Row(cells, tall) if cells.iter().any(|cell| changes(cell)) => {
                Rc::new(Self::Row(all(cells), *tall))
            }
            Self::List(lines)
                if lines
                    .iter()
                    .any(|(label, value)| changes(label) || changes(value)) =>
            {
                let lines = lines
                    .iter()
                    .map(|(label, value)| (visible_name(label), visible(value).into_owned()));
                Rc::new(Self::List(lines.collect()))
            }
            Self::Wide(text) if changes(text) => Rc::new(Self::Wide(visible(text).into_owned())),
            Self::Custom(lines) if lines.iter().any(|line| changes(line)) => {
                Rc::new(Self::Custom(all(lines)))
            }
            Self::OutOfBand(lines) if lines.iter().any(|line| changes(line)) => {
                Rc::new(Self::OutOfBand(all(lines)))
            }
            _ => Rc::clone(self),
        }
    }
}

impl Layout {
    /// The layout with headings in which nothing acts or hides.
    pub(super) fn visible(self: &Rc<Self>) -> Rc<Self> {
        match &**self {
            Self::Table(table)
                if table
                    .columns
                    .iter()
                    .any(|column| matches!(visible(&column.label), Cow::Owned(_))) =>
            {
                let mut table = table.clone();
                for column in &mut table.columns {
                    column.label = visible_name(&column.label);
                }
                Rc::new(Self::Table(table))
            }
            _ => Rc::clone(self),
        }
    }
}

fn visible_name(name: &Name) -> Name {
    match visible(name) {
        Cow::Borrowed(_) => name.clone(),
        Cow::Owned(shown) => Name::from(shown),
    }
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
