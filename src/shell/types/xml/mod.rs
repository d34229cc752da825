//! XML documents that scripts read and change: `[xml]`.

mod namespaces;
mod node;
mod parse;
mod value;
mod write;
mod xpath;

pub use namespaces::NamespaceManagerValue;
pub use node::{Kind, Node};
pub use parse::parse_document;
pub use value::{AttributeListValue, NodeListValue, XmlNodeValue, wrap};
pub use write::{indented, is_char};
pub use xpath::select;

/// `NameTable` of a document, which is only handed on.
pub(crate) fn name_table() -> crate::value::Value {
    crate::value::Value::object(crate::value::PsObject::of(&[
        "System.Xml.NameTable",
        "System.Xml.XmlNameTable",
        "System.Object",
    ]))
}
