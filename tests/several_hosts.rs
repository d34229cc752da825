//! Several hosts in one session: commands act at the hosts that are named, objects are changed at their own, and scripts run there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "far/scripts.rs"]
mod scripts;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Hosts: a simulated fleet, and far hosts behind a program that stands for ssh. What is done to one stays until the end.
struct Hosts {
    folder: tempfile::TempDir,
}

impl Hosts {
    fn new() -> Self {
        let hosts = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(hosts.path("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iovsh"), hosts.path("bin/iovsh")).unwrap();
        hosts.program("bin/id", "echo 0");
        let folder = hosts.folder.path().display();
        // The name stands between `--` and the command. A host whose name begins with `no` is not there.
        hosts.program(
            "ssh",
            &format!(
                "echo \"$@\" >> {folder}/asked\nwhile [ \"$1\" != -- ]; do shift; done\nname=$2 last=$3\n\
                 case $name in no*) echo \"ssh: Could not resolve hostname $name: Name or service not known\" >&2; exit 255;; esac\n\
                 export PATH={folder}/bin:$PATH IOVSH_HOST=sim IOVSH_STATE_DIR={folder}/far-$name\nexec sh -c \"$last\""
            ),
        );
        hosts
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// What runs a text on a host.
    fn command(&self, host: &str, text: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        command
            .args(["--host", host, "--command", text])
            .env("IOVSH_SSH", self.path("ssh"))
            .env("IOVSH_STATE_DIR", self.path("near"))
            .env("HOME", self.folder.path())
            .env("NO_COLOR", "1")
            .env_remove("IOVSH_HOST")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// What a text writes on a host: standard output, then standard error.
    fn run(&self, host: &str, text: &str) -> (String, String) {
        let output = self.command(host, text).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr))
    }

    /// The same on the fleet, where nothing may go wrong.
    fn fleet(&self, text: &str) -> Vec<String> {
        let (shown, wrong) = self.run("sim:fleet", text);
        assert_eq!(wrong, "", "{text}");
        shown
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    }
}

#[test]
fn a_command_acts_at_the_hosts_that_are_named_in_their_order() {
    let hosts = Hosts::new();
    for (text, lines) in [
        (
            "Get-VM -ComputerName hv2, hv1 | ForEach-Object { \"$($_.ComputerName) $($_.Name)\" }",
            &["HV2 build1", "HV1 app1", "HV1 app2"][..],
        ),
        // Each host once, however often and however it is named.
        (
            "(Get-VM -ComputerName HV2, hv2.example, hv2, sim:fleet/hv2).Name",
            &["build1"],
        ),
        (
            "(Get-VM -ComputerName ., localhost, hv1).Name",
            &["app1", "app2"],
        ),
        (
            "(Get-NetAdapter -CimSession hv2 | Where-Object Name -like e*f0*).SystemName",
            &["HV2"],
        ),
        (
            "$all = New-CimSession hv2, hv3; (Get-VM -CimSession $all).Name; Remove-CimSession $all; (Get-CimSession).Count",
            &["build1", "mail1", "0"],
        ),
        // Through a function, by splatting and as a job.
        (
            "function Names([string[]]$ComputerName) { (Get-VM @PSBoundParameters).Name }; Names hv3, hv2",
            &["mail1", "build1"],
        ),
        (
            "Start-Job { (Get-VM -ComputerName hv2).Name } | Receive-Job -Wait; (Get-NetAdapter -CimSession hv3 -AsJob | Receive-Job -Wait).SystemName | Select-Object -Unique",
            &["build1", "HV3"],
        ),
        ("(Get-VM).Name", &["app1", "app2"]),
    ] {
        assert_eq!(hosts.fleet(text), lines, "{text}");
    }
}

/// The exit code is the worst of all hosts, and says it where one of them, or what was named, could not be looked at.
#[test]
fn a_diagnosis_of_several_hosts_ends_after_the_last() {
    let hosts = Hosts::new();
    for (words, code, findings) in [
        ("-ComputerName hv1, hv2", 0, 2),
        ("-ComputerName hv3, hv1", 2, 2),
        ("-ComputerName hv1, hv3", 2, 2),
        ("-ComputerName hv1, nohost", 3, 1),
        ("nobody", 3, 0),
        ("no*", 3, 0),
        ("-SwitchName nothing", 3, 0),
        ("-NetAdapterName nothing", 3, 0),
    ] {
        let text =
            format!("Test-VMHostIov {words} -ExitCode | ForEach-Object {{ $_.Code }}; exit 9");
        let output = hosts.command("sim:fleet", &text).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{words}: {output:?}");
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(shown.lines().count(), findings, "{words}: {shown}");
    }
    assert!(
        hosts
            .run(
                "sim:fleet",
                "(Test-VMHostIov nobody -ErrorAction Ignore).Code"
            )
            .0
            .is_empty()
    );
}

#[test]
fn a_file_has_the_state_of_one_host() {
    let hosts = Hosts::new();
    let (_, wrong) = hosts.run(
        "sim:fleet",
        "Export-VMHostState two.json -ComputerName hv1, hv2 -Force",
    );
    assert!(wrong.contains("InvalidParameter"), "{wrong}");
    assert_eq!(
        hosts.fleet("(Get-Content two.json -Raw | ConvertFrom-Json).state.host.name"),
        ["hv1"]
    );
}

#[test]
fn objects_are_changed_at_their_own_host() {
    let hosts = Hosts::new();
    let weights = "Get-VM -ComputerName hv1, hv2, hv3 | Get-VMNetworkAdapter | ForEach-Object { \"$($_.VMName) $($_.IovWeight)\" }";
    hosts.fleet("Get-VM -ComputerName hv1, hv2 | Set-VMNetworkAdapter -IovWeight 50");
    assert_eq!(
        hosts.fleet(weights),
        ["app1 50", "app2 50", "build1 50", "mail1 0"]
    );
    // An array whose objects come from several hosts, of VMs and of adapters.
    hosts.fleet(
        "$vms = Get-VM -ComputerName hv2, hv3, hv1; Get-VMNetworkAdapter -VM $vms[0, 1] | Set-VMNetworkAdapter -IovWeight 60; Start-VM -VM $vms[0, 1] -WarningAction SilentlyContinue",
    );
    assert_eq!(
        hosts.fleet(weights),
        ["app1 50", "app2 50", "build1 60", "mail1 60"]
    );
    assert_eq!(
        hosts.fleet("(Get-VM -ComputerName hv1, hv2, hv3 | Where-Object State -eq Running).Name"),
        ["build1", "mail1"]
    );
    hosts.fleet("Get-NetAdapterSriov -CimSession hv2 | Set-NetAdapterSriov -NumVFs 4");
    assert_eq!(
        hosts.fleet("(Get-NetAdapterSriov -CimSession hv1, hv2).NumVFs"),
        ["7", "7", "4", "4"]
    );
}

#[test]
fn addresses_and_rules_are_those_of_the_host_that_is_named() {
    let hosts = Hosts::new();
    // Adapters are called differently on the hosts of the fleet; the addresses come with the name of theirs.
    assert_eq!(
        hosts.fleet(
            "(Get-NetIPAddress -CimSession hv3, hv2).PSComputerName | Select-Object -Unique"
        ),
        ["HV3", "HV2"]
    );
    let (shown, wrong) = hosts.run("sim:fleet", "Get-NetIPAddress -CimSession hv9");
    assert_eq!(shown, "");
    assert!(wrong.contains("Host.NotInFleet"), "{wrong}");
    // What is piped goes where it comes from.
    hosts.fleet(
        "$nic = (Get-NetAdapter -CimSession hv3)[0].Name; \
         New-NetIPAddress 198.51.100.9 -PrefixLength 24 -InterfaceAlias $nic -CimSession hv3 -PolicyStore ActiveStore | Out-Null",
    );
    let count =
        "@(Get-NetIPAddress -CimSession hv3 | Where-Object IPAddress -eq 198.51.100.9).Count";
    assert_eq!(hosts.fleet(count), ["1"]);
    hosts.fleet(
        "Get-NetIPAddress -CimSession hv3 | Where-Object IPAddress -eq 198.51.100.9 | Remove-NetIPAddress -Force -Confirm:$false",
    );
    assert_eq!(hosts.fleet(count), ["0"]);
    hosts.fleet("Enable-NetQosFlowControl 3 -CimSession hv2");
    assert_eq!(
        hosts.fleet("(Get-NetQosFlowControl 3 -CimSession hv1, hv2).Enabled"),
        ["False", "True"]
    );
}

#[test]
fn a_host_that_cannot_be_had_is_an_error_and_stops_no_other() {
    let hosts = Hosts::new();
    for names in ["hv9, hv2, hv3", "hv2, hv9, hv3", "hv2, hv3, hv9"] {
        let (shown, wrong) = hosts.run(
            "sim:fleet",
            &format!("(Get-VM -ComputerName {names}).Name; $Error.Count"),
        );
        assert_eq!(shown, "build1\nmail1\n1\n", "{names}");
        assert!(wrong.contains("Host.NotInFleet"), "{wrong}");
        assert!(wrong.contains("hv1, hv2, hv3, hv4"), "{wrong}");
    }
    // It is an error that is written: who asks for silence gets it.
    let (shown, wrong) = hosts.run(
        "sim:fleet",
        "Get-VM -ComputerName hv9 -ErrorAction SilentlyContinue; $Error.Count; \
         try { Get-VM -ComputerName hv9 -ErrorAction Stop } catch { 'caught' }",
    );
    assert_eq!((shown.as_str(), wrong.as_str()), ("1\ncaught\n", ""));
    // One alone is all; a name that is none never means the selected host.
    for text in [
        "Remove-VM * -Force -ComputerName hv9",
        "Remove-VM * -Force -ComputerName ''",
        "Remove-VM * -Force -ComputerName $null",
        "Remove-VM * -Force -CimSession @()",
        "Remove-VM * -Force -ComputerName ' '",
        "Remove-VM * -Force -ComputerName -oProxyCommand=x",
        "Remove-VM * -Force -ComputerName 'ssh://-oProxyCommand=x'",
    ] {
        let (_, wrong) = hosts.run("sim:fleet", text);
        assert!(!wrong.is_empty(), "{text}");
        assert_eq!(hosts.fleet("(Get-VM).Name"), ["app1", "app2"], "{text}");
    }
    let (_, wrong) = hosts.run("sim", "Get-VM -ComputerName hv2");
    assert!(wrong.contains("--host sim:fleet"), "{wrong}");
}

#[test]
fn what_is_said_names_the_host_and_what_if_changes_none() {
    let hosts = Hosts::new();
    let (shown, wrong) = hosts.run(
        "sim:fleet",
        "Remove-VM * -Force -ComputerName hv1, hv2 -WhatIf 3> $null; Get-VM none -ComputerName hv2; Start-VM build1 -ComputerName hv2 -Verbose",
    );
    for said in ["\"hv1: app1\"", "\"hv2: build1\"", "VERBOSE: hv2: "] {
        assert!(
            shown.contains(said) || wrong.contains(said),
            "{said}: {shown}{wrong}"
        );
    }
    assert!(wrong.contains("Get-VM [hv2]: "), "{wrong}");
    assert_eq!(
        hosts.fleet("(Get-VM -ComputerName hv1, hv2).Name"),
        ["app1", "app2", "build1"]
    );
}

#[test]
fn hosts_behind_ssh_are_named_as_ssh_knows_them() {
    let hosts = Hosts::new();
    let (shown, wrong) = hosts.run(
        "ssh://home",
        "Get-VM -ComputerName far1, far2 | Set-VMNetworkAdapter -IovWeight 30; Remove-VM web2 -Force -ComputerName far2 3> $null; \
         Get-VM -ComputerName far1, far2 -Name web1 | Get-VMNetworkAdapter | ForEach-Object IovWeight; \
         (Get-VM -ComputerName far1).Count; (Get-VM -ComputerName far2).Count; (Get-VM).Count",
    );
    assert_eq!((shown.as_str(), wrong.as_str()), ("30\n30\n3\n2\n3\n", ""));
    let (shown, wrong) = hosts.run(
        "ssh://home",
        "(Get-VM web1 -ComputerName far1, nowhere, root@far2).Name; (Get-VM web1 -ComputerName far1 -Credential admin).Name; $Error.Count",
    );
    assert_eq!(shown, "web1\nweb1\nweb1\n1\n");
    assert!(wrong.contains("Host.NameUnknown"), "{wrong}");
    let asked = std::fs::read_to_string(hosts.path("asked")).unwrap();
    for words in ["-l root -- far2", "-l admin -- far1"] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    // Several that are asked at once may not ask at the terminal; one alone may.
    assert!(asked.contains("-o BatchMode=yes -- far1"), "{asked}");
    assert!(asked.contains("ServerAliveInterval=15 -- home"), "{asked}");
}

#[test]
fn a_password_is_refused_and_a_user_alone_is_not() {
    let hosts = Hosts::new();
    let (shown, wrong) = hosts.run(
        "ssh://home",
        "$secret = ConvertTo-SecureString 'hunter2' -AsPlainText -Force; $both = [pscredential]::new('admin', $secret); \
         Get-VM -ComputerName far1 -Credential $both; Invoke-Command -ComputerName far1 -Credential $both { 'ran' }; \
         New-PSSession far1 -Credential $both; New-CimSession far1 -Credential $both",
    );
    assert_eq!(shown, "");
    assert_eq!(wrong.matches("Host.NoPasswords").count(), 4, "{wrong}");
    assert!(wrong.contains("-Credential admin"), "{wrong}");
    assert!(!wrong.contains("hunter2"), "{wrong}");
    assert!(!hosts.path("asked").exists(), "nobody was asked");
}

#[test]
fn scripts_run_at_the_fleet_and_behind_ssh() {
    let hosts = Hosts::new();
    scripts::run_all("hv2", "hv3", |text| hosts.run("sim:fleet", text));
    scripts::run_all("far1", "far2", |text| hosts.run("ssh://home", text));
}

#[test]
fn a_script_at_a_host_of_the_fleet_knows_the_others() {
    let hosts = Hosts::new();
    assert_eq!(
        hosts.fleet("(Invoke-Command -ComputerName hv2 { Get-VM -ComputerName hv3, hv2 }).Name"),
        ["mail1", "build1"]
    );
}

#[test]
fn a_far_end_that_dies_is_an_error_of_its_own() {
    let hosts = Hosts::new();
    let (shown, wrong) = hosts.run(
        "ssh://home",
        "Invoke-Command -ComputerName far1, far2 { 'begun'; if ($env:IOVSH_STATE_DIR -like '*far1') { /bin/kill -9 $PID }; 'ended' }; \
         $s = New-PSSession far2; Invoke-Command $s { /bin/kill -9 $PID }; $s.State; Invoke-Command $s { 'again' }; 'went on'",
    );
    let shown: Vec<&str> = shown.split_whitespace().collect();
    assert_eq!(
        shown.join(" "),
        "begun begun ended Broken went on",
        "{wrong}"
    );
    assert_eq!(wrong.matches("Host.ConnectionLost").count(), 3, "{wrong}");
    assert!(wrong.contains("New-PSSession far2"), "{wrong}");
}

/// The sessions that docs/several-hosts.md shows, each on a fresh fleet: what they write is what stands there.
#[test]
fn the_documentation_shows_what_is_shown() {
    let text = include_str!("../docs/several-hosts.md");
    let sessions: Vec<&str> = text
        .split("```iovsh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(sessions.len() >= 3);
    let full = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    for session in sessions {
        let hosts = Hosts::new();
        let (typed, said): (Vec<String>, Vec<String>) = full(session)
            .into_iter()
            .partition(|line| line.starts_with("PS> "));
        let typed: Vec<&str> = typed
            .iter()
            .filter_map(|line| line.strip_prefix("PS> "))
            .collect();
        let (shown, wrong) = hosts.run("sim:fleet", &typed.join("\n"));
        assert_eq!(full(&shown), said, "{wrong}");
        assert_eq!(scripts::but_files_of_this_computer(&wrong), "");
    }
}

/// The lines that are typed in bash, as they stand on the page.
#[test]
fn the_lines_of_the_documentation_for_bash_work() {
    let text = include_str!("../docs/several-hosts.md");
    let block = text
        .split("```\n")
        .find(|block| block.starts_with("iovsh --host ssh://"))
        .expect("the block");
    let hosts = Hosts::new();
    std::fs::write(hosts.path("provision.ps1"), "(Get-VM).Name").unwrap();
    let mut seen = 0;
    for line in block.lines() {
        let (typed, meaning) = line.split_once("   ").expect("what it does");
        let output = Command::new("sh")
            .args(["-c", &format!("PATH=\"$PWD/bin:$PATH\"; {typed}")])
            .env("IOVSH_SSH", hosts.path("ssh"))
            .env("IOVSH_STATE_DIR", hosts.path("near"))
            .env("NO_COLOR", "1")
            .env_remove("IOVSH_HOST")
            .current_dir(hosts.path(""))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{typed}: {wrong}");
        assert_eq!(wrong, "", "{typed}");
        let machines = shown.matches("legacy1").count();
        let expected = match meaning.trim() {
            "a prompt on hv2" => 0,
            "two hosts from here" => 2,
            _ => 1,
        };
        assert_eq!(machines, expected, "{typed}: {shown}");
        seen += 1;
    }
    assert_eq!(seen, 4);
    let asked = std::fs::read_to_string(hosts.path("asked")).unwrap();
    assert!(asked.contains("-p 2222"), "{asked}");
}

/// A far host's name for itself means nothing: two may have the same one, and one may have another's.
#[test]
fn objects_go_back_to_where_they_came_from() {
    let hosts = Hosts::new();
    // Every far host calls itself `sim`.
    let (shown, wrong) = hosts.run(
        "ssh://home",
        "Get-NetAdapterSriov -CimSession far1 | Out-Null; $there = Get-NetAdapterSriov -CimSession far2 -Name enp1s0f0; \
         $there | Set-NetAdapterSriov -NumVFs 3; Get-VM web1 -ComputerName root@far2 | Start-VM -WarningAction SilentlyContinue; \
         (Get-NetAdapterSriov enp1s0f0 -CimSession far1, far2).NumVFs; (Get-VM web1 -ComputerName far1, far2).State | ForEach-Object { \"$_\" }; \
         (Get-VM web1).State.ToString(); $vm = Get-VM web1 -ComputerName root@far2; \
         Start-Job { ($using:vm | Stop-VM -TurnOff -Force -Passthru).ComputerName } | Receive-Job -Wait; \
         (Get-VMHost -ComputerName far1).ComputerName; Get-VM -ComputerName sim -ErrorAction SilentlyContinue | ForEach-Object ComputerName",
    );
    assert_eq!(
        shown.split_whitespace().collect::<Vec<_>>(),
        [
            "7",
            "3",
            "Off",
            "Running",
            "Off",
            "root@far2",
            "far1",
            "sim",
            "sim",
            "sim"
        ],
        "{wrong}"
    );
    let asked = std::fs::read_to_string(hosts.path("asked")).unwrap();
    assert!(
        asked.contains("-- sim"),
        "a name that is typed is asked of ssh: {asked}"
    );
}

#[test]
fn objects_of_different_hosts_for_one_act_are_refused() {
    let hosts = Hosts::new();
    hosts.fleet("New-VMSwitch lan -SwitchType Private -ComputerName hv1, hv2 | Out-Null");
    let (_, wrong) = hosts.run(
        "sim:fleet",
        "Connect-VMNetworkAdapter -VMNetworkAdapter (Get-VMNetworkAdapter build1 -ComputerName hv2) -VMSwitch (Get-VMSwitch lan)",
    );
    assert!(wrong.contains("Host.Mixed"), "{wrong}");
    assert_eq!(
        hosts.fleet("\"<$((Get-VMNetworkAdapter build1 -ComputerName hv2).SwitchName)>\""),
        ["<>"]
    );
    hosts.fleet("Connect-VMNetworkAdapter -VMNetworkAdapter (Get-VMNetworkAdapter build1 -ComputerName hv2) -VMSwitch (Get-VMSwitch lan -ComputerName hv2)");
    assert_eq!(
        hosts.fleet("(Get-VMNetworkAdapter build1 -ComputerName hv2).SwitchName"),
        ["lan"]
    );
}

#[test]
fn several_hosts_are_changed_at_the_same_time_and_each_for_itself() {
    let hosts = Hosts::new();
    let (shown, wrong) = hosts.run(
        "sim:fleet",
        "Start-VM -Name * -ComputerName hv1, hv2, hv3, hv4 -Passthru -ErrorAction SilentlyContinue | ForEach-Object { \"$($_.ComputerName) $($_.Name)\" }; \
         Get-VM -ComputerName hv1, hv2, hv3 | Stop-VM -TurnOff -Force; (Get-VM -ComputerName hv1, hv2, hv3 | Where-Object State -ne Off).Count",
    );
    assert_eq!(
        shown.lines().collect::<Vec<_>>(),
        [
            "HV1 app1",
            "HV1 app2",
            "HV2 build1",
            "HV3 mail1",
            "HV4 db1",
            "HV4 db2",
            "HV4 spare1",
            "0"
        ],
        "{wrong}"
    );
    // What is refused at one host is an error, and the others go on.
    let (_, wrong) = hosts.run(
        "sim:fleet",
        "New-VMSwitch lan -SwitchType Private -ComputerName hv2 | Out-Null; New-VMSwitch lan -SwitchType Private -ComputerName hv1, hv2, hv3 | Out-Null",
    );
    assert_eq!(wrong.matches("New-VMSwitch [hv2]").count(), 1, "{wrong}");
    assert_eq!(
        hosts.fleet("(Get-VMSwitch -ComputerName hv1, hv2, hv3).ComputerName"),
        ["HV1", "HV2", "HV3"]
    );
}

#[test]
fn an_object_where_a_name_is_taken_is_an_error() {
    let hosts = Hosts::new();
    let (_, wrong) = hosts.run(
        "sim:fleet",
        "Get-VM build1 -ComputerName hv2 | Stop-VM -ComputerName hv1 -TurnOff",
    );
    assert!(
        wrong.contains("VirtualMachine (Name = 'build1')")
            && wrong.contains("An object was given where a name is taken"),
        "{wrong}"
    );
}

#[test]
fn a_cmdlet_says_what_it_calls_hosts() {
    let hosts = Hosts::new();
    for (text, says) in [
        ("Get-NetAdapterSriov -ComputerName hv2", "-CimSession HOST"),
        ("Get-NetAdapter -computername hv2", "-CimSession HOST"),
        ("Invoke-Command -CimSession hv2 { 1 }", "-ComputerName HOST"),
    ] {
        let (_, wrong) = hosts.run("sim:fleet", text);
        assert!(
            wrong.contains("NamedParameterNotFound") && wrong.contains(says),
            "{text}: {wrong}"
        );
    }
    assert_eq!(
        hosts.fleet("Reset-SimulatedHost"),
        [
            "The simulated hosts hv1, hv2, hv3, hv4 are again as their fixtures describe them. What was made on them is gone."
        ]
    );
}

/// Puts what goes wrong on the way to a host into the file of its state.
fn spoil(hosts: &Hosts, host: &str, connection: serde_json::Value) {
    hosts.fleet(&format!(
        "Get-VM -ComputerName {host} | Set-VMNetworkAdapter -IovWeight 33"
    ));
    let folders = std::fs::read_dir(hosts.path("near")).unwrap();
    let mut folders = folders.map(|entry| entry.unwrap().path());
    let folder = folders
        .find(|path| path.to_string_lossy().contains(&format!("fleet-{host}")))
        .unwrap();
    let file = folder.join("world.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut world: serde_json::Value = serde_json::from_str(&text).unwrap();
    world["connection"] = connection;
    std::fs::write(file, world.to_string()).unwrap();
}

#[test]
fn what_goes_wrong_on_the_way_to_a_host_names_it_and_stops_no_other() {
    use serde_json::json;
    let hosts = Hosts::new();
    for (connection, id) in [
        (json!({ "is_down": true }), "Host.Timeout"),
        (json!({ "cut_after": 0 }), "Host.Unreachable"),
        (json!({ "cut_after": 1 }), "Host.ConnectionLost"),
        (json!({ "protocol": [2, 0] }), "Host.OtherVersion"),
    ] {
        spoil(&hosts, "hv2", connection.clone());
        for text in [
            "(Get-VM -ComputerName hv1, hv2, hv3).Count",
            "(Invoke-Command -ComputerName hv1, hv2, hv3 { Get-VM }).Count",
        ] {
            let (shown, wrong) = hosts.run("sim:fleet", text);
            assert_eq!(shown, "3\n", "{connection}: {wrong}");
            assert!(wrong.contains(id), "{connection}: {wrong}");
            assert!(
                wrong.contains("help: ") && wrong.contains("hv2"),
                "{connection}: {wrong}"
            );
        }
        let reset = hosts.fleet(
            "Reset-SimulatedHost hv2; (Get-VM -ComputerName hv2 | Get-VMNetworkAdapter).IovWeight",
        );
        assert_eq!(reset.last().map(String::as_str), Some("0"));
    }
    // One that is lost when it is looked at, in the middle of the others.
    spoil(&hosts, "hv2", json!({ "cut_after": 2 }));
    let (shown, wrong) = hosts.run("sim:fleet", "(Get-VM -ComputerName hv1, hv2, hv3).Name");
    assert_eq!(shown, "app1\napp2\nmail1\n", "{wrong}");
    assert_eq!(wrong.matches("Host.ConnectionLost").count(), 1, "{wrong}");
    hosts.fleet("Reset-SimulatedHost hv2");
    // An older end understands commands and no scripts; one that does no files takes scripts.
    spoil(&hosts, "hv2", json!({ "protocol": [1, 0] }));
    let (shown, wrong) = hosts.run(
        "sim:fleet",
        "(Get-VM -ComputerName hv2).Name; Invoke-Command -ComputerName hv2 { 1 }",
    );
    assert_eq!(shown, "build1\n");
    assert!(wrong.contains("Host.OtherVersion"), "{wrong}");
    spoil(&hosts, "hv3", json!({ "protocol": [1, 1] }));
    let (shown, wrong) = hosts.run(
        "sim:fleet",
        "$s = New-PSSession hv3; Invoke-Command $s { 1 }; Copy-Item /etc/hostname . -FromSession $s; Test-Path ./hostname",
    );
    assert_eq!(shown, "1\nFalse\n");
    assert!(wrong.contains("Host.OtherVersion"), "{wrong}");
    // A slow one is waited for, and one that was hit often enough is as every other.
    spoil(&hosts, "hv2", json!({ "delay_ms": 20 }));
    assert_eq!(hosts.fleet("(Get-VM -ComputerName hv2).Name"), ["build1"]);
    spoil(&hosts, "hv2", json!({ "is_down": true, "times": 1 }));
    let twice = "Get-VM -ComputerName hv2 -ErrorAction SilentlyContinue | ForEach-Object Name; (Get-VM -ComputerName hv2).Name";
    assert_eq!(hosts.fleet(twice), ["build1"]);
}

#[test]
fn a_connection_that_is_cut_in_the_middle_of_a_change_leaves_the_host_before_or_after() {
    let hosts = Hosts::new();
    hosts.fleet(
        "New-VMSwitch lan -NetAdapterName (Get-NetAdapterSriov -CimSession hv2)[0].Name -EnableIov $true -ComputerName hv2 | Out-Null; \
         Get-VM build1 -ComputerName hv2 | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName lan; Set-VMNetworkAdapter build1 -ComputerName hv2 -IovWeight 100",
    );
    let (mut before, mut after, mut lost) = (0, 0, 0);
    for messages in 1_u32.. {
        spoil(
            &hosts,
            "hv2",
            serde_json::json!({ "cut_after": messages, "times": 1 }),
        );
        let (_, wrong) = hosts.run("sim:fleet", "Start-VM build1 -ComputerName hv2");
        if wrong.contains("Host.ConnectionLost") {
            lost += 1;
            assert!(wrong.contains("[hv2]"), "{wrong}");
        }
        let (shown, wrong_later) = hosts.run(
            "sim:fleet",
            "$vm = Get-VM build1 -ComputerName hv2; $vm.State.ToString(); ($vm | Get-VMNetworkAdapter).IovUsage; \
             $vm | Stop-VM -TurnOff -Force -WarningAction SilentlyContinue; (Get-NetAdapterSriovVf -CimSession hv2 | Where-Object VMFriendlyName).Count",
        );
        match shown.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["Off", "0", "0"] => before += 1,
            ["Running", "0" | "100" | "1", "0"] => after += 1,
            _ => panic!("cut after {messages}: {shown} {wrong_later}"),
        }
        if wrong.is_empty() {
            break;
        }
        assert!(messages < 100, "it never ends: {wrong}");
    }
    assert!(
        before > 1 && after > 0 && lost > 2,
        "{before} before, {after} after, {lost} lost"
    );
}

#[test]
fn a_user_for_the_host_of_the_session_is_warned_of_where_nobody_logs_in() {
    let hosts = Hosts::new();
    let (shown, wrong) = hosts.run(
        "ssh://home",
        "(Get-VM web1 -ComputerName localhost -Credential admin).Name; Invoke-Command -ComputerName localhost -Credential admin { 1 }",
    );
    assert_eq!(shown, "web1\n1\n");
    assert_eq!(wrong.matches("nobody logs in").count(), 2, "{wrong}");
}

#[test]
fn errors_of_a_script_at_another_host_say_where_they_come_from() {
    let hosts = Hosts::new();
    let (shown, wrong) = hosts.run(
        "sim:fleet",
        "Invoke-Command -ComputerName hv2 { Write-Error 'bad' } -ErrorAction SilentlyContinue; $Error[0].OriginInfo.PSComputerName; \
         $j = Invoke-Command -ComputerName hv2, hv3 { hostname | Out-Null; 'x' } -AsJob; $j.Location; $j.ChildJobs.Location; Receive-Job $j -Location hv3 -Wait | ForEach-Object PSComputerName; \
         Get-WinEvent -ComputerName hv2 -LogName none",
    );
    assert_eq!(
        shown.split_whitespace().collect::<Vec<_>>(),
        ["hv2", "hv2,hv3", "hv2", "hv3", "hv3"],
        "{wrong}"
    );
    assert!(wrong.contains("on the hv2 computer"), "{wrong}");
}

#[test]
fn the_state_of_named_hosts_is_repaired_and_reset() {
    let hosts = Hosts::new();
    hosts.fleet("New-VMSwitch lan -SwitchType Private -ComputerName hv1, hv2 | Out-Null");
    assert_eq!(
        hosts.fleet(
            "Repair-IovshState -ComputerName hv2, hv3 | ForEach-Object { \"$($_.ComputerName) $($_.Switches)\" }"
        ),
        ["HV2 lan", "HV3"]
    );
    hosts.fleet("Reset-SimulatedHost -ComputerName hv2");
    assert_eq!(
        hosts.fleet("(Get-VMSwitch -ComputerName hv1, hv2).ComputerName"),
        ["HV1"]
    );
    let (_, wrong) = hosts.run("sim:fleet", "Reset-SimulatedHost hv9");
    assert!(wrong.contains("Host.NotInFleet"), "{wrong}");
}

/// A test of Linux guests on Hyper-V, in the style of those that are public: the host is a parameter, and every cmdlet gets it.
const GUEST_TEST: &str = r#"
param([String] $vmName, [String] $hvServer, [String] $TestParams)

$retVal = $false
foreach ($p in $TestParams.Split(";")) {
    $fields = $p.Split("=")
    switch ($fields[0].Trim()) {
        "SWITCH" { $switchName = $fields[1].Trim() }
        "WEIGHT" { [int] $weight = $fields[1].Trim() }
    }
}
$vm = Get-VM -Name $vmName -ComputerName $hvServer -ErrorAction SilentlyContinue
if (-not $vm) {
    "Error: VM $vmName does not exist on $hvServer"
    return $false
}
if ((Get-VM -ComputerName $hvServer -Name $vmName).State -ne "Off") {
    Stop-VM -Name $vmName -ComputerName $hvServer -Force -TurnOff
}
if (-not (Get-VMSwitch -Name $switchName -ComputerName $hvServer -ErrorAction SilentlyContinue)) {
    $nic = Get-NetAdapterSriov -CimSession $hvServer | Where-Object SriovSupport -eq "Supported" | Select-Object -First 1
    New-VMSwitch -Name $switchName -NetAdapterName $nic.Name -EnableIov $true -ComputerName $hvServer | Out-Null
}
$nicName = (Get-VMNetworkAdapter -VMName $vmName -ComputerName $hvServer)[0].Name
Connect-VMNetworkAdapter -VMName $vmName -Name $nicName -SwitchName $switchName -ComputerName $hvServer
Set-VMNetworkAdapter -VMName $vmName -ComputerName $hvServer -IovWeight $weight
if (-not $?) { "Error: Unable to set IovWeight"; return $false }

Start-VM -Name $vmName -ComputerName $hvServer
$timeout = 20
while ((Get-VM -Name $vmName -ComputerName $hvServer).State -ne "Running" -and $timeout -gt 0) {
    Start-Sleep -Milliseconds 50
    $timeout -= 1
}
$adapter = Get-VMNetworkAdapter -VMName $vmName -ComputerName $hvServer | Where-Object { $_.SwitchName -eq $switchName }
if ($adapter.IovWeight -eq $weight -and $adapter.IovUsage -gt 0 -and $adapter.Status -like "*Ok*") { $retVal = $true }
"Info: $($adapter.ComputerName) $($adapter.VMName): $($adapter.Status)"
Stop-VM -Name $vmName -ComputerName $hvServer -Force -TurnOff
Remove-VMSwitch -Name $switchName -ComputerName $hvServer -Force
return $retVal
"#;

#[test]
fn a_public_test_of_guests_runs_at_the_host_that_it_is_told() {
    let hosts = Hosts::new();
    std::fs::write(hosts.path("test.ps1"), GUEST_TEST).unwrap();
    for (vm, host, said) in [
        ("build1", "hv2", &["Info: HV2 build1: Ok", "True"][..]),
        ("app2", "hv1", &["Info: HV1 app2: Ok", "True"]),
        (
            "app1",
            "hv2",
            &["Error: VM app1 does not exist on hv2", "False"],
        ),
    ] {
        let text = format!(
            "./test.ps1 -vmName {vm} -hvServer {host} -TestParams 'SWITCH=SRIOV; WEIGHT=50'"
        );
        let (shown, wrong) = hosts.run("sim:fleet", &text);
        assert_eq!(shown.lines().collect::<Vec<_>>(), said, "{wrong}");
        assert_eq!(wrong, "");
    }
    // Nothing was changed at the selected host, and nothing is left.
    assert_eq!(
        hosts.fleet("(Get-VMSwitch -ComputerName hv1, hv2).Count; (Get-VM -ComputerName hv1, hv2).State | Select-Object -Unique | ForEach-Object { \"$_\" }"),
        ["0", "Off"]
    );
}
