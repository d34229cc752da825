//! PowerShell text to syntax tree: tokens in two modes, an error-tolerant parser, spans everywhere.
//!
//! One parser serves running, completing and colouring: it returns a tree for every input, however broken. Error ids,
//! their extents and the tokens are those of PowerShell's own parser.

pub mod ast;
pub(crate) mod chars;
mod checks;
mod errors;
#[cfg(test)]
mod examples;
pub mod gnu;
mod lexer;
mod next_step;
pub mod outline;
mod parser;
#[cfg(test)]
mod properties;
pub mod quote;
mod report;
pub mod span;
pub mod symbol;
pub mod token;
mod words;

use std::rc::Rc;

use ast::ScriptBlockAst;
pub use errors::{ParseError, parse_error_ids};
pub use next_step::next_step;
use report::Report;
use span::{SourceText, Span};
use token::Token;

/// No tree is higher than this many nodes, so recursion over it is safe in any walker.
pub const MAX_TREE_HEIGHT: u32 = 1000;

/// What a text was understood to be.
#[derive(Debug)]
pub struct Parsed {
    /// The tree; it is there however broken the text is.
    pub ast: Rc<ScriptBlockAst>,
    /// All tokens in order, comments and line ends included; empty when they were not asked for.
    pub tokens: Vec<Token>,
    /// Everything that is wrong, in the order of PowerShell's parser. A text with errors must not be run.
    pub errors: Vec<ParseError>,
    /// Whether more text could repair it: a prompt then asks for another line.
    pub incomplete: bool,
}

/// Parses a text with its tokens, for prompts: completion and colouring.
#[must_use]
pub fn parse(source: &str) -> Parsed {
    parse_source(Rc::new(SourceText::new(Rc::from(source), None)), true)
}

/// Parses a script to run it; `name` is the file it came from. Tokens are not kept.
#[must_use]
pub fn parse_script(source: &str, name: Option<&str>) -> Parsed {
    parse_source(
        Rc::new(SourceText::new(Rc::from(source), name.map(Rc::from))),
        false,
    )
}

/// Parses a text, keeping tokens if wanted.
#[must_use]
pub fn parse_source(source: Rc<SourceText>, keep_tokens: bool) -> Parsed {
    let mut report = Report::new(Rc::clone(&source), keep_tokens);
    let ast = parser::parse_script(source.text(), &mut report);
    checks::check(&ast, &mut report);
    source.set_comments(std::mem::take(&mut report.comments));
    let incomplete = report.errors.iter().any(|error| error.incomplete);
    // PowerShell points one place behind the end of the text in a string; in bytes that can be inside of a character.
    for error in &mut report.errors {
        error.span = whole_characters(error.span, source.text());
    }
    let mut tokens = report.tokens.unwrap_or_default();
    tokens.retain(|token| token.kind != token::TokenKind::EndOfInput);
    Parsed {
        ast,
        tokens,
        errors: report.errors,
        incomplete,
    }
}

/// The span with its ends moved on to where characters begin; what is behind the end of the text stays there.
fn whole_characters(span: Span, text: &str) -> Span {
    let moved = |mut at: u32| {
        while (at as usize) < text.len() && !text.is_char_boundary(at as usize) {
            at += 1;
        }
        at
    };
    Span::new(moved(span.start), moved(span.end))
}
