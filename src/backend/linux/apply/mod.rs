//! Carrying out one primitive: each change goes to the one place that does it.

mod devices;
mod domains;
mod files;
mod functions;
mod network;

use crate::backend::HostError;
use crate::backend::plan::Change;

use super::host::LinuxHost;
use super::libvirt::Hypervisor;

/// Carries `change` out, or refuses it with the kernel's or libvirt's own words.
pub(super) fn apply(host: &LinuxHost, change: &Change) -> Result<(), HostError> {
    match change {
        Change::SetVfCount { pf, count } => functions::set_vf_count(host, *pf, *count),
        Change::SetAutoprobe { pf, on } => functions::set_autoprobe(host, *pf, *on),
        Change::SetVf {
            pf,
            index,
            attributes,
        } => functions::set_vf(host, *pf, *index, attributes),
        Change::ResetVf { address } => functions::reset(host, *address),
        Change::BindDriver { address, driver } => functions::bind(host, *address, driver),
        Change::UnbindDriver { address, driver } => functions::unbind(host, *address, driver),
        Change::SetLink { interface, up } => network::set_link(host, interface, *up),
        Change::CreateBridge {
            name,
            mac,
            vlan_filtering,
        } => network::create_bridge(host, name, *mac, *vlan_filtering),
        Change::DeleteBridge { name } => network::delete(host, name, "bridge"),
        Change::AddBridgePort { bridge, port } => network::add_port(host, bridge, port),
        Change::RemoveBridgePort { bridge, port } => network::remove_port(host, bridge, port),
        Change::CreateBond { name, primary } => network::create_bond(host, name, primary),
        Change::DeleteBond { name } => network::delete(host, name, "bond"),
        Change::AddBondMember { bond, member } => network::add_port(host, bond, member),
        Change::RemoveBondMember { bond, member } => network::remove_port(host, bond, member),
        Change::SetVlanFiltering { bridge, on } => network::set_vlan_filtering(host, bridge, *on),
        Change::SetPortVlans { port, vlans } => network::set_port_vlans(host, port, vlans),
        Change::SetPortFilters { port, filters } => network::set_port_filters(host, port, filters),
        Change::AddFdbEntry { entry } => network::add_fdb(host, entry),
        Change::RemoveFdbEntry { entry } => network::remove_fdb(host, entry),
        Change::MoveIpConfiguration { from, to } => network::move_ip(host, from, to),
        Change::DefineNetwork { name, id, bridge } => {
            domains::define_network(host, name, *id, bridge)
        }
        Change::UndefineNetwork { name, id } => domains::undefine_network(host, name, *id),
        Change::DefineDomain {
            name, definition, ..
        } => domains::define(host, name, definition),
        Change::UndefineDomain { name, id } => domains::undefine(host, name, *id),
        Change::StartDomain { vm, paused } => domains::start(host, *vm, *paused),
        Change::StopDomain { vm, mode } => domains::stop(host, *vm, mode),
        Change::PauseDomain { vm } => domains::ask(host, *vm, Hypervisor::suspend),
        Change::ResumeDomain { vm } => domains::ask(host, *vm, Hypervisor::resume),
        Change::SaveDomain { vm } => domains::ask(host, *vm, Hypervisor::save),
        Change::DiscardSavedState { vm } => domains::ask(host, *vm, Hypervisor::forget_saved),
        Change::ResetDomain { vm } => domains::ask(host, *vm, Hypervisor::reset),
        Change::SetDomainMetadata { vm, settings } => {
            domains::set_metadata(host, *vm, settings.as_ref())
        }
        Change::AttachDevice { vm, device, live } => devices::attach(host, *vm, device, *live),
        Change::DetachDevice {
            vm,
            device,
            live,
            timeout,
        } => devices::detach(host, *vm, device, *live, *timeout),
        Change::UpdateDevice { vm, nic, live } => devices::update(host, *vm, nic, *live),
        Change::SetFile { path, text } => files::set(host, path, text.as_deref()),
        // Never comes here; were it to, it would be nothing for a host to do.
        Change::SetDesired { .. } => Ok(()),
    }
}
