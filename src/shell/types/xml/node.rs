//! The tree.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The document itself.
    Document,
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// Text.
    Text,
    /// A CDATA section.
    CData,
    /// A comment.
    Comment,
    /// `<?xml ...?>`.
    Declaration,
    /// Another processing instruction.
    Instruction,
}

/// A node of a document. Nodes are shared and changed in place.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The name, with its prefix.
    pub name: Rc<str>,
    /// The text of everything that has no children.
    pub text: RefCell<String>,
    /// The attributes of an element.
    pub attributes: RefCell<Vec<Rc<Node>>>,
    /// The children of a document or element.
    pub children: RefCell<Vec<Rc<Node>>>,
    parent: RefCell<Weak<Node>>,
}

impl Node {
    /// A node without parent.
    pub fn new(kind: Kind, name: impl Into<Rc<str>>, text: impl Into<String>) -> Rc<Self> {
        Rc::new(Self {
            kind,
            name: name.into(),
            text: RefCell::new(text.into()),
            attributes: RefCell::default(),
            children: RefCell::default(),
            parent: RefCell::default(),
        })
    }

    /// The name without its prefix.
    pub fn local_name(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// The prefix of the name; empty for none.
    pub fn prefix(&self) -> &str {
        self.name.rsplit_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The node that it stands in.
    pub fn parent(&self) -> Option<Rc<Node>> {
        self.parent.borrow().upgrade()
    }

    /// The document that it belongs to, or the topmost node.
    pub fn root(self: &Rc<Self>) -> Rc<Node> {
        let mut node = self.clone();
        while let Some(parent) = node.parent() {
            node = parent;
        }
        node
    }

    /// Puts a child at a place; it leaves its old parent.
    pub fn insert(self: &Rc<Self>, at: usize, child: &Rc<Node>) {
        child.detach();
        *child.parent.borrow_mut() = Rc::downgrade(self);
        let mut children = self.children.borrow_mut();
        let at = at.min(children.len());
        children.insert(at, child.clone());
    }

    /// Puts a child at the end.
    pub fn append(self: &Rc<Self>, child: &Rc<Node>) {
        self.insert(usize::MAX, child);
    }

    /// Takes the node out of its parent.
    pub fn detach(self: &Rc<Self>) {
        if let Some(parent) = self.parent() {
            parent
                .children
                .borrow_mut()
                .retain(|node| !Rc::ptr_eq(node, self));
            parent
                .attributes
                .borrow_mut()
                .retain(|node| !Rc::ptr_eq(node, self));
        }
        *self.parent.borrow_mut() = Weak::new();
    }

    /// Where it stands among its siblings.
    pub fn position(self: &Rc<Self>) -> Option<usize> {
        self.parent()?
            .children
            .borrow()
            .iter()
            .position(|node| Rc::ptr_eq(node, self))
    }

    /// The attribute of this name; case counts.
    pub fn attribute(&self, name: &str) -> Option<Rc<Node>> {
        self.attributes
            .borrow()
            .iter()
            .find(|attribute| &*attribute.name == name)
            .cloned()
    }

    /// Sets an attribute.
    pub fn set_attribute(self: &Rc<Self>, name: &str, value: &str) {
        match self.attribute(name) {
            Some(attribute) => value.clone_into(&mut attribute.text.borrow_mut()),
            None => self.add_attribute(name, value),
        }
    }

    /// Adds an attribute without looking for one of that name: for readers that know that there is none.
    pub fn add_attribute(self: &Rc<Self>, name: &str, value: &str) {
        let attribute = Node::new(Kind::Attribute, name, value);
        *attribute.parent.borrow_mut() = Rc::downgrade(self);
        self.attributes.borrow_mut().push(attribute);
    }

    /// The child elements.
    pub fn elements(&self) -> Vec<Rc<Node>> {
        self.children
            .borrow()
            .iter()
            .filter(|node| node.kind == Kind::Element)
            .cloned()
            .collect()
    }

    /// All the text in it.
    pub fn inner_text(&self) -> String {
        match self.kind {
            Kind::Document | Kind::Element => {
                let mut out = String::new();
                for child in self.children.borrow().iter() {
                    if !matches!(
                        child.kind,
                        Kind::Comment | Kind::Declaration | Kind::Instruction
                    ) {
                        out.push_str(&child.inner_text());
                    }
                }
                out
            }
            _ => self.text.borrow().clone(),
        }
    }

    /// Puts text in place of all children.
    pub fn set_inner_text(self: &Rc<Self>, text: &str) {
        match self.kind {
            Kind::Document | Kind::Element => {
                for child in self.children.take() {
                    *child.parent.borrow_mut() = Weak::new();
                }
                if !text.is_empty() {
                    self.append(&Node::new(Kind::Text, "#text", text));
                }
            }
            _ => text.clone_into(&mut self.text.borrow_mut()),
        }
    }

    /// The namespace that the prefix stands for; empty for none.
    pub fn namespace(self: &Rc<Self>) -> String {
        let wanted = match self.prefix() {
            "" if self.kind == Kind::Attribute => return String::new(),
            "" => "xmlns".to_owned(),
            "xml" => return "http://www.w3.org/XML/1998/namespace".to_owned(),
            prefix => format!("xmlns:{prefix}"),
        };
        let mut node = Some(self.clone());
        while let Some(current) = node {
            if let Some(attribute) = current.attribute(&wanted) {
                return attribute.text.borrow().clone();
            }
            node = current.parent();
        }
        String::new()
    }

    /// A copy without parent; `deep` copies the children too.
    pub fn copy(&self, deep: bool) -> Rc<Node> {
        let copy = Node::new(self.kind, self.name.clone(), self.text.borrow().clone());
        for attribute in self.attributes.borrow().iter() {
            copy.add_attribute(&attribute.name, &attribute.text.borrow());
        }
        if deep {
            for child in self.children.borrow().iter() {
                copy.append(&child.copy(true));
            }
        }
        copy
    }
}
