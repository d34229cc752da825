//! `Select-String`.

use std::any::Any;
use std::rc::Rc;

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use crate::shell::format::Access;
use crate::shell::types::regex::{self, IGNORE_CASE, Pattern, match_value};
use crate::shell::value::{Name, Native, Value};

/// Finds text by regular expressions, in strings and files.
///
/// # Examples
/// ```iovsh
/// PS> 'web1 ok', 'db1 fail' | Select-String fail | ForEach-Object Line
/// db1 fail
/// PS> 'a1b22' | Select-String '\d+' -AllMatches | ForEach-Object { $_.Matches.Value }
/// 1
/// 22
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "String",
    module = "Microsoft.PowerShell.Utility",
    alias("sls"),
    default_set = "File",
    output = "Microsoft.PowerShell.Commands.MatchInfo"
)]
pub struct SelectString {
    /// The text that is searched.
    #[param(
        set("Object", "ObjectRaw"),
        mandatory,
        from_pipeline,
        allow_null,
        allow_empty_string
    )]
    input_object: Value,
    /// What is looked for.
    #[param(mandatory, position = 0)]
    pattern: Vec<String>,
    /// The files. Wildcards are allowed.
    #[param(set("File", "FileRaw"), mandatory, position = 1, by_property_name)]
    path: Vec<String>,
    /// The files, as they are written.
    #[param(
        set("LiteralFile", "LiteralFileRaw"),
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Gives the lines, not match objects.
    #[param(set("ObjectRaw", "FileRaw", "LiteralFileRaw"), mandatory)]
    raw: bool,
    /// The pattern is plain text.
    simple_match: bool,
    /// With regard to case.
    case_sensitive: bool,
    /// Says only whether there is a match.
    #[param(set("Object", "File", "LiteralFile"))]
    quiet: bool,
    /// Only the first match in each file.
    list: bool,
    /// Without marks around what was found.
    no_emphasis: bool,
    /// The lines that do not match.
    not_match: bool,
    /// All matches in a line, not only the first.
    all_matches: bool,
    /// How files are encoded. UTF-8 is read.
    encoding: Value,
    /// How many lines before and after are kept.
    #[param(count = 1..=2, range = 0..=2147483647)]
    context: Vec<i32>,
    #[state]
    patterns: Vec<Rc<Pattern>>,
    #[state]
    number: i64,
    #[state]
    found: bool,
}

/// `MatchInfo`: a line that was found.
#[derive(Debug)]
pub struct MatchInfo {
    ignore_case: bool,
    number: i64,
    line: Rc<str>,
    path: Rc<str>,
    pattern: Rc<str>,
    matches: Vec<Value>,
    before: Vec<Rc<str>>,
    after: Vec<Rc<str>>,
}

/// What stands for a path when strings were searched.
const INPUT: &str = "InputStream";

impl Native for MatchInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &["Microsoft.PowerShell.Commands.MatchInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        if &*self.path == INPUT {
            return self.line.to_string();
        }
        format!("{}:{}:{}", self.path, self.number, self.line)
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "ignorecase" => Value::Bool(self.ignore_case),
            "linenumber" => Value::Int(i32::try_from(self.number).unwrap_or(i32::MAX)),
            "line" => Value::Str(self.line.clone()),
            "filename" => Value::from(self.path.rsplit('/').next().unwrap_or(&self.path)),
            "path" => Value::Str(self.path.clone()),
            "pattern" => Value::Str(self.pattern.clone()),
            "context" => Value::Null,
            "matches" => {
                Value::typed_array("System.Text.RegularExpressions.Match", self.matches.clone())
            }
            _ => return None,
        })
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

impl MatchInfo {
    /// The lines of the view: the match with its context.
    pub fn lines(&self) -> Vec<String> {
        if self.before.is_empty() && self.after.is_empty() {
            return vec![self.to_text()];
        }
        let mark = |mark: &str, line: &str| format!("{mark} {line}");
        let mut out: Vec<String> = self.before.iter().map(|line| mark(" ", line)).collect();
        out.push(mark(">", &self.to_text()));
        out.extend(self.after.iter().map(|line| mark(" ", line)));
        out
    }
}

impl SelectString {
    fn find(&self, line: &Rc<str>) -> Option<(Rc<str>, Vec<Value>)> {
        for (pattern, written) in self.patterns.iter().zip(&self.pattern) {
            if self.not_match {
                if self.patterns.iter().any(|pattern| pattern.is_match(line)) {
                    return None;
                }
                return Some((written.as_str().into(), Vec::new()));
            }
            let limit = if self.all_matches { usize::MAX } else { 1 };
            let captures = pattern.all_captures(line, limit);
            if !captures.is_empty() {
                let matches = captures
                    .into_iter()
                    .map(|captures| match_value(pattern, line, Some(captures)))
                    .collect();
                return Some((written.as_str().into(), matches));
            }
        }
        None
    }

    fn line(&mut self, cx: &mut Context, lines: &[Rc<str>], at: usize, path: &str) -> Flow {
        let Some(line) = lines.get(at) else {
            return Ok(());
        };
        let Some((pattern, matches)) = self.find(line) else {
            return Ok(());
        };
        self.found = true;
        if self.quiet {
            return Ok(());
        }
        if self.raw {
            return cx.emit(Value::Str(line.clone()));
        }
        let count = |index: usize| {
            let asked = self
                .context
                .get(index)
                .or_else(|| self.context.first())
                .copied()
                .unwrap_or(0);
            usize::try_from(asked).unwrap_or(0)
        };
        let before = lines
            .get(at.saturating_sub(count(0))..at)
            .unwrap_or_default()
            .to_vec();
        let end = (at + 1).saturating_add(count(1)).min(lines.len());
        let after = lines.get(at + 1..end).unwrap_or_default().to_vec();
        cx.emit(Value::native(MatchInfo {
            ignore_case: !self.case_sensitive,
            number: self.number,
            line: line.clone(),
            path: path.into(),
            pattern,
            matches,
            before,
            after,
        }))
    }

    fn file(&mut self, cx: &mut Context, path: &std::path::Path) -> Flow {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                return cx.error(
                    ShellError::new(
                        "ProcessingFile",
                        ErrorCategory::NotSpecified,
                        format!("The file {} cannot be read.", path.display()),
                    )
                    .exception("System.ArgumentException")
                    .cause(error.to_string()),
                );
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<Rc<str>> = text.lines().map(Rc::from).collect();
        let shown = path.display().to_string();
        for at in 0..lines.len() {
            self.number = i64::try_from(at).unwrap_or(0) + 1;
            let before = self.found;
            self.found = false;
            self.line(cx, &lines, at, &shown)?;
            let hit = self.found;
            self.found |= before;
            if hit && (self.list || self.quiet) {
                break;
            }
        }
        Ok(())
    }
}

impl Cmdlet for SelectString {
    fn begin(&mut self, _cx: &mut Context) -> Flow {
        self.patterns.clear();
        for pattern in &self.pattern {
            let text = if self.simple_match {
                crate::shell::types::regex_escape(pattern)
            } else {
                pattern.clone()
            };
            let options = if self.case_sensitive { 0 } else { IGNORE_CASE };
            let compiled = regex::compile(&text, options).map_err(|error| {
                ShellError::new(
                    "InvalidRegex",
                    ErrorCategory::InvalidArgument,
                    format!(
                        "The string {pattern} is not a valid regular expression: {}",
                        error.message
                    ),
                )
                .exception("System.ArgumentException")
                .target(pattern.as_str())
            })?;
            self.patterns.push(compiled);
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.path.is_empty() || !self.literal_path.is_empty() {
            let mut files = Vec::new();
            for path in self.literal_path.clone() {
                files.push(cx.session().locations.native(&path));
            }
            for path in self.path.clone() {
                files.extend(super::matching_files(cx, &path)?);
            }
            for file in files {
                self.file(cx, &file)?;
            }
            return Ok(());
        }
        self.number += 1;
        let text: Rc<str> = cx.text(&self.input_object).into();
        self.line(cx, &[text], 0, INPUT)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if self.quiet && self.found {
            return cx.emit(true);
        }
        Ok(())
    }
}
