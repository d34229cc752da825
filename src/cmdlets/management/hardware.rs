//! What this host is made of, as `/proc`, `/sys` and `/etc/os-release` tell it.

use std::fs;

/// The first line of a file, without blanks at its ends; empty when it cannot be read.
pub fn line(path: &str) -> String {
    first_line(path).unwrap_or_default()
}

fn first_line(path: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    Some(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// A field of the firmware's tables: `sys_vendor`, `product_name`, `product_serial` ... `None` where there are no such tables, and for what
/// only root may read: the serial numbers.
pub fn firmware(field: &str) -> Option<String> {
    first_line(&format!("/sys/class/dmi/id/{field}"))
}

/// The name of the host.
pub fn host_name() -> String {
    line("/proc/sys/kernel/hostname")
}

/// The release of the kernel.
pub fn kernel() -> String {
    line("/proc/sys/kernel/osrelease")
}

/// A field of `/etc/os-release`: `PRETTY_NAME`, `VERSION_ID` ...
pub fn distribution(field: &str) -> String {
    fs::read_to_string("/etc/os-release")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix(field)?.strip_prefix('='))
        .map(|value| value.trim_matches('"').to_owned())
        .unwrap_or_default()
}

/// A field of `/proc/meminfo`, in bytes.
pub fn memory(field: &str) -> u64 {
    fs::read_to_string("/proc/meminfo")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))
        .and_then(|value| value.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        .saturating_mul(1024)
}

/// Seconds since 1970 at which the host was started.
pub fn booted() -> i64 {
    fs::read_to_string("/proc/stat")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("btime ")?.trim().parse().ok())
        .unwrap_or(0)
}

/// Seconds since the host was started.
pub fn uptime() -> i64 {
    fs::read_to_string("/proc/uptime")
        .unwrap_or_default()
        .split('.')
        .next()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(0)
}

/// A processor package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Processor {
    /// The name that it gives itself.
    pub name: String,
    /// Who made it.
    pub vendor: String,
    /// MHz.
    pub clock: u32,
    /// Cores in the package.
    pub cores: u32,
    /// Threads in the package.
    pub threads: u32,
    /// Whether it can run virtual machines.
    pub virtualization: bool,
}

/// The processor packages.
pub fn processors() -> Vec<Processor> {
    packages(&fs::read_to_string("/proc/cpuinfo").unwrap_or_default())
}

fn packages(text: &str) -> Vec<Processor> {
    let mut found: Vec<(String, Processor)> = Vec::new();
    for block in text.split("\n\n") {
        let field = |name: &str| {
            block
                .lines()
                .find_map(|line| {
                    let (key, value) = line.split_once(':')?;
                    (key.trim() == name).then(|| value.trim().to_owned())
                })
                .unwrap_or_default()
        };
        if field("processor").is_empty() {
            continue;
        }
        let package = field("physical id");
        let flags = field("flags");
        match found.iter_mut().find(|(id, _)| *id == package) {
            Some((_, processor)) => processor.threads = processor.threads.saturating_add(1),
            None => found.push((
                package,
                Processor {
                    name: field("model name"),
                    vendor: field("vendor_id"),
                    clock: field("cpu MHz").parse::<f64>().map_or(0, |mhz| mhz as u32),
                    cores: field("cpu cores").parse().unwrap_or(1),
                    threads: 1,
                    virtualization: flags
                        .split_whitespace()
                        .any(|flag| matches!(flag, "vmx" | "svm")),
                },
            )),
        }
    }
    found.into_iter().map(|(_, processor)| processor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_firmware_does_not_tell_is_nothing_and_not_empty() {
        assert_eq!(firmware("no_such_field"), None);
    }

    #[test]
    fn threads_are_counted_by_package() {
        let block = |cpu: u32, package: u32| {
            format!(
                "processor\t: {cpu}\nvendor_id\t: GenuineIntel\nmodel name\t: X\ncpu MHz\t\t: 2400.5\n\
                 physical id\t: {package}\ncpu cores\t: 2\nflags\t\t: fpu vmx\n"
            )
        };
        let text = [block(0, 0), block(1, 0), block(2, 1)].join("\n");
        let found = packages(&text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].threads, 2);
        assert_eq!(found[0].clock, 2400);
        assert!(found[1].virtualization);
    }
}
