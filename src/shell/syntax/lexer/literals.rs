//! Quoted strings, here-strings, escapes, and where the expressions in them are.

use std::rc::Rc;

use super::super::chars::{is_double_quote, is_single_quote, is_variable_start, is_whitespace};
use super::super::errors::ErrorId;
use super::super::token::{TokenFlags, TokenKind};
use super::{Collapsed, Lexed, Lexer, RawExpandable, RawPart, TokenValue};

/// The value of a string while it is read.
pub(super) struct Buffer {
    value: String,
    parts: Vec<RawPart>,
    /// Where the text after the last expression begins in `value`.
    text_from: usize,
    in_error: bool,
}

impl Buffer {
    pub(super) fn new(text: &str) -> Self {
        Buffer {
            value: text.to_owned(),
            parts: Vec::new(),
            text_from: 0,
            in_error: false,
        }
    }

    pub(super) fn push(&mut self, c: char) {
        self.value.push(c);
    }

    /// Adds an expression that is written as `source`.
    fn push_expression(&mut self, part: RawPart, source: &str) {
        self.end_text();
        self.parts.push(part);
        self.value.push_str(source);
        self.text_from = self.value.len();
    }

    fn end_text(&mut self) {
        let text = self.value.get(self.text_from..).unwrap_or("");
        if !text.is_empty() {
            self.parts.push(RawPart::Text(Rc::from(text)));
        }
        self.text_from = self.value.len();
    }
}

impl Lexer<'_, '_> {
    /// The token for what was read into `buffer`.
    pub(super) fn buffered(
        &mut self,
        kind: TokenKind,
        mut buffer: Buffer,
        in_error: bool,
    ) -> Lexed {
        let value = if buffer.parts.is_empty() {
            TokenValue::Text(Rc::from(buffer.value))
        } else {
            buffer.end_text();
            TokenValue::Expandable(Box::new(RawExpandable {
                value: Rc::from(buffer.value),
                parts: buffer.parts,
            }))
        };
        let mut token = self.token(kind, value);
        if in_error || buffer.in_error {
            self.add_flags(&mut token, TokenFlags::TOKEN_IN_ERROR);
        }
        token
    }

    /// After the opening quote.
    pub(super) fn string_literal(&mut self) -> Lexed {
        // Most strings hold no quote: take them in one piece.
        let rest = self.slice(self.pos, self.len());
        if let Some(length) = rest.find(is_single_quote) {
            let end = self.pos + length;
            let quote = self.char_at(end);
            if !is_single_quote(self.char_at(end + quote.len_utf8())) {
                let value = Rc::from(self.slice(self.pos, end));
                self.pos = end + quote.len_utf8();
                return self.token(TokenKind::StringLiteral, TokenValue::Text(value));
            }
        }
        let mut buffer = Buffer::new("");
        let closed = self.single_quoted_text(&mut buffer);
        self.buffered(TokenKind::StringLiteral, buffer, !closed)
    }

    /// After the opening quote. Gives whether the closing quote was found.
    pub(super) fn single_quoted_text(&mut self, buffer: &mut Buffer) -> bool {
        let quote = self.quote_before();
        while !self.at_end() {
            let mut c = self.bump();
            if is_single_quote(c) {
                let next = self.peek();
                if !is_single_quote(next) {
                    return true;
                }
                self.skip(next);
                c = next;
            }
            buffer.push(c);
        }
        self.incomplete_here(
            ErrorId::TerminatorExpectedAtEndOfString,
            quote,
            self.pos,
            "'",
        );
        false
    }

    /// Where the quote just read stands.
    fn quote_before(&self) -> usize {
        let mut at = self.pos.saturating_sub(1);
        while !self.input().text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// After the opening quote.
    pub(super) fn string_expandable(&mut self) -> Lexed {
        let rest = self.slice(self.pos, self.len());
        let stops = |c: char| c == '$' || c == '`' || is_double_quote(c);
        let length = rest.find(stops).unwrap_or(rest.len());
        let end = self.pos + length;
        let stop = self.char_at(end);
        if is_double_quote(stop) && !is_double_quote(self.char_at(end + stop.len_utf8())) {
            let value = Rc::from(self.slice(self.pos, end));
            self.pos = end + stop.len_utf8();
            return self.token(TokenKind::StringExpandable, TokenValue::Text(value));
        }
        let mut buffer = Buffer::new("");
        let closed = self.double_quoted_text(&mut buffer);
        self.buffered(TokenKind::StringExpandable, buffer, !closed)
    }

    /// After the opening quote. Gives whether the closing quote was found.
    pub(super) fn double_quoted_text(&mut self, buffer: &mut Buffer) -> bool {
        let quote = self.quote_before();
        while !self.at_end() {
            let mut c = self.bump();
            if is_double_quote(c) {
                let next = self.peek();
                if !is_double_quote(next) {
                    return true;
                }
                self.skip(next);
                c = next;
            } else if c == '$' {
                if self.dollar_in_string(buffer, false) {
                    continue;
                }
            } else if c == '`' && self.peek() != '\0' {
                c = self.escape(self.pos - 1);
            }
            buffer.push(c);
        }
        self.incomplete_here(
            ErrorId::TerminatorExpectedAtEndOfString,
            quote,
            self.pos,
            "\"",
        );
        false
    }

    /// After a dollar sign in a string or word: takes the variable or `$( )` there, if there is one.
    pub(super) fn dollar_in_string(&mut self, buffer: &mut Buffer, here_string: bool) -> bool {
        let dollar = self.pos - 1;
        let next = self.peek();
        let part = if next == '(' {
            self.skip('(');
            self.sub_expression_in_string(buffer, dollar, here_string)
        } else if next == '{' || is_variable_start(next) {
            let Some(name) = self.variable_in_string() else {
                self.pos = dollar + 1;
                return false;
            };
            RawPart::Variable {
                name,
                span: self.span(dollar, self.pos),
            }
        } else {
            return false;
        };
        let source = self.slice(dollar, self.pos);
        buffer.push_expression(part, source);
        true
    }

    /// After `$(` in a string: finds the matching parenthesis. Quotes inside do not hide parentheses.
    fn sub_expression_in_string(
        &mut self,
        buffer: &mut Buffer,
        dollar: usize,
        here_string: bool,
    ) -> RawPart {
        let mut open = 1u32;
        // Places of the first of two quotes (or of a backtick before a quote) that stand for one quote.
        let mut skipped: Vec<usize> = Vec::new();
        loop {
            if self.at_end() {
                self.incomplete_here(
                    ErrorId::IncompleteDollarSubexpressionReference,
                    dollar,
                    self.pos,
                    "",
                );
                buffer.in_error = true;
                break;
            }
            let at = self.pos;
            let c = self.bump();
            match c {
                '(' => open += 1,
                ')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                _ if !here_string && (c == '`' || is_double_quote(c)) => {
                    let next = self.peek();
                    if is_double_quote(next) {
                        self.skip(next);
                        skipped.push(at);
                    }
                }
                _ => {}
            }
        }
        let collapsed = if skipped.is_empty() {
            None
        } else {
            Some(Box::new(self.collapse(dollar, &skipped)))
        };
        RawPart::SubExpression {
            start: dollar,
            end: self.pos,
            collapsed,
        }
    }

    /// The text from `start` to the current place without the characters at the `skipped` places.
    fn collapse(&self, start: usize, skipped: &[usize]) -> Collapsed {
        let mut text = String::with_capacity(self.pos - start);
        let mut offsets = Vec::with_capacity(self.pos - start + 1);
        let mut skipped = skipped.iter().copied().peekable();
        let mut at = start;
        while at < self.pos {
            let first = at;
            let mut c = self.char_at(at);
            if skipped.next_if_eq(&at).is_some() {
                at += c.len_utf8();
                c = self.char_at(at);
            }
            at += c.len_utf8();
            text.push(c);
            offsets.extend(std::iter::repeat_n(self.offset(first), c.len_utf8()));
        }
        offsets.push(self.offset(self.pos));
        Collapsed { text, offsets }
    }

    /// After a backtick that stands at `backtick`: the character that the escape means.
    pub(super) fn escape(&mut self, backtick: usize) -> char {
        let c = self.bump();
        match c {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'e' => '\u{1b}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'u' => self.unicode_escape(backtick),
            _ => c,
        }
    }

    /// After `` `u ``: the braces with one to six digits.
    fn unicode_escape(&mut self, backtick: usize) -> char {
        const MAX_DIGITS: usize = 6;
        if self.peek() != '{' {
            self.error_here(ErrorId::InvalidUnicodeEscapeSequence, backtick, self.pos);
            return char::REPLACEMENT_CHARACTER;
        }
        self.skip('{');
        let digits_start = self.pos;
        loop {
            let c = self.peek();
            let count = self.pos - digits_start;
            let id = if c == '}' {
                if count > 0 {
                    break;
                }
                self.skip(c);
                self.error_here(ErrorId::InvalidUnicodeEscapeSequence, backtick, self.pos);
                return char::REPLACEMENT_CHARACTER;
            } else if !c.is_ascii_hexdigit() {
                if count < MAX_DIGITS {
                    ErrorId::InvalidUnicodeEscapeSequence
                } else {
                    ErrorId::MissingUnicodeEscapeSequenceTerminator
                }
            } else if count == MAX_DIGITS {
                ErrorId::TooManyDigitsInUnicodeEscapeSequence
            } else {
                self.skip(c);
                continue;
            };
            self.error_here(id, self.pos, self.pos + self.peek().len_utf8());
            return char::REPLACEMENT_CHARACTER;
        }
        let value = u32::from_str_radix(self.slice(digits_start, self.pos), 16).unwrap_or(u32::MAX);
        let digits_end = self.pos;
        self.skip('}');
        if value > 0x10_ffff {
            self.error_here(
                ErrorId::InvalidUnicodeEscapeSequenceValue,
                digits_start,
                digits_end,
            );
        }
        char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// After `@'`.
    pub(super) fn here_string_literal(&mut self) -> Lexed {
        self.here_string(TokenKind::HereStringLiteral, false)
    }

    /// After `@"`.
    pub(super) fn here_string_expandable(&mut self) -> Lexed {
        self.here_string(TokenKind::HereStringExpandable, true)
    }

    fn here_string(&mut self, kind: TokenKind, expandable: bool) -> Lexed {
        let header = self.tok_start;
        let mut buffer = Buffer::new("");
        if !self.here_string_header(header, expandable) {
            return self.buffered(kind, buffer, true);
        }
        let mut false_footer = None;
        if self.here_string_footer(expandable, &mut buffer, &mut false_footer) {
            return self.buffered(kind, buffer, false);
        }
        while !self.at_end() {
            let mut c = self.bump();
            match c {
                '\r' | '\n' => {
                    // The line ending before the footer is not part of the value.
                    let length = buffer.value.len();
                    buffer.push(c);
                    if c == '\r' && self.peek() == '\n' {
                        self.skip('\n');
                        buffer.push('\n');
                    }
                    if self.here_string_footer(expandable, &mut buffer, &mut false_footer) {
                        buffer.value.truncate(length);
                        return self.buffered(kind, buffer, false);
                    }
                    continue;
                }
                '$' if expandable && self.dollar_in_string(&mut buffer, true) => continue,
                '`' if expandable && self.peek() != '\0' => c = self.escape(self.pos - 1),
                _ => {}
            }
            buffer.push(c);
        }
        match false_footer {
            Some(at) => {
                self.incomplete_here(ErrorId::WhitespaceBeforeHereStringFooter, at, self.pos, "")
            }
            None => self.terminator_missing(header, expandable),
        }
        self.buffered(kind, buffer, true)
    }

    fn terminator_missing(&mut self, header: usize, expandable: bool) {
        let terminator = if expandable { "\"@" } else { "'@" };
        self.incomplete_here(
            ErrorId::TerminatorExpectedAtEndOfString,
            header,
            self.pos,
            terminator,
        );
    }

    /// The rest of the header's line must be blank. On an error the line is skipped and `false` given.
    fn here_string_header(&mut self, header: usize, expandable: bool) -> bool {
        while is_whitespace(self.peek()) {
            let c = self.peek();
            self.skip(c);
        }
        if self.at_end() {
            self.terminator_missing(header, expandable);
            return false;
        }
        match self.peek() {
            '\n' => self.pos += 1,
            '\r' => {
                self.pos += 1;
                self.skip_line_feed();
            }
            _ => {
                self.error_here(
                    ErrorId::UnexpectedCharactersAfterHereStringHeader,
                    self.pos,
                    self.pos + self.peek().len_utf8(),
                );
                let quote = if expandable { '"' } else { '\'' };
                while !self.at_end() && !matches!(self.peek(), '\r' | '\n') {
                    let c = self.bump();
                    if c == quote && self.peek() == '@' {
                        self.skip('@');
                        break;
                    }
                }
                return false;
            }
        }
        true
    }

    /// At the beginning of a line in a here-string: takes the footer if it stands there. Blanks before it, which make it
    /// no footer, go to the value.
    fn here_string_footer(
        &mut self,
        expandable: bool,
        buffer: &mut Buffer,
        false_footer: &mut Option<usize>,
    ) -> bool {
        let is_quote = if expandable {
            is_double_quote
        } else {
            is_single_quote
        };
        let is_footer = |lexer: &Self| {
            let c = lexer.peek();
            is_quote(c) && lexer.char_at(lexer.pos + c.len_utf8()) == '@'
        };
        if is_footer(self) {
            let c = self.bump();
            debug_assert!(is_quote(c));
            self.skip('@');
            return true;
        }
        while is_whitespace(self.peek()) {
            let c = self.bump();
            buffer.push(c);
        }
        if is_footer(self) {
            false_footer.get_or_insert(self.pos);
            let c = self.bump();
            buffer.push(c);
            self.skip('@');
            buffer.push('@');
        }
        false
    }
}
