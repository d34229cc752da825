//! Carrying out one primitive: each change goes to the one place that does it.

mod devices;
mod domains;
mod files;
mod functions;
mod network;

use crate::backend::HostError;
use crate::backend::plan::{
    BondChange, BridgeChange, Change, DesiredChange, DeviceChange, DomainChange, FdbChange,
    FileChange, FilterChange, LinkChange, NetworkChange, PciChange, VfChange,
};

use super::host::LinuxHost;
use super::libvirt::Hypervisor;

/// Carries `change` out, or refuses it with the kernel's or libvirt's own words.
pub(super) fn apply(host: &LinuxHost, change: &Change) -> Result<(), HostError> {
    match change {
        Change::Vf(VfChange::SetCount { pf, count }) => functions::set_vf_count(host, *pf, *count),
        Change::Vf(VfChange::SetAutoprobe { pf, on }) => functions::set_autoprobe(host, *pf, *on),
        Change::Vf(VfChange::Set {
            pf,
            index,
            attributes,
        }) => functions::set_vf(host, *pf, *index, attributes),
        Change::Vf(VfChange::Reset { address }) => functions::reset(host, *address),
        Change::Pci(PciChange::Bind { address, driver }) => functions::bind(host, *address, driver),
        Change::Pci(PciChange::Unbind { address, driver }) => {
            functions::unbind(host, *address, driver)
        }
        Change::Link(LinkChange::Set { interface, up }) => network::set_link(host, interface, *up),
        Change::Bridge(BridgeChange::Create {
            name,
            mac,
            vlan_filtering,
        }) => network::create_bridge(host, name, *mac, *vlan_filtering),
        Change::Bridge(BridgeChange::Delete { name }) => network::delete(host, name, "bridge"),
        Change::Bridge(BridgeChange::AddPort { bridge, port }) => {
            network::add_port(host, bridge, port)
        }
        Change::Bridge(BridgeChange::RemovePort { bridge, port }) => {
            network::remove_port(host, bridge, port)
        }
        Change::Bond(BondChange::Create { name, primary }) => {
            network::create_bond(host, name, primary)
        }
        Change::Bond(BondChange::Delete { name }) => network::delete(host, name, "bond"),
        Change::Bond(BondChange::AddMember { bond, member }) => {
            network::add_port(host, bond, member)
        }
        Change::Bond(BondChange::RemoveMember { bond, member }) => {
            network::remove_port(host, bond, member)
        }
        Change::Bridge(BridgeChange::SetVlanFiltering { bridge, on }) => {
            network::set_vlan_filtering(host, bridge, *on)
        }
        Change::Bridge(BridgeChange::SetPortVlans { port, vlans }) => {
            network::set_port_vlans(host, port, vlans)
        }
        Change::Filter(FilterChange::Set { port, filters }) => {
            network::set_port_filters(host, port, filters)
        }
        Change::Fdb(FdbChange::Add { entry }) => network::add_fdb(host, entry),
        Change::Fdb(FdbChange::Remove { entry }) => network::remove_fdb(host, entry),
        Change::Link(LinkChange::MoveIp { from, to }) => network::move_ip(host, from, to),
        Change::Network(NetworkChange::Define { name, id, bridge }) => {
            domains::define_network(host, name, *id, bridge)
        }
        Change::Network(NetworkChange::Undefine { name, id }) => {
            domains::undefine_network(host, name, *id)
        }
        Change::Domain(DomainChange::Define {
            name, definition, ..
        }) => domains::define(host, name, definition),
        Change::Domain(DomainChange::Undefine { name, id }) => domains::undefine(host, name, *id),
        Change::Domain(DomainChange::Start { vm, paused }) => domains::start(host, *vm, *paused),
        Change::Domain(DomainChange::Stop { vm, mode }) => domains::stop(host, *vm, mode),
        Change::Domain(DomainChange::Pause { vm }) => domains::ask(host, *vm, Hypervisor::suspend),
        Change::Domain(DomainChange::Resume { vm }) => domains::ask(host, *vm, Hypervisor::resume),
        Change::Domain(DomainChange::Save { vm }) => domains::ask(host, *vm, Hypervisor::save),
        Change::Domain(DomainChange::DiscardSaved { vm }) => {
            domains::ask(host, *vm, Hypervisor::forget_saved)
        }
        Change::Domain(DomainChange::Reset { vm }) => domains::ask(host, *vm, Hypervisor::reset),
        Change::Domain(DomainChange::SetMetadata { vm, settings }) => {
            domains::set_metadata(host, *vm, settings.as_ref())
        }
        Change::Device(DeviceChange::Attach { vm, device, live }) => {
            devices::attach(host, *vm, device, *live)
        }
        Change::Device(DeviceChange::Detach {
            vm,
            device,
            live,
            timeout,
        }) => devices::detach(host, *vm, device, *live, *timeout),
        Change::Device(DeviceChange::Update { vm, nic, live }) => {
            devices::update(host, *vm, nic, *live)
        }
        Change::File(FileChange::Set { path, text }) => files::set(host, path, text.as_deref()),
        // Never comes here; were it to, it would be nothing for a host to do.
        Change::Desired(DesiredChange::Set { .. }) => Ok(()),
    }
}
