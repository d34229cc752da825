//! The part of Markdown that the documentation is written in, as text for a terminal: headings, paragraphs, lists, tables and
//! code.

use unicode_width::UnicodeWidthStr;

use iovsh_shell::format::wrap;

/// The narrowest column of a table.
const NARROWEST: usize = 8;

/// What a link to a file of the documentation is called in the text: the name of its topic, or nothing.
pub type Topic = fn(file: &str) -> Option<&'static str>;

/// Renders `text` in lines of at most `width` columns, each behind `indent`.
pub fn render(text: &str, width: usize, indent: &str, topic: Topic) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with("<!--") {
            continue;
        }
        if let Some(fence) = fence(trimmed) {
            let code = lines
                .by_ref()
                .take_while(|line| !line.trim_start().starts_with(fence));
            let code: Vec<String> = code
                .map(|line| format!("{indent}    {line}").trim_end().to_owned())
                .collect();
            out.extend(code);
        } else if let Some(title) = heading(trimmed) {
            out.push(format!("{indent}{}", inline(title, topic).to_uppercase()));
        } else if trimmed.starts_with('|') {
            let mut rows = vec![trimmed];
            while let Some(row) = lines.next_if(|line| line.trim_start().starts_with('|')) {
                rows.push(row.trim());
            }
            out.extend(table(&rows, width, indent, topic));
        } else {
            // A paragraph or an item of a list: the lines after it that begin nothing new belong to it.
            let depth = line.len() - line.trim_start().len();
            let (mark, first) = item(trimmed);
            let mut whole = first.to_owned();
            while let Some(more) = lines.next_if(|line| continues(line)) {
                whole.push(' ');
                whole.push_str(more.trim());
            }
            let start = format!("{indent}{}{mark}", " ".repeat(depth));
            let rest = " ".repeat(start.width());
            out.extend(wrap::words(&inline(&whole, topic), width, &start, &rest));
            let more_items = lines
                .peek()
                .is_some_and(|line| !item(line.trim()).0.is_empty());
            if !mark.is_empty() && more_items {
                continue;
            }
        }
        out.push(String::new());
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// The mark that opens and closes a block of code.
fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"]
        .into_iter()
        .find(|fence| line.starts_with(fence))
}

fn heading(line: &str) -> Option<&str> {
    let title = line.trim_start_matches('#');
    (title.len() < line.len())
        .then(|| title.strip_prefix(' '))
        .flatten()
}

/// The mark of an item of a list, with the blank behind it, and the text; no mark for a paragraph.
fn item(line: &str) -> (&str, &str) {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let mark = match line.as_bytes().get(digits..) {
        Some([b'.', b' ', ..]) if digits > 0 => digits + 2,
        Some([b'-' | b'*', b' ', ..]) if digits == 0 => 2,
        _ => 0,
    };
    line.split_at(mark)
}

/// Whether a line goes on with the paragraph before it.
fn continues(line: &str) -> bool {
    let trimmed = line.trim();
    !trimmed.is_empty()
        && fence(trimmed).is_none()
        && heading(trimmed).is_none()
        && !trimmed.starts_with('|')
        && item(trimmed).0.is_empty()
}

/// Text without the marks of emphasis and code; a link is its text, and the topic that it leads to. A link that only names its file is
/// that topic.
pub fn inline(text: &str, topic: Topic) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((code, after)) = rest
            .strip_prefix('`')
            .and_then(|inner| inner.split_once('`'))
        {
            out.push_str(code);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("**") {
            rest = after;
        } else if let Some((shown, target, after)) = link(rest) {
            let file = target
                .split('#')
                .next()
                .unwrap_or(target)
                .rsplit('/')
                .next()
                .unwrap_or(target);
            match topic(file) {
                Some(topic) if shown.ends_with(".md") => {
                    out.push_str("Get-Help ");
                    out.push_str(topic);
                }
                Some(about) => {
                    out.push_str(&inline(shown, topic));
                    out.push_str(" (Get-Help ");
                    out.push_str(about);
                    out.push(')');
                }
                None => out.push_str(&inline(shown, topic)),
            }
            rest = after;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// A link at the beginning of `text`: what is shown, where it leads, and the text after it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (shown, after) = text.strip_prefix('[')?.split_once("](")?;
    let (target, after) = after.split_once(')')?;
    (!shown.contains('\n')).then_some((shown, target, after))
}

/// The cells of a row of a table, as they are written.
pub fn cells(row: &str) -> Vec<String> {
    let inner = row.trim().trim_start_matches('|');
    let mut cells = vec![String::new()];
    let mut code = false;
    let mut before = ' ';
    for c in inner.chars() {
        match c {
            '|' if !code && before != '\\' => cells.push(String::new()),
            _ => {
                code ^= c == '`';
                if let Some(cell) = cells.last_mut() {
                    // `\|` is a bar that ends no cell.
                    if c == '|' && before == '\\' {
                        cell.pop();
                    }
                    cell.push(c);
                }
            }
        }
        before = c;
    }
    // The row ends in a bar.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells
        .into_iter()
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// Whether a row only separates the headings from the rest.
pub fn is_rule(row: &str) -> bool {
    row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn table(rows: &[&str], width: usize, indent: &str, topic: Topic) -> Vec<String> {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .filter(|row| !is_rule(row))
        .map(|row| cells(row).iter().map(|cell| inline(cell, topic)).collect())
        .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
        .collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..count)
        .map(|at| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let room = width.saturating_sub(indent.width() + 2 * count.saturating_sub(1));
    // The widest column gives, cell by cell, until the table fits.
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
    let wrapped = rows.iter().any(|row| {
        row.iter()
            .zip(&widths)
            .any(|(cell, width)| cell.width() > *width)
    });
    let mut out = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let columns: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| wrap::words(cell, *width, "", ""))
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        if wrapped
            && number > 0
            && height > 1
            && out.last().is_some_and(|line: &String| !line.is_empty())
        {
            out.push(String::new());
        }
        for line in 0..height {
            let mut text = indent.to_owned();
            for (at, column) in columns.iter().enumerate() {
                let cell = column.get(line).map_or("", String::as_str);
                text.push_str(cell);
                let fill = widths
                    .get(at)
                    .map_or(0, |width| (width + 2).saturating_sub(cell.width()));
                text.extend(std::iter::repeat_n(' ', fill));
            }
            out.push(text.trim_end().to_owned());
        }
        if wrapped && height > 1 && number + 1 < rows.len() {
            out.push(String::new());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, width: usize) -> String {
        render(text, width, "", |file| {
            (file == "agent.md").then_some("about_Agent")
        })
        .join("\n")
    }

    #[test]
    fn marks_go_and_paragraphs_are_wrapped() {
        let text = "# The `agent`\n\nIt **follows**\nthe host; see [that page](agent.md), [agent.md](agent.md) and [this](x.md).\n";
        assert_eq!(
            shown(text, 30),
            "THE AGENT\n\nIt follows the host; see that\npage (Get-Help about_Agent),\nGet-Help about_Agent and this."
        );
    }

    #[test]
    fn items_hang_and_code_stays() {
        let text = "1. one two three\n   four\n2. five\n\n```sh\nls  -l | wc\n```\nAfter.";
        assert_eq!(
            shown(text, 14),
            "1. one two\n   three four\n2. five\n\n    ls  -l | wc\n\nAfter."
        );
    }

    #[test]
    fn a_table_fits_the_width() {
        let text = "| a | meaning |\n| --- | --- |\n| `x\\|y` | a long meaning that needs several lines to be read |\n| z | short |";
        let shown = shown(text, 30);
        assert!(shown.lines().all(|line| line.len() <= 30), "{shown}");
        assert!(shown.contains("x|y  a long meaning"), "{shown}");
        assert!(shown.contains("z    short"), "{shown}");
    }
}
