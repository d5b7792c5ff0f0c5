//! What keeps a day from being closed: work that was begun and not finished, promises nobody will keep.

use super::morning::promised;
use super::open_day;
use crate::desk::{Query, Result, View};
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::QueueEntry;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::key::Parts;
use crate::store::{Index, Kept};

/// Contacts that somebody holds which are looked at.
const HELD: usize = 10_000;
/// Loose ends of a kind that are named; the others come when these are settled.
const NAMED: usize = 20;

/// Something that is left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooseEnd {
    /// Something was typed and not saved, or a call has no result: it stands in the draft.
    Draft,
    /// A contact was taken and neither finished nor given back.
    Taken {
        /// The contact.
        entry: QueueEntryId,
        /// Its client.
        client: ClientId,
    },
    /// A promise of the operator's own whose time has passed.
    Overdue {
        /// The contact.
        entry: QueueEntryId,
        /// Its client.
        client: ClientId,
        /// When it was due.
        due: Moment,
    },
    /// A promise of the operator's own for a time, up to the end of tomorrow, when the operator does not work: nobody will
    /// keep it.
    Unkept {
        /// The contact.
        entry: QueueEntryId,
        /// Its client.
        client: ClientId,
        /// When it is due.
        due: Moment,
    },
    /// The operator is on a pause.
    Pause,
}

impl LooseEnd {
    /// The client it is about.
    pub fn client(self) -> Option<ClientId> {
        match self {
            Self::Taken { client, .. } | Self::Overdue { client, .. } | Self::Unkept { client, .. } => {
                Some(client)
            }
            Self::Draft | Self::Pause => None,
        }
    }
}

/// Asks what is left to do for the one who asks before the day can be closed.
#[derive(Clone, Copy, Debug)]
pub struct EndsOf;

impl Query for EndsOf {
    type Answer = Vec<LooseEnd>;

    fn right(&self) -> Right {
        Right::Work
    }

    fn answer(&self, view: &View<'_>) -> Result<Vec<LooseEnd>> {
        loose(view)
    }
}

/// What is left to do, the most urgent first.
pub(super) fn loose(view: &View<'_>) -> Result<Vec<LooseEnd>> {
    let mut ends = Vec::new();
    if !view.desk.draft(view.who)?.is_empty() {
        ends.push(LooseEnd::Draft);
    }
    for kept in held(view)?.into_iter().take(NAMED) {
        ends.push(LooseEnd::Taken { entry: kept.id, client: kept.client });
    }
    let tomorrow = view.now.date_in(view.who.zone).succ_opt();
    let catalog = view.catalog()?;
    let shift = catalog.user(view.who.user).and_then(|user| user.shift.as_ref());
    let mut promises = promised(view, Some(view.who.user), view.now.plus_minutes(2 * 24 * 60))?;
    promises.sort_unstable();
    for (due, entry) in promises {
        if ends.len() >= NAMED {
            break;
        }
        let Some(kept) = view.reads().find::<QueueEntry>(entry)? else { continue };
        if due <= view.now {
            ends.push(LooseEnd::Overdue { entry, client: kept.client, due });
            continue;
        }
        let soon = tomorrow.is_some_and(|tomorrow| due.date_in(view.who.zone) <= tomorrow);
        // Whose hours nobody has told may well be there.
        let there = shift.is_none_or(|shift| shift.is_on(due, catalog.hours().calendar()));
        if soon && !there {
            ends.push(LooseEnd::Unkept { entry, client: kept.client, due });
        }
    }
    if open_day(view, view.who.user)?.is_some_and(|day| day.state.pause().is_some()) {
        ends.push(LooseEnd::Pause);
    }
    Ok(ends)
}

/// The contacts the one who asks holds now.
fn held(view: &View<'_>) -> Result<Vec<Kept<QueueEntry>>> {
    let from = Index::QueueTaken.key().moment(view.now.plus_millis(1));
    let end = Index::QueueTaken.key().prefix_end();
    let mut held = Vec::new();
    for key in view.reads().keys_between(&from, end.as_ref(), HELD)? {
        let mut parts = Parts::of(key.as_bytes());
        let Some(id) = parts.moment().and_then(|_| parts.id::<QueueEntryId>()) else { continue };
        let entry = view.reads().find::<QueueEntry>(id)?;
        held.extend(entry.filter(|entry| entry.holder(view.now) == Some(view.who.user)));
    }
    Ok(held)
}
