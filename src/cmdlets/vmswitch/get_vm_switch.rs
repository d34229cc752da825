//! `Get-VMSwitch`.

use super::reading::SCOPE;
use crate::backend::model::Switch;
use crate::backend::policy;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::remote::{self, CimSession, Credential};
use crate::cmdlets::types::{VmSwitch, VmSwitchType, uuid};
use crate::cmdlets::{complete, selection, unsupported};
use crate::shell::argument::Guid;
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Gets virtual switches.
///
/// `IovEnabled` says that a switch was made in IOV mode, `IovSupport` whether SR-IOV can work on it, and `IovSupportReasons` why
/// not. The two are apart on purpose: a switch can be made before the host is ready.
///
/// # Examples
/// What a switch says about SR-IOV:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Get-VMSwitch lan | Format-List Iov*
/// IovEnabled               : True
/// IovSupport               : True
/// IovSupportReasons        : {}
/// IovQueuePairCount        : 7
/// IovQueuePairsInUse       : 0
/// IovVirtualFunctionCount  : 7
/// IovVirtualFunctionsInUse : 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMSwitch", module = "Hyper-V", default_set = "Name", output = VmSwitch)]
pub struct GetVmSwitch {
    /// Ids of switches.
    #[param(
        set = "Id",
        position = 0,
        from_pipeline,
        by_property_name,
        alias = "SwitchId"
    )]
    id: Vec<Guid>,
    /// The switch's name. Wildcards are allowed.
    #[param(set = "Name", position = 0, alias = "SwitchName", complete = complete::switches)]
    name: Option<String>,
    /// Resource pools. There are none on this host.
    #[param(position = 1)]
    resource_pool_name: Vec<String>,
    /// Only switches of these types.
    switch_type: Vec<VmSwitchType>,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    cim_session: Vec<CimSession>,
    /// The host. Only the selected one can be managed so far.
    computer_name: Vec<String>,
    /// Credentials for another host; the local host needs none.
    credential: Vec<Credential>,
}

impl Cmdlet for GetVmSwitch {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &self.computer_name, &self.cim_session)?;
        if !self.resource_pool_name.is_empty() {
            unsupported::refuse(cx, &[("ResourcePoolName", unsupported::POOL)])?;
        }
        let state = cx.snapshot(&SCOPE)?;
        let all = policy::switches(&state);
        let computer = computer_name(cx)?;
        let found: Vec<&Switch> = if !self.id.is_empty() {
            let mut found = Vec::new();
            for id in &self.id {
                match all.iter().find(|switch| switch.id == uuid(*id)) {
                    Some(switch) => found.push(switch),
                    None => cx.error(selection::missing(
                        "Switch.NotFound",
                        "virtual switch",
                        &uuid(*id).to_string(),
                        std::iter::empty(),
                    ))?,
                }
            }
            found
        } else if let Some(name) = &self.name {
            selection::by_name(cx, &all, std::slice::from_ref(name))?
        } else {
            all.iter().collect()
        };
        for switch in found {
            let object = VmSwitch::new(switch, &computer);
            if self.switch_type.is_empty() || self.switch_type.contains(&object.switch_type) {
                cx.emit(object.into_value())?;
            }
        }
        Ok(())
    }
}
