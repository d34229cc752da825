//! One suite of scenarios for every host. It runs on the simulated host by default, and on the Linux host of the machine
//! with `IOVSH_CONTRACT_HOST=local` (then it needs root, a NIC with SR-IOV, libvirt, KVM, and a guest to boot):
//!
//! ```text
//! IOVSH_CONTRACT_HOST=local IOVSH_CONTRACT_NIC=enp1s0 contract --test-threads=1
//! ```
//!
//! With `IOVSH_CONTRACT_HOST=ssh://NAME` the scenarios at the prompt (those of which there is one in `far` too) run against a host that is elsewhere, by the ssh that
//! `IOVSH_SSH` names.
//!
//! Where the two differ, the simulated host is wrong. Every scenario leaves the host as it found it, and checks that.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod adapters;
mod addresses;
mod bench;
mod checkpoints;
mod devices;
mod drift;
mod filters;
mod guests;
#[path = "../paper/mod.rs"]
mod paper;
mod persistence;
mod primitives;
mod prompt_adapters;
mod prompt_checkpoints;
mod prompt_host;
mod prompt_nics;
mod prompt_switches;
mod prompt_vms;
#[path = "../far/sshd.rs"]
mod sshd;
mod switches;
mod teams;

/// One test for every scenario: on a fresh bench, and with the check that nothing was left behind.
macro_rules! scenarios {
    ($($module:ident :: $name:ident),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                let bench = bench::Bench::open();
                let before = bench.fingerprint();
                bench.guard(|| $module::$name(&bench));
                bench.settle();
                assert_eq!(bench.fingerprint(), before, "the host is not as it was before");
            }
        )+
    };
}

scenarios![
    primitives::facts_fit_together,
    primitives::vf_count_goes_up_from_zero_only,
    primitives::more_vfs_than_the_hardware_has_are_refused,
    primitives::vf_knobs_are_written_and_read_back,
    primitives::rates_are_shares_of_a_link_that_is_up,
    primitives::what_the_driver_lacks_is_refused,
    primitives::a_vf_is_bound_reset_and_unbound,
    primitives::bridges_and_ports,
    primitives::filter_entries,
    primitives::an_address_is_pinned_to_a_port,
    primitives::a_bridge_port_is_put_into_a_vlan,
    filters::filters_of_a_port,
    primitives::networks_lead_to_bridges,
    primitives::domains_keep_their_metadata,
    primitives::unsafe_interrupts_are_allowed_and_demanded_again,
    primitives::what_is_not_there_is_refused,
    switches::an_iov_switch_comes_and_goes,
    switches::a_switch_without_iov_makes_no_vfs,
    switches::internal_and_private_switches,
    switches::a_switch_is_renamed,
    switches::another_nic_comes_under_a_switch,
    switches::wrong_wishes_are_refused,
    switches::vf_counts_are_set_and_capped,
    switches::sriov_is_disabled_and_enabled,
    switches::a_failing_plan_leaves_nothing,
    switches::only_one_at_a_time,
    switches::a_lost_bridge_is_rebuilt,
    switches::a_start_of_the_host_is_made_good,
    switches::the_mac_pool_is_chosen,
    switches::adapters_of_a_vm_that_is_off,
    adapters::a_weight_is_kept_and_never_above_a_hundred,
    adapters::queue_pairs_and_moderation_are_kept,
    adapters::a_static_mac_comes_and_goes,
    adapters::addresses_that_no_adapter_can_have_are_refused,
    adapters::an_access_vlan_is_kept_and_its_switch_filters,
    adapters::a_trunk_is_kept,
    adapters::switches_of_an_adapter_are_kept,
    adapters::bandwidth_is_kept,
    adapters::a_part_in_mirroring_is_kept,
    adapters::port_acls_come_and_go,
    adapters::extended_acls_come_and_go,
    adapters::an_adapter_is_renamed,
    adapters::an_adapter_goes_from_switch_to_switch,
    adapters::settings_outlive_a_change_of_switch,
    adapters::adapters_are_added_to_and_removed_from_a_vm,
    adapters::a_switch_with_adapters_goes_and_leaves_them_unconnected,
    adapters::an_adapter_that_is_not_there_is_said,
    devices::a_pci_device_goes_to_a_vm_and_back,
    drift::a_nic_that_was_taken_out_is_put_back,
    drift::a_nic_in_another_bridge_is_brought_back,
    drift::a_nic_that_was_taken_down_is_brought_up,
    drift::a_network_that_was_undefined_is_defined_again,
    drift::vfs_that_were_removed_are_made_again,
    drift::fewer_vfs_become_as_many_as_before,
    drift::host_drivers_are_taken_off_vfs,
    drift::a_private_switch_that_was_lost_is_rebuilt,
    drift::what_others_made_is_left_alone,
    drift::a_bridge_name_that_is_taken_is_avoided,
    drift::a_nic_that_others_have_is_taken_by_force_only,
    drift::a_command_that_is_called_off_leaves_nothing,
    drift::a_plan_that_is_out_of_date_is_made_anew,
    drift::a_recovery_with_nothing_to_do_changes_nothing,
    addresses::a_network_is_translated_and_no_longer,
    addresses::name_servers_are_set_and_put_back,
    addresses::a_neighbor_is_named_and_forgotten,
    persistence::a_switch_is_described_for_networkd,
    persistence::a_switch_is_described_for_network_manager,
    persistence::a_switch_is_described_for_netplan,
    persistence::a_team_of_the_host_is_described,
    persistence::a_switch_on_a_team_of_the_host_is_described_with_it,
    persistence::the_number_of_vfs_is_described,
    persistence::another_tool_gets_the_description,
    persistence::files_that_others_changed_are_put_right,
    persistence::what_cannot_be_described_is_refused,
    guests::life_of_a_vf,
    guests::two_vms_and_one_vf,
    guests::the_heavier_takes_with_consent,
    guests::a_vlan_on_both_paths,
    guests::a_vm_is_paused_saved_and_reset,
    checkpoints::a_vm_on_a_vf_is_put_back_to_a_checkpoint,
    checkpoints::checkpoints_that_cannot_be_are_refused,
    guests::a_team_has_one_vf_of_a_nic,
    teams::a_team_comes_and_goes,
    teams::another_member_carries_on,
    teams::a_lost_team_is_made_again,
    teams::a_member_that_was_taken_out_is_put_back,
    teams::a_nic_is_in_a_team_once,
    teams::an_adapter_is_kept_to_a_member,
    teams::vfs_come_from_all_members,
    teams::members_come_and_go,
    teams::only_a_team_has_members,
    teams::a_team_takes_the_smallest_mtu,
    teams::teams_of_the_host_are_shown,
    teams::a_team_of_the_host_comes_and_goes,
    teams::a_team_of_the_host_has_any_name,
    teams::a_failed_link_reaches_a_team_in_the_guest,
    teams::a_team_in_a_guest_starts_as_the_wire_is,
    guests::adapters_come_and_go,
    guests::a_vm_that_was_stopped_by_others,
];

/// The same for scenarios at the prompt, each also from the other end of a connection, and through a real ssh.
macro_rules! prompt_scenarios {
    ($($module:ident :: $name:ident),+ $(,)?) => {
        scenarios![$($module::$name),+];
        scenarios_from![far, open_far, $($module::$name),+];
        scenarios_from![ssh, open_by_ssh, $($module::$name),+];
    };
}

/// Scenarios at the prompt from elsewhere.
macro_rules! scenarios_from {
    ($place:ident, $open:ident, $($module:ident :: $name:ident),+) => {
        mod $place {
            $(
                #[test]
                fn $name() {
                    let Some(bench) = crate::bench::Bench::$open() else {
                        return;
                    };
                    let before = bench.fingerprint();
                    bench.guard(|| crate::$module::$name(&bench));
                    bench.settle();
                    assert_eq!(bench.fingerprint(), before, "the host is not as it was before");
                }
            )+
        }
    };
}

prompt_scenarios![
    prompt_switches::a_private_switch_at_the_prompt,
    prompt_switches::an_internal_switch_has_a_port_of_the_host,
    prompt_switches::switches_are_found_by_name_type_and_id,
    prompt_switches::what_if_makes_and_removes_no_switch,
    prompt_switches::switches_go_by_the_pipeline,
    prompt_switches::an_external_switch_names_its_nic,
    prompt_switches::an_iov_switch_tells_of_its_vfs,
    prompt_switches::iov_cannot_be_changed_later,
    prompt_switches::the_hosts_port_of_a_switch_comes_and_goes,
    prompt_switches::the_host_has_several_adapters_on_a_switch,
    prompt_switches::a_switch_has_any_name_that_can_be_read,
    prompt_switches::names_that_begin_alike_have_bridges_of_their_own,
    prompt_switches::a_name_that_is_taken_is_refused,
    prompt_switches::a_switch_is_renamed_at_the_prompt,
    prompt_switches::wrong_switches_are_refused_at_the_prompt,
    prompt_switches::notes_of_a_switch_are_kept_to_the_letter,
    prompt_nics::a_nic_is_shown_as_the_kernel_has_it,
    prompt_nics::nics_are_found_by_name_description_and_index,
    prompt_nics::sriov_of_a_nic_at_rest,
    prompt_nics::vfs_are_made_and_counted,
    prompt_nics::sriov_is_turned_off_and_on_at_the_prompt,
    prompt_nics::what_if_changes_no_vfs,
    prompt_nics::wrong_numbers_of_vfs_are_refused,
    prompt_nics::a_nic_that_is_not_there_is_said,
    prompt_nics::vfs_of_a_switch_are_resized,
    prompt_nics::the_same_number_twice_changes_nothing,
    prompt_nics::settings_of_a_driver_are_changed_and_put_back,
    prompt_vms::a_vm_comes_and_goes_at_the_prompt,
    prompt_vms::a_vm_has_the_memory_and_processors_that_it_was_given,
    prompt_vms::a_vm_is_made_on_a_switch,
    prompt_vms::vms_are_found_by_name_and_id,
    prompt_vms::what_if_makes_and_removes_no_vm,
    prompt_vms::wrong_vms_are_refused_at_the_prompt,
    prompt_vms::a_vm_that_is_off_can_do_nothing_but_start,
    prompt_vms::a_vm_has_any_name_that_libvirt_takes,
    prompt_vms::every_vm_has_an_address_of_its_own,
    prompt_vms::what_fails_halfway_down_a_pipeline_leaves_the_rest,
    prompt_checkpoints::settings_of_a_vm_at_the_prompt,
    prompt_checkpoints::wrong_checkpoints_are_refused_at_the_prompt,
    prompt_adapters::adapters_are_added_named_and_removed,
    prompt_adapters::adapters_of_one_name_are_set_together,
    prompt_adapters::a_mac_is_taken_in_every_usual_form,
    prompt_adapters::weights_outside_their_range_are_refused,
    prompt_adapters::an_access_vlan_at_the_prompt,
    prompt_adapters::a_trunk_at_the_prompt,
    prompt_adapters::vlans_that_cannot_be_are_refused,
    prompt_adapters::isolation_is_an_access_vlan,
    prompt_adapters::guards_and_spoofing_at_the_prompt,
    prompt_adapters::port_acls_at_the_prompt,
    prompt_adapters::extended_acls_at_the_prompt,
    prompt_adapters::an_adapter_is_plugged_and_unplugged,
    prompt_adapters::an_adapter_is_set_by_any_road,
    prompt_adapters::the_bandwidth_of_an_adapter_at_the_prompt,
    prompt_adapters::what_a_linux_host_has_not_says_so,
    prompt_adapters::an_adapter_without_a_vf_says_why,
    prompt_host::the_host_supports_sriov,
    prompt_host::the_mac_pool_at_the_prompt,
    prompt_host::consent_to_taking_vfs_at_the_prompt,
    prompt_host::an_override_is_refused_where_interrupts_are_remapped,
    prompt_host::acts_are_events,
    prompt_host::refused_acts_are_events_too,
    prompt_host::events_are_limited_and_ordered,
    prompt_host::devices_that_are_not_there_are_said,
];
