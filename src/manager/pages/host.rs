//! The page about the host.

use iovsh_backend::policy;

use super::{Line, yes};
use crate::listing::{Mood, bytes};
use crate::place::Seen;

pub(super) fn page(seen: &Seen) -> Vec<Line> {
    let state = &seen.state;
    let host = &state.host;
    let running = state.vms.iter().filter(|vm| vm.state.is_active()).count();
    let functions = &state.functions;
    let vfs: usize = functions.iter().map(|f| f.vfs.len()).sum();
    let used = functions.iter().flat_map(|f| &f.vfs);
    let used = used.filter(|vf| vf.owner.is_some()).count();
    let reasons = policy::host_reasons(state);
    let mut lines = vec![
        Line::of("Name", &host.name),
        Line::of("Kernel", &host.kernel),
        Line::of("Processors", host.processors.to_string()),
        Line::of("Memory", bytes(host.memory)),
        Line::of("NUMA nodes", host.numa_nodes.to_string()),
        Line::of(
            "Virtual machines",
            format!("{} ({running} running)", state.vms.len()),
        ),
        Line::of("Virtual functions", format!("{vfs} ({used} in use)")),
        Line::of("SR-IOV (IovSupport)", yes(reasons.is_empty())).mood(if reasons.is_empty() {
            Mood::Good
        } else {
            Mood::Bad
        }),
    ];
    for reason in reasons {
        lines.push(Line::text(format!("! {}", reason.text())).mood(Mood::Bad));
        lines.push(Line::text(format!("  Next step: {}", reason.next_step())));
    }
    for error in state.unread.iter().chain(&state.distrust) {
        let text = format!("! {}", crate::place::sentence(error));
        lines.push(Line::text(text).mood(Mood::Bad));
    }
    lines
}
