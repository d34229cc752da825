use std::rc::Rc;

use chrono::{DateTime, Utc};
use iovsh_derive::{Cmdlet, PsEnum};

use super::paths::{self, Selection};
use super::provider::{self, FileSystemInfo};
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::Location;
use iovsh_shell::value::{DateTimeValue, Value};

/// What a path must lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Commands.TestPathType")]
pub enum TestPathType {
    /// Anything.
    Any = 0,
    /// A directory or drive.
    Container = 1,
    /// A file, variable ...
    Leaf = 2,
}

/// Tells whether a path leads to something.
///
/// # Examples
/// ```iovsh
/// PS> Test-Path .
/// True
/// PS> Test-Path no/such/file
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    output = "System.Boolean"
)]
pub struct TestPath {
    /// The paths. Wildcards are allowed.
    #[param(
        set = "Path",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    path: Vec<Value>,
    /// The paths, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP"),
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    literal_path: Vec<Value>,
    /// What the path must lead to.
    #[param(alias = "Type")]
    path_type: Option<TestPathType>,
    /// Only whether the path could exist.
    is_valid: bool,
    /// Only items whose names match, with regard to case.
    filter: Option<String>,
    /// Only items whose names match one of these patterns.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
    /// Only files that were changed before this time.
    older_than: Nullable<Rc<DateTimeValue>>,
    /// Only files that were changed after this time.
    newer_than: Nullable<Rc<DateTimeValue>>,
}

impl Cmdlet for TestPath {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let literal = cx.is_bound("LiteralPath");
        let paths = if literal {
            self.literal_path.clone()
        } else {
            self.path.clone()
        };
        if paths.is_empty() {
            return cx.error(null_path());
        }
        for path in paths {
            if path.is_null() {
                cx.error(null_path())?;
                continue;
            }
            let text = crate::inspect::text(&path);
            let there = !text.trim().is_empty() && self.test(cx, &text, literal);
            cx.emit(there)?;
        }
        Ok(())
    }
}

fn null_path() -> ShellError {
    ShellError::new(
        "NullPathNotPermitted",
        ErrorCategory::InvalidArgument,
        "The provided Path argument was null or an empty collection.",
    )
    .exception("System.ArgumentNullException")
}

impl TestPath {
    fn test(&self, cx: &mut Context, text: &str, literal: bool) -> bool {
        if self.is_valid {
            let named = paths::locate(&cx.session().locations, text);
            return named.is_ok() && !text.contains('\0');
        }
        let selection = Selection::new(&self.include, &self.exclude, self.filter.as_deref(), true);
        let found = paths::resolve(cx.session(), text, literal, &selection).unwrap_or_default();
        found.iter().any(|at| self.is_wanted(cx, at))
    }

    fn is_wanted(&self, cx: &mut Context, at: &Location) -> bool {
        let container = || provider::of(at.drive.provider);
        let kind = match self.path_type {
            None | Some(TestPathType::Any) => true,
            Some(TestPathType::Container) => container().is_container(cx.session(), at),
            Some(TestPathType::Leaf) => !container().is_container(cx.session(), at),
        };
        if !kind {
            return false;
        }
        if self.older_than.is_none() && self.newer_than.is_none() {
            return true;
        }
        let Some(changed) = at
            .native()
            .and_then(|path| FileSystemInfo::read(&path))
            .and_then(|info| info.changed())
        else {
            return false;
        };
        let changed: DateTime<Utc> = changed.into();
        self.older_than
            .as_ref()
            .is_none_or(|limit| changed < limit.time)
            && self
                .newer_than
                .as_ref()
                .is_none_or(|limit| changed > limit.time)
    }
}
