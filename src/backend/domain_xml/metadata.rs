//! iovsh's element in a domain's metadata: one JSON text.

use crate::model::VmSettings;

use super::xml::{Xml, escape, escape_text};

/// The namespace of the element. It names the layout; it leads nowhere.
pub const NAMESPACE: &str = "urn:iovsh:vm:1";
/// The short name of the namespace in a domain's XML.
pub const PREFIX: &str = "iovsh";

/// The element as it is handed to libvirt, which adds the namespace itself.
pub fn element(settings: &VmSettings) -> String {
    format!("<vm>{}</vm>", escape(&json(settings)))
}

/// The same element for a person to read: in lines, and with plain quotation marks, which text may have in it.
pub fn readable_element(settings: &VmSettings) -> String {
    format!("<vm>{}</vm>", escape_text(&wrapped(&json(settings))))
}

/// JSON in lines that fit on a screen, broken behind the commas that stand between values.
fn wrapped(json: &str) -> String {
    /// Columns that a line should not exceed.
    const WIDTH: usize = 96;
    let mut out = String::with_capacity(json.len() + 16);
    let (mut line, mut piece) = (0, String::new());
    let (mut quoted, mut escaped) = (false, false);
    for c in json.chars() {
        piece.push(c);
        match c {
            '"' if !escaped => quoted = !quoted,
            ',' if !quoted => {
                push_piece(&mut out, &mut line, &mut piece, WIDTH);
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    push_piece(&mut out, &mut line, &mut piece, WIDTH);
    out
}

/// Adds a piece to the line that has `line` columns so far, or to a new one where it would be too long.
fn push_piece(out: &mut String, line: &mut usize, piece: &mut String, width: usize) {
    let columns = piece.chars().count();
    if *line > 0 && *line + columns > width {
        out.push('\n');
        *line = 0;
    }
    out.push_str(piece);
    *line += columns;
    piece.clear();
}

/// The element as it stands in a new domain's XML.
pub fn whole_element(settings: &VmSettings) -> String {
    let mut xml = Xml::new();
    let name = format!("{PREFIX}:vm");
    let declaration = format!("xmlns:{PREFIX}");
    xml.text(&name, &[(&declaration, Some(NAMESPACE))], &json(settings));
    xml.finish()
}

fn json(settings: &VmSettings) -> String {
    // Plain structs, numbers and text: this cannot fail; were it to, the element would be empty and read as untouched.
    serde_json::to_string(settings).unwrap_or_default()
}

/// Reads the text of the element. A text that cannot be understood is as good as none: the domain counts as untouched.
pub fn parse(xml: &str) -> Option<VmSettings> {
    // The element is cut out of its document, so its namespace may be declared outside: the text is what counts.
    let (_, rest) = xml.split_once('>')?;
    let (text, _) = rest.rsplit_once("</")?;
    let holder = format!("<vm>{text}</vm>");
    let document = roxmltree::Document::parse(&holder).ok()?;
    serde_json::from_str(document.root_element().text()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AdapterSettings;

    #[test]
    fn settings_survive_their_element() {
        let mut settings = VmSettings {
            notes: "a < b & \"c\" 'd' </vm>\n".into(),
            ..VmSettings::default()
        };
        settings.put(
            &"ua-5f0c91d2".parse().unwrap(),
            AdapterSettings {
                iov_weight: 100,
                ..AdapterSettings::default()
            },
        );
        assert_eq!(parse(&element(&settings)), Some(settings.clone()));
        let readable = readable_element(&settings);
        assert!(readable.lines().count() > 3 && readable.lines().all(|line| line.len() < 120));
        assert_eq!(parse(&readable), Some(settings.clone()));
        assert_eq!(parse(&whole_element(&settings)), Some(settings));
    }

    #[test]
    fn what_is_not_ours_is_none() {
        for text in ["", "<vm/>", "<vm></vm>", "<vm>{</vm>", "<vm><a/></vm>", "x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
