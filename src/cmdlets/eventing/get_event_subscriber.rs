//! `Get-EventSubscriber`.

use iovsh_derive::Cmdlet;

use super::{missing, state};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::WildcardPattern;

/// Lists what the session has subscribed to.
///
/// # Examples
/// ```iovsh
/// PS> Register-EngineEvent lab.done; (Get-EventSubscriber).SourceIdentifier
/// lab.done
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "EventSubscriber",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    output = "System.Management.Automation.PSEventSubscriber"
)]
pub struct GetEventSubscriber {
    /// The names. Wildcards are allowed.
    #[param(set = "BySource", position = 0, by_property_name)]
    source_identifier: Option<String>,
    /// The number.
    #[param(set = "ById", mandatory, position = 0, by_property_name, alias = "Id")]
    subscription_id: Option<i32>,
    /// Also those that are left out of lists.
    #[param(position = 1)]
    force: bool,
}

impl Cmdlet for GetEventSubscriber {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let events = state::of(cx.session());
        let pattern = self.source_identifier.as_deref().map(WildcardPattern::new);
        let found: Vec<Value> = events
            .subscribers
            .borrow()
            .iter()
            .filter(|known| {
                (self.force || !known.is_support)
                    && self.subscription_id.is_none_or(|id| id == known.id)
                    && pattern
                        .as_ref()
                        .is_none_or(|pattern| pattern.is_match(&known.source_identifier))
            })
            .map(|known| known.to_value())
            .collect();
        let name = self.source_identifier.as_deref();
        match missing("subscription", name, self.subscription_id) {
            Some(error) if found.is_empty() => cx.error(error),
            _ => cx.emit_all(found),
        }
    }
}
