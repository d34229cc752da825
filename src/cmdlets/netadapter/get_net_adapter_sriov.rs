//! `Get-NetAdapterSriov`.

use super::output::{sriov_object, told};
use super::targets::{Chosen, choose, look};
use crate::complete;
use crate::host_access::computer_name;
use crate::types::{CimSession, NetAdapterSriov};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the SR-IOV settings of the host's network adapters.
///
/// Adapters without the SR-IOV capability are left out, as long as they are not named. `SriovSupport` says whether SR-IOV can
/// work on the adapter, and why not; `NumVFs` how many virtual functions it may have, as on Windows, and `CurrentNumVFs` how many
/// exist now: they are made when a switch in IOV mode or Set-NetAdapterSriov asks for them.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterSriov
/// Name                 : enp1s0f0
/// InterfaceDescription : Intel(R) I350 Gigabit Network Connection
/// Enabled              : True
/// SriovSupport         : Supported
/// SwitchName           :
/// NumVFs               : 7
/// CurrentNumVFs        : 0
///
/// Name                 : enp1s0f1
/// InterfaceDescription : Intel(R) I350 Gigabit Network Connection
/// Enabled              : True
/// SriovSupport         : Supported
/// SwitchName           :
/// NumVFs               : 7
/// CurrentNumVFs        : 0
/// ```
/// NICs on which virtual functions can be made:
/// ```iovsh
/// PS> Get-NetAdapterSriov | Where-Object SriovSupport -eq Supported | ForEach-Object Name
/// enp1s0f0
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterSriov", module = "NetAdapter", default_set = "ByName", output = NetAdapterSriov)]
pub struct GetNetAdapterSriov {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
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
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetAdapterSriov {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let (state, known) = look(cx)?;
        let computer = computer_name(cx)?;
        let chosen = Chosen::of(self.interface_description.as_deref(), self.name.as_deref());
        for (pf, _) in choose(cx, &state, chosen)? {
            let object = told(cx, sriov_object(&state, pf, &computer, known));
            cx.emit(object.into_value())?;
        }
        Ok(())
    }
}
