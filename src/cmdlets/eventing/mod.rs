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
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::types;
use iovsh_shell::value::{Value, convert};

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

/// The name of a subscription that has none.
fn made_up_name() -> String {
    convert::to_text(&Value::Guid(std::rc::Rc::new(types::new_guid()))).to_string()
}

/// Adds a subscription; one with an action gives its job.
fn subscribe(cx: &mut Context, new: state::Subscriber) -> Flow {
    let events = state::of(cx.session());
    let added = events.add(cx.session(), new)?;
    match &added.job {
        Some(job) if !added.is_support => cx.emit(iovsh_shell::job::value(job)),
        _ => Ok(()),
    }
}
