//! Words, identifiers, type names, parameters, labels, and the punctuation that only counts when glued to what is before.

use std::rc::Rc;

use super::super::chars::{
    ends_word, is_double_quote, is_identifier_follow, is_identifier_start, is_single_quote,
    is_whitespace,
};
use super::super::token::{TokenFlags, TokenKind};
use super::super::words;
use super::literals::Buffer;
use super::{Lexed, Lexer, Mode, TokenValue};

impl Lexer<'_, '_> {
    /// A word of a command: everything up to a blank or separator, with quotes, escapes and expressions in it.
    /// Reads on from the current place; what was read since the token's start belongs to the word.
    pub(super) fn word(&mut self) -> Lexed {
        loop {
            let c = self.peek();
            if ends_word(c) {
                return self.plain(TokenKind::Generic);
            }
            if c == '`' || c == '$' || is_single_quote(c) || is_double_quote(c) {
                break;
            }
            self.skip(c);
        }
        let mut buffer = Buffer::new(self.slice(self.tok_start, self.pos));
        loop {
            let c = self.peek();
            if ends_word(c) {
                break;
            }
            self.skip(c);
            if c == '`' {
                // At the end of the text the backtick stands for itself.
                if self.at_end() {
                    buffer.push(c);
                } else {
                    let escaped = self.escape(self.pos - 1);
                    buffer.push(escaped);
                }
            } else if is_single_quote(c) {
                self.single_quoted_text(&mut buffer);
            } else if is_double_quote(c) {
                self.double_quoted_text(&mut buffer);
            } else if c != '$' || !self.dollar_in_string(&mut buffer, false) {
                buffer.push(c);
            }
        }
        self.buffered(TokenKind::Generic, buffer, false)
    }

    /// After the first letter.
    pub(super) fn identifier(&mut self) -> Lexed {
        loop {
            let byte = self.byte(self.pos);
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                self.pos += 1;
                continue;
            }
            if byte.is_ascii() {
                break;
            }
            let c = self.peek();
            if !is_identifier_follow(c) {
                break;
            }
            self.skip(c);
        }
        if self.mode == Mode::TypeName {
            return self.type_name();
        }
        if self.want_simple_name || self.mode == Mode::Expression {
            return self.plain(TokenKind::Identifier);
        }
        if self.is_command_mode() && !ends_word(self.peek()) {
            return self.word();
        }
        let kind =
            words::keyword(self.slice(self.tok_start, self.pos)).unwrap_or(TokenKind::Identifier);
        self.plain(kind)
    }

    fn type_name(&mut self) -> Lexed {
        loop {
            let c = self.peek();
            if !c.is_alphanumeric() && !matches!(c, '.' | '`' | '_' | '+' | '#' | '\\') {
                break;
            }
            self.skip(c);
        }
        let mut token = self.plain(TokenKind::Identifier);
        self.add_flags(&mut token, TokenFlags::TYPE_NAME);
        token
    }

    /// Adds to the flags of a token, also where it is kept.
    pub fn add_flags(&mut self, token: &mut Lexed, flags: TokenFlags) {
        token.flags.insert(flags);
        self.report
            .change_token(token.saved, token.span, |kept| kept.flags.insert(flags));
    }

    /// After the dash: a parameter, or in expression mode an operator.
    pub(super) fn parameter(&mut self) -> Lexed {
        let dash_end = self.pos;
        let mut colon = false;
        loop {
            let c = self.peek();
            match c {
                'a'..='z' | 'A'..='Z' => self.pos += 1,
                '{' | '}' | '(' | ')' | ';' | ',' | '|' | '&' | '.' | '[' | '\r' | '\n' | '\0' => {
                    break;
                }
                ':' => {
                    colon = true;
                    break;
                }
                _ if is_whitespace(c) => break,
                _ if !self.is_command_mode() => break,
                _ if is_single_quote(c) || is_double_quote(c) => return self.word(),
                _ => self.skip(c),
            }
        }
        let name = self.slice(dash_end, self.pos);
        if self.is_expression_mode()
            && let Some(kind) = words::operator(name)
        {
            return self.plain(kind);
        }
        if colon && self.is_command_mode() {
            self.skip(':');
        }
        if name.is_empty() {
            return self.plain(TokenKind::Minus);
        }
        self.token(
            TokenKind::Parameter,
            TokenValue::Parameter {
                name: Rc::from(name),
                colon,
            },
        )
    }

    /// After a colon in command mode.
    pub(super) fn label(&mut self) -> Lexed {
        let start = self.pos;
        let c = self.peek();
        if !is_identifier_start(c) {
            return self.word();
        }
        while is_identifier_follow(self.peek()) {
            let c = self.peek();
            self.skip(c);
        }
        if !ends_word(self.peek()) {
            return self.word();
        }
        let name = Rc::from(self.slice(start, self.pos));
        self.token(TokenKind::Label, TokenValue::Text(name))
    }

    /// `.`, `::`, `?.`, `[` or `?[` right after an expression; blanks are not allowed, block comments are.
    pub fn member_access_operator(&mut self, brackets: bool) -> Option<Lexed> {
        while self.peek() == '<' && self.byte(self.pos + 1) == b'#' {
            self.tok_start = self.pos;
            self.pos += 2;
            self.block_comment();
        }
        self.tok_start = self.pos;
        let (kind, length) = match (self.byte(self.pos), self.byte(self.pos + 1)) {
            (b'.', b'.') => return None,
            (b'.', _) => (TokenKind::Dot, 1),
            (b':', b':') => (TokenKind::ColonColon, 2),
            (b'[', _) if brackets => (TokenKind::LBracket, 1),
            (b'?', b'.') => (TokenKind::QuestionDot, 2),
            (b'?', b'[') if brackets => (TokenKind::QuestionLBracket, 2),
            _ => return None,
        };
        if self.is_command_mode() && matches!(kind, TokenKind::Dot | TokenKind::ColonColon) {
            let next = self.char_at(self.pos + length);
            if is_whitespace(next) || matches!(next, '\0' | '\r' | '\n') {
                return None;
            }
        }
        self.pos += length;
        Some(self.plain(kind))
    }

    /// `(` or `{` right after a member's name.
    pub fn invocation_opening(&mut self) -> Option<Lexed> {
        let kind = match self.byte(self.pos) {
            b'(' => TokenKind::LParen,
            b'{' => TokenKind::LCurly,
            _ => return None,
        };
        self.tok_start = self.pos;
        self.pos += 1;
        Some(self.plain(kind))
    }

    /// A bracket that begins a type or attribute; blanks and comments may stand before it.
    pub fn left_bracket(&mut self) -> Option<Lexed> {
        let before = self.pos;
        let mut blanks = false;
        loop {
            self.tok_start = self.pos;
            let c = self.peek();
            match c {
                '#' => {
                    blanks = true;
                    self.skip(c);
                    self.line_comment();
                }
                '<' if self.byte(self.pos + 1) == b'#' => {
                    blanks = false;
                    self.pos += 2;
                    self.block_comment();
                }
                '[' => {
                    self.skip(c);
                    return Some(self.plain(TokenKind::LBracket));
                }
                '.' | ':' => {
                    // Perhaps member access: then the blanks before it matter and must be seen again.
                    if blanks {
                        self.resync(before);
                    }
                    return None;
                }
                _ if is_whitespace(c) => {
                    blanks = true;
                    self.skip_whitespace();
                }
                _ => return None,
            }
        }
    }

    /// The assembly part of a type name, after its comma.
    pub fn assembly_name(&mut self) -> String {
        let mut name = String::new();
        self.assembly_name_part(&mut name);
        while self.peek() == ',' {
            self.tok_start = self.pos;
            self.skip(',');
            name.push_str(", ");
            self.plain(TokenKind::Comma);
            self.assembly_name_part(&mut name);
            if self.peek() == '=' {
                self.tok_start = self.pos;
                self.skip('=');
                name.push('=');
                self.plain(TokenKind::Equals);
                self.assembly_name_part(&mut name);
            }
        }
        name
    }

    fn assembly_name_part(&mut self, name: &mut String) {
        self.skip_whitespace();
        self.tok_start = self.pos;
        loop {
            let c = self.peek();
            if matches!(c, '\0' | '\n' | '\r' | ',' | '=' | ']') || is_whitespace(c) {
                break;
            }
            self.skip(c);
        }
        name.push_str(self.slice(self.tok_start, self.pos));
        let mut token = self.plain(TokenKind::Identifier);
        self.add_flags(&mut token, TokenFlags::TYPE_NAME);
        self.skip_whitespace();
    }

    /// The span of the token that was read last, up to the current place.
    pub fn current_span(&self) -> super::Span {
        self.span(self.tok_start, self.pos)
    }

    /// Everything up to the end of the line or a pipe outside quotes: what follows `--%`.
    pub fn verbatim_argument(&mut self) -> Lexed {
        self.skip_whitespace();
        self.tok_start = self.pos;
        let mut quoted = false;
        while !self.at_end() {
            let c = self.peek();
            if c == '\r' || c == '\n' {
                break;
            }
            if is_double_quote(c) {
                quoted = !quoted;
            } else if !quoted && (c == '|' || (c == '&' && self.byte(self.pos + 1) == b'&')) {
                break;
            }
            self.skip(c);
        }
        let value = Rc::from(self.slice(self.tok_start, self.pos));
        self.token(TokenKind::Generic, TokenValue::Text(value))
    }
}
