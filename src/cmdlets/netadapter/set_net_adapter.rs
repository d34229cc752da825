//! `Set-NetAdapter`.

use super::nic_change::Nics;
use crate::invalid;
use crate::types::NetAdapter;
use iovsh_backend::policy::{Intent, link};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes the address of a network adapter of the host.
///
/// The adapter is taken down for it, as not every driver takes a new address otherwise, unless -NoRestart is given.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapter enp1s0f1 -MacAddress 02-00-5E-00-00-07 -PassThru -WarningAction SilentlyContinue | Format-Table Name, MacAddress, PermanentAddress
/// Name     MacAddress        PermanentAddress
/// ----     ----------        ----------------
/// enp1s0f1 02-00-5E-00-00-07 A0369F001001
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-NetAdapter enp1s0f1 -MacAddress 02-00-5E-00-00-07 -WhatIf
/// What if: Performing the operation "Set-NetAdapter" on target "enp1s0f1".
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Set the address of enp1s0f1 to 02:00:5e:00:00:07
///     ip link set dev enp1s0f1 address 02:00:5e:00:00:07
///   # Bring enp1s0f1 up
///     ip link set dev enp1s0f1 up
/// WARNING: The address of 'enp1s0f1' lasts until the host starts again; write it into the files of the tool that brings the network up to keep it.
/// ```
/// Back to the address that it came with:
/// ```iovsh
/// PS> Set-NetAdapter enp1s0f1 -MacAddress 02-00-5E-00-00-07 -WarningAction SilentlyContinue
/// PS> Set-NetAdapter enp1s0f1 -MacAddress (Get-NetAdapter enp1s0f1).PermanentAddress -WarningAction SilentlyContinue
/// PS> (Get-NetAdapter enp1s0f1).MacAddress
/// A0-36-9F-00-10-01
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapter", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapter)]
pub struct SetNetAdapter {
    /// The address that it is to have.
    #[param(alias = "LinkLayerAddress")]
    mac_address: Option<String>,
    /// Leaves the adapter up while its address is changed; drivers that cannot do that refuse.
    no_restart: bool,
    #[param(
        name = "VlanID",
        refused = "a VLAN of the host is an interface of its own here: 'ip link add link enp1s0f0 name enp1s0f0.5 type vlan id 5'. That of a virtual machine is set with Set-VMNetworkAdapterVlan."
    )]
    vlan_id: Option<u16>,
    /// Linux only: go on although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    nics: Nics,
}

impl Cmdlet for SetNetAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mac = self.mac_address.as_deref().map(invalid::mac).transpose()?;
        if mac.is_none() {
            return Err(invalid::parameter(
                "Nothing is to be changed.",
                "Give -MacAddress; other settings are those of Set-NetAdapterAdvancedProperty and Set-NetAdapterSriov.",
            )
            .into());
        }
        let changes = link::Changes {
            mac,
            mtu: None,
            restart: !self.no_restart,
        };
        let force = self.force;
        self.nics.change(cx, &|nic| Intent::SetNic {
            nic: nic.to_owned(),
            changes,
            force,
        })
    }
}
