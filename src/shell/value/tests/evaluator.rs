//! A walker over expressions, just large enough to write facts about values as PowerShell text.
//!
//! It knows variables, assignments, expressions and script blocks of these, no commands: what stands here is about
//! values, and does not change when the interpreter does.

use std::collections::HashMap;
use std::rc::Rc;

use crate::chord::Stroke;
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::syntax::ast::{
    AssignmentOperator, BinaryOperator, Constant, Expression, ExpressionKind, PipelineElement,
    Statement, StatementBlock, StatementKind, StringPart, UnaryOperator,
};
use crate::syntax::parse_script;
use crate::types::{
    self, ReferenceValue, TypeRef, TypeValue, call_static, resolve_ast, static_property,
};
use crate::value::members::{
    call_method, enumerate, get_index, get_property, set_index, set_property,
};
use crate::value::operators::{binary, interpolate, unary};
use crate::value::{
    BlockCall, Engine, Hashtable, ScriptBlock, Value, arithmetic, convert, operators,
};

#[derive(Default)]
pub(super) struct Evaluator {
    variables: HashMap<String, Value>,
    pub(super) errors: Vec<ShellError>,
}

/// What a statement put out, and which errors it raised.
pub(super) struct Run {
    pub(super) output: Vec<Value>,
    pub(super) errors: Vec<ShellError>,
}

pub(super) fn run(text: &str) -> Run {
    let parsed = parse_script(text, None);
    assert!(parsed.errors.is_empty(), "{text}: {:?}", parsed.errors);
    let mut evaluator = Evaluator::default();
    let mut output = Vec::new();
    if let Some(end) = &parsed.ast.end {
        for statement in &end.statements {
            match evaluator.statement(statement, &mut output) {
                Ok(()) => {}
                Err(Interrupt::Error(error)) => evaluator.errors.push(*error),
                Err(other) => panic!("{text}: {other:?}"),
            }
        }
    }
    Run {
        output,
        errors: evaluator.errors,
    }
}

fn unknown(what: &str) -> Interrupt {
    ShellError::new("OutsideOfTheWalker", ErrorCategory::NotSpecified, what).into()
}

impl Evaluator {
    fn statement(&mut self, statement: &Statement, out: &mut Vec<Value>) -> Flow {
        match &statement.kind {
            StatementKind::Pipeline(pipeline) => {
                let [PipelineElement::Expression(element)] = pipeline.elements.as_slice() else {
                    return Err(unknown("a command"));
                };
                let silent = matches!(
                    &element.expression.kind,
                    ExpressionKind::Unary(unary) if matches!(
                        unary.operator,
                        UnaryOperator::PlusPlus
                            | UnaryOperator::MinusMinus
                            | UnaryOperator::PostfixPlusPlus
                            | UnaryOperator::PostfixMinusMinus
                    )
                );
                let value = self.optional(&element.expression)?;
                if let Some(value) = value
                    && !silent
                {
                    match enumerate(&value) {
                        Some(items) => out.extend(items),
                        None => out.push(value),
                    }
                }
                Ok(())
            }
            StatementKind::Assignment(assignment) => {
                let right = self.gather(&assignment.right)?;
                let right = match assignment.operator {
                    AssignmentOperator::Equals => right,
                    other => {
                        let operator = match other {
                            AssignmentOperator::PlusEquals => BinaryOperator::Plus,
                            AssignmentOperator::MinusEquals => BinaryOperator::Minus,
                            AssignmentOperator::MultiplyEquals => BinaryOperator::Multiply,
                            AssignmentOperator::DivideEquals => BinaryOperator::Divide,
                            AssignmentOperator::RemainderEquals => BinaryOperator::Rem,
                            _ => return Err(unknown("an assignment operator")),
                        };
                        let left = self.value(&assignment.left)?;
                        binary(operator, &left, &right, self)?
                    }
                };
                self.assign(&assignment.left, right)
            }
            _ => Err(unknown("a statement")),
        }
    }

    fn assign(&mut self, target: &Expression, value: Value) -> Flow {
        match &target.kind {
            ExpressionKind::Variable(variable) => {
                self.variables.insert(variable.name.to_lowercase(), value);
                Ok(())
            }
            ExpressionKind::Convert(cast) => {
                let ty = resolve_ast(&cast.constraint.type_name)?;
                let value = convert::cast(&value, &ty)?;
                self.assign(&cast.operand, value)
            }
            ExpressionKind::Index(index) => {
                let object = self.value(&index.target)?;
                let key = self.value(&index.index)?;
                Ok(set_index(&object, &key, value, self)?)
            }
            ExpressionKind::Member(member) => {
                let object = self.value(&member.target)?;
                let name = self.name(&member.member)?;
                set_property(&object, &name, value, self)
            }
            _ => Err(unknown("an assignment target")),
        }
    }

    fn gather(&mut self, statement: &Statement) -> Flow<Value> {
        if let StatementKind::Pipeline(pipeline) = &statement.kind
            && let Some(expression) = pipeline.pure_expression()
        {
            return self.value(expression);
        }
        let mut out = Vec::new();
        self.statement(statement, &mut out)?;
        Ok(match out.len() {
            0 => Value::Null,
            1 => out.remove(0),
            _ => Value::array(out),
        })
    }

    fn block_output(&mut self, block: &StatementBlock) -> Flow<Vec<Value>> {
        let mut out = Vec::new();
        for statement in &block.statements {
            self.statement(statement, &mut out)?;
        }
        Ok(out)
    }

    fn name(&mut self, expression: &Expression) -> Flow<Rc<str>> {
        let value = self.value(expression)?;
        Ok(convert::to_text(&value))
    }

    fn value(&mut self, expression: &Expression) -> Flow<Value> {
        Ok(self.optional(expression)?.unwrap_or_default())
    }

    /// `None`: nothing at all.
    fn optional(&mut self, expression: &Expression) -> Flow<Option<Value>> {
        Ok(Some(match &expression.kind {
            ExpressionKind::Constant(constant) => literal(constant),
            ExpressionKind::StringConstant(text) => Value::Str(text.value.clone()),
            ExpressionKind::ExpandableString(text) => {
                let mut out = String::new();
                for part in &text.parts {
                    match part {
                        StringPart::Text(text) => out.push_str(text),
                        StringPart::Expression(expression) => {
                            let value = self.value(expression)?;
                            out.push_str(&interpolate(&value, self)?);
                        }
                    }
                }
                Value::from(out)
            }
            ExpressionKind::Variable(variable) => match &*variable.name.to_lowercase() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                name => self.variables.get(name).cloned().unwrap_or_default(),
            },
            ExpressionKind::Binary(operation) => {
                let left = self.value(&operation.left)?;
                let right = self.value(&operation.right)?;
                binary(operation.operator, &left, &right, self)?
            }
            ExpressionKind::Unary(operation) => {
                let operand = self.value(&operation.operand)?;
                let result = unary(operation.operator, &operand, self)?;
                match operation.operator {
                    UnaryOperator::PlusPlus | UnaryOperator::MinusMinus => {
                        self.assign(&operation.operand, result.clone())?;
                        result
                    }
                    UnaryOperator::PostfixPlusPlus | UnaryOperator::PostfixMinusMinus => {
                        self.assign(&operation.operand, result)?;
                        operand
                    }
                    _ => result,
                }
            }
            ExpressionKind::Convert(cast) => {
                let name = &cast.constraint.type_name;
                if name.full_name.eq_ignore_ascii_case("ref") {
                    return Ok(Some(self.reference(&cast.operand)));
                }
                let ordered = name.full_name.eq_ignore_ascii_case("ordered");
                let ty = resolve_ast(name)?;
                let value = self.value(&cast.operand)?;
                if ordered {
                    return Ok(Some(convert::cast(&value, &ty)?));
                }
                if ty == TypeRef::Known(types::Known::Void) {
                    return Ok(None);
                }
                convert::cast_in(&value, &ty, self)?
            }
            ExpressionKind::Type(name) => Value::native(TypeValue(resolve_ast(name)?)),
            ExpressionKind::Member(member) => {
                let target = self.value(&member.target)?;
                let name = self.name(&member.member)?;
                if member.is_static {
                    let ty = target.downcast::<TypeValue>().map(|ty| ty.0.clone());
                    let ty = ty.ok_or_else(|| unknown("a static member of a value"))?;
                    static_property(&ty, &name, self).unwrap_or_default()
                } else {
                    get_property(&target, &name, self)?.unwrap_or_default()
                }
            }
            ExpressionKind::InvokeMember(invocation) => {
                let target = self.value(&invocation.target)?;
                let name = self.name(&invocation.member)?;
                let mut arguments = Vec::new();
                for argument in &invocation.arguments {
                    arguments.push(self.value(argument)?);
                }
                if invocation.is_static {
                    let ty = target.downcast::<TypeValue>().map(|ty| ty.0.clone());
                    let ty = ty.ok_or_else(|| unknown("a static member of a value"))?;
                    return call_static(&ty, &name, &arguments, self);
                }
                return call_method(&target, &name, &arguments, self);
            }
            ExpressionKind::Index(index) => {
                let target = self.value(&index.target)?;
                let key = self.value(&index.index)?;
                get_index(&target, &key, self)?
            }
            ExpressionKind::ArrayLiteral(items) => {
                let mut values = Vec::new();
                for item in items {
                    values.push(self.value(item)?);
                }
                Value::array(values)
            }
            ExpressionKind::ArrayExpression(block) => Value::array(self.block_output(block)?),
            ExpressionKind::SubExpression(block) => {
                let mut out = self.block_output(block)?;
                match out.len() {
                    0 => return Ok(None),
                    1 => out.remove(0),
                    _ => Value::array(out),
                }
            }
            ExpressionKind::Paren(statement) => self.gather(statement)?,
            ExpressionKind::Hashtable(table) => {
                let made = Hashtable::default();
                for (key, value) in &table.pairs {
                    let key = self.value(key)?;
                    let value = self.gather(value)?;
                    made.set(&key, value);
                }
                Value::Hashtable(Rc::new(made))
            }
            ExpressionKind::ScriptBlock(ast) => Value::ScriptBlock(Rc::new(ScriptBlock {
                ast: ast.clone(),
                scope: None,
            })),
            _ => return Err(unknown("an expression")),
        }))
    }

    fn reference(&mut self, operand: &Expression) -> Value {
        let value = self.value(operand).unwrap_or_default();
        let reference = ReferenceValue::to_value(value);
        if let ExpressionKind::Variable(variable) = &operand.kind
            && !variable.name.eq_ignore_ascii_case("null")
        {
            self.variables
                .insert(variable.name.to_lowercase(), reference.clone());
        }
        reference
    }
}

fn literal(constant: &Constant) -> Value {
    match constant {
        Constant::Boolean(value) => Value::Bool(*value),
        Constant::SByte(value) => Value::SByte(*value),
        Constant::Byte(value) => Value::Byte(*value),
        Constant::Int16(value) => Value::Int16(*value),
        Constant::UInt16(value) => Value::UInt16(*value),
        Constant::Int32(value) => Value::Int(*value),
        Constant::UInt32(value) => Value::UInt32(*value),
        Constant::Int64(value) => Value::Long(*value),
        Constant::UInt64(value) => Value::ULong(*value),
        Constant::Double(value) => Value::Double(*value),
        Constant::Decimal(value) => Value::Decimal(*value),
        Constant::BigInteger(digits) => Value::Decimal(digits.parse().unwrap_or_default()),
    }
}

impl Engine for Evaluator {
    fn read_key(&mut self, _echo: bool) -> Flow<Stroke> {
        Err(Interrupt::Cancelled)
    }

    fn run_block(&mut self, block: &Rc<ScriptBlock>, call: BlockCall<'_>) -> Flow<Vec<Value>> {
        let before = self.variables.clone();
        if let Some(item) = call.item {
            self.variables.insert("_".to_owned(), item);
        }
        if let Some(this) = call.this {
            self.variables.insert("this".to_owned(), this);
        }
        self.variables
            .insert("args".to_owned(), Value::array(call.args.to_vec()));
        if let Some(parameters) = &block.ast.param_block {
            for (at, parameter) in parameters.parameters.iter().enumerate() {
                let value = call.args.get(at).cloned().unwrap_or_default();
                self.variables
                    .insert(parameter.name.name.to_lowercase(), value);
            }
        }
        let mut out = Vec::new();
        if let Some(end) = &block.ast.end {
            for statement in &end.statements {
                self.statement(statement, &mut out)?;
            }
        }
        self.variables = before;
        Ok(out)
    }

    fn compile(&mut self, text: &str) -> Result<Rc<ScriptBlock>, ShellError> {
        Ok(Rc::new(ScriptBlock {
            ast: parse_script(text, None).ast,
            scope: None,
        }))
    }

    fn closure(&mut self, block: &Rc<ScriptBlock>) -> Flow<Value> {
        Ok(Value::ScriptBlock(block.clone()))
    }

    fn set_matches(&mut self, matches: Value) {
        self.variables.insert("matches".to_owned(), matches);
    }

    fn output_field_separator(&self) -> Option<Rc<str>> {
        self.variables.get("ofs").map(convert::to_text)
    }
}

/// The texts of what a statement put out, one a line.
pub(super) fn shown(values: &[Value]) -> String {
    values
        .iter()
        .map(|value| convert::to_display(value).to_string())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_walker_knows_a_range() {
    assert!(matches!(
        arithmetic::range_bounds(&Value::Int(1), &Value::Int(3)),
        Ok(arithmetic::Range::Int(1, 3))
    ));
    let mut evaluator = Evaluator::default();
    let sum = operators::binary(
        BinaryOperator::Plus,
        &Value::Int(1),
        &Value::Int(2),
        &mut evaluator,
    );
    assert!(matches!(sum, Ok(Value::Int(3))));
}
