//! Adapters as they are to be at the target of a migration: the `Source` of what Compare-VM finds.

use std::sync::Arc;

use crate::types::VmNetworkAdapter;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Connects planned adapters to a switch of the target by its name, or disconnects them: that changes the report which they come from.
/// Takes them off the list; `true` when none is left, of a list that had some.
pub fn reconnect(
    cx: &mut Context,
    adapters: &mut Vec<Arc<VmNetworkAdapter>>,
    switch: Option<&str>,
    passthru: bool,
) -> Flow<bool> {
    let had_some = !adapters.is_empty();
    let (planned, real) = std::mem::take(adapters)
        .into_iter()
        .partition(|adapter: &Arc<VmNetworkAdapter>| adapter.planned.is_some());
    *adapters = real;
    for adapter in planned {
        let Some(report) = &adapter.planned else {
            continue;
        };
        if !cx.should_process(&adapter.name, cx.spec().name)? {
            continue;
        }
        report.set(&adapter.alias, switch);
        if passthru {
            let mut now = VmNetworkAdapter::clone(&adapter);
            now.switch_name = switch.unwrap_or_default().to_owned();
            now.connected = switch.is_some();
            cx.emit(now.into_value())?;
        }
    }
    Ok(had_some && adapters.is_empty())
}
