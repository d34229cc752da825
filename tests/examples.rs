//! The examples in the help of the core cmdlets, run as they stand there.
//!
//! An example is a transcript: lines that begin with `PS> ` are typed one after the other into one session, what follows
//! each is what it shows. (The examples of the cmdlets that work on hosts run elsewhere, on the simulated host.)

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;

use iovsh::cmdlets::{self, Services};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{
    InformationRecord, Interpreter, Output, Session, TextRecord, with_large_stack,
};
use iovsh::shell::format;
use iovsh::shell::value::Value;

#[derive(Default)]
struct Screen {
    objects: Vec<Value>,
    lines: Vec<String>,
}

impl Output for Screen {
    fn object(&mut self, _session: &mut Session, value: Value) -> Flow {
        self.objects.push(value);
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        self.lines.push(format!("error: {}", record.error.message));
    }
    fn text(&mut self, record: &TextRecord) {
        self.lines.push(record.message.to_string());
    }
    fn information(&mut self, record: &InformationRecord) {
        self.lines.push(record.text.to_string());
    }
    fn host_line(&mut self, text: &str) {
        self.lines.push(text.to_owned());
    }
}

/// What a line shows.
fn shown(session: &mut Session, line: &str) -> Vec<String> {
    let mut screen = Screen::default();
    session.run_text(line, None, &mut screen);
    let objects = std::mem::take(&mut screen.objects);
    let (views, limit) = (Rc::clone(&session.views), session.enumeration_limit());
    let rendered = {
        let mut door = iovsh::shell::eval::Door(&mut screen);
        let mut interpreter = Interpreter::new(session, &mut door);
        format::render(&objects, 120, views, limit, &mut interpreter)
    };
    let mut lines = rendered.unwrap_or_else(|error| vec![format!("{error:?}")]);
    lines.append(&mut screen.lines);
    lines
}

fn without_blank_ends(lines: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

#[test]
fn examples_of_the_core_cmdlets_show_what_they_say() {
    with_large_stack(|| {
        let mut wrong = String::new();
        let mut count = 0;
        for spec in cmdlets::all() {
            if !spec.module.starts_with("Microsoft.PowerShell.") {
                continue;
            }
            for example in spec.examples {
                let folder = tempfile::tempdir().expect("a scratch folder");
                let mut session =
                    cmdlets::session(Services::in_memory("default").expect("a simulated host"));
                session.locations =
                    iovsh::shell::location::Locations::starting_at(Path::new(folder.path()));
                let mut steps: Vec<(&str, Vec<String>)> = Vec::new();
                for line in example.transcript.lines() {
                    match (line.strip_prefix("PS> "), steps.last_mut()) {
                        (Some(typed), _) => steps.push((typed, Vec::new())),
                        (None, Some((_, expected))) => expected.push(line.to_owned()),
                        (None, None) => {}
                    }
                }
                for (typed, expected) in steps {
                    count += 1;
                    let seen = without_blank_ends(&shown(&mut session, typed));
                    let expected = without_blank_ends(&expected);
                    if seen != expected {
                        let _ = writeln!(
                            wrong,
                            "{}: {typed}\n  shows {seen:#?}\n  not {expected:#?}",
                            spec.name
                        );
                    }
                }
            }
        }
        assert!(count > 60, "only {count} lines were found");
        assert!(wrong.is_empty(), "{wrong}");
    })
    .expect("the thread");
}
