//! What keys and the mouse do.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Position, Rect};

use crate::app::{App, Button, Effect, Layer, Pane};
use crate::form::{Form, Stage};
use crate::listing::Section;
use crate::pages;

/// How far a page goes.
const PAGE: usize = 10;

/// What is to become of what lies over the screen.
enum Next {
    Stay,
    Close,
    Submit { preview: bool },
    Act(usize),
}

impl App {
    /// Something was done at the terminal.
    pub fn event(&mut self, event: &Event) {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(*key),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Paste(text) => text.chars().for_each(|c| self.types(c)),
            _ => {}
        }
    }

    fn key(&mut self, key: KeyEvent) {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        // Who goes elsewhere stays there, and has read what was told.
        self.goes_on();
        self.status.clear();
        if control && key.code == KeyCode::Char('l') {
            self.wants(Effect::Redraw);
        } else if self.layer.is_some() {
            self.layer_key(key, control);
        } else if self.filtering {
            self.filter_key(key.code, control);
        } else {
            self.screen_key(key.code, control);
        }
    }

    /// A character that is typed where text is.
    fn types(&mut self, c: char) {
        if c.is_control() {
            return;
        }
        if let Some(Layer::Form(form)) = &mut self.layer {
            if matches!(form.stage, Stage::Filling) {
                form.typed(c);
            }
        } else if self.filtering {
            self.filter.push(c);
            self.scroll = 0;
        }
    }

    fn filter_key(&mut self, key: KeyCode, control: bool) {
        match key {
            KeyCode::Esc => self.no_filter(),
            KeyCode::Char('c') if control => self.wants(Effect::Quit),
            KeyCode::Char('u') if control => self.filter.clear(),
            KeyCode::Enter => self.filtering = false,
            KeyCode::Backspace => {
                self.filter.pop();
            }
            KeyCode::Down => self.choose(self.at() + 1),
            KeyCode::Up => self.choose(self.at().saturating_sub(1)),
            KeyCode::Char(c) => self.types(c),
            _ => {}
        }
    }

    fn screen_key(&mut self, key: KeyCode, control: bool) {
        match key {
            KeyCode::Char('c') if control => self.wants(Effect::Quit),
            _ if control => {}
            KeyCode::Char('q') => self.wants(Effect::Quit),
            KeyCode::Char('?') | KeyCode::F(1) => self.layer = Some(Layer::Help),
            KeyCode::F(10) | KeyCode::Char('.') => self.layer = Some(Layer::Menu(0)),
            KeyCode::Char('/') if !pages::tabs(self.section).is_empty() => {
                self.filtering = true;
                self.pane = Pane::List;
            }
            KeyCode::Esc => self.filter.clear(),
            KeyCode::Tab => self.next_pane(true),
            KeyCode::BackTab => self.next_pane(false),
            KeyCode::Char(']') => self.turn_tab(true),
            KeyCode::Char('[') => self.turn_tab(false),
            KeyCode::Char(c @ '1'..='7') => {
                let at = c.to_digit(10).unwrap_or(1) as usize - 1;
                if let Some(section) = Section::ALL.get(at) {
                    self.go_to(*section);
                }
            }
            KeyCode::Char(c) => {
                if let Some(action) = self.actions().into_iter().find(|a| a.key == Some(c)) {
                    self.act(action);
                }
            }
            KeyCode::Right if self.pane == Pane::Details => self.turn_tab(true),
            KeyCode::Left if self.pane == Pane::Details => self.turn_tab(false),
            KeyCode::Right | KeyCode::Enter if self.pane == Pane::Tree => self.pane = Pane::List,
            KeyCode::Left => self.pane = Pane::Tree,
            KeyCode::Enter => self.layer = Some(Layer::Menu(0)),
            KeyCode::Down => self.move_by(1),
            KeyCode::Up => self.move_by(-1),
            KeyCode::PageDown => self.move_by(PAGE.cast_signed()),
            KeyCode::PageUp => self.move_by(-PAGE.cast_signed()),
            KeyCode::Home => self.move_by(isize::MIN),
            KeyCode::End => self.move_by(isize::MAX),
            _ => {}
        }
    }

    fn next_pane(&mut self, forward: bool) {
        self.pane = match (self.pane, forward) {
            (Pane::Tree, true) | (Pane::Details, false) => Pane::List,
            (Pane::List, true) | (Pane::Tree, false) => Pane::Details,
            (Pane::Details, true) | (Pane::List, false) => Pane::Tree,
        };
    }

    fn turn_tab(&mut self, forward: bool) {
        let count = pages::tabs(self.section).len().max(1);
        self.tab = match forward {
            true => (self.tab + 1) % count,
            false => (self.tab + count - 1) % count,
        };
        self.scroll = 0;
    }

    /// Moves in the part that has the keys.
    fn move_by(&mut self, by: isize) {
        let is_page = pages::tabs(self.section).is_empty();
        match self.pane {
            Pane::Tree => {
                let most = self.tree().len().saturating_sub(1);
                let at = self.tree_at().saturating_add_signed(by).min(most);
                self.go_to_tree(at);
            }
            Pane::List if !is_page => {
                let most = self.rows().len().saturating_sub(1);
                let at = self.at().saturating_add_signed(by).min(most);
                self.choose(at);
            }
            // Drawing keeps it within what there is.
            Pane::List | Pane::Details => {
                self.scroll = self.scroll.saturating_add_signed(by);
            }
        }
    }

    fn layer_key(&mut self, key: KeyEvent, control: bool) {
        let actions = self.actions();
        let next = match &mut self.layer {
            Some(Layer::Form(form)) => form_key(form, key.code, control),
            Some(Layer::Menu(at)) => match key.code {
                KeyCode::Down => {
                    *at = (*at + 1).min(actions.len().saturating_sub(1));
                    Next::Stay
                }
                KeyCode::Up => {
                    *at = at.saturating_sub(1);
                    Next::Stay
                }
                KeyCode::Enter => Next::Act(*at),
                KeyCode::Char(c) if !control => {
                    let found = actions.iter().position(|action| action.key == Some(c));
                    found.map_or(Next::Stay, Next::Act)
                }
                KeyCode::Esc | KeyCode::F(10) | KeyCode::Char(_) => Next::Close,
                _ => Next::Stay,
            },
            Some(Layer::Help) => Next::Close,
            None => Next::Stay,
        };
        self.does(next);
    }

    fn does(&mut self, next: Next) {
        match next {
            Next::Stay => {}
            Next::Close => self.layer = None,
            Next::Submit { preview } => self.submit(preview),
            Next::Act(at) => {
                if let Some(action) = self.actions().into_iter().nth(at) {
                    self.act(action);
                }
            }
        }
    }

    fn mouse(&mut self, mouse: MouseEvent) {
        let here = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                self.status.clear();
                self.click(here);
            }
            MouseEventKind::ScrollDown => self.wheel(here, 3),
            MouseEventKind::ScrollUp => self.wheel(here, -3),
            _ => {}
        }
    }

    fn wheel(&mut self, here: Position, by: isize) {
        if let Some(Layer::Form(form)) = &mut self.layer {
            if let Stage::Told { scroll, .. } = &mut form.stage {
                *scroll = scroll.saturating_add_signed(by);
            }
            return;
        }
        if self.layer.is_some() {
            return;
        }
        let pane = if self.areas.tree.contains(here) {
            Pane::Tree
        } else if self.areas.details.contains(here) {
            Pane::Details
        } else {
            Pane::List
        };
        self.pane = pane;
        self.move_by(by);
    }

    fn click(&mut self, here: Position) {
        let at = |entries: &[(Rect, usize)]| {
            let found = entries.iter().find(|(area, _)| area.contains(here));
            found.map(|(_, at)| *at)
        };
        if let Some(Layer::Form(form)) = &mut self.layer
            && std::mem::take(&mut form.helps)
        {
            return;
        }
        if self.layer.is_some() {
            let entry = at(&self.areas.entries);
            let buttons = self.areas.buttons.iter();
            let button = buttons.clone().find(|(area, _)| area.contains(here));
            let button = button.map(|(_, button)| *button);
            let next = match (&mut self.layer, entry, button) {
                (Some(Layer::Form(form)), Some(at), _) if matches!(form.stage, Stage::Filling) => {
                    form.go_to(at);
                    form.turn(true);
                    Next::Stay
                }
                (Some(Layer::Form(_)), _, Some(Button::Ok)) => Next::Submit { preview: false },
                (Some(Layer::Form(_)), _, Some(Button::Plan)) => Next::Submit { preview: true },
                (Some(Layer::Form(form)), _, Some(Button::Cancel)) => escape(form),
                (Some(Layer::Menu(_)), Some(at), _) => Next::Act(at),
                (Some(Layer::Menu(_) | Layer::Help), None, _) => Next::Close,
                _ => Next::Stay,
            };
            self.does(next);
            return;
        }
        let row = |area: Rect| usize::from(here.y.saturating_sub(area.y));
        if self.areas.tree.contains(here) {
            self.pane = Pane::Tree;
            self.go_to_tree(row(self.areas.tree));
        } else if let Some(tab) = self.areas.tabs.iter().position(|tab| tab.contains(here)) {
            self.tab = tab;
            self.scroll = 0;
            self.pane = Pane::Details;
        } else if self.areas.actions.contains(here) {
            let at = row(self.areas.actions);
            self.does(Next::Act(at));
        } else if self.areas.list.contains(here) {
            self.pane = Pane::List;
            let at = self.areas.first_row + row(self.areas.list);
            if at < self.rows().len() {
                self.choose(at);
            }
        }
    }
}

/// Escape in a dialog: what runs is cancelled, a plan gives way to the fields, and else it closes.
fn escape(form: &mut Form) -> Next {
    match form.stage {
        Stage::Working { .. } => {
            form.cancel();
            Next::Stay
        }
        Stage::Told { ok, .. } if form.preview || !ok => {
            form.stage = Stage::Filling;
            form.lines.clear();
            Next::Stay
        }
        Stage::Told { .. } | Stage::Filling => Next::Close,
    }
}

fn form_key(form: &mut Form, key: KeyCode, control: bool) -> Next {
    if form.helps {
        form.helps = false;
        return Next::Stay;
    }
    if key == KeyCode::F(1) {
        form.helps = true;
        return Next::Stay;
    }
    if key == KeyCode::Esc || control && key == KeyCode::Char('c') {
        return escape(form);
    }
    match &mut form.stage {
        Stage::Working { .. } => Next::Stay,
        Stage::Told { scroll, ok } => {
            match key {
                KeyCode::Down => *scroll = scroll.saturating_add(1),
                KeyCode::Up => *scroll = scroll.saturating_sub(1),
                KeyCode::PageDown => *scroll = scroll.saturating_add(PAGE),
                KeyCode::PageUp => *scroll = scroll.saturating_sub(PAGE),
                KeyCode::Enter if !form.preview && *ok => return Next::Close,
                KeyCode::Enter | KeyCode::F(3) => return escape(form),
                _ => {}
            }
            Next::Stay
        }
        Stage::Filling => match key {
            KeyCode::F(2) => Next::Submit { preview: false },
            KeyCode::F(3) => Next::Submit { preview: true },
            KeyCode::Enter if form.is_at_end() => Next::Submit { preview: false },
            KeyCode::Enter | KeyCode::Tab | KeyCode::Down => {
                form.step(true);
                Next::Stay
            }
            KeyCode::BackTab | KeyCode::Up => {
                form.step(false);
                Next::Stay
            }
            KeyCode::Home if form.is_in_text() => {
                form.set_behind(usize::MAX);
                Next::Stay
            }
            KeyCode::End if form.is_in_text() => {
                form.set_behind(0);
                Next::Stay
            }
            KeyCode::Left if form.is_in_text() => {
                form.set_behind(form.behind + 1);
                Next::Stay
            }
            KeyCode::Right if form.is_in_text() => {
                form.set_behind(form.behind.saturating_sub(1));
                Next::Stay
            }
            KeyCode::Home => {
                form.go_to(0);
                Next::Stay
            }
            KeyCode::End => {
                form.go_to(usize::MAX);
                Next::Stay
            }
            KeyCode::Delete => {
                form.erase_behind();
                Next::Stay
            }
            KeyCode::Right | KeyCode::Left => {
                form.turn(key == KeyCode::Right);
                Next::Stay
            }
            KeyCode::Backspace => {
                form.erase(false);
                Next::Stay
            }
            KeyCode::Char('u') if control => {
                form.erase(true);
                Next::Stay
            }
            KeyCode::Char(c) if !control => {
                form.typed(c);
                Next::Stay
            }
            _ => Next::Stay,
        },
    }
}
