//! The computer itself: its operating system, firmware, memory, processors, disks, services and files.

use chrono::Local;

use super::super::hardware;
use super::super::service_info::ServiceInfo;
use super::Asked;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::value::{DateTimeValue, MemberKind, PsObject, Value};

macro_rules! only_one {
    ($($(#[$doc:meta])* $name:ident $one:ident;)*) => {
        $($(#[$doc])* pub(super) fn $name(_: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
            Ok(vec![$one()])
        })*
    };
}

only_one! {
    /// `Win32_OperatingSystem`.
    operating_system one_operating_system;
    /// `Win32_ComputerSystem`.
    computer_system one_computer_system;
    /// `Win32_BIOS`.
    bios one_bios;
    /// `Win32_PhysicalMemory`.
    physical_memory one_physical_memory;
}

/// `Win32_Processor`.
pub(super) fn processor(_: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    Ok(processors())
}

/// The kernel's release as the three numbers that a version has: scripts cut it into them.
fn three_numbers(release: &str) -> String {
    let mut numbers: Vec<u32> = release
        .split(['.', '-', '+', '_'])
        .map_while(|part| part.parse().ok())
        .take(3)
        .collect();
    numbers.resize(3, 0);
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    words.join(".")
}

/// `Win32_Service`.
pub(super) fn service(_: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let found = ServiceInfo::find(None)?;
    Ok(found
        .iter()
        .map(|service| {
            let object = PsObject::custom();
            let runs = matches!(
                service.status,
                super::super::service_info::ServiceStatus::Running
            );
            set(&object, "Name", service.name.as_str());
            set(&object, "DisplayName", service.description());
            set(&object, "State", if runs { "Running" } else { "Stopped" });
            set(&object, "StartMode", service.start_word());
            set(&object, "ProcessId", service.process_id());
            set(&object, "Started", runs);
            set(&object, "Status", "OK");
            object
        })
        .collect())
}

/// `Win32_LogicalDisk`: the file systems that are mounted from a device.
pub(super) fn logical_disk(_: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mut seen: Vec<String> = Vec::new();
    let mut disks = Vec::new();
    for line in mounts.lines() {
        let mut words = line.split(' ');
        let (Some(device), Some(place), Some(kind)) = (words.next(), words.next(), words.next())
        else {
            continue;
        };
        let is_remote = kind.starts_with("nfs") || kind == "cifs";
        let is_disk = device.starts_with('/') || is_remote || place == "/";
        if !is_disk || seen.iter().any(|known| known == place) {
            continue;
        }
        seen.push(place.to_owned());
        // A blank in a path stands there as \040.
        let path = place.replace("\\040", " ");
        let space = rustix::fs::statvfs(path.as_str()).ok();
        let bytes = |blocks: fn(&rustix::fs::StatVfs) -> u64| {
            space.as_ref().map_or(Value::Null, |space| {
                Value::ULong(blocks(space).saturating_mul(space.f_frsize))
            })
        };
        let object = PsObject::custom();
        set(&object, "DeviceID", path.as_str());
        set(
            &object,
            "DriveType",
            Value::UInt32(if is_remote { 4 } else { 3 }),
        );
        set(
            &object,
            "ProviderName",
            if is_remote {
                Value::from(device)
            } else {
                Value::Null
            },
        );
        set(&object, "FreeSpace", bytes(|space| space.f_bavail));
        set(&object, "Size", bytes(|space| space.f_blocks));
        set(&object, "VolumeName", device);
        set(&object, "FileSystem", kind);
        set(&object, "Name", path.as_str());
        disks.push(object);
    }
    Ok(disks)
}

/// `CIM_DataFile`: the file that the condition names; there is no list of all.
pub(super) fn data_file(cx: &mut Context, asked: &Asked) -> Flow<Vec<PsObject>> {
    let Some(name) = asked.value_of("Name") else {
        return Ok(Vec::new());
    };
    let path = cx.session().locations.native(&name.replace("\\\\", "/"));
    let Ok(facts) = std::fs::metadata(&path) else {
        return Ok(Vec::new());
    };
    if !facts.is_file() {
        return Ok(Vec::new());
    }
    let text = os_text::text_of(&path);
    let object = PsObject::custom();
    set(&object, "Name", text.as_str());
    set(&object, "FileSize", Value::ULong(facts.len()));
    set(
        &object,
        "FileName",
        path.file_stem().map(os_text::text_of).unwrap_or_default(),
    );
    set(
        &object,
        "Extension",
        path.extension().map(os_text::text_of).unwrap_or_default(),
    );
    set(
        &object,
        "Path",
        path.parent().map(os_text::text_of).unwrap_or_default(),
    );
    let changed = facts
        .modified()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(Value::Null, |age| {
            time(i64::try_from(age.as_secs()).unwrap_or(0))
        });
    set(&object, "LastModified", changed);
    // Files of Linux carry no version.
    set(&object, "Version", Value::Null);
    Ok(vec![object])
}

pub(super) fn set(object: &PsObject, name: &'static str, value: impl Into<Value>) {
    object.push(name, MemberKind::Property(value.into()));
}

pub(super) fn time(seconds: i64) -> Value {
    DateTimeValue::of_unix(seconds, 0).map_or(Value::Null, Value::from)
}

fn one_operating_system() -> PsObject {
    let object = PsObject::custom();
    set(&object, "SystemDirectory", "/usr/bin");
    set(&object, "Organization", "");
    set(&object, "BuildNumber", hardware::kernel());
    set(&object, "RegisteredUser", "");
    set(&object, "SerialNumber", hardware::line("/etc/machine-id"));
    set(&object, "Version", three_numbers(&hardware::kernel()));
    set(&object, "Caption", hardware::distribution("PRETTY_NAME"));
    set(&object, "Name", hardware::distribution("NAME"));
    set(&object, "CSName", hardware::host_name());
    set(&object, "OSArchitecture", architecture());
    set(&object, "LastBootUpTime", time(hardware::booted()));
    set(&object, "LocalDateTime", time(Local::now().timestamp()));
    set(
        &object,
        "TotalVisibleMemorySize",
        hardware::memory("MemTotal") / 1024,
    );
    set(
        &object,
        "FreePhysicalMemory",
        hardware::memory("MemAvailable") / 1024,
    );
    set(
        &object,
        "TotalVirtualMemorySize",
        (hardware::memory("MemTotal") + hardware::memory("SwapTotal")) / 1024,
    );
    set(
        &object,
        "FreeVirtualMemory",
        (hardware::memory("MemAvailable") + hardware::memory("SwapFree")) / 1024,
    );
    set(&object, "OSType", Value::UInt16(36));
    set(&object, "ProductType", Value::UInt32(3));
    set(&object, "Status", "OK");
    set(&object, "PSComputerName", Value::Null);
    object
}

fn architecture() -> &'static str {
    if cfg!(target_pointer_width = "64") {
        "64-bit"
    } else {
        "32-bit"
    }
}

fn one_computer_system() -> PsObject {
    let processors = hardware::processors();
    let threads: u32 = processors.iter().map(|processor| processor.threads).sum();
    let object = PsObject::custom();
    let host = hardware::host_name();
    set(&object, "Name", host.as_str());
    set(&object, "PrimaryOwnerName", "");
    set(
        &object,
        "Domain",
        host.split_once('.').map_or("", |(_, domain)| domain),
    );
    set(&object, "TotalPhysicalMemory", hardware::memory("MemTotal"));
    set(&object, "Model", hardware::firmware("product_name"));
    set(&object, "Manufacturer", hardware::firmware("sys_vendor"));
    set(
        &object,
        "NumberOfProcessors",
        u32::try_from(processors.len()).unwrap_or(u32::MAX),
    );
    set(&object, "NumberOfLogicalProcessors", threads);
    set(
        &object,
        "DNSHostName",
        host.split('.').next().unwrap_or_default(),
    );
    set(&object, "PartOfDomain", false);
    set(&object, "Workgroup", "");
    set(
        &object,
        "HypervisorPresent",
        std::path::Path::new("/dev/kvm").exists(),
    );
    set(
        &object,
        "SystemType",
        format!("{}-based PC", std::env::consts::ARCH),
    );
    set(&object, "Status", "OK");
    set(&object, "PSComputerName", Value::Null);
    object
}

fn one_bios() -> PsObject {
    let object = PsObject::custom();
    set(
        &object,
        "SMBIOSBIOSVersion",
        hardware::firmware("bios_version"),
    );
    set(&object, "Manufacturer", hardware::firmware("bios_vendor"));
    set(&object, "Name", hardware::firmware("bios_version"));
    set(
        &object,
        "SerialNumber",
        hardware::firmware("product_serial"),
    );
    set(&object, "Version", hardware::firmware("bios_version"));
    set(&object, "ReleaseDate", hardware::firmware("bios_date"));
    object
}

fn one_physical_memory() -> PsObject {
    let object = PsObject::custom();
    set(&object, "Tag", "Physical Memory 0");
    set(&object, "Capacity", hardware::memory("MemTotal"));
    object
}

fn processors() -> Vec<PsObject> {
    hardware::processors()
        .into_iter()
        .enumerate()
        .map(|(index, processor)| {
            let object = PsObject::custom();
            set(&object, "DeviceID", format!("CPU{index}"));
            set(&object, "Name", processor.name.as_str());
            set(&object, "Caption", processor.name.as_str());
            set(&object, "MaxClockSpeed", processor.clock);
            set(&object, "SocketDesignation", format!("CPU{index}"));
            set(&object, "Manufacturer", processor.vendor.as_str());
            set(&object, "NumberOfCores", processor.cores);
            set(&object, "NumberOfEnabledCore", processor.cores);
            set(&object, "NumberOfLogicalProcessors", processor.threads);
            set(&object, "CurrentClockSpeed", processor.clock);
            set(
                &object,
                "VirtualizationFirmwareEnabled",
                processor.virtualization,
            );
            set(
                &object,
                "SecondLevelAddressTranslationExtensions",
                processor.virtualization,
            );
            set(&object, "AddressWidth", Value::UInt16(64));
            set(&object, "Status", "OK");
            object
        })
        .collect()
}
