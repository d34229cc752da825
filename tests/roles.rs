//! `iovsh --role FILE`: what a role grants can be done, and nothing else, whichever way it is tried.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::rc::Rc;
use std::sync::Arc;

use iovsh::backend::commit::{NoObserver, Options};
use iovsh::backend::host::LocalHost;
use iovsh::backend::policy::Intent;
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::{Host, Machine, Scope};
use iovsh::cmdlets::role::{Opener, Role};
use iovsh::cmdlets::{self, Services};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{InformationRecord, Outcome, Output as Shown, Session, TextRecord};
use iovsh::shell::value::Value;

/// An operator of the web machines.
const OPERATOR: &str = r#"{
  "description": "Operators of the web machines",
  "host": "sim",
  "cmdlets": {
    "Get-VM": {},
    "Get-VMSwitch": {"parameters": {"Name": null}},
    "Start-VM": {"parameters": {"Name": ["web*"]}},
    "Set-VMNetworkAdapter": {
      "parameters": {
        "VMName": ["web1"],
        "IovWeight": {"values": ["0..50"], "optional": true}
      }
    }
  }
}"#;

/// What nobody reads.
#[derive(Default)]
struct Nowhere;

impl Shown for Nowhere {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, _record: &Rc<ErrorRecord>) {}
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(place.role(), OPERATOR).unwrap();
        place
    }

    fn role(&self) -> std::path::PathBuf {
        self.folder.path().join("operator.json")
    }

    fn witness(&self) -> std::path::PathBuf {
        self.folder.path().join("witness")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        command
            .env("IOVSH_STATE_DIR", self.folder.path().join("state"))
            .env_remove("IOVSH_HOST")
            .env_remove("SSH_ORIGINAL_COMMAND")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = self.command();
        command.arg("--role").arg(self.role()).args(words);
        command.output().unwrap()
    }

    /// As sshd runs a forced command.
    fn asks(&self, line: &str) -> Output {
        let mut command = self.command();
        command.arg("--role").arg(self.role());
        command.env("SSH_ORIGINAL_COMMAND", line).output().unwrap()
    }

    /// The states of all machines, as an administrator sees them.
    fn machines(&self) -> String {
        let mut command = self.command();
        command.args([
            "--host",
            "sim",
            "-Command",
            "Get-VM | % { \"$($_.Name) $($_.State)\" }",
        ]);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn what_is_granted_can_be_done() {
    let place = Place::new();
    let shown = place.asks("Get-VM -Name web1 --json");
    assert!(
        shown.status.success() && text(&shown).contains("\"web1\""),
        "{}",
        text(&shown)
    );
    let shown = place.asks("/usr/bin/iovsh Get-VM --output csv");
    assert!(shown.status.success(), "{}", text(&shown));
    for line in [
        "Start-VM web1",
        "start-vm -Name 'web2' -Verbose",
        "Set-VMNetworkAdapter web1 -IovWeight 50",
        "set-vm-network-adapter --vm-name=web1 -IovWeight:0",
        "Get-VMSwitch",
        "",
    ] {
        let ran = place.asks(line);
        assert!(ran.status.success(), "{line}\n{}", text(&ran));
    }
    assert!(place.machines().contains("web1 Running"));
    // As a login shell's argument, and line by line.
    let ran = place.run(&["-c", "Get-VM -Name web1"]);
    assert!(
        ran.status.success() && text(&ran).contains("web1"),
        "{}",
        text(&ran)
    );
    let ran = place.run(&["Get-VM", "-Name", "web1"]);
    assert!(
        ran.status.success() && text(&ran).contains("web1"),
        "{}",
        text(&ran)
    );
}

#[test]
fn nothing_else_can_whichever_way_it_is_tried() {
    let place = Place::new();
    let before = place.machines();
    let path = place.witness();
    let witness = path.to_str().unwrap();
    let script = place.folder.path().join("s.ps1");
    std::fs::write(&script, format!("Set-Content '{witness}' x")).unwrap();
    let script = script.to_str().unwrap();
    let lines = [
        "Stop-VM web1".to_owned(),
        "Start-VM db1".to_owned(),
        "Start-VM".to_owned(),
        "Start-VM -Name web1,db1".to_owned(),
        "Start-VM -Name *".to_owned(),
        "Start-VM -Name web?".to_owned(),
        "Start-VM -Name '[dw]*'".to_owned(),
        "Start-VM web1 -ComputerName hv2".to_owned(),
        "Start-VM web1 -AsJob".to_owned(),
        "Start-VM web1 -Passthru".to_owned(),
        "Get-VM -ComputerName hv2".to_owned(),
        "Get-VM -CimSession hv2".to_owned(),
        "Get-VM -OutVariable x".to_owned() + "; New-Item " + witness,
        "Set-VMNetworkAdapter web1 -IovWeight 51".to_owned(),
        "Set-VMNetworkAdapter web2 -IovWeight 1".to_owned(),
        "Set-VMNetworkAdapter web1 -IovW 51".to_owned(),
        "Set-VMNetworkAdapter web1 -MacAddressSpoofing On".to_owned(),
        "Set-VMNetworkAdapter -ManagementOS -Name lan".to_owned(),
        format!("New-Item {witness}"),
        format!("ni {witness}"),
        format!("Set-Content {witness} x"),
        format!("Get-VM > {witness}"),
        format!("Get-VM | Set-Content {witness}"),
        format!("Get-VM; touch {witness}"),
        format!("Get-VM && touch {witness}"),
        format!("& {{ New-Item {witness} }}"),
        format!("& 'New-Item' {witness}"),
        format!("touch {witness}"),
        format!("/usr/bin/touch {witness}"),
        format!("$(New-Item {witness})"),
        format!("Get-VM -Name $(New-Item {witness})"),
        format!("Get-VM -Name {{ New-Item {witness} }}"),
        format!("Get-VM '-Name:{{New-Item {witness}}}'"),
        format!("Invoke-Expression 'New-Item {witness}'"),
        format!("iex 'New-Item {witness}'"),
        format!("Invoke-Command -ScriptBlock '{{New-Item {witness}}}'"),
        format!("icm '{{New-Item {witness}}}'"),
        format!("ForEach-Object '{{New-Item {witness}}}'"),
        format!("Start-Job '{{New-Item {witness}}}'"),
        format!("Start-Process touch {witness}"),
        format!("[IO.File]::WriteAllText('{witness}','x')"),
        format!("function f {{ New-Item {witness} }}"),
        "Set-Alias Get-VM Stop-VM".to_owned(),
        "New-Alias x Stop-VM".to_owned(),
        "Enter-PSSession hv2".to_owned(),
        "New-PSSession hv2".to_owned(),
        "Import-Module x".to_owned(),
        "Get-Content /etc/passwd".to_owned(),
        "help Get-VM".to_owned(),
        "Get-Help Get-VM".to_owned(),
        "mkdir x".to_owned(),
        "prompt".to_owned(),
        ". ./s.ps1".to_owned(),
        script.to_owned(),
        format!("iovsh {script}"),
        format!("iovsh -File {script}"),
        format!("iovsh -Command 'New-Item {witness}'"),
        "iovsh serve".to_owned(),
        "serve".to_owned(),
        "iovsh --host sim Stop-VM web1".to_owned(),
        "iovsh --role /dev/null Stop-VM web1".to_owned(),
        "iovsh --agent".to_owned(),
        "manager".to_owned(),
        "ocf start".to_owned(),
        "Get-VM --host sim:large".to_owned(),
        "Reset-SimulatedHost -Force".to_owned(),
        "Repair-IovshState".to_owned(),
        "'Get-VM".to_owned(),
    ];
    for line in &lines {
        for ran in [place.asks(line), place.run(&["-c", line])] {
            assert!(!ran.status.success(), "{line}\n{}", text(&ran));
        }
    }
    for words in [
        &["serve"][..],
        &["manager"],
        &["ocf", "start"],
        &["--agent"],
        &["--restore"],
        &["--take-back"],
        &[script],
        &["-File", script],
        &["--generate", "man"],
        &["--complete", "Stop-VM", "-Name", "w"],
        &["--host", "sim:large", "Get-VM"],
        &["Get-VM", "--host", "sim:large"],
        &["--role", "/dev/null", "Get-VM"],
    ] {
        let ran = place.run(words);
        assert!(!ran.status.success(), "{words:?}\n{}", text(&ran));
    }
    assert!(!path.exists(), "something was run");
    assert_eq!(place.machines(), before);
}

#[test]
fn a_refusal_says_what_is_granted() {
    let place = Place::new();
    let ran = place.asks("Stop-VM web1");
    assert_eq!(ran.status.code(), Some(1));
    let said = text(&ran);
    assert!(
        said.contains("Role.NotGranted") && said.contains("Start-VM"),
        "{said}"
    );
}

#[test]
fn a_role_that_others_could_have_written_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open(&place.role(), 0o666);
    assert_eq!(place.asks("Get-VM").status.code(), Some(1));
    open(&place.role(), 0o600);
    assert!(place.asks("Get-VM").status.success());
    open(place.folder.path(), 0o777);
    assert_eq!(place.asks("Get-VM").status.code(), Some(1));
    open(place.folder.path(), 0o700);
    // Without its role there is no session, and none without limits.
    std::fs::remove_file(place.role()).unwrap();
    assert_eq!(place.asks("Get-VM").status.code(), Some(1));
}

#[test]
fn as_a_login_shell_the_name_of_the_program_says_which_role() {
    let place = Place::new();
    let shell = place.folder.path().join("iovsh-role-nobody-has-this");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iovsh"), &shell).unwrap();
    let ran = Command::new(&shell)
        .args(["-c", "Get-Date"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1), "{}", text(&ran));
    assert!(
        text(&ran).contains("/etc/iovsh/roles/nobody-has-this.json"),
        "{}",
        text(&ran)
    );
}

#[test]
fn a_role_grants_what_it_can_and_no_more() {
    for (text, word) in [
        ("{", "EOF"),
        (r#"{"cmdlets": {}, "more": 1}"#, "more"),
        (r#"{"cmdlets": {"Get-Nothing": {}}}"#, "Get-Nothing"),
        (
            r#"{"cmdlets": {"Invoke-Expression": {}}}"#,
            "Invoke-Expression",
        ),
        (r#"{"cmdlets": {"Get-Content": {}}}"#, "Get-Content"),
        (r#"{"cmdlets": {"Get-CimInstance": {}}}"#, "Get-CimInstance"),
        (
            r#"{"cmdlets": {"Get-VM": {"parameters": {"Nam": null}}}}"#,
            "Nam",
        ),
        (
            r#"{"cmdlets": {"Get-VM": {"parameters": {"Name": []}}}}"#,
            "Name",
        ),
        (
            r#"{"cmdlets": {"Get-VM": {"parameters": {"ComputerName": ["a"]}}}}"#,
            "ComputerName",
        ),
        (r#"{"cmdlets": {"Get-VM": {}, "get-vm": {}}}"#, "twice"),
    ] {
        let error = Role::parse(text).unwrap_err();
        assert_eq!(&*error.id, "Role.Invalid", "{text}");
        assert!(error.message.contains(word), "{text}: {}", error.message);
    }
}

/// The example that is shipped is a role.
#[test]
fn the_example_is_a_role() {
    Role::parse(&example()).unwrap();
}

fn example() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/roles/operator.json");
    std::fs::read_to_string(path).unwrap()
}

/// Who may only look changes nothing, with whatever the cmdlets that look can do besides.
#[test]
fn a_cmdlet_that_looks_repairs_nothing_unless_the_role_names_it() {
    let words = |line: &str| -> Vec<String> { line.split(' ').map(str::to_owned).collect() };
    let looking = [
        "Test-VMHostIov",
        "Measure-VMNetworkAdapter",
        "Get-VM",
        "Get-NetAdapterSriov",
    ];
    let all: Vec<String> = looking
        .iter()
        .map(|name| format!("\"{name}\": {{}}"))
        .collect();
    let all = format!("{{\"cmdlets\": {{{}}}}}", all.join(", "));
    for role in [all, example()] {
        let (mut session, machine) = limited(&role);
        // SR-IOV was switched off, which -Fix would put right.
        let host = LocalHost::new(Arc::<SimMachine>::clone(&machine));
        host.transact(
            &Scope::PLAN,
            &[Intent::DisableSriov {
                nic: "enp1s0f0".to_owned(),
                force: false,
            }],
            &mut Options {
                patience: std::time::Duration::ZERO,
                cancel: None,
                recorded: false,
                stops_at_first_failure: true,
                observer: &mut NoObserver,
            },
        )
        .unwrap();
        let before = machine.observe(&Scope::PLAN).unwrap();
        for line in [
            "Test-VMHostIov -Fix",
            "Test-VMHostIov -Fix:$true",
            "Test-VMHostIov -fi",
            "Test-VMHostIov web1 -Fix -Confirm:$false",
            "Test-VMHostIov -NetAdapterName enp1s0f0 -Fix",
            "Measure-VMNetworkAdapter web1 -EachPath",
            "Measure-VMNetworkAdapter web1 -Ping 192.0.2.1",
        ] {
            let words = words(line);
            let outcome = session.run_command(&words[0], &words[1..], &mut Nowhere);
            assert_ne!(
                (outcome, session.succeeded()),
                (Outcome::Done, true),
                "{line}"
            );
            assert_eq!(machine.observe(&Scope::PLAN).unwrap(), before, "{line}");
        }
        session.run_command("Test-VMHostIov", &[], &mut Nowhere);
        assert!(session.succeeded());
    }
    let named = r#"{"cmdlets": {"Test-VMHostIov": {"parameters": {"Fix": null}}}}"#;
    let (mut session, _) = limited(named);
    session.run_command("Test-VMHostIov", &["-Fix".to_owned()], &mut Nowhere);
    assert!(session.succeeded());
}

fn limited(role: &str) -> (Session, Arc<SimMachine>) {
    let machine = Arc::new(SimMachine::in_memory(fixture("default").unwrap()));
    let host: Arc<dyn Host> = Arc::new(LocalHost::new(Arc::<SimMachine>::clone(&machine)));
    let opener: Opener = Arc::new(move |_| Ok(Arc::clone(&host)));
    (
        Role::parse(role).unwrap().session_with(None, opener),
        machine,
    )
}

/// Each cmdlet by its name, without anything, in a session that is granted one.
#[test]
fn no_other_cmdlet_runs_at_all() {
    let (mut session, machine) = limited(r#"{"cmdlets": {"Get-VMHost": {}}}"#);
    let before = machine.observe(&Scope::PLAN).unwrap();
    for spec in cmdlets::all() {
        let mut nowhere = Nowhere;
        let outcome = session.run_command(spec.name, &[], &mut nowhere);
        let granted = spec.name == "Get-VMHost";
        assert_eq!(
            outcome == Outcome::Done && session.succeeded(),
            granted,
            "{}",
            spec.name
        );
        for alias in spec.aliases {
            let outcome = session.run_command(alias, &[], &mut Nowhere);
            assert!(granted || outcome == Outcome::Failed, "{alias}");
        }
    }
    assert_eq!(machine.observe(&Scope::PLAN).unwrap(), before);
}

/// Text does not become script, whoever in the program asks for that.
#[test]
fn a_limited_session_has_no_language() {
    let (mut session, _) = limited(r#"{"cmdlets": {"Get-VMHost": {}}}"#);
    for script in ["Get-VMHost", "1", "$x = 1", "function f {}", ""] {
        let mut nowhere = Nowhere;
        assert_eq!(
            session.run_text(script, None, &mut nowhere),
            Outcome::Failed,
            "{script}"
        );
        assert_eq!(
            session.run_aside(script, &mut nowhere),
            Outcome::Failed,
            "{script}"
        );
        assert_eq!(
            session.run_line(script, &mut nowhere),
            Outcome::Failed,
            "{script}"
        );
    }
    assert_eq!(
        session.run_file("/dev/null", &[], &mut Nowhere),
        Outcome::Failed
    );
}

/// The door of the host holds by itself: also what comes there past every other check changes nothing that was not granted.
#[test]
fn the_hosts_door_changes_nothing_that_was_not_granted() {
    let (mut session, _) = limited(r#"{"cmdlets": {"Get-VM": {}, "Start-VM": {}}}"#);
    let try_it = |session: &Session| {
        let services = session.services();
        let host = Services::from_any(&services).unwrap().host().unwrap();
        let intent = Intent::RemoveSwitch {
            name: "none".to_owned(),
        };
        let refused = host.preview(&Scope::PLAN, &intent).err();
        let changed = host.transact(
            &Scope::PLAN,
            &[intent],
            &mut Options {
                patience: std::time::Duration::ZERO,
                cancel: None,
                recorded: false,
                stops_at_first_failure: true,
                observer: &mut NoObserver,
            },
        );
        [refused, changed.err()].map(|error| error.map(|error| error.id.to_string()))
    };
    let closed = || {
        [
            Some("Role.NotGranted".to_owned()),
            Some("Role.NotGranted".to_owned()),
        ]
    };
    assert_eq!(try_it(&session), closed());
    session.run_command("Get-VM", &[], &mut Nowhere);
    assert_eq!(try_it(&session), closed());
    session.run_command("Start-VM", &["web1".to_owned()], &mut Nowhere);
    assert_ne!(try_it(&session), closed());
    session.run_command("Stop-VM", &["web1".to_owned()], &mut Nowhere);
    assert_eq!(try_it(&session), closed());
}
