//! `using namespace`, `using module`, `using assembly`.

use super::super::ast::{ExpressionKind, UsingKind, UsingStatement};
use super::super::errors::ErrorId;
use super::super::lexer::Lexed;
use super::super::span::Span;
use super::super::token::TokenKind;
use super::Parser;
use super::commands::ArgumentContext;

impl Parser<'_, '_> {
    /// The `using` statements at the beginning of a script.
    pub(super) fn using_statements(&mut self) -> Vec<UsingStatement> {
        let mut usings = Vec::new();
        while let Some(token) = self.accept(TokenKind::Using) {
            let (_, statement) = self.using_statement(&token);
            self.skip_newlines_and_semicolons();
            usings.extend(statement);
        }
        usings
    }

    /// After `using`. Gives the extent, and the statement when it is whole.
    pub(super) fn using_statement(&mut self, keyword: &Lexed) -> (Span, Option<UsingStatement>) {
        let start = keyword.span;
        let directive = self.next();
        let (kind, alias_allowed, alias_required) = match directive.kind {
            TokenKind::Namespace => (UsingKind::Namespace, true, false),
            TokenKind::Module => (UsingKind::Module, true, false),
            TokenKind::Type => (UsingKind::Type, true, true),
            TokenKind::Command => (UsingKind::Command, true, true),
            TokenKind::Assembly => (UsingKind::Assembly, false, false),
            _ => {
                self.unget(directive);
                self.incomplete(ErrorId::MissingUsingStatementDirective, start.after(), "");
                return (start, None);
            }
        };
        if matches!(
            self.peek_kind(),
            TokenKind::EndOfInput | TokenKind::NewLine | TokenKind::Comma | TokenKind::Semi
        ) {
            if self.peek_kind() != TokenKind::EndOfInput {
                self.skip_token();
            }
            self.incomplete(ErrorId::MissingUsingItemName, directive.span.after(), "");
            return (start.to(directive.span), None);
        }
        let item_token = self.next();
        let item_span = item_token.span;
        let item_text = self.text_of(&item_token);
        let Some(name) = self.argument(ArgumentContext::CommandArgument, item_token) else {
            self.error(ErrorId::InvalidValueForUsingItemName, item_span, item_text);
            self.sync_on_error(true, &[TokenKind::Semi, TokenKind::NewLine]);
            return (start.to(item_span), None);
        };
        let is_hashtable = matches!(name.kind, ExpressionKind::Hashtable(_));
        let is_name = matches!(name.kind, ExpressionKind::StringConstant(_));
        let mut span = start.to(name.span);
        let is_module_specification = is_hashtable && kind == UsingKind::Module;
        if !is_name && !is_module_specification {
            self.error(ErrorId::InvalidValueForUsingItemName, name.span, "");
            return (span, None);
        }
        let mut name = name;
        if alias_allowed && !is_hashtable {
            if let Some(equals) = self.accept(TokenKind::Equals) {
                if matches!(
                    self.peek_kind(),
                    TokenKind::EndOfInput | TokenKind::NewLine | TokenKind::Semi
                ) {
                    self.incomplete(ErrorId::MissingNamespaceAlias, equals.span.after(), "");
                    return (start.to(equals.span), None);
                }
                let alias_token = self.next();
                let alias_span = alias_token.span;
                if alias_token.kind == TokenKind::Comma {
                    self.error(ErrorId::UnexpectedUnaryOperator, alias_span, ",");
                    return (start.to(alias_span), None);
                }
                let alias = self.argument(ArgumentContext::CommandArgument, alias_token);
                match alias {
                    Some(alias) if matches!(alias.kind, ExpressionKind::StringConstant(_)) => {
                        span = start.to(alias.span);
                        name = alias;
                    }
                    Some(alias)
                        if kind == UsingKind::Module
                            && matches!(alias.kind, ExpressionKind::Hashtable(_)) =>
                    {
                        span = start.to(alias.span);
                        name = alias;
                    }
                    other => {
                        let bad = other.map_or(alias_span, |alias| alias.span);
                        self.error(ErrorId::InvalidValueForUsingItemName, bad, "");
                        return (start.to(bad), None);
                    }
                }
            } else if alias_required {
                self.incomplete(ErrorId::MissingEqualsInUsingAlias, item_span.after(), "");
                return (span, None);
            }
        }
        self.require_statement_terminator();
        (span, Some(UsingStatement { span, kind, name }))
    }

    fn require_statement_terminator(&mut self) {
        let token = self.peek();
        let span = token.span;
        match token.kind {
            TokenKind::NewLine | TokenKind::Semi => self.skip_token(),
            TokenKind::EndOfInput => {}
            _ => {
                self.incomplete(ErrorId::MissingStatementTerminator, span, "");
            }
        }
    }
}
