//! `Set-VMNetworkAdapterIsolation`.

use crate::adapters::{Adapters, Handed, change_each};
use crate::types::{IsolationMode, OnOffState, VmNetworkAdapterIsolationSetting};
use crate::{invalid, unsupported};
use iovsh_backend::model::AdapterVlan;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::adapter::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;

/// Isolates virtual network adapters by a VLAN.
///
/// -IsolationMode Vlan with a -DefaultIsolationID is what Set-VMNetworkAdapterVlan -Access does; None takes the adapter out
/// of its VLAN. Virtual subnets are not part of this host.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMNetworkAdapterIsolation -VMName web1 -IsolationMode Vlan -DefaultIsolationID 42
/// PS> Get-VMNetworkAdapterVlan -VMName web1
/// VMName VMNetworkAdapterName Mode   VlanList
/// ------ -------------------- ----   --------
/// web1   Network Adapter      Access 42
/// PS> Set-VMNetworkAdapterIsolation -VMName web1 -IsolationMode None
/// ```
/// With -Passthru what is set comes back:
/// ```iovsh
/// PS> Set-VMNetworkAdapterIsolation -VMName web1 -IsolationMode Vlan -DefaultIsolationID 42 -Passthru | Format-List IsolationMode, DefaultIsolationID
/// IsolationMode      : Vlan
/// DefaultIsolationID : 42
/// ```
/// Each web server in a VLAN of its own:
/// ```iovsh
/// PS> $vlan = 100
/// PS> Get-VM web* | ForEach-Object { Set-VMNetworkAdapterIsolation -VMName $_.Name -IsolationMode Vlan -DefaultIsolationID ($vlan++) }
/// PS> Get-VM web* | Get-VMNetworkAdapterVlan | ForEach-Object AccessVlanId
/// 100
/// 101
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMNetworkAdapterIsolation", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterIsolationSetting)]
pub struct SetVmNetworkAdapterIsolation {
    /// Vlan or None.
    #[param(not_null)]
    isolation_mode: Nullable<IsolationMode>,
    /// Only $true with a VLAN: the guest knows nothing of it, so what it sends is untagged.
    #[param(not_null)]
    allow_untagged_traffic: Nullable<bool>,
    /// The VLAN, 1 to 4094.
    #[param(name = "DefaultIsolationID", not_null)]
    default_isolation_id: Nullable<i32>,
    /// Of virtual subnets; not supported.
    #[param(not_null)]
    multi_tenant_stack: Nullable<OnOffState>,
    /// Hands on the settings that were changed.
    passthru: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for SetVmNetworkAdapterIsolation {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if *self.multi_tenant_stack == Some(OnOffState::On) {
            unsupported::refuse("MultiTenantStack", unsupported::SUBNETS)?;
        }
        if *self.allow_untagged_traffic == Some(false)
            && *self.isolation_mode == Some(IsolationMode::Vlan)
        {
            unsupported::refuse(
                "AllowUntaggedTraffic",
                "an isolated guest sends untagged frames only.",
            )?;
        }
        if matches!(
            *self.isolation_mode,
            Some(IsolationMode::NativeVirtualSubnet | IsolationMode::ExternalVirtualSubnet)
        ) {
            unsupported::refuse("IsolationMode", unsupported::SUBNETS)?;
        }
        let edit = Changes {
            vlan: Some(self.wanted()?),
            ..Changes::default()
        };
        let targets = self.adapters.chosen(cx)?;
        change_each(
            cx,
            targets,
            &|target| Intent::SetAdapter {
                vm: target.vm,
                adapter: target.alias.clone(),
                changes: Box::new(edit.clone()),
            },
            Handed::after(self.passthru, move |reader, found, _| {
                vec![reader.isolation(found).into_value()]
            }),
        )
    }
}

impl SetVmNetworkAdapterIsolation {
    /// The parameters as a VLAN.
    fn wanted(&self) -> Result<AdapterVlan, ShellError> {
        let id = self.default_isolation_id.unwrap_or(0);
        match (*self.isolation_mode, id) {
            (Some(IsolationMode::None), 0) => Ok(AdapterVlan::Untagged),
            (Some(IsolationMode::Vlan) | None, 1..) => {
                invalid::vlan(id, "Choose another -DefaultIsolationID.").map(AdapterVlan::Access)
            }
            _ => Err(invalid::parameter(
                "An isolated adapter is in one VLAN.",
                "Use -IsolationMode Vlan with -DefaultIsolationID, or -IsolationMode None alone.",
            )),
        }
    }
}
