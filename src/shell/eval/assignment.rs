//! Assignments: to variables, properties, elements, several at once; `++` and `--`.

use std::rc::Rc;

use super::expressions::needs_variable;
use super::interpreter::{Interpreter, runtime_error};
use super::scope::{ItemOptions, Scope, Variable, VariableInfo, remember, resolve};
use crate::bind::ParameterMeta;
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::syntax::ast::{
    Assignment, AssignmentOperator, BinaryOperator, Expression, ExpressionKind, ScopeName,
    StatementKind, Unary, UnaryOperator, VariableExpression,
};
use crate::syntax::symbol::{FIRST_ORDINARY, Symbol};
use crate::value::{Value, arithmetic, convert, members, operators};

/// The operator inside a compound assignment.
fn binary_of(operator: AssignmentOperator) -> Option<BinaryOperator> {
    Some(match operator {
        AssignmentOperator::Equals => return None,
        AssignmentOperator::PlusEquals => BinaryOperator::Plus,
        AssignmentOperator::MinusEquals => BinaryOperator::Minus,
        AssignmentOperator::MultiplyEquals => BinaryOperator::Multiply,
        AssignmentOperator::DivideEquals => BinaryOperator::Divide,
        AssignmentOperator::RemainderEquals => BinaryOperator::Rem,
        AssignmentOperator::QuestionQuestionEquals => BinaryOperator::QuestionQuestion,
    })
}

/// What an assignment writes to, with parentheses and types taken off.
fn plain_variable(expression: &Expression) -> Option<&VariableExpression> {
    match &expression.kind {
        ExpressionKind::Variable(variable) => Some(variable),
        _ => None,
    }
}

pub(super) fn not_writable(name: &str) -> ShellError {
    runtime_error(
        "VariableNotWritable",
        ErrorCategory::WriteError,
        format!("Cannot overwrite variable {name} because it is read-only or constant."),
    )
    .exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
    .target(name)
}

impl Interpreter<'_> {
    /// An assignment; its value is what `($x = 1)` gives.
    pub(super) fn assignment(&mut self, assignment: &Assignment) -> Flow<Value> {
        let Some(operator) = binary_of(assignment.operator) else {
            let value = self.statement_output(&assignment.right)?;
            let nothing = value.is_none();
            let value = value.unwrap_or_default();
            self.assign(&assignment.left, value.clone(), nothing)?;
            return Ok(value);
        };
        if operator == BinaryOperator::QuestionQuestion {
            let old = self.eval(&assignment.left)?;
            if !old.is_null() {
                return Ok(old);
            }
            let value = self.statement_value(&assignment.right)?;
            self.assign(&assignment.left, value.clone(), false)?;
            return Ok(value);
        }
        // The usual case: a local variable, changed where it is.
        if let Some(variable) = plain_variable(&assignment.left)
            && variable.prefix.is_none()
        {
            let right = self.statement_value(&assignment.right)?;
            return self.compound(variable, operator, &right, assignment);
        }
        self.compound_elsewhere(assignment, operator)
    }

    fn compound(
        &mut self,
        variable: &VariableExpression,
        operator: BinaryOperator,
        right: &Value,
        assignment: &Assignment,
    ) -> Flow<Value> {
        let (symbol, hint) = resolve(variable);
        let at = self.s.scope.find(symbol, hint);
        if let Some(at) = at {
            remember(variable, symbol, at);
            let done = self.s.scope.change(at, |found| {
                if found.info.is_some() {
                    return None;
                }
                found.nothing = false;
                match (operator, &mut found.value, right) {
                    (BinaryOperator::Plus, Value::Int(left), Value::Int(right)) => {
                        *left = left.checked_add(*right)?;
                        Some(Value::Int(*left))
                    }
                    (BinaryOperator::Plus, Value::Double(left), Value::Double(right)) => {
                        *left += *right;
                        Some(Value::Double(*left))
                    }
                    (BinaryOperator::Plus, value @ Value::Array(_), right) => {
                        // A script that adds one element after the other to an array need not copy it each time.
                        arithmetic::append_in_place(value, right)?;
                        Some(Value::Null)
                    }
                    _ => None,
                }
            });
            if let Some(Some(value)) = done {
                if value.is_null() {
                    // The array was changed in place; a shared reference to it would stop the next change from being so.
                    return Ok(Value::Null);
                }
                return Ok(value);
            }
        }
        let whole = assignment.left.span.to(assignment.right.span);
        let old = self
            .variable(variable)
            .map_err(|interrupt| self.at(interrupt, assignment.left.span))?;
        let new = operators::binary(operator, &old, right, self)
            .map_err(|interrupt| self.at(interrupt, whole))?;
        drop(old);
        self.assign_variable(variable, new.clone(), false)
            .map_err(|interrupt| self.at(interrupt, assignment.left.span))?;
        Ok(new)
    }

    fn compound_elsewhere(
        &mut self,
        assignment: &Assignment,
        operator: BinaryOperator,
    ) -> Flow<Value> {
        let whole = assignment.left.span.to(assignment.right.span);
        match &assignment.left.kind {
            // The target is computed once.
            ExpressionKind::Member(member) if !member.is_static => {
                let target = self.eval(&member.target)?;
                let name = self.member_name(&member.member)?;
                let old = self.property_of(&target, &name)?;
                let right = self.statement_value(&assignment.right)?;
                let new = operators::binary(operator, &old, &right, self)
                    .map_err(|interrupt| self.at(interrupt, whole))?;
                self.assign_property(&target, &name, new.clone())
                    .map_err(|interrupt| self.at(interrupt, assignment.left.span))?;
                Ok(new)
            }
            ExpressionKind::Index(index) => {
                let target = self.eval(&index.target)?;
                let key = self.eval(&index.index)?;
                let old = members::get_index(&target, &key, self)
                    .map_err(|interrupt| self.at(interrupt, assignment.left.span))?;
                let right = self.statement_value(&assignment.right)?;
                let new = operators::binary(operator, &old, &right, self)
                    .map_err(|interrupt| self.at(interrupt, whole))?;
                members::set_index(&target, &key, new.clone(), self)
                    .map_err(|error| self.at(error.into(), assignment.left.span))?;
                Ok(new)
            }
            _ => {
                let old = self.eval(&assignment.left)?;
                let right = self.statement_value(&assignment.right)?;
                let new = operators::binary(operator, &old, &right, self)
                    .map_err(|interrupt| self.at(interrupt, whole))?;
                self.assign(&assignment.left, new.clone(), false)?;
                Ok(new)
            }
        }
    }

    /// Puts a value where an expression says.
    pub(super) fn assign(&mut self, left: &Expression, value: Value, nothing: bool) -> Flow {
        match &left.kind {
            ExpressionKind::Variable(variable) => self.assign_variable(variable, value, nothing),
            ExpressionKind::ArrayLiteral(targets) => self.assign_several(targets, value),
            ExpressionKind::Paren(statement) => match &statement.kind {
                StatementKind::Pipeline(pipeline) => match pipeline.pure_expression() {
                    Some(inner) => return self.assign(inner, value, nothing),
                    None => Err(needs_variable().into()),
                },
                _ => Err(needs_variable().into()),
            },
            ExpressionKind::Member(member) => {
                if member.is_static {
                    return self.set_static(member, value);
                }
                let target = self.eval(&member.target)?;
                let name = self.member_name(&member.member)?;
                self.assign_property(&target, &name, value)
            }
            ExpressionKind::Index(index) => {
                let target = self.eval(&index.target)?;
                let key = self.eval(&index.index)?;
                if let ExpressionKind::ArrayLiteral(places) = &index.index.kind
                    && places.len() > 1
                    && let Value::Array(array) = target.base()
                    && array.lengths.len() <= 1
                {
                    return Err(no_slice(&key).into());
                }
                members::set_index(&target, &key, value, self).map_err(Interrupt::from)
            }
            ExpressionKind::Convert(_) | ExpressionKind::Attributed(_) => {
                self.assign_typed(left, value)
            }
            _ => Err(needs_variable().into()),
        }
        .map_err(|interrupt| self.at(interrupt, left.span))
    }

    fn assign_several(&mut self, targets: &[Expression], value: Value) -> Flow {
        let items = match super::enumerate(&value) {
            Some(items) => items,
            None => vec![value],
        };
        let last = targets.len().saturating_sub(1);
        for (at, target) in targets.iter().enumerate() {
            let item = if at < last || items.len() <= targets.len() {
                items.get(at).cloned().unwrap_or_default()
            } else {
                Value::array(items.get(at..).map_or_else(Vec::new, <[Value]>::to_vec))
            };
            self.assign(target, item, false)?;
        }
        Ok(())
    }

    /// `[int]$x = ...`: the variable keeps its type and its validation.
    fn assign_typed(&mut self, left: &Expression, value: Value) -> Flow {
        let Some((meta, variable)) = self.declared(left)? else {
            return Err(needs_variable().into());
        };
        let meta = Rc::new(meta);
        let value = meta.convert_variable(self, &value)?;
        let symbol = resolve(variable).0;
        let scope = self.target_scope(variable);
        if let Some(at) = scope.find(symbol, usize::MAX)
            && let Some(options) = scope.with(at, Variable::options)
            && (options.has(ItemOptions::READ_ONLY) || options.has(ItemOptions::CONSTANT))
        {
            return Err(not_writable(&variable.name).into());
        }
        let mut made = Variable::new(symbol, Rc::clone(&variable.name), value);
        made.info = Some(Rc::new(VariableInfo {
            constraint: Some(meta),
            ..VariableInfo::default()
        }));
        scope.put(made);
        Ok(())
    }

    /// The types and attributes before a variable, as a declaration.
    fn declared<'e>(
        &mut self,
        left: &'e Expression,
    ) -> Flow<Option<(ParameterMeta, &'e VariableExpression)>> {
        let mut types = Vec::new();
        let mut attributes = Vec::new();
        let mut current = left;
        loop {
            match &current.kind {
                ExpressionKind::Convert(convert) => {
                    types.push(&convert.constraint);
                    current = &convert.operand;
                }
                ExpressionKind::Attributed(attributed) => {
                    attributes.push(&attributed.attribute);
                    current = &attributed.operand;
                }
                ExpressionKind::Variable(variable) => {
                    let meta =
                        crate::bind::variable_meta(self, &variable.name, &types, &attributes)?;
                    return Ok(Some((meta, variable)));
                }
                _ => return Ok(None),
            }
        }
    }

    fn target_scope(&self, variable: &VariableExpression) -> Rc<Scope> {
        match variable.scope() {
            Some(scope) => self.scope_of(scope),
            None => Rc::clone(&self.s.scope),
        }
    }

    /// Puts a value into a variable. `nothing` marks the nothing of a command without output.
    #[inline]
    pub(super) fn assign_variable(
        &mut self,
        variable: &VariableExpression,
        value: Value,
        nothing: bool,
    ) -> Flow {
        if variable.prefix.is_none() {
            let (symbol, hint) = resolve(variable);
            if symbol >= FIRST_ORDINARY {
                if let Some(at) = self.s.scope.find(symbol, hint) {
                    remember(variable, symbol, at);
                    let mut value = Some(value);
                    let old = self.s.scope.change(at, |found| {
                        if found.info.is_some() {
                            return None;
                        }
                        found.nothing = nothing;
                        value
                            .take()
                            .map(|value| std::mem::replace(&mut found.value, value))
                    });
                    return match (old, value) {
                        (_, None) => Ok(()),
                        (_, Some(value)) => self.assign_guarded(
                            &Rc::clone(&self.s.scope),
                            symbol,
                            &variable.name,
                            value,
                        ),
                    };
                }
                return self.create_variable(variable, symbol, value, nothing);
            }
            return self.assign_automatic(variable, symbol, value);
        }
        self.assign_scoped(variable, value, nothing)
    }

    fn create_variable(
        &mut self,
        variable: &VariableExpression,
        symbol: Symbol,
        value: Value,
        nothing: bool,
    ) -> Flow {
        // A variable of all scopes is one and the same wherever it is set.
        if let Some((scope, at)) = self.s.locate(symbol, usize::MAX) {
            let options = scope.with(at, Variable::options).unwrap_or_default();
            if options.has(ItemOptions::ALL_SCOPE) {
                let scope = Rc::clone(scope);
                return self.assign_guarded(&scope, symbol, &variable.name, value);
            }
        }
        let mut made = Variable::new(symbol, Rc::clone(&variable.name), value);
        made.nothing = nothing;
        let at = self.s.scope.push(made);
        remember(variable, symbol, at);
        Ok(())
    }

    /// Sets a variable that has options or attributes.
    pub(super) fn assign_guarded(
        &mut self,
        scope: &Rc<Scope>,
        symbol: Symbol,
        name: &str,
        value: Value,
    ) -> Flow {
        let Some(at) = scope.find(symbol, usize::MAX) else {
            scope.put(Variable::new(symbol, name, value));
            return Ok(());
        };
        let info = scope.with(at, |found| found.info.clone()).flatten();
        let value = match info {
            None => value,
            Some(info) => {
                if info.options.has(ItemOptions::READ_ONLY)
                    || info.options.has(ItemOptions::CONSTANT)
                {
                    return Err(not_writable(name).into());
                }
                match &info.constraint {
                    Some(meta) => meta.convert_variable(self, &value)?,
                    None => value,
                }
            }
        };
        let old = scope.change(at, |found| {
            found.nothing = false;
            std::mem::replace(&mut found.value, value)
        });
        drop(old);
        Ok(())
    }

    fn assign_automatic(
        &mut self,
        variable: &VariableExpression,
        symbol: Symbol,
        value: Value,
    ) -> Flow {
        match symbol {
            Symbol::NULL => Ok(()),
            Symbol::TRUE
            | Symbol::FALSE
            | Symbol::QUESTION
            | Symbol::HOST
            | Symbol::ERROR
            | Symbol::PS_VERSION_TABLE
            | Symbol::PS_STYLE
            | Symbol::EXECUTION_CONTEXT => Err(not_writable(&variable.name).into()),
            _ => {
                self.s
                    .scope
                    .put(Variable::new(symbol, Rc::clone(&variable.name), value));
                Ok(())
            }
        }
    }

    fn assign_scoped(
        &mut self,
        variable: &VariableExpression,
        value: Value,
        nothing: bool,
    ) -> Flow {
        if let Some(drive) = variable.drive() {
            let drive = Rc::clone(drive);
            let name = Rc::clone(&variable.name);
            return super::drives::write(self, &drive, &name, value);
        }
        let Some(which) = variable.scope() else {
            return Ok(());
        };
        let (symbol, _) = resolve(variable);
        if symbol < FIRST_ORDINARY && which == ScopeName::Variable {
            return self.assign_automatic(variable, symbol, value);
        }
        if which == ScopeName::Using {
            return Err(needs_variable().into());
        }
        let scope = self.scope_of(which);
        if scope.find(symbol, usize::MAX).is_some() {
            return self.assign_guarded(&scope, symbol, &variable.name, value);
        }
        let mut made = Variable::new(symbol, Rc::clone(&variable.name), value);
        made.nothing = nothing;
        if which == ScopeName::Private {
            made.info = Some(Rc::new(VariableInfo {
                options: ItemOptions::PRIVATE,
                ..VariableInfo::default()
            }));
        }
        scope.push(made);
        Ok(())
    }

    /// `$i++` as a statement: the value is not needed.
    pub(super) fn step_statement(&mut self, unary: &Unary) -> Flow {
        if let ExpressionKind::Variable(variable) = &unary.operand.kind
            && variable.prefix.is_none()
        {
            let (symbol, hint) = resolve(variable);
            if let Some(at) = self.s.scope.find(symbol, hint) {
                remember(variable, symbol, at);
                let up = matches!(
                    unary.operator,
                    UnaryOperator::PlusPlus | UnaryOperator::PostfixPlusPlus
                );
                let done = self.s.scope.change(at, |found| {
                    if found.info.is_some() {
                        return None;
                    }
                    let Value::Int(number) = &mut found.value else {
                        return None;
                    };
                    *number = number.checked_add(if up { 1 } else { -1 })?;
                    Some(())
                });
                if let Some(Some(())) = done {
                    return Ok(());
                }
            }
        }
        self.step(unary).map(|_| ())
    }

    /// `++` and `--`.
    pub(super) fn step(&mut self, unary: &Unary) -> Flow<Value> {
        let up = matches!(
            unary.operator,
            UnaryOperator::PlusPlus | UnaryOperator::PostfixPlusPlus
        );
        let postfix = matches!(
            unary.operator,
            UnaryOperator::PostfixPlusPlus | UnaryOperator::PostfixMinusMinus
        );
        let changed = |value: &Value| {
            if up {
                arithmetic::increment(value)
            } else {
                arithmetic::decrement(value)
            }
        };
        let (old, new) = match &unary.operand.kind {
            ExpressionKind::Member(member) if !member.is_static => {
                let target = self.eval(&member.target)?;
                let name = self.member_name(&member.member)?;
                let old = self.property_of(&target, &name)?;
                let new = changed(&old)?;
                self.assign_property(&target, &name, new.clone())?;
                (old, new)
            }
            ExpressionKind::Index(index) => {
                let target = self.eval(&index.target)?;
                let key = self.eval(&index.index)?;
                let old = members::get_index(&target, &key, self)?;
                let new = changed(&old)?;
                members::set_index(&target, &key, new.clone(), self)?;
                (old, new)
            }
            // What is left of members is static.
            ExpressionKind::Variable(_) | ExpressionKind::Member(_) => {
                let old = self.eval(&unary.operand)?;
                let new = changed(&old)?;
                self.assign(&unary.operand, new.clone(), false)?;
                (old, new)
            }
            _ => return Err(needs_variable().into()),
        };
        Ok(match (postfix, old) {
            (true, Value::Null) => Value::Int(0),
            (true, old) => old,
            (false, _) => new,
        })
    }

    /// The text of an expression that names a member.
    pub(super) fn member_name(&mut self, member: &Expression) -> Flow<Rc<str>> {
        match &member.kind {
            ExpressionKind::StringConstant(text) => Ok(Rc::clone(&text.value)),
            _ => {
                let value = self.eval(member)?;
                Ok(convert::to_text(&value))
            }
        }
    }
}

/// `ArraySliceAssignmentFailed`: several places of an array cannot be set at once.
fn no_slice(places: &Value) -> ShellError {
    let places: Vec<String> = members::enumerate(places)
        .unwrap_or_default()
        .iter()
        .map(|place| convert::to_text(place).to_string())
        .collect();
    ShellError::new(
        "ArraySliceAssignmentFailed",
        ErrorCategory::InvalidOperation,
        format!(
            "Array assignment to [{}] failed: Assignment to slices is not supported.",
            places.join(",")
        ),
    )
}
