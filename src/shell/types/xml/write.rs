//! Nodes as text.

use super::node::{Kind, Node};

/// Whether XML can hold a character as it is (`Char` of XML 1.0).
pub fn is_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\r' if attribute => out.push_str("&#xD;"),
            c if !is_char(c) => out.push_str(&format!("&#x{:X};", u32::from(c))),
            other => out.push(other),
        }
    }
}

/// Appends a node with all that is in it.
pub(super) fn outer(out: &mut String, node: &Node) {
    match node.kind {
        Kind::Document => inner(out, node),
        Kind::Element => {
            out.push('<');
            out.push_str(&node.name);
            for attribute in node.attributes.borrow().iter() {
                out.push(' ');
                outer(out, attribute);
            }
            if node.children.borrow().is_empty() {
                out.push_str(" />");
                return;
            }
            out.push('>');
            inner(out, node);
            out.push_str("</");
            out.push_str(&node.name);
            out.push('>');
        }
        Kind::Attribute => {
            out.push_str(&node.name);
            out.push_str("=\"");
            escape(out, &node.text.borrow(), true);
            out.push('"');
        }
        Kind::Text => escape(out, &node.text.borrow(), false),
        Kind::CData => {
            out.push_str("<![CDATA[");
            out.push_str(&node.text.borrow());
            out.push_str("]]>");
        }
        Kind::Comment => {
            out.push_str("<!--");
            out.push_str(&node.text.borrow());
            out.push_str("-->");
        }
        Kind::Declaration | Kind::Instruction => {
            out.push_str("<?");
            out.push_str(&node.name);
            out.push(' ');
            out.push_str(&node.text.borrow());
            out.push_str("?>");
        }
    }
}

/// Appends what is in a node.
pub(super) fn inner(out: &mut String, node: &Node) {
    match node.kind {
        Kind::Document | Kind::Element => {
            for child in node.children.borrow().iter() {
                outer(out, child);
            }
        }
        _ => escape(out, &node.text.borrow(), node.kind == Kind::Attribute),
    }
}

/// The document with one element a line: what `Save` writes.
pub fn indented(node: &Node) -> String {
    let mut out = String::new();
    for child in node.children.borrow().iter() {
        indent(&mut out, child, 0);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

fn indent(out: &mut String, node: &Node, depth: usize) {
    let children = node.children.borrow();
    let plain = node.kind != Kind::Element
        || children.is_empty()
        || children
            .iter()
            .any(|child| matches!(child.kind, Kind::Text | Kind::CData));
    if plain {
        outer(out, node);
        return;
    }
    out.push('<');
    out.push_str(&node.name);
    for attribute in node.attributes.borrow().iter() {
        out.push(' ');
        outer(out, attribute);
    }
    out.push('>');
    for child in children.iter() {
        out.push('\n');
        out.push_str(&"  ".repeat(depth + 1));
        indent(out, child, depth + 1);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push_str("</");
    out.push_str(&node.name);
    out.push('>');
}
