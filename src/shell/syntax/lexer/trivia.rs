//! Blanks, line endings and comments.

use super::super::chars::is_whitespace;
use super::super::errors::ErrorId;
use super::super::token::TokenKind;
use super::Lexer;

impl Lexer<'_, '_> {
    pub(super) fn skip_whitespace(&mut self) {
        loop {
            let c = self.peek();
            if !is_whitespace(c) {
                break;
            }
            self.skip(c);
        }
    }

    /// After a carriage return.
    pub(super) fn skip_line_feed(&mut self) {
        if self.byte(self.pos) == b'\n' {
            self.pos += 1;
        }
    }

    /// After `#`: up to the end of the line.
    pub(super) fn line_comment(&mut self) {
        let rest = self.slice(self.pos, self.len());
        self.pos += rest.find(['\r', '\n']).unwrap_or(rest.len());
        self.keep_comment();
    }

    /// After `<#`.
    pub(super) fn block_comment(&mut self) {
        let rest = self.slice(self.pos, self.len());
        if let Some(length) = rest.find("#>") {
            self.pos += length + 2;
        } else {
            self.pos = self.len();
            self.incomplete_here(
                ErrorId::MissingTerminatorMultiLineComment,
                self.tok_start,
                self.pos,
                "",
            );
        }
        self.keep_comment();
    }

    fn keep_comment(&mut self) {
        let token = self.plain(TokenKind::Comment);
        self.report.keep_comment(token.span);
    }

    /// Skips blanks, comments and line endings, and semicolons if wanted.
    pub fn skip_newlines(&mut self, semicolons: bool) {
        loop {
            self.tok_start = self.pos;
            let c = self.peek();
            match c {
                '\n' | '\r' if !self.at_end() => {
                    self.skip(c);
                    if c == '\r' {
                        self.skip_line_feed();
                    }
                    self.plain(TokenKind::NewLine);
                }
                ';' if semicolons => {
                    self.skip(c);
                    self.plain(TokenKind::Semi);
                }
                '#' => {
                    self.skip(c);
                    self.line_comment();
                }
                '<' if self.byte(self.pos + 1) == b'#' => {
                    self.pos += 2;
                    self.block_comment();
                }
                '`' => {
                    let next = self.char_at(self.pos + 1);
                    if next == '\n' || next == '\r' {
                        self.pos += 2;
                        if next == '\r' {
                            self.skip_line_feed();
                        }
                        self.plain(TokenKind::LineContinuation);
                    } else if next.is_whitespace() {
                        self.skip(c);
                        self.skip(next);
                    } else {
                        break;
                    }
                }
                _ if is_whitespace(c) => self.skip_whitespace(),
                _ => break,
            }
        }
    }

    /// Whether the line after a line ending goes on with a pipe; only comments may stand between.
    pub fn is_pipe_continuation(&self, newline_end: usize) -> bool {
        let mut rest = self.slice(newline_end, self.len());
        let mut blank_line = true;
        while let Some(c) = rest.chars().next() {
            if c == '\n' || c == '\r' {
                if blank_line {
                    return false;
                }
                blank_line = true;
                rest = rest
                    .strip_prefix("\r\n")
                    .or_else(|| rest.get(1..))
                    .unwrap_or("");
            } else if is_whitespace(c) {
                rest = rest.get(c.len_utf8()..).unwrap_or("");
            } else if let Some(after) = comment_end(rest) {
                blank_line = false;
                rest = after;
            } else {
                return c == '|';
            }
        }
        false
    }
}

/// The text after the comment that `text` begins with, if it begins with one.
fn comment_end(text: &str) -> Option<&str> {
    if text.starts_with('#') {
        return text.get(text.find(['\r', '\n']).unwrap_or(text.len())..);
    }
    let inner = text.strip_prefix("<#")?;
    Some(
        inner
            .find("#>")
            .and_then(|at| inner.get(at + 2..))
            .unwrap_or(""),
    )
}

/// Whether nothing but blanks and comments follows `at`; a line ending after which nothing follows counts as text.
pub(super) fn only_trivia_after(text: &str, at: usize) -> bool {
    let mut at = at;
    while !text.is_char_boundary(at) {
        at += 1;
    }
    let mut rest = text.get(at..).unwrap_or("");
    while let Some(c) = rest.chars().next() {
        if let Some(after) = comment_end(rest) {
            rest = after;
        } else if is_whitespace(c) {
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        } else {
            return false;
        }
    }
    true
}
