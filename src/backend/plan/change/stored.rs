//! Folders and texts of exports.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{ImagePlace, Scope, State, Stored};
use crate::plan::shell_line::ShellLine;

/// A change of them. Nothing that is there is written over, and nothing is removed that has something in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoredChange {
    /// Makes a folder.
    #[serde(rename = "MakeFolder")]
    MakeFolder {
        /// Where.
        path: String,
    },
    /// Removes an empty folder.
    #[serde(rename = "RemoveFolder")]
    RemoveFolder {
        /// Where.
        path: String,
    },
    /// Writes a new file.
    #[serde(rename = "WriteText")]
    Write {
        /// Where.
        path: String,
        /// All that is in it.
        text: String,
    },
    /// Removes such a file.
    #[serde(rename = "RemoveText")]
    Remove {
        /// Where.
        path: String,
    },
}

impl StoredChange {
    fn path(&self) -> &String {
        match self {
            Self::MakeFolder { path }
            | Self::RemoveFolder { path }
            | Self::Write { path, .. }
            | Self::Remove { path } => path,
        }
    }

    /// What is there afterwards.
    fn result(&self) -> Stored {
        match self {
            Self::MakeFolder { .. } => Stored::Folder,
            Self::Write { text, .. } => Stored::Text(text.clone()),
            Self::RemoveFolder { .. } | Self::Remove { .. } => Stored::Nothing,
        }
    }
}

/// Where images may come to be once their folder is there.
fn open_folder(state: &mut State, folder: &str) {
    let own = state.images.get(folder);
    let room = own.and_then(|place| place.folder.clone());
    let inside = |path: &str| {
        path.rsplit_once('/')
            .is_some_and(|(parent, _)| parent == folder)
    };
    for (_, place) in state.images.iter_mut().filter(|(path, _)| inside(path)) {
        place.folder.clone_from(&room);
    }
    if let Some(place) = state.images.get_mut(folder) {
        *place = ImagePlace {
            unreadable: Some("it is a folder".to_owned()),
            ..place.clone()
        };
    }
}

impl Facts for StoredChange {
    fn name(&self) -> &'static str {
        match self {
            Self::MakeFolder { .. } => "MakeFolder",
            Self::RemoveFolder { .. } => "RemoveFolder",
            Self::Write { .. } => "WriteText",
            Self::Remove { .. } => "RemoveText",
        }
    }

    fn subject(&self) -> Subject {
        Subject::Stored(self.path().clone())
    }

    fn scope(&self) -> Scope {
        Scope {
            stored: Some(vec![self.path().clone()]),
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        Some(*state.stored.get(self.path())? == self.result())
    }

    fn effect(&self, state: &mut State) {
        if let Some(found) = state.stored.get_mut(self.path()) {
            *found = self.result();
        }
        if let Self::MakeFolder { path } = self {
            open_folder(state, path);
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let (path, was) = (self.path(), before.stored.get(self.path()));
        let back = match (self, was?) {
            // What was there before stays there.
            (Self::MakeFolder { .. }, Stored::Nothing) => Self::RemoveFolder { path: path.clone() },
            (Self::Write { .. }, Stored::Nothing) => Self::Remove { path: path.clone() },
            (Self::RemoveFolder { .. }, Stored::Folder) => Self::MakeFolder { path: path.clone() },
            (Self::Remove { .. }, Stored::Text(text)) => Self::Write {
                path: path.clone(),
                text: text.clone(),
            },
            (
                Self::MakeFolder { .. }
                | Self::RemoveFolder { .. }
                | Self::Write { .. }
                | Self::Remove { .. },
                _,
            ) => return None,
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        vec![match self {
            Self::MakeFolder { path } => ShellLine::run(["mkdir", "--", path]),
            Self::RemoveFolder { path } => ShellLine::run(["rmdir", "--", path]),
            Self::Write { path, text } => ShellLine::Write {
                path: path.clone(),
                text: text.clone(),
            },
            Self::Remove { path } => ShellLine::run(["rm", "--", path]),
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        None
    }
}
