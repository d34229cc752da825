//! `New-VM`.

use super::output::emit;
use crate::complete;
use crate::door::{Hosts, shell_error};
use crate::remote::Remote;
use crate::types::{BootDevice, Version, VirtualMachine};
use iovsh_backend::Scope;
use iovsh_backend::model::{DirectBoot, Disk, Uuid};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::path::Path;

/// Defines a virtual machine with one network adapter.
///
/// The machine is a libvirt domain with virtio devices. Disks are existing images (-VHDPath); with -Kernel and -InitialRamdisk
/// it boots a kernel of the host directly, which is handy for tests and appliances.
///
/// # Examples
/// A machine that boots a kernel directly, connected to a switch:
/// ```iovsh
/// PS> New-VM -Name web9 -MemoryStartupBytes 256MB -Kernel /boot/vmlinuz -InitialRamdisk /boot/initrd.img
/// Name State CPUUsage(%) MemoryAssigned(M) Uptime   Status             Version
/// ---- ----- ----------- ----------------- ------   ------             -------
/// web9 Off   0           0                 00:00:00 Operating normally 10.0
/// ```
/// One that is connected from the beginning and asks for a virtual function:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> New-VM app1 -MemoryStartupBytes 1GB -SwitchName lan | Set-VMNetworkAdapter -IovWeight 100
/// PS> Get-VMNetworkAdapter app1 | Format-List SwitchName, IovWeight
/// SwitchName : lan
/// IovWeight  : 100
/// ```
/// Several at once:
/// ```iovsh
/// PS> 1..3 | ForEach-Object { New-VM "node$_" -MemoryStartupBytes 512MB } | ForEach-Object Name
/// node1
/// node2
/// node3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "VM", module = "Hyper-V", default_set = "No VHD", impact = Medium, output = VirtualMachine)]
pub struct NewVm {
    /// The name; unique on the host.
    #[param(
        position = 0,
        from_pipeline,
        by_property_name,
        alias = "VMName",
        not_null_or_empty
    )]
    name: Option<String>,
    /// Memory in bytes, with a suffix such as 512MB or 2GB.
    #[param(position = 1, range = 33554432..=13194139533312, not_null)]
    memory_startup_bytes: Nullable<i64>,
    #[param(
        not_null_or_empty,
        no_effect = "the firmware finds what can be booted."
    )]
    boot_device: Nullable<BootDevice>,
    /// Without a disk.
    #[param(set = "No VHD")]
    no_vhd: bool,
    /// The switch that its network adapter is connected to.
    #[param(complete = complete::switches, not_null_or_empty)]
    switch_name: Option<String>,
    #[param(
        set = "New VHD",
        mandatory,
        refused = "make the image with 'qemu-img create' and give it with -VHDPath."
    )]
    new_vhd_path: Option<String>,
    /// The size of the new disk.
    #[param(set = "New VHD", mandatory)]
    new_vhd_size_bytes: Option<u64>,
    /// An existing disk image on the host: raw, qcow2 or vhdx.
    #[param(set = "Existing VHD", mandatory)]
    vhd_path: Option<String>,
    #[param(
        not_null_or_empty,
        no_effect = "libvirt keeps the definitions of virtual machines."
    )]
    path: Option<String>,
    #[param(not_null, no_effect = "libvirt negotiates the machine's version.")]
    version: Option<Version>,
    #[param(no_effect = "libvirt negotiates the machine's version.")]
    prerelease: bool,
    #[param(no_effect = "libvirt negotiates the machine's version.")]
    experimental: bool,
    /// 1 or 2; kept and reported. The machine is a q35 in both cases.
    #[param(position = 2, validate_set("1", "2"), not_null_or_empty)]
    generation: Nullable<i16>,
    /// Without a question.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    #[param(
        validate_set("TrustedLaunch", "VBS", "SNP", "TDX", "Disabled"),
        refused = "the memory of guests is not encrypted or isolated here."
    )]
    guest_state_isolation_type: Option<String>,
    #[param(refused = "a machine starts with a state of its own.")]
    source_guest_state_path: Option<String>,
    /// Linux only: virtual processors.
    #[param(range = 1..=1024, value = 1)]
    processor_count: u32,
    /// Linux only: a kernel image on the host that is booted directly.
    kernel: Option<String>,
    /// Linux only: the initial ram disk for -Kernel.
    initial_ramdisk: Option<String>,
    /// Linux only: the command line for -Kernel.
    kernel_command_line: Option<String>,
    /// Linux only: a Unix socket on the host that leads to a second serial port of the machine.
    serial_socket: Option<String>,
    #[flatten]
    remote: Remote,
}

/// Memory of a machine when it is not said: as Hyper-V.
const DEFAULT_MEMORY: i64 = 1 << 30;

impl Cmdlet for NewVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(path) = &self.vhd_path
            && !has_file(cx, path)?
        {
            return Err(no_image(path).into());
        }
        if *self.generation == Some(1) {
            cx.warning(
                "-Generation 1 is kept and reported only: the machine is a q35 with PCI Express and virtio devices, as one of \
                 generation 2.",
            )?;
        }
        let memory =
            u64::try_from(self.memory_startup_bytes.unwrap_or(DEFAULT_MEMORY)).unwrap_or(0);
        let generation = match self.generation.unwrap_or(2) {
            1 => 1,
            _ => 2,
        };
        let boot = self.kernel.as_ref().map(|kernel| DirectBoot {
            kernel: kernel.clone(),
            initrd: self.initial_ramdisk.clone(),
            command_line: self.kernel_command_line.clone().unwrap_or_default(),
        });
        let id = Uuid::random();
        let wish = vm::NewVm {
            name: self
                .name
                .clone()
                .unwrap_or_else(|| "New Virtual Machine".to_owned()),
            id,
            memory,
            vcpus: self.processor_count,
            generation,
            boot,
            disks: self.vhd_path.iter().map(|path| disk(path)).collect(),
            notes: String::new(),
            adapter_id: Uuid::random(),
            mac: None,
            serial_socket: self.serial_socket.clone(),
            switch: self.switch_name.clone(),
        };
        let outcome =
            cx.change_forced(&Scope::PLAN, self.force, &Intent::CreateVm(Box::new(wish)))?;
        if outcome.is_done() {
            emit(cx, &[id])?;
        }
        Ok(())
    }
}

fn has_file(cx: &mut Context, path: &str) -> Flow<bool> {
    let found = cx.host()?.has_file(Path::new(path));
    Ok(found.map_err(|error| shell_error(&error))?)
}

/// The error for an image that is not there.
fn no_image(path: &str) -> ShellError {
    ShellError::new(
        "Vm.DiskNotFound",
        ErrorCategory::ObjectNotFound,
        format!("There is no file '{path}' on the host."),
    )
    .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
    .target(path)
    .help("Make it with 'qemu-img create', or leave -VHDPath out.")
}

/// A disk image; its format is told by the end of its name, as `qemu-img` does not have to be asked then.
fn disk(path: &str) -> Disk {
    let lower = path.to_lowercase();
    let format = [(".qcow2", "qcow2"), (".vhdx", "vhdx"), (".vhd", "vpc")]
        .into_iter()
        .find(|(end, _)| lower.ends_with(end))
        .map_or("raw", |(_, format)| format);
    Disk {
        path: path.to_owned(),
        format: format.to_owned(),
        read_only: false,
    }
}
