//! Type names: `System.Collections.Generic.List[string]`, `int[,]`, `Name, Assembly`.

use std::rc::Rc;

use super::super::ast::{TypeName, TypeNameKind};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, Mode};
use super::super::span::Span;
use super::super::token::TokenKind;
use super::Parser;

/// More brackets than this on one name are taken for nonsense, as in PowerShell.
const MAX_ARRAY_DEPTH: u32 = 200;

impl Parser<'_, '_> {
    /// A type's name and its first token. `None` when no name stands here.
    pub(super) fn type_name(&mut self, assembly_allowed: bool) -> Option<(TypeName, Lexed)> {
        // Types are read without blanks and keywords in mind.
        let mode = self.set_mode(Mode::TypeName);
        let result = self.accept(TokenKind::Identifier).map(|first| {
            let name = self.finish_type_name(&first, false, assembly_allowed);
            (name, first)
        });
        self.set_mode(mode);
        result
    }

    fn simple_type(&self, token: &Lexed) -> TypeName {
        let name = self.name_of(token);
        TypeName {
            span: token.span,
            full_name: Rc::clone(&name),
            kind: TypeNameKind::Simple(name),
            assembly: None,
        }
    }

    /// After the first name. `in_list`: an argument of a generic type without its own brackets.
    fn finish_type_name(
        &mut self,
        first: &Lexed,
        in_list: bool,
        assembly_allowed: bool,
    ) -> TypeName {
        let mut name = self.simple_type(first);
        if let Some(l_bracket) = self.accept(TokenKind::LBracket) {
            self.skip_newlines();
            let token = self.next();
            return match token.kind {
                TokenKind::RBracket | TokenKind::Comma => self.array_type(name, token, in_list),
                TokenKind::LBracket | TokenKind::Identifier => {
                    self.generic_type(name, token, in_list)
                }
                TokenKind::EndOfInput => {
                    self.unget(token);
                    self.incomplete(ErrorId::MissingTypename, l_bracket.span.after(), "");
                    name
                }
                _ => {
                    self.unexpected(&token);
                    self.sync_on_error(true, &[TokenKind::RBracket]);
                    name
                }
            };
        }
        if assembly_allowed && !in_list && self.peek_kind() == TokenKind::Comma {
            self.assembly_of(&mut name);
        }
        name
    }

    /// `, Assembly` after a type.
    fn assembly_of(&mut self, name: &mut TypeName) {
        let comma = self.next();
        let assembly = self.lexer.assembly_name();
        if assembly.trim().is_empty() {
            self.error(
                ErrorId::MissingAssemblyNameSpecification,
                comma.span.after(),
                "",
            );
            return;
        }
        name.span = name.span.to(self.lexer.current_span());
        name.assembly = Some(Rc::from(assembly));
    }

    fn generic_type(&mut self, definition: TypeName, first: Lexed, in_list: bool) -> TypeName {
        let Some(entered) = self.enter() else {
            return definition;
        };
        let mut arguments = vec![self.generic_argument(first)];
        let last = loop {
            self.skip_newlines();
            let token = self.next();
            if token.kind != TokenKind::Comma {
                break token;
            }
            self.skip_newlines();
            if matches!(
                self.peek_kind(),
                TokenKind::Identifier | TokenKind::LBracket
            ) {
                let first = self.next();
                arguments.push(self.generic_argument(first));
            } else {
                self.incomplete(ErrorId::MissingTypename, token.span.after(), "");
                arguments.push(unknown_type(token.span));
            }
        };
        let mut end = arguments
            .last()
            .map_or(definition.span, |argument| argument.span);
        if last.kind == TokenKind::RBracket {
            end = last.span;
        } else {
            let before = self.before(&last);
            self.unget(last);
            self.incomplete(
                ErrorId::EndSquareBracketExpectedAtEndOfAttribute,
                before,
                "",
            );
        }
        self.leave(entered);
        let list = arguments
            .iter()
            .map(|argument| &*argument.full_name)
            .collect::<Vec<_>>()
            .join(",");
        let mut generic = TypeName {
            span: definition.span.to(end),
            full_name: Rc::from(format!("{}[{list}]", definition.full_name)),
            kind: TypeNameKind::Generic {
                definition: Box::new(definition),
                arguments,
            },
            assembly: None,
        };
        if self.accept(TokenKind::LBracket).is_some() {
            let token = self.next();
            return self.array_type(generic, token, in_list);
        }
        if !in_list && self.peek_kind() == TokenKind::Comma {
            self.assembly_of(&mut generic);
        }
        generic
    }

    fn generic_argument(&mut self, first: Lexed) -> TypeName {
        if first.kind == TokenKind::Identifier {
            return self.finish_type_name(&first, true, true);
        }
        let token = self.next();
        if token.kind != TokenKind::Identifier {
            let after = token.span.after();
            self.unget(token);
            self.incomplete(ErrorId::MissingTypename, after, "");
            return unknown_type(first.span);
        }
        let name = self.finish_type_name(&token, false, true);
        let close = self.next();
        if close.kind != TokenKind::RBracket {
            let before = self.before(&close);
            self.unget(close);
            self.incomplete(ErrorId::EndSquareBracketExpectedAtEndOfType, before, "");
        }
        name
    }

    /// After the bracket that follows an element type; `first` is the token after it.
    fn array_type(&mut self, element: TypeName, first: Lexed, in_list: bool) -> TypeName {
        let mut element = element;
        let mut first = first;
        let mut depth = 0;
        loop {
            depth += 1;
            match first.kind {
                TokenKind::RBracket => element = array_of(element, 1, first.span),
                TokenKind::Comma => element = self.array_dimensions(element, first),
                TokenKind::EndOfInput => {
                    let before = self.before(&first);
                    self.unget(first);
                    self.error(
                        ErrorId::EndSquareBracketExpectedAtEndOfAttribute,
                        before,
                        "",
                    );
                    return element;
                }
                _ => {
                    self.unexpected(&first);
                    self.sync_on_error(true, &[TokenKind::RBracket]);
                }
            }
            if depth == MAX_ARRAY_DEPTH {
                self.error(ErrorId::ScriptTooComplicated, element.span, "");
                self.sync_on_error(true, &[TokenKind::EndOfInput]);
            }
            self.grow(element.span);
            match self.peek_kind() {
                TokenKind::Comma if !in_list => {
                    self.assembly_of(&mut element);
                    return element;
                }
                TokenKind::LBracket => {
                    self.skip_token();
                    first = self.next();
                }
                _ => return element,
            }
        }
    }

    fn array_dimensions(&mut self, element: TypeName, first: Lexed) -> TypeName {
        const MAX_RANK: u32 = 32;
        let first_comma = first.span;
        let mut last_comma = first_comma;
        let mut rank = 2;
        let close = loop {
            let token = self.next();
            if token.kind != TokenKind::Comma {
                break token;
            }
            last_comma = token.span;
            rank += 1;
        };
        let closed = close.kind == TokenKind::RBracket;
        let end = if closed { close.span } else { last_comma };
        if !closed {
            self.unget(close);
        }
        if rank > MAX_RANK {
            self.error(
                ErrorId::ArrayHasTooManyDimensions,
                first_comma.to(last_comma),
                &rank.to_string(),
            );
            return element;
        }
        if !closed {
            self.error(
                ErrorId::EndSquareBracketExpectedAtEndOfAttribute,
                last_comma.after(),
                "",
            );
        }
        array_of(element, rank, end)
    }
}

fn array_of(element: TypeName, rank: u32, end: Span) -> TypeName {
    let commas = ",".repeat(rank.saturating_sub(1) as usize);
    TypeName {
        span: element.span.to(end),
        full_name: Rc::from(format!("{}[{commas}]", element.full_name)),
        kind: TypeNameKind::Array {
            element: Box::new(element),
            rank,
        },
        assembly: None,
    }
}

fn unknown_type(span: Span) -> TypeName {
    let name: Rc<str> = Rc::from(":ErrorTypeName:");
    TypeName {
        span,
        full_name: Rc::clone(&name),
        kind: TypeNameKind::Simple(name),
        assembly: None,
    }
}
