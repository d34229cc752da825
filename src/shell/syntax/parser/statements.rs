//! Which statement stands here; and the small ones.

use super::super::ast::{
    AttributeBase, ErrorPart, ErrorStatement, Expression, Pipeline, Statement, StatementBlock,
    StatementKind, Trap,
};
use super::super::errors::ErrorId;
use super::super::lexer::Lexed;
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::super::words;
use super::Parser;

/// A statement, or a trap, which holds for its whole block.
pub(super) enum Item {
    Statement(Statement),
    Trap(Trap),
}

/// A statement for text that is not one.
pub(super) fn error_statement(span: Span, parts: Vec<ErrorPart>) -> Statement {
    Statement {
        span,
        kind: StatementKind::Error(Box::new(ErrorStatement {
            keyword: None,
            parts,
        })),
    }
}

pub(super) fn pipeline_statement(pipeline: Pipeline) -> Statement {
    Statement {
        span: pipeline.span,
        kind: StatementKind::Pipeline(pipeline),
    }
}

/// A label before a loop or switch.
pub(super) struct Label {
    pub span: Span,
    pub name: std::rc::Rc<str>,
}

impl Label {
    /// Where a statement with this label begins.
    pub(super) fn start(label: Option<&Label>, keyword: Span) -> Span {
        label.map_or(keyword, |label| label.span)
    }

    pub(super) fn name_of(label: Option<Label>) -> Option<std::rc::Rc<str>> {
        label.map(|label| label.name)
    }
}

impl Parser<'_, '_> {
    /// The next statement of a block. `None`: nothing here can begin one.
    pub(super) fn statement_or_trap(&mut self) -> Option<Item> {
        let entered = self.enter()?;
        let item = self.item();
        self.leave(entered);
        item
    }

    /// A statement where its output is wanted: on the right of an assignment, as a hashtable's value.
    pub(super) fn statement(&mut self) -> Option<Statement> {
        Some(match self.statement_or_trap()? {
            Item::Statement(statement) => statement,
            Item::Trap(trap) => {
                self.error(ErrorId::UnexpectedKeyword, trap.span, "trap");
                error_statement(trap.span, vec![ErrorPart::Block(trap.body)])
            }
        })
    }

    fn item(&mut self) -> Option<Item> {
        let mut token = self.next();
        if token.kind == TokenKind::Generic && self.text_of(&token).starts_with('[') {
            token = self.skip_attributes(token);
        }
        if token.kind == TokenKind::Trap {
            return Some(self.trap_statement(&token));
        }
        self.statement_of(token).map(Item::Statement)
    }

    /// Attributes before a statement: taken when a keyword follows them, else left for the expression they begin.
    fn skip_attributes(&mut self, token: Lexed) -> Lexed {
        let start = token.start;
        self.unget(token);
        let Some(keyword) = words::keyword(self.word_after_attributes()) else {
            return self.next();
        };
        self.resync_to(start);
        let attributes = self.attribute_list(false);
        let Some(first) = attributes.first() else {
            return self.next();
        };
        let first_span = first.span();
        let first_type = attributes
            .iter()
            .find(|base| matches!(base, AttributeBase::Type(_)));
        if keyword.has(TokenFlags::STATEMENT_DOESNT_SUPPORT_ATTRIBUTES) {
            if first_type.is_some() {
                self.resync_to(start);
            } else if let AttributeBase::Attribute(attribute) = first {
                self.error(
                    ErrorId::UnexpectedAttribute,
                    first_span,
                    &attribute.type_name.full_name,
                );
            }
        } else if let Some(AttributeBase::Type(constraint)) = first_type {
            self.error(
                ErrorId::TypeNotAllowedBeforeStatement,
                constraint.span,
                &constraint.type_name.full_name,
            );
        }
        let next = self.next();
        if matches!(next.kind, TokenKind::Class | TokenKind::Enum) {
            self.statement_attributes = attributes;
        }
        next
    }

    fn statement_of(&mut self, token: Lexed) -> Option<Statement> {
        Some(match token.kind {
            TokenKind::If => self.if_statement(&token),
            TokenKind::Switch => self.switch_statement(None, &token),
            TokenKind::Foreach => self.foreach_statement(None, &token),
            TokenKind::For => self.for_statement(None, &token),
            TokenKind::While => self.while_statement(None, &token),
            TokenKind::Do => self.do_statement(None, &token),
            TokenKind::Function | TokenKind::Filter | TokenKind::Workflow => {
                self.function_statement(&token)
            }
            TokenKind::Return | TokenKind::Throw | TokenKind::Exit => {
                self.output_flow_statement(&token)
            }
            TokenKind::Break | TokenKind::Continue => self.loop_flow_statement(&token),
            TokenKind::Try => self.try_statement(&token),
            TokenKind::Data => self.data_statement(&token),
            TokenKind::Parallel | TokenKind::Sequence => self.workflow_block(&token),
            TokenKind::Configuration => self.configuration_statement(&token),
            TokenKind::Class => self.class_statement(&token),
            TokenKind::Enum => self.enum_statement(&token),
            TokenKind::From | TokenKind::Define | TokenKind::Var => {
                self.error(
                    ErrorId::ReservedKeywordNotAllowed,
                    token.span,
                    token.kind.text(),
                );
                error_statement(token.span, Vec::new())
            }
            TokenKind::Using => {
                let (span, _) = self.using_statement(&token);
                self.error(ErrorId::UsingMustBeAtStartOfScript, span, "");
                error_statement(span, Vec::new())
            }
            TokenKind::Label => {
                self.skip_newlines();
                return self.labeled_statement(token);
            }
            TokenKind::EndOfInput => {
                self.unget(token);
                return None;
            }
            // After an error these words are most likely left over from the statement that broke.
            TokenKind::Else | TokenKind::ElseIf | TokenKind::Catch | TokenKind::Until
                if !self.report().errors.is_empty() =>
            {
                self.skip_newlines();
                return self.statement();
            }
            _ => {
                self.unget(token);
                return self.pipeline_chain();
            }
        })
    }

    fn labeled_statement(&mut self, label_token: Lexed) -> Option<Statement> {
        let token = self.next();
        let name = std::rc::Rc::from(self.text_of(&label_token).trim_start_matches(':'));
        let label = Some(Label {
            span: label_token.span,
            name,
        });
        Some(match token.kind {
            TokenKind::Switch => self.switch_statement(label, &token),
            TokenKind::Foreach => self.foreach_statement(label, &token),
            TokenKind::For => self.for_statement(label, &token),
            TokenKind::While => self.while_statement(label, &token),
            TokenKind::Do => self.do_statement(label, &token),
            _ => {
                // A command whose name begins with a colon.
                self.resync_to(label_token.start);
                return self.pipeline_chain();
            }
        })
    }

    /// `return`, `throw`, `exit` with what may follow them.
    fn output_flow_statement(&mut self, token: &Lexed) -> Statement {
        let value = self.pipeline_chain().map(Box::new);
        let span = value
            .as_ref()
            .map_or(token.span, |value| token.span.to(value.span));
        let kind = match token.kind {
            TokenKind::Return if self.report().in_method => StatementKind::MethodReturn(value),
            TokenKind::Return => StatementKind::Return(value),
            TokenKind::Throw => StatementKind::Throw(value),
            _ => StatementKind::Exit(value),
        };
        Statement { span, kind }
    }

    fn loop_flow_statement(&mut self, token: &Lexed) -> Statement {
        let label = self.label_or_key().map(Box::new);
        let span = label
            .as_ref()
            .map_or(token.span, |label| token.span.to(label.span));
        let kind = if token.kind == TokenKind::Break {
            StatementKind::Break(label)
        } else {
            StatementKind::Continue(label)
        };
        Statement { span, kind }
    }

    /// The label of `break` and `continue`, or the key of a hashtable entry.
    pub(super) fn label_or_key(&mut self) -> Option<Expression> {
        if let Some(name) = self.simple_name_expression() {
            return Some(name);
        }
        if matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Semi) {
            return None;
        }
        let no_comma = std::mem::replace(&mut self.no_comma_operator, true);
        let label = self.unary(false);
        self.no_comma_operator = no_comma;
        label
    }

    fn trap_statement(&mut self, trap: &Lexed) -> Item {
        let restore_point = self.lexer.restore_point();
        self.skip_newlines();
        let type_constraint = match self.attribute() {
            Some(AttributeBase::Type(constraint)) => Some(constraint),
            Some(AttributeBase::Attribute(_)) => {
                // It belongs to what comes next.
                self.resync_to(restore_point);
                None
            }
            None => None,
        };
        if let Some(body) = self.statement_block() {
            return Item::Trap(Trap {
                span: trap.span.to(body.span),
                type_constraint,
                body,
            });
        }
        let end = type_constraint
            .as_ref()
            .map_or(trap.span, |constraint| constraint.span);
        self.incomplete(ErrorId::MissingTrapStatement, end.after(), "");
        let parts =
            type_constraint.map(|constraint| ErrorPart::Attribute(AttributeBase::Type(constraint)));
        Item::Statement(error_statement(
            trap.span.to(end),
            parts.into_iter().collect(),
        ))
    }

    /// The parts of a broken statement that were read.
    pub(super) fn error_parts(
        statements: impl IntoIterator<Item = Option<Statement>>,
        body: Option<StatementBlock>,
    ) -> Vec<ErrorPart> {
        let statements = statements.into_iter().flatten().map(ErrorPart::Statement);
        statements.chain(body.map(ErrorPart::Block)).collect()
    }
}
