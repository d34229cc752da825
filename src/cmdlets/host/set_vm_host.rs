//! `Set-VMHost`.

use super::output::emit;
use crate::host_access::{HostAccess, Outcome};
use crate::invalid::mac;
use crate::types::{CimSession, Credential, MigrationAuthentication, MigrationPerformance, VmHost};
use crate::vhd::host_path;
use iovsh_backend::Scope;
use iovsh_backend::policy::export::ways;
use iovsh_backend::policy::host::Changes;
use iovsh_backend::policy::{Intent, migration};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Nullable, Ticks};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes settings of the virtualization host.
///
/// The pool of MAC addresses is where adapters with dynamic addresses get theirs; those that have one keep it.
///
/// # Examples
/// A pool of this host's own:
/// ```iovsh
/// PS> Set-VMHost -MacAddressMinimum 00-15-5D-20-00-00 -MacAddressMaximum 00-15-5D-20-FF-FF
/// PS> Get-VMHost | Format-List MacAddress*
/// MacAddressMaximum : 00155D20FFFF
/// MacAddressMinimum : 00155D200000
/// ```
/// New disks that name no folder come to this one:
/// ```iovsh
/// PS> Set-VMHost -VirtualHardDiskPath /srv/vms
/// PS> New-VM db1 -MemoryStartupBytes 1GB -NewVHDPath db1.qcow2 -NewVHDSizeBytes 20GB | Out-Null
/// PS> (Get-VMHardDiskDrive db1).Path
/// /srv/vms/db1.qcow2
/// ```
/// Where VFs are short, adapters of higher IovWeight may take them from running virtual machines:
/// ```iovsh
/// PS> Set-VMHost -IovPreemptionEnabled $true -Passthru | Format-List IovPreemptionEnabled
/// IovPreemptionEnabled : True
/// ```
/// Memory comes under TLS, from QEMU to QEMU; what is missing for that stands in the report of Compare-VM:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv3
/// PS> Set-VMHost -VirtualMachineMigrationAuthenticationType Kerberos -ComputerName hv3 -WarningAction Ignore
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Start-VM
/// PS> (Compare-VM job1 -ComputerName hv1 -DestinationHost hv3).Incompatibilities | ForEach-Object Message
/// Memory is to travel to hv3 under TLS, and hv3 lacks /etc/pki/qemu/ca-cert.pem, /etc/pki/qemu/server-cert.pem.
/// ```
/// Four migrations at a time:
/// ```iovsh
/// PS> Set-VMHost -MaximumVirtualMachineMigrations 4 -Passthru | Format-List MaximumVirtualMachineMigrations
/// MaximumVirtualMachineMigrations : 4
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMHost", module = "Hyper-V", default_set = "ComputerName", impact = Medium, output = VmHost)]
pub struct SetVmHost {
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        set = "CimSession",
        position = 0,
        mandatory,
        by_property_name,
        allow_null_property
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "ComputerName", position = 0, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "ComputerName", position = 1, not_null_or_empty)]
    credential: Vec<Credential>,
    #[param(no_effect = STORAGE)]
    maximum_storage_migrations: Option<u32>,
    /// How many virtual machines may come and leave at once.
    #[param(not_null)]
    maximum_virtual_machine_migrations: Option<u32>,
    /// How it is proved who is who while memory comes to this host. CredSSP: by ssh, which carries it. Kerberos: by certificates in
    /// /etc/pki/qemu of both hosts; memory travels under TLS, from QEMU to QEMU, to a port of 49152 to 49215.
    virtual_machine_migration_authentication_type: Option<MigrationAuthentication>,
    /// Memory may come over any network; otherwise over those of Add-VMMigrationNetwork.
    use_any_network_for_migration: Option<bool>,
    /// How memory travels: as it is, or compressed by ssh.
    virtual_machine_migration_performance_option: Option<MigrationPerformance>,
    #[param(not_null, no_effect = "counters are read when they are asked for.")]
    resource_metering_save_interval: Nullable<Ticks>,
    /// The folder of new disks that name none: of New-VM and of copies of Import-VM. It is made where it is missing.
    #[param(not_null_or_empty)]
    virtual_hard_disk_path: Option<String>,
    #[param(not_null_or_empty, no_effect = PATHS)]
    virtual_machine_path: Option<String>,
    /// Last address of the pool for dynamic MAC addresses.
    #[param(not_null_or_empty)]
    mac_address_maximum: Option<String>,
    /// First address of the pool for dynamic MAC addresses.
    #[param(not_null_or_empty)]
    mac_address_minimum: Option<String>,
    #[param(not_null_or_empty, no_effect = FIBRE)]
    fibre_channel_wwnn: Option<String>,
    #[param(not_null_or_empty, no_effect = FIBRE)]
    fibre_channel_wwpn_maximum: Option<String>,
    #[param(not_null_or_empty, no_effect = FIBRE)]
    fibre_channel_wwpn_minimum: Option<String>,
    #[param(no_effect = "the kernel decides where a machine's memory is.")]
    numa_spanning_enabled: Nullable<bool>,
    #[param(no_effect = "consoles are libvirt's.")]
    enable_enhanced_session_mode: Nullable<bool>,
    /// Linux only. When VFs are short, an adapter of higher IovWeight takes the VF of a running virtual machine's adapter of lower
    /// weight, which goes on without one. Off, a VF stays where it is until its owner gives it up.
    iov_preemption_enabled: Option<bool>,
    /// Hands on the object that was changed.
    passthru: bool,
}

const STORAGE: &str =
    "storage moves along with its machine, which -MaximumVirtualMachineMigrations counts.";
const PATHS: &str = "libvirt keeps the definitions of machines in a folder of its own.";
const FIBRE: &str = "there are no virtual Fibre Channel adapters.";

impl Cmdlet for SetVmHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let changes = Changes {
            mac_minimum: self.mac_address_minimum.as_deref().map(mac).transpose()?,
            mac_maximum: self.mac_address_maximum.as_deref().map(mac).transpose()?,
            preemption: self.iov_preemption_enabled,
            disk_folder: self
                .virtual_hard_disk_path
                .as_deref()
                .map(|path| host_path(cx, path))
                .transpose()?,
        };
        // Only the handing out of VFs has to know the machines.
        let scope = if changes.preemption.is_some() {
            Scope::PLAN
        } else {
            Scope::HOST
        };
        let folder = changes.disk_folder.as_deref();
        let scope = scope.union(&Scope {
            stored: folder.map(|folder| ways(folder.trim_end_matches('/'))),
            ..Scope::NOTHING
        });
        let migration = migration::settings::Changes {
            maximum: self.maximum_virtual_machine_migrations,
            any_network: self.use_any_network_for_migration,
            performance: self
                .virtual_machine_migration_performance_option
                .map(Into::into),
            authentication: self
                .virtual_machine_migration_authentication_type
                .map(Into::into),
            ..migration::settings::Changes::default()
        };
        let asks_for_migration = migration != migration::settings::Changes::default();
        let mut done = Outcome::Done;
        if !asks_for_migration || changes != Changes::default() {
            done = cx.change(&scope, &Intent::SetHost(changes))?;
        }
        if asks_for_migration && done.is_done() {
            done = cx.change(&scope, &Intent::SetMigration(migration))?;
        }
        if self.passthru && done.is_done() {
            emit(cx)?;
        }
        Ok(())
    }
}
