//! A terminal with a program in it: what is typed, and the screen that is seen.

#![allow(dead_code, reason = "each test uses its own part")]

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// How long anything may take before a test gives up; nothing is asserted about how long it does take.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// What the terminal shows, made of what it was sent.
struct Shown {
    screen: vt100::Parser,
    /// All that was sent.
    sent: Vec<u8>,
}

/// A program in a terminal of its own.
pub struct Terminal {
    /// The program.
    pub child: Child,
    keys: std::fs::File,
    shown: Arc<Mutex<Shown>>,
}

impl Terminal {
    /// Starts a program in a terminal of so many columns and rows.
    pub fn start(command: &mut Command, (columns, rows): (u16, u16)) -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let open = || {
            let path = std::path::Path::new(name.to_str().unwrap());
            let mut options = std::fs::OpenOptions::new();
            options.read(true).write(true).open(path).unwrap()
        };
        let child = command
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()))
            .spawn()
            .unwrap();
        let keys = std::fs::File::from(master);
        let mut from = keys.try_clone().unwrap();
        let shown = Arc::new(Mutex::new(Shown {
            screen: vt100::Parser::new(size.ws_row, size.ws_col, 0),
            sent: Vec::new(),
        }));
        let to = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                let mut shown = to.lock().unwrap();
                shown.screen.process(&bytes[..count]);
                shown.sent.extend_from_slice(&bytes[..count]);
            }
        });
        Self { child, keys, shown }
    }

    /// What is seen.
    pub fn screen(&self) -> String {
        self.shown.lock().unwrap().screen.screen().contents()
    }

    /// Waits until the screen shows this.
    pub fn shows(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.screen().contains(text) {
            assert!(
                Instant::now() < deadline,
                "no {text:?} on\n{}",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Types.
    pub fn presses(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Types, and waits for what the screen shows then.
    pub fn types(&mut self, keys: &str, answer: &str) {
        let before = self.screen();
        assert!(
            !before.contains(answer),
            "{answer:?} is there before\n{before}"
        );
        self.presses(keys);
        self.shows(answer);
    }

    /// Waits until the terminal is as it was, and the program has ended; its code.
    pub fn ends(&mut self) -> Option<i32> {
        let code = self.child.wait().unwrap().code();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let shown = self.shown.lock().unwrap();
            let screen = shown.screen.screen();
            let is_back = shown.sent.ends_with(b"\x1b[?25h")
                && !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
            if is_back {
                return code;
            }
            drop(shown);
            assert!(Instant::now() < deadline, "the terminal is not given back");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
