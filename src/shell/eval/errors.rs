//! Errors as values and back, `try`, `trap`.

use std::rc::Rc;

use super::interpreter::{Interpreter, TrapScope};
use super::invocation::Action;
use super::scope::Variable;
use crate::error::{Flow, Interrupt, ShellError};
use crate::syntax::ast::{Trap, Try, TypeConstraint};
use crate::syntax::symbol::Symbol;
use crate::types::{TypeRef, exception_types};
use crate::value::Value;

/// Whether an error is caught by `catch [wanted]`: its exception, or the one inside a wrapping one.
fn is_caught(error: &ShellError, wanted: &str) -> bool {
    if exception_types::is_a(&error.exception, wanted) {
        return true;
    }
    let wraps = exception_types::is_a(
        &error.exception,
        "System.Management.Automation.RuntimeException",
    );
    wraps
        && error
            .inner
            .as_ref()
            .is_some_and(|inner| exception_types::is_a(&inner.exception, wanted))
}

/// What a `catch [T]` sees of an error that `-ErrorAction Stop` made terminating: the record of the exception itself, which
/// does not know the command, where it is one of PowerShell's own that carries a record.
fn own_record(error: &ShellError) -> Option<ShellError> {
    const RUNTIME: &str = "System.Management.Automation.RuntimeException";
    let carries = &*error.exception != RUNTIME && exception_types::is_a(&error.exception, RUNTIME);
    if !carries || error.is_throw || error.command.as_deref().is_none_or(str::is_empty) {
        return None;
    }
    let mut own = error.clone();
    own.record = None;
    own.command = Some("".into());
    own.activity = None;
    Some(own)
}

/// How near the exception is to the wanted type: 0 is the type itself.
fn distance(error: &ShellError, wanted: &str) -> usize {
    let steps = |name: &str| {
        if name.eq_ignore_ascii_case(wanted) {
            return Some(0);
        }
        exception_types::bases(name)
            .iter()
            .position(|base| base.eq_ignore_ascii_case(wanted))
            .map(|at| at + 1)
    };
    steps(&error.exception)
        .or_else(|| {
            error
                .inner
                .as_ref()
                .and_then(|inner| steps(&inner.exception))
        })
        .unwrap_or(usize::MAX)
}

impl Interpreter<'_> {
    /// The full name of an exception type that a `catch` or `trap` names.
    fn exception_type(&mut self, constraint: &TypeConstraint) -> Flow<Rc<str>> {
        match self.type_of_name(&constraint.type_name)? {
            TypeRef::Exception(name) => Ok(name.into()),
            other => Ok(other.full_name()),
        }
    }

    /// `try`.
    pub(super) fn try_statement(&mut self, each: &Try) -> Flow {
        let propagate = self.s.propagate;
        let scope = Rc::clone(&self.s.scope);
        let calls = self.s.calls.len();
        let module = self.s.module.clone();
        // Without a `catch` errors go up as well: `finally` must not make them quiet.
        self.s.propagate = true;
        let mut flow = self.without_traps(|inner| inner.statement_block(&each.body));
        self.s.propagate = propagate;
        if !std::rc::Rc::ptr_eq(&scope, &self.s.scope) {
            self.s.scope = scope;
            self.s.module = module;
        }
        self.s.calls.truncate(calls);
        if let Err(Interrupt::Error(error)) = flow {
            flow = self.run_catch(each, *error);
        }
        if let Some(finally) = &each.finally {
            let cancelled = self
                .s
                .cancel
                .swap(false, std::sync::atomic::Ordering::Relaxed);
            let ended = self.statement_block(finally);
            if cancelled {
                self.s
                    .cancel
                    .store(true, std::sync::atomic::Ordering::Relaxed);
            }
            ended?;
        }
        flow
    }

    fn without_traps(&mut self, f: impl FnOnce(&mut Interpreter<'_>) -> Flow) -> Flow {
        f(&mut Interpreter {
            s: self.s,
            out: self.out,
            traps: None,
            source: self.source,
        })
    }

    fn run_catch(&mut self, each: &Try, mut error: ShellError) -> Flow {
        let mut chosen = None;
        let mut best = usize::MAX;
        'clauses: for clause in &each.catches {
            if clause.types.is_empty() {
                if chosen.is_none() {
                    chosen = Some(clause);
                }
                break;
            }
            for constraint in &clause.types {
                let wanted = self.exception_type(constraint)?;
                if is_caught(&error, &wanted) {
                    let near = distance(&error, &wanted);
                    if near < best || chosen.is_none() {
                        best = near;
                        chosen = Some(clause);
                    }
                    if near == 0 {
                        break 'clauses;
                    }
                }
            }
        }
        let Some(clause) = chosen else {
            return Err(error.into());
        };
        let by_type = error.ends_script && !clause.types.is_empty();
        let record = match error.record.take() {
            Some(record) => record,
            None => self.s.make_record(error),
        };
        record.set_thrown();
        self.s.remember_error(&record);
        let shown = match own_record(&record.error) {
            Some(own) if by_type => self.s.make_record(own),
            _ => record,
        };
        let saved = self.swap_underscore(Some(Value::Native(shown)));
        let flow = self.statement_block(&clause.body);
        self.swap_underscore(saved);
        flow
    }

    /// Gives an error to the traps around it, and what they decide.
    pub(super) fn run_traps(&mut self, scope: &TrapScope<'_>, error: &ShellError) -> Flow<Action> {
        let mut chosen: Option<&Trap> = None;
        let mut best = usize::MAX;
        for trap in scope.traps {
            match &trap.type_constraint {
                None => {
                    if chosen.is_none() {
                        chosen = Some(trap);
                    }
                }
                Some(constraint) => {
                    let wanted = self.exception_type(constraint)?;
                    if is_caught(error, &wanted) {
                        let near = distance(error, &wanted);
                        if near < best {
                            best = near;
                            chosen = Some(trap);
                        }
                    }
                }
            }
        }
        let Some(trap) = chosen else {
            return Ok(Action::Stop);
        };
        let record = error
            .record
            .clone()
            .unwrap_or_else(|| self.s.make_record(error.clone()));
        let outer = self.s.enter(false);
        self.s.scope.put(Variable::new(
            Symbol::UNDERSCORE,
            "_",
            Value::Native(record),
        ));
        let flow = self.without_traps(|inner| inner.statement_block(&trap.body));
        self.s.leave(outer);
        match flow {
            Ok(()) => Ok(Action::Continue),
            Err(Interrupt::Continue(None)) => Ok(Action::SilentlyContinue),
            Err(Interrupt::Break(None)) => Ok(Action::Stop),
            Err(other) => Err(other),
        }
    }
}
