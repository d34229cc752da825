//! `switch`, in all its modes.

use std::rc::Rc;

use super::interpreter::{Interpreter, runtime_error};
use super::scope::Variable;
use crate::error::{ErrorCategory, Flow, Interrupt};
use crate::syntax::ast::{Expression, ExpressionKind, Switch};
use crate::syntax::symbol::Symbol;
use crate::value::compare::{self, Case};
use crate::value::{Value, convert};

impl Interpreter<'_> {
    /// `switch`.
    pub(super) fn switch_statement(&mut self, switch: &Switch) -> Flow {
        let items = if switch.flags.file {
            self.lines_of(switch)?
        } else {
            match self.statement_output(&switch.condition)? {
                None => Vec::new(),
                Some(value) => match super::enumerate(&value) {
                    Some(items) => items,
                    None => vec![value],
                },
            }
        };
        let saved = self
            .s
            .scope
            .get(Symbol::UNDERSCORE)
            .map(|found| found.value);
        let watched = switch
            .clauses
            .iter()
            .map(|(_, block)| block)
            .chain(&switch.default)
            .any(|block| super::automatic::mentions(block, self.source, "$switch"));
        let mut flow = Ok(());
        for item in items {
            if self.s.is_cancelled() {
                flow = Err(Interrupt::Cancelled);
                break;
            }
            match self.switch_item(switch, item, watched) {
                Ok(()) => {}
                Err(Interrupt::Break(label)) if is_mine(label.as_ref(), switch) => break,
                Err(Interrupt::Continue(label)) if is_mine(label.as_ref(), switch) => {}
                Err(other) => {
                    flow = Err(other);
                    break;
                }
            }
        }
        self.swap_underscore(saved);
        flow
    }

    fn lines_of(&mut self, switch: &Switch) -> Flow<Vec<Value>> {
        let name = self.statement_value(&switch.condition)?;
        let name = convert::to_text(&name);
        let path = self.s.locations.native(&name);
        match crate::file_read::text(&path) {
            Ok(text) => Ok(text.lines().map(Value::from).collect()),
            Err(error) => Err(runtime_error(
                "FileReadError",
                ErrorCategory::ReadError,
                format!("The file '{name}' could not be read: {error}."),
            )
            .target(&*name)
            .cause(error.to_string())
            .into()),
        }
    }

    fn switch_item(&mut self, switch: &Switch, item: Value, watched: bool) -> Flow {
        self.s
            .scope
            .put(Variable::new(Symbol::UNDERSCORE, "_", item.clone()));
        if watched {
            self.s.scope.put(Variable::new(
                Symbol::SWITCH,
                "switch",
                super::automatic::enumerator(item.clone()),
            ));
        }
        let mut matched = false;
        for (pattern, block) in &switch.clauses {
            // A block before this one may have changed `$_`; the conditions see the item all the same.
            if self.switch_matches(switch, pattern, &item)? {
                matched = true;
                self.statement_block(block)?;
            }
        }
        if !matched && let Some(default) = &switch.default {
            self.statement_block(default)?;
        }
        Ok(())
    }

    fn switch_matches(
        &mut self,
        switch: &Switch,
        pattern: &Expression,
        item: &Value,
    ) -> Flow<bool> {
        let case = if switch.flags.case_sensitive {
            Case::Respect
        } else {
            Case::Ignore
        };
        if let ExpressionKind::ScriptBlock(_) = &pattern.kind {
            let block = self.eval(pattern)?;
            return self.switch_block(&block, item);
        }
        let pattern = self.eval(pattern)?;
        if let Value::ScriptBlock(_) = &pattern {
            return self.switch_block(&pattern, item);
        }
        if switch.flags.regex {
            let text = Value::Str(convert::to_text(item));
            let result = compare::match_operator(&text, &pattern, case, false, self)?;
            return Ok(convert::to_bool(&result));
        }
        if switch.flags.wildcard {
            let text = Value::Str(convert::to_text(item));
            let result = compare::like_operator(&text, &pattern, case, false)?;
            return Ok(convert::to_bool(&result));
        }
        if item.is_null() {
            return Ok(pattern.is_null());
        }
        let result = compare::equal_operator(item, &pattern, case, false)?;
        Ok(convert::to_bool(&result))
    }

    fn switch_block(&mut self, block: &Value, item: &Value) -> Flow<bool> {
        let Value::ScriptBlock(block) = block else {
            return Ok(false);
        };
        let value = self.block_value(&Rc::clone(block), Some(item.clone()), &[])?;
        Ok(convert::to_bool(&value))
    }
}

fn is_mine(wanted: Option<&Rc<str>>, switch: &Switch) -> bool {
    match (wanted, &switch.label) {
        (None, _) => true,
        (Some(wanted), Some(label)) => wanted.eq_ignore_ascii_case(label),
        (Some(_), None) => false,
    }
}
