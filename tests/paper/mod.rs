//! A sheet of paper in the place of a screen: what a session shows, streams in the order in which they come.

#![allow(dead_code, reason = "each test uses the part that it needs")]

use std::rc::Rc;

use iovsh::cmdlets::{self, Services};
use iovsh::shell::diagnostic::{self, Style};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{
    Door, InformationRecord, Interpreter, Output, Session, TextRecord, TextStream,
};
use iovsh::shell::format;
use iovsh::shell::stack::with_large_stack;
use iovsh::shell::value::Value;

/// The width of the paper, in cells.
const WIDTH: usize = 110;

/// What a session has shown.
struct Paper {
    lines: Vec<String>,
    table: Option<format::Output>,
}

impl Paper {
    fn drain(&mut self) {
        if let Some(table) = &mut self.table {
            self.lines.extend(table.take_lines());
        }
    }
}

impl Output for Paper {
    fn object(&mut self, session: &mut Session, value: Value) -> Flow {
        let table = self.table.get_or_insert_with(|| {
            format::Output::whole(WIDTH, cmdlets::views(), session.enumeration_limit())
        });
        let mut nowhere = Nowhere;
        let mut door = Door(&mut nowhere);
        table.push(&value, &mut Interpreter::new(session, &mut door))
    }

    fn finish(&mut self, _session: &mut Session) -> Flow {
        if let Some(table) = &mut self.table {
            table.finish()?;
        }
        self.drain();
        self.table = None;
        Ok(())
    }

    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        self.drain();
        let style = Style {
            colours: false,
            width: WIDTH,
        };
        let text = diagnostic::render(
            &record.error,
            &record.full_id,
            Some(&record.activity),
            style,
        );
        self.lines.extend(text.lines().map(str::to_owned));
    }

    fn text(&mut self, record: &TextRecord) {
        self.drain();
        let label = match record.stream {
            TextStream::Warning => "WARNING",
            TextStream::Verbose => "VERBOSE",
            TextStream::Debug => "DEBUG",
        };
        self.lines.push(format!("{label}: {}", record.message));
    }

    fn information(&mut self, record: &InformationRecord) {
        self.drain();
        self.lines
            .extend(record.text.split('\n').map(str::to_owned));
    }

    fn host_line(&mut self, text: &str) {
        self.drain();
        self.lines.push(text.to_owned());
    }

    fn width(&self) -> usize {
        WIDTH
    }
}

/// What script properties write while they are read is not shown.
struct Nowhere;

impl Output for Nowhere {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, _record: &Rc<ErrorRecord>) {}
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}

/// Plays the prompt lines of a transcript (`PS> `, continued with `>> `) in a new session on `services`, and gives the
/// transcript with the output that came. Lines that begin with `# ` are kept.
pub fn play(transcript: &str, services: Services) -> String {
    let mut session = cmdlets::session(services);
    // What an example writes to files goes into a folder of its own.
    let folder = tempfile::tempdir().expect("a folder");
    let place = format!("Set-Location '{}'", folder.path().display());
    session.run_text(&place, None, &mut Nowhere);
    let mut played = String::new();
    let mut lines = transcript.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("# ") || line == "#" {
            played.push_str(line);
            played.push('\n');
            continue;
        }
        let Some(first) = line.strip_prefix("PS> ") else {
            continue;
        };
        played.push_str(line);
        played.push('\n');
        let mut text = first.to_owned();
        while let Some(more) = lines.peek().and_then(|line| line.strip_prefix(">> ")) {
            text.push('\n');
            text.push_str(more);
            played.push_str(">> ");
            played.push_str(more);
            played.push('\n');
            lines.next();
        }
        let mut paper = Paper {
            lines: Vec::new(),
            table: None,
        };
        session.run_text(&text, None, &mut paper);
        for line in trimmed(&paper.lines) {
            played.push_str(line.trim_end());
            played.push('\n');
        }
    }
    played
}

/// [`play`] on a fresh simulated host, with a stack as large as the program's.
pub fn play_on(transcript: &str, fixture: &str) -> String {
    let (transcript, fixture) = (transcript.to_owned(), fixture.to_owned());
    with_large_stack(move || {
        let services = Services::in_memory(&fixture).expect("an embedded fixture");
        play(&transcript, services)
    })
    .expect("a thread")
}

/// What a script shows in a new session on `services`: one command, as if all of it was pasted at the prompt.
pub fn shown(script: &str, services: Services) -> String {
    let lines: Vec<&str> = script.trim().lines().map(str::trim).collect();
    let transcript = format!("PS> {}", lines.join("\n>> "));
    let twin = services.twin();
    let played = with_large_stack(move || play(&transcript, twin())).expect("a thread");
    played
        .lines()
        .skip(lines.len())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Without the empty lines around: a table stands between two of them.
fn trimmed(lines: &[String]) -> &[String] {
    let full = |line: &String| !line.trim().is_empty();
    let start = lines.iter().position(full).unwrap_or(lines.len());
    let end = lines.iter().rposition(full).map_or(start, |last| last + 1);
    &lines[start..end]
}
