//! Methods of XML nodes.

use std::rc::Rc;

use super::{Call, Method, method, void};
use crate::error::{Flow, ShellError};
use crate::file_write;
use crate::types::rarities::EncodingValue;
use crate::types::streams::{StreamValue, TextReaderValue};
use crate::types::xml::{
    Kind, NamespaceManagerValue, Node, NodeListValue, XmlNodeValue, indented, parse_document,
    select, wrap,
};
use crate::value::Value;
use crate::value::convert::{raise, to_text};
use crate::value::members::call_method;

fn node(call: &Call<'_>) -> Result<Rc<Node>, ShellError> {
    argument_node(call.this)
}

fn argument_node(value: &Value) -> Result<Rc<Node>, ShellError> {
    value
        .downcast::<XmlNodeValue>()
        .map(|node| node.0.clone())
        .ok_or_else(|| {
            raise(
                "System.ArgumentException",
                "The node to be inserted is from a different document context.",
            )
        })
}

fn selected(call: &mut Call<'_>) -> Flow<Vec<Rc<Node>>> {
    let expression = call.text(0)?;
    let prefixes = call.arg(1).downcast::<NamespaceManagerValue>();
    select(&node(call)?, &expression, prefixes)
        .map_err(|reason| raise("System.Xml.XPath.XPathException", reason).into())
}

fn below(node: &Rc<Node>, name: &str, out: &mut Vec<Rc<Node>>) {
    for child in node.elements() {
        if name == "*" || *child.name == *name {
            out.push(child.clone());
        }
        below(&child, name, out);
    }
}

fn by_tag(call: &mut Call<'_>) -> Flow<Value> {
    let name = call.text(0)?;
    let mut found = Vec::new();
    below(&node(call)?, &name, &mut found);
    Ok(Value::native(NodeListValue(found)))
}

/// Methods of all nodes.
pub const NODE_METHODS: &[Method] = &[
    method(
        "SelectNodes",
        1,
        2,
        "System.Xml.XmlNodeList SelectNodes(string xpath), System.Xml.XmlNodeList SelectNodes(string xpath, System.Xml.XmlNamespaceManager nsmgr)",
        |call| Ok(Value::native(NodeListValue(selected(call)?))),
    ),
    method(
        "SelectSingleNode",
        1,
        2,
        "System.Xml.XmlNode SelectSingleNode(string xpath), System.Xml.XmlNode SelectSingleNode(string xpath, System.Xml.XmlNamespaceManager nsmgr)",
        |call| Ok(selected(call)?.into_iter().next().map_or(Value::Null, wrap)),
    ),
    method(
        "AppendChild",
        1,
        1,
        "System.Xml.XmlNode AppendChild(System.Xml.XmlNode newChild)",
        |call| {
            let child = fitting(call, 0)?;
            node(call)?.append(&child);
            Ok(wrap(child))
        },
    ),
    method(
        "PrependChild",
        1,
        1,
        "System.Xml.XmlNode PrependChild(System.Xml.XmlNode newChild)",
        |call| {
            let child = fitting(call, 0)?;
            node(call)?.insert(0, &child);
            Ok(wrap(child))
        },
    ),
    method(
        "InsertBefore",
        2,
        2,
        "System.Xml.XmlNode InsertBefore(System.Xml.XmlNode newChild, System.Xml.XmlNode refChild)",
        |call| beside(call, 0),
    ),
    method(
        "InsertAfter",
        2,
        2,
        "System.Xml.XmlNode InsertAfter(System.Xml.XmlNode newChild, System.Xml.XmlNode refChild)",
        |call| beside(call, 1),
    ),
    method(
        "RemoveChild",
        1,
        1,
        "System.Xml.XmlNode RemoveChild(System.Xml.XmlNode oldChild)",
        |call| {
            let child = argument_node(call.arg(0))?;
            let own = child
                .parent()
                .is_some_and(|parent| node(call).is_ok_and(|node| Rc::ptr_eq(&parent, &node)));
            if !own {
                return Err(raise(
                    "System.ArgumentException",
                    "The node to be removed is not a child of this node.",
                )
                .into());
            }
            child.detach();
            Ok(wrap(child))
        },
    ),
    method(
        "ReplaceChild",
        2,
        2,
        "System.Xml.XmlNode ReplaceChild(System.Xml.XmlNode newChild, System.Xml.XmlNode oldChild)",
        |call| {
            let new = fitting(call, 0)?;
            let old = argument_node(call.arg(1))?;
            let at = old.position().unwrap_or(usize::MAX);
            old.detach();
            node(call)?.insert(at, &new);
            Ok(wrap(old))
        },
    ),
    void("RemoveAll", 0, 0, "void RemoveAll()", |call| {
        let node = node(call)?;
        node.set_inner_text("");
        node.attributes.borrow_mut().clear();
        Ok(Value::Null)
    }),
    method(
        "CloneNode",
        1,
        1,
        "System.Xml.XmlNode CloneNode(bool deep)",
        |call| Ok(wrap(node(call)?.copy(call.bool(0)))),
    ),
    method("Clone", 0, 0, "System.Xml.XmlNode Clone()", |call| {
        Ok(wrap(node(call)?.copy(true)))
    }),
    method(
        "GetEnumerator",
        0,
        0,
        "System.Collections.IEnumerator GetEnumerator()",
        |call| {
            let children = node(call)?.children.borrow().clone();
            Ok(Value::native(NodeListValue(children)))
        },
    ),
    method("ToString", 0, 0, "string ToString()", |call| {
        Ok(Value::Str(call.this_text()))
    }),
];

/// A node that may be put into this one: not one that holds it.
fn fitting(call: &Call<'_>, at: usize) -> Result<Rc<Node>, ShellError> {
    let child = argument_node(call.arg(at))?;
    let mut current = Some(node(call)?);
    while let Some(ancestor) = current {
        if Rc::ptr_eq(&ancestor, &child) {
            return Err(raise(
                "System.ArgumentException",
                "Cannot insert a node or any ancestor of that node as a child of itself.",
            ));
        }
        current = ancestor.parent();
    }
    Ok(child)
}

fn beside(call: &mut Call<'_>, step: usize) -> Flow<Value> {
    let child = fitting(call, 0)?;
    let at = match call.arg(1) {
        Value::Null if step == 1 => 0,
        Value::Null => usize::MAX,
        other => {
            child.detach();
            argument_node(other)?
                .position()
                .map_or(usize::MAX, |at| at + step)
        }
    };
    node(call)?.insert(at, &child);
    Ok(wrap(child))
}

/// Methods of elements.
pub const ELEMENT_METHODS: &[Method] = &[
    method(
        "GetAttribute",
        1,
        2,
        "string GetAttribute(string name)",
        |call| {
            let name = call.text(0)?;
            Ok(Value::from(
                node(call)?
                    .attribute(&name)
                    .map_or(String::new(), |attribute| attribute.text.borrow().clone()),
            ))
        },
    ),
    void(
        "SetAttribute",
        2,
        3,
        "void SetAttribute(string name, string value)",
        |call| {
            let name = call.text(0)?;
            let value = call.text(call.count() - 1)?;
            node(call)?.set_attribute(&name, &value);
            Ok(Value::Null)
        },
    ),
    method(
        "HasAttribute",
        1,
        2,
        "bool HasAttribute(string name)",
        |call| {
            let name = call.text(0)?;
            Ok(Value::Bool(node(call)?.attribute(&name).is_some()))
        },
    ),
    void(
        "RemoveAttribute",
        1,
        2,
        "void RemoveAttribute(string name)",
        |call| {
            let name = call.text(0)?;
            if let Some(attribute) = node(call)?.attribute(&name) {
                attribute.detach();
            }
            Ok(Value::Null)
        },
    ),
    void(
        "RemoveAllAttributes",
        0,
        0,
        "void RemoveAllAttributes()",
        |call| {
            node(call)?.attributes.borrow_mut().clear();
            Ok(Value::Null)
        },
    ),
    method(
        "GetAttributeNode",
        1,
        2,
        "System.Xml.XmlAttribute GetAttributeNode(string name)",
        |call| {
            let name = call.text(0)?;
            Ok(node(call)?.attribute(&name).map_or(Value::Null, wrap))
        },
    ),
    method(
        "SetAttributeNode",
        1,
        1,
        "System.Xml.XmlAttribute SetAttributeNode(System.Xml.XmlAttribute newAttr)",
        |call| {
            let attribute = argument_node(call.arg(0))?;
            let text = attribute.text.borrow().clone();
            node(call)?.set_attribute(&attribute.name, &text);
            Ok(Value::Null)
        },
    ),
    method(
        "GetElementsByTagName",
        1,
        2,
        "System.Xml.XmlNodeList GetElementsByTagName(string name)",
        by_tag,
    ),
];

fn made(kind: Kind, name: &str, text: &str) -> Value {
    wrap(Node::new(kind, name, text))
}

/// Methods of documents.
pub const DOCUMENT_METHODS: &[Method] = &[
    method(
        "CreateElement",
        1,
        3,
        "System.Xml.XmlElement CreateElement(string name)",
        |call| {
            let name = call.text(if call.count() == 3 { 1 } else { 0 })?;
            if name.is_empty() || name.contains(char::is_whitespace) {
                return Err(raise(
                    "System.Xml.XmlException",
                    format!("The '{name}' name cannot be used for an element."),
                )
                .into());
            }
            let element = Node::new(Kind::Element, name, "");
            if call.count() == 2 {
                let namespace = call.text(1)?;
                if !namespace.is_empty()
                    && namespace
                        != node(call)?
                            .elements()
                            .first()
                            .map(|root| root.namespace())
                            .unwrap_or_default()
                            .into()
                {
                    element.set_attribute("xmlns", &namespace);
                }
            }
            Ok(wrap(element))
        },
    ),
    method(
        "CreateAttribute",
        1,
        3,
        "System.Xml.XmlAttribute CreateAttribute(string name)",
        |call| {
            let name = call.text(0)?;
            Ok(made(Kind::Attribute, &name, ""))
        },
    ),
    method(
        "CreateTextNode",
        1,
        1,
        "System.Xml.XmlText CreateTextNode(string text)",
        |call| {
            let text = call.text(0)?;
            Ok(made(Kind::Text, "#text", &text))
        },
    ),
    method(
        "CreateCDataSection",
        1,
        1,
        "System.Xml.XmlCDataSection CreateCDataSection(string data)",
        |call| {
            let text = call.text(0)?;
            Ok(made(Kind::CData, "#cdata-section", &text))
        },
    ),
    method(
        "CreateComment",
        1,
        1,
        "System.Xml.XmlComment CreateComment(string data)",
        |call| {
            let text = call.text(0)?;
            Ok(made(Kind::Comment, "#comment", &text))
        },
    ),
    method(
        "CreateXmlDeclaration",
        3,
        3,
        "System.Xml.XmlDeclaration CreateXmlDeclaration(string version, string encoding, string standalone)",
        |call| {
            let version = call.text(0)?;
            let encoding = call.text(1)?;
            let encoding = if encoding.is_empty() {
                String::new()
            } else {
                format!(" encoding=\"{encoding}\"")
            };
            Ok(made(
                Kind::Declaration,
                "xml",
                &format!("version=\"{version}\"{encoding}"),
            ))
        },
    ),
    method(
        "ImportNode",
        2,
        2,
        "System.Xml.XmlNode ImportNode(System.Xml.XmlNode node, bool deep)",
        |call| Ok(wrap(argument_node(call.arg(0))?.copy(call.bool(1)))),
    ),
    method(
        "GetElementById",
        1,
        1,
        "System.Xml.XmlElement GetElementById(string elementId)",
        |_| Ok(Value::Null),
    ),
    void("LoadXml", 1, 1, "void LoadXml(string xml)", |call| {
        let text = call.text(0)?;
        load(call, &text)
    }),
    void("Load", 1, 1, "void Load(string filename)", |call| {
        let mut from = call.arg(0).clone();
        if let Some(stream) = from.downcast::<StreamValue>() {
            let stream = Rc::clone(&stream.0);
            from = Value::native(TextReaderValue::of(stream, EncodingValue::Utf8));
        }
        if !matches!(from.base(), Value::Str(_)) && !from.is_null() {
            let text = call_method(&from, "ReadToEnd", &[], call.engine)?;
            return load(call, &to_text(&text.unwrap_or_default()));
        }
        let path = call.text(0)?;
        let path = call.engine.resolve_path(&path);
        let text = crate::file_read::text(&path).map_err(|_| {
            raise(
                "System.IO.FileNotFoundException",
                format!("Could not find file '{}'.", path.display()),
            )
        })?;
        load(call, &text)
    }),
    void("Save", 1, 1, "void Save(string filename)", |call| {
        let text = indented(&*node(call)?);
        let to = call.arg(0).clone();
        if let Some(stream) = to.downcast::<StreamValue>() {
            stream.0.write(text.as_bytes())?;
            return Ok(Value::Null);
        }
        if !matches!(to.base(), Value::Str(_)) && !to.is_null() {
            // A writer of text: a StreamWriter, a StringWriter, [Console]::Out.
            call_method(&to, "Write", &[Value::from(text)], call.engine)?;
            return Ok(Value::Null);
        }
        let path = call.text(0)?;
        let path = call.engine.resolve_path(&path);
        file_write::write(&path, text.as_bytes()).map_err(|error| {
            raise(
                "System.IO.IOException",
                format!("{error} : '{}'", path.display()),
            )
        })?;
        Ok(Value::Null)
    }),
];

fn load(call: &Call<'_>, text: &str) -> Flow<Value> {
    let document =
        parse_document(text).map_err(|reason| raise("System.Xml.XmlException", reason))?;
    let read = argument_node(&document)?;
    let target = node(call)?;
    target.set_inner_text("");
    let children: Vec<Rc<Node>> = read.children.borrow().clone();
    for child in children {
        target.append(&child);
    }
    Ok(Value::Null)
}

/// Methods of node lists.
pub const NODE_LIST_METHODS: &[Method] = &[method(
    "Item",
    1,
    1,
    "System.Xml.XmlNode Item(int index)",
    |call| {
        let at = call.index(0, "index")?;
        Ok(call
            .this
            .downcast::<NodeListValue>()
            .and_then(|list| list.0.get(at).cloned())
            .map_or(Value::Null, wrap))
    },
)];
