//! `Wait-Event`.

use std::time::{Duration, Instant};

use iovsh_derive::Cmdlet;

use super::state;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::WildcardPattern;

/// Waits until an event happens, and gives it. It stays in the list of events.
///
/// # Examples
/// ```iovsh
/// PS> [void](New-Event lab.step -MessageData 'two'); (Wait-Event lab.step -Timeout 5).MessageData
/// two
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Event",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.PSEventArgs"
)]
pub struct WaitEvent {
    /// The name. Wildcards are allowed; without it any event is meant.
    #[param(position = 0, by_property_name)]
    source_identifier: Option<String>,
    /// How many seconds at the most; -1 is without end.
    #[param(alias = "TimeoutSec", range = -1..=i32::MAX, value = -1)]
    timeout: i32,
}

impl Cmdlet for WaitEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let begun = Instant::now();
        let limit = u64::try_from(self.timeout).ok().map(Duration::from_secs);
        let pattern = self.source_identifier.as_deref().map(WildcardPattern::new);
        loop {
            cx.interpreter().idle()?;
            let events = state::of(cx.session());
            let found: Option<Value> = events
                .queue
                .borrow()
                .iter()
                .find(|(_, name, _)| {
                    pattern
                        .as_ref()
                        .is_none_or(|pattern| pattern.is_match(name))
                })
                .map(|(_, _, event)| event.clone());
            if let Some(event) = found {
                return cx.emit(event);
            }
            if limit.is_some_and(|limit| begun.elapsed() >= limit) {
                return Ok(());
            }
            cx.pause(Duration::from_millis(5))?;
        }
    }
}
