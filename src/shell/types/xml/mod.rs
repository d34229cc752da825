//! XML documents that scripts read and change: `[xml]`.

mod node;
mod parse;
mod value;
mod write;
mod xpath;

pub use node::{Kind, Node};
pub use parse::parse_document;
pub use value::{AttributeListValue, NodeListValue, XmlNodeValue, wrap};
pub use write::indented;
pub use xpath::select;
