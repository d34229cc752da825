//! `$x.Method(...)`.

use super::access::gathered;
use super::enumerate;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::members::{self, Call, Found, find_method, method_not_found, wrong_count};
use crate::types::{TypeRef, method_names, type_of};
use crate::value::{BlockCall, Engine, MemberKind, Value};

/// Calls a method. `None`: it gives nothing (`void`), so nothing goes down the pipeline. On a collection that has no such method, it is called on every element.
///
/// # Errors
/// `InvokeMethodOnNull`, `MethodNotFound`, `MethodCountCouldNotFindBest`,
/// `MethodArgumentConversionInvalidCastArgument`, or what the method threw, in a `MethodInvocationException`.
pub fn call_method(
    value: &Value,
    name: &str,
    args: &[Value],
    engine: &mut dyn Engine,
) -> Flow<Option<Value>> {
    call_at_depth(value, name, args, engine, 0)
}

/// `get_X()` and `set_X(value)`: the methods that .NET has for each property. The outer `None`: the name is none of those.
fn accessor(
    value: &Value,
    name: &str,
    args: &[Value],
    engine: &mut dyn Engine,
) -> Flow<Option<Option<Value>>> {
    let Some((prefix, property)) = name.split_at_checked(4) else {
        return Ok(None);
    };
    if property.is_empty() {
        return Ok(None);
    }
    // The elements of a collection come through its index.
    let (is_get, is_set) = (
        prefix.eq_ignore_ascii_case("get_"),
        prefix.eq_ignore_ascii_case("set_"),
    );
    if property.eq_ignore_ascii_case("Item") && (is_get || is_set) {
        return match (is_get, args) {
            (true, [key]) => Ok(Some(Some(super::get_index(value, key, engine)?))),
            (false, [key, new]) => {
                super::set_index(value, key, new.clone(), engine)?;
                Ok(Some(None))
            }
            _ => Ok(None),
        };
    }
    match args {
        [] if is_get && super::has_property(value, property) => {
            let found = super::get_property(value, property, engine)?;
            Ok(Some(Some(found.unwrap_or_default())))
        }
        [new] if is_set && super::has_property(value, property) => {
            super::set_property(value, property, new.clone(), engine)?;
            Ok(Some(None))
        }
        _ => Ok(None),
    }
}

fn call_at_depth(
    value: &Value,
    name: &str,
    args: &[Value],
    engine: &mut dyn Engine,
    depth: u32,
) -> Flow<Option<Value>> {
    if value.is_null() {
        return Err(ShellError::new(
            "InvokeMethodOnNull",
            ErrorCategory::InvalidOperation,
            "You cannot call a method on a null-valued expression.",
        )
        .into());
    }
    if let Value::Object(object) = value
        && let Some(class) = &object.class
        && let Some(result) = engine.class_method(value, class, name, args)?
    {
        return Ok(result);
    }
    // A property that holds a script block is not a method, but `$o.Block.Invoke()` is one of the block.
    if let Value::Object(object) = value
        && let Some(MemberKind::Method(block)) = object.member(name)
    {
        let written = engine.run_block(
            &block,
            BlockCall {
                this: Some(value.clone()),
                item: None,
                args,
            },
        )?;
        return Ok((!written.is_empty()).then(|| gathered(written)));
    }
    if let Value::Object(object) = value
        && let Some(method) = object.method(name)
    {
        if !args.is_empty() {
            return Err(wrong_count(name, args.len()).into());
        }
        return Ok(Some((method.call)(object)));
    }
    if crate::types::extension::any()
        && let Some(MemberKind::Method(block)) = crate::types::extension::member(value, name)
    {
        let call = BlockCall {
            this: Some(value.clone()),
            item: None,
            args,
        };
        let written = engine.run_block(&block, call)?;
        return Ok((!written.is_empty()).then(|| gathered(written)));
    }
    let target = value.base();
    let ty = type_of(target);
    match find_method(target, &ty, name, args.len()) {
        Found::Method(method) => {
            let mut call = Call {
                this: value,
                ty: &ty,
                args,
                method: method.name,
                engine,
            };
            return members::invoke(method, &mut call);
        }
        Found::WrongCount => {
            // A type may have more overloads than every object has: `Equals` of a comparer.
            if let Value::Native(native) = target
                && let Some(result) = native.call(name, args)
            {
                return result.map_err(|error| members::wrap(error.into(), name, args.len()));
            }
            return Err(wrong_count(name, args.len()).into());
        }
        Found::Nothing => {
            if let Some(result) = accessor(value, name, args, engine)? {
                return Ok(result);
            }
            if let Value::Native(native) = target
                && let Some(result) = native.call(name, args)
            {
                return result.map_err(|error| members::wrap(error.into(), name, args.len()));
            }
        }
    }
    if depth < 8
        && let Some(items) = enumerate(value)
        && !items.is_empty()
    {
        let mut results = Vec::new();
        for item in items {
            if item.is_null() {
                continue;
            }
            let Some(result) = call_at_depth(&item, name, args, engine, depth + 1)? else {
                continue;
            };
            match enumerate(&result) {
                Some(inner) => results.extend(inner),
                None if result.is_null() => {}
                None => results.push(result),
            }
        }
        return Ok((!results.is_empty()).then(|| gathered(results)));
    }
    let ty = type_of(value);
    let mut known = method_names(target);
    if let Value::Native(native) = target {
        known.extend(native.methods());
    }
    if let TypeRef::Class(class) = &ty {
        let own = class.method_names(false);
        let mut names: Vec<&str> = own.iter().map(|name| &**name).collect();
        names.extend(known);
        return Err(method_not_found(&ty, name, &names).into());
    }
    Err(method_not_found(&ty, name, &known).into())
}
