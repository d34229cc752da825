//! `[System.Management.Automation.PSParser]`: the tokens of a script, as the first versions of PowerShell told them.

use std::rc::Rc;

use super::{Call, StaticMember, static_method};
use crate::error::Flow;
use crate::syntax::parse_source;
use crate::syntax::quote::content;
use crate::syntax::span::{SourceText, Span};
use crate::syntax::token::{Token, TokenFlags, TokenKind};
use crate::types::ReferenceValue;
use crate::types::enums::PS_TOKEN_TYPE;
use crate::value::convert::to_text;
use crate::value::members::enumerate;
use crate::value::{EnumValue, MemberKind, PsObject, Value};

/// The name of what a token is. Its role comes before its kind.
fn type_of_token(token: &Token) -> &'static str {
    const ROLES: [(TokenFlags, &str); 4] = [
        (TokenFlags::COMMAND_NAME, "Command"),
        (TokenFlags::MEMBER_NAME, "Member"),
        (TokenFlags::TYPE_NAME, "Type"),
        (TokenFlags::ATTRIBUTE_NAME, "Attribute"),
    ];
    if let Some((_, name)) = ROLES.iter().find(|(role, _)| token.flags.contains(*role)) {
        return name;
    }
    if token.kind.has(TokenFlags::KEYWORD) {
        return "Keyword";
    }
    match token.kind {
        TokenKind::Unknown | TokenKind::EndOfInput => "Unknown",
        TokenKind::Variable | TokenKind::SplattedVariable => "Variable",
        TokenKind::Parameter => "CommandParameter",
        TokenKind::Number => "Number",
        TokenKind::Label => "LoopLabel",
        TokenKind::Identifier | TokenKind::Generic => "CommandArgument",
        TokenKind::NewLine => "NewLine",
        TokenKind::LineContinuation => "LineContinuation",
        TokenKind::Comment => "Comment",
        TokenKind::StringLiteral
        | TokenKind::StringExpandable
        | TokenKind::HereStringLiteral
        | TokenKind::HereStringExpandable => "String",
        TokenKind::LParen
        | TokenKind::LCurly
        | TokenKind::AtParen
        | TokenKind::AtCurly
        | TokenKind::DollarParen => "GroupStart",
        TokenKind::RParen | TokenKind::RCurly => "GroupEnd",
        TokenKind::Semi => "StatementSeparator",
        _ => "Operator",
    }
}

/// What a token says: strings without quotes, variables without their sign.
fn said(token: &Token, text: &str) -> String {
    match token.kind {
        TokenKind::StringLiteral | TokenKind::StringExpandable | TokenKind::Generic => {
            content(text)
        }
        TokenKind::HereStringLiteral | TokenKind::HereStringExpandable => {
            let inside = text.get(2..text.len().saturating_sub(2)).unwrap_or("");
            let inside = inside.trim_start_matches([' ', '\t']);
            let inside = inside.strip_prefix('\r').unwrap_or(inside);
            let inside = inside.strip_prefix('\n').unwrap_or(inside);
            let inside = inside.strip_suffix('\n').unwrap_or(inside);
            inside.strip_suffix('\r').unwrap_or(inside).to_owned()
        }
        TokenKind::Variable | TokenKind::SplattedVariable => {
            let name = text.get(1..).unwrap_or("");
            let braced = name
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'));
            braced.unwrap_or(name).to_owned()
        }
        _ => text.to_owned(),
    }
}

fn number(n: u32) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn described(source: &SourceText, span: Span, said: String, what: &str) -> Value {
    let made = PsObject::of(&["System.Management.Automation.PSToken", "System.Object"]);
    let (from, to) = (source.position(span.start), source.position(span.end));
    let (start, end) = (
        source.utf16_offset(span.start),
        source.utf16_offset(span.end),
    );
    let what = Value::Enum(Rc::new(EnumValue {
        ty: &PS_TOKEN_TYPE,
        number: PS_TOKEN_TYPE.number(what).unwrap_or(0),
    }));
    for (name, value) in [
        ("Content", Value::from(said)),
        ("Type", what),
        ("Start", number(start)),
        ("Length", number(end - start)),
        ("StartLine", number(from.line)),
        ("StartColumn", number(from.column)),
        ("EndLine", number(to.line)),
        ("EndColumn", number(to.column)),
    ] {
        made.push(name, MemberKind::Property(value));
    }
    Value::object(made)
}

/// For each token how many make up the type in brackets that begins with it: `[`, a name, what stands in between, `]`. Nearly all begin
/// none, and have 0.
fn lengths_of_types(tokens: &[Token]) -> Vec<usize> {
    let mut lengths = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::LBracket => {
                let name = tokens.get(at + 1);
                let of_type = name.is_some_and(|name| name.flags.contains(TokenFlags::TYPE_NAME));
                open.push((at, of_type));
            }
            TokenKind::RBracket => {
                if let Some((from, true)) = open.pop()
                    && let Some(length) = lengths.get_mut(from)
                {
                    *length = at + 1 - from;
                }
            }
            _ => {}
        }
    }
    lengths
}

fn tokenize(call: &mut Call<'_>) -> Flow<Value> {
    let text = match call.arg(0).base() {
        Value::Str(text) => text.to_string(),
        // The lines of a file.
        other => match enumerate(other) {
            Some(lines) => lines
                .iter()
                .map(|line| format!("{}\n", to_text(line)))
                .collect(),
            None => call.text(0)?.to_string(),
        },
    };
    let source = Rc::new(SourceText::new(text.into(), None));
    let parsed = parse_source(Rc::clone(&source), true);
    let mut found = Vec::with_capacity(parsed.tokens.len());
    let mut passed = 0;
    for (at, (token, length)) in
        (parsed.tokens.iter().zip(lengths_of_types(&parsed.tokens))).enumerate()
    {
        if at < passed {
            continue;
        }
        passed = at + length.max(1);
        if let Some(last) = parsed.tokens.get(passed - 1).filter(|_| length > 0) {
            let span = token.span.to(last.span);
            found.push(described(
                &source,
                span,
                source.slice(span).to_owned(),
                "Type",
            ));
        } else {
            let said = said(token, source.slice(token.span));
            found.push(described(&source, token.span, said, type_of_token(token)));
        }
    }
    let errors = parsed.errors.iter().map(|error| {
        let made = PsObject::of(&["System.Management.Automation.PSParseError", "System.Object"]);
        let text = source.slice(error.span);
        let token = described(&source, error.span, text.to_owned(), "Position");
        made.push("Token", MemberKind::Property(token));
        made.push(
            "Message",
            MemberKind::Property(Value::from(error.message.as_str())),
        );
        Value::object(made)
    });
    if let Some(place) = call.arg(1).downcast::<ReferenceValue>() {
        place.0.set(Value::array(errors.collect()));
    }
    Ok(Value::array(found))
}

/// Static members.
pub const STATICS: &[StaticMember] = &[static_method(
    "Tokenize",
    2,
    2,
    "System.Collections.ObjectModel.Collection[System.Management.Automation.PSToken] Tokenize(string script, [ref] System.Collections.ObjectModel.Collection[System.Management.Automation.PSParseError] errors), System.Collections.ObjectModel.Collection[System.Management.Automation.PSToken] Tokenize(System.Object[] script, [ref] System.Collections.ObjectModel.Collection[System.Management.Automation.PSParseError] errors)",
    tokenize,
)];
