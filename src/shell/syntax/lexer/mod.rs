//! Characters to tokens, in the modes of PowerShell's tokenizer. The parser sets the mode and may step back.

mod literals;
mod numbers;
mod trivia;
mod variables;
mod wordlike;

use std::rc::Rc;

pub(super) use variables::split_scope;

use super::ast::{Constant, RedirectionStream, VariablePrefix};
use super::chars::{
    ends_word, is_dash, is_double_quote, is_identifier_start, is_single_quote, is_variable_start,
    is_whitespace,
};
use super::errors::ErrorId;
use super::report::Report;
use super::span::Span;
use super::token::{Token, TokenFlags, TokenKind};

/// How words, dashes and brackets are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Words run up to the next blank: `a-b.txt` is one token.
    Command,
    /// Operators split words: `a-b` is three tokens.
    Expression,
    /// Dots and backslashes belong to the name.
    TypeName,
    /// After `class NAME`: as in command mode, but punctuation splits words.
    Signature,
}

/// A token with what the parser needs to know of it.
#[derive(Debug)]
pub(super) struct Lexed {
    pub kind: TokenKind,
    pub flags: TokenFlags,
    pub span: Span,
    /// Where the token begins in the text being read (not in the source), to step back to.
    pub start: usize,
    /// Its place in the list of kept tokens.
    pub saved: usize,
    pub value: TokenValue,
}

/// What a token carries beside its kind.
#[derive(Debug)]
pub(super) enum TokenValue {
    None,
    /// A string, or a word with escapes resolved.
    Text(Rc<str>),
    Expandable(Box<RawExpandable>),
    /// `None` when the number fits no type; that was reported.
    Number(Option<Constant>),
    Variable(Box<VariableName>),
    Parameter {
        name: Rc<str>,
        colon: bool,
    },
    FileRedirection {
        from: RedirectionStream,
        append: bool,
    },
    MergingRedirection {
        from: RedirectionStream,
        to: RedirectionStream,
    },
}

/// The name in a variable token.
#[derive(Debug)]
pub(super) struct VariableName {
    pub name: Rc<str>,
    pub prefix: Option<Box<VariablePrefix>>,
    pub braced: bool,
}

/// A string or word with expressions in it that are not parsed yet.
#[derive(Debug)]
pub(super) struct RawExpandable {
    pub value: Rc<str>,
    pub parts: Vec<RawPart>,
}

/// A piece of a [`RawExpandable`].
#[derive(Debug)]
pub(super) enum RawPart {
    Text(Rc<str>),
    Variable {
        name: VariableName,
        span: Span,
    },
    /// `$( )`: where it stands in the text being read.
    SubExpression {
        start: usize,
        end: usize,
        collapsed: Option<Box<Collapsed>>,
    },
}

/// The text of a `$( )` in which doubled quotes stand for single ones, with the source offset of each byte and of the end.
#[derive(Debug)]
pub(super) struct Collapsed {
    pub text: String,
    pub offsets: Vec<u32>,
}

/// A text and where it stands in the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'t> {
    pub text: &'t str,
    /// Where reading begins.
    pub start: usize,
    /// Source offset of each byte of `text` and of its end; `None` when they are the same.
    pub offsets: Option<&'t [u32]>,
    /// Whether this is a `$( )` inside a string.
    pub nested: bool,
}

pub(super) struct Lexer<'t, 's> {
    input: Input<'t>,
    pos: usize,
    tok_start: usize,
    pub mode: Mode,
    /// `-5` is a number: no operand stands before it.
    pub allow_signed_numbers: bool,
    /// `5?` and `5:` end the number.
    pub ternary_ends_number: bool,
    /// `a.b` is split even in command mode, and keywords are plain words.
    pub want_simple_name: bool,
    pub report: &'s mut Report,
}

impl<'t, 's> Lexer<'t, 's> {
    pub fn new(input: Input<'t>, mode: Mode, report: &'s mut Report) -> Self {
        Lexer {
            input,
            pos: input.start,
            tok_start: input.start,
            mode,
            allow_signed_numbers: false,
            ternary_ends_number: false,
            want_simple_name: false,
            report,
        }
    }

    pub fn input(&self) -> Input<'t> {
        self.input
    }

    fn len(&self) -> usize {
        self.input.text.len()
    }

    fn at_end(&self) -> bool {
        self.pos >= self.len()
    }

    fn byte(&self, at: usize) -> u8 {
        self.input.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn char_at(&self, at: usize) -> char {
        let byte = self.byte(at);
        if byte.is_ascii() {
            return char::from(byte);
        }
        self.input
            .text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .unwrap_or('\0')
    }

    /// The next character; `'\0'` at the end of the text.
    fn peek(&self) -> char {
        self.char_at(self.pos)
    }

    fn skip(&mut self, c: char) {
        self.pos += c.len_utf8();
    }

    /// Takes the next character; does not move at the end of the text.
    fn bump(&mut self) -> char {
        let c = self.peek();
        if !self.at_end() {
            self.skip(c);
        }
        c
    }

    /// The place in the source of the character before a place in the source.
    pub fn character_before(&self, place: u32) -> Span {
        let here = match self.input.offsets {
            Some(offsets) => offsets.partition_point(|offset| *offset < place),
            None => place as usize,
        };
        // The end of the input has a place one behind the last character.
        if here > self.len() {
            return Span::at(place.saturating_sub(1));
        }
        let before = self
            .slice(0, here)
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
        self.span(before, before)
    }

    /// Text between two places of the text being read.
    pub fn slice(&self, start: usize, end: usize) -> &'t str {
        self.input
            .text
            .get(start..end.min(self.len()))
            .unwrap_or("")
    }

    /// The text of a token as written.
    pub fn text_of(&self, token: &Lexed) -> &'t str {
        match self.input.offsets {
            None => self.slice(token.span.start as usize, token.span.end as usize),
            Some(offsets) => {
                let end = offsets.partition_point(|offset| *offset < token.span.end);
                self.slice(token.start, end)
            }
        }
    }

    fn offset(&self, at: usize) -> u32 {
        let clamp = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        match self.input.offsets {
            None => clamp(at),
            Some(offsets) => match offsets.get(at) {
                Some(offset) => *offset,
                None => offsets
                    .last()
                    .copied()
                    .unwrap_or(0)
                    .saturating_add(clamp(at.saturating_sub(self.len()))),
            },
        }
    }

    /// The source span of a range of the text being read.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.offset(start), self.offset(end))
    }

    /// The place to come back to with [`Lexer::resync`].
    pub fn restore_point(&self) -> usize {
        self.pos
    }

    /// Reads again from `at`; kept tokens from there on are forgotten.
    pub fn resync(&mut self, at: usize) {
        self.pos = at.min(self.len());
        let offset = self.offset(self.pos);
        if let Some(tokens) = &mut self.report.tokens {
            while tokens
                .last()
                .is_some_and(|token| token.span.end > offset || token.kind == TokenKind::EndOfInput)
            {
                tokens.pop();
            }
        }
    }

    /// Whether only blanks and comments follow an error's extent: then more input could repair it.
    pub fn is_at_end_of_script(&self, span: Span) -> bool {
        // Inside the text of a string PowerShell compares source offsets with the length of the inner text. The
        // prompt's behaviour depends on it, so it is the same here.
        let (text, end) = if self.input.nested {
            (self.slice(self.input.start, self.len()), span.end as usize)
        } else {
            (self.input.text, span.end as usize)
        };
        end >= text.len() || trivia::only_trivia_after(text, end)
    }

    pub fn error(&mut self, id: ErrorId, span: Span, argument: &str) {
        self.report.error(id, span, argument, false);
    }

    pub fn incomplete(&mut self, id: ErrorId, span: Span, argument: &str) -> bool {
        let incomplete = self.is_at_end_of_script(span);
        self.report.error(id, span, argument, incomplete);
        incomplete
    }

    fn error_here(&mut self, id: ErrorId, start: usize, end: usize) {
        let span = self.span(start, end);
        self.error(id, span, "");
    }

    fn incomplete_here(&mut self, id: ErrorId, start: usize, end: usize, argument: &str) {
        let span = self.span(start, end);
        self.incomplete(id, span, argument);
    }

    fn token(&mut self, kind: TokenKind, value: TokenValue) -> Lexed {
        let span = self.span(self.tok_start, self.pos);
        self.token_at(kind, span, value)
    }

    fn token_at(&mut self, kind: TokenKind, span: Span, value: TokenValue) -> Lexed {
        self.report
            .spend(self.pos.saturating_sub(self.tok_start), span);
        let flags = kind.flags();
        let saved = self.report.keep_token(|| Token {
            kind,
            flags,
            span,
            nested: Vec::new(),
        });
        Lexed {
            kind,
            flags,
            span,
            start: self.tok_start,
            saved,
            value,
        }
    }

    fn plain(&mut self, kind: TokenKind) -> Lexed {
        self.token(kind, TokenValue::None)
    }

    fn is_command_mode(&self) -> bool {
        self.mode == Mode::Command
    }

    fn is_expression_mode(&self) -> bool {
        self.mode == Mode::Expression
    }

    /// In command mode an operator glued to a word is part of the word.
    fn operator_or_word(&mut self, kind: TokenKind) -> Lexed {
        if self.is_command_mode() && !ends_word(self.peek()) {
            self.word()
        } else {
            self.plain(kind)
        }
    }

    /// A two-character operator or assignment when `second` follows, else nothing.
    fn pair(&mut self, second: char, kind: TokenKind) -> Option<Lexed> {
        if self.peek() != second {
            return None;
        }
        self.skip(second);
        Some(self.operator_or_word(kind))
    }

    /// The next token. At the end of the text it is `EndOfInput`, which stands one past the end.
    pub fn next_token(&mut self) -> Lexed {
        loop {
            if self.report.stopped() {
                self.pos = self.len();
            }
            self.tok_start = self.pos;
            if self.at_end() {
                let end = self.len().saturating_add(1);
                let span = self.span(end, end);
                return self.token_at(TokenKind::EndOfInput, span, TokenValue::None);
            }
            let c = self.bump();
            match c {
                ' ' | '\t' => self.skip_whitespace(),
                'a'..='z' | 'A'..='Z' | '_' => return self.identifier(),
                '#' => self.line_comment(),
                '<' if self.peek() == '#' => {
                    self.skip('#');
                    self.block_comment();
                }
                '`' => {
                    if let Some(token) = self.backtick() {
                        return token;
                    }
                }
                _ if is_whitespace(c) => self.skip_whitespace(),
                _ => return self.symbol(c),
            }
        }
    }

    /// A token that begins with neither letter nor blank.
    fn symbol(&mut self, c: char) -> Lexed {
        match c {
            '$' => {
                if self.peek() == '(' {
                    self.skip('(');
                    return self.plain(TokenKind::DollarParen);
                }
                self.variable(false)
            }
            '(' => self.plain(TokenKind::LParen),
            ')' => self.plain(TokenKind::RParen),
            '{' => self.plain(TokenKind::LCurly),
            '}' => self.plain(TokenKind::RCurly),
            ']' => self.plain(TokenKind::RBracket),
            ';' => self.plain(TokenKind::Semi),
            ',' => self.plain(TokenKind::Comma),
            '[' => self.operator_or_word(TokenKind::LBracket),
            '\n' => self.plain(TokenKind::NewLine),
            '\r' => {
                self.skip_line_feed();
                self.plain(TokenKind::NewLine)
            }
            '|' => self.doubled('|', TokenKind::OrOr, TokenKind::Pipe),
            '&' => self.doubled('&', TokenKind::AndAnd, TokenKind::Ampersand),
            '=' => self.operator_or_word(TokenKind::Equals),
            '.' => self.dot(),
            '0'..='9' => self.digit(c),
            '-' => self.dash(),
            '+' => self.plus(),
            '*' => self.star(),
            '/' => self
                .pair('=', TokenKind::DivideEquals)
                .unwrap_or_else(|| self.operator_or_word(TokenKind::Divide)),
            '%' => self
                .pair('=', TokenKind::RemainderEquals)
                .unwrap_or_else(|| self.operator_or_word(TokenKind::Rem)),
            '>' => self.file_redirection(RedirectionStream::Output, false),
            '<' => self.plain(TokenKind::RedirectInStd),
            '!' => self.exclaim(),
            ':' => self.colon(),
            '?' if self.is_expression_mode() => self.question_mark(),
            '@' => self.at_sign(),
            _ if is_single_quote(c) => self.string_literal(),
            _ if is_double_quote(c) => self.string_expandable(),
            _ if is_dash(c) => self.dash(),
            _ if is_identifier_start(c) => self.identifier(),
            _ => self.word(),
        }
    }

    fn doubled(&mut self, c: char, twice: TokenKind, once: TokenKind) -> Lexed {
        if self.peek() == c {
            self.skip(c);
            return self.plain(twice);
        }
        self.plain(once)
    }

    fn dot(&mut self) -> Lexed {
        let next = self.peek();
        if next == '.' {
            if self.is_command_mode() && !ends_word(self.char_at(self.pos + 1)) {
                return self.word();
            }
            self.skip('.');
            return self.plain(TokenKind::DotDot);
        }
        if next.is_ascii_digit() {
            return self.number('.');
        }
        if self.is_command_mode() && !ends_word(next) && !matches!(next, '$' | '"' | '\'') {
            return self.word();
        }
        self.plain(TokenKind::Dot)
    }

    fn plus(&mut self) -> Lexed {
        let next = self.peek();
        if let Some(token) = self.pair('+', TokenKind::PlusPlus) {
            return token;
        }
        if let Some(token) = self.pair('=', TokenKind::PlusEquals) {
            return token;
        }
        if self.allow_signed_numbers && (next.is_ascii_digit() || next == '.') {
            return self.number('+');
        }
        self.operator_or_word(TokenKind::Plus)
    }

    fn dash(&mut self) -> Lexed {
        let next = self.peek();
        if is_dash(next) {
            self.skip(next);
            return self.operator_or_word(TokenKind::MinusMinus);
        }
        if let Some(token) = self.pair('=', TokenKind::MinusEquals) {
            return token;
        }
        if next.is_alphabetic() || next == '_' || next == '?' {
            return self.parameter();
        }
        if self.allow_signed_numbers && (next.is_ascii_digit() || next == '.') {
            return self.number('-');
        }
        self.operator_or_word(TokenKind::Minus)
    }

    fn star(&mut self) -> Lexed {
        if let Some(token) = self.pair('=', TokenKind::MultiplyEquals) {
            return token;
        }
        if self.peek() == '>' {
            self.skip('>');
            if self.peek() == '&' && self.byte(self.pos + 1) == b'1' {
                self.pos += 2;
                let value = TokenValue::MergingRedirection {
                    from: RedirectionStream::All,
                    to: RedirectionStream::Output,
                };
                return self.token(TokenKind::Redirection, value);
            }
            return self.file_redirection(RedirectionStream::All, false);
        }
        self.operator_or_word(TokenKind::Multiply)
    }

    /// After the first `>`.
    fn file_redirection(&mut self, from: RedirectionStream, explicit: bool) -> Lexed {
        let number_end = self.pos - 1;
        let append = self.peek() == '>';
        if append {
            self.skip('>');
        }
        if explicit && self.is_expression_mode() {
            // `1>x` where an expression is wanted: the number is a value, and the arrow comes next.
            self.pos = number_end;
            let value = self.slice(self.tok_start, number_end).parse().unwrap_or(0);
            return self.token(
                TokenKind::Number,
                TokenValue::Number(Some(Constant::Int32(value))),
            );
        }
        self.token(
            TokenKind::Redirection,
            TokenValue::FileRedirection { from, append },
        )
    }

    fn digit(&mut self, c: char) -> Lexed {
        let stream = match c {
            '1' => RedirectionStream::Output,
            '2' => RedirectionStream::Error,
            '3' => RedirectionStream::Warning,
            '4' => RedirectionStream::Verbose,
            '5' => RedirectionStream::Debug,
            '6' => RedirectionStream::Information,
            _ => return self.number(c),
        };
        if self.peek() != '>' {
            return self.number(c);
        }
        self.skip('>');
        if self.peek() == '&' {
            let to = match self.byte(self.pos + 1) {
                b'1' => Some(RedirectionStream::Output),
                b'2' => Some(RedirectionStream::Error),
                _ => None,
            };
            if let Some(to) = to {
                self.pos += 2;
                return self.token(
                    TokenKind::Redirection,
                    TokenValue::MergingRedirection { from: stream, to },
                );
            }
        }
        self.file_redirection(stream, true)
    }

    fn exclaim(&mut self) -> Lexed {
        let next = self.peek();
        let glued = self.is_command_mode() && !ends_word(next);
        if glued || (self.is_expression_mode() && is_identifier_start(next)) {
            return self.word();
        }
        self.plain(TokenKind::Exclaim)
    }

    fn colon(&mut self) -> Lexed {
        if self.peek() == ':' {
            self.skip(':');
            if self.is_command_mode() && !self.want_simple_name && !ends_word(self.peek()) {
                return self.word();
            }
            return self.plain(TokenKind::ColonColon);
        }
        if self.is_command_mode() {
            self.label()
        } else {
            self.plain(TokenKind::Colon)
        }
    }

    fn question_mark(&mut self) -> Lexed {
        if self.peek() != '?' {
            return self.plain(TokenKind::QuestionMark);
        }
        self.skip('?');
        if self.peek() == '=' {
            self.skip('=');
            return self.plain(TokenKind::QuestionQuestionEquals);
        }
        self.plain(TokenKind::QuestionQuestion)
    }

    fn at_sign(&mut self) -> Lexed {
        let next = self.peek();
        match next {
            '{' => {
                self.skip(next);
                self.plain(TokenKind::AtCurly)
            }
            '(' => {
                self.skip(next);
                self.plain(TokenKind::AtParen)
            }
            _ if is_single_quote(next) => {
                self.skip(next);
                self.here_string_literal()
            }
            _ if is_double_quote(next) => {
                self.skip(next);
                self.here_string_expandable()
            }
            _ if is_variable_start(next) => self.variable(true),
            _ => {
                self.error_here(ErrorId::UnrecognizedToken, self.pos - 1, self.pos);
                self.plain(TokenKind::Unknown)
            }
        }
    }

    /// After a backtick outside strings: a line continuation, an escaped blank, or the beginning of a word.
    fn backtick(&mut self) -> Option<Lexed> {
        if self.at_end() {
            let end = self.len() + 1;
            self.incomplete_here(ErrorId::IncompleteString, end, end, "");
            return None;
        }
        let c = self.peek();
        if c == '\n' || c == '\r' {
            self.skip(c);
            if c == '\r' {
                self.skip_line_feed();
            }
            self.plain(TokenKind::LineContinuation);
            return None;
        }
        if c.is_whitespace() {
            self.skip(c);
            self.skip_whitespace();
            return None;
        }
        self.pos = self.tok_start;
        Some(self.word())
    }
}
