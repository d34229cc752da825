//! Hosts: what can be observed of one, what can be planned for it, and what carries a plan out.
//!
//! Everything goes one way: [`Machine::snapshot`] says how things are, a pure function of [`policy`] turns that and a wish
//! into a [`plan::Plan`], and [`commit`] carries the plan out and proves it. Nothing here prints, asks, or knows the shell.

mod advice;
pub mod agent;
pub mod cluster;
pub mod commit;
pub mod domain_xml;
pub mod error;
mod event;
pub mod host;
pub mod journal;
pub mod linux;
mod machine;
pub mod metrics;
pub mod model;
pub mod plan;
pub mod policy;
pub mod programs;
pub mod sim;
pub mod ssh;
pub mod state;

pub use error::{Category, Cause, CauseSource, HostError};
pub use event::{Event, Events, GuestDeed};
pub use host::Host;
pub use machine::Machine;
pub use model::{Scope, State, VfDetail, VmDetail};
pub use plan::{Change, Plan, Step};
