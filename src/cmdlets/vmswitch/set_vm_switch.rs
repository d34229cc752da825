//! `Set-VMSwitch`.

use super::members::{Chosen, ambiguous};
use super::output::handed;
use super::targets::{SCOPE, chosen, name_of};
use crate::host_access::HostAccess;
use crate::types::{
    CimSession, Credential, SwitchExtension, VmSwitch, VmSwitchType, VrssQueueSchedulingMode,
};
use crate::{complete, invalid, unsupported};
use iovsh_backend::model::{Bandwidth, InterfaceName, SwitchType, Uuid};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::switch::{SetSwitch, Uplink};
use iovsh_backend::{Scope, State};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use std::sync::Arc;

/// Changes a virtual switch.
///
/// IOV mode cannot be changed: it is chosen when a switch is made. Remove the switch and make it again.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Set-VMSwitch lan -Notes 'the servers' -Passthru | Format-List Name, Notes
/// Name  : lan
/// Notes : the servers
/// ```
/// Another network adapter comes under it; virtual machines that had a virtual function of the old one get one of the new one:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Set-VMSwitch lan -NetAdapterName enp1s0f1 -WarningAction Ignore
/// PS> (Get-NetAdapterSriov enp1s0f*).CurrentNumVFs
/// 0
/// 7
/// ```
/// The host gets a port on it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -AllowManagementOS $false | Out-Null
/// PS> Set-VMSwitch lan -AllowManagementOS $true -Passthru | ForEach-Object AllowManagementOS
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMSwitch", module = "Hyper-V", default_set = "SwitchName_SwitchType", impact = Medium, output = VmSwitch)]
pub struct SetVmSwitch {
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        not_null_or_empty,
        set = "SwitchName_SwitchType",
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchName_NetAdapterName",
        by_property_name,
        allow_null_property
    )]
    #[param(
        set = "SwitchObject_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterName",
        set = "SwitchObject_SwitchType"
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(
        not_null_or_empty,
        set = "SwitchName_SwitchType",
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchName_NetAdapterName",
        set = "SwitchObject_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterName",
        set = "SwitchObject_SwitchType",
        alias = "PSComputerName",
        complete = complete::hosts
    )]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(
        not_null_or_empty,
        set = "SwitchObject_NetAdapterInterfaceDescription",
        set = "SwitchName_SwitchType",
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchName_NetAdapterName",
        set = "SwitchObject_NetAdapterName",
        set = "SwitchObject_SwitchType"
    )]
    credential: Vec<Credential>,
    /// Switches that Get-VMSwitch gave.
    #[param(
        set = "SwitchObject_SwitchType",
        set = "SwitchObject_NetAdapterName",
        set = "SwitchObject_NetAdapterInterfaceDescription",
        position = 0,
        mandatory,
        from_pipeline
    )]
    vm_switch: Vec<Arc<VmSwitch>>,
    /// Switches. Wildcards are allowed.
    #[param(set = "SwitchName_SwitchType", set = "SwitchName_NetAdapterInterfaceDescription", set = "SwitchName_NetAdapterName", position = 0, mandatory, alias = "SwitchName", complete = complete::switches)]
    name: Vec<String>,
    /// Interface name of the host's adapter to be under the switch. A switch that had none is external then.
    #[param(set = "SwitchName_NetAdapterName", set = "SwitchObject_NetAdapterName", position = 1, mandatory, by_property_name, alias = "InterfaceAlias", complete = complete::nics)]
    net_adapter_name: Option<String>,
    /// Product name of the host's adapter to be under the switch.
    #[param(
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterInterfaceDescription",
        position = 1,
        mandatory
    )]
    net_adapter_interface_description: Option<String>,
    /// The new type of a switch without a network adapter: Internal, with a port of the host, or Private. -NetAdapterName makes one
    /// external; one that has a network adapter keeps it.
    #[param(set = "SwitchName_SwitchType", set = "SwitchObject_SwitchType")]
    switch_type: Nullable<VmSwitchType>,
    /// Whether the host has a port of its own on the switch. An internal switch becomes a private one without it, and a private one an
    /// internal one with it.
    allow_management_os: Nullable<bool>,
    /// What everything is sure to get of the uplink that asks for no minimum, in bits per second; 0 is none. It counts as soon as an
    /// adapter asks for a minimum.
    #[param(not_null)]
    default_flow_minimum_bandwidth_absolute: Nullable<i64>,
    /// The same as a weight, 1 to 100; 0: what the weights of the adapters leave of 100.
    #[param(not_null)]
    default_flow_minimum_bandwidth_weight: Nullable<i64>,
    #[param(no_effect = unsupported::VMQ)]
    default_queue_vrss_enabled: Nullable<bool>,
    #[param(no_effect = unsupported::VMQ)]
    default_queue_vmmq_enabled: Nullable<bool>,
    #[param(alias = "DefaultQueueVmmqQueuePairs", not_null, no_effect = unsupported::VMQ)]
    default_queue_vrss_max_queue_pairs: Nullable<u32>,
    #[param(not_null, no_effect = unsupported::VMQ)]
    default_queue_vrss_min_queue_pairs: Nullable<u32>,
    #[param(not_null, no_effect = unsupported::VMQ)]
    default_queue_vrss_queue_scheduling_mode: Nullable<VrssQueueSchedulingMode>,
    #[param(no_effect = unsupported::VMQ)]
    default_queue_vrss_exclude_primary_processor: Nullable<bool>,
    #[param(no_effect = "the kernel coalesces received segments on its own (GRO).")]
    enable_software_rsc: Nullable<bool>,
    #[param(not_null_or_empty, no_effect = "Linux bridges have no extensions.")]
    extensions: Vec<SwitchExtension>,
    /// Notes of the admin.
    #[param(not_null)]
    notes: Option<String>,
    /// Linux only: the MTU of the switch, 68 to 65535 bytes: of its network adapters and of its ports. Guests are told theirs by
    /// Set-VMNetworkAdapter -Mtu.
    #[param(range = 68..=65535)]
    mtu: Nullable<u32>,
    /// Linux only: take an adapter that the host itself depends on (default route, this ssh session).
    force: bool,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for SetVmSwitch {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let chosen = chosen(cx, &state, &self.name, &self.vm_switch)?;
        let of_nic = |id: &Uuid| {
            let switch = state.desired.switch(*id);
            switch.is_some_and(|switch| switch.switch_type == SwitchType::External)
        };
        if let Some(kind @ (VmSwitchType::Internal | VmSwitchType::Private)) = *self.switch_type
            && let Some(id) = chosen.iter().find(|id| of_nic(id))
        {
            return cx.error(keeps_its_nic(&name_of(&state, *id), kind));
        }
        let are_external = chosen.iter().all(of_nic);
        let wanted = SetSwitch {
            allow_management_os: self.host_port(are_external)?,
            notes: self.notes.clone(),
            rest_minimum: self.default_flow_minimum_bandwidth_absolute.map(|bits| {
                // Less than nothing is nothing.
                Bandwidth(u64::try_from(bits).unwrap_or(0))
            }),
            rest_weight: self
                .default_flow_minimum_bandwidth_weight
                .map(rest_weight)
                .transpose()?,
            mtu: *self.mtu,
            uplink: match self.uplink(cx, &state)? {
                Wanted::Nothing => None,
                Wanted::Nic(nic) => Some(Uplink {
                    nic,
                    force: self.force,
                }),
                Wanted::NotFound => return Ok(()),
            },
        };
        let intent = |id: &Uuid| Intent::SetSwitch {
            name: name_of(&state, *id),
            settings: wanted.clone(),
        };
        let intents = chosen.iter().map(intent).collect();
        cx.change_all(&Scope::IP, false, intents, handed(self.passthru, chosen))
    }
}

/// Which network adapter is to be under the switch.
enum Wanted {
    Nothing,
    Nic(InterfaceName),
    /// One that is not there, which has been written.
    NotFound,
}

/// What has a network adapter is external.
fn keeps_its_nic(switch: &str, kind: VmSwitchType) -> ShellError {
    let name = quote_argument(switch);
    let kind = match kind {
        VmSwitchType::Internal => "Internal",
        _ => "Private",
    };
    ShellError::new(
        "Switch.KeepsNic",
        ErrorCategory::InvalidOperation,
        format!("'{switch}' has a network adapter, which stays under it: it is an external switch."),
    )
    .target(switch)
    .help(format!(
        "Move its machines to another one: New-VMSwitch NAME -SwitchType {kind}; Get-VMNetworkAdapter -VMName * | Where-Object SwitchName -eq {name} | \
         Connect-VMNetworkAdapter -SwitchName NAME; Remove-VMSwitch {name}"
    ))
}

impl SetVmSwitch {
    /// Whether the host is to have a port on the switches, by what was said of that and of the type.
    fn host_port(&self, are_external: bool) -> Result<Option<bool>, ShellError> {
        let by_type = match *self.switch_type {
            None => None,
            Some(VmSwitchType::External) if are_external => None,
            Some(VmSwitchType::Internal) => Some(true),
            Some(VmSwitchType::Private) => Some(false),
            Some(VmSwitchType::External) => {
                return Err(invalid::parameter(
                    "A network adapter makes a switch external.".to_owned(),
                    "Name one: Set-VMSwitch NAME -NetAdapterName NIC; Get-NetAdapter -Physical lists them.",
                ));
            }
        };
        let given = *self.allow_management_os;
        if let (Some(by_type), Some(given)) = (by_type, given)
            && by_type != given
        {
            return Err(invalid::parameter(
                "-SwitchType and -AllowManagementOS contradict each other: an internal switch is one with a port of the host.".to_owned(),
                "Leave one of them out.",
            ));
        }
        Ok(given.or(by_type))
    }

    fn uplink(&self, cx: &mut Context, state: &State) -> Flow<Wanted> {
        let named = Chosen {
            names: &self.name,
            objects: &self.vm_switch,
            nics: self.net_adapter_name.as_slice(),
            descriptions: self.net_adapter_interface_description.as_slice(),
        };
        if named.no_nics() {
            return Ok(Wanted::Nothing);
        }
        let found = named.members(cx, state)?;
        Ok(match found.as_deref() {
            Some([nic]) => Wanted::Nic(nic.clone()),
            Some(several) => {
                let several = several.iter().filter_map(|name| state.link(name));
                let several: Vec<_> = several.collect();
                let written = self.net_adapter_name.as_deref().unwrap_or_default();
                cx.error(ambiguous(written, &several))?;
                Wanted::NotFound
            }
            None => Wanted::NotFound,
        })
    }
}

fn rest_weight(number: i64) -> Result<u8, ShellError> {
    let weight = u8::try_from(number).ok().filter(|weight| *weight <= 100);
    weight.ok_or_else(|| {
        invalid::parameter(
            format!("{number} is no weight."),
            "A weight is a number from 0 to 100.",
        )
    })
}
