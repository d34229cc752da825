//! What the packages hold, and what their scripts do.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml_edit::{DocumentMut, Item};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What is installed: the file, and from where and with which mode.
type Files = BTreeMap<String, (String, u32)>;

fn manifest() -> DocumentMut {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

fn text(item: &Item) -> String {
    item.as_str().unwrap().to_owned()
}

fn of_deb() -> Files {
    let manifest = manifest();
    let assets = manifest["package"]["metadata"]["deb"]["assets"]
        .as_array()
        .unwrap();
    let rows = assets.iter().map(|row| {
        let cells: Vec<&str> = row
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| cell.as_str().unwrap())
            .collect();
        let mode = u32::from_str_radix(cells[2], 8).unwrap();
        (format!("/{}", cells[1]), (cells[0].to_owned(), mode))
    });
    rows.collect()
}

fn of_rpm() -> Files {
    let manifest = manifest();
    let assets = manifest["package"]["metadata"]["generate-rpm"]["assets"]
        .as_array()
        .unwrap();
    let rows = assets.iter().map(|row| {
        let table = row.as_inline_table().unwrap();
        let cell = |key: &str| text(&Item::Value(table.get(key).unwrap().clone()));
        let mode = u32::from_str_radix(&cell("mode"), 8).unwrap();
        (cell("dest"), (cell("source"), mode))
    });
    rows.collect()
}

#[test]
fn both_packages_hold_the_same_files_and_all_of_them_exist() {
    let deb = of_deb();
    assert_eq!(deb, of_rpm());
    assert!(deb.len() > 15);
    for (target, (source, mode)) in &deb {
        let is_program = source == "target/release/iovsh";
        assert!(is_program || root().join(source).is_file(), "{source}");
        assert!(matches!(mode, 0o644 | 0o755), "{target}");
    }
    // Nothing that is to be installed is left out.
    for folder in ["packaging", "completions"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
            let is_tool = ["packaging/stage", "packaging/sbom"].contains(&&*name);
            if path.is_file() && !is_tool {
                assert!(deb.values().any(|(source, _)| *source == name), "{name}");
            }
        }
    }
}

/// A unit starts programs and reads files that are installed where it looks for them.
#[test]
fn what_the_units_call_is_installed() {
    let deb = of_deb();
    for (target, (source, _)) in &deb {
        if !target.starts_with("/usr/lib/systemd/system/") {
            continue;
        }
        let unit = std::fs::read_to_string(root().join(source)).unwrap();
        let called = unit
            .lines()
            .filter_map(|line| line.strip_prefix("Exec")?.split_once('='))
            .flat_map(|(_, line)| line.split_whitespace());
        for word in called.filter(|word| word.contains("iovsh") && word.starts_with('/')) {
            assert!(deb.contains_key(word), "{source} calls {word}");
        }
    }
}

#[test]
fn staging_puts_every_file_where_the_packages_have_it() {
    let place = tempfile::tempdir().unwrap();
    let staged = Command::new(root().join("packaging/stage"))
        .arg(place.path())
        .arg(env!("CARGO_BIN_EXE_iovsh"))
        .status()
        .unwrap();
    assert!(staged.success());
    for (target, (_, mode)) in of_deb() {
        let path = place.path().join(target.trim_start_matches('/'));
        let data = path
            .metadata()
            .unwrap_or_else(|error| panic!("{target}: {error}"));
        assert_eq!(data.permissions().mode() & 0o777, mode, "{target}");
    }
    // What was staged runs, and its script is found from where it lies.
    let said = Command::new(place.path().join("usr/bin/iovsh"))
        .arg("--version")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&said.stdout).contains(env!("CARGO_PKG_VERSION")));
}

/// The files of a Debian package that `dpkg` installs into a root of its own, upgrades and purges: the state stays all the while.
#[test]
fn a_debian_package_is_installed_upgraded_and_removed_and_the_state_stays() {
    if !is_there("dpkg-deb") || !is_there("dpkg") {
        eprintln!("skipped: there is no dpkg here");
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let host = place.path().join("host");
    for folder in ["var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/iovsh"] {
        std::fs::create_dir_all(host.join(folder)).unwrap();
    }
    std::fs::write(host.join("var/lib/dpkg/status"), "").unwrap();
    std::fs::write(host.join("var/lib/iovsh/desired.json"), "{}").unwrap();
    let build = |version: &str| {
        let tree = place.path().join(format!("tree-{version}"));
        run(Command::new(root().join("packaging/stage"))
            .arg(&tree)
            .arg(env!("CARGO_BIN_EXE_iovsh")));
        std::fs::create_dir_all(tree.join("DEBIAN")).unwrap();
        // Its scripts need a whole system; they are tried below.
        let control = format!(
            "Package: iovsh\nVersion: {version}\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: for a test\n"
        );
        std::fs::write(tree.join("DEBIAN/control"), control).unwrap();
        let package = place.path().join(format!("{version}.deb"));
        run(Command::new("dpkg-deb")
            .args(["--build", "--root-owner-group", "-Znone"])
            .arg(&tree)
            .arg(&package));
        package
    };
    let dpkg = |arguments: &[&std::ffi::OsStr]| {
        let mut command = Command::new("dpkg");
        command.arg("--root").arg(&host).args([
            "--force-not-root",
            "--force-script-chrootless",
            "--force-depends",
        ]);
        run(command
            .arg(format!("--log={}", place.path().join("log").display()))
            .args(arguments));
    };
    for version in ["0.1.0", "0.2.0"] {
        let package = build(version);
        dpkg(&["--install".as_ref(), package.as_os_str()]);
        for target in of_deb().keys() {
            assert!(
                host.join(target.trim_start_matches('/')).is_file(),
                "{version}: {target}"
            );
        }
    }
    dpkg(&["--purge".as_ref(), "iovsh".as_ref()]);
    for target in of_deb().keys() {
        assert!(
            !host.join(target.trim_start_matches('/')).exists(),
            "{target}"
        );
    }
    assert!(
        host.join("var/lib/iovsh/desired.json").is_file(),
        "the desired state is gone"
    );
}

/// The scripts of the packages, with a `systemctl` that writes down what it is asked for: nothing is enabled or started by an installation,
/// an upgrade stops nothing, and only the last removal disables.
#[test]
fn the_scripts_of_the_packages_start_nothing_and_lose_nothing() {
    let place = tempfile::tempdir().unwrap();
    let called = |script: &str, argument: &str| -> String {
        let log = place.path().join("log");
        let _ = std::fs::remove_file(&log);
        let stub = place.path().join("systemctl");
        std::fs::write(
            &stub,
            format!("#!/bin/sh\necho \"$*\" >> {}\n", log.display()),
        )
        .unwrap();
        std::fs::set_permissions(&stub, std::fs::Permissions::from_mode(0o755)).unwrap();
        // There may be no systemd where this runs.
        let text = std::fs::read_to_string(root().join(script))
            .unwrap()
            .replace("[ -d /run/systemd/system ]", "true");
        let path = format!(
            "{}:{}",
            place.path().display(),
            std::env::var("PATH").unwrap()
        );
        run(Command::new("sh")
            .arg("-c")
            .arg(text)
            .arg(script)
            .arg(argument)
            .env("PATH", path));
        std::fs::read_to_string(log).unwrap_or_default()
    };
    for (script, argument) in [
        ("packaging/deb/postinst", "configure"),
        ("packaging/rpm/post", "1"),
        ("packaging/rpm/post", "2"),
    ] {
        let said = called(script, argument);
        assert!(
            said.contains("daemon-reload") && said.contains("try-restart iovsh-agent"),
            "{script}: {said}"
        );
        assert!(
            !said.contains("enable") && !said.contains("\nstart"),
            "{script}: {said}"
        );
    }
    for (script, argument) in [
        ("packaging/deb/prerm", "upgrade"),
        ("packaging/rpm/preun", "1"),
    ] {
        assert_eq!(called(script, argument), "", "{script}");
    }
    for (script, argument) in [
        ("packaging/deb/prerm", "remove"),
        ("packaging/rpm/preun", "0"),
    ] {
        let said = called(script, argument);
        // To stop this one is to stop the machines.
        assert!(
            said.contains("disable --now iovsh-agent") && !said.contains("guests"),
            "{said}"
        );
    }
}

#[test]
fn the_bill_of_materials_names_what_is_linked_in() {
    if !is_there("jq") || !is_there("cargo") {
        eprintln!("skipped: there is no jq or no cargo here");
        return;
    }
    let made = Command::new(root().join("packaging/sbom"))
        .output()
        .unwrap();
    if !made.status.success() {
        eprintln!(
            "skipped: cargo cannot read all packages without the network: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        return;
    }
    let bill: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let components = bill["components"].as_array().unwrap();
    let named = |name: &str| {
        components
            .iter()
            .find(|component| component["name"] == name)
    };
    for name in ["reedline", "rtnetlink", "serde_json"] {
        let component = named(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(
            component["hashes"][0]["content"].as_str().unwrap().len(),
            64,
            "{name}"
        );
        assert!(component["licenses"][0]["expression"].is_string(), "{name}");
    }
    // What only the tests need is not in the program.
    assert!(named("proptest").is_none() && named("vt100").is_none());
}

fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(
        done.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

fn is_there(program: &str) -> bool {
    std::env::split_paths(&std::env::var_os("PATH").unwrap())
        .any(|folder: PathBuf| Path::new(&folder).join(program).is_file())
}
