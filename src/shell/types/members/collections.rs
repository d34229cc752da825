//! Members of queues, stacks and sets, and enumerators.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use super::{Call, Method, method, void};
use crate::error::{Flow, ShellError};
use crate::types::CollectionValue;
use crate::value::convert::raise;
use crate::value::members::enumerate;
use crate::value::{Hashtable, Name, Native, Value};

fn the_collection<'a>(call: &Call<'a>) -> Result<&'a CollectionValue, ShellError> {
    call.this
        .downcast::<CollectionValue>()
        .ok_or_else(|| raise("System.InvalidOperationException", "This is no collection."))
}

fn empty(what: &str) -> ShellError {
    raise("System.InvalidOperationException", format!("{what} empty."))
}

/// Methods of all three.
pub const METHODS: &[Method] = &[
    void("Clear", 0, 0, "void Clear()", |call| {
        the_collection(call)?.retain(|_| false);
        Ok(Value::Null)
    }),
    method(
        "Contains",
        1,
        1,
        "bool Contains(System.Object obj)",
        |call| {
            let collection = the_collection(call)?;
            let wanted = collection.converted(call.arg(0))?;
            Ok(Value::Bool(collection.contains(&wanted)))
        },
    ),
    method("ToArray", 0, 0, "System.Object[] ToArray()", |call| {
        let collection = the_collection(call)?;
        let items = collection.items().unwrap_or_default();
        Ok(match &collection.element {
            Some(element) => Value::typed_array(
                crate::value::convert::collections::element_name(element),
                items,
            ),
            None => Value::array(items),
        })
    }),
    method(
        "GetEnumerator",
        0,
        0,
        "System.Collections.IEnumerator GetEnumerator()",
        |call| {
            Ok(Value::native(EnumeratorValue::new(
                "System.Collections.Queue+QueueEnumerator",
                the_collection(call)?.items().unwrap_or_default(),
            )))
        },
    ),
    void(
        "CopyTo",
        1,
        3,
        "void CopyTo(array array, int index)",
        |call| {
            let start = if call.count() > 1 {
                call.index(1, "index")?
            } else {
                0
            };
            let target = call.arg(0).clone();
            for (at, item) in the_collection(call)?
                .items()
                .unwrap_or_default()
                .into_iter()
                .enumerate()
            {
                let at = Value::Int(i32::try_from(start + at).unwrap_or(i32::MAX));
                crate::value::members::set_index(&target, &at, item, call.engine)?;
            }
            Ok(Value::Null)
        },
    ),
];

/// Methods of queues.
pub const QUEUE_METHODS: &[Method] = &[
    void("Enqueue", 1, 1, "void Enqueue(System.Object obj)", |call| {
        the_collection(call)?.add(call.arg(0))?;
        Ok(Value::Null)
    }),
    method("Dequeue", 0, 0, "System.Object Dequeue()", |call| {
        let taken = the_collection(call)?.elements.borrow_mut().pop_front();
        taken.ok_or_else(|| empty("Queue").into())
    }),
    method("Peek", 0, 0, "System.Object Peek()", |call| {
        let first = the_collection(call)?.elements.borrow().front().cloned();
        first.ok_or_else(|| empty("Queue").into())
    }),
    method(
        "TryDequeue",
        1,
        1,
        "bool TryDequeue([ref] T result)",
        |call| try_first(call, true),
    ),
    method("TryPeek", 1, 1, "bool TryPeek([ref] T result)", |call| {
        try_first(call, false)
    }),
];

/// Methods of stacks.
pub const STACK_METHODS: &[Method] = &[
    void("Push", 1, 1, "void Push(System.Object obj)", |call| {
        the_collection(call)?.add(call.arg(0))?;
        Ok(Value::Null)
    }),
    method("Pop", 0, 0, "System.Object Pop()", |call| {
        let taken = the_collection(call)?.elements.borrow_mut().pop_front();
        taken.ok_or_else(|| empty("Stack").into())
    }),
    method("Peek", 0, 0, "System.Object Peek()", |call| {
        let first = the_collection(call)?.elements.borrow().front().cloned();
        first.ok_or_else(|| empty("Stack").into())
    }),
    method("TryPop", 1, 1, "bool TryPop([ref] T result)", |call| {
        try_first(call, true)
    }),
    method("TryPeek", 1, 1, "bool TryPeek([ref] T result)", |call| {
        try_first(call, false)
    }),
];

/// Puts an element in at one end of a linked list, and gives its node.
fn link(call: &mut Call<'_>, first: bool) -> Flow<Value> {
    let list = the_collection(call)?;
    let value = list.converted(call.arg(0))?;
    let mut elements = list.elements.borrow_mut();
    if first {
        elements.push_front(value);
    } else {
        elements.push_back(value);
    }
    drop(elements);
    Ok(list
        .property(if first { "First" } else { "Last" })
        .unwrap_or_default())
}

/// Takes an element away at one end of a linked list.
fn unlink(call: &mut Call<'_>, first: bool) -> Flow<Value> {
    let mut elements = the_collection(call)?.elements.borrow_mut();
    let gone = if first {
        elements.pop_front()
    } else {
        elements.pop_back()
    };
    match gone {
        Some(_) => Ok(Value::Null),
        None => Err(raise(
            "System.InvalidOperationException",
            "The LinkedList is empty.",
        )
        .into()),
    }
}

/// Methods of linked lists.
pub const LINKED_METHODS: &[Method] = &[
    method(
        "AddFirst",
        1,
        1,
        "System.Collections.Generic.LinkedListNode[T] AddFirst(T value)",
        |call| link(call, true),
    ),
    method(
        "AddLast",
        1,
        1,
        "System.Collections.Generic.LinkedListNode[T] AddLast(T value)",
        |call| link(call, false),
    ),
    void("RemoveFirst", 0, 0, "void RemoveFirst()", |call| {
        unlink(call, true)
    }),
    void("RemoveLast", 0, 0, "void RemoveLast()", |call| {
        unlink(call, false)
    }),
    method("Remove", 1, 1, "bool Remove(T value)", |call| {
        let list = the_collection(call)?;
        let wanted = list.converted(call.arg(0))?;
        let mut elements = list.elements.borrow_mut();
        let at = elements.iter().position(|item| list.same(item, &wanted));
        Ok(Value::Bool(
            at.is_some_and(|at| elements.remove(at).is_some()),
        ))
    }),
];

/// Methods that queues and stacks have of late: what they do where nothing is there is no error.
fn try_first(call: &mut Call<'_>, takes: bool) -> Flow<Value> {
    let found = {
        let mut elements = the_collection(call)?.elements.borrow_mut();
        if takes {
            elements.pop_front()
        } else {
            elements.front().cloned()
        }
    };
    if let Some(reference) = call.arg(0).downcast::<crate::types::ReferenceValue>() {
        reference.0.set(found.clone().unwrap_or_default());
    }
    Ok(Value::Bool(found.is_some()))
}

/// Methods of sets.
pub const SET_METHODS: &[Method] = &[
    method("Add", 1, 1, "bool Add(T item)", |call| {
        Ok(Value::Bool(the_collection(call)?.add(call.arg(0))?))
    }),
    method("Remove", 1, 1, "bool Remove(T item)", |call| {
        let collection = the_collection(call)?;
        let wanted = collection.converted(call.arg(0))?;
        if !collection.contains(&wanted) {
            return Ok(Value::Bool(false));
        }
        let gone = collection.retain(|item| !collection.same(item, &wanted));
        Ok(Value::Bool(gone > 0))
    }),
    void(
        "UnionWith",
        1,
        1,
        "void UnionWith(System.Collections.IEnumerable other)",
        |call| {
            let collection = the_collection(call)?;
            for item in enumerate(call.arg(0)).unwrap_or_default() {
                collection.add(&item)?;
            }
            Ok(Value::Null)
        },
    ),
    void(
        "IntersectWith",
        1,
        1,
        "void IntersectWith(System.Collections.IEnumerable other)",
        |call| keep(call, true),
    ),
    void(
        "ExceptWith",
        1,
        1,
        "void ExceptWith(System.Collections.IEnumerable other)",
        |call| keep(call, false),
    ),
    method(
        "IsSubsetOf",
        1,
        1,
        "bool IsSubsetOf(System.Collections.IEnumerable other)",
        |call| {
            let collection = the_collection(call)?;
            let others = others(call)?;
            let all = collection
                .elements
                .borrow()
                .iter()
                .all(|item| others.iter().any(|other| collection.same(item, other)));
            Ok(Value::Bool(all))
        },
    ),
    method(
        "IsSupersetOf",
        1,
        1,
        "bool IsSupersetOf(System.Collections.IEnumerable other)",
        |call| {
            let collection = the_collection(call)?;
            Ok(Value::Bool(
                others(call)?.iter().all(|item| collection.contains(item)),
            ))
        },
    ),
    method(
        "Overlaps",
        1,
        1,
        "bool Overlaps(System.Collections.IEnumerable other)",
        |call| {
            let collection = the_collection(call)?;
            Ok(Value::Bool(
                others(call)?.iter().any(|item| collection.contains(item)),
            ))
        },
    ),
    method(
        "SetEquals",
        1,
        1,
        "bool SetEquals(System.Collections.IEnumerable other)",
        |call| {
            let collection = the_collection(call)?;
            let others = others(call)?;
            let same = others.iter().all(|item| collection.contains(item))
                && collection
                    .elements
                    .borrow()
                    .iter()
                    .all(|item| others.iter().any(|other| collection.same(item, other)));
            Ok(Value::Bool(same))
        },
    ),
];

fn others(call: &Call<'_>) -> Result<Vec<Value>, ShellError> {
    let collection = the_collection(call)?;
    enumerate(call.arg(0))
        .unwrap_or_default()
        .iter()
        .map(|item| collection.converted(item))
        .collect()
}

fn keep(call: &mut Call<'_>, common: bool) -> Flow<Value> {
    let collection = the_collection(call)?;
    let others = others(call)?;
    collection.retain(|item| others.iter().any(|other| collection.same(item, other)) == common);
    Ok(Value::Null)
}

/// What `GetEnumerator()` gives. A pipeline takes it apart.
#[derive(Debug)]
pub struct EnumeratorValue {
    name: &'static str,
    items: Vec<Value>,
    /// -1 before the first element.
    at: Cell<isize>,
    table: Option<Rc<Hashtable>>,
}

impl EnumeratorValue {
    /// An enumerator of a type over these elements.
    pub fn new(name: &'static str, items: Vec<Value>) -> Self {
        Self {
            name,
            items,
            at: Cell::new(-1),
            table: None,
        }
    }

    /// An enumerator over the entries of a table, which must not be changed meanwhile.
    pub fn over_table(name: &'static str, items: Vec<Value>, table: Rc<Hashtable>) -> Self {
        Self {
            table: Some(table),
            ..Self::new(name, items)
        }
    }

    /// The table, when it goes over one.
    pub fn table(&self) -> Option<&Rc<Hashtable>> {
        self.table.as_ref()
    }

    fn current(&self) -> Option<&Value> {
        usize::try_from(self.at.get())
            .ok()
            .and_then(|at| self.items.get(at))
    }
}

impl Native for EnumeratorValue {
    fn type_names(&self) -> &'static [&'static str] {
        match self.name {
            "System.CharEnumerator" => &["System.CharEnumerator", "System.Object"],
            "System.Collections.Hashtable+HashtableEnumerator" => &[
                "System.Collections.Hashtable+HashtableEnumerator",
                "System.Object",
            ],
            "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator" => &[
                "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator",
                "System.Object",
            ],
            "System.Collections.Generic.Dictionary`2+Enumerator" => &[
                "System.Collections.Generic.Dictionary`2+Enumerator",
                "System.Object",
            ],
            "System.Collections.ArrayList+ArrayListEnumeratorSimple" => &[
                "System.Collections.ArrayList+ArrayListEnumeratorSimple",
                "System.Object",
            ],
            _ => &["System.Array+ArrayEnumerator", "System.Object"],
        }
    }
    fn to_text(&self) -> String {
        self.name.to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let current = || self.current().cloned().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "current" | "entry" => Some(current()),
            "key" | "name" if self.table.is_some() && self.at.get() >= 0 => match current() {
                Value::Native(entry) => entry.property("Key"),
                _ => None,
            },
            "value" if self.table.is_some() && self.at.get() >= 0 => match current() {
                Value::Native(entry) => entry.property("Value"),
                _ => None,
            },
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Current")]
    }
    fn items(&self) -> Option<Vec<Value>> {
        let from = usize::try_from(self.at.get() + 1).unwrap_or(0);
        Some(self.items.get(from..).unwrap_or(&[]).to_vec())
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Methods of enumerators.
pub const ENUMERATOR_METHODS: &[Method] = &[
    method("MoveNext", 0, 0, "bool MoveNext()", |call| {
        let Some(enumerator) = call.this.downcast::<EnumeratorValue>() else {
            return Ok(Value::Bool(false));
        };
        let length = isize::try_from(enumerator.items.len()).unwrap_or(isize::MAX);
        let next = enumerator.at.get().saturating_add(1).min(length);
        enumerator.at.set(next);
        Ok(Value::Bool(next < length))
    }),
    void("Reset", 0, 0, "void Reset()", |call| {
        if let Some(enumerator) = call.this.downcast::<EnumeratorValue>() {
            enumerator.at.set(-1);
        }
        Ok(Value::Null)
    }),
    void("Dispose", 0, 0, "void Dispose()", |_| Ok(Value::Null)),
];
