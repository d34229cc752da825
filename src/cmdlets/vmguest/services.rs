//! Which services of guests a user means, and switching them.

use std::sync::Arc;

use crate::selection;
use crate::types::{VirtualMachine, VmIntegrationComponent, uuid};
use crate::vm::each;
use crate::vmhardware::targets::change;
use iovsh_backend::model::{Service, Uuid};
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// The services with these names. One without wildcards that no service has is an error that is written.
pub fn named(cx: &mut Context, names: &[String]) -> Flow<Vec<Service>> {
    let mut found = Vec::new();
    for name in names {
        let pattern = WildcardPattern::new(name);
        let all = Service::ALL.into_iter();
        let fit: Vec<Service> = all
            .filter(|service| pattern.is_match(service.name()))
            .collect();
        if fit.is_empty() && !has_wildcards(name) {
            let known = Service::ALL.map(Service::name);
            let what = "integration service";
            cx.error(selection::missing(
                "Guest.ServiceNotFound",
                what,
                name,
                known.into_iter(),
            ))?;
        }
        found.extend(fit);
    }
    Ok(found)
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
    let mut wanted: Vec<(Uuid, Vec<Service>)> = Vec::new();
    for object in objects {
        wanted.push((uuid(object.vm_id), vec![object.service]));
    }
    if objects.is_empty() {
        let services = named(cx, names)?;
        if services.is_empty() {
            return Ok(());
        }
        let ids = each(cx, machines.0, machines.1)?;
        wanted.extend(ids.into_iter().map(|id| (id, services.clone())));
    }
    if !on
        && wanted
            .iter()
            .any(|(_, services)| services.contains(&Service::Time))
    {
        cx.warning("The clock of a guest is KVM's own, which goes on: 'Time Synchronization' off is kept and shown only.")?;
    }
    for (id, services) in wanted {
        let changes = Changes {
            services: services.iter().map(|service| (*service, on)).collect(),
            ..Changes::default()
        };
        change(cx, vec![id], &changes, passthru, |owner| {
            let all = Service::ALL.map(|service| VmIntegrationComponent::new(owner, service));
            all.into_iter().map(Emit::into_value).collect()
        })?;
    }
    Ok(())
}
