//! Statements of PowerShell that are no part of this language: classes, enums, data sections, configurations, workflow
//! blocks. They are read far enough to report what is wrong with them as PowerShell would, and then refused.

use super::super::ast::{ErrorPart, Statement};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, Mode, TokenValue};
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::Parser;
use super::commands::ArgumentContext;
use super::loops::abbreviates;
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

    pub(super) fn data_statement(&mut self, keyword: &Lexed) -> Statement {
        let errors = self.report().errors.len();
        self.skip_newlines();
        let mut end = self.simple_name().map_or(keyword.span, |(_, span)| span);
        self.skip_newlines();
        if let Some(token) = self.accept(TokenKind::Parameter) {
            end = token.span;
            if let TokenValue::Parameter { name, .. } = &token.value
                && !abbreviates(name, "SupportedCommand")
            {
                self.error(
                    ErrorId::InvalidParameterForDataSectionStatement,
                    token.span,
                    name,
                );
                return error_statement(keyword.span.to(end), Vec::new());
            }
            loop {
                self.skip_newlines();
                let Some(command) = self.single_argument(ArgumentContext::CommandName) else {
                    let id = ErrorId::MissingValueForSupportedCommandInDataSectionStatement;
                    self.incomplete(id, end.after(), "");
                    return error_statement(keyword.span.to(end), Vec::new());
                };
                end = command.span;
                match self.accept(TokenKind::Comma) {
                    Some(comma) => end = comma.span,
                    None => break,
                }
            }
        }
        let Some(body) = self.statement_block() else {
            self.incomplete(
                ErrorId::MissingStatementBlockForDataSection,
                end.after(),
                "",
            );
            return error_statement(keyword.span.to(end), Vec::new());
        };
        self.left_out(errors, keyword.span, "data");
        error_statement(keyword.span.to(body.span), vec![ErrorPart::Block(body)])
    }

    pub(super) fn class_statement(&mut self, keyword: &Lexed) -> Statement {
        self.type_definition(keyword, "class", Self::class_members)
    }

    pub(super) fn enum_statement(&mut self, keyword: &Lexed) -> Statement {
        self.type_definition(keyword, "enum", Self::enum_members)
    }

    fn type_definition(
        &mut self,
        keyword: &Lexed,
        text: &str,
        members: fn(&mut Self, &str),
    ) -> Statement {
        let errors = self.report().errors.len();
        self.skip_newlines();
        let Some((name, name_span)) = self.simple_name() else {
            self.incomplete(ErrorId::MissingNameAfterKeyword, keyword.span.after(), text);
            return error_statement(keyword.span, Vec::new());
        };
        self.skip_newlines();
        let mode = self.set_mode(Mode::Signature);
        let end = self.base_types(name_span);
        self.skip_newlines();
        let span = match self.accept(TokenKind::LCurly) {
            None => {
                self.incomplete(ErrorId::MissingTypeBody, end.after(), text);
                keyword.span.to(end)
            }
            Some(l_curly) => {
                members(self, &name);
                let r_curly = self.next();
                if r_curly.kind == TokenKind::RCurly {
                    keyword.span.to(r_curly.span)
                } else {
                    let after = l_curly.span.after();
                    self.incomplete_at(ErrorId::MissingEndCurlyBrace, after, r_curly.span, "");
                    self.unget(r_curly);
                    keyword.span.to(l_curly.span)
                }
            }
        };
        self.set_mode(mode);
        self.left_out(errors, span, text);
        error_statement(span, Vec::new())
    }

    /// `: Base, Interface`. Gives where the header ends.
    fn base_types(&mut self, name: Span) -> Span {
        let mut end = name;
        let Some(colon) = self.accept(TokenKind::Colon) else {
            return end;
        };
        let mut before = colon.span;
        loop {
            self.skip_newlines();
            let Some((base, _)) = self.type_name(false) else {
                self.incomplete(ErrorId::TypeNameExpected, before.after(), "");
                return end;
            };
            end = base.span;
            self.skip_newlines();
            match self.accept(TokenKind::Comma) {
                Some(comma) => before = comma.span,
                None => return end,
            }
        }
    }

    fn enum_members(&mut self, _: &str) {
        loop {
            self.skip_newlines();
            let Some((_, name)) = self.simple_name() else {
                return;
            };
            let mut end = name;
            let mode = self.set_mode(Mode::Expression);
            let mut value_missing = false;
            if let Some(equals) = self.accept(TokenKind::Equals) {
                match self.expression(false) {
                    Some(value) => end = value.span,
                    None => {
                        self.error(ErrorId::ExpectedValueExpression, equals.span.after(), "=");
                        value_missing = true;
                    }
                }
            }
            self.set_mode(mode);
            if !value_missing {
                self.member_end(end);
            }
            self.skip_newlines_and_semicolons();
        }
    }

    /// A member ends with its line.
    fn member_end(&mut self, end: Span) {
        if !matches!(
            self.peek_kind(),
            TokenKind::NewLine | TokenKind::Semi | TokenKind::RCurly
        ) {
            self.incomplete(ErrorId::MissingPropertyTerminator, end.after(), "");
        }
    }

    fn class_members(&mut self, class: &str) {
        while self.class_member(class) {}
    }

    /// A property or method. Gives whether there may be another.
    fn class_member(&mut self, class: &str) -> bool {
        let mut last: Option<Span> = None;
        loop {
            self.skip_newlines();
            if let Some(attribute) = self.attribute() {
                last = Some(attribute.span());
                continue;
            }
            if !matches!(self.peek_kind(), TokenKind::Static | TokenKind::Hidden) {
                break;
            }
            last = Some(self.next().span);
        }
        let kind = self.peek_kind();
        if kind == TokenKind::Variable {
            let mut end = self.next().span;
            if self.accept(TokenKind::Equals).is_some() {
                self.skip_newlines();
                if let Some(value) = self.expression(false) {
                    end = value.span;
                }
            }
            self.member_end(end);
            self.skip_newlines_and_semicolons();
            return true;
        }
        if kind == TokenKind::Identifier || kind.has(TokenFlags::KEYWORD) {
            let name = self.next();
            if self.method(&name, class) {
                return true;
            }
            self.sync_on_error(false, &[TokenKind::RCurly]);
            return false;
        }
        if let Some(last) = last {
            self.incomplete(ErrorId::IncompleteMemberDefinition, last.after(), "");
        }
        false
    }

    fn method(&mut self, name: &Lexed, class: &str) -> bool {
        let mut end = name.span;
        let mut is_whole = true;
        if self.peek_kind() == TokenKind::LParen {
            let list = self.function_parameters();
            end = list.r_paren.or(list.error_end).unwrap_or(end);
            is_whole = list.error_end.is_none();
        } else {
            self.incomplete(ErrorId::MissingMethodParameterList, name.span.after(), "");
        }
        if self.text_of(name).eq_ignore_ascii_case(class) {
            self.skip_newlines();
            if self.accept(TokenKind::Colon).is_some() {
                self.skip_newlines();
                // `: base(arguments)`.
                if self.accept(TokenKind::Base).is_some()
                    && self.accept(TokenKind::LParen).is_some()
                {
                    self.sync_on_error(true, &[TokenKind::RParen]);
                    self.skip_newlines();
                }
            }
        }
        let Some(l_curly) = self.accept(TokenKind::LCurly) else {
            if is_whole {
                self.incomplete(ErrorId::MissingFunctionBody, end.after(), "");
            }
            return false;
        };
        let mode = self.set_mode(Mode::Command);
        self.script_block(Some(l_curly.span), false);
        self.set_mode(mode);
        is_whole
    }
}
