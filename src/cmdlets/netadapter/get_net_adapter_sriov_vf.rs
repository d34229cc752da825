//! `Get-NetAdapterSriovVf`.

use super::targets::{Chosen, choose, look};
use crate::complete;
use crate::host_access::computer_name;
use crate::types::{CimSession, NetAdapterSriovVf};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the virtual functions of the host's network adapters, and who has them.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterSriov enp1s0f0 -NumVFs 2
/// PS> Get-NetAdapterSriovVf
/// Name     FunctionID VPortID MacAddress VmID VmFriendlyName
/// ----     ---------- ------- ---------- ---- --------------
/// enp1s0f0 0          {1}
/// enp1s0f0 1          {2}
/// ```
/// Which are free:
/// ```iovsh
/// PS> Set-NetAdapterSriov enp1s0f0 -NumVFs 3
/// PS> (Get-NetAdapterSriovVf enp1s0f0 | Where-Object { -not $_.VmFriendlyName }).Count
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterSriovVf", module = "NetAdapter", default_set = "ByName", output = NetAdapterSriovVf)]
pub struct GetNetAdapterSriovVf {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Only the virtual functions with these numbers.
    #[param(name = "FunctionID", alias = "VfID", alias = "Id")]
    function_id: Given<Vec<u16>>,
    /// Also adapters that are hidden.
    #[param(no_effect = "an adapter with SR-IOV is never hidden.")]
    include_hidden: bool,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        not_null,
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID"
    )]
    interface_description: Given<Vec<String>>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::sriov_nics, not_null)]
    name: Given<Vec<String>>,
    /// Only those of these NIC switches; an adapter has one, with the number 0.
    #[param(name = "SwitchID")]
    switch_id: Given<Vec<u32>>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetAdapterSriovVf {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.switch_id.as_ref().is_some_and(|ids| !ids.contains(&0)) {
            return Ok(());
        }
        let (state, _) = look(cx)?;
        let computer = computer_name(cx)?;
        let chosen = Chosen::of(self.interface_description.as_deref(), self.name.as_deref());
        for (pf, link) in choose(cx, &state, chosen)? {
            let description = link.map_or("", |link| link.description.as_str());
            for vf in &pf.vfs {
                let wanted = self
                    .function_id
                    .as_ref()
                    .is_none_or(|ids| ids.iter().any(|id| u32::from(*id) == vf.index));
                if wanted {
                    cx.emit(
                        NetAdapterSriovVf::new(pf, vf, description, &computer, None).into_value(),
                    )?;
                }
            }
        }
        Ok(())
    }
}
