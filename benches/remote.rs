//! Hosts behind ssh and simulated ones: whole processes in turns, behind a real `sshd` on loopback.
//!
//! `cargo bench --bench remote`. What is not installed is named and left out.

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
#[path = "../tests/far/sshd.rs"]
mod sshd;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use private_libvirt::Daemon;
use sshd::Sshd;

const ROUNDS: usize = 15;

/// Hosts of a simulated fleet.
const FLEET: usize = 100;

/// A command, and the row that it is compared with.
struct Row {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    beside: usize,
    times: Vec<f64>,
}

/// Whether the daemon's driver for QEMU took the definition of three machines.
fn defines_machines(libvirt: &Daemon) -> bool {
    let socket = libvirt.socket();
    let address = format!("qemu+unix:///session?socket={}", socket.display());
    ["legacy1", "web1", "web2"].iter().all(|name| {
        let file = libvirt.folder().join(format!("{name}.xml"));
        let text = format!(
            "<domain type='qemu'><name>{name}</name><memory unit='MiB'>64</memory><os><type arch='x86_64'>hvm</type></os></domain>"
        );
        std::fs::write(&file, text).expect("a definition");
        Command::new("virsh")
            .args(["-c", &address, "define"])
            .arg(&file)
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}

fn main() {
    let Some(sshd) = Sshd::start() else { return };
    let iovsh = PathBuf::from(env!("CARGO_BIN_EXE_iovsh"));
    let fleet = tempfile::tempdir().expect("a folder");
    let fixture = include_str!("../src/backend/sim/fixtures/fleet/hv2.json");
    for number in 0..FLEET {
        let name = format!("s{number:03}");
        let text = fixture.replace("\"hv2\"", &format!("\"{name}\""));
        std::fs::write(fleet.path().join(format!("{name}.json")), text).expect("a fixture");
    }
    let fleet = format!("sim:{}", fleet.path().display());
    let all = |prefix: &str| {
        let names: Vec<String> = (1..=10).map(|number| format!("{prefix}{number}")).collect();
        names.join(",")
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |name: &str, beside: usize, program: &Path, arguments: &[&str]| {
        rows.push(Row {
            name: name.to_owned(),
            program: program.to_owned(),
            arguments: arguments.iter().map(ToString::to_string).collect(),
            beside,
            times: Vec::new(),
        });
    };
    let get = |names: &str| format!("Get-VM -ComputerName {names}");
    add("Get-VM, this host", 0, &iovsh, &["--host", "sim", "Get-VM"]);
    add("ssh true, warm", 1, &sshd.path("ssh"), &["w1", "true"]);
    add(
        "Get-VM, one host, warm",
        1,
        &iovsh,
        &["--host", "ssh://w1", "Get-VM"],
    );
    add(
        "ssh true, new connection",
        3,
        &sshd.path("ssh"),
        &["h1", "true"],
    );
    add(
        "Get-VM, one host, new connection",
        3,
        &iovsh,
        &["--host", "ssh://h1", "Get-VM"],
    );
    add(
        "Get-VM, ten hosts, warm",
        2,
        &iovsh,
        &["--host", "ssh://w1", "-Command", &get(&all("w"))],
    );
    add(
        "Get-VM, ten hosts, new connections",
        4,
        &iovsh,
        &["--host", "ssh://h1", "-Command", &get(&all("h"))],
    );
    add(
        "Get-VM, one simulated host",
        7,
        &iovsh,
        &["--host", &fleet, "-Command", &get("s000")],
    );
    add(
        &format!("Get-VM, {FLEET} simulated hosts"),
        7,
        &iovsh,
        &[
            "--host",
            &fleet,
            "-Command",
            &get("(0..99 | ForEach-Object { 's{0:d3}' -f $_ })"),
        ],
    );
    let libvirt = Daemon::start();
    match &libvirt {
        Some(libvirt) => {
            let address = |driver: &str, host: &str, path: &str| {
                format!(
                    "{driver}+ssh://{host}/{path}?command={}&socket={}&proxy=netcat",
                    sshd.path("ssh").display(),
                    libvirt.socket().display()
                )
            };
            let test = |host: &str| address("test", host, "default");
            add(
                "virsh -c test+ssh list, warm",
                2,
                Path::new("virsh"),
                &["-c", &test("w1"), "list", "--all"],
            );
            add(
                "virsh -c test+ssh list, new connection",
                4,
                Path::new("virsh"),
                &["-c", &test("h1"), "list", "--all"],
            );
            // The same with QEMU's driver, and as many machines as the simulated host has.
            if defines_machines(libvirt) {
                for (name, beside, host) in [
                    ("virsh -c qemu+ssh list, warm", 2, "w1"),
                    ("virsh -c qemu+ssh list, new connection", 4, "h1"),
                ] {
                    let address = address("qemu", host, "session");
                    add(
                        name,
                        beside,
                        Path::new("virsh"),
                        &["-c", &address, "list", "--all"],
                    );
                }
            } else {
                println!("left out: virsh -c qemu+ssh (libvirt has no QEMU here)");
            }
        }
        None => println!("left out: virsh (no libvirtd)"),
    }
    let state = sshd.path("near");
    let ssh = sshd.path("ssh");
    let variables = [
        ("IOVSH_STATE_DIR", state.as_path()),
        ("IOVSH_SSH", ssh.as_path()),
    ];
    for round in 0..=ROUNDS {
        for row in &mut rows {
            let arguments: Vec<&str> = row.arguments.iter().map(String::as_str).collect();
            match common::run(&row.program, &arguments, &variables) {
                // The first is the one that warms.
                Some(run) if round > 0 => row.times.push(run.milliseconds),
                Some(_) => {}
                None => println!("{}: failed", row.name),
            }
        }
    }
    let medians: Vec<f64> = rows
        .iter()
        .map(|row| common::median(row.times.clone()))
        .collect();
    let lines: Vec<Vec<String>> = rows
        .iter()
        .zip(&medians)
        .map(|(row, median)| {
            let beside = medians.get(row.beside).copied().unwrap_or(f64::NAN);
            let peer = rows.get(row.beside).map_or("", |row| row.name.as_str());
            vec![
                row.name.clone(),
                format!("{median:.1} ms"),
                format!("{:.2} x {peer}", median / beside),
            ]
        })
        .collect();
    println!("{}", common::table(&["what", "median", "beside"], &lines));
    // The shared connections end with the bench.
    for number in 1..=10 {
        let _ = Command::new(&ssh)
            .args(["-O", "exit", &format!("w{number}")])
            .stderr(Stdio::null())
            .status();
    }
}
