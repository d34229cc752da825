//! Operators: ternary, binary, unary, casts.

use super::super::ast::{
    AttributeBase, Attributed, Binary, BinaryOperator, Convert, Expression, ExpressionKind,
    Ternary, TypeConstraint, Unary, UnaryOperator,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, Mode, TokenValue};
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::{Parser, error_expression};

/// A binary operator that waits for its right operand.
struct Pending {
    operator: BinaryOperator,
    span: Span,
    precedence: u32,
}

impl Parser<'_, '_> {
    /// An expression. `ternary_ends_number`: `5?` and `5:` are a number and an operator.
    pub(super) fn expression(&mut self, ternary_ends_number: bool) -> Option<Expression> {
        let entered = self.enter()?;
        let mode = self.set_mode(Mode::Expression);
        let mut expression = self.binary(ternary_ends_number);
        if let Some(condition) = expression.take_if(|_| self.peek_kind() == TokenKind::QuestionMark)
        {
            expression = Some(self.ternary(condition));
        }
        self.set_mode(mode);
        self.leave(entered);
        expression
    }

    /// At the question mark.
    fn ternary(&mut self, condition: Expression) -> Expression {
        let question = self.next();
        self.skip_newlines();
        let if_true = self.ternary_branch(&question);
        self.skip_newlines();
        let token = self.next();
        if token.kind != TokenKind::Colon {
            let is_missing = matches!(if_true.kind, ExpressionKind::Error(_));
            if !is_missing {
                self.incomplete(ErrorId::MissingColonInTernaryExpression, token.span, "");
            }
            let span = condition.span.to(self.before(&token));
            self.unget(token);
            let parts = if is_missing {
                vec![condition]
            } else {
                vec![condition, if_true]
            };
            return Expression {
                span,
                kind: ExpressionKind::Error(parts),
            };
        }
        self.skip_newlines();
        let if_false = self.ternary_branch(&token);
        let span = condition.span.to(if_false.span);
        Expression {
            span,
            kind: ExpressionKind::Ternary(Box::new(Ternary {
                condition,
                if_true,
                if_false,
            })),
        }
    }

    fn ternary_branch(&mut self, operator: &Lexed) -> Expression {
        self.expression(true).unwrap_or_else(|| {
            let after = operator.span.after();
            self.incomplete(
                ErrorId::ExpectedValueExpression,
                after,
                operator.kind.text(),
            );
            error_expression(after)
        })
    }

    fn binary(&mut self, ternary_ends_number: bool) -> Option<Expression> {
        let first = self.array_literal(ternary_ends_number)?;
        let Some(operator) = self.pending_operator() else {
            return Some(self.parameter_after(first));
        };
        Some(self.binary_chain(first, operator))
    }

    /// Takes a binary operator, if one comes next.
    fn pending_operator(&mut self) -> Option<Pending> {
        let token = self.peek();
        let operator = binary_operator(token.kind)?;
        let pending = Pending {
            operator,
            span: token.span,
            precedence: token.flags.binary_precedence(),
        };
        self.skip_token();
        Some(pending)
    }

    /// Operands and operators on two stacks: an operator waits while tighter ones follow.
    fn binary_chain(&mut self, first: Expression, operator: Pending) -> Expression {
        let mut operands: Vec<Expression> = Vec::new();
        let mut operators = vec![operator];
        let mut left = first;
        loop {
            operands.push(left);
            self.skip_newlines();
            let operator_span = operators
                .last()
                .map_or_else(Span::default, |pending| pending.span);
            let mut right = self.array_literal(true).unwrap_or_else(|| {
                let text = self.lexer.report.source.slice(operator_span).to_owned();
                self.incomplete(
                    ErrorId::ExpectedValueExpression,
                    operator_span.after(),
                    &text,
                );
                error_expression(operator_span.after())
            });
            let next = self.pending_operator();
            let precedence = next.as_ref().map_or(0, |pending| pending.precedence);
            while let Some(pending) = operators.pop_if(|pending| precedence <= pending.precedence) {
                let Some(left) = operands.pop() else { break };
                let span = left.span.to(right.span);
                let binary = Binary {
                    left,
                    operator: pending.operator,
                    operator_span: pending.span,
                    right,
                };
                right = Expression {
                    span,
                    kind: ExpressionKind::Binary(Box::new(binary)),
                };
                self.grow(span);
            }
            match next {
                Some(next) => operators.push(next),
                None => return self.parameter_after(right),
            }
            left = right;
        }
    }

    /// A parameter after an expression is most likely an operator that is not typed to its end yet.
    fn parameter_after(&mut self, expression: Expression) -> Expression {
        let Some(token) = self.accept(TokenKind::Parameter) else {
            return expression;
        };
        self.unexpected(&token);
        let span = expression.span.to(token.span);
        let mut parts = vec![expression];
        if let TokenValue::Parameter { .. } = &token.value {
            let value = self.name_of(&token);
            let kind = super::super::ast::StringKind::BareWord;
            let constant = super::super::ast::StringConstant { value, kind };
            parts.push(Expression {
                span: token.span,
                kind: ExpressionKind::StringConstant(constant),
            });
        }
        Expression {
            span,
            kind: ExpressionKind::Error(parts),
        }
    }

    fn array_literal(&mut self, ternary_ends_number: bool) -> Option<Expression> {
        let first = self.unary(ternary_ends_number)?;
        if self.no_comma_operator || self.peek_kind() != TokenKind::Comma {
            return Some(first);
        }
        let start = first.span;
        let mut end = start;
        let mut elements = vec![first];
        while let Some(comma) = self.accept(TokenKind::Comma) {
            self.skip_newlines();
            let Some(element) = self.unary(true) else {
                self.incomplete(
                    ErrorId::MissingExpressionAfterToken,
                    comma.span.after(),
                    ",",
                );
                elements.push(error_expression(comma.span));
                end = comma.span;
                break;
            };
            end = element.span;
            elements.push(element);
        }
        Some(Expression {
            span: start.to(end),
            kind: ExpressionKind::ArrayLiteral(elements),
        })
    }

    pub(super) fn unary(&mut self, ternary_ends_number: bool) -> Option<Expression> {
        let entered = self.enter()?;
        let expression = self.unary_with_postfix(ternary_ends_number);
        self.leave(entered);
        expression
    }

    fn unary_with_postfix(&mut self, ternary_ends_number: bool) -> Option<Expression> {
        self.peek_for_unary(ternary_ends_number);
        let kind = self.peek_kind();
        let expression = if kind.has(TokenFlags::UNARY_OPERATOR) {
            self.prefixed(kind)?
        } else if kind == TokenKind::LBracket {
            self.bracketed()?
        } else {
            self.primary(true)?
        };
        let operator = match self.peek_kind() {
            TokenKind::PlusPlus => UnaryOperator::PostfixPlusPlus,
            TokenKind::MinusMinus => UnaryOperator::PostfixMinusMinus,
            _ => return Some(expression),
        };
        let token = self.next();
        let span = expression.span.to(token.span);
        Some(unary(operator, token.span, expression, span))
    }

    /// Looks at the next token as the beginning of an operand: a sign may belong to a number here.
    fn peek_for_unary(&mut self, ternary_ends_number: bool) {
        let signed = std::mem::replace(&mut self.lexer.allow_signed_numbers, true);
        let ternary = std::mem::replace(&mut self.lexer.ternary_ends_number, ternary_ends_number);
        if let Some(token) = &self.ungot
            && (token.kind == TokenKind::Minus
                || (ternary_ends_number && token.kind == TokenKind::Generic))
        {
            let start = token.start;
            self.resync_to(start);
        }
        self.peek();
        self.lexer.allow_signed_numbers = signed;
        self.lexer.ternary_ends_number = ternary;
    }

    /// At a unary operator.
    fn prefixed(&mut self, kind: TokenKind) -> Option<Expression> {
        if self.no_comma_operator && kind == TokenKind::Comma {
            return None;
        }
        let token = self.next();
        self.skip_newlines();
        let Some(operand) = self.unary(true) else {
            let text = self.text_of(&token);
            self.incomplete(
                ErrorId::MissingExpressionAfterOperator,
                token.span.after(),
                text,
            );
            return Some(error_expression(token.span));
        };
        let span = token.span.to(operand.span);
        let operator = match kind {
            TokenKind::Not => UnaryOperator::Not,
            TokenKind::Exclaim => UnaryOperator::Exclaim,
            TokenKind::Bnot => UnaryOperator::Bnot,
            TokenKind::Plus => UnaryOperator::Plus,
            TokenKind::Minus => UnaryOperator::Minus,
            TokenKind::Join => UnaryOperator::Join,
            TokenKind::Isplit => UnaryOperator::Isplit,
            TokenKind::Csplit => UnaryOperator::Csplit,
            TokenKind::PlusPlus => UnaryOperator::PlusPlus,
            TokenKind::MinusMinus => UnaryOperator::MinusMinus,
            _ => {
                return Some(Expression {
                    span,
                    kind: ExpressionKind::ArrayLiteral(vec![operand]),
                });
            }
        };
        Some(unary(operator, token.span, operand, span))
    }

    /// At a bracket: a type, a cast or an attribute.
    fn bracketed(&mut self) -> Option<Expression> {
        let start = self.peek().span;
        let mut attributes = self.attribute_list(true);
        let last = attributes.pop()?;
        let mut expression = match last {
            AttributeBase::Attribute(attribute) => {
                self.skip_newlines();
                let Some(operand) = self.unary(true) else {
                    let name = attribute.type_name.full_name.clone();
                    self.incomplete(ErrorId::UnexpectedAttribute, attribute.span, &name);
                    return Some(error_expression(start.to(attribute.span)));
                };
                let span = attribute.span.to(operand.span);
                let attributed = Attributed { attribute, operand };
                Expression {
                    span,
                    kind: ExpressionKind::Attributed(Box::new(attributed)),
                }
            }
            AttributeBase::Type(constraint) => self.type_or_cast(constraint),
        };
        while let Some(base) = attributes.pop()
            && !self.report().stopped()
        {
            let span = base.span().to(expression.span);
            let kind = match base {
                AttributeBase::Type(constraint) => ExpressionKind::Convert(Box::new(Convert {
                    constraint,
                    operand: expression,
                })),
                AttributeBase::Attribute(attribute) => {
                    ExpressionKind::Attributed(Box::new(Attributed {
                        attribute,
                        operand: expression,
                    }))
                }
            };
            expression = Expression { span, kind };
            self.grow(span);
        }
        Some(expression)
    }

    /// After the last type before an operand: member access on the type, a cast, or the type itself.
    fn type_or_cast(&mut self, constraint: TypeConstraint) -> Expression {
        let type_value = |constraint: TypeConstraint| Expression {
            span: constraint.span,
            kind: ExpressionKind::Type(Box::new(constraint.type_name)),
        };
        if let Some(operator) = self.member_access_operator(false) {
            return self.postfix(type_value(constraint), operator);
        }
        if !matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Comma)
            && let Some(operand) = self.unary(true)
        {
            let span = constraint.span.to(operand.span);
            return Expression {
                span,
                kind: ExpressionKind::Convert(Box::new(Convert {
                    constraint,
                    operand,
                })),
            };
        }
        type_value(constraint)
    }
}

fn unary(
    operator: UnaryOperator,
    operator_span: Span,
    operand: Expression,
    span: Span,
) -> Expression {
    Expression {
        span,
        kind: ExpressionKind::Unary(Box::new(Unary {
            operator,
            operator_span,
            operand,
        })),
    }
}

fn binary_operator(kind: TokenKind) -> Option<BinaryOperator> {
    use BinaryOperator as B;
    use TokenKind as T;
    Some(match kind {
        T::And => B::And,
        T::Or => B::Or,
        T::Xor => B::Xor,
        T::Band => B::Band,
        T::Bor => B::Bor,
        T::Bxor => B::Bxor,
        T::Ieq => B::Ieq,
        T::Ine => B::Ine,
        T::Ige => B::Ige,
        T::Igt => B::Igt,
        T::Ilt => B::Ilt,
        T::Ile => B::Ile,
        T::Ilike => B::Ilike,
        T::Inotlike => B::Inotlike,
        T::Imatch => B::Imatch,
        T::Inotmatch => B::Inotmatch,
        T::Ireplace => B::Ireplace,
        T::Icontains => B::Icontains,
        T::Inotcontains => B::Inotcontains,
        T::Iin => B::Iin,
        T::Inotin => B::Inotin,
        T::Isplit => B::Isplit,
        T::Ceq => B::Ceq,
        T::Cne => B::Cne,
        T::Cge => B::Cge,
        T::Cgt => B::Cgt,
        T::Clt => B::Clt,
        T::Cle => B::Cle,
        T::Clike => B::Clike,
        T::Cnotlike => B::Cnotlike,
        T::Cmatch => B::Cmatch,
        T::Cnotmatch => B::Cnotmatch,
        T::Creplace => B::Creplace,
        T::Ccontains => B::Ccontains,
        T::Cnotcontains => B::Cnotcontains,
        T::Cin => B::Cin,
        T::Cnotin => B::Cnotin,
        T::Csplit => B::Csplit,
        T::Is => B::Is,
        T::IsNot => B::IsNot,
        T::As => B::As,
        T::Join => B::Join,
        T::Plus => B::Plus,
        T::Minus => B::Minus,
        T::Multiply => B::Multiply,
        T::Divide => B::Divide,
        T::Rem => B::Rem,
        T::Shl => B::Shl,
        T::Shr => B::Shr,
        T::Format => B::Format,
        T::DotDot => B::DotDot,
        T::QuestionQuestion => B::QuestionQuestion,
        _ => return None,
    })
}
