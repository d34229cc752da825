//! What is against a migration, as an object.

use super::between::Between;
use crate::elsewhere;
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
    let services = services(cx)?;
    let before = services.here_number();
    go_to(cx, &services, order.source);
    let found = at_source(cx, &order, compared);
    go_to(cx, &services, before);
    let (vm, incompatibilities) = found?;
    let copies = compared.guest.disks.iter().any(|disk| disk.copied);
    Ok(VmCompatibilityReport {
        operation_type: if copies {
            OperationType::MoveVirtualMachineAndStorage
        } else {
            OperationType::MoveVirtualMachine
        },
        destination: between.target.name().to_uppercase(),
        path: "/etc/libvirt/qemu".to_owned(),
        vhd_destination_path: order.storage.folder.clone().unwrap_or_default(),
        incompatibilities,
        vm,
        snapshot_path: String::new(),
        vhd_source_path: String::new(),
        order: Order::Move(order),
    })
}

/// The object of the virtual machine and what is against it, at its host: next steps that name no host are meant there.
fn at_source(
    cx: &mut Context,
    order: &MoveOrder,
    compared: &Compared,
) -> Flow<(VirtualMachine, Vec<VmCompatibilityError>)> {
    let state = crate::host_access::HostAccess::snapshot(cx, &SCOPE)?;
    let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
    let vm = reader.vm(state.vm(order.vm).unwrap_or(&compared.guest.vm));
    let found = compared.answer.incompatibilities.iter();
    let found = found.map(|found| {
        let error = VmCompatibilityError::new(found, &vm, &order.reconnections);
        VmCompatibilityError {
            next_step: error.next_step.map(|step| elsewhere::step(cx, &step)),
            ..error
        }
    });
    let found = found.collect();
    Ok((vm, found))
}
