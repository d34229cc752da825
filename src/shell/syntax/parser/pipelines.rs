//! Assignments, pipelines, chains of pipelines, redirections.

use super::super::ast::{
    Assignment, AssignmentOperator, ChainOperator, CommandExpression, ErrorPart, Expression,
    Pipeline, PipelineChain, PipelineElement, Redirection, RedirectionStream, RedirectionTarget,
    Statement, StatementKind,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, Mode, TokenValue};
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::commands::ArgumentContext;
use super::statements::{error_statement, pipeline_statement};
use super::{Parser, error_expression};

impl Parser<'_, '_> {
    /// An assignment, a pipeline or a chain of pipelines. `None`: nothing here can begin one.
    pub(super) fn pipeline_chain(&mut self) -> Option<Statement> {
        let entered = self.enter()?;
        let start = self.expression_at_start();
        let operator = if start.is_some() {
            self.assignment_operator()
        } else {
            None
        };
        let statement = match (start, operator) {
            (Some(left), Some((operator, span))) => Some(self.assignment(left, operator, span)),
            (start, _) => self.chain_from(start),
        };
        self.leave(entered);
        statement
    }

    /// The expression that a pipeline may begin with.
    fn expression_at_start(&mut self) -> Option<Expression> {
        // A word that begins with a letter is a command: no need to read it in expression mode first.
        if self.begins_with_command_word() {
            return None;
        }
        let mode = self.set_mode(Mode::Expression);
        let expression = self.expression(false);
        if expression.is_some() {
            // Looked at in this mode: in command mode `=0` would be one word.
            self.peek();
            if self.peek().flags.contains(TokenFlags::ASSIGNMENT_OPERATOR) {
                self.lexer.mode = mode;
                return expression;
            }
        }
        self.set_mode(mode);
        expression
    }

    fn assignment_operator(&mut self) -> Option<(AssignmentOperator, Span)> {
        let token = self.ungot.as_ref()?;
        let operator = match token.kind {
            TokenKind::Equals => AssignmentOperator::Equals,
            TokenKind::PlusEquals => AssignmentOperator::PlusEquals,
            TokenKind::MinusEquals => AssignmentOperator::MinusEquals,
            TokenKind::MultiplyEquals => AssignmentOperator::MultiplyEquals,
            TokenKind::DivideEquals => AssignmentOperator::DivideEquals,
            TokenKind::RemainderEquals => AssignmentOperator::RemainderEquals,
            TokenKind::QuestionQuestionEquals => AssignmentOperator::QuestionQuestionEquals,
            _ => return None,
        };
        let span = token.span;
        self.skip_token();
        Some((operator, span))
    }

    fn assignment(
        &mut self,
        left: Expression,
        operator: AssignmentOperator,
        operator_span: Span,
    ) -> Statement {
        self.skip_newlines();
        let right = self.statement().unwrap_or_else(|| {
            let after = operator_span.after();
            self.incomplete(ErrorId::ExpectedValueExpression, after, operator.text());
            error_statement(after, Vec::new())
        });
        let span = left.span.to(right.span);
        Statement {
            span,
            kind: StatementKind::Assignment(Box::new(Assignment {
                left,
                operator,
                operator_span,
                right,
            })),
        }
    }

    fn chain_from(&mut self, start: Option<Expression>) -> Option<Statement> {
        let mut start = start;
        let mut pipelines: Vec<(Option<ChainOperator>, Pipeline)> = Vec::new();
        let mut operator: Option<Lexed> = None;
        loop {
            let (first_kind, first_span) = if start.is_some() {
                (TokenKind::Unknown, Span::default())
            } else {
                let token = self.peek();
                (token.kind, token.span)
            };
            let Some(mut pipeline) = self.pipeline(start.take()) else {
                let operator = operator?;
                return Some(self.chain_without_end(pipelines, &operator, first_kind, first_span));
            };
            let chain_operator = operator.as_ref().map(|operator| operator.chain_operator());
            let next = self.peek_kind();
            if matches!(next, TokenKind::AndAnd | TokenKind::OrOr) {
                pipelines.push((chain_operator, pipeline));
                let token = self.next();
                self.skip_newlines();
                if self.peek_kind() == TokenKind::EndOfInput {
                    let text = token.kind.text();
                    self.incomplete(ErrorId::EmptyPipelineChainElement, token.span.after(), text);
                    return chain(pipelines, false);
                }
                operator = Some(token);
                continue;
            }
            let background = next == TokenKind::Ampersand;
            if background {
                self.skip_token();
                if matches!(self.peek_kind(), TokenKind::AndAnd | TokenKind::OrOr) {
                    let token = self.next();
                    self.error(ErrorId::BackgroundOperatorInPipelineChain, token.span, "");
                    pipelines.push((chain_operator, pipeline));
                    let whole = chain(pipelines, false)?;
                    return Some(error_statement(
                        whole.span.to(token.span),
                        vec![ErrorPart::Statement(whole)],
                    ));
                }
                if pipelines.is_empty() {
                    pipeline.background = true;
                }
            }
            pipelines.push((chain_operator, pipeline));
            return chain(pipelines, background);
        }
    }

    /// After `&&` or `||` no pipeline was found; another error may have said so.
    fn chain_without_end(
        &mut self,
        pipelines: Vec<(Option<ChainOperator>, Pipeline)>,
        operator: &Lexed,
        first_kind: TokenKind,
        first_span: Span,
    ) -> Statement {
        let text = operator.kind.text();
        match first_kind {
            TokenKind::EndOfInput => {
                self.incomplete(
                    ErrorId::EmptyPipelineChainElement,
                    operator.span.after(),
                    text,
                );
            }
            TokenKind::Dot | TokenKind::Ampersand => {}
            _ => self.error(
                ErrorId::EmptyPipelineChainElement,
                operator.span.to(first_span),
                text,
            ),
        }
        let whole = chain(pipelines, false);
        let span = whole
            .as_ref()
            .map_or(operator.span, |whole| whole.span.to(operator.span));
        error_statement(span, whole.into_iter().map(ErrorPart::Statement).collect())
    }

    /// Elements joined by pipes.
    fn pipeline(&mut self, start: Option<Expression>) -> Option<Pipeline> {
        let mut elements: Vec<PipelineElement> = Vec::new();
        let mut expression = start;
        let mut pipe: Option<Span> = None;
        loop {
            if expression.is_none() && !self.begins_with_command_word() {
                let mode = self.set_mode(Mode::Expression);
                expression = self.expression(false);
                self.set_mode(mode);
            }
            let element = match expression.take() {
                Some(expression) => {
                    if !elements.is_empty() {
                        self.error(
                            ErrorId::ExpressionsMustBeFirstInPipeline,
                            expression.span,
                            "",
                        );
                    }
                    Some(PipelineElement::Expression(
                        self.command_expression(expression),
                    ))
                }
                None => self.command().map(PipelineElement::Command),
            };
            match element {
                Some(element) => {
                    // Most have one element: no place is kept for more.
                    if elements.is_empty() {
                        elements.reserve_exact(1);
                    }
                    elements.push(element);
                }
                None if !elements.is_empty() || self.peek_kind() == TokenKind::Pipe => {
                    let span = match pipe {
                        Some(pipe) => pipe.after(),
                        None => self.peek().span,
                    };
                    self.incomplete(ErrorId::EmptyPipeElement, span, "");
                }
                None => {}
            }
            if self.peek_kind() == TokenKind::NewLine
                && self.lexer.is_pipe_continuation(self.lexer.restore_point())
            {
                self.skip_newlines();
            }
            match self.peek_kind() {
                TokenKind::Semi
                | TokenKind::NewLine
                | TokenKind::RParen
                | TokenKind::RCurly
                | TokenKind::EndOfInput
                | TokenKind::AndAnd
                | TokenKind::OrOr
                | TokenKind::Ampersand => break,
                TokenKind::Pipe => {
                    let token = self.next();
                    pipe = Some(token.span);
                    self.skip_newlines();
                    if self.peek_kind() == TokenKind::EndOfInput {
                        self.incomplete(ErrorId::EmptyPipeElement, token.span.after(), "");
                        break;
                    }
                }
                _ => {
                    let token = self.next();
                    self.unexpected(&token);
                    self.unget(token);
                    break;
                }
            }
        }
        let first = elements.first()?.span();
        let last = elements.last()?.span();
        Some(Pipeline {
            span: first.to(last),
            elements,
            background: false,
        })
    }

    /// Whether the token that was looked at begins a command and can begin no expression.
    fn begins_with_command_word(&mut self) -> bool {
        if self.lexer.mode != Mode::Command {
            return false;
        }
        let token = self.peek();
        let start = token.start;
        let is_word = matches!(token.kind, TokenKind::Generic | TokenKind::Identifier)
            || token.kind.has(TokenFlags::KEYWORD);
        is_word
            && self
                .lexer
                .slice(start, start + 1)
                .starts_with(|c: char| c.is_ascii_alphabetic())
    }

    fn command_expression(&mut self, expression: Expression) -> CommandExpression {
        let mut span = expression.span;
        let mut redirections = Vec::new();
        while matches!(
            self.peek_kind(),
            TokenKind::Redirection | TokenKind::RedirectInStd
        ) {
            let token = self.next();
            if let Some(end) = self.redirection(&token, &mut redirections) {
                span = span.to(end);
            }
        }
        CommandExpression {
            span,
            expression,
            redirections,
        }
    }

    /// A redirection; kept unless its stream is redirected already. Gives its extent.
    pub(super) fn redirection(
        &mut self,
        token: &Lexed,
        redirections: &mut Vec<Redirection>,
    ) -> Option<Span> {
        let redirection = match token.value {
            TokenValue::MergingRedirection { from, to } => {
                if to != RedirectionStream::Output || from == to {
                    let text = self.text_of(token);
                    self.error(ErrorId::RedirectionNotSupported, token.span, text);
                }
                let target = RedirectionTarget::Stream(RedirectionStream::Output);
                Redirection {
                    span: token.span,
                    from,
                    target,
                }
            }
            TokenValue::FileRedirection { from, append } => {
                let location = Box::new(self.redirection_file(token));
                let span = token.span.to(location.span);
                Redirection {
                    span,
                    from,
                    target: RedirectionTarget::File { location, append },
                }
            }
            _ => {
                let file = self.redirection_file(token);
                self.error(ErrorId::RedirectionNotSupported, token.span, "<");
                return Some(token.span.to(file.span));
            }
        };
        let span = redirection.span;
        if redirections
            .iter()
            .any(|other| other.from == redirection.from)
        {
            self.error(
                ErrorId::StreamAlreadyRedirected,
                span,
                redirection.from.text(),
            );
        } else {
            redirections.push(redirection);
        }
        Some(span)
    }

    fn redirection_file(&mut self, token: &Lexed) -> Expression {
        self.single_argument(ArgumentContext::FileName)
            .unwrap_or_else(|| {
                self.error(ErrorId::MissingFileSpecification, token.span.after(), "");
                error_expression(token.span)
            })
    }
}

impl Lexed {
    fn chain_operator(&self) -> ChainOperator {
        if self.kind == TokenKind::OrOr {
            ChainOperator::Or
        } else {
            ChainOperator::And
        }
    }
}

impl AssignmentOperator {
    /// The operator as written.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            AssignmentOperator::Equals => "=",
            AssignmentOperator::PlusEquals => "+=",
            AssignmentOperator::MinusEquals => "-=",
            AssignmentOperator::MultiplyEquals => "*=",
            AssignmentOperator::DivideEquals => "/=",
            AssignmentOperator::RemainderEquals => "%=",
            AssignmentOperator::QuestionQuestionEquals => "??=",
        }
    }
}

impl RedirectionStream {
    /// The stream's name in messages.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            RedirectionStream::All => "all",
            RedirectionStream::Output => "output",
            RedirectionStream::Error => "error",
            RedirectionStream::Warning => "warning",
            RedirectionStream::Verbose => "verbose",
            RedirectionStream::Debug => "debug",
            RedirectionStream::Information => "information",
        }
    }
}

/// One pipeline, or several with their operators.
fn chain(pipelines: Vec<(Option<ChainOperator>, Pipeline)>, background: bool) -> Option<Statement> {
    let mut pipelines = pipelines.into_iter();
    let (_, first) = pipelines.next()?;
    let rest: Vec<(ChainOperator, Pipeline)> = pipelines
        .map(|(operator, pipeline)| (operator.unwrap_or(ChainOperator::And), pipeline))
        .collect();
    let Some((_, last)) = rest.last() else {
        return Some(pipeline_statement(first));
    };
    let span = first.span.to(last.span);
    Some(Statement {
        span,
        kind: StatementKind::PipelineChain(Box::new(PipelineChain {
            first,
            rest,
            background,
        })),
    })
}
