//! The objects that the Hyper-V and NetAdapter cmdlets emit, with Microsoft's type names, properties and order.
//!
//! Properties that have no meaning on KVM are there with the value that says so (off, 0, empty), because scripts read
//! them; `tests/truth/constants.tsv` lists them. What has a meaning and cannot be read is `$null`. What only iovsh has stands at the end of a type.

mod acl;
mod adapter;
mod adapter_settings;
mod advanced_property;
mod assignable;
mod cluster;
mod dns_client;
mod drive;
mod enumerations;
mod foreign;
mod host;
mod host_team;
mod known;
mod live;
mod migration;
mod net_adapter;
mod net_adapter_hardware;
mod net_adapter_offloads;
mod net_adapter_platform;
mod net_adapter_rss;
mod net_adapter_v_port;
mod net_ip;
mod net_nat;
mod net_neighbor;
mod setting_data;
mod snapshot;
mod sriov;
mod storage;
mod switch;
mod switch_team;
mod vhd;
mod vm;
mod vm_enumerations;
mod vm_group;
mod vm_guest;
mod vm_hardware;
mod vm_metering;
mod vm_paths;

pub use acl::{
    VmNetworkAdapterAclSetting, VmNetworkAdapterExtendedAclSetting,
    VmNetworkAdapterIsolationSetting, VmNetworkAdapterTeamMappingSetting,
};
pub use adapter::{AnyAdapter, View, VmInternalNetworkAdapter, VmNetworkAdapter};
pub use adapter_settings::{VmNetworkAdapterBandwidthSetting, VmNetworkAdapterVlanSetting};
pub use advanced_property::{AdvancedObject, NetAdapterAdvancedProperty};
pub use assignable::{VmAssignedDevice, VmHostAssignableDevice};
pub use cluster::*;
pub use dns_client::DnsClientServerAddress;
pub use drive::{
    AnyController, AnyDrive, DvdDrive, HardDiskDrive, VmIdeController, VmScsiController,
};
pub use enumerations::*;
pub use foreign::{
    CimInstance, CimSession, ClusterObject, Credential, PmemAbstraction, RoutingDomain,
    SwitchExtension, Version,
};
pub use host::{SecureBootTemplate, VmHost};
pub use host_team::{
    AdminModes, Instance, LacpTimers, LbAlgos, NetLbfoTeam, NetLbfoTeamMember, NetLbfoTeamNic,
    NetSwitchTeam, NetSwitchTeamMember, TeamingModes, members as team_members, nics as team_nics,
};
pub use known::{properties, register};
pub use live::live;
pub use migration::{
    ImportOrder, IncompatibilitySource, MoveOrder, Order, Reconnections, StorageOrder,
    VmCompatibilityError, VmCompatibilityReport, VmMigrationNetwork,
};
pub use net_adapter::NetAdapter;
pub use net_adapter_hardware::{NetAdapterHardwareInfo, NetAdapterStatistics};
pub use net_adapter_offloads::{
    Direction, EncapsulationType, NetAdapterChecksumOffload,
    NetAdapterEncapsulatedPacketTaskOffload, NetAdapterIPsecOffload, NetAdapterLso, NetAdapterRsc,
    NetAdapterUso,
};
pub use net_adapter_platform::{
    BINDINGS, NetAdapterBinding, NetAdapterPowerManagement, NetAdapterRdma, NetAdapterVmq,
    NicObject, PATTERNS, Setting as PowerSetting,
};
pub use net_adapter_rss::{NetAdapterRss, Profile as RssProfile};
pub use net_adapter_v_port::NetAdapterVPort;
pub use net_ip::{
    AddressFamily, AddressType, ConnectionState, DhcpState, IpAddressState, NetIpAddress,
    NetIpConfiguration, NetIpInterface, NetRoute, PrefixOrigin, SuffixOrigin,
};
pub use net_nat::{NatProtocol, NetNat, NetNatStaticMapping};
pub use net_neighbor::{NeighborState, NetNeighbor};
pub use setting_data::SettingData;
pub use snapshot::{AnyMachine, VmSnapshot};
pub use sriov::{NetAdapterSriov, NetAdapterSriovVf, SriovCapabilities, SriovFacts, SriovObject};
pub use storage::{Disk, Partition, PhysicalDisk, StorageVolume};
pub use switch::VmSwitch;
pub use switch_team::VmSwitchTeam;
pub use vhd::VirtualHardDisk;
pub use vm::VirtualMachine;
pub use vm_enumerations::*;
pub use vm_group::VmGroup;
pub use vm_guest::VmIntegrationComponent;
pub use vm_hardware::{
    BootFrom, BootObject, Owner, TEMPLATES, VmBios, VmBootSource, VmComPort, VmFirmware, VmMemory,
    VmProcessor, VmSecurity, VmVideo, Whose, boot_kind, display_address,
};

pub use vm_metering::{ResourcePoolType, VhdMetrics, VmMeteringReport, VmTrafficReport};
pub use vm_paths::VmPathReport;

use iovsh_backend::model::Uuid;
use iovsh_shell::argument::Guid;
use iovsh_shell::value::PsObject;
use iovsh_shell::value::convert::to_text;

/// The GUID that scripts see of an id.
pub fn guid(id: Uuid) -> Guid {
    Guid(*id.as_bytes())
}

/// The id behind a GUID.
pub fn uuid(guid: Guid) -> Uuid {
    Uuid::from_bytes(guid.0)
}

/// Hyper-V's id of a part of a machine: `MICROSOFT:6F1C9A52-...\\VDA`.
fn part_id(vm: Uuid, part: impl std::fmt::Display) -> String {
    let mut id = format!("MICROSOFT:{vm}\\{part}");
    id.make_ascii_uppercase();
    id
}

/// What `ToString()` gives for Hyper-V's objects: `VirtualMachine (Name = 'web1') [Id = '...']`.
fn named_with_id(object: &PsObject) -> String {
    let text = |name: &str| {
        object
            .get(name)
            .map(|value| to_text(&value))
            .unwrap_or_default()
    };
    let names = object.type_names();
    let ty = names
        .first()
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_owned();
    let mut out = format!("{ty} (Name = '{}')", text("Name"));
    let id = text("Id");
    if !id.is_empty() {
        out.push_str(&format!(" [Id = '{id}']"));
    }
    out
}

/// `On` or `Off`.
pub fn on_off(on: bool) -> OnOffState {
    if on { OnOffState::On } else { OnOffState::Off }
}
