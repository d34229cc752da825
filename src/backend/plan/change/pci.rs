//! The driver of a PCI function, and what VFIO demands of the platform.

use serde::{Deserialize, Serialize};

use super::vf::{device_file, vf_mut};
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{PciAddress, PciDetail, Scope, State, VfDetail};
use crate::plan::shell_line::ShellLine;

/// A change of a function's driver, or of what VFIO demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PciChange {
    /// Binds a PCI function to a driver by `driver_override` and `drivers_probe`; the function has no driver yet.
    #[serde(rename = "BindDriver")]
    Bind {
        /// The function.
        address: PciAddress,
        /// Driver, for example `vfio-pci`.
        driver: String,
    },
    /// Unbinds a PCI function from its driver and clears `driver_override`.
    #[serde(rename = "UnbindDriver")]
    Unbind {
        /// The function.
        address: PciAddress,
        /// The driver that it has now.
        driver: String,
    },
    /// Has VFIO hand devices to VMs although nothing remaps their interrupts, or no longer: the parameter `allow_unsafe_interrupts` of
    /// `vfio_iommu_type1`, as it is now. A start of the host goes back to what the files of modprobe say.
    #[serde(rename = "AllowUnsafeInterrupts")]
    AllowUnsafeInterrupts {
        /// It does.
        on: bool,
    },
}

/// Where the parameter is.
pub(crate) const UNSAFE_INTERRUPTS: &str =
    "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts";

impl Facts for PciChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Bind { .. } => "BindDriver",
            Self::Unbind { .. } => "UnbindDriver",
            Self::AllowUnsafeInterrupts { .. } => "AllowUnsafeInterrupts",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Bind { address, .. } | Self::Unbind { address, .. } => Subject::Driver(*address),
            Self::AllowUnsafeInterrupts { .. } => Subject::UnsafeInterrupts,
        }
    }

    fn scope(&self) -> Scope {
        match self {
            Self::Bind { .. } | Self::Unbind { .. } => Scope {
                functions: VfDetail::Inventory,
                pci: PciDetail::Bare,
                ..Scope::NOTHING
            },
            Self::AllowUnsafeInterrupts { .. } => Scope::HOST,
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Bind { address, driver } => {
                Some(driver_at(state, *address)? == Some(driver.as_str()))
            }
            Self::Unbind { address, driver } => {
                Some(driver_at(state, *address)? != Some(driver.as_str()))
            }
            Self::AllowUnsafeInterrupts { on } => {
                Some(state.iommu.unsafe_interrupts_allowed == *on)
            }
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Bind { address, driver } => set_driver(state, *address, Some(driver)),
            Self::Unbind { address, .. } => set_driver(state, *address, None),
            Self::AllowUnsafeInterrupts { on } => state.iommu.unsafe_interrupts_allowed = *on,
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self.clone() {
            Self::Bind { address, driver } => Self::Unbind { address, driver },
            Self::Unbind { address, driver } => Self::Bind { address, driver },
            Self::AllowUnsafeInterrupts { .. } => Self::AllowUnsafeInterrupts {
                on: before.iommu.unsafe_interrupts_allowed,
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        match self {
            Self::Bind { address, driver } => vec![
                ShellLine::write_value(device_file(*address, "driver_override"), driver),
                ShellLine::write_value("/sys/bus/pci/drivers_probe", address),
            ],
            Self::Unbind { address, driver } => vec![
                ShellLine::write_value(format!("/sys/bus/pci/drivers/{driver}/unbind"), address),
                ShellLine::write_value(device_file(*address, "driver_override"), ""),
            ],
            Self::AllowUnsafeInterrupts { on } => {
                let value = if *on { "Y" } else { "N" };
                vec![ShellLine::write_value(UNSAFE_INTERRUPTS, value)]
            }
        }
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Bind { .. } | Self::Unbind { .. } | Self::AllowUnsafeInterrupts { .. } => None,
        }
    }
}

/// The driver of a function: `None` when the function is not known, `Some(None)` when it has no driver.
fn driver_at(state: &State, address: PciAddress) -> Option<Option<&str>> {
    if let Some(vf) = state.vf(address) {
        return Some(vf.driver.as_deref());
    }
    if let Some(function) = state.function(address) {
        return Some(function.driver.as_deref());
    }
    let device = state.pci.iter().find(|d| d.address == address);
    device.map(|d| d.driver.as_deref())
}

fn set_driver(state: &mut State, address: PciAddress, driver: Option<&String>) {
    if let Some(vf) = vf_mut(state, address) {
        vf.driver = driver.cloned();
        vf.interface = None;
        vf.driven = Some(false);
    }
    for peer in state
        .functions
        .iter_mut()
        .flat_map(|f| &mut f.vfs)
        .flat_map(|v| &mut v.group_peers)
    {
        if peer.address == address {
            peer.driver = driver.cloned();
        }
    }
    if let Some(function) = state.functions.iter_mut().find(|f| f.address == address) {
        function.driver = driver.cloned();
    }
    for device in &mut state.pci {
        if device.address == address {
            device.driver = driver.cloned();
        }
        for peer in device
            .group_peers
            .iter_mut()
            .filter(|p| p.address == address)
        {
            peer.driver = driver.cloned();
        }
    }
}
