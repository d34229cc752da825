//! Objects with named properties.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

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

    /// The text, as values hold it.
    pub fn shared(&self) -> Rc<str> {
        match self {
            Self::Static(text) => Rc::from(*text),
            Self::Shared(text) => Rc::clone(text),
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

/// A method without arguments that objects of a cmdlet have.
#[derive(Clone, Copy, Debug)]
pub struct ObjectMethod {
    /// Its name.
    pub name: &'static str,
    /// What it gives.
    pub call: fn(&PsObject) -> Value,
}

/// Makes a member of the Rust value that an object shows.
pub type Make = fn(value: &(dyn Any + Send + Sync), name: &str) -> Option<MemberKind>;

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
    /// A later value that it shows in place of that one.
    newer: RefCell<Option<Arc<dyn Any + Send + Sync>>>,
    /// Of an object that follows what it shows: when that was read.
    read_at: Option<Cell<Instant>>,
    /// What makes the members that are not made yet of that value.
    make: Option<Make>,
    /// The methods that its type has beside those of every object.
    pub methods: &'static [ObjectMethod],
    /// Its text, where that is not the type's name: what `ToString()` of the type says, or the text that an object which was
    /// read from a file had.
    pub text: Option<Rc<str>>,
}

/// A member that may not be made yet.
#[derive(Clone)]
struct Slot {
    name: Name,
    kind: OnceCell<MemberKind>,
    /// Whether it shows a part of the object's Rust value, and is no member that was added.
    shows: bool,
}

impl From<Member> for Slot {
    fn from(member: Member) -> Self {
        Self {
            name: member.name,
            kind: member.kind.into(),
            shows: false,
        }
    }
}

/// Members in their order. Where there are many, an index finds them; it grows when it is asked.
#[derive(Default)]
struct Members {
    list: Vec<Slot>,
    index: RefCell<Option<Box<Index>>>,
}

impl From<Vec<Slot>> for Members {
    fn from(list: Vec<Slot>) -> Self {
        Self {
            list,
            index: RefCell::default(),
        }
    }
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
            members: RefCell::new(Vec::with_capacity(members).into()),
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

    /// An object of a built-in type that shows a Rust value: `make` makes each of these members when it is asked for.
    pub fn showing(
        type_names: &'static [&'static str],
        members: &'static [&'static str],
        value: Arc<dyn Any + Send + Sync>,
        make: Make,
    ) -> Self {
        let slot = |name: &&'static str| Slot {
            name: Name::Static(name),
            kind: OnceCell::new(),
            shows: true,
        };
        Self {
            members: RefCell::new(members.iter().map(slot).collect::<Vec<_>>().into()),
            make: Some(make),
            ..Self::of(type_names).with_payload(value)
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

    /// The object shows its thing as it is when it is asked, and not as it was: whoever reads it has it read anew where that is due.
    pub fn following(mut self) -> Self {
        self.read_at = Some(Cell::new(Instant::now()));
        self
    }

    /// Of an object that follows what it shows: when that was read. `None` for all others.
    pub fn read_at(&self) -> Option<Instant> {
        self.read_at.as_ref().map(Cell::get)
    }

    /// What it shows counts as read now.
    pub fn is_current(&self) {
        if let Some(read_at) = &self.read_at {
            read_at.set(Instant::now());
        }
    }

    /// Shows a later value of the same type from now on. Members that were added stay.
    pub fn show(&self, value: Arc<dyn Any + Send + Sync>) {
        *self.newer.borrow_mut() = Some(value);
        let mut members = self.members.borrow_mut();
        for slot in members.list.iter_mut().filter(|slot| slot.shows) {
            slot.kind = OnceCell::new();
        }
        self.is_current();
    }

    /// Shows a member otherwise until a later value is shown.
    pub fn show_for_now(&self, name: &str, kind: MemberKind) {
        let mut members = self.members.borrow_mut();
        let at = members.find(name);
        if let Some(slot) = at.and_then(|at| members.list.get_mut(at)) {
            slot.kind = kind.into();
        }
    }

    /// Gives the object the methods of its type.
    pub fn with_methods(mut self, methods: &'static [ObjectMethod]) -> Self {
        self.methods = methods;
        self
    }

    /// The method of its type that is called so, without regard to case.
    pub fn method(&self, name: &str) -> Option<&'static ObjectMethod> {
        let mut methods = self.methods.iter();
        methods.find(|method| method.name.eq_ignore_ascii_case(name))
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

    /// What a member is, made now if it was not before.
    fn kind<'m>(&self, slot: &'m Slot) -> &'m MemberKind {
        slot.kind.get_or_init(|| {
            let newer = self.newer.borrow();
            let value = newer.as_deref().or(self.payload.as_deref());
            let made = self.make.zip(value);
            made.and_then(|(make, value)| make(value, &slot.name))
                .unwrap_or(MemberKind::Property(Value::Null))
        })
    }

    /// The member called `name`, without regard to case.
    pub fn member(&self, name: &str) -> Option<MemberKind> {
        let members = self.members.borrow();
        let slot = members.list.get(members.find(name)?)?;
        Some(self.kind(slot).clone())
    }

    /// Whether there is a member called `name`.
    pub fn has(&self, name: &str) -> bool {
        self.members.borrow().find(name).is_some()
    }

    /// A property that holds its value, with its name as it is spelled; `None` for what is computed, or not there.
    pub fn plain(&self, name: &str) -> Option<(Name, Value)> {
        let members = self.members.borrow();
        let slot = members.list.get(members.find(name)?)?;
        match self.kind(slot) {
            MemberKind::Property(value) | MemberKind::Note(value) => {
                Some((slot.name.clone(), value.clone()))
            }
            _ => None,
        }
    }

    /// The value of a plain property. Script properties need the interpreter and answer `None`.
    pub fn get(&self, name: &str) -> Option<Value> {
        match self.member(name)? {
            MemberKind::Property(value) | MemberKind::Note(value) => Some(value),
            MemberKind::Alias(_) => self.get(&self.behind_aliases(name)?),
            _ => None,
        }
    }

    /// The name of the member that a name leads to by way of any aliases; `None` when they lead round in a circle.
    pub fn behind_aliases(&self, name: &str) -> Option<Rc<str>> {
        let members = self.members.borrow();
        let mut name: Rc<str> = name.into();
        // More aliases than there are members are a circle.
        for _ in 0..=members.list.len() {
            let slot = members.find(&name).and_then(|at| members.list.get(at));
            match slot.map(|slot| self.kind(slot)) {
                Some(MemberKind::Alias(target)) => name = Rc::clone(target),
                _ => return Some(name),
            }
        }
        None
    }

    /// Adds a member at the end, or replaces the one of that name.
    pub fn set(&self, name: impl Into<Name>, kind: MemberKind) {
        let name = name.into();
        let mut members = self.members.borrow_mut();
        let at = members.find(&name);
        match at.and_then(|at| members.list.get_mut(at)) {
            Some(slot) => {
                slot.kind = kind.into();
                slot.shows = false;
            }
            None => members.list.push(Member { name, kind }.into()),
        }
    }

    /// Adds a member without looking for one of that name: for builders whose names are known to differ.
    pub fn push(&self, name: impl Into<Name>, kind: MemberKind) {
        let name = name.into();
        let slot = Member { name, kind }.into();
        self.members.borrow_mut().list.push(slot);
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
        let mut members = Vec::new();
        self.for_each_member(|name, kind| {
            let (name, kind) = (name.clone(), kind.clone());
            members.push(Member { name, kind });
        });
        members
    }

    /// Calls `f` with the name of each member in order and what it is, without copying. `f` must not change the object.
    pub fn for_each_member(&self, mut f: impl FnMut(&Name, &MemberKind)) {
        for slot in &self.members.borrow().list {
            f(&slot.name, self.kind(slot));
        }
    }

    /// The payload, when it is a `T`.
    pub fn payload<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let newer = self.newer.borrow().clone();
        newer.or_else(|| self.payload.clone())?.downcast::<T>().ok()
    }
}

impl Clone for PsObject {
    fn clone(&self) -> Self {
        Self {
            type_names: RefCell::new(self.type_names.borrow().clone()),
            members: RefCell::new(self.members.borrow().list.clone().into()),
            base: self.base.clone(),
            class: self.class.clone(),
            payload: self.payload.clone(),
            newer: self.newer.clone(),
            read_at: self.read_at.clone(),
            make: self.make,
            methods: self.methods,
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
