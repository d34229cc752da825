//! What stands below the list: pages about what is chosen, as lines of text.

mod host;
mod machine;
mod network;

use iovsh_backend::journal::Entry;
use iovsh_backend::policy;

use crate::app::App;
use crate::listing::{Mood, Section, nics, time};
use crate::place::Seen;
use crate::shown::shown;

/// A line of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// What stands left, for a line that is a name with a value.
    pub label: String,
    pub text: String,
    pub mood: Mood,
}

impl Line {
    /// A name with its value, which may come from outside.
    pub fn of(label: &str, value: impl AsRef<str>) -> Self {
        Self {
            label: label.to_owned(),
            text: shown(value.as_ref()).into_owned(),
            mood: Mood::Plain,
        }
    }

    /// A line by itself.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::of("", text)
    }

    pub fn mood(mut self, mood: Mood) -> Self {
        self.mood = mood;
        self
    }
}

/// `Yes` or `No`.
fn yes(on: bool) -> &'static str {
    if on { "Yes" } else { "No" }
}

/// The pages that there are about what a section lists.
pub(crate) fn tabs(section: Section) -> &'static [&'static str] {
    match section {
        Section::Machines => &[
            "Summary",
            "Memory",
            "Networking",
            "Storage",
            "Checkpoints",
            "Events",
        ],
        Section::Switches => &["Summary", "Adapters", "Events"],
        Section::Nics => &["Summary", "SR-IOV", "Events"],
        Section::Events => &["Event"],
        Section::Host | Section::Topology | Section::Diagnosis => &[],
    }
}

/// The page that is shown about the row that is chosen.
pub(crate) fn page(app: &App) -> Vec<Line> {
    named(app, page_of(app))
}

/// The lines of the host that is shown: the commands of their next steps name it, when it is not the one of the session.
fn named(app: &App, mut lines: Vec<Line>) -> Vec<Line> {
    for line in &mut lines {
        line.text = app.told(std::mem::take(&mut line.text));
    }
    lines
}

fn page_of(app: &App) -> Vec<Line> {
    let (Some(seen), Some(key)) = (app.seen(), app.key_of_row()) else {
        return Vec::new();
    };
    let state = &seen.state;
    let tab = tabs(app.section).get(app.tab).copied().unwrap_or_default();
    match app.section {
        Section::Machines => {
            let vm = state.vms.iter().find(|vm| vm.id.to_string() == key);
            vm.map_or_else(Vec::new, |vm| match tab {
                "Events" => {
                    let id = vm.id.to_string();
                    events(seen, |e| e.vm.as_deref() == Some(&id))
                }
                tab => {
                    let past = app.view().map(|view| machine::Over {
                        machine: view.past.of(vm.id),
                        adapters: view.past.of_adapters(vm.id),
                    });
                    machine::page(state, vm, tab, &past.unwrap_or_default())
                }
            })
        }
        Section::Switches => {
            let switches = policy::switches(state);
            let switch = switches.iter().find(|s| s.id.to_string() == key);
            switch.map_or_else(Vec::new, |switch| match tab {
                "Events" => {
                    let named = format!("'{}'", switch.name);
                    events(seen, |e| e.message.contains(&named))
                }
                "Adapters" => network::adapters_of(state, switch),
                _ => network::switch(switch),
            })
        }
        Section::Nics => {
            let link = nics(state).find(|link| link.name.to_string() == key);
            link.map_or_else(Vec::new, |link| match tab {
                "Events" => events(seen, |e| e.nic.as_deref() == Some(&key)),
                "SR-IOV" => network::sriov(state, link),
                _ => network::nic(state, link),
            })
        }
        Section::Events => {
            let entry = seen.entries.iter().find(|e| e.record.to_string() == key);
            entry.map_or_else(Vec::new, event)
        }
        Section::Host | Section::Topology | Section::Diagnosis => Vec::new(),
    }
}

/// The page about the host itself.
pub(crate) fn host(app: &App, seen: &Seen) -> Vec<Line> {
    named(app, host::page(seen))
}

/// The events that are about something, newest first.
fn events(seen: &Seen, about: impl Fn(&Entry) -> bool) -> Vec<Line> {
    if let Some(why) = &seen.no_journal {
        return vec![Line::text(format!("! {why}")).mood(Mood::Bad)];
    }
    let lines: Vec<Line> = seen
        .entries
        .iter()
        .filter(|entry| about(entry))
        .map(|entry| Line::text(format!("{}  {}", time(entry.time), entry.message)))
        .collect();
    match lines.is_empty() {
        true => vec![Line::text("Nothing has happened.").mood(Mood::Quiet)],
        false => lines,
    }
}

fn event(entry: &Entry) -> Vec<Line> {
    let mut lines = vec![
        Line::text(&entry.message),
        Line::text(""),
        Line::of("Time (UTC)", time(entry.time)),
        Line::of("Id", entry.id.to_string()),
        Line::of("Reason", &entry.reason),
        Line::of("User", &entry.user),
        Line::of("Took", format!("{} ms", entry.took)),
    ];
    let known = [
        ("Virtual machine", &entry.vm_name),
        ("Adapter", &entry.adapter),
        ("Virtual function", &entry.vf),
        ("Network adapter", &entry.nic),
        ("Switch", &entry.switch),
    ];
    for (label, value) in known {
        if let Some(value) = value {
            lines.push(Line::of(label, value));
        }
    }
    lines
}
