//! What to type instead of a value that a parameter does not take.

use std::rc::Rc;

use super::check::Check;
use super::convert::fits;
use super::meta::{CommandMeta, Common, Kind, ParameterMeta};
use super::runtime::{Call, Runtime};
use super::{Binding, State};
use crate::error::Position;
use crate::syntax::quote::{quote_argument, quote_literal};
use crate::types::{Known, TypeRef};
use crate::value::{Value, convert, members};

/// The longest list that is written out in advice.
const LONGEST: usize = 60;

/// What to do about a value that could not be converted, where the value itself says it.
pub(super) fn next_step(
    meta: &ParameterMeta,
    command: &CommandMeta,
    value: &Value,
    call: &dyn Call,
    span: Option<&Position>,
) -> Option<String> {
    truth(meta, command)
        .or_else(|| name_of_object(meta, command, value))
        .or_else(|| size(meta, value))
        .or_else(|| number(meta, value))
        .or_else(|| on_or_off(meta, value))
        .or_else(|| given_list(meta, value).map(|items| one_by_one(meta, &items, call, span)))
}

/// What to write where a name was given for an object, and another parameter takes the name.
fn name_of_object(meta: &ParameterMeta, command: &CommandMeta, value: &Value) -> Option<String> {
    let Value::Str(text) = value.base() else {
        return None;
    };
    let by_name = command.parameter_named(&format!("{}Name", meta.name))?;
    let by_name = command.parameters.get(by_name)?;
    Some(format!(
        "-{} takes an object that a Get- cmdlet gives. By its name: -{} {}",
        meta.name,
        by_name.name,
        quote_argument(text)
    ))
}

/// How a size is written, where one is given as other tools have it: `1G`, `512MiB`.
fn size(meta: &ParameterMeta, value: &Value) -> Option<String> {
    let Value::Str(text) = value.base() else {
        return None;
    };
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let unit = unit.trim().to_ascii_uppercase();
    let letter = unit.chars().next().filter(|c| "KMGTP".contains(*c))?;
    let is_unit = matches!(unit.get(1..), Some("" | "B" | "IB"));
    (is_unit && !number.is_empty() && is_long(&meta.kind))
        .then(|| format!("Sizes are written as one word, with KB, MB, GB or TB: {number}{letter}B"))
}

/// What a parameter takes that is a number, where a word was given to it.
fn number(meta: &ParameterMeta, value: &Value) -> Option<String> {
    let is_word = matches!(value.base(), Value::Str(_)) && meta.kind.is_number();
    let name = &meta.name;
    let range = meta.checks.iter().find_map(|check| match check {
        Check::Range(least, most) => Some((convert::to_text(least), convert::to_text(most))),
        _ => None,
    });
    is_word.then(|| match range {
        Some((least, most)) => format!("-{name} takes a number from {least} to {most}."),
        None if name.ends_with("Bytes") => {
            format!("-{name} takes a size, as in -{name} 2GB.")
        }
        None => format!("-{name} takes a number."),
    })
}

/// How one of two opposites is said, where another word or a truth value was given.
fn on_or_off(meta: &ParameterMeta, value: &Value) -> Option<String> {
    const OPPOSITES: [(&str, &str); 2] = [("On", "Off"), ("Enabled", "Disabled")];
    let kind = match &meta.kind {
        Kind::Nullable(inner) => inner,
        kind => kind,
    };
    let Kind::Type(TypeRef::Enum(of)) = kind else {
        return None;
    };
    let has = |name: &str| of.members.iter().any(|(own, _)| *own == name);
    let (yes, no) = OPPOSITES
        .into_iter()
        .find(|(yes, no)| of.members.len() == 2 && has(yes) && has(no))?;
    let text = convert::to_text(value.base()).to_lowercase();
    let meant = match &*text {
        "true" | "yes" | "y" | "on" | "enable" | "enabled" => yes,
        "false" | "no" | "n" | "off" | "disable" | "disabled" => no,
        _ => return Some(format!("Write -{0} {yes} or -{0} {no}.", meta.name)),
    };
    Some(format!("Write -{} {meant}.", meta.name))
}

/// Whether a parameter is a whole number of 64 bits, as sizes are.
fn is_long(kind: &Kind) -> bool {
    let is_known = |ty: &TypeRef| matches!(ty, TypeRef::Known(Known::Int64 | Known::UInt64));
    match kind {
        Kind::Type(TypeRef::Nullable(of)) => is_known(of),
        Kind::Type(ty) => is_known(ty),
        Kind::Nullable(inner) => is_long(inner),
        _ => false,
    }
}

/// The values, where a list was given to a parameter that takes one value.
pub(super) fn given_list(meta: &ParameterMeta, value: &Value) -> Option<Vec<Value>> {
    let one = match &meta.kind {
        Kind::Nullable(inner) => inner,
        kind => kind,
    };
    // Names of an enumeration may be several: they become one value.
    let takes_one = match one {
        Kind::Any | Kind::Opaque(_) | Kind::Type(TypeRef::Enum(_)) => false,
        kind => !kind.is_collection() && !is_truth(kind),
    };
    members::enumerate(value).filter(|_| takes_one)
}

/// Whether a parameter is true or false.
fn is_truth(kind: &Kind) -> bool {
    match kind {
        Kind::Switch | Kind::Type(TypeRef::Known(Known::Bool | Known::SwitchParameter)) => true,
        Kind::Type(TypeRef::Nullable(of)) => matches!(**of, TypeRef::Known(Known::Bool)),
        Kind::Nullable(inner) => is_truth(inner),
        _ => false,
    }
}

/// How a truth value is said, where one is wanted. Bash makes nothing of `$false`, so that only `-Confirm:` arrives.
pub(super) fn truth(meta: &ParameterMeta, command: &CommandMeta) -> Option<String> {
    if !is_truth(&meta.kind) {
        return None;
    }
    let name = &meta.name;
    let between = if matches!(meta.kind, Kind::Switch) {
        ':'
    } else {
        ' '
    };
    let mut text = format!(
        "Write -{name}{between}$false or -{name}{between}$true. In bash, which reads $false itself: -{name}{between}false or -{name}{between}true"
    );
    let has_force = command
        .parameters
        .iter()
        .any(|parameter| &*parameter.name == "Force" && matches!(parameter.kind, Kind::Switch));
    if meta.common == Some(Common::Confirm) && has_force {
        text.push_str("; -Force asks nothing either");
    }
    text.push('.');
    Some(text)
}

/// What to write instead of `-Name=value`, given without its dash, where there is a parameter of that name.
pub(super) fn without_equals_sign(meta: &CommandMeta, text: &str) -> Option<String> {
    let (name, value) = text.split_once('=')?;
    let parameter = meta.parameters.get(meta.parameter_named(name)?)?;
    let name = &parameter.name;
    if matches!(parameter.kind, Kind::Switch) {
        return Some(format!("A switch is written alone: -{name}."));
    }
    let value = match value.parse::<f64>() {
        Ok(_) => value.into(),
        Err(_) => quote_argument(value),
    };
    Some(format!(
        "An equals sign parts nothing here: -{name} {value}, or -{name}:{value}."
    ))
}

/// What a command calls the hosts that it works on, where it is asked by the other of the two names that modules have for them.
pub(super) fn other_name_of_hosts(meta: &CommandMeta, name: &str) -> Option<String> {
    const NAMES: [&str; 2] = ["ComputerName", "CimSession"];
    let given = NAMES
        .iter()
        .position(|known| known.eq_ignore_ascii_case(name))?;
    let other = NAMES.get(1 - given)?;
    meta.parameter_named(other)?;
    Some(format!("Here hosts are named with -{other}: -{other} HOST"))
}

/// What to leave out where a name on the command line and an object of the pipeline both say which one is meant.
pub(super) fn said_twice(binding: &Binding, input: &Value) -> Option<String> {
    let parameters = || binding.meta.parameters.iter().enumerate();
    let takes = |meta: &ParameterMeta| {
        meta.sets.iter().any(|set| set.from_pipeline) && fits(&meta.kind, input)
    };
    let (_, taker) = parameters().find(|(at, meta)| !binding.is_bound(*at) && takes(meta))?;
    let (_, given) = parameters().find(|(at, meta)| {
        matches!(binding.states.get(*at), Some(State::Bound)) && meta.mask & taker.mask == 0
    })?;
    let said = format!(
        "-{} says already which one is meant, and so does what comes through the pipeline: leave one of them out.",
        given.name
    );
    let is_new = |meta: &ParameterMeta| meta.name.starts_with("New") && meta.name.ends_with("Name");
    Some(match parameters().find(|(_, meta)| is_new(meta)) {
        Some((_, new)) => format!("{said} Another name is given with -{}.", new.name),
        None => said,
    })
}

/// What to put before a command that takes none of the pipeline's objects: the command that gives those which it takes.
pub(super) fn what_gives_input(
    meta: &CommandMeta,
    input: &Value,
    inner: &dyn Runtime,
    call: &dyn Call,
) -> Option<String> {
    let takes = |parameter: &&Rc<ParameterMeta>| {
        parameter.sets.iter().any(|set| set.from_pipeline) && !fits(&parameter.kind, input)
    };
    let giver = meta
        .parameters
        .iter()
        .filter(takes)
        .find_map(|parameter| inner.cmdlet_called(&format!("Get-{}", parameter.name)))?;
    Some(format!(
        "It takes what {giver} gives: ... | {giver} | {} ...",
        call.name()
    ))
}

/// What to do about an argument that is `$null` because the variable that was written holds nothing.
pub(super) fn empty_variable(span: Option<&Position>) -> Option<String> {
    let written = span.map(|place| place.source.slice(place.span))?;
    let name = written.strip_prefix('$')?;
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let lower = name.to_lowercase();
    if let Some(variable) = lower.strip_prefix("env:") {
        let here = match variable {
            "computername" => {
                "[Environment]::MachineName is this host's name, and a cmdlet without -ComputerName works on it"
            }
            "username" => "$env:USER is the user's name",
            "userprofile" | "homepath" => "$HOME is the user's folder",
            "temp" | "tmp" => "[IO.Path]::GetTempPath() is the folder for temporary files",
            _ if is_name(variable) => "Get-ChildItem env: lists those that are",
            _ => return None,
        };
        return Some(format!("{written} is not set on this system: {here}."));
    }
    is_name(name).then(|| {
        format!("{written} holds nothing here: look at its spelling, or at what it was set to. Get-Variable lists what is set.")
    })
}

/// How a command that takes one value is run for each of several.
fn one_by_one(
    meta: &ParameterMeta,
    items: &[Value],
    call: &dyn Call,
    span: Option<&Position>,
) -> String {
    let list = written(items, span);
    let name = call.name();
    // One text that lists several, as those of VLANs: each further run would take the place of the one before it.
    if meta.name.ends_with("List") {
        return match list.contains(['$', '(']) {
            true => format!("It is one text: -{} ({list} -join ',')", meta.name),
            false => format!(
                "It is one text: -{} '{}'",
                meta.name,
                list.replace('\'', "")
            ),
        };
    }
    let are_objects = items
        .iter()
        .all(|item| matches!(item.base(), Value::Object(_)));
    if meta.sets.iter().any(|set| set.from_pipeline) {
        format!("Pipe them, for it is run once for each: {list} | {name} ...")
    } else if are_objects {
        format!("It takes one of them: -{} {list}[0]", meta.name)
    } else {
        format!(
            "Run it once for each: {list} | ForEach-Object {{ {name} -{} $_ ... }}",
            meta.name
        )
    }
}

/// A list as it can stand before a pipe: words and numbers one by one, else the variable or bracket that was written.
fn written(items: &[Value], span: Option<&Position>) -> String {
    let word = |item: &Value| match item.base() {
        Value::Str(text) => Some(quote_literal(text)),
        number @ (Value::Int(_) | Value::Long(_)) => Some(convert::to_text(number).to_string()),
        _ => None,
    };
    let words: Option<Vec<String>> = items.iter().map(word).collect();
    if let Some(list) = words.map(|words| words.join(","))
        && !list.is_empty()
        && list.len() <= LONGEST
    {
        return list;
    }
    let typed = span.map(|place| place.source.slice(place.span));
    match typed {
        Some(text) if text.starts_with(['$', '(', '@']) && text.len() <= LONGEST => text.to_owned(),
        _ => "$list".to_owned(),
    }
}
