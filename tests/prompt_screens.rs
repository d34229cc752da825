//! The prompt in a real terminal emulator, tmux: what is on the screen after each of these keys, in a small and in a large window.
//! `IOVSH_BLESS=1` records the screens; what has changed in them is then to be read.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// How long anything may take before the test gives up; nothing is asserted about how long it does take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A tmux of its own, with one window in which the prompt runs.
struct Tmux {
    socket: std::path::PathBuf,
}

impl Tmux {
    fn new(home: &Path, columns: u16, rows: u16) -> Self {
        let tmux = Self {
            socket: home.join("tmux"),
        };
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let program = format!(
            "cd / && HOME='{0}' XDG_STATE_HOME='{0}' PAGER=cat '{1}' --host sim",
            home.display(),
            env!("CARGO_BIN_EXE_iovsh")
        );
        let new = ["new-session", "-d", "-x", &columns, "-y", &rows, &program];
        tmux.does(&new);
        // Alone, Escape is known at once.
        tmux.does(&["set", "-s", "escape-time", "0"]);
        tmux
    }

    fn runs(&self, words: &[&str]) -> Output {
        Command::new("tmux")
            .args(["-u", "-f", "/dev/null", "-S"])
            .arg(&self.socket)
            .args(words)
            .output()
            .unwrap()
    }

    fn does(&self, words: &[&str]) {
        let done = self.runs(words);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{words:?}: {said}");
    }

    /// The rows of the screen, without those at its end that are empty.
    fn screen(&self) -> String {
        let text = self.runs(&["capture-pane", "-p"]).stdout;
        let text = String::from_utf8(text).unwrap();
        let text = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        let rows: Vec<&str> = text.lines().map(str::trim_end).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// Waits until a text is on the screen, behind which stands `<end>`, and nothing on it moves any more.
    fn shows(&self, text: &str) -> String {
        let until = Instant::now() + PATIENCE;
        let mut before = String::new();
        loop {
            std::thread::sleep(Duration::from_millis(400));
            let screen = self.screen();
            if screen == before && format!("{screen}\n<end>").contains(text) {
                return screen;
            }
            assert!(Instant::now() < until, "no {text:?} in\n{screen}");
            before = screen;
        }
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.runs(&["kill-server"]);
    }
}

/// What is done in a window.
enum Act {
    /// Keys by tmux's names, or text.
    Keys(&'static [&'static str]),
    /// This many lines are pasted, in the brackets that tell a paste from keys.
    Paste(usize),
    /// The window gets another size, and a key is pressed, so that it is known when the prompt has seen both.
    Resize(u16, u16),
    /// It gets its first size back, and a line is run.
    Back(&'static str),
}
use Act::{Back, Keys, Paste, Resize};

/// What is done, how the screen is called that it leads to, and what it has when it is there.
const SCENES: &[(Act, &str, &str)] = &[
    (Keys(&[]), "the start", "PS sim />\n<end>"),
    (Keys(&["Get-VM ", "Tab"]), "names with their states", "web2"),
    (Keys(&["Down"]), "the next of them", "Get-VM web1"),
    (
        Keys(&["Escape"]),
        "what was typed is back",
        "PS sim /> Get-VM\n<end>",
    ),
    (
        Keys(&["C-c"]),
        "Ctrl+C drops the line",
        "^C\nPS sim />\n<end>",
    ),
    (
        Keys(&["Get-VM | sort Name -Descending", "Enter"]),
        "a table",
        "\nlegacy1 Off",
    ),
    (
        Keys(&["Get-VM | "]),
        "the grey rest of a line that was run",
        "Descending\n<end>",
    ),
    (
        Keys(&["C-c"]),
        "the hint goes with the line",
        "^C\nPS sim />\n<end>",
    ),
    (
        Keys(&["Get-VN web1", "Enter"]),
        "an error",
        "id: CommandNotFoundException\n",
    ),
    (
        Keys(&["Set-VMNetworkAdapter -Iov", "Tab"]),
        "parameters",
        "-IovWeight",
    ),
    (
        Keys(&["C-c"]),
        "they go with the line",
        "^C\nPS sim />\n<end>",
    ),
    (
        Keys(&["if ($true) {", "Enter", "'inside'", "Enter"]),
        "a statement that is not whole yet",
        ">> 'inside'\n>>\n<end>",
    ),
    (Keys(&["}", "Enter"]), "it runs when it is", "\ninside\n"),
    (Keys(&["C-r", "sort vm"]), "lines that were run", "1 of 1"),
    (
        Keys(&["Enter"]),
        "the line that was found",
        "-Descending\n<end>",
    ),
    (Keys(&["C-c"]), "and dropped", "^C\nPS sim />\n<end>"),
    (
        Keys(&[
            "'a line that is longer than forty columns, and so stands in several rows of a narrow window, in how many it has to'",
        ]),
        "a long line",
        "has to'",
    ),
    (Resize(40, 20), "the same in a narrow window", "'#\n<end>"),
    (Resize(120, 30), "and in a wide one", "'##\n<end>"),
    (
        Keys(&["Enter"]),
        "it was one line all the while",
        "has to\n",
    ),
    (Back("clear"), "an empty screen", "PS sim />\n<end>"),
    (
        Paste(300),
        "three hundred lines are pasted",
        ">> \"sum $sum\"",
    ),
    (Keys(&["Enter"]), "and run as one", "\nsum 44551\n"),
    (
        Keys(&[
            "Get-VMNetworkAdapter web1 | Format-List Name, Iov*",
            "Enter",
        ]),
        "a list",
        "\nIovWeight",
    ),
    (
        Keys(&["Get-Help Rename-VM", "F1"]),
        "help of the word",
        "SYNOPSIS",
    ),
];

/// Lines that only make sense together.
fn lines(count: usize) -> String {
    let adds = (1..count - 1).map(|number| format!("$sum += {number}"));
    let whole: Vec<String> = std::iter::once("$sum = 0".to_owned())
        .chain(adds)
        .chain(std::iter::once("\"sum $sum\"".to_owned()))
        .collect();
    whole.join("\n")
}

#[test]
fn each_screen_is_as_recorded() {
    if Command::new("tmux").arg("-V").output().is_err() {
        eprintln!("skipped: there is no tmux here");
        return;
    }
    let mut screens = String::new();
    for (columns, rows) in [(80, 24), (200, 50)] {
        let home = tempfile::tempdir().unwrap();
        let tmux = Tmux::new(home.path(), columns, rows);
        for (act, name, text) in SCENES {
            match act {
                Keys(keys) => {
                    for key in *keys {
                        tmux.does(&["send-keys", key]);
                    }
                }
                Paste(count) => {
                    tmux.does(&["set-buffer", "-b", "lines", &lines(*count)]);
                    tmux.does(&["paste-buffer", "-p", "-b", "lines"]);
                }
                Resize(columns, rows) => {
                    let (columns, rows) = (columns.to_string(), rows.to_string());
                    tmux.does(&["resize-window", "-x", &columns, "-y", &rows]);
                    tmux.does(&["send-keys", "#"]);
                }
                Back(line) => {
                    let (columns, rows) = (columns.to_string(), rows.to_string());
                    tmux.does(&["resize-window", "-x", &columns, "-y", &rows]);
                    tmux.does(&["send-keys", line, "Enter"]);
                }
            }
            let screen = tmux.shows(text);
            screens.push_str(&format!("== {columns}x{rows} {name}\n{screen}\n\n"));
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/screens/prompt.txt");
    if std::env::var_os("IOVSH_BLESS").is_some() {
        std::fs::write(file, &screens).unwrap();
    }
    let recorded = std::fs::read_to_string(file).expect("IOVSH_BLESS=1 records the screens");
    for (is, was) in screens.split("== ").zip(recorded.split("== ")) {
        assert!(is == was, "it was\n{was}\nand is\n{is}");
    }
    assert_eq!(screens.len(), recorded.len());
}
