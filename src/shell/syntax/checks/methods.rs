//! Methods that promise a value must give one.

use super::super::ast::{ClassMember, ScriptBlockAst, Statement, StatementBlock, StatementKind};

/// Whether a method says that it gives something.
pub(super) fn returns_value(member: &ClassMember) -> bool {
    member
        .declared_type()
        .is_some_and(|ty| !ty.type_name.full_name.eq_ignore_ascii_case("void"))
}

/// Whether there is any statement in a body that ends it with a value or an error. A body with some is taken as it is: which
/// of its paths are walked is known when it runs.
pub(super) fn can_leave(body: &ScriptBlockAst) -> bool {
    body.end
        .iter()
        .any(|block| block.statements.iter().any(leaves))
}

fn block(block: &StatementBlock) -> bool {
    block.statements.iter().any(leaves)
}

fn leaves(statement: &Statement) -> bool {
    match &statement.kind {
        StatementKind::Return(_)
        | StatementKind::MethodReturn(_)
        | StatementKind::Throw(_)
        | StatementKind::Exit(_)
        | StatementKind::Error(_) => true,
        StatementKind::If(branch) => {
            branch.clauses.iter().any(|(_, body)| block(body))
                || branch.else_block.iter().any(block)
        }
        StatementKind::Switch(switch) => {
            switch.clauses.iter().any(|(_, body)| block(body)) || switch.default.iter().any(block)
        }
        StatementKind::ForEach(each) => block(&each.body),
        StatementKind::For(each) => block(&each.body),
        StatementKind::While(each) => block(&each.body),
        StatementKind::DoWhile(each) | StatementKind::DoUntil(each) => block(&each.body),
        StatementKind::Try(each) => {
            block(&each.body)
                || each.catches.iter().any(|clause| block(&clause.body))
                || each.finally.iter().any(block)
        }
        StatementKind::Pipeline(_)
        | StatementKind::PipelineChain(_)
        | StatementKind::Assignment(_)
        | StatementKind::Function(_)
        | StatementKind::Type(_)
        | StatementKind::Data(_)
        | StatementKind::Break(_)
        | StatementKind::Continue(_) => false,
    }
}
