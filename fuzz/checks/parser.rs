//! The parser: a tree for every text, every place inside the text, and the same answer twice.

use iovsh::shell::complete::site_at;
use iovsh::shell::syntax::{parse, parse_script, span::Span};

/// Parses the text and looks at every place that the parser names.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let parsed = parse(&text);
    let inside = |span: Span, what: &str| {
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(
            start <= end && text.get(start..end).is_some(),
            "{what}: {start}..{end} is no part of {text:?}"
        );
    };
    let mut last = 0;
    for token in &parsed.tokens {
        inside(token.span, "a token");
        assert!(token.span.start >= last, "tokens go back");
        last = token.span.start;
    }
    for error in &parsed.errors {
        // What is missing at the end has its place one behind it, as PowerShell says it.
        if error.span.end as usize <= text.len() {
            inside(error.span, error.id);
        }
        assert!(error.span.start <= error.span.end && error.span.end as usize <= text.len() + 1);
        assert!(!error.id.is_empty() && !error.message.is_empty());
    }
    inside(parsed.ast.span, "the tree");
    // Without tokens the errors are the same: what runs is what the prompt has shown.
    let again = parse_script(&text, None);
    let ids = |errors: &[iovsh::shell::syntax::ParseError]| -> Vec<_> {
        errors.iter().map(|error| (error.id, error.span)).collect()
    };
    assert_eq!(ids(&again.errors), ids(&parsed.errors));
    let (_, word) = site_at(&text);
    assert!(word.start <= text.len());
}
