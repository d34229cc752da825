//! The search among the lines that were run: what stands in the line is looked for while it is typed, and a list shows what has it.
//!
//! It moves by the events of the menu of candidates (see [`super::menu`]). What is chosen comes into the line by Enter, where it can be
//! changed; Escape puts back what stood there before.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nu_ansi_term::{Color, Style};
use reedline::{Completer, Editor, Menu, MenuEvent, MenuSettings, Painter, Suggestion};

use unicode_width::UnicodeWidthChar;

use super::line::Line;
use super::menu::Step;
use crate::format::{Align, fit};
use crate::visible::visible_line;

/// How many lines the list shows at a time.
const ROWS: usize = 10;

/// In so many rows the line that is chosen is shown at most; the others have one each.
const ROWS_OF_CHOSEN: usize = 5;

/// What stands before the line while it is what is looked for.
const MARKER: &str = "(search) ";

/// The list, and what is looked for.
pub(super) struct HistorySearch {
    settings: MenuSettings,
    /// Whether it is open, for the keys, colours and hints of the line.
    open: Arc<AtomicBool>,
    /// It has been opened, and has not seen the line.
    opening: bool,
    /// What stood in the line when it was opened.
    typed: Line,
    /// The lines that were run, the newest first, each once.
    lines: Vec<String>,
    /// What was looked for.
    wanted: String,
    /// Where in `lines` it was found.
    found: Vec<usize>,
    /// Which of `found` is chosen.
    at: usize,
    /// What the next `MenuNext` does.
    step: Option<Step>,
    /// What the editor is told is in the list: it takes Enter for the line's where a menu has nothing.
    anything: [Suggestion; 1],
    /// The columns of the terminal.
    columns: usize,
}

impl HistorySearch {
    /// The list, which the keys call `name`; `open` says whether it is on the screen.
    pub(super) fn named(name: &str, open: Arc<AtomicBool>) -> Self {
        Self {
            settings: MenuSettings::default().with_name(name).with_marker(MARKER),
            open,
            opening: false,
            typed: Line::default(),
            lines: Vec::new(),
            wanted: String::new(),
            found: Vec::new(),
            at: 0,
            step: None,
            anything: [Suggestion::default()],
            columns: 80,
        }
    }

    /// Looks for what stands in the line now.
    fn look(&mut self, editor: &mut Editor) {
        let wanted = Line::of(editor).text;
        if wanted != self.wanted {
            self.found = self.having(&wanted);
            self.wanted = wanted;
            self.at = 0;
        }
    }

    /// Which lines have every word of this, whatever the case of the letters.
    fn having(&self, wanted: &str) -> Vec<usize> {
        let words = words(wanted);
        let fits = |line: &String| {
            let line = line.to_lowercase();
            words.iter().all(|word| line.contains(word))
        };
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| fits(line))
            .map(|(at, _)| at)
            .collect()
    }

    /// The line that is chosen, for what stands in the editor: it may have been typed in one go with Enter, and not been looked for yet.
    fn chosen(&self, wanted: &str) -> Option<&String> {
        let at = match wanted == self.wanted {
            true => self.found.get(self.at).copied(),
            false => self.having(wanted).first().copied(),
        };
        self.lines.get(at?)
    }

    fn go(&mut self, step: Step, editor: &mut Editor) {
        let count = self.found.len();
        let page = ROWS.min(count.saturating_sub(1));
        let by = match step {
            Step::Next => 1,
            Step::Previous => count.saturating_sub(1),
            Step::NextPage => page,
            Step::PreviousPage => count.saturating_sub(page),
            Step::PutBack => {
                self.typed.put(editor);
                return self.menu_event(MenuEvent::Deactivate);
            }
            Step::Keep => {
                self.replace_in_buffer(editor);
                return self.menu_event(MenuEvent::Deactivate);
            }
        };
        if count > 0 {
            self.at = (self.at + by) % count;
        }
    }

    /// The first row that is shown of so many: what is chosen stands in the middle, but at the ends.
    fn first_row(&self, rows: usize) -> usize {
        let last = self.found.len().saturating_sub(rows);
        self.at.saturating_sub(rows / 2).min(last)
    }

    /// The last column stays free: a terminal may break the line behind it.
    fn cells(&self) -> usize {
        self.columns.saturating_sub(3).max(1)
    }

    /// The line that is chosen, whole as far as there is room: in as many rows as it takes.
    fn chosen_rows(&self, most: usize) -> Vec<String> {
        let line = self.found.get(self.at).and_then(|at| self.lines.get(*at));
        let line = line.map(|line| folded(line)).unwrap_or_default();
        let most = most.clamp(1, ROWS_OF_CHOSEN);
        let mut rows = broken(&line, self.cells());
        if rows.len() > most {
            let rest = rows.split_off(most - 1).concat();
            let mut last = String::new();
            fit(&mut last, &rest, self.cells(), Align::Left, false);
            rows.push(last);
        }
        rows
    }

    /// The rows of a line in the list.
    fn rows(&self, at: usize, most: usize, colours: bool) -> Vec<String> {
        if at == self.at {
            let rows = self.chosen_rows(most).into_iter().enumerate();
            return rows
                .map(|(row, text)| {
                    let sign = if row == 0 { '>' } else { ' ' };
                    match colours {
                        true => format!("{sign} {}", Style::new().reverse().paint(text)),
                        false => format!("{sign} {text}"),
                    }
                })
                .collect();
        }
        let Some(line) = self.found.get(at).and_then(|at| self.lines.get(*at)) else {
            return Vec::new();
        };
        let mut text = String::new();
        fit(&mut text, &folded(line), self.cells(), Align::Left, false);
        vec![match colours {
            true => format!("  {}", marked(&text, &words(&self.wanted))),
            false => format!("  {text}"),
        }]
    }

    /// The row below: which one is chosen, of how many, and how to go on.
    fn status(&self) -> String {
        let text = match (self.found.len(), self.lines.is_empty()) {
            (0, true) => "No line was run yet. Escape leaves.".to_owned(),
            (0, false) => "No line that was run has this. Escape leaves.".to_owned(),
            (count, _) => format!(
                "{} of {count}: Enter takes it, Escape leaves, Ctrl+R and Ctrl+S go on and back",
                self.at + 1
            ),
        };
        let mut line = String::new();
        let cells = self.columns.saturating_sub(1);
        fit(&mut line, &text, cells, Align::Left, false);
        line
    }
}

/// The words that a line must have.
fn words(wanted: &str) -> Vec<String> {
    let words = wanted.split_whitespace();
    words.map(str::to_lowercase).collect()
}

/// A line of several rows as one, in which nothing acts on the terminal.
fn folded(line: &str) -> String {
    let rows: Vec<&str> = line.lines().map(str::trim).collect();
    visible_line(&rows.join("\n")).into_owned()
}

/// A text in rows of so many cells; at least one row.
fn broken(text: &str, cells: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > cells && used > 0 {
            rows.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(row) = rows.last_mut() {
            row.push(c);
        }
    }
    rows
}

/// The text with these words in bold, each where it stands first.
fn marked(text: &str, words: &[String]) -> String {
    let lower = text.to_lowercase();
    // Letters whose small form is longer would shift the places.
    if lower.len() != text.len() {
        return text.to_owned();
    }
    let places = words.iter().filter_map(|word| {
        let start = lower.find(word.as_str())?;
        Some((start, start + word.len()))
    });
    let mut places: Vec<(usize, usize)> = places.collect();
    places.sort_unstable();
    let mut out = String::new();
    let mut written = 0;
    for (start, end) in places {
        let (Some(before), Some(word)) = (text.get(written..start), text.get(start..end)) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&Style::new().bold().paint(word).to_string());
        written = end;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out
}

impl Menu for HistorySearch {
    fn settings(&self) -> &MenuSettings {
        &self.settings
    }

    fn is_active(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    fn set_active(&mut self, active: bool) {
        self.open.store(active, Ordering::Relaxed);
    }

    fn clear_input(&mut self) {}

    fn menu_event(&mut self, event: MenuEvent) {
        match event {
            MenuEvent::Activate(_) => {
                self.set_active(true);
                self.opening = true;
            }
            MenuEvent::Deactivate => {
                self.set_active(false);
                self.opening = false;
                self.step = None;
                self.lines.clear();
                self.found.clear();
            }
            event => {
                if let Some(step) = Step::of(&event) {
                    self.step = Some(step);
                }
            }
        }
    }

    /// A line that is the only one is not taken before somebody says so.
    fn can_quick_complete(&self) -> bool {
        false
    }

    fn can_partially_complete(
        &mut self,
        _values_updated: bool,
        editor: &mut Editor,
        completer: &mut dyn Completer,
    ) -> bool {
        if std::mem::take(&mut self.opening) {
            self.typed = Line::of(editor);
            let all = completer.complete("", 0);
            let lines = all.suggestions().iter();
            self.lines = lines.map(|line| line.value.clone()).collect();
            self.found = self.having(&self.typed.text);
            self.wanted = self.typed.text.clone();
            self.at = 0;
            Line {
                cursor: self.typed.text.len(),
                ..self.typed.clone()
            }
            .put(editor);
            return false;
        }
        self.look(editor);
        let step = self.step.take().unwrap_or(Step::Next);
        self.go(step, editor);
        false
    }

    fn update_values(&mut self, editor: &mut Editor, _completer: &mut dyn Completer) {
        self.look(editor);
    }

    fn reset_position(&mut self) {
        self.at = 0;
    }

    fn update_working_details(
        &mut self,
        editor: &mut Editor,
        _completer: &mut dyn Completer,
        painter: &Painter,
    ) {
        self.columns = usize::from(painter.screen_width());
        self.look(editor);
    }

    fn replace_in_buffer(&self, editor: &mut Editor) {
        let wanted = Line::of(editor).text;
        if let Some(text) = self.chosen(&wanted) {
            let line = Line {
                text: text.clone(),
                cursor: text.len(),
            };
            line.put(editor);
        }
    }

    fn menu_required_lines(&self, _terminal_columns: u16) -> u16 {
        let more = self.chosen_rows(ROWS_OF_CHOSEN).len().saturating_sub(1);
        u16::try_from(self.found.len().min(ROWS) + more + 1).unwrap_or(u16::MAX)
    }

    fn menu_string(&self, available_lines: u16, use_ansi_coloring: bool) -> String {
        let room = usize::from(available_lines).saturating_sub(1);
        let of_chosen = self.chosen_rows(room).len();
        let rows = (room + 1).saturating_sub(of_chosen).min(ROWS);
        let first = self.first_row(rows);
        let shown = (first..first + rows).flat_map(|at| self.rows(at, room, use_ansi_coloring));
        let mut shown: Vec<String> = shown.take(room).collect();
        let status = self.status();
        shown.push(match use_ansi_coloring {
            true => Color::DarkGray.paint(status).to_string(),
            false => status,
        });
        shown.join("\r\n")
    }

    fn min_rows(&self) -> u16 {
        self.menu_required_lines(0)
    }

    fn get_values(&self) -> &[Suggestion] {
        &self.anything
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searching(lines: &[&str]) -> HistorySearch {
        let mut search = HistorySearch::named("history", Arc::default());
        search.lines = lines.iter().map(|line| (*line).to_owned()).collect();
        search.found = search.having("");
        search
    }

    #[test]
    fn every_word_must_be_there_in_any_order_and_case() {
        let search = searching(&["Get-VM web1", "Stop-VM web1 -Force", "1+1", "ÄÖ"]);
        for (wanted, found) in [
            ("", &[0, 1, 2, 3][..]),
            ("vm", &[0, 1]),
            ("WEB1 stop", &[1]),
            ("  get ", &[0]),
            ("äö", &[3]),
            ("none", &[]),
        ] {
            assert_eq!(search.having(wanted), found, "{wanted}");
        }
        assert_eq!(search.chosen("stop").unwrap(), "Stop-VM web1 -Force");
        assert_eq!(search.chosen("none"), None);
    }

    #[test]
    fn what_is_chosen_is_among_the_rows_that_are_shown() {
        let lines: Vec<String> = (0..50).map(|n| format!("line {n}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut search = searching(&lines);
        for at in 0..50 {
            search.at = at;
            for height in 2..=30 {
                let shown = search.menu_string(height, false);
                assert!(shown.contains(&format!("> line {at}\r\n")), "{shown}");
                assert!(shown.lines().count() <= usize::from(height));
            }
        }
        let widest = searching(&["x".repeat(200).as_str()]).menu_string(10, false);
        assert!(
            widest.lines().all(|row| row.chars().count() < 80),
            "{widest}"
        );
    }

    /// What is chosen can be read before it is taken; the others have a row each.
    #[test]
    fn a_long_line_that_is_chosen_is_shown_in_as_many_rows_as_it_takes() {
        let long = "äb€ ".repeat(40);
        let lines = ["1+1", long.trim(), "2+2"];
        let mut search = searching(&lines);
        let rows = |search: &HistorySearch, height| {
            let shown = search.menu_string(height, false);
            shown.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let cut = rows(&search, 11);
        assert_eq!(cut.len(), 4, "{cut:?}");
        assert!(cut[1].ends_with('…'), "{cut:?}");
        search.at = 1;
        assert_eq!(usize::from(search.menu_required_lines(80)), 6);
        let whole = rows(&search, 11);
        let text: String = whole[1..4].iter().map(|row| &row[2..]).collect();
        assert_eq!((text.as_str(), whole.len()), (long.trim(), 6), "{whole:?}");
        // Where there is little room it is what is seen.
        for height in 1..11 {
            let shown = rows(&search, height);
            assert!(shown.len() <= usize::from(height), "{shown:?}");
            assert!(
                height == 1 || shown.iter().any(|row| row.starts_with("> ")),
                "{shown:?}"
            );
        }
        assert!(rows(&search, 3)[1].ends_with('…'));
    }

    #[test]
    fn a_line_of_several_rows_is_one_row_and_nothing_in_it_acts() {
        let search = searching(&["if (1) {\n    'a'\r\n}", "\x1b[2Jx"]);
        let shown = search.menu_string(10, false);
        let rows: Vec<&str> = shown.lines().collect();
        assert_eq!(rows[..2], ["> if (1) {␊'a'␊}", "  ␛[2Jx"]);
    }

    #[test]
    fn what_was_found_is_bold_where_it_stands_first() {
        let bold = |text: &str| Style::new().bold().paint(text.to_owned()).to_string();
        let text = marked("Get-VM web1 vm", &words("WEB vm"));
        assert_eq!(text, format!("Get-{} {}1 vm", bold("VM"), bold("web")));
        // A word inside another is marked with it.
        assert_eq!(marked("abc", &words("abc b")), bold("abc"));
    }
}
