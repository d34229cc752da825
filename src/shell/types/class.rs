//! Classes and enumerations that scripts define, and where their names are known.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::extension::{self, TypeExtension};
use super::{Known, TypeRef};
use crate::syntax::ast::{
    ClassMember, ClassMemberKind, FunctionDefinition, TypeBody, TypeDefinition,
};
use crate::syntax::span::SourceText;
use crate::value::{EnumType, Value};

/// A class of a script.
pub struct ClassType {
    /// Its name.
    pub name: Rc<str>,
    /// Its definition.
    pub definition: Rc<TypeDefinition>,
    /// The text that the definition stands in.
    pub source: Rc<SourceText>,
    /// What it inherits from.
    pub base: Option<TypeRef>,
    /// The names of its interfaces.
    pub interfaces: Vec<Rc<str>>,
    /// The module whose variables its methods see. Only the interpreter looks inside.
    pub home: Option<Rc<dyn Any>>,
    /// Types and checks of its own properties, read when they are first needed. Only the interpreter looks inside.
    pub declared: RefCell<Option<Rc<dyn Any>>>,
    /// Its static properties, once they have their first values.
    pub statics: RefCell<Vec<(Rc<str>, Value)>>,
    /// Whether they have.
    pub is_ready: Cell<bool>,
}

impl std::fmt::Debug for ClassType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClassType")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl ClassType {
    /// Its own members.
    pub fn members(&self) -> &[ClassMember] {
        match &self.definition.body {
            TypeBody::Class(members) => members,
            TypeBody::Enum(_) => &[],
        }
    }

    /// The class of a script that it inherits from.
    pub fn base_class(&self) -> Option<&Rc<ClassType>> {
        match &self.base {
            Some(TypeRef::Class(base)) => Some(base),
            _ => None,
        }
    }

    /// The class and those that it inherits from, most derived first.
    pub fn chain(self: &Rc<Self>) -> Vec<Rc<ClassType>> {
        let mut chain = vec![Rc::clone(self)];
        let mut current = self.base_class();
        while let Some(class) = current {
            chain.push(Rc::clone(class));
            current = class.base_class();
        }
        chain
    }

    /// The type that is no class of a script at the end of the chain.
    pub fn outer_base(self: &Rc<Self>) -> Option<TypeRef> {
        self.chain().last().and_then(|class| class.base.clone())
    }

    /// A property by name, and the class that declares it.
    pub fn property(
        self: &Rc<Self>,
        name: &str,
        is_static: bool,
    ) -> Option<(Rc<ClassType>, usize)> {
        self.chain().into_iter().find_map(|class| {
            let at = class.members().iter().position(|member| {
                matches!(member.kind, ClassMemberKind::Property(_))
                    && member.is_static == is_static
                    && member.name.eq_ignore_ascii_case(name)
            })?;
            Some((class, at))
        })
    }

    /// The properties of its instances, those of its bases first.
    pub fn properties(self: &Rc<Self>) -> Vec<(Rc<ClassType>, usize)> {
        let mut found: Vec<(Rc<ClassType>, usize)> = Vec::new();
        for class in self.chain().into_iter().rev() {
            for (at, member) in class.members().iter().enumerate() {
                if matches!(member.kind, ClassMemberKind::Property(_)) && !member.is_static {
                    found.push((Rc::clone(&class), at));
                }
            }
        }
        found
    }

    /// Whether a member is left out of lists.
    pub fn is_hidden(self: &Rc<Self>, name: &str) -> bool {
        self.chain().iter().any(|class| {
            class
                .members()
                .iter()
                .any(|member| member.is_hidden && member.name.eq_ignore_ascii_case(name))
        })
    }

    /// The methods of a name, those of the most derived class first. An overload that a derived class has again is left out
    /// of its bases.
    pub fn methods(
        self: &Rc<Self>,
        name: &str,
        is_static: bool,
    ) -> Vec<(Rc<ClassType>, Rc<FunctionDefinition>)> {
        let mut found: Vec<(Rc<ClassType>, Rc<FunctionDefinition>)> = Vec::new();
        for class in self.chain() {
            for member in class.members() {
                if let ClassMemberKind::Method(function) = &member.kind
                    && member.is_static == is_static
                    && member.name.eq_ignore_ascii_case(name)
                    && !found
                        .iter()
                        .any(|(_, known)| signature(known) == signature(function))
                {
                    found.push((Rc::clone(&class), Rc::clone(function)));
                }
            }
        }
        found
    }

    /// The names of its methods, each once.
    pub fn method_names(self: &Rc<Self>, is_static: bool) -> Vec<Rc<str>> {
        let mut names: Vec<Rc<str>> = Vec::new();
        for class in self.chain() {
            for member in class.members() {
                if matches!(member.kind, ClassMemberKind::Method(_))
                    && member.is_static == is_static
                    && !names
                        .iter()
                        .any(|name| name.eq_ignore_ascii_case(&member.name))
                {
                    names.push(Rc::clone(&member.name));
                }
            }
        }
        names
    }

    /// The definition of a method as `Get-Member` shows it: `string Name(int n)`.
    pub fn method_definition(self: &Rc<Self>, name: &str, is_static: bool) -> String {
        let overloads = self.methods(name, is_static);
        let shown: Vec<String> = overloads
            .iter()
            .map(|(class, function)| {
                let result = class
                    .member_of(function)
                    .and_then(ClassMember::declared_type)
                    .map_or_else(
                        || "void".to_owned(),
                        |ty| ty.type_name.full_name.to_string(),
                    );
                let parameters: Vec<String> = signature(function)
                    .into_iter()
                    .zip(function.parameters.iter().flatten())
                    .map(|(ty, parameter)| format!("{ty} {}", parameter.name.name))
                    .collect();
                format!("{result} {}({})", function.name, parameters.join(", "))
            })
            .collect();
        shown.join(", ")
    }

    /// The member that a method is.
    pub fn member_of(&self, function: &Rc<FunctionDefinition>) -> Option<&ClassMember> {
        self.members().iter().find(|member| match &member.kind {
            ClassMemberKind::Method(own) | ClassMemberKind::Constructor(own, _) => {
                Rc::ptr_eq(own, function)
            }
            ClassMemberKind::Property(_) => false,
        })
    }

    /// The type names of its instances, most derived first.
    pub fn type_names(self: &Rc<Self>) -> Vec<Rc<str>> {
        let mut names: Vec<Rc<str>> = self
            .chain()
            .iter()
            .map(|class| Rc::clone(&class.name))
            .collect();
        match self.outer_base() {
            Some(base) => {
                names.extend(base.ancestry());
                names.retain(|name| {
                    super::known::by_full_name(name).is_none_or(|info| {
                        !info.base.is_empty() || info.full_name == "System.Object"
                    })
                });
            }
            None => names.push("System.Object".into()),
        }
        names
    }
}

/// The types of the parameters of a method, in lower case.
fn signature(function: &FunctionDefinition) -> Vec<String> {
    function
        .parameters
        .iter()
        .flatten()
        .map(|parameter| {
            parameter
                .attributes
                .iter()
                .find_map(|base| match base {
                    crate::syntax::ast::AttributeBase::Type(constraint) => {
                        Some(constraint.type_name.full_name.to_lowercase())
                    }
                    crate::syntax::ast::AttributeBase::Attribute(_) => None,
                })
                .unwrap_or_else(|| "Object".to_owned())
        })
        .collect()
}

/// Types by name.
#[derive(Debug, Default)]
pub struct TypeTable(RefCell<Vec<TypeRef>>);

impl TypeTable {
    /// Adds a type, or replaces the one of its name.
    pub fn add(&self, ty: TypeRef) {
        ANY.set(true);
        let name = ty.full_name();
        let mut types = self.0.borrow_mut();
        types.retain(|known| !known.full_name().eq_ignore_ascii_case(&name));
        types.push(ty);
    }

    /// The type of a name.
    pub fn get(&self, name: &str) -> Option<TypeRef> {
        let types = self.0.borrow();
        types
            .iter()
            .find(|known| known.full_name().eq_ignore_ascii_case(name))
            .cloned()
    }

    /// All of them.
    pub fn all(&self) -> Vec<TypeRef> {
        self.0.borrow().clone()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }
}

thread_local! {
    /// Whether any script of this thread has defined a type: without one no look-up looks here.
    static ANY: Cell<bool> = const { Cell::new(false) };
    /// The types that the session of this thread sees.
    static SHARED: RefCell<Rc<TypeTable>> = RefCell::default();
    /// Those that only the module whose code runs sees.
    static LAYER: RefCell<Option<Rc<TypeTable>>> = const { RefCell::new(None) };
    /// All classes, for values whose class is known by name alone.
    static CLASSES: TypeTable = TypeTable::default();
}

/// The types that the session of this thread sees; a new session begins with none.
pub fn begin_session() -> Rc<TypeTable> {
    let table = Rc::new(TypeTable::default());
    SHARED.set(Rc::clone(&table));
    extension::begin_session();
    table
}

/// The types of the session of this thread, which are there again when this value goes.
#[must_use = "the types are there again when this value goes"]
pub struct Kept(Rc<TypeTable>, Vec<TypeExtension>);

/// Keeps the types of this thread's session while another session is made and used on it.
pub fn keep_session() -> Kept {
    Kept(SHARED.with_borrow(Rc::clone), extension::take())
}

impl Drop for Kept {
    fn drop(&mut self) {
        SHARED.set(Rc::clone(&self.0));
        extension::put_back(std::mem::take(&mut self.1));
    }
}

/// Looks types up with those of a module before all others.
pub fn with_layer<T>(layer: &Rc<TypeTable>, f: impl FnOnce() -> T) -> T {
    let outer = LAYER.replace(Some(Rc::clone(layer)));
    let found = f();
    LAYER.set(outer);
    found
}

/// Notes a class so that its values find it by name.
pub fn remember(ty: &TypeRef) {
    CLASSES.with(|classes| classes.add(ty.clone()));
}

/// A type of a script by its name, without regard to case.
pub fn by_name(name: &str) -> Option<TypeRef> {
    if !ANY.get() {
        return None;
    }
    let own = LAYER.with_borrow(|layer| layer.as_ref().and_then(|layer| layer.get(name)));
    own.or_else(|| SHARED.with_borrow(|shared| shared.get(name)))
}

/// The class of this name, whoever sees it.
pub fn any_by_name(name: &str) -> Option<TypeRef> {
    if !ANY.get() {
        return None;
    }
    CLASSES.with(|classes| classes.get(name))
}

/// The bases of a class of a script that is an exception; empty for any other name.
pub fn exception_bases(name: &str) -> Vec<Rc<str>> {
    match any_by_name(name) {
        Some(ty @ TypeRef::Class(_)) => {
            let mut names = ty.ancestry();
            names.remove(0);
            names
        }
        _ => Vec::new(),
    }
}

/// An enumeration as the language keeps them: for the whole run of the program. The same definition is kept once, so a script
/// that is run again and again takes no more room.
pub fn enumeration(name: &str, members: &[(Rc<str>, i64)], flags: bool) -> &'static EnumType {
    thread_local! {
        static MADE: RefCell<Vec<&'static EnumType>> = const { RefCell::new(Vec::new()) };
    }
    let same = |ty: &&'static EnumType| {
        ty.name == name
            && ty.flags == flags
            && ty.members.len() == members.len()
            && ty
                .members
                .iter()
                .zip(members)
                .all(|((a, m), (b, n))| **a == **b && m == n)
    };
    if let Some(known) = MADE.with_borrow(|made| made.iter().copied().find(same)) {
        return known;
    }
    let keep = |text: &str| -> &'static str { Box::leak(text.into()) };
    let members: Vec<(&'static str, i64)> = members
        .iter()
        .map(|(name, number)| (keep(name), *number))
        .collect();
    let made: &'static EnumType = Box::leak(Box::new(EnumType {
        name: keep(name),
        members: Box::leak(members.into_boxed_slice()),
        flags,
    }));
    MADE.with_borrow_mut(|all| all.push(made));
    made
}

/// Whether a type can only be an interface.
pub fn is_interface(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Known(known) if known.info().base.is_empty() && *known != Known::Object)
}
