//! Methods of concurrent collections.

use super::collections::EnumeratorValue;
use super::dictionary::DictionaryEntryValue;
use super::{Call, Method, method, void};
use crate::error::{Flow, ShellError};
use crate::types::{ConcurrentValue, ReferenceValue};
use crate::value::compare::{Case, equals};
use crate::value::convert::raise;
use crate::value::members::enumerate;
use crate::value::{BlockCall, Native as _, Value};

fn the_collection<'a>(call: &Call<'a>) -> Result<&'a ConcurrentValue, ShellError> {
    call.this
        .downcast::<ConcurrentValue>()
        .ok_or_else(|| raise("System.InvalidOperationException", "This is no collection."))
}

/// An argument; `$null` when it was not given.
fn given<'a>(call: &Call<'a>, at: usize) -> &'a Value {
    const NULL: &Value = &Value::Null;
    call.args.get(at).unwrap_or(NULL)
}

fn put(call: &mut Call<'_>) -> Flow<Value> {
    the_collection(call)?.put(given(call, 0), call.engine)?;
    Ok(Value::Null)
}

/// Hands on what was found by a reference, and says whether there was any.
fn answer(call: &mut Call<'_>, at: usize, found: Option<Value>) -> Value {
    let is_there = found.is_some();
    if let Some(place) = given(call, at).downcast::<ReferenceValue>() {
        place.0.set(found.unwrap_or_default());
    }
    Value::Bool(is_there)
}

fn next(call: &mut Call<'_>, takes: bool) -> Flow<Value> {
    let found = the_collection(call)?.next(takes, call.engine)?;
    Ok(answer(call, 0, found))
}

/// Methods of all of them.
pub const METHODS: &[Method] = &[
    void("Clear", 0, 0, "void Clear()", |call| {
        the_collection(call)?.clear();
        Ok(Value::Null)
    }),
    method("ToArray", 0, 0, "System.Object[] ToArray()", |call| {
        elements(call).map(Value::array)
    }),
    method(
        "GetEnumerator",
        0,
        0,
        "System.Collections.IEnumerator GetEnumerator()",
        |call| {
            let items = elements(call)?;
            Ok(Value::native(EnumeratorValue::new(
                "System.Array+ArrayEnumerator",
                items,
            )))
        },
    ),
];

/// The elements of a line, or the entries of a dictionary.
fn elements(call: &mut Call<'_>) -> Flow<Vec<Value>> {
    let collection = the_collection(call)?;
    if let Some(items) = collection.items() {
        return Ok(items);
    }
    let entries = collection.entries(call.engine)?.into_iter();
    let entry = |(key, value)| {
        Value::native(DictionaryEntryValue {
            key,
            value,
            generic: collection.pair(),
        })
    };
    Ok(entries.map(entry).collect())
}

/// Methods of queues.
pub const QUEUE_METHODS: &[Method] = &[
    void("Enqueue", 1, 1, "void Enqueue(T item)", put),
    method(
        "TryDequeue",
        1,
        1,
        "bool TryDequeue([ref] T result)",
        |call| next(call, true),
    ),
    method("TryPeek", 1, 1, "bool TryPeek([ref] T result)", |call| {
        next(call, false)
    }),
];

/// Methods of stacks.
pub const STACK_METHODS: &[Method] = &[
    void("Push", 1, 1, "void Push(T item)", put),
    void("PushRange", 1, 1, "void PushRange(T[] items)", |call| {
        let items = enumerate(given(call, 0)).unwrap_or_default();
        for item in &items {
            the_collection(call)?.put(item, call.engine)?;
        }
        Ok(Value::Null)
    }),
    method("TryPop", 1, 1, "bool TryPop([ref] T result)", |call| {
        next(call, true)
    }),
    method("TryPeek", 1, 1, "bool TryPeek([ref] T result)", |call| {
        next(call, false)
    }),
];

/// Methods of bags.
pub const BAG_METHODS: &[Method] = &[
    void("Add", 1, 1, "void Add(T item)", put),
    method("TryTake", 1, 1, "bool TryTake([ref] T result)", |call| {
        next(call, true)
    }),
    method("TryPeek", 1, 1, "bool TryPeek([ref] T result)", |call| {
        next(call, false)
    }),
];

/// A value, or what a block makes of these arguments.
fn value_or_made(call: &mut Call<'_>, at: usize, args: &[Value]) -> Flow<Value> {
    let Value::ScriptBlock(block) = given(call, at).base().clone() else {
        return Ok(given(call, at).clone());
    };
    let made = call.engine.run_block(
        &block,
        BlockCall {
            item: None,
            this: None,
            args,
        },
    )?;
    Ok(match made.len() {
        1 => made.into_iter().next().unwrap_or_default(),
        0 => Value::Null,
        _ => Value::array(made),
    })
}

/// Methods of dictionaries.
pub const DICTIONARY_METHODS: &[Method] = &[
    method(
        "TryAdd",
        2,
        2,
        "bool TryAdd(TKey key, TValue value)",
        |call| {
            let collection = the_collection(call)?;
            let added = collection.try_add(given(call, 0), given(call, 1), call.engine)?;
            Ok(Value::Bool(added))
        },
    ),
    method(
        "TryGetValue",
        2,
        2,
        "bool TryGetValue(TKey key, [ref] TValue value)",
        |call| {
            let found = the_collection(call)?.value_of(given(call, 0), call.engine)?;
            Ok(answer(call, 1, found))
        },
    ),
    method(
        "TryRemove",
        2,
        2,
        "bool TryRemove(TKey key, [ref] TValue value)",
        |call| {
            let found = the_collection(call)?.take(given(call, 0), call.engine)?;
            Ok(answer(call, 1, found))
        },
    ),
    method(
        "TryUpdate",
        3,
        3,
        "bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue)",
        |call| {
            let collection = the_collection(call)?;
            let Some((is, version)) = collection.read(given(call, 0), call.engine)? else {
                return Ok(Value::Bool(false));
            };
            let same = equals(&is, given(call, 2), Case::Respect);
            if !same {
                return Ok(Value::Bool(false));
            }
            let (key, new) = (given(call, 0), given(call, 1));
            let done = collection.replace(key, version, new, call.engine)?;
            Ok(Value::Bool(done.is_some()))
        },
    ),
    method("ContainsKey", 1, 1, "bool ContainsKey(TKey key)", |call| {
        let found = the_collection(call)?.has(given(call, 0))?;
        Ok(Value::Bool(found))
    }),
    method(
        "GetOrAdd",
        2,
        2,
        "TValue GetOrAdd(TKey key, TValue value)",
        |call| {
            let collection = the_collection(call)?;
            let key = given(call, 0).clone();
            if let Some(found) = collection.value_of(&key, call.engine)? {
                return Ok(found);
            }
            let made = value_or_made(call, 1, std::slice::from_ref(&key))?;
            // Another thread may have been first: then it is the other's value.
            let (is, _) = collection.get_or_add(&key, &made, call.engine)?;
            Ok(is)
        },
    ),
    method(
        "AddOrUpdate",
        3,
        3,
        "TValue AddOrUpdate(TKey key, TValue addValue, System.Func[TKey,TValue,TValue] updateValueFactory)",
        |call| {
            let collection = the_collection(call)?;
            let key = given(call, 0).clone();
            loop {
                match collection.read(&key, call.engine)? {
                    None => {
                        let made = value_or_made(call, 1, std::slice::from_ref(&key))?;
                        if let (is, true) = collection.get_or_add(&key, &made, call.engine)? {
                            return Ok(is);
                        }
                    }
                    Some((old, version)) => {
                        let made = value_or_made(call, 2, &[key.clone(), old])?;
                        let done = collection.replace(&key, version, &made, call.engine)?;
                        if let Some(is) = done {
                            return Ok(is);
                        }
                    }
                }
                iovsh_base::interrupt::check().map_err(|_| crate::error::Interrupt::Cancelled)?;
            }
        },
    ),
];
