//! The book of promises: what is promised and planned, by whom it is to be kept, soonest first; and what comes due within
//! minutes.
//!
//! Both walk the index of waiting contacts by time: each lane is read a page at a time, so that a book of a million promises
//! costs what is shown of it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use chrono_tz::Tz;

use super::lanes::{Spot, lanes, spots, waiting_before};
use crate::desk::{DeskError, Query, Result, View};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, QueueEntryId, UserId};
use crate::domain::queue::book::Due;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::key::{Key, Parts};
use crate::store::tables::{Lane, LaneOwner};
use crate::store::{Index, Kept};

/// Contacts read of one lane at a time.
const PAGE: usize = 16;

/// Contacts somebody has taken that are looked at: they stand in no lane.
const TAKEN_MOST: usize = 2000;

/// Promises that come due within minutes which are looked at.
const SOON_MOST: usize = 50;

/// Whose promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Those only the one who asks may keep.
    #[default]
    Mine,
    /// To an operator: his own, and those anybody may keep. To a supervisor: everybody's.
    All,
    /// Those of one user: his own, or anybody's to a supervisor.
    Of(UserId),
}

/// Asks for promises, the overdue ones first, then by time.
#[derive(Clone, Copy, Debug)]
pub struct Promises {
    /// Whose.
    pub whose: Whose,
    /// How many at most: the soonest.
    pub limit: usize,
}

/// The book.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The promises, by heading and time.
    pub rows: Vec<PromiseRow>,
    /// Whether there are more.
    pub more: bool,
}

/// A promise.
#[derive(Clone, Debug)]
pub struct PromiseRow {
    /// The contact.
    pub entry: Kept<QueueEntry>,
    /// The heading it stands under.
    pub due: Due,
    /// What the client is called.
    pub name: String,
    /// Who works on it at this moment.
    pub holder: Option<UserId>,
}

impl Query for Promises {
    type Answer = Book;

    /// # Errors
    /// [`DeskError::Forbidden`] when somebody else's are asked for without the right to lead.
    fn answer(&self, view: &View<'_>) -> Result<Book> {
        let leads = view.who.role.has(Right::Load);
        let me = view.who.user;
        let owners = match self.whose {
            Whose::Mine => vec![LaneOwner::Only(me)],
            Whose::Of(user) if user == me || leads => vec![LaneOwner::Only(user)],
            Whose::Of(_) => return Err(DeskError::Forbidden(Right::Load)),
            Whose::All if leads => {
                let users = view.catalog()?.users().map(|user| LaneOwner::Only(user.id)).collect::<Vec<_>>();
                std::iter::once(LaneOwner::Everybody).chain(users).collect()
            }
            Whose::All => vec![LaneOwner::Everybody, LaneOwner::Only(me)],
        };
        let mut entries = taken(view, &owners)?;
        let mut walk = Walk::begin(view, &owners)?;
        let mut waiting = 0;
        while waiting <= self.limit
            && let Some(id) = walk.next()?
        {
            let entry = view.reads().find::<QueueEntry>(id)?;
            let entry = entry.filter(|entry| entry.state == EntryState::Waiting && entry.is_promise());
            waiting += usize::from(entry.is_some());
            entries.extend(entry);
        }
        let mut rows = Vec::new();
        for entry in entries {
            let Some(client) = view.reads().find::<Client>(entry.client)? else { continue };
            let due = Due::of(&entry, view.now, view.who.zone);
            let holder = entry.holder(view.now);
            rows.push(PromiseRow { due, name: client.record.name, holder, entry });
        }
        rows.sort_by_key(|row| (row.due, row.entry.due, row.entry.id));
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        Ok(Book { rows, more })
    }
}

/// The promises among what is taken, or was and nobody has done anything about: of these owners.
fn taken(view: &View<'_>, owners: &[LaneOwner]) -> Result<Vec<Kept<QueueEntry>>> {
    let keys = match owners {
        // What is one user's own only he has taken.
        [LaneOwner::Only(user)] => {
            let mine = Index::QueueByTaker.key().id(*user);
            view.reads().keys_between(&mine, mine.prefix_end().as_ref(), TAKEN_MOST)?
        }
        _ => {
            let all = Index::QueueTaken.key();
            view.reads().keys_between(&all, all.prefix_end().as_ref(), TAKEN_MOST)?
        }
    };
    let by_taker = matches!(owners, [LaneOwner::Only(_)]);
    let mut found = Vec::new();
    for key in keys {
        let mut parts = Parts::of(key.as_bytes());
        if by_taker {
            parts.number();
        }
        let Some(id) = parts.moment().and_then(|_| parts.id::<QueueEntryId>()) else { continue };
        let entry = view.reads().find::<QueueEntry>(id)?;
        found.extend(entry.filter(|entry| entry.is_promise() && owners.contains(&LaneOwner::of(entry))));
    }
    Ok(found)
}

/// Lanes that are walked together, soonest first.
struct Walk<'v, 'd> {
    view: &'v View<'d>,
    streams: Vec<Stream>,
    /// The head of each stream that has one, and its place among them.
    heads: BinaryHeap<Reverse<(Spot, usize)>>,
}

/// One lane, of which a page is at hand.
struct Stream {
    owner: LaneOwner,
    lane: Lane,
    read: VecDeque<Spot>,
    /// Where the next page begins; `None` behind the last.
    next: Option<Key>,
    end: Option<Key>,
}

impl<'v, 'd> Walk<'v, 'd> {
    fn begin(view: &'v View<'d>, owners: &[LaneOwner]) -> Result<Self> {
        let mut walk = Self { view, streams: Vec::new(), heads: BinaryHeap::new() };
        for owner in owners {
            for lane in lanes(view, *owner)?.into_iter().filter(|lane| is_of_promises(*owner, *lane)) {
                let key = owner.lane(lane);
                let end = key.prefix_end();
                let stream = Stream { owner: *owner, lane, read: VecDeque::new(), next: Some(key), end };
                walk.streams.push(stream);
                walk.fill(walk.streams.len() - 1)?;
            }
        }
        Ok(walk)
    }

    /// Puts the head of a stream among the heads, reading the next page where the last one is used up.
    fn fill(&mut self, place: usize) -> Result<()> {
        let Some(stream) = self.streams.get_mut(place) else { return Ok(()) };
        if stream.read.is_empty()
            && let Some(from) = stream.next.take()
        {
            let page = spots(self.view, stream.owner, &from, stream.end.as_ref(), PAGE)?;
            // The next page begins right behind the last of this one.
            let last = page.last().filter(|_| page.len() >= PAGE);
            let behind = |(at, id): &Spot| stream.owner.lane(stream.lane).moment(*at).id(*id).prefix_end();
            stream.next = last.and_then(behind);
            stream.read = page.into();
        }
        if let Some(spot) = stream.read.pop_front() {
            self.heads.push(Reverse((spot, place)));
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<QueueEntryId>> {
        let Some(Reverse(((_, id), place))) = self.heads.pop() else { return Ok(None) };
        self.fill(place)?;
        Ok(Some(id))
    }
}

/// Whether what stands in a lane stands in the book.
fn is_of_promises(owner: LaneOwner, lane: Lane) -> bool {
    match lane.kind {
        EntryKind::Promise => true,
        EntryKind::Hot | EntryKind::Planned => matches!(owner, LaneOwner::Only(_)),
        EntryKind::Retry | EntryKind::New | EntryKind::Missed => false,
    }
}

/// Asks which calls the one who asks has promised for a minute that comes soon. Days without an hour come by themselves.
#[derive(Clone, Copy, Debug)]
pub struct PromisedSoon {
    /// Within how many minutes.
    pub minutes: i64,
}

/// A promise whose minute comes soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoonDue {
    /// The contact.
    pub entry: QueueEntryId,
    /// Its client.
    pub client: ClientId,
    /// What he is called.
    pub name: String,
    /// For when.
    pub due: Moment,
    /// His zone, when it is known.
    pub zone: Option<Tz>,
    /// What for; may be empty.
    pub reason: String,
}

impl Query for PromisedSoon {
    /// Soonest first.
    type Answer = Vec<SoonDue>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<SoonDue>> {
        let mine = LaneOwner::Only(view.who.user);
        let before = view.now.plus_minutes(self.minutes.max(0)).plus_millis(1);
        let mut found = Vec::new();
        for id in waiting_before(view, mine, EntryKind::Promise, before, SOON_MOST)? {
            let Some(entry) = view.reads().find::<QueueEntry>(id)? else { continue };
            if entry.marks.whole_day || entry.wakes() <= view.now {
                continue;
            }
            let Some(client) = view.reads().find::<Client>(entry.client)? else { continue };
            found.push(SoonDue {
                entry: entry.id,
                client: entry.client,
                name: client.record.name,
                due: entry.wakes(),
                zone: entry.zone,
                reason: entry.record.reason,
            });
        }
        found.sort_by_key(|soon| (soon.due, soon.entry));
        Ok(found)
    }
}
