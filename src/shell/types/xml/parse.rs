//! Reading a document.

use std::collections::HashSet;
use std::rc::Rc;

use super::node::{Kind, Node};
use super::value::wrap;
use crate::value::Value;
use iovsh_base::interrupt::Pulse;

/// How deep elements may nest: the tree is walked recursively.
const MAX_DEPTH: usize = 256;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    /// The text up to `end`, which is taken too.
    fn until(&mut self, end: &str, what: &str) -> Result<&'a str, String> {
        let rest = self.rest();
        match rest.find(end) {
            Some(length) => {
                self.at += length + end.len();
                Ok(rest.get(..length).unwrap_or(""))
            }
            None => Err(self.fail(&format!(
                "Unexpected end of file while parsing {what} has occurred."
            ))),
        }
    }

    fn skip_white(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn name(&mut self) -> Result<&'a str, String> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')))
            .unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or("");
        if name.is_empty()
            || name.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'))
        {
            return Err(match rest.chars().next() {
                Some(c) => self.fail(&format!(
                    "Name cannot begin with the '{c}' character, hexadecimal value 0x{:02X}.",
                    u32::from(c)
                )),
                None => self.fail("Unexpected end of file has occurred."),
            });
        }
        self.at += end;
        Ok(name)
    }

    /// A sentence with the place, as .NET ends it.
    fn fail(&self, sentence: &str) -> String {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{sentence} Line {line}, position {column}.")
    }
}

/// Text with `&amp;` and the like replaced. Unknown entities are an error.
fn unescape(text: &str) -> Result<String, String> {
    if !text.contains('&') {
        return Ok(text.replace("\r\n", "\n"));
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at + 1..).unwrap_or("");
        let Some(end) = tail.find(';') else {
            return Err("An error occurred while parsing EntityName.".to_owned());
        };
        let name = tail.get(..end).unwrap_or("");
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let code = match name.strip_prefix("#x") {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => name
                        .strip_prefix('#')
                        .and_then(|digits| digits.parse().ok()),
                };
                match code.and_then(char::from_u32) {
                    Some(c) => c,
                    None => return Err(format!("Reference to undeclared entity '{name}'.")),
                }
            }
        };
        out.push(c);
        rest = tail.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    Ok(out.replace("\r\n", "\n"))
}

/// Reads a document. The error is a sentence with line and position.
pub fn parse_document(text: &str) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = parse_into(text)?;
    if document.elements().is_empty() {
        return Err("Root element is missing.".to_owned());
    }
    Ok(wrap(document))
}

/// Reads the children of an element out of text: `InnerXml = ...`.
pub fn parse_fragment(text: &str) -> Result<Vec<Rc<Node>>, String> {
    let document = parse_into(&format!("<x>{text}</x>"))?;
    let Some(root) = document.elements().first().cloned() else {
        return Ok(Vec::new());
    };
    let children = root.children.borrow().clone();
    Ok(children)
}

fn parse_into(text: &str) -> Result<Rc<Node>, String> {
    let mut reader = Reader { text, at: 0 };
    let document = Node::new(Kind::Document, "#document", "");
    let mut open: Vec<Rc<Node>> = vec![document.clone()];
    let mut seen_root = false;
    let mut pulse = Pulse::default();
    while !reader.rest().is_empty() {
        pulse.beat()?;
        let Some(parent) = open.last().cloned() else {
            break;
        };
        let inside = open.len() > 1;
        if reader.take("<?") {
            let body = reader.until("?>", "PI")?;
            let (name, rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
            let kind = if name == "xml" {
                Kind::Declaration
            } else {
                Kind::Instruction
            };
            parent.append(&Node::new(kind, name, rest.trim()));
        } else if reader.take("<!--") {
            let body = reader.until("-->", "Comment")?;
            parent.append(&Node::new(Kind::Comment, "#comment", body));
        } else if reader.take("<![CDATA[") {
            let body = reader.until("]]>", "CDATA")?;
            parent.append(&Node::new(Kind::CData, "#cdata-section", body));
        } else if reader.rest().starts_with("<!DOCTYPE") {
            reader.until(">", "DOCTYPE")?;
        } else if reader.take("</") {
            let name = reader.name()?;
            reader.skip_white();
            if !inside || !reader.take(">") {
                return Err(reader.fail("Unexpected end tag."));
            }
            if *parent.name != *name {
                return Err(reader.fail(&format!(
                    "The '{}' start tag does not match the end tag of '{name}'.",
                    parent.name
                )));
            }
            open.pop();
        } else if reader.take("<") {
            if !inside && seen_root {
                return Err(reader.fail("There are multiple root elements."));
            }
            let element = Node::new(Kind::Element, reader.name()?, "");
            seen_root = true;
            let closed = attributes(&mut reader, &element)?;
            parent.append(&element);
            if !closed {
                if open.len() > MAX_DEPTH {
                    return Err(reader.fail("The document nests elements too deeply."));
                }
                open.push(element);
            }
        } else {
            let rest = reader.rest();
            let length = rest.find('<').unwrap_or(rest.len());
            let body = rest.get(..length).unwrap_or("");
            if !inside && !body.trim().is_empty() {
                return Err(reader.fail("Data at the root level is invalid."));
            }
            let body_text = unescape(body).map_err(|reason| reader.fail(&reason))?;
            reader.at += length;
            // White space between elements means nothing.
            if !body.trim().is_empty() {
                parent.append(&Node::new(Kind::Text, "#text", body_text));
            }
        }
    }
    if open.len() > 1 {
        let names: Vec<&str> = open.iter().skip(1).rev().map(|node| &*node.name).collect();
        return Err(reader.fail(&format!(
            "Unexpected end of file has occurred. The following elements are not closed: {}.",
            names.join(", ")
        )));
    }
    Ok(document)
}

/// Reads attributes up to the end of the tag; whether the element is closed with it.
fn attributes(reader: &mut Reader<'_>, element: &Rc<Node>) -> Result<bool, String> {
    let mut known = HashSet::new();
    let mut pulse = Pulse::default();
    loop {
        pulse.beat()?;
        reader.skip_white();
        if reader.take("/>") {
            return Ok(true);
        }
        if reader.take(">") {
            return Ok(false);
        }
        let name = reader.name()?;
        reader.skip_white();
        if !reader.take("=") {
            return Err(reader.fail("'=' is expected after an attribute's name."));
        }
        reader.skip_white();
        let quote = if reader.take("\"") {
            "\""
        } else if reader.take("'") {
            "'"
        } else {
            return Err(reader.fail("An attribute's value must stand in quotes."));
        };
        let value = reader.until(quote, "attribute value")?;
        if !known.insert(name) {
            return Err(reader.fail(&format!("'{name}' is a duplicate attribute name.")));
        }
        let value = unescape(value).map_err(|reason| reader.fail(&reason))?;
        element.add_attribute(name, &value);
    }
}
