//! `Microsoft.HyperV.PowerShell.VMHost`.

use iovsh_derive::PsObject;

use super::{MigrationAuthentication, MigrationPerformance, VmInternalNetworkAdapter};
use iovsh_backend::{Scope, State, policy};
use iovsh_shell::argument::Ticks;
use iovsh_shell::value::Value;

/// The host.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMHost",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmHost {
    #[then(
        "ResourceMeteringSaveInterval" = Ticks(36_000_000_000),
        "HostNumaStatus" = Value::array(Vec::new()),
        "NumaStatus" = Value::array(Vec::new())
    )]
    pub logical_processor_count: i32,
    pub iov_support: bool,
    pub iov_support_reasons: Vec<String>,
    #[then(
        "ExternalNetworkAdapters" = Value::array(Vec::new()),
        "SupportedVmVersions" = Value::array(Vec::new()),
        "SecureBootTemplates" = Value::array(Vec::new()),
        "EnableEnhancedSessionMode" = false,
        "FibreChannelWwnn" = "",
        "FibreChannelWwpnMaximum" = "",
        "FibreChannelWwpnMinimum" = ""
    )]
    pub internal_network_adapters: Vec<VmInternalNetworkAdapter>,
    pub mac_address_maximum: String,
    #[then("NumaSpanningEnabled" = true)]
    pub mac_address_minimum: String,
    pub virtual_hard_disk_path: String,
    pub virtual_machine_path: String,
    pub fully_qualified_domain_name: String,
    pub memory_capacity: i64,
    #[then("MaximumStorageMigrations" = 0_u32)]
    pub name: String,
    pub maximum_virtual_machine_migrations: u32,
    pub use_any_network_for_migration: bool,
    pub virtual_machine_migration_authentication_type: MigrationAuthentication,
    pub virtual_machine_migration_enabled: bool,
    #[then("CimSession" = Value::Null)]
    pub virtual_machine_migration_performance_option: MigrationPerformance,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: what can be done about each of the reasons, in their order.
    pub iov_support_next_steps: Vec<String>,
    /// Linux only: a running VM's VF may be given to an adapter of higher weight.
    pub iov_preemption_enabled: bool,
}

impl VmHost {
    /// The facts that it is made of.
    pub const SCOPE: Scope = Scope {
        host: true,
        links: true,
        ..Scope::NOTHING
    };

    /// The object for a host, of a state that was read with [`VmHost::SCOPE`]. `adapters` are its own ports on switches.
    pub fn new(state: &State, adapters: Vec<VmInternalNetworkAdapter>, computer: &str) -> Self {
        let (facts, reasons) = (&state.host, policy::host_reasons(state));
        let (pool, migration) = (state.mac_pool(), &state.desired.migration);
        Self {
            logical_processor_count: i32::try_from(facts.processors).unwrap_or(i32::MAX),
            iov_support: reasons.is_empty(),
            iov_support_next_steps: reasons.iter().map(|r| r.next_step().to_owned()).collect(),
            internal_network_adapters: adapters,
            iov_support_reasons: reasons.iter().map(|r| r.text().to_owned()).collect(),
            mac_address_maximum: pool.maximum.plain(),
            mac_address_minimum: pool.minimum.plain(),
            virtual_hard_disk_path: "/var/lib/libvirt/images".to_owned(),
            virtual_machine_path: "/etc/libvirt/qemu".to_owned(),
            fully_qualified_domain_name: facts.fqdn.clone().unwrap_or_else(|| facts.name.clone()),
            memory_capacity: i64::try_from(facts.memory).unwrap_or(i64::MAX),
            name: facts.name.to_uppercase(),
            maximum_virtual_machine_migrations: migration.maximum,
            virtual_machine_migration_authentication_type: migration.authentication.into(),
            use_any_network_for_migration: migration.any_network,
            virtual_machine_migration_enabled: migration.enabled,
            virtual_machine_migration_performance_option: migration.performance.into(),
            computer_name: computer.to_owned(),
            iov_preemption_enabled: state.desired.preemption,
        }
    }
}
