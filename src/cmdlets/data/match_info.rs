//! `Microsoft.PowerShell.Commands.MatchInfo`: a line that `Select-String` found.

use std::any::Any;
use std::rc::Rc;

use iovsh_shell::value::{Name, Native, Value};

/// Where text came from when it was no file.
pub const INPUT_STREAM: &str = "InputStream";

/// A line, and what in it matched.
#[derive(Debug)]
pub struct MatchInfo {
    /// Whether case was ignored.
    pub ignore_case: bool,
    /// From 1.
    pub line_number: i64,
    /// The line.
    pub line: Rc<str>,
    /// The whole path, or [`INPUT_STREAM`].
    pub path: Rc<str>,
    /// The path as seen from the session's location.
    pub shown_path: Rc<str>,
    /// The pattern.
    pub pattern: Rc<str>,
    /// The matches, as `Match` values.
    pub matches: Vec<Value>,
    /// The lines around it, when they were asked for.
    pub context: Option<MatchContext>,
}

/// The lines around a match.
#[derive(Clone, Debug)]
pub struct MatchContext {
    /// The lines before it.
    pub before: Vec<Rc<str>>,
    /// The lines after it.
    pub after: Vec<Rc<str>>,
    /// Those before it that no other match shows.
    pub display_before: Vec<Rc<str>>,
    /// Those after it that no other match shows.
    pub display_after: Vec<Rc<str>>,
}

impl MatchInfo {
    fn is_file(&self) -> bool {
        &*self.path != INPUT_STREAM
    }

    fn one(&self, path: &str, number: i64, line: &str, mark: &str) -> String {
        if self.is_file() {
            format!("{mark}{path}:{number}:{line}")
        } else {
            format!("{mark}{line}")
        }
    }

    fn lines_with(&self, path: &str) -> Vec<String> {
        let Some(context) = &self.context else {
            return vec![self.one(path, self.line_number, &self.line, "")];
        };
        let mut lines = Vec::new();
        let before = i64::try_from(context.display_before.len()).unwrap_or(0);
        let mut number = self.line_number.saturating_sub(before);
        for line in &context.display_before {
            lines.push(self.one(path, number, line, "  "));
            number = number.saturating_add(1);
        }
        lines.push(self.one(path, self.line_number, &self.line, "> "));
        number = self.line_number;
        for line in &context.display_after {
            number = number.saturating_add(1);
            lines.push(self.one(path, number, line, "  "));
        }
        lines
    }

    /// The lines that a person sees.
    pub fn display(&self) -> Vec<String> {
        self.lines_with(&self.shown_path)
    }
}

impl Native for MatchInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &["Microsoft.PowerShell.Commands.MatchInfo", "System.Object"]
    }

    fn to_text(&self) -> String {
        self.lines_with(&self.path).join("\n")
    }

    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "ignorecase" => Some(Value::Bool(self.ignore_case)),
            "linenumber" => Some(
                i32::try_from(self.line_number).map_or(Value::Long(self.line_number), Value::Int),
            ),
            "line" => Some(Value::Str(self.line.clone())),
            "filename" => Some(Value::from(
                self.path.rsplit('/').next().unwrap_or(&self.path),
            )),
            "path" => Some(Value::Str(self.path.clone())),
            "pattern" => Some(Value::Str(self.pattern.clone())),
            "context" => Some(self.context.clone().map_or(Value::Null, Value::native)),
            "matches" => Some(Value::typed_array(
                "System.Text.RegularExpressions.Match",
                self.matches.clone(),
            )),
            _ => None,
        }
    }

    fn property_names(&self) -> Vec<Name> {
        [
            "IgnoreCase",
            "LineNumber",
            "Line",
            "Filename",
            "Path",
            "Pattern",
            "Context",
            "Matches",
        ]
        .map(Name::Static)
        .to_vec()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Native for MatchContext {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "Microsoft.PowerShell.Commands.MatchInfoContext",
            "System.Object",
        ]
    }

    fn to_text(&self) -> String {
        "Microsoft.PowerShell.Commands.MatchInfoContext".to_owned()
    }

    fn property(&self, name: &str) -> Option<Value> {
        let lines = |lines: &[Rc<str>]| Some(Value::strings(lines.iter().cloned()));
        match name.to_ascii_lowercase().as_str() {
            "precontext" => lines(&self.before),
            "postcontext" => lines(&self.after),
            "displayprecontext" => lines(&self.display_before),
            "displaypostcontext" => lines(&self.display_after),
            _ => None,
        }
    }

    fn property_names(&self) -> Vec<Name> {
        [
            "PreContext",
            "PostContext",
            "DisplayPreContext",
            "DisplayPostContext",
        ]
        .map(Name::Static)
        .to_vec()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
