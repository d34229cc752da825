//! `foreach`, `for`, `while`, `do`.

use super::super::ast::{
    DoLoop, ErrorPart, Expression, ExpressionKind, For, ForEach, Statement, StatementKind, While,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, TokenValue};
use super::super::span::Span;
use super::super::token::TokenKind;
use super::Parser;
use super::commands::ArgumentContext;
use super::statements::{Label, error_statement};

impl Parser<'_, '_> {
    /// The parenthesis after a loop's keyword.
    fn loop_parenthesis(&mut self, keyword: &Lexed) -> Option<Span> {
        self.skip_newlines();
        match self.accept(TokenKind::LParen) {
            Some(token) => Some(token.span),
            None => {
                let text = keyword.kind.text();
                self.incomplete(
                    ErrorId::MissingOpenParenthesisAfterKeyword,
                    keyword.span.after(),
                    text,
                );
                None
            }
        }
    }

    pub(super) fn foreach_statement(&mut self, label: Option<Label>, keyword: &Lexed) -> Statement {
        let start = Label::start(label.as_ref(), keyword.span);
        self.skip_newlines();
        let reserved = self.foreach_parameters();
        let Some(l_paren) = self.loop_parenthesis(keyword) else {
            return error_statement(start.to(keyword.span), Vec::new());
        };
        self.skip_newlines();
        if !matches!(
            self.peek_kind(),
            TokenKind::Variable | TokenKind::SplattedVariable
        ) {
            self.incomplete(
                ErrorId::MissingVariableNameAfterForeach,
                l_paren.after(),
                "",
            );
            return error_statement(start.to(l_paren), Vec::new());
        }
        let token = self.next();
        let variable_span = token.span;
        let variable = self.variable_of(token);
        let variable = Expression {
            span: variable_span,
            kind: ExpressionKind::Variable(variable),
        };
        self.skip_newlines();
        let Some(in_token) = self.accept(TokenKind::In) else {
            self.incomplete(ErrorId::MissingInInForeach, variable_span.after(), "");
            return error_statement(
                start.to(variable_span),
                vec![ErrorPart::Expression(variable)],
            );
        };
        self.skip_newlines();
        let Some(values) = self.pipeline_chain() else {
            self.incomplete(ErrorId::MissingForeachExpression, in_token.span.after(), "");
            return error_statement(
                start.to(in_token.span),
                vec![ErrorPart::Expression(variable)],
            );
        };
        self.skip_newlines();
        let parts = |variable, values| {
            vec![
                ErrorPart::Expression(variable),
                ErrorPart::Statement(values),
            ]
        };
        let Some(r_paren) = self.accept(TokenKind::RParen) else {
            let end = values.span;
            self.incomplete(ErrorId::MissingEndParenthesisAfterForeach, end.after(), "");
            return error_statement(start.to(end), parts(variable, values));
        };
        let Some(body) = self.statement_block() else {
            self.incomplete(ErrorId::MissingForeachStatement, r_paren.span.after(), "");
            return error_statement(start.to(r_paren.span), parts(variable, values));
        };
        let span = start.to(body.span);
        if let Some(parameter) = reserved {
            self.error(
                ErrorId::KeywordParameterReservedForFutureUse,
                span,
                parameter,
            );
            if parameter == "throttlelimit" {
                self.error(ErrorId::ThrottleLimitRequiresParallelFlag, span, "");
            }
        }
        let label = Label::name_of(label);
        Statement {
            span,
            kind: StatementKind::ForEach(Box::new(ForEach {
                label,
                variable,
                values,
                body,
            })),
        }
    }

    /// Parameters of `foreach`: none of them does anything. Gives the name of one that is reserved.
    fn foreach_parameters(&mut self) -> Option<&'static str> {
        let mut reserved = None;
        while let Some(token) = self.accept(TokenKind::Parameter) {
            let TokenValue::Parameter { name, .. } = &token.value else {
                break;
            };
            if abbreviates(name, "parallel") {
                reserved = Some("parallel");
            } else if abbreviates(name, "throttlelimit") {
                reserved = reserved.or(Some("throttlelimit"));
                self.skip_newlines();
                if self
                    .single_argument(ArgumentContext::CommandArgument)
                    .is_none()
                {
                    self.incomplete(ErrorId::MissingThrottleLimit, token.span.after(), "");
                }
            } else {
                self.error(ErrorId::InvalidForeachFlag, token.span, name);
            }
            self.skip_newlines();
        }
        reserved
    }

    pub(super) fn for_statement(&mut self, label: Option<Label>, keyword: &Lexed) -> Statement {
        let start = Label::start(label.as_ref(), keyword.span);
        let Some(l_paren) = self.loop_parenthesis(keyword) else {
            return error_statement(start.to(keyword.span), Vec::new());
        };
        let mut end = None;
        self.skip_newlines();
        let initializer = self.for_part(&mut end);
        let condition = self.for_part(&mut end);
        let iterator = self.pipeline_chain();
        if let Some(iterator) = &iterator {
            end = Some(iterator.span);
        }
        self.skip_newlines();
        let Some(r_paren) = self.accept(TokenKind::RParen) else {
            let end = end.unwrap_or(l_paren);
            self.incomplete(
                ErrorId::MissingEndParenthesisAfterStatement,
                end.after(),
                "for",
            );
            let parts = Self::error_parts([initializer, condition, iterator], None);
            return error_statement(start.to(end), parts);
        };
        let Some(body) = self.statement_block() else {
            self.incomplete(ErrorId::MissingLoopStatement, r_paren.span.after(), "for");
            let parts = Self::error_parts([initializer, condition, iterator], None);
            return error_statement(start.to(r_paren.span), parts);
        };
        let span = start.to(body.span);
        let label = Label::name_of(label);
        Statement {
            span,
            kind: StatementKind::For(Box::new(For {
                label,
                initializer,
                condition,
                iterator,
                body,
            })),
        }
    }

    /// Initializer or condition of `for` with its semicolon.
    fn for_part(&mut self, end: &mut Option<Span>) -> Option<Statement> {
        let part = self.pipeline_chain();
        if let Some(part) = &part {
            *end = Some(part.span);
        }
        if let Some(semicolon) = self.accept(TokenKind::Semi) {
            *end = Some(semicolon.span);
        }
        self.skip_newlines();
        part
    }

    pub(super) fn while_statement(&mut self, label: Option<Label>, keyword: &Lexed) -> Statement {
        let start = Label::start(label.as_ref(), keyword.span);
        let Some(l_paren) = self.loop_parenthesis(keyword) else {
            return error_statement(start.to(keyword.span), Vec::new());
        };
        self.skip_newlines();
        let condition = self.pipeline_chain();
        let condition_span = condition.as_ref().map(|condition| condition.span);
        if condition.is_none() {
            self.incomplete(
                ErrorId::MissingExpressionAfterKeyword,
                l_paren.after(),
                "while",
            );
        }
        self.skip_newlines();
        let Some(r_paren) = self.accept(TokenKind::RParen) else {
            if let Some(span) = condition_span {
                self.incomplete(
                    ErrorId::MissingEndParenthesisAfterStatement,
                    span.after(),
                    "while",
                );
            }
            let end = condition_span.unwrap_or(l_paren.after());
            return error_statement(start.to(end), Self::error_parts([condition], None));
        };
        let Some(body) = self.statement_block() else {
            self.incomplete(ErrorId::MissingLoopStatement, r_paren.span.after(), "while");
            return error_statement(start.to(r_paren.span), Self::error_parts([condition], None));
        };
        let span = start.to(body.span);
        let condition = condition.unwrap_or_else(|| error_statement(l_paren.after(), Vec::new()));
        let label = Label::name_of(label);
        Statement {
            span,
            kind: StatementKind::While(Box::new(While {
                label,
                condition,
                body,
            })),
        }
    }

    pub(super) fn do_statement(&mut self, label: Option<Label>, keyword: &Lexed) -> Statement {
        let start = Label::start(label.as_ref(), keyword.span);
        let Some(body) = self.statement_block() else {
            self.incomplete(ErrorId::MissingLoopStatement, keyword.span.after(), "do");
            return error_statement(start.to(keyword.span), Vec::new());
        };
        self.skip_newlines();
        if !matches!(self.peek_kind(), TokenKind::While | TokenKind::Until) {
            let end = body.span;
            self.incomplete(ErrorId::MissingWhileOrUntilInDoWhile, end.after(), "");
            return error_statement(start.to(end), vec![ErrorPart::Block(body)]);
        }
        let condition_keyword = self.next();
        let text = condition_keyword.kind.text();
        let Some(l_paren) = self.loop_parenthesis(&condition_keyword) else {
            return error_statement(
                start.to(condition_keyword.span),
                vec![ErrorPart::Block(body)],
            );
        };
        self.skip_newlines();
        let condition = self.pipeline_chain();
        if condition.is_none() {
            self.incomplete(
                ErrorId::MissingExpressionAfterKeyword,
                l_paren.after(),
                text,
            );
        }
        self.skip_newlines();
        let r_paren = self.accept(TokenKind::RParen);
        match (condition, r_paren) {
            (Some(condition), Some(r_paren)) => {
                let label = Label::name_of(label);
                let statement = Box::new(DoLoop {
                    label,
                    body,
                    condition,
                });
                let kind = if condition_keyword.kind == TokenKind::Until {
                    StatementKind::DoUntil(statement)
                } else {
                    StatementKind::DoWhile(statement)
                };
                Statement {
                    span: start.to(r_paren.span),
                    kind,
                }
            }
            (Some(condition), None) => {
                let end = condition.span;
                self.incomplete(
                    ErrorId::MissingEndParenthesisAfterStatement,
                    end.after(),
                    text,
                );
                let parts = vec![ErrorPart::Block(body), ErrorPart::Statement(condition)];
                error_statement(start.to(end), parts)
            }
            (None, _) => error_statement(start.to(l_paren), vec![ErrorPart::Block(body)]),
        }
    }
}

/// Whether `given` is the beginning of a parameter's name.
pub(super) fn abbreviates(given: &str, name: &str) -> bool {
    name.get(..given.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(given))
}
