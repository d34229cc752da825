//! What is wrong although it can be read: found on the whole tree, in PowerShell's order (each node before its parts).

mod assignment;
mod constants;
mod exceptions;
mod methods;

use super::ast::{
    AssignmentOperator, Attribute, AttributeBase, Attributed, Catch, ClassMemberKind, Command,
    CommandElement, Convert, ErrorPart, Expression, ExpressionKind, FunctionDefinition, Hashtable,
    NamedBlock, ParamBlock, Parameter, Pipeline, PipelineElement, Redirection, RedirectionTarget,
    ScriptBlockAst, Statement, StatementBlock, StatementKind, StringPart, Trap, Try, TypeBody,
    TypeDefinition, UnaryOperator, VariableExpression,
};
use super::errors::ErrorId;
use super::report::Report;
use super::span::Span;

/// Checks a whole script.
pub(super) fn check(ast: &ScriptBlockAst, report: &mut Report) {
    Checker {
        report,
        flow: Vec::new(),
    }
    .script_block(ast);
}

/// What `break`, `continue` and `return` meet on their way out.
enum Flow<'a> {
    /// A block that is run on its own: control does not leave it this way.
    Body,
    /// A loop or switch with its label.
    Loop(Option<&'a str>),
    /// The block of a `finally`.
    Finally,
}

/// What a variable is part of; it matters for `@splatting`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parent {
    Command,
    /// A list that is an argument of a command.
    ArgumentList,
    Using,
    /// The left of an assignment.
    Target,
    Other,
}

struct Checker<'a, 'r> {
    report: &'r mut Report,
    flow: Vec<Flow<'a>>,
}

impl<'a> Checker<'a, '_> {
    fn error(&mut self, id: ErrorId, span: Span, argument: &str) {
        self.report.error(id, span, argument, false);
    }

    fn script_block(&mut self, block: &'a ScriptBlockAst) {
        self.flow.push(Flow::Body);
        for using in &block.usings {
            self.expression(&using.name, Parent::Other);
        }
        if let Some(param_block) = &block.param_block {
            self.param_block(param_block);
        }
        for named in [
            &block.dynamic_param,
            &block.begin,
            &block.process,
            &block.end,
            &block.clean,
        ]
        .into_iter()
        .flatten()
        {
            self.named_block(named);
        }
        self.flow.pop();
    }

    fn param_block(&mut self, block: &'a ParamBlock) {
        self.parameter_names(&block.parameters);
        for base in &block.attributes {
            self.attribute_base(base);
        }
        for parameter in &block.parameters {
            self.parameter(parameter);
        }
    }

    fn named_block(&mut self, block: &'a NamedBlock) {
        self.statements(&block.traps, &block.statements);
    }

    fn block(&mut self, block: &'a StatementBlock) {
        self.statements(&block.traps, &block.statements);
    }

    fn statements(&mut self, traps: &'a [Trap], statements: &'a [Statement]) {
        for trap in traps {
            self.flow.push(Flow::Body);
            self.block(&trap.body);
            self.flow.pop();
        }
        for statement in statements {
            self.statement(statement);
        }
    }

    fn parameter_names(&mut self, parameters: &[Parameter]) {
        let mut names = std::collections::HashSet::new();
        for parameter in parameters {
            if !names.insert(parameter.name.user_path().to_lowercase()) {
                self.error(
                    ErrorId::DuplicateFormalParameter,
                    parameter.name_span,
                    &parameter.name.name,
                );
            }
            let void = parameter.attributes.iter().find_map(|base| match base {
                AttributeBase::Type(constraint)
                    if is_type(&constraint.type_name.full_name, "void") =>
                {
                    Some(constraint)
                }
                _ => None,
            });
            if let Some(constraint) = void {
                self.error(ErrorId::VoidTypeConstraintNotAllowed, constraint.span, "");
            }
        }
    }

    fn parameter(&mut self, parameter: &'a Parameter) {
        for base in &parameter.attributes {
            if let AttributeBase::Type(constraint) = base
                && constraint
                    .type_name
                    .full_name
                    .eq_ignore_ascii_case("ordered")
            {
                self.error(
                    ErrorId::OrderedAttributeOnlyOnHashLiteralNode,
                    constraint.span,
                    "ordered",
                );
            }
        }
        for base in &parameter.attributes {
            self.attribute_base(base);
        }
        self.splatting(&parameter.name, parameter.name_span, Parent::Other);
        if let Some(default) = &parameter.default {
            self.expression(default, Parent::Other);
        }
    }

    fn attribute_base(&mut self, base: &'a AttributeBase) {
        if let AttributeBase::Attribute(attribute) = base {
            self.attribute(attribute);
        }
    }

    fn attribute(&mut self, attribute: &'a Attribute) {
        const ID: ErrorId = ErrorId::ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock;
        let mut names: Vec<&str> = Vec::new();
        for named in &attribute.named {
            if names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&named.name))
            {
                self.error(ErrorId::DuplicateNamedArgument, named.span, &named.name);
                continue;
            }
            names.push(&named.name);
            if !named.expression_omitted && !constants::is_attribute_argument(&named.argument) {
                self.error(ID, named.argument.span, "");
            }
        }
        for argument in &attribute.positional {
            if !constants::is_attribute_argument(argument) {
                self.error(ID, argument.span, "");
            }
        }
        for argument in &attribute.positional {
            self.expression(argument, Parent::Other);
        }
        for named in &attribute.named {
            self.expression(&named.argument, Parent::Other);
        }
    }

    fn optional(&mut self, statement: Option<&'a Statement>) {
        if let Some(statement) = statement {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::Pipeline(pipeline) => self.pipeline(pipeline),
            StatementKind::PipelineChain(chain) => {
                self.pipeline(&chain.first);
                for (_, pipeline) in &chain.rest {
                    self.pipeline(pipeline);
                }
            }
            StatementKind::Assignment(assignment) => {
                let simple = assignment.operator == AssignmentOperator::Equals;
                let bad = assignment::bad_targets(self, &assignment.left, simple);
                for span in bad {
                    self.error(ErrorId::InvalidLeftHandSide, span, "");
                }
                self.expression(&assignment.left, Parent::Target);
                self.statement(&assignment.right);
            }
            StatementKind::If(statement) => {
                for (condition, body) in &statement.clauses {
                    self.statement(condition);
                    self.block(body);
                }
                if let Some(block) = &statement.else_block {
                    self.block(block);
                }
            }
            StatementKind::Switch(statement) => {
                self.flow.push(Flow::Loop(statement.label.as_deref()));
                self.statement(&statement.condition);
                for (pattern, body) in &statement.clauses {
                    self.expression(pattern, Parent::Other);
                    self.block(body);
                }
                if let Some(block) = &statement.default {
                    self.block(block);
                }
                self.flow.pop();
            }
            StatementKind::ForEach(statement) => {
                self.flow.push(Flow::Loop(statement.label.as_deref()));
                self.expression(&statement.variable, Parent::Other);
                self.statement(&statement.values);
                self.block(&statement.body);
                self.flow.pop();
            }
            StatementKind::For(statement) => {
                self.flow.push(Flow::Loop(statement.label.as_deref()));
                self.optional(statement.initializer.as_ref());
                self.optional(statement.condition.as_ref());
                self.optional(statement.iterator.as_ref());
                self.block(&statement.body);
                self.flow.pop();
            }
            StatementKind::While(statement) => {
                self.flow.push(Flow::Loop(statement.label.as_deref()));
                self.statement(&statement.condition);
                self.block(&statement.body);
                self.flow.pop();
            }
            StatementKind::DoWhile(statement) | StatementKind::DoUntil(statement) => {
                self.flow.push(Flow::Loop(statement.label.as_deref()));
                self.statement(&statement.condition);
                self.block(&statement.body);
                self.flow.pop();
            }
            StatementKind::Try(statement) => self.try_statement(statement),
            StatementKind::Function(function) => self.function(function),
            StatementKind::Type(definition) => self.definition(definition),
            StatementKind::Data(section) => self.block(&section.body),
            StatementKind::MethodReturn(value) => {
                self.leaves_finally(statement.span, None);
                self.optional(value.as_deref());
            }
            StatementKind::Return(value) => {
                self.leaves_finally(statement.span, None);
                self.optional(value.as_deref());
            }
            StatementKind::Exit(value) | StatementKind::Throw(value) => {
                self.optional(value.as_deref())
            }
            StatementKind::Break(label) | StatementKind::Continue(label) => {
                let name = match label.as_deref().map(|label| &label.kind) {
                    None => Some(""),
                    Some(ExpressionKind::StringConstant(string)) => Some(&*string.value),
                    Some(_) => None,
                };
                self.leaves_finally(statement.span, name);
                if let Some(label) = label {
                    self.expression(label, Parent::Other);
                }
            }
            StatementKind::Error(error) => {
                for part in &error.parts {
                    match part {
                        ErrorPart::Expression(expression) => {
                            self.expression(expression, Parent::Other)
                        }
                        ErrorPart::Statement(statement) => self.statement(statement),
                        ErrorPart::Block(block) => self.block(block),
                        ErrorPart::Parameter(parameter) => self.parameter(parameter),
                        ErrorPart::Attribute(base) => self.attribute_base(base),
                    }
                }
            }
        }
    }

    /// Reports a jump out of a `finally` block. `label` is empty without one, `None` when it cannot be known.
    fn leaves_finally(&mut self, span: Span, label: Option<&str>) {
        for flow in self.flow.iter().rev() {
            match flow {
                Flow::Body => return,
                Flow::Loop(name) => {
                    let is_target = label.is_some_and(|label| {
                        label.is_empty() || label.eq_ignore_ascii_case(name.unwrap_or_default())
                    });
                    if is_target {
                        return;
                    }
                }
                Flow::Finally => {
                    self.error(ErrorId::ControlLeavingFinally, span, "");
                    return;
                }
            }
        }
    }

    fn try_statement(&mut self, statement: &'a Try) {
        self.catch_order(&statement.catches);
        self.block(&statement.body);
        for clause in &statement.catches {
            self.block(&clause.body);
        }
        if let Some(block) = &statement.finally {
            self.flow.push(Flow::Finally);
            self.block(block);
            self.flow.pop();
        }
    }

    fn catch_order(&mut self, catches: &[Catch]) {
        for (index, first) in catches.iter().enumerate() {
            for later in catches.iter().skip(index + 1) {
                if first.types.is_empty() {
                    let before = Span::at(later.span.start.saturating_sub(1));
                    self.error(ErrorId::EmptyCatchNotLast, before, "");
                    break;
                }
                for caught in &first.types {
                    for again in &later.types {
                        let (caught, name) =
                            (&caught.type_name.full_name, &again.type_name.full_name);
                        if exceptions::is_caught_by(name, caught) {
                            self.error(ErrorId::ExceptionTypeAlreadyCaught, again.span, name);
                        }
                    }
                }
            }
        }
    }

    /// What stands inside a class or an enumeration.
    fn definition(&mut self, definition: &'a TypeDefinition) {
        match &definition.body {
            TypeBody::Enum(members) => {
                for member in members {
                    if let Some(value) = &member.value {
                        self.expression(value, Parent::Other);
                    }
                }
            }
            TypeBody::Class(members) => {
                for member in members {
                    for base in &member.attributes {
                        self.attribute_base(base);
                    }
                    match &member.kind {
                        ClassMemberKind::Property(initial) => {
                            if let Some(value) = initial {
                                self.expression(value, Parent::Other);
                            }
                        }
                        ClassMemberKind::Method(function) => {
                            self.function(function);
                            if methods::returns_value(member) && !methods::can_leave(&function.body)
                            {
                                self.error(
                                    ErrorId::MethodHasCodePathNotReturn,
                                    function.name_span,
                                    "",
                                );
                            }
                        }
                        ClassMemberKind::Constructor(function, base) => {
                            self.function(function);
                            for argument in base.iter().flatten() {
                                self.expression(argument, Parent::Other);
                            }
                        }
                    }
                }
            }
        }
    }

    fn function(&mut self, function: &'a FunctionDefinition) {
        if let Some(parameters) = &function.parameters {
            match &function.body.param_block {
                Some(block) => self.error(ErrorId::OnlyOneParameterListAllowed, block.span, ""),
                None => self.parameter_names(parameters),
            }
        }
        for parameter in function.parameters.iter().flatten() {
            self.parameter(parameter);
        }
        self.script_block(&function.body);
    }

    fn pipeline(&mut self, pipeline: &'a Pipeline) {
        for element in &pipeline.elements {
            match element {
                PipelineElement::Command(command) => self.command(command),
                PipelineElement::Expression(expression) => {
                    self.expression(&expression.expression, Parent::Other);
                    self.redirections(&expression.redirections);
                }
            }
        }
    }

    fn command(&mut self, command: &'a Command) {
        for element in &command.elements {
            match element {
                CommandElement::Argument(argument) => self.expression(argument, Parent::Command),
                CommandElement::Parameter(parameter) => {
                    if let Some(argument) = &parameter.argument {
                        self.expression(argument, Parent::Other);
                    }
                }
            }
        }
        self.redirections(&command.redirections);
    }

    fn redirections(&mut self, redirections: &'a [Redirection]) {
        for redirection in redirections {
            if let RedirectionTarget::File { location, .. } = &redirection.target {
                self.expression(location, Parent::Other);
            }
        }
    }

    /// An expression with its parts. Chains can be long, so the parts wait on a stack of their own.
    fn expression(&mut self, expression: &'a Expression, parent: Parent) {
        if !has_parts(expression) {
            return;
        }
        let mut waiting = vec![(expression, parent)];
        while let Some((expression, parent)) = waiting.pop() {
            let mut parts = |list: &[&'a Expression], parent: Parent| {
                waiting.extend(list.iter().rev().map(|part| (*part, parent)));
            };
            match &expression.kind {
                ExpressionKind::Constant(_)
                | ExpressionKind::StringConstant(_)
                | ExpressionKind::Type(_) => {}
                ExpressionKind::Variable(variable) => {
                    self.splatting(variable, expression.span, parent)
                }
                ExpressionKind::Error(list) => {
                    waiting.extend(list.iter().rev().map(|part| (part, Parent::Other)))
                }
                ExpressionKind::ArrayLiteral(list) => {
                    let parent = if parent == Parent::Command {
                        Parent::ArgumentList
                    } else {
                        Parent::Other
                    };
                    waiting.extend(list.iter().rev().map(|part| (part, parent)));
                }
                ExpressionKind::ExpandableString(string) => {
                    let nested = string.parts.iter().rev().filter_map(|part| match part {
                        StringPart::Text(_) => None,
                        StringPart::Expression(expression) => Some((expression, Parent::Other)),
                    });
                    waiting.extend(nested);
                }
                ExpressionKind::Binary(binary) => {
                    parts(&[&binary.left, &binary.right], Parent::Other)
                }
                ExpressionKind::Ternary(ternary) => {
                    parts(
                        &[&ternary.condition, &ternary.if_true, &ternary.if_false],
                        Parent::Other,
                    );
                }
                ExpressionKind::Unary(unary) => {
                    parts(&[&unary.operand], Parent::Other);
                    self.step_operator(unary.operator, &unary.operand);
                }
                ExpressionKind::Convert(convert) => {
                    let is_target = parent == Parent::Target;
                    let parent = if is_target {
                        Parent::Target
                    } else {
                        Parent::Other
                    };
                    parts(&[&convert.operand], parent);
                    self.convert(convert, expression.span, is_target);
                }
                ExpressionKind::Attributed(attributed) => {
                    parts(&[&attributed.operand], Parent::Other);
                    self.attributed(attributed);
                    self.attribute(&attributed.attribute);
                }
                ExpressionKind::Member(member) => {
                    parts(&[&member.target, &member.member], Parent::Other)
                }
                ExpressionKind::Index(index) => {
                    parts(&[&index.target, &index.index], Parent::Other)
                }
                ExpressionKind::InvokeMember(invoke) => {
                    waiting.extend(
                        invoke
                            .arguments
                            .iter()
                            .rev()
                            .map(|part| (part, Parent::Other)),
                    );
                    waiting.push((&invoke.member, Parent::Other));
                    waiting.push((&invoke.target, Parent::Other));
                }
                ExpressionKind::ArrayExpression(block) | ExpressionKind::SubExpression(block) => {
                    self.block(block)
                }
                ExpressionKind::Paren(statement) => self.statement(statement),
                ExpressionKind::Hashtable(hashtable) => self.hashtable(hashtable),
                ExpressionKind::ScriptBlock(block) => self.script_block(block),
                ExpressionKind::Using(inner) => {
                    parts(&[inner], Parent::Using);
                    if let Some(bad) = constants::bad_using_part(inner) {
                        self.error(ErrorId::InvalidUsingExpression, bad, "");
                    }
                }
            }
        }
    }

    fn splatting(&mut self, variable: &VariableExpression, span: Span, parent: Parent) {
        if !variable.splatted {
            return;
        }
        let id = match parent {
            Parent::Command | Parent::Using => return,
            Parent::ArgumentList => ErrorId::SplattingNotPermittedInArgumentList,
            Parent::Target | Parent::Other => ErrorId::SplattingNotPermitted,
        };
        self.error(id, span, &variable.name);
    }

    fn step_operator(&mut self, operator: UnaryOperator, operand: &Expression) {
        let text = match operator {
            UnaryOperator::PlusPlus | UnaryOperator::PostfixPlusPlus => "++",
            UnaryOperator::MinusMinus | UnaryOperator::PostfixMinusMinus => "--",
            _ => return,
        };
        for span in assignment::bad_targets(self, operand, false) {
            self.error(ErrorId::OperatorRequiresVariableOrProperty, span, text);
        }
    }

    fn convert(&mut self, convert: &Convert, span: Span, is_target: bool) {
        let name = &convert.constraint.type_name.full_name;
        if name.eq_ignore_ascii_case("ordered") {
            if !matches!(convert.operand.kind, ExpressionKind::Hashtable(_)) {
                self.error(ErrorId::OrderedAttributeOnlyOnHashLiteralNode, span, name);
            }
            return;
        }
        let is_reference =
            |convert: &Convert| is_type(&convert.constraint.type_name.full_name, "ref");
        let mut inner_references = Vec::new();
        let mut operand = &convert.operand;
        loop {
            operand = match &operand.kind {
                ExpressionKind::Convert(inner) => {
                    if is_reference(inner) {
                        inner_references.push(inner.constraint.span);
                    }
                    &inner.operand
                }
                ExpressionKind::Attributed(inner) => &inner.operand,
                _ => break,
            };
        }
        if is_reference(convert) {
            for span in inner_references {
                self.error(ErrorId::ReferenceNeedsToBeByItselfInTypeSequence, span, "");
            }
        } else if let ([span], false) = (inner_references.as_slice(), is_target) {
            self.error(
                ErrorId::ReferenceNeedsToBeLastTypeInTypeConversion,
                *span,
                "",
            );
        }
    }

    /// An attribute may stand before a variable only.
    fn attributed(&mut self, attributed: &Attributed) {
        let mut operand = &attributed.operand;
        loop {
            operand = match &operand.kind {
                ExpressionKind::Variable(_) => return,
                ExpressionKind::Convert(inner) => &inner.operand,
                ExpressionKind::Attributed(inner) => &inner.operand,
                _ => break,
            };
        }
        let attribute = &attributed.attribute;
        self.error(
            ErrorId::UnexpectedAttribute,
            attribute.span,
            &attribute.type_name.full_name,
        );
    }

    fn hashtable(&mut self, hashtable: &'a Hashtable) {
        let mut keys = std::collections::HashSet::new();
        for (key, _) in &hashtable.pairs {
            let text = match &key.kind {
                ExpressionKind::StringConstant(string) => string.value.to_lowercase(),
                ExpressionKind::Constant(constant) => constant.to_string(),
                _ => continue,
            };
            if keys.contains(&text) {
                self.error(ErrorId::DuplicateKeyInHashLiteral, key.span, &text);
            }
            keys.insert(text);
        }
        for (key, value) in &hashtable.pairs {
            self.expression(key, Parent::Other);
            self.statement(value);
        }
    }
}

/// Whether there is anything to check in an expression: most are plain names and values.
fn has_parts(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Constant(_)
        | ExpressionKind::StringConstant(_)
        | ExpressionKind::Type(_) => false,
        ExpressionKind::Variable(variable) => variable.splatted,
        _ => true,
    }
}

/// Whether a type's name as written means one of the few types that the checks know by their short names.
fn is_type(written: &str, short: &str) -> bool {
    let full = match short {
        "void" => "System.Void",
        "ref" => "System.Management.Automation.PSReference",
        "string" => "System.String",
        "object" => "System.Object",
        "object[]" => "System.Object[]",
        _ => short,
    };
    let without_namespace = full.strip_prefix("System.").unwrap_or(full);
    [short, full, without_namespace]
        .iter()
        .any(|name| written.eq_ignore_ascii_case(name))
}
