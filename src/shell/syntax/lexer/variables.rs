//! `$name`, `${name}`, `$scope:name`, `@name`.

use std::rc::Rc;

use super::super::ast::{ScopeName, VariablePrefix};
use super::super::chars::{ends_word, is_double_quote, is_variable_start};
use super::super::errors::ErrorId;
use super::super::token::TokenKind;
use super::{Lexed, Lexer, TokenValue, VariableName};

impl Lexer<'_, '_> {
    /// After `$` or `@`.
    pub(super) fn variable(&mut self, splatted: bool) -> Lexed {
        let found = if !splatted && self.peek() == '{' {
            self.braced_variable(false)
        } else if is_variable_start(self.peek()) {
            self.plain_variable(self.is_command_mode())
        } else {
            None
        };
        match found {
            Some(name) => {
                let kind = if splatted {
                    TokenKind::SplattedVariable
                } else {
                    TokenKind::Variable
                };
                self.token(kind, TokenValue::Variable(Box::new(name)))
            }
            None => {
                // A word that only begins like a variable.
                self.pos = self.tok_start;
                self.word()
            }
        }
    }

    /// A variable inside a string or word, after `$`; the caller has seen that a name or brace follows.
    pub(super) fn variable_in_string(&mut self) -> Option<VariableName> {
        if self.peek() == '{' {
            self.braced_variable(true)
        } else {
            self.plain_variable(false)
        }
    }

    /// At the brace. `None`: in command mode, more text is glued to the variable.
    fn braced_variable(&mut self, in_string: bool) -> Option<VariableName> {
        let dollar = self.pos.saturating_sub(1);
        let brace = self.pos;
        self.skip('{');
        let mut name = String::new();
        let mut closed = false;
        while !self.at_end() {
            let c = self.bump();
            match c {
                '}' => {
                    closed = true;
                    break;
                }
                '`' => {
                    if self.at_end() {
                        break;
                    }
                    let escaped = self.escape(self.pos - 1);
                    name.push(escaped);
                    continue;
                }
                '{' => {
                    self.error_here(
                        ErrorId::OpenBraceNeedsToBeBackTickedInVariableName,
                        self.pos,
                        self.pos + self.peek().len_utf8(),
                    );
                }
                _ if in_string && is_double_quote(c) && is_double_quote(self.peek()) => {
                    let second = self.peek();
                    self.skip(second);
                }
                _ => {}
            }
            name.push(c);
        }
        if !closed {
            self.incomplete_here(
                ErrorId::IncompleteDollarVariableReference,
                brace,
                self.pos,
                "",
            );
        }
        if name.is_empty() {
            if closed {
                self.error_here(ErrorId::EmptyVariableReference, self.pos - 1, self.pos);
            }
            name.push_str(":Error:");
        }
        if !in_string && self.is_command_mode() {
            let next = self.peek();
            if !ends_word(next) && next != '.' && next != '[' {
                return None;
            }
        }
        let (prefix, rest) = split_scope(&name);
        let variable = VariableName {
            name: Rc::from(rest),
            prefix,
            braced: true,
        };
        if variable.name.is_empty() {
            self.error_here(ErrorId::InvalidBracedVariableReference, dollar, self.pos);
        }
        Some(variable)
    }

    /// At the first character of the name. `None`: in command mode, more text is glued to the variable.
    fn plain_variable(&mut self, command_mode: bool) -> Option<VariableName> {
        let dollar = self.pos.saturating_sub(1);
        let start = self.pos;
        let first = self.bump();
        if matches!(first, '$' | '?' | '^') {
            if command_mode && !ends_word(self.peek()) {
                return None;
            }
        } else {
            loop {
                let c = self.peek();
                match c {
                    'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '?' => self.pos += 1,
                    // `$a::b` is static member access.
                    ':' if self.byte(self.pos + 1) == b':' => break,
                    ':' => self.pos += 1,
                    '.' | '[' | '=' => break,
                    _ if !c.is_ascii() && c.is_alphanumeric() => self.skip(c),
                    _ if ends_word(c) => break,
                    _ if command_mode => return None,
                    _ => break,
                }
            }
        }
        let (prefix, rest) = split_scope(self.slice(start, self.pos));
        let variable = VariableName {
            name: Rc::from(rest),
            prefix,
            braced: false,
        };
        if variable.name.is_empty() {
            let id = match &variable.prefix {
                Some(prefix) if prefix.scope.is_none() => {
                    ErrorId::InvalidVariableReferenceWithDrive
                }
                _ => ErrorId::InvalidVariableReference,
            };
            self.error_here(id, dollar, self.pos);
        }
        Some(variable)
    }
}

/// Splits `scope:name`. A colon at the very beginning is no prefix.
pub(in super::super) fn split_scope(path: &str) -> (Option<Box<VariablePrefix>>, &str) {
    let Some((prefix, name)) = path
        .split_once(':')
        .filter(|(prefix, _)| !prefix.is_empty())
    else {
        return (None, path);
    };
    const SCOPES: [(&str, ScopeName); 7] = [
        ("global", ScopeName::Global),
        ("local", ScopeName::Local),
        ("script", ScopeName::Script),
        ("private", ScopeName::Private),
        ("variable", ScopeName::Variable),
        ("using", ScopeName::Using),
        ("workflow", ScopeName::Workflow),
    ];
    let scope = SCOPES
        .iter()
        .find(|(scope, _)| scope.eq_ignore_ascii_case(prefix))
        .map(|(_, scope)| *scope)
        // PowerShell takes these two for drives: `$using:` alone is an invalid drive reference.
        .filter(|scope| {
            !name.is_empty() || !matches!(scope, ScopeName::Using | ScopeName::Workflow)
        });
    let text = Rc::from(prefix);
    (Some(Box::new(VariablePrefix { text, scope })), name)
}
