//! Table rows: cells set into columns whose widths are known.

use super::cells::{self, Align};
use super::record::TableLayout;
use super::widths::{self, SEPARATOR, Wish};

/// Writes the headings and rows of one table.
#[derive(Debug)]
pub struct TableWriter {
    columns: Vec<Placed>,
    indent: usize,
}

#[derive(Clone, Copy, Debug)]
struct Placed {
    /// In cells; 0 when the column is left out.
    width: usize,
    align: Align,
    /// A value that is wider than the column moves the rest of its row instead of being cut.
    never_cut: bool,
}

impl TableWriter {
    /// A writer for a table on a screen of `screen` cells. `natural` holds the widest value of each column when the
    /// table is sized from its values. `evenly`: the widest columns give room to the others before one is left out.
    pub fn new(
        layout: &TableLayout,
        natural: Option<&[usize]>,
        screen: usize,
        evenly: bool,
    ) -> Self {
        let wishes: Vec<Wish> = layout
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| Wish {
                width: match natural {
                    Some(natural) => natural
                        .get(index)
                        .copied()
                        .unwrap_or(0)
                        .max(cells::width(&column.label))
                        .max(1),
                    None => usize::from(column.width),
                },
                never_cut: column.never_cut,
                heading: cells::width(&column.label),
            })
            .collect();
        let plan = match evenly && wishes.iter().all(|wish| wish.width > 0) {
            true => widths::plan_evenly,
            false => widths::plan,
        };
        let columns = plan(&wishes, screen)
            .into_iter()
            .zip(&layout.columns)
            .map(|(width, column)| Placed {
                width,
                align: column.align,
                never_cut: column.never_cut,
            })
            .collect();
        Self { columns, indent: 0 }
    }

    /// A writer for columns of known width, all on the left.
    pub fn of_widths(widths: Vec<usize>) -> Self {
        Self {
            columns: widths
                .into_iter()
                .map(|width| Placed {
                    width,
                    align: Align::Left,
                    never_cut: false,
                })
                .collect(),
            indent: 0,
        }
    }

    /// The columns that have no room, by their places.
    pub fn left_out(&self) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(place, column)| (column.width == 0).then_some(place))
    }

    /// Whether any column is shown.
    pub fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| column.width == 0)
    }

    /// The headings and the dashes below them.
    pub fn headings(&self, labels: &[&str], out: &mut Vec<String>) {
        if self.is_empty() {
            return;
        }
        self.tall_row(labels, out);
        let dashes: Vec<String> = labels
            .iter()
            .zip(&self.columns)
            .map(|(label, column)| "-".repeat(cells::width(label).min(column.width)))
            .collect();
        let dashes: Vec<&str> = dashes.iter().map(String::as_str).collect();
        out.push(self.row(&dashes));
    }

    /// A row of one line; what does not fit is cut.
    pub fn row(&self, values: &[&str]) -> String {
        let mut line = String::with_capacity(80);
        let last = self.columns.len().saturating_sub(1);
        for (index, column) in self.columns.iter().enumerate() {
            if column.width == 0 {
                continue;
            }
            let before = if index > 0 { SEPARATOR } else { self.indent };
            cells::blanks(&mut line, before);
            let value = values.get(index).copied().unwrap_or("");
            let width = if column.never_cut {
                column.width.max(cells::width(value))
            } else {
                column.width
            };
            cells::fit(&mut line, value, width, column.align, index != last);
        }
        line
    }

    /// A row whose values continue on further lines where they do not fit.
    pub fn tall_row(&self, values: &[&str], out: &mut Vec<String>) {
        let shown: Vec<(usize, Placed)> = self
            .columns
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, column)| column.width > 0)
            .collect();
        let texts: Vec<Vec<String>> = shown
            .iter()
            .map(|(index, column)| {
                cells::wrap(values.get(*index).copied().unwrap_or(""), column.width)
            })
            .collect();
        let height = texts.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..height {
            // Nothing is written behind the last column that has text in this line, and no blanks at its end.
            let last = texts
                .iter()
                .rposition(|lines| lines.len() > row)
                .unwrap_or(0);
            let mut line = String::with_capacity(80);
            for (place, ((_, column), lines)) in shown.iter().zip(&texts).enumerate().take(last + 1)
            {
                let before = if place > 0 { SEPARATOR } else { self.indent };
                cells::blanks(&mut line, before);
                let text = lines.get(row).map_or("", String::as_str);
                let is_end = place + 1 == shown.len();
                cells::fit(&mut line, text, column.width, column.align, !is_end);
                if place == last && height > 1 {
                    line.truncate(line.trim_end().len());
                }
            }
            out.push(line);
        }
    }
}
