//! `New-VMSwitch`.

use super::output::emit;
use crate::host_access::HostAccess;
use crate::types::{
    CimSession, Credential, PersistIn, VmSwitch, VmSwitchBandwidthMode, VmSwitchType,
};
use crate::{complete, selection, unsupported};
use iovsh_backend::Scope;
use iovsh_backend::model::{ParseError, SwitchType, Uuid};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::switch::NewSwitch;
use iovsh_backend::state::SwitchSettings;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Makes a virtual switch.
///
/// With -NetAdapterName the switch is external: a Linux bridge with that adapter as its uplink. With -EnableIov $true it is in
/// IOV mode, and its adapter's virtual functions go to virtual machines that ask for one (Set-VMNetworkAdapter -IovWeight).
/// IOV mode is chosen now and never changes. Where SR-IOV cannot work the switch is made all the same; `IovSupport` is then
/// False, `IovSupportReasons` says why, and virtual machines run on the paravirtual path.
///
/// With several adapters they are a team under the switch (embedded teaming): virtual machines get virtual functions of all of
/// them, and of the paravirtual traffic the first one carries everything as long as its link works, then another. The switch on
/// the wire needs no settings. An adapter that joins a team goes down for a moment.
///
/// The adapter that carries the default route or your ssh session is refused, unless -Force is given; the host's addresses
/// then move to the switch with -AllowManagementOS $true.
///
/// # Examples
/// A switch in IOV mode:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true
/// Name SwitchType NetAdapterInterfaceDescription
/// ---- ---------- ------------------------------
/// lan  External   Intel(R) I350 Gigabit Network Connection
/// ```
/// A switch for the VMs of this host only:
/// ```iovsh
/// PS> New-VMSwitch inside -SwitchType Private | Format-List Name, SwitchType, IovEnabled
/// Name       : inside
/// SwitchType : Private
/// IovEnabled : False
/// ```
/// A switch on two NICs, whose VFs come from both:
/// ```iovsh
/// PS> New-VMSwitch team -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | ForEach-Object EmbeddedTeamingEnabled
/// True
/// ```
/// What refuses a NIC, as a script reads it:
/// ```iovsh
/// PS> try { New-VMSwitch lan -NetAdapterName eno1 -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// NetAdapter.ManagementPath
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "VMSwitch", module = "Hyper-V", default_set = "NetAdapterName", impact = Medium, output = VmSwitch)]
pub struct NewVmSwitch {
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        not_null_or_empty,
        set = "NetAdapterName",
        set = "NetAdapterInterfaceDescription",
        set = "SwitchType",
        by_property_name,
        allow_null_property
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(
        not_null_or_empty,
        set = "SwitchType",
        set = "NetAdapterInterfaceDescription",
        set = "NetAdapterName",
        by_property_name,
        alias = "PSComputerName",
        complete = complete::hosts
    )]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(
        not_null_or_empty,
        set = "NetAdapterInterfaceDescription",
        set = "NetAdapterName",
        set = "SwitchType",
        by_property_name
    )]
    credential: Vec<Credential>,
    /// The switch's name.
    #[param(position = 0, mandatory, alias = "SwitchName", not_null_or_empty)]
    name: Option<String>,
    /// The switch's id; a new one when it is not given.
    #[param(alias = "SwitchId", not_null_or_empty)]
    id: Option<String>,
    /// Private: virtual machines only. Internal: also the host.
    #[param(set = "SwitchType", mandatory, validate_set("Internal", "Private"))]
    switch_type: Option<VmSwitchType>,
    /// Whether the host has a port of its own on the switch.
    #[param(set = "NetAdapterInterfaceDescription", set = "NetAdapterName")]
    allow_management_os: Option<bool>,
    /// Interface names of the host's adapters under the switch.
    #[param(set = "NetAdapterName", mandatory, by_property_name, alias = "InterfaceAlias", complete = complete::free_nics)]
    net_adapter_name: Vec<String>,
    /// Product names of the host's adapters under the switch.
    #[param(
        set = "NetAdapterInterfaceDescription",
        mandatory,
        by_property_name,
        alias = "InterfaceDescription"
    )]
    net_adapter_interface_description: Vec<String>,
    /// Notes of the admin.
    #[param(not_null)]
    notes: Option<String>,
    /// How adapters ask for a minimum bandwidth: Weight, Absolute (bits per second), None (not at all). With Default each asks as it
    /// likes. It is chosen now and never changes.
    minimum_bandwidth_mode: Option<VmSwitchBandwidthMode>,
    /// Whether the switch is in IOV mode: its VMs can have virtual functions. This is chosen now and never changes.
    #[param(not_null)]
    enable_iov: Nullable<bool>,
    #[param(no_effect = unsupported::PACKET_DIRECT)]
    enable_packet_direct: Nullable<bool>,
    /// Whether the adapters under the switch form a team. Several always do; with $true a single one is put into a team too.
    enable_embedded_teaming: Nullable<bool>,
    /// Linux only: describe the adapter, its virtual functions and the switch in the files of this tool too, for hosts whose
    /// network belongs to it. It finds them at its next start. A team of the host under the switch is described with it.
    #[param(set = "NetAdapterInterfaceDescription", set = "NetAdapterName")]
    persist: Option<PersistIn>,
    /// Linux only: take adapters that the host itself depends on (default route, this ssh session).
    force: bool,
    /// Linux only: the MTU of the switch, 68 to 65535 bytes: of its network adapters and of its ports. They keep what they have when it is
    /// not given.
    #[param(range = 68..=65535)]
    mtu: Nullable<u32>,
}

impl Cmdlet for NewVmSwitch {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = self.name.clone().unwrap_or_default();
        let id = match &self.id {
            None => Uuid::random(),
            Some(text) => text.parse().map_err(|error: ParseError| {
                ShellError::new(
                    "Switch.BadId",
                    ErrorCategory::InvalidArgument,
                    error.to_string(),
                )
                .target(text.as_str())
            })?,
        };
        let by_description = !self.net_adapter_interface_description.is_empty();
        let nics = if by_description {
            &self.net_adapter_interface_description
        } else {
            &self.net_adapter_name
        };
        let mut uplinks = Vec::new();
        if !nics.is_empty() {
            let state = cx.snapshot(&Scope::LINKS)?;
            for nic in nics {
                let nic_only = std::slice::from_ref(nic);
                let found = selection::nics_to_take(cx, &state, nic_only, by_description)?;
                if found.is_empty() {
                    // The error has been written, or the pattern matched nothing: nothing is made of half the adapters.
                    return Ok(());
                }
                if let [_, _, ..] = found.as_slice() {
                    return cx.error(super::members::ambiguous(nic, &found));
                }
                uplinks.extend(found.into_iter().map(|link| link.name.clone()));
            }
        }
        if *self.enable_embedded_teaming == Some(false) && uplinks.len() > 1 {
            return Err(ShellError::new(
                "Switch.TeamNeeded",
                ErrorCategory::InvalidArgument,
                "Several network adapters under one switch are a team.",
            )
            .help("Leave out -EnableEmbeddedTeaming $false, or name one network adapter.")
            .into());
        }
        let switch_type = self.switch_type.map_or(SwitchType::External, Into::into);
        let new = NewSwitch {
            name,
            id,
            switch_type,
            uplinks,
            iov_enabled: self.enable_iov.unwrap_or(false),
            // As in Hyper-V an external switch gives the host a port unless told otherwise.
            allow_management_os: self
                .allow_management_os
                .unwrap_or(switch_type != SwitchType::Private),
            notes: self.notes.clone().unwrap_or_default(),
            persist: self.persist.and_then(PersistIn::tool),
            teaming: self.enable_embedded_teaming.unwrap_or(false),
            force: self.force,
            settings: SwitchSettings {
                bandwidth_mode: self
                    .minimum_bandwidth_mode
                    .and_then(VmSwitchBandwidthMode::chosen),
                mtu: *self.mtu,
                ..SwitchSettings::default()
            },
        };
        let outcome = cx.change(&Scope::PLAN, &Intent::CreateSwitch(new))?;
        if outcome.is_done() {
            emit(cx, id)?;
        }
        Ok(())
    }
}
