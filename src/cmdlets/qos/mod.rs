//! Quality of service on the wire: rules for the whole host (policies, traffic classes, lossless priorities), and the network adapters that keep
//! them by data center bridging.

mod disable_net_adapter_qos;
mod disable_net_qos_flow_control;
mod enable_net_adapter_qos;
mod enable_net_qos_flow_control;
mod get_net_adapter_qos;
mod get_net_qos_dcbx_setting;
mod get_net_qos_flow_control;
mod get_net_qos_policy;
mod get_net_qos_traffic_class;
mod new_net_qos_policy;
mod new_net_qos_traffic_class;
mod remove_net_qos_policy;
mod remove_net_qos_traffic_class;
mod rules;
mod set_net_adapter_qos;
mod set_net_qos_dcbx_setting;
mod set_net_qos_flow_control;
mod set_net_qos_policy;
mod set_net_qos_traffic_class;
mod types;
pub(crate) mod views;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    disable_net_adapter_qos::DisableNetAdapterQos::SPEC,
    disable_net_qos_flow_control::DisableNetQosFlowControl::SPEC,
    enable_net_adapter_qos::EnableNetAdapterQos::SPEC,
    enable_net_qos_flow_control::EnableNetQosFlowControl::SPEC,
    get_net_adapter_qos::GetNetAdapterQos::SPEC,
    get_net_qos_dcbx_setting::GetNetQosDcbxSetting::SPEC,
    get_net_qos_flow_control::GetNetQosFlowControl::SPEC,
    get_net_qos_policy::GetNetQosPolicy::SPEC,
    get_net_qos_traffic_class::GetNetQosTrafficClass::SPEC,
    new_net_qos_policy::NewNetQosPolicy::SPEC,
    new_net_qos_traffic_class::NewNetQosTrafficClass::SPEC,
    remove_net_qos_policy::RemoveNetQosPolicy::SPEC,
    remove_net_qos_traffic_class::RemoveNetQosTrafficClass::SPEC,
    set_net_adapter_qos::SetNetAdapterQos::SPEC,
    set_net_qos_dcbx_setting::SetNetQosDcbxSetting::SPEC,
    set_net_qos_flow_control::SetNetQosFlowControl::SPEC,
    set_net_qos_policy::SetNetQosPolicy::SPEC,
    set_net_qos_traffic_class::SetNetQosTrafficClass::SPEC,
];
