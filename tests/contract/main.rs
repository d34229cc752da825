//! One suite of scenarios for every host. It runs on the simulated host by default, and on the Linux host of the machine
//! with `IOVSH_CONTRACT_HOST=local` (then it needs root, a NIC with SR-IOV, libvirt, KVM, and a guest to boot):
//!
//! ```text
//! IOVSH_CONTRACT_HOST=local IOVSH_CONTRACT_NIC=enp1s0 contract --test-threads=1
//! ```
//!
//! Where the two differ, the simulated host is wrong. Every scenario leaves the host as it found it, and checks that.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod adapters;
mod bench;
mod devices;
mod filters;
mod guests;
mod primitives;
mod switches;

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
    primitives::what_is_not_there_is_refused,
    switches::an_iov_switch_comes_and_goes,
    switches::a_switch_without_iov_makes_no_vfs,
    switches::internal_and_private_switches,
    switches::a_switch_is_renamed,
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
    guests::life_of_a_vf,
    guests::two_vms_and_one_vf,
    guests::the_heavier_takes_with_consent,
    guests::a_vlan_on_both_paths,
    guests::a_vm_is_paused_saved_and_reset,
    guests::adapters_come_and_go,
    guests::a_vm_that_was_stopped_by_others,
];
