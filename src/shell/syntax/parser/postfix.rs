//! What may follow an operand without a blank: members, calls, indexes.

use super::super::ast::{Expression, ExpressionKind, Index, InvokeMember, Member};
use super::super::errors::ErrorId;
use super::super::lexer::Lexed;
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::commands::ArgumentContext;
use super::{Parser, error_expression};

impl Parser<'_, '_> {
    /// The next operator glued to what was read. After an error (a token was put back) there is none.
    pub(super) fn member_access_operator(&mut self, brackets: bool) -> Option<Lexed> {
        if self.ungot.is_some() {
            None
        } else {
            self.lexer.member_access_operator(brackets)
        }
    }

    /// `target` with all members, calls and indexes that follow it; `operator` is the first.
    pub(super) fn postfix(&mut self, target: Expression, operator: Lexed) -> Expression {
        let mut expression = target;
        let mut operator = Some(operator);
        while let Some(token) = operator {
            // A line may end after the operator.
            self.skip_newlines();
            expression = match token.kind {
                TokenKind::LBracket | TokenKind::QuestionLBracket => {
                    self.element_access(expression, &token)
                }
                _ => self.member_access(expression, &token),
            };
            self.grow(expression.span);
            operator = self.member_access_operator(true);
        }
        expression
    }

    fn member_access(&mut self, target: Expression, operator: &Lexed) -> Expression {
        let is_static = operator.kind == TokenKind::ColonColon;
        let null_conditional = operator.kind == TokenKind::QuestionDot;
        let member = match self.member_name() {
            Some(member) => {
                if self.ungot.is_none()
                    && let Some(open) = self.lexer.invocation_opening()
                {
                    let (arguments, end) = self.invocation_arguments(&open);
                    let span = target.span.to(end);
                    let invoke = InvokeMember {
                        target,
                        member,
                        arguments,
                        is_static,
                        null_conditional,
                    };
                    return Expression {
                        span,
                        kind: ExpressionKind::InvokeMember(Box::new(invoke)),
                    };
                }
                member
            }
            None => {
                self.incomplete(ErrorId::MissingPropertyName, operator.span.after(), "");
                let span = target.span.to(operator.span);
                self.single_argument(ArgumentContext::CommandArgument)
                    .unwrap_or_else(|| error_expression(span))
            }
        };
        let span = target.span.to(member.span);
        let member = Member {
            target,
            member,
            is_static,
            null_conditional,
        };
        Expression {
            span,
            kind: ExpressionKind::Member(Box::new(member)),
        }
    }

    fn member_name(&mut self) -> Option<Expression> {
        if let Some(name) = self.simple_name_expression() {
            return Some(name);
        }
        let kind = self.peek_kind();
        if kind.has(TokenFlags::UNARY_OPERATOR) || kind == TokenKind::LBracket {
            return self.unary(false);
        }
        self.primary(false)
    }

    /// The arguments after `(`, or the script block that begins with `{`; and where they end.
    fn invocation_arguments(&mut self, open: &Lexed) -> (Vec<Expression>, Span) {
        if open.kind == TokenKind::LParen {
            return self.parenthesized_arguments(open.span);
        }
        self.skip_newlines();
        let argument = self.script_block_expression(open.span);
        let end = argument.span;
        (vec![argument], end)
    }

    pub(super) fn parenthesized_arguments(&mut self, l_paren: Span) -> (Vec<Expression>, Span) {
        let no_comma = std::mem::replace(&mut self.no_comma_operator, true);
        let mut arguments: Vec<Expression> = Vec::new();
        let mut comma: Option<Span> = None;
        let mut reported = false;
        loop {
            self.skip_newlines();
            let Some(argument) = self.expression(false) else {
                if let Some(comma) = comma {
                    self.incomplete(ErrorId::MissingExpressionAfterToken, comma.after(), ",");
                    reported = true;
                }
                break;
            };
            arguments.push(argument);
            self.skip_newlines();
            comma = self.accept(TokenKind::Comma).map(|token| token.span);
            if comma.is_none() {
                break;
            }
        }
        self.skip_newlines();
        let last = arguments.last().map_or(l_paren, |argument| argument.span);
        let r_paren = self.accept(TokenKind::RParen).map(|token| token.span);
        if r_paren.is_none() && !reported {
            self.incomplete(ErrorId::MissingEndParenthesisInMethodCall, last.after(), "");
        }
        self.no_comma_operator = no_comma;
        (arguments, r_paren.or(comma).unwrap_or(last))
    }

    fn element_access(&mut self, target: Expression, l_bracket: &Lexed) -> Expression {
        let null_conditional = l_bracket.kind == TokenKind::QuestionLBracket;
        let no_comma = std::mem::replace(&mut self.no_comma_operator, false);
        let index = self.expression(false);
        self.no_comma_operator = no_comma;
        let index = index.unwrap_or_else(|| {
            self.incomplete(
                ErrorId::MissingArrayIndexExpression,
                l_bracket.span.after(),
                "",
            );
            error_expression(l_bracket.span)
        });
        self.skip_newlines();
        let end = match self.accept(TokenKind::RBracket) {
            Some(token) => token.span,
            None => {
                if !matches!(index.kind, ExpressionKind::Error(_)) {
                    self.incomplete(ErrorId::MissingEndSquareBracket, index.span.after(), "");
                }
                index.span
            }
        };
        let span = target.span.to(end);
        Expression {
            span,
            kind: ExpressionKind::Index(Box::new(Index {
                target,
                index,
                null_conditional,
            })),
        }
    }
}
