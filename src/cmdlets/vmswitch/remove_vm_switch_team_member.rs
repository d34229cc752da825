//! `Remove-VMSwitchTeamMember`.

use super::members::{Change, Chosen};
use crate::complete;
use crate::types::{CimSession, Credential, VmSwitch};
use iovsh_backend::policy::members::MemberEdit;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Takes network adapters of the host out of the team of a virtual switch.
///
/// Virtual machines on virtual functions of the adapter get one of another member, or go on on the paravirtual path; the others
/// are left alone. The adapter is put back as it was found. The last member cannot go: remove the switch instead.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Remove-VMSwitchTeamMember lan -NetAdapterName enp1s0f1
/// PS> (Get-VMSwitchTeam lan).NetAdapterName
/// enp1s0f0
/// PS> try { Remove-VMSwitchTeamMember lan -NetAdapterName enp1s0f0 -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// InvalidState
/// ```
/// A virtual function of the one that goes is replaced by one of the other:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Remove-VMSwitchTeamMember lan -NetAdapterName (Get-NetAdapterSriovVf | Where-Object VmFriendlyName).Name -WarningAction SilentlyContinue
/// PS> @(Get-NetAdapterSriovVf | Where-Object VmFriendlyName).Count
/// 1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Remove-VMSwitchTeamMember lan -NetAdapterName enp1s0f1 -WhatIf
/// What if: Performing the operation "Remove-VMSwitchTeamMember" on target "lan".
///   # Remember the members of the team of 'lan' (in iovsh's own records)
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Take enp1s0f1 out of vt-lan
///     ip link set dev enp1s0f1 nomaster
///   # Remove the VFs of enp1s0f1
///     echo 0 > /sys/bus/pci/devices/0000:01:00.1/sriov_numvfs
///   # Put the autoprobe setting of enp1s0f1 back
///     echo 1 > /sys/bus/pci/devices/0000:01:00.1/sriov_drivers_autoprobe
///   # Put the link state of enp1s0f1 back
///     ip link set dev enp1s0f1 up
///   # Let go of enp1s0f1 (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMSwitchTeamMember", module = "Hyper-V", default_set = "SwitchName_NetAdapterName", impact = Medium, output = VmSwitch)]
pub struct RemoveVmSwitchTeamMember {
    /// Sessions with other hosts, of New-CimSession.
    #[param(not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(
        not_null_or_empty,
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchName_NetAdapterName",
        set = "SwitchObject_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterName",
        by_property_name,
        alias = "PSComputerName",
        complete = complete::hosts
    )]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(not_null_or_empty)]
    credential: Vec<Credential>,
    /// Switches that Get-VMSwitch gave.
    #[param(
        set = "SwitchObject_NetAdapterName",
        set = "SwitchObject_NetAdapterInterfaceDescription",
        position = 0,
        mandatory,
        from_pipeline
    )]
    vm_switch: Vec<Arc<VmSwitch>>,
    /// Switches with a team. Wildcards are allowed.
    #[param(set = "SwitchName_NetAdapterName", set = "SwitchName_NetAdapterInterfaceDescription", position = 0, mandatory, alias = "SwitchName", complete = complete::switches)]
    vm_switch_name: Vec<String>,
    /// Interface names of the host's adapters.
    #[param(set = "SwitchObject_NetAdapterName", set = "SwitchName_NetAdapterName", alias = "InterfaceAlias", complete = complete::nics)]
    net_adapter_name: Vec<String>,
    /// Product names of the host's adapters.
    #[param(
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterInterfaceDescription"
    )]
    net_adapter_interface_description: Vec<String>,
    /// Hands on the switches that were changed.
    passthru: bool,
}

impl Cmdlet for RemoveVmSwitchTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        Change {
            chosen: Chosen {
                names: &self.vm_switch_name,
                objects: &self.vm_switch,
                nics: &self.net_adapter_name,
                descriptions: &self.net_adapter_interface_description,
            },
            edit: MemberEdit::Remove,
            arp_targets: None,
            force: false,
            passthru: self.passthru,
        }
        .carry_out(cx)
    }
}
