//! Loading clients: each row is created, taken in, skipped as a duplicate, or rejected.
//!
//! A dry run goes through the same code and only does not write, so what it predicts is what the run does. What earlier
//! rows of the file have said is kept beside the base: a duplicate within the file is found before anything is written.

mod base;
mod batch;
mod build;
mod duplicates;
mod enlist;
mod flight;
mod ids;
mod job;
mod mark;
mod options;
mod row;

use std::collections::{HashMap, HashSet, VecDeque};

use self::base::BaseMarks;
use self::batch::{Batch, load};
use self::build::Bundle;
use self::duplicates::Seen;
use self::enlist::{imagined_list, stopped_numbers};
use self::ids::{DRY_IDS, NewIds};
pub(super) use self::job::JobPart;
use self::job::Placed;
pub(super) use self::mark::Marker;
pub use self::mark::PartOf;
pub use self::options::{Decision, ImportOptions, OnDuplicate};
pub use self::row::{
    CellProblem, CellReason, ClientRow, ConsentRow, Duplicate, DuplicateBy, PersonRow, RowOutcome, Totals,
};
use super::{Desk, DeskError, Result, Who};
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, RecordId};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Reads, Ticket};

/// The name of the use-case that writes a part of an import.
pub(super) const BATCH_NAME: &str = <Batch as super::UseCase>::NAME;
/// Rows written together.
const BATCH: usize = 100;
/// Rows written together while people work beside the load: readers of the store wait behind each batch.
const BATCH_IN_COMPANY: usize = 16;
/// Who has just worked is taken to go on for so many batches.
const COMPANY: u8 = 40;

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
    /// What the store holds now.
    pub(in crate::desk) fn reads(&self) -> Reads<'_> {
        Reads(self.desk.store.as_ref())
    }

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
        // A load of a job fills what is empty, and no more.
        let filling = self.job.is_some().then(|| row.filling(&bundle));
        let added = filling.as_ref().unwrap_or(row);
        let changed = bundle.take_in(added, &mut self.ids, self.now, self.who.user);
        self.seen.remember(row, id, false);
        let forbids = row.do_not_call && self.forbidden.insert(id);
        self.queue_known(row, id, Some(&bundle))?;
        if self.job.is_some() && !self.placed.fills() {
            // Whatever else the row says is left aside; a prohibition never is.
            if forbids && !self.options.dry_run {
                self.batch.forbidden.push(id);
            }
            return Ok(RowOutcome::Skipped(duplicate));
        }
        if self.job.is_none() {
            self.known.insert(id, bundle);
        }
        if !changed {
            return Ok(RowOutcome::Skipped(duplicate));
        }
        if !self.options.dry_run {
            self.batch.changed.push((id, added.clone()));
        }
        Ok(RowOutcome::Updated(id, duplicate))
    }
}
