//! Command lines of the kinds that Microsoft's reference pages show bind here.
//!
//! Each line of `data/reference-examples.txt` runs in a session of its own on a simulated host. What the line finds or changes there is no matter:
//! it binds unless an error says that its command, its parameters or their values are not understood.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::rc::Rc;

use iovsh::cmdlets::{self, Services};
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{InformationRecord, Output, Session, TextRecord};
use iovsh::shell::stack::with_large_stack;
use iovsh::shell::value::Value;

const EXAMPLES: &str = include_str!("data/reference-examples.txt");

/// So many of a hundred bind at least.
const AT_LEAST: usize = 98;

/// What a binder says that cannot do with what was written, and the parser and the search for commands before it.
const NOT_BOUND: &[&str] = &[
    "AmbiguousParameter",
    "AmbiguousParameterSet",
    "AmbiguousPositionalParameterNoName",
    "CannotConvertArgument",
    "CannotConvertArgumentNoMessage",
    "CommandNotFoundException",
    "InputObjectNotBound",
    "MissingArgument",
    "MissingMandatoryParameter",
    "NamedParameterNotFound",
    "ParameterAlreadyBound",
    "ParameterArgumentTransformationError",
    "ParameterArgumentValidationError",
    "ParameterArgumentValidationErrorEmptyArrayNotAllowed",
    "ParameterArgumentValidationErrorEmptyStringNotAllowed",
    "ParameterArgumentValidationErrorNullNotAllowed",
    "ParameterBindingFailed",
    "ParseException",
    "PositionalParameterNotFound",
];

struct Nowhere;

impl Output for Nowhere {
    fn object(&mut self, _: &mut Session, _: Value) -> iovsh::shell::error::Flow {
        Ok(())
    }
    fn error(&mut self, _: &mut Session, _: &Rc<ErrorRecord>) {}
    fn text(&mut self, _: &TextRecord) {}
    fn information(&mut self, _: &InformationRecord) {}
    fn quiet_information(&mut self, _: &InformationRecord) {}
    fn host_line(&mut self, _: &str) {}
}

/// The error of a line that does not bind.
fn refusal(line: &str) -> Option<String> {
    let mut session = cmdlets::session(Services::in_memory("default").expect("a simulated host"));
    let _ = session.run_text(line, None, &mut Nowhere);
    let errors = session.errors().items.borrow().clone();
    errors.iter().find_map(|item| {
        let Value::Native(native) = item else {
            return None;
        };
        let record = native.as_any().downcast_ref::<ErrorRecord>()?;
        let id = record.full_id.split(',').next().unwrap_or_default();
        NOT_BOUND
            .contains(&id)
            .then(|| format!("{line}\n    {}: {}", record.full_id, record.error.message))
    })
}

#[test]
fn examples_of_the_reference_pages_bind() {
    let lines: Vec<&str> = EXAMPLES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let all = lines.clone();
    let refused: Vec<String> =
        with_large_stack(move || all.iter().filter_map(|line| refusal(line)).collect())
            .expect("a thread");
    let bound = lines.len() - refused.len();
    println!("{bound} of {} examples bind", lines.len());
    assert!(lines.len() >= 500, "the table is there: {}", lines.len());
    assert!(
        bound * 100 >= lines.len() * AT_LEAST,
        "{bound} of {} bind; these do not:\n{}",
        lines.len(),
        refused.join("\n")
    );
}

#[test]
fn what_does_not_bind_is_seen() {
    for line in [
        "Get-VM -NoSuchParameter 1",
        "Get-NothingOfThisName",
        "Set-VMProcessor web1 -Count many",
        "Set-VM web1 -CheckpointType Sometimes",
    ] {
        let refused = with_large_stack(move || refusal(line)).expect("a thread");
        assert!(refused.is_some(), "{line}");
    }
}
