//! What every value can be asked.

use super::{Call, Method, method};
use crate::shell::error::Flow;
use crate::shell::types::{TypeValue, type_of};
use crate::shell::value::compare::{self, fold};
use crate::shell::value::{Value, format_string};

/// Methods of every value.
pub const METHODS: &[Method] = &[
    method("GetType", 0, 0, "type GetType()", get_type),
    method("ToString", 0, 2, "string ToString()", to_string),
    method("Equals", 1, 1, "bool Equals(System.Object obj)", equals),
    method("GetHashCode", 0, 0, "int GetHashCode()", hash_code),
];

fn get_type(call: &mut Call<'_>) -> Flow<Value> {
    Ok(Value::native(TypeValue(type_of(call.this))))
}

fn to_string(call: &mut Call<'_>) -> Flow<Value> {
    Ok(Value::Str(format_string::to_string(call.this)))
}

/// .NET's equality: of one type, and case counts.
fn equals(call: &mut Call<'_>) -> Flow<Value> {
    let (this, other) = (call.this.base(), call.arg(0).base());
    let same = type_of(this) == type_of(other) && fold(this, true) == fold(other, true);
    Ok(Value::Bool(same))
}

fn hash_code(call: &mut Call<'_>) -> Flow<Value> {
    // FNV-1a over what the value says: the same for equal values, in every run.
    let text = compare::fold(call.this, true);
    let hash = text.bytes().fold(0x811C_9DC5u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    Ok(Value::Int(hash.cast_signed()))
}
