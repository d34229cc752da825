//! `function` and `filter`.

use std::rc::Rc;

use super::super::ast::{ErrorPart, FunctionDefinition, Parameter, Statement, StatementKind};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, TokenValue};
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::Parser;
use super::statements::error_statement;

/// The parenthesized parameters after a function's name.
#[derive(Default)]
pub(super) struct FunctionParameters {
    /// `None` for empty parentheses too: they declare nothing, so a `param` block may follow.
    pub parameters: Option<Vec<Parameter>>,
    pub r_paren: Option<Span>,
    /// Set when the closing parenthesis is missing: where the readable part ends.
    pub error_end: Option<Span>,
}

impl Parser<'_, '_> {
    pub(super) fn function_statement(&mut self, keyword: &Lexed) -> Statement {
        self.skip_newlines();
        if !can_be_function_name(self.peek_kind()) {
            let text = keyword.kind.text();
            self.incomplete(ErrorId::MissingNameAfterKeyword, keyword.span.after(), text);
            return error_statement(keyword.span, Vec::new());
        }
        let mut name_token = self.next();
        self.remove_flags(&mut name_token, TokenFlags::KEYWORD);
        let list = self.function_parameters();
        let mut error_end = list.error_end;
        let l_curly = self.accept(TokenKind::LCurly);
        if l_curly.is_none() && error_end.is_none() {
            let end = list.r_paren.unwrap_or(name_token.span);
            self.incomplete(ErrorId::MissingFunctionBody, end.after(), "");
            error_end = Some(end);
        }
        let (Some(l_curly), None) = (l_curly, error_end) else {
            let parts = list
                .parameters
                .into_iter()
                .flatten()
                .map(ErrorPart::Parameter)
                .collect();
            return error_statement(keyword.span.to(error_end.unwrap_or(keyword.span)), parts);
        };
        let name_span = name_token.span;
        let name: Rc<str> = match name_token.value {
            TokenValue::Text(value) => value,
            TokenValue::Expandable(raw) => raw.value,
            _ => self.name_of(&name_token),
        };
        let is_filter = keyword.kind == TokenKind::Filter;
        let body = self.script_block(Some(l_curly.span), is_filter);
        let span = keyword.span.to(body.span);
        if keyword.kind == TokenKind::Workflow {
            self.error(ErrorId::WorkflowNotSupportedInPowerShellCore, span, "");
        }
        let function = FunctionDefinition {
            span,
            name,
            name_span,
            is_filter,
            parameters: list.parameters,
            body,
        };
        Statement {
            span,
            kind: StatementKind::Function(Rc::new(function)),
        }
    }

    pub(super) fn function_parameters(&mut self) -> FunctionParameters {
        let mut list = FunctionParameters::default();
        self.skip_newlines();
        let Some(l_paren) = self.accept(TokenKind::LParen) else {
            return list;
        };
        let parameters = self.parameter_list();
        self.skip_newlines();
        match self.accept(TokenKind::RParen) {
            Some(token) => list.r_paren = Some(token.span),
            None => {
                let end = parameters
                    .last()
                    .map_or(l_paren.span, |parameter| parameter.span);
                list.error_end = Some(end);
                self.incomplete(
                    ErrorId::MissingEndParenthesisInFunctionParameterList,
                    end.after(),
                    "",
                );
            }
        }
        list.parameters = (!parameters.is_empty()).then_some(parameters);
        self.skip_newlines();
        list
    }
}

/// Almost any word can name a function; punctuation, strings and variables cannot.
fn can_be_function_name(kind: TokenKind) -> bool {
    !matches!(
        kind,
        TokenKind::Pipe
            | TokenKind::LParen
            | TokenKind::LCurly
            | TokenKind::AtParen
            | TokenKind::AtCurly
            | TokenKind::RCurly
            | TokenKind::RParen
            | TokenKind::EndOfInput
            | TokenKind::Semi
            | TokenKind::Redirection
            | TokenKind::RedirectInStd
            | TokenKind::AndAnd
            | TokenKind::OrOr
            | TokenKind::Ampersand
            | TokenKind::Variable
            | TokenKind::SplattedVariable
            | TokenKind::HereStringExpandable
            | TokenKind::HereStringLiteral
            | TokenKind::StringLiteral
            | TokenKind::StringExpandable
    )
}
