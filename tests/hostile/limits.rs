//! Where there is no room: a full disk, a reader that has gone, a file that may not grow, records that are lost.

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn iovsh(state: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
    command
        .args(words)
        .env("XDG_STATE_HOME", state)
        .env("IOVSH_HOST", "sim")
        .stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What writes to standard output, each in a mode of its own.
const WRITERS: &[&[&str]] = &[
    &["--generate", "bash"],
    &["--generate", "zsh"],
    &["--generate", "man"],
    &["--generate", "Get-VM"],
    &["--complete", "Get-VM", "-Name", ""],
    &["Get-VM"],
    &["--version"],
];

#[test]
fn what_cannot_be_written_is_an_error_in_every_mode() {
    let folder = tempfile::tempdir().unwrap();
    for words in WRITERS {
        let full = std::fs::File::create("/dev/full").unwrap();
        let output = iovsh(folder.path(), words).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert!(
            words == &["--version"] || said(&output).contains("No space left"),
            "{words:?}: {}",
            said(&output)
        );
    }
}

#[test]
fn a_reader_that_has_gone_ends_every_mode_as_it_ends_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    for words in WRITERS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = iovsh(folder.path(), words).stdout(writer).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(141),
            "{words:?}: {}",
            said(&output)
        );
    }
}

#[test]
fn an_error_of_writing_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "Get-VM | Export-Csv /dev/full",
        "1..20000 | ForEach-Object { [pscustomobject]@{ a = $_ } } | Export-Csv /dev/full",
        "'x' | Set-Content /dev/full",
        "'x' | Out-File /dev/full",
        "Get-VM | Export-Clixml /dev/full",
    ] {
        let output = iovsh(folder.path(), &["-Command", command])
            .output()
            .unwrap();
        assert!(
            said(&output).contains("/dev/full"),
            "{command}: {}",
            said(&output)
        );
        assert_eq!(output.status.code(), Some(1), "{command}");
    }
}

#[test]
fn a_file_that_may_not_grow_is_an_error_and_not_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    let text = format!(
        "ulimit -f 1; exec '{}' -Command \"'x' * 1MB | Set-Content '{}'; 'still here'; New-VM a | Out-Null; (Get-VM a).Name\"",
        env!("CARGO_BIN_EXE_iovsh"),
        file.display()
    );
    let output = Command::new("bash")
        .args(["-c", &text])
        .env("XDG_STATE_HOME", folder.path())
        .env("IOVSH_HOST", "sim")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        output.status.code().is_some(),
        "ended by {:?}",
        output.status
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("still here"));
    assert!(
        said(&output).contains("File too large"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_restore_without_any_record_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let restore = || iovsh(folder.path(), &["--restore"]).output().unwrap();
    let output = restore();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        said(&output).contains("no switch, team or number of VFs is recorded"),
        "{}",
        said(&output)
    );
    let made = iovsh(
        folder.path(),
        &["New-VMSwitch", "lan", "-SwitchType", "Private"],
    )
    .output()
    .unwrap();
    assert!(made.status.success());
    assert!(
        !said(&restore()).contains("no switch"),
        "{}",
        said(&restore())
    );
}

/// The kernel takes `*` for the name of an interface: the pattern with a backtick is that name and no other.
#[test]
fn a_network_adapter_that_is_called_a_wildcard_is_chosen_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = include_str!("../../src/backend/sim/fixtures/default.json").replace("enp1s0f1", "*");
    let host = folder.path().join("host.json");
    std::fs::write(&host, text).unwrap();
    let output = iovsh(folder.path(), &["-Command", "New-VMSwitch x -NetAdapterName '`*' | Out-Null; (Get-VMSwitch x).NetAdapterInterfaceDescription.Count; Get-NetAdapter | Where-Object Name -eq '*' | ForEach-Object Name"])
        .env("IOVSH_HOST", format!("sim:{}", host.display()))
        .output()
        .unwrap();
    assert_eq!(said(&output), "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1\n*\n");
}
