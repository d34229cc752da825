//! Files of iovsh's in the folders of the tools that configure the network.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{Scope, State};
use crate::plan::shell_line::ShellLine;

/// A change of such a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileChange {
    /// Writes a file of iovsh's in the folder of a [`NetworkTool`](crate::model::NetworkTool), or removes it.
    #[serde(rename = "SetFile")]
    Set {
        /// Where.
        path: String,
        /// The whole text; `None`: no file.
        text: Option<String>,
    },
}

impl Facts for FileChange {
    fn name(&self) -> &'static str {
        let Self::Set { .. } = self;
        "SetFile"
    }

    fn subject(&self) -> Subject {
        let Self::Set { path, .. } = self;
        Subject::File(path.clone())
    }

    fn scope(&self) -> Scope {
        let Self::Set { .. } = self;
        Scope {
            files: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let Self::Set { path, text } = self;
        Some(state.files.get(path) == text.as_ref())
    }

    fn effect(&self, state: &mut State) {
        let Self::Set { path, text } = self;
        match text {
            Some(text) => state.files.insert(path.clone(), text.clone()),
            None => state.files.remove(path),
        };
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let Self::Set { path, .. } = self;
        let back = Self::Set {
            path: path.clone(),
            text: before.files.get(path).cloned(),
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        let Self::Set { path, text } = self;
        vec![match text {
            Some(text) => ShellLine::Write {
                path: path.clone(),
                text: text.clone(),
            },
            None => ShellLine::run(["rm", path]),
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        let Self::Set { .. } = self;
        None
    }
}
