//! Expressions.

use std::rc::Rc;

use super::interpreter::{Interpreter, runtime_error};
use super::scope::{remember, resolve};
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::syntax::ast::{
    Binary, BinaryOperator, Constant, Convert, Expression, ExpressionKind, Hashtable as HashAst,
    ScopeName, StatementBlock, StatementKind, StringPart, Ternary, TypeName, Unary, UnaryOperator,
    VariableExpression,
};
use crate::syntax::symbol::{FIRST_ORDINARY, Symbol};
use crate::types::{self, Known, ReferenceValue, TypeRef, TypeValue};
use crate::value::{Hashtable, MemberKind, PsObject, Value, convert, limits, operators};

/// A literal as a value.
pub(super) fn constant(constant: &Constant) -> Flow<Value> {
    Ok(match constant {
        Constant::Int32(n) => Value::Int(*n),
        Constant::Boolean(b) => Value::Bool(*b),
        Constant::SByte(n) => Value::SByte(*n),
        Constant::Byte(n) => Value::Byte(*n),
        Constant::Int16(n) => Value::Int16(*n),
        Constant::UInt16(n) => Value::UInt16(*n),
        Constant::UInt32(n) => Value::UInt32(*n),
        Constant::Int64(n) => Value::Long(*n),
        Constant::UInt64(n) => Value::ULong(*n),
        Constant::Double(n) => Value::Double(*n),
        Constant::Decimal(n) => Value::Decimal(*n),
        Constant::BigInteger(digits) => {
            let text = Value::Str(Rc::clone(digits));
            convert::cast(&text, &TypeRef::Known(Known::BigInteger))?
        }
    })
}

impl Interpreter<'_> {
    /// The value of an expression.
    #[inline]
    pub(super) fn eval(&mut self, expression: &Expression) -> Flow<Value> {
        match &expression.kind {
            ExpressionKind::Constant(Constant::Int32(n)) => return Ok(Value::Int(*n)),
            ExpressionKind::StringConstant(text) => {
                return Ok(Value::Str(Rc::clone(&text.value)));
            }
            _ => {}
        }
        match self.eval_kind(expression) {
            Err(Interrupt::Error(error)) if error.position.is_none() => {
                Err(self.at(Interrupt::Error(error), expression.span))
            }
            other => other,
        }
    }

    fn eval_kind(&mut self, expression: &Expression) -> Flow<Value> {
        match &expression.kind {
            ExpressionKind::Constant(literal) => constant(literal),
            ExpressionKind::StringConstant(text) => Ok(Value::Str(Rc::clone(&text.value))),
            ExpressionKind::Variable(variable) => self.variable(variable),
            ExpressionKind::Binary(binary) => self.binary(binary),
            ExpressionKind::Unary(unary) => self.unary(unary),
            ExpressionKind::Member(member) => self.member(member),
            ExpressionKind::InvokeMember(invoke) => {
                Ok(self.invoke_member(invoke)?.unwrap_or_default())
            }
            ExpressionKind::Index(index) => self.index(index),
            ExpressionKind::Paren(statement) => {
                self.s.stack.check()?;
                match &statement.kind {
                    StatementKind::Assignment(assignment) => self.assignment(assignment),
                    _ => self.statement_value(statement),
                }
            }
            ExpressionKind::SubExpression(block) => {
                self.s.stack.check()?;
                let items = self.block_items(block)?;
                Ok(super::sink::collapse(items).unwrap_or_default())
            }
            ExpressionKind::ArrayExpression(block) => self.array_expression(block),
            ExpressionKind::ArrayLiteral(elements) => {
                let mut items = Vec::with_capacity(elements.len());
                for element in elements {
                    items.push(self.eval(element)?);
                }
                Ok(Value::array(items))
            }
            ExpressionKind::ExpandableString(text) => {
                let mut out = String::with_capacity(text.value.len() + 16);
                for part in &text.parts {
                    match part {
                        StringPart::Text(text) => out.push_str(text),
                        StringPart::Expression(expression) => {
                            let value = self.interpolated(expression)?;
                            match &value {
                                Value::Str(text) => {
                                    limits::text(out.len().saturating_add(text.len()))?;
                                    out.push_str(text);
                                }
                                Value::Null => {}
                                other => {
                                    let text = operators::interpolate(other, self)?;
                                    limits::text(out.len().saturating_add(text.len()))?;
                                    out.push_str(&text);
                                }
                            }
                        }
                    }
                }
                Ok(Value::str(out))
            }
            ExpressionKind::Hashtable(table) => self.hashtable(table, false),
            ExpressionKind::ScriptBlock(ast) => {
                let module = self.s.module.clone();
                Ok(Value::ScriptBlock(super::function::block_of(
                    Rc::clone(ast),
                    module.as_ref(),
                    None,
                )))
            }
            ExpressionKind::Convert(convert) => self.convert(convert),
            ExpressionKind::Type(name) => {
                let ty = self.type_of_name(name)?;
                Ok(Value::native(TypeValue(ty)))
            }
            ExpressionKind::Ternary(ternary) => self.ternary(ternary),
            ExpressionKind::Attributed(attributed) => self.eval(&attributed.operand),
            ExpressionKind::Using(inner) => self.using(inner),
            ExpressionKind::Error(_) => Err(runtime_error(
                "ParserError",
                ErrorCategory::ParserError,
                "This is not an expression.",
            )
            .into()),
        }
    }

    /// The value of an expression as output: `None` when it gives nothing at all, which is less than `$null`.
    pub(super) fn eval_output(&mut self, expression: &Expression) -> Flow<Option<Value>> {
        match &expression.kind {
            ExpressionKind::Variable(variable) => {
                let value = self
                    .variable(variable)
                    .map_err(|interrupt| self.at(interrupt, expression.span))?;
                if value.is_null() && self.is_nothing(variable) {
                    return Ok(None);
                }
                Ok(Some(value))
            }
            ExpressionKind::Paren(statement) => {
                self.s.stack.check()?;
                match &statement.kind {
                    StatementKind::Assignment(assignment) => Ok(Some(self.assignment(assignment)?)),
                    _ => self.statement_output(statement),
                }
            }
            ExpressionKind::SubExpression(block) => {
                self.s.stack.check()?;
                let items = self.block_items(block)?;
                Ok(super::sink::collapse(items))
            }
            ExpressionKind::InvokeMember(invoke) => self
                .invoke_member(invoke)
                .map_err(|interrupt| self.at(interrupt, expression.span)),
            ExpressionKind::Index(index) => self
                .index_output(index)
                .map_err(|interrupt| self.at(interrupt, expression.span)),
            _ => self.eval(expression).map(Some),
        }
    }

    /// Whether an expression holds, for conditions.
    #[inline]
    pub(super) fn test(&mut self, expression: &Expression) -> Flow<bool> {
        match self.eval(expression)? {
            Value::Bool(value) => Ok(value),
            other => Ok(convert::to_bool(&other)),
        }
    }

    fn interpolated(&mut self, expression: &Expression) -> Flow<Value> {
        match &expression.kind {
            ExpressionKind::SubExpression(block) => {
                self.s.stack.check()?;
                let items = self.block_items(block)?;
                Ok(super::sink::collapse(items).unwrap_or_default())
            }
            // Version 1 of the strict mode forgives variables in text.
            ExpressionKind::Variable(variable) if self.s.strict_mode() == 1 => {
                match self.variable(variable) {
                    Err(Interrupt::Error(error)) if &*error.id == "VariableIsUndefined" => {
                        Ok(Value::Null)
                    }
                    other => other,
                }
            }
            _ => self.eval(expression),
        }
    }

    fn array_expression(&mut self, block: &StatementBlock) -> Flow<Value> {
        self.s.stack.check()?;
        // `@(1, 2)` and `@($array)`: what is an array already needs no walk through the output.
        if block.traps.is_empty()
            && let [statement] = block.statements.as_slice()
            && let StatementKind::Pipeline(pipeline) = &statement.kind
            && let Some(expression) = pipeline.pure_expression()
        {
            if let ExpressionKind::ArrayLiteral(_) = &expression.kind {
                return self.eval(expression);
            }
            if let ExpressionKind::Convert(_) = &expression.kind
                && let value @ Value::Array(_) = self.eval(expression)?
            {
                return Ok(value);
            }
        }
        let items = self.block_items(block)?;
        Ok(Value::array(items))
    }

    fn ternary(&mut self, ternary: &Ternary) -> Flow<Value> {
        self.s.stack.check()?;
        if self.test(&ternary.condition)? {
            self.eval(&ternary.if_true)
        } else {
            self.eval(&ternary.if_false)
        }
    }

    fn binary(&mut self, binary: &Binary) -> Flow<Value> {
        use BinaryOperator as B;
        match binary.operator {
            B::And => {
                let left = self.test(&binary.left)?;
                return Ok(Value::Bool(left && self.test(&binary.right)?));
            }
            B::Or => {
                let left = self.test(&binary.left)?;
                return Ok(Value::Bool(left || self.test(&binary.right)?));
            }
            B::QuestionQuestion => {
                let left = self.eval(&binary.left)?;
                return if left.is_null() {
                    self.eval(&binary.right)
                } else {
                    Ok(left)
                };
            }
            _ => {}
        }
        self.s.stack.check()?;
        // A long chain leans to the left: go down in a loop, then back up.
        let left = match &binary.left.kind {
            ExpressionKind::Binary(inner)
                if matches!(inner.left.kind, ExpressionKind::Binary(_)) =>
            {
                self.chain(&binary.left)?
            }
            _ => self.eval(&binary.left)?,
        };
        let right = self.eval(&binary.right)?;
        operators::binary(binary.operator, &left, &right, self)
    }

    /// The left side of an operator when it is an operator itself.
    fn chain(&mut self, expression: &Expression) -> Flow<Value> {
        let mut spine: Vec<(&Binary, &Expression)> = Vec::new();
        let mut current = expression;
        while let ExpressionKind::Binary(binary) = &current.kind {
            if matches!(
                binary.operator,
                BinaryOperator::And | BinaryOperator::Or | BinaryOperator::QuestionQuestion
            ) {
                break;
            }
            spine.push((binary, current));
            current = &binary.left;
        }
        let mut value = self.eval(current)?;
        while let Some((binary, whole)) = spine.pop() {
            let right = self.eval(&binary.right)?;
            value = operators::binary(binary.operator, &value, &right, self)
                .map_err(|interrupt| self.at(interrupt, whole.span))?;
        }
        Ok(value)
    }

    fn unary(&mut self, unary: &Unary) -> Flow<Value> {
        match unary.operator {
            UnaryOperator::PlusPlus
            | UnaryOperator::MinusMinus
            | UnaryOperator::PostfixPlusPlus
            | UnaryOperator::PostfixMinusMinus => self.step(unary),
            UnaryOperator::Not | UnaryOperator::Exclaim => {
                Ok(Value::Bool(!self.test(&unary.operand)?))
            }
            _ => {
                self.s.stack.check()?;
                let operand = self.eval(&unary.operand)?;
                operators::unary(unary.operator, &operand, self)
            }
        }
    }

    /// The type that a name stands for, `using namespace` lines considered.
    pub(super) fn type_of_name(&mut self, name: &TypeName) -> Flow<TypeRef> {
        let found = match &self.s.module {
            Some(module) if !module.types.is_empty() => {
                types::class::with_layer(&module.types, || types::resolve_ast(name))
            }
            _ => types::resolve_ast(name),
        };
        match found {
            Ok(ty) => Ok(ty),
            Err(error) => {
                for namespace in self.s.namespaces.clone() {
                    if let Some(ty) = types::resolve(&format!("{namespace}.{}", name.full_name)) {
                        return Ok(ty);
                    }
                }
                Err(self.at(error.into(), name.span))
            }
        }
    }

    fn convert(&mut self, convert: &Convert) -> Flow<Value> {
        self.s.stack.check()?;
        let name: &str = &convert.constraint.type_name.full_name;
        match name.len() {
            3 if name.eq_ignore_ascii_case("ref") => return self.reference(&convert.operand),
            4 if name.eq_ignore_ascii_case("void") => {
                self.eval(&convert.operand)?;
                return Ok(Value::Null);
            }
            7 if name.eq_ignore_ascii_case("ordered") => {
                if let ExpressionKind::Hashtable(table) = &convert.operand.kind {
                    return self.hashtable(table, true);
                }
            }
            14 if name.eq_ignore_ascii_case("pscustomobject") => {
                if let ExpressionKind::Hashtable(table) = &convert.operand.kind {
                    return self.custom_object(table);
                }
            }
            _ => {}
        }
        let ty = self.type_of_name(&convert.constraint.type_name)?;
        // `[int[]]@(...)` and `[x]@{}` go the plain way.
        let value = self.eval(&convert.operand)?;
        self.cast(&value, &ty)
    }

    /// Converts a value. Script blocks and custom conversions are the interpreter's.
    pub(super) fn cast(&mut self, value: &Value, ty: &TypeRef) -> Flow<Value> {
        convert::cast_in(value, ty, self)
    }

    /// `[pscustomobject]@{ ... }` without a table in between.
    fn custom_object(&mut self, table: &HashAst) -> Flow<Value> {
        let object = PsObject::with_room(table.pairs.len());
        for (key, value) in &table.pairs {
            let key = self.eval(key)?;
            let name = convert::to_text(&key);
            let value = self.statement_value(value)?;
            object.set(name, MemberKind::Note(value));
        }
        if let Some(Value::Str(name)) = object.get("PSTypeName") {
            object.remove("PSTypeName");
            object.set_type_names(crate::value::TypeNames::Own(Rc::new(vec![
                name,
                "System.Management.Automation.PSCustomObject".into(),
                "System.Object".into(),
            ])));
        }
        Ok(Value::object(object))
    }

    fn hashtable(&mut self, table: &HashAst, ordered: bool) -> Flow<Value> {
        self.s.stack.check()?;
        let made = if ordered {
            Hashtable::new_ordered()
        } else {
            Hashtable::default()
        };
        for (key, value) in &table.pairs {
            let key_value = self.eval(key)?;
            if key_value.is_null() {
                return Err(self.at(
                    runtime_error(
                        "InvalidNullKey",
                        ErrorCategory::InvalidOperation,
                        "A null key is not allowed in a hash literal.",
                    )
                    .into(),
                    key.span,
                ));
            }
            let value = self.statement_value(value)?;
            if made.contains_key(&key_value) {
                return Err(self.at(
                    runtime_error(
                        "DuplicateKeyInHashLiteral",
                        ErrorCategory::InvalidOperation,
                        format!(
                            "Duplicate keys '{}' are not allowed in hash literals.",
                            convert::to_text(&key_value)
                        ),
                    )
                    .into(),
                    key.span,
                ));
            }
            made.set(&key_value, value);
        }
        Ok(Value::Hashtable(Rc::new(made)))
    }

    /// The value of a variable.
    #[inline]
    pub(super) fn variable(&mut self, variable: &VariableExpression) -> Flow<Value> {
        if variable.prefix.is_none() {
            let (symbol, hint) = resolve(variable);
            if symbol < FIRST_ORDINARY {
                match symbol {
                    Symbol::NULL => return Ok(Value::Null),
                    Symbol::TRUE => return Ok(Value::Bool(true)),
                    Symbol::FALSE => return Ok(Value::Bool(false)),
                    Symbol::INPUT => return Ok(super::automatic::input(self.s)),
                    _ => {}
                }
            }
            if let Some((scope, at)) = self.s.locate(symbol, hint) {
                remember(variable, symbol, at);
                if let Some(value) = scope.with(at, |found| found.value.clone()) {
                    return Ok(value);
                }
            }
            return self.missing_variable(variable, symbol);
        }
        self.scoped_variable(variable)
    }

    #[cold]
    fn missing_variable(&mut self, variable: &VariableExpression, symbol: Symbol) -> Flow<Value> {
        if let Some(value) = super::automatic::computed(self.s, symbol) {
            return Ok(value);
        }
        self.undefined(&variable.name)
    }

    fn undefined(&self, name: &str) -> Flow<Value> {
        if self.s.strict_mode() == 0 {
            return Ok(Value::Null);
        }
        Err(runtime_error(
            "VariableIsUndefined",
            ErrorCategory::InvalidOperation,
            format!("The variable '${name}' cannot be retrieved because it has not been set."),
        )
        .target(name)
        .into())
    }

    /// Whether a variable holds the nothing that a command without output gives.
    fn is_nothing(&self, variable: &VariableExpression) -> bool {
        let (symbol, hint) = resolve(variable);
        self.s
            .locate(symbol, hint)
            .and_then(|(scope, at)| scope.with(at, |found| found.nothing))
            .unwrap_or(false)
    }

    fn scoped_variable(&mut self, variable: &VariableExpression) -> Flow<Value> {
        if let Some(drive) = variable.drive() {
            let drive = Rc::clone(drive);
            let name = Rc::clone(&variable.name);
            return super::drives::read(self, &drive, &name);
        }
        let Some(scope) = variable.scope() else {
            return Ok(Value::Null);
        };
        let (symbol, hint) = resolve(variable);
        match scope {
            ScopeName::Variable => {
                if symbol < FIRST_ORDINARY
                    && let Some(value) = super::automatic::computed(self.s, symbol)
                {
                    return Ok(value);
                }
                let found = self
                    .s
                    .locate(symbol, hint)
                    .and_then(|(scope, at)| scope.with(at, |found| found.value.clone()));
                return found.map_or_else(|| self.undefined(&variable.name), Ok);
            }
            ScopeName::Using => return self.using_outside(),
            _ => {}
        }
        let scope = self.scope_of(scope);
        let found = scope
            .find(symbol, hint)
            .and_then(|at| scope.with(at, |found| found.value.clone()));
        if let Some(value) = found {
            return Ok(value);
        }
        if symbol < FIRST_ORDINARY
            && let Some(value) = super::automatic::computed(self.s, symbol)
        {
            return Ok(value);
        }
        self.undefined(&variable.user_path())
    }

    pub(super) fn scope_of(&self, scope: ScopeName) -> Rc<super::scope::Scope> {
        match scope {
            ScopeName::Global => Rc::clone(&self.s.global),
            ScopeName::Script => self.s.script_scope(),
            _ => Rc::clone(&self.s.scope),
        }
    }

    fn using_outside(&self) -> Flow<Value> {
        Err(runtime_error(
            "UsingWithoutInvokeCommand",
            ErrorCategory::InvalidOperation,
            "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, Start-Job, or InlineScript in the script workflow. When it is used with Invoke-Command, the Using variable is valid only if the script block is invoked on a remote computer.",
        )
        .exception("System.Management.Automation.RuntimeException")
        .into())
    }

    /// `$using:x`: where script runs elsewhere, the variable of the caller as it was sent along.
    fn using(&mut self, inner: &Expression) -> Flow<Value> {
        if self.s.is_detached
            && let ExpressionKind::Variable(_)
            | ExpressionKind::Member(_)
            | ExpressionKind::Index(_) = &inner.kind
        {
            let using = Rc::clone(&self.s.using);
            if let Some(variable) = root_variable(inner)
                && variable.drive().is_none()
                && Symbol::find(&variable.name).is_none_or(|name| using.get(name).is_none())
            {
                return Err(runtime_error(
                    "UsingVariableIsUndefined",
                    ErrorCategory::InvalidArgument,
                    format!(
                        "The value of the using variable '$using:{}' cannot be retrieved because it has not been set in the local session.",
                        variable.name
                    ),
                )
                .into());
            }
            let before = std::mem::replace(&mut self.s.scope, using);
            let value = self.eval(inner);
            self.s.scope = before;
            return value;
        }
        self.using_outside()
    }

    /// `[ref]$variable`.
    fn reference(&mut self, operand: &Expression) -> Flow<Value> {
        let mut operand = operand;
        while let ExpressionKind::Paren(statement) = &operand.kind {
            match &statement.kind {
                StatementKind::Pipeline(pipeline) => match pipeline.pure_expression() {
                    Some(inner) => operand = inner,
                    None => break,
                },
                _ => break,
            }
        }
        if let ExpressionKind::Variable(variable) = &operand.kind
            && variable.drive().is_none()
        {
            let (symbol, hint) = resolve(variable);
            if symbol >= FIRST_ORDINARY {
                let found = match variable.scope() {
                    Some(scope) if scope != ScopeName::Variable => {
                        let scope = self.scope_of(scope);
                        scope.find(symbol, hint).map(|_| scope)
                    }
                    _ => self
                        .s
                        .locate(symbol, hint)
                        .map(|(scope, _)| Rc::clone(scope)),
                };
                return match found {
                    Some(scope) => Ok(Value::native(ReferenceValue(Box::new(
                        super::automatic::VariableReference { scope, symbol },
                    )))),
                    None => Err(runtime_error(
                        "NonExistingVariableReference",
                        ErrorCategory::InvalidOperation,
                        "[ref] cannot be applied to a variable that does not exist.",
                    )
                    .target(&*variable.name)
                    .into()),
                };
            }
        }
        let value = self.eval(operand)?;
        Ok(ReferenceValue::to_value(value))
    }
}

/// An error about an operator that wants a variable or property.
pub(super) fn needs_variable() -> ShellError {
    runtime_error(
        "OperatorRequiresVariableOrProperty",
        ErrorCategory::InvalidOperation,
        "This operator can be applied only to variables or to properties.",
    )
}

/// The variable that a member or an element is asked of.
fn root_variable(expression: &Expression) -> Option<&VariableExpression> {
    match &expression.kind {
        ExpressionKind::Variable(variable) => Some(variable),
        ExpressionKind::Member(member) => root_variable(&member.target),
        ExpressionKind::Index(index) => root_variable(&index.target),
        _ => None,
    }
}
