//! Places: a command may act at more than one, once at each. What a place is, the language does not know: for iovsh it is a host.

use super::context::Context;
use super::session::Session;
use crate::cmdlet::CmdletSpec;
use crate::error::Flow;
use crate::value::Value;

/// One of the times that a command runs for the same pipeline object.
#[derive(Debug, Default)]
pub struct Round {
    /// Where.
    pub place: usize,
    /// Parameters that have other values in this round, by their places in the declaration.
    pub values: Vec<(usize, Value)>,
}

/// Says at which places a command runs.
pub trait Rounds {
    /// Whether the command acts at a place at all.
    fn concerns(&self, spec: &CmdletSpec) -> bool;

    /// The rounds of the running command, which is bound; `None` where it runs once and where it is. Without any, none of the places that
    /// it names is there, which has been written as errors: it does nothing.
    ///
    /// # Errors
    /// The places cannot be worked out: the command does not run.
    fn rounds(&self, cx: &mut Context) -> Flow<Option<Vec<Round>>>;

    /// Goes to the place of a round. `false`: it cannot be reached, which has been written as an error.
    ///
    /// # Errors
    /// Those of writing an error.
    fn enter(&self, cx: &mut Context, place: usize) -> Flow<bool>;

    /// Comes back to where the session is.
    fn leave(&self, session: &mut Session);
}
