//! The walk from the platform to the guest, in the order in which one thing needs the one before: what keeps SR-IOV from working, what
//! puts it at risk, and what to type next.

mod about;
mod finding;
mod guests;
mod nics;
mod platform;
mod remedy;
mod switches;
mod vf_room;

pub use about::About;
pub use finding::{Finding, Layer, Severity};

use crate::model::State;

/// All that is the matter, in the order of the walk; of one layer the obstacles first. It takes a state of
/// [`Scope::DIAGNOSIS`](crate::Scope::DIAGNOSIS).
#[must_use]
pub fn diagnose(state: &State, about: &About) -> Vec<Finding> {
    let mut found = platform::findings(state);
    found.extend(nics::findings(state, about));
    found.extend(switches::findings(state, about));
    found.extend(guests::findings(state, about));
    found.retain(|finding| about.has(state, finding));
    found.sort_by_key(|finding| (finding.layer, std::cmp::Reverse(finding.severity)));
    // What is the matter comes before what is good to know, wherever that is.
    found.sort_by_key(|finding| finding.severity == Severity::Note);
    found
}
