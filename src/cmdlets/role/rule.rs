//! What a role says of one cmdlet: its parameters, and the values that they may have.

use std::collections::BTreeMap;
use std::rc::Rc;

use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::value::{Value, convert};
use iovsh_shell::wildcard::WildcardPattern;
use serde::Deserialize;

/// Parameters that no role grants: they lead to other hosts, or to sessions of their own.
const NEVER: [&str; 6] = [
    "AsJob",
    "CimSession",
    "ComputerName",
    "Credential",
    "DestinationCimSession",
    "DestinationHost",
];

/// Parameters that every cmdlet has, and that only say how it speaks.
const ALWAYS: [&str; 8] = [
    "Confirm",
    "Debug",
    "ErrorAction",
    "InformationAction",
    "ProgressAction",
    "Verbose",
    "WarningAction",
    "WhatIf",
];

/// What may be run of a cmdlet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// The parameters that may be given; all of them when this is left out.
    #[serde(default)]
    parameters: Option<BTreeMap<String, Option<Allowed>>>,
}

/// The values that a parameter may have.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Allowed {
    /// One of these, and it must be given.
    Required(Vec<Scalar>),
    /// One of these, where it is given.
    Chosen(Choice),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    /// The values.
    values: Vec<Scalar>,
    /// It may be left out.
    #[serde(default)]
    optional: bool,
}

/// A value in a role's file: a pattern, a range of numbers (`1..100`), or what it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Truth(bool),
    Number(i64),
    Text(String),
}

impl Allowed {
    fn values(&self) -> &[Scalar] {
        match self {
            Self::Required(values) => values,
            Self::Chosen(choice) => &choice.values,
        }
    }

    fn is_required(&self) -> bool {
        match self {
            Self::Required(_) => true,
            Self::Chosen(choice) => !choice.optional,
        }
    }
}

impl Scalar {
    fn fits(&self, given: &str) -> bool {
        match self {
            Self::Truth(truth) => given.eq_ignore_ascii_case(&truth.to_string()),
            Self::Number(number) => given.parse() == Ok(*number),
            Self::Text(text) => {
                if let Some((from, to)) = range(text) {
                    return given.parse().is_ok_and(|n: i64| (from..=to).contains(&n));
                }
                // A pattern of the user's may fit what that of the role does not.
                let same = text.eq_ignore_ascii_case(given);
                let plain = !given.contains(['*', '?', '[', ']', '`']);
                same || plain && WildcardPattern::new(text).is_match(given)
            }
        }
    }
}

/// `1..100` as two numbers.
fn range(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once("..")?;
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

impl Rule {
    /// Whether the rule is one for this cmdlet, under the names of its declaration; else why not.
    pub(super) fn check(&self, cmdlet: &CmdletSpec) -> Result<(), String> {
        for (name, allowed) in self.parameters.iter().flatten() {
            let known = cmdlet.parameters.iter();
            let mut known = known.filter(|p| p.name.eq_ignore_ascii_case(name));
            if known.next().is_none() {
                return Err(format!("'{}' has no parameter '{name}'", cmdlet.name));
            }
            if is_one_of(&NEVER, name) {
                return Err(format!(
                    "no role grants -{name}, which leads out of the session"
                ));
            }
            if allowed.as_ref().is_some_and(|a| a.values().is_empty()) {
                return Err(format!(
                    "-{name} of '{}' has an empty list of values; null allows any",
                    cmdlet.name
                ));
            }
        }
        Ok(())
    }

    /// Whether it names this parameter, and does not only leave all of them open.
    pub(super) fn names(&self, parameter: &str) -> bool {
        let mut named = self.parameters.iter().flatten();
        named.any(|(known, _)| known.eq_ignore_ascii_case(parameter))
    }

    /// Whether the cmdlet may run with these values; else why not.
    pub(super) fn admits(&self, bound: &[(Rc<str>, Value)]) -> Result<(), String> {
        for (name, value) in bound {
            if is_one_of(&NEVER, name) {
                return Err(format!("-{name} leads out of the session"));
            }
            if holds_script(value) {
                return Err(format!("-{name} was given a script block"));
            }
            if is_one_of(&ALWAYS, name) {
                continue;
            }
            let Some(parameters) = &self.parameters else {
                continue;
            };
            let rule = parameters.iter();
            let mut rule = rule.filter(|(known, _)| known.eq_ignore_ascii_case(name));
            let Some((_, allowed)) = rule.next() else {
                return Err(format!("-{name} is not granted"));
            };
            if let Some(allowed) = allowed
                && let Some(text) = first_that_fits_none(value, allowed.values())
            {
                return Err(format!("-{name} may not be '{text}'"));
            }
        }
        let required = self.parameters.iter().flatten();
        let mut required =
            required.filter(|(_, allowed)| allowed.as_ref().is_some_and(Allowed::is_required));
        let given = |name: &str| {
            bound
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
        };
        match required.find(|(name, _)| !given(name)) {
            Some((name, _)) => Err(format!("-{name} has to be given")),
            None => Ok(()),
        }
    }
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn holds_script(value: &Value) -> bool {
    match value {
        Value::ScriptBlock(_) => true,
        Value::Array(array) => array.items.borrow().iter().any(holds_script),
        Value::List(list) => list.items.borrow().iter().any(holds_script),
        _ => false,
    }
}

/// The first of the values that none of these allows. No value at all is allowed by none.
fn first_that_fits_none(value: &Value, allowed: &[Scalar]) -> Option<String> {
    let text = |value: &Value| convert::to_text(value).to_string();
    let texts: Vec<String> = match value {
        Value::Array(array) => array.items.borrow().iter().map(text).collect(),
        Value::List(list) => list.items.borrow().iter().map(text).collect(),
        value => vec![text(value)],
    };
    if texts.is_empty() {
        return Some(String::new());
    }
    let fits = |text: &String| allowed.iter().any(|one| one.fits(text));
    texts.into_iter().find(|text| !fits(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> Rule {
        serde_json::from_str(json).unwrap()
    }

    fn admits(json: &str, bound: &[(&str, Value)]) -> bool {
        let bound: Vec<(Rc<str>, Value)> = bound
            .iter()
            .map(|(name, value)| (Rc::from(*name), value.clone()))
            .collect();
        rule(json).admits(&bound).is_ok()
    }

    #[test]
    fn values_are_held_to_the_lists() {
        let names = r#"{"parameters": {"Name": ["web*", "db1"]}}"#;
        for (given, may) in [
            ("web1", true),
            ("WEB7", true),
            ("db1", true),
            ("db2", false),
            ("web*", true),
            ("web?", false),
            ("*", false),
            ("w*", false),
            ("[w]eb1", false),
            ("web`*", false),
            ("", false),
        ] {
            assert_eq!(admits(names, &[("name", given.into())]), may, "{given}");
        }
        assert!(!admits(names, &[]), "it has to be given");
        let several = Value::array(vec!["web1".into(), "other".into()]);
        assert!(!admits(names, &[("Name", several)]));
        assert!(!admits(names, &[("Name", Value::array(Vec::new()))]));
    }

    #[test]
    fn numbers_have_ranges_and_what_is_optional_may_be_left_out() {
        let weight =
            r#"{"parameters": {"IovWeight": {"values": ["0..50", 100], "optional": true}}}"#;
        for (given, may) in [(0, true), (50, true), (51, false), (100, true), (-1, false)] {
            assert_eq!(
                admits(weight, &[("IovWeight", Value::Int(given))]),
                may,
                "{given}"
            );
        }
        assert!(admits(weight, &[]));
        assert!(!admits(weight, &[("IovWeight", "5x".into())]));
    }

    #[test]
    fn what_leads_out_is_never_admitted() {
        for name in NEVER {
            assert!(!admits("{}", &[(name, "x".into())]), "{name}");
        }
        assert!(admits("{}", &[("Name", "x".into())]));
        for name in ALWAYS {
            assert!(
                admits(r#"{"parameters": {}}"#, &[(name, true.into())]),
                "{name}"
            );
        }
        assert!(!admits(r#"{"parameters": {}}"#, &[("Name", "x".into())]));
        assert!(!admits(
            r#"{"parameters": {}}"#,
            &[("OutVariable", "x".into())]
        ));
    }
}
