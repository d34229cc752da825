//! Methods of `$x.PSObject`, `$x.PSObject.Properties` and `$x.PSTypeNames`.

use std::rc::Rc;

use super::{Call, Method, method, void};
use crate::error::Flow;
use crate::types::{Known, type_of};
use crate::value::convert::{raise, to_text};
use crate::value::members::{MemberInfoValue, MemberSetValue, PsObjectView, TypeNamesValue};
use crate::value::{Hashtable, MemberKind, PsObject, Value};

/// Methods of `$x.PSObject`.
pub const OBJECT_METHODS: &[Method] = &[method("Copy", 0, 0, "psobject Copy()", |call| {
    Ok(
        match call
            .this
            .downcast::<PsObjectView>()
            .map(PsObjectView::value)
        {
            Some(Value::Object(object)) => Value::Object(Rc::new(PsObject::clone(object))),
            Some(Value::Hashtable(table)) => {
                Value::Hashtable(Rc::new(Hashtable::shallow_copy(table)))
            }
            Some(other) => other.clone(),
            None => Value::Null,
        },
    )
})];

/// Adds a member that a script has made, or that another object has.
fn add(call: &mut Call<'_>) -> Flow<Value> {
    let Some(set) = call.this.downcast::<MemberSetValue>() else {
        return Ok(Value::Null);
    };
    let member = call.arg(0).downcast::<MemberInfoValue>();
    let Some(info) = member.filter(|info| set.takes(info)) else {
        return Err(raise(
            "System.Management.Automation.PSInvalidCastException",
            format!(
                "Cannot convert the \"{}\" value of type \"{}\" to a member of this kind.",
                to_text(call.arg(0)),
                type_of(call.arg(0)).full_name()
            ),
        )
        .into());
    };
    let Value::Object(object) = set.value() else {
        return Err(raise(
            "System.InvalidOperationException",
            format!(
                "A value of type {} keeps no members of its own. 'Add-Member -PassThru' gives an object around it that does.",
                type_of(set.value()).full_name()
            ),
        )
        .into());
    };
    if object.has(&info.name) {
        return Err(raise(
            "System.Management.Automation.ExtendedTypeSystemException",
            format!(
                "Cannot add a member with the name \"{}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.",
                info.name
            ),
        )
        .into());
    }
    object.set(info.name.clone(), info.kind());
    Ok(Value::Null)
}

/// A member of this type that stands alone; `None`: it takes no such arguments.
pub(super) fn make_member(known: Known, args: &[Value]) -> Option<Value> {
    let name = args.first().map(to_text).filter(|name| !name.is_empty())?;
    let block = |at: usize| match args.get(at)?.base() {
        Value::ScriptBlock(block) => Some(Rc::clone(block)),
        _ => None,
    };
    let kind = match (known, args) {
        (Known::PsNoteProperty, [_, value]) => MemberKind::Note(value.clone()),
        (Known::PsAliasProperty, [_, target]) => MemberKind::Alias(to_text(target)),
        (Known::PsScriptProperty, [_, _]) => MemberKind::Script(block(1)?, None),
        (Known::PsScriptProperty, [_, _, _]) => MemberKind::Script(block(1)?, Some(block(2)?)),
        (Known::PsScriptMethod, [_, _]) => MemberKind::Method(block(1)?),
        _ => return None,
    };
    Some(Value::native(MemberInfoValue::alone(&name, kind)))
}

/// Methods of member collections.
pub const SET_METHODS: &[Method] = &[
    void("Remove", 1, 1, "void Remove(string name)", |call| {
        let name = call.text(0)?;
        if let Some(Value::Object(object)) = call
            .this
            .downcast::<MemberSetValue>()
            .map(MemberSetValue::value)
        {
            object.remove(&name);
        }
        Ok(Value::Null)
    }),
    void(
        "Add",
        1,
        2,
        "void Add(System.Management.Automation.PSMemberInfo member)",
        add,
    ),
    method(
        "Match",
        1,
        2,
        "System.Management.Automation.ReadOnlyPSMemberInfoCollection Match(string name)",
        |call| {
            let pattern = call.text(0)?;
            let pattern =
                crate::value::compare::wildcard(&pattern, crate::value::compare::Case::Ignore)?;
            let items = crate::value::members::enumerate(call.this).unwrap_or_default();
            Ok(Value::array(
                items
                    .into_iter()
                    .filter(|item| {
                        item.downcast::<MemberInfoValue>()
                            .is_some_and(|info| pattern.is_match(&info.name))
                    })
                    .collect(),
            ))
        },
    ),
];

fn change(call: &mut Call<'_>, f: impl FnOnce(&mut Vec<Rc<str>>)) -> Flow<Value> {
    if let Some(view) = call.this.downcast::<TypeNamesValue>() {
        let mut names = view.names();
        f(&mut names);
        view.set(names);
    }
    Ok(Value::Null)
}

/// Methods of lists of type names.
pub const TYPE_NAME_METHODS: &[Method] = &[
    void(
        "Insert",
        2,
        2,
        "void Insert(int index, string item)",
        |call| {
            let at = call.index(0, "index")?;
            let name = call.text(1)?;
            change(call, |names| names.insert(at.min(names.len()), name))
        },
    ),
    void("Add", 1, 1, "void Add(string item)", |call| {
        let name = call.text(0)?;
        change(call, |names| names.push(name))
    }),
    method("Remove", 1, 1, "bool Remove(string item)", |call| {
        let name = call.text(0)?;
        let mut removed = false;
        change(call, |names| {
            let before = names.len();
            names.retain(|known| **known != *name);
            removed = names.len() != before;
        })?;
        Ok(Value::Bool(removed))
    }),
    void("Clear", 0, 0, "void Clear()", |call| {
        change(call, Vec::clear)
    }),
    method("Contains", 1, 1, "bool Contains(string item)", |call| {
        let name = to_text(call.arg(0));
        Ok(Value::Bool(
            call.this
                .downcast::<TypeNamesValue>()
                .is_some_and(|view| view.names().iter().any(|known| **known == *name)),
        ))
    }),
];
