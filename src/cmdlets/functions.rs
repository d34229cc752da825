//! The functions that a session has from the beginning, as PowerShell has them: scripts replace them, and ask whether they are
//! there.

use std::rc::Rc;

use crate::management::provider::function::block_of;
use iovsh_shell::eval::{Function, Session};
use iovsh_shell::repl::profile::USUAL_PROMPT;
use iovsh_shell::syntax::symbol::Symbol;

/// Name and body.
const ALL: &[(&str, &str)] = &[
    ("cd..", "Set-Location .."),
    ("cd\\", "Set-Location /"),
    ("Pause", "$null = Read-Host 'Press Enter to continue...'"),
    ("prompt", USUAL_PROMPT),
];

/// Defines them in a session.
pub fn define(session: &mut Session) {
    let Some(scope) = session.scope_named("global") else {
        return;
    };
    for (name, body) in ALL {
        if let Ok(block) = block_of(body) {
            let function = Function::new(*name, block, false);
            scope.set_function(Symbol::of(name), Rc::new(function));
        }
    }
}
