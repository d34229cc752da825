use iovsh_derive::Cmdlet;

use super::paths::{Selection, below};
use super::provider;
use super::provider::own_storage::{self, Side};
use super::targets;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::{Location, ProviderKind};

/// Removes files, directories, variables.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content old.log 'x'
/// PS> Remove-Item old.log
/// PS> Test-Path old.log
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias("ri", "del", "erase", "rd"),
    default_set = "Path",
    impact = Medium
)]
pub struct RemoveItem {
    /// The items. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Only items whose names match, with regard to case.
    filter: Option<String>,
    /// Only items whose names match one of these patterns.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
    /// Directories with all that is in them.
    recurse: bool,
    /// Hidden and read-only items too.
    force: bool,
}

impl Cmdlet for RemoveItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection::new(
            &self.include,
            &self.exclude,
            self.filter.as_deref(),
            self.force,
        );
        let chosen = !(self.include.is_empty() && self.exclude.is_empty());
        if self.recurse && chosen {
            // With -Recurse, -Include and -Exclude choose in the whole tree, not only at its top.
            let everything = Selection::all(self.force);
            let roots = targets::items(cx, &self.path, &self.literal_path, &everything)?;
            let mut found = Vec::new();
            for root in roots {
                collect(cx, &root, &selection, self.force, &mut found, 0);
            }
            for at in found {
                self.one(cx, &at)?;
            }
            return Ok(());
        }
        for at in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            self.one(cx, &at)?;
        }
        Ok(())
    }
}

/// How deep a tree is searched.
const MAX_LEVEL: u32 = 500;

fn collect(
    cx: &mut Context,
    at: &Location,
    selection: &Selection,
    hidden: bool,
    found: &mut Vec<Location>,
    level: u32,
) {
    let source = provider::of(at.drive.provider);
    if !source.is_container(cx.session(), at) || level > MAX_LEVEL {
        return;
    }
    let children = source
        .children(cx.session(), at, hidden)
        .unwrap_or_default();
    for child in children {
        let here = below(at, &child.name);
        if selection.takes(&child.name) {
            found.push(here);
        } else if child.container {
            collect(cx, &here, selection, hidden, found, level + 1);
        }
    }
}

impl RemoveItem {
    fn one(&self, cx: &mut Context, at: &Location) -> Flow {
        let source = provider::of(at.drive.provider);
        let text = at.text();
        if is_above(at, &cx.session().locations.current().clone()) {
            return cx.error(
                ShellError::new(
                    "InvalidOperation",
                    ErrorCategory::InvalidOperation,
                    format!("Cannot remove the item at '{text}' because it is in use."),
                )
                .exception("System.Management.Automation.PSInvalidOperationException")
                .target(text)
                .help("The session's location is there: go elsewhere with Set-Location first."),
            );
        }
        let file_system = at.drive.provider == ProviderKind::FileSystem;
        let side = file_system.then(|| own_storage::side(cx.session(), at));
        let container = file_system && source.is_container(cx.session(), at);
        let link = file_system
            && at
                .native()
                .and_then(|path| std::fs::symlink_metadata(path).ok())
                .is_some_and(|facts| facts.file_type().is_symlink());
        if container && !link && !self.recurse {
            let full = !source
                .children(cx.session(), at, true)
                .unwrap_or_default()
                .is_empty();
            let query = format!(
                "The item at {text} has children and the Recurse parameter was not specified. If you continue, all children \
                 will be removed with the item. Are you sure you want to continue?"
            );
            if full && !cx.is_what_if() && !cx.should_continue(&query, "Confirm")? {
                return Ok(());
            }
        }
        match side {
            Some(Side::Host(file)) => return own_storage::remove(cx, &file, container),
            Some(Side::Both(_)) => {
                return cx.error(
                    ShellError::new(
                        "SimulatedFile",
                        ErrorCategory::InvalidOperation,
                        format!("'{text}' is a folder of this computer and of the simulated host, and stays."),
                    )
                    .exception("System.Management.Automation.PSInvalidOperationException")
                    .target(text.as_str())
                    .help("Name what is in it: Get-ChildItem shows that."),
                );
            }
            Some(_) | None => {}
        }
        let action = match (file_system, container) {
            (true, true) => "Remove Directory",
            (true, false) => "Remove File",
            (false, _) => "Remove Item",
        };
        let target = if file_system {
            text
        } else {
            format!("Item: {text}")
        };
        if !cx.should_process(&target, action)? {
            return Ok(());
        }
        if file_system && let Err(error) = own_storage::to_change(cx, at)? {
            return cx.error(error);
        }
        match source.remove(cx.session(), at, self.force) {
            Ok(()) => Ok(()),
            Err(error) => cx.error(error),
        }
    }
}

/// Whether the session's location is this item or below it.
fn is_above(at: &Location, current: &Location) -> bool {
    let (Some(item), Some(current)) = (at.native(), current.native()) else {
        return false;
    };
    current.starts_with(item)
}
