//! `New-VM`.

use super::output::emit;
use crate::complete;
use crate::door::Hosts;
use crate::remote::Remote;
use crate::types::{BootDevice, Version, VirtualMachine};
use crate::unsupported;
use crate::vhd::{IMAGES, host_path};
use iovsh_backend::Scope;
use iovsh_backend::model::{BootFrom, DirectBoot, Uuid};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::storage::image;
use iovsh_backend::policy::vm;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Defines a virtual machine with one network adapter.
///
/// The machine is a libvirt domain with virtio devices. Its disk is a new image (-NewVHDPath) or one that is there (-VHDPath); with -Kernel and
/// -InitialRamdisk it boots a kernel of the host directly, which is handy for tests and appliances.
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
/// One with a new disk, to be installed from a disc:
/// ```iovsh
/// PS> New-VM db1 -MemoryStartupBytes 2GB -NewVHDPath db1.qcow2 -NewVHDSizeBytes 40GB -BootDevice CD | Out-Null
/// PS> Set-VMDvdDrive db1 -Path /var/lib/libvirt/images/debian-13.iso
/// PS> (Get-VMHardDiskDrive db1).Path
/// /var/lib/libvirt/images/db1.qcow2
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
    /// What it boots from first: VHD, CD, NetworkAdapter (LegacyNetworkAdapter is the same). The others follow. CD gives it an empty DVD drive.
    #[param(not_null_or_empty)]
    boot_device: Nullable<BootDevice>,
    /// Without a disk.
    #[param(set = "No VHD")]
    no_vhd: bool,
    /// The switch that its network adapter is connected to.
    #[param(complete = complete::switches, not_null_or_empty)]
    switch_name: Option<String>,
    /// A new disk image, which is made for it: a name that ends with .qcow2, .raw, .img or .vhd, or .vhdx, which becomes a qcow2 image with a
    /// warning. A name without a folder is one in /var/lib/libvirt/images, or in the folder of -Path.
    #[param(set = "New VHD", mandatory)]
    new_vhd_path: Option<String>,
    /// The size of the new disk.
    #[param(set = "New VHD", mandatory)]
    new_vhd_size_bytes: Option<u64>,
    /// An existing disk image on the host: raw, qcow2 or vhd. Its format is read from it.
    #[param(set = "Existing VHD", mandatory)]
    vhd_path: Option<String>,
    /// The folder for a new disk that names none. libvirt keeps the definitions of virtual machines itself.
    #[param(not_null_or_empty)]
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
        if *self.boot_device == Some(BootDevice::Floppy) {
            unsupported::refuse(
                "BootDevice",
                "a q35 machine has no floppy drive; put the image into a DVD drive: -BootDevice CD.",
            )?;
        }
        let disk = self.disk(cx);
        let names_folder = |name: &String| name.contains('/');
        if self.path.is_some() && self.new_vhd_path.as_ref().is_none_or(names_folder) {
            cx.warning(
                "-Path has no effect: it is the folder of a new disk that names none, and libvirt keeps the definition itself.",
            )?;
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
            disk,
            boot_order: boot_order(*self.boot_device),
            disks: Vec::new(),
            notes: String::new(),
            adapter_id: Uuid::random(),
            mac: None,
            serial_socket: self.serial_socket.clone(),
            switch: self.switch_name.clone(),
        };
        let paths = wish.disk.iter().map(|disk| disk.path().to_owned());
        let scope = match wish.disk {
            Some(_) => Scope::with_images(paths),
            None => Scope::PLAN,
        };
        let outcome = cx.change_forced(&scope, self.force, &Intent::CreateVm(Box::new(wish)))?;
        if outcome.is_done() {
            emit(cx, &[id])?;
        }
        Ok(())
    }
}

impl NewVm {
    /// The disk that it gets.
    fn disk(&self, cx: &mut Context) -> Option<vm::NewDisk> {
        if let Some(path) = &self.vhd_path {
            return Some(vm::NewDisk::Existing(host_path(cx, path)));
        }
        let name = self.new_vhd_path.as_ref()?;
        let path = if name.contains('/') {
            host_path(cx, name)
        } else {
            let folder = self.path.as_deref().unwrap_or(IMAGES);
            host_path(cx, &format!("{}/{name}", folder.trim_end_matches('/')))
        };
        Some(vm::NewDisk::New(image::NewVhd {
            path,
            size: self.new_vhd_size_bytes,
            ..image::NewVhd::default()
        }))
    }
}

/// What it tries to boot from, in order.
fn boot_order(first: Option<BootDevice>) -> Vec<BootFrom> {
    let mut order = vec![BootFrom::Disk, BootFrom::Disc, BootFrom::Network];
    let first = match first {
        Some(BootDevice::CD) => BootFrom::Disc,
        Some(BootDevice::NetworkAdapter | BootDevice::LegacyNetworkAdapter) => BootFrom::Network,
        _ => BootFrom::Disk,
    };
    order.retain(|device| *device != first);
    order.insert(0, first);
    order
}
