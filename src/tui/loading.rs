//! A list on its way into a call job: first a trial that writes nothing, then the load, and the key that takes all of it back.
//!
//! It goes on beside everything else: whoever has begun it may work with clients meanwhile.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::dialog::{Dialog, JobSheet, Jobs};
use super::env::Env;
use super::model::Model;
use super::msg::{Effect, Failure, JobRequest, Request};
use super::undo::Undoable;
use super::update::{complain, fail, tell};
use crate::desk::jobs::{Told, Unloaded};
use crate::domain::filter::Filter;
use crate::domain::ids::{CallListId, LoadId, RecordId};
use crate::domain::job::load::{Sums, Verdict};
use crate::domain::text::clean_line;
use crate::i18n::Message;
use crate::say;

/// Rows with one verdict that are kept to be shown.
pub const ROWS: usize = 100_000;

/// Where a list stands.
#[derive(Debug, Default)]
pub struct LoadState {
    /// What is under way, and how far.
    pub running: Option<Running>,
    /// What a trial has come to, while nothing was done about it.
    pub tried: Option<Box<Tried>>,
}

/// What is under way.
#[derive(Clone, Debug)]
pub struct Running {
    /// The name of the job.
    pub job: String,
    /// The name of the file.
    pub file: String,
    /// Whether it writes: a trial does not.
    pub writes: bool,
    /// How far it is.
    pub progress: Arc<Progress>,
}

/// How far a load is, told by whoever does it, and whether it is to stop.
#[derive(Debug, Default)]
pub struct Progress {
    /// Thousandths of the file that are done.
    share: AtomicU64,
    /// Rows so far.
    rows: AtomicU64,
    /// It is to stop.
    stop: AtomicBool,
}

impl Progress {
    /// Tells how far it is; `false` when it is to stop.
    pub fn tell(&self, done: u64, total: u64, rows: u64) -> bool {
        let share = done.saturating_mul(1000).checked_div(total).unwrap_or_default();
        self.share.store(share.min(1000), Ordering::Relaxed);
        self.rows.store(rows, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    /// Thousandths that are done, and rows.
    pub fn seen(&self) -> (u64, u64) {
        (self.share.load(Ordering::Relaxed), self.rows.load(Ordering::Relaxed))
    }

    /// Asks it to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl LoadState {
    /// Whether something is under way.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Asks what is under way to stop: what it has written is taken back.
    pub fn stop(&self) {
        if let Some(running) = &self.running {
            running.progress.stop();
        }
    }
}

/// What is to be loaded, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadOrder {
    /// Into which job.
    pub list: CallListId,
    /// From where.
    pub from: LoadFrom,
    /// Where clients go who have not agreed to advertising; `None` leaves them out.
    pub no_consent_to: Option<CallListId>,
    /// Numbers of our own; the session knows them.
    pub own: HashSet<u64>,
}

/// Where the rows of a load come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadFrom {
    /// A file.
    File {
        /// Its path.
        path: PathBuf,
        /// The sheet of a workbook; empty for the first that has a list.
        sheet: String,
        /// What the columns hold, where their headings do not say it: `Телефон=phone,2=name`. May be empty.
        columns: String,
    },
    /// Clients of the base.
    Base {
        /// Which.
        filter: Filter,
        /// The filter as it is told.
        shown: String,
    },
}

impl LoadFrom {
    /// Whether they come out of the base.
    pub fn is_base(&self) -> bool {
        matches!(self, Self::Base { .. })
    }

    /// What it is called: the name of the file, the line of the filter.
    pub fn name(&self) -> String {
        match self {
            Self::File { path, .. } => clean_line(&path.file_name().unwrap_or_default().to_string_lossy()),
            Self::Base { shown, .. } => shown.clone(),
        }
    }
}

/// What the desk is to do about a list.
#[derive(Clone, Debug)]
pub enum LoadRequest {
    /// Say what a load would come to.
    Try(LoadOrder, Arc<Progress>),
    /// Load, and come to what the trial has said.
    Load(LoadOrder, Arc<Vec<Verdict>>, Arc<Progress>),
    /// Take a load back.
    Unload {
        /// The job.
        list: CallListId,
        /// The load.
        load: LoadId,
        /// Why, in words.
        reason: String,
    },
    /// Say how a load is taken back now that the key is too late: somebody may have done it meanwhile.
    Late(CallListId, LoadId),
}

impl LoadRequest {
    /// Whether a file is read for it.
    pub fn reads_file(&self) -> bool {
        matches!(self, Self::Try(..) | Self::Load(..))
    }

    /// Takes a path that begins with `~` from this folder on.
    pub fn with_home(&mut self, home: &Path) {
        if let Self::Try(order, _) | Self::Load(order, ..) = self
            && let LoadFrom::File { path, .. } = &mut order.from
            && let Ok(rest) = path.strip_prefix("~")
        {
            *path = home.join(rest);
        }
    }

    /// Gives it the numbers of our own.
    pub fn with_own(&mut self, numbers: HashSet<u64>) {
        if let Self::Try(order, _) | Self::Load(order, ..) = self {
            order.own = numbers;
        }
    }
}

/// What a trial has come to.
#[derive(Clone, Debug)]
pub struct Tried {
    /// What was tried.
    pub order: LoadOrder,
    /// What was recognised of the file: how it is written, its columns, its first rows; nothing of clients of the base.
    pub head: Vec<String>,
    /// The sums.
    pub sums: Sums,
    /// Rows, at most [`ROWS`] of each verdict, in the order of the file.
    pub rows: Vec<RowTried>,
    /// What became of every row.
    pub verdicts: Arc<Vec<Verdict>>,
}

/// A row of a trial.
#[derive(Clone, Debug)]
pub struct RowTried {
    /// The line of the file, from 1.
    pub line: u64,
    /// The name in it.
    pub name: String,
    /// What would become of it.
    pub verdict: Verdict,
    /// What the import says of a row of a file; nothing of a client of the base.
    pub told: Option<Told>,
}

/// What has become of a list.
#[derive(Debug)]
pub enum LoadAnswer {
    /// A trial has come to its end.
    Tried(Box<Tried>),
    /// A list was loaded: the job, the load, and what it came to.
    Loaded(CallListId, Option<LoadId>, Box<Sums>),
    /// A load was taken back.
    Unloaded(LoadId, Unloaded),
    /// It was not taken back.
    Stays(Failure),
    /// It can still be taken back, though not by the key.
    Late(CallListId, LoadId),
}

/// Begins a trial.
pub(super) fn try_it(model: &mut Model, order: LoadOrder) -> Vec<Effect> {
    let progress = run(model, &order, false);
    vec![Effect::Ask(Request::Load(Box::new(LoadRequest::Try(order, progress))))]
}

/// Loads what was tried.
pub(super) fn load(model: &mut Model) -> Vec<Effect> {
    let Some(tried) = model.loading.tried.take() else { return Vec::new() };
    let progress = run(model, &tried.order, true);
    let Tried { order, verdicts, .. } = *tried;
    vec![Effect::Ask(Request::Load(Box::new(LoadRequest::Load(order, verdicts, progress))))]
}

/// Takes a load back.
pub(super) fn unload(model: &mut Model, list: CallListId, load: LoadId, reason: String) -> Vec<Effect> {
    if std::mem::replace(&mut model.busy, true) {
        return Vec::new();
    }
    vec![Effect::Ask(Request::Load(Box::new(LoadRequest::Unload { list, load, reason })))]
}

/// Too late for the key: asks whether it is there to be taken back at all.
pub(super) fn undo_late(list: CallListId, load: LoadId) -> Vec<Effect> {
    vec![Effect::Ask(Request::Load(Box::new(LoadRequest::Late(list, load))))]
}

/// How a load is taken back without the key, as it is typed into a shell.
fn by_command(model: &Model, list: CallListId, load: LoadId) -> Message {
    let job = model.catalog.list(list).map(|list| clean_line(&list.name)).unwrap_or_default();
    // Inside of these quotes no shell reads anything else into a name.
    let job = format!("'{}'", job.replace('\'', r"'\''"));
    say!("load-undo-late", job = job, load = load.as_u64().to_string())
}

fn run(model: &mut Model, order: &LoadOrder, writes: bool) -> Arc<Progress> {
    let progress = Arc::new(Progress::default());
    let job = model.catalog.list(order.list).map(|list| clean_line(&list.name)).unwrap_or_default();
    let file = order.from.name();
    model.loading.running = Some(Running { job, file, writes, progress: Arc::clone(&progress) });
    progress
}

/// The desk has answered.
pub(super) fn came(model: &mut Model, env: &Env, result: Result<LoadAnswer, Failure>) -> Vec<Effect> {
    // What is said of an earlier load says nothing of one that is under way.
    let earlier =
        matches!(result, Ok(LoadAnswer::Unloaded(..) | LoadAnswer::Stays(_) | LoadAnswer::Late(..)));
    let running = if earlier { None } else { model.loading.running.take() };
    let answer = match result {
        Ok(answer) => answer,
        Err(failure) => {
            // Taking a load back locks the keys; a load of its own accord does not.
            if running.is_none() {
                model.busy = false;
            }
            for dialog in &mut model.dialogs {
                if let Dialog::Load(form) = dialog {
                    form.point_at_source();
                }
            }
            fail(model, env, failure);
            return Vec::new();
        }
    };
    match answer {
        LoadAnswer::Tried(tried) => {
            let (rows, taken) = (tried.sums.all(), tried.sums.taken());
            model.loading.tried = Some(tried);
            let open = model.dialogs.iter_mut().find_map(|dialog| match dialog {
                Dialog::Load(form) => Some(form),
                _ => None,
            });
            match open {
                Some(form) => form.listing = true,
                None => tell(model, env, say!("load-tried", rows = rows, taken = taken)),
            }
            Vec::new()
        }
        LoadAnswer::Loaded(list, load, sums) => {
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Load(_)));
            let job = running.map(|running| running.job).unwrap_or_default();
            tell(model, env, say!("load-done", job = job, taken = sums.taken(), rows = sums.all()));
            if let Some(load) = load {
                let (seq, at, load) = (0, env.now, Some((list, load)));
                model.undo.last = Some(Undoable {
                    seq,
                    at,
                    stop: false,
                    work: None,
                    form: None,
                    note: None,
                    counted: false,
                    made: None,
                    person: None,
                    load,
                });
                model.undo.form = None;
            }
            card_again(list)
        }
        LoadAnswer::Stays(failure) => {
            model.busy = false;
            fail(model, env, failure);
            Vec::new()
        }
        LoadAnswer::Late(list, load) => {
            let said = by_command(model, list, load);
            complain(model, env, said);
            Vec::new()
        }
        LoadAnswer::Unloaded(load, done) => {
            model.busy = false;
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::UndoReason(_)));
            JobSheet::unloaded(model);
            let said = match (done.touched.len(), done.cards) {
                (0, true) => say!("load-taken-back", count = done.rows),
                (touched, _) => say!("load-back-partly", count = done.rows, stay = touched),
            };
            tell(model, env, said);
            let undone = model.undo.last.take_if(|last| last.load.is_some_and(|(_, of)| of == load));
            let list = undone.and_then(|last| last.load).map(|(list, _)| list);
            let shown = Jobs::unloaded(model, done.touched);
            list.or(shown).map(card_again).unwrap_or_default()
        }
    }
}

/// Reads the card of a job again, in case it is open.
fn card_again(list: CallListId) -> Vec<Effect> {
    vec![Effect::Ask(Request::Job(JobRequest::Card(list)))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_in_thousandths_and_stops_when_asked() {
        let progress = Progress::default();
        assert!(progress.tell(0, 0, 0));
        assert_eq!(progress.seen(), (0, 0));
        assert!(progress.tell(3, 4, 30));
        assert_eq!(progress.seen(), (750, 30));
        assert!(progress.tell(9, 4, 40));
        assert_eq!(progress.seen(), (1000, 40));
        progress.stop();
        assert!(!progress.tell(4, 4, 41));
    }
}
