//! The tree as a flat list of its nodes, under PowerShell's names: for looking at a tree and for comparing trees.

use super::ast::{
    AssignmentOperator, Attribute, AttributeBase, BinaryOperator, Catch, ChainOperator,
    ClassMember, ClassMemberKind, Command, CommandElement, CommandExpression, ErrorPart,
    ErrorStatement, Expression, ExpressionKind, FunctionDefinition, InvocationOperator, NamedBlock,
    ParamBlock, Parameter, Pipeline, PipelineChain, PipelineElement, Redirection,
    RedirectionTarget, ScriptBlockAst, Statement, StatementBlock, StatementKind, StringKind,
    StringPart, Trap, TypeBody, TypeConstraint, TypeDefinition, VariableExpression,
};
use super::span::Span;

/// One node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineRow {
    /// How many nodes are above it.
    pub depth: usize,
    /// PowerShell's name of the node's class.
    pub node: &'static str,
    /// Where it stands.
    pub span: Span,
    /// The operator, name, value or kind that it carries.
    pub text: String,
}

/// All nodes of a tree, each before its children.
#[must_use]
pub fn outline(ast: &ScriptBlockAst) -> Vec<OutlineRow> {
    let mut walk = Outline {
        rows: Vec::new(),
        depth: 0,
    };
    walk.script_block(ast);
    walk.rows
}

struct Outline {
    rows: Vec<OutlineRow>,
    depth: usize,
}

impl Outline {
    fn leaf(&mut self, node: &'static str, span: Span, text: impl Into<String>) {
        self.rows.push(OutlineRow {
            depth: self.depth,
            node,
            span,
            text: text.into(),
        });
    }

    fn node(
        &mut self,
        node: &'static str,
        span: Span,
        text: impl Into<String>,
        children: impl FnOnce(&mut Self),
    ) {
        self.leaf(node, span, text);
        self.depth += 1;
        children(self);
        self.depth -= 1;
    }

    fn script_block(&mut self, block: &ScriptBlockAst) {
        self.node("ScriptBlockAst", block.span, "", |walk| {
            for using in &block.usings {
                walk.node(
                    "UsingStatementAst",
                    using.span,
                    format!("{:?}", using.kind),
                    |walk| {
                        walk.expression(&using.name);
                    },
                );
            }
            if let Some(param_block) = &block.param_block {
                walk.param_block(param_block);
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
                walk.named_block(named);
            }
        });
    }

    fn param_block(&mut self, block: &ParamBlock) {
        self.node("ParamBlockAst", block.span, "", |walk| {
            block
                .attributes
                .iter()
                .for_each(|base| walk.attribute_base(base));
            block
                .parameters
                .iter()
                .for_each(|parameter| walk.parameter(parameter));
        });
    }

    fn named_block(&mut self, block: &NamedBlock) {
        self.node("NamedBlockAst", block.span, "", |walk| {
            walk.statements(&block.traps, &block.statements)
        });
    }

    fn block(&mut self, block: &StatementBlock) {
        self.node("StatementBlockAst", block.span, "", |walk| {
            walk.statements(&block.traps, &block.statements)
        });
    }

    fn statements(&mut self, traps: &[Trap], statements: &[Statement]) {
        for trap in traps {
            self.node("TrapStatementAst", trap.span, "", |walk| {
                if let Some(constraint) = &trap.type_constraint {
                    walk.type_constraint(constraint);
                }
                walk.block(&trap.body);
            });
        }
        statements
            .iter()
            .for_each(|statement| self.statement(statement));
    }

    fn parameter(&mut self, parameter: &Parameter) {
        self.node("ParameterAst", parameter.span, "", |walk| {
            parameter
                .attributes
                .iter()
                .for_each(|base| walk.attribute_base(base));
            walk.variable(&parameter.name, parameter.name_span);
            parameter
                .default
                .iter()
                .for_each(|default| walk.expression(default));
        });
    }

    fn attribute_base(&mut self, base: &AttributeBase) {
        match base {
            AttributeBase::Type(constraint) => self.type_constraint(constraint),
            AttributeBase::Attribute(attribute) => self.attribute(attribute),
        }
    }

    fn type_constraint(&mut self, constraint: &TypeConstraint) {
        self.leaf(
            "TypeConstraintAst",
            constraint.span,
            &*constraint.type_name.full_name,
        );
    }

    fn attribute(&mut self, attribute: &Attribute) {
        self.node(
            "AttributeAst",
            attribute.span,
            &*attribute.type_name.full_name,
            |walk| {
                attribute
                    .positional
                    .iter()
                    .for_each(|argument| walk.expression(argument));
                for named in &attribute.named {
                    walk.node(
                        "NamedAttributeArgumentAst",
                        named.span,
                        &*named.name,
                        |walk| {
                            walk.expression(&named.argument);
                        },
                    );
                }
            },
        );
    }

    fn optional(&mut self, statement: Option<&Statement>) {
        if let Some(statement) = statement {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let span = statement.span;
        match &statement.kind {
            StatementKind::Pipeline(pipeline) => self.pipeline(pipeline),
            StatementKind::PipelineChain(chain) => self.chain(chain, chain.rest.len()),
            StatementKind::Assignment(assignment) => {
                self.node(
                    "AssignmentStatementAst",
                    span,
                    assignment_name(assignment.operator),
                    |walk| {
                        walk.expression(&assignment.left);
                        walk.statement(&assignment.right);
                    },
                );
            }
            StatementKind::If(statement) => self.node("IfStatementAst", span, "", |walk| {
                for (condition, body) in &statement.clauses {
                    walk.statement(condition);
                    walk.block(body);
                }
                statement
                    .else_block
                    .iter()
                    .for_each(|block| walk.block(block));
            }),
            StatementKind::Switch(statement) => self.node("SwitchStatementAst", span, "", |walk| {
                walk.statement(&statement.condition);
                for (pattern, body) in &statement.clauses {
                    walk.expression(pattern);
                    walk.block(body);
                }
                statement.default.iter().for_each(|block| walk.block(block));
            }),
            StatementKind::ForEach(statement) => {
                self.node("ForEachStatementAst", span, "", |walk| {
                    walk.expression(&statement.variable);
                    walk.statement(&statement.values);
                    walk.block(&statement.body);
                })
            }
            StatementKind::For(statement) => self.node("ForStatementAst", span, "", |walk| {
                walk.optional(statement.initializer.as_ref());
                walk.optional(statement.condition.as_ref());
                walk.optional(statement.iterator.as_ref());
                walk.block(&statement.body);
            }),
            StatementKind::While(statement) => self.node("WhileStatementAst", span, "", |walk| {
                walk.statement(&statement.condition);
                walk.block(&statement.body);
            }),
            StatementKind::DoWhile(statement) => {
                self.node("DoWhileStatementAst", span, "", |walk| {
                    walk.statement(&statement.condition);
                    walk.block(&statement.body);
                })
            }
            StatementKind::DoUntil(statement) => {
                self.node("DoUntilStatementAst", span, "", |walk| {
                    walk.statement(&statement.condition);
                    walk.block(&statement.body);
                })
            }
            StatementKind::Try(statement) => self.node("TryStatementAst", span, "", |walk| {
                walk.block(&statement.body);
                statement
                    .catches
                    .iter()
                    .for_each(|clause| walk.catch(clause));
                statement.finally.iter().for_each(|block| walk.block(block));
            }),
            StatementKind::Function(function) => self.function(function),
            StatementKind::Type(definition) => self.definition(span, definition),
            StatementKind::Data(section) => {
                self.node("DataStatementAst", span, "", |walk| {
                    walk.block(&section.body)
                });
            }
            StatementKind::Return(value) | StatementKind::MethodReturn(value) => {
                self.flow("ReturnStatementAst", span, value.as_deref())
            }
            StatementKind::Exit(value) => self.flow("ExitStatementAst", span, value.as_deref()),
            StatementKind::Throw(value) => self.flow("ThrowStatementAst", span, value.as_deref()),
            StatementKind::Break(label) => self.label("BreakStatementAst", span, label.as_deref()),
            StatementKind::Continue(label) => {
                self.label("ContinueStatementAst", span, label.as_deref())
            }
            StatementKind::Error(error) => self.error(span, error),
        }
    }

    fn flow(&mut self, node: &'static str, span: Span, value: Option<&Statement>) {
        self.node(node, span, "", |walk| walk.optional(value));
    }

    fn label(&mut self, node: &'static str, span: Span, label: Option<&Expression>) {
        self.node(node, span, "", |walk| {
            label.into_iter().for_each(|label| walk.expression(label))
        });
    }

    fn error(&mut self, span: Span, error: &ErrorStatement) {
        self.node(
            "ErrorStatementAst",
            span,
            error.keyword.unwrap_or(""),
            |walk| {
                for part in &error.parts {
                    match part {
                        ErrorPart::Expression(expression) => walk.expression(expression),
                        ErrorPart::Statement(statement) => walk.statement(statement),
                        ErrorPart::Block(block) => walk.block(block),
                        ErrorPart::Parameter(parameter) => walk.parameter(parameter),
                        ErrorPart::Attribute(base) => walk.attribute_base(base),
                    }
                }
            },
        );
    }

    fn catch(&mut self, clause: &Catch) {
        self.node("CatchClauseAst", clause.span, "", |walk| {
            clause
                .types
                .iter()
                .for_each(|constraint| walk.type_constraint(constraint));
            walk.block(&clause.body);
        });
    }

    fn definition(&mut self, span: Span, definition: &TypeDefinition) {
        self.node(
            "TypeDefinitionAst",
            span,
            &*definition.name,
            |walk| match &definition.body {
                TypeBody::Enum(members) => {
                    for member in members {
                        walk.node("PropertyMemberAst", member.span, &*member.name, |walk| {
                            member.value.iter().for_each(|value| walk.expression(value));
                        });
                    }
                }
                TypeBody::Class(members) => {
                    for member in members {
                        walk.class_member(member);
                    }
                }
            },
        );
    }

    fn class_member(&mut self, member: &ClassMember) {
        match &member.kind {
            ClassMemberKind::Property(initial) => {
                self.node("PropertyMemberAst", member.span, &*member.name, |walk| {
                    initial.iter().for_each(|value| walk.expression(value));
                });
            }
            ClassMemberKind::Method(function) | ClassMemberKind::Constructor(function, _) => {
                self.node("FunctionMemberAst", member.span, &*member.name, |walk| {
                    walk.function(function);
                });
            }
        }
    }

    fn function(&mut self, function: &FunctionDefinition) {
        self.node(
            "FunctionDefinitionAst",
            function.span,
            &*function.name,
            |walk| {
                function
                    .parameters
                    .iter()
                    .flatten()
                    .for_each(|parameter| walk.parameter(parameter));
                walk.script_block(&function.body);
            },
        );
    }

    /// The first `count` links of a chain; PowerShell nests them to the left.
    fn chain(&mut self, chain: &PipelineChain, count: usize) {
        let Some((operator, last)) = count.checked_sub(1).and_then(|index| chain.rest.get(index))
        else {
            self.pipeline(&chain.first);
            return;
        };
        let name = match operator {
            ChainOperator::And => "AndAnd",
            ChainOperator::Or => "OrOr",
        };
        self.node(
            "PipelineChainAst",
            chain.first.span.to(last.span),
            name,
            |walk| {
                walk.chain(chain, count - 1);
                walk.pipeline(last);
            },
        );
    }

    fn pipeline(&mut self, pipeline: &Pipeline) {
        self.node("PipelineAst", pipeline.span, "", |walk| {
            for element in &pipeline.elements {
                match element {
                    PipelineElement::Command(command) => walk.command(command),
                    PipelineElement::Expression(expression) => walk.command_expression(expression),
                }
            }
        });
    }

    fn command(&mut self, command: &Command) {
        let operator = match command.invocation {
            InvocationOperator::None => "Unknown",
            InvocationOperator::Dot => "Dot",
            InvocationOperator::Ampersand => "Ampersand",
        };
        self.node("CommandAst", command.span, operator, |walk| {
            for element in &command.elements {
                match element {
                    CommandElement::Argument(expression) => walk.expression(expression),
                    CommandElement::Parameter(parameter) => {
                        let text = format!("-{}", parameter.name);
                        walk.node("CommandParameterAst", parameter.span, text, |walk| {
                            parameter
                                .argument
                                .iter()
                                .for_each(|argument| walk.expression(argument));
                        });
                    }
                }
            }
            walk.redirections(&command.redirections);
        });
    }

    fn command_expression(&mut self, expression: &CommandExpression) {
        self.node("CommandExpressionAst", expression.span, "", |walk| {
            walk.expression(&expression.expression);
            walk.redirections(&expression.redirections);
        });
    }

    fn redirections(&mut self, redirections: &[Redirection]) {
        for redirection in redirections {
            match &redirection.target {
                RedirectionTarget::Stream(_) => {
                    self.leaf("MergingRedirectionAst", redirection.span, "")
                }
                RedirectionTarget::File { location, .. } => {
                    self.node("FileRedirectionAst", redirection.span, "", |walk| {
                        walk.expression(location)
                    });
                }
            }
        }
    }

    fn variable(&mut self, variable: &VariableExpression, span: Span) {
        let splatted = if variable.splatted { " splatted" } else { "" };
        self.leaf(
            "VariableExpressionAst",
            span,
            format!("{}{splatted}", variable.user_path()),
        );
    }

    fn expressions<'e>(
        &mut self,
        node: &'static str,
        span: Span,
        text: impl Into<String>,
        children: impl IntoIterator<Item = &'e Expression>,
    ) {
        self.node(node, span, text, |walk| {
            children
                .into_iter()
                .for_each(|child| walk.expression(child))
        });
    }

    fn expression(&mut self, expression: &Expression) {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Error(parts) => self.node("ErrorExpressionAst", span, "", |walk| {
                for part in parts {
                    match &part.kind {
                        // An operator that was not typed to its end was read as a parameter.
                        ExpressionKind::StringConstant(string)
                            if string.kind == StringKind::BareWord
                                && string.value.starts_with('-') =>
                        {
                            walk.leaf("CommandParameterAst", part.span, &*string.value);
                        }
                        _ => walk.expression(part),
                    }
                }
            }),
            ExpressionKind::Constant(constant) => {
                self.leaf("ConstantExpressionAst", span, constant.to_string());
            }
            ExpressionKind::StringConstant(string) => {
                let text = format!("{}:{}", string_kind(string.kind), string.value);
                self.leaf("StringConstantExpressionAst", span, text);
            }
            ExpressionKind::ExpandableString(string) => {
                let nested = string.parts.iter().filter_map(|part| match part {
                    StringPart::Text(_) => None,
                    StringPart::Expression(expression) => Some(expression),
                });
                self.expressions(
                    "ExpandableStringExpressionAst",
                    span,
                    string_kind(string.kind),
                    nested,
                );
            }
            ExpressionKind::Variable(variable) => self.variable(variable, span),
            ExpressionKind::Binary(binary) => {
                let text = binary_name(binary.operator);
                self.expressions(
                    "BinaryExpressionAst",
                    span,
                    text,
                    [&binary.left, &binary.right],
                );
            }
            ExpressionKind::Unary(unary) => {
                self.expressions(
                    "UnaryExpressionAst",
                    span,
                    format!("{:?}", unary.operator),
                    [&unary.operand],
                );
            }
            ExpressionKind::Ternary(ternary) => {
                let parts = [&ternary.condition, &ternary.if_true, &ternary.if_false];
                self.expressions("TernaryExpressionAst", span, "", parts);
            }
            ExpressionKind::Convert(convert) => {
                self.node("ConvertExpressionAst", span, "", |walk| {
                    walk.type_constraint(&convert.constraint);
                    walk.expression(&convert.operand);
                })
            }
            ExpressionKind::Attributed(attributed) => {
                self.node("AttributedExpressionAst", span, "", |walk| {
                    walk.attribute(&attributed.attribute);
                    walk.expression(&attributed.operand);
                })
            }
            ExpressionKind::Type(name) => self.leaf("TypeExpressionAst", span, &*name.full_name),
            ExpressionKind::Member(member) => {
                self.expressions(
                    "MemberExpressionAst",
                    span,
                    "",
                    [&member.target, &member.member],
                );
            }
            ExpressionKind::InvokeMember(invoke) => {
                let parts = [&invoke.target, &invoke.member]
                    .into_iter()
                    .chain(&invoke.arguments);
                self.expressions("InvokeMemberExpressionAst", span, "", parts);
            }
            ExpressionKind::Index(index) => {
                self.expressions(
                    "IndexExpressionAst",
                    span,
                    "",
                    [&index.target, &index.index],
                );
            }
            ExpressionKind::ArrayLiteral(elements) => {
                self.expressions("ArrayLiteralAst", span, "", elements)
            }
            ExpressionKind::ArrayExpression(block) => {
                self.node("ArrayExpressionAst", span, "", |walk| walk.block(block));
            }
            ExpressionKind::SubExpression(block) => {
                self.node("SubExpressionAst", span, "", |walk| walk.block(block));
            }
            ExpressionKind::Paren(inner) => {
                self.node("ParenExpressionAst", span, "", |walk| walk.statement(inner))
            }
            ExpressionKind::Hashtable(hashtable) => self.node("HashtableAst", span, "", |walk| {
                for (key, value) in &hashtable.pairs {
                    walk.expression(key);
                    walk.statement(value);
                }
            }),
            ExpressionKind::ScriptBlock(block) => {
                self.node("ScriptBlockExpressionAst", span, "", |walk| {
                    walk.script_block(block)
                });
            }
            ExpressionKind::Using(inner) => {
                self.expressions("UsingExpressionAst", span, "", [&**inner])
            }
        }
    }
}

fn assignment_name(operator: AssignmentOperator) -> String {
    format!("{operator:?}")
}

fn binary_name(operator: BinaryOperator) -> String {
    format!("{operator:?}")
}

fn string_kind(kind: StringKind) -> &'static str {
    match kind {
        StringKind::BareWord => "BareWord",
        StringKind::SingleQuoted => "SingleQuoted",
        StringKind::DoubleQuoted => "DoubleQuoted",
        StringKind::SingleQuotedHereString => "SingleQuotedHereString",
        StringKind::DoubleQuotedHereString => "DoubleQuotedHereString",
    }
}
