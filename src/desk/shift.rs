//! What an operator has done today.

use super::{Query, Result, View};
use crate::domain::ids::{RecordId, UserId};
use crate::domain::interaction::Interaction;
use crate::domain::time::Moment;
use crate::store::key::Parts;
use crate::store::tables::{Record, interactions_of};
use crate::store::{Index, Key};

/// More calls a day than anybody makes.
const MOST: usize = 2000;

/// Figures of one operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// Calls with a result.
    pub calls: usize,
    /// Of these, calls in which somebody spoke.
    pub talks: usize,
    /// Of these, sales.
    pub sales: usize,
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

/// The figures of a user from a moment (included) to another (excluded).
pub(super) fn shift_between(view: &View<'_>, user: UserId, from: Moment, to: Moment) -> Result<Shift> {
    let mine = Index::TalkByOwner.key().id(user);
    let catalog = view.catalog()?;
    let mut shift = Shift::default();
    for key in view.reads().keys_between(&mine.clone().moment(from), Some(&mine.moment(to)), MOST)? {
        let Some(talk) =
            talk_key(&key).map(|key| view.reads().at::<Interaction>(&key)).transpose()?.flatten()
        else {
            continue;
        };
        let Some(outcome) = talk.outcome.and_then(|id| catalog.outcome(id)) else { continue };
        shift.calls += 1;
        shift.talks += usize::from(outcome.flags.human);
        shift.sales += usize::from(outcome.flags.sale);
    }
    Ok(shift)
}

/// The key of the interaction an index entry leads to.
fn talk_key(entry: &Key) -> Option<Key> {
    let mut parts = Parts::of(entry.as_bytes());
    let (_, at, client, id) = (parts.number()?, parts.moment()?, parts.id()?, parts.number()?);
    Some(interactions_of(client).moment(at).id(<Interaction as Record>::Id::from_u64(id)))
}
