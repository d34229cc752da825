//! Names in the commands that a next step gives to type, and numbers of things.

/// A text as it is typed for an argument that is taken to the letter: in quotes where it would otherwise be more than one word, or
/// something else than a text. `007` and `1kb` are numbers.
pub(crate) fn word(text: &str) -> String {
    let plain = text.starts_with(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/'));
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        quoted.push(c);
        // The language ends such a text at each of these, and reads two as one.
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(c);
        }
    }
    quoted.push('\'');
    quoted
}

/// `1 checkpoint`, `2 checkpoints`.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

/// A name as it is typed for a parameter that takes patterns, which most parameters for names do: it means what is called so, and
/// nothing else.
pub(crate) fn pattern(name: &str) -> String {
    let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '`');
    if !name.contains(special) {
        return word(name);
    }
    let mut escaped = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if special(c) {
            escaped.push('`');
        }
        escaped.push(c);
    }
    word(&escaped)
}

#[cfg(test)]
mod tests {
    use super::{pattern, word};

    #[test]
    fn a_name_is_typed_as_one_word() {
        assert_eq!(word("web1"), "web1");
        assert_eq!(word("my vm; x"), "'my vm; x'");
        assert_eq!(word("it's"), "'it''s'");
        assert_eq!(word("-Force"), "'-Force'");
        assert_eq!(word(""), "''");
        assert_eq!(
            word("v\u{2019}; Stop-VM x"),
            "'v\u{2019}\u{2019}; Stop-VM x'"
        );
    }

    #[test]
    fn a_name_that_could_be_a_number_is_a_text() {
        for name in ["007", "1kb", "0x10", "1e3", "1", "\u{661}"] {
            assert_eq!(word(name), format!("'{name}'"));
        }
    }

    #[test]
    fn wildcards_in_a_name_mean_themselves() {
        assert_eq!(pattern("web1"), "web1");
        assert_eq!(pattern("*"), "'`*'");
        assert_eq!(pattern("web[12]"), "'web`[12`]'");
        assert_eq!(pattern("a`b"), "'a``b'");
        assert_eq!(word("web[12]"), "'web[12]'");
    }
}
