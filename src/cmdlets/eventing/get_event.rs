//! `Get-Event`.

use iovsh_derive::Cmdlet;

use super::{missing, state};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;

/// Lists the events that have happened and that no action took. They stay until Remove-Event takes them away.
///
/// # Examples
/// ```iovsh
/// PS> [void](New-Event lab.step); @(Get-Event).Count
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Event",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    output = "System.Management.Automation.PSEventArgs"
)]
pub struct GetEvent {
    /// The names. Wildcards are allowed.
    #[param(set = "BySource", position = 0, by_property_name)]
    source_identifier: Option<String>,
    /// The number.
    #[param(set = "ById", mandatory, position = 0, by_property_name, alias = "Id")]
    event_identifier: Option<i32>,
}

impl Cmdlet for GetEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.interpreter().idle()?;
        let events = state::of(cx.session());
        let pattern = self.source_identifier.as_deref().map(WildcardPattern::new);
        let found: Vec<_> = events
            .queue
            .borrow()
            .iter()
            .filter(|(id, name, _)| {
                self.event_identifier.is_none_or(|wanted| wanted == *id)
                    && pattern
                        .as_ref()
                        .is_none_or(|pattern| pattern.is_match(name))
            })
            .map(|(_, _, event)| event.clone())
            .collect();
        let name = self.source_identifier.as_deref();
        match missing("event", name, self.event_identifier) {
            Some(error) if found.is_empty() => cx.error(error),
            _ => cx.emit_all(found),
        }
    }
}
