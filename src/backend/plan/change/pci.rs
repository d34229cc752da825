//! The driver of a PCI function.

use serde::{Deserialize, Serialize};

use super::vf::{device_file, vf_mut};
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{PciAddress, PciDetail, Scope, State, VfDetail};
use crate::plan::shell_line::ShellLine;

/// A change of a function's driver.
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
}

impl Facts for PciChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Bind { .. } => "BindDriver",
            Self::Unbind { .. } => "UnbindDriver",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Bind { address, .. } | Self::Unbind { address, .. } => Subject::Driver(*address),
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            functions: VfDetail::Inventory,
            pci: PciDetail::Bare,
            ..Scope::NOTHING
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
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Bind { address, driver } => set_driver(state, *address, Some(driver)),
            Self::Unbind { address, .. } => set_driver(state, *address, None),
        }
    }

    fn inverse(&self, _before: &State) -> Option<Change> {
        let back = match self.clone() {
            Self::Bind { address, driver } => Self::Unbind { address, driver },
            Self::Unbind { address, driver } => Self::Bind { address, driver },
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
            Self::Bind { .. } | Self::Unbind { .. } => None,
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
