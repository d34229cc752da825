//! Which expressions have a value that is known without running anything.

use super::super::ast::{
    BinaryOperator, Expression, ExpressionKind, Statement, StatementBlock, StatementKind,
    UnaryOperator,
};
use super::super::span::Span;

/// Whether an expression can be an argument of an attribute.
pub(super) fn is_attribute_argument(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Constant(_)
        | ExpressionKind::StringConstant(_)
        | ExpressionKind::Type(_)
        | ExpressionKind::ScriptBlock(_) => true,
        ExpressionKind::Variable(variable) => ["true", "false", "null"]
            .iter()
            .any(|name| variable.is_plain(name)),
        ExpressionKind::ArrayLiteral(elements) => elements.iter().all(is_attribute_argument),
        ExpressionKind::Unary(unary) => {
            let folds = matches!(
                unary.operator,
                UnaryOperator::Not
                    | UnaryOperator::Exclaim
                    | UnaryOperator::Bnot
                    | UnaryOperator::Plus
                    | UnaryOperator::Minus
            );
            folds && is_attribute_argument(&unary.operand)
        }
        ExpressionKind::Binary(_) => is_constant_chain(expression),
        ExpressionKind::Ternary(ternary) => {
            [&ternary.condition, &ternary.if_true, &ternary.if_false]
                .into_iter()
                .all(is_attribute_argument)
        }
        ExpressionKind::Convert(convert) => is_attribute_argument(&convert.operand),
        ExpressionKind::Member(member) => {
            member.is_static
                && matches!(member.target.kind, ExpressionKind::Type(_))
                && matches!(member.member.kind, ExpressionKind::StringConstant(_))
        }
        ExpressionKind::Paren(statement) => is_constant_statement(statement),
        ExpressionKind::SubExpression(block) => is_constant_block(block),
        _ => false,
    }
}

/// A chain of binary operators; long ones lean to the left.
fn is_constant_chain(expression: &Expression) -> bool {
    let mut rest = expression;
    while let ExpressionKind::Binary(binary) = &rest.kind {
        if !folds(binary.operator) || !is_attribute_argument(&binary.right) {
            return false;
        }
        rest = &binary.left;
    }
    is_attribute_argument(rest)
}

fn folds(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::And
            | BinaryOperator::Or
            | BinaryOperator::Xor
            | BinaryOperator::Band
            | BinaryOperator::Bor
            | BinaryOperator::Bxor
            | BinaryOperator::Plus
            | BinaryOperator::Minus
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::Rem
            | BinaryOperator::Shl
            | BinaryOperator::Shr
    )
}

fn is_constant_statement(statement: &Statement) -> bool {
    match &statement.kind {
        StatementKind::Pipeline(pipeline) => pipeline
            .pure_expression()
            .is_some_and(is_attribute_argument),
        _ => false,
    }
}

fn is_constant_block(block: &StatementBlock) -> bool {
    match block.statements.as_slice() {
        [statement] => block.traps.is_empty() && is_constant_statement(statement),
        _ => false,
    }
}

/// The part of what follows `$using:` that is neither a property nor a constant index.
pub(super) fn bad_using_part(expression: &Expression) -> Option<Span> {
    let mut rest = expression;
    loop {
        rest = match &rest.kind {
            ExpressionKind::Variable(_) => return None,
            ExpressionKind::Member(member)
                if matches!(member.member.kind, ExpressionKind::StringConstant(_)) =>
            {
                &member.target
            }
            ExpressionKind::Index(index) => {
                if !is_attribute_argument(&index.index) {
                    return Some(index.index.span);
                }
                &index.target
            }
            _ => return Some(rest.span),
        };
    }
}
