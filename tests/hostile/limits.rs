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

/// No number of a file, of a text or of a script is too large to be an error, or no date.
#[test]
fn what_is_beyond_every_calendar_and_every_length_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().display();
    // The file of another user, on a file system that keeps such times: tmpfs, xfs, btrfs.
    let late = Path::new("/dev/shm").join(format!("iovsh-{}", std::process::id()));
    let file = std::fs::File::create(&late).unwrap();
    let far = std::time::UNIX_EPOCH + std::time::Duration::from_secs(9_000_000_000_000_000);
    file.set_modified(far).unwrap();
    let found = format!(
        "(Get-ChildItem '{0}').Name -eq '{1}'; [IO.File]::GetLastWriteTime('{0}')",
        late.display(),
        late.file_name().unwrap().display()
    );
    let many = format!("* {}", "or * ".repeat(1_000_000));
    std::fs::write(folder.path().join("filter"), many).unwrap();
    let filter = format!(
        "New-VMSwitch lan -SwitchType Internal | Out-Null; (Get-WinEvent -LogName iovsh/Operational -FilterXPath (Get-Content -Raw '{state}/filter')).Count -ge 1"
    );
    for (command, code, starts) in [
        (&*found, 0, "True"),
        (&*filter, 0, "True"),
        ("Get-Date -UnixTimeSeconds 8210266876799", 1, ""),
        ("Get-Date -UnixTimeSeconds -8334601228800", 1, ""),
        (
            "'\"/Date(8210266876799000+0100)/\"' | ConvertFrom-Json; 'on'",
            0,
            "",
        ),
        (
            "$m = [IO.MemoryStream]::new(); $m.Position = [long]::MaxValue; $m.WriteByte(1)",
            1,
            "",
        ),
    ] {
        let output = iovsh(folder.path(), &["-Command", command])
            .env("TZ", "Pacific/Kiritimati")
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{command:.80}: {}",
            said(&output)
        );
        assert!(
            shown.trim_start().starts_with(starts),
            "{command:.80}: {shown}"
        );
    }
    std::fs::remove_file(late).unwrap();
}

/// Loops that look through all of a text once for each of its parts would take hours here; names that lead to one another have no end.
#[test]
fn long_texts_and_circles_of_names_come_to_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let brackets = "[".repeat(100_000);
    let output = iovsh(
        folder.path(),
        &["--complete", "Get-VM", "-Name", brackets.as_str()],
    )
    .output()
    .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    const CIRCLE: &str = "$o = [pscustomobject]@{}; $o | Add-Member AliasProperty a b; $o | Add-Member AliasProperty b c; $o | Add-Member AliasProperty c a; ";
    for (command, shows) in [
        (
            "('a,' * 1000000).Split([string[]](',', '|', 'aa')).Count".to_owned(),
            "1000001",
        ),
        (
            "try { 'x' -like ('[' * 1000000) } catch { 'refused' }".to_owned(),
            "refused",
        ),
        (
            format!("{CIRCLE} $null -eq $o.a; \"$o\".Length; $o | Format-List | Out-Null"),
            "True\n13",
        ),
        (
            format!("{CIRCLE} try {{ $o.a = 1 }} catch {{ 'refused' }}"),
            "refused",
        ),
        (
            format!("{CIRCLE} $o | ConvertTo-Json -Compress; ($o | Select-Object a).a"),
            "{\"a\":null,\"b\":null,\"c\":null}",
        ),
    ] {
        let output = iovsh(folder.path(), &["-Command", &command])
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{command:.80}: {}",
            said(&output)
        );
        assert_eq!(shown.trim(), shows, "{command:.80}");
    }
}

/// What is written for another reader can be read by it: a character that its format cannot hold is written by its number, or refused.
#[test]
fn every_character_has_a_way_into_a_file_or_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    const TEXT: &str = "\"a`u{fffe}b`e\"";
    let file = folder.path().join("text.xml").display().to_string();
    for (words, command, shows) in [
        (
            &["--output", "yaml"][..],
            format!("[pscustomobject]@{{ A = {TEXT} }}"),
            "- A: \"a\\ufffeb\\u001b\"",
        ),
        (
            &[],
            format!(
                "{TEXT} | Export-Clixml '{file}'; (Get-Content -Raw '{file}') -match 'a_xFFFE_b_x001B_'; (Import-Clixml '{file}') -ceq {TEXT}"
            ),
            "True\nTrue",
        ),
        (
            &[],
            format!("$x = [xml]'<a/>'; $x.DocumentElement.InnerText = {TEXT}; $x.OuterXml"),
            "<a>a&#xFFFE;b&#x1B;</a>",
        ),
        (
            &[],
            format!(
                "try {{ {TEXT} | ConvertTo-Xml -As String -ErrorAction Stop }} catch {{ $_.FullyQualifiedErrorId }}"
            ),
            "System.ArgumentException,Microsoft.PowerShell.Commands.ConvertToXmlCommand",
        ),
    ] {
        let output = iovsh(folder.path(), &[words, &["-Command", &command]].concat())
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(shown.trim(), shows, "{command}: {}", said(&output));
    }
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
