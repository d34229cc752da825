//! `[System.Management.Automation.Language.Parser]`: whether a text is a script.

use std::rc::Rc;

use super::{Call, StaticMember, static_method};
use crate::syntax::span::{SourceText, Span};
use crate::syntax::{Parsed, parse_source};
use crate::types::ReferenceValue;
use crate::value::{MemberKind, PsObject, Value};

fn extent(source: &SourceText, span: Span) -> Value {
    let made = PsObject::of(&[
        "System.Management.Automation.Language.InternalScriptExtent",
        "System.Object",
    ]);
    let (from, to) = (source.position(span.start), source.position(span.end));
    let text = source
        .text()
        .get(span.start as usize..span.end as usize)
        .unwrap_or("");
    let number = |n: u32| Value::Int(i32::try_from(n).unwrap_or(i32::MAX));
    let file = source
        .name()
        .map_or(Value::Null, |name| Value::from(name.to_string()));
    for (name, value) in [
        ("File", file),
        ("StartLineNumber", number(from.line)),
        ("StartColumnNumber", number(from.column)),
        ("EndLineNumber", number(to.line)),
        ("EndColumnNumber", number(to.column)),
        ("Text", Value::from(text)),
        ("StartOffset", number(source.utf16_offset(span.start))),
        ("EndOffset", number(source.utf16_offset(span.end))),
    ] {
        made.push(name, MemberKind::Property(value));
    }
    Value::object(made)
}

fn errors(parsed: &Parsed, source: &SourceText) -> Value {
    let found = parsed
        .errors
        .iter()
        .map(|error| {
            let mut made = PsObject::of(&[
                "System.Management.Automation.Language.ParseError",
                "System.Object",
            ]);
            made.text = Some(error.message.as_str().into());
            for (name, value) in [
                ("Extent", extent(source, error.span)),
                ("ErrorId", Value::from(error.id)),
                ("Message", Value::from(error.message.as_str())),
                ("IncompleteInput", Value::Bool(error.incomplete)),
            ] {
                made.push(name, MemberKind::Property(value));
            }
            Value::object(made)
        })
        .collect();
    Value::typed_array("System.Management.Automation.Language.ParseError", found)
}

fn tokens(parsed: &Parsed, source: &SourceText) -> Value {
    let found = parsed
        .tokens
        .iter()
        .map(|token| {
            let made = PsObject::of(&[
                "System.Management.Automation.Language.Token",
                "System.Object",
            ]);
            let text = source
                .text()
                .get(token.span.start as usize..token.span.end as usize)
                .unwrap_or("");
            for (name, value) in [
                ("Text", Value::from(text)),
                ("Kind", Value::from(format!("{:?}", token.kind))),
                ("HasError", Value::Bool(false)),
                ("Extent", extent(source, token.span)),
            ] {
                made.push(name, MemberKind::Property(value));
            }
            Value::object(made)
        })
        .collect();
    Value::typed_array("System.Management.Automation.Language.Token", found)
}

/// Parses a text: tokens and errors go where the references point, and a tree that knows its text and place comes back.
fn parsed(call: &Call<'_>, text: &str, name: Option<&str>) -> Value {
    let source = Rc::new(SourceText::new(text.into(), name.map(Rc::from)));
    let found = parse_source(Rc::clone(&source), true);
    let last = call.count().saturating_sub(1);
    for (at, value) in [
        (last.saturating_sub(1), tokens(&found, &source)),
        (last, errors(&found, &source)),
    ] {
        if let Some(place) = call.arg(at).downcast::<ReferenceValue>() {
            place.0.set(value);
        }
    }
    tree_of(&source)
}

/// A text as the parser sees it: its tree, its tokens and its errors.
pub(super) fn parts_of(text: &str) -> [Value; 3] {
    let source = Rc::new(SourceText::new(text.into(), None));
    let found = parse_source(Rc::clone(&source), true);
    [
        tree_of(&source),
        tokens(&found, &source),
        errors(&found, &source),
    ]
}

/// A tree that knows its text and place.
fn tree_of(source: &SourceText) -> Value {
    let text = source.text();
    let mut tree = PsObject::of(&[
        "System.Management.Automation.Language.ScriptBlockAst",
        "System.Management.Automation.Language.Ast",
        "System.Object",
    ]);
    tree.text = Some(text.into());
    let whole = Span {
        start: 0,
        end: u32::try_from(text.len()).unwrap_or(u32::MAX),
    };
    tree.push("Extent", MemberKind::Property(extent(source, whole)));
    Value::object(tree)
}

/// Static members of the parser.
pub const PARSER_STATICS: &[StaticMember] = &[
    static_method(
        "ParseInput",
        3,
        4,
        "System.Management.Automation.Language.ScriptBlockAst ParseInput(string input, [ref] Token[] tokens, [ref] ParseError[] errors)",
        |call| {
            let text = call.text(0)?;
            Ok(parsed(call, &text, None))
        },
    ),
    static_method(
        "ParseFile",
        3,
        3,
        "System.Management.Automation.Language.ScriptBlockAst ParseFile(string fileName, [ref] Token[] tokens, [ref] ParseError[] errors)",
        |call| {
            let name = call.text(0)?;
            let path = call.engine.resolve_path(&name);
            let text = crate::file_read::text(&path)
                .map_err(|error| crate::types::streams::io_error(&name, &error))?;
            Ok(parsed(call, &text, Some(&name)))
        },
    ),
];
