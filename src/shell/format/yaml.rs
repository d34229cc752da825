//! YAML, made of JSON: every text of JSON has one meaning, and YAML only lays it out.

/// An item of a list at the top: a JSON text without blanks between its parts, laid out over lines that end.
pub fn item(json: &str) -> String {
    let mut writer = Writer {
        rest: json,
        out: String::with_capacity(json.len() * 2),
    };
    writer.out.push_str("- ");
    writer.value(2);
    writer.out
}

struct Writer<'a> {
    rest: &'a str,
    out: String,
}

impl<'a> Writer<'a> {
    /// A value behind `- ` or `name: `, to its line end. What it has below it is moved in by `indent`.
    fn value(&mut self, indent: usize) {
        match self.rest.as_bytes().first() {
            Some(b'{') => self.members(indent),
            Some(b'[') => self.items(indent),
            _ => {
                let scalar = scalar(self.token());
                self.out.push_str(&scalar);
                self.out.push('\n');
            }
        }
    }

    fn members(&mut self, indent: usize) {
        self.take(1);
        let mut first = true;
        while !self.rest.is_empty() && !self.rest.starts_with('}') {
            if !first {
                self.take(1);
                self.blanks(indent);
            }
            first = false;
            let name = scalar(self.token());
            self.take(1);
            self.out.push_str(&name);
            self.out.push(':');
            self.below(indent);
        }
        self.take(1);
        if first {
            self.out.push_str("{}\n");
        }
    }

    fn items(&mut self, indent: usize) {
        self.take(1);
        let mut first = true;
        while !self.rest.is_empty() && !self.rest.starts_with(']') {
            if !first {
                self.take(1);
                self.blanks(indent);
            }
            first = false;
            self.out.push_str("- ");
            self.value(indent + 2);
        }
        self.take(1);
        if first {
            self.out.push_str("[]\n");
        }
    }

    /// What a name holds: on its line, or moved in below it.
    fn below(&mut self, indent: usize) {
        let empty = self.rest.starts_with("{}") || self.rest.starts_with("[]");
        if !empty && self.rest.starts_with(['{', '[']) {
            self.out.push('\n');
            self.blanks(indent + 2);
        } else {
            self.out.push(' ');
        }
        self.value(indent + 2);
    }

    fn blanks(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// A text, with its quotes, a number or a word.
    fn token(&mut self) -> &'a str {
        let bytes = self.rest.as_bytes();
        let length = if bytes.first() == Some(&b'"') {
            let mut at = 1;
            while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
                at += if *byte == b'\\' { 2 } else { 1 };
            }
            at + 1
        } else {
            let end = bytes.iter().position(|byte| b",]}:".contains(byte));
            end.unwrap_or(bytes.len())
        };
        // Never nothing, so that no text can hold the writer up.
        self.take(length.max(1))
    }
}

/// A token of JSON as YAML reads it: a text without its quotes where nothing else can be meant, all else as it stands.
fn scalar(token: &str) -> String {
    let inside = token
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let Some(text) = inside else {
        return token.to_owned();
    };
    let letters =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '-' | '.' | ' ' | '(' | ')');
    let plain = text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/')
        && !text.ends_with(' ')
        && text.chars().all(letters)
        && !is_word(text);
    if plain {
        text.to_owned()
    } else {
        token.to_owned()
    }
}

/// Words that readers of YAML take for truth values, nothing or numbers.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf", "infinity",
    ];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_says_is_laid_out() {
        let json = r#"{"Name":"web1","State":"Off","Ok":true,"N":null,"Size":1.5,"Notes":"a: b","Id":"00:15","L":["x",{"A":1,"B":[]}],"E":{},"In":{"C":"no"}}"#;
        assert_eq!(
            item(json),
            "- Name: web1\n  State: \"Off\"\n  Ok: true\n  \"N\": null\n  Size: 1.5\n  Notes: \"a: b\"\n  Id: \"00:15\"\n  L:\n    - x\n    - A: 1\n      B: []\n  E: {}\n  In:\n    C: \"no\"\n"
        );
        assert_eq!(item("\"a\\\"b\""), "- \"a\\\"b\"\n");
        assert_eq!(item("[[1,2],[]]"), "- - - 1\n    - 2\n  - []\n");
        assert_eq!(item("\"\""), "- \"\"\n");
    }

    #[test]
    fn no_text_holds_the_writer_up() {
        for text in [
            "{", "[", "{\"a\"", "\"", "{\"a\":", "}", ",", "", "[1,,", "\"\\",
        ] {
            assert!(item(text).ends_with('\n'), "{text}");
        }
    }
}
