//! `Unregister-Event`.

use iovsh_derive::Cmdlet;

use super::{missing, state};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;

/// Takes subscriptions away: nothing is told any more, and their jobs end.
///
/// # Examples
/// ```iovsh
/// PS> Register-EngineEvent lab.done; Unregister-Event lab.done; @(Get-EventSubscriber).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Unregister",
    noun = "Event",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    impact = Medium
)]
pub struct UnregisterEvent {
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
    #[param(set = "ById", mandatory, position = 0, from_pipeline, by_property_name)]
    subscription_id: Option<i32>,
    /// Also those that are left out of lists.
    force: bool,
}

impl Cmdlet for UnregisterEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let events = state::of(cx.session());
        let pattern = self.source_identifier.as_deref().map(WildcardPattern::new);
        let found: Vec<(i32, String)> = events
            .subscribers
            .borrow()
            .iter()
            .filter(|known| self.force || !known.is_support)
            .filter(|known| match (&pattern, self.subscription_id) {
                (Some(pattern), _) => pattern.is_match(&known.source_identifier),
                (None, Some(id)) => id == known.id,
                (None, None) => false,
            })
            .map(|known| (known.id, known.source_identifier.clone()))
            .collect();
        let name = self.source_identifier.as_deref();
        if let Some(error) =
            missing("subscription", name, self.subscription_id).filter(|_| found.is_empty())
        {
            return cx.error(error);
        }
        for (id, name) in found {
            if cx.should_process(&format!("Event subscription '{name}'"), "Unsubscribe")? {
                events.remove(id);
            }
        }
        Ok(())
    }
}
