use iovsh_derive::Cmdlet;

use super::paths::{self, Selection, below, leaf};
use super::provider;
use super::{output, targets};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::wildcard::has_wildcards;

/// Gets the items below a directory or drive.
///
/// # Examples
/// ```iovsh
/// PS> New-Item -ItemType Directory logs | Out-Null
/// PS> Set-Content logs/a.txt 1; Set-Content logs/b.log 2
/// PS> Get-ChildItem logs -Filter *.log -Name
/// b.log
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ChildItem",
    module = "Microsoft.PowerShell.Management",
    alias("gci", "dir"),
    default_set = "Items",
    output = "System.IO.FileInfo",
    output = "System.IO.DirectoryInfo"
)]
pub struct GetChildItem {
    /// The directories; the current location when left out. Wildcards are allowed.
    #[param(set = "Items", position = 0, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The directories, by names that are taken as they are.
    #[param(
        set = "LiteralItems",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Only items whose names match, with regard to case.
    #[param(position = 1)]
    filter: Option<String>,
    /// Only items whose names match one of these patterns; with -Recurse, or where the path ends in a wildcard.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
    /// What is below directories too.
    #[param(alias = "s")]
    recurse: bool,
    /// How many directories deep -Recurse goes.
    depth: Option<u32>,
    /// Hidden items too.
    force: bool,
    /// Only the names.
    name: bool,
    /// Only items with these attributes: Directory, Hidden, ReadOnly, ReparsePoint; `!` before one means without it.
    attributes: Option<String>,
    /// Goes into linked directories.
    follow_symlink: bool,
    /// Only directories.
    #[param(alias("ad", "d"), dynamic)]
    directory: bool,
    /// Only files.
    #[param(alias = "af", dynamic)]
    file: bool,
    /// Only hidden items.
    #[param(alias("ah", "h"), dynamic)]
    hidden: bool,
    /// Only items that cannot be written.
    #[param(alias = "ar", dynamic)]
    read_only: bool,
    /// Only system items: there are none on Linux.
    #[param(alias = "as", dynamic)]
    system: bool,
}

impl Cmdlet for GetChildItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let hidden = self.force || self.hidden;
        let selection =
            Selection::new(&self.include, &self.exclude, self.filter.as_deref(), hidden);
        let (mut texts, literal) = targets::given(&self.path, &self.literal_path);
        if texts.is_empty() {
            texts.push(".".to_owned());
        }
        let recurse = self.recurse || self.depth.is_some();
        let depth = match (recurse, self.depth) {
            (false, _) => 0,
            (true, Some(depth)) => depth,
            (true, None) => u32::MAX,
        };
        for text in texts {
            let pattern = !literal && has_wildcards(&text);
            let found = paths::resolve(cx.session(), &text, literal, &Selection::all(hidden));
            let mut found = match found {
                Ok(found) => found,
                Err(error) => {
                    // `Get-ChildItem x/*.txt -Recurse` style: a missing leaf is looked for in the tree.
                    if self.recurse && &*error.id == "PathNotFound" && self.by_leaf(cx, &text)? {
                        continue;
                    }
                    cx.error(error)?;
                    continue;
                }
            };
            if pattern
                && recurse
                && self.include.is_empty()
                && let Some((above, leaf_pattern)) = leaf_of(cx, &text)?
            {
                let wanted = Selection::new(
                    &[leaf_pattern],
                    &self.exclude,
                    self.filter.as_deref(),
                    hidden,
                );
                self.walk(cx, &above, &above, &wanted, depth)?;
                continue;
            }
            if pattern && !recurse {
                found.retain(|at| selection.takes(leaf(at)) || is_container(cx, at));
            }
            for at in found {
                self.one(cx, &at, pattern, &selection, depth)?;
            }
        }
        Ok(())
    }
}

fn is_container(cx: &mut Context, at: &Location) -> bool {
    provider::of(at.drive.provider).is_container(cx.session(), at)
}

/// The container and the last part of a pattern whose other parts have no wildcards.
fn leaf_of(cx: &mut Context, text: &str) -> Flow<Option<(Location, String)>> {
    let at = paths::locate(&cx.session().locations, text)?;
    Ok(paths::above(&at)
        .filter(|above| !has_wildcards(&above.path))
        .map(|above| (above, leaf(&at).to_owned())))
}

impl GetChildItem {
    /// With -Recurse, a path whose last part is not there is the name that is looked for below the rest.
    fn by_leaf(&self, cx: &mut Context, text: &str) -> Flow<bool> {
        let Some((above, name)) = leaf_of(cx, text)? else {
            return Ok(false);
        };
        if !is_container(cx, &above) || self.include.is_empty() && !text.contains('.') {
            return Ok(false);
        }
        let selection =
            Selection::new(std::slice::from_ref(&name), &self.exclude, None, self.force);
        let mut any = false;
        self.look(cx, &above, &selection, &mut any, 0)?;
        if any {
            self.walk(cx, &above, &above, &selection, u32::MAX)?;
        }
        Ok(any)
    }

    fn look(
        &self,
        cx: &mut Context,
        at: &Location,
        selection: &Selection,
        any: &mut bool,
        level: u32,
    ) -> Flow {
        if *any || level > MAX_LEVEL {
            return Ok(());
        }
        let children = provider::of(at.drive.provider)
            .children(cx.session(), at, self.force)
            .unwrap_or_default();
        for child in children {
            if selection.takes(&child.name) {
                *any = true;
                return Ok(());
            }
            if child.container {
                self.look(cx, &below(at, &child.name), selection, any, level + 1)?;
            }
        }
        Ok(())
    }

    fn one(
        &self,
        cx: &mut Context,
        at: &Location,
        pattern: bool,
        selection: &Selection,
        depth: u32,
    ) -> Flow {
        let recurse = self.recurse || self.depth.is_some();
        if !is_container(cx, at) {
            // A file that was named itself is shown, unless only directories are asked for.
            if self.takes_kind(cx, at)? && selection.takes(leaf(at)) {
                self.emit(cx, at, at)?;
            }
            return Ok(());
        }
        if pattern && !recurse {
            // A directory that a pattern has matched is itself what was asked for when it is one of several.
            if selection.takes(leaf(at)) && self.takes_kind(cx, at)? {
                return self.emit(cx, at, at);
            }
            return Ok(());
        }
        if selection.has_include() && !recurse {
            // Without -Recurse, -Include looks at the directory's own name: there is nothing to show but its children.
            return Ok(());
        }
        self.walk(cx, at, at, selection, depth)
    }

    /// The children of a container, then those of the containers among them.
    fn walk(
        &self,
        cx: &mut Context,
        root: &Location,
        at: &Location,
        selection: &Selection,
        depth: u32,
    ) -> Flow {
        cx.go_on()?;
        let hidden = self.force || self.hidden || selection.hidden;
        let children = provider::of(at.drive.provider).children(cx.session(), at, hidden);
        let children = match children {
            Ok(children) => children,
            Err(error) => return cx.error(error),
        };
        let mut containers = Vec::new();
        for child in children {
            let here = below(at, &child.name);
            if selection.takes(&child.name) && self.takes_kind(cx, &here)? {
                self.emit(cx, root, &here)?;
            }
            if child.container && depth > 0 && (self.follow_symlink || !is_link(&here)) {
                containers.push(here);
            }
        }
        // Deep trees end somewhere: a path has at most a few thousand bytes.
        if at.path.matches('/').count() > MAX_LEVEL as usize {
            return Ok(());
        }
        for container in containers {
            self.walk(cx, root, &container, selection, depth.saturating_sub(1))?;
        }
        Ok(())
    }

    fn takes_kind(&self, cx: &mut Context, at: &Location) -> Flow<bool> {
        if self.system {
            return Ok(false);
        }
        let plain = !(self.directory || self.file || self.hidden || self.read_only);
        if plain && self.attributes.is_none() {
            return Ok(true);
        }
        let container = is_container(cx, at);
        let native = at.native();
        let read_only = || {
            native
                .as_ref()
                .and_then(|path| std::fs::metadata(path).ok())
                .is_some_and(|facts| facts.permissions().readonly())
        };
        let name_is_hidden = leaf(at).starts_with('.');
        if self.directory && !container
            || self.file && container
            || self.hidden && !name_is_hidden
            || self.read_only && !read_only()
        {
            return Ok(false);
        }
        let Some(attributes) = &self.attributes else {
            return Ok(true);
        };
        // Alternatives are separated by commas, conditions that hold together by `+`.
        let holds = |word: &str| {
            let word = word.trim();
            let (wanted, word) = match word.strip_prefix('!') {
                Some(rest) => (false, rest),
                None => (true, word),
            };
            let is = match word.to_ascii_lowercase().as_str() {
                "directory" | "d" => container,
                "hidden" | "h" => name_is_hidden,
                "readonly" | "r" => read_only(),
                "reparsepoint" | "l" => is_link(at),
                "normal" | "archive" => !container,
                _ => false,
            };
            is == wanted
        };
        Ok(attributes
            .split(',')
            .any(|alternative| alternative.split('+').all(holds)))
    }

    fn emit(&self, cx: &mut Context, root: &Location, at: &Location) -> Flow {
        if !self.name {
            return output::emit(cx, at);
        }
        let below_root = at
            .path
            .strip_prefix(&root.path)
            .map(|rest| rest.trim_start_matches('/'))
            .filter(|rest| !rest.is_empty());
        cx.emit(below_root.unwrap_or_else(|| leaf(at)))
    }
}

/// How many directories deep a walk goes before it stops: more than any real tree, less than the stack.
const MAX_LEVEL: u32 = 500;

fn is_link(at: &Location) -> bool {
    at.drive.provider == ProviderKind::FileSystem
        && at
            .native()
            .and_then(|path| std::fs::symlink_metadata(path).ok())
            .is_some_and(|facts| facts.file_type().is_symlink())
}
