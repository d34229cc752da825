//! The CIM classes that scripts read most, answered from what Linux tells.

use std::rc::Rc;

use chrono::{DateTime, Local};

use super::hardware;
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::value::{DateTimeKind, DateTimeValue, MemberKind, PsObject, TypeNames, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// The classes that are there.
pub const CLASSES: &[&str] = &[
    "Win32_BIOS",
    "Win32_ComputerSystem",
    "Win32_OperatingSystem",
    "Win32_PhysicalMemory",
    "Win32_Processor",
];

/// Who asks: the two cmdlets give their objects different type names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// `Get-CimInstance`.
    Cim,
    /// `Get-WmiObject`.
    Wmi,
}

/// The instances of a class.
///
/// # Errors
/// The class is not there.
pub fn instances(class: &str, asker: Asker) -> Result<Vec<Value>, ShellError> {
    let known = CLASSES.iter().find(|name| name.eq_ignore_ascii_case(class));
    let Some(name) = known else {
        return Err(unknown(class));
    };
    let objects = match *name {
        "Win32_OperatingSystem" => vec![operating_system()],
        "Win32_ComputerSystem" => vec![computer_system()],
        "Win32_BIOS" => vec![bios()],
        "Win32_PhysicalMemory" => vec![physical_memory()],
        _ => processors(),
    };
    Ok(objects
        .into_iter()
        .map(|object| {
            let own: Rc<str> = match asker {
                Asker::Cim => {
                    format!("Microsoft.Management.Infrastructure.CimInstance#root/cimv2/{name}")
                }
                Asker::Wmi => format!("System.Management.ManagementObject#root\\cimv2\\{name}"),
            }
            .into();
            let base: Rc<str> = match asker {
                Asker::Cim => "Microsoft.Management.Infrastructure.CimInstance",
                Asker::Wmi => "System.Management.ManagementObject",
            }
            .into();
            object.set_type_names(TypeNames::Own(Rc::new(vec![
                own,
                base,
                "System.Object".into(),
            ])));
            Value::object(object)
        })
        .collect())
}

fn unknown(class: &str) -> ShellError {
    let error = ShellError::new(
        "HRESULT 0x80041010",
        ErrorCategory::MetadataError,
        format!("Invalid class: '{class}' is not there on a Linux host."),
    )
    .exception("Microsoft.Management.Infrastructure.CimException")
    .target(class);
    let lower = class.to_lowercase();
    let instead = if lower.starts_with("msvm_") {
        "Hyper-V's own classes are answered by cmdlets: Get-VM, Get-VMHost, Get-VMSwitch, Get-VMNetworkAdapter."
            .to_owned()
    } else if lower.contains("networkadapter") || lower.starts_with("msft_netadapter") {
        "Network adapters are listed by Get-NetAdapter and Get-NetAdapterSriov.".to_owned()
    } else if lower == "win32_service" {
        "Services are listed by Get-Service.".to_owned()
    } else if lower == "win32_process" {
        "Processes are listed by Get-Process.".to_owned()
    } else {
        format!("There are {}.", CLASSES.join(", "))
    };
    error.help(instead)
}

fn set(object: &PsObject, name: &'static str, value: impl Into<Value>) {
    object.push(name, MemberKind::Property(value.into()));
}

fn time(seconds: i64) -> Value {
    DateTime::from_timestamp(seconds, 0).map_or(Value::Null, |time| {
        Value::DateTime(Rc::new(DateTimeValue {
            time: time.with_timezone(&Local).fixed_offset(),
            kind: DateTimeKind::Local,
        }))
    })
}

fn operating_system() -> PsObject {
    let object = PsObject::custom();
    set(&object, "SystemDirectory", "/usr/bin");
    set(&object, "Organization", "");
    set(&object, "BuildNumber", hardware::kernel());
    set(&object, "RegisteredUser", "");
    set(&object, "SerialNumber", hardware::line("/etc/machine-id"));
    set(&object, "Version", hardware::distribution("VERSION_ID"));
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

fn computer_system() -> PsObject {
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

fn bios() -> PsObject {
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

fn physical_memory() -> PsObject {
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

/// The class, the condition and the properties of a query: `SELECT Name, Status FROM Win32_Processor WHERE Status = 'OK'`.
pub fn query(text: &str) -> Option<(Vec<String>, String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let from = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case("from"))?;
    let class = words.get(from + 1)?;
    if !words.first()?.eq_ignore_ascii_case("select") {
        return None;
    }
    let properties: Vec<String> = words
        .get(1..from)?
        .join(" ")
        .split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| name != "*" && !name.is_empty())
        .collect();
    let condition = match words.get(from + 2) {
        Some(word) if word.eq_ignore_ascii_case("where") => words.get(from + 3..)?.join(" "),
        Some(_) => return None,
        None => String::new(),
    };
    Some((properties, (*class).to_owned(), condition))
}

/// Whether an object meets a condition: comparisons joined by `AND`.
///
/// # Errors
/// The condition is more than that.
pub fn meets(object: &Value, condition: &str) -> Result<bool, ShellError> {
    let Value::Object(object) = object else {
        return Ok(false);
    };
    let lower = condition.to_lowercase();
    let mut from = 0;
    let mut parts = Vec::new();
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find(" and ")) {
        parts.push(condition.get(from..from + at).unwrap_or_default());
        from += at + " and ".len();
    }
    parts.push(condition.get(from..).unwrap_or_default());
    for part in parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
    {
        let (name, operator, wanted) = comparison(part).ok_or_else(|| {
            ShellError::new(
                "HRESULT 0x80041017",
                ErrorCategory::InvalidArgument,
                format!("Invalid query: '{part}'."),
            )
            .exception("Microsoft.Management.Infrastructure.CimException")
            .help("Comparisons of a property with a value, joined by AND, are known here. Where-Object does the rest.")
        })?;
        let value = object.get(name).unwrap_or_default();
        let text = crate::inspect::text(&value);
        let numbers = text.parse::<f64>().ok().zip(wanted.parse::<f64>().ok());
        let order = numbers
            .and_then(|(a, b)| a.partial_cmp(&b))
            .unwrap_or_else(|| text.to_lowercase().cmp(&wanted.to_lowercase()));
        let holds = match operator {
            "=" => order.is_eq(),
            "<>" | "!=" => order.is_ne(),
            "<" => order.is_lt(),
            ">" => order.is_gt(),
            "<=" => order.is_le(),
            ">=" => order.is_ge(),
            _ => WildcardPattern::new(&wanted.replace('%', "*").replace('_', "?")).is_match(&text),
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The property, the operator and the value of `Name LIKE 'a%'`.
fn comparison(part: &str) -> Option<(&str, &'static str, String)> {
    const OPERATORS: [&str; 7] = ["<=", ">=", "<>", "!=", "=", "<", ">"];
    let name_end = part.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
    let name = part.get(..name_end)?;
    let rest = part.get(name_end..)?.trim_start();
    let value = |text: &str| text.trim().trim_matches(['\'', '"']).to_owned();
    for operator in OPERATORS {
        if let Some(wanted) = rest.strip_prefix(operator) {
            return Some((name, operator, value(wanted)));
        }
    }
    let (word, wanted) = rest.split_once(' ')?;
    word.eq_ignore_ascii_case("like")
        .then(|| (name, "like", value(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_and_conditions() {
        let (properties, class, condition) =
            query("SELECT Name FROM Win32_X WHERE A = 'b' AND C >= 2").expect("a query");
        assert_eq!(
            (properties.as_slice(), class.as_str()),
            (&["Name".to_owned()][..], "Win32_X")
        );
        let object = Value::object(PsObject::custom().with("A", "B").with("C", 10));
        assert!(meets(&object, &condition).expect("a condition"));
        assert!(meets(&object, "A LIKE '%b'").expect("a condition"));
        assert!(!meets(&object, "C < 9").expect("a condition"));
        assert!(meets(&object, "A OR B").is_err());
    }

    #[test]
    fn a_class_that_is_not_there_names_those_that_are() {
        let error = instances("Win32_Fan", Asker::Cim).expect_err("no fan");
        assert!(
            error
                .help
                .is_some_and(|help| help.contains("Win32_Processor"))
        );
        assert_eq!(
            instances("win32_bios", Asker::Wmi)
                .map(|found| found.len())
                .ok(),
            Some(1)
        );
    }
}
