//! Comment-based help: `.SYNOPSIS` and its kin in the comments of a function or script.

use crate::shell::syntax::span::Span;
use crate::shell::value::ScriptBlock;

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
    for (from, to) in &groups {
        let first = *from >= inside_start && blank(inside_start, *from);
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
