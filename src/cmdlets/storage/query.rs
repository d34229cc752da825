//! Which disks a user means.

use iovsh_backend::Scope;
use iovsh_shell::argument::Given;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

use crate::selection::absent;
use iovsh_base::names::NameExt as _;

/// The disks of the host.
pub const SCOPE: Scope = Scope {
    disks: true,
    ..Scope::NOTHING
};

/// Whether a text fits what was given; nothing given fits all, and what has no text fits only that.
pub fn fits(given: &Given<Vec<String>>, text: Option<&str>) -> bool {
    given.as_deref().is_none_or(|wanted| {
        let text = text.unwrap_or("");
        wanted.iter().any(|wanted| is(wanted, text))
    })
}

fn is(wanted: &str, text: &str) -> bool {
    wanted.is_same_name(text) || WildcardPattern::new(wanted).is_match(text)
}

/// Writes an error for each text that was given and that none of all has. A pattern that fits nothing is none.
pub fn report_texts<T>(
    cx: &mut Context,
    property: &str,
    given: &Given<Vec<String>>,
    list: &str,
    all: &[T],
    of: impl Fn(&T) -> Option<&str>,
) -> Flow {
    for wanted in given.iter().flatten() {
        let mut texts = all.iter().filter_map(&of);
        if !has_wildcards(wanted) && !texts.any(|text| is(wanted, text)) {
            cx.error(absent(property, wanted, list))?;
        }
    }
    Ok(())
}

/// Writes an error for each number that was given and that nothing has.
pub fn report_numbers(
    cx: &mut Context,
    property: &str,
    given: &Given<Vec<u32>>,
    list: &str,
    is_there: impl Fn(u32) -> bool,
) -> Flow {
    for number in given.iter().flatten() {
        if !is_there(*number) {
            cx.error(absent(property, &number.to_string(), list))?;
        }
    }
    Ok(())
}
