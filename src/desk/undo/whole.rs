//! Taking back what was done at once but written in parts: an import, a load of records, an undo of those.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::ops::ControlFlow;

use super::{Undo, Undone, unreadable};
use crate::desk::bulk::Insert;
use crate::desk::import::{BATCH_NAME, PartOf};
use crate::desk::jobs::BASE_PART;
use crate::desk::{Desk, DeskError, NotUndoable, Plan, RETRIES, Result, UseCase, View, Who};
use crate::domain::ids::UserId;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::store::{Entry, Key, Origin, Store, StoreError, Table, references};

/// What came of taking back something that was written in parts.
#[derive(Debug)]
pub struct WholeUndone {
    /// How many parts it has.
    pub parts: usize,
    /// Those that were taken back now, newest first.
    pub undone: Vec<Undone>,
    /// How many had been taken back before.
    pub before: usize,
    /// Those that stay, newest first, each with its number and the reason.
    pub kept: Vec<(u64, DeskError)>,
    /// What has kept it from going on; parts that are named nowhere were not tried then.
    pub stopped: Option<DeskError>,
}

impl WholeUndone {
    /// How many records are as they were before.
    pub fn records(&self) -> usize {
        self.undone.iter().map(|undone| undone.records).sum()
    }
}

impl Desk {
    /// The commits that were made together with one, in their order, itself among them: the parts of an import or of a load.
    /// Most commits stand alone. For parts it takes a walk through the history.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is no such commit, [`DeskError::NotUndoable`] when it can't be read or is not kept.
    pub fn undo_parts(&self, who: &Who, now: Moment, seq: u64) -> Result<Vec<u64>> {
        let view = View { desk: self, who, now };
        let entry = Undo { seq, reason: String::new(), holds: Vec::new() }.entry(&view)?;
        let store = self.store.as_ref();
        let Some(act) = Act::of(store, seq, &entry.origin)? else { return Ok(vec![seq]) };
        act.parts(store)
    }

    /// Takes back a commit with all that were made together with it, newest first, each in a commit of its own and behind
    /// whatever operators do meanwhile. A part that something newer stands on stays as it is, and the others go on.
    /// `progress` is told how many parts are done, and of how many.
    ///
    /// # Errors
    /// As [`Desk::undo_parts`]; [`NotUndoable::Already`] when all of it was taken back before, [`DeskError::Forbidden`]
    /// without the right. What keeps a part from being taken back is told by [`WholeUndone`].
    pub fn undo_whole(
        &self,
        who: &Who,
        now: Moment,
        seq: u64,
        reason: &str,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<WholeUndone> {
        let parts = self.undo_parts(who, now, seq)?;
        let mut watch = Watch::over(&parts);
        watch.look(self.store.as_ref())?;
        if watch.forbids && clean_line(reason).is_empty() {
            // Not found out half way.
            return Err(DeskError::NotUndoable(NotUndoable::StopReason));
        }
        let mut done = WholeUndone {
            parts: parts.len(),
            undone: Vec::new(),
            before: 0,
            kept: Vec::new(),
            stopped: None,
        };
        for (count, part) in parts.iter().rev().enumerate() {
            progress(count, parts.len());
            if watch.undone.contains_key(part) {
                done.before += 1;
                continue;
            }
            let undo = Undo { seq: *part, reason: reason.to_owned(), holds: Vec::new() };
            match self.undo_part(who, now, undo, &mut watch) {
                Ok(undone) => done.undone.push(undone),
                Err(error @ DeskError::Forbidden(_)) => return Err(error),
                Err(DeskError::NotUndoable(NotUndoable::Already(_))) => done.before += 1,
                Err(error @ (DeskError::Store(_) | DeskError::Busy)) => {
                    done.stopped = Some(error);
                    break;
                }
                Err(error) => done.kept.push((*part, error)),
            }
        }
        if done.before == done.parts {
            let by = watch.undone.get(&seq).or_else(|| watch.undone.values().max()).copied();
            return Err(DeskError::NotUndoable(NotUndoable::Already(by.unwrap_or_default())));
        }
        Ok(done)
    }

    fn undo_part(&self, who: &Who, now: Moment, undo: Undo, watch: &mut Watch) -> Result<Undone> {
        let mut part = UndoPart { undo, clear: None };
        for _ in 0..RETRIES {
            watch.look(self.store.as_ref())?;
            part.clear = (!watch.pointed.contains(&part.undo.seq)).then_some(watch.looked);
            let (mut undone, ticket) = self.begin_bulk(who, now, &part)?;
            match ticket.map(crate::store::Ticket::wait).transpose() {
                Ok(seq) => {
                    self.catch_up();
                    undone.seq = seq.unwrap_or_default();
                    return Ok(undone);
                }
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Busy)
    }
}

/// An undo of one part, where all later commits were looked at for all parts together.
struct UndoPart {
    undo: Undo,
    /// The last commit that was looked at, when none points at what the part has made or changes what it has deleted.
    clear: Option<u64>,
}

impl UseCase for UndoPart {
    type Done = Undone;

    const NAME: &'static str = Undo::NAME;

    fn remark(&self) -> String {
        self.undo.remark()
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Undone> {
        self.undo.plan_on(plan, self.clear)
    }
}

/// What all parts of something have in common.
struct Act {
    /// Nobody begins two imports in one session at the same millisecond; where the clock stands still, marks tell them apart.
    origin: Origin,
    /// For undos: what they took back, which was one act itself.
    targets: BTreeSet<u64>,
    /// For undos: how often the part had been taken back before, and brought back again.
    turn: usize,
    /// All parts come behind this commit.
    after: u64,
}

impl Act {
    /// What a commit is a part of; `None` when it stands alone.
    fn of(store: &dyn Store, seq: u64, origin: &Origin) -> Result<Option<Self>> {
        let (name, remark) = origin.case();
        let before_all = || -> Result<u64> { Ok(store.oldest_entry()?.saturating_sub(1)) };
        let (targets, turn, after) = match name {
            Undo::NAME => {
                let Some(target) = target(remark).filter(|target| *target < seq) else { return Ok(None) };
                let Some(entry) = store.entry(target)? else { return Ok(None) };
                let Some(act) = Self::of(store, target, &entry.origin)? else { return Ok(None) };
                let turn = undos(store, target, &BTreeSet::from([target]))?;
                let turn = turn.iter().position(|undo| undo.seq == seq).unwrap_or_default();
                (act.parts(store)?.into_iter().collect(), turn, target)
            }
            name if [BATCH_NAME, BASE_PART].contains(&name) => {
                let after = PartOf::read(remark).map_or_else(before_all, |mark| Ok(mark.after))?;
                (BTreeSet::new(), 0, after)
            }
            name if name == Insert::NAME => (BTreeSet::new(), 0, before_all()?),
            _ => return Ok(None),
        };
        let after = targets.first().copied().unwrap_or(after);
        Ok(Some(Self { origin: origin.clone(), targets, turn, after }))
    }

    fn has(&self, other: &Origin) -> bool {
        let same = |origin: &Origin| (origin.actor, origin.session, origin.at);
        let ((name, remark), (other_name, other_remark)) = (self.origin.case(), other.case());
        if same(&self.origin) != same(other) || name != other_name {
            return false;
        }
        let mark = |remark| PartOf::read(remark).map(|mark| mark.import);
        mark(remark) == mark(other_remark)
    }

    fn parts(&self, store: &dyn Store) -> Result<Vec<u64>> {
        if self.origin.case().0 == Undo::NAME {
            return self.undos(store);
        }
        let mut parts = Vec::new();
        let walked = store.each_entry(self.after, &mut |entry| {
            if self.has(&entry.origin) {
                parts.push(entry.seq);
            }
            ControlFlow::Continue(())
        });
        walked.map_err(unreadable)?;
        Ok(parts)
    }
}

impl Act {
    /// The undos that belong together: each the one of its part in the same turn, by the same person. One that was ended by
    /// force and begun again has taken back its parts at several times.
    fn undos(&self, store: &dyn Store) -> Result<Vec<u64>> {
        let mut turns: HashMap<u64, usize> = HashMap::new();
        let mut parts = Vec::new();
        for undo in undos(store, self.after, &self.targets)? {
            let turn = turns.entry(undo.of).or_default();
            if *turn == self.turn && undo.actor == self.origin.actor {
                parts.push(undo.seq);
            }
            *turn += 1;
        }
        Ok(parts)
    }
}

/// An undo of a part.
struct Taken {
    seq: u64,
    of: u64,
    actor: UserId,
}

/// The undos of some commits, in their order, behind another commit.
fn undos(store: &dyn Store, after: u64, of: &BTreeSet<u64>) -> Result<Vec<Taken>> {
    let mut found = Vec::new();
    let walked = store.each_entry(after, &mut |entry| {
        let (name, remark) = entry.origin.case();
        if let Some(target) = target(remark).filter(|target| name == Undo::NAME && of.contains(target)) {
            found.push(Taken { seq: entry.seq, of: target, actor: entry.origin.actor });
        }
        ControlFlow::Continue(())
    });
    walked.map_err(unreadable)?;
    Ok(found)
}

/// The commit that an undo took back.
pub(in crate::desk) fn target(remark: &str) -> Option<u64> {
    remark.split(' ').next()?.parse().ok()
}

/// What comes after the parts, looked at once for all of them.
struct Watch {
    parts: BTreeSet<u64>,
    /// The records the parts have made, by a hash of their keys, and the part. Two keys of one hash cost a closer look.
    made: HashMap<u64, u64>,
    /// The records the parts have deleted, in the same way.
    deleted: HashMap<u64, u64>,
    /// Parts that another commit points at or changes, or may: they are looked at closely, one by one.
    pointed: BTreeSet<u64>,
    /// Parts that are taken back, with the commit that did it.
    undone: HashMap<u64, u64>,
    /// Whether the parts forbid calls to anybody.
    forbids: bool,
    /// The last commit that was looked at.
    looked: u64,
}

impl Watch {
    fn over(parts: &[u64]) -> Self {
        Self {
            parts: parts.iter().copied().collect(),
            made: HashMap::new(),
            deleted: HashMap::new(),
            pointed: BTreeSet::new(),
            undone: HashMap::new(),
            forbids: false,
            looked: parts.first().map_or(0, |first| first.saturating_sub(1)),
        }
    }

    /// Looks at what has come since the last look.
    fn look(&mut self, store: &dyn Store) -> Result<()> {
        let last = store.last_seq();
        let mut failed = None;
        let walked = store.each_entry(self.looked, &mut |entry| {
            if entry.seq > last {
                return ControlFlow::Break(());
            }
            match self.take(&entry) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        walked.map_err(unreadable)?;
        self.looked = last;
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    fn take(&mut self, entry: &Entry) -> crate::store::Result<()> {
        let (name, remark) = entry.origin.case();
        if let Some(target) = target(remark).filter(|_| name == Undo::NAME) {
            if self.parts.contains(&target) {
                self.undone.insert(target, entry.seq);
            }
            // An undo that is taken back itself.
            self.undone.retain(|_, by| *by != target);
        }
        let is_part = self.parts.contains(&entry.seq);
        for change in &entry.changes {
            let key = hash(&change.key);
            if let Some(part) = self.deleted.get(&key).filter(|part| **part != entry.seq) {
                self.pointed.insert(*part);
            }
            let Some(value) = &change.value else {
                if is_part {
                    self.deleted.insert(key, entry.seq);
                }
                continue;
            };
            self.forbids |= is_part && change.table == Table::Stop;
            if is_part && change.previous.0 == 0 {
                self.made.insert(key, entry.seq);
            }
            for key in references(change.table, value)? {
                if let Some(part) = self.made.get(&hash(&key)).filter(|part| **part != entry.seq) {
                    self.pointed.insert(*part);
                }
            }
        }
        Ok(())
    }
}

fn hash(key: &Key) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.as_bytes().hash(&mut hasher);
    hasher.finish()
}
