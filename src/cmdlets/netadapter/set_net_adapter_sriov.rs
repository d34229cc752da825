//! `Set-NetAdapterSriov`.

use super::sriov_change::{Adapters, SriovChange};
use crate::invalid;
use crate::types::{NetAdapterSriov, PersistIn};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Sets how many virtual functions a network adapter has, and whether SR-IOV is used on it.
///
/// The kernel cannot change the number of virtual functions while some exist, so all are taken away and made again. That is
/// refused while virtual machines use them, unless -Force is given: their adapters then run on the paravirtual path meanwhile.
/// Disable-NetAdapterSriov (and -Enabled $false) is not refused: that virtual functions are taken is what it asks for.
///
/// # Examples
/// What would be done, and how one would do it by hand:
/// ```iovsh
/// PS> Set-NetAdapterSriov -Name enp1s0f0 -NumVFs 4 -WhatIf
/// What if: Performing the operation "Set-NetAdapterSriov" on target "enp1s0f0".
///   # Remember 4 VFs for enp1s0f0 (in iovsh's own records)
///   # Keep host drivers off new VFs of enp1s0f0
///     echo 0 > /sys/bus/pci/devices/0000:01:00.0/sriov_drivers_autoprobe
///   # Create 4 VFs on enp1s0f0
///     echo 4 > /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs
/// ```
/// Change it and look:
/// ```iovsh
/// PS> Set-NetAdapterSriov enp1s0f0 -NumVFs 4
/// PS> (Get-NetAdapterSriovVf enp1s0f0).Count
/// 4
/// ```
/// More than the hardware has:
/// ```iovsh
/// PS> try { Set-NetAdapterSriov enp1s0f0 -NumVFs 64 -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// Iov.TooManyVfs
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterSriov", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterSriov)]
pub struct SetNetAdapterSriov {
    /// Whether SR-IOV may be used on the adapter.
    enabled: Option<bool>,
    /// How many virtual functions the adapter is to have.
    #[param(alias = "Vf", range = 0..=65535, not_null_or_empty)]
    num_vfs: Option<u32>,
    /// Linux only: describe the adapter, its virtual functions and its switch in the files of this tool too, for hosts whose
    /// network belongs to it (None removes them). It finds them at its next start.
    persist: Option<PersistIn>,
    /// Linux only: forget the number that was asked for, and that SR-IOV was switched off. The adapter goes back to how it was
    /// found, or has what its switch needs.
    reset: bool,
    /// Linux only: go on although virtual functions are in use (their adapters change to the paravirtual path first), or
    /// although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for SetNetAdapterSriov {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.reset && (self.num_vfs.is_some() || self.enabled.is_some()) {
            return Err(ShellError::new(
                "Iov.ResetAlone",
                ErrorCategory::InvalidArgument,
                "-Reset forgets what was asked for, so nothing can be asked for with it.",
            )
            .help("Leave out -Reset, or leave out -NumVFs and -Enabled.")
            .into());
        }
        if self.enabled == Some(false) && self.num_vfs.is_some_and(|count| count > 0) {
            return Err(invalid::parameter(
                "-Enabled $false takes all virtual functions away, and -NumVFs asks for some.",
                "Leave one of the two out; -NumVFs given on its own while SR-IOV is disabled takes effect with Enable-NetAdapterSriov.",
            )
            .into());
        }
        self.adapters.change(
            cx,
            &SriovChange {
                reset: self.reset,
                enabled: self.enabled,
                num_vfs: self.num_vfs,
                persist: self.persist,
                force: self.force,
            },
        )
    }
}
