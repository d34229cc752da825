//! The screen, from what the manager knows. No colour is needed to read it: what is chosen is marked, what is wrong has a `!`.

mod dialog;

use iovsh_backend::model::is_hidden;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line as Drawn, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use crate::app::{App, Areas, Layer, Pane};
use crate::form::Stage;
use crate::listing::{Mood, Section};
use crate::pages::{self, Line};
use crate::shown::{shown, width, wrapped};

/// From this width on the actions have a place of their own.
const WITH_ACTIONS: u16 = 118;

/// A column that would be narrower than this is not shown.
const LEAST_COLUMN: usize = 6;

/// Draws everything.
pub fn draw(frame: &mut Frame<'_>, app: &mut App) {
    let area = frame.area();
    app.areas = Areas::default();
    app.width = area.width;
    if area.width < 40 || area.height < 10 {
        let text = "The terminal is too small: 40 columns and 10 lines at least, better 80 and 24.";
        let lines = wrapped(text, usize::from(area.width));
        let lines: Vec<Drawn<'_>> = lines.into_iter().map(Drawn::from).collect();
        frame.render_widget(Paragraph::new(lines), area);
        return;
    }
    let [top, middle, bottom] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
    ])
    .areas(area);
    title(frame, app, top);
    let tree_width = if area.width < 100 { 22 } else { 26 };
    let actions_width = if area.width < WITH_ACTIONS { 0 } else { 34 };
    let [left, centre, right] = Layout::horizontal([
        Constraint::Length(tree_width),
        Constraint::Fill(1),
        Constraint::Length(actions_width),
    ])
    .areas(middle);
    tree(frame, app, left);
    if pages::tabs(app.section).is_empty() {
        whole_page(frame, app, centre);
    } else {
        let [list_area, details_area] = Layout::vertical([
            Constraint::Length(list_height(app, centre.height)),
            Constraint::Fill(1),
        ])
        .areas(centre);
        list(frame, app, list_area);
        details(frame, app, details_area);
    }
    if actions_width > 0 {
        actions(frame, app, right);
    }
    status(frame, app, bottom);
    match &app.layer {
        Some(Layer::Help) => dialog::help(frame),
        Some(Layer::Menu(_)) => dialog::menu(frame, app),
        Some(Layer::Form(_)) => dialog::form(frame, app),
        None => {}
    }
    nothing_hides(frame.buffer_mut());
}

/// The last door: whatever has come this far and is hidden or acts on a terminal gives way to a sign.
fn nothing_hides(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        // A joiner between the parts of one sign is the sign's own.
        if cell.symbol().chars().count() == 1 && cell.symbol().chars().any(is_hidden) {
            cell.set_symbol("·");
        }
    }
}

fn painted(app: &App, mood: Mood) -> Style {
    app.theme.of(mood)
}

/// What has the keys is bold where it is framed.
fn framed<'a>(app: &App, title: &'a str, has_keys: bool) -> Block<'a> {
    let style = match has_keys {
        true => app.theme.frame().add_modifier(Modifier::BOLD),
        false => Style::new(),
    };
    let title = match has_keys {
        true => format!("[{title}]"),
        false => format!(" {title} "),
    };
    Block::bordered().border_style(style).title(title)
}

/// Cuts a text to so many columns.
fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept) + width(c.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        kept.push(c);
    }
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// A text in a column of this width.
fn column(text: &str, columns: usize) -> String {
    let mut text = cut(text, columns);
    let missing = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

fn title(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let name = app.view().map_or("", |view| view.place.name.as_str());
    let is_older = app
        .view()
        .is_some_and(|view| view.silent.is_some() && view.seen.is_some());
    let note = if is_older {
        "  ! does not answer: what is shown is older"
    } else {
        ""
    };
    let text = format!(" iovsh manager  {}{note}", shown(name));
    let line = column(&text, usize::from(area.width));
    let style = Style::new().add_modifier(Modifier::REVERSED);
    frame.render_widget(Paragraph::new(line).style(style), area);
}

fn tree(frame: &mut Frame<'_>, app: &mut App, area: Rect) {
    let block = framed(app, "Hosts", app.pane == Pane::Tree);
    let inner = block.inner(area);
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    for (host, section) in app.tree() {
        let view = app.hosts.get(host);
        let seen = view.and_then(|view| view.seen.as_ref());
        let chosen = (host, section) == (app.host, app.section);
        let (text, mood) = match section {
            Section::Host => {
                let name = view.map_or("", |view| view.place.name.as_str());
                let (word, mood) = match view {
                    Some(view) if view.silent.is_some() => ("! ", Mood::Bad),
                    Some(view) if view.seen.is_none() => ("? ", Mood::Quiet),
                    _ => ("", Mood::Plain),
                };
                (format!("{word}{}", shown(name)), mood)
            }
            section => {
                let count = match section {
                    Section::Topology | Section::Diagnosis => None,
                    section => seen.map(|seen| seen.listings.rows(section).len()),
                };
                let title = section.title();
                let text = match count {
                    Some(count) => format!(" {title} {count}"),
                    None => format!(" {title}"),
                };
                (text, Mood::Plain)
            }
        };
        lines.push(marked(app, &text, columns, chosen, mood));
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
    app.areas.tree = inner;
}

/// A line with a mark before it when it is chosen.
fn marked(app: &App, text: &str, columns: usize, chosen: bool, mood: Mood) -> Drawn<'static> {
    let mark = if chosen { "▸" } else { " " };
    let text = column(&format!("{mark}{text}"), columns);
    let mut style = painted(app, mood);
    if chosen {
        style = style.add_modifier(Modifier::REVERSED);
    }
    Drawn::from(Span::styled(text, style))
}

/// The line about a host of which nothing is known.
fn unknown(app: &App) -> Option<(String, Mood)> {
    let view = app.view()?;
    match (&view.silent, &view.seen) {
        (Some(why), None) => Some((format!("! {}", shown(why)), Mood::Bad)),
        (None, None) => Some(("The host is asked...".to_owned(), Mood::Quiet)),
        _ => None,
    }
}

/// A list has no more than its part of the screen, and a short one leaves what it does not need to the page below.
fn list_height(app: &App, whole: u16) -> u16 {
    const LEAST: u16 = 7;
    let most = u16::try_from(u32::from(whole) * 45 / 100).unwrap_or(whole);
    let rows = match app.seen() {
        Some(seen) => seen.listings.rows(app.section).len(),
        None => usize::MAX,
    };
    // Two lines of its frame, and its heading.
    let wanted = u16::try_from(rows.saturating_add(3)).unwrap_or(u16::MAX);
    wanted.clamp(LEAST.min(most), most)
}

fn list(frame: &mut Frame<'_>, app: &mut App, area: Rect) {
    let shown_filter = shown(&app.filter);
    let name = match (app.filtering, app.filter.is_empty()) {
        (true, _) => format!("{} /{shown_filter}_", app.section.title()),
        (false, false) => format!("{} /{shown_filter}", app.section.title()),
        (false, true) => app.section.title().to_owned(),
    };
    let block = framed(app, &name, app.pane == Pane::List);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let columns = usize::from(inner.width);
    let widths = app.section.columns();
    // The last column has what the others leave it. Where that is next to nothing it is left out.
    let taken: u16 = widths.iter().map(|(_, wide)| wide + 1).sum();
    let has_last = columns >= usize::from(taken) + LEAST_COLUMN;
    let line_of = |cells: &mut dyn Iterator<Item = &str>| -> String {
        let mut line = String::new();
        for ((_, wide), cell) in widths.iter().zip(cells) {
            match usize::from(*wide) {
                0 if has_last => line.push_str(cell),
                0 => {}
                wide => {
                    line.push_str(&column(cell, wide));
                    line.push(' ');
                }
            }
        }
        line
    };
    let header = line_of(&mut widths.iter().map(|(name, _)| *name));
    let [header_area, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(inner);
    let header = Span::styled(
        column(&format!(" {header}"), columns),
        Style::new().add_modifier(Modifier::BOLD),
    );
    frame.render_widget(Drawn::from(header), header_area);
    if let Some((text, mood)) = unknown(app) {
        let lines = wrapped(&text, columns);
        let lines: Vec<_> = lines.into_iter().map(Drawn::from).collect();
        frame.render_widget(Paragraph::new(lines).style(painted(app, mood)), body);
        return;
    }
    let (at, rows) = (app.at(), app.rows());
    let height = usize::from(body.height).max(1);
    // The chosen row stands in the middle as far as there are rows on both sides.
    let first = at
        .saturating_sub(height / 2)
        .min(rows.len().saturating_sub(height));
    let lines: Vec<Drawn<'_>> = rows
        .iter()
        .enumerate()
        .skip(first)
        .take(height)
        .map(|(number, row)| {
            let text = line_of(&mut row.cells.iter().map(String::as_str));
            marked(app, &text, columns, number == at, row.mood)
        })
        .collect();
    let lines = match (lines.is_empty(), app.filter.is_empty()) {
        (true, true) => nothing_there(app, columns),
        (true, false) => vec![Drawn::from(" Nothing has this text.")],
        _ => lines,
    };
    frame.render_widget(Paragraph::new(lines), body);
    app.areas.list = body;
    app.areas.first_row = first;
}

/// Lines of a page, broken at the width, with names in a column.
fn page_lines(app: &App, lines: &[Line], columns: usize) -> Vec<Drawn<'static>> {
    const LABEL: usize = 20;
    let mut drawn = Vec::new();
    for line in lines {
        let style = painted(app, line.mood);
        let indent = if line.label.is_empty() { 0 } else { LABEL + 1 };
        let parts = wrapped(&line.text, columns.saturating_sub(indent));
        for (number, part) in parts.into_iter().enumerate() {
            let label = match (indent, number) {
                (0, _) => String::new(),
                (_, 0) => format!("{} ", column(&line.label, LABEL)),
                _ => " ".repeat(indent),
            };
            drawn.push(Drawn::from(vec![
                Span::raw(label),
                Span::styled(part, style),
            ]));
        }
    }
    drawn
}

/// Draws lines from a place on that stays within them.
fn scrolled(frame: &mut Frame<'_>, app: &mut App, lines: Vec<Drawn<'static>>, area: Rect) {
    let most = lines.len().saturating_sub(usize::from(area.height));
    app.scroll = app.scroll.min(most);
    let below = most - app.scroll;
    let visible: Vec<_> = lines.into_iter().skip(app.scroll).collect();
    frame.render_widget(Paragraph::new(visible), area);
    if below > 0 {
        // On the frame, right under the last line that is seen.
        let text = format!(" ▾ {below} more ");
        let wide = u16::try_from(width(&text)).unwrap_or(u16::MAX);
        let place = Rect::new(
            area.right().saturating_sub(wide.saturating_add(1)),
            area.bottom(),
            wide,
            1,
        );
        frame.render_widget(Span::raw(text), place.intersection(frame.area()));
    }
}

fn details(frame: &mut Frame<'_>, app: &mut App, area: Rect) {
    let name = app.rows().get(app.at()).and_then(|row| row.cells.first());
    let name = cut(name.map_or("", String::as_str), 40);
    let block = framed(app, &name, app.pane == Pane::Details);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let [tab_area, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(inner);
    let mut x = tab_area.x;
    let mut spans = Vec::new();
    let mut tabs = Vec::new();
    let names = pages::tabs(app.section);
    // Where they would not all be seen they stand nearer to each other.
    let whole: usize = names.iter().map(|name| width(name) + 2).sum();
    let after = if whole > usize::from(tab_area.width) {
        ""
    } else {
        " "
    };
    for (number, tab) in names.iter().enumerate() {
        let (text, style) = match number == app.tab {
            true => (
                format!("[{tab}]"),
                Style::new().add_modifier(Modifier::BOLD),
            ),
            false => (format!(" {tab}{after}"), Style::new()),
        };
        let wide = u16::try_from(width(&text)).unwrap_or(u16::MAX);
        tabs.push(Rect::new(x, tab_area.y, wide, 1).intersection(tab_area));
        x = x.saturating_add(wide);
        spans.push(Span::styled(text, style));
    }
    frame.render_widget(Drawn::from(spans), tab_area);
    let lines = page_lines(app, &pages::page(app), usize::from(body.width));
    scrolled(frame, app, lines, body);
    app.areas.tabs = tabs;
    app.areas.details = body;
}

/// The pages that need no list: the host, its picture, its diagnosis.
fn whole_page(frame: &mut Frame<'_>, app: &mut App, area: Rect) {
    let block = framed(app, app.section.title(), app.pane != Pane::Tree);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    if let Some(view) = app.view() {
        match (&view.silent, &view.seen) {
            (Some(why), seen) => {
                lines.push(Line::text(format!("! {why}")).mood(Mood::Bad));
                if seen.is_some() {
                    lines.push(Line::text("What is shown is older."));
                }
            }
            (None, None) => lines.push(Line::text("The host is asked...").mood(Mood::Quiet)),
            (None, Some(_)) => {}
        }
    }
    let mut drawn = page_lines(app, &lines, columns);
    match (app.section, app.seen()) {
        (Section::Host, Some(seen)) => {
            drawn.extend(page_lines(app, &pages::host(app, seen), columns));
        }
        (Section::Topology | Section::Diagnosis, Some(_)) => {
            let report = &app.report;
            if report.lines.is_empty() && report.waiting {
                drawn.push(Drawn::from("It is being made..."));
            }
            // Lines of a picture are not broken: they would be none any more.
            drawn.extend(report.lines.iter().map(|(line, complaint)| {
                let mood = if *complaint { Mood::Bad } else { Mood::Plain };
                Drawn::from(Span::styled(shown(line).into_owned(), painted(app, mood)))
            }));
        }
        _ => {}
    }
    scrolled(frame, app, drawn, inner);
    app.areas.details = inner;
}

/// An empty list. A list of events that could not be read says so.
fn nothing_there(app: &App, columns: usize) -> Vec<Drawn<'static>> {
    let unread = app.seen().and_then(|seen| seen.no_journal.as_ref());
    let Some(why) = unread.filter(|_| app.section == Section::Events) else {
        let text = format!(" There are none.{}", app.section.made_by());
        return vec![Drawn::from(text)];
    };
    let lines = wrapped(&shown(&format!("! {why}")), columns);
    let style = painted(app, Mood::Bad);
    let lines = lines.into_iter().map(|line| Span::styled(line, style));
    lines.map(Drawn::from).collect()
}

fn actions(frame: &mut Frame<'_>, app: &mut App, area: Rect) {
    let block = framed(app, "Actions", false);
    let inner = block.inner(area);
    let lines: Vec<Drawn<'_>> = app
        .actions()
        .iter()
        .map(|action| action_line(app, action, usize::from(inner.width), false))
        .collect();
    frame.render_widget(Paragraph::new(lines).block(block), area);
    app.areas.actions = inner;
}

/// One action; what cannot be done now is in brackets.
fn action_line(
    app: &App,
    action: &crate::actions::Action,
    columns: usize,
    chosen: bool,
) -> Drawn<'static> {
    let key = action.key.unwrap_or(' ');
    let (text, mood) = match &action.refused {
        None => (format!("{key}  {}", action.label), Mood::Plain),
        Some(_) => (format!("{key} ({})", action.label), Mood::Quiet),
    };
    marked(app, &text, columns, chosen, mood)
}

fn status(frame: &mut Frame<'_>, app: &App, area: Rect) {
    const KEYS: &str =
        " ? help  Tab next part  Enter actions  / filter  [ ] pages  1-7 lists  q quit";
    let text = match (&app.layer, app.filtering) {
        (Some(layer), _) => keys_of(layer).to_owned(),
        (None, true) => {
            " type to filter  Enter keep it  Ctrl+U empty it  Esc take it back".to_owned()
        }
        (None, false) if app.status.is_empty() => KEYS.to_owned(),
        (None, false) => format!(" {}", shown(&app.status)),
    };
    let line = column(&text, usize::from(area.width));
    let style = Style::new().add_modifier(Modifier::REVERSED);
    frame.render_widget(Paragraph::new(line).style(style), area);
}

/// The keys of what lies over the screen.
fn keys_of(layer: &Layer) -> &'static str {
    let form = match layer {
        Layer::Help => return " any key closes the help",
        Layer::Menu(_) => return " Up Down choose  Enter run it  a letter its action  Esc close",
        Layer::Form(form) => form,
    };
    match form.stage {
        _ if form.helps => " any key leads back to the dialog",
        Stage::Filling => {
            " Tab Shift+Tab field  Space arrows change  F1 keys  F2 OK  F3 plan  Esc leave"
        }
        Stage::Working { .. } => " Esc cancels what runs, and what it did is undone",
        Stage::Told { ok, .. } if form.preview || !ok => {
            " Up Down PgUp PgDn scroll  Enter back to the dialog  Esc back"
        }
        Stage::Told { .. } => " Up Down PgUp PgDn scroll  Enter close  Esc close",
    }
}

/// A place of this size in the middle of the screen, emptied.
fn over(frame: &mut Frame<'_>, columns: u16, rows: u16) -> Rect {
    let area = frame.area();
    // The last line says which keys there are.
    let height = area.height.saturating_sub(1).max(1).min(area.height);
    let (columns, rows) = (columns.min(area.width), rows.min(height));
    let place = Rect::new(
        area.x + (area.width - columns) / 2,
        area.y + ((area.height - rows) / 2).min(height - rows),
        columns,
        rows,
    );
    frame.render_widget(Clear, place);
    place
}
