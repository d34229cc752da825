//! Members that scripts give to types: `Update-TypeData`.
//!
//! They belong to the session of the thread. Without any, no look-up looks here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::type_names;
use crate::value::{Member, MemberKind, Name, Value};

/// What scripts added to one type.
#[derive(Clone, Debug, Default)]
pub struct TypeExtension {
    /// The name of the type as it was written first.
    pub name: Rc<str>,
    /// The members.
    pub members: Vec<Member>,
    /// What objects of the type show when nothing else is asked: `DefaultDisplayPropertySet`.
    pub display: Option<Vec<Name>>,
    /// The one property that stands for the object in a wide list: `DefaultDisplayProperty`.
    pub display_property: Option<Name>,
    /// By which objects are compared when nothing else is asked: `DefaultKeyPropertySet`.
    pub keys: Option<Vec<Name>>,
}

thread_local! {
    static ANY: Cell<bool> = const { Cell::new(false) };
    static TYPES: RefCell<Vec<TypeExtension>> = const { RefCell::new(Vec::new()) };
}

/// A new session begins with none.
pub(super) fn begin_session() {
    if ANY.replace(false) {
        TYPES.with_borrow_mut(Vec::clear);
    }
}

/// Takes those of this thread's session away, to be put back by [`put_back`].
pub(super) fn take() -> Vec<TypeExtension> {
    ANY.set(false);
    TYPES.take()
}

/// Puts back what [`take`] gave.
pub(super) fn put_back(types: Vec<TypeExtension>) {
    ANY.set(!types.is_empty());
    TYPES.set(types);
}

/// Whether a script has extended any type.
pub fn any() -> bool {
    ANY.get()
}

/// All of them.
pub fn all() -> Vec<TypeExtension> {
    TYPES.with_borrow(Clone::clone)
}

/// Changes what is known of a type, which is new then if it was not there.
pub fn change<T>(type_name: &str, f: impl FnOnce(&mut TypeExtension) -> T) -> T {
    ANY.set(true);
    TYPES.with_borrow_mut(|types| {
        let at = types
            .iter()
            .position(|known| known.name.eq_ignore_ascii_case(type_name));
        let at = at.unwrap_or_else(|| {
            types.push(TypeExtension {
                name: type_name.into(),
                ..TypeExtension::default()
            });
            types.len() - 1
        });
        match types.get_mut(at) {
            Some(found) => f(found),
            None => f(&mut TypeExtension::default()),
        }
    })
}

/// Forgets a type; whether it was there.
pub fn remove(type_name: &str) -> bool {
    TYPES.with_borrow_mut(|types| {
        let before = types.len();
        types.retain(|known| !known.name.eq_ignore_ascii_case(type_name));
        ANY.set(!types.is_empty());
        types.len() != before
    })
}

/// What was added to the types of a value, most derived first.
fn of(value: &Value) -> Vec<TypeExtension> {
    if !ANY.get() || value.is_null() {
        return Vec::new();
    }
    let names = type_names(value);
    TYPES.with_borrow(|types| {
        names
            .iter()
            .filter_map(|name| {
                types
                    .iter()
                    .find(|known| known.name.eq_ignore_ascii_case(name))
                    .cloned()
            })
            .collect()
    })
}

/// The added member of this name.
pub fn member(value: &Value, name: &str) -> Option<MemberKind> {
    if !ANY.get() || value.is_null() {
        return None;
    }
    let names = type_names(value);
    TYPES.with_borrow(|types| {
        let mut of_value = names.iter().filter_map(|wanted| {
            let mut types = types.iter();
            types.find(|known| known.name.eq_ignore_ascii_case(wanted))
        });
        of_value.find_map(|ty| {
            let mut members = ty.members.iter();
            let found = members.find(|member| member.name.eq_ignore_ascii_case(name))?;
            Some(found.kind.clone())
        })
    })
}

/// The added members of a value, each name once.
pub fn members(value: &Value) -> Vec<Member> {
    let mut found: Vec<Member> = Vec::new();
    for member in of(value).into_iter().flat_map(|ty| ty.members) {
        if !found
            .iter()
            .any(|known| known.name.eq_ignore_ascii_case(&member.name))
        {
            found.push(member);
        }
    }
    found
}

/// What a value shows when nothing else is asked, where a script said so: of the object itself, or of its type.
pub fn display(value: &Value) -> Option<Vec<Name>> {
    if let Value::Object(object) = value
        && let Some(MemberKind::Display(names)) = object.member("PSStandardMembers")
    {
        return Some(names.to_vec());
    }
    of(value).into_iter().find_map(|ty| ty.display)
}
