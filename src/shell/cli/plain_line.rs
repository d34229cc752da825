//! A line as plain words, for sessions without a language: quotes hold a word together, and nothing else means anything.

/// Characters that mean something in a language. Outside of quotes a line may not hold them: who writes them expects more than words.
const OF_A_LANGUAGE: &[char] = &[
    '$', '`', ';', '|', '&', '<', '>', '(', ')', '{', '}', '#', '\n', '\r',
];

/// The words of a line. In quotes of either kind everything is as it stands; a doubled quote is one.
///
/// # Errors
/// What the line holds that is no word: a character of a language, or a quote that nothing ends.
pub fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some(inner) if inner == c => {
                            if chars.peek() != Some(&c) {
                                break;
                            }
                            chars.next();
                            word.push(c);
                        }
                        Some(inner) => word.push(inner),
                        None => return Err(format!("the quote {c} is not closed")),
                    }
                }
            }
            c if c.is_whitespace() && !OF_A_LANGUAGE.contains(&c) => words.extend(word.take()),
            c if OF_A_LANGUAGE.contains(&c) => {
                return Err(format!(
                    "{c:?} outside of quotes is no part of a plain word"
                ));
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::words;
    use proptest::prelude::*;

    #[test]
    fn words_are_what_stands_there() {
        for (line, expected) in [
            ("Get-VM -Name web1", &["Get-VM", "-Name", "web1"][..]),
            ("  a   'b c'  \"d'e\" ", &["a", "b c", "d'e"]),
            ("'it''s' \"$(x); `y\"", &["it's", "$(x); `y"]),
            ("-Name:'a b'c", &["-Name:a bc"]),
            ("a ''", &["a", ""]),
            ("", &[]),
            ("a,b -X", &["a,b", "-X"]),
        ] {
            assert_eq!(words(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn a_language_is_refused() {
        for line in [
            "Get-VM; whoami",
            "Get-VM | x",
            "& x",
            "$(x)",
            "a > b",
            "{ x }",
            "a\nb",
            "a # b",
            "`a",
            "'a",
            "a \"b",
        ] {
            assert!(words(line).is_err(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_quoted_word_is_itself(text in "[^\\r\\n]*") {
            let quoted = format!("'{}'", text.replace('\'', "''"));
            prop_assert_eq!(words(&quoted).unwrap(), [text]);
        }
    }
}
