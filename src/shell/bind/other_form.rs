//! Objects in another form, where one is asked for as other tools have it: `-o json`, `-Output yaml`, `-csv`.

use super::runtime::Call;
use crate::value::{Value, convert};

/// How the parameter is called elsewhere, and its beginnings.
const NAMES: [&str; 6] = ["o", "ou", "out", "output", "outputformat", "format"];

/// The forms, with what makes one of them of the objects of a pipeline, and whether `--output` has it.
const FORMS: [(&str, Option<&str>, bool); 11] = [
    ("json", Some("ConvertTo-Json"), true),
    ("jsonl", None, true),
    ("yaml", None, true),
    ("markdown", None, true),
    ("csv", Some("ConvertTo-Csv"), true),
    ("xml", Some("ConvertTo-Xml -As String"), false),
    ("html", Some("ConvertTo-Html"), false),
    ("table", Some("Format-Table"), true),
    ("list", Some("Format-List"), true),
    ("wide", Some("Format-List *"), false),
    ("name", Some("ForEach-Object Name"), false),
];

/// What to type for objects in the form that a parameter asks for which the command does not have.
pub(super) fn advice(name: &str, value: Option<&Value>, call: &dyn Call) -> Option<String> {
    let asked = value.map(convert::to_text).unwrap_or_default();
    let is = |known: &str, text: &str| known.eq_ignore_ascii_case(text);
    let by_name = NAMES.iter().any(|known| is(known, name));
    let (form, stage, has_option) = FORMS.iter().find(|(form, ..)| {
        let glued = name.strip_prefix(['o', 'O']);
        is(form, name) || by_name && is(form, &asked) || glued.is_some_and(|glued| is(form, glued))
    })?;
    let command = call.command_name();
    let from_bash = call.position().is_none();
    let line = match stage {
        _ if from_bash && *has_option => format!("iovsh {command} --output {form}"),
        Some(stage) if from_bash => format!("iovsh -Command '{command} | {stage}'"),
        Some(stage) => format!("{command} | {stage}"),
        None => format!("iovsh {command} --output {form}, in bash"),
    };
    Some(format!("For objects as {form}: {line}"))
}
