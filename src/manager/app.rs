//! What the manager shows and has chosen: its state, without a terminal.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::actions::Action;
use crate::command::{Command, Commander, Said};
use crate::form::{Form, Stage};
use crate::listing::{Row, Section};
use crate::past::Past;
use crate::place::{Place, Seen};
use crate::shown::shown;
use crate::theme::Theme;

/// A part of the screen that has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    Tree,
    List,
    Details,
}

/// A host as the screen has it.
pub(crate) struct HostView {
    pub place: Place,
    pub seen: Option<Box<Seen>>,
    /// Why nothing newer is known.
    pub silent: Option<String>,
    pub past: Past,
}

/// What lies over the screen.
pub(crate) enum Layer {
    Help,
    /// The actions, where the screen is too narrow for them, or when they were asked for.
    Menu(usize),
    Form(Box<Form>),
}

/// What whoever runs the screen has to do.
#[derive(Debug)]
pub(crate) enum Effect {
    Quit,
    /// Run these, one after the other, for the dialog.
    Run {
        commands: Vec<Command>,
        preview: bool,
    },
    /// Run this, and show what it says as a page.
    Report(Command),
    /// Draw everything anew.
    Redraw,
}

/// A page whose text a cmdlet makes.
#[derive(Default)]
pub(crate) struct Report {
    /// Which page of which host it is.
    pub of: Option<(usize, Section)>,
    /// It is being made.
    pub waiting: bool,
    /// The host has moved meanwhile.
    pub stale: bool,
    pub lines: Vec<(String, bool)>,
    pub coming: Vec<(String, bool)>,
}

/// Where things were drawn, for the mouse.
#[derive(Default)]
pub(crate) struct Areas {
    pub tree: Rect,
    pub list: Rect,
    pub first_row: usize,
    pub tabs: Vec<Rect>,
    pub details: Rect,
    pub actions: Rect,
    /// Fields of the dialog and places in the menu, by their numbers.
    pub entries: Vec<(Rect, usize)>,
    /// What can be pressed in the dialog.
    pub buttons: Vec<(Rect, Button)>,
}

/// What can be pressed in a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Button {
    Ok,
    Plan,
    Cancel,
}

/// The manager without its terminal: what is shown, and what the keys do.
pub struct App {
    pub(crate) commander: Arc<dyn Commander>,
    pub(crate) hosts: Vec<HostView>,
    pub(crate) host: usize,
    pub(crate) section: Section,
    pub(crate) pane: Pane,
    /// The row that is chosen in the list of each section: its key, and its place when it was chosen.
    chosen: [(String, usize); Section::ALL.len()],
    pub(crate) tab: usize,
    pub(crate) scroll: usize,
    pub(crate) filter: String,
    pub(crate) filtering: bool,
    pub(crate) layer: Option<Layer>,
    pub(crate) report: Report,
    /// The last thing that was done or is in the way.
    pub(crate) status: String,
    pub(crate) theme: Theme,
    pub(crate) areas: Areas,
    pub(crate) width: u16,
    /// What a dialog has made, and in which list of which host it will be chosen when it has been seen.
    made: Option<(usize, Section, String)>,
    effects: Vec<Effect>,
}

impl App {
    /// A manager of these hosts; the first is the one of the session.
    pub fn new(places: Vec<Place>, commander: Arc<dyn Commander>, theme: Theme) -> Self {
        let hosts = places.into_iter().map(|place| HostView {
            place,
            seen: None,
            silent: None,
            past: Past::default(),
        });
        Self {
            commander,
            hosts: hosts.collect(),
            host: 0,
            section: Section::Machines,
            pane: Pane::Tree,
            chosen: Default::default(),
            tab: 0,
            scroll: 0,
            filter: String::new(),
            filtering: false,
            layer: None,
            report: Report::default(),
            status: String::new(),
            theme,
            areas: Areas::default(),
            width: 80,
            made: None,
            effects: Vec::new(),
        }
    }

    /// Something was seen of a host, or nothing could be, and why.
    pub fn saw(&mut self, host: usize, seen: Result<Box<Seen>, String>) {
        let Some(view) = self.hosts.get_mut(host) else {
            return;
        };
        match seen {
            Ok(seen) => {
                view.past.add(&seen);
                view.seen = Some(seen);
                view.silent = None;
            }
            Err(why) => view.silent = Some(why),
        }
        if host == self.host {
            self.pins();
            self.chooses_made();
            self.report.stale = true;
            self.asks_for_report();
        }
    }

    /// The rows of the left side: the hosts, and the sections of the one that is shown.
    pub(crate) fn tree(&self) -> Vec<(usize, Section)> {
        let mut rows = Vec::new();
        for host in 0..self.hosts.len() {
            rows.push((host, Section::Host));
            if host == self.host {
                let sections = Section::ALL.iter().filter(|s| **s != Section::Host);
                rows.extend(sections.map(|section| (host, *section)));
            }
        }
        rows
    }

    /// Goes to a row of the left side.
    pub(crate) fn go_to_tree(&mut self, at: usize) {
        if let Some((host, section)) = self.tree().get(at).copied() {
            self.go_to_host(host);
            self.go_to(section);
        }
    }

    /// The row of the left side that is shown.
    pub(crate) fn tree_at(&self) -> usize {
        let shown = (self.host, self.section);
        let found = self.tree().iter().position(|row| *row == shown);
        found.unwrap_or_default()
    }

    pub(crate) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub(crate) fn wants(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn view(&self) -> Option<&HostView> {
        self.hosts.get(self.host)
    }

    pub(crate) fn seen(&self) -> Option<&Seen> {
        self.view().and_then(|view| view.seen.as_deref())
    }

    /// Whether what only the guests of a host tell, and what its machines carry, is on the screen.
    pub(crate) fn looks_closely(&self, host: usize) -> bool {
        host == self.host && self.section == Section::Machines
    }

    /// The name by which cmdlets reach the host that is shown.
    pub(crate) fn reached_as(&self) -> Option<String> {
        self.view().and_then(|view| view.place.reached_as.clone())
    }

    /// The rows that the filter lets through.
    pub(crate) fn rows(&self) -> Vec<&Row> {
        let rows = self
            .seen()
            .map_or(&[][..], |s| s.listings.rows(self.section));
        let wanted = |row: &&Row| self.filter.is_empty() || row.has(&self.filter);
        rows.iter().filter(wanted).collect()
    }

    fn slot(&self) -> usize {
        let found = Section::ALL.iter().position(|s| *s == self.section);
        found.unwrap_or_default()
    }

    /// The place of the chosen row among those that are shown. A row that is gone gives way to the one in its place.
    pub(crate) fn at(&self) -> usize {
        let rows = self.rows();
        let Some((key, place)) = self.chosen.get(self.slot()) else {
            return 0;
        };
        let found = rows.iter().position(|row| row.key == *key);
        found.unwrap_or_else(|| (*place).min(rows.len().saturating_sub(1)))
    }

    /// What is chosen stays so when rows come before it; where nothing was, it is the row that is shown as chosen.
    fn pins(&mut self) {
        let (at, slot) = (self.at(), self.slot());
        let key = self.rows().get(at).map(|row| row.key.clone());
        if let (Some(key), Some(place)) = (key, self.chosen.get_mut(slot))
            && self.filter.is_empty()
        {
            *place = (key, at);
        }
    }

    /// The key of the chosen row.
    pub(crate) fn key_of_row(&self) -> Option<String> {
        self.rows().get(self.at()).map(|row| row.key.clone())
    }

    pub(crate) fn choose(&mut self, at: usize) {
        let at = at.min(self.rows().len().saturating_sub(1));
        let key = self.rows().get(at).map(|row| row.key.clone());
        let slot = self.slot();
        if let Some(place) = self.chosen.get_mut(slot) {
            *place = (key.unwrap_or_default(), at);
        }
        self.scroll = 0;
    }

    pub(crate) fn go_to(&mut self, section: Section) {
        if self.section != section {
            self.section = section;
            self.tab = 0;
            self.scroll = 0;
            self.no_filter();
            self.pins();
        }
        self.asks_for_report();
    }

    /// All rows are shown, and what is typed goes into no filter any more.
    pub(crate) fn no_filter(&mut self) {
        self.filter.clear();
        self.filtering = false;
    }

    pub(crate) fn go_to_host(&mut self, host: usize) {
        if host != self.host && host < self.hosts.len() {
            self.host = host;
            self.scroll = 0;
            self.no_filter();
            self.pins();
            self.asks_for_report();
        }
    }

    /// A sentence about the host that is shown: the commands of its next step name it, when it is not the one of the session.
    pub(crate) fn told(&self, sentence: String) -> String {
        match self.reached_as() {
            Some(host) => self.commander.told_of(&host, &sentence),
            None => sentence,
        }
    }

    /// The actions that there are for what is chosen.
    pub(crate) fn actions(&self) -> Vec<Action> {
        let mut actions = crate::actions::of(self);
        for action in &mut actions {
            action.refused = action.refused.take().map(|reason| self.told(reason));
        }
        actions
    }

    /// Does an action, or says why it cannot be done.
    pub(crate) fn act(&mut self, action: Action) {
        self.layer = None;
        if let Some(reason) = action.refused {
            self.status = reason;
            return;
        }
        let form = self.seen().and_then(|seen| (action.opens)(&seen.state));
        let Some(form) = form else {
            "What this was about is gone.".clone_into(&mut self.status);
            return;
        };
        self.status.clear();
        self.layer = Some(Layer::Form(Box::new(form)));
        if action.at_once {
            self.submit(false);
        }
    }

    /// The dialog's cmdlets are to run, or to say what they would do.
    pub(crate) fn submit(&mut self, preview: bool) {
        let host = self.reached_as();
        let Some(Layer::Form(form)) = &mut self.layer else {
            return;
        };
        // A second press that was on its way when the first was heard is none.
        if !matches!(form.stage, Stage::Filling) {
            return;
        }
        match form.commands() {
            Err(fault) => self.status = fault,
            Ok(commands) if commands.is_empty() => {
                "Nothing was changed in this dialog.".clone_into(&mut self.status);
            }
            Ok(commands) => {
                form.begins(preview);
                self.status.clear();
                let commands = commands.into_iter().map(|c| c.at(host.as_deref()));
                let mut commands: Vec<Command> = commands.collect();
                if preview && form.chained && commands.len() > 1 {
                    commands.truncate(1);
                    let note = "What follows builds on this, and is planned when it is there.";
                    form.lines.push((note.to_owned(), false));
                }
                self.wants(Effect::Run { commands, preview });
            }
        }
    }

    /// What runs for the dialog says something.
    pub(crate) fn heard(&mut self, said: Said) {
        if let Some(Layer::Form(form)) = &mut self.layer {
            form.hears(said);
        }
    }

    /// What ran for the dialog has ended.
    pub(crate) fn ran(&mut self, ok: bool) {
        let Some(Layer::Form(form)) = &mut self.layer else {
            return;
        };
        if !matches!(form.stage, Stage::Working { .. }) {
            return;
        }
        form.ended(ok);
        if form.is_done() {
            self.status = format!("Done: {}", form.title);
            let made = form
                .makes
                .map(|section| (section, form.words("name").to_owned()));
            self.made = made.map(|(section, name)| (self.host, section, name));
            self.layer = None;
            self.chooses_made();
        }
    }

    /// Somebody has pressed a key: what was made meanwhile is not gone to any more.
    pub(crate) fn goes_on(&mut self) {
        self.made = None;
    }

    /// Goes to what a dialog has made, once it is in its list.
    fn chooses_made(&mut self) {
        let Some((host, section, name)) = self.made.clone() else {
            return;
        };
        if host != self.host || self.layer.is_some() {
            self.made = None;
            return;
        }
        let rows = self
            .seen()
            .map_or(&[][..], |seen| seen.listings.rows(section));
        let name = shown(&name);
        let is_it = |row: &Row| row.cells.first().is_some_and(|cell| *cell == name);
        let Some(at) = rows.iter().position(is_it) else {
            return;
        };
        self.made = None;
        self.go_to(section);
        self.no_filter();
        self.choose(at);
    }

    /// The page of a cmdlet is made again when it is shown and what it shows has moved.
    pub(crate) fn asks_for_report(&mut self) {
        let command = match self.section {
            Section::Topology => Command::new("Show-VMNetworkTopology"),
            Section::Diagnosis => Command::new("Test-VMHostIov"),
            _ => return,
        };
        let wanted = Some((self.host, self.section));
        let other = self.report.of != wanted;
        if self.seen().is_none() || self.report.waiting || !(other || self.report.stale) {
            return;
        }
        if other {
            self.report.lines.clear();
        }
        self.report.of = wanted;
        self.report.waiting = true;
        self.report.stale = false;
        self.report.coming.clear();
        let host = self.reached_as();
        self.wants(Effect::Report(command.at(host.as_deref())));
    }

    pub(crate) fn report_says(&mut self, said: Said) {
        match said {
            Said::Began(_) | Said::Progress(_) => {}
            Said::Line(line) => self.report.coming.push((line, false)),
            Said::Complaint(line) => self.report.coming.push((line, true)),
        }
    }

    pub(crate) fn report_ended(&mut self) {
        self.report.waiting = false;
        self.report.lines = std::mem::take(&mut self.report.coming);
        // Another page, or a newer state, may be wanted by now.
        self.asks_for_report();
    }
}
