//! What keeps a day from being closed: work that was begun and not finished, promises nobody will keep.

use super::morning::{Promised, promised};
use super::open_day;
use crate::desk::queue::held;
use crate::desk::{Query, Result, View, drafts};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::user::Right;

/// Loose ends of a kind that are named; the others come when these are settled.
const NAMED: usize = 20;

/// Something that is left to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LooseEnd {
    /// Something was typed and not saved, or a call has no result: it stands in the draft.
    Draft,
    /// A contact was taken and neither finished nor given back.
    Taken {
        /// The contact.
        entry: QueueEntryId,
        /// Its client.
        client: ClientId,
        /// What he is called.
        name: String,
    },
    /// A promise of the operator's own whose time has passed.
    Overdue {
        /// The contact.
        entry: QueueEntryId,
        /// Its client.
        client: ClientId,
        /// What he is called.
        name: String,
        /// For when.
        promised: Promised,
    },
    /// A promise of the operator's own for a time, up to the end of tomorrow, when the operator does not work: nobody will
    /// keep it.
    Unkept {
        /// The contact.
        entry: QueueEntryId,
        /// Its client.
        client: ClientId,
        /// What he is called.
        name: String,
        /// For when.
        promised: Promised,
    },
    /// The operator is on a pause.
    Pause,
}

impl LooseEnd {
    /// The client it is about.
    pub fn client(&self) -> Option<ClientId> {
        match self {
            Self::Taken { client, .. } | Self::Overdue { client, .. } | Self::Unkept { client, .. } => {
                Some(*client)
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
    let name_of = |client| -> Result<String> {
        Ok(view.reads().find::<Client>(client)?.map(|client| client.record.name).unwrap_or_default())
    };
    let mut ends = Vec::new();
    let draft = view.desk.draft(view.who)?;
    if !draft.is_empty() && !drafts::holds_words_only(&draft) {
        ends.push(LooseEnd::Draft);
    }
    for kept in held(view)?.into_iter().take(NAMED) {
        ends.push(LooseEnd::Taken { entry: kept.id, client: kept.client, name: name_of(kept.client)? });
    }
    let tomorrow = view.now.date_in(view.who.zone).succ_opt();
    let catalog = view.catalog()?;
    let calendar = catalog.hours().calendar();
    let shift = catalog.user(view.who.user).and_then(|user| user.shift.as_ref());
    let mut promises = promised(view, Some(view.who.user), view.now.plus_minutes(2 * 24 * 60))?;
    promises.sort_unstable_by_key(|entry| (entry.due, entry.id));
    for entry in promises {
        if ends.len() >= NAMED {
            break;
        }
        let (client, promised) = (entry.client, Promised::of(&entry));
        let late = if promised.whole_day { entry.is_late(view.now) } else { entry.due <= view.now };
        if late {
            ends.push(LooseEnd::Overdue { entry: entry.id, client, name: name_of(client)?, promised });
            continue;
        }
        let soon = tomorrow.is_some_and(|tomorrow| entry.due.date_in(view.who.zone) <= tomorrow);
        // Whose hours nobody has told may well be there.
        let there = shift.is_none_or(|shift| {
            if !promised.whole_day {
                return shift.is_on(entry.due, calendar);
            }
            // Any hour of the day will do but what is left of this shift: it is being closed.
            let ended = shift.current_or_next(view.now, calendar).filter(|(begins, _)| *begins <= view.now);
            let from = ended.map_or(view.now, |(_, ends)| ends).max(entry.due);
            let next = shift.current_or_next(from, calendar);
            next.is_some_and(|(begins, _)| entry.day_of(begins.max(entry.due)) <= entry.day_of(entry.due))
        });
        if soon && !there {
            ends.push(LooseEnd::Unkept { entry: entry.id, client, name: name_of(client)?, promised });
        }
    }
    if open_day(view, view.who.user)?.is_some_and(|day| day.state.pause().is_some()) {
        ends.push(LooseEnd::Pause);
    }
    Ok(ends)
}
