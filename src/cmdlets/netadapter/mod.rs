//! The network adapters of the host and their SR-IOV settings.

mod advanced;
mod advanced_change;
mod advanced_driver;
mod disable_net_adapter;
mod disable_net_adapter_sriov;
mod enable_net_adapter;
mod enable_net_adapter_sriov;
mod get_net_adapter;
mod get_net_adapter_advanced_property;
mod get_net_adapter_hardware_info;
mod get_net_adapter_rss;
mod get_net_adapter_sriov;
mod get_net_adapter_sriov_vf;
mod get_net_adapter_statistics;
mod get_net_adapter_v_port;
mod new_net_adapter_advanced_property;
mod nic_change;
mod output;
mod query;
mod remove_net_adapter_advanced_property;
mod rename_net_adapter;
mod reset_net_adapter_advanced_property;
mod restart_net_adapter;
mod set_net_adapter;
mod set_net_adapter_advanced_property;
mod set_net_adapter_sriov;
mod sriov_change;
mod targets;
mod views;

pub use views::VIEWS;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub(crate) use advanced::{LOOK, setting_words};
pub(crate) use query::{Query, links};
pub(crate) use targets::Chosen;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_net_adapter::GetNetAdapter::SPEC,
    enable_net_adapter::EnableNetAdapter::SPEC,
    disable_net_adapter::DisableNetAdapter::SPEC,
    restart_net_adapter::RestartNetAdapter::SPEC,
    rename_net_adapter::RenameNetAdapter::SPEC,
    set_net_adapter::SetNetAdapter::SPEC,
    get_net_adapter_advanced_property::GetNetAdapterAdvancedProperty::SPEC,
    set_net_adapter_advanced_property::SetNetAdapterAdvancedProperty::SPEC,
    new_net_adapter_advanced_property::NewNetAdapterAdvancedProperty::SPEC,
    remove_net_adapter_advanced_property::RemoveNetAdapterAdvancedProperty::SPEC,
    reset_net_adapter_advanced_property::ResetNetAdapterAdvancedProperty::SPEC,
    get_net_adapter_hardware_info::GetNetAdapterHardwareInfo::SPEC,
    get_net_adapter_statistics::GetNetAdapterStatistics::SPEC,
    get_net_adapter_v_port::GetNetAdapterVPort::SPEC,
    get_net_adapter_rss::GetNetAdapterRss::SPEC,
    get_net_adapter_sriov::GetNetAdapterSriov::SPEC,
    get_net_adapter_sriov_vf::GetNetAdapterSriovVf::SPEC,
    set_net_adapter_sriov::SetNetAdapterSriov::SPEC,
    enable_net_adapter_sriov::EnableNetAdapterSriov::SPEC,
    disable_net_adapter_sriov::DisableNetAdapterSriov::SPEC,
];
