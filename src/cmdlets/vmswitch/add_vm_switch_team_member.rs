//! `Add-VMSwitchTeamMember`.

use super::members::{Change, Chosen};
use crate::complete;
use crate::types::{CimSession, Credential, VmSwitch};
use iovsh_backend::policy::members::MemberEdit;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Adds network adapters of the host to the team of a virtual switch.
///
/// An adapter that joins a team goes down for a moment, and then its virtual functions are there for the virtual machines of the
/// switch. Nothing that runs is moved: those that waited for a virtual function get one of the new member.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableEmbeddedTeaming $true -EnableIov $true | Out-Null
/// PS> Add-VMSwitchTeamMember lan -NetAdapterName enp1s0f1
/// PS> (Get-VMSwitchTeam lan).NetAdapterName
/// enp1s0f0
/// enp1s0f1
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableEmbeddedTeaming $true -EnableIov $true | Out-Null
/// PS> Get-VMSwitch lan | Add-VMSwitchTeamMember -NetAdapterName enp1s0f1
/// PS> @((Get-VMSwitchTeam lan).NetAdapterName).Count
/// 2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableEmbeddedTeaming $true -EnableIov $true | Out-Null
/// PS> Add-VMSwitchTeamMember lan -NetAdapterName enp1s0f1 -WhatIf
/// What if: Performing the operation "Add-VMSwitchTeamMember" on target "lan".
///   # Remember how enp1s0f1 was found (in iovsh's own records)
///   # Remember the members of the team of 'lan' (in iovsh's own records)
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Make enp1s0f1 a member of vt-lan
///     ip link set dev enp1s0f1 master vt-lan
///   # Keep host drivers off new VFs of enp1s0f1
///     echo 0 > /sys/bus/pci/devices/0000:01:00.1/sriov_drivers_autoprobe
///   # Create 7 VFs on enp1s0f1
///     echo 7 > /sys/bus/pci/devices/0000:01:00.1/sriov_numvfs
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMSwitchTeamMember", module = "Hyper-V", default_set = "SwitchName_NetAdapterName", impact = Medium, output = VmSwitch)]
pub struct AddVmSwitchTeamMember {
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
    #[param(set = "SwitchObject_NetAdapterName", set = "SwitchName_NetAdapterName", alias = "InterfaceAlias", complete = complete::free_nics)]
    net_adapter_name: Vec<String>,
    /// Product names of the host's adapters.
    #[param(
        set = "SwitchName_NetAdapterInterfaceDescription",
        set = "SwitchObject_NetAdapterInterfaceDescription"
    )]
    net_adapter_interface_description: Vec<String>,
    /// Hands on the switches that were changed.
    passthru: bool,
    /// Linux only: take adapters that the host itself depends on (default route, this ssh session).
    force: bool,
}

impl Cmdlet for AddVmSwitchTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        Change {
            chosen: Chosen {
                names: &self.vm_switch_name,
                objects: &self.vm_switch,
                nics: &self.net_adapter_name,
                descriptions: &self.net_adapter_interface_description,
            },
            edit: MemberEdit::Add,
            arp_targets: None,
            force: self.force,
            passthru: self.passthru,
        }
        .carry_out(cx)
    }
}
