//! Clusters: FailoverClusters' cmdlets on what Pacemaker or a simulated fleet runs.

mod add_cluster_virtual_machine_role;
mod asked;
mod checks;
mod get_cluster;
mod get_cluster_group;
mod get_cluster_log;
mod get_cluster_network;
mod get_cluster_network_interface;
mod get_cluster_node;
mod get_cluster_owner_node;
mod get_cluster_resource;
mod machine;
mod move_cluster_group;
mod move_cluster_virtual_machine_role;
mod moving;
mod rebalance;
mod remove_cluster_group;
mod resume_cluster_node;
mod set_cluster_owner_node;
mod start_cluster_group;
mod stop_cluster_group;
mod suspend_cluster_node;
mod targets;
mod test_cluster;
mod test_vm_placement;
mod update_cluster_virtual_machine_configuration;
mod views;
mod wanted;
mod within;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use views::VIEWS;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    add_cluster_virtual_machine_role::AddClusterVirtualMachineRole::SPEC,
    get_cluster::GetCluster::SPEC,
    get_cluster_group::GetClusterGroup::SPEC,
    get_cluster_log::GetClusterLog::SPEC,
    get_cluster_network::GetClusterNetwork::SPEC,
    get_cluster_network_interface::GetClusterNetworkInterface::SPEC,
    get_cluster_node::GetClusterNode::SPEC,
    get_cluster_owner_node::GetClusterOwnerNode::SPEC,
    get_cluster_resource::GetClusterResource::SPEC,
    move_cluster_group::MoveClusterGroup::SPEC,
    move_cluster_virtual_machine_role::MoveClusterVirtualMachineRole::SPEC,
    remove_cluster_group::RemoveClusterGroup::SPEC,
    resume_cluster_node::ResumeClusterNode::SPEC,
    set_cluster_owner_node::SetClusterOwnerNode::SPEC,
    start_cluster_group::StartClusterGroup::SPEC,
    stop_cluster_group::StopClusterGroup::SPEC,
    suspend_cluster_node::SuspendClusterNode::SPEC,
    test_cluster::TestCluster::SPEC,
    test_vm_placement::TestVmPlacement::SPEC,
    update_cluster_virtual_machine_configuration::UpdateClusterVirtualMachineConfiguration::SPEC,
];
