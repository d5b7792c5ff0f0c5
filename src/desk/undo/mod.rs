//! Taking a change back, by its entry in the history, while nothing newer stands on it.
//!
//! What a person does once may be many commits: an import is written in parts. [`Desk::undo_parts`] finds them all,
//! [`Desk::undo_whole`] takes them back.

mod later;
mod whole;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use self::later::Later;
pub use self::whole::WholeUndone;
pub(in crate::desk) use self::whole::target;
use super::access::SignIn;
use super::bulk::Insert;
use super::companies::{NoteDropped, NoteLoaded};
use super::content::FillEmpty;
use super::drafts::AtWork;
use super::history::{Net, net};
use super::import::BATCH_NAME;
use super::jobs::BASE_PART;
use super::queue::{PostponeAll, follows};
use super::{Desk, DeskError, NotUndoable, Plan, Result, UseCase, View, What, Who, allow};
use crate::domain::call_list::CallList;
use crate::domain::filter::saved::{SavedFilter, same_name};
use crate::domain::ids::{ClientId, PersonId, QueueEntryId, RecordId, UserId};
use crate::domain::process::Process;
use crate::domain::queue::{EntryState, QueueEntry};
use crate::domain::script::Script;
use crate::domain::stop::StopEntry;
use crate::domain::text::clean_line;
use crate::domain::time::{MINUTE_MS, Moment};
use crate::domain::user::Right;
use crate::store::{Entry, Index, Key, Revision, StoreError, Table, codec, references};

/// Takes back what one commit has done: every record is again as it was before, and records it made are gone.
///
/// It is done only while nothing newer stands on it: each record must still be as the commit left it, and nothing else may
/// point at one it made. An undo is a commit like any other, and can be taken back itself.
///
/// Everybody may take back what he has done himself on the same day (by his own clock); for the rest [`Right::Undo`] is
/// wanted, and for imports, call lists and content the right to load and configure besides.
#[derive(Clone, Debug)]
pub struct Undo {
    /// Sequence number of the commit.
    pub seq: u64,
    /// Why. May be empty, unless it lifts a prohibition of calls.
    pub reason: String,
    /// Contacts whose cards are on the author's desk once it is done. They are his again, if they were; one that anybody else
    /// comes back to waits, because nobody works on it.
    pub holds: Vec<QueueEntryId>,
}

/// What was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The commit that was taken back.
    pub of: u64,
    /// When it was made.
    pub at: Moment,
    /// Its author.
    pub by: UserId,
    /// Name of its use-case.
    pub use_case: String,
    /// How many records are as they were before.
    pub records: usize,
    /// The commit that did it.
    pub seq: u64,
}

impl Desk {
    /// Takes a commit back; see [`Undo`].
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is no such commit, [`DeskError::Overtaken`] naming what stands on it,
    /// [`DeskError::NotUndoable`] for what is never taken back, [`DeskError::Forbidden`] without the right. Nothing is
    /// changed then.
    pub fn undo(&self, who: &Who, now: Moment, seq: u64, reason: &str) -> Result<Undone> {
        self.undo_at_desk(who, now, seq, reason, Vec::new())
    }

    /// As [`Desk::undo`], by somebody who has the cards of these contacts on his desk once it is done.
    ///
    /// # Errors
    /// Those of [`Desk::undo`].
    pub fn undo_at_desk(
        &self,
        who: &Who,
        now: Moment,
        seq: u64,
        reason: &str,
        holds: Vec<QueueEntryId>,
    ) -> Result<Undone> {
        let undo = Undo { seq, reason: reason.to_owned(), holds };
        let (mut undone, seq) = self.execute_as(who, now, &undo)?;
        undone.seq = seq.unwrap_or_default();
        Ok(undone)
    }
}

impl UseCase for Undo {
    type Done = Undone;

    const NAME: &'static str = "undo";

    fn remark(&self) -> String {
        format!("{} {}", self.seq, clean_line(&self.reason))
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Undone> {
        self.plan_on(plan, None)
    }
}

impl Undo {
    /// Plans it. `clear` is the last commit that somebody has looked at, and found none that points at what is to go.
    fn plan_on(&self, plan: &mut Plan<'_>, clear: Option<u64>) -> Result<Undone> {
        // Before anything is read: what is written from here on, the writer looks at.
        let since = clear.unwrap_or_else(|| plan.desk.store.last_seq());
        let entry = self.entry(plan)?;
        self.check(plan, &entry)?;
        let mut backs = backs(plan, &entry)?;
        for back in &mut backs {
            self.let_go(plan, back)?;
        }
        let later = Later::of(plan, self.seq, &backs, clear.is_some())?;
        later.stands_on(plan, self.seq, &backs)?;
        nobody_at_work(plan, &backs)?;
        let mut gone: Vec<Key> = Vec::new();
        for back in &backs {
            match &back.old {
                None => gone.push(back.net.change.key.clone()),
                Some(old) => {
                    name_is_free(plan, back, old)?;
                    let made = |key: &Key| backs.iter().any(|back| back.net.change.key == *key);
                    for key in references(back.net.change.table, old)?.into_iter().filter(|key| !made(key)) {
                        plan.commit().expect_there(key);
                    }
                }
            }
            let revision = later.present.get(&back.net.change.key).copied().unwrap_or(Revision(0));
            plan.commit().restore(back.net.change, back.old.clone(), revision)?;
        }
        if !gone.is_empty() {
            plan.commit().expect_unreferenced(gone, since);
        }
        Ok(Undone {
            of: self.seq,
            at: entry.origin.at,
            by: entry.origin.actor,
            use_case: entry.origin.case().0.to_owned(),
            records: backs.len(),
            seq: 0,
        })
    }

    /// A contact that somebody had taken waits again, unless its card is on his desk: the commit has ended his work on it.
    fn let_go(&self, plan: &Plan<'_>, back: &mut Back<'_>) -> Result<()> {
        let (Table::QueueEntry, Some(old), Some(new)) =
            (back.net.change.table, &back.old, &back.net.change.value)
        else {
            return Ok(());
        };
        let mut entry: QueueEntry = codec::decode(old)?;
        let EntryState::Taken { by, .. } = entry.state else { return Ok(()) };
        let still = matches!(codec::decode::<QueueEntry>(new)?.state, EntryState::Taken { .. });
        if !(still || by == plan.who.user && self.holds.contains(&entry.id)) {
            entry.state = EntryState::Waiting;
            back.old = Some(codec::encode(&entry)?);
        }
        Ok(())
    }

    fn entry(&self, view: &View<'_>) -> Result<Entry> {
        let store = view.desk.store.as_ref();
        if self.seq == 0 || self.seq > store.last_seq() {
            return Err(DeskError::NotFound(What::Commit, self.seq.to_string()));
        }
        store.entry(self.seq)?.ok_or_else(|| lost(view, self.seq))
    }

    /// Whether this user may take it back, and anybody at all.
    fn check(&self, view: &View<'_>, entry: &Entry) -> Result<()> {
        let who = view.who;
        let today = |at: Moment| at.date_in(who.zone) == view.now.date_in(who.zone);
        // Who has done something a moment before midnight may still think better of it.
        let fresh = |at: Moment| (0..=MINUTE_MS).contains(&(view.now.millis() - at.millis()));
        if entry.origin.actor != who.user || !today(entry.origin.at) && !fresh(entry.origin.at) {
            allow(who, Right::Undo)?;
        }
        let has = |tables: &[Table]| entry.changes.iter().any(|change| tables.contains(&change.table));
        let (name, _) = entry.origin.case();
        if name == FillEmpty::NAME {
            return Err(DeskError::NotUndoable(NotUndoable::Furniture));
        }
        if [NoteLoaded::NAME, NoteDropped::NAME].contains(&name) {
            return Err(DeskError::NotUndoable(NotUndoable::Register));
        }
        if name == SignIn::NAME || has(&[Table::User]) {
            return Err(DeskError::NotUndoable(NotUndoable::SignIn));
        }
        let loads = [BATCH_NAME, BASE_PART, Insert::NAME, PostponeAll::NAME].contains(&name);
        if loads || has(&[Table::CallList, Table::Load]) {
            allow(who, Right::Load)?;
        }
        if has(&[Table::Script, Table::Process, Table::Outcome, Table::Calendar, Table::Setting]) {
            allow(who, Right::Configure)?;
        }
        // One that was lifted comes back: that wants no reason.
        let in_force =
            |value: &Vec<u8>| codec::decode::<StopEntry>(value).is_ok_and(|stop| stop.lifted.is_none());
        let lifts = |net: &Net<'_>| {
            net.change.table == Table::Stop && net.change.value.as_ref().is_some_and(in_force)
        };
        if clean_line(&self.reason).is_empty() && net(entry).iter().any(lifts) {
            return Err(DeskError::NotUndoable(NotUndoable::StopReason));
        }
        Ok(())
    }
}

/// Why a commit that was made is not at hand.
fn lost(view: &View<'_>, seq: u64) -> DeskError {
    match view.desk.store.oldest_entry() {
        Ok(oldest) if seq < oldest => DeskError::NotUndoable(NotUndoable::NotKept),
        Ok(_) => DeskError::NotUndoable(NotUndoable::Unreadable),
        Err(error) => error.into(),
    }
}

/// What can't be looked at because the journal is damaged may stand on a commit: it is not taken back then.
fn unreadable(error: StoreError) -> DeskError {
    match error {
        StoreError::Damaged { .. } => DeskError::NotUndoable(NotUndoable::Unreadable),
        error => error.into(),
    }
}

/// A client somebody talks to or writes about stays, and so does the one who is talked to: the store knows nothing of a call
/// before it has a result.
fn nobody_at_work(view: &View<'_>, backs: &[Back<'_>]) -> Result<()> {
    let going = |table: Table| {
        let goes = move |back: &&Back<'_>| back.old.is_none() && back.net.change.table == table;
        backs.iter().filter(goes).map(|back| back.net.change.id)
    };
    if going(Table::Client).chain(going(Table::Person)).next().is_none() {
        return Ok(());
    }
    let at_work = AtWork::of(view)?;
    let client = going(Table::Client).find_map(|id| at_work.on_client(ClientId::from_u64(id)));
    let person = || going(Table::Person).find_map(|id| at_work.on_person(PersonId::from_u64(id)));
    let Some(user) = client.or_else(person) else { return Ok(()) };
    let by = view.catalog()?.user(user).map(|user| user.name.clone()).unwrap_or_default();
    Err(DeskError::AtWork { by, own: user == view.who.user })
}

/// A record on its way back.
struct Back<'e> {
    net: Net<'e>,
    /// What stands there again, encoded; `None` when nothing stood there before.
    old: Option<Vec<u8>>,
}

fn backs<'e>(view: &View<'_>, entry: &'e Entry) -> Result<Vec<Back<'e>>> {
    let mut known: BTreeMap<u64, Entry> = BTreeMap::new();
    let mut out = Vec::new();
    for net in net(entry) {
        let old = match net.previous.0 {
            0 => None,
            seq => {
                let entry = match known.entry(seq) {
                    Slot::Occupied(slot) => slot.into_mut(),
                    Slot::Vacant(slot) => {
                        slot.insert(view.desk.store.entry(seq)?.ok_or_else(|| lost(view, seq))?)
                    }
                };
                let before = entry.changes.iter().rfind(|change| change.key == net.change.key);
                let before = before.and_then(|change| change.value.clone());
                Some(before.ok_or(DeskError::NotUndoable(NotUndoable::Unreadable))?)
            }
        };
        // What follows from other records is set by whoever brings those back.
        if net.change.table == Table::QueueEntry
            && let (Some(old), Some(new)) = (&old, &net.change.value)
            && follows(&codec::decode(old)?, &codec::decode(new)?)
        {
            continue;
        }
        out.push(Back { net, old });
    }
    Ok(out)
}

/// Whether the name of a record that comes back from nothing is still free: another one may have it by now.
fn name_is_free(plan: &mut Plan<'_>, back: &Back<'_>, old: &[u8]) -> Result<()> {
    if back.net.change.value.is_some() {
        return Ok(());
    }
    let taken = match back.net.change.table {
        Table::CallList => {
            let list: CallList = codec::decode(old)?;
            let prefix = Index::CallListByName.key().text(&list.name.to_lowercase());
            plan.commit().expect_nothing(prefix);
            plan.catalog()?.list_by_name(&list.name).map(|_| list.name)
        }
        Table::Script => {
            let script: Script = codec::decode(old)?;
            let all = plan.reads().all::<Script>()?;
            let same = all.iter().any(|one| (&one.code, one.version) == (&script.code, script.version));
            same.then_some(script.code)
        }
        Table::Process => {
            let process: Process = codec::decode(old)?;
            let all = plan.reads().all::<Process>()?;
            let same = all.iter().any(|one| (&one.code, one.version) == (&process.code, process.version));
            same.then_some(process.code)
        }
        Table::SavedFilter => {
            let saved: SavedFilter = codec::decode(old)?;
            let all = plan.reads().all::<SavedFilter>()?;
            let same = |one: &SavedFilter| one.owner == saved.owner && same_name(&one.name, &saved.name);
            all.iter().any(|one| same(one)).then_some(saved.name)
        }
        _ => None,
    };
    taken.map_or(Ok(()), |name| Err(DeskError::Taken(name)))
}
