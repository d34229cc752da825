//! What the packages hold, and what their scripts do.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
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
        each(cells[0], &format!("/{}", cells[1]), mode)
    });
    rows.flatten().collect()
}

/// The files of a row: those that a star stands for, in the folder that is their target.
fn each(source: &str, target: &str, mode: u32) -> Vec<(String, (String, u32))> {
    let Some((folder, ending)) = source.split_once('*') else {
        return vec![(target.to_owned(), (source.to_owned(), mode))];
    };
    let names = std::fs::read_dir(root().join(folder)).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| name.ends_with(ending))
        .map(|name| (format!("{target}{name}"), (format!("{folder}{name}"), mode)))
        .collect()
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
        each(&cell("source"), &cell("dest"), mode)
    });
    rows.flatten().collect()
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
    for folder in ["packaging", "packaging/roles", "completions"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
            let tools = ["build", "stage", "sbom", "make", "try"];
            let is_tool = tools
                .map(|tool| format!("packaging/{tool}"))
                .contains(&name);
            if path.is_file() && !is_tool {
                assert!(deb.values().any(|(source, _)| *source == name), "{name}");
            }
        }
    }
}

/// Whoever reads the README of a package finds the pages that it leads to, and those lead on.
#[test]
fn what_the_readme_leads_to_is_installed() {
    let deb = of_deb();
    let home = Path::new("/usr/share/doc/iovsh");
    let mut unread = vec![home.join("README.md")];
    let mut read = std::collections::BTreeSet::new();
    while let Some(page) = unread.pop() {
        if !read.insert(page.clone()) {
            continue;
        }
        let (source, _) = &deb[page.to_str().unwrap()];
        let text = std::fs::read_to_string(root().join(source)).unwrap();
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.map(|link| link.split('#').next().unwrap_or_default()) {
            // What is for those who build iovsh is not installed.
            if !link.ends_with(".md") || link.contains(':') || link == "CONTRIBUTING.md" {
                continue;
            }
            let mut target = page.parent().unwrap().to_owned();
            for part in link.split('/') {
                if part == ".." {
                    target.pop();
                } else {
                    target.push(part);
                }
            }
            assert!(
                deb.contains_key(target.to_str().unwrap()),
                "{source} leads to {link}, which is not installed"
            );
            unread.push(target);
        }
    }
    assert!(read.len() > 100, "{}", read.len());
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
        for tool in ["systemd-sysusers", "systemd-tmpfiles"] {
            let stub = place.path().join(tool);
            let text = format!("#!/bin/sh\necho \"{tool} $*\" >> {}\n", log.display());
            std::fs::write(&stub, text).unwrap();
            std::fs::set_permissions(&stub, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        // There may be no systemd where this runs.
        let text = std::fs::read_to_string(root().join(script))
            .unwrap()
            .replace("[ -d /run/systemd/system ]", "true");
        // A token that only debhelper's tools know would stay in it.
        assert!(!text.contains("DEBHELPER"), "{script}");
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
        let made = "systemd-sysusers iovsh.conf\nsystemd-tmpfiles --create iovsh.conf\n";
        assert!(said.starts_with(made), "{script}: {said}");
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
        // To stop any other is to stop the machines, or to take their VFs.
        assert_eq!(said.lines().next(), Some("stop iovsh-agent.service"));
        assert!(!said.contains("--now"), "{said}");
        // No link is left that leads to a unit which is gone.
        let disabled = said.lines().nth(1).unwrap_or_default();
        assert!(disabled.starts_with("disable "), "{said}");
        for target in of_deb().keys() {
            if let Some(unit) = target.strip_prefix("/usr/lib/systemd/system/") {
                assert!(disabled.contains(unit), "{unit}: {said}");
            }
        }
    }
}

/// The group that may read is made, and the folder and what is in it already are its own to read; records of changes are not.
#[test]
fn the_group_that_may_read_has_its_folder() {
    if !is_there("systemd-sysusers") || !is_there("systemd-tmpfiles") {
        eprintln!("skipped: systemd's tools are not here");
        return;
    }
    let place = tempfile::tempdir().unwrap();
    if place.path().metadata().unwrap().uid() != 0 {
        eprintln!("skipped: only root can give a folder to a group");
        return;
    }
    let state = place.path().join("var/lib/iovsh");
    for folder in [
        "etc",
        "usr/lib/sysusers.d",
        "usr/lib/tmpfiles.d",
        "var/lib/iovsh",
    ] {
        std::fs::create_dir_all(place.path().join(folder)).unwrap();
    }
    for (file, text) in [
        ("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"),
        ("etc/group", "root:x:0:\n"),
    ] {
        std::fs::write(place.path().join(file), text).unwrap();
    }
    for name in ["desired.json", "journal.jsonl", "intent.json"] {
        let file = state.join(name);
        std::fs::write(&file, "{}").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    for (source, target) in [("sysusers", "sysusers.d"), ("tmpfiles", "tmpfiles.d")] {
        let source = root().join(format!("packaging/{source}.conf"));
        let target = place.path().join("usr/lib").join(target).join("iovsh.conf");
        std::fs::copy(source, target).unwrap();
    }
    let into = format!("--root={}", place.path().display());
    run(Command::new("systemd-sysusers").args([&into, "iovsh.conf"]));
    run(Command::new("systemd-tmpfiles").args([&into, "--create", "iovsh.conf"]));
    let groups = std::fs::read_to_string(place.path().join("etc/group")).unwrap();
    let group = groups
        .lines()
        .find_map(|line| line.strip_prefix("iovsh:x:"));
    let group: u32 = group.unwrap().trim_end_matches(':').parse().unwrap();
    let rights = |path: &Path| {
        let facts = path.metadata().unwrap();
        (facts.mode() & 0o7777, facts.gid())
    };
    assert_eq!(rights(&state), (0o2750, group));
    assert_eq!(rights(&state.join("desired.json")), (0o640, group));
    assert_eq!(rights(&state.join("journal.jsonl")), (0o640, group));
    assert_eq!(rights(&state.join("intent.json")), (0o600, 0));
}

/// `build.rs` says why. The third field of an ELF header is the kind of the file: 2 is a program with a fixed place, 3 one without.
#[cfg(target_env = "gnu")]
#[test]
fn the_program_has_a_fixed_place() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_iovsh")).unwrap();
    assert_eq!(program[..4], *b"\x7fELF");
    assert_eq!(program[16..18], 2_u16.to_le_bytes());
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
