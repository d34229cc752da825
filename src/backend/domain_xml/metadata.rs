//! iovsh's element in a domain's metadata: one JSON text.

use crate::backend::model::VmSettings;

use super::xml::{Xml, escape};

/// The namespace of the element. It names the layout; it leads nowhere.
pub const NAMESPACE: &str = "urn:iovsh:vm:1";
/// The short name of the namespace in a domain's XML.
pub const PREFIX: &str = "iovsh";

/// The element as it is handed to libvirt, which adds the namespace itself.
pub fn element(settings: &VmSettings) -> String {
    format!("<vm>{}</vm>", escape(&json(settings)))
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
    use crate::backend::model::AdapterSettings;

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
        assert_eq!(parse(&whole_element(&settings)), Some(settings));
    }

    #[test]
    fn what_is_not_ours_is_none() {
        for text in ["", "<vm/>", "<vm></vm>", "<vm>{</vm>", "<vm><a/></vm>", "x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
