//! Text on lines that are no wider than the screen: broken at words, with a hanging indent.

use unicode_width::UnicodeWidthStr;

/// Puts `parts`, which are never broken themselves, on lines of at most `width` columns. The first line begins with `first`,
/// the others with `rest`.
pub fn parts<'a>(
    parts: impl IntoIterator<Item = &'a str>,
    width: usize,
    first: &str,
    rest: &str,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for part in parts {
        if !empty && line.width() + 1 + part.width() > width {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(part);
        empty = false;
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Puts the words of `text` on lines of at most `width` columns.
pub fn words(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    parts(text.split_whitespace(), width, first, rest)
}

/// Text whose line breaks mean something: each line by itself, with its own indentation below `indent`.
pub fn lines(text: &str, width: usize, indent: &str) -> Vec<String> {
    text.lines()
        .flat_map(|line| {
            let own: String = line.chars().take_while(|c| c.is_whitespace()).collect();
            let start = format!("{indent}{own}");
            words(line, width, &start, &start)
        })
        .collect()
}

/// The parts of a syntax line that stay together: `[-Name <string>]`, `[[-Name] <string>]`, `[-Name] <string>`, `-Force`.
pub fn syntax_parts(line: &str) -> Vec<&str> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let Some(text) = line.get(from..to).filter(|text| !text.is_empty()) else {
            return;
        };
        match parts.last_mut() {
            // A type belongs to the name before it.
            Some(last) if text.starts_with('<') && !line[last.0..last.1].contains('<') => {
                last.1 = to
            }
            _ => parts.push((from, to)),
        }
    };
    for (at, c) in line.char_indices() {
        match c {
            '[' | '<' => depth += 1,
            ']' | '>' => depth -= 1,
            ' ' if depth <= 0 => {
                push(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    push(start, line.len());
    parts
        .into_iter()
        .filter_map(|(from, to)| line.get(from..to))
        .collect()
}

/// A syntax line on as many lines as it needs.
pub fn syntax(line: &str, width: usize, indent: &str) -> Vec<String> {
    parts(syntax_parts(line), width, indent, &format!("{indent}    "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_lines_within_the_width() {
        let text = "one two three fourteen-letters five";
        let lines = words(text, 12, "* ", "  ");
        assert_eq!(
            lines,
            ["* one two", "  three", "  fourteen-letters", "  five"]
        );
        assert_eq!(
            lines
                .join(" ")
                .split_whitespace()
                .skip(1)
                .collect::<Vec<_>>()
                .join(" "),
            text
        );
        assert_eq!(words("", 12, "  ", "  "), [""]);
    }

    #[test]
    fn a_syntax_line_is_broken_between_its_parameters() {
        let line = "Get-X [-Name] <string[]> [[-Id] <guid>] [-Kind <Nullable[bool]>] -Must <int> [-Force] [<CommonParameters>]";
        assert_eq!(
            syntax_parts(line),
            [
                "Get-X",
                "[-Name] <string[]>",
                "[[-Id] <guid>]",
                "[-Kind <Nullable[bool]>]",
                "-Must <int>",
                "[-Force]",
                "[<CommonParameters>]"
            ]
        );
        assert!(syntax(line, 40, "  ").iter().all(|line| line.len() <= 40));
    }
}
