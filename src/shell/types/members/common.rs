//! What every value can be asked.

use super::{Call, Method, method};
use crate::error::Flow;
use crate::types::enums::WHERE_MODE;
use crate::types::{TypeRef, TypeValue, type_of};
use crate::value::compare::{Case, equals as equal, fold, order};
use crate::value::convert::{self, to_bool};
use crate::value::members::{call_method, enumerate, get_property, set_property};
use crate::value::{BlockCall, Value, format_string};

/// Methods of every value.
pub const METHODS: &[Method] = &[
    method("GetType", 0, 0, "type GetType()", get_type),
    method("ToString", 0, 2, "string ToString()", to_string),
    method("Equals", 1, 1, "bool Equals(System.Object obj)", equals),
    method("GetHashCode", 0, 0, "int GetHashCode()", hash_code),
    method(
        "Where",
        1,
        3,
        "System.Object Where(scriptblock expression [, mode [, count]])",
        filter,
    ),
    method(
        "ForEach",
        1,
        usize::MAX,
        "System.Object ForEach(scriptblock expression)",
        for_each,
    ),
];

/// `CompareTo`, for the types that have an order.
pub const COMPARE_TO: Method = method(
    "CompareTo",
    1,
    1,
    "int CompareTo(System.Object value)",
    compare_to,
);

fn get_type(call: &mut Call<'_>) -> Flow<Value> {
    // `[pscustomobject]` as written stands for PSObject; the objects themselves are of another type.
    let ty = match type_of(call.this) {
        ty @ TypeRef::Known(crate::types::Known::PsCustomObject) => {
            TypeRef::Emitted(ty.full_name())
        }
        other => other,
    };
    Ok(Value::native(TypeValue(ty)))
}

fn to_string(call: &mut Call<'_>) -> Flow<Value> {
    Ok(match call.this {
        Value::Object(object) if object.base.is_none() => {
            let custom = matches!(
                type_of(call.this),
                TypeRef::Known(crate::types::Known::PsCustomObject)
            );
            // The base object of a custom object has no text of its own.
            if custom {
                Value::from("")
            } else {
                Value::Str(convert::to_text(call.this))
            }
        }
        this => Value::Str(format_string::to_string(this)),
    })
}

/// .NET's equality: of one type, and case counts.
fn equals(call: &mut Call<'_>) -> Flow<Value> {
    let (this, other) = (call.this.base(), call.arg(0).base());
    let same = type_of(this) == type_of(other) && fold(this, true) == fold(other, true);
    Ok(Value::Bool(same))
}

fn hash_code(call: &mut Call<'_>) -> Flow<Value> {
    if let Value::Int(n) = call.this {
        return Ok(Value::Int(*n));
    }
    // FNV-1a over what the value says: the same for equal values, in every run.
    let text = fold(call.this, true);
    let hash = text.bytes().fold(0x811C_9DC5u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    Ok(Value::Int(hash.cast_signed()))
}

fn compare_to(call: &mut Call<'_>) -> Flow<Value> {
    let other = call.arg(0).clone();
    if other.is_null() {
        return Ok(Value::Int(1));
    }
    let other = convert::cast(&other, &type_of(call.this))?;
    let ordering = order(call.this, &other, Case::Respect)?;
    Ok(Value::Int(ordering as i32))
}

/// The elements that `.Where` and `.ForEach` go through.
fn items(value: &Value) -> Vec<Value> {
    enumerate(value).unwrap_or_else(|| vec![value.clone()])
}

/// The collection that `.Where` and `.ForEach` give.
fn collection(items: Vec<Value>) -> Value {
    Value::List(std::rc::Rc::new(crate::value::List::of_objects(items)))
}

fn written_truth(written: &[Value]) -> bool {
    match written {
        [one] => to_bool(one),
        many => to_bool(&Value::array(many.to_vec())),
    }
}

fn filter(call: &mut Call<'_>) -> Flow<Value> {
    let condition = call.arg(0).clone();
    let mode = if call.count() > 1 {
        call.enumeration(1, "mode", &WHERE_MODE)?
    } else {
        0
    };
    let count = if call.count() > 2 {
        call.index(2, "numberToReturn")?
    } else {
        0
    };
    let Value::ScriptBlock(block) = condition.base().clone() else {
        return Err(call.wrong_count());
    };
    let most = if count == 0 { usize::MAX } else { count };
    let all = items(call.this);
    let mut kept = Vec::new();
    let mut rest = Vec::new();
    let mut open = mode != 3;
    let mut closed = false;
    let first_only = if count == 0 { 1 } else { count };
    for (index, item) in all.iter().enumerate() {
        let holds = if (mode == 3 && open) || closed {
            false
        } else {
            let written = call.engine.run_block(
                &block,
                BlockCall {
                    item: Some(item.clone()),
                    ..BlockCall::default()
                },
            )?;
            written_truth(&written)
        };
        match mode {
            // Default
            0 => {
                if holds {
                    kept.push(item.clone());
                    if kept.len() >= most {
                        break;
                    }
                }
            }
            // First
            1 => {
                if holds {
                    kept.push(item.clone());
                    if kept.len() >= first_only {
                        break;
                    }
                }
            }
            // Last
            2 => {
                if holds {
                    kept.push(item.clone());
                    if kept.len() > first_only {
                        kept.remove(0);
                    }
                }
            }
            // SkipUntil
            3 => {
                open |= holds;
                if open {
                    kept.push(item.clone());
                    if kept.len() >= most {
                        break;
                    }
                }
            }
            // Until
            4 => {
                if holds || kept.len() >= most {
                    break;
                }
                kept.push(item.clone());
            }
            // Split
            _ => {
                if holds && kept.len() < most {
                    kept.push(item.clone());
                    if kept.len() >= most {
                        closed = true;
                    }
                } else {
                    rest.push(item.clone());
                }
            }
        }
        if index == usize::MAX {
            break;
        }
    }
    if mode == 5 {
        return Ok(collection(vec![collection(kept), collection(rest)]));
    }
    Ok(collection(kept))
}

fn for_each(call: &mut Call<'_>) -> Flow<Value> {
    let what = call.arg(0).clone();
    let rest = call.args.get(1..).unwrap_or(&[]).to_vec();
    let mut results = Vec::new();
    for item in items(call.this) {
        match what.base() {
            Value::ScriptBlock(block) => {
                let written = call.engine.run_block(
                    block,
                    BlockCall {
                        item: Some(item.clone()),
                        this: None,
                        args: &rest,
                    },
                )?;
                results.extend(written);
            }
            Value::Native(native) if native.as_any().is::<TypeValue>() => {
                if let Some(TypeValue(ty)) = what.downcast::<TypeValue>() {
                    results.push(convert::cast_in(&item, ty, call.engine)?);
                }
            }
            other => {
                let name = convert::to_text(other);
                match (get_property(&item, &name, call.engine)?, rest.as_slice()) {
                    (Some(found), []) => results.push(found),
                    (Some(_), [new]) if !is_method(&item, &name) => {
                        set_property(&item, &name, new.clone(), call.engine)?;
                    }
                    _ if is_method(&item, &name) => {
                        if let Some(result) = call_method(&item, &name, &rest, call.engine)? {
                            results.push(result);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(collection(results))
}

fn is_method(value: &Value, name: &str) -> bool {
    super::method_names(value.base())
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether two values are equal under `-eq` of .NET's collections: case counts.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, other) | (other, Value::Null) => other.is_null(),
        _ => type_of(a) == type_of(b) && equal(a, b, Case::Respect),
    }
}
