//! `Set-VMNetworkAdapterVlan`.

use crate::adapters::{Adapters, Handed, change_each};
use crate::invalid;
use crate::types::VmNetworkAdapterVlanSetting;
use iovsh_backend::model::{AdapterVlan, ParseError, VlanSet};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::adapter::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;

/// Sets the VLANs of virtual network adapters.
///
/// It works on a running machine, and on both paths: the paravirtual one by the bridge's VLAN filter, a virtual function by
/// its port VLAN. VLAN 1 is the one of untagged frames. A trunk keeps an adapter off a virtual function, which cannot be
/// held to a list of VLANs.
///
/// From the first adapter on that is put into a VLAN its switch tells VLANs apart: the other adapters then see untagged
/// frames only.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMNetworkAdapterVlan -VMName web1 -Access -VlanId 42
/// PS> Get-VMNetworkAdapterVlan -VMName web1
/// VMName VMNetworkAdapterName Mode   VlanList
/// ------ -------------------- ----   --------
/// web1   Network Adapter      Access 42
/// PS> Get-VMNetworkAdapter -VMName web1 | Set-VMNetworkAdapterVlan -Trunk -AllowedVlanIdList 100-102 -NativeVlanId 0 -Passthru | Format-List OperationMode, NativeVlanId, AllowedVlanIdList
/// OperationMode     : Trunk
/// NativeVlanId      : 0
/// AllowedVlanIdList : {100, 101, 102}
/// PS> Set-VMNetworkAdapterVlan -VMName web1 -Untagged
/// ```
/// All web servers in one VLAN, each on a virtual function that is held to it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web* -SwitchName lan
/// PS> Get-VM web* | Get-VMNetworkAdapter | Set-VMNetworkAdapter -IovWeight 50
/// PS> Set-VMNetworkAdapterVlan -VMName web* -Access -VlanId 42
/// PS> Get-VM web* | Start-VM
/// PS> Get-VM web* | Get-VMNetworkAdapter | ForEach-Object { "$($_.VMName) $($_.VlanSetting.AccessVlanId) $($_.IovUsage)" }
/// web1 42 1
/// web2 42 1
/// ```
/// A number that is no VLAN is refused:
/// ```iovsh
/// PS> try { Set-VMNetworkAdapterVlan -VMName web1 -Access -VlanId 4095 -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// InvalidParameter
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMNetworkAdapterVlan", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterVlanSetting)]
pub struct SetVmNetworkAdapterVlan {
    #[flatten]
    adapters: Adapters,
    /// No VLAN: untagged on the wire.
    #[param(alias = "u")]
    untagged: bool,
    /// One VLAN, of which the guest knows nothing.
    #[param(alias = "a")]
    access: bool,
    /// The VLAN for -Access, 1 to 4094.
    #[param(alias = "AccessVlanId", not_null)]
    vlan_id: Nullable<i32>,
    /// Several VLANs, whose tags the guest handles itself.
    #[param(alias = "t")]
    trunk: bool,
    /// For -Trunk: the VLAN of the guest's untagged frames; 0 leaves them untagged on the wire.
    #[param(not_null)]
    native_vlan_id: Nullable<i32>,
    /// For -Trunk: the VLANs that the guest may use, for example 100-110,200.
    allowed_vlan_id_list: Option<String>,
    #[param(alias = "i", refused = PRIVATE)]
    isolated: bool,
    #[param(alias = "c", refused = PRIVATE)]
    community: bool,
    #[param(alias = "p", refused = PRIVATE)]
    promiscuous: bool,
    #[param(not_null, refused = PRIVATE)]
    primary_vlan_id: Nullable<i32>,
    #[param(not_null, refused = PRIVATE)]
    secondary_vlan_id: Nullable<i32>,
    #[param(refused = PRIVATE)]
    secondary_vlan_id_list: Option<String>,
    /// Hands on the settings that were changed.
    passthru: bool,
}

const ANOTHER: &str = "Choose another number; -Untagged means no VLAN.";
const PRIVATE: &str = "a Linux bridge has no private VLANs.";

impl Cmdlet for SetVmNetworkAdapterVlan {
    fn process(&mut self, cx: &mut Context) -> Flow {
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
                vec![reader.vlan(found).into_value()]
            }),
        )
    }
}

impl SetVmNetworkAdapterVlan {
    /// The parameters as a setting.
    fn wanted(&self) -> Result<AdapterVlan, ShellError> {
        let of_access = self.vlan_id.is_some();
        let of_trunk = self.native_vlan_id.is_some() || self.allowed_vlan_id_list.is_some();
        match (self.untagged, self.access, self.trunk) {
            (true, false, false) if !of_access && !of_trunk => Ok(AdapterVlan::Untagged),
            (false, true, false) if !of_trunk => match *self.vlan_id {
                Some(id) => Ok(AdapterVlan::Access(invalid::vlan(id, ANOTHER)?)),
                None => Err(invalid::parameter(
                    "-Access needs a VLAN.",
                    "Give it with -VlanId.",
                )),
            },
            (false, false, true) if !of_access => {
                let Some(list) = &self.allowed_vlan_id_list else {
                    return Err(invalid::parameter(
                        "-Trunk needs the VLANs that the guest may use.",
                        "Give them with -AllowedVlanIdList, for example 100-110,200.",
                    ));
                };
                let allowed: VlanSet = list.parse().map_err(|error: ParseError| {
                    invalid::parameter(error.to_string(), "VLAN ids are 1 to 4094.")
                        .target(list.clone())
                })?;
                let native = match self.native_vlan_id.unwrap_or(0) {
                    0 => None,
                    id => Some(invalid::vlan(id, ANOTHER)?),
                };
                Ok(AdapterVlan::Trunk { native, allowed })
            }
            (false, false, false) => Err(invalid::parameter(
                "What the VLANs are for was not said.",
                "Add -Untagged, -Access or -Trunk.",
            )),
            _ => Err(invalid::parameter(
                "These parameters do not go together.",
                "Use -Untagged alone, -Access with -VlanId, or -Trunk with -AllowedVlanIdList and -NativeVlanId.",
            )),
        }
    }
}
