//! What to type instead of a text that does not parse.

use super::errors::ParseError;

/// Statements that stand where an expression is wanted.
const STATEMENTS: [&str; 7] = ["foreach", "switch", "if", "while", "for", "do", "try"];

/// Operators that are written with a dash, as other languages have them without.
const OPERATORS: [&str; 14] = [
    "and", "or", "xor", "eq", "ne", "gt", "ge", "lt", "le", "like", "match", "is", "contains",
    "notlike",
];

/// The next step for the first of these errors in a text, where the text itself says it.
pub fn next_step(errors: &[ParseError], text: &str) -> Option<String> {
    let first = errors.first()?;
    let (start, end) = (first.span.start as usize, first.span.end as usize);
    let (before, rest) = text.split_at_checked(start)?;
    let found = text.get(start..end).unwrap_or_default();
    let has = |id: &str| errors.iter().any(|error| error.id == id);
    match first.id {
        "ExpectedValueExpression" => text_without_quotes(rest),
        "EmptyPipeElement" if found == "|" && before.trim_end().ends_with('}') => Some(
            "A statement feeds no pipe. Its block does: & { foreach (...) { ... } } | ...; and ForEach-Object is a command."
                .to_owned(),
        ),
        _ if found == "," && has("MissingEndParenthesisInMethodCall") => Some(
            "Between the brackets of a method call a comma parts its arguments. A list there stands in brackets of its own: ('a', 'b')."
                .to_owned(),
        ),
        "UnexpectedToken" | "MissingExpressionAfterToken"
            if has("MissingEndCurlyBrace") && opens_hashtable(before) => Some(
            "The entries of a hashtable are parted by a semicolon or a new line: @{ Name = 'a'; Count = 2 }"
                .to_owned(),
        ),
        "UnexpectedToken" => operator(found).or_else(|| statement(before)),
        _ => None,
    }
}

/// An operator that lacks its dash.
fn operator(found: &str) -> Option<String> {
    let name = found.to_ascii_lowercase();
    OPERATORS
        .contains(&name.as_str())
        .then(|| format!("An operator begins with a dash: -{name}."))
}

/// A statement in plain brackets, which hold a pipeline.
fn statement(before: &str) -> Option<String> {
    let keyword = before.rmatch_indices('(').find_map(|(at, _)| {
        let outside = before.get(..at)?;
        let inside = before.get(at + 1..)?.trim_start();
        let end = inside.find(|c: char| !c.is_ascii_alphabetic());
        let word = inside.get(..end.unwrap_or(inside.len()))?;
        let is_plain = !outside.ends_with(['$', '@']);
        let known = STATEMENTS.iter();
        let mut known = known.filter(|known| known.eq_ignore_ascii_case(word));
        known.next().filter(|_| is_plain)
    })?;
    Some(format!(
        "Plain brackets hold a command; what a statement writes is had with a dollar sign before them: $({keyword} ...)"
    ))
}

/// Whether the innermost brace that is open at the end of a text is that of a hashtable.
fn opens_hashtable(before: &str) -> bool {
    let mut depth = 0_u32;
    for (at, c) in before.char_indices().rev() {
        match c {
            '}' => depth += 1,
            '{' if depth == 0 => {
                return before
                    .get(..at)
                    .is_some_and(|outside| outside.ends_with('@'));
            }
            '{' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// What to write where a value was expected and a word stands there.
fn text_without_quotes(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches([' ', '\t']);
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')));
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    word.starts_with(char::is_alphabetic)
        .then(|| format!("A text stands in quotes here: '{word}'."))
}
