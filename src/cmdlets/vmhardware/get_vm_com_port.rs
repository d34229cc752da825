//! `Get-VMComPort`.

use super::com_ports::no_such_port;
use super::targets::Owners;
use crate::types::{VmComPort, VmSnapshot};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the serial ports of virtual machines.
///
/// The path of a port is the Unix socket that it leads to; the first port of a running machine is otherwise a terminal of the host,
/// which `vmconnect` opens.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMComPort web1 | ForEach-Object Name
/// COM 1
/// COM 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMComPort", module = "Hyper-V", default_set = "VMName", output = VmComPort)]
pub struct GetVmComPort {
    #[flatten]
    owners: Owners,
    /// A checkpoint that Get-VMSnapshot gave: as it was put down.
    #[param(
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Arc<VmSnapshot>>,
    /// 1 or 2.
    #[param(position = 1)]
    number: Option<i32>,
}

impl Cmdlet for GetVmComPort {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let owners = self.owners.or_checkpoint(cx, self.vm_snapshot.as_ref())?;
        let wanted: Vec<u8> = match self.number {
            Some(1) => vec![1],
            Some(2) => vec![2],
            None => vec![1, 2],
            Some(_) => return Err(no_such_port()),
        };
        for owner in &owners {
            for number in &wanted {
                cx.emit(VmComPort::new(owner.part(), *number).into_value())?;
            }
        }
        Ok(())
    }
}
