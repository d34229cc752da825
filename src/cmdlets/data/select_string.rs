use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::files;
use super::match_info::{INPUT_STREAM, MatchContext, MatchInfo};
use crate::inspect;
use crate::management::encoding::Encoding;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::types::regex::{self, Pattern};
use iovsh_shell::types::regex_escape;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::WildcardPattern;

/// Finds text in files and in what comes down the pipeline.
///
/// # Examples
/// ```iovsh
/// PS> 'vf0 ok', 'vf1 failed' | Select-String failed | ForEach-Object LineNumber
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "String",
    module = "Microsoft.PowerShell.Utility",
    alias = "sls",
    default_set = "File",
    output = "Microsoft.PowerShell.Commands.MatchInfo",
    output = "System.Boolean",
    output = "System.String"
)]
pub struct SelectString {
    /// The text. Objects that are no text are searched as they would be written.
    #[param(
        set("Object", "ObjectRaw"),
        mandatory,
        from_pipeline,
        allow_null,
        allow_empty_string
    )]
    input_object: Value,
    /// The regular expressions; with -SimpleMatch the plain texts.
    #[param(position = 0, mandatory)]
    pattern: Vec<String>,
    /// The files. Wildcards are allowed.
    #[param(set("File", "FileRaw"), position = 1, mandatory, by_property_name)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set("LiteralFile", "LiteralFileRaw"),
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// The patterns are plain texts.
    simple_match: bool,
    /// With regard to case.
    case_sensitive: bool,
    /// Only whether there is a match.
    #[param(set("Object", "File", "LiteralFile"))]
    quiet: bool,
    /// Only the first match of each file.
    list: bool,
    /// Only the lines themselves.
    #[param(set("ObjectRaw", "FileRaw", "LiteralFileRaw"), mandatory)]
    raw: bool,
    /// Without colours; there are none.
    no_emphasis: bool,
    /// Only files whose names match one of these patterns.
    include: Vec<String>,
    /// No files whose names match one of these patterns.
    exclude: Vec<String>,
    /// The lines that do not match.
    not_match: bool,
    /// All matches of a line, not only the first.
    all_matches: bool,
    /// How the files are written.
    encoding: Option<Encoding>,
    /// How many lines before a match, and how many after it, are kept with it.
    #[param(count = 1..=2)]
    context: Vec<i32>,
    #[state]
    patterns: Vec<(Rc<str>, Rc<Pattern>)>,
    /// The pipeline's texts, when lines around a match are wanted.
    #[state]
    held: Vec<Rc<str>>,
    #[state]
    number: i64,
    #[state]
    found: bool,
}

/// `RegexOptions.IgnoreCase`.
const IGNORE_CASE: i64 = 1;

impl Cmdlet for SelectString {
    fn begin(&mut self, _cx: &mut Context) -> Flow {
        let options = if self.case_sensitive { 0 } else { IGNORE_CASE };
        for text in &self.pattern {
            let source = if self.simple_match {
                regex_escape(text)
            } else {
                text.clone()
            };
            let pattern = regex::compile(&source, options).map_err(|error| {
                ShellError::new(
                    "InvalidRegex",
                    ErrorCategory::InvalidArgument,
                    format!(
                        "The string {text} is not a valid regular expression: {}",
                        error.message
                    ),
                )
                .exception("System.ArgumentException")
                .help("-SimpleMatch looks for the text as it is.")
            })?;
            self.patterns.push((text.as_str().into(), pattern));
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.path.is_empty() && self.literal_path.is_empty() {
            if self.quiet && self.found {
                return Ok(());
            }
            let line: Rc<str> = inspect::text(&self.input_object);
            self.number = self.number.saturating_add(1);
            if self.context.is_empty() {
                if let Some(found) = self.test(&line, self.number, INPUT_STREAM, INPUT_STREAM)? {
                    self.hit(cx, found)?;
                }
            } else {
                self.held.push(line);
            }
            return Ok(());
        }
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            let name = path.file_name().map(os_text::text_of).unwrap_or_default();
            let wanted = |patterns: &[String]| {
                patterns
                    .iter()
                    .any(|pattern| WildcardPattern::new(pattern).is_match(&name))
            };
            let left_out = !self.include.is_empty() && !wanted(&self.include);
            if left_out || wanted(&self.exclude) || path.is_dir() {
                continue;
            }
            let bytes = match iovsh_shell::file_read::bytes(&path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let text = os_text::text_of(&path);
                    cx.error(
                        ShellError::new(
                            "ProcessingFile",
                            ErrorCategory::InvalidArgument,
                            format!("The file {text} cannot be read: {error}"),
                        )
                        .exception("System.ArgumentException")
                        .target(&*text)
                        .cause(error.to_string()),
                    )?;
                    continue;
                }
            };
            let text = self.encoding.unwrap_or_default().decode(&bytes);
            let lines: Vec<Rc<str>> = text.lines().map(Rc::from).collect();
            let full = os_text::text_of(&path);
            let here = cx.session().locations.directory().to_owned();
            let shown = path
                .strip_prefix(&here)
                .map_or_else(|_| full.clone(), os_text::text_of);
            self.search(cx, &lines, &full, &shown)?;
            if self.quiet && self.found {
                break;
            }
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let held = std::mem::take(&mut self.held);
        if !held.is_empty() {
            self.search(cx, &held, INPUT_STREAM, INPUT_STREAM)?;
        }
        if self.quiet {
            cx.emit(self.found)?;
        }
        Ok(())
    }
}

impl SelectString {
    /// The match of a line, when there is one.
    fn test(
        &self,
        line: &Rc<str>,
        number: i64,
        path: &str,
        shown: &str,
    ) -> Result<Option<MatchInfo>, ShellError> {
        let limit = if self.all_matches { usize::MAX } else { 1 };
        let mut hit = None;
        for (text, pattern) in &self.patterns {
            let captures = pattern.all_captures(line, limit)?;
            if !captures.is_empty() {
                hit = Some((text, pattern, captures));
                break;
            }
        }
        let (pattern, matches) = match (hit, self.not_match) {
            (Some((text, pattern, captures)), false) => {
                let matches = captures
                    .into_iter()
                    .map(|captures| regex::match_value(pattern, line, Some(captures)))
                    .collect();
                (text.clone(), matches)
            }
            (None, true) => {
                let first = self.patterns.first().map(|(text, _)| text.clone());
                (first.unwrap_or_else(|| "".into()), Vec::new())
            }
            _ => return Ok(None),
        };
        Ok(Some(MatchInfo {
            ignore_case: !self.case_sensitive,
            line_number: number,
            line: line.clone(),
            path: path.into(),
            shown_path: shown.into(),
            pattern,
            matches,
            context: None,
        }))
    }

    fn hit(&mut self, cx: &mut Context, found: MatchInfo) -> Flow {
        self.found = true;
        if self.quiet {
            Ok(())
        } else if self.raw {
            cx.emit(Value::Str(found.line))
        } else {
            cx.emit(Value::native(found))
        }
    }

    fn search(&mut self, cx: &mut Context, lines: &[Rc<str>], path: &str, shown: &str) -> Flow {
        let (before, after) = match *self.context.as_slice() {
            [] => (0, 0),
            [both] => (count(both), count(both)),
            [before, after, ..] => (count(before), count(after)),
        };
        let mut hits: Vec<(usize, MatchInfo)> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let number = i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1);
            let Some(found) = self.test(line, number, path, shown)? else {
                continue;
            };
            if self.context.is_empty() {
                self.hit(cx, found)?;
                if self.list || self.quiet {
                    return Ok(());
                }
            } else {
                hits.push((index, found));
                if self.list || self.quiet {
                    break;
                }
            }
        }
        let places: Vec<usize> = hits.iter().map(|(index, _)| *index).collect();
        for (order, (index, mut found)) in hits.into_iter().enumerate() {
            let slice = |from: usize, to: usize| lines.get(from..to).unwrap_or_default().to_vec();
            let from = index.saturating_sub(before);
            let to = index
                .saturating_add(1)
                .saturating_add(after)
                .min(lines.len());
            // What the match before shows already, and what the next match is, is not shown again.
            let shown_from = order
                .checked_sub(1)
                .and_then(|last| places.get(last))
                .map_or(from, |last| from.max((last + 1 + after).min(index)));
            let shown_to = places
                .get(order + 1)
                .map_or(to, |next| to.min(*next).max(index + 1));
            found.context = Some(MatchContext {
                before: slice(from, index),
                after: slice(index + 1, to),
                display_before: slice(shown_from, index),
                display_after: slice(index + 1, shown_to),
            });
            self.hit(cx, found)?;
        }
        Ok(())
    }
}

fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or(0)
}
