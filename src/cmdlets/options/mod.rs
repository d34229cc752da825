//! iovsh's own options.

mod get_iovsh_option;
mod set_iovsh_option;

use std::rc::Rc;

use iovsh_shell::cmdlet::{Candidate, CmdletSpec, Declared};
use iovsh_shell::eval::Session;
use iovsh_shell::options::{KNOWN, Kind, Options, known};

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <get_iovsh_option::GetIovshOption as Declared>::SPEC,
    <set_iovsh_option::SetIovshOption as Declared>::SPEC,
];

/// Where the options of the command line are kept in a session.
const GIVEN: &str = "options of the command line";

/// Tells a session which options stood on the command line: name and value.
pub fn give(session: &mut Session, given: Vec<(String, String)>) {
    session.kept.insert(GIVEN, Rc::new(given));
}

/// The options that hold in a session.
pub fn of(session: &Session) -> Options {
    let given = session.kept.get(GIVEN).cloned();
    let given = given.and_then(|given| given.downcast::<Vec<(String, String)>>().ok());
    let variable = |name: &str| session.environment.get(name).map(str::to_owned);
    Options::read(&variable, given.as_deref().map_or(&[], Vec::as_slice))
}

/// Names of options.
fn names(_services: &dyn std::any::Any, word: &str) -> Vec<Candidate> {
    let fits = |name: &str| {
        let start = name.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    KNOWN
        .iter()
        .filter(|known| fits(known.name))
        .map(|known| Candidate {
            text: known.name.to_owned(),
            description: known.help.to_owned(),
        })
        .collect()
}

/// The words that an option may be, for messages and completion.
fn words_of(name: &str) -> Vec<&'static str> {
    match known(name).map(|known| known.kind) {
        Some(Kind::Words(words)) => words.to_vec(),
        Some(Kind::Truth) => vec!["true", "false"],
        Some(Kind::Text) | None => Vec::new(),
    }
}
