//! Queues for virtual machines, which there are none of.

use crate::types::NetAdapterVmq;
use iovsh_backend::State;
use iovsh_backend::model::NetAdapter;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::value::Value;

/// Why nothing is done.
pub const NONE: &str = "there are no queues for virtual machines on Linux, and nothing is changed: a virtual function has queues of its own, and Set-NetAdapterRss sets those of the adapter.";

/// The object for an adapter.
pub fn show(state: &State, link: &NetAdapter, computer: &str) -> Vec<Value> {
    let found = NetAdapterVmq::new(state, link, computer);
    found.map(Emit::into_value).into_iter().collect()
}
