//! The objects that cmdlets hand on for adapters.

use super::{Found, Target};
use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, SCOPE};
use iovsh_shell::argument::Property;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// The objects for a target, whose adapter is given as one state of the host has it.
pub type View<T> = Box<dyn Fn(&Reader<'_>, &Found<'_>, &T) -> Vec<Value>>;

/// What a change hands on for each target.
pub enum Handed<T> {
    /// Nothing.
    Nothing,
    /// What was there: of things that are removed.
    Before(View<T>),
    /// What is there now.
    After(View<T>),
}

impl<T> Handed<T> {
    /// What is there now when `-Passthru` was given, otherwise nothing.
    pub fn after(
        passthru: bool,
        view: impl Fn(&Reader<'_>, &Found<'_>, &T) -> Vec<Value> + 'static,
    ) -> Self {
        if passthru {
            Self::After(Box::new(view))
        } else {
            Self::Nothing
        }
    }

    /// What was there when `-Passthru` was given, otherwise nothing.
    pub fn before(
        passthru: bool,
        view: impl Fn(&Reader<'_>, &Found<'_>, &T) -> Vec<Value> + 'static,
    ) -> Self {
        if passthru {
            Self::Before(Box::new(view))
        } else {
            Self::Nothing
        }
    }
}

/// The adapter itself.
pub fn adapter<T>(reader: &Reader<'_>, found: &Found<'_>, _: &T) -> Vec<Value> {
    vec![reader.object(found).to_value()]
}

/// The objects for each target, from one look at the host. A target that is gone has none.
pub fn objects<T: AsRef<Target>>(
    cx: &mut Context,
    targets: &[T],
    view: &dyn Fn(&Reader<'_>, &Found<'_>, &T) -> Vec<Value>,
) -> Flow<Vec<Vec<Value>>> {
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let state = cx.snapshot(&SCOPE)?;
    let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
    let of = |target: &T| match target.as_ref().found(&state, &reader) {
        Some(found) => view(&reader, &found, target),
        None => Vec::new(),
    };
    Ok(targets.iter().map(of).collect())
}

/// Emits the objects for each target as it is now.
pub fn emit<T: AsRef<Target>>(
    cx: &mut Context,
    targets: &[T],
    view: &dyn Fn(&Reader<'_>, &Found<'_>, &T) -> Vec<Value>,
) -> Flow {
    let objects = objects(cx, targets, view)?;
    emit_all(cx, objects.into_iter().flatten())
}

/// Emits these objects.
pub fn emit_all(cx: &mut Context, objects: impl IntoIterator<Item = Value>) -> Flow {
    objects.into_iter().try_for_each(|object| cx.emit(object))
}
