//! What an operator has done today.

use super::day::begun::{present, under_way};
use super::{Query, Result, View};
use crate::domain::ids::{RecordId, UserId};
use crate::domain::interaction::{Interaction, InteractionStatus};
use crate::domain::time::Moment;
use crate::store::key::Parts;
use crate::store::tables::{Record, interactions_of};
use crate::store::{Index, Kept, Key};

/// More calls a day than anybody makes.
const MOST: usize = 2000;

/// Figures of one operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// Since when they are counted.
    pub since: Moment,
    /// Calls with a result.
    pub calls: usize,
    /// Calls that go on, or have no result yet. They are calls as well, wherever calls are told.
    pub open: usize,
    /// Results: those of calls, and those that were written down without one.
    pub results: usize,
    /// Of these, calls in which somebody spoke.
    pub talks: usize,
    /// Of these, sales.
    pub sales: usize,
    /// Promises that were kept: see [`Interaction::kept_promise`].
    pub kept: usize,
    /// Promises that were answered too early or too late, or by others because nobody had called in time.
    pub broken: usize,
}

/// Asks for the figures of the one who asks.
#[derive(Clone, Copy, Debug)]
pub struct ShiftSince(pub Moment);

impl Query for ShiftSince {
    type Answer = Shift;

    fn answer(&self, view: &View<'_>) -> Result<Shift> {
        shift_between(view, view.who.user, self.0, Moment::from_millis(i64::MAX))
    }
}

/// Asks for the figures of the day the one who asks is in, opened or not: see `day::begun`.
#[derive(Clone, Copy, Debug)]
pub struct ShiftNow;

impl Query for ShiftNow {
    type Answer = Shift;

    fn answer(&self, view: &View<'_>) -> Result<Shift> {
        let since = present(view, view.who.user)?.since();
        ShiftSince(since.unwrap_or(view.now)).answer(view)
    }
}

/// The figures of a user from a moment (included) to another (excluded).
pub(super) fn shift_between(view: &View<'_>, user: UserId, from: Moment, to: Moment) -> Result<Shift> {
    let catalog = view.catalog()?;
    let open = under_way(view, user)?.into_iter().filter(|began| (from..to).contains(began)).count();
    let mut shift = Shift { since: from, open, ..Shift::default() };
    for talk in recorded(view, user, from, to)? {
        shift.broken += usize::from(talk.is_missed());
        let Some(outcome) = talk.outcome.and_then(|id| catalog.outcome(id)) else { continue };
        shift.results += 1;
        // A prohibition may be written down without a call.
        if talk.status != InteractionStatus::Held {
            continue;
        }
        shift.calls += 1;
        shift.talks += usize::from(outcome.flags.human);
        shift.sales += usize::from(outcome.flags.sale);
        let kept = talk.kept_promise();
        shift.kept += usize::from(kept == Some(true));
        shift.broken += usize::from(kept == Some(false) && !is_charged(view, &talk)?);
    }
    Ok(shift)
}

/// What a user has recorded from a moment (included) to another (excluded), in its order.
pub(super) fn recorded(
    view: &View<'_>,
    user: UserId,
    from: Moment,
    to: Moment,
) -> Result<Vec<Kept<Interaction>>> {
    let mine = Index::TalkByOwner.key().id(user);
    let mut found = Vec::new();
    for key in view.reads().keys_between(&mine.clone().moment(from), Some(&mine.moment(to)), MOST)? {
        let talk = talk_key(&key).map(|key| view.reads().at::<Interaction>(&key)).transpose()?.flatten();
        found.extend(talk);
    }
    Ok(found)
}

/// Whether the promise a call comes too late for is told of already, as one its owner has not kept: nobody is charged twice, and
/// nobody with what another one has promised.
fn is_charged(view: &View<'_>, talk: &Interaction) -> Result<bool> {
    let Some(promised) = talk.promised else { return Ok(false) };
    let of = interactions_of(talk.client);
    let (from, to) = (of.clone().moment(promised), of.moment(promised.plus_millis(1)));
    for key in view.reads().keys_between(&from, Some(&to), MOST)? {
        let found = view.reads().at::<Interaction>(&key)?;
        if found.is_some_and(|found| found.is_missed() && found.entry == talk.entry) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The key of the interaction an index entry leads to.
fn talk_key(entry: &Key) -> Option<Key> {
    let mut parts = Parts::of(entry.as_bytes());
    let (_, at, client, id) = (parts.number()?, parts.moment()?, parts.id()?, parts.number()?);
    Some(interactions_of(client).moment(at).id(<Interaction as Record>::Id::from_u64(id)))
}
