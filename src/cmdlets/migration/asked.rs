//! What Move-VM and Compare-VM are asked for: which virtual machine, whereto, and with which disks.

use std::sync::Arc;

use iovsh_derive::Parameters;

use super::destination::Destination;
use super::storage::Storage;
use crate::complete;
use crate::host_access::services;
use crate::types::{
    ImportOrder, MoveOrder, Order, Reconnections, VirtualMachine, VmCompatibilityReport,
};
use crate::vm::each;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// A virtual machine and where it is to go.
#[derive(Parameters)]
pub struct Asked {
    /// A report of Compare-VM: the same is asked for as then, with what was changed in the report.
    #[param(set = "CompatibilityReport", position = 0, mandatory, from_pipeline)]
    compatibility_report: Option<Arc<VmCompatibilityReport>>,
    /// The virtual machine.
    #[param(
        set = "NameSingleDestination",
        set = "NameSingleDestinationAndCimSession",
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        position = 0,
        mandatory,
        from_pipeline,
        complete = complete::vms
    )]
    name: Option<String>,
    /// A virtual machine that Get-VM gave.
    #[param(
        set = "VMSingleDestination",
        set = "VMSingleDestinationAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        position = 0,
        mandatory,
        from_pipeline
    )]
    vm: Option<Arc<VirtualMachine>>,
    #[flatten]
    destination: Destination,
    #[flatten]
    storage: Storage,
}

impl Asked {
    /// The order of a report on an import.
    pub fn import(&self) -> Option<ImportOrder> {
        match &self.compatibility_report.as_ref()?.order {
            Order::Import(order) => Some(order.clone()),
            Order::Move(_) => None,
        }
    }

    /// What is to go, and whereto; `None` when an error has been written.
    ///
    /// # Errors
    /// No host is meant by the destination's name.
    pub fn order(&self, cx: &mut Context) -> Flow<Option<MoveOrder>> {
        if let Some(report) = &self.compatibility_report {
            return match &report.order {
                Order::Move(order) => Ok(Some(order.clone())),
                Order::Import(_) => Err(no_move().into()),
            };
        }
        let names: Vec<String> = self.name.iter().cloned().collect();
        let objects: Vec<Arc<VirtualMachine>> = self.vm.iter().cloned().collect();
        let found = each(cx, &names, &objects)?;
        let Some(vm) = found.first().copied() else {
            return Ok(None);
        };
        let target = self.destination.place(cx)?;
        let storage = self.storage.order()?;
        let source = services(cx)?.here_number();
        Ok(Some(MoveOrder {
            vm,
            source,
            target,
            storage,
            reconnections: Reconnections::default(),
        }))
    }
}

fn no_move() -> ShellError {
    ShellError::new(
        "Migration.NoMove",
        ErrorCategory::InvalidArgument,
        "This report is on an export, not on a machine that is to move.",
    )
    .help("Import it: Import-VM -CompatibilityReport")
}
