//! What lies over the screen: help, the menu of actions, dialogs.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line as Drawn, Span};
use ratatui::widgets::{Block, Paragraph};

use super::{action_line, column, cut, over, painted};
use crate::app::{App, Button, Layer};
use crate::form::{Field, Form, Stage, Value};
use crate::listing::Mood;
use crate::shown::{shown, width, wrapped};

const HELP: &[&str] = &[
    "Left: hosts and what they have. Middle: the list. Below: pages about",
    "what is chosen. What can be done stands right, or in the menu.",
    "",
    "Tab, Shift+Tab    next part, the one before",
    "Arrows, PgUp/Dn   move in it; Home, End",
    "1 to 7            host, machines, switches, NICs, events, topology,",
    "                  diagnosis",
    "[ ]               pages about what is chosen",
    "/                 filter the list as you type; Esc takes it back",
    "Enter, F10, .     menu of the actions; each has a key of its own",
    "N, W              new virtual machine, new virtual switch",
    "Ctrl+L            draw everything anew",
    "q, Ctrl+C         leave",
    "",
    "In a dialog: Tab and arrows go on, Space or arrows change a box or a",
    "choice, F3 shows the plan, F2 (Enter on OK) runs what is shown, Esc",
    "leaves; while it runs Esc cancels it, and what it did is undone.",
    "The mouse works too. Every cmdlet that is run lands in the history of",
    "the prompt. '!' marks what somebody should look at.",
];

const HELP_OF_DIALOGS: &[&str] = &[
    "Tab, Down         next field; behind the last one stands OK",
    "Shift+Tab, Up     the field before",
    "Space             a box: the other way; a choice: the next one",
    "Left, Right       a choice: the one before, the next; a text: in it",
    "Home, End         a text: its ends; else the first field, OK",
    "Delete, Ctrl+U    a text: the next character goes, all of it goes",
    "Enter             next field; on OK: run what is shown",
    "F2                OK, from every field",
    "F3                the plan: what would be done, line by line",
    "Esc               leave, nothing is done; while it runs: cancel it, and",
    "                  what it did is undone",
    "Mouse             fields, boxes and buttons; the wheel scrolls a plan",
    "",
    "( ) in round brackets cannot be changed now: go there to read why.",
    "Under the line stands the cmdlet that OK runs.",
];

pub(super) fn help(frame: &mut Frame<'_>) {
    keys_help(frame, HELP);
}

fn keys_help(frame: &mut Frame<'_>, help: &'static [&'static str]) {
    let rows = u16::try_from(help.len() + 2).unwrap_or(u16::MAX);
    let place = over(frame, 74, rows);
    let lines: Vec<Drawn<'_>> = help.iter().map(|line| Drawn::from(*line)).collect();
    let block = Block::bordered().title(" Help: any key closes it ");
    frame.render_widget(Paragraph::new(lines).block(block), place);
}

pub(super) fn menu(frame: &mut Frame<'_>, app: &mut App) {
    let Some(Layer::Menu(at)) = app.layer else {
        return;
    };
    let actions = app.actions();
    let rows = u16::try_from(actions.len() + 2).unwrap_or(u16::MAX);
    let place = over(frame, 44, rows);
    let block = Block::bordered().title(" Actions ");
    let inner = block.inner(place);
    let first = at.saturating_sub(usize::from(inner.height).saturating_sub(1));
    let mut lines = Vec::new();
    for (number, action) in actions.iter().enumerate().skip(first) {
        let row = u16::try_from(number - first).unwrap_or(u16::MAX);
        if row >= inner.height {
            break;
        }
        let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
        app.areas.entries.push((area, number));
        let columns = usize::from(inner.width);
        lines.push(action_line(app, action, columns, number == at));
    }
    frame.render_widget(Paragraph::new(lines).block(block), place);
}

/// A field as a line.
fn field_line(form: &Form, number: usize, field: &Field, columns: usize) -> String {
    let is_locked = form.lock_of(number).is_some();
    let mark = if form.focus == number { "▸" } else { " " };
    let text = match &field.value {
        Value::Check(on) => {
            let sign = match (is_locked, on) {
                (false, true) => "[x]",
                (false, false) => "[ ]",
                (true, true) => "(x)",
                (true, false) => "( )",
            };
            format!("{sign} {}", field.label)
        }
        Value::Text(text) => {
            let room = columns.saturating_sub(width(&field.label) + 8).max(4);
            // The end of a long text is what is being typed.
            let has_cursor = form.focus == number && !is_locked;
            let at = Form::cursor(text, if has_cursor { form.behind } else { 0 });
            let (before, behind) = text.split_at(at);
            let (before, behind) = (shown(before), shown(behind));
            // The part at the cursor is seen whole.
            let behind = cut(&behind, room / 2);
            let mut before = before.as_ref();
            while width(before) + width(&behind) > room && !before.is_empty() {
                let mut rest = before.chars();
                rest.next();
                before = rest.as_str();
            }
            let cursor = if has_cursor { "_" } else { "" };
            match is_locked {
                true => format!("{}: ({before}{behind})", field.label),
                false => format!("{}: [{before}{cursor}{behind}]", field.label),
            }
        }
        Value::Choice { options, at } => {
            let chosen = options.get(*at).map_or("none", String::as_str);
            match is_locked {
                true => format!("{}: ({})", field.label, shown(chosen)),
                false => format!("{}: < {} >", field.label, shown(chosen)),
            }
        }
    };
    column(&format!("{mark} {text}"), columns)
}

/// Lines of the fields, each with the number of its field.
fn field_lines(app: &App, form: &Form, columns: usize) -> Vec<(Drawn<'static>, Option<usize>)> {
    let mut lines = Vec::new();
    for (number, field) in form.fields.iter().enumerate() {
        if let Some(heading) = field.heading {
            let style = Style::new().add_modifier(Modifier::BOLD);
            lines.push((
                Drawn::from(Span::styled(format!(" {heading}"), style)),
                None,
            ));
        }
        let mood = match form.lock_of(number) {
            Some(_) => Mood::Quiet,
            None => Mood::Plain,
        };
        let mut style = painted(app, mood);
        if form.focus == number {
            style = style.add_modifier(Modifier::REVERSED);
        }
        let text = field_line(form, number, field, columns);
        lines.push((Drawn::from(Span::styled(text, style)), Some(number)));
    }
    lines
}

/// The cmdlets that OK runs, or what is wrong.
fn command_lines(app: &App, form: &Form, columns: usize) -> Vec<Drawn<'static>> {
    let (texts, mood) = match form.commands() {
        Ok(commands) if commands.is_empty() => {
            (vec!["(nothing is changed)".to_owned()], Mood::Quiet)
        }
        Ok(commands) => {
            let host = app.reached_as();
            let typed = |c: crate::command::Command| {
                let line = app.commander.typed(&c.at(host.as_deref()));
                format!("PS> {line}")
            };
            (commands.into_iter().map(typed).collect(), Mood::Good)
        }
        Err(fault) => (vec![format!("! {fault}")], Mood::Bad),
    };
    let lines = texts.iter().flat_map(|text| wrapped(&shown(text), columns));
    lines
        .map(|line| Drawn::from(Span::styled(line, painted(app, mood))))
        .collect()
}

pub(super) fn form(frame: &mut Frame<'_>, app: &mut App) {
    dialog(frame, app);
    if matches!(&app.layer, Some(Layer::Form(form)) if form.helps) {
        keys_help(frame, HELP_OF_DIALOGS);
    }
}

fn dialog(frame: &mut Frame<'_>, app: &mut App) {
    let Some(Layer::Form(form)) = &app.layer else {
        return;
    };
    let area = frame.area();
    let wide = area.width.min(78);
    let columns = usize::from(wide.saturating_sub(4));
    let title = format!(" {} ", cut(&shown(&form.title), columns.saturating_sub(4)));
    if !matches!(form.stage, Stage::Filling) {
        return told(frame, app, wide, &title);
    }
    let text: Vec<Drawn<'_>> = match form.text.is_empty() {
        true => Vec::new(),
        false => wrapped(&form.text, columns)
            .into_iter()
            .map(Drawn::from)
            .collect(),
    };
    let fields = field_lines(app, form, columns);
    let commands = command_lines(app, form, columns);
    let why: Vec<Drawn<'_>> = match form.lock_of(form.focus) {
        Some(reason) => wrapped(&format!("! {}", shown(&app.told(reason))), columns)
            .into_iter()
            .map(|line| Drawn::from(Span::styled(line, painted(app, Mood::Bad))))
            .collect(),
        None => Vec::new(),
    };
    // The fields have what the rest leaves them; what does not fit follows the one that has the keys.
    let rest = text.len() + commands.len() + why.len() + 5;
    let height = usize::from(area.height).saturating_sub(1);
    let most = height.saturating_sub(rest).max(1);
    let shown_fields = fields.len().min(most);
    let focused = fields
        .iter()
        .position(|(_, number)| *number == Some(form.focus));
    let focused = focused.unwrap_or(fields.len().saturating_sub(1));
    let first = (focused + 1).saturating_sub(shown_fields);
    let rows = u16::try_from(rest + shown_fields).unwrap_or(u16::MAX);
    let is_at_end = form.is_at_end();
    let place = over(frame, wide, rows);
    let mut lines = text;
    let mut entries = Vec::new();
    let row_of = |at: usize| {
        place
            .y
            .saturating_add(u16::try_from(at + 1).unwrap_or(u16::MAX))
    };
    for (line, number) in fields.into_iter().skip(first).take(shown_fields) {
        if let Some(number) = number {
            entries.push((
                Rect::new(place.x + 2, row_of(lines.len()), wide - 4, 1),
                number,
            ));
        }
        lines.push(line);
    }
    lines.extend(why);
    lines.push(Drawn::from("─".repeat(columns)));
    lines.extend(commands);
    lines.push(Drawn::from(""));
    let at = row_of(lines.len());
    let (line, buttons) = buttons(place.x + 2, at, is_at_end);
    lines.push(line);
    let block = Block::bordered()
        .title(title)
        .padding(ratatui::widgets::Padding::horizontal(1));
    frame.render_widget(Paragraph::new(lines).block(block), place);
    app.areas.entries = entries;
    app.areas.buttons = buttons;
}

/// The line of the buttons, and where each is.
fn buttons(x: u16, y: u16, has_keys: bool) -> (Drawn<'static>, Vec<(Rect, Button)>) {
    let ok = match has_keys {
        true => "▸[ OK ]",
        false => " [ OK ]",
    };
    let words = [
        (ok, Button::Ok),
        ("   F3 [ Plan ]", Button::Plan),
        ("   Esc [ Cancel ]", Button::Cancel),
    ];
    let mut spans = Vec::new();
    let mut places = Vec::new();
    let mut left = x;
    for (word, button) in words {
        let wide = u16::try_from(width(word)).unwrap_or(u16::MAX);
        places.push((Rect::new(left, y, wide, 1), button));
        left = left.saturating_add(wide);
        let style = match button == Button::Ok && has_keys {
            true => Style::new().add_modifier(Modifier::REVERSED),
            false => Style::new(),
        };
        spans.push(Span::styled(word, style));
    }
    (Drawn::from(spans), places)
}

/// What runs, or has run, and what it said.
fn told(frame: &mut Frame<'_>, app: &mut App, wide: u16, title: &str) {
    let colours = [painted(app, Mood::Plain), painted(app, Mood::Bad)];
    let Some(Layer::Form(form)) = &mut app.layer else {
        return;
    };
    let columns = usize::from(wide.saturating_sub(4));
    let mut lines = Vec::new();
    for (text, complaint) in &form.lines {
        for part in wrapped(&shown(text), columns) {
            let [plain, bad] = colours;
            lines.push(Drawn::from(Span::styled(
                part,
                if *complaint { bad } else { plain },
            )));
        }
    }
    let area = frame.area();
    let most = usize::from(area.height).saturating_sub(6).max(1);
    let height = lines.len().clamp(1, most);
    let mut progress = String::new();
    if let Stage::Working { progress: told, .. } = &form.stage {
        progress = shown(told).into_owned();
    }
    let mut below = 0;
    let (head, foot) = match (&mut form.stage, form.preview) {
        (
            Stage::Working {
                cancelled: true, ..
            },
            _,
        ) => ("It is cancelled: what was done is undone...", ""),
        (Stage::Working { .. }, true) => ("The plan is asked for...", "Esc cancels"),
        (Stage::Working { .. }, false) => {
            ("It runs...", "Esc cancels, and what was done is undone")
        }
        (Stage::Told { scroll, ok }, preview) => {
            let most = lines.len().saturating_sub(height);
            *scroll = (*scroll).min(most);
            below = most - *scroll;
            lines.drain(..*scroll);
            match (preview, ok) {
                (true, true) => (
                    "The plan. Nothing has been changed.",
                    "Esc: back to the dialog",
                ),
                (true, false) => ("! There is no plan.", "Esc: back to the dialog"),
                (false, true) => ("It is done.", "Enter closes"),
                (false, false) => ("! It failed.", "Esc: back to the dialog"),
            }
        }
        (Stage::Filling, _) => ("", ""),
    };
    let rows = u16::try_from(height + 4).unwrap_or(u16::MAX);
    let place = over(frame, wide, rows);
    let mut all = vec![Drawn::from(Span::styled(
        cut(&format!("{head} {progress}"), columns),
        Style::new().add_modifier(Modifier::BOLD),
    ))];
    lines.truncate(height);
    while lines.len() < height {
        lines.push(Drawn::from(""));
    }
    all.extend(lines);
    all.push(Drawn::from(match below {
        0 => foot.to_owned(),
        below => format!("{foot}   ▾ {below} more lines"),
    }));
    let block = Block::bordered()
        .title(title.to_owned())
        .padding(ratatui::widgets::Padding::horizontal(1));
    frame.render_widget(Paragraph::new(all).block(block), place);
    let foot = Rect::new(
        place.x + 2,
        place.y + place.height.saturating_sub(2),
        wide - 4,
        1,
    );
    app.areas.buttons = vec![(foot, Button::Cancel)];
}
