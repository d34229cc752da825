//! The menu of completion: reedline's, with a word of its own where nothing fits and a line that says how much there is.

use nu_ansi_term::{Color, Style};
use reedline::{
    Completer, Editor, IdeMenu, Menu, MenuBuilder, MenuEvent, MenuSettings, Painter, Suggestion,
};

/// The rows of the menu with its border.
const HEIGHT: u16 = 12;

/// The rows of candidates in it.
const ROWS: usize = HEIGHT as usize - 2;

/// What stands there when nothing fits.
const NOTHING: &str = "nothing fits";

/// The menu of the prompt, and a page to turn.
pub(super) struct CandidateMenu(IdeMenu, Option<Page>);

/// Which way a page is turned.
#[derive(Clone, Copy)]
enum Page {
    Next,
    Previous,
}

impl CandidateMenu {
    /// The menu, which the keys call `name`.
    pub fn named(name: &str) -> Self {
        Self(
            IdeMenu::default()
                .with_name(name)
                .with_default_border()
                .with_marker("")
                .with_max_completion_height(HEIGHT)
                .with_max_description_width(60)
                .with_text_style(Style::new())
                .with_match_text_style(Style::new().bold())
                .with_description_text_style(Color::Cyan.normal()),
            None,
        )
    }

    /// The line under the candidates, when there are more than are shown.
    fn count(&self) -> Option<String> {
        let all = self.0.get_values().len();
        (all > ROWS).then(|| format!("{all} in all"))
    }
}

impl Menu for CandidateMenu {
    fn settings(&self) -> &MenuSettings {
        self.0.settings()
    }

    fn is_active(&self) -> bool {
        self.0.is_active()
    }

    fn set_active(&mut self, active: bool) {
        self.0.set_active(active);
    }

    fn clear_input(&mut self) {
        self.0.clear_input();
    }

    fn on_activate(&mut self) {
        self.0.on_activate();
    }

    fn on_deactivate(&mut self) {
        self.0.on_deactivate();
    }

    fn menu_event(&mut self, event: MenuEvent) {
        match event {
            MenuEvent::NextPage => self.1 = Some(Page::Next),
            MenuEvent::PreviousPage => self.1 = Some(Page::Previous),
            event => self.0.menu_event(event),
        }
    }

    fn can_quick_complete(&self) -> bool {
        self.0.can_quick_complete()
    }

    fn can_partially_complete(
        &mut self,
        values_updated: bool,
        editor: &mut Editor,
        completer: &mut dyn Completer,
    ) -> bool {
        self.0
            .can_partially_complete(values_updated, editor, completer)
    }

    fn update_values(&mut self, editor: &mut Editor, completer: &mut dyn Completer) {
        self.0.update_values(editor, completer);
    }

    fn reset_position(&mut self) {
        self.0.reset_position();
    }

    fn update_working_details(
        &mut self,
        editor: &mut Editor,
        completer: &mut dyn Completer,
        painter: &Painter,
    ) {
        self.0.update_working_details(editor, completer, painter);
        // reedline's menu has no pages of its own: it goes on by as many candidates as it shows.
        let Some(page) = self.1.take() else { return };
        for _ in 0..ROWS.min(self.0.get_values().len().saturating_sub(1)) {
            self.0.menu_event(match page {
                Page::Next => MenuEvent::NextElement,
                Page::Previous => MenuEvent::PreviousElement,
            });
            self.0.update_working_details(editor, completer, painter);
        }
    }

    fn replace_in_buffer(&self, editor: &mut Editor) {
        self.0.replace_in_buffer(editor);
    }

    fn menu_required_lines(&self, terminal_columns: u16) -> u16 {
        self.0.menu_required_lines(terminal_columns) + u16::from(self.count().is_some())
    }

    fn menu_string(&self, available_lines: u16, use_ansi_coloring: bool) -> String {
        let quiet = |text: &str| match use_ansi_coloring {
            true => Color::DarkGray.paint(text).to_string(),
            false => text.to_owned(),
        };
        if self.0.get_values().is_empty() {
            let drawn = self.0.menu_string(available_lines, false);
            return if drawn.is_empty() {
                drawn
            } else {
                quiet(NOTHING)
            };
        }
        match self.count().filter(|_| available_lines > 3) {
            Some(count) => {
                let menu = self.0.menu_string(available_lines - 1, use_ansi_coloring);
                format!("{menu}\r\n{}", quiet(&count))
            }
            None => self.0.menu_string(available_lines, use_ansi_coloring),
        }
    }

    fn min_rows(&self) -> u16 {
        self.0.min_rows()
    }

    fn get_values(&self) -> &[Suggestion] {
        self.0.get_values()
    }

    fn results_are_provisional(&self) -> bool {
        self.0.results_are_provisional()
    }

    fn is_awaiting_first_answer(&self) -> bool {
        self.0.is_awaiting_first_answer()
    }

    fn set_cursor_pos(&mut self, position: (u16, u16)) {
        self.0.set_cursor_pos(position);
    }
}
