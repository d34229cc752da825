//! Lists: one property a line, labels in a column of their own.

use super::cells;
use crate::value::Name;

const SEPARATOR: &str = " : ";

/// Writes the properties of one object. Long values are wrapped at words and continue below themselves.
pub fn write(properties: &[(Name, String)], screen: usize, out: &mut Vec<String>) {
    if properties.is_empty() || screen < SEPARATOR.len() + 2 {
        return;
    }
    let label_width = properties
        .iter()
        .map(|(label, _)| cells::width(label))
        .max()
        .unwrap_or(0)
        .min(screen - SEPARATOR.len() - 1);
    let value_width = screen - SEPARATOR.len() - label_width;
    for (label, value) in properties {
        let mut start = String::new();
        let shown = cells::head(label, label_width);
        start.push_str(shown);
        cells::blanks(&mut start, label_width.saturating_sub(cells::width(shown)));
        start.push_str(SEPARATOR);
        for line in cells::wrap(value, value_width) {
            start.push_str(&line);
            out.push(std::mem::take(&mut start));
            cells::blanks(&mut start, label_width + SEPARATOR.len());
        }
    }
}
