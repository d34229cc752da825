//! SR-IOV physical functions and their VFs.

use std::collections::BTreeMap;

use crate::backend::HostError;
use crate::backend::model::{
    EswitchMode, NicIdentity, PhysicalFunction, VfDetail, VirtualFunction, driver_traits,
};

use super::super::netlink::vf::VfRead;
use super::super::sysfs::pci::PciFunction;
use super::{Look, links};

/// All PCI functions with the SR-IOV capability, sorted by address.
pub(super) fn observe(
    look: &Look<'_>,
    detail: VfDetail,
) -> Result<Vec<PhysicalFunction>, HostError> {
    look.host
        .sysfs
        .pci_functions()
        .into_iter()
        .filter_map(|function| {
            let total = function.total_vfs()?;
            Some(physical(look, &function, total, detail))
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
        Some(driver) if driver_traits(driver).switchdev => look
            .host
            .devlink
            .eswitch_mode(function.address)
            .unwrap_or_default(),
        _ => EswitchMode::Legacy,
    };
    let vfs = function
        .vfs(num_vfs)
        .into_iter()
        .zip(0u32..)
        .map(|(address, index)| {
            let vf = sysfs.pci_function(address);
            virtual_function(look, function, &vf, index, known.get(&index), detail)
        })
        .collect();
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
        iommu_group: function.iommu_group(),
        numa: function.numa(),
        vf_bar_space: function.has_vf_bar_space(),
        bus_numbers: function.has_bus_numbers(total_vfs),
        isolated: function.is_isolated(sysfs),
        vfs,
    })
}

fn virtual_function(
    look: &Look<'_>,
    pf: &PciFunction,
    vf: &PciFunction,
    index: u32,
    known: Option<&VfRead>,
    detail: VfDetail,
) -> VirtualFunction {
    VirtualFunction {
        pf: pf.address,
        index,
        address: vf.address,
        driver: vf.driver(),
        interface: vf.interface(),
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
