//! Methods of types.

use super::{Call, Method, method};
use crate::error::Flow;
use crate::types::{TypeRef, TypeValue, is_instance};
use crate::value::{Native, Value};

fn the_type(call: &Call<'_>) -> TypeRef {
    match call.this.downcast::<TypeValue>() {
        Some(ty) => ty.0.clone(),
        None => TypeRef::Known(crate::types::Known::Object),
    }
}

fn other(call: &Call<'_>) -> Option<TypeRef> {
    call.arg(0).downcast::<TypeValue>().map(|ty| ty.0.clone())
}

fn derives(ty: &TypeRef, base: &TypeRef) -> bool {
    let wanted = base.full_name();
    ty.ancestry().contains(&wanted)
}

/// Methods of types.
pub const METHODS: &[Method] = &[
    method(
        "IsInstanceOfType",
        1,
        1,
        "bool IsInstanceOfType(System.Object o)",
        |call| Ok(Value::Bool(is_instance(call.arg(0), &the_type(call)))),
    ),
    method(
        "IsAssignableFrom",
        1,
        1,
        "bool IsAssignableFrom(type c)",
        |call| {
            Ok(Value::Bool(
                other(call).is_some_and(|other| derives(&other, &the_type(call))),
            ))
        },
    ),
    method("IsSubclassOf", 1, 1, "bool IsSubclassOf(type c)", |call| {
        let ty = the_type(call);
        Ok(Value::Bool(
            other(call).is_some_and(|other| other != ty && derives(&ty, &other)),
        ))
    }),
    method("GetElementType", 0, 0, "type GetElementType()", |call| {
        Ok(match the_type(call) {
            TypeRef::Array(element, _) => Value::native(TypeValue((*element).clone())),
            _ => Value::Null,
        })
    }),
    method("GetArrayRank", 0, 0, "int GetArrayRank()", |call| {
        Ok(match the_type(call) {
            TypeRef::Array(_, rank) => Value::Int(i32::try_from(rank).unwrap_or(1)),
            _ => Value::Int(0),
        })
    }),
    method(
        "GetEnumNames",
        0,
        0,
        "string[] GetEnumNames()",
        |call| match the_type(call) {
            TypeRef::Enum(ty) => Ok(Value::strings(ty.members.iter().map(|(name, _)| *name))),
            _ => Ok(Value::Null),
        },
    ),
    method(
        "GetEnumValues",
        0,
        0,
        "array GetEnumValues()",
        |call| match the_type(call) {
            TypeRef::Enum(ty) => Ok(Value::typed_array(
                ty.name,
                ty.members
                    .iter()
                    .map(|(_, number)| crate::types::enums::value(ty, *number))
                    .collect(),
            )),
            _ => Ok(Value::Null),
        },
    ),
    method(
        "GetMethods",
        0,
        1,
        "System.Reflection.MethodInfo[] GetMethods()",
        names,
    ),
    method("ToString", 0, 0, "string ToString()", |call| {
        let text = |ty: &TypeValue| Value::from(ty.dotnet_text());
        Ok(call.this.downcast::<TypeValue>().map_or(Value::Null, text))
    }),
];

/// The names of the static members, as far as they are known.
fn names(call: &mut Call<'_>) -> Flow<Value> {
    let ty = the_type(call);
    Ok(Value::strings(
        super::static_members(&ty)
            .into_iter()
            .flatten()
            .map(super::StaticMember::name),
    ))
}
