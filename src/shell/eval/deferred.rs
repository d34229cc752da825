//! Work that a command puts off until all of its pipeline input has come: what is asked of a host for many objects is asked once.
//!
//! What was put off is never lost: it is done when the input ends, and also when a command upstream fails, because the objects that
//! came before the failure were accepted. Only Ctrl+C drops it.

use std::any::Any;

use super::context::Context;
use crate::error::Flow;

/// Work that was put off.
pub trait Deferred: Any {
    /// Does it.
    fn run(self: Box<Self>, cx: &mut Context) -> Flow;
}

impl Context<'_> {
    /// The work of this kind that the command has put off so far, to add to; a new one when there is none.
    pub fn defer<D: Deferred + Default>(&mut self, add: impl FnOnce(&mut D)) {
        let mut slot = self.call.deferred.borrow_mut();
        let work = slot.get_or_insert_with(|| Box::new(D::default()));
        let any: &mut dyn Any = &mut **work;
        if let Some(work) = any.downcast_mut::<D>() {
            add(work);
        }
    }

    /// Does what the command has put off so far.
    pub fn run_deferred(&mut self) -> Flow {
        let work = self.call.deferred.borrow_mut().take();
        match work {
            Some(work) => work.run(self),
            None => Ok(()),
        }
    }

    /// The number of this command's place in its pipeline; no other command of the session has it.
    pub fn stage(&self) -> u64 {
        self.call.stage
    }

    /// How many programs the session has started: each may have changed whatever was seen before.
    pub fn programs_started(&self) -> u64 {
        self.session.programs_started
    }
}
