//! The object of the host that cmdlets hand on.

use crate::elsewhere;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::Reader;
use crate::types::VmHost;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;

/// Emits the host as it is now.
pub fn emit(cx: &mut Context) -> Flow {
    let state = match cx.snapshot(&VmHost::WITH_LIBVIRT) {
        // Whether SR-IOV can work is asked of hosts without libvirt, too.
        Err(Interrupt::Error(_)) => cx.snapshot(&VmHost::SCOPE)?,
        state => state?,
    };
    let computer = computer_name(cx)?;
    let adapters = Reader::new(&state, computer.clone()).host_adapters();
    let mut host = VmHost::new(&state, adapters, &computer);
    for step in &mut host.iov_support_next_steps {
        *step = elsewhere::step(cx, step);
    }
    cx.emit(host.into_value())
}
