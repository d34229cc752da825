//! Parameters, and the attributes and types before them.

use super::super::ast::{
    Attribute, AttributeBase, Constant, Expression, ExpressionKind, NamedAttributeArgument,
    ParamBlock, Parameter, StringConstant, StringKind, TypeConstraint, UNRESOLVED,
    VariableExpression,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, Mode, TokenValue};
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::{Parser, error_expression};

impl<'t> Parser<'t, '_> {
    /// The word behind attributes at the current place.
    pub(super) fn word_after_attributes(&mut self) -> &'t str {
        let at = match &self.ungot {
            Some(token) => token.start,
            None => self.lexer.restore_point(),
        };
        self.lookahead
            .word_after_attributes(self.lexer.input().text, at)
    }

    /// `[attributes] param(...)`, if it stands here.
    pub(super) fn param_block(&mut self) -> Option<ParamBlock> {
        self.skip_newlines();
        if !self.word_after_attributes().eq_ignore_ascii_case("param") {
            return None;
        }
        if let Some(token) = self.ungot.take() {
            // A bracket was read as the beginning of a command.
            self.lexer.resync(token.start);
        }
        let restore_point = self.lexer.restore_point();
        let candidates = self.attribute_list(false);
        self.skip_newlines();
        let Some(param) = self.accept(TokenKind::Param) else {
            self.resync_to(restore_point);
            return None;
        };
        self.skip_newlines();
        let Some(l_paren) = self.accept(TokenKind::LParen) else {
            // A command named `param`.
            self.resync_to(restore_point);
            return None;
        };
        let parameters = self.parameter_list();
        self.skip_newlines();
        let r_paren = self.next();
        let end = if r_paren.kind == TokenKind::RParen {
            r_paren.span
        } else {
            let end = self.before(&r_paren);
            self.unget(r_paren);
            let last = parameters
                .last()
                .map_or(l_paren.span, |parameter| parameter.span);
            self.incomplete(
                ErrorId::MissingEndParenthesisInFunctionParameterList,
                last.after(),
                "",
            );
            end
        };
        for candidate in &candidates {
            if let AttributeBase::Type(constraint) = candidate {
                let name = constraint.type_name.full_name.clone();
                self.error(ErrorId::TypeNotAllowedBeforeParam, constraint.span, &name);
            }
        }
        let attributes = candidates
            .into_iter()
            .filter(|base| matches!(base, AttributeBase::Attribute(_)))
            .collect();
        Some(ParamBlock {
            span: param.span.to(end),
            attributes,
            parameters,
        })
    }

    pub(super) fn parameter_list(&mut self) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        let mut comma: Option<Span> = None;
        loop {
            let Some(parameter) = self.parameter() else {
                if let Some(comma) = comma {
                    self.incomplete(ErrorId::MissingExpressionAfterToken, comma.after(), ",");
                }
                break;
            };
            parameters.push(parameter);
            self.skip_newlines();
            match self.accept(TokenKind::Comma) {
                Some(token) => comma = Some(token.span),
                None => break,
            }
        }
        parameters
    }

    fn parameter(&mut self) -> Option<Parameter> {
        let no_comma = std::mem::replace(&mut self.no_comma_operator, true);
        let mode = self.set_mode(Mode::Expression);
        let parameter = self.parameter_in_expression_mode();
        self.no_comma_operator = no_comma;
        self.set_mode(mode);
        parameter
    }

    fn parameter_in_expression_mode(&mut self) -> Option<Parameter> {
        self.skip_newlines();
        let attributes = self.attribute_list(false);
        self.skip_newlines();
        let token = self.next();
        if !matches!(
            token.kind,
            TokenKind::Variable | TokenKind::SplattedVariable
        ) {
            self.unget(token);
            return self.parameter_without_name(attributes);
        }
        let name_span = token.span;
        let start = attributes.first().map_or(name_span, AttributeBase::span);
        let name = self.variable_of(token);
        let mut span = start.to(name_span);
        self.skip_newlines();
        let mut default = None;
        if let Some(equals) = self.accept(TokenKind::Equals) {
            self.skip_newlines();
            default = self.expression(false);
            match &default {
                Some(value) => span = span.to(value.span),
                None => {
                    self.incomplete(
                        ErrorId::MissingExpressionAfterToken,
                        equals.span.after(),
                        "=",
                    );
                }
            }
        }
        Some(Parameter {
            span,
            name,
            name_span,
            attributes,
            default,
        })
    }

    /// Attributes without a name after them: kept under a made-up name, so that completion still finds them.
    fn parameter_without_name(&mut self, attributes: Vec<AttributeBase>) -> Option<Parameter> {
        let first = attributes.first()?.span();
        let last = attributes.last()?.span();
        self.incomplete(ErrorId::InvalidFunctionParameter, last.after(), "");
        self.sync_on_error(true, &[TokenKind::RParen]);
        let span = first.to(last);
        let name = VariableExpression {
            id: self.report().next_id(),
            slot: UNRESOLVED.into(),
            name: "__error__".into(),
            prefix: None,
            splatted: false,
            braced: false,
        };
        Some(Parameter {
            span,
            name,
            name_span: span,
            attributes,
            default: None,
        })
    }

    /// All attributes and types that stand here. Inside an expression a line ending after a type ends the list.
    pub(super) fn attribute_list(&mut self, in_expression: bool) -> Vec<AttributeBase> {
        let mut attributes = Vec::new();
        while let Some(attribute) = self.attribute() {
            if !in_expression || matches!(attribute, AttributeBase::Attribute(_)) {
                self.skip_newlines();
            }
            attributes.push(attribute);
        }
        attributes
    }

    pub(super) fn left_bracket(&mut self) -> Option<Lexed> {
        match &self.ungot {
            Some(token) if token.kind == TokenKind::LBracket => self.ungot.take(),
            Some(_) => None,
            None => self.lexer.left_bracket(),
        }
    }

    pub(super) fn attribute(&mut self) -> Option<AttributeBase> {
        let l_bracket = self.left_bracket()?;
        let entered = self.enter()?;
        let attribute = self.attribute_after_bracket(&l_bracket);
        self.leave(entered);
        attribute
    }

    fn attribute_after_bracket(&mut self, l_bracket: &Lexed) -> Option<AttributeBase> {
        self.skip_newlines();
        let Some((type_name, mut first)) = self.type_name(true) else {
            self.resync_to(l_bracket.start);
            self.incomplete(ErrorId::MissingTypename, l_bracket.span.after(), "");
            return None;
        };
        let token = self.next();
        if token.kind == TokenKind::LParen {
            self.add_flags(&mut first, TokenFlags::ATTRIBUTE_NAME);
            self.skip_newlines();
            let mut attribute = Attribute {
                span: l_bracket.span,
                type_name,
                positional: Vec::new(),
                named: Vec::new(),
            };
            let mode = self.set_mode(Mode::Expression);
            let last = self.attribute_arguments(token.span, &mut attribute);
            self.set_mode(mode);
            self.skip_newlines();
            let end = self.attribute_end(last);
            attribute.span = l_bracket.span.to(end);
            return Some(AttributeBase::Attribute(attribute));
        }
        let end = if token.kind == TokenKind::RBracket {
            token.span
        } else {
            let before = self.before(&token);
            self.unget(token);
            self.error(
                ErrorId::EndSquareBracketExpectedAtEndOfAttribute,
                before,
                "",
            );
            type_name.span
        };
        Some(AttributeBase::Type(TypeConstraint {
            span: l_bracket.span.to(end),
            type_name,
        }))
    }

    /// The closing parenthesis and bracket; `last` is the last thing read before them.
    fn attribute_end(&mut self, last: Span) -> Span {
        let r_paren = self.accept(TokenKind::RParen).map(|token| token.span);
        if r_paren.is_none() {
            self.incomplete(ErrorId::MissingEndParenthesisInExpression, last.after(), "");
        }
        self.skip_newlines();
        if let Some(r_bracket) = self.accept(TokenKind::RBracket) {
            return r_bracket.span;
        }
        if let Some(r_paren) = r_paren {
            self.incomplete(
                ErrorId::EndSquareBracketExpectedAtEndOfAttribute,
                r_paren.after(),
                "",
            );
        }
        r_paren.unwrap_or(last)
    }

    fn attribute_arguments(&mut self, l_paren: Span, attribute: &mut Attribute) -> Span {
        let no_comma = std::mem::replace(&mut self.no_comma_operator, true);
        let mut last = l_paren;
        let mut comma: Option<Span> = None;
        loop {
            self.skip_newlines();
            if let Some((name, name_span)) = self.simple_name() {
                let (argument, expression_omitted) = match self.accept(TokenKind::Equals) {
                    Some(equals) => {
                        let value = self.named_argument_value(equals.span);
                        last = value.span;
                        (value, false)
                    }
                    None => {
                        let kind = ExpressionKind::Constant(Constant::Boolean(true));
                        (
                            Expression {
                                span: name_span,
                                kind,
                            },
                            true,
                        )
                    }
                };
                if attribute.named.iter().any(|other| other.name == name) {
                    self.error(ErrorId::DuplicateNamedArgument, name_span, &name);
                } else {
                    let span = name_span.to(argument.span);
                    attribute.named.push(NamedAttributeArgument {
                        span,
                        name,
                        argument,
                        expression_omitted,
                    });
                }
            } else if let Some(value) = self.expression(false) {
                last = value.span;
                attribute.positional.push(value);
            } else if let Some(comma) = comma {
                self.incomplete(ErrorId::MissingExpressionAfterToken, comma.after(), ",");
                attribute.positional.push(error_expression(comma.after()));
                last = comma.after();
            }
            self.skip_newlines();
            match self.accept(TokenKind::Comma) {
                Some(token) => {
                    comma = Some(token.span);
                    last = token.span;
                }
                None => break,
            }
        }
        self.no_comma_operator = no_comma;
        last
    }

    fn named_argument_value(&mut self, equals: Span) -> Expression {
        self.skip_newlines();
        if let Some(value) = self.expression(false) {
            return value;
        }
        self.incomplete(
            ErrorId::MissingExpressionInNamedArgument,
            equals.after(),
            "",
        );
        let stops = [
            TokenKind::Comma,
            TokenKind::RParen,
            TokenKind::RBracket,
            TokenKind::NewLine,
        ];
        self.sync_on_error(true, &stops);
        error_expression(equals.after())
    }

    /// A plain word as a name: of a member, a key, a label or an argument.
    pub(super) fn simple_name(&mut self) -> Option<(std::rc::Rc<str>, Span)> {
        self.lexer.want_simple_name = true;
        let kind = self.peek_kind();
        self.lexer.want_simple_name = false;
        if kind != TokenKind::Identifier {
            return None;
        }
        let mut token = self.next();
        self.add_flags(&mut token, TokenFlags::MEMBER_NAME);
        Some((self.name_of(&token), token.span))
    }

    /// [`Parser::simple_name`] as an expression.
    pub(super) fn simple_name_expression(&mut self) -> Option<Expression> {
        let (value, span) = self.simple_name()?;
        let kind = ExpressionKind::StringConstant(StringConstant {
            value,
            kind: StringKind::BareWord,
        });
        Some(Expression { span, kind })
    }

    /// The variable that a token names, without looking at `$using:`.
    pub(super) fn variable_of(&mut self, token: Lexed) -> VariableExpression {
        let splatted = token.kind == TokenKind::SplattedVariable;
        let id = self.report().next_id();
        match token.value {
            TokenValue::Variable(variable) => VariableExpression {
                id,
                slot: UNRESOLVED.into(),
                name: variable.name,
                prefix: variable.prefix,
                splatted,
                braced: variable.braced,
            },
            _ => VariableExpression {
                id,
                slot: UNRESOLVED.into(),
                name: "".into(),
                prefix: None,
                splatted,
                braced: false,
            },
        }
    }
}
