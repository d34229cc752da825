//! The dialogs: what they ask for, and the cmdlets that the answers come to.

mod adapter;
mod drives;
mod hardware;
mod machine;
mod network;
#[cfg(test)]
mod tests;

use std::fmt::Display;

use iovsh_backend::model::{State, Switch};
use iovsh_backend::policy;

use crate::command::Command;
use crate::form::{Field, Form};
use crate::shown::shown;

pub(crate) use adapter::{adapter, add_adapter};
pub(crate) use drives::{add_disk, disc, remove_disk};
pub(crate) use hardware::hardware;
pub(crate) use machine::{apply_checkpoint, checkpoint, new_machine, rename_machine};
pub(crate) use network::{new_switch, rename_switch, switch, virtual_functions};

/// A name that was typed, or that one is missing.
fn name_in(form: &Form, id: &str, what: &str) -> Result<String, String> {
    match form.words(id) {
        "" => Err(format!("{what} needs a name.")),
        name => Ok(name.to_owned()),
    }
}

/// The platform's first reason against SR-IOV, with what to do about it.
fn platform(state: &State) -> Option<String> {
    let reason = policy::host_reasons(state).into_iter().next()?;
    Some(reason_with(reason.text(), reason.next_step()))
}

/// Why something cannot be done, and what to do about it, in the words by which a next step is known.
pub(crate) fn reason_with(reason: impl Display, step: impl Display) -> String {
    match step.to_string() {
        step if step.is_empty() => reason.to_string(),
        step => format!("{reason} Next step: {step}"),
    }
}

/// A dialog with one new name.
fn rename(what: &str, old: &str, cmdlet: &'static str) -> Form {
    let name = old.to_owned();
    let what = what.to_owned();
    Form::new(
        format!("Rename {}", shown(old)),
        vec![Field::text("name", "New name", old)],
        move |form| {
            let new = name_in(form, "name", &what)?;
            if new == name {
                return Ok(Vec::new());
            }
            let command = Command::new(cmdlet).on("Name", &name);
            Ok(vec![command.text("NewName", new)])
        },
    )
}

/// Names of the switches, behind "not connected".
fn switch_choices(state: &State) -> (Vec<String>, Vec<Switch>) {
    let switches = policy::switches(state);
    let names = switches.iter().map(|switch| switch.name.clone());
    let options = std::iter::once("Not connected".to_owned()).chain(names);
    (options.collect(), switches)
}

/// Why adapters of a switch get no VFs.
fn no_iov(switch: &Switch) -> Option<String> {
    if !switch.iov_enabled {
        return Some(format!(
            "The switch '{}' is not in IOV mode, which is chosen when a switch is made.",
            shown(&switch.name)
        ));
    }
    None
}
