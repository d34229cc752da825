//! `Get-NetAdapterSriovVf`.

use super::reading::{SCOPE, choose};
use crate::cmdlets::complete;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::remote::{self, CimSession};
use crate::cmdlets::types::NetAdapterSriovVf;
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

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
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterSriovVf", module = "NetAdapter", default_set = "ByName", output = NetAdapterSriovVf)]
pub struct GetNetAdapterSriovVf {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(alias = "Session")]
    cim_session: Vec<CimSession>,
    /// Only the virtual functions with these numbers.
    #[param(name = "FunctionID", alias = "VfID", alias = "Id")]
    function_id: Vec<u16>,
    /// Also adapters that are hidden: taps and other virtual devices.
    include_hidden: bool,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID"
    )]
    interface_description: Vec<String>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::sriov_nics)]
    name: Vec<String>,
    /// Only those of these NIC switches; an adapter has one, with the number 0.
    #[param(name = "SwitchID")]
    switch_id: Vec<u32>,
    /// Accepted; there is only one host to ask.
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetAdapterSriovVf {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &[], &self.cim_session)?;
        if !self.switch_id.is_empty() && !self.switch_id.contains(&0) {
            return Ok(());
        }
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let by_description = !self.interface_description.is_empty();
        let names = if by_description {
            &self.interface_description
        } else {
            &self.name
        };
        for (pf, link) in choose(cx, &state, names, by_description)? {
            let description = link.map_or("", |link| link.description.as_str());
            for vf in &pf.vfs {
                let wanted = self.function_id.is_empty()
                    || self.function_id.iter().any(|id| u32::from(*id) == vf.index);
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
