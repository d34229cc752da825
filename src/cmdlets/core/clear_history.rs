//! `Clear-History`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, HistoryEntry};
use iovsh_shell::wildcard::WildcardPattern;

/// Forgets lines that were run at the prompt of this session: `Get-History` and `Invoke-History` know them no more. The history file,
/// which Up and Ctrl+R read, stays as it is.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "History",
    module = "Microsoft.PowerShell.Core",
    alias("clhy")
)]
pub struct ClearHistory {
    /// The numbers of the lines; all lines without it.
    #[param(position = 0, set = "IDParameter", range = 1..=2_147_483_647)]
    id: Vec<i32>,
    /// Patterns for the lines.
    #[param(set = "CommandLineParameter")]
    command_line: Vec<String>,
    /// How many lines, from the oldest.
    #[param(position = 1, range = 1..=2_147_483_647)]
    count: Option<i32>,
    /// Counts from the newest.
    newest: bool,
}

impl Cmdlet for ClearHistory {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let patterns: Vec<_> = self
            .command_line
            .iter()
            .map(|text| WildcardPattern::new(text))
            .collect();
        let ids: Vec<u64> = self
            .id
            .iter()
            .filter_map(|id| u64::try_from(*id).ok())
            .collect();
        let chosen = |entry: &&HistoryEntry| {
            (ids.is_empty() || ids.contains(&entry.id))
                && (patterns.is_empty() || patterns.iter().any(|p| p.is_match(&entry.line)))
        };
        let history = &mut cx.session().history;
        let mut gone: Vec<u64> = history
            .entries()
            .filter(chosen)
            .map(|entry| entry.id)
            .collect();
        if self.newest {
            gone.reverse();
        }
        if let Some(count) = self.count.and_then(|count| usize::try_from(count).ok()) {
            gone.truncate(count);
        }
        history.forget(|entry| gone.contains(&entry.id));
        for id in ids.iter().filter(|id| !gone.contains(id)) {
            cx.error(
                ShellError::new(
                    "GetHistoryNoHistoryForId",
                    ErrorCategory::ObjectNotFound,
                    format!("Cannot locate the history for Id {id}."),
                )
                .exception("System.ArgumentException")
                .target(i64::try_from(*id).unwrap_or(i64::MAX)),
            )?;
        }
        Ok(())
    }
}
