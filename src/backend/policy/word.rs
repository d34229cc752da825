//! Names in the commands that a next step gives to type.

/// A name as it is typed: in quotes where it would otherwise be more, or other, than one word.
pub(crate) fn word(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/'));
    if plain {
        name.to_owned()
    } else {
        let mut quoted = String::with_capacity(name.len() + 2);
        quoted.push('\'');
        for c in name.chars() {
            quoted.push(c);
            // The language ends such a text at each of these, and reads two as one.
            if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
                quoted.push(c);
            }
        }
        quoted.push('\'');
        quoted
    }
}

#[cfg(test)]
mod tests {
    use super::word;

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
}
