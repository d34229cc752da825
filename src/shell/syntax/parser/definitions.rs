//! Classes, enumerations and data sections.

use std::rc::Rc;

use super::super::ast::{
    ClassMember, ClassMemberKind, DataSection, EnumMember, Expression, FunctionDefinition,
    Statement, StatementKind, TypeBody, TypeDefinition, TypeName,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, Mode, TokenValue};
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::Parser;
use super::commands::ArgumentContext;
use super::loops::abbreviates;
use super::statements::error_statement;

impl Parser<'_, '_> {
    pub(super) fn data_statement(&mut self, keyword: &Lexed) -> Statement {
        self.skip_newlines();
        let name = self.simple_name();
        let mut end = name.as_ref().map_or(keyword.span, |(_, span)| *span);
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
        Statement {
            span: keyword.span.to(body.span),
            kind: StatementKind::Data(Box::new(DataSection {
                name: name.map(|(name, _)| name),
                body,
            })),
        }
    }

    pub(super) fn class_statement(&mut self, keyword: &Lexed) -> Statement {
        self.type_definition(keyword, "class", |parser, name| {
            TypeBody::Class(parser.class_members(name))
        })
    }

    pub(super) fn enum_statement(&mut self, keyword: &Lexed) -> Statement {
        self.type_definition(keyword, "enum", |parser, _| {
            TypeBody::Enum(parser.enum_members())
        })
    }

    fn type_definition(
        &mut self,
        keyword: &Lexed,
        text: &str,
        members: fn(&mut Self, &str) -> TypeBody,
    ) -> Statement {
        let attributes = std::mem::take(&mut self.statement_attributes);
        self.skip_newlines();
        let Some((name, name_span)) = self.simple_name() else {
            self.incomplete(ErrorId::MissingNameAfterKeyword, keyword.span.after(), text);
            return error_statement(keyword.span, Vec::new());
        };
        self.skip_newlines();
        let mode = self.set_mode(Mode::Signature);
        let (bases, end) = self.base_types(name_span);
        self.skip_newlines();
        let mut body = None;
        let span = match self.accept(TokenKind::LCurly) {
            None => {
                self.incomplete(ErrorId::MissingTypeBody, end.after(), text);
                keyword.span.to(end)
            }
            Some(l_curly) => {
                body = Some(members(self, &name));
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
        let Some(body) = body else {
            return error_statement(span, Vec::new());
        };
        let definition = Rc::new(TypeDefinition {
            span,
            name,
            name_span,
            attributes,
            bases,
            body,
        });
        self.report().types.push(Rc::clone(&definition));
        Statement {
            span,
            kind: StatementKind::Type(definition),
        }
    }

    /// `: Base, Interface`. Gives where the header ends.
    fn base_types(&mut self, name: Span) -> (Vec<TypeName>, Span) {
        let mut end = name;
        let mut bases = Vec::new();
        let Some(colon) = self.accept(TokenKind::Colon) else {
            return (bases, end);
        };
        let mut before = colon.span;
        loop {
            self.skip_newlines();
            let Some((base, _)) = self.type_name(false) else {
                self.incomplete(ErrorId::TypeNameExpected, before.after(), "");
                return (bases, end);
            };
            end = base.span;
            bases.push(base);
            self.skip_newlines();
            match self.accept(TokenKind::Comma) {
                Some(comma) => before = comma.span,
                None => return (bases, end),
            }
        }
    }

    fn enum_members(&mut self) -> Vec<EnumMember> {
        let mut members = Vec::new();
        loop {
            self.skip_newlines();
            let Some((name, name_span)) = self.simple_name() else {
                return members;
            };
            let mut end = name_span;
            let mut number = None;
            let mode = self.set_mode(Mode::Expression);
            let mut value_missing = false;
            if let Some(equals) = self.accept(TokenKind::Equals) {
                match self.expression(false) {
                    Some(value) => {
                        end = value.span;
                        number = Some(value);
                    }
                    None => {
                        self.error(ErrorId::ExpectedValueExpression, equals.span.after(), "=");
                        value_missing = true;
                    }
                }
            }
            self.set_mode(mode);
            members.push(EnumMember {
                span: name_span.to(end),
                name,
                value: number,
            });
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

    fn class_members(&mut self, class: &str) -> Vec<ClassMember> {
        let mut members = Vec::new();
        while self.class_member(class, &mut members) {}
        members
    }

    /// A property or method. Gives whether there may be another.
    fn class_member(&mut self, class: &str, members: &mut Vec<ClassMember>) -> bool {
        let mut first: Option<Span> = None;
        let mut last: Option<Span> = None;
        let mut attributes = Vec::new();
        let (mut is_static, mut is_hidden) = (false, false);
        // One may stand behind a method that shares its line with the next member.
        self.skip_newlines_and_semicolons();
        loop {
            self.skip_newlines();
            if let Some(attribute) = self.attribute() {
                last = Some(attribute.span());
                first = first.or(last);
                attributes.push(attribute);
                continue;
            }
            match self.peek_kind() {
                TokenKind::Static => is_static = true,
                TokenKind::Hidden => is_hidden = true,
                _ => break,
            }
            last = Some(self.next().span);
            first = first.or(last);
        }
        let kind = self.peek_kind();
        if kind == TokenKind::Variable {
            let token = self.next();
            let mut end = token.span;
            let start = first.unwrap_or(end);
            let name = self.variable_of(token).name;
            let mut initial = None;
            if self.accept(TokenKind::Equals).is_some() {
                self.skip_newlines();
                let mode = self.set_mode(Mode::Expression);
                initial = self.expression(false);
                self.set_mode(mode);
                end = initial.as_ref().map_or(end, |value| value.span);
            }
            members.push(ClassMember {
                span: start.to(end),
                name,
                attributes,
                is_static,
                is_hidden,
                kind: ClassMemberKind::Property(initial),
            });
            self.member_end(end);
            self.skip_newlines_and_semicolons();
            return true;
        }
        if kind == TokenKind::Identifier || kind.has(TokenFlags::KEYWORD) {
            let name = self.next();
            let start = first.unwrap_or(name.span);
            let (made, is_whole) = self.method(&name, class);
            if let Some((function, base, end)) = made {
                let is_constructor = function.name.eq_ignore_ascii_case(class);
                members.push(ClassMember {
                    span: start.to(end),
                    name: Rc::clone(&function.name),
                    attributes,
                    is_static,
                    is_hidden,
                    kind: if is_constructor {
                        ClassMemberKind::Constructor(Rc::new(function), base)
                    } else {
                        ClassMemberKind::Method(Rc::new(function))
                    },
                });
            }
            if is_whole {
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

    /// A method with the arguments of its base constructor and its end, and whether it was whole.
    #[allow(clippy::type_complexity)] // Three parts of one thing, used in one place.
    fn method(
        &mut self,
        name: &Lexed,
        class: &str,
    ) -> (
        Option<(FunctionDefinition, Option<Vec<Expression>>, Span)>,
        bool,
    ) {
        let mut end = name.span;
        let mut is_whole = true;
        let mut parameters = None;
        let mut base = None;
        if self.peek_kind() == TokenKind::LParen {
            let list = self.function_parameters();
            end = list.r_paren.or(list.error_end).unwrap_or(end);
            is_whole = list.error_end.is_none();
            parameters = list.parameters;
        } else {
            self.incomplete(ErrorId::MissingMethodParameterList, name.span.after(), "");
        }
        if self.text_of(name).eq_ignore_ascii_case(class) {
            self.skip_newlines();
            if self.accept(TokenKind::Colon).is_some() {
                self.skip_newlines();
                // `: base(arguments)`.
                if self.accept(TokenKind::Base).is_some()
                    && let Some(l_paren) = self.accept(TokenKind::LParen)
                {
                    let mode = self.set_mode(Mode::Expression);
                    base = Some(self.parenthesized_arguments(l_paren.span).0);
                    self.set_mode(mode);
                    self.skip_newlines();
                }
            }
        }
        let Some(l_curly) = self.accept(TokenKind::LCurly) else {
            if is_whole {
                self.incomplete(ErrorId::MissingFunctionBody, end.after(), "");
            }
            return (None, false);
        };
        let mode = self.set_mode(Mode::Command);
        let body = self.method_body(l_curly.span);
        self.set_mode(mode);
        let end = body.span;
        let function = FunctionDefinition {
            span: name.span.to(end),
            name: self.name_of(name),
            name_span: name.span,
            is_filter: false,
            parameters,
            body,
        };
        (Some((function, base, end)), is_whole)
    }
}
