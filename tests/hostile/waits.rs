//! Every wait ends, and the user keeps control: Ctrl+C at questions and in endless work, a terminal that goes away, history that
//! two shells share, an agent whose libvirt does not answer.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iovsh::backend::linux::libvirt::procedures as p;

use crate::fake_libvirt::{Behaviour, FakeDomain, FakeLibvirt};
use crate::terminal::{INTERRUPT, Terminal, within};

fn iovsh() -> &'static str {
    env!("CARGO_BIN_EXE_iovsh")
}

/// Runs a text on the simulated host, without a terminal.
fn run(state: &Path, text: &str) -> Output {
    Command::new(iovsh())
        .args(["--host", "sim", "-Command", text])
        .env("XDG_STATE_HOME", state)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn text_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn ctrl_c_at_any_question_ends_the_command_and_nothing_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path();
    run(
        state,
        "New-VMSwitch lan -SwitchType Internal; Start-VM web1",
    );
    let terminal = Terminal::prompt(state);
    let questions = [
        ("Remove-VM web2", "[Y] Yes"),
        ("Stop-VM web1 -Confirm", "[Y] Yes"),
        ("Remove-VMSwitch lan", "[Y] Yes"),
        ("Remove-VM", "Name[0]: "),
        ("$x = Read-Host Name; 'after' + $x", "Name: "),
        (
            "$x = Read-Host Name -AsSecureString; 'after' + $x",
            "Name: ",
        ),
        (
            "Get-Credential -UserName me; 'af' + 'ter'",
            "Password for user me: ",
        ),
        ("Get-VM | Remove-VM", "[Y] Yes"),
        (
            "function f { param([Parameter(Mandatory)]$Some) 'after' }; f",
            "Some: ",
        ),
    ];
    for (command, question) in questions {
        terminal.line(command);
        terminal.sees(question);
        terminal.keys("y");
        terminal.interrupts();
        // Whatever went on would have been shown before the line that proved the prompt.
        assert!(!terminal.seen().contains("after"), "{command} went on");
        terminal.runs_to_the_prompt("stty -a", "icanon iexten echo ");
    }
    drop(terminal);
    let left = run(
        state,
        "(Get-VM).Count; (Get-VM web1).State; (Get-VMSwitch lan).Name",
    );
    let lines: Vec<String> = text_of(&left).lines().map(str::to_owned).collect();
    assert_eq!(lines[1..], ["Running", "lan"], "{lines:?}");
    let fresh = tempfile::tempdir().unwrap();
    assert_eq!(lines[0], text_of(&run(fresh.path(), "(Get-VM).Count")));
}

#[test]
fn a_program_that_runs_hears_that_the_terminal_has_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::prompt(folder.path());
    let path = |name: &str| folder.path().join(name);
    std::fs::write(
        path("program"),
        format!(
            "trap 'echo > {}; exit' HUP\necho > {}\nwhile :; do sleep 0.1; done\n",
            path("heard").display(),
            path("runs").display()
        ),
    )
    .unwrap();
    terminal.line(&format!("sh {}", path("program").display()));
    within("the program runs", || path("runs").exists());
    terminal.leaves();
    within("the program hears it", || path("heard").exists());
    terminal.ends();
}

#[test]
fn endless_work_ends_at_ctrl_c_however_often_it_is_pressed() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.path().join("fifo"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    let fifo = folder.path().join("fifo").display().to_string();
    let work = [
        "while ($true) { }".to_owned(),
        "Get-FileHash /dev/zero".to_owned(),
        format!("Get-Content {fifo}"),
        format!("[IO.File]::ReadAllText('{fifo}')"),
        format!("[IO.File]::WriteAllText('{fifo}', 'x')"),
        format!("'x' | Set-Content {fifo}"),
        format!("'x' > {fifo}"),
        format!("Start-Transcript {fifo}"),
        format!("[IO.StreamReader]::new('{fifo}').ReadLine()"),
        "Start-Sleep 100000".to_owned(),
        "sleep 100000".to_owned(),
        "Start-Job { while ($true) { } } | Wait-Job".to_owned(),
        "$x = [xml]('<a>' + '<b/>' * 4000 + '</a>'); $x.SelectNodes('//b[count(//b[count(//b)>1])>1]').Count".to_owned(),
        "Compare-Object (1..300000) (300000..600000)".to_owned(),
        "1..100000000 | Sort-Object { -$_ }".to_owned(),
        "('a' * 1000000) -like ('*' + 'a' * 300000 + 'b')".to_owned(),
        "('a' * 50000000) -replace 'a', 'bb'".to_owned(),
        // A program that has its input, and does not read it, outlives the shell that started it.
        "'x' * 1000000 | /bin/sh -c 'sleep 100 & wait'".to_owned(),
        "'x' * 1000000 | /bin/sh -c 'sleep 100; :'".to_owned(),
    ];
    // The kernel's log says that it is an empty file, and waits for what is written next.
    let log = "/proc/kmsg";
    let of_the_kernel = std::fs::File::open(log)
        .is_ok()
        .then(|| format!("Get-FileHash {log}"));
    for command in work.into_iter().chain(of_the_kernel) {
        terminal.line(&format!(
            "'begun' + 'now'; Start-Sleep -Milliseconds 1; {command}; 'never' + 'reached'"
        ));
        terminal.sees("begunnow");
        // However often: what ends is the command.
        terminal.keys(INTERRUPT);
        terminal.keys(INTERRUPT);
        terminal.interrupts();
        assert!(
            !terminal.seen().contains("neverreached"),
            "{command} went on"
        );
    }
}

/// What a function has to put back is put back, with all that commands do there; a second Ctrl+C ends that too.
#[test]
fn a_clean_block_runs_after_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.line("function f { end { 'begun' + 'now'; Start-Sleep 100000 } clean { Start-Sleep -Milliseconds 1; Get-VM web1 | ForEach-Object { Write-Host \"put back $($_.Name)\" } } }; f; 'never' + 'reached'");
    terminal.sees("begunnow");
    terminal.keys(INTERRUPT);
    terminal.sees("put back web1");
    terminal.is_at_the_prompt();
    terminal
        .line("& { end { 1 > $null } clean { Write-Host ('clean' + 'ing'); Start-Sleep 100000 } }; 'never' + 'reached'");
    // Two that come before the first is noticed are one.
    terminal.sees("cleaning");
    terminal.interrupts();
    assert!(!terminal.seen().contains("neverreached"));
}

/// Whoever copies a folder of somebody else does not wait for what lies in it.
#[test]
fn pipes_and_devices_are_not_copied() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().display();
    std::fs::create_dir(folder.path().join("theirs")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.path().join("theirs/fifo"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    for text in [
        format!("Copy-Item -Recurse {at}/theirs {at}/mine"),
        format!("Copy-Item {at}/theirs/fifo {at}/mine"),
        format!("Copy-Item /dev/zero {at}/mine"),
        format!("[IO.File]::Copy('{at}/theirs/fifo', '{at}/mine')"),
        format!("Compress-Archive {at}/theirs {at}/a.zip"),
        format!("Compress-Archive /dev/zero {at}/a.zip"),
        "Select-Xml -Path /dev/zero -XPath /a".to_owned(),
    ] {
        let output = run(
            folder.path(),
            &format!(
                "$ErrorActionPreference = 'Stop'; try {{ {text} 3> $null }} catch {{ 'refused' }}"
            ),
        );
        assert_eq!(text_of(&output), "refused", "{text}");
        assert!(!folder.path().join("a.zip").exists());
    }
}

#[test]
fn devices_without_an_end_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for text in [
        "[IO.File]::ReadAllText('/dev/zero')",
        "Get-Content /dev/zero",
        "Get-Content /dev/zero -Raw",
        "Import-Csv /dev/zero",
        "([xml]'<a/>').Load('/dev/zero')",
    ] {
        let output = run(
            folder.path(),
            &format!("try {{ {text} -ErrorAction Stop }} catch {{ 'refused' }}"),
        );
        // Methods take no parameters: their line does not parse with one.
        let output = if text.contains('(') {
            run(
                folder.path(),
                &format!("try {{ {text} }} catch {{ 'refused' }}"),
            )
        } else {
            output
        };
        assert_eq!(text_of(&output), "refused", "{text}");
    }
}

#[test]
fn one_cut_command_over_many_machines_is_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let words = [iovsh(), "--host", "sim:large"];
    let terminal = Terminal::with(folder.path(), &words);
    terminal.sees("PS sim:large /> ");
    terminal.line("Start-VM * -Verbose");
    terminal.sees("VERBOSE");
    terminal.keys(INTERRUPT);
    terminal.sees("\u{1b}[6n");
    terminal.line("'errors: ' + $Error.Count");
    terminal.sees("errors: ");
    within("the number is there", || {
        terminal.seen().contains("errors: 1\r") || terminal.seen().contains("errors: 0\r")
    });
}

#[test]
fn the_terminal_shows_what_is_typed_after_a_secret_whatever_ended_it() {
    let folder = tempfile::tempdir().unwrap();
    let words = [
        iovsh(),
        "--host",
        "sim",
        "-Command",
        "Read-Host pw -AsSecureString",
    ];
    let asked = || {
        let terminal = Terminal::with(folder.path(), &words);
        terminal.sees("pw: ");
        within("the terminal is quiet", || !terminal.echoes());
        terminal
    };
    let mut terminal = asked();
    terminal.keys(INTERRUPT);
    assert_eq!(terminal.ends().code(), Some(130));
    assert!(terminal.echoes());
    for (signal, number) in [("TERM", 15), ("HUP", 1), ("QUIT", 3)] {
        let mut terminal = asked();
        terminal.signal(signal);
        assert_eq!(terminal.ended_by(), Some(number));
        assert!(terminal.echoes(), "after {signal}");
    }
    let mut terminal = asked();
    terminal.signal("TSTP");
    within("it stops with the terminal as it was", || terminal.echoes());
    terminal.signal("CONT");
    within("it asks on", || !terminal.echoes());
    terminal.keys("hunter2\r");
    terminal.sees("SecureString");
    assert_eq!(terminal.ends().code(), Some(0));
    assert!(terminal.echoes());
}

#[test]
fn a_prompt_that_is_told_to_end_leaves_the_terminal_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    for (signal, number) in [("TERM", 15), ("HUP", 1)] {
        for command in ["", "Start-Sleep 100000", "Read-Host x -AsSecureString"] {
            let mut terminal = Terminal::prompt(folder.path());
            terminal.line(&format!(
                "'begun' + 'now'; Start-Sleep -Milliseconds 1; {command}"
            ));
            terminal.sees("begunnow");
            terminal.signal(signal);
            assert_eq!(terminal.ended_by(), Some(number), "{command}");
            assert!(terminal.echoes(), "{command}: after {signal}");
        }
    }
}

/// Lines that were pasted without brackets are in the terminal, or in the editor, before the first of them has run.
#[test]
fn what_is_typed_ahead_answers_no_question_and_outlives_no_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.keys("'beg' + 'un'; Start-Sleep 100000\r'lat' + 'er'\r'lat' + 'est'\r");
    terminal.sees("begun\r\n");
    terminal.keys(INTERRUPT);
    terminal.sees("typed ahead was dropped");
    terminal.is_at_the_prompt();
    assert!(!terminal.seen().contains("late"), "{}", terminal.seen());

    terminal.line("Remove-VM web2\ry\r'lat' + 'er'");
    terminal.sees("it was dropped");
    terminal.sees("(default is");
    terminal.line("n");
    terminal.is_at_the_prompt();
    terminal.runs("(Get-VM web2).Name + '!'", "web2!");
    assert!(!terminal.seen().contains("later"), "{}", terminal.seen());

    // Typed while another line runs: the prompt has taken the lines from the terminal when the question comes.
    terminal.runs("'bu' + 'sy'; Start-Sleep -Milliseconds 700", "busy\r\n");
    terminal.keys("Remove-VM web2\ry\r'lat' + 'er'\r");
    terminal.sees("it was dropped");
    terminal.sees("(default is");
    terminal.line("n");
    terminal.is_at_the_prompt();
    terminal.runs("(Get-VM web2).Name + '!'", "web2!");
    assert!(!terminal.seen().contains("later"), "{}", terminal.seen());
}

#[test]
fn a_manager_whose_terminal_is_gone_ends() {
    let folder = tempfile::tempdir().unwrap();
    for trap in ["trap '' HUP; ", ""] {
        let script = format!("{trap}exec {} --host sim manager", iovsh());
        let mut terminal = Terminal::with(folder.path(), &["sh", "-c", &script]);
        terminal.sees("\u{1b}[?1049h");
        terminal.resizes(80, 24);
        terminal.sees("Virtual");
        terminal.leaves();
        terminal.ends();
    }
}

/// The same where the command line is one cmdlet: one Ctrl+C ends it, and nothing is done.
#[test]
fn ctrl_c_ends_a_cmdlet_of_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let sim = [iovsh(), "--host", "sim"];
    for (words, shown) in [
        (&["Remove-VM", "web1"][..], "Confirm"),
        (&["Read-Host", "Who"], "Who: "),
        (&["Remove-VM"], "Name[0]: "),
        (&["Wait-VM", "web1"], "Start-VM web1"),
        (&["Start-Tour"], "PS tour> "),
        (&["--tour"], "PS tour> "),
    ] {
        let words: Vec<&str> = sim.iter().chain(words).copied().collect();
        let mut terminal = Terminal::with(folder.path(), &words);
        terminal.sees(shown);
        terminal.rests();
        terminal.keys(INTERRUPT);
        assert_eq!(terminal.ends().code(), Some(130), "{words:?}");
    }
    let left = run(folder.path(), "(Get-VM web1).Name");
    assert_eq!(left.stdout, b"web1\n");
}

/// A terminal that knows no escape sequences is sent none.
#[test]
fn a_dumb_terminal_is_sent_text_alone() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("TERM=dumb NO_COLOR=1 exec {} --host sim", iovsh());
    let mut terminal = Terminal::with(folder.path(), &["sh", "-c", &script]);
    terminal.sees("PS sim /> ");
    terminal.line("if ($true) {");
    terminal.sees(">> ");
    terminal.keys("'in' + 'side'\r}\r");
    terminal.sees("inside\r\n");
    assert!(!terminal.seen().contains('\x1b'), "{:?}", terminal.seen());
    terminal.keys("'half");
    terminal.forget();
    terminal.keys(INTERRUPT);
    // What is typed before the prompt is back goes with the line that was given up.
    terminal.sees("PS sim /> ");
    terminal.runs("'who' + 'le'", "whole\r\n");
    terminal.line("exit 3");
    assert_eq!(terminal.ends().code(), Some(3));
}

#[test]
fn a_prompt_whose_terminal_is_gone_ends() {
    let folder = tempfile::tempdir().unwrap();
    for trap in ["trap '' HUP; ", ""] {
        for command in [
            "",
            "Start-Sleep 100000",
            "Read-Host x",
            "while ($true) { }",
            "sleep 100000",
        ] {
            let script = format!("{trap}exec {} --host sim", iovsh());
            let mut terminal = Terminal::with(folder.path(), &["sh", "-c", &script]);
            terminal.sees("PS sim /> ");
            terminal.line(&format!(
                "'begun' + 'now'; Start-Sleep -Milliseconds 1; {command}"
            ));
            terminal.sees("begunnow");
            terminal.leaves();
            terminal.ends();
        }
    }
}

#[test]
fn two_shells_share_the_history_and_a_killed_one_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, two) = (
        Terminal::prompt(folder.path()),
        Terminal::prompt(folder.path()),
    );
    one.runs_to_the_prompt("'from ' + 'one'", "from one\r\n");
    one.runs(
        "$s = ConvertTo-SecureString 'hunter2' -AsPlainText -Force; 'se' + 'cret'",
        "secret\r\n",
    );
    two.runs("'from ' + 'two'", "from two\r\n");
    one.signal("KILL");
    one.ends();
    let path = folder.path().join("iovsh/history");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("'from ' + 'one'") && text.contains("'from ' + 'two'"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    // Ctrl+R finds what the other shell ran.
    two.is_at_the_prompt();
    two.keys("\x12");
    two.keys("'one'");
    // The first Enter takes the line, the second one runs it.
    two.keys("\r\r");
    two.sees("from one\r\n");
}

#[test]
fn the_history_of_the_session_is_listed_and_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.runs("'first ' + 'line'", "first line\r\n");
    terminal.runs("throw 'bad'", "bad");
    terminal.sees("PS sim /> ");
    terminal.runs(
        "(Get-History | % { \"$($_.Id) $($_.ExecutionStatus)\" }) -join ', '",
        "1 Completed, 2 Failed\r\n",
    );
    terminal.runs(
        "(h | Out-String) -match ' \\d+\\.\\d{3} .first .'",
        "True\r\n",
    );
    terminal.runs("r 1", "first line\r\n");
    terminal.runs("(h)[-1].CommandLine + '.'", "'first ' + 'line'.\r\n");
    terminal.runs(
        "$h = (h)[0]; $h.EndExecutionTime -ge $h.StartExecutionTime -and $h.Duration -ge 0",
        "True\r\n",
    );
    terminal.runs("Clear-History; (h | measure).Count + 40", "40\r\n");
}

#[test]
fn recursion_without_an_end_is_an_error_and_the_session_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    for text in [
        "function f { f }; try { f } catch { $_.FullyQualifiedErrorId }",
        "function f($n) { $global:deep = $n; f ($n + 1) }; try { f 1 } catch { $_.FullyQualifiedErrorId }",
        "function f { function g { f }; g }; try { f } catch { $_.FullyQualifiedErrorId }",
        "$b = { & $b }; try { & $b } catch { $_.FullyQualifiedErrorId }",
        // With two objects each, a command that went on with the second would call on and on.
        "function f { 1, 2 | Sort-Object { f } }; try { f } catch { $_.FullyQualifiedErrorId }",
        "function f { 1, 2 | Group-Object { f } }; try { f } catch { $_.FullyQualifiedErrorId }",
        "function f { 1, 2 | Select-Object @{ n = 'a'; e = { f } } }; try { f } catch { $_.FullyQualifiedErrorId }",
        "function f { 1, 2 | Where-Object { f } }; try { f } catch { $_.FullyQualifiedErrorId }",
        "function f { @{}, @{} | ForEach-Object { [pscustomobject]@{ x = 1 } } | Format-Table @{ n = 'a'; e = { f } } | Out-String }; try { f } catch { $_.FullyQualifiedErrorId }",
        "function f { 1, 2 | Measure-Object { f } }; try { f } catch { $_.FullyQualifiedErrorId }",
    ] {
        assert_eq!(
            text_of(&run(folder.path(), text)),
            "CallDepthOverflow",
            "{text}"
        );
    }
    let uncaught = run(folder.path(), "function f { f; 'went on' }; f; 'and on'");
    assert_eq!(
        (uncaught.status.code(), text_of(&uncaught).as_str()),
        (Some(1), "")
    );
    let deep = "function f($n) { if ($n -gt 0) { f ($n - 1) } else { 'bottom' } }; f 2000";
    assert_eq!(text_of(&run(folder.path(), deep)), "bottom");
}

#[test]
fn the_agent_is_alive_and_ends_whatever_libvirt_does() {
    let silent = |number| Some((number, Behaviour::Silent));
    for wrong in [
        None,
        silent(p::AUTH_LIST.number),
        silent(p::CONNECT_OPEN.number),
        silent(p::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY.number),
        silent(p::CONNECT_LIST_ALL_DOMAINS.number),
        Some((p::CONNECT_LIST_ALL_DOMAINS.number, Behaviour::Close)),
        Some((p::CONNECT_LIST_ALL_DOMAINS.number, Behaviour::EndlessEvents)),
    ] {
        let daemon = FakeLibvirt::with(vec![FakeDomain::running("web1")]);
        let said = format!("{wrong:?}");
        if let Some((procedure, behaviour)) = wrong {
            daemon.behave(procedure, Some(behaviour));
        }
        let socket = daemon.folder().join("notify");
        let manager = UnixDatagram::bind(&socket).unwrap();
        let mut agent = Command::new(iovsh())
            .args(["--host", "local", "--agent"])
            .env("IOVSH_LIBVIRT_SOCKET", daemon.socket())
            .env("IOVSH_STATE_DIR", daemon.folder().join("state"))
            .env("NOTIFY_SOCKET", &socket)
            .env("WATCHDOG_USEC", "1000000")
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (mut ready, mut beats) = (false, 0);
        manager.set_nonblocking(true).unwrap();
        within(&format!("{said}: READY and the watchdog"), || {
            let mut message = [0; 200];
            while let Ok(count) = manager.recv(&mut message) {
                let text = String::from_utf8_lossy(&message[..count]).into_owned();
                ready |= text.contains("READY=1");
                beats += usize::from(text.contains("WATCHDOG=1"));
            }
            ready && beats > 2
        });
        let ended = Command::new("kill").arg(agent.id().to_string()).status();
        assert!(ended.unwrap().success());
        let mut status = None;
        within(&format!("{said}: it ends"), || {
            status = agent.try_wait().unwrap();
            status.is_some()
        });
        assert!(status.unwrap().success(), "{said}");
    }
}

#[test]
fn ctrl_z_waits_until_a_change_is_over() {
    use iovsh::{interrupt, signals};
    // The process of the test itself: held back here, the signal would otherwise stop it, and it would never end.
    let deferred = signals::defer(signals::OF_A_COMMIT);
    let id = std::process::id().to_string();
    let sent = Command::new("kill")
        .args(["-s", "TSTP", &id])
        .status()
        .unwrap();
    assert!(sent.success());
    within("the signal has come", || deferred.has_pending());
    assert!(!interrupt::is_requested());
    // It acts when the change is over: the process stops, until somebody lets it go on.
    let go_on = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&go_on);
    let helper = Command::new("sh")
        .args(["-c", &format!("while ! grep -q '^State:.*T' /proc/{id}/status; do sleep 0.1; done; kill -s CONT {id}; echo stopped")])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(deferred);
    told.store(true, Ordering::SeqCst);
    let output = helper.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "stopped");
    assert!(go_on.load(Ordering::SeqCst));
}
