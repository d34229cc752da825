//! The lists in the middle of the screen: what a host has of each kind, in columns.

use iovsh_backend::journal::{Entry, kind_of};
use iovsh_backend::model::{Adapter, LinkKind, NetAdapter, State, SwitchType, Vm, VmState};
use iovsh_backend::policy::{self, NicSriov};

use crate::shown::shown;

/// What the left side offers of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// The host itself.
    Host,
    /// Virtual machines.
    Machines,
    /// Virtual switches and their teams.
    Switches,
    /// Network adapters of the host.
    Nics,
    /// What happened.
    Events,
    /// The picture of what hangs on what.
    Topology,
    /// The diagnosis.
    Diagnosis,
}

impl Section {
    pub const ALL: [Self; 7] = [
        Self::Host,
        Self::Machines,
        Self::Switches,
        Self::Nics,
        Self::Events,
        Self::Topology,
        Self::Diagnosis,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Host => "Host",
            Self::Machines => "Virtual Machines",
            Self::Switches => "Virtual Switches",
            Self::Nics => "Network Adapters",
            Self::Events => "Events",
            Self::Topology => "Topology",
            Self::Diagnosis => "Diagnosis",
        }
    }

    /// How what it lists is made, where the manager makes it.
    pub fn made_by(self) -> &'static str {
        match self {
            Self::Machines => " N makes one.",
            Self::Switches => " W makes one.",
            Self::Host | Self::Nics | Self::Events | Self::Topology | Self::Diagnosis => "",
        }
    }

    /// The columns of its list, and their widths; the last one takes what is left.
    pub fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::Machines => &[
                ("Name", 16),
                ("State", 8),
                ("CPU", 5),
                ("Memory", 9),
                ("VFs", 4),
                ("Path", 0),
            ],
            Self::Switches => &[
                ("Name", 13),
                ("Type", 8),
                ("SR-IOV", 12),
                ("VFs", 6),
                ("Network adapters", 0),
            ],
            Self::Nics => &[
                ("Name", 12),
                ("Link", 10),
                ("SR-IOV", 15),
                ("VFs", 6),
                ("Description", 0),
            ],
            Self::Events => &[("Time (UTC)", 20), ("Level", 12), ("Id", 6), ("Message", 0)],
            Self::Host | Self::Topology | Self::Diagnosis => &[],
        }
    }
}

/// Whether somebody should look at a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Plain,
    Good,
    Bad,
    Quiet,
}

/// A row of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// What stays the same when the list is made anew.
    pub key: String,
    /// One text for each column, as it may be shown.
    pub cells: Vec<String>,
    pub mood: Mood,
}

impl Row {
    fn new(key: impl Into<String>, cells: impl IntoIterator<Item = String>, mood: Mood) -> Self {
        Self {
            key: key.into(),
            cells: cells
                .into_iter()
                .map(|cell| shown(&cell).into_owned())
                .collect(),
            mood,
        }
    }

    /// Whether a row has this text, whatever the case.
    pub fn has(&self, filter: &str) -> bool {
        let filter = filter.to_lowercase();
        self.cells
            .iter()
            .any(|cell| cell.to_lowercase().contains(&filter))
    }
}

/// All lists of a host.
pub(crate) struct Listings {
    pub machines: Vec<Row>,
    pub switches: Vec<Row>,
    pub nics: Vec<Row>,
    pub events: Vec<Row>,
}

impl Listings {
    pub fn of(state: &State, entries: &[Entry]) -> Self {
        Self {
            machines: state.vms.iter().map(|vm| machine(state, vm)).collect(),
            switches: policy::switches(state).iter().map(switch).collect(),
            nics: nics(state).map(|link| nic(state, link)).collect(),
            events: entries.iter().map(event).collect(),
        }
    }

    pub fn rows(&self, section: Section) -> &[Row] {
        match section {
            Section::Machines => &self.machines,
            Section::Switches => &self.switches,
            Section::Nics => &self.nics,
            Section::Events => &self.events,
            Section::Host | Section::Topology | Section::Diagnosis => &[],
        }
    }
}

/// The network adapters that an admin thinks of: hardware and bonds.
pub(crate) fn nics(state: &State) -> impl Iterator<Item = &NetAdapter> {
    state
        .links
        .iter()
        .filter(|link| matches!(link.kind, LinkKind::Physical | LinkKind::Bond))
}

/// `Running`, in Hyper-V's words.
pub(crate) fn state_word(state: VmState) -> &'static str {
    match state {
        VmState::Running => "Running",
        VmState::Off => "Off",
        VmState::Stopping => "Stopping",
        VmState::Saved => "Saved",
        VmState::Paused => "Paused",
    }
}

/// `512 MB`, `4 GB`.
pub(crate) fn bytes(count: u64) -> String {
    const MEGA: u64 = 1 << 20;
    const GIGA: u64 = 1 << 30;
    if count >= GIGA && count.is_multiple_of(GIGA) {
        format!("{} GB", count / GIGA)
    } else {
        format!("{} MB", count / MEGA)
    }
}

/// The way of an adapter's frames, in words that need no colour.
pub(crate) fn path(state: &State, vm: &Vm, adapter: &Adapter) -> &'static str {
    if !vm.state.is_active() {
        return "";
    }
    let status = policy::adapter_status(state, vm, adapter);
    if status.vf_data_path_unseen {
        return "VF attached";
    }
    match (status.vf_data_path_active, adapter.bridge.is_some()) {
        (true, _) => "VF",
        (false, true) => "paravirtual",
        (false, false) => "not connected",
    }
}

fn machine(state: &State, vm: &Vm) -> Row {
    let vfs = vm.adapters.iter().filter(|a| a.vf.is_some()).count();
    let active = vm.state.is_active();
    let mut paths: Vec<&str> = vm.adapters.iter().map(|a| path(state, vm, a)).collect();
    paths.dedup();
    let mut text = paths.join(", ");
    let reasons = policy::vm_status(state, vm);
    if !reasons.is_empty() {
        let names: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        text = format!("{text} ! {}", names.join(", "));
    }
    if vm.unreadable.is_some() {
        "! cannot be read".clone_into(&mut text);
    }
    let mood = match (reasons.is_empty() && vm.unreadable.is_none(), active) {
        (false, _) => Mood::Bad,
        (true, true) => Mood::Good,
        (true, false) => Mood::Quiet,
    };
    Row::new(
        vm.id.to_string(),
        [
            vm.name.clone(),
            state_word(vm.state).to_owned(),
            match vm.facts.cpu_usage.filter(|_| active) {
                Some(usage) => format!("{usage}%"),
                None => String::new(),
            },
            match active {
                true => bytes(vm.facts.memory.unwrap_or(vm.memory)),
                false => String::new(),
            },
            match vfs {
                0 => String::new(),
                count => count.to_string(),
            },
            text,
        ],
        mood,
    )
}

/// `External`.
pub(crate) fn type_word(switch: SwitchType) -> &'static str {
    match switch {
        SwitchType::Private => "Private",
        SwitchType::Internal => "Internal",
        SwitchType::External => "External",
    }
}

/// Whether a switch gives VFs: `on`, `off`, or what is in the way.
pub(crate) fn iov_word(switch: &iovsh_backend::model::Switch) -> &'static str {
    match (switch.iov_enabled, switch.iov_support) {
        (false, _) => "off",
        (true, true) => "on",
        (true, false) => "not possible",
    }
}

fn switch(switch: &iovsh_backend::model::Switch) -> Row {
    let mut uplinks: Vec<String> = switch.uplinks.iter().map(ToString::to_string).collect();
    if !switch.missing_uplinks.is_empty() {
        uplinks.push("! missing".to_owned());
    }
    let mut text = uplinks.join(", ");
    if let Some(team) = &switch.team {
        text = format!("{text} (team {team})");
    }
    if !switch.present {
        text = format!("! not on this host now {text}");
    }
    let bad = switch.iov_enabled && !switch.iov_support || !switch.present;
    Row::new(
        switch.id.to_string(),
        [
            switch.name.clone(),
            type_word(switch.switch_type).to_owned(),
            iov_word(switch).to_owned(),
            match switch.vf_count {
                0 => String::new(),
                count => format!("{}/{count}", switch.vfs_in_use),
            },
            text,
        ],
        match (bad, switch.iov_enabled) {
            (true, _) => Mood::Bad,
            (false, true) => Mood::Good,
            (false, false) => Mood::Plain,
        },
    )
}

/// `up 10 Gbit/s`.
pub(crate) fn link_word(link: &NetAdapter) -> String {
    match (link.up, link.carrier, link.speed) {
        (false, _, _) => "disabled".to_owned(),
        (true, false, _) => "no carrier".to_owned(),
        (true, true, Some(speed)) if speed.is_multiple_of(1000) => {
            format!("up {} Gb/s", speed / 1000)
        }
        (true, true, Some(speed)) => format!("up {speed} Mb/s"),
        (true, true, None) => "up".to_owned(),
    }
}

/// How SR-IOV stands on a NIC, in the words of Get-NetAdapterSriov.
pub(crate) fn sriov_word(state: &State, link: &NetAdapter) -> String {
    policy::link_support(state, link).name().to_owned()
}

fn nic(state: &State, link: &NetAdapter) -> Row {
    let function = state.function_of(&link.name);
    let used = function.map_or(0, |f| f.vfs.iter().filter(|v| v.owner.is_some()).count());
    let usable = function.is_some() && policy::link_support(state, link).is_usable();
    Row::new(
        link.name.to_string(),
        [
            link.name.to_string(),
            link_word(link),
            sriov_word(state, link),
            match function {
                Some(function) => format!("{used}/{}", function.num_vfs),
                None => String::new(),
            },
            link.description.clone(),
        ],
        match (link.up && link.carrier, usable) {
            (true, true) => Mood::Good,
            (true, false) => Mood::Plain,
            (false, _) => Mood::Quiet,
        },
    )
}

fn event(entry: &Entry) -> Row {
    let kind = kind_of(entry.id);
    let level = kind.map_or("Information", |kind| kind.level.name());
    Row::new(
        entry.record.to_string(),
        [
            time(entry.time),
            level.to_owned(),
            entry.id.to_string(),
            entry.message.clone(),
        ],
        match level {
            "Error" | "Critical" | "Warning" => Mood::Bad,
            _ => Mood::Plain,
        },
    )
}

/// A moment in milliseconds since 1970 as `2026-11-29 17:14:03`, UTC.
pub(crate) fn time(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days to a date of the Gregorian calendar, counted from 1 March of the year 0: "chrono-Compatible Low-Level Date Algorithms",
    // Howard Hinnant, `civil_from_days`.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}")
}

/// The SR-IOV facts of a NIC, where it has any.
pub(crate) fn sriov_of(state: &State, link: &NetAdapter) -> Option<NicSriov> {
    policy::nic_sriov(state, state.function_of(&link.name)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_date() {
        assert_eq!(time(0), "1970-01-01 00:00:00");
        assert_eq!(time(951_782_400_000), "2000-02-29 00:00:00");
        assert_eq!(time(1_764_436_443_999), "2025-11-29 17:14:03");
    }
}
