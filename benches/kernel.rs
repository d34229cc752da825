//! iovsh beside the tools that it replaces, on a real kernel and libvirt: `ip -batch` and `virsh list`.
//!
//! Needs root, a PF and libvirt, so it is run in the lab: `tests/lab/lab bench`. Each row is a whole process, taken in turns.
//! Arguments: the interface of a PF, and the number of VFs to program; of a `netdevsim` device, which is no PCI function, the
//! programming alone is measured.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::netlink::Netlink;
use iovsh::backend::model::{MacAddress, PciAddress, VfAttributes};
use iovsh::backend::plan::VfChange;
use iovsh::backend::{Change, Machine};

const ROUNDS: usize = 30;

fn mac(index: u32) -> MacAddress {
    format!("52:54:00:77:{:02x}:{:02x}", index / 256, index % 256)
        .parse()
        .expect("a MAC address")
}

fn wanted(index: u32) -> VfAttributes {
    VfAttributes {
        mac: Some(mac(index)),
        spoof_check: Some(true),
        trust: Some(false),
        ..VfAttributes::default()
    }
}

/// What the child does: the settings that iovsh makes before a VF is allocated, one netlink request a knob.
fn program(pf: &str, count: u32) {
    let address: PciAddress = pf.parse().expect("a PCI address");
    let host = LinuxMachine::local();
    for index in 0..count {
        host.apply(&Change::Vf(VfChange::Set {
            pf: address,
            index,
            attributes: wanted(index),
        }))
        .expect("a programmed VF");
    }
}

/// The same for an interface that is not of PCI.
fn program_by_name(interface: &str, count: u32) {
    let netlink = Netlink::route();
    let name = interface.parse().expect("an interface name");
    let link = netlink.link(&name).expect("the interface");
    for index in 0..count {
        netlink
            .set_vf(link.index, index, &wanted(index))
            .expect("a programmed VF");
    }
}

fn batch(interface: &str, count: u32, folder: &Path) -> PathBuf {
    let mut text = String::new();
    for index in 0..count {
        text.push_str(&format!(
            "link set dev {interface} vf {index} mac {}\n",
            mac(index).colons()
        ));
        text.push_str(&format!(
            "link set dev {interface} vf {index} spoofchk on\n"
        ));
        text.push_str(&format!("link set dev {interface} vf {index} trust off\n"));
    }
    let path = folder.join("batch");
    std::fs::write(&path, text).expect("a batch file");
    path
}

fn milliseconds(program: &str, arguments: &[&str]) -> f64 {
    let start = Instant::now();
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    start.elapsed().as_secs_f64() * 1e3
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Takes the two in turns; prints both medians and the ratio.
fn duel(name: &str, mine: (&str, &[&str]), peer: (&str, &[&str])) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let pair = (milliseconds(mine.0, mine.1), milliseconds(peer.0, peer.1));
        // The first round warms the caches.
        if round > 0 {
            ours.push(pair.0);
            theirs.push(pair.1);
        }
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    println!(
        "| {name} | {ours:.2} ms | {theirs:.2} ms | {:.2} |",
        theirs / ours
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["--program", pf, count] => program(pf, count.parse().expect("a number")),
        ["--program-by-name", interface, count] => {
            program_by_name(interface, count.parse().expect("a number"));
        }
        ["--netdevsim", interface, count] => {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let batch = batch(interface, count.parse().expect("a number"), folder.path());
            let own = std::env::current_exe().expect("this program");
            duel(
                &format!("program {count} VFs of netdevsim (MAC, spoof check, trust) / ip -batch"),
                (
                    &own.to_string_lossy(),
                    &["--program-by-name", interface, count],
                ),
                ("ip", &["-batch", &batch.to_string_lossy()]),
            );
        }
        [interface, count] => {
            let count: u32 = count.parse().expect("a number");
            let device = std::fs::canonicalize(format!("/sys/class/net/{interface}/device"))
                .expect("a PCI device");
            let pf = device
                .file_name()
                .and_then(|name| name.to_str())
                .expect("its address")
                .to_owned();
            let folder = tempfile::tempdir().expect("a temporary folder");
            let batch = batch(interface, count, folder.path());
            let own = std::env::current_exe().expect("this program");
            let (own, batch) = (own.to_string_lossy(), batch.to_string_lossy());
            println!("| what | iovsh | peer | peer : iovsh |\n| --- | --- | --- | --- |");
            duel(
                &format!("program {count} VFs (MAC, spoof check, trust) / ip -batch"),
                (&own, &["--program", &pf, &count.to_string()]),
                ("ip", &["-batch", &batch]),
            );
            duel(
                "list the VMs: Get-VM / virsh list --all",
                ("iovsh", &["--host", "local", "Get-VM"]),
                ("virsh", &["-c", "qemu:///system", "list", "--all"]),
            );
            duel(
                "start and stop: iovsh --version / virsh --version",
                ("iovsh", &["--version"]),
                ("virsh", &["--version"]),
            );
        }
        _ => println!(
            "left out: this bench needs a PF and the number of its VFs, as in the lab: tests/lab/lab bench"
        ),
    }
}
