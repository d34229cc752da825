//! The picture for a terminal of 80 columns.

use super::{
    Tone, adapter_label, adapter_tone, cut, folded_label, host_label, host_tone, port_label,
    port_tone, ranges, state_label, switch_label, vf_label,
};
use iovsh_backend::policy::topology::{AdapterNode, SwitchNode, Topology};

/// Columns of a terminal.
const WIDTH: usize = 80;

/// The lines; with the colours of a terminal where `colours`.
pub fn draw(topology: &Topology, colours: bool) -> Vec<String> {
    let mut picture = Picture {
        lines: Vec::new(),
        colours,
    };
    for switch in &topology.switches {
        picture.switch(switch);
    }
    if !topology.spare.is_empty() {
        picture.line("", "(no switch)", None);
        let last = topology.spare.len() - 1;
        for (at, port) in topology.spare.iter().enumerate() {
            picture.line(fork(at == last), &port_label(port), Some(port_tone(port)));
        }
    }
    picture.lines
}

fn fork(last: bool) -> &'static str {
    if last { "└─ " } else { "├─ " }
}

struct Picture {
    lines: Vec<String>,
    colours: bool,
}

impl Picture {
    fn line(&mut self, lead: &str, text: &str, tone: Option<Tone>) {
        let room = WIDTH.saturating_sub(lead.chars().count());
        let text = cut(text, room);
        let code = match tone.filter(|_| self.colours) {
            Some(Tone::Good) => "32",
            Some(Tone::Bad) => "33",
            Some(Tone::Quiet) => "90",
            None => {
                self.lines.push(format!("{lead}{text}"));
                return;
            }
        };
        self.lines
            .push(format!("{lead}\u{1b}[{code}m{text}\u{1b}[0m"));
    }

    fn switch(&mut self, switch: &SwitchNode) {
        self.line("", &switch_label(switch), None);
        let free: Vec<String> = switch
            .ports
            .iter()
            .filter(|port| !port.free.is_empty())
            .map(|port| format!("free on {}: VF {}", port.name, ranges(&port.free)))
            .collect();
        let below = switch.host.len()
            + switch.adapters.len()
            + usize::from(switch.folded.is_some())
            + free.len();
        let team = switch.team.as_deref();
        let ports = switch.ports.len();
        if let Some(team) = team {
            self.line(fork(below == 0), &format!("team {team}"), None);
        }
        for (at, port) in switch.ports.iter().enumerate() {
            let inner = fork(at + 1 == ports);
            let lead = match (team, below == 0) {
                (Some(_), true) => format!("   {inner}"),
                (Some(_), false) => format!("│  {inner}"),
                (None, _) => fork(below == 0 && at + 1 == ports).to_owned(),
            };
            self.line(&lead, &port_label(port), Some(port_tone(port)));
        }
        let mut left = below;
        for own in &switch.host {
            left -= 1;
            self.line(fork(left == 0), &host_label(own), Some(host_tone(own)));
        }
        for adapter in &switch.adapters {
            left -= 1;
            self.adapter(adapter, left == 0);
        }
        if let Some(folded) = switch.folded {
            left -= 1;
            self.line(fork(left == 0), &folded_label(folded), None);
        }
        for text in &free {
            left -= 1;
            self.line(fork(left == 0), text, Some(Tone::Quiet));
        }
    }

    fn adapter(&mut self, adapter: &AdapterNode, last: bool) {
        let state = state_label(adapter);
        let room = WIDTH - 3 - 2 - state.chars().count().min(40);
        let text = format!("{}  {state}", cut(&adapter_label(adapter), room));
        self.line(fork(last), &text, Some(adapter_tone(adapter)));
        let tap = adapter.tap.as_ref().map(|tap| format!("tap {tap}"));
        let ways: Vec<String> = vf_label(adapter).into_iter().chain(tap).collect();
        let stem = if last { "   " } else { "│  " };
        for (at, way) in ways.iter().enumerate() {
            let lead = format!("{stem}{}", fork(at + 1 == ways.len()));
            self.line(&lead, way, None);
        }
    }
}
