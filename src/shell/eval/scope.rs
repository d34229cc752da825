//! Scopes: where variables, functions and aliases live.
//!
//! A scope knows the one it was entered from (scoping is dynamic) and keeps its variables in order of creation. A tree's
//! `slot` holds a variable's symbol and the place where it was found last, so the common look-up is one comparison.
//!
//! Deep recursion must not make look-ups long: what only the global scope has is looked for there at once ([`is_inner`]), and
//! scopes without functions, aliases and strict mode of their own are passed over ([`Scope::next_defining`]).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::function::Function;
use super::invocation::Invocation;
use super::module::Module;
use crate::bind::{Kind, ParameterMeta};
use crate::syntax::ast::{UNRESOLVED, VariableExpression};
use crate::syntax::symbol::{MAX_CACHED, Symbol, SymbolMap};
use crate::value::Name;
use crate::value::Value;

/// `System.Management.Automation.ScopedItemOptions`, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemOptions(pub u8);

#[allow(missing_docs)] // PowerShell's own names.
impl ItemOptions {
    pub const NONE: Self = Self(0);
    pub const READ_ONLY: Self = Self(1);
    pub const CONSTANT: Self = Self(2);
    pub const PRIVATE: Self = Self(4);
    pub const ALL_SCOPE: Self = Self(8);
    pub const UNSPECIFIED: Self = Self(16);
}

impl ItemOptions {
    /// Whether all bits of `other` are set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is known of a variable beside its value. Most variables have none.
#[derive(Clone, Debug, Default)]
pub struct VariableInfo {
    /// Read-only, constant, private, all-scope.
    pub options: ItemOptions,
    /// What `Set-Variable -Description` said.
    pub description: Rc<str>,
    /// Type and validation attributes: every assignment goes through them.
    pub constraint: Option<Rc<ParameterMeta>>,
}

/// A variable.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its symbol.
    pub symbol: Symbol,
    /// Its name as it was first written.
    pub name: Rc<str>,
    /// Its value.
    pub value: Value,
    /// Whether the value is the "nothing" that a command without output gives: `$null`, but no pipeline input.
    pub nothing: bool,
    /// Options and attributes.
    pub info: Option<Rc<VariableInfo>>,
}

impl Variable {
    /// A variable without attributes.
    pub fn new(symbol: Symbol, name: impl Into<Rc<str>>, value: Value) -> Self {
        Variable {
            symbol,
            name: name.into(),
            value,
            nothing: false,
            info: None,
        }
    }

    /// A function's variable for one of its parameters: it keeps type and checks.
    pub fn of_parameter(meta: &Rc<ParameterMeta>, value: Value) -> Self {
        let mut made = Variable::new(meta.symbol, Rc::clone(&meta.name), value);
        if !matches!(meta.kind, Kind::Any) || !meta.checks.is_empty() {
            made.info = Some(Rc::new(VariableInfo {
                constraint: Some(Rc::clone(meta)),
                ..VariableInfo::default()
            }));
        }
        made
    }

    /// The options.
    pub fn options(&self) -> ItemOptions {
        self.info
            .as_ref()
            .map_or(ItemOptions::NONE, |info| info.options)
    }
}

/// An alias.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Its name as it was written.
    pub name: Name,
    /// What it stands for.
    pub definition: Name,
    /// Its options.
    pub options: ItemOptions,
    /// Its description.
    pub description: Name,
    /// The module that it was imported from.
    pub module: Option<Rc<Module>>,
}

/// Scopes with more variables than this keep an index.
const INDEX_ABOVE: usize = 12;

/// What stands in the place of a variable that was taken away.
const VACANT: Symbol = Symbol(u32::MAX);

thread_local! {
    /// How many scopes below the global one have a variable of each symbol.
    static INNER: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    /// Counts the scopes that got their first function, alias or strict mode: what was known of others is looked up again.
    static DEFINING: Cell<u64> = const { Cell::new(0) };
}

/// Whether a scope of this thread below the global one may have a variable of this symbol.
#[inline]
pub(super) fn is_inner(symbol: Symbol) -> bool {
    INNER.with_borrow(|counts| counts.get(symbol.0 as usize).is_some_and(|n| *n > 0))
}

fn count_inner(symbol: Symbol, more: bool) {
    if symbol == VACANT {
        return;
    }
    // A thread that ends has no counts any more when its last scopes go.
    let _ = INNER.try_with(|counts| {
        let mut counts = counts.borrow_mut();
        let at = symbol.0 as usize;
        if at >= counts.len() {
            counts.resize(at + 1, 0);
        }
        if let Some(count) = counts.get_mut(at) {
            *count = if more {
                count.saturating_add(1)
            } else {
                count.saturating_sub(1)
            };
        }
    });
}

/// A scope.
#[derive(Default)]
pub struct Scope {
    variables: RefCell<Vec<Variable>>,
    /// How many of them are gone, with [`VACANT`] in their place.
    vacant: Cell<usize>,
    /// Where `$_` is, or was last: it comes and goes with every object of a pipeline, and gets its old place then.
    item: Cell<usize>,
    index: RefCell<Option<SymbolMap<usize>>>,
    functions: RefCell<Option<Box<SymbolMap<Rc<Function>>>>>,
    aliases: RefCell<Option<Box<SymbolMap<Alias>>>>,
    /// The scope it was entered from.
    pub parent: Option<Rc<Scope>>,
    /// Whether `$script:` means this scope.
    pub is_script: Cell<bool>,
    /// How the function or script of this scope was called.
    pub invocation: RefCell<Option<Rc<Invocation>>>,
    /// `Set-StrictMode` in this scope; 0 is off.
    strict: Cell<Option<u8>>,
    /// What [`Scope::next_defining`] found, and when.
    defining: RefCell<Option<(u64, Option<Rc<Scope>>)>>,
}

impl Drop for Scope {
    fn drop(&mut self) {
        if self.parent.is_some() {
            for variable in self.variables.get_mut() {
                count_inner(variable.symbol, false);
            }
        }
    }
}

impl std::fmt::Debug for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scope")
            .field("variables", &self.variables.borrow().len())
            .finish_non_exhaustive()
    }
}

impl Scope {
    /// A scope inside `parent`.
    pub fn inside(parent: Rc<Scope>) -> Self {
        let mut scope = Scope::default();
        scope.parent = Some(parent);
        scope
    }

    /// Whether it has functions, aliases or strict mode of its own.
    fn defines(&self) -> bool {
        self.strict.get().is_some()
            || self.functions.borrow().is_some()
            || self.aliases.borrow().is_some()
    }

    /// Notes that it is about to define something for the first time.
    fn begins_to_define(&self) {
        if !self.defines() {
            DEFINING.set(DEFINING.get().wrapping_add(1));
        }
    }

    /// The nearest scope around it that has functions, aliases or strict mode of its own.
    pub fn next_defining(&self) -> Option<Rc<Scope>> {
        let now = DEFINING.get();
        let known = |scope: &Scope| match &*scope.defining.borrow() {
            Some((when, found)) if *when == now => Some(found.clone()),
            _ => None,
        };
        if let Some(found) = known(self) {
            return found;
        }
        let mut around = self.parent.clone();
        let found = loop {
            match around {
                Some(scope) if !scope.defines() => {
                    if let Some(found) = known(&scope) {
                        break found;
                    }
                    around = scope.parent.clone();
                }
                found => break found,
            }
        };
        *self.defining.borrow_mut() = Some((now, found.clone()));
        found
    }

    /// The strict mode that was set in this scope.
    pub fn strict(&self) -> Option<u8> {
        self.strict.get()
    }

    /// Sets the strict mode of this scope.
    pub fn set_strict(&self, level: u8) {
        self.begins_to_define();
        self.strict.set(Some(level));
    }

    /// The place of a variable in this scope. `hint` is where it was last.
    #[inline]
    pub fn find(&self, symbol: Symbol, hint: usize) -> Option<usize> {
        let variables = self.variables.borrow();
        if let Some(variable) = variables.get(hint)
            && variable.symbol == symbol
        {
            return Some(hint);
        }
        if symbol == Symbol::UNDERSCORE {
            let at = self.item.get();
            let found = variables.get(at).filter(|item| item.symbol == symbol);
            return found.map(|_| at);
        }
        if variables.len() <= INDEX_ABOVE {
            return variables
                .iter()
                .position(|variable| variable.symbol == symbol);
        }
        if let Some(index) = &*self.index.borrow() {
            return index.get(&symbol).copied();
        }
        let index: SymbolMap<usize> = variables
            .iter()
            .enumerate()
            .map(|(at, variable)| (variable.symbol, at))
            .collect();
        let found = index.get(&symbol).copied();
        *self.index.borrow_mut() = Some(index);
        found
    }

    /// Looks at the variable at a place that [`Scope::find`] gave.
    #[inline]
    pub fn with<T>(&self, at: usize, f: impl FnOnce(&Variable) -> T) -> Option<T> {
        self.variables.borrow().get(at).map(f)
    }

    /// Changes the variable at a place that [`Scope::find`] gave. `f` must not run script.
    #[inline]
    pub fn change<T>(&self, at: usize, f: impl FnOnce(&mut Variable) -> T) -> Option<T> {
        self.variables.borrow_mut().get_mut(at).map(f)
    }

    /// A copy of a variable of this scope.
    pub fn get(&self, symbol: Symbol) -> Option<Variable> {
        self.find(symbol, usize::MAX)
            .and_then(|at| self.with(at, Clone::clone))
    }

    /// Adds a variable or replaces the one of that name, whatever its options; gives its place.
    pub fn put(&self, variable: Variable) -> usize {
        if let Some(at) = self.find(variable.symbol, usize::MAX) {
            let old = self.change(at, |old| std::mem::replace(old, variable));
            drop(old);
            return at;
        }
        self.push(variable)
    }

    /// Adds a variable that is known not to be there; gives its place.
    pub fn push(&self, variable: Variable) -> usize {
        let mut variables = self.variables.borrow_mut();
        let at = variables.len();
        if let Some(index) = &mut *self.index.borrow_mut() {
            index.insert(variable.symbol, at);
        }
        if self.parent.is_some() {
            count_inner(variable.symbol, true);
        }
        if variable.symbol == Symbol::UNDERSCORE {
            self.item.set(at);
        }
        variables.push(variable);
        at
    }

    /// Puts a value into `$_`, or takes `$_` away with `None`; gives what was there.
    pub fn swap_item(&self, value: Option<Value>) -> Option<Value> {
        let mut variables = self.variables.borrow_mut();
        let place = variables.get_mut(self.item.get());
        match (place, value) {
            (Some(item), Some(value)) if item.symbol == Symbol::UNDERSCORE => {
                Some(std::mem::replace(&mut item.value, value))
            }
            (Some(item), None) if item.symbol == Symbol::UNDERSCORE => {
                item.symbol = VACANT;
                item.info = None;
                let old = std::mem::take(&mut item.value);
                self.vacant.set(self.vacant.get().saturating_add(1));
                if self.parent.is_some() {
                    count_inner(Symbol::UNDERSCORE, false);
                }
                Some(old)
            }
            (Some(item), Some(value)) if item.symbol == VACANT => {
                item.symbol = Symbol::UNDERSCORE;
                item.value = value;
                item.nothing = false;
                if item.name.is_empty() {
                    item.name = "_".into();
                }
                self.vacant.set(self.vacant.get().saturating_sub(1));
                if self.parent.is_some() {
                    count_inner(Symbol::UNDERSCORE, true);
                }
                None
            }
            (_, Some(value)) => {
                drop(variables);
                self.push(Variable::new(Symbol::UNDERSCORE, "_", value));
                None
            }
            (_, None) => None,
        }
    }

    /// Takes a variable away. The others keep their places, so that a loop that makes and takes away one variable among many is
    /// quick.
    pub fn remove(&self, symbol: Symbol) -> Option<Variable> {
        let at = self.find(symbol, usize::MAX)?;
        let gone = Variable::new(VACANT, "", Value::Null);
        let old = self.change(at, |old| std::mem::replace(old, gone))?;
        if self.parent.is_some() {
            count_inner(symbol, false);
        }
        if let Some(index) = &mut *self.index.borrow_mut() {
            index.remove(&symbol);
        }
        let mut variables = self.variables.borrow_mut();
        self.vacant.set(self.vacant.get().saturating_add(1));
        while variables.pop_if(|last| last.symbol == VACANT).is_some() {
            self.vacant.set(self.vacant.get().saturating_sub(1));
        }
        if self.vacant.get() > variables.len() / 2 {
            variables.retain(|variable| variable.symbol != VACANT);
            self.vacant.set(0);
            *self.index.borrow_mut() = None;
            let item = variables
                .iter()
                .position(|variable| variable.symbol == Symbol::UNDERSCORE);
            self.item.set(item.unwrap_or(usize::MAX));
        }
        Some(old)
    }

    /// A copy of the variables, in order of creation.
    pub fn variables(&self) -> Vec<Variable> {
        let variables = self.variables.borrow();
        let there = variables.iter().filter(|v| v.symbol != VACANT);
        there.cloned().collect()
    }

    /// A function of this scope.
    pub fn function(&self, symbol: Symbol) -> Option<Rc<Function>> {
        self.functions.borrow().as_ref()?.get(&symbol).cloned()
    }

    /// Adds or replaces a function.
    pub fn set_function(&self, symbol: Symbol, function: Rc<Function>) {
        self.begins_to_define();
        self.functions
            .borrow_mut()
            .get_or_insert_default()
            .insert(symbol, function);
    }

    /// Takes a function away.
    pub fn remove_function(&self, symbol: Symbol) -> Option<Rc<Function>> {
        self.functions.borrow_mut().as_mut()?.remove(&symbol)
    }

    /// All functions of this scope.
    pub fn functions(&self) -> Vec<Rc<Function>> {
        self.functions
            .borrow()
            .as_ref()
            .map_or_else(Vec::new, |map| map.values().cloned().collect())
    }

    /// An alias of this scope.
    pub fn alias(&self, symbol: Symbol) -> Option<Alias> {
        self.aliases.borrow().as_ref()?.get(&symbol).cloned()
    }

    /// Adds or replaces an alias.
    pub fn set_alias(&self, symbol: Symbol, alias: Alias) {
        self.begins_to_define();
        self.aliases
            .borrow_mut()
            .get_or_insert_default()
            .insert(symbol, alias);
    }

    /// Takes an alias away.
    pub fn remove_alias(&self, symbol: Symbol) -> Option<Alias> {
        self.aliases.borrow_mut().as_mut()?.remove(&symbol)
    }

    /// All aliases of this scope.
    pub fn aliases(&self) -> Vec<Alias> {
        self.aliases
            .borrow()
            .as_ref()
            .map_or_else(Vec::new, |map| map.values().cloned().collect())
    }
}

const HINT_BITS: u32 = 12;
const NO_HINT: u32 = (1 << HINT_BITS) - 1;

/// The symbol of a variable in a tree, and where it was found last. The first call enters the symbol into the tree.
#[inline]
pub(super) fn resolve(variable: &VariableExpression) -> (Symbol, usize) {
    let slot = variable.slot.get();
    if slot == UNRESOLVED {
        let symbol = Symbol::of(&variable.name);
        if symbol.0 < MAX_CACHED {
            variable.slot.set(symbol.0 << HINT_BITS | NO_HINT);
        }
        return (symbol, usize::MAX);
    }
    (Symbol(slot >> HINT_BITS), (slot & NO_HINT) as usize)
}

/// Notes in the tree where a variable was found.
#[inline]
pub(super) fn remember(variable: &VariableExpression, symbol: Symbol, at: usize) {
    if symbol.0 < MAX_CACHED
        && let Ok(hint) = u32::try_from(at)
        && hint < NO_HINT
    {
        variable.slot.set(symbol.0 << HINT_BITS | hint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Variable {
        Variable::new(Symbol::of(name), name, Value::Null)
    }

    /// The place of `$_` is used again, whatever happens to the variables around it meanwhile: there is never a second one.
    #[test]
    fn the_current_object_comes_and_goes() {
        let item = |scope: &Scope| {
            scope
                .get(Symbol::UNDERSCORE)
                .map(|v| format!("{:?}", v.value))
        };
        let one = |n: i32| Some(Value::Int(n));
        for more in [0, 20] {
            let scope = Scope::inside(Rc::default());
            for n in 0..more {
                scope.put(named(&format!("around{n}")));
            }
            assert!(scope.swap_item(None).is_none());
            for round in 0..6 {
                assert!(scope.swap_item(one(round)).is_none(), "{more} {round}");
                assert_eq!(item(&scope).as_deref(), Some(&*format!("Int({round})")));
                assert!(is_inner(Symbol::UNDERSCORE));
                // Nested blocks see their own object, and the outer one comes back.
                let outer = scope.swap_item(one(100));
                assert!(matches!(outer, Some(Value::Int(n)) if n == round));
                assert!(matches!(scope.swap_item(outer), Some(Value::Int(100))));
                match round {
                    // A variable that is made inside stands behind it.
                    1 => drop(scope.put(named("behind"))),
                    2 => drop(scope.remove(Symbol::of("behind"))),
                    3 => drop(scope.remove(Symbol::UNDERSCORE)),
                    _ => {}
                }
                if round != 3 {
                    assert!(matches!(scope.swap_item(None), Some(Value::Int(n)) if n == round));
                }
                assert_eq!(item(&scope), None);
                assert!(!is_inner(Symbol::UNDERSCORE));
                match round {
                    // Somebody else takes the place, or `$_` is set elsewhere.
                    3 => drop(scope.put(named("elsewhere"))),
                    4 => {
                        scope.put(Variable::new(Symbol::UNDERSCORE, "_", Value::Bool(true)));
                        assert!(matches!(scope.swap_item(None), Some(Value::Bool(true))));
                    }
                    _ => {}
                }
                let there = names(&scope);
                assert!(!there.iter().any(|name| name == "_" || name.is_empty()));
            }
        }
    }

    fn names(scope: &Scope) -> Vec<String> {
        let all = scope.variables();
        all.iter().map(|v| v.name.to_string()).collect()
    }

    #[test]
    fn a_variable_that_goes_leaves_the_others_in_their_order() {
        let scope = Scope::inside(Rc::default());
        let all: Vec<String> = (0..40).map(|n| format!("order{n}")).collect();
        for name in &all {
            scope.put(named(name));
        }
        let (gone, left): (Vec<_>, Vec<_>) = all.iter().enumerate().partition(|(n, _)| n % 3 > 0);
        for (_, name) in gone {
            assert!(scope.remove(Symbol::of(name)).is_some());
            assert!(scope.remove(Symbol::of(name)).is_none());
            assert!(!is_inner(Symbol::of(name)));
        }
        let left: Vec<&String> = left.into_iter().map(|(_, name)| name).collect();
        assert_eq!(
            names(&scope),
            left.iter().map(|n| (*n).clone()).collect::<Vec<_>>()
        );
        for name in left {
            assert!(scope.get(Symbol::of(name)).is_some());
            assert!(is_inner(Symbol::of(name)));
        }
        scope.put(named("last"));
        assert_eq!(names(&scope).last().map(String::as_str), Some("last"));
        drop(scope);
        assert!(!is_inner(Symbol::of("last")));
    }

    #[test]
    fn scopes_that_define_nothing_are_passed_over_until_they_do() {
        let root: Rc<Scope> = Rc::default();
        let middle = Rc::new(Scope::inside(Rc::clone(&root)));
        let inner = Scope::inside(Rc::clone(&middle));
        assert!(inner.next_defining().is_none());
        root.set_strict(2);
        let found = inner.next_defining();
        assert!(found.is_some_and(|found| Rc::ptr_eq(&found, &root)));
        middle.set_strict(1);
        let found = inner.next_defining();
        assert!(found.is_some_and(|found| Rc::ptr_eq(&found, &middle)));
    }
}
