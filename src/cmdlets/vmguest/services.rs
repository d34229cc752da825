//! Which services of guests a user means, and switching them.

use std::sync::Arc;

use crate::selection::{self, Named};
use crate::types::{VirtualMachine, VmIntegrationComponent, live};
use crate::vm::each;
use crate::vmhardware::targets::change_parts;
use iovsh_backend::model::{Service, Uuid};
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

impl Named for Service {
    const KIND: &'static str = "integration service";
    const NOT_FOUND: &'static str = "Guest.ServiceNotFound";
    fn name(&self) -> &str {
        Service::name(*self)
    }
}

/// The services with these names. One without wildcards that no service has is an error that is written.
pub fn named(cx: &mut Context, names: &[String]) -> Flow<Vec<Service>> {
    let found = selection::by_name(cx, &Service::ALL, names)?;
    Ok(found.into_iter().copied().collect())
}

/// Services by their names and machines by theirs or as objects, or services as objects.
type Chosen<'a> = (
    &'a [String],
    (&'a [String], &'a [Arc<VirtualMachine>]),
    &'a [Arc<VmIntegrationComponent>],
);

/// Switches services of these machines, or those that objects are of, and emits them when that was asked for.
pub fn switch(
    cx: &mut Context,
    (names, machines, objects): Chosen<'_>,
    on: bool,
    passthru: bool,
) -> Flow {
    let mut wanted: Vec<(Uuid, Service)> = Vec::new();
    for object in objects {
        let vm = live(
            object.vm_id,
            (object.vm_snapshot_id, &object.vm_snapshot_name),
        )?;
        wanted.push((vm, object.service));
    }
    if objects.is_empty() {
        let services = named(cx, names)?;
        if services.is_empty() {
            return Ok(());
        }
        for id in each(cx, machines.0, machines.1)? {
            wanted.extend(services.iter().map(|service| (id, *service)));
        }
    }
    if !on && wanted.iter().any(|(_, service)| *service == Service::Time) {
        cx.warning("The clock of a guest is KVM's own, which goes on: 'Time Synchronization' off is kept and shown only.")?;
    }
    let changes = |services: &[Service]| Changes {
        services: services.iter().map(|service| (*service, on)).collect(),
        ..Changes::default()
    };
    change_parts(cx, wanted, changes, passthru, |owner, service| {
        VmIntegrationComponent::new(owner.part(), service).into_value()
    })
}
