//! `New-VM`.

use super::cloud::CloudImage;
use super::output::emit;
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::{BootDevice, Version, VirtualMachine};
use crate::unsupported;
use crate::vhd::{host_path, is_windows_path};
use iovsh_backend::Scope;
use iovsh_backend::model::{BootFrom, DirectBoot, Uuid};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::export::ways;
use iovsh_backend::policy::storage::image;
use iovsh_backend::policy::vm;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::time::{SystemTime, UNIX_EPOCH};

/// Defines a virtual machine with one network adapter.
///
/// The machine is a libvirt domain with virtio devices. Its disk is a new image (-NewVHDPath) or one that is there (-VHDPath); with -Kernel and
/// -InitialRamdisk it boots a kernel of the host directly, which is handy for tests and appliances.
///
/// -Generation 1 gives it a BIOS, its disk behind an IDE controller, and an empty DVD drive behind the second one: what any system boots from
/// without a driver. -Generation 2 gives it UEFI and a virtio disk. Without -Generation it has a virtio disk and a BIOS, and counts as one of
/// generation 2. All are q35 machines, so that an adapter can have a virtual function.
///
/// A cloud image boots with -Differencing, -SshKey and -UserData (Linux only): the machine gets a disk that builds on the image, and a disc
/// that tells cloud-init its name and who may log in.
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
/// A cloud image, on a disk of its own, with a key to log in:
/// ```iovsh
/// PS> New-VMSwitch fast -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> New-VM app2 -MemoryStartupBytes 1GB -SwitchName fast -VHDPath /var/lib/libvirt/images/debian-13.qcow2 -Differencing -SshKey 'ssh-ed25519 AAAAC3Nz me' | Out-Null
/// PS> Set-VMNetworkAdapter app2 -IovWeight 100
/// PS> Start-VM app2
/// PS> (Get-VMHardDiskDrive app2).Path; (Get-VMDvdDrive app2).Path; (Get-VMNetworkAdapter app2).IovUsage
/// /var/lib/libvirt/images/app2.qcow2
/// /var/lib/libvirt/images/app2.seed.iso
/// 1
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
    /// What it boots from first: VHD, CD, NetworkAdapter, or LegacyNetworkAdapter, which makes its network adapter an emulated one; a machine of
    /// -Generation 2 has none such. The others follow. CD gives it an empty DVD drive.
    #[param(not_null_or_empty)]
    boot_device: Nullable<BootDevice>,
    /// Without a disk.
    #[param(set = "No VHD")]
    no_vhd: bool,
    /// The switch that its network adapter is connected to.
    #[param(complete = complete::switches, not_null_or_empty)]
    switch_name: Option<String>,
    /// A new disk image, which is made for it: a name that ends with .qcow2, .raw, .img or .vhd, or .vhdx, which becomes a qcow2 image with a
    /// warning. A name without a folder is one in that of Set-VMHost -VirtualHardDiskPath, or of -Path.
    #[param(set = "New VHD", mandatory)]
    new_vhd_path: Option<String>,
    /// The size of the new disk.
    #[param(set = "New VHD", mandatory)]
    new_vhd_size_bytes: Option<u64>,
    /// An existing disk image on the host: raw, qcow2 or vhd. Its format is read from it.
    #[param(set = "Existing VHD", mandatory)]
    vhd_path: Option<String>,
    /// The folder for a new disk that names none. Folders in it that a new disk needs are made. libvirt keeps the definitions of virtual machines itself.
    #[param(not_null_or_empty)]
    path: Option<String>,
    #[param(not_null, no_effect = "libvirt negotiates the machine's version.")]
    version: Option<Version>,
    #[param(no_effect = "libvirt negotiates the machine's version.")]
    prerelease: bool,
    #[param(no_effect = "libvirt negotiates the machine's version.")]
    experimental: bool,
    /// 1: a BIOS, and drives on IDE. 2: UEFI, which the host needs edk2 for. Without it: virtio drives and a BIOS.
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
    cloud: CloudImage,
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
        let name = self
            .name
            .clone()
            .unwrap_or_else(|| "New Virtual Machine".to_owned());
        let disk = self.disk(cx, &name)?;
        let is_cloud = self.cloud.own_disk()?.is_some();
        let made = self.folders_of_its_own(cx, disk.as_ref())?;
        if self.path.is_some() && made.is_empty() {
            cx.warning(
                "-Path has no effect: it is the folder of a new disk that names none or one below it, and libvirt keeps the definition itself.",
            )?;
        }
        let beside = disk.as_ref().and_then(|disk| disk.path().rsplit_once('/'));
        let folder = match beside {
            Some((folder, _)) => folder.to_owned(),
            // Nothing is put beside a disk.
            None if !is_cloud => String::new(),
            None => self.folder(cx)?,
        };
        let seed = self.cloud.seed(cx, &name, &folder)?;
        let memory =
            u64::try_from(self.memory_startup_bytes.unwrap_or(DEFAULT_MEMORY)).unwrap_or(0);
        let generation = match self.generation.unwrap_or(2) {
            1 => 1,
            _ => 2,
        };
        let legacy = *self.boot_device == Some(BootDevice::LegacyNetworkAdapter);
        let refuses_legacy = *self.generation == Some(2);
        if legacy && refuses_legacy {
            cx.warning(
                "A machine of generation 2 has no legacy network adapter: it boots from its own first, which is a virtio one.",
            )?;
        }
        let boot = self.kernel.as_ref().map(|kernel| DirectBoot {
            kernel: kernel.clone(),
            initrd: self.initial_ramdisk.clone(),
            command_line: self.kernel_command_line.clone().unwrap_or_default(),
        });
        let id = Uuid::random();
        let new = vm::NewVm {
            name,
            id,
            memory,
            vcpus: self.processor_count,
            generation,
            // A kernel that is booted directly needs no firmware to find it.
            uefi: *self.generation == Some(2) && boot.is_none(),
            boot,
            disk,
            boot_order: boot_order(*self.boot_device),
            disks: Vec::new(),
            notes: String::new(),
            created: now(),
            adapter_id: Uuid::random(),
            emulated: legacy && !refuses_legacy,
            mac: None,
            serial_socket: self.serial_socket.clone(),
            switch: self.switch_name.clone(),
            seed,
        };
        let disk = new.disk.iter().map(|disk| disk.path().to_owned());
        let parent = new.disk.iter().filter_map(vm::NewDisk::parent).cloned();
        let seed = new.seed.iter().map(|seed| seed.path.clone());
        let paths: Vec<String> = disk.chain(parent).chain(seed).chain(made.clone()).collect();
        let scope = if paths.is_empty() {
            Scope::PLAN
        } else {
            Scope {
                stored: Some(made).filter(|made| !made.is_empty()),
                ..Scope::with_images(paths)
            }
        };
        let outcome = cx.change_forced(&scope, self.force, &Intent::CreateVm(Box::new(new)))?;
        if outcome.is_done() {
            emit(cx, &[id])?;
        }
        Ok(())
    }
}

impl NewVm {
    /// The disk that it gets.
    fn disk(&self, cx: &mut Context, machine: &str) -> Flow<Option<vm::NewDisk>> {
        if let Some(path) = &self.vhd_path {
            let path = host_path(cx, path)?;
            let Some(size) = self.cloud.own_disk()? else {
                return Ok(Some(vm::NewDisk::Existing(path)));
            };
            let own = machine.replace(['/', '\0', '\n', '\r'], "_");
            return Ok(Some(vm::NewDisk::New(image::NewVhd {
                path: format!("{}/{own}.qcow2", self.folder(cx)?),
                size,
                parent: Some(path),
                ..image::NewVhd::default()
            })));
        }
        let Some(name) = &self.new_vhd_path else {
            return Ok(None);
        };
        let path = if name.contains('/') || is_windows_path(name) {
            host_path(cx, name)?
        } else {
            format!("{}/{name}", self.folder(cx)?)
        };
        Ok(Some(vm::NewDisk::New(image::NewVhd {
            path,
            size: self.new_vhd_size_bytes,
            ..image::NewVhd::default()
        })))
    }

    /// The folders on the way to a new disk that is in that of -Path, or below it: as in Hyper-V they are the machine's own, and are made. Empty
    /// for any other disk.
    fn folders_of_its_own(
        &self,
        cx: &mut Context,
        disk: Option<&vm::NewDisk>,
    ) -> Flow<Vec<String>> {
        let (Some(vm::NewDisk::New(disk)), Some(_)) = (disk, &self.path) else {
            return Ok(Vec::new());
        };
        let own = self.folder(cx)?;
        let below = disk.path.strip_prefix(&own);
        let Some((folder, _)) = disk
            .path
            .rsplit_once('/')
            .filter(|(folder, _)| !folder.is_empty() && below.is_some_and(|p| p.starts_with('/')))
        else {
            return Ok(Vec::new());
        };
        Ok(ways(folder))
    }

    /// The folder of new images that name none.
    fn folder(&self, cx: &mut Context) -> Flow<String> {
        let folder = match &self.path {
            Some(path) => host_path(cx, path)?,
            None => cx
                .snapshot(&Scope::NOTHING)?
                .desired
                .disk_folder()
                .to_owned(),
        };
        Ok(folder.trim_end_matches('/').to_owned())
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

/// The time, in seconds since 1970; `None` before that.
fn now() -> Option<u64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}
