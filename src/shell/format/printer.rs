//! From records to lines: the part of an output command that knows the screen.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::cells;
use super::record::{Entry, Layout, Record, TableLayout};
use super::style::{self, TableStyle};
use super::table::TableWriter;
use super::widths::{self, Wish};
use crate::visible::visible;

/// How long the rows of a table are held back to make its widths from them, as PowerShell does.
const PATIENCE: Duration = Duration::from_millis(300);

/// How many rows are held back at most.
const MOST_ROWS: usize = 20_000;

/// Turns records into lines in which nothing acts on a terminal, but for the lines of plain strings, which are data. Widths
/// are those of what is shown. Lines come out as soon as the widths of the table they belong to are known.
#[derive(Debug)]
pub struct Printer {
    screen: usize,
    patient: bool,
    state: State,
    lines: Vec<String>,
    left_out: Vec<String>,
}

#[derive(Debug)]
enum State {
    /// Between two layouts.
    Idle,
    /// A table whose rows are held back until its widths are known.
    Waiting {
        layout: Rc<Layout>,
        held: Vec<Rc<Entry>>,
        since: Instant,
    },
    /// A table with lines around it, which is drawn when its rows are all there.
    Drawn {
        layout: Rc<Layout>,
        held: Vec<Rc<Entry>>,
    },
    /// A table with known widths.
    Table {
        layout: Rc<Layout>,
        writer: TableWriter,
    },
    /// Between the layout and the first group, or between groups.
    Between(Rc<Layout>),
    /// A list or whole lines.
    Plain(Rc<Layout>),
    /// Columns that are being filled.
    Wide {
        layout: Rc<Layout>,
        writer: Option<(TableWriter, usize)>,
        held: Vec<String>,
    },
}

fn waits_for_all(layout: &Layout) -> bool {
    matches!(layout, Layout::Table(table) if table.waits_for_all)
}

impl Printer {
    /// A printer for a screen of `screen` cells.
    pub fn new(screen: usize) -> Self {
        Self {
            screen: screen.max(1),
            patient: false,
            state: State::Idle,
            lines: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// A printer that waits for the last row of a table before it plans widths.
    pub fn patient(screen: usize) -> Self {
        Self {
            patient: true,
            ..Self::new(screen)
        }
    }

    /// Takes a record.
    pub fn push(&mut self, record: &Record) {
        match record {
            Record::Start(layout) => {
                self.close();
                self.state = State::Between(layout.visible());
            }
            Record::GroupStart(heading) => {
                self.group(heading.as_deref().map(visible).as_deref());
            }
            Record::Entry(entry) => self.entry(&entry.visible()),
            Record::GroupEnd => {
                self.flush_table();
                self.flush_drawn();
            }
            Record::End => self.close(),
        }
    }

    /// The lines that are ready.
    pub fn take_lines(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    /// The columns that somebody named and that had no room, since they were last taken.
    pub fn take_left_out(&mut self) -> Vec<String> {
        std::mem::take(&mut self.left_out)
    }

    /// How a table is set on this screen. One that somebody watches is made to fit; text is cut as PowerShell cuts it.
    fn writer(&mut self, table: &TableLayout, natural: Option<&[usize]>) -> TableWriter {
        let writer = TableWriter::new(table, natural, self.screen, !self.patient);
        if table.named {
            let labels = writer
                .left_out()
                .filter_map(|place| table.columns.get(place));
            let labels: Vec<String> = labels.map(|column| column.label.to_string()).collect();
            if self.left_out.is_empty() {
                self.left_out = labels;
            }
        }
        writer
    }

    /// Whether there are lines to take.
    pub fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Lets the rows out that have been held back for long enough: a wait goes on. Those of a table whose widths are to be made
    /// from all of its rows stay.
    pub fn release(&mut self) {
        if let State::Waiting {
            held,
            since,
            layout,
        } = &self.state
            && !self.patient
            && !held.is_empty()
            && !waits_for_all(layout)
            && since.elapsed() > PATIENCE
        {
            self.flush_table();
        }
    }

    /// Lets the rows out that are held back, with the widths that they ask for: something else is to be shown.
    pub fn settle(&mut self) {
        if matches!(&self.state, State::Waiting { held, .. } if !held.is_empty()) {
            self.flush_table();
        }
        self.flush_wide();
    }

    /// The same, and ends a table with lines around it: rows that come later are a table of their own.
    pub fn break_off(&mut self) {
        self.settle();
        self.flush_drawn();
    }

    /// Ends whatever is open.
    pub fn close(&mut self) {
        self.flush_table();
        self.flush_drawn();
        self.flush_wide();
        if !matches!(self.state, State::Idle) {
            self.state = State::Idle;
            self.lines.push(String::new());
        }
    }

    fn group(&mut self, heading: Option<&str>) {
        self.flush_table();
        self.flush_drawn();
        let layout = match &self.state {
            State::Idle => return,
            State::Waiting { layout, .. }
            | State::Drawn { layout, .. }
            | State::Table { layout, .. }
            | State::Between(layout)
            | State::Plain(layout)
            | State::Wide { layout, .. } => layout.clone(),
        };
        // The blank line comes before a row of a wide output that is not full: PowerShell's own order.
        self.lines.push(String::new());
        self.flush_wide();
        if let Some(heading) = heading {
            self.lines
                .extend(cells::lines(heading).map(|line| format!("   {line}")));
            self.lines.push(String::new());
        }
        self.state = match &*layout {
            Layout::Table(table) if table.style != TableStyle::Default => State::Drawn {
                layout: layout.clone(),
                held: Vec::new(),
            },
            Layout::Table(table) if table.auto_size => State::Waiting {
                layout: layout.clone(),
                held: Vec::new(),
                since: Instant::now(),
            },
            Layout::Table(table) => {
                let writer = self.writer(table, None);
                headings(table, &writer, &mut self.lines);
                State::Table {
                    layout: layout.clone(),
                    writer,
                }
            }
            Layout::List | Layout::Custom => State::Plain(layout.clone()),
            Layout::Wide(wide) => State::Wide {
                layout: layout.clone(),
                writer: (wide.columns > 0).then(|| wide_writer(wide.columns, self.screen)),
                held: Vec::new(),
            },
        };
    }

    fn entry(&mut self, entry: &Rc<Entry>) {
        if let State::Waiting { held, .. } = &mut self.state {
            held.push(entry.clone());
            if !self.patient && held.len() >= MOST_ROWS {
                self.flush_table();
            }
            self.release();
            return;
        }
        if let State::Drawn { held, .. } = &mut self.state {
            if matches!(**entry, Entry::Row(..)) {
                held.push(entry.clone());
                if held.len() < MOST_ROWS {
                    return;
                }
            }
            self.flush_drawn();
        }
        match (&**entry, &mut self.state) {
            (Entry::OutOfBand(lines) | Entry::Data(lines), _) => {
                self.lines.extend(lines.iter().cloned());
            }
            (Entry::Wide(text), State::Wide { writer, held, .. }) => {
                held.push(text.clone());
                if writer
                    .as_ref()
                    .is_some_and(|(_, columns)| held.len() >= *columns)
                {
                    self.flush_wide_row();
                }
            }
            (Entry::Row(..), State::Table { writer, .. }) => row(entry, writer, &mut self.lines),
            (Entry::List(properties), _) => {
                super::list::write(properties, self.screen, &mut self.lines);
                self.lines.push(String::new());
            }
            // A value may have line breaks of its own.
            (Entry::Custom(lines), _) => self.lines.extend(
                lines
                    .iter()
                    .flat_map(|line| cells::lines(line))
                    .map(str::to_owned),
            ),
            _ => {}
        }
    }

    /// Plans the widths of a table that was held back, and writes its rows.
    fn flush_table(&mut self) {
        if !matches!(self.state, State::Waiting { .. }) {
            return;
        }
        let State::Waiting { layout, held, .. } = std::mem::replace(&mut self.state, State::Idle)
        else {
            return;
        };
        if let Layout::Table(table) = &*layout {
            let mut natural = vec![0; table.columns.len()];
            for entry in &held {
                if let Entry::Row(values, _) = &**entry {
                    for (widest, value) in natural.iter_mut().zip(values) {
                        *widest = (*widest).max(cells::width(value));
                    }
                }
            }
            let writer = self.writer(table, Some(&natural));
            headings(table, &writer, &mut self.lines);
            for entry in &held {
                match &**entry {
                    Entry::OutOfBand(lines) | Entry::Data(lines) => {
                        self.lines.extend(lines.iter().cloned());
                    }
                    _ => row(entry, &writer, &mut self.lines),
                }
            }
            self.state = State::Table {
                layout: layout.clone(),
                writer,
            };
        }
    }

    /// Draws the rows of a table with lines around it that are there.
    fn flush_drawn(&mut self) {
        if let State::Drawn { layout, held } = &mut self.state
            && let Layout::Table(table) = &**layout
        {
            let rows: Vec<&[String]> = held.iter().filter_map(|entry| entry.cells()).collect();
            self.lines.extend(style::draw(table, &rows, self.screen));
            held.clear();
        }
    }

    fn flush_wide(&mut self) {
        if let State::Wide { writer, held, .. } = &mut self.state {
            if writer.is_none() && !held.is_empty() {
                let widest = held
                    .iter()
                    .map(|text| cells::width(text))
                    .max()
                    .unwrap_or(1)
                    .max(1);
                let columns = (self.screen / (widest + 1)).max(1);
                *writer = Some((wide_writer(columns, self.screen).0, columns));
            }
            while matches!(&self.state, State::Wide { held, .. } if !held.is_empty()) {
                self.flush_wide_row();
            }
        }
    }

    fn flush_wide_row(&mut self) {
        if let State::Wide {
            writer: Some((writer, columns)),
            held,
            ..
        } = &mut self.state
        {
            let rest = held.split_off(held.len().min(*columns));
            let values: Vec<&str> = held.iter().map(String::as_str).collect();
            self.lines.push(writer.row(&values));
            *held = rest;
        }
    }
}

fn headings(table: &TableLayout, writer: &TableWriter, out: &mut Vec<String>) {
    if !table.hide_headers {
        let labels: Vec<&str> = table
            .columns
            .iter()
            .map(|column| column.label.as_str())
            .collect();
        writer.headings(&labels, out);
    }
}

fn row(entry: &Entry, writer: &TableWriter, out: &mut Vec<String>) {
    if let Entry::Row(values, tall) = entry {
        if writer.is_empty() {
            return;
        }
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        if *tall {
            writer.tall_row(&values, out);
        } else {
            out.push(writer.row(&values));
        }
    }
}

fn wide_writer(columns: usize, screen: usize) -> (TableWriter, usize) {
    let wishes = vec![
        Wish {
            width: 0,
            never_cut: false,
            heading: 0
        };
        columns.min(screen)
    ];
    (
        TableWriter::of_widths(widths::plan(&wishes, screen)),
        columns,
    )
}
