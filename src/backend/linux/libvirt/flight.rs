//! The same call for many objects, under way together.
//!
//! The protocol numbers its calls, so a client need not wait for one reply before it sends the next call. A daemon works on a few calls
//! of a client at a time and lets the others wait in the socket: with as many under way, neither side waits for the other, and each
//! wakes up once for many calls.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::procedures::Procedure;
use super::wire::Wire;
use super::xdr::Xdr;
use super::{LibvirtError, Result};

/// How many calls are under way at once. When half of them are answered, as many follow.
const WINDOW: usize = 256;
/// The most bytes of calls that are sent at once: a socket takes them although the daemon does not read, so it can go on answering.
const LONGEST_WRITE: usize = 64 * 1024;
/// The most bytes that the answers of one flight may have: 32 KiB for each of as many domains as a list may have.
const LONGEST_FLIGHT: usize = 512 * 1024 * 1024;

impl Wire {
    /// Calls `procedure` with each of `args`. `take` gets the place of the argument and the answer to it, in the order in which answers
    /// arrive; none of them is kept here.
    ///
    /// # Errors
    /// [`LibvirtError::Silent`] when answers do not come within the time that the procedure has, [`LibvirtError::AnswerTooLong`] when
    /// they are longer than anybody needs, [`LibvirtError::Interrupted`], or a broken connection. What is wrong with one answer is given to `take`.
    pub fn each<A: Xdr, R: Xdr>(
        &mut self,
        procedure: &Procedure<A, R>,
        args: impl IntoIterator<Item = A>,
        take: impl FnMut(usize, Result<R>),
    ) -> Result<()> {
        self.each_within(procedure, self.allowed(procedure), args, take)
    }

    /// The same, with another limit.
    ///
    /// # Errors
    /// As [`Wire::each`].
    pub fn each_within<A: Xdr, R: Xdr>(
        &mut self,
        procedure: &Procedure<A, R>,
        within: Duration,
        args: impl IntoIterator<Item = A>,
        mut take: impl FnMut(usize, Result<R>),
    ) -> Result<()> {
        let mut args = args.into_iter().enumerate().peekable();
        let mut places: BTreeMap<u32, usize> = BTreeMap::new();
        let mut deadline = Instant::now() + within;
        let mut left = LONGEST_FLIGHT;
        loop {
            if places.len() <= WINDOW / 2 && args.peek().is_some() {
                while places.len() < WINDOW && self.queued() < LONGEST_WRITE {
                    let Some((place, args)) = args.next() else {
                        break;
                    };
                    places.insert(self.queue(procedure, &args)?.serial(), place);
                }
                self.flush(procedure.name, within)?;
                // Half the answers came: the daemon works.
                deadline = Instant::now() + within;
            }
            if places.is_empty() {
                return Ok(());
            }
            let Some((serial, length, answer)) = self.next_of(&places, procedure.name, deadline)?
            else {
                return Err(LibvirtError::Silent {
                    what: procedure.name.to_owned(),
                    after: within,
                });
            };
            left = left
                .checked_sub(length)
                .ok_or_else(|| LibvirtError::AnswerTooLong {
                    what: procedure.name.to_owned(),
                    most: LONGEST_FLIGHT,
                })?;
            if let Some(place) = places.remove(&serial) {
                take(place, answer);
            }
        }
    }
}
