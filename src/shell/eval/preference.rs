//! Which preference is in force: a common parameter, or the variable that the scope chain shows.

use super::invocation::{Action, CommonParameters, Invocation};
use super::session::Session;
use crate::cmdlet::Impact;
use crate::syntax::symbol::Symbol;
use crate::types::SwitchValue;
use crate::types::enums::{self, ACTION_PREFERENCE, CONFIRM_IMPACT};
use crate::value::{Value, convert};

/// The action that a preference's value stands for.
pub fn action_of(value: &Value) -> Option<Action> {
    let number = match value.base() {
        Value::Enum(member) => member.number,
        Value::Int(number) => i64::from(*number),
        Value::Str(text) => match text.trim().parse::<i64>() {
            Ok(number) => number,
            Err(_) => ACTION_PREFERENCE.number(text.trim())?,
        },
        Value::Bool(true) => 2,
        Value::Bool(false) => 0,
        _ => return None,
    };
    Some(match number {
        0 => Action::SilentlyContinue,
        1 => Action::Stop,
        2 => Action::Continue,
        3 => Action::Inquire,
        4 => Action::Ignore,
        _ => return None,
    })
}

/// The number of an action in `ActionPreference`.
pub fn number_of(action: Action) -> i64 {
    match action {
        Action::SilentlyContinue => 0,
        Action::Stop => 1,
        Action::Continue => 2,
        Action::Inquire => 3,
        Action::Ignore => 4,
    }
}

fn variable(session: &Session, symbol: Symbol, otherwise: Action) -> Action {
    action_of(&session.value_of(symbol)).unwrap_or(otherwise)
}

/// What happens to errors.
pub(super) fn error(session: &Session, call: &Invocation) -> Action {
    call.common
        .borrow()
        .error_action
        .unwrap_or_else(|| variable(session, Symbol::ERROR_ACTION, Action::Continue))
}

/// What `$ErrorActionPreference` says here.
pub(super) fn error_here(session: &Session) -> Action {
    variable(session, Symbol::ERROR_ACTION, Action::Continue)
}

impl Session {
    /// Whether a warning that no command gives is shown: `$WarningPreference` may say that it is not.
    pub fn shows_warnings(&self) -> bool {
        !matches!(
            warning_here(self),
            Action::SilentlyContinue | Action::Ignore
        )
    }
}

/// What happens to a warning that no command gives.
pub(super) fn warning_here(session: &Session) -> Action {
    variable(session, Symbol::WARNING, Action::Continue)
}

/// What happens to warnings.
pub(super) fn warning(session: &Session, call: &Invocation) -> Action {
    call.common
        .borrow()
        .warning_action
        .unwrap_or_else(|| variable(session, Symbol::WARNING, Action::Continue))
}

/// What happens to verbose text.
pub(super) fn verbose(session: &Session, call: &Invocation) -> Action {
    match call.common.borrow().verbose {
        Some(true) => Action::Continue,
        Some(false) => Action::SilentlyContinue,
        None => variable(session, Symbol::VERBOSE, Action::SilentlyContinue),
    }
}

/// What happens to debug text.
pub(super) fn debug(session: &Session, call: &Invocation) -> Action {
    match call.common.borrow().debug {
        Some(true) => Action::Continue,
        Some(false) => Action::SilentlyContinue,
        None => variable(session, Symbol::DEBUG, Action::SilentlyContinue),
    }
}

/// What happens to information records.
pub(super) fn information(session: &Session, call: &Invocation) -> Action {
    call.common
        .borrow()
        .information_action
        .unwrap_or_else(|| variable(session, Symbol::INFORMATION, Action::SilentlyContinue))
}

/// Whether `-WhatIf` is in force.
pub(super) fn what_if(session: &Session, call: &Invocation) -> bool {
    call.common
        .borrow()
        .what_if
        .unwrap_or_else(|| convert::to_bool(&session.value_of(Symbol::WHAT_IF)))
}

/// Whether a change of this command's impact must be confirmed.
pub(super) fn must_confirm(session: &Session, call: &Invocation) -> bool {
    if let Some(confirm) = call.common.borrow().confirm {
        return confirm;
    }
    let impact = call
        .meta
        .as_ref()
        .map_or(Impact::Medium, |meta| meta.impact);
    let threshold = match session.value_of(Symbol::CONFIRM).base() {
        Value::Enum(member) => member.number,
        Value::Int(number) => i64::from(*number),
        Value::Str(text) => CONFIRM_IMPACT.number(text).unwrap_or(3),
        _ => 3,
    };
    let impact = match impact {
        Impact::None => 0,
        Impact::Low => 1,
        Impact::Medium => 2,
        Impact::High => 3,
    };
    threshold != 0 && impact >= threshold
}

/// The preference variables that common parameters set in the scope of a script: what it calls obeys them too.
pub(super) fn variables(common: &CommonParameters) -> Vec<(Symbol, &'static str, Value)> {
    let action = |action: Action| enums::value(&ACTION_PREFERENCE, number_of(action));
    let shown = |on: bool| match on {
        true => action(Action::Continue),
        false => action(Action::SilentlyContinue),
    };
    let level = |on: bool| {
        let level = CONFIRM_IMPACT.number(if on { "Low" } else { "None" });
        enums::value(&CONFIRM_IMPACT, level.unwrap_or(0))
    };
    let switch = |on: bool| Value::native(SwitchValue(on));
    let all = [
        (
            Symbol::ERROR_ACTION,
            "ErrorActionPreference",
            common.error_action.map(action),
        ),
        (
            Symbol::WARNING,
            "WarningPreference",
            common.warning_action.map(action),
        ),
        (
            Symbol::INFORMATION,
            "InformationPreference",
            common.information_action.map(action),
        ),
        (
            Symbol::VERBOSE,
            "VerbosePreference",
            common.verbose.map(shown),
        ),
        (Symbol::DEBUG, "DebugPreference", common.debug.map(shown)),
        (
            Symbol::WHAT_IF,
            "WhatIfPreference",
            common.what_if.map(switch),
        ),
        (
            Symbol::CONFIRM,
            "ConfirmPreference",
            common.confirm.map(level),
        ),
    ];
    let given = all.into_iter();
    given
        .filter_map(|(symbol, name, value)| Some((symbol, name, value?)))
        .collect()
}
