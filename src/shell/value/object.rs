//! Objects with named properties.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::{ScriptBlock, Value};
use crate::types::ClassType;

/// A name that is either part of the program or made at run time. Cloning never copies text.
#[derive(Clone)]
pub enum Name {
    /// Text of the program.
    Static(&'static str),
    /// Text made at run time.
    Shared(Rc<str>),
}

impl Name {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Shared(text) => text,
        }
    }
}

impl std::ops::Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&'static str> for Name {
    fn from(text: &'static str) -> Self {
        Self::Static(text)
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self::Shared(text.into())
    }
}

impl From<Rc<str>> for Name {
    fn from(text: Rc<str>) -> Self {
        Self::Shared(text)
    }
}

/// The type names of an object, most derived first. They choose the view and answer `$x.PSTypeNames`.
#[derive(Clone, Debug)]
pub enum TypeNames {
    /// The names of a built-in type.
    Static(&'static [&'static str]),
    /// Names that a script has changed.
    Own(Rc<Vec<Rc<str>>>),
}

impl TypeNames {
    /// Whether these are the very same names, and not only equal ones.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Static(these), Self::Static(those)) => std::ptr::eq(*these, *those),
            (Self::Own(these), Self::Own(those)) => Rc::ptr_eq(these, those),
            _ => false,
        }
    }

    /// The most derived name.
    pub fn first(&self) -> &str {
        match self {
            Self::Static(names) => names.first().copied().unwrap_or("System.Object"),
            Self::Own(names) => names.first().map_or("System.Object", |name| name),
        }
    }

    /// All of them.
    pub fn iter(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Static(names) => Box::new(names.iter().copied()),
            Self::Own(names) => Box::new(names.iter().map(|name| &**name)),
        }
    }
}

/// What a member of an object is.
#[derive(Clone, Debug)]
pub enum MemberKind {
    /// A property of the object's own type (`Property`).
    Property(Value),
    /// A property that was added to it (`NoteProperty`).
    Note(Value),
    /// Another name for a member (`AliasProperty`).
    Alias(Rc<str>),
    /// A property that runs script (`ScriptProperty`): getter and setter.
    Script(Rc<ScriptBlock>, Option<Rc<ScriptBlock>>),
    /// A method that runs script (`ScriptMethod`).
    Method(Rc<ScriptBlock>),
    /// What the object shows when nothing else is asked (`PSStandardMembers` with a `DefaultDisplayPropertySet`).
    Display(Rc<[Name]>),
}

/// A named member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name, as it is shown. Look-ups ignore case.
    pub name: Name,
    /// What it is.
    pub kind: MemberKind,
}

/// An object: `PSCustomObject`, what a cmdlet emits, or a value that members were added to.
#[derive(Default)]
pub struct PsObject {
    type_names: RefCell<Option<TypeNames>>,
    members: RefCell<Members>,
    /// The value that this object wraps: what `Add-Member` extended, or `None` for a free-standing object.
    pub base: Option<Value>,
    /// The class of a script that it is an instance of.
    pub class: Option<Rc<ClassType>>,
    /// The Rust value that the object was made from, so that a cmdlet which takes such objects gets it back whole. It
    /// travels with the object to other threads.
    pub payload: Option<Arc<dyn Any + Send + Sync>>,
    /// Its text, where that is not the type's name: what `ToString()` of the type says, or the text that an object which was
    /// read from a file had.
    pub text: Option<Rc<str>>,
}

/// Members in their order. Where there are many, an index finds them; it grows when it is asked.
#[derive(Default)]
struct Members {
    list: Vec<Member>,
    index: RefCell<Option<Box<Index>>>,
}

/// Where the members of an object with many of them are.
#[derive(Default)]
struct Index {
    places: HashMap<Box<str>, usize>,
    /// How many of the list it knows.
    known: usize,
}

/// Up to this many members are looked through one by one.
const FEW: usize = 128;

impl Members {
    fn find(&self, name: &str) -> Option<usize> {
        if self.list.len() <= FEW {
            return self
                .list
                .iter()
                .position(|member| member.name.eq_ignore_ascii_case(name));
        }
        let mut index = self.index.borrow_mut();
        let index = index.get_or_insert_default();
        for (at, member) in self.list.iter().enumerate().skip(index.known) {
            index
                .places
                .entry(member.name.to_ascii_lowercase().into())
                .or_insert(at);
        }
        index.known = self.list.len();
        index.places.get(&*name.to_ascii_lowercase()).copied()
    }

    fn remove(&mut self, name: &str) -> bool {
        let before = self.list.len();
        self.list
            .retain(|member| !member.name.eq_ignore_ascii_case(name));
        *self.index.borrow_mut() = None;
        self.list.len() != before
    }
}

static CUSTOM_NAMES: [&str; 2] = [
    "System.Management.Automation.PSCustomObject",
    "System.Object",
];
const CUSTOM: TypeNames = TypeNames::Static(&CUSTOM_NAMES);

impl PsObject {
    /// An empty `PSCustomObject`.
    pub fn custom() -> Self {
        Self::default()
    }

    /// An empty `PSCustomObject` with room for so many members.
    pub fn with_room(members: usize) -> Self {
        Self {
            members: RefCell::new(Members {
                list: Vec::with_capacity(members),
                ..Members::default()
            }),
            ..Self::default()
        }
    }

    /// An empty object of a built-in type.
    pub fn of(type_names: &'static [&'static str]) -> Self {
        Self {
            type_names: RefCell::new(Some(TypeNames::Static(type_names))),
            ..Self::default()
        }
    }

    /// The same with room for so many members.
    pub fn of_size(type_names: &'static [&'static str], members: usize) -> Self {
        Self {
            type_names: RefCell::new(Some(TypeNames::Static(type_names))),
            ..Self::with_room(members)
        }
    }

    /// An object that puts members around a value: what `Add-Member` makes of a scalar or a collection.
    pub fn around(base: Value) -> Self {
        Self {
            base: Some(base),
            ..Self::default()
        }
    }

    /// Adds or replaces a note property: the builder of `[pscustomobject]@{}`.
    pub fn with(self, name: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.set(name, MemberKind::Note(value.into()));
        self
    }

    /// Keeps the Rust value that the object was made from.
    pub fn with_payload(mut self, payload: Arc<dyn Any + Send + Sync>) -> Self {
        self.payload = Some(payload);
        self
    }

    /// Gives the object a text of its own: what `ToString()` of its type says.
    pub fn with_text(mut self, text: fn(&Self) -> String) -> Self {
        self.text = Some(text(&self).into());
        self
    }

    /// The type names.
    pub fn type_names(&self) -> TypeNames {
        self.type_names.borrow().clone().unwrap_or(CUSTOM)
    }

    /// Replaces the type names.
    pub fn set_type_names(&self, names: TypeNames) {
        *self.type_names.borrow_mut() = Some(names);
    }

    /// The member called `name`, without regard to case.
    pub fn member(&self, name: &str) -> Option<MemberKind> {
        let members = self.members.borrow();
        let at = members.find(name)?;
        members.list.get(at).map(|member| member.kind.clone())
    }

    /// Whether there is a member called `name`.
    pub fn has(&self, name: &str) -> bool {
        self.members.borrow().find(name).is_some()
    }

    /// A property that holds its value, with its name as it is spelled; `None` for what is computed, or not there.
    pub fn plain(&self, name: &str) -> Option<(Name, Value)> {
        let members = self.members.borrow();
        let member = members.list.get(members.find(name)?)?;
        match &member.kind {
            MemberKind::Property(value) | MemberKind::Note(value) => {
                Some((member.name.clone(), value.clone()))
            }
            _ => None,
        }
    }

    /// The value of a plain property. Script properties need the interpreter and answer `None`.
    pub fn get(&self, name: &str) -> Option<Value> {
        match self.member(name)? {
            MemberKind::Property(value) | MemberKind::Note(value) => Some(value),
            MemberKind::Alias(target) if !target.eq_ignore_ascii_case(name) => self.get(&target),
            _ => None,
        }
    }

    /// Adds a member at the end, or replaces the one of that name.
    pub fn set(&self, name: impl Into<Name>, kind: MemberKind) {
        let name = name.into();
        let mut members = self.members.borrow_mut();
        let at = members.find(&name);
        match at.and_then(|at| members.list.get_mut(at)) {
            Some(member) => member.kind = kind,
            None => members.list.push(Member { name, kind }),
        }
    }

    /// Adds a member without looking for one of that name: for builders whose names are known to differ.
    pub fn push(&self, name: impl Into<Name>, kind: MemberKind) {
        self.members.borrow_mut().list.push(Member {
            name: name.into(),
            kind,
        });
    }

    /// Whether a cmdlet made it of a Rust value: its own properties then show what was read, and cannot be set.
    pub fn is_emitted(&self) -> bool {
        self.payload.is_some()
    }

    /// Takes a member away; whether there was one.
    pub fn remove(&self, name: &str) -> bool {
        self.members.borrow_mut().remove(name)
    }

    /// A copy of the members, in order.
    pub fn members(&self) -> Vec<Member> {
        self.members.borrow().list.clone()
    }

    /// Calls `f` for each member in order, without copying. `f` must not change the object.
    pub fn for_each_member(&self, mut f: impl FnMut(&Member)) {
        for member in &self.members.borrow().list {
            f(member);
        }
    }

    /// The payload, when it is a `T`.
    pub fn payload<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.payload.clone()?.downcast::<T>().ok()
    }
}

impl Clone for PsObject {
    fn clone(&self) -> Self {
        Self {
            type_names: RefCell::new(self.type_names.borrow().clone()),
            members: RefCell::new(Members {
                list: self.members(),
                ..Members::default()
            }),
            base: self.base.clone(),
            class: self.class.clone(),
            payload: self.payload.clone(),
            text: self.text.clone(),
        }
    }
}

impl fmt::Debug for PsObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PsObject")
            .field("type", &self.type_names().first())
            .field("members", &self.members.borrow().list.len())
            .finish()
    }
}
