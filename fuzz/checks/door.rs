//! The door: whatever the text, nothing that acts on a terminal or hides is sent, by any exit.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use iovsh::shell::diagnostic::{self, Style};
use iovsh::shell::error::{ErrorCategory, Position, ShellError};
use iovsh::shell::eval::{
    InformationRecord, Outcome, Output, Progress, Question, Session, TextRecord, TextStream,
};
use iovsh::shell::host_message::{Colour, HostMessage};
use iovsh::shell::printer::Printer;
use iovsh::shell::repl::shown_candidate;
use iovsh::shell::screen::{Objects, Screen};
use iovsh::shell::syntax::span::{SourceText, Span};
use iovsh::shell::value::{PsObject, Value};
use iovsh::shell::visible::{is_hidden, visible_in_editor, without_colours};

/// Takes the bytes as two texts, and lets both out by every exit: to a terminal, and into pipes.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let half = (0..=text.len() / 2)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let (first, second) = text.split_at(half);
    for objects in [Objects::Views, Objects::Json] {
        for terminal in [true, false] {
            let (out, err) = (Kept::default(), Kept::default());
            let printer = if terminal {
                Printer::to_terminal(Box::new(out.clone()), Box::new(err.clone()))
            } else {
                Printer::to(Box::new(out.clone()), Box::new(err.clone()))
            };
            let mut screen = Screen::new(printer, objects, false);
            let mut session = Session::new(&[], Rc::new(()));
            if terminal {
                strings(&mut session, &mut screen, first, second);
            }
            objects_of(&mut session, &mut screen, first, second);
            streams(&mut session, &mut screen, first, second);
            screen.flush();
            drop(screen);
            harmless("standard output", &out.0.borrow());
            harmless("standard error", &err.0.borrow());
        }
    }
    let edited = visible_in_editor(&text);
    assert_eq!(edited.len(), text.len(), "places in the editor stay right");
    harmless("the line that is edited", edited.as_bytes());
    let (value, beside) = shown_candidate(first, second);
    harmless("the menu", format!("{value}{beside}").as_bytes());
}

/// What is a string of the script: it keeps its colours on a terminal.
fn strings(session: &mut Session, screen: &mut Screen, first: &str, second: &str) {
    let _ = screen.object(session, Value::str(first));
    screen.host_data(second);
    for (foreground, no_new_line) in [(None, true), (Some(12), false)] {
        screen.information(&InformationRecord {
            data: Value::native(HostMessage {
                message: second.into(),
                no_new_line,
                foreground: Colour(foreground),
                background: Colour(foreground),
            }),
            text: second.into(),
            tags: vec!["PSHOST".into()],
            source: "".into(),
        });
    }
}

/// Objects with the texts as names and values, few properties (a table) and many (a list).
fn objects_of(session: &mut Session, screen: &mut Screen, first: &str, second: &str) {
    let small = PsObject::custom().with(first.to_owned(), Value::str(second));
    let mut large = PsObject::custom().with(second.to_owned(), Value::str(first));
    for name in ["a", "b", "c", "d", "e"] {
        let values = vec![Value::str(first), Value::str(second)];
        large = large.with(name, Value::array(values));
    }
    for object in [small, large] {
        let _ = screen.object(session, Value::object(object));
    }
    let _ = screen.finish(session);
}

/// The other streams, questions and errors.
fn streams(session: &mut Session, screen: &mut Screen, first: &str, second: &str) {
    for stream in [TextStream::Warning, TextStream::Verbose, TextStream::Debug] {
        screen.text(&TextRecord {
            stream,
            message: first.into(),
        });
    }
    screen.progress(&Progress {
        activity: first.to_owned(),
        status: second.to_owned(),
        percent: Some(50),
        ..Progress::default()
    });
    screen.host_line(first);
    screen.say(second);
    screen.complain(first);
    let _ = screen.choose(&Question {
        caption: first.to_owned(),
        message: second.to_owned(),
        choices: vec![(first.to_owned(), second.to_owned())],
        default: 0,
    });
    let source = Rc::new(SourceText::new(
        format!("{first}{second}").into(),
        Some(second.into()),
    ));
    let start = u32::try_from(first.len()).unwrap_or(0);
    let end = start.saturating_add(u32::try_from(second.len()).unwrap_or(0));
    let error = ShellError::new("Some.Id", ErrorCategory::NotSpecified, first)
        .help(second)
        .cause(first)
        .target(second)
        .at(Position {
            source,
            span: Span::new(start, end),
        });
    for width in [40, 120] {
        for colours in [true, false] {
            let drawn = diagnostic::render(&error, second, Some(first), Style { colours, width });
            harmless("an error", drawn.as_bytes());
        }
    }
    let record = session.record_error(error);
    screen.error(session, &record);
    // A text that does not parse, most of the time.
    if session.run_text(&format!("( {second}"), Some(first), screen) == Outcome::Done {
        let _ = screen.finish(session);
    }
}

/// Nothing that hides is left, once colours and progress are taken away.
fn harmless(place: &str, bytes: &[u8]) {
    let text =
        std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{place}: bytes that are no text"));
    let text = text.replace("\r\u{1b}[2K", "").replace("\r", "");
    let text = without_colours(&text);
    let mut before = ' ';
    for c in text.chars() {
        // Between letters that it joins, a joiner may stand.
        let joins = matches!(c, '\u{200c}' | '\u{200d}') && u32::from(before) >= 0x590;
        assert!(
            !is_hidden(c) || matches!(c, '\n' | '\t') || joins,
            "{place}: {c:?} was sent"
        );
        before = c;
    }
}

/// What was sent.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
