//! Comment-based help: `.SYNOPSIS` and its kin in the comments of a function or script.

use iovsh_shell::syntax::ast::{ExpressionKind, Parameter};
use iovsh_shell::syntax::span::{SourceText, Span};
use iovsh_shell::value::{MemberKind, PsObject, ScriptBlock, Value};

/// What the comments say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentHelp {
    /// `.SYNOPSIS`.
    pub synopsis: String,
    /// `.DESCRIPTION`.
    pub description: String,
    /// `.PARAMETER`: name and text.
    pub parameters: Vec<(String, String)>,
    /// `.EXAMPLE`.
    pub examples: Vec<String>,
    /// `.NOTES`.
    pub notes: String,
    /// `.LINK`.
    pub links: Vec<String>,
    /// `.INPUTS`.
    pub inputs: Vec<String>,
    /// `.OUTPUTS`.
    pub outputs: Vec<String>,
    /// `.COMPONENT`.
    pub component: String,
    /// `.ROLE`.
    pub role: String,
    /// `.FUNCTIONALITY`.
    pub functionality: String,
}

fn record(ty: &'static [&'static str], name: &'static str, value: Value) -> Value {
    let object = PsObject::of(ty);
    object.push(name, MemberKind::Note(value));
    Value::object(object)
}

fn one_or_many(mut values: Vec<Value>) -> Value {
    match values.len() {
        1 => values.pop().unwrap_or_default(),
        _ => Value::array(values),
    }
}

impl CommentHelp {
    /// The parts of a help object that only comments fill, in the shape that PowerShell gives them: `alertSet.alert.Text`,
    /// `relatedLinks.navigationLink.linkText`, `returnValues.returnValue.type.name` ...
    pub fn members(&self) -> Vec<(&'static str, Value)> {
        let mut members = Vec::new();
        if !self.notes.is_empty() {
            let note = record(
                &["MamlParaTextItem", "MamlTextItem"],
                "Text",
                Value::from(self.notes.as_str()),
            );
            let alerts = Value::array(vec![note]);
            members.push((
                "alertSet",
                record(&["MamlCommandHelpInfo#alertSet"], "alert", alerts),
            ));
        }
        if !self.links.is_empty() {
            let links = self.links.iter().map(|link| {
                let part = if link.contains("://") {
                    "uri"
                } else {
                    "linkText"
                };
                record(
                    &["MamlCommandHelpInfo#navigationLink"],
                    part,
                    Value::from(link.as_str()),
                )
            });
            let links = one_or_many(links.collect());
            members.push((
                "relatedLinks",
                record(
                    &["MamlCommandHelpInfo#relatedLinks"],
                    "navigationLink",
                    links,
                ),
            ));
        }
        let types = |texts: &[String], ty: &'static [&'static str]| {
            let named = texts.iter().map(|text| {
                let name = record(
                    &["MamlCommandHelpInfo#type"],
                    "name",
                    Value::from(text.as_str()),
                );
                record(ty, "type", name)
            });
            one_or_many(named.collect())
        };
        if !self.inputs.is_empty() {
            let inputs = types(&self.inputs, &["MamlCommandHelpInfo#inputType"]);
            members.push((
                "inputTypes",
                record(&["MamlCommandHelpInfo#inputTypes"], "inputType", inputs),
            ));
        }
        if !self.outputs.is_empty() {
            let outputs = types(&self.outputs, &["MamlCommandHelpInfo#returnValue"]);
            members.push((
                "returnValues",
                record(
                    &["MamlCommandHelpInfo#returnValues"],
                    "returnValue",
                    outputs,
                ),
            ));
        }
        for (name, text) in [
            ("Component", &self.component),
            ("Role", &self.role),
            ("Functionality", &self.functionality),
        ] {
            if !text.is_empty() {
                members.push((name, Value::from(text.as_str())));
            }
        }
        members
    }
}

/// What a parameter is when it is not given, as help says it: the value of a constant, else the text of the expression;
/// without one, what a value of the type begins with.
pub fn default_text(parameter: Option<&Parameter>, ty: &str, source: &SourceText) -> String {
    let Some(default) = parameter.and_then(|parameter| parameter.default.as_ref()) else {
        return match ty {
            "switch" | "bool" => "False",
            "sbyte" | "byte" | "int16" | "short" | "uint16" | "int" | "uint32" | "uint"
            | "long" | "uint64" | "ulong" | "single" | "float" | "double" | "decimal" => "0",
            _ => "",
        }
        .to_owned();
    };
    let text = source.slice(default.span);
    match &default.kind {
        ExpressionKind::StringConstant(constant) => constant.value.to_string(),
        ExpressionKind::Variable(_) => match text.to_ascii_lowercase().as_str() {
            "$true" => "True".to_owned(),
            "$false" => "False".to_owned(),
            "$null" => String::new(),
            _ => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

/// The help in the comments of a function: at the beginning or end of its body, or right before it.
pub fn of_block(block: &ScriptBlock) -> Option<CommentHelp> {
    let source = &block.ast.source;
    let text = source.text();
    let body = block.ast.span;
    let groups = groups(text, source.comments());
    let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let (start, end) = (at(body.start), at(body.end));
    let blank =
        |from: usize, to: usize| text.get(from..to).is_some_and(|gap| gap.trim().is_empty());
    let inside_start = if text.get(start..).is_some_and(|rest| rest.starts_with('{')) {
        start + 1
    } else {
        start
    };
    let inside_end = if inside_start > start {
        end.saturating_sub(1)
    } else {
        end
    };
    let mut candidates = Vec::new();
    // Other comments, as `#Requires` and a licence, may stand in front of it.
    let mut begun = inside_start;
    for (from, to) in &groups {
        let first = *from >= inside_start && blank(begun, *from);
        if first {
            begun = *to;
        }
        let last = *to <= inside_end && blank(*to, inside_end) && *from >= inside_start;
        let before = *to <= start && text.get(*to..start).is_some_and(leads_to_function);
        if first || last || before {
            candidates.push((*from, *to));
        }
    }
    candidates
        .into_iter()
        .find_map(|(from, to)| parse(text.get(from..to)?))
}

/// Whether the text between a comment and a body is the head of a function, at most one empty line away.
fn leads_to_function(gap: &str) -> bool {
    let head = gap.trim_start();
    let lines = gap
        .get(..gap.len() - head.len())
        .unwrap_or("")
        .matches('\n')
        .count();
    let folded = head.to_ascii_lowercase();
    lines <= 2
        && !head.contains('\n')
        && (folded.starts_with("function ") || folded.starts_with("filter "))
}

/// Comments that stand together: a block comment, or lines that follow each other.
fn groups(text: &str, comments: &[Span]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    for span in comments {
        let (from, to) = (at(span.start), at(span.end));
        let is_line = text.get(from..).is_some_and(|rest| rest.starts_with('#'));
        match out.last_mut() {
            Some(last)
                if is_line
                    && text.get(last.0..).is_some_and(|rest| rest.starts_with('#'))
                    && text.get(last.1..from).is_some_and(|gap| {
                        gap.trim().is_empty() && gap.matches('\n').count() <= 1
                    }) =>
            {
                last.1 = to;
            }
            _ => out.push((from, to)),
        }
    }
    out
}

/// The lines of a comment without its marks.
fn lines(comment: &str) -> Vec<&str> {
    match comment.strip_prefix("<#") {
        Some(inner) => inner.strip_suffix("#>").unwrap_or(inner).lines().collect(),
        None => comment
            .lines()
            .map(|line| line.trim_start().trim_start_matches('#'))
            .collect(),
    }
}

fn parse(comment: &str) -> Option<CommentHelp> {
    let mut sections: Vec<(String, String, Vec<&str>)> = Vec::new();
    for line in lines(comment) {
        let trimmed = line.trim();
        let mut words = trimmed
            .strip_prefix('.')
            .unwrap_or("")
            .splitn(2, char::is_whitespace);
        let keyword = words.next().unwrap_or("").to_ascii_uppercase();
        if is_keyword(&keyword) {
            let rest = words.next().unwrap_or("").trim().to_owned();
            sections.push((keyword, rest, Vec::new()));
        } else if let Some(section) = sections.last_mut() {
            section.2.push(line);
        }
    }
    if sections.is_empty() {
        return None;
    }
    let mut help = CommentHelp::default();
    for (keyword, argument, lines) in sections {
        let text = trimmed(&lines);
        match keyword.as_str() {
            "SYNOPSIS" => help.synopsis = text,
            "DESCRIPTION" => help.description = text,
            "PARAMETER" => help.parameters.push((argument, text)),
            "EXAMPLE" => help.examples.push(text),
            "NOTES" => help.notes = text,
            "LINK" => help.links.push(text),
            "INPUTS" => help.inputs.push(text),
            "OUTPUTS" => help.outputs.push(text),
            "COMPONENT" => help.component = text,
            "ROLE" => help.role = text,
            "FUNCTIONALITY" => help.functionality = text,
            _ => {}
        }
    }
    Some(help)
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "SYNOPSIS"
            | "DESCRIPTION"
            | "PARAMETER"
            | "EXAMPLE"
            | "INPUTS"
            | "OUTPUTS"
            | "NOTES"
            | "LINK"
            | "COMPONENT"
            | "ROLE"
            | "FUNCTIONALITY"
            | "FORWARDHELPTARGETNAME"
            | "FORWARDHELPCATEGORY"
            | "REMOTEHELPRUNSPACE"
            | "EXTERNALHELP"
    )
}

/// Lines without empty ones around them and without the indentation that all have.
fn trimmed(lines: &[&str]) -> String {
    let from = lines.iter().position(|line| !line.trim().is_empty());
    let to = lines.iter().rposition(|line| !line.trim().is_empty());
    let (Some(from), Some(to)) = (from, to) else {
        return String::new();
    };
    let lines = lines.get(from..=to).unwrap_or_default();
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let cut: Vec<&str> = lines
        .iter()
        .map(|line| line.get(indent..).unwrap_or("").trim_end())
        .collect();
    cut.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_from_both_kinds_of_comments() {
        let help = parse(
            "<#\n.SYNOPSIS\n  Gets it.\n.PARAMETER Name\n  Which.\n.EXAMPLE\nGet-It\n\nMore.\n#>",
        )
        .unwrap();
        assert_eq!(help.synopsis, "Gets it.");
        assert_eq!(help.parameters, [("Name".to_owned(), "Which.".to_owned())]);
        assert_eq!(help.examples, ["Get-It\n\nMore."]);
        assert_eq!(parse("# .SYNOPSIS\n# Short.").unwrap().synopsis, "Short.");
        assert_eq!(parse("# just a comment"), None);
    }
}
