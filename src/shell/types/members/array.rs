//! Members of arrays.

use super::collections::EnumeratorValue;
use super::common::same;
use super::{Call, Method, Property, StaticMember, method, property, static_method, void};
use crate::error::{Flow, ShellError};
use crate::types::{Known, ReferenceValue, TypeRef, type_of};
use crate::value::compare::{Case, compare_for_sort};
use crate::value::convert::{collections, raise, to_text};
use crate::value::members::{enumerate, set_index};
use crate::value::{BlockCall, Name, Value, convert, limits};

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn length(value: &Value) -> usize {
    match value {
        Value::Array(array) => array.items.borrow().len(),
        _ => 0,
    }
}

/// Properties of arrays.
pub const PROPERTIES: &[Property] = &[
    property("Count", "int Count {get;}", |value| int(length(value))),
    property("Length", "int Length {get;}", |value| int(length(value))),
    property("LongLength", "long LongLength {get;}", |value| {
        Value::Long(i64::try_from(length(value)).unwrap_or(i64::MAX))
    }),
    property("Rank", "int Rank {get;}", |value| match value {
        Value::Array(array) => int(array.lengths.len().max(1)),
        _ => int(1),
    }),
    property("SyncRoot", "System.Object SyncRoot {get;}", Value::clone),
    property("IsReadOnly", "bool IsReadOnly {get;}", |_| {
        Value::Bool(false)
    }),
    property("IsFixedSize", "bool IsFixedSize {get;}", |_| {
        Value::Bool(true)
    }),
    property("IsSynchronized", "bool IsSynchronized {get;}", |_| {
        Value::Bool(false)
    }),
];

/// Methods of arrays.
pub const METHODS: &[Method] = &[
    method(
        "Contains",
        1,
        1,
        "bool IList.Contains(System.Object value)",
        |call| Ok(Value::Bool(position(call.this, call.arg(0)).is_some())),
    ),
    method(
        "IndexOf",
        1,
        1,
        "int IList.IndexOf(System.Object value)",
        |call| Ok(position(call.this, call.arg(0)).map_or(Value::Int(-1), int)),
    ),
    method(
        "GetValue",
        1,
        3,
        "System.Object GetValue(int index)",
        |call| {
            let index = index_argument(call, 0);
            match crate::value::members::get_index(call.this, &index, call.engine)? {
                Value::Null if outside(call, 0)? => Err(index_error().into()),
                found => Ok(found),
            }
        },
    ),
    method("Get", 1, 3, "System.Object Get(int)", |call| {
        let index = index_argument(call, 0);
        crate::value::members::get_index(call.this, &index, call.engine)
    }),
    void(
        "SetValue",
        2,
        4,
        "void SetValue(System.Object value, int index)",
        |call| {
            let index = index_argument(call, 1);
            set_index(call.this, &index, call.arg(0).clone(), call.engine)?;
            Ok(Value::Null)
        },
    ),
    void("Set", 2, 4, "void Set(int, System.Object)", |call| {
        let last = call.count() - 1;
        let value = call.arg(last).clone();
        let index = Value::array(call.args.get(..last).unwrap_or(&[]).to_vec());
        let index = if last == 1 {
            call.arg(0).clone()
        } else {
            index
        };
        set_index(call.this, &index, value, call.engine)?;
        Ok(Value::Null)
    }),
    method("GetLength", 1, 1, "int GetLength(int dimension)", |call| {
        let dimension = call.index(0, "dimension")?;
        dimension_length(call.this, dimension)
            .map(int)
            .ok_or_else(|| index_error().into())
    }),
    method(
        "GetLongLength",
        1,
        1,
        "long GetLongLength(int dimension)",
        |call| {
            let dimension = call.index(0, "dimension")?;
            dimension_length(call.this, dimension)
                .map(|n| Value::Long(i64::try_from(n).unwrap_or(i64::MAX)))
                .ok_or_else(|| index_error().into())
        },
    ),
    method(
        "GetUpperBound",
        1,
        1,
        "int GetUpperBound(int dimension)",
        |call| {
            let dimension = call.index(0, "dimension")?;
            dimension_length(call.this, dimension)
                .map(|n| Value::Int(i32::try_from(n).unwrap_or(i32::MAX) - 1))
                .ok_or_else(|| index_error().into())
        },
    ),
    method(
        "GetLowerBound",
        1,
        1,
        "int GetLowerBound(int dimension)",
        |_| Ok(Value::Int(0)),
    ),
    method("Clone", 0, 0, "System.Object Clone()", |call| {
        Ok(match call.this.base() {
            Value::Array(array) => Value::Array(std::rc::Rc::new(crate::value::Array {
                element: array.element.clone(),
                items: std::cell::RefCell::new(array.items.borrow().clone()),
                lengths: array.lengths.clone(),
            })),
            other => other.clone(),
        })
    }),
    void(
        "CopyTo",
        2,
        2,
        "void CopyTo(array array, int index)",
        copy_to,
    ),
    method(
        "GetEnumerator",
        0,
        0,
        "System.Collections.IEnumerator GetEnumerator()",
        |call| {
            Ok(Value::native(EnumeratorValue::new(
                "System.Array+ArrayEnumerator",
                enumerate(call.this).unwrap_or_default(),
            )))
        },
    ),
    void("Add", 1, 1, "int IList.Add(System.Object value)", |_| {
        Err(fixed().into())
    }),
    void(
        "Insert",
        2,
        2,
        "void IList.Insert(int index, System.Object value)",
        |_| Err(fixed().into()),
    ),
    void(
        "Remove",
        1,
        1,
        "void IList.Remove(System.Object value)",
        |_| Err(fixed().into()),
    ),
    void("RemoveAt", 1, 1, "void IList.RemoveAt(int index)", |_| {
        Err(fixed().into())
    }),
    void("Clear", 0, 0, "void IList.Clear()", |call| {
        if let Value::Array(array) = call.this.base() {
            let default = element_default(call.this);
            for item in array.items.borrow_mut().iter_mut() {
                *item = default.clone();
            }
        }
        Ok(Value::Null)
    }),
];

fn element_default(value: &Value) -> Value {
    match type_of(value) {
        TypeRef::Array(element, _) => collections::default_value(&element),
        _ => Value::Null,
    }
}

fn fixed() -> ShellError {
    raise(
        "System.NotSupportedException",
        "Collection was of a fixed size.",
    )
}

fn index_error() -> ShellError {
    raise(
        "System.IndexOutOfRangeException",
        "Index was outside the bounds of the array.",
    )
}

fn index_argument(call: &Call<'_>, from: usize) -> Value {
    match call.args.get(from..) {
        Some([one]) => one.clone(),
        Some(many) => Value::array(many.to_vec()),
        None => Value::Null,
    }
}

fn outside(call: &mut Call<'_>, at: usize) -> Flow<bool> {
    let index = call.int(at, "index")?;
    Ok(usize::try_from(index).is_ok_and(|index| index >= length(call.this.base())))
}

fn dimension_length(value: &Value, dimension: usize) -> Option<usize> {
    match value.base() {
        Value::Array(array) if array.lengths.is_empty() => {
            (dimension == 0).then(|| array.items.borrow().len())
        }
        Value::Array(array) => array.lengths.get(dimension).copied(),
        _ => None,
    }
}

/// Where an element stands.
pub fn position(collection: &Value, wanted: &Value) -> Option<usize> {
    enumerate(collection)?
        .iter()
        .position(|item| same(item, wanted))
}

fn copy_to(call: &mut Call<'_>) -> Flow<Value> {
    let start = call.index(1, "index")?;
    let items = enumerate(call.this).unwrap_or_default();
    if start.saturating_add(items.len()) > length(call.arg(0).base()) {
        return Err(raise(
            "System.ArgumentException",
            "Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')",
        )
        .into());
    }
    let target = call.arg(0).clone();
    for (at, item) in items.into_iter().enumerate() {
        set_index(&target, &int(start + at), item, call.engine)?;
    }
    Ok(Value::Null)
}

/// Sorts elements as .NET does, or by a script block that compares two.
pub fn sort(items: &mut [Value], call: &mut Call<'_>, comparer: Option<&Value>) -> Flow {
    match comparer.map(Value::base) {
        Some(Value::ScriptBlock(block)) => {
            // An error of the block ends the sort; the order is then whatever was reached.
            let mut failed = None;
            items.sort_by(|a, b| {
                if failed.is_some() {
                    return std::cmp::Ordering::Equal;
                }
                let run = call.engine.run_block(
                    block,
                    BlockCall {
                        args: &[a.clone(), b.clone()],
                        ..BlockCall::default()
                    },
                );
                match run.and_then(|written| {
                    Ok(convert::to_int(written.last().unwrap_or(&Value::Null))?)
                }) {
                    Ok(n) => n.cmp(&0),
                    Err(error) => {
                        failed = Some(error);
                        std::cmp::Ordering::Equal
                    }
                }
            });
            match failed {
                Some(error) => Err(error),
                None => Ok(()),
            }
        }
        _ => {
            items.sort_by(|a, b| compare_for_sort(a, b, Case::Respect));
            Ok(())
        }
    }
}

/// Static members of `[array]`.
pub const STATICS: &[StaticMember] = &[
    static_method(
        "IndexOf",
        2,
        4,
        "int IndexOf(array array, System.Object value)",
        |call| {
            let start = if call.count() > 2 {
                call.index(2, "startIndex")?
            } else {
                0
            };
            let items = enumerate(call.arg(0)).unwrap_or_default();
            let at = items
                .iter()
                .skip(start)
                .position(|item| same(item, call.arg(1)));
            Ok(at.map_or(Value::Int(-1), |at| int(at + start)))
        },
    ),
    static_method(
        "LastIndexOf",
        2,
        2,
        "int LastIndexOf(array array, System.Object value)",
        |call| {
            let items = enumerate(call.arg(0)).unwrap_or_default();
            Ok(items
                .iter()
                .rposition(|item| same(item, call.arg(1)))
                .map_or(Value::Int(-1), int))
        },
    ),
    StaticMember::Method(void("Reverse", 1, 3, "void Reverse(array array)", |call| {
        in_place(call, |items| items.reverse())
    })),
    StaticMember::Method(void("Sort", 1, 2, "void Sort(array array)", |call| {
        let Value::Array(array) = call.arg(0).base().clone() else {
            return Ok(Value::Null);
        };
        let mut items = array.items.borrow().clone();
        sort(&mut items, call, None)?;
        *array.items.borrow_mut() = items;
        Ok(Value::Null)
    })),
    StaticMember::Method(void(
        "Clear",
        1,
        3,
        "void Clear(array array, int index, int length)",
        |call| {
            let default = element_default(call.arg(0));
            let from = if call.count() > 1 {
                call.index(1, "index")?
            } else {
                0
            };
            let count = if call.count() > 2 {
                call.index(2, "length")?
            } else {
                usize::MAX
            };
            in_place(call, |items| {
                for item in items.iter_mut().skip(from).take(count) {
                    *item = default.clone();
                }
            })
        },
    )),
    StaticMember::Method(void(
        "Copy",
        3,
        5,
        "void Copy(array sourceArray, array destinationArray, int length)",
        |call| {
            let (from, to, count) = if call.count() == 3 {
                (0, 0, call.index(2, "length")?)
            } else if call.count() == 5 {
                (
                    call.index(1, "sourceIndex")?,
                    call.index(3, "destinationIndex")?,
                    call.index(4, "length")?,
                )
            } else {
                return Err(call.wrong_count());
            };
            let source = enumerate(call.arg(0)).unwrap_or_default();
            let target = call.arg(if call.count() == 3 { 1 } else { 2 }).clone();
            for (at, item) in source.into_iter().skip(from).take(count).enumerate() {
                set_index(&target, &int(to + at), item, call.engine)?;
            }
            Ok(Value::Null)
        },
    )),
    static_method(
        "Exists",
        2,
        2,
        "bool Exists(System.Object[] array, System.Predicate match)",
        |call| Ok(Value::Bool(!matching(call)?.is_empty())),
    ),
    static_method(
        "Find",
        2,
        2,
        "System.Object Find(System.Object[] array, System.Predicate match)",
        |call| Ok(matching(call)?.into_iter().next().unwrap_or_default()),
    ),
    static_method(
        "FindAll",
        2,
        2,
        "System.Object[] FindAll(System.Object[] array, System.Predicate match)",
        |call| Ok(Value::array(matching(call)?)),
    ),
    StaticMember::Method(void(
        "Resize",
        2,
        2,
        "void Resize([ref] System.Object[] array, int newSize)",
        resize,
    )),
    static_method("Empty", 0, 0, "System.Object[] Empty()", |_| {
        Ok(Value::array(Vec::new()))
    }),
    static_method(
        "CreateInstance",
        2,
        2,
        "array CreateInstance(type elementType, int length)",
        |call| {
            let ty = match call.arg(0).downcast::<crate::types::TypeValue>() {
                Some(ty) => ty.0.clone(),
                None => return Err(call.wrong_count()),
            };
            let length = call.index(1, "length")?;
            collections::default_array(&ty, &[length])
                .ok_or_else(|| super::out_of_range("length").into())
        },
    ),
];

/// Puts an array of another length where a reference points: the first elements are those that were there.
fn resize(call: &mut Call<'_>) -> Flow<Value> {
    let size = call.index(1, "newSize")?;
    limits::items(size)?;
    let Some(place) = call.arg(0).downcast::<ReferenceValue>() else {
        return Err(raise(
            "System.Management.Automation.PSInvalidCastException",
            "Reference type is expected in argument.",
        )
        .into());
    };
    let old = place.0.get();
    let (element, mut items) = match old.base() {
        Value::Array(array) => (array.element.clone(), array.items.borrow().clone()),
        Value::Null => (Name::Static("System.Object"), Vec::new()),
        _ => return Err(call.wrong_count()),
    };
    items.truncate(size);
    if items.len() < size {
        let ty = crate::types::resolve(&element).unwrap_or(TypeRef::Known(Known::Object));
        let nothing = collections::default_value(&ty);
        items.resize(size, nothing);
    }
    place.0.set(Value::typed_array(element, items));
    Ok(Value::Null)
}

fn in_place(call: &mut Call<'_>, f: impl FnOnce(&mut Vec<Value>)) -> Flow<Value> {
    if let Value::Array(array) = call.arg(0).base() {
        f(&mut array.items.borrow_mut());
    }
    Ok(Value::Null)
}

fn matching(call: &mut Call<'_>) -> Flow<Vec<Value>> {
    let predicate = call.arg(1).clone();
    let items = enumerate(call.arg(0)).unwrap_or_default();
    select(call, items, &predicate)
}

/// The elements for which a script block says yes; the element is `$args[0]` and `$_`.
pub fn select(call: &mut Call<'_>, items: Vec<Value>, predicate: &Value) -> Flow<Vec<Value>> {
    let Value::ScriptBlock(block) = predicate.base().clone() else {
        return Err(raise(
            "System.ArgumentException",
            format!("'{}' is not a script block.", to_text(predicate)),
        )
        .into());
    };
    let mut kept = Vec::new();
    for item in items {
        let written = call.engine.run_block(
            &block,
            BlockCall {
                item: Some(item.clone()),
                this: None,
                args: std::slice::from_ref(&item),
            },
        )?;
        let yes = match written.as_slice() {
            [one] => convert::to_bool(one),
            many => convert::to_bool(&Value::array(many.to_vec())),
        };
        if yes {
            kept.push(item);
        }
    }
    Ok(kept)
}
