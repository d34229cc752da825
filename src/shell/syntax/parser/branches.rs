//! `if`, `switch`, `try`.

use super::super::ast::{
    AttributeBase, Catch, CommandExpression, ErrorPart, ErrorStatement, Expression, ExpressionKind,
    If, Pipeline, PipelineElement, Statement, StatementBlock, StatementKind, StringConstant,
    StringKind, Switch, SwitchFlags, Try, TypeConstraint,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, TokenValue};
use super::super::span::Span;
use super::super::token::TokenKind;
use super::Parser;
use super::commands::ArgumentContext;
use super::loops::abbreviates;
use super::statements::{Label, error_statement, pipeline_statement};

/// What has been read of an `if` statement.
#[derive(Default)]
struct IfClauses {
    clauses: Vec<(Statement, StatementBlock)>,
    /// A condition that was read before the statement broke.
    dangling: Option<Statement>,
}

impl IfClauses {
    fn into_error(self, span: Span) -> Statement {
        let mut parts = Vec::new();
        for (condition, body) in self.clauses {
            parts.push(ErrorPart::Statement(condition));
            parts.push(ErrorPart::Block(body));
        }
        parts.extend(self.dangling.map(ErrorPart::Statement));
        error_statement(span, parts)
    }
}

/// What has been read of a `switch` statement.
struct SwitchParts {
    flags: SwitchFlags,
    condition: Option<Statement>,
    /// The condition stood in parentheses (not after `-File`).
    in_parentheses: bool,
    clauses: Vec<(Expression, StatementBlock)>,
    default: Option<StatementBlock>,
    /// Patterns that have no block.
    dangling: Vec<Expression>,
    /// Where the readable part ends.
    end: Span,
    is_error: bool,
    is_incomplete: bool,
}

impl Parser<'_, '_> {
    pub(super) fn if_statement(&mut self, if_token: &Lexed) -> Statement {
        let start = if_token.span;
        let mut read = IfClauses::default();
        let mut keyword_span = if_token.span;
        let mut keyword = "if";
        let else_block = loop {
            self.skip_newlines();
            let Some(l_paren) = self.accept(TokenKind::LParen) else {
                self.incomplete(
                    ErrorId::MissingOpenParenthesisInIfStatement,
                    keyword_span.after(),
                    keyword,
                );
                return read.into_error(start.to(keyword_span));
            };
            self.skip_newlines();
            let condition = self.pipeline_chain();
            let has_condition = condition.is_some();
            let condition = condition.unwrap_or_else(|| {
                let after = l_paren.span.after();
                self.incomplete(ErrorId::IfStatementMissingCondition, after, keyword);
                error_statement(after, Vec::new())
            });
            self.skip_newlines();
            let r_paren = self.next();
            if r_paren.kind != TokenKind::RParen {
                if has_condition {
                    let span = r_paren.span;
                    self.incomplete(ErrorId::MissingEndParenthesisAfterStatement, span, keyword);
                    read.dangling = Some(condition);
                }
                let end = self.before(&r_paren);
                self.unget(r_paren);
                return read.into_error(start.to(end));
            }
            let Some(body) = self.statement_block() else {
                self.incomplete(ErrorId::MissingStatementBlock, r_paren.span, keyword);
                read.dangling = has_condition.then_some(condition);
                return read.into_error(start.to(r_paren.span));
            };
            read.clauses.push((condition, body));
            // Without `else` the line endings belong to what is around: they separate hashtable entries.
            let restore_point = match &self.ungot {
                Some(token) => token.start,
                None => self.lexer.restore_point(),
            };
            self.skip_newlines();
            match self.peek_kind() {
                TokenKind::ElseIf => {
                    keyword_span = self.next().span;
                    keyword = "elseif";
                }
                TokenKind::Else => {
                    let else_token = self.next();
                    let Some(block) = self.statement_block() else {
                        let after = else_token.span.after();
                        self.incomplete(ErrorId::MissingStatementBlockAfterElse, after, "");
                        return read.into_error(start.to(else_token.span));
                    };
                    break Some(block);
                }
                _ => {
                    self.resync_to(restore_point);
                    break None;
                }
            }
        };
        let end = match (&else_block, read.clauses.last()) {
            (Some(block), _) => block.span,
            (None, Some((_, block))) => block.span,
            (None, None) => start,
        };
        let kind = StatementKind::If(Box::new(If {
            clauses: read.clauses,
            else_block,
        }));
        Statement {
            span: start.to(end),
            kind,
        }
    }

    pub(super) fn switch_statement(&mut self, label: Option<Label>, keyword: &Lexed) -> Statement {
        let start = Label::start(label.as_ref(), keyword.span);
        let mut read = SwitchParts {
            flags: SwitchFlags::default(),
            condition: None,
            in_parentheses: false,
            clauses: Vec::new(),
            default: None,
            dangling: Vec::new(),
            end: start,
            is_error: false,
            is_incomplete: false,
        };
        self.skip_newlines();
        let reserved = self.switch_flags(&mut read);
        self.switch_condition(&mut read);
        self.skip_newlines();
        let r_curly = match self.accept(TokenKind::LCurly) {
            Some(l_curly) => self.switch_clauses(l_curly.span, &mut read),
            None => {
                if !read.is_incomplete {
                    read.is_error = true;
                    self.incomplete(
                        ErrorId::MissingCurlyBraceInSwitchStatement,
                        read.end.after(),
                        "",
                    );
                }
                None
            }
        };
        let (Some(r_curly), false) = (r_curly, read.is_error) else {
            return broken_switch(start, read);
        };
        let span = start.to(r_curly);
        if reserved {
            self.error(
                ErrorId::KeywordParameterReservedForFutureUse,
                span,
                "parallel",
            );
        }
        let label = Label::name_of(label);
        let SwitchParts {
            flags,
            condition,
            clauses,
            default,
            ..
        } = read;
        let condition = condition.unwrap_or_else(|| error_statement(start, Vec::new()));
        Statement {
            span,
            kind: StatementKind::Switch(Box::new(Switch {
                label,
                flags,
                condition,
                clauses,
                default,
            })),
        }
    }

    /// `-Regex` and its like. Gives whether the reserved `-Parallel` was among them.
    fn switch_flags(&mut self, read: &mut SwitchParts) -> bool {
        let mut reserved = false;
        while let Some(token) = self.accept(TokenKind::Parameter) {
            let TokenValue::Parameter { name, .. } = &token.value else {
                break;
            };
            read.end = token.span;
            if abbreviates(name, "regex") {
                read.flags.regex = true;
                read.flags.wildcard = false;
            } else if abbreviates(name, "wildcard") {
                read.flags.wildcard = true;
                read.flags.regex = false;
            } else if abbreviates(name, "exact") {
                read.flags.exact = true;
                read.flags.regex = false;
                read.flags.wildcard = false;
            } else if abbreviates(name, "casesensitive") {
                read.flags.case_sensitive = true;
            } else if abbreviates(name, "parallel") {
                reserved = true;
            } else if abbreviates(name, "file") {
                read.flags.file = true;
                self.skip_newlines();
                match self.single_argument(ArgumentContext::FileName) {
                    Some(file) => {
                        read.end = file.span;
                        read.condition = Some(expression_statement(file));
                    }
                    None => {
                        read.is_error = true;
                        read.is_incomplete =
                            self.incomplete(ErrorId::MissingFilenameOption, token.span.after(), "");
                    }
                }
            } else {
                read.is_error = true;
                self.error(ErrorId::InvalidSwitchFlag, token.span, name);
            }
        }
        reserved
    }

    fn switch_condition(&mut self, read: &mut SwitchParts) {
        let Some(l_paren) = self.accept(TokenKind::LParen) else {
            if read.condition.is_none() && !read.flags.file {
                read.is_error = true;
                read.is_incomplete =
                    self.incomplete(ErrorId::PipelineValueRequired, read.end.after(), "");
            }
            return;
        };
        read.end = l_paren.span;
        read.in_parentheses = true;
        if read.flags.file {
            read.is_error = true;
            self.error(ErrorId::PipelineValueRequired, l_paren.span, "");
        }
        self.skip_newlines();
        read.condition = self.pipeline_chain();
        match &read.condition {
            Some(condition) => read.end = condition.span,
            None => {
                read.is_error = true;
                read.is_incomplete =
                    self.incomplete(ErrorId::PipelineValueRequired, l_paren.span.after(), "");
            }
        }
        self.skip_newlines();
        match self.accept(TokenKind::RParen) {
            Some(r_paren) => read.end = r_paren.span,
            None if !read.is_incomplete => {
                read.is_error = true;
                let after = read.end.after();
                read.is_incomplete =
                    self.incomplete(ErrorId::MissingEndParenthesisInSwitchStatement, after, "");
            }
            None => {}
        }
    }

    /// The clauses after the brace. Gives the closing brace.
    fn switch_clauses(&mut self, l_curly: Span, read: &mut SwitchParts) -> Option<Span> {
        read.end = l_curly;
        self.skip_newlines();
        loop {
            let Some(pattern) = self.single_argument(ArgumentContext::SwitchCondition) else {
                read.is_error = true;
                self.incomplete(
                    ErrorId::MissingSwitchConditionExpression,
                    read.end.after(),
                    "",
                );
                self.accept(TokenKind::RCurly);
                return None;
            };
            read.end = pattern.span;
            let is_default = is_default_keyword(&pattern);
            match self.statement_block() {
                None => {
                    read.is_error = true;
                    let after = read.end.after();
                    read.is_incomplete =
                        self.incomplete(ErrorId::MissingSwitchStatementClause, after, "");
                    read.dangling.push(pattern);
                }
                Some(body) => {
                    read.end = body.span;
                    if !is_default {
                        read.clauses.push((pattern, body));
                    } else {
                        if read.default.is_some() {
                            read.is_error = true;
                            self.error(ErrorId::MultipleSwitchDefaultClauses, pattern.span, "");
                        }
                        read.default = Some(body);
                    }
                }
            }
            self.skip_newlines_and_semicolons();
            if let Some(r_curly) = self.accept(TokenKind::RCurly) {
                return Some(r_curly.span);
            }
            if self.peek_kind() == TokenKind::EndOfInput {
                if !read.is_incomplete {
                    read.is_error = true;
                    let noticed = self.peek().span;
                    self.incomplete_at(ErrorId::MissingEndCurlyBrace, l_curly, noticed, "");
                }
                return None;
            }
        }
    }

    pub(super) fn try_statement(&mut self, try_token: &Lexed) -> Statement {
        let Some(body) = self.statement_block() else {
            self.incomplete(
                ErrorId::MissingTryStatementBlock,
                try_token.span.after(),
                "",
            );
            return error_statement(try_token.span, Vec::new());
        };
        let mut error_end: Option<Span> = None;
        let mut catches = Vec::new();
        let mut dangling = Vec::new();
        while let Some(clause) = self.catch_clause(&mut error_end, &mut dangling) {
            catches.push(clause);
        }
        self.skip_newlines();
        let mut finally = None;
        if let Some(token) = self.accept(TokenKind::Finally) {
            finally = self.statement_block();
            if finally.is_none() {
                error_end = Some(token.span);
                self.incomplete(
                    ErrorId::MissingFinallyStatementBlock,
                    token.span.after(),
                    "",
                );
            }
        }
        if catches.is_empty() && finally.is_none() && error_end.is_none() {
            error_end = Some(body.span);
            self.incomplete(ErrorId::MissingCatchOrFinally, body.span.after(), "");
        }
        if let Some(end) = error_end {
            let mut parts = vec![ErrorPart::Block(body)];
            parts.extend(
                catches
                    .into_iter()
                    .map(|clause: Catch| ErrorPart::Block(clause.body)),
            );
            let types = dangling
                .into_iter()
                .map(|constraint| ErrorPart::Attribute(AttributeBase::Type(constraint)));
            parts.extend(types);
            return error_statement(try_token.span.to(end), parts);
        }
        let last = match (&finally, catches.last()) {
            (Some(block), _) => block.span,
            (None, Some(clause)) => clause.span,
            (None, None) => body.span,
        };
        let kind = StatementKind::Try(Box::new(Try {
            body,
            catches,
            finally,
        }));
        Statement {
            span: try_token.span.to(last),
            kind,
        }
    }

    fn catch_clause(
        &mut self,
        error_end: &mut Option<Span>,
        dangling: &mut Vec<TypeConstraint>,
    ) -> Option<Catch> {
        self.skip_newlines();
        let catch = self.accept(TokenKind::Catch)?;
        let mut types = Vec::new();
        let mut comma: Option<Span> = None;
        let mut reported = false;
        loop {
            let restore_point = self.lexer.restore_point();
            self.skip_newlines();
            match self.attribute() {
                Some(AttributeBase::Type(constraint)) => types.push(constraint),
                Some(AttributeBase::Attribute(_)) => {
                    // It belongs to what comes next.
                    self.resync_to(restore_point);
                    break;
                }
                None => {
                    if let Some(comma) = comma {
                        *error_end = Some(comma);
                        reported = true;
                        self.incomplete(ErrorId::MissingTypeLiteralToken, comma.after(), "");
                    }
                    break;
                }
            }
            self.skip_newlines();
            match self.accept(TokenKind::Comma) {
                Some(token) => comma = Some(token.span),
                None => break,
            }
        }
        let Some(body) = self.statement_block() else {
            if !reported {
                let end = types
                    .last()
                    .map_or(catch.span, |constraint| constraint.span);
                *error_end = Some(end);
                self.incomplete(ErrorId::MissingCatchHandlerBlock, end.after(), "");
            }
            dangling.append(&mut types);
            return None;
        };
        Some(Catch {
            span: catch.span.to(body.span),
            types,
            body,
        })
    }
}

/// The bare word `default`.
fn is_default_keyword(pattern: &Expression) -> bool {
    match &pattern.kind {
        ExpressionKind::StringConstant(StringConstant {
            value,
            kind: StringKind::BareWord,
        }) => value.eq_ignore_ascii_case("default"),
        _ => false,
    }
}

/// A statement that is nothing but an expression.
fn expression_statement(expression: Expression) -> Statement {
    let span = expression.span;
    let element = PipelineElement::Expression(CommandExpression {
        span,
        expression,
        redirections: Vec::new(),
    });
    pipeline_statement(Pipeline {
        span,
        elements: vec![element],
        background: false,
    })
}

/// What could be read of a `switch` statement.
fn broken_switch(start: Span, read: SwitchParts) -> Statement {
    let mut parts = Vec::new();
    if read.in_parentheses {
        parts.extend(read.condition.map(ErrorPart::Statement));
    }
    for (pattern, body) in read.clauses {
        parts.push(ErrorPart::Expression(pattern));
        parts.push(ErrorPart::Block(body));
    }
    parts.extend(read.default.map(ErrorPart::Block));
    parts.extend(read.dangling.into_iter().map(ErrorPart::Expression));
    let kind = StatementKind::Error(Box::new(ErrorStatement {
        keyword: Some("switch"),
        parts,
    }));
    Statement {
        span: start.to(read.end),
        kind,
    }
}
