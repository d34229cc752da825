//! Files of the state that are damaged, gone, somebody else's, or no files: nothing is changed by what is not known, and nothing is
//! read or written where others could have a hand in it.

use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use iovsh::backend::commit::{NoObserver, Options, transact};
use iovsh::backend::model::{Scope, State};
use iovsh::backend::plan::BridgeChange;
use iovsh::backend::policy;
use iovsh::backend::sim::SimMachine;
use iovsh::backend::{Change, Machine};

use crate::terminal::PATIENCE;

/// The user who owns nothing.
const NOBODY: u32 = 65534;

/// A simulated host whose state is in a folder of its own.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With a switch, and two running VMs whose ports have filters.
    fn with_filters() -> Self {
        let bench = Self::new();
        let made = bench.run(
            "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov 1 | Out-Null
             foreach ($vm in 'web1', 'web2') { Connect-VMNetworkAdapter $vm -SwitchName lan }
             Set-VMNetworkAdapter web1 -DhcpGuard On -RouterGuard On
             Add-VMNetworkAdapterAcl web1 -RemoteIPAddress 10.0.0.0/8 -Direction Both -Action Deny
             Start-VM web1, web2",
        );
        assert!(made.status.success(), "{made:?}");
        bench
    }

    /// The folder of the host's files.
    fn state(&self) -> PathBuf {
        self.folder.path().join("iovsh/sim-default")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.state().join(name)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        command
            .env("XDG_STATE_HOME", self.folder.path())
            .env_remove("IOVSH_STATE_DIR")
            .args(["--host", "sim"])
            .stdin(Stdio::null());
        command
    }

    fn run(&self, script: &str) -> Output {
        self.command().args(["-Command", script]).output().unwrap()
    }

    /// What a script says on standard error when it fails.
    fn refused(&self, script: &str) -> String {
        let done = self.run(script);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{script}: {said}");
        said
    }

    fn host(&self) -> SimMachine {
        SimMachine::open("default", &self.folder.path().join("iovsh")).unwrap()
    }

    fn snapshot(&self) -> State {
        self.host().snapshot(&Scope::PLAN).unwrap()
    }

    /// What the agent would do: why it does not, or how many steps it has taken.
    fn repair(&self) -> Result<usize, String> {
        let mut planner = |state: &State| Ok(policy::reconcile(state));
        let done = transact(
            &self.host(),
            &Scope::PLAN,
            &mut planner,
            &mut Options::new(&mut NoObserver),
        );
        done.map(|(_, report)| report.applied.len())
            .map_err(|error| error.id.to_string())
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn is_root(bench: &Bench) -> bool {
    fs::metadata(bench.folder.path()).unwrap().uid() == 0
}

#[test]
fn whatever_byte_is_damaged_nothing_is_taken_from_a_running_vm() {
    let bench = Bench::with_filters();
    let before = bench.snapshot();
    assert!(
        before
            .filters
            .iter()
            .map(|port| port.filters.len())
            .sum::<usize>()
            > 10
    );
    assert_eq!(bench.repair(), Ok(0), "the host is as it was asked for");
    let file = bench.file("desired.json");
    let good = fs::read(&file).unwrap();
    let step = (good.len() / 60).max(1);
    let flipped = (0..good.len()).step_by(step).map(|at| {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        bytes
    });
    let cut = (0..good.len())
        .step_by(step * 4)
        .map(|at| good[..at].to_vec());
    for bytes in flipped.chain(cut) {
        fs::write(&file, &bytes).unwrap();
        let seen = bench.snapshot();
        let why = seen.distrust.as_ref().map(|why| why.id.to_string());
        assert!(
            matches!(why.as_deref(), Some("State.Corrupt" | "State.Version")),
            "{why:?}"
        );
        if why.as_deref() == Some("State.Corrupt") {
            assert_eq!(seen.desired, before.desired, "the last good copy is shown");
        }
        assert_eq!(bench.repair(), Err(why.unwrap()));
        assert_eq!(bench.snapshot().filters, before.filters);
        assert_eq!(
            fs::read(&file).unwrap(),
            bytes,
            "nobody but an admin touches the file"
        );
    }
    let repaired = bench.run("Repair-IovshState -Force | ForEach-Object KeptAs");
    assert!(String::from_utf8_lossy(&repaired.stdout).contains("desired.json.corrupt-1"));
    assert_eq!(bench.repair(), Ok(0));
    assert_eq!(bench.snapshot().filters, before.filters);
}

#[test]
fn a_state_that_is_gone_takes_nothing_along() {
    let bench = Bench::with_filters();
    let before = bench.snapshot();
    let everything = ["desired.json", "desired.json.bak", "journal.jsonl"];
    for gone in 1..=everything.len() {
        for name in &everything[..gone] {
            let _ = fs::remove_file(bench.file(name));
        }
        for change in [
            "Set-VMNetworkAdapter web1 -IovWeight 10",
            "Stop-VM web2 -TurnOff",
            "New-VMSwitch new -SwitchType Internal",
        ] {
            let said = bench.refused(change);
            assert!(
                said.contains("State.Missing"),
                "{gone} gone, {change}: {said}"
            );
            assert!(said.contains("Repair-IovshState"), "{said}");
        }
        assert_eq!(bench.repair(), Err("State.Missing".to_owned()));
        assert_eq!(bench.snapshot().filters, before.filters);
        let read = bench.run("Get-VMSwitch");
        assert!(
            String::from_utf8_lossy(&read.stderr).contains("WARNING"),
            "{read:?}"
        );
    }
    // What an admin decides is done, and what stands in the VMs' own metadata goes on to hold.
    let decided = bench.run("Repair-IovshState -Source Empty -Force | Out-Null; New-VMSwitch new -SwitchType Internal | Out-Null; Set-VMNetworkAdapter web1 -IovWeight 10");
    assert!(decided.status.success(), "{decided:?}");
    assert!(bench.repair().is_ok());
    assert_eq!(bench.snapshot().filters, before.filters);
}

#[test]
fn a_host_where_nothing_ever_was_asks_nothing() {
    let bench = Bench::new();
    let first = bench.run("Start-VM no-such-machine -ErrorAction SilentlyContinue; Start-VM web1; New-VMSwitch a -SwitchType Private | Out-Null; Get-VMSwitch | ForEach-Object Name");
    assert_eq!(String::from_utf8_lossy(&first.stderr), "");
    assert_eq!(String::from_utf8_lossy(&first.stdout), "a\n");
}

#[test]
fn damage_is_said_to_every_reader_and_not_to_the_first_alone() {
    let bench = Bench::with_filters();
    fs::write(bench.file("desired.json"), "{").unwrap();
    // What a shell asks when Tab is pressed, with the answer thrown away.
    let completed = bench
        .command()
        .args(["--complete", "Get-VMSwitch", "-Name", ""])
        .output();
    assert!(completed.unwrap().status.success());
    for _ in 0..2 {
        let read = bench.run("Get-VMSwitch | ForEach-Object Name");
        assert_eq!(String::from_utf8_lossy(&read.stdout), "lan\n");
        let said = String::from_utf8_lossy(&read.stderr).into_owned();
        assert_eq!(said.matches("is damaged").count(), 1, "{said}");
    }
    for _ in 0..2 {
        let restored = bench.command().arg("--restore").output().unwrap();
        assert_eq!(restored.status.code(), Some(1), "{restored:?}");
        assert!(String::from_utf8_lossy(&restored.stderr).contains("is damaged"));
    }
    let what_if = bench.run("Repair-IovshState -WhatIf");
    assert!(
        String::from_utf8_lossy(&what_if.stdout).contains("Use the last good copy"),
        "{what_if:?}"
    );
    assert_eq!(fs::read_to_string(bench.file("desired.json")).unwrap(), "{");
}

#[test]
fn an_agent_says_that_the_state_is_damaged_and_goes_on_when_an_admin_has_decided() {
    let bench = Bench::with_filters();
    let before = bench.snapshot();
    fs::write(bench.file("desired.json"), "{").unwrap();
    let mut agent = bench
        .command()
        .arg("--agent")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (send, lines) = std::sync::mpsc::channel();
    let stderr = BufReader::new(agent.stderr.take().unwrap());
    std::thread::spawn(move || {
        for line in stderr.lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let next = || lines.recv_timeout(PATIENCE).expect("a line of the agent");
    let said = [next(), next()];
    let says = |what: &str| said.iter().any(|line| line.contains(what));
    assert!(
        says("is damaged") && says("Repair-IovshState") && says("following it"),
        "{said:?}"
    );
    // Something moves: the bridge goes, and is not built again.
    let gone = Change::Bridge(BridgeChange::Delete {
        name: "vs-lan".parse().unwrap(),
    });
    let done = bench.host().edit_world(|world| world.apply(&gone));
    done.unwrap().unwrap();
    assert_eq!(bench.snapshot().filters, before.filters);
    assert!(bench.run("Repair-IovshState -Force").status.success());
    let mut line = next();
    while !line.starts_with("Done: ") {
        line = next();
    }
    assert!(line.contains("vs-lan"), "{line}");
    agent.kill().unwrap();
    agent.wait().unwrap();
    assert_eq!(bench.snapshot().filters, before.filters);
}

#[test]
fn nobody_can_have_a_hand_in_the_files_whatever_the_umask() {
    for umask in ["000", "022", "777"] {
        let bench = Bench::new();
        let script = "New-VMSwitch lan -SwitchType Private | Out-Null; Start-VM web1
             Start-Transcript $env:XDG_STATE_HOME/transcript | Out-Null; Stop-Transcript | Out-Null
             Move-Item (New-TemporaryFile).FullName $env:XDG_STATE_HOME/temporary; Move-Item ([IO.Path]::GetTempFileName()) $env:XDG_STATE_HOME/another
             [pscredential]::new('me', (ConvertTo-SecureString 'x' -AsPlainText -Force)) | Export-Clixml $env:XDG_STATE_HOME/secret.xml; \
             @{ p = ConvertTo-SecureString 'x' -AsPlainText -Force } | Export-Clixml $env:XDG_STATE_HOME/table.xml";
        let done = Command::new("/bin/sh")
            .args(["-c", &format!("umask {umask}; exec \"$@\""), "sh"])
            .args([
                env!("CARGO_BIN_EXE_iovsh"),
                "--host",
                "sim",
                "-Command",
                script,
            ])
            .env("XDG_STATE_HOME", bench.folder.path())
            .env_remove("IOVSH_STATE_DIR")
            .output()
            .unwrap();
        assert!(done.status.success(), "umask {umask}: {done:?}");
        for folder in [bench.state(), bench.folder.path().join("iovsh")] {
            assert_eq!(mode(&folder), 0o700, "umask {umask}: {}", folder.display());
        }
        let files = fs::read_dir(bench.state())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let secrets =
            ["transcript", "secret.xml", "table.xml"].map(|name| bench.folder.path().join(name));
        for file in files.chain(secrets) {
            assert_eq!(mode(&file), 0o600, "umask {umask}: {}", file.display());
        }
        // As mkstemp makes it: no more than its owner's.
        let own = 0o600 & !u32::from_str_radix(umask, 8).unwrap();
        for name in ["temporary", "another"] {
            let file = bench.folder.path().join(name);
            assert_eq!(mode(&file), own, "umask {umask}: {}", file.display());
        }
    }
}

#[test]
fn a_folder_of_somebody_else_is_not_used() {
    let bench = Bench::with_filters();
    if !is_root(&bench) {
        eprintln!("SKIPPED: only root can give a folder to somebody else");
        return;
    }
    for theirs in [bench.folder.path().to_owned(), bench.state()] {
        chown(&theirs, Some(NOBODY), None).unwrap();
        let said = bench.refused("Start-VM web1");
        assert!(said.contains("State.Unsafe"), "{said}");
        chown(&theirs, Some(0), None).unwrap();
    }
    assert!(bench.run("Get-VM | Out-Null").status.success());
}

#[test]
fn who_may_not_change_the_host_cannot_hold_its_lock() {
    let bench = Bench::with_filters();
    let flock = Path::new("/usr/bin/flock");
    if !is_root(&bench) || !flock.exists() {
        eprintln!("SKIPPED: needs root, and flock of util-linux");
        return;
    }
    // Even where the folder has been opened for all.
    for folder in [
        bench.folder.path().to_owned(),
        bench.folder.path().join("iovsh"),
        bench.state(),
    ] {
        fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    }
    use std::os::unix::process::CommandExt as _;
    let held = Command::new(flock)
        .arg("-xn")
        .arg(bench.file("lock"))
        .arg("true")
        .uid(NOBODY)
        .gid(NOBODY)
        .output();
    assert!(!held.unwrap().status.success());
    assert!(bench.run("Stop-VM web2 -TurnOff").status.success());
}

#[test]
fn who_holds_the_lock_is_named_by_the_kernel() {
    let bench = Bench::with_filters();
    let flock = Path::new("/usr/bin/flock");
    if !flock.exists() {
        eprintln!("SKIPPED: needs flock of util-linux");
        return;
    }
    fs::write(bench.file("lock"), "1").unwrap();
    let mut holder = Command::new(flock)
        .arg("-x")
        .arg(bench.file("lock"))
        .args(["sh", "-c", "echo held; read line"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let mut told = Vec::new();
    let error = bench
        .host()
        .store()
        .lock(std::time::Duration::ZERO, &mut |who| {
            told.push(who.to_owned())
        })
        .unwrap_err();
    assert_eq!(error.id, "Commit.Locked");
    assert_eq!(told, [format!("process {} (flock)", holder.id())]);
    drop(holder.stdin.take());
    holder.wait().unwrap();
}

#[test]
fn what_is_no_file_of_a_simulated_host_is_not_waited_for() {
    let pipe = |path: &Path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    let zero = |path: &Path| symlink("/dev/zero", path).unwrap();
    let obstacles: [&dyn Fn(&Path); 2] = [&pipe, &zero];
    for obstacle in obstacles {
        for name in [
            "world.json",
            "desired.json",
            "intent.json",
            "journal.jsonl",
            "lock",
        ] {
            let bench = Bench::with_filters();
            let _ = fs::remove_file(bench.file(name));
            obstacle(&bench.file(name));
            // Ends, and says why something cannot be done; the journal alone hinders nothing.
            let done = bench.run("Get-VMSwitch | Out-Null; Get-WinEvent -MaxEvents 1 | Out-Null; Stop-VM web2 -TurnOff");
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            assert!(said.contains("State.Unsafe"), "{name}: {said}");
        }
    }
    let endless = Command::new(env!("CARGO_BIN_EXE_iovsh"))
        .args(["--host", "sim:/dev/zero", "Get-VM"])
        .env("XDG_STATE_HOME", Bench::new().folder.path())
        .output()
        .unwrap();
    assert_eq!(endless.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&endless.stderr).contains("Sim.NoSuchFixture"));
}

#[test]
fn a_shared_folder_is_no_place_for_state() {
    let shared = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_iovsh"))
        .args(["--host", "sim", "Start-VM", "web1"])
        .env_clear()
        .env("TMPDIR", shared.path())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&done.stderr).contains("State.NoFolder"),
        "{done:?}"
    );
    assert_eq!(fs::read_dir(shared.path()).unwrap().count(), 0);
}

#[test]
fn a_line_of_the_journal_that_is_no_text_hides_no_other() {
    let bench = Bench::with_filters();
    let file = bench.file("journal.jsonl");
    let count = || {
        let read = bench.run("(Get-WinEvent).Count");
        let said = String::from_utf8_lossy(&read.stderr).into_owned();
        (
            String::from_utf8_lossy(&read.stdout)
                .trim()
                .parse::<usize>()
                .unwrap(),
            said,
        )
    };
    let (before, said) = count();
    assert_eq!(said, "");
    let mut bytes = fs::read(&file).unwrap();
    bytes[20] = 0xff;
    fs::write(&file, bytes).unwrap();
    let (after, said) = count();
    assert_eq!(after, before - 1);
    assert!(
        said.contains("Line 1") && said.contains("journal.jsonl"),
        "{said}"
    );
}

#[test]
fn an_entry_of_the_journal_whose_time_is_no_date_hides_no_other() {
    let bench = Bench::with_filters();
    let file = bench.file("journal.jsonl");
    let mut text = fs::read_to_string(&file).unwrap();
    let count = text.lines().count();
    let last = text.lines().last().unwrap().to_owned();
    let mut entry: serde_json::Value = serde_json::from_str(&last).unwrap();
    entry["time"] = u64::MAX.into();
    text.push_str(&format!("{entry}\n"));
    fs::write(&file, text).unwrap();
    let read = bench.run(
        "$all = Get-WinEvent; $all.Count; @($all | Where-Object { $null -eq $_.TimeCreated }).Count; @($all | ForEach-Object { $_.ToXml() }).Count",
    );
    let shown = String::from_utf8_lossy(&read.stdout);
    let wanted = format!("{0}\n1\n{0}", count + 1);
    assert_eq!(
        shown.trim(),
        wanted,
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
}
