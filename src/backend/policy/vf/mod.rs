//! Virtual functions: how many there are, who gets one, and why an adapter has none.

mod acls;
pub(super) mod allocation;
pub mod assign;
pub mod count;
pub(super) mod hindrance;
pub(super) mod obstacle;
pub(in crate::policy) mod queues;
pub(in crate::policy) mod rates;
mod record;
pub(super) mod removal;
pub(crate) mod status;
pub(super) mod support;
