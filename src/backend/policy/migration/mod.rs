//! Virtual machines that go from one host to another: what each end checks, prepares and puts right.
//!
//! The plan of each end is an ordinary one. What spans both is in [`crate::host::migrate`].

mod arrive;
mod compare;
mod copies;
mod depart;
mod end;
pub mod ids;
mod rules;
pub mod settings;
mod verdict;
mod wire;

pub use arrive::Arrival;
pub use compare::{compare, connections, reached_at};
pub use copies::{At, copies};
pub use depart::Departure;
pub use end::Ending;
pub use rules::{certificates, leaving, refusal, refusals, switch_names};
pub use verdict::{Verdict, verdict};
pub(crate) use wire::LOST;
pub use wire::wired;

pub(in crate::policy) use arrive::arrive;
pub(crate) use arrive::looks_at;
pub(in crate::policy) use depart::depart;
pub(in crate::policy) use end::end;
