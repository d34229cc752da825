//! Nodes as values. PowerShell shows attributes and child elements as properties.

use std::any::Any;
use std::rc::Rc;

use super::node::{Kind, Node};
use super::{parse, write};
use crate::error::ShellError;
use crate::types::enums::{self, XML_NODE_TYPE};
use crate::value::convert::{raise, to_text};
use crate::value::{Name, Native, Value};

/// A node.
#[derive(Clone, Debug)]
pub struct XmlNodeValue(pub Rc<Node>);

/// The value of a node.
pub fn wrap(node: Rc<Node>) -> Value {
    Value::native(XmlNodeValue(node))
}

/// What stands for an element as a property: its text when it has nothing else, else the element.
fn property_value(node: &Rc<Node>) -> Value {
    if node.kind != Kind::Element {
        return Value::from(node.text.borrow().as_str());
    }
    let children = node.children.borrow();
    let only_text = node.attributes.borrow().is_empty()
        && children
            .iter()
            .all(|child| matches!(child.kind, Kind::Text | Kind::CData));
    if only_text {
        return Value::from(node.inner_text());
    }
    drop(children);
    wrap(node.clone())
}

fn text_of(write: fn(&mut String, &Node), node: &Node) -> Value {
    let mut out = String::new();
    write(&mut out, node);
    Value::from(out)
}

fn or_null(node: Option<Rc<Node>>) -> Value {
    node.map_or(Value::Null, wrap)
}

impl XmlNodeValue {
    /// Attributes and child elements of this name.
    fn adapted(&self, name: &str) -> Option<Value> {
        let node = &self.0;
        let mut found = Vec::new();
        let fits = |other: &Node| {
            other.name.eq_ignore_ascii_case(name) || other.local_name().eq_ignore_ascii_case(name)
        };
        for attribute in node.attributes.borrow().iter() {
            if fits(attribute) {
                found.push(Value::from(attribute.text.borrow().as_str()));
            }
        }
        for child in node.children.borrow().iter() {
            let visible = child.kind == Kind::Element
                || child.kind == Kind::Declaration
                || name.starts_with('#');
            if visible && fits(child) {
                found.push(property_value(child));
            }
        }
        match found.len() {
            0 => None,
            1 => found.pop(),
            _ => Some(Value::array(found)),
        }
    }

    fn built_in(&self, name: &str) -> Option<Value> {
        let node = &self.0;
        let children = || node.children.borrow();
        let sibling = |step: isize| {
            let parent = node.parent()?;
            let at = isize::try_from(node.position()?).ok()?.checked_add(step)?;
            let siblings = parent.children.borrow();
            siblings.get(usize::try_from(at).ok()?).cloned()
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(node.name.clone()),
            "localname" => Value::from(node.local_name()),
            "prefix" => Value::from(node.prefix()),
            "namespaceuri" => Value::from(node.namespace()),
            "nodetype" => enums::value(
                &XML_NODE_TYPE,
                match node.kind {
                    Kind::Element => 1,
                    Kind::Attribute => 2,
                    Kind::Text => 3,
                    Kind::CData => 4,
                    Kind::Instruction => 7,
                    Kind::Comment => 8,
                    Kind::Document => 9,
                    Kind::Declaration => 17,
                },
            ),
            "value" => match node.kind {
                Kind::Element | Kind::Document => Value::Null,
                _ => Value::from(node.text.borrow().as_str()),
            },
            "innertext" => Value::from(node.inner_text()),
            "innerxml" => text_of(write::inner, node),
            "outerxml" => text_of(write::outer, node),
            "childnodes" => Value::native(NodeListValue(children().clone())),
            "firstchild" => or_null(children().first().cloned()),
            "lastchild" => or_null(children().last().cloned()),
            "parentnode" if node.kind != Kind::Attribute => or_null(node.parent()),
            "ownerelement" if node.kind == Kind::Attribute => or_null(node.parent()),
            "ownerdocument" => match node.root() {
                root if root.kind == Kind::Document && !Rc::ptr_eq(&root, node) => wrap(root),
                _ => Value::Null,
            },
            "nextsibling" => or_null(sibling(1)),
            "previoussibling" => or_null(sibling(-1)),
            "haschildnodes" => Value::Bool(!children().is_empty()),
            "hasattributes" if node.kind == Kind::Element => {
                Value::Bool(!node.attributes.borrow().is_empty())
            }
            "attributes" => match node.kind {
                Kind::Element => Value::native(AttributeListValue(node.clone())),
                _ => Value::Null,
            },
            "isempty" if node.kind == Kind::Element => Value::Bool(children().is_empty()),
            "documentelement" if node.kind == Kind::Document => {
                or_null(node.elements().first().cloned())
            }
            "nametable" if node.kind == Kind::Document => super::name_table(),
            "preservewhitespace" if node.kind == Kind::Document => Value::Bool(false),
            "data" if matches!(node.kind, Kind::Text | Kind::CData | Kind::Comment) => {
                Value::from(node.text.borrow().as_str())
            }
            _ => return None,
        })
    }
}

impl Native for XmlNodeValue {
    fn type_names(&self) -> &'static [&'static str] {
        match self.0.kind {
            Kind::Document => &[
                "System.Xml.XmlDocument",
                "System.Xml.XmlNode",
                "System.Object",
            ],
            Kind::Element => &[
                "System.Xml.XmlElement",
                "System.Xml.XmlLinkedNode",
                "System.Xml.XmlNode",
                "System.Object",
            ],
            Kind::Attribute => &[
                "System.Xml.XmlAttribute",
                "System.Xml.XmlNode",
                "System.Object",
            ],
            Kind::Text => &[
                "System.Xml.XmlText",
                "System.Xml.XmlCharacterData",
                "System.Xml.XmlLinkedNode",
                "System.Xml.XmlNode",
                "System.Object",
            ],
            Kind::CData => &[
                "System.Xml.XmlCDataSection",
                "System.Xml.XmlCharacterData",
                "System.Xml.XmlLinkedNode",
                "System.Xml.XmlNode",
                "System.Object",
            ],
            Kind::Comment => &[
                "System.Xml.XmlComment",
                "System.Xml.XmlCharacterData",
                "System.Xml.XmlLinkedNode",
                "System.Xml.XmlNode",
                "System.Object",
            ],
            Kind::Declaration | Kind::Instruction => &[
                "System.Xml.XmlDeclaration",
                "System.Xml.XmlLinkedNode",
                "System.Xml.XmlNode",
                "System.Object",
            ],
        }
    }
    fn to_text(&self) -> String {
        match self.0.kind {
            Kind::Document => "#document".to_owned(),
            _ => self.0.local_name().to_owned(),
        }
    }
    fn property(&self, name: &str) -> Option<Value> {
        self.adapted(name).or_else(|| self.built_in(name))
    }
    fn property_names(&self) -> Vec<Name> {
        let node = &self.0;
        let mut names: Vec<Name> = Vec::new();
        let mut add = |name: &Rc<str>| {
            if !names.iter().any(|known| known.as_str() == &**name) {
                names.push(Name::Shared(name.clone()));
            }
        };
        for attribute in node.attributes.borrow().iter() {
            add(&attribute.name);
        }
        for child in node.children.borrow().iter() {
            add(&child.name);
        }
        names
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        let node = &self.0;
        let text = to_text(value);
        let fits = |other: &Node| other.name.eq_ignore_ascii_case(name);
        let attribute = node
            .attributes
            .borrow()
            .iter()
            .find(|node| fits(node))
            .cloned();
        if let Some(attribute) = attribute {
            text.as_ref().clone_into(&mut attribute.text.borrow_mut());
            return Ok(true);
        }
        let children: Vec<Rc<Node>> = node
            .children
            .borrow()
            .iter()
            .filter(|node| fits(node) && node.kind != Kind::Comment)
            .cloned()
            .collect();
        if let [only] = children.as_slice() {
            only.set_inner_text(&text);
            return Ok(true);
        }
        match name.to_ascii_lowercase().as_str() {
            "innertext" | "#text" => node.set_inner_text(&text),
            "innerxml" => {
                let new = parse::parse_fragment(&text)
                    .map_err(|reason| raise("System.Xml.XmlException", reason))?;
                node.set_inner_text("");
                for child in new {
                    node.append(&child);
                }
            }
            "value" | "data" if !matches!(node.kind, Kind::Element | Kind::Document) => {
                node.set_inner_text(&text);
            }
            "preservewhitespace" => {}
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn equals(&self, other: &Value) -> bool {
        other
            .downcast::<Self>()
            .is_some_and(|other| Rc::ptr_eq(&self.0, &other.0))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Xml.XmlNodeList`.
#[derive(Debug)]
pub struct NodeListValue(pub Vec<Rc<Node>>);

impl Native for NodeListValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Xml.XmlNodeList", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Xml.XmlNodeList".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Count")
            .then(|| Value::Int(i32::try_from(self.0.len()).unwrap_or(i32::MAX)))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Count")]
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(self.0.iter().cloned().map(wrap).collect())
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Xml.XmlAttributeCollection`: by number and by name.
#[derive(Debug)]
pub struct AttributeListValue(pub Rc<Node>);

impl Native for AttributeListValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Xml.XmlAttributeCollection", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Xml.XmlAttributeCollection".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Count").then(|| {
            Value::Int(i32::try_from(self.0.attributes.borrow().len()).unwrap_or(i32::MAX))
        })
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Count")]
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(
            self.0
                .attributes
                .borrow()
                .iter()
                .cloned()
                .map(wrap)
                .collect(),
        )
    }
    fn index(&self, key: &Value) -> Option<Value> {
        match key.base() {
            Value::Str(name) => Some(or_null(self.0.attribute(name))),
            _ => {
                let at = crate::value::convert::to_int(key).ok()?;
                let attributes = self.0.attributes.borrow();
                Some(or_null(
                    usize::try_from(at)
                        .ok()
                        .and_then(|at| attributes.get(at))
                        .cloned(),
                ))
            }
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
