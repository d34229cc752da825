//! From the text of a path to the items that it means.

use super::provider::{self, path_not_found};
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::Session;
use iovsh_shell::location::{Location, Locations, ProviderKind, home_directory};
use iovsh_shell::os_text;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards, unescape};

/// A drive that is not there.
pub fn drive_not_found(name: &str) -> ShellError {
    ShellError::new(
        "DriveNotFound",
        ErrorCategory::ObjectNotFound,
        format!("Cannot find drive. A drive with the name '{name}' does not exist."),
    )
    .exception("System.Management.Automation.DriveNotFoundException")
    .target(name)
    .help("Paths on Linux begin with '/'. Get-PSDrive lists the drives that are there.")
}

/// The drive name and the rest of `Env:PATH`; `None` when there is no drive in the text.
pub fn split_drive(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once(':')?;
    let plain = !name.is_empty() && !name.contains(['/', '\\', '*', '?', '[']);
    (plain && !rest.starts_with(':')).then_some((name, rest))
}

/// The parts of a path, without `.`, `..` and what is empty. Going up from the root stays there.
fn normalise<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in parts {
        match part {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    kept.join("/")
}

/// What a text names, whether or not it exists. Wildcards stay in it.
///
/// # Errors
/// `DriveNotFound`, `ProviderNotFound`.
pub fn locate(locations: &Locations, text: &str) -> Result<Location, ShellError> {
    let (from, rest) = if let Some((provider, rest)) = text.split_once("::") {
        let kind = ProviderKind::by_name(provider).ok_or_else(|| {
            ShellError::new(
                "ProviderNotFound",
                ErrorCategory::ObjectNotFound,
                format!("Cannot find a provider with the name '{provider}'."),
            )
            .exception("System.Management.Automation.ProviderNotFoundException")
            .target(provider)
        })?;
        let drive = locations
            .drives()
            .iter()
            .find(|drive| drive.provider == kind)
            .cloned()
            .ok_or_else(|| drive_not_found(kind.name()))?;
        let path = String::new();
        (Location { drive, path }, rest.to_owned())
    } else if let Some((name, rest)) = split_drive(text) {
        let drive = locations
            .drive(name)
            .cloned()
            .ok_or_else(|| drive_not_found(name))?;
        let path = String::new();
        (Location { drive, path }, rest.to_owned())
    } else {
        let current = locations.current();
        let home = current.drive.provider == ProviderKind::FileSystem
            && (text == "~" || text.starts_with("~/") || text.starts_with("~\\"));
        if home || text.starts_with(['/', '\\']) {
            let drive = locations
                .drive("/")
                .cloned()
                .ok_or_else(|| drive_not_found("/"))?;
            let rest = if home {
                format!(
                    "{}/{}",
                    os_text::text_of(home_directory()),
                    text.get(1..).unwrap_or_default()
                )
            } else {
                text.to_owned()
            };
            let path = String::new();
            (Location { drive, path }, rest)
        } else {
            (current.clone(), text.to_owned())
        }
    };
    let rest = rest.replace('\\', "/");
    let path = normalise(from.path.split('/').chain(rest.split('/')));
    Ok(Location {
        drive: from.drive,
        path,
    })
}

/// The last part of a location's path; the drive's own name for its root.
pub fn leaf(at: &Location) -> &str {
    match at.path.rsplit('/').next() {
        Some(name) if !name.is_empty() => name,
        _ => &at.drive.name,
    }
}

/// A location below another.
pub fn below(at: &Location, name: &str) -> Location {
    let path = if at.path.is_empty() {
        name.to_owned()
    } else {
        format!("{}/{name}", at.path)
    };
    Location {
        drive: at.drive.clone(),
        path,
    }
}

/// The container that a location is in; `None` for a root.
pub fn above(at: &Location) -> Option<Location> {
    if at.path.is_empty() {
        return None;
    }
    let path = at
        .path
        .rsplit_once('/')
        .map_or_else(String::new, |(parent, _)| parent.to_owned());
    Some(Location {
        drive: at.drive.clone(),
        path,
    })
}

/// Which of the items that a path matches are meant.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only names that match one of these; all when empty.
    include: Vec<WildcardPattern>,
    /// No names that match one of these.
    exclude: Vec<WildcardPattern>,
    /// Only names that match this, with regard to case.
    filter: Option<WildcardPattern>,
    /// Also hidden items.
    pub hidden: bool,
}

impl Selection {
    /// A selection from the parameters of that name.
    pub fn new(include: &[String], exclude: &[String], filter: Option<&str>, hidden: bool) -> Self {
        let patterns = |texts: &[String]| {
            texts
                .iter()
                .map(|text| WildcardPattern::new(text))
                .collect()
        };
        // A filter has only `*` and `?`: brackets are ordinary characters of a file name.
        let filter = filter
            .filter(|text| !text.is_empty())
            .map(|text| WildcardPattern::case_sensitive(&text.replace('[', "`[")));
        Self {
            include: patterns(include),
            exclude: patterns(exclude),
            filter,
            hidden,
        }
    }

    /// Every item, hidden ones too when asked for.
    pub fn all(hidden: bool) -> Self {
        Self {
            hidden,
            ..Self::default()
        }
    }

    /// Whether an item of this name is meant.
    pub fn takes(&self, name: &str) -> bool {
        (self.include.is_empty() || self.include.iter().any(|pattern| pattern.is_match(name)))
            && !self.exclude.iter().any(|pattern| pattern.is_match(name))
            && self
                .filter
                .as_ref()
                .is_none_or(|filter| filter.is_match(name))
    }

    /// Whether there is an `-Include`.
    pub fn has_include(&self) -> bool {
        !self.include.is_empty()
    }
}

/// The items that a path means: exactly one without wildcards, any number with them, in order of their names.
///
/// # Errors
/// `PathNotFound` when a path without wildcards leads nowhere, `DriveNotFound`, and what listing a directory answers.
pub fn resolve(
    session: &mut Session,
    text: &str,
    literal: bool,
    selection: &Selection,
) -> Result<Vec<Location>, ShellError> {
    let at = locate(&session.locations, text)?;
    if literal || !has_wildcards(&at.path) {
        let at = if literal {
            at
        } else {
            Location {
                path: unescape(&at.path),
                drive: at.drive,
            }
        };
        if !provider::of(at.drive.provider).exists(session, &at) {
            return Err(path_not_found(&at.text()));
        }
        let taken = selection.takes(leaf(&at));
        return Ok(if taken { vec![at] } else { Vec::new() });
    }
    let matched = expand(session, &at, selection.hidden)?;
    Ok(matched
        .into_iter()
        .filter(|at| selection.takes(leaf(at)))
        .collect())
}

/// Replaces the wildcards of a path by what is there.
fn expand(
    session: &mut Session,
    pattern: &Location,
    hidden: bool,
) -> Result<Vec<Location>, ShellError> {
    let source = provider::of(pattern.drive.provider);
    let mut found = vec![Location {
        drive: pattern.drive.clone(),
        path: String::new(),
    }];
    let mut unchecked = false;
    for part in pattern.path.split('/') {
        if !has_wildcards(part) {
            let name = unescape(part);
            found = found.iter().map(|at| below(at, &name)).collect();
            unchecked = true;
            continue;
        }
        let wanted = WildcardPattern::checked(part, true).ok_or_else(|| invalid_pattern(part))?;
        // A pattern that begins with a dot asks for hidden names by itself.
        let hidden = hidden || part.starts_with('.');
        let mut next = Vec::new();
        for at in &found {
            if !source.is_container(session, at) {
                continue;
            }
            for child in source.children(session, at, hidden)? {
                if wanted.is_match(&child.name) {
                    next.push(below(at, &child.name));
                }
            }
        }
        found = next;
        unchecked = false;
    }
    if unchecked {
        found.retain(|at| source.exists(session, at));
    }
    // A pattern's matches come in the order of their names, directories among files.
    found.sort_by_key(|at| at.path.to_lowercase());
    Ok(found)
}

/// A wildcard pattern that ends inside a bracket.
pub fn invalid_pattern(pattern: &str) -> ShellError {
    ShellError::new(
        "RuntimeException",
        ErrorCategory::InvalidArgument,
        format!("The specified wildcard character pattern is not valid: {pattern}"),
    )
    .exception("System.Management.Automation.WildcardPatternException")
    .target(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn text(path: &str) -> String {
        let locations = Locations::starting_at(Path::new("/srv/vm"));
        locate(&locations, path).expect("a location").text()
    }

    #[test]
    fn paths_are_normalised() {
        assert_eq!(text("a\\b/./../c"), "/srv/vm/a/c");
        assert_eq!(text("/x//y/"), "/x/y");
        assert_eq!(text("../../../.."), "/");
        assert_eq!(text("Env:PATH"), "Env:/PATH");
        assert_eq!(
            text("Microsoft.PowerShell.Core\\FileSystem::/etc/hosts"),
            "/etc/hosts"
        );
    }

    #[test]
    fn a_drive_that_is_not_there_is_an_error() {
        let locations = Locations::starting_at(Path::new("/"));
        let error = locate(&locations, "C:\\Temp").expect_err("no drive C");
        assert_eq!(&*error.id, "DriveNotFound");
    }

    #[test]
    fn selections_look_at_names() {
        let selection = Selection::new(&["*.LOG".into()], &["b*".into()], None, false);
        assert!(selection.takes("a.log"));
        assert!(!selection.takes("b.log"));
        assert!(!selection.takes("a.txt"));
        assert!(!Selection::new(&[], &[], Some("*.LOG"), false).takes("a.log"));
    }
}
