//! Where a session is, and the drives that it knows.
//!
//! A location is a drive and a path on it. The file system is the drive `/`; `Env:`, `Variable:`, `Function:` and
//! `Alias:` are drives over what the session itself holds. The process has one current directory, a session has its own:
//! every relative path is resolved here, never by the operating system.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::os_text;

/// What stands behind a drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderKind {
    /// Files and directories.
    FileSystem,
    /// The environment of the process's children.
    Environment,
    /// The variables of the session.
    Variable,
    /// Its functions.
    Function,
    /// Its aliases.
    Alias,
}

impl ProviderKind {
    /// The name that PowerShell gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::FileSystem => "FileSystem",
            Self::Environment => "Environment",
            Self::Variable => "Variable",
            Self::Function => "Function",
            Self::Alias => "Alias",
        }
    }

    /// The provider of this name, with or without the module before it.
    pub fn by_name(name: &str) -> Option<Self> {
        let name = name.rsplit('\\').next().unwrap_or(name);
        [
            Self::FileSystem,
            Self::Environment,
            Self::Variable,
            Self::Function,
            Self::Alias,
        ]
        .into_iter()
        .find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// A drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drive {
    /// Its name, without the colon. The whole file system is called `/`.
    pub name: Rc<str>,
    /// What stands behind it.
    pub provider: ProviderKind,
    /// Where it begins: a directory for a drive of the file system, empty for the others.
    pub root: Rc<str>,
    /// What it is for.
    pub description: Rc<str>,
}

/// A drive and a path on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The drive.
    pub drive: Drive,
    /// The path below the drive's root, normalised, without a slash at either end. Empty for the root itself.
    pub path: String,
}

impl Location {
    /// The place in the file system, when it is one.
    pub fn native(&self) -> Option<PathBuf> {
        (self.drive.provider == ProviderKind::FileSystem).then(|| {
            let root = os_text::path_of(&self.drive.root);
            if self.path.is_empty() {
                root.into_owned()
            } else {
                root.join(os_text::path_of(&self.path))
            }
        })
    }

    /// The text that a prompt shows: `/srv/vm`, `Env:/`.
    pub fn text(&self) -> String {
        match (&*self.drive.name, self.drive.provider) {
            ("/", _) => format!("/{}", self.path),
            (name, _) => format!("{name}:/{}", self.path),
        }
    }
}

/// The location of a session, its drives, and the places it can go back to.
#[derive(Clone, Debug)]
pub struct Locations {
    drives: Vec<Drive>,
    current: Location,
    /// The directory that relative file names start at, also while the location is on another drive.
    directory: PathBuf,
    stacks: HashMap<String, Vec<Location>>,
    /// The stack that `Push-Location` uses when none is named.
    default_stack: String,
    behind: Vec<Location>,
    ahead: Vec<Location>,
}

/// How many places `Set-Location -` can go back.
const HISTORY: usize = 20;

impl Default for Locations {
    /// At the directory that the process was started in.
    fn default() -> Self {
        Self::starting_at(&std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")))
    }
}

impl Locations {
    /// At a directory, which must be absolute.
    pub fn starting_at(directory: &Path) -> Self {
        let drive = |name: &str, provider, root: &str, description: &str| Drive {
            name: name.into(),
            provider,
            root: root.into(),
            description: description.into(),
        };
        let root = drive("/", ProviderKind::FileSystem, "/", "/");
        let temporary = std::env::temp_dir();
        let drives = vec![
            root.clone(),
            drive(
                "Alias",
                ProviderKind::Alias,
                "",
                "Drive that contains a view of the aliases stored in session state",
            ),
            drive(
                "Env",
                ProviderKind::Environment,
                "",
                "Drive that contains a view of the environment variables for the process",
            ),
            drive(
                "Function",
                ProviderKind::Function,
                "",
                "Drive that contains a view of the functions stored in session state",
            ),
            drive(
                "Temp",
                ProviderKind::FileSystem,
                &os_text::text_of(&temporary),
                "Drive that maps to the temporary directory path for the current user",
            ),
            drive(
                "Variable",
                ProviderKind::Variable,
                "",
                "Drive that contains a view of the variables stored in session state",
            ),
        ];
        let current = Location {
            drive: root,
            path: os_text::text_of(directory).trim_matches('/').to_owned(),
        };
        Self {
            directory: directory.to_owned(),
            drives,
            current,
            stacks: HashMap::new(),
            default_stack: "default".to_owned(),
            behind: Vec::new(),
            ahead: Vec::new(),
        }
    }

    /// The drives, sorted by name.
    pub fn drives(&self) -> &[Drive] {
        &self.drives
    }

    /// The drive of this name, compared without case.
    pub fn drive(&self, name: &str) -> Option<&Drive> {
        self.drives
            .iter()
            .find(|drive| drive.name.eq_ignore_ascii_case(name))
    }

    /// Adds a drive; `false` when there is one of that name.
    pub fn add_drive(&mut self, drive: Drive) -> bool {
        if self.drive(&drive.name).is_some() {
            return false;
        }
        self.drives.push(drive);
        self.drives
            .sort_by_key(|drive| drive.name.to_ascii_lowercase());
        true
    }

    /// Takes a drive away; `false` when there is none of that name, or it is the one that the session is on.
    pub fn remove_drive(&mut self, name: &str) -> bool {
        if self.current.drive.name.eq_ignore_ascii_case(name) {
            return false;
        }
        let before = self.drives.len();
        self.drives
            .retain(|drive| !drive.name.eq_ignore_ascii_case(name));
        self.drives.len() != before
    }

    /// Where the session is.
    pub fn current(&self) -> &Location {
        &self.current
    }

    /// The directory that relative file names start at.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// A file name as the operating system takes it: backslashes are slashes, `~` is the home directory, and what is
    /// relative starts at [`Locations::directory`].
    pub fn native(&self, path: &str) -> PathBuf {
        let path = path.replace('\\', "/");
        let home = |rest: &str| {
            let mut home = home_directory();
            let rest = rest.trim_start_matches('/');
            if !rest.is_empty() {
                home.push(os_text::path_of(rest));
            }
            home
        };
        match path.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => home(rest),
            _ => self.directory.join(os_text::path_of(&path)),
        }
    }

    /// Goes there, and remembers where the session was.
    pub fn set(&mut self, to: Location) {
        if to != self.current {
            self.behind.push(self.current.clone());
            if self.behind.len() > HISTORY {
                self.behind.remove(0);
            }
            self.ahead.clear();
        }
        self.enter(to);
    }

    fn enter(&mut self, to: Location) {
        if let Some(directory) = to.native() {
            self.directory = directory;
        }
        self.current = to;
    }

    /// Goes to the place before this one; `false` when there is none.
    pub fn back(&mut self) -> bool {
        let Some(to) = self.behind.pop() else {
            return false;
        };
        self.ahead.push(self.current.clone());
        self.enter(to);
        true
    }

    /// Goes forward again after [`Locations::back`]; `false` when there is no place to go.
    pub fn forward(&mut self) -> bool {
        let Some(to) = self.ahead.pop() else {
            return false;
        };
        self.behind.push(self.current.clone());
        self.enter(to);
        true
    }

    /// Puts the current location on a stack.
    pub fn push(&mut self, stack: Option<&str>) {
        let stack = self.stack_name(stack);
        let current = self.current.clone();
        self.stacks.entry(stack).or_default().push(current);
    }

    /// Goes to the location on top of a stack. `None` when a stack was named that does not exist; `Some(false)` when it
    /// is empty.
    pub fn pop(&mut self, stack: Option<&str>) -> Option<bool> {
        let key = self.stack_name(stack);
        let popped = match self.stacks.get_mut(&key) {
            Some(places) => places.pop(),
            None if stack.is_some() => return None,
            None => None,
        };
        Some(match popped {
            Some(to) => {
                self.set(to);
                true
            }
            None => false,
        })
    }

    /// The locations on a stack, the top first. `None` when a stack was named that does not exist.
    pub fn stack(&self, stack: Option<&str>) -> Option<Vec<Location>> {
        let key = self.stack_name(stack);
        match self.stacks.get(&key) {
            Some(places) => Some(places.iter().rev().cloned().collect()),
            None if stack.is_some() => None,
            None => Some(Vec::new()),
        }
    }

    /// Chooses the stack that is used when none is named; `false` when it does not exist.
    pub fn use_stack(&mut self, stack: &str) -> bool {
        let key = self.stack_name(Some(stack));
        let known = key == "default" || self.stacks.contains_key(&key);
        if known {
            self.default_stack = key;
        }
        known
    }

    fn stack_name(&self, stack: Option<&str>) -> String {
        match stack {
            Some(name) if !name.is_empty() => name.to_lowercase(),
            _ => self.default_stack.clone(),
        }
    }
}

/// The home directory of the user.
pub fn home_directory() -> PathBuf {
    std::env::var_os("HOME").map_or_else(|| PathBuf::from("/"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_names_start_at_the_location_of_the_session() {
        let locations = Locations::starting_at(Path::new("/srv/vm"));
        assert_eq!(locations.native("a\\b.txt"), Path::new("/srv/vm/a/b.txt"));
        assert_eq!(locations.native("/etc/x"), Path::new("/etc/x"));
        assert_eq!(locations.current().text(), "/srv/vm");
    }

    #[test]
    fn another_drive_leaves_the_directory_as_it_is() {
        let mut locations = Locations::starting_at(Path::new("/srv"));
        let drive = locations.drive("env").cloned().expect("the drive Env");
        locations.set(Location {
            drive,
            path: String::new(),
        });
        assert_eq!(locations.current().text(), "Env:/");
        assert_eq!(locations.directory(), Path::new("/srv"));
        assert!(locations.back());
        assert_eq!(locations.current().text(), "/srv");
        assert!(locations.forward());
        assert!(!locations.forward());
    }

    #[test]
    fn stacks_by_name() {
        let mut locations = Locations::starting_at(Path::new("/srv"));
        assert_eq!(locations.pop(None), Some(false));
        assert_eq!(locations.pop(Some("work")), None);
        locations.push(Some("Work"));
        assert_eq!(locations.stack(Some("work")).map(|s| s.len()), Some(1));
        assert_eq!(locations.pop(Some("work")), Some(true));
    }
}
