//! Events that scripts subscribe to: timers, files, processes, jobs, and those that scripts make themselves.

mod get_event;
mod get_event_subscriber;
mod new_event;
mod register_engine_event;
mod register_object_event;
mod remove_event;
mod state;
mod unregister_event;
mod wait_event;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::types;
use iovsh_shell::value::{Value, convert};
use iovsh_shell::wildcard::has_wildcards;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <get_event::GetEvent as Declared>::SPEC,
    <get_event_subscriber::GetEventSubscriber as Declared>::SPEC,
    <new_event::NewEvent as Declared>::SPEC,
    <register_engine_event::RegisterEngineEvent as Declared>::SPEC,
    <register_object_event::RegisterObjectEvent as Declared>::SPEC,
    <remove_event::RemoveEvent as Declared>::SPEC,
    <unregister_event::UnregisterEvent as Declared>::SPEC,
    <wait_event::WaitEvent as Declared>::SPEC,
];

/// The error that nothing has this name or number; none for a pattern, which may fit nothing.
fn missing(what: &str, name: Option<&str>, number: Option<i32>) -> Option<ShellError> {
    let meant = match (name, number) {
        (Some(name), _) if has_wildcards(name) => return None,
        (Some(name), _) => format!("with the source identifier '{name}'"),
        (None, Some(number)) => format!("with the number {number}"),
        (None, None) => return None,
    };
    let error = ShellError::new(
        "INVALID_SOURCE_IDENTIFIER",
        ErrorCategory::InvalidArgument,
        format!("There is no {what} {meant}."),
    );
    let list = match what {
        "event" => "Get-Event",
        _ => "Get-EventSubscriber -Force",
    };
    Some(
        error
            .exception("System.ArgumentException")
            .target(name.map_or_else(String::new, str::to_owned))
            .help(format!("{list} lists what there is.")),
    )
}

/// The name of a subscription that has none.
fn made_up_name() -> String {
    convert::to_text(&Value::Guid(std::rc::Rc::new(types::new_guid()))).to_string()
}

/// Adds a subscription; one with an action gives its job.
fn subscribe(cx: &mut Context, new: state::Subscriber) -> Flow {
    let events = state::of(cx.session());
    let added = events.add(&mut cx.interpreter(), new)?;
    match &added.job {
        Some(job) if !added.is_support => cx.emit(iovsh_shell::job::value(job)),
        _ => Ok(()),
    }
}
