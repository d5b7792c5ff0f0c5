//! Putting the clients of a file into a call list, as far as the gate leaves them to it.

use std::collections::HashSet;

use super::batch::load;
use super::build::Bundle;
use super::ids::DRY_IDS;
use super::{ClientRow, Importer};
use crate::desk::dossier::stops;
use crate::desk::{Result, Who};
use crate::domain::call_list::{CallList, DEFAULT_ATTEMPTS, Purpose};
use crate::domain::gate::{Forbidden, Gate};
use crate::domain::ids::{CallListId, ClientId, QueueEntryId, RecordId};
use crate::domain::person::Person;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::stop::StopScope;
use crate::domain::time::Moment;
use crate::store::key::Parts;
use crate::store::{Index, Reads};

/// From which calls the word of a file protects.
pub(super) const FILE_SCOPE: StopScope = StopScope::Advertising;

impl Importer<'_> {
    /// Puts a client into the call list, unless it may not call him. `known` is one of the base.
    pub(super) fn queue(&mut self, bundle: &Bundle, row: &ClientRow, known: bool) -> Result<()> {
        let Some(list) = self.list.as_ref() else { return Ok(()) };
        let client = &bundle.client;
        let phones = row.methods.iter().chain(row.people.iter().flat_map(|person| &person.methods));
        if phones.filter_map(|method| method.as_phone()).next().is_none() {
            return Ok(());
        }
        let (id, max_attempts) = (list.id, list.max_attempts);
        match self.left_out(list, bundle, known)? {
            None => {}
            Some(LeftOut::NoConsent) => {
                self.totals.no_consent += 1;
                return Ok(());
            }
            Some(LeftOut::Stopped) => {
                self.totals.stopped += 1;
                return Ok(());
            }
        }
        self.listed.insert(client.id);
        self.totals.queued += 1;
        if !self.options.dry_run {
            self.batch.queued.push(QueueEntry {
                id: QueueEntryId::from_u64(self.ids.next::<QueueEntry>()),
                client: client.id,
                person: None,
                phone: None,
                kind: EntryKind::New,
                due: self.now,
                reason: String::new(),
                list: Some(id),
                attempts: 0,
                max_attempts,
                owner: None,
                state: EntryState::Waiting,
                zone: client.zone.map(|zone| zone.tz),
                created: self.now,
                marks: Marks::default(),
            });
        }
        Ok(())
    }

    /// Why the gate leaves no number of the client to this call list; `None` when it leaves one.
    fn left_out(&self, list: &CallList, bundle: &Bundle, known: bool) -> Result<Option<LeftOut>> {
        let client = &bundle.client;
        let by_file = self.forbidden.contains(&client.id);
        if by_file && FILE_SCOPE.covers(list.purpose, Some(list.id)) {
            return Ok(Some(LeftOut::Stopped));
        }
        let date = self.now.utc().date_naive();
        let people = bundle.people.iter();
        let present: Vec<&Person> = people.filter(|p| p.link_on(client.id, date).is_some()).collect();
        let mut phones = client.phones().chain(bundle.people.iter().flat_map(Person::phones));
        // Nothing is written about a new client yet; only his numbers may be known.
        let stops = if known || phones.any(|phone| self.stopped.contains(&phone.number())) {
            stops(Reads(self.desk.store.as_ref()), client, present.iter().copied())?
        } else {
            Vec::new()
        };
        let gate = Gate {
            stops: &stops,
            consents: &bundle.consents,
            ..Gate::new(client, &present, list.purpose, self.now).of_list(Some(list))
        };
        // A number that does not work is for the queue to tell.
        Ok(match gate.number(None) {
            Err(Forbidden::Stopped(_)) => Some(LeftOut::Stopped),
            Err(Forbidden::NoConsent(_)) => Some(LeftOut::NoConsent),
            _ => None,
        })
    }

    /// Puts a client of the base into the call list, unless he is in it. `bundle` is how this file has left him, when it
    /// has changed him.
    pub(super) fn queue_known(
        &mut self,
        row: &ClientRow,
        id: ClientId,
        bundle: Option<&Bundle>,
    ) -> Result<()> {
        let Some(list) = self.list.as_ref().map(|list| list.id) else { return Ok(()) };
        if self.seen.created(id) || self.listed.contains(&id) {
            return Ok(());
        }
        let reads = Reads(self.desk.store.as_ref());
        if !reads.keys(&Index::QueueByList.key().id(list).id(id), 1)?.is_empty() {
            return Ok(());
        }
        if let Some(bundle) = bundle {
            return self.queue(bundle, row, true);
        }
        let Some(bundle) = load(reads, id, self.now)? else { return Ok(()) };
        self.queue(&bundle, row, true)
    }
}

/// Why a client is not put into the call list.
enum LeftOut {
    /// He forbade calls.
    Stopped,
    /// He has not agreed to advertising.
    NoConsent,
}

/// A call list that a dry run imagines: with an id that no store gives out, nobody is in it.
pub(super) fn imagined_list(who: &Who, now: Moment, purpose: Purpose) -> CallList {
    CallList {
        id: CallListId::from_u64(DRY_IDS),
        name: String::new(),
        purpose,
        script: None,
        process: None,
        max_attempts: DEFAULT_ATTEMPTS,
        created: now,
        owner: who.user,
        window: None,
        label: String::new(),
    }
}

/// The numbers of the stop list, as the store counts them.
pub(super) fn stopped_numbers(reads: Reads<'_>) -> crate::store::Result<HashSet<u64>> {
    let keys = reads.keys(&Index::StopByPhone.key(), usize::MAX)?;
    Ok(keys.iter().filter_map(|key| Parts::of(key.as_bytes()).number()).collect())
}
