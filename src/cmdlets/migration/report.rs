//! What is against a migration, as an object.

use super::between::Between;
use crate::host_access::{computer_name, services};
use crate::places::go_to;
use crate::reader::{Reader, SCOPE};
use crate::types::{
    MoveOrder, OperationType, Order, VirtualMachine, VmCompatibilityError, VmCompatibilityReport,
};
use iovsh_backend::host::migrate::Compared;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// The report on a comparison.
///
/// # Errors
/// The source cannot be looked at.
pub fn report(
    cx: &mut Context,
    order: MoveOrder,
    between: &Between,
    compared: &Compared,
) -> Flow<VmCompatibilityReport> {
    let vm = vm_of(cx, &order, compared)?;
    let copies = compared.guest.disks.iter().any(|disk| disk.copied);
    let found = compared.answer.incompatibilities.iter();
    let incompatibilities =
        found.map(|found| VmCompatibilityError::new(found, &vm, &order.reconnections));
    Ok(VmCompatibilityReport {
        operation_type: if copies {
            OperationType::MoveVirtualMachineAndStorage
        } else {
            OperationType::MoveVirtualMachine
        },
        destination: between.target.name().to_uppercase(),
        path: "/etc/libvirt/qemu".to_owned(),
        vhd_destination_path: order.storage.folder.clone().unwrap_or_default(),
        incompatibilities: incompatibilities.collect(),
        vm,
        snapshot_path: String::new(),
        vhd_source_path: String::new(),
        order: Order::Move(order),
    })
}

/// The object of the virtual machine, at its host.
fn vm_of(cx: &mut Context, order: &MoveOrder, compared: &Compared) -> Flow<VirtualMachine> {
    let services = services(cx)?;
    let before = services.here_number();
    go_to(cx, &services, order.source);
    let state = crate::host_access::HostAccess::snapshot(cx, &SCOPE)?;
    let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
    let vm = state.vm(order.vm).unwrap_or(&compared.guest.vm);
    let object = reader.vm(vm);
    go_to(cx, &services, before);
    Ok(object)
}
