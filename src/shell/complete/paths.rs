//! Paths that begin as what was typed does.

use std::path::Path;

use crate::cmdlet::Candidate;
use crate::wildcard::{self, WildcardPattern};

/// The entries of a folder whose paths begin with `word`, as far as `wanted` has them.
pub fn beginning_with(word: &str, wanted: impl Fn(&Path) -> bool) -> Vec<Candidate> {
    let (folder, prefix) = word
        .rsplit_once('/')
        .map_or(("", word), |(folder, prefix)| (folder, prefix));
    let shown = if word.contains('/') {
        format!("{folder}/")
    } else {
        String::new()
    };
    let real = match (folder, word.starts_with('/')) {
        ("", true) => "/".to_owned(),
        ("", false) => ".".to_owned(),
        _ => match (folder.strip_prefix('~'), std::env::var("HOME")) {
            (Some(rest), Ok(home)) => format!("{home}{rest}"),
            _ => folder.to_owned(),
        },
    };
    let Ok(entries) = std::fs::read_dir(real) else {
        return Vec::new();
    };
    let mut found: Vec<Candidate> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let fits = fits_file(&name, prefix)
                && (prefix.starts_with('.') || !name.starts_with('.'))
                && wanted(&entry.path());
            let slash = if entry.path().is_dir() { "/" } else { "" };
            // Alone such a name would be an option, a home directory or a drive.
            let alone = shown.is_empty() && (name.starts_with(['-', '~']) || name.contains(':'));
            let here = if alone { "./" } else { "" };
            fits.then(|| Candidate {
                text: format!("{here}{shown}{name}{slash}"),
                description: String::new(),
            })
        })
        .collect();
    found.sort_by(|left, right| left.text.cmp(&right.text));
    found
}

/// Whether a file's name is what `typed` is the beginning of, with regard to case.
fn fits_file(name: &str, typed: &str) -> bool {
    let pattern = || WildcardPattern::case_sensitive(&format!("{typed}*"));
    name.starts_with(typed) || (wildcard::has_wildcards(typed) && pattern().is_match(name))
}
