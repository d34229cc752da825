//! Members of hashtables, ordered dictionaries and `Dictionary[K,V]`.

use std::any::Any;
use std::rc::Rc;

use super::collections::EnumeratorValue;
use super::{Call, Method, Property, StaticMember, method, property, static_method, void};
use crate::error::{Flow, ShellError};
use crate::types::{Known, ReferenceValue, TypeRef};
use crate::value::convert::{cast, raise, to_text};
use crate::value::format_string::to_string;
use crate::value::{Hashtable, Name, Native, Value};

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn the_table(value: &Value) -> Option<&Rc<Hashtable>> {
    match value.base() {
        Value::Hashtable(table) => Some(table),
        _ => None,
    }
}

fn keys(value: &Value, which: Which) -> Value {
    match the_table(value) {
        Some(table) => Value::native(TableView {
            table: table.clone(),
            which,
        }),
        None => Value::Null,
    }
}

const COUNT: Property = property("Count", "int Count {get;}", |value| {
    int(the_table(value).map_or(0, |table| table.len()))
});
const IS_FIXED_SIZE: Property = property("IsFixedSize", "bool IsFixedSize {get;}", |_| {
    Value::Bool(false)
});
const IS_READ_ONLY: Property = property("IsReadOnly", "bool IsReadOnly {get;}", |_| {
    Value::Bool(false)
});
const IS_SYNCHRONIZED: Property = property("IsSynchronized", "bool IsSynchronized {get;}", |_| {
    Value::Bool(false)
});
const KEYS: Property = property(
    "Keys",
    "System.Collections.ICollection Keys {get;}",
    |value| keys(value, Which::Keys),
);
const SYNC_ROOT: Property = property("SyncRoot", "System.Object SyncRoot {get;}", Value::clone);
const VALUES: Property = property(
    "Values",
    "System.Collections.ICollection Values {get;}",
    |value| keys(value, Which::Values),
);

/// Properties of hashtables, in .NET's order. A key of the same name hides them.
pub const PROPERTIES: &[Property] = &[
    IS_READ_ONLY,
    IS_FIXED_SIZE,
    IS_SYNCHRONIZED,
    KEYS,
    VALUES,
    SYNC_ROOT,
    COUNT,
];

/// The same of ordered dictionaries.
pub const ORDERED_PROPERTIES: &[Property] = &[
    COUNT,
    IS_READ_ONLY,
    KEYS,
    VALUES,
    IS_FIXED_SIZE,
    SYNC_ROOT,
    IS_SYNCHRONIZED,
];

/// The same of `Dictionary[K,V]`.
pub const GENERIC_PROPERTIES: &[Property] = &[
    COUNT,
    KEYS,
    VALUES,
    IS_READ_ONLY,
    IS_FIXED_SIZE,
    SYNC_ROOT,
    IS_SYNCHRONIZED,
];

/// Methods of all dictionaries.
pub const METHODS: &[Method] = &[
    void(
        "Add",
        2,
        2,
        "void Add(System.Object key, System.Object value)",
        add,
    ),
    void("Remove", 1, 1, "void Remove(System.Object key)", |call| {
        let key = key(call)?;
        let removed = the_table(call.this)
            .and_then(|table| table.remove(&key))
            .is_some();
        Ok(Value::Bool(removed))
    }),
    void("Clear", 0, 0, "void Clear()", |call| {
        if let Some(table) = the_table(call.this) {
            table.clear();
        }
        Ok(Value::Null)
    }),
    method(
        "ContainsKey",
        1,
        1,
        "bool ContainsKey(System.Object key)",
        contains_key,
    ),
    method(
        "Contains",
        1,
        1,
        "bool Contains(System.Object key)",
        contains_key,
    ),
    method(
        "ContainsValue",
        1,
        1,
        "bool ContainsValue(System.Object value)",
        |call| {
            Ok(Value::Bool(the_table(call.this).is_some_and(|table| {
                table
                    .values()
                    .iter()
                    .any(|value| super::common::same(value, call.arg(0)))
            })))
        },
    ),
    method(
        "GetEnumerator",
        0,
        0,
        "System.Collections.IDictionaryEnumerator GetEnumerator()",
        |call| {
            Ok(match the_table(call.this) {
                Some(table) => enumerator(table),
                None => Value::Null,
            })
        },
    ),
    method(
        "Item",
        1,
        1,
        "System.Object Item(System.Object key) {get;set;}",
        item,
    ),
    method(
        "get_Item",
        1,
        1,
        "System.Object get_Item(System.Object key)",
        item,
    ),
    void(
        "set_Item",
        2,
        2,
        "void set_Item(System.Object key, System.Object value)",
        |call| {
            let (key, value) = (call.arg(0).clone(), call.arg(1).clone());
            crate::value::members::set_index(call.this, &key, value, call.engine)?;
            Ok(Value::Null)
        },
    ),
    void(
        "CopyTo",
        2,
        2,
        "void CopyTo(array array, int index)",
        |call| {
            let start = call.index(1, "index")?;
            let target = call.arg(0).clone();
            if let Some(table) = the_table(call.this) {
                for (at, entry) in entries(table).into_iter().enumerate() {
                    let at = int(start + at);
                    crate::value::members::set_index(&target, &at, entry, call.engine)?;
                }
            }
            Ok(Value::Null)
        },
    ),
];

/// What the dictionaries have that take anything, and those of two types have not.
pub const CLONE: &[Method] = &[method("Clone", 0, 0, "System.Object Clone()", |call| {
    Ok(match the_table(call.this) {
        Some(table) => Value::Hashtable(Rc::new(table.shallow_copy())),
        None => Value::Null,
    })
})];

/// The entry at a place of the first argument.
fn entry_at(call: &mut Call<'_>, name: &str) -> Flow<(Value, Value)> {
    let at = call.index(0, name)?;
    let found = the_table(call.this).and_then(|table| {
        let entries = table.entries();
        let (key, value) = entries.get_index(at)?;
        Some((key.value().clone(), value.clone()))
    });
    found.ok_or_else(|| super::out_of_range(name).into())
}

fn place_of(at: Option<usize>) -> Value {
    at.map_or(Value::Int(-1), int)
}

/// What only sorted lists have: their entries have places.
pub const SORTED_METHODS: &[Method] = &[
    method(
        "GetByIndex",
        1,
        1,
        "System.Object GetByIndex(int index)",
        |call| Ok(entry_at(call, "index")?.1),
    ),
    method("GetKey", 1, 1, "System.Object GetKey(int index)", |call| {
        Ok(entry_at(call, "index")?.0)
    }),
    method(
        "GetKeyList",
        0,
        0,
        "System.Collections.IList GetKeyList()",
        |call| {
            Ok(Value::array(
                the_table(call.this).map_or_else(Vec::new, |table| table.keys()),
            ))
        },
    ),
    method(
        "GetValueList",
        0,
        0,
        "System.Collections.IList GetValueList()",
        |call| {
            Ok(Value::array(
                the_table(call.this).map_or_else(Vec::new, |table| table.values()),
            ))
        },
    ),
    method(
        "IndexOfKey",
        1,
        1,
        "int IndexOfKey(System.Object key)",
        |call| {
            let key = key(call)?;
            Ok(place_of(the_table(call.this).and_then(|table| {
                let wanted = table.key(&key);
                table
                    .entries()
                    .iter()
                    .position(|(known, _)| known.folded() == wanted.folded())
            })))
        },
    ),
    method(
        "IndexOfValue",
        1,
        1,
        "int IndexOfValue(System.Object value)",
        |call| {
            Ok(place_of(the_table(call.this).and_then(|table| {
                let values = table.values();
                values
                    .iter()
                    .position(|value| super::common::same(value, call.arg(0)))
            })))
        },
    ),
    void(
        "SetByIndex",
        2,
        2,
        "void SetByIndex(int index, System.Object value)",
        |call| {
            let (key, _) = entry_at(call, "index")?;
            if let Some(table) = the_table(call.this) {
                table.set(&key, call.arg(1).clone());
            }
            Ok(Value::Null)
        },
    ),
    void("RemoveAt", 1, 1, "void RemoveAt(int index)", |call| {
        let (key, _) = entry_at(call, "index")?;
        if let Some(table) = the_table(call.this) {
            table.remove(&key);
        }
        Ok(Value::Null)
    }),
];

/// What only ordered dictionaries have.
pub const ORDERED_METHODS: &[Method] = &[
    void(
        "Insert",
        3,
        3,
        "void Insert(int index, System.Object key, System.Object value)",
        |call| {
            let at = call.index(0, "index")?;
            let Some(table) = the_table(call.this) else {
                return Ok(Value::Null);
            };
            if table.contains_key(call.arg(1)) {
                return Err(duplicate(call.arg(1)).into());
            }
            if at > table.len() {
                return Err(super::out_of_range("index").into());
            }
            table.insert_at(at, table.key(call.arg(1)), call.arg(2).clone());
            Ok(Value::Null)
        },
    ),
    void("RemoveAt", 1, 1, "void RemoveAt(int index)", |call| {
        let at = call.index(0, "index")?;
        let Some(table) = the_table(call.this) else {
            return Ok(Value::Null);
        };
        if at >= table.len() {
            return Err(raise("System.ArgumentOutOfRangeException", "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')").into());
        }
        table.remove_at(at);
        Ok(Value::Null)
    }),
    method(
        "AsReadOnly",
        0,
        0,
        "System.Collections.Specialized.OrderedDictionary AsReadOnly()",
        |call| Ok(call.this.clone()),
    ),
];

/// What `Dictionary[K,V]` does differently.
pub const GENERIC_METHODS: &[Method] = &[
    method("Remove", 1, 1, "bool Remove(TKey key)", |call| {
        let key = key(call)?;
        Ok(Value::Bool(
            the_table(call.this)
                .and_then(|table| table.remove(&key))
                .is_some(),
        ))
    }),
    method(
        "TryGetValue",
        2,
        2,
        "bool TryGetValue(TKey key, [ref] TValue value)",
        |call| {
            let key = key(call)?;
            let found = the_table(call.this).and_then(|table| table.get(&key));
            if let Some(place) = call.arg(1).downcast::<ReferenceValue>() {
                place.0.set(found.clone().unwrap_or_default());
            }
            Ok(Value::Bool(found.is_some()))
        },
    ),
    method(
        "TryAdd",
        2,
        2,
        "bool TryAdd(TKey key, TValue value)",
        |call| {
            let key = key(call)?;
            if the_table(call.this).is_some_and(|table| table.contains_key(&key)) {
                return Ok(Value::Bool(false));
            }
            add(call)?;
            Ok(Value::Bool(true))
        },
    ),
];

/// The first argument as a key.
fn key(call: &Call<'_>) -> Result<Value, ShellError> {
    let key = call.arg(0);
    if key.is_null() {
        return Err(super::null_argument("key"));
    }
    match the_table(call.this).and_then(|table| table.generic.clone()) {
        Some(pair) => cast(key, &pair.0),
        None => Ok(key.clone()),
    }
}

fn duplicate(key: &Value) -> ShellError {
    let text = to_text(key);
    raise(
        "System.ArgumentException",
        format!(
            "Item has already been added. Key in dictionary: '{text}'  Key being added: '{text}'"
        ),
    )
}

fn add(call: &mut Call<'_>) -> Flow<Value> {
    let key = key(call)?;
    let Some(table) = the_table(call.this) else {
        return Ok(Value::Null);
    };
    if table.class == Some(Known::DefaultParameterDictionary) {
        let text = to_text(&key);
        let named = text.split_once(':').is_some_and(|(command, parameter)| {
            !command.trim().is_empty() && !parameter.trim().is_empty()
        });
        if !named && !text.trim().eq_ignore_ascii_case("Disabled") {
            return Err(raise(
                "System.Management.Automation.PSInvalidOperationException",
                format!("The key '{text}' does not have the form 'command:parameter'."),
            )
            .into());
        }
    }
    if table.contains_key(&key) {
        return Err(match &table.generic {
            Some(_) => raise(
                "System.ArgumentException",
                format!(
                    "An item with the same key has already been added. Key: {}",
                    to_text(&key)
                ),
            ),
            None => duplicate(&key),
        }
        .into());
    }
    let value = match &table.generic {
        Some(pair) => cast(call.arg(1), &pair.1)?,
        None => call.arg(1).clone(),
    };
    table.set(&key, value);
    Ok(Value::Null)
}

fn contains_key(call: &mut Call<'_>) -> Flow<Value> {
    let key = key(call)?;
    Ok(Value::Bool(
        the_table(call.this).is_some_and(|table| table.contains_key(&key)),
    ))
}

fn item(call: &mut Call<'_>) -> Flow<Value> {
    let key = call.arg(0).clone();
    crate::value::members::get_index(call.this, &key, call.engine)
}

/// The entries of a table as `DictionaryEntry` values: what `GetEnumerator()` gives.
pub fn entries(table: &Hashtable) -> Vec<Value> {
    table
        .entries()
        .iter()
        .map(|(key, value)| {
            Value::native(DictionaryEntryValue {
                key: key.value().clone(),
                value: value.clone(),
                generic: table.generic.clone(),
            })
        })
        .collect()
}

/// The text of an entry: what `ToString()` of its key and its value give.
pub fn entry_text(key: &Value, value: &Value) -> String {
    format!("[{}, {}]", to_string(key), to_string(value))
}

fn enumerator(table: &Rc<Hashtable>) -> Value {
    let name = match (&table.generic, table.ordered) {
        (Some(_), _) => "System.Collections.Generic.Dictionary`2+Enumerator",
        (None, true) => {
            "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator"
        }
        (None, false) => "System.Collections.Hashtable+HashtableEnumerator",
    };
    Value::native(EnumeratorValue::over_table(
        name,
        entries(table),
        table.clone(),
    ))
}

/// `System.Collections.DictionaryEntry`, or `KeyValuePair` for generic dictionaries.
#[derive(Clone, Debug)]
pub struct DictionaryEntryValue {
    /// The key.
    pub key: Value,
    /// The value.
    pub value: Value,
    /// The types of a `KeyValuePair[K,V]`.
    pub generic: Option<Rc<(TypeRef, TypeRef)>>,
}

impl Native for DictionaryEntryValue {
    fn type_ref(&self) -> Option<TypeRef> {
        self.generic.clone().map(TypeRef::KeyValuePair)
    }
    fn type_names(&self) -> &'static [&'static str] {
        if self.generic.is_some() {
            &[
                "System.Collections.Generic.KeyValuePair`2",
                "System.ValueType",
                "System.Object",
            ]
        } else {
            &[
                "System.Collections.DictionaryEntry",
                "System.ValueType",
                "System.Object",
            ]
        }
    }
    fn to_text(&self) -> String {
        entry_text(&self.key, &self.value)
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "key" => Some(self.key.clone()),
            "name" if self.generic.is_none() => Some(self.key.clone()),
            "value" => Some(self.value.clone()),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        if self.generic.is_some() {
            ["Key", "Value"].map(Name::Static).to_vec()
        } else {
            ["Name", "Key", "Value"].map(Name::Static).to_vec()
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Keys,
    Values,
}

/// `Keys` and `Values`: they show the table as it is.
#[derive(Debug)]
pub struct TableView {
    table: Rc<Hashtable>,
    which: Which,
}

impl TableView {
    /// The table that is shown.
    pub fn table(&self) -> &Rc<Hashtable> {
        &self.table
    }
}

impl Native for TableView {
    fn type_names(&self) -> &'static [&'static str] {
        match (self.table.ordered, self.table.generic.is_some(), self.which) {
            (true, _, _) => &[
                "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection",
                "System.Object",
            ],
            (_, true, Which::Keys) => &[
                "System.Collections.Generic.Dictionary`2+KeyCollection",
                "System.Object",
            ],
            (_, true, Which::Values) => &[
                "System.Collections.Generic.Dictionary`2+ValueCollection",
                "System.Object",
            ],
            (_, _, Which::Keys) => &[
                "System.Collections.Hashtable+KeyCollection",
                "System.Object",
            ],
            (_, _, Which::Values) => &[
                "System.Collections.Hashtable+ValueCollection",
                "System.Object",
            ],
        }
    }
    fn to_text(&self) -> String {
        self.type_names().first().copied().unwrap_or("").to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "count" => Some(int(self.table.len())),
            "issynchronized" => Some(Value::Bool(false)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["Count", "IsSynchronized", "SyncRoot"]
            .map(Name::Static)
            .to_vec()
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(match self.which {
            Which::Keys => self.table.keys(),
            Which::Values => self.table.values(),
        })
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Static members of `[hashtable]`.
pub const STATICS: &[StaticMember] = &[static_method(
    "Synchronized",
    1,
    1,
    "hashtable Synchronized(hashtable table)",
    |call| Ok(call.arg(0).clone()),
)];
