//! Services between a guest and its host.

use iovsh_derive::PsObject;

use super::{ServiceStatus, Whose, guid};
use iovsh_backend::model::{Service, Vm, VmState};
use iovsh_shell::argument::Guid;
use iovsh_shell::value::Value;

/// A service between a guest and its host.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMIntegrationComponent",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmIntegrationComponent {
    #[property(skip)]
    pub service: Service,
    pub enabled: bool,
    pub operational_status: Vec<ServiceStatus>,
    pub primary_operational_status: Option<ServiceStatus>,
    #[then("SecondaryOperationalStatus" = Value::Null)]
    pub primary_status_description: String,
    pub secondary_status_description: String,
    pub status_description: Vec<String>,
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// Hyper-V's id of a service; scripts choose by it, as the names are translated on Windows.
fn service_id(service: Service) -> &'static str {
    match service {
        Service::GuestFiles => "6C09BB55-D683-4DA0-8931-C9BF705F6480",
        Service::Heartbeat => "84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47",
        Service::Facts => "2A34B1C2-FD73-4043-8A5B-DD2159BC743F",
        Service::Shutdown => "9F8233AC-BE49-4C79-8EE3-E7E1985B2077",
        Service::Time => "2497F4DE-E9FA-4204-80E4-4B75C46419C0",
        Service::Checkpoints => "5CED1297-4598-4915-A5FC-AD21BB4D02A4",
    }
}

impl VmIntegrationComponent {
    /// All services of a machine.
    pub fn all(owner: Whose<'_>) -> Vec<Self> {
        let all = Service::ALL.into_iter();
        all.map(|service| Self::new(owner, service)).collect()
    }

    /// A service of a machine.
    pub fn new(owner: Whose<'_>, service: Service) -> Self {
        let vm = owner.vm;
        let enabled = vm.settings().services.has(service);
        let status = status(vm, service, enabled);
        let description = match status {
            None => "",
            Some(ServiceStatus::Ok) => "OK",
            Some(ServiceStatus::Disabled) => "Disabled",
            Some(_) => "No Contact",
        };
        Self {
            service,
            enabled,
            operational_status: status.into_iter().collect(),
            primary_operational_status: status,
            primary_status_description: description.to_owned(),
            secondary_status_description: String::new(),
            status_description: status.map(|_| description.to_owned()).into_iter().collect(),
            name: service.name().to_owned(),
            id: owner.id_of(service_id(service)),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: owner.snapshot_id(),
            vm_snapshot_name: owner.snapshot_name(),
            computer_name: owner.computer.to_owned(),
        }
    }
}

/// How it does; nothing of a machine that does not run.
fn status(vm: &Vm, service: Service, enabled: bool) -> Option<ServiceStatus> {
    if !enabled {
        return Some(ServiceStatus::Disabled);
    }
    match (vm.state, service) {
        (VmState::Running, _) => Some(match vm.facts.agent {
            Some(true) => ServiceStatus::Ok,
            // ACPI asks a guest to shut down without an agent, and its clock is that of KVM.
            _ if matches!(service, Service::Shutdown | Service::Time) => ServiceStatus::Ok,
            _ => ServiceStatus::NoContact,
        }),
        _ => None,
    }
}
