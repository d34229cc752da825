//! The recursive-descent parser. It reads what PowerShell's parser reads, reports what it reports, and where it
//! reports; every rule gives a node however broken the text is, or `None` when nothing of its kind stands there.

mod attributes;
mod blocks;
mod branches;
mod commands;
mod definitions;
mod expressions;
mod functions;
mod leftout;
mod literals;
mod lookahead;
mod loops;
mod pipelines;
mod postfix;
mod requires;
mod statements;
mod types;
mod usings;

use std::rc::Rc;

use lookahead::Lookahead;

use super::ast::{AttributeBase, Expression, ExpressionKind, ScriptBlockAst};
use super::errors::ErrorId;
use super::lexer::{Input, Lexed, Lexer, Mode};
use super::report::Report;
use super::span::Span;
use super::token::{TokenFlags, TokenKind};

pub(super) struct Parser<'t, 's> {
    lexer: Lexer<'t, 's>,
    /// One token of lookahead.
    ungot: Option<Lexed>,
    /// Inside arguments the comma separates; elsewhere it builds arrays.
    no_comma_operator: bool,
    lookahead: Lookahead,
    /// Attributes before a statement, for the definition of a type that follows them.
    statement_attributes: Vec<AttributeBase>,
}

/// Reads a whole script.
pub(super) fn parse_script(text: &str, report: &mut Report) -> Rc<ScriptBlockAst> {
    let input = Input {
        text,
        start: 0,
        offsets: None,
        nested: false,
    };
    let mut parser = Parser::new(input, Mode::Command, report);
    let mut ast = parser.script_block(None, false);
    let lines = std::mem::take(&mut report.requires);
    // The lines are comments already; their words are not tokens of the script.
    let tokens = report.tokens.take();
    let comments = std::mem::take(&mut report.comments);
    let requirements = requires::requirements(text, &lines, report);
    report.tokens = tokens;
    report.comments = comments;
    // Nobody shares the tree yet.
    if let Some(script) = Rc::get_mut(&mut ast) {
        script.requirements = requirements;
        script.types = std::mem::take(&mut report.types);
    }
    ast
}

impl<'t, 's> Parser<'t, 's> {
    fn new(input: Input<'t>, mode: Mode, report: &'s mut Report) -> Self {
        Parser {
            lexer: Lexer::new(input, mode, report),
            ungot: None,
            no_comma_operator: false,
            lookahead: Lookahead::default(),
            statement_attributes: Vec::new(),
        }
    }

    fn report(&mut self) -> &mut Report {
        self.lexer.report
    }

    fn next(&mut self) -> Lexed {
        match self.ungot.take() {
            Some(token) => token,
            None => self.lexer.next_token(),
        }
    }

    fn peek(&mut self) -> &mut Lexed {
        let Self { ungot, lexer, .. } = self;
        ungot.get_or_insert_with(|| lexer.next_token())
    }

    fn peek_kind(&mut self) -> TokenKind {
        self.peek().kind
    }

    /// Takes the next token if it is of `kind`.
    fn accept(&mut self, kind: TokenKind) -> Option<Lexed> {
        if self.peek_kind() == kind {
            self.ungot.take()
        } else {
            None
        }
    }

    /// Drops the token that was looked at.
    fn skip_token(&mut self) {
        self.ungot = None;
    }

    fn unget(&mut self, token: Lexed) {
        debug_assert!(self.ungot.is_none(), "one token of lookahead");
        self.ungot = Some(token);
    }

    fn resync_to(&mut self, at: usize) {
        self.ungot = None;
        self.lexer.resync(at);
    }

    /// Sets the mode; a token looked at in the other mode is read again if it could come out different.
    fn set_mode(&mut self, mode: Mode) -> Mode {
        let before = self.lexer.mode;
        if mode != before {
            if let Some(token) = &self.ungot
                && !token.kind.has(TokenFlags::PARSE_MODE_INVARIANT)
            {
                let start = token.start;
                self.resync_to(start);
            }
            self.lexer.mode = mode;
        }
        before
    }

    fn skip_newlines(&mut self) {
        self.skip_separators(false);
    }

    fn skip_newlines_and_semicolons(&mut self) {
        self.skip_separators(true);
    }

    fn skip_separators(&mut self, semicolons: bool) {
        match &self.ungot {
            None => {}
            Some(token)
                if token.kind == TokenKind::NewLine
                    || (semicolons && token.kind == TokenKind::Semi) =>
            {
                self.ungot = None;
            }
            Some(_) => return,
        }
        self.lexer.skip_newlines(semicolons);
    }

    fn text_of(&self, token: &Lexed) -> &'t str {
        self.lexer.text_of(token)
    }

    fn name_of(&self, token: &Lexed) -> Rc<str> {
        Rc::from(self.lexer.text_of(token))
    }

    fn error(&mut self, id: ErrorId, span: Span, argument: &str) {
        self.lexer.error(id, span, argument);
    }

    /// Reports an error that more text may repair, if nothing but blanks follows. Gives whether it may.
    fn incomplete(&mut self, id: ErrorId, span: Span, argument: &str) -> bool {
        self.lexer.incomplete(id, span, argument)
    }

    /// As [`Parser::incomplete`], for an error at `span` that was noticed at `noticed`.
    fn incomplete_at(&mut self, id: ErrorId, span: Span, noticed: Span, argument: &str) {
        let incomplete = self.lexer.is_at_end_of_script(noticed);
        self.report().error(id, span, argument, incomplete);
    }

    fn unexpected(&mut self, token: &Lexed) {
        let text = self.text_of(token);
        self.error(ErrorId::UnexpectedToken, token.span, text);
    }

    /// The span of one character before a token; PowerShell points there when something is missing.
    fn before(&self, token: &Lexed) -> Span {
        self.lexer.character_before(token.span.start)
    }

    fn add_flags(&mut self, token: &mut Lexed, flags: TokenFlags) {
        self.lexer.add_flags(token, flags);
    }

    fn remove_flags(&mut self, token: &mut Lexed, flags: TokenFlags) {
        token.flags.remove(flags);
        self.report()
            .change_token(token.saved, token.span, |kept| kept.flags.remove(flags));
    }

    fn enter(&mut self) -> Option<u32> {
        let at = match &self.ungot {
            Some(token) => token.span,
            None => Span::at(
                self.lexer
                    .span(self.lexer.restore_point(), self.lexer.restore_point())
                    .start,
            ),
        };
        let entered = self.report().enter(at);
        if entered.is_none() {
            self.ungot = None;
        }
        entered
    }

    fn leave(&mut self, outside: u32) {
        self.report().leave(outside);
    }

    /// Notes that a node was put on top of `below`, and gives up when the chain is too high.
    fn grow(&mut self, at: Span) {
        self.report().grow(at);
        if self.report().stopped() {
            self.ungot = None;
        }
    }

    /// Skips to a token of one of `kinds` outside nested brackets. The found closing bracket is taken if `take`.
    fn sync_on_error(&mut self, take: bool, kinds: &[TokenKind]) {
        const CLOSES: [(TokenKind, TokenKind); 3] = [
            (TokenKind::LParen, TokenKind::RParen),
            (TokenKind::LCurly, TokenKind::RCurly),
            (TokenKind::LBracket, TokenKind::RBracket),
        ];
        let mut depths = CLOSES.map(|(_, close)| i32::from(kinds.contains(&close)));
        loop {
            let token = self.next();
            if token.kind == TokenKind::EndOfInput {
                self.unget(token);
                return;
            }
            for (depth, (open, close)) in depths.iter_mut().zip(CLOSES) {
                if token.kind == open {
                    *depth += 1;
                } else if token.kind == close {
                    *depth -= 1;
                    if *depth == 0 && kinds.contains(&close) {
                        if !take {
                            self.unget(token);
                        }
                        return;
                    }
                }
            }
            if kinds.contains(&token.kind) && depths == [0, 0, 0] {
                return;
            }
        }
    }
}

fn error_expression(span: Span) -> Expression {
    Expression {
        span,
        kind: ExpressionKind::Error(Vec::new()),
    }
}
