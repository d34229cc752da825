//! `iovsh ocf ACTION` and the few lines of shell before it: what a cluster runs and what code it reads.

use std::path::Path;
use std::process::{Command, Output};

struct Fleet {
    state: tempfile::TempDir,
}

impl Fleet {
    fn new() -> Self {
        Self {
            state: tempfile::tempdir().unwrap(),
        }
    }

    fn iovsh(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_iovsh"))
            .args(arguments)
            .env("IOVSH_STATE_DIR", self.state.path())
            .env("NO_COLOR", "1")
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }

    fn line(&self, text: &str) -> String {
        let done = self.iovsh(&["--host", "sim:fleet", "--command", text], &[]);
        assert!(done.status.success(), "{text}: {done:?}");
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    fn ocf(&self, at: &str, action: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let host = format!("sim:fleet/{at}");
        let done = self.iovsh(&["--host", &host, "ocf", action], variables);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.code(), said)
    }
}

#[test]
fn the_program_ends_with_the_codes_of_the_api() {
    let fleet = Fleet::new();
    let id = fleet.line(
        "Enable-VMMigration -ComputerName hv1, hv2; New-VM app -MemoryStartupBytes 512MB -ComputerName hv1 | ForEach-Object { \"$($_.Id)\" }",
    );
    let vm = [("OCF_RESKEY_vm", id.as_str())];
    let code = |at: &str, action: &str| fleet.ocf(at, action, &vm).0;
    assert_eq!(code("hv1", "monitor"), Some(7));
    assert_eq!(code("hv2", "start"), Some(5));
    assert_eq!(code("hv1", "start"), Some(0));
    assert_eq!(code("hv1", "monitor"), Some(0));
    let sent = [vm[0], ("OCF_RESKEY_CRM_meta_migrate_target", "hv2")];
    assert_eq!(fleet.ocf("hv1", "migrate_to", &sent).0, Some(0));
    assert_eq!(code("hv2", "migrate_from"), Some(0));
    assert_eq!(code("hv1", "monitor"), Some(7));
    assert_eq!(code("hv2", "stop"), Some(0));
    assert_eq!(code("hv2", "promote"), Some(3));
    let (code, said) = fleet.ocf("hv2", "start", &[]);
    assert_eq!(code, Some(6));
    assert!(said.starts_with("ocf-exit-reason:"), "{said}");
    let described = fleet.iovsh(&["ocf", "meta-data"], &[]);
    assert_eq!(described.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&described.stdout).contains("<resource-agent name=\"VM\""));
}

#[test]
fn the_shell_before_it_is_a_shell_and_hands_the_action_on() {
    let agent = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/ocf/VM");
    let read = Command::new("/bin/sh")
        .arg("-n")
        .arg(&agent)
        .status()
        .unwrap();
    assert!(read.success());
    let text = std::fs::read_to_string(&agent).unwrap();
    assert!(text.contains("exec \"$iovsh\" ocf \"${1:-}\""));
    let folder = tempfile::tempdir().unwrap();
    // The same lines with a program that is there, and with none.
    let with = |iovsh: &str| {
        let path = folder.path().join("VM");
        let text = text.replace("/usr/bin/iovsh /usr/local/bin/iovsh", iovsh);
        std::fs::write(&path, text).unwrap();
        path
    };
    let run = |iovsh: &str, action: &str| {
        let done = Command::new("/bin/sh")
            .arg(with(iovsh))
            .arg(action)
            .output();
        done.unwrap().status.code()
    };
    assert_eq!(run(env!("CARGO_BIN_EXE_iovsh"), "meta-data"), Some(0));
    // Never that it is stopped: the machine may run there all the same, and would be started elsewhere too.
    for action in ["stop", "monitor", "start"] {
        assert_eq!(run("/nowhere", action), Some(5), "{action}");
    }
}

#[test]
fn what_a_move_would_stop_is_said_before_the_cluster_is_told() {
    let fleet = Fleet::new();
    fleet.line(
        "Enable-VMMigration -ComputerName hv1; New-VM app -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null; Start-VM app -ComputerName hv1; Add-ClusterVirtualMachineRole app | Out-Null",
    );
    let refused = fleet.iovsh(
        &[
            "--host",
            "sim:fleet",
            "--command",
            "Move-ClusterVirtualMachineRole app hv2",
        ],
        &[],
    );
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("Cluster.CannotMove"), "{said}");
    assert_eq!(fleet.line("(Get-ClusterGroup app).OwnerNode"), "hv1");
    assert_eq!(
        fleet.line("(Move-ClusterVirtualMachineRole app hv2 -MigrationType Shutdown).OwnerNode"),
        "hv2"
    );
    assert_eq!(
        fleet.line("(Get-VM app -ComputerName hv2).State"),
        "Running"
    );
    let seen = fleet.line("Move-ClusterGroup app -Node hv1 -WhatIf; Stop-ClusterGroup app -WhatIf");
    assert!(seen.contains("crm_resource"), "{seen}");
    assert_eq!(fleet.line("(Get-ClusterGroup app).State"), "Online");
}

#[test]
fn nothing_that_is_named_by_nothing_is_removed_or_stopped() {
    let fleet = Fleet::new();
    fleet.line("New-VM app -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null; Add-ClusterVirtualMachineRole app | Out-Null");
    for line in [
        "Remove-ClusterGroup -RemoveResources -Force",
        "Get-Cluster | Remove-ClusterGroup -RemoveResources -Force",
        "Remove-ClusterGroup $null -RemoveResources -Force",
        "Stop-ClusterGroup",
        "Move-ClusterGroup",
    ] {
        let done = fleet.iovsh(&["--host", "sim:fleet", "--command", line], &[]);
        assert!(!done.status.success(), "{line}");
    }
    assert_eq!(fleet.line("@(Get-ClusterGroup).Count"), "1");
}

#[test]
fn what_lacks_vfs_is_proposed_and_moved_only_when_it_was_agreed_to() {
    let fleet = Fleet::new();
    // hv3 has no SR-IOV: a role that runs there lacks its VF.
    fleet.line(
        "Enable-VMMigration -ComputerName hv1, hv3; New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null; \
         New-VMSwitch lan -NetAdapterName enp2s0 -ComputerName hv3 -WarningAction Ignore | Out-Null; \
         New-VM app -MemoryStartupBytes 512MB -SwitchName lan -ComputerName hv3 | Out-Null; \
         Set-VMNetworkAdapter app -IovWeight 100 -ComputerName hv3 -WarningAction Ignore; Start-VM app -ComputerName hv3 -WarningAction Ignore; \
         Add-ClusterVirtualMachineRole app -Cluster hv3 | Out-Null",
    );
    assert_eq!(fleet.line("(Get-ClusterGroup app).OwnerNode"), "hv3");
    let shown = fleet.line("Move-ClusterVirtualMachineRole -Rebalance -WhatIf");
    assert!(shown.contains("app to hv1"), "{shown}");
    assert_eq!(fleet.line("(Get-ClusterGroup app).OwnerNode"), "hv3");
    // Nobody is there to agree.
    let asked = fleet.iovsh(
        &[
            "--host",
            "sim:fleet",
            "--command",
            "Move-ClusterVirtualMachineRole -Rebalance",
        ],
        &[],
    );
    assert!(!asked.status.success(), "{asked:?}");
    assert_eq!(fleet.line("(Get-ClusterGroup app).OwnerNode"), "hv3");
    fleet.line("Move-ClusterVirtualMachineRole -Rebalance -Force");
    assert_eq!(fleet.line("(Get-ClusterGroup app).OwnerNode"), "hv1");
    assert_eq!(
        fleet.line("(Get-VMNetworkAdapter app -ComputerName hv1).IovUsage"),
        "1"
    );
    assert_eq!(
        fleet.line("Move-ClusterVirtualMachineRole -Rebalance -Force"),
        ""
    );
}

#[test]
fn a_role_is_not_started_past_its_cluster() {
    let fleet = Fleet::new();
    fleet.line(
        "Enable-VMMigration -ComputerName hv1, hv2; New-VM app -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null; \
         New-VM other -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null; Start-VM app -ComputerName hv1; \
         Add-ClusterVirtualMachineRole app | Out-Null; Stop-ClusterGroup app | Out-Null",
    );
    let all =
        "Get-VM app, other -ComputerName hv1 | ForEach-Object { \"$($_.Name) $($_.IsClustered)\" }";
    assert_eq!(fleet.line(all), "app True\nother False");
    let started = fleet.iovsh(
        &[
            "--host",
            "sim:fleet",
            "--command",
            "Start-VM app, other -ComputerName hv1",
        ],
        &[],
    );
    let said = String::from_utf8_lossy(&started.stderr).into_owned();
    assert!(
        said.contains("Cluster.StartsIt") && said.contains("Start-ClusterGroup app"),
        "{said}"
    );
    let states =
        "Get-VM app, other -ComputerName hv1 | ForEach-Object { \"$($_.Name) $($_.State)\" }";
    assert_eq!(fleet.line(states), "app Off\nother Running");
    fleet.line("Start-VM app -ComputerName hv1 -Force");
    assert_eq!(fleet.line(states), "app Running\nother Running");
}
