//! `iovsh --version`: the version in the first line, and below it what a report of a fault has to say of the computer.
//!
//! No host is opened for it, so it answers where libvirt does not.

use std::fs;
use std::path::Path;

/// The sockets of libvirt's daemons, in the order in which they are tried.
const SOCKETS: [&str; 2] = ["/run/libvirt/virtqemud-sock", "/run/libvirt/libvirt-sock"];

/// What `--version` prints.
pub fn text(host: Option<&str>) -> String {
    let mut lines = vec![format!("iovsh {}", env!("CARGO_PKG_VERSION"))];
    let host = host.unwrap_or("local");
    // What follows is of the computer that this runs on, whatever host is worked on.
    let about = match host {
        "local" => host.to_owned(),
        other => format!("{other}; the rest is of this computer"),
    };
    let facts = [
        ("host", about),
        ("kernel", kernel()),
        ("system", system()),
        ("libvirt", libvirt()),
        ("iommu", iommu()),
        ("sr-iov", sriov()),
    ];
    lines.extend(facts.map(|(name, fact)| format!("  {name:8} {fact}")));
    lines.join("\n") + "\n"
}

fn kernel() -> String {
    let name = rustix::system::uname();
    format!(
        "{} {} {}",
        name.sysname().to_string_lossy(),
        name.release().to_string_lossy(),
        name.machine().to_string_lossy()
    )
}

fn system() -> String {
    let text = fs::read_to_string("/etc/os-release")
        .or_else(|_| fs::read_to_string("/usr/lib/os-release"))
        .unwrap_or_default();
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map(|name| name.trim_matches('"').to_owned());
    name.unwrap_or_else(|| "unknown".to_owned())
}

fn libvirt() -> String {
    let found = SOCKETS.iter().find(|socket| Path::new(socket).exists());
    found.map_or_else(
        || "no socket of libvirt's daemons".to_owned(),
        |socket| (*socket).to_owned(),
    )
}

fn iommu() -> String {
    match count(Path::new("/sys/kernel/iommu_groups"), |_| true) {
        0 => "no IOMMU groups".to_owned(),
        groups => format!("{groups} IOMMU groups"),
    }
}

fn sriov() -> String {
    let capable = |device: &Path| device.join("sriov_totalvfs").exists();
    let nics = count(Path::new("/sys/class/net"), |nic| {
        capable(&nic.join("device"))
    });
    match nics {
        0 => "no network adapter with SR-IOV".to_owned(),
        1 => "1 network adapter with SR-IOV".to_owned(),
        nics => format!("{nics} network adapters with SR-IOV"),
    }
}

fn count(folder: &Path, fits: impl Fn(&Path) -> bool) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| fits(&entry.path())).count()
}
