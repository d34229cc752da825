//! The door where figures are asked for: whoever reaches it may be slow, go away, or talk nonsense.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::program::Place;
use crate::terminal::within;

struct Served {
    place: Place,
    child: Child,
}

impl Served {
    fn begin() -> Self {
        let place = Place::new();
        let to = format!("--metrics=unix:{}", place.path("door").display());
        let mut command = place.command(&["--host", "sim", to.as_str()]);
        let child = command.stdin(Stdio::null()).spawn().unwrap();
        let served = Self { place, child };
        within("the door is there", || served.place.path("door").exists());
        served
    }

    fn connect(&self) -> UnixStream {
        let mut door = None;
        within("the door opens", || {
            door = UnixStream::connect(self.place.path("door")).ok();
            door.is_some()
        });
        door.unwrap()
    }

    /// What is answered to a request.
    fn asks(&self, request: &[u8]) -> String {
        let mut door = self.connect();
        // Who is not listened to any more may not be able to say all of it.
        let _ = door.write_all(request);
        let mut answer = Vec::new();
        let _ = door.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const REQUEST: &[u8] = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";

/// One escape that Prometheus does not know ends its reading of all figures, those of other machines too.
#[test]
fn a_name_ends_no_reading_of_the_figures() {
    let place = Place::new();
    let text = include_str!("../../src/backend/sim/fixtures/default.json");
    let mut host: serde_json::Value = serde_json::from_str(text).unwrap();
    host["vm_templates"][0]["name"] = "a\"b\\c\nd\u{1b}\u{202e}\u{9b}".into();
    let fixture = place.path("fixture.json");
    std::fs::write(&fixture, host.to_string()).unwrap();
    let at = format!("sim:{}", fixture.display());
    let file = place.path("figures");
    let to_file = format!("--metrics={}", file.display());
    let shown = place.run(&["--host", &at, "--metrics"], b"").stdout;
    assert!(place.run(&["--host", &at, &to_file], b"").status.success());
    for text in [shown, std::fs::read(&file).unwrap()] {
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.contains("vm=\"a\\\"b\\\\c\\nd\u{1b}\u{202e}\u{9b}\""),
            "{text}"
        );
        assert!(!text.contains("\\u{"), "{text}");
    }
}

#[test]
fn who_speaks_without_end_keeps_nobody_else_waiting() {
    let served = Served::begin();
    let mut slow = served.connect();
    slow.write_all(b"GET /metrics HTTP/1.1\r\nX: ").unwrap();
    std::thread::spawn(move || {
        while slow.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    // Neither do those who have gone before it was their turn.
    for _ in 0..20 {
        drop(served.connect());
    }
    let answer = served.asks(REQUEST);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("iovsh_nic_up{nic="), "{answer}");
}

#[test]
fn who_says_nothing_keeps_nobody_else_waiting() {
    let served = Served::begin();
    // One after the other they would keep the door for four minutes.
    let silent: Vec<UnixStream> = (0..50).map(|_| served.connect()).collect();
    let door = served.connect();
    door.set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let mut answer = [0; 15];
    (&door).write_all(REQUEST).unwrap();
    (&door).read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    drop(silent);
}

#[test]
fn nonsense_is_refused_and_the_door_stays_open() {
    let served = Served::begin();
    let long = [b"GET /".to_vec(), vec![b'x'; 100_000]].concat();
    for (request, answer) in [
        (&b"\xff\xfe\r\n\r\n"[..], "HTTP/1.1 405 "),
        (b"POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 405 "),
        (b"GET /../etc/passwd HTTP/1.1\r\n\r\n", "HTTP/1.1 404 "),
        (&long, ""),
    ] {
        let told = served.asks(request);
        assert!(told.starts_with(answer), "{told}");
        assert_eq!(told.is_empty(), answer.is_empty(), "{told}");
    }
    assert!(served.asks(REQUEST).starts_with("HTTP/1.1 200 "));
}
