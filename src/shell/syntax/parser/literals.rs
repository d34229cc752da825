//! Operands: variables, numbers, strings, and everything in brackets.

use std::rc::Rc;

use super::super::ast::{
    ExpandableString, Expression, ExpressionKind, Hashtable, ScopeName, Statement, StatementBlock,
    StringConstant, StringKind, StringPart, UNRESOLVED, VariableExpression,
};
use super::super::errors::ErrorId;
use super::super::lexer::{
    Input, Lexed, Mode, RawExpandable, RawPart, TokenValue, VariableName, split_scope,
};
use super::super::span::Span;
use super::super::token::{Token, TokenKind};
use super::blocks::StatementList;
use super::statements::error_statement;
use super::{Parser, error_expression};

impl Parser<'_, '_> {
    /// An operand, with its members, calls and indexes if `with_members`. `None`: none begins here.
    pub(super) fn primary(&mut self, with_members: bool) -> Option<Expression> {
        let token = self.next();
        let span = token.span;
        let expression = match token.kind {
            TokenKind::Variable | TokenKind::SplattedVariable => self.variable(token, with_members),
            TokenKind::Number
            | TokenKind::StringLiteral
            | TokenKind::HereStringLiteral
            | TokenKind::StringExpandable
            | TokenKind::HereStringExpandable => self.literal(token),
            TokenKind::LParen => self.parenthesized(span),
            TokenKind::AtParen | TokenKind::DollarParen => self.sub_expression(span, token.kind),
            TokenKind::AtCurly => self.hashtable(span),
            TokenKind::LCurly => self.script_block_expression(span),
            _ => {
                self.unget(token);
                return None;
            }
        };
        if with_members && let Some(operator) = self.member_access_operator(true) {
            return Some(self.postfix(expression, operator));
        }
        Some(expression)
    }

    fn variable(&mut self, token: Lexed, with_members: bool) -> Expression {
        let span = token.span;
        let variable = self.variable_of(token);
        match self.using_variable(&variable) {
            Some(kind) => self.using_expression(Expression { span, kind }, with_members),
            None => Expression {
                span,
                kind: ExpressionKind::Variable(variable),
            },
        }
    }

    /// A number or string.
    fn literal(&mut self, token: Lexed) -> Expression {
        let span = token.span;
        let string_kind = match token.kind {
            TokenKind::StringLiteral => StringKind::SingleQuoted,
            TokenKind::HereStringLiteral => StringKind::SingleQuotedHereString,
            TokenKind::HereStringExpandable => StringKind::DoubleQuotedHereString,
            _ => StringKind::DoubleQuoted,
        };
        let kind = match token.value {
            TokenValue::Number(Some(constant)) => ExpressionKind::Constant(constant),
            TokenValue::Text(value) => ExpressionKind::StringConstant(StringConstant {
                value,
                kind: string_kind,
            }),
            TokenValue::Expandable(_) => return self.expandable(token, string_kind),
            _ => return error_expression(span),
        };
        Expression { span, kind }
    }

    /// What `$using:name` names, if `variable` is written so.
    fn using_variable(&mut self, variable: &VariableExpression) -> Option<ExpressionKind> {
        if variable.scope() != Some(ScopeName::Using) {
            return None;
        }
        let (prefix, name) = split_scope(&variable.name);
        let inner = VariableExpression {
            id: self.report().next_id(),
            slot: UNRESOLVED.into(),
            name: Rc::from(name),
            prefix,
            splatted: variable.splatted,
            braced: variable.braced,
        };
        Some(ExpressionKind::Variable(inner))
    }

    fn using_expression(&mut self, inner: Expression, with_members: bool) -> Expression {
        let operator = if with_members {
            self.member_access_operator(true)
        } else {
            None
        };
        let inner = match operator {
            Some(operator) => self.postfix(inner, operator),
            None => inner,
        };
        Expression {
            span: inner.span,
            kind: ExpressionKind::Using(Box::new(inner)),
        }
    }

    /// A string or word with expressions in it.
    pub(super) fn expandable(&mut self, token: Lexed, kind: StringKind) -> Expression {
        let span = token.span;
        let TokenValue::Expandable(raw) = token.value else {
            return error_expression(span);
        };
        let RawExpandable {
            value,
            parts: raw_parts,
        } = *raw;
        let mut parts = Vec::with_capacity(raw_parts.len());
        let mut nested: Vec<Token> = Vec::new();
        for part in raw_parts {
            parts.push(match part {
                RawPart::Text(text) => StringPart::Text(text),
                RawPart::Variable { name, span } => {
                    if self.report().tokens.is_some() {
                        let flags = TokenKind::Variable.flags();
                        nested.push(Token {
                            kind: TokenKind::Variable,
                            flags,
                            span,
                            nested: Vec::new(),
                        });
                    }
                    StringPart::Expression(self.variable_in_string(name, span))
                }
                RawPart::SubExpression {
                    start,
                    end,
                    collapsed,
                } => {
                    let outer = self.lexer.input();
                    let input = match &collapsed {
                        Some(collapsed) => Input {
                            text: &collapsed.text,
                            start: 0,
                            offsets: Some(&collapsed.offsets),
                            nested: true,
                        },
                        None => {
                            let text = outer.text.get(..end).unwrap_or("");
                            Input {
                                text,
                                start,
                                offsets: outer.offsets,
                                nested: true,
                            }
                        }
                    };
                    StringPart::Expression(self.sub_expression_in_string(input, &mut nested))
                }
            });
        }
        self.report()
            .change_token(token.saved, span, |kept| kept.nested = nested);
        let string = ExpandableString { value, kind, parts };
        Expression {
            span,
            kind: ExpressionKind::ExpandableString(Box::new(string)),
        }
    }

    fn variable_in_string(&mut self, name: VariableName, span: Span) -> Expression {
        let id = self.report().next_id();
        let variable = VariableExpression {
            id,
            slot: UNRESOLVED.into(),
            name: name.name,
            prefix: name.prefix,
            splatted: false,
            braced: name.braced,
        };
        if let Some(inner) = self.using_variable(&variable) {
            return self.using_expression(Expression { span, kind: inner }, false);
        }
        Expression {
            span,
            kind: ExpressionKind::Variable(variable),
        }
    }

    /// Parses the text of a `$( )` in a string with a parser of its own.
    fn sub_expression_in_string(
        &mut self,
        input: Input<'_>,
        nested: &mut Vec<Token>,
    ) -> Expression {
        let mode = self.lexer.mode;
        let no_comma_operator = self.no_comma_operator;
        let report = &mut *self.lexer.report;
        let outer_tokens = report.tokens.as_mut().map(std::mem::take);
        let mut parser = Parser::new(input, mode, report);
        parser.no_comma_operator = no_comma_operator;
        let whole = parser.lexer.span(input.start, input.text.len());
        let expression = parser
            .primary(true)
            .unwrap_or_else(|| error_expression(whole));
        if let Some(tokens) = std::mem::replace(&mut self.report().tokens, outer_tokens) {
            nested.extend(
                tokens
                    .into_iter()
                    .filter(|token| token.kind != TokenKind::EndOfInput),
            );
        }
        expression
    }

    /// After `(`.
    fn parenthesized(&mut self, l_paren: Span) -> Expression {
        let mode = self.set_mode(Mode::Command);
        let no_comma = std::mem::replace(&mut self.no_comma_operator, false);
        self.skip_newlines();
        let inner = self.pipeline_chain().unwrap_or_else(|| {
            self.incomplete(ErrorId::ExpectedExpression, l_paren.after(), "");
            error_statement(l_paren.after(), Vec::new())
        });
        self.skip_newlines();
        let end = match self.accept(TokenKind::RParen) {
            Some(token) => token.span,
            None => {
                self.incomplete(
                    ErrorId::MissingEndParenthesisInExpression,
                    inner.span.after(),
                    "",
                );
                inner.span
            }
        };
        self.no_comma_operator = no_comma;
        self.set_mode(mode);
        Expression {
            span: l_paren.to(end),
            kind: ExpressionKind::Paren(Box::new(inner)),
        }
    }

    /// After `$(` or `@(`.
    fn sub_expression(&mut self, open: Span, kind: TokenKind) -> Expression {
        let no_comma = std::mem::replace(&mut self.no_comma_operator, false);
        let mode = self.set_mode(Mode::Command);
        let mut list = StatementList::default();
        self.statement_list(&mut list);
        self.skip_newlines();
        let token = self.next();
        let end = if token.kind == TokenKind::RParen {
            token.span
        } else {
            self.incomplete(
                ErrorId::MissingEndParenthesisInSubexpression,
                token.span,
                "",
            );
            self.unget(token);
            list.span.unwrap_or(open)
        };
        self.no_comma_operator = no_comma;
        self.set_mode(mode);
        let span = list.span.unwrap_or_default();
        let block = Box::new(StatementBlock {
            span,
            statements: list.statements,
            traps: list.traps,
        });
        let kind = if kind == TokenKind::AtParen {
            ExpressionKind::ArrayExpression(block)
        } else {
            ExpressionKind::SubExpression(block)
        };
        Expression {
            span: open.to(end),
            kind,
        }
    }

    /// After `{` of a script block that is a value.
    pub(super) fn script_block_expression(&mut self, l_curly: Span) -> Expression {
        let no_comma = std::mem::replace(&mut self.no_comma_operator, false);
        let mode = self.set_mode(Mode::Command);
        let block = self.script_block(Some(l_curly), false);
        self.no_comma_operator = no_comma;
        self.set_mode(mode);
        Expression {
            span: block.span,
            kind: ExpressionKind::ScriptBlock(block),
        }
    }

    /// After `@{`.
    fn hashtable(&mut self, open: Span) -> Expression {
        self.skip_newlines();
        let mut pairs = Vec::new();
        while let Some(pair) = self.key_value_pair() {
            pairs.push(pair);
            if !matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Semi) {
                break;
            }
            self.skip_newlines_and_semicolons();
        }
        let token = self.next();
        let end = if token.kind == TokenKind::RCurly {
            token.span
        } else {
            self.incomplete_at(ErrorId::MissingEndCurlyBrace, open.after(), token.span, "");
            let end = self.before(&token);
            self.unget(token);
            end
        };
        Expression {
            span: open.to(end),
            kind: ExpressionKind::Hashtable(Box::new(Hashtable { pairs })),
        }
    }

    fn key_value_pair(&mut self) -> Option<(Expression, Statement)> {
        let mode = self.set_mode(Mode::Expression);
        let key = self.label_or_key();
        let equals = if key.is_some() {
            Some(self.next())
        } else {
            None
        };
        self.lexer.mode = mode;
        let (Some(key), Some(equals)) = (key, equals) else {
            // The token that cannot be a key may read differently in the other mode.
            self.lexer.mode = Mode::Expression;
            self.set_mode(mode);
            return None;
        };
        if equals.kind != TokenKind::Equals {
            self.unget(equals);
            let after = key.span.after();
            self.error(ErrorId::MissingEqualsInHashLiteral, after, "");
            self.sync_on_error(
                false,
                &[TokenKind::RCurly, TokenKind::Semi, TokenKind::NewLine],
            );
            return Some((key, error_statement(after, Vec::new())));
        }
        self.set_mode(Mode::Command);
        self.skip_newlines();
        let value = self.statement().unwrap_or_else(|| {
            let after = equals.span.after();
            self.incomplete(ErrorId::MissingStatementInHashLiteral, after, "");
            error_statement(after, Vec::new())
        });
        self.set_mode(mode);
        Some((key, value))
    }
}
