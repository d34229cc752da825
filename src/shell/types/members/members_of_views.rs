//! Methods of `$x.PSObject`, `$x.PSObject.Properties` and `$x.PSTypeNames`.

use std::rc::Rc;

use super::{Call, Method, method, void};
use crate::error::Flow;
use crate::value::convert::to_text;
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
        |call| {
            if let Some(Value::Object(object)) = call
                .this
                .downcast::<MemberSetValue>()
                .map(MemberSetValue::value)
                && let Some(info) = call.arg(0).downcast::<MemberInfoValue>()
            {
                let value = crate::value::Native::property(info, "Value").unwrap_or_default();
                object.set(info.name.clone(), MemberKind::Note(value));
            }
            Ok(Value::Null)
        },
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
