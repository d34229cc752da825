//! Settings of a NIC's driver.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::{Entry, catalog};
use crate::model::{
    AppKind, AppPriority, Dcb, InterfaceName, NEEDS, NicSetting, Pause, RECEIVE_QUEUES, Scope,
    Speed, State, WakeBy,
};
use crate::plan::shell_line::{ShellLine, words};

/// A change of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NicChange {
    /// Sets a setting of a NIC.
    #[serde(rename = "SetNicSetting")]
    Set {
        /// The interface.
        interface: InterfaceName,
        /// The setting.
        setting: NicSetting,
    },
}

impl Facts for NicChange {
    fn name(&self) -> &'static str {
        let Self::Set { .. } = self;
        "SetNicSetting"
    }

    fn subject(&self) -> Subject {
        let Self::Set { interface, setting } = self;
        Subject::NicSetting(interface.clone(), setting.key().to_owned())
    }

    fn scope(&self) -> Scope {
        let Self::Set { .. } = self;
        Scope {
            nics: true,
            ..Scope::LINKS
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let Self::Set { interface, setting } = self;
        let now = state.nic(interface)?.setting(setting)?;
        Some(is_as_wanted(&now, setting))
    }

    fn effect(&self, state: &mut State) {
        let Self::Set { interface, setting } = self;
        let mut nics = state.nics.iter_mut();
        if let Some(nic) = nics.find(|nic| nic.interface == *interface) {
            nic.put(setting);
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let Self::Set { interface, setting } = self;
        let setting = before.nic(interface)?.setting(setting)?;
        Some(
            Self::Set {
                interface: interface.clone(),
                setting,
            }
            .into(),
        )
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        let Self::Set { interface, setting } = self;
        lines(state, interface, setting)
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        let Self::Set { interface, setting } = self;
        // Drivers fill the table anew for another number of queues.
        if let NicSetting::Indirection(_) = setting {
            let queues = RECEIVE_QUEUES.to_owned();
            return vec![Subject::NicSetting(interface.clone(), queues)];
        }
        let NicSetting::Feature { name, .. } = setting else {
            return Vec::new();
        };
        let needs = NEEDS.iter().filter(|(dependent, _)| dependent == name);
        let needs = needs.flat_map(|(_, any)| any.iter());
        needs
            .map(|need| Subject::NicSetting(interface.clone(), (*need).to_owned()))
            .collect()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        let Self::Set { interface, .. } = self;
        Some(Lifetime::Interface(interface.clone()))
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        let Self::Set { interface, setting } = self;
        Some(Entry {
            id: catalog::NIC_SETTINGS,
            nic: Some(interface.to_string()),
            message: format!(
                "The setting '{}' of {interface} was changed.",
                setting.key()
            ),
            ..Entry::default()
        })
    }
}

/// Whether a value is the one that was asked for, as far as a driver keeps it: rings are rounded up, and which pause frames there
/// are is up to both ends where they negotiate it.
fn is_as_wanted(now: &NicSetting, wanted: &NicSetting) -> bool {
    match (now, wanted) {
        (NicSetting::ReceiveRing(now), NicSetting::ReceiveRing(wanted))
        | (NicSetting::TransmitRing(now), NicSetting::TransmitRing(wanted)) => {
            now >= wanted && *now <= wanted.saturating_mul(2)
        }
        (NicSetting::Pause(now), NicSetting::Pause(wanted)) if wanted.negotiated => now.negotiated,
        // The other end of the cable decides then.
        (NicSetting::Dcb(now), NicSetting::Dcb(wanted)) if wanted.willing => now.willing,
        (NicSetting::Dcb(now), NicSetting::Dcb(wanted)) => {
            // How many classes there are is the hardware's.
            let classes = now.classes;
            *now == Dcb { classes, ..*wanted }
        }
        _ => now == wanted,
    }
}

fn lines(state: &State, interface: &InterfaceName, setting: &NicSetting) -> Vec<ShellLine> {
    let run = |command: &str, rest: &str| {
        let mut argv = words(command);
        argv.push(interface.to_string());
        argv.extend(words(rest));
        ShellLine::run(argv)
    };
    let on_off = |on: bool| if on { "on" } else { "off" };
    match setting {
        NicSetting::Feature { name, on } => {
            vec![run("ethtool -K", &format!("{name} {}", on_off(*on)))]
        }
        NicSetting::ReceiveQueues(count) => {
            vec![run("ethtool -L", &format!("combined {count}"))]
        }
        NicSetting::Indirection(table) => vec![run("ethtool -X", &spread(table))],
        NicSetting::ReceiveRing(count) => vec![run("ethtool -G", &format!("rx {count}"))],
        NicSetting::TransmitRing(count) => vec![run("ethtool -G", &format!("tx {count}"))],
        NicSetting::Pause(Pause {
            negotiated,
            receive,
            transmit,
        }) => {
            let [negotiated, receive, transmit] =
                [negotiated, receive, transmit].map(|b| on_off(*b));
            let rest = format!("autoneg {negotiated} rx {receive} tx {transmit}");
            vec![run("ethtool -A", &rest)]
        }
        NicSetting::Speed(Speed::Fixed { mbps, full }) => {
            let duplex = if *full { "full" } else { "half" };
            let rest = format!("autoneg off speed {mbps} duplex {duplex}");
            vec![run("ethtool -s", &rest)]
        }
        NicSetting::Speed(Speed::Negotiated(modes)) => {
            let known = state
                .nic(interface)
                .and_then(|nic| nic.settings.modes.as_ref());
            let all = known.is_some_and(|known| known.supported == *modes);
            let mut argv = words("ethtool -s");
            argv.push(interface.to_string());
            argv.extend(words("autoneg on"));
            if !all {
                argv.push("advertise".to_owned());
                for mode in modes {
                    argv.extend([mode.clone(), "on".to_owned()]);
                }
            }
            vec![ShellLine::run(argv)]
        }
        NicSetting::Wake(on) => {
            let letters: String = on.iter().map(|by| WakeBy::letter(*by)).collect();
            let letters = if letters.is_empty() {
                "d".to_owned()
            } else {
                letters
            };
            vec![run("ethtool -s", &format!("wol {letters}"))]
        }
        NicSetting::AdaptiveModeration(on) => {
            vec![run("ethtool -C", &format!("adaptive-rx {}", on_off(*on)))]
        }
        NicSetting::EnergyEfficient(on) => {
            vec![run("ethtool --set-eee", &format!("eee {}", on_off(*on)))]
        }
        NicSetting::Ipv6(on) => vec![ShellLine::write_value(
            format!("/proc/sys/net/ipv6/conf/{interface}/disable_ipv6"),
            u8::from(!on),
        )],
        NicSetting::Dcb(dcb) => dcb_lines(interface, dcb),
        NicSetting::Applications(wanted) => {
            let nic = state.nic(interface);
            let now = nic.and_then(|nic| nic.settings.applications.as_ref());
            let none = BTreeSet::new();
            let now = now.unwrap_or(&none);
            let old = now.difference(wanted).map(|app| ("del", app));
            let new = wanted.difference(now).map(|app| ("add", app));
            old.chain(new)
                .map(|(verb, app)| application_line(interface, verb, *app))
                .collect()
        }
    }
}

/// A table in the words of `ethtool -X`: `equal N` where the queues follow one another, else how many entries each has, which is as near as
/// they come.
fn spread(table: &[u32]) -> String {
    let queues = table.iter().max().map_or(1, |most| most.saturating_add(1));
    let follows = |(at, queue): (u32, &u32)| u32::checked_rem(at, queues) == Some(*queue);
    if (0..).zip(table).all(follows) {
        return format!("equal {queues}");
    }
    let share = |queue: u32| table.iter().filter(|own| **own == queue).count();
    let shares: Vec<String> = (0..queues).map(|queue| share(queue).to_string()).collect();
    format!("weight {}", shares.join(" "))
}

fn application_line(interface: &InterfaceName, verb: &str, app: AppPriority) -> ShellLine {
    let mut argv = words("dcb app");
    argv.extend([verb.to_owned(), "dev".to_owned(), interface.to_string()]);
    let AppPriority {
        kind,
        number,
        priority,
    } = app;
    let (table, entry) = match (kind, number) {
        (AppKind::EtherType, 0) => ("default-prio", priority.to_string()),
        (AppKind::EtherType, _) => ("ethtype-prio", format!("{number:04x}:{priority}")),
        (AppKind::Stream, _) => ("stream-port-prio", format!("{number}:{priority}")),
        (AppKind::Datagram, _) => ("dgram-port-prio", format!("{number}:{priority}")),
        (AppKind::Any, _) => ("port-prio", format!("{number}:{priority}")),
    };
    argv.extend([table.to_owned(), entry]);
    ShellLine::run(argv)
}

fn dcb_lines(interface: &InterfaceName, dcb: &Dcb) -> Vec<ShellLine> {
    let run = |what: &str, rest: Vec<String>| {
        let mut argv = words("dcb");
        argv.extend(words(what));
        argv.push(interface.to_string());
        argv.extend(rest);
        ShellLine::run(argv)
    };
    let mut lossless = vec!["prio-pfc".to_owned()];
    lossless.extend((0..8).map(|at| {
        let on = dcb.pfc >> at & 1 == 1;
        format!("{at}:{}", if on { "on" } else { "off" })
    }));
    let of_each = |values: [String; 8]| {
        let each = values.into_iter().zip(0..8);
        each.map(|(value, at): (String, u8)| format!("{at}:{value}"))
    };
    let willing = if dcb.willing { "on" } else { "off" };
    let mut shares = ["willing", willing, "tc-tsa"].map(str::to_owned).to_vec();
    shares.extend(of_each(
        dcb.shared
            .map(|shared| if shared { "ets" } else { "strict" }.to_owned()),
    ));
    shares.push("tc-bw".to_owned());
    shares.extend(of_each(dcb.percent.map(|percent| percent.to_string())));
    shares.push("prio-tc".to_owned());
    shares.extend(of_each(dcb.class_of.map(|class| class.to_string())));
    vec![run("pfc set dev", lossless), run("ets set dev", shares)]
}
