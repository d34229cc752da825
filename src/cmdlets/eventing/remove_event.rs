//! `Remove-Event`.

use iovsh_derive::Cmdlet;

use super::{missing, state};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;

/// Takes events out of the list of those that have happened.
///
/// # Examples
/// ```iovsh
/// PS> [void](New-Event lab.step); Remove-Event lab.step; @(Get-Event).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Event",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    impact = Medium
)]
pub struct RemoveEvent {
    /// The names. Wildcards are allowed.
    #[param(
        set = "BySource",
        mandatory,
        position = 0,
        by_property_name,
        not_null_or_empty
    )]
    source_identifier: Option<String>,
    /// The number.
    #[param(set = "ByIdentifier", mandatory, position = 0, by_property_name)]
    event_identifier: Option<i32>,
    /// What is gone already: of two events of one name the first takes both away, and the second has nothing to say.
    #[state]
    gone: Vec<String>,
}

impl Cmdlet for RemoveEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let events = state::of(cx.session());
        let pattern = self.source_identifier.as_deref().map(WildcardPattern::new);
        let found: Vec<(i32, String)> = events
            .queue
            .borrow()
            .iter()
            .filter(|(id, name, _)| match (&pattern, self.event_identifier) {
                (Some(pattern), _) => pattern.is_match(name),
                (None, Some(wanted)) => wanted == *id,
                (None, None) => false,
            })
            .map(|(id, name, _)| (*id, name.clone()))
            .collect();
        let name = self.source_identifier.as_deref();
        if found.is_empty()
            && name.is_some_and(|name| self.gone.iter().any(|gone| gone.eq_ignore_ascii_case(name)))
        {
            return Ok(());
        }
        if let Some(error) =
            missing("event", name, self.event_identifier).filter(|_| found.is_empty())
        {
            return cx.error(error);
        }
        for (id, name) in found {
            if cx.should_process(&format!("Event '{name}'"), "Remove")? {
                events
                    .queue
                    .borrow_mut()
                    .retain(|(known, _, _)| *known != id);
                self.gone.push(name);
            }
        }
        Ok(())
    }
}
