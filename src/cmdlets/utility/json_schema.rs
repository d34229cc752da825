//! JSON Schema (drafts 4 to 2020-12, <https://json-schema.org>), as far as one document goes: no references to other
//! documents, no formats of texts.

use iovsh_base::interrupt;
use iovsh_shell::types::regex;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::HashSet;

/// How deep schemas may refer to each other.
const DEPTH: usize = 64;

/// How many parts of schemas are held against values at most. A schema that refers to itself twice would double them with every level.
const STEPS: usize = 1_000_000;

/// Keywords that mean something and are not read.
const NOT_READ: &[&str] = &[
    "$dynamicRef",
    "$recursiveRef",
    "dependentSchemas",
    "maxContains",
    "minContains",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// What a value lacks for a schema, each as a sentence with the place.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let check = Check {
        root: schema,
        left: Cell::new(STEPS),
    };
    check.value(schema, value, "", 0, &mut found);
    if check.left.get() == 0 {
        found.push("the schema refers to itself too often to be read to its end.".to_owned());
    }
    found
}

/// A text without its comments and without commas at the end of lists, as far as these are allowed.
pub fn lenient(text: &str, comments: bool, commas: bool) -> String {
    if !comments && !commas {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = rest.next() {
        match c {
            '\\' if quoted => {
                out.push(c);
                out.extend(rest.next());
                continue;
            }
            '"' => quoted = !quoted,
            '/' if comments && !quoted && rest.peek() == Some(&'/') => {
                while rest.next_if(|c| *c != '\n').is_some() {}
                continue;
            }
            '/' if comments && !quoted && rest.peek() == Some(&'*') => {
                let mut last = ' ';
                rest.next();
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
                continue;
            }
            ']' | '}' if commas && !quoted => {
                let kept = out.trim_end();
                if kept.ends_with(',') {
                    out.truncate(kept.len() - 1);
                }
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

struct Check<'a> {
    root: &'a Value,
    /// How many parts may still be looked at; none after Ctrl+C either.
    left: Cell<usize>,
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_of(value: &Value, wanted: &str) -> bool {
    let kind = kind(value);
    kind == wanted
        || wanted == "number" && kind == "integer"
        || wanted == "integer" && value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// Whether two values are one for JSON Schema: 1 and 1.0 are.
fn same(a: &Value, b: &Value) -> bool {
    canonical(a) == canonical(b)
}

/// A text that two values share that are one for JSON Schema.
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

fn place(at: &str) -> &str {
    if at.is_empty() { "/" } else { at }
}

fn matches(pattern: &str, text: &str) -> bool {
    regex::compile(pattern, 0).is_ok_and(|regex| regex.is_match(text).unwrap_or(false))
}

fn least(schema: &Map<String, Value>, key: &str) -> Option<usize> {
    schema
        .get(key)
        .and_then(Value::as_u64)
        .and_then(|number| usize::try_from(number).ok())
}

impl Check<'_> {
    fn holds(&self, schema: &Value, value: &Value, at: &str, depth: usize) -> bool {
        let mut found = Vec::new();
        self.value(schema, value, at, depth, &mut found);
        found.is_empty()
    }

    fn value(&self, schema: &Value, value: &Value, at: &str, depth: usize, out: &mut Vec<String>) {
        let left = match interrupt::is_requested() || depth > DEPTH {
            true => 0,
            false => self.left.get().saturating_sub(1),
        };
        self.left.set(left);
        if left == 0 {
            return;
        }
        let schema = match schema {
            Value::Bool(false) => {
                out.push(format!("nothing may be at {}.", place(at)));
                return;
            }
            Value::Object(schema) => schema,
            _ => return,
        };
        if let Some(Value::String(reference)) = schema.get("$ref") {
            let target = match reference.strip_prefix('#') {
                Some("") => Some(self.root),
                Some(pointer) => self.root.pointer(pointer),
                None => None,
            };
            match target {
                Some(target) => self.value(target, value, at, depth + 1, out),
                None => out.push(format!(
                    "the schema refers to '{reference}', which is not in it."
                )),
            }
        }
        for keyword in NOT_READ
            .iter()
            .filter(|keyword| schema.contains_key(**keyword))
        {
            out.push(format!(
                "'{keyword}' of the schema for {} is not read here.",
                place(at)
            ));
        }
        let wanted: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if !wanted.is_empty() && !wanted.iter().any(|wanted| is_of(value, wanted)) {
            out.push(format!(
                "a value of {} is expected at {}, not {}.",
                wanted.join(" or "),
                place(at),
                kind(value)
            ));
            return;
        }
        if let Some(Value::Array(allowed)) = schema.get("enum")
            && !allowed.iter().any(|one| same(one, value))
        {
            out.push(format!(
                "{value} is none of the values allowed at {}.",
                place(at)
            ));
        }
        if let Some(only) = schema.get("const")
            && !same(only, value)
        {
            out.push(format!("only {only} is allowed at {}.", place(at)));
        }
        self.combined(schema, value, at, depth, out);
        match value {
            Value::Number(_) => numbers(schema, value, at, out),
            Value::String(text) => texts(schema, text, at, out),
            Value::Array(items) => self.items(schema, items, at, depth, out),
            Value::Object(members) => self.members(schema, members, at, depth, out),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn combined(
        &self,
        schema: &Map<String, Value>,
        value: &Value,
        at: &str,
        depth: usize,
        out: &mut Vec<String>,
    ) {
        let list = |key: &str| schema.get(key).and_then(Value::as_array);
        let fitting = |all: &[Value]| {
            all.iter()
                .filter(|one| self.holds(one, value, at, depth + 1))
                .count()
        };
        for part in list("allOf").into_iter().flatten() {
            self.value(part, value, at, depth + 1, out);
        }
        if let Some(all) = list("anyOf")
            && fitting(all) == 0
        {
            out.push(format!(
                "none of the alternatives (anyOf) fits at {}.",
                place(at)
            ));
        }
        if let Some(all) = list("oneOf")
            && let fit = fitting(all)
            && fit != 1
        {
            out.push(format!(
                "{fit} of the alternatives (oneOf) fit at {}, not one.",
                place(at)
            ));
        }
        if let Some(not) = schema.get("not")
            && self.holds(not, value, at, depth + 1)
        {
            out.push(format!(
                "what the schema excludes (not) is at {}.",
                place(at)
            ));
        }
        if let Some(condition) = schema.get("if") {
            let key = if self.holds(condition, value, at, depth + 1) {
                "then"
            } else {
                "else"
            };
            if let Some(part) = schema.get(key) {
                self.value(part, value, at, depth + 1, out);
            }
        }
    }

    fn items(
        &self,
        schema: &Map<String, Value>,
        items: &[Value],
        at: &str,
        depth: usize,
        out: &mut Vec<String>,
    ) {
        if least(schema, "minItems").is_some_and(|least| items.len() < least)
            || least(schema, "maxItems").is_some_and(|most| items.len() > most)
        {
            out.push(format!(
                "the list at {} has {} items.",
                place(at),
                items.len()
            ));
        }
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            let mut seen = HashSet::new();
            if !items.iter().all(|item| seen.insert(canonical(item))) {
                out.push(format!(
                    "an item of the list at {} stands twice.",
                    place(at)
                ));
            }
        }
        let first = schema
            .get("prefixItems")
            .or_else(|| schema.get("items").filter(|items| items.is_array()))
            .and_then(Value::as_array);
        let first = first.map_or(&[][..], Vec::as_slice);
        let others = match schema.get("items") {
            Some(Value::Array(_)) => schema.get("additionalItems"),
            other => other,
        };
        for (n, item) in items.iter().enumerate() {
            if let Some(part) = first.get(n).or(others) {
                self.value(part, item, &format!("{at}/{n}"), depth + 1, out);
            }
        }
        if let Some(part) = schema.get("contains")
            && !items
                .iter()
                .any(|item| self.holds(part, item, at, depth + 1))
        {
            out.push(format!(
                "no item of the list at {} fits (contains).",
                place(at)
            ));
        }
    }

    fn members(
        &self,
        schema: &Map<String, Value>,
        members: &Map<String, Value>,
        at: &str,
        depth: usize,
        out: &mut Vec<String>,
    ) {
        for name in schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if let Some(name) = name.as_str()
                && !members.contains_key(name)
            {
                out.push(format!("'{name}' is missing at {}.", place(at)));
            }
        }
        if least(schema, "minProperties").is_some_and(|least| members.len() < least)
            || least(schema, "maxProperties").is_some_and(|most| members.len() > most)
        {
            out.push(format!(
                "the object at {} has {} members.",
                place(at),
                members.len()
            ));
        }
        let declared = schema.get("properties").and_then(Value::as_object);
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        for (name, value) in members {
            let inside = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            let mut known = false;
            if let Some(part) = declared.and_then(|declared| declared.get(name)) {
                known = true;
                self.value(part, value, &inside, depth + 1, out);
            }
            for (pattern, part) in patterns.into_iter().flatten() {
                if matches(pattern, name) {
                    known = true;
                    self.value(part, value, &inside, depth + 1, out);
                }
            }
            match schema.get("additionalProperties") {
                Some(Value::Bool(false)) if !known => {
                    out.push(format!("'{name}' is not allowed at {}.", place(at)));
                }
                Some(part) if !known => self.value(part, value, &inside, depth + 1, out),
                _ => {}
            }
            if let Some(part) = schema.get("propertyNames") {
                self.value(part, &Value::String(name.clone()), &inside, depth + 1, out);
            }
            let depends = schema.get("dependencies").and_then(|table| table.get(name));
            if let Some(part) = depends.filter(|part| !part.is_array()) {
                let whole = Value::Object(members.clone());
                self.value(part, &whole, at, depth + 1, out);
            }
            let needs = |key: &str| {
                schema
                    .get(key)
                    .and_then(|table| table.get(name))
                    .and_then(Value::as_array)
            };
            for other in needs("dependentRequired")
                .or_else(|| needs("dependencies"))
                .into_iter()
                .flatten()
            {
                if other
                    .as_str()
                    .is_some_and(|other| !members.contains_key(other))
                {
                    out.push(format!(
                        "{other} is missing at {}, as '{name}' is there.",
                        place(at)
                    ));
                }
            }
        }
    }
}

fn numbers(schema: &Map<String, Value>, value: &Value, at: &str, out: &mut Vec<String>) {
    let number = value.as_f64().unwrap_or(0.0);
    let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
    // In draft 4 the exclusive limits are switches of the others.
    let exclusive = |key: &str| schema.get(key) == Some(&Value::Bool(true));
    let outside = limit("minimum")
        .is_some_and(|least| number < least || number == least && exclusive("exclusiveMinimum"))
        || limit("maximum")
            .is_some_and(|most| number > most || number == most && exclusive("exclusiveMaximum"))
        || limit("exclusiveMinimum").is_some_and(|least| number <= least)
        || limit("exclusiveMaximum").is_some_and(|most| number >= most);
    if outside {
        out.push(format!(
            "{value} is out of the range allowed at {}.",
            place(at)
        ));
    }
    if let Some(step) = limit("multipleOf").filter(|step| *step > 0.0) {
        let times = number / step;
        if (times - times.round()).abs() > 1e-9 {
            out.push(format!(
                "{value} at {} is no multiple of {step}.",
                place(at)
            ));
        }
    }
}

fn texts(schema: &Map<String, Value>, text: &str, at: &str, out: &mut Vec<String>) {
    let length = text.chars().count();
    if least(schema, "minLength").is_some_and(|least| length < least)
        || least(schema, "maxLength").is_some_and(|most| length > most)
    {
        out.push(format!(
            "the text at {} has {length} characters.",
            place(at)
        ));
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
        && !matches(pattern, text)
    {
        out.push(format!(
            "the text at {} does not match '{pattern}'.",
            place(at)
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{faults, lenient};

    #[test]
    fn what_schemas_say_of_values() {
        let schema = json!({
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": { "type": "string", "minLength": 2, "pattern": "^[a-z]+$" },
                "vfs": { "type": "integer", "minimum": 0, "maximum": 64 },
                "tags": { "type": "array", "items": { "$ref": "#/definitions/tag" }, "uniqueItems": true },
            },
            "additionalProperties": false,
            "definitions": { "tag": { "enum": ["a", "b"] } },
        });
        for good in [
            json!({ "name": "lan" }),
            json!({ "name": "lan", "vfs": 4.0, "tags": ["a", "b"] }),
        ] {
            assert_eq!(faults(&schema, &good), Vec::<String>::new(), "{good}");
        }
        for bad in [
            json!([]),
            json!({}),
            json!({ "name": "l" }),
            json!({ "name": "LAN" }),
            json!({ "name": "lan", "vfs": 65 }),
            json!({ "name": "lan", "vfs": 1.5 }),
            json!({ "name": "lan", "tags": ["a", "a"] }),
            json!({ "name": "lan", "tags": ["c"] }),
            json!({ "name": "lan", "other": 1 }),
        ] {
            assert_ne!(faults(&schema, &bad), Vec::<String>::new(), "{bad}");
        }
    }

    #[test]
    fn alternatives() {
        let one = json!({ "oneOf": [{ "type": "integer" }, { "minimum": 5 }] });
        assert!(faults(&one, &json!(1)).is_empty());
        assert!(!faults(&one, &json!(7)).is_empty());
        let not = json!({ "not": { "type": "null" } });
        assert!(!faults(&not, &json!(null)).is_empty());
        let circle = json!({ "$ref": "#" });
        assert!(!faults(&circle, &json!(1)).is_empty());
    }

    #[test]
    fn comments_and_commas() {
        let text = "{ // one\n \"a\": \"//\", /* two */ \"b\": [1, 2, ], }";
        let read: serde_json::Value =
            serde_json::from_str(&lenient(text, true, true)).expect("JSON");
        assert_eq!(read, json!({ "a": "//", "b": [1, 2] }));
    }
}
