//! The menu of candidates: reedline's, with the choice written into the line, pages, and a line that says how much there is.
//!
//! What is highlighted stands in the line, as in PowerShell's `MenuComplete`: whatever is typed next keeps it, and Escape puts
//! back what was typed. As long as nobody has moved in the menu, a letter that goes on with what was typed narrows it instead.
//!
//! reedline hands a menu the line only at three events: when it is opened, at `MenuNext`, and after an edit. So every key that
//! moves is bound to its own event, which says where to, and then to `MenuNext`, which does it (see [`bind_keys`]).

use std::sync::{Arc, Mutex};

use nu_ansi_term::{Color, Style};
use reedline::{
    Completer, EditCommand, Editor, IdeMenu, InputMode, KeyCode, KeyModifiers, Keybindings, Menu,
    MenuBuilder, MenuEvent, MenuSettings, Painter, ReedlineEvent, Suggestion,
};
use unicode_width::UnicodeWidthStr;

use super::line::Line;
use crate::complete::NOTHING;

/// What Tab puts in where a row of a block begins.
const INDENTATION: &str = "    ";

/// The rows of the menu with its border.
const HEIGHT: u16 = 12;

/// The rows of candidates in it.
const ROWS: usize = HEIGHT as usize - 2;

/// The fewest rows of a terminal that has room for the box.
const ROOM: u16 = 8;

/// The fewest columns of a terminal that has room for descriptions too.
const ROOM_FOR_TWO: u16 = 60;

/// The most columns that a description takes.
const DESCRIPTION: u16 = 60;

/// Where a key goes in a menu.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Next,
    Previous,
    NextPage,
    PreviousPage,
    /// Out of it, with what was typed.
    PutBack,
    /// Out of it, with what stands in the line.
    Keep,
}

impl Step {
    /// Where an event leads, in the words of [`bind_keys`]; `None` for one that leads nowhere.
    pub(super) fn of(event: &MenuEvent) -> Option<Self> {
        Some(match event {
            MenuEvent::MoveDown => Self::Next,
            MenuEvent::PreviousElement | MenuEvent::MoveUp => Self::Previous,
            MenuEvent::NextPage => Self::NextPage,
            MenuEvent::PreviousPage => Self::PreviousPage,
            MenuEvent::MoveLeft => Self::PutBack,
            MenuEvent::MoveRight => Self::Keep,
            // The candidates are found at once, by `update_values`; the next one has been gone to by `MenuNext` itself.
            MenuEvent::Edit(_)
            | MenuEvent::NextElement
            | MenuEvent::Activate(_)
            | MenuEvent::Deactivate => return None,
        })
    }
}

/// What is known while the menu is open.
#[derive(Default)]
struct Choice {
    /// What stood in the line when the menu was opened.
    typed: Line,
    /// What the candidates were found for: it may have got what they have in common.
    base: Line,
    /// What stands in the line now, with the candidate in it.
    written: Line,
    /// The candidate.
    at: usize,
    /// Whether somebody has moved in the menu.
    moved: bool,
}

/// The menu of the prompt.
pub(super) struct CandidateMenu {
    drawn: IdeMenu,
    /// The candidate that `drawn` highlights.
    highlighted: usize,
    choice: Option<Choice>,
    /// The menu has been opened, and has not seen the line.
    opening: bool,
    /// What the next `MenuNext` does.
    step: Option<Step>,
    /// The columns and rows of the terminal.
    size: (u16, u16),
    /// Why there is no candidate, as the completer says it.
    why: Arc<Mutex<String>>,
}

fn moves(event: ReedlineEvent) -> ReedlineEvent {
    ReedlineEvent::Multiple(vec![event, ReedlineEvent::MenuNext])
}

fn or(event: ReedlineEvent, other: ReedlineEvent) -> ReedlineEvent {
    ReedlineEvent::UntilFound(vec![moves(event), other])
}

fn edit(command: EditCommand) -> ReedlineEvent {
    ReedlineEvent::Edit(vec![command])
}

/// Up in the menu, else the older line.
pub(super) fn up() -> ReedlineEvent {
    or(ReedlineEvent::MenuUp, ReedlineEvent::Up)
}

/// Down in the menu, else the newer line.
pub(super) fn down() -> ReedlineEvent {
    or(ReedlineEvent::MenuDown, ReedlineEvent::Down)
}

/// The candidate before.
pub(super) fn previous() -> ReedlineEvent {
    moves(ReedlineEvent::MenuPrevious)
}

/// Opens the menu of this name; in a menu the next one.
pub(super) fn open(name: &str) -> ReedlineEvent {
    ReedlineEvent::UntilFound(vec![
        ReedlineEvent::Menu(name.to_owned()),
        ReedlineEvent::MenuNext,
    ])
}

/// In a menu the one before, else opens the menu of this name.
pub(super) fn open_or_previous(name: &str) -> ReedlineEvent {
    or(
        ReedlineEvent::MenuPrevious,
        ReedlineEvent::Menu(name.to_owned()),
    )
}

// Left and right mean nothing in a menu of one column: here they say that it is to be left.

/// Out of the menu, and one character back.
pub(super) fn left() -> ReedlineEvent {
    ReedlineEvent::Multiple(vec![moves(ReedlineEvent::MenuRight), ReedlineEvent::Left])
}

/// Out of the menu, else the rest of the hint, else one character on.
pub(super) fn right() -> ReedlineEvent {
    ReedlineEvent::UntilFound(vec![
        moves(ReedlineEvent::MenuRight),
        ReedlineEvent::HistoryHintComplete,
        ReedlineEvent::Right,
    ])
}

/// Out of the menu, and to the beginning of the line.
pub(super) fn home() -> ReedlineEvent {
    ReedlineEvent::Multiple(vec![
        moves(ReedlineEvent::MenuRight),
        edit(EditCommand::MoveToLineStart { select: false }),
    ])
}

/// Out of the menu, else the rest of the hint, else to the end of the line.
pub(super) fn end() -> ReedlineEvent {
    ReedlineEvent::UntilFound(vec![
        moves(ReedlineEvent::MenuRight),
        ReedlineEvent::HistoryHintComplete,
        edit(EditCommand::MoveToLineEnd { select: false }),
    ])
}

/// Out of the menu with what was typed.
pub(super) fn abort() -> ReedlineEvent {
    or(ReedlineEvent::MenuLeft, ReedlineEvent::Esc)
}

/// Out of the menu with what was typed; without one the line goes, and Ctrl+Z brings it back.
pub(super) fn revert() -> ReedlineEvent {
    or(
        ReedlineEvent::MenuLeft,
        ReedlineEvent::Multiple(vec![ReedlineEvent::Esc, edit(EditCommand::Clear)]),
    )
}

/// The keys of the menu that is called `name`.
pub(super) fn bind_keys(keys: &mut Keybindings, name: &str) {
    use ReedlineEvent as E;
    let none = KeyModifiers::NONE;
    let control = KeyModifiers::CONTROL;
    let list = || open(name);
    for (modifiers, key, event) in [
        (none, KeyCode::Tab, list()),
        (KeyModifiers::SHIFT, KeyCode::BackTab, previous()),
        (none, KeyCode::Up, up()),
        (none, KeyCode::Down, down()),
        (control, KeyCode::Char('p'), up()),
        (control, KeyCode::Char('n'), down()),
        (none, KeyCode::PageDown, moves(E::MenuPageNext)),
        (none, KeyCode::PageUp, moves(E::MenuPagePrevious)),
        (none, KeyCode::Esc, revert()),
        (control, KeyCode::Char(' '), list()),
        // As terminals send Ctrl+_.
        (control, KeyCode::Char('7'), edit(EditCommand::Undo)),
        (none, KeyCode::Left, left()),
        (control, KeyCode::Char('b'), left()),
        (none, KeyCode::Right, right()),
        (control, KeyCode::Char('f'), right()),
        (none, KeyCode::Home, home()),
        (none, KeyCode::End, end()),
    ] {
        keys.add_binding(modifiers, key, event);
    }
}

impl CandidateMenu {
    /// The menu, which the keys call `name`; `why` is where the completer says why it has no candidate.
    pub fn named(name: &str, why: Arc<Mutex<String>>) -> Self {
        Self {
            drawn: IdeMenu::default()
                .with_name(name)
                // What stands behind the cursor belongs to the word too, or says that no blank is wanted.
                .with_input_mode(InputMode::FullBuffer)
                .with_default_border()
                .with_marker("")
                .with_max_completion_height(HEIGHT)
                .with_max_description_width(DESCRIPTION)
                .with_text_style(Style::new())
                .with_match_text_style(Style::new().bold())
                .with_description_text_style(Color::Cyan.normal()),
            highlighted: 0,
            choice: None,
            opening: false,
            step: None,
            size: (80, 24),
            why,
        }
    }

    /// What stands there when nothing fits: why, on one line.
    fn nothing(&self) -> String {
        let why = self.why.lock().map(|why| why.clone()).unwrap_or_default();
        let why = if why.is_empty() { NOTHING } else { &why };
        why.chars().take(usize::from(self.size.0)).collect()
    }

    /// What stands in place of the box where the terminal has no room for it: which candidate it is, of how many.
    fn instead_of_box(&self) -> Option<String> {
        let (columns, rows) = self.size;
        let values = self.drawn.get_values();
        let widest = values
            .iter()
            .map(|value| value.display_value().width())
            .max()?;
        if rows >= ROOM && widest + 2 <= usize::from(columns) {
            return None;
        }
        let at = self.choice.as_ref().map_or(0, |choice| choice.at);
        let text = format!("{} of {}", at + 1, values.len());
        Some(text.chars().take(usize::from(columns)).collect())
    }

    /// The line under the candidates, when there are more than are shown.
    fn count(&self) -> Option<String> {
        let all = self.drawn.get_values().len();
        (all > ROWS).then(|| format!("{all} in all"))
    }

    /// Writes the candidate at `at` into the line.
    fn write(&mut self, at: usize, editor: &mut Editor) {
        let Some(choice) = &mut self.choice else {
            return;
        };
        choice.at = at;
        let candidate = self.drawn.get_values().get(at);
        choice.written = candidate
            .and_then(|candidate| choice.base.with(candidate))
            .unwrap_or_else(|| choice.base.clone());
        choice.written.put(editor);
    }

    /// Begins with the first candidate for what stands in the line.
    fn begin(&mut self, typed: Line, editor: &mut Editor) {
        let base = Line::of(editor);
        self.choice = Some(Choice {
            typed,
            base,
            ..Choice::default()
        });
        self.write(0, editor);
    }

    fn go(&mut self, step: Step, editor: &mut Editor) {
        let count = self.drawn.get_values().len();
        let Some(choice) = &mut self.choice else {
            return;
        };
        let page = ROWS.min(count.saturating_sub(1));
        let by = match step {
            Step::Next => 1,
            Step::Previous => count.saturating_sub(1),
            Step::NextPage => page,
            Step::PreviousPage => count.saturating_sub(page),
            Step::PutBack => {
                choice.typed.put(editor);
                return self.close();
            }
            Step::Keep => return self.close(),
        };
        if count > 0 {
            choice.moved = true;
            let at = (choice.at + by) % count;
            self.write(at, editor);
        }
    }

    fn close(&mut self) {
        self.menu_event(MenuEvent::Deactivate);
    }

    /// How many columns the candidate in the line is wider than what it stands for.
    fn widened(&self) -> usize {
        let Some(choice) = &self.choice else { return 0 };
        let width = |line: &Line| {
            line.text
                .get(..line.cursor)
                .map_or(0, UnicodeWidthStr::width)
        };
        width(&choice.written).saturating_sub(width(&choice.base))
    }
}

impl Menu for CandidateMenu {
    fn settings(&self) -> &MenuSettings {
        self.drawn.settings()
    }

    fn is_active(&self) -> bool {
        self.drawn.is_active()
    }

    fn set_active(&mut self, active: bool) {
        self.drawn.set_active(active);
    }

    fn clear_input(&mut self) {
        self.drawn.clear_input();
    }

    fn on_activate(&mut self) {
        self.drawn.on_activate();
    }

    fn on_deactivate(&mut self) {
        self.drawn.on_deactivate();
    }

    fn menu_event(&mut self, event: MenuEvent) {
        match event {
            MenuEvent::Activate(_) => {
                self.opening = true;
                self.drawn.menu_event(event);
            }
            MenuEvent::Deactivate => {
                self.choice = None;
                self.step = None;
                self.opening = false;
                self.drawn.menu_event(event);
            }
            event => {
                if let Some(step) = Step::of(&event) {
                    self.step = Some(step);
                }
            }
        }
    }

    fn can_quick_complete(&self) -> bool {
        true
    }

    fn can_partially_complete(
        &mut self,
        values_updated: bool,
        editor: &mut Editor,
        completer: &mut dyn Completer,
    ) -> bool {
        if std::mem::take(&mut self.opening) {
            let typed = Line::of(editor);
            if typed.is_indented() {
                typed.with_typed(INDENTATION).put(editor);
                self.close();
                return true;
            }
            let extended = self
                .drawn
                .can_partially_complete(values_updated, editor, completer);
            self.highlighted = 0;
            self.begin(typed, editor);
            return extended;
        }
        let step = self.step.take().unwrap_or(Step::Next);
        self.go(step, editor);
        false
    }

    fn update_values(&mut self, editor: &mut Editor, completer: &mut dyn Completer) {
        let Some(choice) = self.choice.take() else {
            self.highlighted = 0;
            return self.drawn.update_values(editor, completer);
        };
        // Something was edited.
        let now = Line::of(editor);
        let typed = choice.written.typed_since(&now).unwrap_or_default();
        let typed = typed.to_owned();
        let start = |menu: &IdeMenu| menu.get_values().first().map(|first| first.span.start);
        let before = start(&self.drawn);
        // As far as it goes on with what was typed. What comes behind that comes behind the candidate that then stands there.
        let mut rest = typed.as_str();
        let mut base = choice.base.clone();
        let mut written = None;
        while let Some(c) = rest.chars().next().filter(|_| !choice.moved) {
            let line = base.with_typed(c.encode_utf8(&mut [0; 4]));
            line.put(editor);
            self.drawn.update_values(editor, completer);
            self.highlighted = 0;
            if before.is_none() || start(&self.drawn) != before {
                break;
            }
            self.begin(line.clone(), editor);
            written = self.choice.as_ref().map(|choice| choice.written.clone());
            rest = rest.strip_prefix(c).unwrap_or_default();
            base = line;
        }
        match written {
            Some(_) if rest.is_empty() => return,
            Some(written) => written.with_typed(rest).put(editor),
            None => now.put(editor),
        }
        self.close();
    }

    fn reset_position(&mut self) {
        self.drawn.reset_position();
        self.highlighted = 0;
    }

    fn update_working_details(
        &mut self,
        editor: &mut Editor,
        completer: &mut dyn Completer,
        painter: &Painter,
    ) {
        self.size = (painter.screen_width(), painter.screen_height());
        let description = match self.size.0 {
            ROOM_FOR_TWO.. => DESCRIPTION,
            _ => 0,
        };
        self.drawn = std::mem::take(&mut self.drawn).with_max_description_width(description);
        self.drawn
            .update_working_details(editor, completer, painter);
        // reedline's menu is moved by one candidate each time.
        let count = self.drawn.get_values().len();
        let at = self.choice.as_ref().map_or(0, |choice| choice.at);
        while self.highlighted != at && at < count {
            let onward = (at + count - self.highlighted) % count;
            let (event, to) = if onward <= count / 2 {
                (MenuEvent::NextElement, (self.highlighted + 1) % count)
            } else {
                (
                    MenuEvent::PreviousElement,
                    (self.highlighted + count - 1) % count,
                )
            };
            self.drawn.menu_event(event);
            self.drawn
                .update_working_details(editor, completer, painter);
            self.highlighted = to;
        }
    }

    fn replace_in_buffer(&self, editor: &mut Editor) {
        let Some(choice) = &self.choice else {
            return self.drawn.replace_in_buffer(editor);
        };
        match self.step {
            Some(Step::PutBack) => return choice.typed.put(editor),
            Some(Step::Keep) => return,
            _ => {}
        }
        // It stands there already; a blank comes behind it where one belongs.
        let candidate = self.drawn.get_values().get(choice.at);
        if candidate.is_some_and(|candidate| candidate.append_whitespace) {
            choice.written.with_typed(" ").put(editor);
        }
    }

    fn menu_required_lines(&self, terminal_columns: u16) -> u16 {
        match self.instead_of_box() {
            Some(_) => 1,
            None => {
                self.drawn.menu_required_lines(terminal_columns) + u16::from(self.count().is_some())
            }
        }
    }

    fn menu_string(&self, available_lines: u16, use_ansi_coloring: bool) -> String {
        let quiet = |text: &str| match use_ansi_coloring {
            true => Color::DarkGray.paint(text).to_string(),
            false => text.to_owned(),
        };
        if self.drawn.get_values().is_empty() {
            let drawn = self.drawn.menu_string(available_lines, false);
            return if drawn.is_empty() {
                drawn
            } else {
                quiet(&self.nothing())
            };
        }
        if let Some(text) = self.instead_of_box() {
            return quiet(&text);
        }
        match self.count().filter(|_| available_lines > 3) {
            Some(count) => {
                let menu = self
                    .drawn
                    .menu_string(available_lines - 1, use_ansi_coloring);
                format!("{menu}\r\n{}", quiet(&count))
            }
            None => self.drawn.menu_string(available_lines, use_ansi_coloring),
        }
    }

    fn min_rows(&self) -> u16 {
        match self.instead_of_box() {
            Some(_) => 1,
            None => self.drawn.min_rows(),
        }
    }

    fn get_values(&self) -> &[Suggestion] {
        self.drawn.get_values()
    }

    fn results_are_provisional(&self) -> bool {
        self.drawn.results_are_provisional()
    }

    fn is_awaiting_first_answer(&self) -> bool {
        self.drawn.is_awaiting_first_answer()
    }

    fn set_cursor_pos(&mut self, (column, row): (u16, u16)) {
        // The box stays where what was typed ends.
        let widened = u16::try_from(self.widened()).unwrap_or(u16::MAX);
        self.drawn
            .set_cursor_pos((column.saturating_sub(widened), row));
    }
}
