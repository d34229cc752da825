//! What can stand on the left of an assignment, or beside `++` and `--`.

use super::super::ast::{Expression, ExpressionKind, StatementKind};
use super::super::errors::ErrorId;
use super::super::span::Span;
use super::{Checker, is_type};

/// Automatic variables with the only type that can be written before them.
const AUTOMATIC: [(&str, &str); 9] = [
    ("_", "object"),
    ("args", "object[]"),
    ("this", "object"),
    ("input", "object"),
    ("PSCmdlet", "System.Management.Automation.PSScriptCmdlet"),
    (
        "PSBoundParameters",
        "System.Collections.Generic.Dictionary[string,object]",
    ),
    (
        "MyInvocation",
        "System.Management.Automation.InvocationInfo",
    ),
    ("PSScriptRoot", "string"),
    ("PSCommandPath", "string"),
];

/// The parts of `target` that nothing can be assigned to. `simple`: the operator is `=`, so a list is allowed.
pub(super) fn bad_targets(
    checker: &mut Checker<'_, '_>,
    target: &Expression,
    simple: bool,
) -> Vec<Span> {
    let mut bad = Vec::new();
    let mut waiting = vec![(target, simple)];
    while let Some((target, simple)) = waiting.pop() {
        match &target.kind {
            ExpressionKind::ArrayLiteral(elements) if simple => {
                waiting.extend(elements.iter().rev().map(|element| (element, true)));
            }
            ExpressionKind::Paren(inner) => match &inner.kind {
                StatementKind::Pipeline(pipeline) => match pipeline.pure_expression() {
                    Some(expression) => waiting.push((expression, simple)),
                    None => bad.push(inner.span),
                },
                _ => bad.push(inner.span),
            },
            ExpressionKind::Variable(_) => {}
            ExpressionKind::Member(member) if !member.null_conditional => {}
            ExpressionKind::InvokeMember(invoke) if !invoke.null_conditional => {}
            ExpressionKind::Index(index) if !index.null_conditional => {}
            ExpressionKind::Convert(_) | ExpressionKind::Attributed(_) => {
                if let Some(inner) = typed_target(checker, target) {
                    waiting.push((inner, simple));
                }
            }
            _ => bad.push(target.span),
        }
    }
    bad
}

/// Looks through types and attributes before a target. `None` when they are reported as wrong.
fn typed_target<'e>(
    checker: &mut Checker<'_, '_>,
    target: &'e Expression,
) -> Option<&'e Expression> {
    let mut converts = 0;
    let mut reference = None;
    let mut last_type: Option<&str> = None;
    let mut inner = target;
    loop {
        inner = match &inner.kind {
            ExpressionKind::Convert(convert) => {
                converts += 1;
                let name = &convert.constraint.type_name.full_name;
                if is_type(name, "ref") {
                    reference = Some(convert.constraint.span);
                } else if is_type(name, "void") {
                    checker.error(
                        ErrorId::VoidTypeConstraintNotAllowed,
                        convert.constraint.span,
                        "",
                    );
                }
                last_type = Some(name);
                &convert.operand
            }
            ExpressionKind::Attributed(attributed) => &attributed.operand,
            _ => break,
        };
    }
    if let Some(span) = reference.filter(|_| converts > 1) {
        checker.error(
            ErrorId::ReferenceNeedsToBeByItselfInTypeConstraint,
            span,
            "",
        );
        return None;
    }
    if let ExpressionKind::Variable(variable) = &inner.kind
        && variable.prefix.is_none()
        && let Some((name, only_type)) = AUTOMATIC.iter().find(|(name, _)| variable.is_plain(name))
        && !last_type.is_some_and(|written| is_type(written, only_type))
    {
        checker.error(
            ErrorId::AssignmentStatementToAutomaticNotSupported,
            target.span,
            name,
        );
    }
    Some(inner)
}
