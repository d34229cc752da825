//! Writing XML: just enough for libvirt's documents, and nothing that can come out malformed.

use std::borrow::Cow;

/// Builds one document or fragment. What is opened is closed by the closure's end, so tags always match.
#[derive(Debug, Default)]
pub struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// `<name a='b'/>`. Attributes without a value are left out.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) -> &mut Self {
        self.open(name, attributes);
        self.text.push_str("/>\n");
        self
    }

    /// `<name a='b'>text</name>`.
    pub fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, Option<&str>)],
        text: &str,
    ) -> &mut Self {
        self.open(name, attributes);
        self.text.push('>');
        self.text.push_str(&escape(text));
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
        self
    }

    /// `<name a='b'>`, what `inside` writes, `</name>`.
    pub fn nest(
        &mut self,
        name: &str,
        attributes: &[(&str, Option<&str>)],
        inside: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.open(name, attributes);
        self.text.push_str(">\n");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.indent();
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
        self
    }

    /// XML that is known to be well-formed: something this type wrote, or a parser accepted.
    pub fn raw(&mut self, xml: &str) -> &mut Self {
        for line in xml.lines() {
            self.indent();
            self.text.push_str(line);
            self.text.push('\n');
        }
        self
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    fn open(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            if let Some(value) = value {
                self.text.push(' ');
                self.text.push_str(key);
                self.text.push_str("='");
                self.text.push_str(&escape(value));
                self.text.push('\'');
            }
        }
    }
}

/// Text as it may stand in an element, and there alone: line ends and quotation marks are themselves.
pub fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(c),
            c if legal(c) && c != '\r' => out.push(c),
            '\r' => out.push_str("&#13;"),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    out
}

/// Text as it may stand in an element or an attribute. Characters that XML 1.0 cannot hold at all are replaced.
pub fn escape(text: &str) -> Cow<'_, str> {
    let plain =
        |c: char| !matches!(c, '&' | '<' | '>' | '\'' | '"' | '\t' | '\n' | '\r') && legal(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&apos;"),
            '"' => out.push_str("&quot;"),
            // White space in an attribute becomes a blank when read, unless it is written as a number.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c if legal(c) => out.push(c),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(out)
}

fn legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nested_and_indented() {
        let mut xml = Xml::new();
        xml.nest("a", &[("b", Some("c")), ("d", None)], |xml| {
            xml.empty("e", &[]).text("f", &[], "x < y");
        });
        assert_eq!(xml.finish(), "<a b='c'>\n  <e/>\n  <f>x &lt; y</f>\n</a>\n");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_a_parser(text in any::<String>()) {
            let mut xml = Xml::new();
            xml.nest("a", &[("b", Some(&text))], |xml| { xml.text("c", &[], &text); });
            let written = xml.finish();
            let read = roxmltree::Document::parse(&written).unwrap();
            let wanted: String = text.chars().map(|c| if legal(c) { c } else { '\u{fffd}' }).collect();
            prop_assert_eq!(read.root_element().attribute("b"), Some(wanted.as_str()));
            let inner = read.root_element().children().find(|n| n.has_tag_name("c")).unwrap();
            prop_assert_eq!(inner.text().unwrap_or(""), wanted.as_str());
        }
    }
}
