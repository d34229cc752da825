//! Arrays, lists and hashtables: shared, and changed in place as .NET's are.

use std::cell::{Cell, RefCell};

use indexmap::IndexMap;

use super::{Name, Value};

/// An array of fixed length.
#[derive(Debug)]
pub struct Array {
    /// The .NET name of the element type: `System.Object` for a plain array.
    pub element: Name,
    /// The elements. They can be replaced, never added to or removed.
    pub items: RefCell<Vec<Value>>,
}

impl Array {
    /// An `Object[]`.
    pub fn new(items: Vec<Value>) -> Self {
        Self {
            element: Name::Static("System.Object"),
            items: RefCell::new(items),
        }
    }

    /// An array of `element`s. The caller has converted the items.
    pub fn typed(element: impl Into<Name>, items: Vec<Value>) -> Self {
        Self {
            element: element.into(),
            items: RefCell::new(items),
        }
    }
}

/// A list that grows: `ArrayList`, or `List[T]` when `element` is given.
#[derive(Debug)]
pub struct List {
    /// The element type of a `List[T]`; `None` for an `ArrayList`.
    pub element: Option<Name>,
    /// The elements.
    pub items: RefCell<Vec<Value>>,
}

/// A key of a hashtable. Strings are compared without regard to case, as PowerShell's literals do.
#[derive(Clone, Debug)]
pub struct Key {
    /// What equality and hashing look at: type tag and folded text.
    folded: Box<str>,
    /// The key as it was given.
    value: Value,
}

impl Key {
    /// A key with its folded form. Two keys are one key when their folded forms are the same text.
    pub fn new(folded: impl Into<Box<str>>, value: Value) -> Self {
        Self {
            folded: folded.into(),
            value,
        }
    }

    /// A string key.
    pub fn text(text: &str) -> Self {
        Self {
            folded: format!("s{}", text.to_lowercase()).into(),
            value: Value::from(text),
        }
    }

    /// The key as it was given.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The folded form, for look-ups that do not build a key.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Key {}

impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

impl indexmap::Equivalent<Key> for str {
    fn equivalent(&self, key: &Key) -> bool {
        self == &*key.folded
    }
}

/// A dictionary. Both kinds keep the order of insertion; only `[ordered]` promises it.
#[derive(Debug, Default)]
pub struct Hashtable {
    /// Whether it is an `OrderedDictionary`.
    pub ordered: bool,
    /// The entries.
    pub entries: RefCell<IndexMap<Key, Value>>,
    /// How often it was changed, so that a loop over it can tell.
    pub version: Cell<u32>,
}

impl Hashtable {
    /// The value of a string key.
    pub fn get_text(&self, key: &str) -> Option<Value> {
        self.entries.borrow().get(&Key::text(key)).cloned()
    }

    /// Sets a string key.
    pub fn set_text(&self, key: &str, value: Value) {
        self.version.set(self.version.get().wrapping_add(1));
        self.entries.borrow_mut().insert(Key::text(key), value);
    }
}
