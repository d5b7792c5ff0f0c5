//! Many new records at once, made elsewhere: sample data, measurements.

use std::collections::VecDeque;

use super::{Desk, Plan, Result, UseCase, Who};
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::deal::Deal;
use crate::domain::interaction::{Interaction, Note};
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::domain::queue::QueueEntry;
use crate::domain::stop::StopEntry;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Record, Ticket};

/// Records written together. Readers of the store wait behind each batch, so it is small.
const BATCH: usize = 500;
/// Batches on their way to the disk at once.
const IN_FLIGHT: usize = 8;

/// New records, with ids of [`Desk::new_id`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its records")]
pub struct Records {
    pub clients: Vec<Client>,
    pub legal: Vec<LegalEntity>,
    pub people: Vec<Person>,
    pub interactions: Vec<Interaction>,
    pub notes: Vec<Note>,
    pub deals: Vec<Deal>,
    pub entries: Vec<QueueEntry>,
    pub stops: Vec<StopEntry>,
    pub consents: Vec<Consent>,
}

impl Records {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.clients.len()
            + self.legal.len()
            + self.people.len()
            + self.interactions.len()
            + self.notes.len()
            + self.deals.len()
            + self.entries.len()
            + self.stops.len()
            + self.consents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds those of another.
    pub fn append(&mut self, mut other: Self) {
        self.clients.append(&mut other.clients);
        self.legal.append(&mut other.legal);
        self.people.append(&mut other.people);
        self.interactions.append(&mut other.interactions);
        self.notes.append(&mut other.notes);
        self.deals.append(&mut other.deals);
        self.entries.append(&mut other.entries);
        self.stops.append(&mut other.stops);
        self.consents.append(&mut other.consents);
    }
}

/// Adds records as they are: whoever made them answers for their sense.
#[derive(Clone, Debug, Default)]
pub struct Insert(pub Records);

impl UseCase for Insert {
    type Done = ();

    const NAME: &'static str = "records.insert";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        fn all<R: Record>(plan: &mut Plan<'_>, records: &[R]) -> Result<()> {
            records.iter().try_for_each(|record| plan.add(record))
        }
        let records = &self.0;
        all(plan, &records.clients)?;
        all(plan, &records.legal)?;
        all(plan, &records.people)?;
        all(plan, &records.interactions)?;
        all(plan, &records.notes)?;
        all(plan, &records.deals)?;
        all(plan, &records.entries)?;
        all(plan, &records.stops)?;
        all(plan, &records.consents)
    }
}

impl Desk {
    /// An id for a new record that is made outside a use-case. It is never given out again, whether it is used or not.
    pub fn new_id<R: Record>(&self) -> R::Id {
        use crate::domain::ids::RecordId;
        R::Id::from_u64(self.store.allocate(R::TABLE, 1))
    }
}

/// A load under way: takes records and writes them in batches, behind whatever operators do meanwhile.
pub struct Loader<'d> {
    desk: &'d Desk,
    who: &'d Who,
    now: Moment,
    waiting: Records,
    in_flight: VecDeque<Ticket>,
}

impl std::fmt::Debug for Loader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Loader").field("waiting", &self.waiting.len()).finish_non_exhaustive()
    }
}

impl<'d> Loader<'d> {
    /// Begins a load.
    pub fn new(desk: &'d Desk, who: &'d Who, now: Moment) -> Self {
        Self { desk, who, now, waiting: Records::default(), in_flight: VecDeque::new() }
    }

    /// Takes records that belong together: they become visible at once.
    ///
    /// # Errors
    /// Without the right to load, and when the store can't be written.
    pub fn put(&mut self, records: Records) -> Result<()> {
        self.waiting.append(records);
        if self.waiting.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Writes what is left and waits until everything is durable.
    ///
    /// # Errors
    /// As [`Loader::put`].
    pub fn finish(mut self) -> Result<()> {
        self.flush()?;
        self.in_flight.drain(..).try_for_each(|ticket| ticket.wait().map(|_| ()))?;
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let batch = Insert(std::mem::take(&mut self.waiting));
        let ((), ticket) = self.desk.begin_bulk(self.who, self.now, &batch)?;
        self.in_flight.extend(ticket);
        while self.in_flight.len() > IN_FLIGHT {
            // New records meet nobody else's changes: there is no conflict to try again after.
            if let Some(first) = self.in_flight.pop_front() {
                first.wait()?;
            }
        }
        Ok(())
    }
}
