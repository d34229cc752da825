//! Members of `ArrayList` and `List[T]`.

use std::cell::RefCell;
use std::rc::Rc;

use super::array::{position, select, sort};
use super::collections::EnumeratorValue;
use super::{Call, Method, Property, method, out_of_range, property, void};
use crate::error::{Flow, ShellError};
use crate::types::type_ref::OBJECT_COLLECTION;
use crate::types::{TypeRef, type_of};
use crate::value::convert::raise;
use crate::value::members::enumerate;
use crate::value::{List, Value};

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn the_list(value: &Value) -> Option<&Rc<List>> {
    match value.base() {
        Value::List(list) => Some(list),
        _ => None,
    }
}

fn length(value: &Value) -> usize {
    the_list(value).map_or(0, |list| list.items.borrow().len())
}

/// Properties of lists.
pub const PROPERTIES: &[Property] = &[
    property("Capacity", "int Capacity {get;set;}", |value| {
        int(length(value).next_power_of_two().max(4))
    }),
    property("Count", "int Count {get;}", |value| int(length(value))),
    property("IsFixedSize", "bool IsFixedSize {get;}", |_| {
        Value::Bool(false)
    }),
    property("IsReadOnly", "bool IsReadOnly {get;}", |_| {
        Value::Bool(false)
    }),
    property("IsSynchronized", "bool IsSynchronized {get;}", |_| {
        Value::Bool(false)
    }),
    property("SyncRoot", "System.Object SyncRoot {get;}", Value::clone),
];

/// Methods of `ArrayList`, most of which `List[T]` has too.
pub const METHODS: &[Method] = &[
    method("Add", 1, 1, "int Add(System.Object value)", |call| {
        push(call)?;
        Ok(int(length(call.this).saturating_sub(1)))
    }),
    void(
        "AddRange",
        1,
        1,
        "void AddRange(System.Collections.ICollection c)",
        |call| {
            let Some(items) = enumerate(call.arg(0)) else {
                return Err(null_or_scalar(call).into());
            };
            for item in items {
                let item = converted(call, &item)?;
                if let Some(list) = the_list(call.this) {
                    list.items.borrow_mut().push(item);
                }
            }
            Ok(Value::Null)
        },
    ),
    void(
        "Insert",
        2,
        2,
        "void Insert(int index, System.Object value)",
        |call| {
            let at = call.index(0, "index")?;
            let item = converted(call, &call.arg(1).clone())?;
            with(call, |items| {
                if at > items.len() {
                    return Err(raise(
                        "System.ArgumentOutOfRangeException",
                        "Insertion index was out of range. Must be non-negative and less than or equal to size. (Parameter 'index')",
                    ));
                }
                items.insert(at, item);
                Ok(Value::Null)
            })
        },
    ),
    void(
        "InsertRange",
        2,
        2,
        "void InsertRange(int index, System.Collections.ICollection c)",
        |call| {
            let at = call.index(0, "index")?;
            let new = enumerate(call.arg(1)).unwrap_or_default();
            with(call, |items| {
                if at > items.len() {
                    return Err(out_of_range("index"));
                }
                items.splice(at..at, new);
                Ok(Value::Null)
            })
        },
    ),
    void("Remove", 1, 1, "void Remove(System.Object obj)", |call| {
        let wanted = call.arg(0).clone();
        remove(call, &wanted)
    }),
    void("RemoveAt", 1, 1, "void RemoveAt(int index)", |call| {
        let at = call.index(0, "index")?;
        with(call, |items| {
            if at >= items.len() {
                return Err(raise(
                    "System.ArgumentOutOfRangeException",
                    "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
                ));
            }
            items.remove(at);
            Ok(Value::Null)
        })
    }),
    void(
        "RemoveRange",
        2,
        2,
        "void RemoveRange(int index, int count)",
        |call| {
            let at = call.index(0, "index")?;
            let count = call.index(1, "count")?;
            with(call, |items| {
                let end = at.checked_add(count).filter(|end| *end <= items.len());
                let Some(end) = end else {
                    return Err(raise(
                        "System.ArgumentException",
                        "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
                    ));
                };
                items.drain(at..end);
                Ok(Value::Null)
            })
        },
    ),
    void("Clear", 0, 0, "void Clear()", |call| {
        with(call, |items| {
            items.clear();
            Ok(Value::Null)
        })
    }),
    method(
        "Contains",
        1,
        1,
        "bool Contains(System.Object item)",
        |call| Ok(Value::Bool(position(call.this, call.arg(0)).is_some())),
    ),
    method(
        "IndexOf",
        1,
        3,
        "int IndexOf(System.Object value)",
        |call| Ok(position(call.this, call.arg(0)).map_or(Value::Int(-1), int)),
    ),
    method(
        "LastIndexOf",
        1,
        3,
        "int LastIndexOf(System.Object value)",
        |call| {
            let items = enumerate(call.this).unwrap_or_default();
            Ok(items
                .iter()
                .rposition(|item| super::common::same(item, call.arg(0)))
                .map_or(Value::Int(-1), int))
        },
    ),
    void("Sort", 0, 3, "void Sort()", |call| {
        let comparer = call.args.first().cloned();
        let mut items = enumerate(call.this).unwrap_or_default();
        sort(&mut items, call, comparer.as_ref())?;
        with(call, |slot| {
            *slot = items;
            Ok(Value::Null)
        })
    }),
    void("Reverse", 0, 2, "void Reverse()", |call| {
        with(call, |items| {
            items.reverse();
            Ok(Value::Null)
        })
    }),
    method("ToArray", 0, 1, "System.Object[] ToArray()", |call| {
        let items = enumerate(call.this).unwrap_or_default();
        Ok(
            match the_list(call.this).and_then(|list| list.element.clone()) {
                Some(element) if &*element != OBJECT_COLLECTION => {
                    Value::typed_array(element, items)
                }
                Some(_) => Value::typed_array("System.Management.Automation.PSObject", items),
                None => Value::array(items),
            },
        )
    }),
    method(
        "BinarySearch",
        1,
        1,
        "int BinarySearch(System.Object value)",
        |call| {
            let items = enumerate(call.this).unwrap_or_default();
            let (mut low, mut high) = (0_usize, items.len());
            while low < high {
                let middle = low + (high - low) / 2;
                let item = items.get(middle).unwrap_or(&Value::Null);
                match crate::value::compare::order(
                    item,
                    call.arg(0),
                    crate::value::compare::Case::Respect,
                )? {
                    std::cmp::Ordering::Equal => return Ok(int(middle)),
                    std::cmp::Ordering::Less => low = middle + 1,
                    std::cmp::Ordering::Greater => high = middle,
                }
            }
            // Where it would stand, as the bits turned around.
            Ok(Value::Int(!i32::try_from(low).unwrap_or(i32::MAX)))
        },
    ),
    method(
        "GetRange",
        2,
        2,
        "System.Collections.ArrayList GetRange(int index, int count)",
        |call| {
            let at = call.index(0, "index")?;
            let count = call.index(1, "count")?;
            let items = enumerate(call.this).unwrap_or_default();
            let part = at
            .checked_add(count)
            .and_then(|end| items.get(at..end))
            .ok_or_else(|| raise("System.ArgumentException", "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection."))?;
            Ok(like(call.this, part.to_vec()))
        },
    ),
    void("CopyTo", 1, 4, "void CopyTo(array array)", |call| {
        let start = if call.count() > 1 {
            call.index(1, "index")?
        } else {
            0
        };
        let target = call.arg(0).clone();
        for (at, item) in enumerate(call.this)
            .unwrap_or_default()
            .into_iter()
            .enumerate()
        {
            crate::value::members::set_index(&target, &int(start + at), item, call.engine)?;
        }
        Ok(Value::Null)
    }),
    method("Clone", 0, 0, "System.Object Clone()", |call| {
        Ok(like(call.this, enumerate(call.this).unwrap_or_default()))
    }),
    method(
        "Item",
        1,
        1,
        "System.Object Item(int index) {get;set;}",
        |call| {
            let index = call.arg(0).clone();
            crate::value::members::get_index(call.this, &index, call.engine)
        },
    ),
    method(
        "GetEnumerator",
        0,
        0,
        "System.Collections.IEnumerator GetEnumerator()",
        |call| {
            Ok(Value::native(EnumeratorValue::new(
                "System.Collections.ArrayList+ArrayListEnumeratorSimple",
                enumerate(call.this).unwrap_or_default(),
            )))
        },
    ),
    void("TrimToSize", 0, 0, "void TrimToSize()", |_| Ok(Value::Null)),
];

/// What `List[T]` does differently.
pub const GENERIC_METHODS: &[Method] = &[
    void("Add", 1, 1, "void Add(T item)", push),
    method("Remove", 1, 1, "bool Remove(T item)", |call| {
        let wanted = converted(call, &call.arg(0).clone())?;
        remove(call, &wanted)
    }),
    method("Contains", 1, 1, "bool Contains(T item)", |call| {
        let wanted = converted(call, &call.arg(0).clone())?;
        Ok(Value::Bool(position(call.this, &wanted).is_some()))
    }),
    method("IndexOf", 1, 3, "int IndexOf(T item)", |call| {
        let wanted = converted(call, &call.arg(0).clone())?;
        Ok(position(call.this, &wanted).map_or(Value::Int(-1), int))
    }),
    method(
        "Exists",
        1,
        1,
        "bool Exists(System.Predicate match)",
        |call| Ok(Value::Bool(!matching(call)?.is_empty())),
    ),
    method("Find", 1, 1, "T Find(System.Predicate match)", |call| {
        Ok(matching(call)?.into_iter().next().unwrap_or_default())
    }),
    method(
        "FindLast",
        1,
        1,
        "T FindLast(System.Predicate match)",
        |call| Ok(matching(call)?.pop().unwrap_or_default()),
    ),
    method(
        "FindAll",
        1,
        1,
        "List FindAll(System.Predicate match)",
        |call| {
            let found = matching(call)?;
            Ok(like(call.this, found))
        },
    ),
    method(
        "FindIndex",
        1,
        1,
        "int FindIndex(System.Predicate match)",
        |call| {
            let predicate = call.arg(0).clone();
            for (at, item) in enumerate(call.this)
                .unwrap_or_default()
                .into_iter()
                .enumerate()
            {
                if !select(call, vec![item], &predicate)?.is_empty() {
                    return Ok(int(at));
                }
            }
            Ok(Value::Int(-1))
        },
    ),
    method(
        "RemoveAll",
        1,
        1,
        "int RemoveAll(System.Predicate match)",
        |call| {
            let predicate = call.arg(0).clone();
            let mut kept = Vec::new();
            let mut removed = 0;
            for item in enumerate(call.this).unwrap_or_default() {
                if select(call, vec![item.clone()], &predicate)?.is_empty() {
                    kept.push(item);
                } else {
                    removed += 1;
                }
            }
            with(call, |items| {
                *items = kept;
                Ok(Value::Null)
            })?;
            Ok(int(removed))
        },
    ),
    method(
        "TrueForAll",
        1,
        1,
        "bool TrueForAll(System.Predicate match)",
        |call| {
            let all = length(call.this);
            Ok(Value::Bool(matching(call)?.len() == all))
        },
    ),
    method(
        "AsReadOnly",
        0,
        0,
        "System.Collections.ObjectModel.ReadOnlyCollection AsReadOnly()",
        |call| Ok(call.this.clone()),
    ),
    void("TrimExcess", 0, 0, "void TrimExcess()", |_| Ok(Value::Null)),
];

fn matching(call: &mut Call<'_>) -> Flow<Vec<Value>> {
    let predicate = call.arg(0).clone();
    let items = enumerate(call.this).unwrap_or_default();
    select(call, items, &predicate)
}

/// A list of the same kind with other elements.
fn like(value: &Value, items: Vec<Value>) -> Value {
    Value::List(Rc::new(List {
        element: the_list(value).and_then(|list| list.element.clone()),
        items: RefCell::new(items),
    }))
}

fn with(
    call: &Call<'_>,
    f: impl FnOnce(&mut Vec<Value>) -> Result<Value, ShellError>,
) -> Flow<Value> {
    match the_list(call.this) {
        Some(list) => Ok(f(&mut list.items.borrow_mut())?),
        None => Ok(Value::Null),
    }
}

/// The argument in the list's element type.
fn converted(call: &mut Call<'_>, value: &Value) -> Flow<Value> {
    let TypeRef::List(element) = type_of(call.this) else {
        return Ok(value.clone());
    };
    // A collection of objects takes anything as it is.
    if let TypeRef::Emitted(_) = &*element {
        return Ok(value.clone());
    }
    let at = call.args.iter().position(|arg| {
        crate::value::compare::fold(arg, true) == crate::value::compare::fold(value, true)
    });
    match at {
        Some(at) => call.cast(at, "item", &element),
        None => Ok(crate::value::convert::cast(value, &element)?),
    }
}

fn push(call: &mut Call<'_>) -> Flow<Value> {
    let item = converted(call, &call.arg(0).clone())?;
    with(call, |items| {
        items.push(item);
        Ok(Value::Null)
    })
}

fn remove(call: &Call<'_>, wanted: &Value) -> Flow<Value> {
    let at = position(call.this, wanted);
    with(call, |items| {
        if let Some(at) = at.filter(|at| *at < items.len()) {
            items.remove(at);
        }
        Ok(Value::Bool(at.is_some()))
    })
}

fn null_or_scalar(call: &Call<'_>) -> ShellError {
    if call.arg(0).is_null() {
        super::null_argument("c")
    } else {
        let ty = type_of(call.arg(0));
        ShellError::new(
            "MethodArgumentConversionInvalidCastArgument",
            crate::error::ErrorCategory::NotSpecified,
            format!(
                "Cannot convert argument \"c\", with value: \"{}\", for \"AddRange\" to type \"System.Collections.ICollection\": \"Cannot convert the \"{}\" value of type \"{}\" to type \"System.Collections.ICollection\".\"",
                crate::value::convert::to_text(call.arg(0)),
                crate::value::convert::to_text(call.arg(0)),
                ty.full_name()
            ),
        )
        .exception("System.Management.Automation.MethodException")
    }
}
