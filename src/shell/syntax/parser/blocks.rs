//! Script blocks, their named blocks, and `{ ... }` of statements.

use std::rc::Rc;

use super::super::ast::{NamedBlock, ParamBlock, ScriptBlockAst, Statement, StatementBlock, Trap};
use super::super::errors::ErrorId;
use super::super::lexer::Lexed;
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::Parser;
use super::statements::Item;

/// Statements and traps with the extent from the first to the last of them.
#[derive(Default)]
pub(super) struct StatementList {
    pub span: Option<Span>,
    pub statements: Vec<Statement>,
    pub traps: Vec<Trap>,
}

#[derive(Default)]
struct NamedBlocks {
    begin: Option<NamedBlock>,
    process: Option<NamedBlock>,
    end: Option<NamedBlock>,
    clean: Option<NamedBlock>,
    dynamic_param: Option<NamedBlock>,
}

impl Parser<'_, '_> {
    /// A script (no brace) or what follows an opening brace, the closing one included.
    pub(super) fn script_block(
        &mut self,
        l_curly: Option<Span>,
        is_filter: bool,
    ) -> Rc<ScriptBlockAst> {
        let in_method = std::mem::replace(&mut self.report().in_method, false);
        let block = self.block_of_script(l_curly, is_filter);
        self.report().in_method = in_method;
        block
    }

    /// The body of a method of a class.
    pub(super) fn method_body(&mut self, l_curly: Span) -> Rc<ScriptBlockAst> {
        let in_method = std::mem::replace(&mut self.report().in_method, true);
        let block = self.block_of_script(Some(l_curly), false);
        self.report().in_method = in_method;
        block
    }

    fn block_of_script(&mut self, l_curly: Option<Span>, is_filter: bool) -> Rc<ScriptBlockAst> {
        self.skip_newlines();
        let usings = if l_curly.is_none() {
            self.using_statements()
        } else {
            Vec::new()
        };
        let param_block = self.param_block();
        self.skip_newlines_and_semicolons();
        let id = self.report().next_id();
        let has_named_blocks = self
            .peek()
            .flags
            .contains(TokenFlags::SCRIPT_BLOCK_BLOCK_NAME);
        let (span, blocks) = if has_named_blocks {
            self.named_blocks(l_curly, param_block.as_ref())
        } else {
            self.unnamed_block(l_curly, param_block.as_ref(), is_filter)
        };
        Rc::new(ScriptBlockAst {
            span,
            source: Rc::clone(&self.report().source),
            id,
            usings,
            param_block,
            dynamic_param: blocks.dynamic_param,
            begin: blocks.begin,
            process: blocks.process,
            end: blocks.end,
            clean: blocks.clean,
            types: Vec::new(),
            requirements: None,
            id_count: Rc::clone(&self.report().id_count),
        })
    }

    fn unnamed_block(
        &mut self,
        l_curly: Option<Span>,
        param_block: Option<&ParamBlock>,
        is_filter: bool,
    ) -> (Span, NamedBlocks) {
        let mut list = StatementList {
            span: param_block.map(|block| block.span),
            ..StatementList::default()
        };
        let span = loop {
            let before = list.span;
            self.statement_list(&mut list);
            list.span = match (before, list.span) {
                (Some(first), Some(last)) => Some(first.to(last)),
                (first, last) => last.or(first),
            };
            if let Some(span) = self.close_script_block(l_curly, &mut list.span) {
                break span;
            }
        };
        let block = NamedBlock {
            span: list.span.unwrap_or_default(),
            unnamed: true,
            statements: list.statements,
            traps: list.traps,
        };
        let mut blocks = NamedBlocks::default();
        if is_filter {
            blocks.process = Some(block);
        } else {
            blocks.end = Some(block);
        }
        (span, blocks)
    }

    /// Takes the end of a script block and gives the whole extent. `None`: a script goes on after an unexpected token.
    fn close_script_block(
        &mut self,
        l_curly: Option<Span>,
        body: &mut Option<Span>,
    ) -> Option<Span> {
        let token = self.next();
        let Some(l_curly) = l_curly else {
            if token.kind != TokenKind::EndOfInput {
                self.unexpected(&token);
                return None;
            }
            self.unget(token);
            return Some(self.script_span());
        };
        if token.kind == TokenKind::RCurly {
            let between = Span::new(l_curly.end, token.span.start.saturating_sub(1));
            if body.is_none() && l_curly.end != token.span.start {
                *body = Some(between);
            }
            return Some(l_curly.to(token.span));
        }
        self.incomplete_at(ErrorId::MissingEndCurlyBrace, l_curly, token.span, "");
        self.unget(token);
        Some(l_curly.to(body.unwrap_or(l_curly)))
    }

    fn script_span(&self) -> Span {
        self.lexer.span(0, self.lexer.input().text.len())
    }

    fn named_blocks(
        &mut self,
        l_curly: Option<Span>,
        param_block: Option<&ParamBlock>,
    ) -> (Span, NamedBlocks) {
        let mut blocks = NamedBlocks::default();
        let mut start = l_curly.or(param_block.map(|block| block.span));
        let mut end: Option<Span> = None;
        loop {
            let mut name = self.next();
            match name.kind {
                TokenKind::Begin
                | TokenKind::Process
                | TokenKind::End
                | TokenKind::Clean
                | TokenKind::Dynamicparam => {}
                TokenKind::RCurly | TokenKind::EndOfInput => {
                    self.unget(name);
                    let mut body = start.map(|start| end.map_or(start, |end| start.to(end)));
                    let span = self.close_script_block(l_curly, &mut body);
                    return (span.unwrap_or_else(|| self.script_span()), blocks);
                }
                _ => {
                    let text = self.text_of(&name);
                    self.error(ErrorId::MissingNamedBlocks, name.span, text);
                    let span = match l_curly {
                        Some(l_curly) => {
                            self.unget(name);
                            end.map_or(l_curly, |end| l_curly.to(end))
                        }
                        None => self.script_span(),
                    };
                    return (span, blocks);
                }
            }
            self.add_flags(&mut name, TokenFlags::NONE);
            start.get_or_insert(name.span);
            end = Some(name.span);
            let block = match self.statement_block() {
                Some(block) => {
                    end = Some(block.span);
                    block
                }
                None => {
                    let keyword = name.kind.text();
                    self.incomplete(
                        ErrorId::MissingNamedStatementBlock,
                        name.span.after(),
                        keyword,
                    );
                    StatementBlock {
                        span: name.span,
                        statements: Vec::new(),
                        traps: Vec::new(),
                    }
                }
            };
            self.place_block(&mut blocks, &name, block);
            self.skip_newlines_and_semicolons();
        }
    }

    fn place_block(&mut self, blocks: &mut NamedBlocks, name: &Lexed, block: StatementBlock) {
        let span = name.span.to(block.span);
        let place = match name.kind {
            TokenKind::Begin => &mut blocks.begin,
            TokenKind::Process => &mut blocks.process,
            TokenKind::End => &mut blocks.end,
            TokenKind::Clean => &mut blocks.clean,
            _ => &mut blocks.dynamic_param,
        };
        if place.is_some() {
            self.error(
                ErrorId::DuplicateScriptCommandClause,
                span,
                name.kind.text(),
            );
            return;
        }
        *place = Some(NamedBlock {
            span,
            unnamed: false,
            statements: block.statements,
            traps: block.traps,
        });
    }

    /// `{ statements }`, after line endings. `None` when there is no brace.
    pub(super) fn statement_block(&mut self) -> Option<StatementBlock> {
        self.skip_newlines();
        let l_curly = self.accept(TokenKind::LCurly)?.span;
        let mut list = StatementList::default();
        self.statement_list(&mut list);
        let token = self.next();
        let end = if token.kind == TokenKind::RCurly {
            token.span
        } else {
            self.incomplete_at(ErrorId::MissingEndCurlyBrace, l_curly, token.span, "");
            self.unget(token);
            list.span.unwrap_or(l_curly)
        };
        Some(StatementBlock {
            span: l_curly.to(end),
            statements: list.statements,
            traps: list.traps,
        })
    }

    /// Statements up to a closing parenthesis or brace, or what cannot begin one. The list's span becomes that of what
    /// was read now.
    pub(super) fn statement_list(&mut self, list: &mut StatementList) {
        list.span = None;
        self.skip_newlines_and_semicolons();
        while let Some(item) = self.statement_or_trap() {
            let span = match item {
                Item::Statement(statement) => {
                    let span = statement.span;
                    list.statements.push(statement);
                    span
                }
                Item::Trap(trap) => {
                    let span = trap.span;
                    list.traps.push(trap);
                    span
                }
            };
            list.span = Some(
                list.span
                    .map_or(span, |first| Span::new(first.start, span.end)),
            );
            self.skip_newlines_and_semicolons();
            if matches!(self.peek_kind(), TokenKind::RParen | TokenKind::RCurly) {
                break;
            }
        }
    }
}
