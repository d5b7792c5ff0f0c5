//! Putting the clients of a file into a call list, as far as the gate leaves them to it.

use std::collections::HashSet;

use super::batch::load;
use super::build::Bundle;
use super::ids::DRY_IDS;
use super::job::{LeftOut, Placed};
use super::{ClientRow, Importer};
use crate::desk::dossier::stops;
use crate::desk::jobs::capped;
use crate::desk::{Result, View, Who};
use crate::domain::call_list::{CallList, DEFAULT_ATTEMPTS, Purpose};
use crate::domain::client::Client;
use crate::domain::gate::{Dial, Forbidden, Gate};
use crate::domain::ids::{CallListId, ClientId, QueueEntryId, RecordId};
use crate::domain::job::Job;
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
        // A row of a job may name its client by other things than his number.
        if self.job.is_none() && row.phones().next().is_none() {
            return Ok(());
        }
        let (id, max_attempts) = (list.id, list.max_attempts);
        match self.left_out(list, bundle, Some(row), known)? {
            None => {}
            Some(left_out) => {
                self.totals.no_consent += u64::from(matches!(left_out, LeftOut::NoConsent(..)));
                self.totals.stopped += u64::from(matches!(left_out, LeftOut::Stopped(_)));
                self.placed = Placed::Out(match left_out {
                    LeftOut::NoConsent(..) => self.send_to_service(bundle, known)?,
                    left_out => left_out,
                });
                return Ok(());
            }
        }
        self.totals.queued += 1;
        self.placed = Placed::Taken(self.put(client, id, max_attempts)?);
        Ok(())
    }

    /// Puts a client who has not agreed to advertising into the job for service calls, when there is one that may call him.
    fn send_to_service(&mut self, bundle: &Bundle, known: bool) -> Result<LeftOut> {
        let nobody = LeftOut::NoConsent(None, false);
        let Some(service) = self.job.as_ref().and_then(|job| job.service.clone()) else { return Ok(nobody) };
        let client = &bundle.client;
        let reads = Reads(self.desk.store.as_ref());
        let is_there =
            known && !reads.keys(&Index::QueueByList.key().id(service.id).id(client.id), 1)?.is_empty();
        if is_there || self.left_out(&service, bundle, None, known)?.is_some() {
            return Ok(nobody);
        }
        Ok(LeftOut::NoConsent(self.put(client, service.id, service.max_attempts)?, true))
    }

    /// Puts a client into a call list; a trial only remembers it.
    fn put(&mut self, client: &Client, list: CallListId, max_attempts: u16) -> Result<Option<QueueEntryId>> {
        self.listed.insert(client.id);
        if self.options.dry_run {
            return Ok(None);
        }
        let mut entry = QueueEntry {
            id: QueueEntryId::from_u64(self.ids.next::<QueueEntry>()),
            client: client.id,
            person: None,
            phone: None,
            kind: EntryKind::New,
            due: self.now,
            reason: String::new(),
            list: Some(list),
            attempts: 0,
            max_attempts,
            owner: None,
            state: EntryState::Waiting,
            zone: client.zone.map(|zone| zone.tz),
            created: self.now,
            marks: Marks::default(),
        };
        // Other jobs may have called him as often as this one allows.
        let view = View { desk: self.desk, who: self.who, now: self.now };
        entry.due = capped(&view, &entry)?.map_or(entry.due, |(_, until)| until);
        let id = entry.id;
        self.batch.queued.push(entry);
        Ok(Some(id))
    }

    /// Why the gate leaves no number of the client to this call list; `None` when it leaves one. A row that names a number that must
    /// not be called is refused whatever other numbers the client has.
    fn left_out(
        &self,
        list: &CallList,
        bundle: &Bundle,
        row: Option<&ClientRow>,
        known: bool,
    ) -> Result<Option<LeftOut>> {
        let client = &bundle.client;
        let by_file = self.forbidden.contains(&client.id);
        if by_file && FILE_SCOPE.covers(list.purpose, Some(list.id)) {
            return Ok(Some(LeftOut::Stopped(None)));
        }
        let date = self.now.utc().date_naive();
        let people = bundle.people.iter();
        let present: Vec<&Person> = people.filter(|p| p.link_on(client.id, date).is_some()).collect();
        let of_card = client.phones().chain(bundle.people.iter().flat_map(Person::phones));
        let mut phones = of_card.chain(row.into_iter().flat_map(ClientRow::phones));
        // Nothing is written about a new client yet; only his numbers may be known.
        let reads = Reads(self.desk.store.as_ref());
        let mut stops = if known || phones.any(|phone| self.stopped.contains(&phone.number())) {
            stops(reads, client, present.iter().copied())?
        } else {
            Vec::new()
        };
        // A number of the row need not be on his card.
        for phone in row.into_iter().flat_map(ClientRow::phones) {
            if self.stopped.contains(&phone.number()) {
                let found = reads.by_index(&Index::StopByPhone.key().number(phone.number()), usize::MAX)?;
                stops.extend(found.into_iter().map(|kept| kept.record));
            }
        }
        let gate = Gate {
            stops: &stops,
            consents: &bundle.consents,
            ..Gate::new(client, &present, list.purpose, self.now).of_list(Some(list))
        };
        let named = row.into_iter().flat_map(ClientRow::phones);
        let mut of_row = named.filter_map(|phone| gate.stop_for(&Dial { phone: *phone, person: None }));
        if let Some(stop) = of_row.next() {
            return Ok(Some(LeftOut::Stopped(Some(stop.id))));
        }
        let permit = match gate.number(None) {
            Err(Forbidden::Stopped(stop)) => return Ok(Some(LeftOut::Stopped(Some(stop.id)))),
            Err(Forbidden::NoConsent(_)) => return Ok(Some(LeftOut::NoConsent(None, false))),
            permit => permit,
        };
        // A number that does not work is for the queue to tell, unless somebody wants to know it now.
        let Some(job) = &self.job else { return Ok(None) };
        let Ok(permit) = permit else { return Ok(Some(LeftOut::NoNumber)) };
        let narrow = list.window.is_some() || client.calls.is_some();
        let calendar = self.desk.catalog()?.hours().calendar().clone();
        if narrow && gate.times(Some(&permit.dial.phone), &calendar).next_open(self.now).is_none() {
            return Ok(Some(LeftOut::Zone));
        }
        let mut phones = client.phones().chain(bundle.people.iter().flat_map(Person::phones));
        Ok(phones.any(|phone| job.own.contains(&phone.number())).then_some(LeftOut::Own))
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
        // Of a client about whom the file has spoken before, a job has heard enough.
        let spoken_of = self.job.is_some() && self.seen.is_known(id) && bundle.is_none();
        if spoken_of || self.seen.created(id) || self.listed.contains(&id) {
            self.placed = Placed::InFile;
            return Ok(());
        }
        let reads = Reads(self.desk.store.as_ref());
        if !reads.keys(&Index::QueueByList.key().id(list).id(id), 1)?.is_empty() {
            self.placed = Placed::InList;
            // Whoever loads a number that must not be called is told so first.
            let named =
                self.job.is_some() && row.phones().any(|phone| self.stopped.contains(&phone.number()));
            if let (true, Some(list)) = (named, self.list.as_ref())
                && let Some(bundle) = load(reads, id, self.now)?
                && let Some(stopped @ LeftOut::Stopped(_)) = self.left_out(list, &bundle, Some(row), true)?
            {
                self.totals.stopped += 1;
                self.placed = Placed::Out(stopped);
            }
            return Ok(());
        }
        if let Some(bundle) = bundle {
            return self.queue(bundle, row, true);
        }
        let Some(bundle) = load(reads, id, self.now)? else { return Ok(()) };
        self.queue(&bundle, row, true)
    }
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
        job: Job::open(),
    }
}

/// The numbers of the stop list, as the store counts them.
pub(super) fn stopped_numbers(reads: Reads<'_>) -> crate::store::Result<HashSet<u64>> {
    let keys = reads.keys(&Index::StopByPhone.key(), usize::MAX)?;
    Ok(keys.iter().filter_map(|key| Parts::of(key.as_bytes()).number()).collect())
}
