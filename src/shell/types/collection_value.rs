//! Queues, stacks, sets and linked lists.

use std::any::Any;
use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use super::TypeRef;
use crate::error::ShellError;
use crate::value::{Name, Native, Value, compare, convert};

/// Which collection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionKind {
    /// First in, first out.
    Queue,
    /// Last in, first out; its elements are shown from the top.
    Stack,
    /// Each element once, by .NET's equality (case counts).
    HashSet,
    /// Each element once, in their order.
    SortedSet,
    /// A list that grows and shrinks at both ends.
    LinkedList,
}

/// A queue, stack or set, of any elements or of one type.
#[derive(Debug)]
pub struct CollectionValue {
    /// Which one.
    pub kind: CollectionKind,
    /// The type of the elements; `None` for the older collections that take anything.
    pub element: Option<Rc<TypeRef>>,
    /// The elements in the order in which they are enumerated.
    pub elements: RefCell<VecDeque<Value>>,
    /// Whether texts that differ in case alone are one: a set with such a comparer.
    pub ignores_case: bool,
    /// The folded elements of a hash set: who is there is found without looking at all.
    known: RefCell<HashSet<String>>,
}

impl CollectionValue {
    /// An empty one.
    pub fn new(kind: CollectionKind, element: Option<Rc<TypeRef>>) -> Self {
        Self {
            kind,
            element,
            elements: RefCell::new(VecDeque::new()),
            ignores_case: false,
            known: RefCell::default(),
        }
    }

    /// Puts an element in; whether it was not there yet (always so but for sets).
    ///
    /// # Errors
    /// When it cannot be converted to the element type.
    pub fn add(&self, value: &Value) -> Result<bool, ShellError> {
        let value = self.converted(value)?;
        if self.kind == CollectionKind::HashSet
            && !self.known.borrow_mut().insert(self.folded(&value))
        {
            return Ok(false);
        }
        let mut elements = self.elements.borrow_mut();
        let case = if self.ignores_case {
            compare::Case::Ignore
        } else {
            compare::Case::Respect
        };
        match self.kind {
            CollectionKind::SortedSet => {
                let mut place = elements.len();
                for (at, item) in elements.iter().enumerate() {
                    match compare::order(item, &value, case)? {
                        std::cmp::Ordering::Less => {}
                        std::cmp::Ordering::Equal => return Ok(false),
                        std::cmp::Ordering::Greater => {
                            place = at;
                            break;
                        }
                    }
                }
                elements.insert(place, value);
            }
            CollectionKind::Stack => elements.push_front(value),
            CollectionKind::Queue | CollectionKind::HashSet | CollectionKind::LinkedList => {
                elements.push_back(value);
            }
        }
        Ok(true)
    }

    /// The value in the element type.
    pub fn converted(&self, value: &Value) -> Result<Value, ShellError> {
        match &self.element {
            Some(element) => convert::cast(value, element),
            None => Ok(value.clone()),
        }
    }

    fn folded(&self, value: &Value) -> String {
        compare::fold(value, !self.ignores_case).to_string()
    }

    /// Whether an element is there.
    pub fn contains(&self, value: &Value) -> bool {
        let wanted = self.folded(value);
        if self.kind == CollectionKind::HashSet {
            return self.known.borrow().contains(&wanted);
        }
        let elements = self.elements.borrow();
        elements.iter().any(|item| self.folded(item) == wanted)
    }

    /// Keeps only some of the elements; how many went.
    pub fn retain(&self, keeps: impl Fn(&Value) -> bool) -> usize {
        let mut elements = self.elements.borrow_mut();
        let before = elements.len();
        elements.retain(keeps);
        if self.kind == CollectionKind::HashSet {
            *self.known.borrow_mut() = elements.iter().map(|item| self.folded(item)).collect();
        }
        before - elements.len()
    }

    /// Whether two elements are one for this collection.
    pub fn same(&self, a: &Value, b: &Value) -> bool {
        self.folded(a) == self.folded(b)
    }
}

impl Native for CollectionValue {
    fn type_names(&self) -> &'static [&'static str] {
        match self.kind {
            CollectionKind::Queue => &["System.Collections.Queue", "System.Object"],
            CollectionKind::Stack => &["System.Collections.Stack", "System.Object"],
            CollectionKind::HashSet => &["System.Collections.Generic.HashSet`1", "System.Object"],
            CollectionKind::SortedSet => {
                &["System.Collections.Generic.SortedSet`1", "System.Object"]
            }
            CollectionKind::LinkedList => {
                &["System.Collections.Generic.LinkedList`1", "System.Object"]
            }
        }
    }
    fn type_ref(&self) -> Option<TypeRef> {
        let element = self.element.clone()?;
        Some(match self.kind {
            CollectionKind::Queue => TypeRef::Queue(element),
            CollectionKind::Stack => TypeRef::Stack(element),
            CollectionKind::HashSet => TypeRef::HashSet(element),
            CollectionKind::SortedSet => TypeRef::SortedSet(element),
            CollectionKind::LinkedList => TypeRef::LinkedList(element),
        })
    }
    fn to_text(&self) -> String {
        match self.type_ref() {
            Some(ty) => ty.full_name().to_string(),
            None => self.type_names().first().copied().unwrap_or("").to_owned(),
        }
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "count" => Some(Value::Int(
                i32::try_from(self.elements.borrow().len()).unwrap_or(i32::MAX),
            )),
            "min" if self.kind == CollectionKind::SortedSet => {
                Some(self.elements.borrow().front().cloned().unwrap_or_default())
            }
            "max" if self.kind == CollectionKind::SortedSet => {
                Some(self.elements.borrow().back().cloned().unwrap_or_default())
            }
            "first" if self.kind == CollectionKind::LinkedList => {
                Some(node(&self.elements.borrow(), 0))
            }
            "last" if self.kind == CollectionKind::LinkedList => {
                let elements = self.elements.borrow();
                Some(node(&elements, elements.len().wrapping_sub(1)))
            }
            "issynchronized" => Some(Value::Bool(false)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        match self.kind {
            CollectionKind::SortedSet => ["Count", "Min", "Max"].map(Name::Static).to_vec(),
            CollectionKind::LinkedList => ["Count", "First", "Last"].map(Name::Static).to_vec(),
            _ => vec![Name::Static("Count")],
        }
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(self.elements.borrow().iter().cloned().collect())
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A node of a linked list as it was when it was asked for; `$null` where there is none.
fn node(elements: &VecDeque<Value>, at: usize) -> Value {
    match elements.get(at) {
        Some(_) => Value::native(NodeValue {
            elements: elements.iter().cloned().collect(),
            at,
        }),
        None => Value::Null,
    }
}

/// `System.Collections.Generic.LinkedListNode[T]`: an element with those before and behind it.
#[derive(Clone, Debug)]
pub struct NodeValue {
    elements: Rc<[Value]>,
    at: usize,
}

impl NodeValue {
    fn other(&self, at: Option<usize>) -> Value {
        match at.filter(|at| *at < self.elements.len()) {
            Some(at) => Value::native(Self {
                elements: Rc::clone(&self.elements),
                at,
            }),
            None => Value::Null,
        }
    }
}

impl Native for NodeValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Collections.Generic.LinkedListNode`1",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Collections.Generic.LinkedListNode`1".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "value" => self.elements.get(self.at).cloned().unwrap_or_default(),
            "next" => self.other(self.at.checked_add(1)),
            "previous" => self.other(self.at.checked_sub(1)),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["Next", "Previous", "Value"].map(Name::Static).to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
