//! Receive side scaling: how many queues there are.

use super::change::Wanted;
use crate::invalid;
use crate::types::NetAdapterRss;
use iovsh_backend::State;
use iovsh_backend::model::{NetAdapter, NicDetails, NicSetting};
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// The object for an adapter.
pub fn show(state: &State, link: &NetAdapter, computer: &str) -> Vec<Value> {
    let found = NetAdapterRss::new(state, link, computer);
    found.map(Emit::into_value).into_iter().collect()
}

/// The indirection table of an adapter; a shorter one is repeated over all entries that the adapter has.
///
/// # Errors
/// `InvalidParameter` where the adapter tells no table, or the entries do not go up evenly.
pub fn table(details: &NicDetails, wanted: &[u32]) -> Result<NicSetting, ShellError> {
    let entries = details.spreading.as_ref().map_or(0, |s| s.table.len());
    if entries == 0 {
        return Err(invalid::parameter(
            "The adapter has no indirection table that its driver tells.",
            "Leave out -IndirectionTable; -NumberOfReceiveQueues works without one.",
        ));
    }
    if wanted.is_empty() || entries.checked_rem(wanted.len()) != Some(0) {
        return Err(invalid::parameter(
            format!(
                "The table has {entries} entries, which {} cannot fill evenly.",
                wanted.len()
            ),
            "Give as many queues as the table has entries, or a row that goes up in it.",
        ));
    }
    let all = wanted.iter().copied().cycle().take(entries);
    Ok(NicSetting::Indirection(all.collect()))
}

/// How many queues an adapter is to have. Without a number those that are on have as many as there are processors, as drivers do it.
///
/// # Errors
/// `InvalidParameter` where nothing is asked for, or one queue and more than one.
pub fn ask(
    _link: &NetAdapter,
    details: &NicDetails,
    enabled: Option<bool>,
    count: Option<u32>,
) -> Result<Wanted, ShellError> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let processors = u32::try_from(processors).unwrap_or(u32::MAX);
    let (now, most) = details
        .queues
        .map_or((1, 1), |queues| (queues.receive, queues.most));
    let queues = match (enabled, count) {
        (Some(false), Some(count)) if count > 1 => {
            return Err(invalid::parameter(
                format!("Receive side scaling that is off has one queue, not {count}."),
                "Leave out -Enabled, or ask for 1.",
            ));
        }
        (Some(false), _) => 1,
        (_, Some(count)) => count,
        (Some(true), None) if now > 1 => now,
        (Some(true), None) => processors.clamp(2, most.max(2)),
        (None, None) => {
            return Err(invalid::parameter(
                "Nothing is to be changed.",
                "Give -Enabled or -NumberOfReceiveQueues.",
            ));
        }
    };
    Ok(Wanted {
        settings: vec![NicSetting::ReceiveQueues(queues)],
        warnings: Vec::new(),
    })
}
