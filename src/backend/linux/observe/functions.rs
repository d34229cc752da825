//! SR-IOV physical functions and their VFs.

use std::collections::BTreeMap;

use crate::HostError;
use crate::model::{
    EswitchMode, InterfaceName, NicIdentity, PciAddress, PhysicalFunction, VfDetail,
    VirtualFunction, driver_traits,
};

use super::super::kernel_log::KernelLog;
use super::super::netlink::link::LinkRead;
use super::super::netlink::vf::VfRead;
use super::super::sysfs::pci::PciFunction;
use super::super::sysfs::text_at;
use super::{Look, links};

/// All PCI functions with the SR-IOV capability, sorted by address.
///
/// The way to each (ARI) is read with the PCI devices alone: it takes the whole configuration space, and stays as it is.
pub(super) fn observe(
    look: &Look<'_>,
    detail: VfDetail,
    way: bool,
) -> Result<Vec<PhysicalFunction>, HostError> {
    look.host
        .sysfs
        .pci_functions()
        .into_iter()
        .filter_map(|function| {
            let total = function.total_vfs()?;
            let found = physical(look, &function, total, detail);
            Some(found.map(|found| PhysicalFunction {
                ari: way.then(|| function.ari(&look.host.sysfs)),
                ..found
            }))
        })
        .collect()
}

fn physical(
    look: &Look<'_>,
    function: &PciFunction,
    total_vfs: u32,
    detail: VfDetail,
) -> Result<PhysicalFunction, HostError> {
    let sysfs = &look.host.sysfs;
    let interface = function.interface();
    let link = match &interface {
        Some(name) => look.links()?.iter().find(|link| &link.name == name),
        None => None,
    };
    let identity = match link {
        Some(link) => links::identity(look, link),
        None => NicIdentity {
            pci_path: function.path_from_root().unwrap_or_default(),
            ..NicIdentity::default()
        },
    };
    let num_vfs = function.count("sriov_numvfs").unwrap_or(0);
    let short = |file: &str| {
        function
            .count(file)
            .and_then(|number| u16::try_from(number).ok())
            .unwrap_or(0)
    };
    let known = match link {
        Some(link) if detail >= VfDetail::Admin && num_vfs > 0 => {
            let counters = detail >= VfDetail::Counters;
            // A kernel that cannot answer (too many VFs, a driver without these calls) leaves the facts unknown.
            look.host
                .netlink
                .vfs(link.index, counters)
                .unwrap_or_default()
        }
        _ => BTreeMap::new(),
    };
    let driver = function.driver();
    let eswitch = match &driver {
        Some(driver) if driver_traits(driver).switchdev => {
            look.host.devlink.eswitch_mode(function.address).ok()
        }
        _ => Some(EswitchMode::Legacy),
    };
    let eswitch_unread = eswitch.is_none();
    let eswitch = eswitch.unwrap_or_default();
    let representors = match (eswitch, link) {
        (EswitchMode::Switchdev, Some(link)) => representors(look, function.address, link)?,
        _ => BTreeMap::new(),
    };
    let vfs = function
        .vfs(num_vfs)
        .into_iter()
        .zip(0u32..)
        .map(|(address, index)| {
            let vf = sysfs.pci_function(address);
            let representor = representors.get(&index).cloned();
            virtual_function(
                look,
                function,
                &vf,
                index,
                known.get(&index),
                representor,
                detail,
            )
        })
        .collect();
    let vf_bar_space = function.has_vf_bar_space();
    Ok(PhysicalFunction {
        address: function.address,
        identity,
        interface,
        driver,
        vendor: function.vendor().unwrap_or(0),
        device: function.device().unwrap_or(0),
        total_vfs,
        num_vfs,
        vf_offset: short("sriov_offset"),
        vf_stride: short("sriov_stride"),
        autoprobe: function.count("sriov_drivers_autoprobe") != Some(0),
        eswitch,
        eswitch_unread,
        iommu_group: function.iommu_group(),
        numa: function.numa(),
        vf_bar_space,
        vf_memory: (vf_bar_space == Some(false)).then(|| {
            let log = look.host.kernel_log.get_or_init(KernelLog::read);
            function.vf_memory(sysfs, log)
        }),
        ari: None,
        bus_numbers: function.has_bus_numbers(total_vfs),
        last_bus: function.last_bus(),
        // 0 is the kernel's word for a driver without the hook (`sriov_vf_total_msix_show`, drivers/pci/iov.c).
        vector_pool: function
            .count("sriov_vf_total_msix")
            .filter(|count| *count > 0),
        isolated: function.is_isolated(sysfs),
        vfs,
    })
}

/// The representors of a PF's VFs, by the VFs' numbers: interfaces of the same embedded switch whose port name says so.
fn representors(
    look: &Look<'_>,
    pf: PciAddress,
    uplink: &LinkRead,
) -> Result<BTreeMap<u32, InterfaceName>, HostError> {
    let switch = |link: &LinkRead| {
        let file = format!("/sys/class/net/{}/phys_switch_id", link.name);
        text_at(&look.host.sysfs.path(&file)).filter(|id| !id.is_empty())
    };
    let Some(own) = switch(uplink) else {
        return Ok(BTreeMap::new());
    };
    let ports = look.links()?.iter().filter_map(|link| {
        let (function, index) = vf_of_port(link.port_name.as_deref()?)?;
        Some((function, index, link))
    });
    Ok(ports
        .filter(|(function, _, link)| {
            // Two functions of one card may share a switch.
            *function == u32::from(pf.function) && switch(link).as_ref() == Some(&own)
        })
        .map(|(_, index, link)| (index, link.name.clone()))
        .collect())
}

/// The numbers of PF and VF in a representor's port name: `pf0vf3`, or `c1pf0vf3` for a function of another controller
/// (`devlink_nl_port_attrs_put`, net/devlink/port.c).
pub(super) fn vf_of_port(name: &str) -> Option<(u32, u32)> {
    let (_, rest) = name.split_once("pf")?;
    let (pf, vf) = rest.split_once("vf")?;
    Some((pf.parse().ok()?, vf.parse().ok()?))
}

fn virtual_function(
    look: &Look<'_>,
    pf: &PciFunction,
    vf: &PciFunction,
    index: u32,
    known: Option<&VfRead>,
    representor: Option<InterfaceName>,
    detail: VfDetail,
) -> VirtualFunction {
    VirtualFunction {
        pf: pf.address,
        index,
        address: vf.address,
        driver: vf.driver(),
        interface: vf.interface(),
        representor,
        iommu_group: vf.iommu_group(),
        group_peers: vf.group_peers(&look.host.sysfs),
        admin: known.map(|vf| vf.admin),
        driven: (detail >= VfDetail::Admin)
            .then(|| vf.is_driven())
            .flatten(),
        flr: vf.offers_flr(),
        counters: known.and_then(|vf| vf.counters),
        owner: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Tree;
    use super::super::super::libvirt::Endpoint;
    use super::super::super::machine::LinuxMachine;
    use crate::model::{Scope, VfDetail};
    use crate::plan::{PciChange, VfChange};
    use crate::state::Store;
    use crate::{Change, Machine};

    fn host(tree: &Tree) -> LinuxMachine {
        let nowhere = Endpoint {
            candidates: Vec::new(),
        };
        LinuxMachine::with(tree.sysfs(), Store::in_memory(), nowhere)
    }

    const INVENTORY: Scope = Scope {
        host: false,
        links: false,
        functions: VfDetail::Inventory,
        bridges: false,
        networks: false,
        vms: crate::VmDetail::None,
        ..Scope::NOTHING
    };

    #[test]
    fn port_names_of_representors() {
        for (name, wanted) in [
            ("pf0vf3", Some((0, 3))),
            ("c1pf1vf127", Some((1, 127))),
            ("p0", None),
            ("pf0", None),
            ("pf0sf88", None),
            ("pfvf", None),
            ("", None),
        ] {
            assert_eq!(super::vf_of_port(name), wanted, "{name}");
        }
    }

    #[test]
    fn functions_and_their_vfs_in_order() {
        let tree = Tree::two_ports(2);
        tree.driver("0000:01:10.2", "vfio-pci");
        let state = host(&tree).observe(&INVENTORY).unwrap();
        let [first, second] = state.functions.as_slice() else {
            panic!("{:?}", state.functions);
        };
        assert_eq!((first.num_vfs, second.num_vfs), (2, 0));
        assert_eq!(first.identity.pci_path, "0000:00/10.0/00.0");
        assert_eq!((first.vf_offset, first.vf_stride), (128, 2));
        let vfs: Vec<(u32, String, Option<&str>)> = first
            .vfs
            .iter()
            .map(|vf| (vf.index, vf.address.to_string(), vf.driver.as_deref()))
            .collect();
        assert_eq!(
            vfs,
            [
                (0, "0000:01:10.0".to_owned(), None),
                (1, "0000:01:10.2".to_owned(), Some("vfio-pci"))
            ]
        );
        assert!(
            first
                .vfs
                .iter()
                .all(|vf| vf.admin.is_none() && vf.driven.is_none())
        );
    }

    #[test]
    fn a_machine_without_pci_has_no_functions() {
        let state = host(&Tree::empty()).observe(&INVENTORY).unwrap();
        assert!(state.functions.is_empty());
    }

    #[test]
    fn changes_of_what_is_not_there_are_refused_and_write_nothing() {
        let tree = Tree::two_ports(1);
        let host = host(&tree);
        let pf = "0000:09:00.0".parse().unwrap();
        for change in [
            Change::Vf(VfChange::SetCount { pf, count: 1 }),
            Change::Vf(VfChange::SetAutoprobe { pf, on: false }),
            Change::Vf(VfChange::Reset { address: pf }),
            Change::Pci(PciChange::Bind {
                address: pf,
                driver: "vfio-pci".into(),
            }),
            Change::Pci(PciChange::Unbind {
                address: pf,
                driver: "igbvf".into(),
            }),
        ] {
            let error = host.apply(&change).unwrap_err();
            assert_eq!(
                (error.id.as_ref(), error.errno()),
                ("Host.KernelRefused", Some(19))
            );
        }
        // It has no driver, so there is nothing to unbind.
        let address = "0000:01:10.0".parse().unwrap();
        let unbind = Change::Pci(PciChange::Unbind {
            address,
            driver: "igbvf".into(),
        });
        assert!(host.apply(&unbind).is_err());
        // The number that is there already is not written again.
        let pf = "0000:01:00.0".parse().unwrap();
        host.apply(&Change::Vf(VfChange::SetCount { pf, count: 1 }))
            .unwrap();
        host.apply(&Change::Vf(VfChange::SetAutoprobe { pf, on: false }))
            .unwrap();
        assert!(
            !host
                .observe(&INVENTORY)
                .unwrap()
                .function(pf)
                .unwrap()
                .autoprobe
        );
    }
}
