//! Statements of PowerShell that are no part of this language: configurations, workflow blocks. They are read far enough to report what is wrong with them as PowerShell would, and then refused.

use super::super::ast::{ErrorPart, Statement};
use super::super::errors::ErrorId;
use super::super::lexer::Lexed;
use super::super::span::Span;
use super::super::token::TokenKind;
use super::Parser;
use super::commands::ArgumentContext;
use super::statements::error_statement;

impl Parser<'_, '_> {
    /// Refuses a construct that began when `errors` errors were known, unless its text is broken: then it is refused
    /// when it is whole.
    pub(super) fn left_out(&mut self, errors: usize, span: Span, name: &str) {
        if self.report().errors.len() == errors {
            self.error(ErrorId::NotPartOfThisLanguage, span, name);
        }
    }

    pub(super) fn workflow_block(&mut self, keyword: &Lexed) -> Statement {
        let text = keyword.kind.text();
        let Some(body) = self.statement_block() else {
            self.incomplete(
                ErrorId::MissingStatementAfterKeyword,
                keyword.span.after(),
                text,
            );
            return error_statement(keyword.span, Vec::new());
        };
        self.error(ErrorId::UnexpectedKeyword, keyword.span, text);
        error_statement(keyword.span.to(body.span), vec![ErrorPart::Block(body)])
    }

    pub(super) fn configuration_statement(&mut self, keyword: &Lexed) -> Statement {
        let errors = self.report().errors.len();
        self.skip_newlines();
        let mut span = keyword.span;
        if matches!(self.peek_kind(), TokenKind::EndOfInput | TokenKind::Comma) {
            let after = self.peek().span.after();
            self.incomplete(ErrorId::MissingConfigurationName, after, "");
            return error_statement(span, Vec::new());
        }
        if self.peek_kind() == TokenKind::LCurly {
            self.error(ErrorId::MissingConfigurationName, keyword.span.after(), "");
        } else if let Some(name) = self.single_argument(ArgumentContext::CommandName) {
            span = span.to(name.span);
        }
        self.skip_newlines();
        if let Some(l_curly) = self.accept(TokenKind::LCurly) {
            // What stands inside is another language: skip it.
            self.sync_on_error(true, &[TokenKind::RCurly]);
            span = span.to(l_curly.span);
        }
        self.left_out(errors, span, "configuration");
        error_statement(span, Vec::new())
    }
}
