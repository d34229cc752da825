//! `Microsoft.HyperV.PowerShell.VMHost`.

use iovsh_derive::PsObject;

use super::{
    MigrationAuthentication, MigrationPerformance, TEMPLATES, VmInternalNetworkAdapter, guid,
};
use iovsh_backend::model::MachineType;
use iovsh_backend::{Scope, State, policy};
use iovsh_shell::argument::{Guid, Ticks};
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{PsObject, Value};

/// Keys that a machine with Secure Boot trusts.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Virtualization.Client.Management.SecureBootTemplate",
    text = name_of
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct SecureBootTemplate {
    pub id: Option<Guid>,
    pub name: String,
}

/// What stands for it in a list.
fn name_of(template: &PsObject) -> String {
    let name = template.get("Name");
    name.map_or_else(String::new, |name| to_text(&name).to_string())
}

impl SecureBootTemplate {
    /// Those that edk2's variables are enrolled with.
    fn all() -> Vec<Self> {
        let template = |(name, id): &(&str, &str)| Self {
            id: id.parse().ok().map(guid),
            name: (*name).to_owned(),
        };
        TEMPLATES.iter().map(template).collect()
    }
}

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
        "SupportedVmVersions" = this.supported_vm_versions.clone(),
        "SecureBootTemplates" = SecureBootTemplate::all(),
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
    /// The versions of machine types that New-VM could give, the oldest first; nothing where libvirt does not tell them.
    #[property(skip)]
    pub supported_vm_versions: Option<Vec<String>>,
    /// Linux only: what can be done about each of the reasons, in their order.
    pub iov_support_next_steps: Vec<String>,
    /// Linux only: a running VM's VF may be given to an adapter of higher weight.
    pub iov_preemption_enabled: bool,
}

impl VmHost {
    /// The facts that it is made of, with those that libvirt knows.
    pub const WITH_LIBVIRT: Scope = Scope {
        machine_types: true,
        ..Self::SCOPE
    };

    /// The facts that every host tells.
    pub const SCOPE: Scope = Scope {
        host: true,
        links: true,
        ..Scope::NOTHING
    };

    /// The object for a host, of a state that was read with [`VmHost::SCOPE`] or [`VmHost::WITH_LIBVIRT`]. `adapters` are its own ports on switches.
    pub fn new(state: &State, adapters: Vec<VmInternalNetworkAdapter>, computer: &str) -> Self {
        let (facts, reasons) = (&state.host, policy::host_reasons(state));
        let (pool, migration) = (state.mac_pool(), &state.desired.migration);
        Self {
            logical_processor_count: i32::try_from(facts.processors).unwrap_or(i32::MAX),
            iov_support: reasons.is_empty(),
            supported_vm_versions: Some(&state.machine_types)
                .filter(|known| !known.is_empty())
                .map(|known| {
                    let versions = MachineType::of_new(known);
                    versions.map(|(_, version)| version.to_owned()).collect()
                }),
            iov_support_next_steps: reasons.iter().map(|r| r.next_step().to_owned()).collect(),
            internal_network_adapters: adapters,
            iov_support_reasons: reasons.iter().map(|r| r.text().to_owned()).collect(),
            mac_address_maximum: pool.maximum.plain(),
            mac_address_minimum: pool.minimum.plain(),
            virtual_hard_disk_path: state.desired.disk_folder().to_owned(),
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
