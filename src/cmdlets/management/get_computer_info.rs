use iovsh_derive::Cmdlet;

use super::hardware;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{DateTimeValue, MemberKind, PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Gets what is known of the host: its make, processors, memory and operating system.
///
/// # Examples
/// ```iovsh
/// PS> (Get-ComputerInfo -Property OsType).OsType
/// LINUX
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ComputerInfo",
    module = "Microsoft.PowerShell.Management",
    alias = "gin",
    output = "Microsoft.PowerShell.Commands.ComputerInfo"
)]
pub struct GetComputerInfo {
    /// Only these properties. Wildcards are allowed.
    #[param(position = 0)]
    property: Vec<String>,
}

impl Cmdlet for GetComputerInfo {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let processors = hardware::processors();
        let threads: u32 = processors.iter().map(|processor| processor.threads).sum();
        let booted = DateTimeValue::of_unix(hardware::booted(), 0).map(Value::from);
        let names: Vec<Value> = processors
            .iter()
            .map(|processor| Value::from(processor.name.as_str()))
            .collect();
        let facts: Vec<(&'static str, Value)> = vec![
            ("BiosManufacturer", hardware::firmware("bios_vendor").into()),
            ("BiosVersion", hardware::firmware("bios_version").into()),
            (
                "BiosSerialNumber",
                hardware::firmware("product_serial").into(),
            ),
            ("CsName", hardware::host_name().into()),
            ("CsManufacturer", hardware::firmware("sys_vendor").into()),
            ("CsModel", hardware::firmware("product_name").into()),
            (
                "CsNumberOfProcessors",
                Value::UInt32(u32::try_from(processors.len()).unwrap_or(u32::MAX)),
            ),
            ("CsNumberOfLogicalProcessors", Value::UInt32(threads)),
            ("CsProcessors", Value::array(names)),
            (
                "CsTotalPhysicalMemory",
                Value::ULong(hardware::memory("MemTotal")),
            ),
            (
                "CsHypervisorPresent",
                Value::Bool(std::path::Path::new("/dev/kvm").exists()),
            ),
            ("OsName", hardware::distribution("PRETTY_NAME").into()),
            ("OsType", "LINUX".into()),
            ("OsVersion", hardware::distribution("VERSION_ID").into()),
            ("OsBuildNumber", hardware::kernel().into()),
            ("OsArchitecture", std::env::consts::ARCH.into()),
            ("OsLastBootUpTime", booted.into()),
            (
                "OsTotalVisibleMemorySize",
                Value::ULong(hardware::memory("MemTotal") / 1024),
            ),
            (
                "OsFreePhysicalMemory",
                Value::ULong(hardware::memory("MemAvailable") / 1024),
            ),
        ];
        let object = if self.property.is_empty() {
            PsObject::of(&[
                "Microsoft.PowerShell.Commands.ComputerInfo",
                "System.Object",
            ])
        } else {
            PsObject::custom()
        };
        let patterns: Vec<WildcardPattern> = self
            .property
            .iter()
            .map(|text| WildcardPattern::new(text))
            .collect();
        for (name, value) in facts {
            if patterns.is_empty() || patterns.iter().any(|pattern| pattern.is_match(name)) {
                object.push(name, MemberKind::Property(value));
            }
        }
        cx.emit(Value::object(object))
    }
}
