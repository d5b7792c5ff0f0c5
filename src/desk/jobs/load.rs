//! Rows from a file into a job.
//!
//! It is the import of clients with a verdict on every row. Whoever wants to be sure loads twice: first as a trial, which writes
//! nothing, then in earnest against that trial, and stops at the first row that ends otherwise.

use std::collections::HashSet;

use crate::desk::import::{ClientRow, Decision, ImportOptions, Importer, OnDuplicate, RowOutcome};
use crate::desk::{Desk, DeskError, Result, What, Who};
use crate::domain::call_list::Purpose;
use crate::domain::ids::{CallListId, ClientId, LoadId, RecordId};
use crate::domain::job::JobState;
use crate::domain::job::load::{Sums, Verdict};
use crate::domain::stop::StopEntry;
use crate::domain::time::Moment;

/// How to load.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// The job.
    pub list: CallListId,
    /// Write nothing.
    pub dry_run: bool,
    /// Where clients go who have not agreed to advertising: a job for service calls, or for a survey. `None` leaves them out.
    pub no_consent_to: Option<CallListId>,
    /// Numbers of our own, as the store counts them.
    pub own: HashSet<u64>,
    /// The name of the file: the history tells it.
    pub file: String,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// By the first check that had something to say.
    pub verdict: Verdict,
    /// The client; in a trial, one whom the row would make has no record.
    pub client: Option<ClientId>,
    /// What the import did with the row.
    pub outcome: RowOutcome,
    /// The prohibition that refuses the row, where one does.
    pub stop: Option<StopEntry>,
}

/// A load under way.
#[derive(Debug)]
pub struct FileLoad<'d> {
    import: Importer<'d>,
    /// What a trial has said, row by row, and how far it was compared.
    tried: Option<Vec<Verdict>>,
    /// The verdicts so far: a byte for each row.
    said: Vec<Verdict>,
}

impl<'d> FileLoad<'d> {
    /// Begins a load.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without the right to load, [`DeskError::NotFound`] for an unknown job,
    /// [`DeskError::JobState`] for one that is finished, and for a job for advertising that is to take those who have not
    /// agreed to it.
    pub fn new(desk: &'d Desk, who: &'d Who, now: Moment, options: LoadOptions) -> Result<Self> {
        let catalog = desk.catalog()?;
        let known = |id: CallListId| {
            let found = catalog
                .list(id)
                .ok_or_else(|| DeskError::NotFound(What::CallList, id.as_u64().to_string()))?;
            if found.job.state == JobState::Finished {
                Err(DeskError::JobState(JobState::Finished))
            } else {
                Ok(found)
            }
        };
        known(options.list)?;
        let service = options.no_consent_to.map(known).transpose()?.cloned();
        if let Some(list) = service.as_ref().filter(|list| list.purpose == Purpose::Advertising) {
            return Err(DeskError::NotService(list.name.clone()));
        }
        let import_options = ImportOptions {
            on_duplicate: OnDuplicate::Update,
            dry_run: options.dry_run,
            list: Some(options.list),
            ..ImportOptions::default()
        };
        let import = Importer::new(desk, who, now, import_options)?;
        let import = import.into_load(options.own, service, &options.file);
        Ok(Self { import, tried: None, said: Vec::new() })
    }

    /// Holds the load to what a trial of the same file has said.
    #[must_use]
    pub fn as_tried(mut self, verdicts: Vec<Verdict>) -> Self {
        self.tried = Some(verdicts);
        self
    }

    /// Takes one row.
    ///
    /// # Errors
    /// [`DeskError::NotAsTried`] when it ended otherwise than the trial had said: nothing of it is written, and what was
    /// written before can be taken back by [`Desk::unload`]. Others as [`Importer::row`].
    pub fn row(&mut self, row: &ClientRow) -> Result<Told> {
        let outcome = self.import.row(row, &mut |_, _| Decision::Update)?;
        let last = self.import.load().and_then(|load| load.last);
        let (verdict, client) = last.unwrap_or((Verdict::BadNumber, None));
        if self.tried.as_ref().is_some_and(|tried| tried.get(self.said.len()) != Some(&verdict)) {
            return Err(DeskError::NotAsTried { line: row.line });
        }
        self.said.push(verdict);
        let stop = match self.import.load().and_then(|load| load.stop) {
            Some(stop) => self.import.reads().find::<StopEntry>(stop)?.map(|kept| kept.record),
            None => None,
        };
        Ok(Told { verdict, client, outcome, stop })
    }

    /// What it has come to so far.
    pub fn sums(&self) -> Sums {
        self.import.load().map(|load| load.sums).unwrap_or_default()
    }

    /// The number of the load, once it has taken a row.
    pub fn load(&self) -> Option<LoadId> {
        self.import.load().and_then(|load| load.load())
    }

    /// Rows that are durable; in a trial, those that were looked at.
    pub fn written(&self) -> u64 {
        self.import.written().rows()
    }

    /// Writes what is left and waits until everything is durable; returns what it came to, and the verdicts for
    /// [`FileLoad::as_tried`].
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn finish(mut self) -> Result<(Sums, Option<LoadId>, Vec<Verdict>)> {
        self.import.finish()?;
        Ok((self.sums(), self.load(), self.said))
    }

    /// Gives up: what is on its way is waited for, and nothing more is written.
    pub fn abandon(mut self) -> Option<LoadId> {
        self.import.abandon();
        self.load()
    }
}
