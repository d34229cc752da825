//! Arrays, lists and hashtables: shared, and changed in place as .NET's are.

use std::cell::{Cell, Ref, RefCell};
use std::cmp::Ordering;
use std::rc::Rc;

use super::entries::Entries;
use super::{Name, Value, compare};
use crate::types::type_ref::OBJECT_COLLECTION;
use crate::types::{Known, TypeRef};

/// An array of fixed length.
#[derive(Debug)]
pub struct Array {
    /// The .NET name of the element type: `System.Object` for a plain array.
    pub element: Name,
    /// The elements. They can be replaced, never added to or removed.
    pub items: RefCell<Vec<Value>>,
    /// The lengths of an array of several dimensions, whose elements stand row by row; empty for a plain one.
    pub lengths: Box<[usize]>,
}

impl Array {
    /// An `Object[]`.
    pub fn new(items: Vec<Value>) -> Self {
        Self {
            element: Name::Static("System.Object"),
            items: RefCell::new(items),
            lengths: Box::default(),
        }
    }

    /// An array of `element`s. The caller has converted the items.
    pub fn typed(element: impl Into<Name>, items: Vec<Value>) -> Self {
        Self {
            element: element.into(),
            items: RefCell::new(items),
            lengths: Box::default(),
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

impl List {
    /// An `ArrayList` of values.
    pub fn untyped(items: Vec<Value>) -> Self {
        Self {
            element: None,
            items: RefCell::new(items),
        }
    }

    /// A `Collection[PSObject]`: what script blocks, `.Where()` and `.ForEach()` give.
    pub fn of_objects(items: Vec<Value>) -> Self {
        Self {
            element: Some(Name::Static(OBJECT_COLLECTION)),
            items: RefCell::new(items),
        }
    }
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
        with_folded_text(text, false, |folded| Self {
            folded: folded.into(),
            value: Value::from(text),
        })
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

/// Calls `f` with the folded form of a text key. Short ASCII keys, which are nearly all, are folded on the stack.
fn with_folded_text<R>(text: &str, case_sensitive: bool, f: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0u8; 64];
    let bytes = text.as_bytes();
    if bytes.len() < buffer.len() && text.is_ascii() {
        buffer[0] = b's';
        for (to, from) in buffer.iter_mut().skip(1).zip(bytes) {
            *to = if case_sensitive {
                *from
            } else {
                from.to_ascii_lowercase()
            };
        }
        if let Ok(folded) = std::str::from_utf8(buffer.get(..=bytes.len()).unwrap_or(&[])) {
            return f(folded);
        }
    }
    if case_sensitive {
        f(&format!("s{text}"))
    } else {
        f(&format!("s{}", text.to_lowercase()))
    }
}

/// The entries of a table.
#[derive(Debug, Default)]
pub struct HeldEntries {
    entries: RefCell<Entries>,
    /// Whether those of a table that keeps its keys in their order have to be sorted before they are seen in order.
    unsorted: Cell<bool>,
}

/// A dictionary. Both kinds keep the order of insertion; only `[ordered]` promises it.
#[derive(Debug, Default)]
pub struct Hashtable {
    /// Whether it is an `OrderedDictionary`.
    pub ordered: bool,
    /// Whether string keys are compared with regard to case, as in tables that .NET constructors make.
    pub case_sensitive: bool,
    /// Key and value types of a `Dictionary[K,V]`; `None` for the other kinds.
    pub generic: Option<Rc<(TypeRef, TypeRef)>>,
    /// Whether it keeps its keys in their order: `SortedList`, `SortedDictionary[K,V]`.
    pub sorted: bool,
    /// The type, where the table is of a class of its own: `$PSVersionTable`, `$PSBoundParameters`.
    pub class: Option<Known>,
    /// The entries; see [`Hashtable::entries`].
    pub held: HeldEntries,
    /// How often it was changed, so that a loop over it can tell.
    pub version: Cell<u32>,
}

impl Hashtable {
    /// An empty `[ordered]` dictionary.
    pub fn new_ordered() -> Self {
        Self {
            ordered: true,
            ..Self::default()
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.held.entries.borrow().len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.held.entries.borrow().is_empty()
    }

    /// The value of a string key.
    pub fn get_text(&self, key: &str) -> Option<Value> {
        with_folded_text(key, self.case_sensitive, |folded| {
            self.held.entries.borrow().get(folded).cloned()
        })
    }

    /// Sets a string key.
    pub fn set_text(&self, key: &str, value: Value) {
        self.touch();
        let done = with_folded_text(key, self.case_sensitive, |folded| {
            match self.held.entries.borrow_mut().get_mut(folded) {
                Some(old) => {
                    *old = value.clone();
                    true
                }
                None => false,
            }
        });
        if !done {
            let key = self.key(&Value::from(key));
            self.insert(key, value);
        }
    }

    /// The entries, in order.
    pub fn entries(&self) -> Ref<'_, Entries> {
        if self.held.unsorted.take() {
            let order = |a: &Key, b: &Key| self.order(a, b);
            self.held.entries.borrow_mut().sort_by(order);
        }
        self.held.entries.borrow()
    }

    fn order(&self, a: &Key, b: &Key) -> Ordering {
        compare::order(a.value(), b.value(), compare::Case::Respect).unwrap_or(Ordering::Equal)
    }

    /// Sets what stands under a key that was made for this table; an entry that is there keeps its place.
    pub fn insert(&self, key: Key, value: Value) {
        self.touch();
        let mut entries = self.held.entries.borrow_mut();
        let in_order = !self.sorted
            || entries.contains_key(key.folded())
            || (entries.keys().next_back()).is_none_or(|last| self.order(last, &key).is_lt());
        entries.insert(key, value);
        if !in_order {
            self.held.unsorted.set(true);
        }
    }

    /// Puts an entry before the one at a place, or behind all. The key must not be there.
    pub fn insert_at(&self, at: usize, key: Key, value: Value) {
        self.touch();
        self.held.entries.borrow_mut().insert_at(at, key, value);
    }

    /// Takes the entry at a place out.
    pub fn remove_at(&self, at: usize) -> Option<Value> {
        self.touch();
        drop(self.entries());
        self.held.entries.borrow_mut().remove_at(at)
    }

    /// Sets the value at a place; `false` when there is no such place.
    pub fn set_at(&self, at: usize, value: Value) -> bool {
        drop(self.entries());
        match self.held.entries.borrow_mut().get_index_mut(at) {
            Some(old) => {
                *old = value;
                true
            }
            None => false,
        }
    }

    /// The key under which this table keeps `value`.
    pub fn key(&self, value: &Value) -> Key {
        match value.base() {
            Value::Str(text) => with_folded_text(text, self.case_sensitive, |folded| {
                Key::new(folded, value.clone())
            }),
            other => Key::new(compare::fold(other, self.case_sensitive), value.clone()),
        }
    }

    fn with_folded<R>(&self, key: &Value, f: impl FnOnce(&str) -> R) -> R {
        match key.base() {
            Value::Str(text) => with_folded_text(text, self.case_sensitive, f),
            other => f(&compare::fold(other, self.case_sensitive)),
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &Value) -> Option<Value> {
        self.with_folded(key, |folded| {
            self.held.entries.borrow().get(folded).cloned()
        })
    }

    /// Whether there is such a key.
    pub fn contains_key(&self, key: &Value) -> bool {
        self.with_folded(key, |folded| {
            self.held.entries.borrow().contains_key(folded)
        })
    }

    /// Sets a key; an entry that is there keeps its place.
    pub fn set(&self, key: &Value, value: Value) {
        if let Value::Str(text) = key {
            return self.set_text(text, value);
        }
        self.insert(self.key(key), value);
    }

    /// Takes an entry out. The others keep their order.
    pub fn remove(&self, key: &Value) -> Option<Value> {
        self.touch();
        self.with_folded(key, |folded| self.held.entries.borrow_mut().remove(folded))
    }

    /// As [`Hashtable::remove`], of a string key.
    pub fn remove_text(&self, key: &str) -> Option<Value> {
        self.touch();
        with_folded_text(key, self.case_sensitive, |folded| {
            self.held.entries.borrow_mut().remove(folded)
        })
    }

    /// Takes all entries out.
    pub fn clear(&self) {
        self.touch();
        self.held.unsorted.set(false);
        self.held.entries.borrow_mut().clear();
    }

    /// The keys as they were given, in order.
    pub fn keys(&self) -> Vec<Value> {
        self.entries()
            .keys()
            .map(|key| key.value().clone())
            .collect()
    }

    /// The values, in order.
    pub fn values(&self) -> Vec<Value> {
        self.entries().values().cloned().collect()
    }

    /// Counts a change.
    pub fn touch(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }

    /// A copy with its own entries; the values are shared.
    pub fn shallow_copy(&self) -> Self {
        Self {
            ordered: self.ordered,
            case_sensitive: self.case_sensitive,
            generic: self.generic.clone(),
            sorted: self.sorted,
            class: self.class.filter(|class| *class == Known::SortedList),
            held: HeldEntries {
                entries: RefCell::new(self.entries().clone()),
                unsorted: Cell::new(false),
            },
            version: Cell::new(0),
        }
    }
}
