//! What a module gives to those who import it, and how it is taken away from them again.

use std::rc::Rc;

use super::command::Found;
use super::function::block_of;
use super::import::{ImportRequest, wanted};
use super::interpreter::Interpreter;
use super::module::{Exported, Module};
use super::scope::{Alias, Variable};
use super::session::Session;
use crate::error::Flow;
use crate::syntax::symbol::Symbol;
use crate::value::Value;

/// The name of a command with a prefix before its noun, or before the whole where it has none.
fn prefixed(prefix: &str, name: &Rc<str>) -> Rc<str> {
    if prefix.is_empty() {
        return Rc::clone(name);
    }
    match name.split_once('-') {
        Some((verb, noun)) => format!("{verb}-{prefix}{noun}").into(),
        None => format!("{prefix}{name}").into(),
    }
}

impl Interpreter<'_> {
    /// Puts what a module exports where the importer can see it.
    pub(super) fn publish(&mut self, module: &Rc<Module>, request: &ImportRequest) {
        let target = if request.local {
            Rc::clone(&self.s.scope)
        } else {
            match &self.s.module {
                Some(importer) if !request.global => Rc::clone(&importer.scope),
                _ => Rc::clone(&self.s.global),
            }
        };
        let manifest = module.manifest.as_ref();
        let listed = |key: &str| manifest.and_then(|manifest| manifest.names(key));
        let exports = module.exports.borrow().clone();
        let prefix = if request.prefix.is_empty() {
            manifest
                .and_then(|manifest| manifest.text("DefaultCommandPrefix"))
                .unwrap_or_else(|| "".into())
        } else {
            Rc::clone(&request.prefix)
        };
        let keeps = |session: &mut Session, name: &str| {
            request.no_clobber && !matches!(session.find_command(name), Found::Nothing)
        };
        let mut exported = Exported::default();
        let functions = listed("FunctionsToExport");
        for function in module.scope.functions() {
            let offered = match &exports {
                None => true,
                Some(list) => wanted(
                    &function.name,
                    Some(list.functions.as_deref().unwrap_or(&[])),
                ),
            };
            let from_nested = function
                .module
                .as_ref()
                .is_some_and(|owner| !Rc::ptr_eq(owner, module));
            if !(offered || from_nested && exports.is_some() && manifest.is_some())
                || !wanted(&function.name, functions.as_deref())
                || !wanted(&function.name, request.functions.as_deref())
            {
                continue;
            }
            let name = prefixed(&prefix, &function.name);
            if keeps(self.s, &name) {
                continue;
            }
            if !request.silent {
                target.set_function(Symbol::of(&name), function);
            }
            exported.functions.push(name);
        }
        // A file exports its aliases unless it says what it exports; a module that was made of a block does not.
        let implicit = exports.is_none() && !module.path.is_empty();
        let aliases = listed("AliasesToExport");
        for alias in module.scope.aliases() {
            let offered = match &exports {
                Some(list) => wanted(&alias.name, Some(&list.aliases)),
                None => implicit,
            };
            if offered
                && wanted(&alias.name, aliases.as_deref())
                && wanted(&alias.name, request.aliases.as_deref())
            {
                let name = prefixed(&prefix, &alias.name.shared());
                if keeps(self.s, &name) {
                    continue;
                }
                // What it stands for may have come under another name too.
                let renamed = prefixed(&prefix, &alias.definition.shared());
                let definition = match exported.functions.contains(&renamed) {
                    true => renamed.into(),
                    false => alias.definition,
                };
                exported.aliases.push(Rc::clone(&name));
                if !request.silent {
                    let given = Alias {
                        name: name.into(),
                        definition,
                        module: Some(Rc::clone(module)),
                        ..alias
                    };
                    target.set_alias(Symbol::of(&given.name), given);
                }
            }
        }
        if let Some(list) = &exports {
            let variables = listed("VariablesToExport");
            for variable in module.scope.variables() {
                if wanted(&variable.name, Some(&list.variables))
                    && wanted(&variable.name, variables.as_deref())
                    && wanted(&variable.name, request.variables.as_deref())
                {
                    exported.variables.push(Rc::clone(&variable.name));
                    if !request.silent {
                        target.put(Variable::new(
                            variable.symbol,
                            variable.name,
                            variable.value,
                        ));
                    }
                }
            }
        }
        exported.functions.sort();
        exported.variables.sort();
        exported.aliases.sort();
        *module.exported.borrow_mut() = exported;
    }

    /// Takes a module and what it had exported away, after its `OnRemove` has run.
    pub fn remove_module(&mut self, module: &Rc<Module>) -> Flow {
        let block = module.on_remove.borrow_mut().take();
        if let Some(block) = block {
            let bound = block_of(Rc::clone(&block.ast), Some(module), None);
            let info = Value::native(super::module::ModuleValue(Rc::clone(module)));
            self.call_block(&bound, &[info], None, true)?;
        }
        self.s.modules.retain(|known| !Rc::ptr_eq(known, module));
        let scopes = [Rc::clone(&self.s.scope), Rc::clone(&self.s.global)];
        let exported = module.exported.borrow();
        for scope in &scopes {
            for name in &exported.functions {
                let symbol = Symbol::of(name);
                let is_its_own = scope.function(symbol).is_some_and(|function| {
                    function.module.as_ref().is_some_and(|owner| {
                        Rc::ptr_eq(owner, module)
                            || module
                                .nested
                                .borrow()
                                .iter()
                                .any(|nested| Rc::ptr_eq(nested, owner))
                    })
                });
                if is_its_own {
                    scope.remove_function(symbol);
                }
            }
            for name in &exported.aliases {
                let symbol = Symbol::of(name);
                let owner = scope.alias(symbol).and_then(|alias| alias.module);
                if owner.is_some_and(|owner| Rc::ptr_eq(&owner, module)) {
                    scope.remove_alias(symbol);
                }
            }
            for name in &exported.variables {
                scope.remove(Symbol::of(name));
            }
        }
        Ok(())
    }
}
