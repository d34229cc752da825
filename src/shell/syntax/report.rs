//! What a parse collects beside the tree: errors, kept tokens, comments, ids, and how deep it is.

use std::collections::HashSet;
use std::rc::Rc;

use super::MAX_TREE_HEIGHT;
use super::ast::TypeDefinition;
use super::errors::{ErrorId, ParseError};
use super::span::{SourceText, Span};
use super::token::Token;

/// How deep statements and expressions may nest. Measured: a debug build parses this deep in half of a 2 MiB stack.
pub(super) const MAX_DEPTH: u32 = 200;

/// How often the text may be read over, on average. Words are read again when the mode changes, and the inside of strings
/// once a level; whole scripts need three or four readings. It keeps the time linear for text made to be read for ever.
const MAX_READINGS: usize = 24;

/// How a comment begins that says what a script needs.
const REQUIRES: &str = "#requires ";

pub(super) struct Report {
    pub source: Rc<SourceText>,
    pub errors: Vec<ParseError>,
    /// Kept tokens; `None` when nobody asked for them.
    pub tokens: Option<Vec<Token>>,
    pub comments: Vec<Span>,
    /// Comments that begin with `#Requires`.
    pub requires: Vec<Span>,
    pub id_count: Rc<std::cell::Cell<u32>>,
    /// The classes and enumerations that were read.
    pub types: Vec<Rc<TypeDefinition>>,
    /// Whether what is read now is the body of a method of a class, and not a block inside it.
    pub in_method: bool,
    seen: HashSet<(ErrorId, Span)>,
    next_id: u32,
    depth: u32,
    height: u32,
    stopped: bool,
    /// Bytes that may still be read, again or for the first time.
    budget: usize,
}

impl Report {
    pub fn new(source: Rc<SourceText>, keep_tokens: bool) -> Self {
        let budget = source
            .text()
            .len()
            .saturating_mul(MAX_READINGS)
            .saturating_add(1 << 16);
        Report {
            source,
            errors: Vec::new(),
            tokens: keep_tokens.then(Vec::new),
            comments: Vec::new(),
            requires: Vec::new(),
            id_count: Rc::default(),
            types: Vec::new(),
            in_method: false,
            seen: HashSet::new(),
            next_id: 0,
            depth: 0,
            height: 0,
            stopped: false,
            budget,
        }
    }

    /// Notes an error. The same error at the same place is noted once: text may be read twice.
    pub fn error(&mut self, id: ErrorId, span: Span, argument: &str, incomplete: bool) {
        if self.stopped || !self.seen.insert((id, span)) {
            return;
        }
        self.errors.push(ParseError {
            id: id.name(),
            span,
            message: id.message(argument),
            incomplete,
        });
    }

    pub fn next_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id = self.next_id.saturating_add(1);
        self.id_count.set(self.next_id);
        id
    }

    /// Keeps a token if tokens are wanted, and gives its place in the list.
    pub fn keep_token(&mut self, token: impl FnOnce() -> Token) -> usize {
        match &mut self.tokens {
            Some(tokens) => {
                tokens.push(token());
                tokens.len() - 1
            }
            None => usize::MAX,
        }
    }

    /// Changes a kept token, unless it has been dropped or replaced since.
    pub fn change_token(&mut self, at: usize, span: Span, change: impl FnOnce(&mut Token)) {
        if let Some(token) = self.tokens.as_mut().and_then(|tokens| tokens.get_mut(at))
            && token.span == span
        {
            change(token);
        }
    }

    pub fn keep_comment(&mut self, span: Span) {
        // Text that is read again gives its comments again.
        if self
            .comments
            .last()
            .is_none_or(|last| last.start < span.start)
        {
            self.comments.push(span);
            let text = self.source.slice(span);
            if text
                .get(..REQUIRES.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(REQUIRES))
            {
                self.requires.push(span);
            }
        }
    }

    /// Whether the parse was given up because the text nests too deep.
    pub fn stopped(&self) -> bool {
        self.stopped
    }

    /// Enters one level of nesting. Gives what [`Report::leave`] wants back, or nothing when it is too deep.
    pub fn enter(&mut self, at: Span) -> Option<u32> {
        if self.depth >= MAX_DEPTH {
            self.stop(at);
        }
        if self.stopped {
            return None;
        }
        self.depth += 1;
        Some(std::mem::take(&mut self.height))
    }

    /// Leaves a level: what was built in it is one node higher than its highest part.
    pub fn leave(&mut self, outside: u32) {
        self.depth = self.depth.saturating_sub(1);
        self.height = outside.max(self.height.saturating_add(1));
    }

    /// Puts a node on top of what was built on this level, as in a chain `a.b.c` or `1 + 2 + 3`.
    pub fn grow(&mut self, at: Span) {
        self.height = self.height.saturating_add(1);
        if self.height > MAX_TREE_HEIGHT {
            self.stop(at);
        }
    }

    fn stop(&mut self, at: Span) {
        self.give_up(ErrorId::ScriptNestingTooDeep, at);
    }

    fn give_up(&mut self, id: ErrorId, at: Span) {
        self.error(id, at, "", false);
        self.stopped = true;
    }

    /// Counts the reading of a token of so many bytes, and gives up when too much was read too often.
    pub fn spend(&mut self, bytes: usize, at: Span) {
        match self.budget.checked_sub(bytes) {
            Some(rest) => self.budget = rest,
            None => self.give_up(ErrorId::ScriptTooComplicated, at),
        }
    }
}
