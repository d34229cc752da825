//! `Get-VM` beside `virsh list --all`, on a daemon of our own: whole processes in turns, with 1 domain and with 500.
//!
//! `cargo bench --bench libvirt`. On libvirt's test driver every second domain runs; on QEMU's they are defined and off. Needs `libvirtd`
//! and `virsh`; QEMU's part also `qemu-system-x86_64`. The numbers of domains can be given as arguments.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod common;
#[path = "../tests/private_libvirt/mod.rs"]
mod private_libvirt;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use iovsh::backend::linux::libvirt::{Client, Hypervisor};
use private_libvirt::Daemon;

const ROUNDS: usize = 40;

/// What is measured beside `virsh list --all`. What comes after the first needs two domains; the last reads all that a plan needs.
const LINES: [&str; 3] = ["Get-VM", "Get-VMNetworkAdapter *", "Start-VM vm001 -WhatIf"];

/// A domain as people have them: a disk, an adapter, a console.
fn domain(kind: &str, n: usize) -> String {
    format!(
        "<domain type='{kind}'><name>vm{n:03}</name><memory unit='MiB'>512</memory><vcpu>2</vcpu>\
         <os><type arch='x86_64'>hvm</type></os><features><acpi/><apic/></features><devices>\
         <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>\
         <source file='/var/lib/libvirt/images/vm{n:03}.qcow2'/><target dev='vda' bus='virtio'/></disk>\
         <interface type='bridge'><mac address='52:54:00:00:{:02x}:{:02x}'/><source bridge='br0'/>\
         <model type='virtio'/></interface><console type='pty'/></devices></domain>",
        n / 256,
        n % 256
    )
}

/// Defines so many domains, with those that are there. The test driver forgets them when the client goes.
fn fill(client: &Client, kind: &str, count: usize) {
    let there = client.domains().expect("a list").len();
    for n in there..count {
        let defined = client.define(&domain(kind, n)).expect("a definition");
        if kind == "test" && n % 2 == 0 {
            client.start(&defined, false).expect("a start");
        }
    }
}

/// Seconds of processor time that the children of this process have used until now.
fn processor_time() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").expect("this process");
    let (_, fields) = text.rsplit_once(')').expect("a name in brackets");
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().expect("a number");
    (ticks(13) + ticks(14)) / TICKS_PER_SECOND
}

/// Runs a program; milliseconds, and milliseconds of its processor time.
fn once(command: &mut Command) -> (f64, f64) {
    let (start, used) = (Instant::now(), processor_time());
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .expect("a program");
    let times = (
        start.elapsed().as_secs_f64() * 1e3,
        (processor_time() - used) * 1e3,
    );
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    times
}

/// Median of the wall times, and the mean of the processor times.
fn summary(runs: &[(f64, f64)]) -> (f64, f64) {
    let wall = common::median(runs.iter().map(|run| run.0).collect());
    let processor: f64 = runs.iter().map(|run| run.1).sum();
    (wall, processor / runs.len() as f64)
}

fn duel(daemon: &Daemon, uri: &str, line: &str) -> Vec<String> {
    let (driver, rest) = uri.split_once("://").expect("a URI");
    let remote = format!(
        "{driver}+unix://{rest}?socket={}",
        daemon.socket().display()
    );
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mine = once(
            Command::new(env!("CARGO_BIN_EXE_iovsh"))
                .args(["--host", "local", "-Command", line])
                .env("IOVSH_LIBVIRT_SOCKET", daemon.socket())
                .env("IOVSH_LIBVIRT_URI", uri)
                .env("IOVSH_STATE_DIR", daemon.folder().join("state")),
        );
        let peer = once(Command::new("virsh").args(["-c", &remote, "list", "--all"]));
        // The first round warms the caches.
        if round > 0 {
            ours.push(mine);
            theirs.push(peer);
        }
    }
    let ((wall, processor), (peer_wall, peer_processor)) = (summary(&ours), summary(&theirs));
    vec![
        format!("{wall:.1} ms"),
        format!("{peer_wall:.1} ms"),
        format!("{:.2}", wall / peer_wall),
        format!("{:.2}", processor / peer_processor),
    ]
}

fn main() {
    let counts: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let counts = if counts.is_empty() {
        vec![1, 500]
    } else {
        counts
    };
    if Command::new("virsh").arg("--version").output().is_err() {
        println!("left out: virsh is not installed");
        return;
    }
    let Some(daemon) = Daemon::start() else {
        return;
    };
    let mut rows = Vec::new();
    for (kind, uri) in [("test", "test:///default"), ("qemu", "qemu:///session")] {
        if kind == "qemu" && !Path::new("/usr/bin/qemu-system-x86_64").exists() {
            println!("left out: QEMU is not installed");
            continue;
        }
        let client = Client::new(daemon.endpoint(uri));
        for count in &counts {
            fill(&client, kind, *count);
            for line in LINES.iter().take(if *count > 1 { LINES.len() } else { 1 }) {
                let mut row = vec![format!("{line}, {count} domains ({kind} driver)")];
                row.extend(duel(&daemon, uri, line));
                rows.push(row);
            }
        }
    }
    println!(
        "{}",
        common::table(
            &[
                "what",
                "iovsh",
                "virsh list --all",
                "iovsh : virsh",
                "processor time"
            ],
            &rows
        )
    );
}
