//! Loading clients: each row is created, taken in, skipped as a duplicate, or rejected.
//!
//! A dry run goes through the same code and only does not write, so what it predicts is what the run does. What earlier
//! rows of the file have said is kept beside the base: a duplicate within the file is found before anything is written.

mod base;
mod batch;
mod build;
mod duplicates;
mod job;
mod mark;
mod row;

use std::collections::{HashMap, HashSet, VecDeque};

use self::base::BaseMarks;
use self::batch::{Batch, load};
use self::build::{Bundle, Ids};
use self::duplicates::Seen;
pub(super) use self::job::JobPart;
use self::job::{LeftOut, Placed};
pub(super) use self::mark::Marker;
pub use self::mark::PartOf;
pub use self::row::{
    CellProblem, CellReason, ClientRow, ConsentRow, Duplicate, DuplicateBy, PersonRow, RowOutcome, Totals,
};
use super::dossier::stops;
use super::{Desk, DeskError, Result, Who};
use crate::domain::call_list::{CallList, DEFAULT_ATTEMPTS, Purpose};
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::gate::{Forbidden, Gate};
use crate::domain::ids::{
    CallListId, ClientId, ConsentId, LegalEntityId, LoadId, NoteId, PersonId, QueueEntryId, RecordId,
};
use crate::domain::interaction::Note;
use crate::domain::job::Job;
use crate::domain::job::load::LoadPart;
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::stop::StopScope;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::key::Parts;
use crate::store::{Index, Reads, Record, StoreError, Ticket};

/// The name of the use-case that writes a part of an import.
pub(super) const BATCH_NAME: &str = <Batch as super::UseCase>::NAME;
/// Rows written together.
const BATCH: usize = 100;
/// Rows written together while people work beside the load: readers of the store wait behind each batch.
const BATCH_IN_COMPANY: usize = 16;
/// Who has just worked is taken to go on for so many batches.
const COMPANY: u8 = 40;
/// Batches on their way to the disk at once.
const IN_FLIGHT: usize = 8;
/// From which calls the word of a file protects.
const FILE_SCOPE: StopScope = StopScope::Advertising;
/// Dry runs number their records from here: no store gives out such ids.
const DRY_IDS: u64 = 1 << 62;

/// What to do with a row whose client is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDuplicate {
    /// Leave him as he is.
    #[default]
    Skip,
    /// Take in what is new.
    Update,
    /// Ask for each.
    Ask,
}

/// An answer to a question about a duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Leave the client as he is.
    Skip,
    /// Take in what is new.
    Update,
    /// It is another client all the same.
    Create,
}

/// How to load.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// What to do with duplicates.
    pub on_duplicate: OnDuplicate,
    /// Reject rows in which any value can't be read, instead of loading the rest of them.
    pub strict: bool,
    /// Write nothing.
    pub dry_run: bool,
    /// Put the clients of the file into this call list.
    pub list: Option<CallListId>,
    /// In a dry run: as if there were a call list, new and empty, to put the clients into.
    pub new_list: bool,
    /// What the calls of that list would be for.
    pub purpose: Purpose,
}

/// An import under way.
pub struct Importer<'d> {
    desk: &'d Desk,
    who: &'d Who,
    now: Moment,
    options: ImportOptions,
    list: Option<CallList>,
    seen: Seen,
    base: BaseMarks,
    /// Clients of this file as the rows so far have left them; filled only where rows may change them again.
    known: HashMap<ClientId, Bundle>,
    /// Clients of the base that this file has put into the call list.
    listed: HashSet<ClientId>,
    /// Clients whom rows of this file forbid to call.
    forbidden: HashSet<ClientId>,
    /// Numbers in the stop list; read when a call list is filled.
    stopped: HashSet<u64>,
    ids: NewIds<'d>,
    marker: Marker,
    /// The load of a job that this import makes.
    job: Option<JobPart>,
    /// Where the row that is decided on has come to in the call list.
    placed: Placed,
    batch: Batch,
    in_flight: VecDeque<(Batch, Ticket)>,
    totals: Totals,
    /// Sums of the rows whose batch is durable.
    written: Totals,
    /// Sums of the rows whose batch has ended one way or the other.
    settled: Totals,
    /// A batch could not be written: nothing more is.
    failed: bool,
    /// What [`Desk::work`] was at the last batch.
    work: u64,
    /// So many batches are small yet.
    company: u8,
}

impl std::fmt::Debug for Importer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer").field("totals", &self.totals).finish_non_exhaustive()
    }
}

impl<'d> Importer<'d> {
    /// Begins an import.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without the right to load; [`DeskError::NotFound`] for an unknown call list.
    pub fn new(desk: &'d Desk, who: &'d Who, now: Moment, options: ImportOptions) -> Result<Self> {
        super::allow(who, Right::Load)?;
        let list = match options.list {
            None => (options.dry_run && options.new_list).then(|| imagined_list(who, now, options.purpose)),
            Some(id) => Some(
                desk.catalog()?
                    .list(id)
                    .cloned()
                    .ok_or_else(|| DeskError::NotFound(super::What::CallList, id.to_string()))?,
            ),
        };
        let stopped =
            if list.is_some() { stopped_numbers(Reads(desk.store.as_ref()))? } else { HashSet::new() };
        Ok(Self {
            desk,
            who,
            now,
            options,
            list,
            seen: Seen::default(),
            base: BaseMarks::new(desk, who.session),
            known: HashMap::new(),
            listed: HashSet::new(),
            forbidden: HashSet::new(),
            stopped,
            ids: NewIds { store: (!options.dry_run).then(|| desk.store.as_ref()), dry: DRY_IDS },
            marker: Marker::new(desk.store.last_seq()),
            job: None,
            placed: Placed::default(),
            batch: Batch::default(),
            in_flight: VecDeque::new(),
            totals: Totals::default(),
            written: Totals::default(),
            settled: Totals::default(),
            failed: false,
            work: desk.work(),
            company: 0,
        })
    }

    /// Names the file the rows are from: the history tells it.
    #[must_use]
    pub fn named(mut self, file: &str) -> Self {
        self.marker.name(file);
        self
    }

    /// Makes it a load of the call job of its options. Rows about one client are one row: what a later one says of him is left
    /// aside, so that memory does not grow with the cards. `own` are numbers of our own, and clients who have not agreed to
    /// advertising go to `service` instead.
    pub(super) fn into_load(mut self, own: HashSet<u64>, service: Option<CallList>, file: &str) -> Self {
        if let Some(list) = &self.list {
            self.job = Some(JobPart::new(list.id, service, own, file));
        }
        self.named(file)
    }

    /// The load that is made.
    pub(super) fn load(&self) -> Option<&JobPart> {
        self.job.as_ref()
    }

    /// Sums of all rows so far.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Sums of the rows that are durable (in a dry run: of all rows).
    pub fn written(&self) -> Totals {
        if self.options.dry_run { self.totals } else { self.written }
    }

    /// Takes one row. `ask` is asked about duplicates when the options say so.
    ///
    /// # Errors
    /// When the store can't be read or written; the rows before it are written or will be by [`Importer::finish`].
    pub fn row(
        &mut self,
        row: &ClientRow,
        ask: &mut dyn FnMut(&ClientRow, &Duplicate) -> Decision,
    ) -> Result<RowOutcome> {
        self.placed = Placed::Nowhere;
        let outcome = self.decide(row, ask)?;
        if let Some(job) = &mut self.job {
            job.note(row.line, &row.best_name(), &outcome, self.placed);
        }
        let count = match &outcome {
            RowOutcome::Created(_) => &mut self.totals.created,
            RowOutcome::Updated(..) => &mut self.totals.updated,
            RowOutcome::Rejected(_) => &mut self.totals.rejected,
            RowOutcome::Skipped(duplicate) => {
                *match duplicate.by {
                    DuplicateBy::Inn => &mut self.totals.by_inn,
                    DuplicateBy::Phone => &mut self.totals.by_phone,
                    DuplicateBy::Email => &mut self.totals.by_email,
                } += 1;
                &mut self.totals.skipped
            }
        };
        *count += 1;
        if !matches!(outcome, RowOutcome::Rejected(_)) {
            for problem in &row.problems {
                *match problem.reason {
                    CellReason::OtherEncoding(_) => &mut self.totals.recoded,
                    CellReason::InnZero => &mut self.totals.zeros,
                    _ => &mut self.totals.warnings,
                } += 1;
            }
        }
        self.batch.rows += 1;
        self.batch.totals = self.totals;
        if self.batch.rows >= if self.company > 0 { BATCH_IN_COMPANY } else { BATCH } {
            let work = self.desk.work();
            self.company = if work == self.work { self.company.saturating_sub(1) } else { COMPANY };
            self.work = work;
            self.flush()?;
        }
        Ok(outcome)
    }

    /// Writes what is left and waits until everything is durable. When a part could not be written, what was behind it is
    /// left aside, but for parts that were on their way already.
    ///
    /// # Errors
    /// When the store can't be written; [`Importer::written`] says what it has.
    pub fn finish(&mut self) -> Result<Totals> {
        let mut ended = if self.failed { Ok(()) } else { self.flush() };
        while let Some(first) = self.in_flight.pop_front() {
            let settled = self.settle(first);
            ended = ended.and(settled);
        }
        ended.map(|()| self.written())
    }

    /// Gives up: waits for what is on its way, and writes nothing more.
    pub(super) fn abandon(&mut self) {
        self.failed = true;
        while let Some(first) = self.in_flight.pop_front() {
            // Whatever becomes of it: what has been written is found in the base.
            if let Err(error) = self.settle(first) {
                tracing::debug!(%error, "a part of an abandoned import could not be written");
            }
        }
    }

    fn decide(
        &mut self,
        row: &ClientRow,
        ask: &mut dyn FnMut(&ClientRow, &Duplicate) -> Decision,
    ) -> Result<RowOutcome> {
        if let Some(problem) = self.fatal(row) {
            return Ok(RowOutcome::Rejected(problem));
        }
        let reads = Reads(self.desk.store.as_ref());
        self.base.next_row(reads)?;
        let Some(duplicate) = self.seen.find(row, &self.base, reads, self.now)? else {
            return self.create(row);
        };
        let in_file = duplicate.line.is_some();
        let decision = match self.options.on_duplicate {
            _ if self.job.is_some() && in_file => Decision::Skip,
            OnDuplicate::Skip => Decision::Skip,
            OnDuplicate::Update => Decision::Update,
            OnDuplicate::Ask => ask(row, &duplicate),
        };
        match decision {
            Decision::Create => self.create(row),
            Decision::Skip => {
                // Whatever else the row says is left aside; a prohibition never is.
                if row.do_not_call && self.forbidden.insert(duplicate.client) && !self.options.dry_run {
                    self.batch.forbidden.push(duplicate.client);
                }
                self.queue_known(row, duplicate.client, None)?;
                Ok(RowOutcome::Skipped(duplicate))
            }
            Decision::Update => self.update(row, duplicate),
        }
    }

    /// What keeps a row from being loaded, if anything does.
    fn fatal(&self, row: &ClientRow) -> Option<CellProblem> {
        let real = |problem: &&CellProblem| !problem.reason.is_mended();
        if let Some(broken) = row.problems.iter().find(|problem| problem.reason.spoils_row()) {
            return Some(broken.clone());
        }
        if self.options.strict
            && let Some(problem) = row.problems.iter().find(real)
        {
            return Some(problem.clone());
        }
        let mut methods = row.methods.iter().chain(row.people.iter().flat_map(|person| &person.methods));
        if methods.clone().any(|method| method.as_phone().is_some()) {
            return None;
        }
        // A number that can't be read is worth mending; a client who has none may still be written to.
        let bad_phone = row.problems.iter().find(|problem| matches!(problem.reason, CellReason::Phone(_)));
        bad_phone.cloned().or_else(|| {
            let reachable = methods.any(|method| method.as_email().is_some()) || row.inn.is_some();
            (!reachable).then(|| {
                row.problems.iter().find(real).cloned().unwrap_or(CellProblem {
                    column: String::new(),
                    value: String::new(),
                    reason: CellReason::NoContact,
                })
            })
        })
    }

    fn create(&mut self, row: &ClientRow) -> Result<RowOutcome> {
        let id = ClientId::from_u64(self.ids.next::<Client>());
        let bundle = Bundle::of_row(row, id, &mut self.ids, self.now, self.who.user);
        self.seen.remember(row, id, true);
        if row.do_not_call {
            self.forbidden.insert(id);
        }
        self.queue(&bundle, row, false)?;
        if self.options.on_duplicate != OnDuplicate::Skip && self.job.is_none() {
            self.known.insert(id, bundle.clone());
        }
        if !self.options.dry_run {
            self.batch.new.push(bundle);
        }
        Ok(RowOutcome::Created(id))
    }

    fn update(&mut self, row: &ClientRow, duplicate: Duplicate) -> Result<RowOutcome> {
        let id = duplicate.client;
        let mut bundle = match self.known.remove(&id) {
            Some(bundle) => bundle,
            None => load(Reads(self.desk.store.as_ref()), id, self.now)?
                .ok_or_else(|| DeskError::NotFound(super::What::Client, id.to_string()))?,
        };
        let changed = bundle.take_in(row, &mut self.ids, self.now, self.who.user);
        self.seen.remember(row, id, false);
        if row.do_not_call {
            self.forbidden.insert(id);
        }
        self.queue_known(row, id, Some(&bundle))?;
        if self.job.is_none() {
            self.known.insert(id, bundle);
        }
        if !changed {
            return Ok(RowOutcome::Skipped(duplicate));
        }
        if !self.options.dry_run {
            self.batch.changed.push((id, row.clone()));
        }
        Ok(RowOutcome::Updated(id, duplicate))
    }

    /// Puts a client into the call list, unless it may not call him. `known` is one of the base.
    fn queue(&mut self, bundle: &Bundle, row: &ClientRow, known: bool) -> Result<()> {
        let Some(list) = self.list.as_ref() else { return Ok(()) };
        let client = &bundle.client;
        let phones = row.methods.iter().chain(row.people.iter().flat_map(|person| &person.methods));
        // A row of a job may name its client by other things than his number.
        if self.job.is_none() && phones.filter_map(|method| method.as_phone()).next().is_none() {
            return Ok(());
        }
        let (id, max_attempts) = (list.id, list.max_attempts);
        match self.left_out(list, bundle, known)? {
            None => {}
            Some(left_out) => {
                self.totals.no_consent += u64::from(matches!(left_out, LeftOut::NoConsent(..)));
                self.totals.stopped += u64::from(left_out == LeftOut::Stopped);
                self.placed = Placed::Out(match left_out {
                    LeftOut::NoConsent(..) => self.send_to_service(bundle, known)?,
                    left_out => left_out,
                });
                return Ok(());
            }
        }
        self.totals.queued += 1;
        self.placed = Placed::Taken(self.put(client, id, max_attempts));
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
        if is_there || self.left_out(&service, bundle, known)?.is_some() {
            return Ok(nobody);
        }
        Ok(LeftOut::NoConsent(self.put(client, service.id, service.max_attempts), true))
    }

    /// Puts a client into a call list; a trial only remembers it.
    fn put(&mut self, client: &Client, list: CallListId, max_attempts: u16) -> Option<QueueEntryId> {
        self.listed.insert(client.id);
        if self.options.dry_run {
            return None;
        }
        let entry = QueueEntry {
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
        let id = entry.id;
        self.batch.queued.push(entry);
        Some(id)
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
        let permit = match gate.number(None) {
            Err(Forbidden::Stopped(_)) => return Ok(Some(LeftOut::Stopped)),
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
    fn queue_known(&mut self, row: &ClientRow, id: ClientId, bundle: Option<&Bundle>) -> Result<()> {
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
            return Ok(());
        }
        if let Some(bundle) = bundle {
            return self.queue(bundle, row, true);
        }
        let Some(bundle) = load(reads, id, self.now)? else { return Ok(()) };
        self.queue(&bundle, row, true)
    }

    fn flush(&mut self) -> Result<()> {
        let mut batch = std::mem::take(&mut self.batch);
        if self.options.dry_run || batch.rows == 0 {
            if let Some(job) = &mut self.job {
                job.forget();
            }
            return Ok(());
        }
        let ids = &mut self.ids;
        let part =
            |job: &mut JobPart| job.part(self.who, self.now, || LoadId::from_u64(ids.next::<LoadPart>()));
        batch.part = self.job.as_mut().and_then(part);
        batch.remark = self.marker.next();
        let totals = batch.totals;
        // A change is worked out on what is in the store: the clients it changes must be there.
        while !batch.changed.is_empty()
            && let Some(first) = self.in_flight.pop_front()
        {
            self.settle(first)?;
        }
        match self.desk.begin_bulk(self.who, self.now, &batch)? {
            ((), Some(ticket)) => self.in_flight.push_back((batch, ticket)),
            // Nothing to write: it is as durable as what went before.
            ((), None) if self.in_flight.is_empty() => self.account(&totals),
            ((), None) => {
                if let Some((last, _)) = self.in_flight.back_mut() {
                    last.totals = totals;
                }
            }
        }
        while self.in_flight.len() > IN_FLIGHT {
            if let Some(first) = self.in_flight.pop_front() {
                self.settle(first)?;
            }
        }
        Ok(())
    }

    fn settle(&mut self, (batch, ticket): (Batch, Ticket)) -> Result<()> {
        let ended = match ticket.wait() {
            Ok(_) => Ok(()),
            // Somebody has changed one of the clients meanwhile: work the changes out anew.
            Err(StoreError::Conflict) => self.desk.execute(self.who, self.now, &batch),
            Err(error) => Err(error.into()),
        };
        match &ended {
            Ok(()) => self.account(&batch.totals),
            Err(_) => (self.settled, self.failed) = (batch.totals, true),
        }
        ended
    }

    /// The rows up to these sums are durable, but for those that were given up before.
    fn account(&mut self, totals: &Totals) {
        self.written.add(&self.settled, totals);
        self.settled = *totals;
    }
}

/// A call list that a dry run imagines: with an id that no store gives out, nobody is in it.
fn imagined_list(who: &Who, now: Moment, purpose: Purpose) -> CallList {
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

/// Ids of new records: from the store, or made up in a dry run.
struct NewIds<'s> {
    store: Option<&'s dyn crate::store::Store>,
    dry: u64,
}

impl NewIds<'_> {
    fn next<R: Record>(&mut self) -> u64 {
        match self.store {
            Some(store) => store.allocate(R::TABLE, 1),
            None => {
                self.dry += 1;
                self.dry
            }
        }
    }
}

impl Ids for NewIds<'_> {
    fn legal(&mut self) -> LegalEntityId {
        LegalEntityId::from_u64(self.next::<LegalEntity>())
    }

    fn person(&mut self) -> PersonId {
        PersonId::from_u64(self.next::<Person>())
    }

    fn consent(&mut self) -> ConsentId {
        ConsentId::from_u64(self.next::<Consent>())
    }

    fn note(&mut self) -> NoteId {
        NoteId::from_u64(self.next::<Note>())
    }
}

/// The numbers of the stop list, as the store counts them.
fn stopped_numbers(reads: Reads<'_>) -> crate::store::Result<HashSet<u64>> {
    let keys = reads.keys(&Index::StopByPhone.key(), usize::MAX)?;
    Ok(keys.iter().filter_map(|key| Parts::of(key.as_bytes()).number()).collect())
}
