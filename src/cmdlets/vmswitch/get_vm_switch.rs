//! `Get-VMSwitch`.

use super::targets::SCOPE;
use crate::host_access::{HostAccess, computer_name};
use crate::remote::Remote;
use crate::types::{VmSwitch, VmSwitchType, uuid};
use crate::{complete, selection, unsupported};
use iovsh_backend::model::Switch;
use iovsh_backend::policy;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Guid};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
        not_null,
        set = "Id",
        position = 0,
        from_pipeline,
        by_property_name,
        alias = "SwitchId"
    )]
    id: Given<Vec<Guid>>,
    /// The switch's name. Wildcards are allowed.
    #[param(set = "Name", position = 0, alias = "SwitchName", complete = complete::switches, not_null_or_empty)]
    name: Given<String>,
    #[param(position = 1, not_null_or_empty, refused = unsupported::POOL)]
    resource_pool_name: Vec<String>,
    /// Only switches of these types.
    #[param(not_null_or_empty)]
    switch_type: Given<Vec<VmSwitchType>>,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for GetVmSwitch {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let all = policy::switches(&state);
        let computer = computer_name(cx)?;
        let found: Vec<&Switch> = if let Some(ids) = self.id.as_deref() {
            let mut found = Vec::new();
            for id in ids {
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
        } else if let Some(name) = self.name.as_ref() {
            selection::by_name(cx, &all, std::slice::from_ref(name))?
        } else {
            all.iter().collect()
        };
        for switch in found {
            let object = super::output::told(cx, VmSwitch::new(switch, &computer));
            let types = self.switch_type.as_deref();
            if types.is_none_or(|types| types.contains(&object.switch_type)) {
                cx.emit(object.into_value())?;
            }
        }
        Ok(())
    }
}
