//! `Get-NetAdapterVPort`.

use super::query::Query;
use super::targets::{choose, look_with};
use crate::host_access::computer_name;
use crate::types::NetAdapterVPort;
use iovsh_backend::Scope;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the ports of the switch inside network adapters with SR-IOV.
///
/// Port 0 is the adapter's own: what the host and the adapters of machines on the paravirtual path send and receive goes
/// through it. `FilterList` has the addresses for which the adapter hands frames to it: its own, and those that New-VMSwitch and its
/// consequences put there for machines that are on the paravirtual path. Each virtual function has a port of its own, one number
/// higher than the function's.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterSriov enp1s0f0 -NumVFs 2
/// PS> Get-NetAdapterVPort enp1s0f0
/// Name     ID MacAddress        VID FID State       QPairs VmFriendlyName
/// ----     -- ----------        --- --- -----       ------ --------------
/// enp1s0f0 0  A0-36-9F-00-10-00     PF  Activated
/// enp1s0f0 1                        0   Deactivated
/// enp1s0f0 2                        1   Deactivated
/// ```
/// The addresses that the adapter itself listens for:
/// ```iovsh
/// PS> (Get-NetAdapterVPort enp1s0f0 -PhysicalFunction).FilterList
/// A0-36-9F-00-10-00
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterVPort", module = "NetAdapter", default_set = "ByName", output = NetAdapterVPort)]
pub struct GetNetAdapterVPort {
    /// Only the ports of the virtual functions with these numbers.
    #[param(name = "FunctionID", alias = "VfID")]
    function_id: Given<Vec<u16>>,
    /// Only the adapter's own port.
    #[param(alias = "PF")]
    physical_function: bool,
    /// Only those of these NIC switches; an adapter has one, with the number 0.
    #[param(name = "SwitchID")]
    switch_id: Given<Vec<u32>>,
    /// Only the ports with these numbers.
    #[param(name = "VPortID", alias = "Id")]
    v_port_id: Given<Vec<u32>>,
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterVPort {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.switch_id.as_ref().is_some_and(|ids| !ids.contains(&0)) {
            return Ok(());
        }
        let with = Scope {
            bridges: true,
            ..Scope::NOTHING
        };
        let (state, _) = look_with(cx, &with)?;
        let computer = computer_name(cx)?;
        for (pf, link) in choose(cx, &state, self.query.chosen())? {
            for port in NetAdapterVPort::of(&state, pf, link, &computer) {
                if self.wants(&port) {
                    cx.emit(port.into_value())?;
                }
            }
        }
        Ok(())
    }
}

impl GetNetAdapterVPort {
    fn wants(&self, port: &NetAdapterVPort) -> bool {
        let function = self.function_id.as_ref();
        let number = self.v_port_id.as_ref();
        (!self.physical_function || port.is_of_pf())
            && function.is_none_or(|ids| ids.contains(&port.function_id))
            && number.is_none_or(|ids| ids.contains(&port.vport_id))
    }
}
