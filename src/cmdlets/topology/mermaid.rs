//! The picture for Mermaid, which wikis and forges draw.

use std::fmt::Write as _;

use super::{
    Tone, adapter_label, adapter_tone, folded_label, host_label, host_tone, port_label, port_tone,
    state_label, switch_label, vf_label,
};
use iovsh_backend::policy::topology::Topology;

/// The text.
pub fn draw(topology: &Topology) -> String {
    let mut graph = String::from("flowchart LR\n");
    // Writing to a text does not fail.
    let node = |graph: &mut String, id: &str, label: &str, tone: Option<Tone>| {
        let class = match tone {
            Some(Tone::Good) => ":::good",
            Some(Tone::Bad) => ":::bad",
            Some(Tone::Quiet) => ":::quiet",
            None => "",
        };
        let _ = writeln!(graph, "  {id}[{}]{class}", quoted(label));
    };
    for (at, switch) in topology.switches.iter().enumerate() {
        node(&mut graph, &format!("s{at}"), &switch_label(switch), None);
        for (number, port) in switch.ports.iter().enumerate() {
            let id = format!("p{at}_{number}");
            node(&mut graph, &id, &port_label(port), Some(port_tone(port)));
            let _ = writeln!(graph, "  {id} --- s{at}");
        }
        for (number, own) in switch.host.iter().enumerate() {
            let id = format!("h{at}_{number}");
            node(&mut graph, &id, &host_label(own), Some(host_tone(own)));
            let _ = writeln!(graph, "  s{at} --- {id}");
        }
        for (number, adapter) in switch.adapters.iter().enumerate() {
            let id = format!("a{at}_{number}");
            let label = format!("{} ({})", adapter_label(adapter), state_label(adapter));
            node(&mut graph, &id, &label, Some(adapter_tone(adapter)));
            let _ = match vf_label(adapter) {
                Some(vf) => writeln!(graph, "  s{at} ==>|{}| {id}", quoted(&vf)),
                None => writeln!(graph, "  s{at} -.-> {id}"),
            };
        }
        if let Some(folded) = switch.folded {
            node(&mut graph, &format!("f{at}"), &folded_label(folded), None);
            let _ = writeln!(graph, "  s{at} -.- f{at}");
        }
    }
    for (at, port) in topology.spare.iter().enumerate() {
        node(
            &mut graph,
            &format!("n{at}"),
            &port_label(port),
            Some(port_tone(port)),
        );
    }
    graph.push_str(
        "  classDef good stroke:#2e7d32\n  classDef bad stroke:#ef6c00\n  classDef quiet stroke:#757575\n",
    );
    graph
}

/// A text of Mermaid, where quotes, angles and hashes are written by their numbers.
fn quoted(text: &str) -> String {
    let mut inner = String::new();
    for c in text.chars() {
        match c {
            '"' | '<' | '>' | '#' | '&' | '`' | '\\' => {
                let _ = write!(inner, "#{};", u32::from(c));
            }
            c => inner.push(c),
        }
    }
    format!("\"{inner}\"")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_stays_inside_its_quotes() {
        assert_eq!(quoted("a\"]<b>"), "\"a#34;]#60;b#62;\"");
    }
}
