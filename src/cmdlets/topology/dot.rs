//! The picture for Graphviz.

use std::fmt::Write as _;

use super::{
    Tone, adapter_label, adapter_tone, folded_label, host_label, host_tone, port_label, port_tone,
    state_label, switch_label, vf_label,
};
use iovsh_backend::policy::topology::Topology;

/// The text.
pub fn draw(topology: &Topology) -> String {
    let mut graph =
        String::from("digraph host {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    // Writing to a text does not fail.
    let node = |graph: &mut String, id: &str, label: &str, tone: Option<Tone>| {
        let colour = match tone {
            Some(Tone::Good) => ", color=\"#2e7d32\"",
            Some(Tone::Bad) => ", color=\"#ef6c00\"",
            Some(Tone::Quiet) => ", color=\"#757575\"",
            None => "",
        };
        let _ = writeln!(graph, "  {id} [label={}{colour}];", quoted(label));
    };
    for (at, switch) in topology.switches.iter().enumerate() {
        node(&mut graph, &format!("s{at}"), &switch_label(switch), None);
        for (number, port) in switch.ports.iter().enumerate() {
            let id = format!("p{at}_{number}");
            node(&mut graph, &id, &port_label(port), Some(port_tone(port)));
            let _ = writeln!(graph, "  {id} -> s{at};");
        }
        for (number, own) in switch.host.iter().enumerate() {
            let id = format!("h{at}_{number}");
            node(&mut graph, &id, &host_label(own), Some(host_tone(own)));
            let _ = writeln!(graph, "  s{at} -> {id};");
        }
        for (number, adapter) in switch.adapters.iter().enumerate() {
            let id = format!("a{at}_{number}");
            let label = format!("{}\n{}", adapter_label(adapter), state_label(adapter));
            node(&mut graph, &id, &label, Some(adapter_tone(adapter)));
            let _ = match vf_label(adapter) {
                Some(vf) => writeln!(
                    graph,
                    "  s{at} -> {id} [label={}, penwidth=2];",
                    quoted(&vf)
                ),
                None => writeln!(graph, "  s{at} -> {id} [style=dashed];"),
            };
        }
        if let Some(folded) = switch.folded {
            node(&mut graph, &format!("f{at}"), &folded_label(folded), None);
            let _ = writeln!(graph, "  s{at} -> f{at} [style=dotted];");
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
    graph.push_str("}\n");
    graph
}

/// A text of Graphviz.
fn quoted(text: &str) -> String {
    let inner = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{inner}\"")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_stays_inside_its_quotes() {
        assert_eq!(quoted("a\"]; b\\"), "\"a\\\"]; b\\\\\"");
    }
}
