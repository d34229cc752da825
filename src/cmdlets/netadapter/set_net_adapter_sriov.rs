//! `Set-NetAdapterSriov`.

use super::changing::{SriovChange, change};
use crate::cmdlets::complete;
use crate::cmdlets::remote::{self, CimSession};
use crate::cmdlets::types::{NetAdapterSriov, PersistIn, SriovObject};
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Sets how many virtual functions a network adapter has, and whether SR-IOV is used on it.
///
/// The kernel cannot change the number of virtual functions while some exist, so all are taken away and made again. That is
/// refused while virtual machines use them, unless -Force is given: their adapters then run on the paravirtual path meanwhile.
///
/// # Examples
/// What would be done, and how one would do it by hand:
/// ```iovsh
/// PS> Set-NetAdapterSriov -Name enp1s0f0 -NumVFs 4 -WhatIf
/// What if: Performing the operation "Set-NetAdapterSriov" on target "enp1s0f0".
///   Remember 4 VFs for enp1s0f0 (in iovsh's own records)
///   Keep host drivers off new VFs of enp1s0f0
///     echo 0 > /sys/bus/pci/devices/0000:01:00.0/sriov_drivers_autoprobe
///   Create 4 VFs on enp1s0f0
///     echo 4 > /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterSriov", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterSriov)]
pub struct SetNetAdapterSriov {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(alias = "Session")]
    cim_session: Vec<CimSession>,
    /// Whether SR-IOV may be used on the adapter.
    enabled: Option<bool>,
    /// Also adapters that are hidden: taps and other virtual devices.
    #[param(set = "ByName", set = "ByInstanceID")]
    include_hidden: bool,
    /// Adapters that Get-NetAdapterSriov or Get-NetAdapter gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<SriovObject>,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID"
    )]
    interface_description: Vec<String>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, mandatory, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::sriov_nics)]
    name: Vec<String>,
    /// Accepted; nothing is restarted on Linux.
    no_restart: bool,
    /// How many virtual functions the adapter is to have.
    #[param(alias = "Vf", range = 0..=65535)]
    num_vfs: Option<u32>,
    /// Hands on the object that was changed.
    pass_thru: bool,
    /// Accepted; there is only one host to ask.
    throttle_limit: Option<i32>,
    /// Linux only: describe the adapter, its virtual functions and its switch in the files of this tool too, for hosts whose
    /// network belongs to it (None removes them). It finds them at its next start.
    persist: Option<PersistIn>,
    /// Linux only: go on although virtual functions are in use (their adapters change to the paravirtual path first), or
    /// although the host itself depends on the adapter.
    force: bool,
}

impl Cmdlet for SetNetAdapterSriov {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &[], &self.cim_session)?;
        let by_description = !self.interface_description.is_empty();
        let names: Vec<String> = if by_description {
            self.interface_description.clone()
        } else if !self.input_object.is_empty() {
            self.input_object
                .iter()
                .map(|object| object.name().to_owned())
                .collect()
        } else {
            self.name.clone()
        };
        change(
            cx,
            &names,
            by_description,
            &SriovChange {
                enabled: self.enabled,
                num_vfs: self.num_vfs,
                persist: self.persist,
                force: self.force,
            },
            self.pass_thru,
        )
    }
}
