//! Since when the use of virtual machines is counted, and what it is.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::door::Hosts;
use crate::vm::named;
use iovsh_backend::model::{Metering, Uuid, VfDetail, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::metering::usage;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_backend::{Scope, State};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// What measuring takes.
pub const USAGE: Scope = Scope {
    links: true,
    functions: VfDetail::Counters,
    vms: VmDetail::Full,
    usage: true,
    ..Scope::NOTHING
};

/// Seconds since 1970.
pub fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}

/// Counting begins now.
fn from_now(state: &State, id: Uuid) -> Metering {
    let used = state.vm(id).and_then(|vm| usage(state, vm));
    Metering {
        since: now(),
        before: used.unwrap_or_default(),
    }
}

/// Begins to count the use of these machines, anew where it is counted already, or ends it.
pub fn count(cx: &mut Context, machines: &[Uuid], on: bool) -> Flow {
    let state = cx.snapshot(&USAGE)?;
    let names = named(cx, machines)?;
    let intents = machines.iter().zip(names).map(|(id, name)| Intent::SetVm {
        name,
        changes: Box::new(Changes {
            metering: Some(on.then(|| from_now(&state, *id))),
            ..Changes::default()
        }),
    });
    let intents = intents.collect();
    cx.change_all(&Scope::PLAN, false, intents, Box::new(|_, _| Ok(())))
}
