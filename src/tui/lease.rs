//! The contact that was taken is kept for as long as its operator is at work: talking, or touching keys.

use super::model::{CallState, Model};
use super::msg::{Effect, Request};
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::LEASE_MS;
use crate::domain::time::{MINUTE_MS, Moment};

/// A lease is kept once less than this is left of it.
const LEFT_MS: i64 = LEASE_MS / 2;
/// Whoever has touched no key for so long is not at work, unless he talks.
const IDLE_MS: i64 = 5 * MINUTE_MS;

// Whoever stops touching keys is idle before his lease could be kept for ever.
const _: () = assert!(IDLE_MS < LEFT_MS && LEFT_MS < LEASE_MS);

/// What is known of the lease of a contact that is worked on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lease {
    /// When it ends; `None` when that is not known, as after a crash.
    pub until: Option<Moment>,
    /// When a key was touched last.
    pub touched: Moment,
    /// The desk was asked to keep it.
    pub asked: bool,
    /// Somebody has changed the queue since it was looked at.
    pub doubt: bool,
}

/// Asks for leases to be kept when it is time: that of the contact that is worked on, and those of contacts that calls have
/// interrupted. A call that was interrupted has no result yet: its contact stays the operator's however long the other one
/// takes.
pub(super) fn tick(model: &mut Model, now: Moment) -> Vec<Effect> {
    // A result that is being recorded gives the contact back: whoever kept it then would take it once more.
    if model.busy {
        return Vec::new();
    }
    let talks = model.work.as_ref().is_some_and(|work| work.state == CallState::Talking);
    let touches = now.millis().saturating_sub(model.lease.touched.millis()) < IDLE_MS;
    let at_work = talks || model.ring.answered.is_some() || touches;
    let present = model.work.as_ref().and_then(|work| work.entry);
    let mut wanted: Vec<_> =
        present.and_then(|entry| model.lease.wants(entry, at_work, now)).into_iter().collect();
    for parked in &mut model.ring.parked {
        let Some((entry, state)) = parked.work.as_ref().and_then(|work| Some((work.entry?, work.state)))
        else {
            continue;
        };
        wanted.extend(parked.lease.wants(entry, at_work || state != CallState::Preview, now));
    }
    wanted.into_iter().map(Effect::Ask).collect()
}

impl Lease {
    /// What is to be asked of the desk now.
    fn wants(&mut self, entry: QueueEntryId, at_work: bool, now: Moment) -> Option<Request> {
        let left = self.until.map_or(0, |until| until.millis().saturating_sub(now.millis()));
        // One that has run out may be somebody else's by now: a change of the queue is the moment to look.
        let doubt = std::mem::take(&mut self.doubt) && left <= 0;
        let request = match (at_work && left < LEFT_MS, doubt) {
            (true, _) => Request::Keep(entry),
            (false, true) => Request::Look(entry),
            (false, false) => return None,
        };
        (!std::mem::replace(&mut self.asked, true)).then_some(request)
    }
}
