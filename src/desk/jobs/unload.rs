//! Taking a load back: its rows leave the job, and what it has added to the base goes with them, unless somebody has worked on it
//! since.

use std::ops::ControlFlow;

use crate::desk::drafts::AtWork;
use crate::desk::import::BATCH_NAME;
use crate::desk::undo::{Undo, WholeUndone, target};
use crate::desk::{Desk, DeskError, NotUndoable, Plan, RETRIES, Result, UseCase, View, What, Who, allow};
use crate::domain::ids::{CallListId, LoadId, QueueEntryId, RecordId};
use crate::domain::job::load::{LoadPart, LoadRow, Sums};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Index, Kept, StoreError, Table};

/// What came of taking a load back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unloaded {
    /// Rows that have left their jobs.
    pub rows: u64,
    /// Whether the cards and everything else the file had brought are as they were before: wherever nothing newer stands on
    /// them.
    pub cards: bool,
    /// Rows that stay because somebody has worked on them.
    pub touched: Vec<Touched>,
}

/// A row that somebody has worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// What was kept of it.
    pub row: LoadRow,
    /// The contact as it is now.
    pub entry: QueueEntry,
    /// The name of its client.
    pub name: String,
}

impl Desk {
    /// Takes a load back, part by part and behind whatever operators do meanwhile. Parts on which nothing newer stands go as a
    /// whole, with the cards they have made; of the others the rows that nobody has worked on leave the job. A load whose file
    /// has forbidden calls gives its cards back only for a `reason`.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the job has no such load, [`NotUndoable::Already`] when it was taken back before,
    /// [`DeskError::Forbidden`] without the right to load.
    pub fn unload(
        &self,
        who: &Who,
        now: Moment,
        list: CallListId,
        load: LoadId,
        reason: &str,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Unloaded> {
        allow(who, Right::Load)?;
        let view = View { desk: self, who, now };
        let before = count(&view, list, load)?;
        if before == Sums::default() {
            return Err(gone(&view, load)?);
        }
        let mut done = Unloaded { cards: true, ..Unloaded::default() };
        if let Some(seq) = import_of(&view, list, load)? {
            match self.undo_whole(who, now, seq, reason, progress) {
                Ok(WholeUndone { stopped: Some(error), .. }) => return Err(error),
                Ok(undone) => done.cards = undone.kept.is_empty(),
                Err(DeskError::NotUndoable(NotUndoable::Already(_))) => {}
                Err(DeskError::NotUndoable(_)) => done.cards = false,
                Err(error) => return Err(error),
            }
        }
        for part in parts(&view, list, load)? {
            done.touched.extend(self.unload_part(who, now, part)?);
        }
        let after = count(&view, list, load)?;
        done.rows = (before.taken() + before.moved).saturating_sub(after.taken() + after.moved);
        Ok(done)
    }

    fn unload_part(&self, who: &Who, now: Moment, part: LoadId) -> Result<Vec<Touched>> {
        for _ in 0..RETRIES {
            let (touched, ticket) = self.begin_bulk(who, now, &UnloadPart(part))?;
            match ticket.map(crate::store::Ticket::wait).transpose() {
                Ok(_) => return Ok(touched),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Busy)
    }
}

fn parts(view: &View<'_>, list: CallListId, load: LoadId) -> Result<Vec<LoadId>> {
    Ok(view.reads().ids::<LoadId>(&Index::LoadByList.key().id(list).id(load), usize::MAX)?)
}

fn count(view: &View<'_>, list: CallListId, load: LoadId) -> Result<Sums> {
    let mut sums = Sums::default();
    super::card::each_part(view, &Index::LoadByList.key().id(list).id(load), &mut |part| {
        sums.add(&part.sums)
    })?;
    Ok(sums)
}

/// Why a job has no such load: it was taken back, or never was one of its own.
pub(super) fn gone(view: &View<'_>, load: LoadId) -> Result<DeskError> {
    let store = view.desk.store.as_ref();
    let mut last = None;
    store.each_entry(store.oldest_entry()?.saturating_sub(1), &mut |entry| {
        for change in &entry.changes {
            if change.table == Table::Load && change.id == load.as_u64() {
                last = change.value.is_none().then_some(entry.seq);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(match last {
        Some(seq) => DeskError::NotUndoable(NotUndoable::Already(seq)),
        None => DeskError::NotFound(What::Load, load.as_u64().to_string()),
    })
}

/// A commit of the import that has written the load, when a file was loaded.
fn import_of(view: &View<'_>, list: CallListId, load: LoadId) -> Result<Option<u64>> {
    for id in parts(view, list, load)? {
        let Some(part) = view.reads().find::<LoadPart>(id)? else { continue };
        let mut seq = part.revision.0;
        while let Some(entry) = view.desk.store.entry(seq)? {
            seq = match entry.origin.case() {
                // A part that was taken back in part was written anew since.
                (BATCH_NAME, _) => return Ok(Some(seq)),
                // One that was taken back and brought back again stands behind two undos.
                (Undo::NAME, remark) => match target(remark).filter(|target| *target < seq) {
                    Some(target) => target,
                    None => break,
                },
                _ => break,
            };
        }
    }
    Ok(None)
}

/// Takes the rows of a part out of their jobs that nobody has worked on.
struct UnloadPart(LoadId);

impl UseCase for UnloadPart {
    /// Rows that somebody has worked on.
    type Done = Vec<Touched>;

    const NAME: &'static str = "job.unload";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Vec<Touched>> {
        let at_work = AtWork::of(plan)?;
        let Some(mut part) = plan.reads().find::<LoadPart>(self.0)? else { return Ok(Vec::new()) };
        let (mut touched, mut sums, mut kept) = (Vec::new(), Sums::default(), Vec::new());
        for row in std::mem::take(&mut part.record.rows) {
            let Some(entry) = entry(plan, row.entry)? else { continue };
            if is_untouched(&entry) && at_work.on_client(entry.client).is_none() {
                plan.commit().delete(&entry.record, entry.revision);
                continue;
            }
            let name =
                plan.reads().client(entry.client)?.map(|client| client.record.name).unwrap_or_default();
            if entry.list == Some(part.list) {
                sums.count(row.verdict)
            } else {
                sums.moved += 1
            }
            touched.push(Touched { row: row.clone(), entry: entry.record, name });
            kept.push(row);
        }
        if kept.is_empty() {
            plan.commit().delete(&part.record, part.revision);
        } else {
            let before = std::mem::replace(&mut part.record.sums, sums);
            part.record.rows = kept;
            if before != sums {
                plan.change(&part)?;
            }
        }
        Ok(touched)
    }
}

fn entry(plan: &Plan<'_>, id: Option<QueueEntryId>) -> Result<Option<Kept<QueueEntry>>> {
    Ok(id.map(|id| plan.reads().find::<QueueEntry>(id)).transpose()?.flatten())
}

/// Whether nobody has worked on a row. One that the gate has put off or closed was not worked on.
fn is_untouched(entry: &QueueEntry) -> bool {
    let waits = matches!(entry.state, EntryState::Waiting | EntryState::Blocked);
    waits && entry.attempts == 0 && entry.kind == EntryKind::New
}
