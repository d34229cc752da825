//! Statements: pipelines as statements, conditions, loops, jumps.

use std::rc::Rc;

use super::interpreter::{Interpreter, runtime_error};
use super::scope::Variable;
use super::sink::{Collector, Drain, collapse};
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::error_record::error_of_value;
use crate::syntax::ast::{
    BinaryOperator, ChainOperator, DoLoop, Expression, ExpressionKind, For, ForEach, If, Pipeline,
    Statement, StatementBlock, StatementKind, UnaryOperator, While,
};
use crate::syntax::symbol::Symbol;
use crate::types::ExceptionValue;
use crate::value::{Value, convert};

/// Whether an expression writes nothing when it stands as a statement.
pub(super) fn writes_nothing(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Unary(unary) => matches!(
            unary.operator,
            UnaryOperator::PlusPlus
                | UnaryOperator::MinusMinus
                | UnaryOperator::PostfixPlusPlus
                | UnaryOperator::PostfixMinusMinus
        ),
        ExpressionKind::Convert(convert) => {
            let name: &str = &convert.constraint.type_name.full_name;
            name.eq_ignore_ascii_case("void") || name.eq_ignore_ascii_case("System.Void")
        }
        _ => false,
    }
}

/// Whether `$?` keeps what happened inside: parentheses and subexpressions do not set it to true.
fn keeps_status(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        ExpressionKind::Paren(_)
            | ExpressionKind::SubExpression(_)
            | ExpressionKind::ArrayExpression(_)
    )
}

/// What a loop does after its body ended.
enum Next {
    Round,
    Leave,
}

/// Takes `break` and `continue` that are meant for the loop with this label.
fn loop_flow(flow: Flow, label: Option<&Rc<str>>) -> Flow<Next> {
    let is_mine = |wanted: &Option<Rc<str>>| match (wanted, label) {
        (None, _) => true,
        (Some(wanted), Some(label)) => wanted.eq_ignore_ascii_case(label),
        (Some(_), None) => false,
    };
    match flow {
        Ok(()) => Ok(Next::Round),
        Err(Interrupt::Break(wanted)) if is_mine(&wanted) => Ok(Next::Leave),
        Err(Interrupt::Continue(wanted)) if is_mine(&wanted) => Ok(Next::Round),
        Err(other) => Err(other),
    }
}

impl Interpreter<'_> {
    /// Looks at what scripts have subscribed to. What runs then is not interrupted by the same again.
    pub fn idle(&mut self) -> Flow {
        let Some(hook) = self.s.idle.take() else {
            return Ok(());
        };
        // What runs in between is not what the script asks about next.
        let success = self.s.success;
        let code = self.s.global.get(Symbol::LAST_EXIT_CODE);
        let goes_on = hook(self);
        self.s.success = success;
        match code {
            Some(code) => {
                let _ = self.s.global.put(code);
            }
            None => drop(self.s.global.remove(Symbol::LAST_EXIT_CODE)),
        }
        if !matches!(goes_on, Ok(false)) {
            self.s.idle.get_or_insert(hook);
        }
        goes_on.map(|_| ())
    }

    /// Runs one statement; what it gives goes to the output.
    pub(super) fn statement(&mut self, statement: &Statement) -> Flow {
        if self.s.is_cancelled() {
            return Err(Interrupt::Cancelled);
        }
        if self.s.idle.is_some() {
            self.idle()?;
        }
        match &statement.kind {
            StatementKind::Pipeline(pipeline) => self.pipeline_statement(pipeline),
            StatementKind::PipelineChain(chain) => {
                self.pipeline_statement(&chain.first)?;
                for (operator, pipeline) in &chain.rest {
                    let wanted = *operator == ChainOperator::And;
                    if self.s.success == wanted {
                        // A failed pipeline does not end the chain: `||` asks what happened.
                        self.pipeline_statement(pipeline)?;
                    }
                }
                Ok(())
            }
            StatementKind::Assignment(assignment) => self.assignment(assignment).map(|_| ()),
            StatementKind::If(branch) => self.if_statement(branch),
            StatementKind::Switch(switch) => self.switch_statement(switch),
            StatementKind::ForEach(each) => self.foreach_statement(each),
            StatementKind::For(each) => self.for_statement(each),
            StatementKind::While(each) => self.while_statement(each),
            StatementKind::DoWhile(each) => self.do_statement(each, true),
            StatementKind::DoUntil(each) => self.do_statement(each, false),
            StatementKind::Try(each) => self.try_statement(each),
            StatementKind::Function(definition) => self.define_function(definition),
            StatementKind::Type(definition) => self.define_type_once(definition),
            StatementKind::Data(section) => self.data_section(section),
            StatementKind::MethodReturn(value) => {
                let given = match value {
                    Some(value) => self.statement_output(value)?,
                    None => None,
                };
                self.s.method_value = given;
                Err(Interrupt::Return)
            }
            StatementKind::Return(value) => {
                if let Some(value) = value {
                    self.statement(value)?;
                }
                Err(Interrupt::Return)
            }
            StatementKind::Exit(value) => {
                let code = match value {
                    Some(value) => {
                        let value = self.statement_value(value)?;
                        convert::to_int(&value).unwrap_or(0)
                    }
                    None => 0,
                };
                Err(Interrupt::Exit(code))
            }
            StatementKind::Throw(value) => self.throw(value.as_deref(), statement),
            StatementKind::Break(label) => {
                let label = self.label(label.as_deref())?;
                Err(Interrupt::Break(label))
            }
            StatementKind::Continue(label) => {
                let label = self.label(label.as_deref())?;
                Err(Interrupt::Continue(label))
            }
            StatementKind::Error(_) => Err(runtime_error(
                "ParserError",
                ErrorCategory::ParserError,
                "This is not a whole statement.",
            )
            .into()),
        }
    }

    fn label(&mut self, label: Option<&Expression>) -> Flow<Option<Rc<str>>> {
        match label {
            None => Ok(None),
            Some(expression) => {
                let value = self.eval(expression)?;
                Ok(Some(convert::to_text(&value)))
            }
        }
    }

    fn pipeline_statement(&mut self, pipeline: &Pipeline) -> Flow {
        let Some(expression) = pipeline.pure_expression() else {
            return self.pipeline(pipeline);
        };
        self.expression_statement(expression)
    }

    /// An expression as a statement: its value goes to the output.
    pub(super) fn expression_statement(&mut self, expression: &Expression) -> Flow {
        if writes_nothing(expression) {
            if let ExpressionKind::Unary(unary) = &expression.kind {
                self.step_statement(unary)
                    .map_err(|interrupt| self.at(interrupt, expression.span))?;
            } else {
                self.eval(expression)?;
            }
            self.s.success = true;
            return Ok(());
        }
        match &expression.kind {
            // What stands in parentheses goes straight to the output, object by object, as it is made. An assignment
            // in parentheses gives its value.
            ExpressionKind::SubExpression(block) => {
                self.s.success = true;
                return self.statement_block(block);
            }
            ExpressionKind::Paren(inner) if !matches!(inner.kind, StatementKind::Assignment(_)) => {
                // The whole is computed before the first object goes out.
                let items = self.collect(|inner_run| inner_run.paren_items(inner))?;
                for item in items {
                    self.out.write(self.s, item)?;
                }
                return Ok(());
            }
            ExpressionKind::Binary(binary) if binary.operator == BinaryOperator::DotDot => {
                let left = self.eval(&binary.left)?;
                let right = self.eval(&binary.right)?;
                if let (Value::Int(from), Value::Int(to)) = (&left, &right) {
                    self.write_range(*from, *to)?;
                    self.s.success = true;
                    return Ok(());
                }
            }
            _ => {}
        }
        if let Some(value) = self.eval_output(expression)? {
            if !keeps_status(expression) {
                self.s.success = true;
            }
            self.write_value(value)?;
        } else if !keeps_status(expression) {
            self.s.success = true;
        }
        Ok(())
    }

    /// What stands in parentheses, written to the output.
    fn paren_items(&mut self, inner: &Statement) -> Flow {
        match &inner.kind {
            // `($i++)` gives a value although `$i++` does not.
            StatementKind::Pipeline(pipeline) => match pipeline.pure_expression() {
                Some(expression) if matches!(expression.kind, ExpressionKind::Unary(_)) => {
                    let value = self.eval(expression)?;
                    self.s.success = true;
                    self.write_value(value)
                }
                _ => self.statement(inner),
            },
            _ => self.statement(inner),
        }
    }

    /// Writes the numbers of `from..to` without making an array.
    pub(super) fn write_range(&mut self, from: i32, to: i32) -> Flow {
        let mut number = from;
        loop {
            self.out.write(self.s, Value::Int(number))?;
            if number == to {
                return Ok(());
            }
            if self.s.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            number = if from <= to { number + 1 } else { number - 1 };
        }
    }

    /// The value of a statement whose output is taken, and whether there was any.
    pub(super) fn statement_output(&mut self, statement: &Statement) -> Flow<Option<Value>> {
        match &statement.kind {
            StatementKind::Pipeline(pipeline) => {
                if let Some(expression) = pipeline.pure_expression() {
                    let value = self.eval_output(expression)?;
                    if !keeps_status(expression) {
                        self.s.success = true;
                    }
                    return Ok(value);
                }
            }
            StatementKind::Assignment(assignment) => {
                return self.assignment(assignment).map(Some);
            }
            _ => {}
        }
        let mut collector = Collector::new(self.out);
        let flow = Interpreter {
            s: self.s,
            out: &mut collector,
            traps: self.traps,
            source: self.source,
        }
        .statement(statement);
        // What was written before a jump is not lost: `$x = while (1) { 'a'; break }` has caught it already, and
        // an error leaves the variable as it was.
        match flow {
            Ok(()) => Ok(collapse(collector.items)),
            Err(interrupt) => Err(interrupt),
        }
    }

    /// The value of a statement whose output is taken.
    pub(super) fn statement_value(&mut self, statement: &Statement) -> Flow<Value> {
        Ok(self.statement_output(statement)?.unwrap_or_default())
    }

    fn condition(&mut self, statement: &Statement) -> Flow<bool> {
        if let StatementKind::Pipeline(pipeline) = &statement.kind
            && let Some(expression) = pipeline.pure_expression()
        {
            return self.test(expression);
        }
        let value = self.statement_value(statement)?;
        Ok(convert::to_bool(&value))
    }

    fn if_statement(&mut self, branch: &If) -> Flow {
        for (condition, block) in &branch.clauses {
            if self.condition(condition)? {
                return self.statement_block(block);
            }
        }
        match &branch.else_block {
            Some(block) => self.statement_block(block),
            None => Ok(()),
        }
    }

    fn while_statement(&mut self, each: &While) -> Flow {
        loop {
            if self.s.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            if !self.condition(&each.condition)? {
                return Ok(());
            }
            let flow = self.statement_block(&each.body);
            match loop_flow(flow, each.label.as_ref())? {
                Next::Round => {}
                Next::Leave => return Ok(()),
            }
        }
    }

    fn do_statement(&mut self, each: &DoLoop, goes_on: bool) -> Flow {
        loop {
            if self.s.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            let flow = self.statement_block(&each.body);
            match loop_flow(flow, each.label.as_ref())? {
                Next::Round => {}
                Next::Leave => return Ok(()),
            }
            if self.condition(&each.condition)? != goes_on {
                return Ok(());
            }
        }
    }

    fn for_statement(&mut self, each: &For) -> Flow {
        if let Some(initializer) = &each.initializer {
            self.silently(initializer)?;
        }
        loop {
            if self.s.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            if let Some(condition) = &each.condition
                && !self.condition(condition)?
            {
                return Ok(());
            }
            let flow = self.statement_block(&each.body);
            match loop_flow(flow, each.label.as_ref())? {
                Next::Round => {}
                Next::Leave => return Ok(()),
            }
            if let Some(iterator) = &each.iterator {
                self.silently(iterator)?;
            }
        }
    }

    /// Runs a statement and drops its output.
    fn silently(&mut self, statement: &Statement) -> Flow {
        let mut drain = Drain(self.out);
        Interpreter {
            s: self.s,
            out: &mut drain,
            traps: self.traps,
            source: self.source,
        }
        .statement(statement)
    }

    fn foreach_statement(&mut self, each: &ForEach) -> Flow {
        let ExpressionKind::Variable(variable) = &each.variable.kind else {
            return Err(runtime_error(
                "InvalidOperation",
                ErrorCategory::InvalidOperation,
                "The loop variable is not a variable.",
            )
            .into());
        };
        if super::automatic::mentions(&each.body, self.source, "$foreach") {
            return self.foreach_watched(each, variable);
        }
        // A range is counted, not made.
        if let StatementKind::Pipeline(pipeline) = &each.values.kind
            && let Some(expression) = pipeline.pure_expression()
            && let ExpressionKind::Binary(binary) = &expression.kind
            && binary.operator == BinaryOperator::DotDot
        {
            let left = self.eval(&binary.left)?;
            let right = self.eval(&binary.right)?;
            if let (Value::Int(from), Value::Int(to)) = (&left, &right) {
                let (from, to) = (*from, *to);
                let mut number = from;
                loop {
                    if let Some(next) = self.foreach_round(each, variable, Value::Int(number))? {
                        return next;
                    }
                    if number == to {
                        return Ok(());
                    }
                    number = if from <= to { number + 1 } else { number - 1 };
                }
            }
            let values = crate::value::operators::binary(binary.operator, &left, &right, self)?;
            return self.foreach_over(each, variable, values);
        }
        match self.statement_output(&each.values)? {
            Some(values) => self.foreach_over(each, variable, values),
            None => Ok(()),
        }
    }

    /// A loop whose body asks `$foreach`: it may move the loop on.
    fn foreach_watched(
        &mut self,
        each: &ForEach,
        variable: &crate::syntax::ast::VariableExpression,
    ) -> Flow {
        let Some(values) = self.statement_output(&each.values)? else {
            return Ok(());
        };
        let items = match super::enumerate(&values) {
            Some(items) => items,
            None if values.is_null() => return Ok(()),
            None => vec![values],
        };
        let watched = Rc::new(super::automatic::Enumerator::new(items));
        let saved = self.s.scope.get(Symbol::FOREACH);
        let mut flow = Ok(());
        while let Some(item) = watched.advance() {
            self.s.scope.put(Variable::new(
                Symbol::FOREACH,
                "foreach",
                Value::Native(watched.clone()),
            ));
            match self.foreach_round(each, variable, item) {
                Ok(None) => {}
                Ok(Some(left)) => {
                    flow = left;
                    break;
                }
                Err(interrupt) => {
                    flow = Err(interrupt);
                    break;
                }
            }
        }
        match saved {
            Some(saved) => {
                self.s.scope.put(saved);
            }
            None => {
                self.s.scope.remove(Symbol::FOREACH);
            }
        }
        flow
    }

    fn foreach_over(
        &mut self,
        each: &ForEach,
        variable: &crate::syntax::ast::VariableExpression,
        values: Value,
    ) -> Flow {
        let mut at = 0;
        let mut items: Option<Vec<Value>> = None;
        match &values {
            Value::Null => return Ok(()),
            Value::Array(_) | Value::List(_) => {}
            other => match super::enumerate(other) {
                Some(found) => items = Some(found),
                None => items = Some(vec![other.clone()]),
            },
        }
        let version = match &values {
            Value::List(list) => list.items.borrow().len(),
            _ => 0,
        };
        // Keys, values and entries of a dictionary: it must not be changed meanwhile.
        let table = crate::value::members::table_behind(&values);
        let table_version = table.as_ref().map(|table| table.version.get());
        loop {
            if at > 0 && table.as_ref().map(|table| table.version.get()) != table_version {
                return Err(modified().into());
            }
            let item = match (&items, &values) {
                (Some(items), _) => items.get(at).cloned(),
                (None, Value::Array(array)) => array.items.borrow().get(at).cloned(),
                (None, Value::List(list)) => {
                    if list.items.borrow().len() != version {
                        return Err(modified().into());
                    }
                    list.items.borrow().get(at).cloned()
                }
                _ => None,
            };
            let Some(item) = item else {
                return Ok(());
            };
            if let Some(next) = self.foreach_round(each, variable, item)? {
                return next;
            }
            at += 1;
        }
    }

    /// One round; `Some` when the loop is left.
    #[inline]
    fn foreach_round(
        &mut self,
        each: &ForEach,
        variable: &crate::syntax::ast::VariableExpression,
        item: Value,
    ) -> Flow<Option<Flow>> {
        if self.s.is_cancelled() {
            return Err(Interrupt::Cancelled);
        }
        self.assign_variable(variable, item, false)
            .map_err(|interrupt| self.at(interrupt, each.variable.span))?;
        let flow = self.statement_block(&each.body);
        match loop_flow(flow, each.label.as_ref())? {
            Next::Round => Ok(None),
            Next::Leave => Ok(Some(Ok(()))),
        }
    }

    /// `throw`.
    fn throw(&mut self, value: Option<&Statement>, statement: &Statement) -> Flow {
        let thrown = match value {
            Some(value) => self.statement_output(value)?,
            None => match self.current_error() {
                Some(error) => return Err(Interrupt::Error(Box::new(error))),
                None => None,
            },
        };
        let mut error = thrown_error(thrown);
        error.is_throw = true;
        if error.position.is_none() {
            error.position = self.position(statement.span);
        }
        Err(error.into())
    }

    /// The error that a `catch` block around is about: what a lone `throw` raises again.
    fn current_error(&self) -> Option<ShellError> {
        let value = self.s.value_of(Symbol::UNDERSCORE);
        let Value::Native(native) = value.base() else {
            return None;
        };
        native
            .as_any()
            .downcast_ref::<crate::error_record::ErrorRecord>()?;
        let mut error = error_of_value(&value)?;
        error.is_throw = true;
        Some(error)
    }

    /// Runs a block and collects its output: `$( )` and `@( )`.
    pub(super) fn block_items(&mut self, block: &StatementBlock) -> Flow<Vec<Value>> {
        let mut collector = Collector::new(self.out);
        let flow = Interpreter {
            s: self.s,
            out: &mut collector,
            traps: self.traps,
            source: self.source,
        }
        .statement_block(block);
        let items = collector.items;
        // `return` leaves the function around; what the block has written by then goes out with it.
        if let Err(Interrupt::Return) = flow {
            for item in items {
                self.out.write(self.s, item)?;
            }
            return Err(Interrupt::Return);
        }
        flow?;
        Ok(items)
    }
}

fn modified() -> ShellError {
    runtime_error(
        "System.InvalidOperationException",
        ErrorCategory::OperationStopped,
        "Collection was modified; enumeration operation may not execute.",
    )
    .exception("System.InvalidOperationException")
}

/// The error that throwing a value raises.
pub(super) fn thrown_error(thrown: Option<Value>) -> ShellError {
    // `throw $null` throws no more than a lone `throw`.
    let Some(value) = thrown.filter(|value| !value.is_null()) else {
        return runtime_error(
            "ScriptHalted",
            ErrorCategory::OperationStopped,
            "ScriptHalted",
        );
    };
    if let Some(error) = error_of_value(&value) {
        return error;
    }
    if let Some(exception) = value.downcast::<ExceptionValue>() {
        let mut error = exception.to_error();
        error.id = Rc::clone(&exception.message);
        error.exception_object = Some(value.clone());
        error.command = Some("".into());
        return error;
    }
    let text = convert::to_text(&value);
    let mut error = runtime_error("", ErrorCategory::OperationStopped, text.to_string());
    error.id = text;
    error.target = value.clone();
    error.thrown = Some(value);
    error
}
