//! Settings of network adapters' drivers, as the NetAdapter module has them.

mod binding;
mod change;
mod disable_net_adapter_binding;
mod disable_net_adapter_checksum_offload;
mod disable_net_adapter_encapsulated_packet_task_offload;
mod disable_net_adapter_ipsec_offload;
mod disable_net_adapter_lso;
mod disable_net_adapter_power_management;
mod disable_net_adapter_rdma;
mod disable_net_adapter_rsc;
mod disable_net_adapter_rss;
mod disable_net_adapter_uso;
mod disable_net_adapter_vmq;
mod enable_net_adapter_binding;
mod enable_net_adapter_checksum_offload;
mod enable_net_adapter_encapsulated_packet_task_offload;
mod enable_net_adapter_ipsec_offload;
mod enable_net_adapter_lso;
mod enable_net_adapter_power_management;
mod enable_net_adapter_rdma;
mod enable_net_adapter_rsc;
mod enable_net_adapter_rss;
mod enable_net_adapter_uso;
mod enable_net_adapter_vmq;
mod get_net_adapter_binding;
mod get_net_adapter_checksum_offload;
mod get_net_adapter_encapsulated_packet_task_offload;
mod get_net_adapter_ipsec_offload;
mod get_net_adapter_lso;
mod get_net_adapter_power_management;
mod get_net_adapter_rdma;
mod get_net_adapter_rsc;
mod get_net_adapter_uso;
mod get_net_adapter_vmq;
mod get_net_adapter_vmq_queue;
mod offloads;
mod power;
mod queues;
mod rdma;
mod set_net_adapter_binding;
mod set_net_adapter_checksum_offload;
mod set_net_adapter_encapsulated_packet_task_offload;
mod set_net_adapter_ipsec_offload;
mod set_net_adapter_lso;
mod set_net_adapter_power_management;
mod set_net_adapter_rdma;
mod set_net_adapter_rsc;
mod set_net_adapter_rss;
mod set_net_adapter_uso;
mod set_net_adapter_vmq;
mod vmq;

pub(crate) use change::{LOOK, SettingNics};
use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    disable_net_adapter_binding::DisableNetAdapterBinding::SPEC,
    disable_net_adapter_checksum_offload::DisableNetAdapterChecksumOffload::SPEC,
    disable_net_adapter_encapsulated_packet_task_offload::DisableNetAdapterEncapsulatedPacketTaskOffload::SPEC,
    disable_net_adapter_ipsec_offload::DisableNetAdapterIPsecOffload::SPEC,
    disable_net_adapter_lso::DisableNetAdapterLso::SPEC,
    disable_net_adapter_power_management::DisableNetAdapterPowerManagement::SPEC,
    disable_net_adapter_rdma::DisableNetAdapterRdma::SPEC,
    disable_net_adapter_rsc::DisableNetAdapterRsc::SPEC,
    disable_net_adapter_rss::DisableNetAdapterRss::SPEC,
    disable_net_adapter_uso::DisableNetAdapterUso::SPEC,
    disable_net_adapter_vmq::DisableNetAdapterVmq::SPEC,
    enable_net_adapter_binding::EnableNetAdapterBinding::SPEC,
    enable_net_adapter_checksum_offload::EnableNetAdapterChecksumOffload::SPEC,
    enable_net_adapter_encapsulated_packet_task_offload::EnableNetAdapterEncapsulatedPacketTaskOffload::SPEC,
    enable_net_adapter_ipsec_offload::EnableNetAdapterIPsecOffload::SPEC,
    enable_net_adapter_lso::EnableNetAdapterLso::SPEC,
    enable_net_adapter_power_management::EnableNetAdapterPowerManagement::SPEC,
    enable_net_adapter_rdma::EnableNetAdapterRdma::SPEC,
    enable_net_adapter_rsc::EnableNetAdapterRsc::SPEC,
    enable_net_adapter_rss::EnableNetAdapterRss::SPEC,
    enable_net_adapter_uso::EnableNetAdapterUso::SPEC,
    enable_net_adapter_vmq::EnableNetAdapterVmq::SPEC,
    get_net_adapter_binding::GetNetAdapterBinding::SPEC,
    get_net_adapter_checksum_offload::GetNetAdapterChecksumOffload::SPEC,
    get_net_adapter_encapsulated_packet_task_offload::GetNetAdapterEncapsulatedPacketTaskOffload::SPEC,
    get_net_adapter_ipsec_offload::GetNetAdapterIPsecOffload::SPEC,
    get_net_adapter_lso::GetNetAdapterLso::SPEC,
    get_net_adapter_power_management::GetNetAdapterPowerManagement::SPEC,
    get_net_adapter_rdma::GetNetAdapterRdma::SPEC,
    get_net_adapter_rsc::GetNetAdapterRsc::SPEC,
    get_net_adapter_uso::GetNetAdapterUso::SPEC,
    get_net_adapter_vmq::GetNetAdapterVmq::SPEC,
    get_net_adapter_vmq_queue::GetNetAdapterVmqQueue::SPEC,
    set_net_adapter_binding::SetNetAdapterBinding::SPEC,
    set_net_adapter_checksum_offload::SetNetAdapterChecksumOffload::SPEC,
    set_net_adapter_encapsulated_packet_task_offload::SetNetAdapterEncapsulatedPacketTaskOffload::SPEC,
    set_net_adapter_ipsec_offload::SetNetAdapterIPsecOffload::SPEC,
    set_net_adapter_lso::SetNetAdapterLso::SPEC,
    set_net_adapter_power_management::SetNetAdapterPowerManagement::SPEC,
    set_net_adapter_rdma::SetNetAdapterRdma::SPEC,
    set_net_adapter_rsc::SetNetAdapterRsc::SPEC,
    set_net_adapter_rss::SetNetAdapterRss::SPEC,
    set_net_adapter_uso::SetNetAdapterUso::SPEC,
    set_net_adapter_vmq::SetNetAdapterVmq::SPEC,
];
