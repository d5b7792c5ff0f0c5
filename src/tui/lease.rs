//! The contact that was taken is kept for as long as its operator is at work: talking, or touching keys.

use super::model::{CallState, Model};
use super::msg::{Effect, Request};
use crate::domain::queue::LEASE_MS;
use crate::domain::time::{MINUTE_MS, Moment};

/// A lease is kept once less than this is left of it.
const LEFT_MS: i64 = LEASE_MS / 2;
/// Whoever has touched no key for so long is not at work, unless he talks.
const IDLE_MS: i64 = 5 * MINUTE_MS;

// Whoever stops touching keys is idle before his lease could be kept for ever.
const _: () = assert!(IDLE_MS < LEFT_MS && LEFT_MS < LEASE_MS);

/// What is known of the lease of the contact that is worked on.
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

/// Asks for the lease to be kept when it is time.
pub(super) fn tick(model: &mut Model, now: Moment) -> Option<Effect> {
    let work = model.work.as_ref()?;
    let entry = work.entry?;
    // A result that is being recorded gives the contact back: whoever kept it then would take it once more.
    if model.busy {
        return None;
    }
    let lease = &mut model.lease;
    let left = lease.until.map_or(0, |until| until.millis().saturating_sub(now.millis()));
    let talks = work.state == CallState::Talking;
    let at_work = talks || now.millis().saturating_sub(lease.touched.millis()) < IDLE_MS;
    // One that has run out may be somebody else's by now: a change of the queue is the moment to look.
    let doubt = std::mem::take(&mut lease.doubt) && left <= 0;
    let request = match (at_work && left < LEFT_MS, doubt) {
        (true, _) => Request::Keep(entry),
        (false, true) => Request::Look(entry),
        (false, false) => return None,
    };
    (!std::mem::replace(&mut lease.asked, true)).then_some(Effect::Ask(request))
}
