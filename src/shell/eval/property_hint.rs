//! Assigning to a property of an object, or calling a method that it does not have: the error names the command that changes what is behind it.

use std::rc::Rc;

use super::interpreter::Interpreter;
use crate::cmdlet::{CmdletSpec, ParameterType};
use crate::error::{Flow, Interrupt};
use crate::value::{Value, members};

/// Verbs that change what an object shows.
const VERBS: &[&str] = &["Set-", "Rename-", "Enable-", "Disable-", "Connect-"];

impl Interpreter<'_> {
    /// Sets a property.
    pub(super) fn assign_property(&mut self, target: &Value, name: &str, new: Value) -> Flow {
        let flow = members::set_property(target, name, new, self);
        match (flow, target) {
            (Err(Interrupt::Error(mut error)), Value::Object(object))
                if object.is_emitted() && error.help.is_none() =>
            {
                let types: Vec<Rc<str>> = crate::types::type_names(target);
                error.help = Some(hint(self.s.registry(), &types, name));
                Err(Interrupt::Error(error))
            }
            (flow, _) => flow,
        }
    }
}

impl Interpreter<'_> {
    /// Says which command does what a method of this name would do to an object, where the object has no such method.
    pub(super) fn with_command(
        &self,
        interrupt: Interrupt,
        target: &Value,
        method: &str,
    ) -> Interrupt {
        match (interrupt, target) {
            (Interrupt::Error(mut error), Value::Object(object))
                if object.is_emitted() && &*error.id == "MethodNotFound" =>
            {
                let types: Vec<Rc<str>> = crate::types::type_names(target);
                if let Some(command) = command_of(self.s.registry(), &types, method) {
                    error.help = Some(format!(
                        "Objects show what was read. {command} does it: pipe the object to it."
                    ));
                }
                Interrupt::Error(error)
            }
            (interrupt, _) => interrupt,
        }
    }
}

/// The cmdlet of this verb that takes objects of these types from the pipeline.
fn command_of(
    registry: &[&'static CmdletSpec],
    types: &[Rc<str>],
    verb: &str,
) -> Option<&'static str> {
    let verb = match verb.eq_ignore_ascii_case("Delete") {
        true => "Remove",
        false => verb,
    };
    let is_of = |name: &str| types.iter().any(|known| known.eq_ignore_ascii_case(name));
    let takes = |spec: &&CmdletSpec| {
        spec.parameters.iter().any(|parameter| {
            let mut sets = parameter.sets.iter().chain([&parameter.everywhere]);
            sets.any(|set| set.from_pipeline)
                && matches!(parameter.ty.element(), ParameterType::Of(name) if is_of(name))
        })
    };
    let of_verb = registry.iter().copied().filter(|spec| {
        let parts = spec.name.split_once('-');
        parts.is_some_and(|(own, _)| own.eq_ignore_ascii_case(verb))
    });
    // `Remove-VM` takes a machine for its own sake, `Remove-VMSnapshot` to find what it has.
    let found = of_verb.filter(takes).map(|spec| spec.name);
    found.min_by_key(|name| name.len())
}

/// What changes the property of an object of these types, in the words of an error's help.
fn hint(registry: &[&'static CmdletSpec], types: &[Rc<str>], property: &str) -> String {
    let is_of = |name: &str| types.iter().any(|known| known.eq_ignore_ascii_case(name));
    let changing: Vec<&CmdletSpec> = registry
        .iter()
        .copied()
        .filter(|spec| VERBS.iter().any(|verb| spec.name.starts_with(verb)))
        .filter(|spec| {
            spec.outputs.iter().any(|output| is_of(output))
                || spec.parameters.iter().any(|parameter| {
                    matches!(parameter.ty.element(), ParameterType::Of(name) if is_of(name))
                })
        })
        .collect();
    let own = |spec: &&CmdletSpec| spec.outputs.iter().any(|output| is_of(output));
    // `IovWeight` is set by -IovWeight, `MemoryStartup` by -MemoryStartupBytes, `Name` by -NewName of a Rename-.
    let parameter = |spec: &CmdletSpec| {
        spec.parameters.iter().find_map(|parameter| {
            let name = parameter.name;
            let fits = name
                .get(..property.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(property))
                && parameter.answer.is_none();
            let fits = if property.eq_ignore_ascii_case("Name") {
                spec.name.starts_with("Rename-") && name == "NewName"
            } else {
                fits
            };
            fits.then_some(name)
        })
    };
    let found = changing
        .iter()
        .filter(|spec| own(spec))
        .chain(changing.iter().filter(|spec| !own(spec)))
        .find_map(|spec| Some((spec.name, parameter(spec)?)));
    if let Some((cmdlet, parameter)) = found {
        return format!("Objects show what was read. '{cmdlet} -{parameter}' changes it.");
    }
    let names: Vec<&str> = changing
        .iter()
        .filter(|spec| own(spec))
        .map(|spec| spec.name)
        .take(4)
        .collect();
    if names.is_empty() {
        "Objects show what was read; assigning to them changes nothing. 'Get-Command -Verb Set' lists what changes things."
            .to_owned()
    } else {
        format!(
            "Objects show what was read. What can be changed is changed with {}. To compare, write -eq in place of =.",
            names.join(", ")
        )
    }
}
