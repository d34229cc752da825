//! Scopes: where variables, functions and aliases live.
//!
//! A scope knows the one it was entered from (scoping is dynamic) and keeps its variables in order of creation. A tree's
//! `slot` holds a variable's symbol and the place where it was found last, so the common look-up is one comparison.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::function::Function;
use super::invocation::Invocation;
use super::symbol::{MAX_CACHED, Symbol, SymbolMap};
use crate::shell::bind::ParameterMeta;
use crate::shell::syntax::ast::{UNRESOLVED, VariableExpression};
use crate::shell::value::Value;

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
    pub name: Rc<str>,
    /// What it stands for.
    pub definition: Rc<str>,
    /// Its options.
    pub options: ItemOptions,
    /// Its description.
    pub description: Rc<str>,
}

/// Scopes with more variables than this keep an index.
const INDEX_ABOVE: usize = 12;

/// A scope.
#[derive(Default)]
pub struct Scope {
    variables: RefCell<Vec<Variable>>,
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
    pub strict: Cell<Option<u8>>,
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
        Scope {
            parent: Some(parent),
            ..Scope::default()
        }
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
        variables.push(variable);
        at
    }

    /// Takes a variable away.
    pub fn remove(&self, symbol: Symbol) -> Option<Variable> {
        let at = self.find(symbol, usize::MAX)?;
        *self.index.borrow_mut() = None;
        let mut variables = self.variables.borrow_mut();
        (at < variables.len()).then(|| variables.remove(at))
    }

    /// A copy of the variables, in order of creation.
    pub fn variables(&self) -> Vec<Variable> {
        self.variables.borrow().clone()
    }

    /// A function of this scope.
    pub fn function(&self, symbol: Symbol) -> Option<Rc<Function>> {
        self.functions.borrow().as_ref()?.get(&symbol).cloned()
    }

    /// Adds or replaces a function.
    pub fn set_function(&self, symbol: Symbol, function: Rc<Function>) {
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
