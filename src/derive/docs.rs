//! Doc comments as help: synopsis, description, examples.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// An example: its title and its transcript.
pub struct Example {
    pub title: String,
    pub transcript: String,
}

/// What a doc comment says.
#[derive(Default)]
pub struct Help {
    pub synopsis: String,
    pub description: String,
    pub examples: Vec<Example>,
    /// The text of a fence that was not closed, or another mistake.
    pub mistake: Option<String>,
}

/// The lines of the doc comments, without the space that rustfmt puts behind the slashes.
pub fn lines(attributes: &[Attribute]) -> Vec<String> {
    let mut lines = Vec::new();
    for attribute in attributes {
        if !attribute.path().is_ident("doc") {
            continue;
        }
        if let Meta::NameValue(pair) = &attribute.meta
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &pair.value
        {
            for line in text.value().split('\n') {
                lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned());
            }
        }
    }
    lines
}

/// The whole comment as one text: lines of a paragraph joined, paragraphs apart by an empty line.
pub fn flow(lines: &[String]) -> String {
    let mut text = String::new();
    let mut gap = false;
    for line in lines {
        let keep = line.starts_with("- ") || line.starts_with('|') || line.starts_with("  ");
        if line.is_empty() {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push_str("\n\n");
        } else if !text.is_empty() {
            text.push(if keep { '\n' } else { ' ' });
        }
        gap = false;
        text.push_str(line);
    }
    text
}

/// Splits the comment of a cmdlet.
pub fn help(lines: &[String]) -> Help {
    let mut help = Help::default();
    let start = lines
        .iter()
        .position(|line| line == "# Examples" || line == "# Example");
    let (text, examples) = match start {
        Some(at) => (&lines[..at], &lines[at + 1..]),
        None => (lines, &lines[..0]),
    };
    let paragraphs = flow(text);
    match paragraphs.split_once("\n\n") {
        Some((first, rest)) => {
            help.synopsis = first.to_owned();
            help.description = rest.to_owned();
        }
        None => help.synopsis = paragraphs,
    }

    let mut title: Vec<String> = Vec::new();
    let mut fence: Option<Vec<&str>> = None;
    for line in examples {
        match &mut fence {
            None if line.starts_with("```iovsh") => fence = Some(Vec::new()),
            None if line.starts_with("```") => {
                help.mistake =
                    Some("an example is written between ```iovsh and ``` lines".to_owned());
                return help;
            }
            None => title.push(line.clone()),
            Some(body) if line == "```" => {
                if !body.first().is_some_and(|first| first.starts_with("PS> ")) {
                    help.mistake = Some("an example begins with a `PS> ` line".to_owned());
                    return help;
                }
                help.examples.push(Example {
                    title: flow(&title),
                    transcript: body.join("\n"),
                });
                title.clear();
                fence = None;
            }
            Some(body) => body.push(line),
        }
    }
    if fence.is_some() {
        help.mistake = Some("the last example is not closed with ```".to_owned());
    }
    help
}

#[cfg(test)]
mod tests {
    use super::{flow, help};

    fn text(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_comment_is_synopsis_description_and_examples() {
        let help = help(&text(
            "Gets\nthings.\n\nMore\nof it.\n\nAnd more.\n\n# Examples\nOne:\n```iovsh\nPS> Get-Thing\nthing\n```",
        ));
        assert_eq!(help.synopsis, "Gets things.");
        assert_eq!(help.description, "More of it.\n\nAnd more.");
        assert_eq!(help.examples.len(), 1);
        assert_eq!(help.examples[0].title, "One:");
        assert_eq!(help.examples[0].transcript, "PS> Get-Thing\nthing");
        assert!(help.mistake.is_none());
    }

    #[test]
    fn lists_keep_their_lines() {
        assert_eq!(flow(&text("a:\n- b\n- c")), "a:\n- b\n- c");
    }

    #[test]
    fn an_open_fence_is_a_mistake() {
        assert!(
            help(&text("A.\n# Examples\n```iovsh\nPS> x"))
                .mistake
                .is_some()
        );
    }
}
