//! Tab in real shells: bash, and zsh where it is installed. In the place of `iovsh` stands a program that writes down how it was
//! called, and asks the real one for names.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use iovsh::shell::wildcard;

/// A shell that does not answer for so long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the shell prints before each prompt, and only then: a prompt itself is drawn again and again.
const PROMPT: &str = "<ready>";

/// Names of VMs, each with a first letter of its own. `M` would be a file that is made.
const VMS: &[&str] = &[
    "a$(>M)",
    "b`>M`",
    "c;>M;",
    "d b",
    "e'q",
    "f\"q",
    "g?",
    "h&>M",
    "i$HOME",
    "j|>M",
    "k\\",
    "l:colon",
    "m!x",
    "n[a]",
    "o~",
    "p,q",
    "q=r",
    "r@s",
    "s#t",
    "t{a,b}",
    "uü",
    "v\u{1b}]0;x\u{7}",
    "w\u{202e}x",
];

/// Names of scripts: `z`, with which no cmdlet begins, and a letter of its own.
const SCRIPTS: &[&str] = &[
    "za$(>M).ps1",
    "zb`>M`.ps1",
    "zc;>M;.ps1",
    "zd a.ps1",
    "ze'q.ps1",
    "zf\"q.ps1",
    "zg*.ps1",
    "zh\n>M\n.ps1",
    "zi&>M.ps1",
    "zj$HOME.ps1",
    "zk|>M.ps1",
    "zl!x.ps1",
    "zm\\.ps1",
    "znü.ps1",
];

/// A shell in a terminal.
struct Terminal {
    child: Child,
    keys: ChildStdin,
    screen: Receiver<Vec<u8>>,
    seen: String,
    log: PathBuf,
    folder: PathBuf,
}

impl Terminal {
    fn new(shell: &str, setup: &str, hook: &str, root: &Path) -> Self {
        let log = root.join("log");
        let folder = root.join("work");
        let programs = root.join("programs");
        std::fs::create_dir_all(&programs).unwrap();
        std::fs::create_dir_all(&folder).unwrap();
        for name in SCRIPTS {
            std::fs::write(folder.join(name), "1").unwrap();
        }
        let program = programs.join("iovsh");
        let real = env!("CARGO_BIN_EXE_iovsh");
        std::fs::write(
            &program,
            format!(
                "#!/bin/bash\nfor word; do [ \"$word\" != --complete ] || exec '{real}' \"$@\"; done\n\
                 printf '%s\\0' \"$@\" >'{0}.new' && mv '{0}.new' '{0}'\n",
                log.display()
            ),
        )
        .unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let mut child = Command::new("script")
            .args(["-q", "-c", shell, "/dev/null"])
            .current_dir(&folder)
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
            .env("HOME", "/nonexistent")
            .env("TERM", "dumb")
            .env("LC_ALL", "C.UTF-8")
            .env("SHELL", "/bin/sh")
            .env("IOVSH_STATE_DIR", root.join("state"))
            .env("IOVSH_HOST", format!("sim:{}", fixture(root).display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = child.stdout.take().unwrap();
        let (send, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                if send.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let mut terminal = Self {
            keys: child.stdin.take().unwrap(),
            child,
            screen,
            seen: String::new(),
            log,
            folder,
        };
        // The marker is put together by the shell, so that its echo is none.
        terminal.press(&format!(
            "{setup}; PS1='$ '; {hook} printf '<rea''dy>'; }}\r"
        ));
        terminal.wait();
        terminal
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Until the next prompt.
    fn wait(&mut self) {
        while !self.seen.contains(PROMPT) {
            let bytes = self.screen.recv_timeout(PATIENCE);
            let bytes = bytes.unwrap_or_else(|_| panic!("no prompt after {:?}", self.seen));
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Types a line with tabs in it, ends it, and gives how `iovsh` was called, if it was.
    fn line(&mut self, keys: &str) -> Vec<String> {
        let _ = std::fs::remove_file(&self.log);
        self.seen.clear();
        self.press(&format!("{keys}\r"));
        self.wait();
        let made = self.folder.join("M");
        assert!(!made.exists(), "{keys:?} ran something: {}", self.seen);
        let words = std::fs::read(&self.log).unwrap_or_default();
        let mut words: Vec<String> = words
            .split(|byte| *byte == 0)
            .map(|word| String::from_utf8_lossy(word).into_owned())
            .collect();
        words.pop();
        words
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A simulated host with those VMs.
fn fixture(root: &Path) -> PathBuf {
    let text = include_str!("../../src/backend/sim/fixtures/default.json");
    let mut fixture: serde_json::Value = serde_json::from_str(text).unwrap();
    let first = fixture["vm_templates"][0].clone();
    let made = VMS.iter().enumerate().map(|(number, name)| {
        let mut vm = first.clone();
        vm["name"] = (*name).into();
        vm["seed"] = (5000 + number).into();
        vm
    });
    fixture["vm_templates"] = made.collect();
    let path = root.join("host.json");
    std::fs::write(&path, fixture.to_string()).unwrap();
    path
}

/// A name as a word of iovsh's: a pattern in a list.
fn word(name: &str) -> String {
    wildcard::quote(name).replace(',', "`,")
}

fn is_installed(shell: &str) -> bool {
    let found = |name: &str| {
        ["/bin", "/usr/bin"]
            .iter()
            .any(|folder| Path::new(folder).join(name).exists())
    };
    let installed = found(shell) && found("script");
    if !installed {
        println!("skipped: {shell} or script (util-linux) is not installed");
    }
    installed
}

fn scripts_are_typed_whole(terminal: &mut Terminal) {
    for name in SCRIPTS {
        let called = terminal.line(&format!("iovsh {}\t", &name[..2]));
        assert_eq!(called, [*name], "{}", terminal.seen);
    }
}

fn names_are_typed_whole(terminal: &mut Terminal) {
    for (number, name) in VMS.iter().enumerate() {
        let first = name.chars().next().unwrap();
        for quote in ["", ["'", "\""][number % 2]] {
            let called = terminal.line(&format!("iovsh Get-VM -Name {quote}{first}\t"));
            assert_eq!(
                called,
                ["Get-VM", "-Name", &word(name)],
                "after {quote:?}: {}",
                terminal.seen
            );
        }
    }
    // Quotes of either kind in quotes of either kind.
    for (typed, name) in [
        ("\"e", "e'q"),
        ("'f", "f\"q"),
        ("\"m", "m!x"),
        ("'w", "w\u{202e}x"),
    ] {
        let called = terminal.line(&format!("iovsh Get-VM -Name {typed}\t"));
        assert_eq!(called, ["Get-VM", "-Name", name], "{}", terminal.seen);
    }
}

fn what_is_typed_is_not_run(terminal: &mut Terminal) {
    for typed in [
        "iovsh 'x[$(>M)]' -a \t",
        "iovsh 'a]$(>M)' \t",
        "iovsh --host '$(>M)' Get-VM -Name \t",
        "iovsh Get-VM '-x[$(>M)]' \t",
        "iovsh Get-VM --name='$(>M)\t'",
        "iovsh '$(>M)' -Name \t",
        "iovsh Get-VM -ComputerName '$(>M)' -Name \t",
        "iovsh Get-VM --computer-name='x[$(>M)]' -Name \t",
    ] {
        terminal.line(typed);
    }
}

fn hosts_options_and_lists(terminal: &mut Terminal) {
    assert_eq!(
        terminal.line("iovsh --host sim:lar\tGet-VM"),
        ["--host", "sim:large", "Get-VM"]
    );
    assert_eq!(
        terminal.line("iovsh get-vm --n\tx"),
        ["get-vm", "--name", "x"]
    );
    assert_eq!(
        terminal.line("iovsh Get-VM --name=d\t"),
        ["Get-VM", "--name=d b"]
    );
    assert_eq!(
        terminal.line("iovsh Get-VM -Name o~,d\t"),
        ["Get-VM", "-Name", "o~,d b"]
    );
    assert_eq!(
        terminal.line("iovsh Set-VMNetw\t -VMName d\t"),
        ["Set-VMNetworkAdapter", "-VMName", "d b"]
    );
    // What there is at the host that the line names.
    for (at, words) in [
        ("-ComputerName hv2", &["-ComputerName", "hv2"][..]),
        ("-ComputerName:hv2", &["-ComputerName:hv2"]),
        ("--computer-name=hv2", &["--computer-name=hv2"]),
        ("-ComputerName hv2,hv3", &["-ComputerName", "hv2,hv3"]),
    ] {
        let called = terminal.line(&format!("iovsh --host sim:fleet Get-VM {at} -Name b\t"));
        let expected = ["--host", "sim:fleet", "Get-VM"];
        let expected = expected.iter().chain(words).chain(&["-Name", "build1"]);
        assert!(called.iter().eq(expected), "{called:?}: {}", terminal.seen);
    }
}

#[test]
fn tab_in_bash() {
    if !is_installed("bash") {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let completions = concat!(env!("CARGO_MANIFEST_DIR"), "/completions/iovsh.bash");
    let setup = format!(
        "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; . '{completions}'"
    );
    let mut terminal = Terminal::new(
        "bash --norc --noprofile -i",
        &setup,
        "PROMPT_COMMAND=mark; mark() {",
        root.path(),
    );
    scripts_are_typed_whole(&mut terminal);
    names_are_typed_whole(&mut terminal);
    what_is_typed_is_not_run(&mut terminal);
    hosts_options_and_lists(&mut terminal);
}

#[test]
fn tab_in_zsh() {
    if !is_installed("zsh") {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let completions = concat!(env!("CARGO_MANIFEST_DIR"), "/completions");
    let setup = format!(
        "unsetopt beep prompt_cr prompt_sp; fpath=('{completions}' $fpath); autoload -Uz compinit; compinit -u -D"
    );
    let mut terminal = Terminal::new("zsh -f -i", &setup, "precmd() {", root.path());
    scripts_are_typed_whole(&mut terminal);
    names_are_typed_whole(&mut terminal);
    what_is_typed_is_not_run(&mut terminal);
    hosts_options_and_lists(&mut terminal);
}
