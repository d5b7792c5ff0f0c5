//! The engine: its records, what they name, and whether the indexes lead to them and to nothing else.
//!
//! Index entries are compared by count and by the sum of their hashes, index by index, in one walk through the records and one
//! through the entries. Only where these differ are the entries looked up one by one.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{Hash, Hasher};

use super::look::{Ids, Look, ORDER, look};
use super::walk::Cursor;
use super::{Fault, Finding, NAMED, Report};
use super::{Progress, Stage, files};
use crate::store::codec;
use crate::store::engine::Engine;
use crate::store::error::Result;
use crate::store::key::Key;
use crate::store::local::applied::Applied;
use crate::store::tables::{Index, META_TAG, Revision, Table};

/// Keys between two words on how far it has come.
const STEP: u64 = 1024;

/// Checks an engine that should hold everything up to the commit `last`.
pub(super) struct Check<'a> {
    engine: &'a dyn Engine,
    last: u64,
    ids: BTreeMap<u8, Ids>,
    /// By tag of the index: what the records ask for.
    wanted: BTreeMap<u8, Tally>,
    /// Ids of records that can't be decoded: nobody knows which entries lead to them.
    unreadable: HashSet<u64>,
    /// Keys passed in this stage, and how many there should be.
    done: u64,
    total: u64,
}

/// How many index entries there are, and the sum of their hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    count: u64,
    sum: u64,
}

impl Tally {
    fn add(&mut self, hash: u64) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(hash);
    }
}

/// An entry is its key; one with a value is another.
fn hash(key: &[u8], value: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (key, value).hash(&mut hasher);
    hasher.finish()
}

impl<'a> Check<'a> {
    pub(super) fn new(engine: &'a dyn Engine, last: u64) -> Self {
        Self {
            engine,
            last,
            ids: BTreeMap::new(),
            wanted: BTreeMap::new(),
            unreadable: HashSet::new(),
            done: 0,
            total: 0,
        }
    }

    pub(super) fn run(mut self, report: &mut Report, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        let applied = self.bookkeeping(report)?;
        let counters = applied.map(|applied| applied.counters).unwrap_or_default();
        // Few ids are given out and not used: as good a guess as any before the records are counted.
        self.total = counters.iter().map(|(_, next)| next.saturating_sub(1)).sum();
        for table in ORDER {
            self.table(table, report, progress)?;
        }
        report.seen.records =
            Table::ALL.into_iter().map(|table| (table, self.count(table, report))).collect();
        for (tag, next) in &counters {
            let Some(table) = Table::from_tag(*tag) else { continue };
            let highest = self.ids.get(tag).map_or(0, Ids::highest);
            if highest >= *next {
                report.add(Finding::Counter { table, next: *next, highest });
            }
        }
        self.indexes(report, progress)?;
        self.stray_keys(report)
    }

    fn bookkeeping(&self, report: &mut Report) -> Result<Option<Applied>> {
        match Applied::of(self.engine) {
            Ok(Some(applied)) => {
                if applied.seq < self.last {
                    report.add(Finding::EngineBehind { engine: applied.seq, journal: self.last });
                }
                Ok(Some(applied))
            }
            // A new engine says nothing, and there is nothing to say.
            Ok(None) if self.last == 0 => Ok(None),
            Ok(None) | Err(crate::store::StoreError::Engine(_)) => {
                report.add(Finding::Bookkeeping);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn count(&self, table: Table, report: &Report) -> u64 {
        report.seen.records.iter().find(|(other, _)| *other == table).map_or(0, |(_, count)| *count)
    }

    fn table(&mut self, table: Table, report: &mut Report, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        let mut cursor = Cursor::of_tag(self.engine, table.tag());
        let mut count = 0;
        // The clients of interactions and notes come one after the other: most questions are those of a moment ago.
        let mut known: Option<(Table, u64)> = None;
        while let Some((key, value)) = cursor.next()? {
            count += 1;
            self.step(Stage::Records, progress);
            let seen = match decoded(table, &value) {
                Ok((revision, seen)) => {
                    if let Some(fault) = self.fault(&seen, &key, revision) {
                        report.add(Finding::Record { table, key: Key::from_bytes(&key), fault });
                    }
                    seen
                }
                Err(fault) => {
                    // It is there all the same for those that name it.
                    if let Some(id) = last_id(&key) {
                        self.unreadable.insert(id);
                        self.ids.entry(table.tag()).or_default().insert(id);
                    }
                    report.add(Finding::Record { table, key: Key::from_bytes(&key), fault });
                    continue;
                }
            };
            if !self.ids.entry(table.tag()).or_default().insert(seen.id) {
                report.add(Finding::SameId { table, id: seen.id, key: seen.key.clone() });
            }
            for (to, id) in seen.references.0 {
                if known == Some((to, id)) {
                    continue;
                }
                if self.ids.get(&to.tag()).is_some_and(|ids| ids.contains(id)) {
                    if to == Table::Client {
                        known = Some((to, id));
                    }
                } else {
                    report.add(Finding::Dangling { table, key: seen.key.clone(), to, id });
                }
            }
            for entry in seen.index {
                if let Some(tag) = entry.as_bytes().first() {
                    self.wanted.entry(*tag).or_default().add(hash(entry.as_bytes(), &[]));
                }
            }
        }
        report.seen.records.push((table, count));
        Ok(())
    }

    /// What is wrong with a record that can be decoded. It counts as what it says it is nevertheless.
    fn fault(&self, seen: &Look, key: &[u8], Revision(revision): Revision) -> Option<Fault> {
        if seen.key.as_bytes() != key {
            return Some(Fault::WrongKey);
        }
        let is_of_a_commit = (1..=self.last).contains(&revision);
        (!is_of_a_commit).then_some(Fault::Revision { revision, last: self.last })
    }

    fn step(&mut self, stage: Stage, progress: &mut dyn FnMut(Progress)) {
        self.done += 1;
        if self.done.is_multiple_of(STEP) {
            progress(Progress { stage, done: self.done, total: self.total.max(self.done) });
        }
    }

    fn indexes(&mut self, report: &mut Report, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        (self.done, self.total) = (0, self.wanted.values().map(|tally| tally.count).sum());
        let mut wrong = BTreeSet::new();
        for index in Index::ALL {
            let mut tally = Tally::default();
            let mut cursor = Cursor::of_tag(self.engine, index as u8);
            while let Some((key, value)) = cursor.next()? {
                tally.add(hash(&key, &value));
                self.step(Stage::Indexes, progress);
            }
            report.seen.entries += tally.count;
            if tally != self.wanted.get(&(index as u8)).copied().unwrap_or_default() {
                wrong.insert(index as u8);
            }
        }
        if wrong.is_empty() { Ok(()) } else { self.name_entries(&wrong, report, progress) }
    }

    /// Finds out which entries of some indexes are missing and which lead nowhere.
    fn name_entries(
        &mut self,
        wrong: &BTreeSet<u8>,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<()> {
        let mut wanted: Vec<u64> = Vec::new();
        (self.done, self.total) = (0, report.seen.records.iter().map(|(_, count)| count).sum());
        for table in ORDER {
            let mut cursor = Cursor::of_tag(self.engine, table.tag());
            while let Some((_, value)) = cursor.next()? {
                self.step(Stage::Naming, progress);
                let Ok((_, seen)) = decoded(table, &value) else { continue };
                for entry in seen.index {
                    let tag = entry.as_bytes().first().copied().unwrap_or_default();
                    let Some(index) = Index::from_tag(tag).filter(|_| wrong.contains(&tag)) else { continue };
                    wanted.push(hash(entry.as_bytes(), &[]));
                    if self.engine.get(entry.as_bytes())?.is_none() {
                        let key = seen.key.clone();
                        report.add(Finding::NoEntry { index, entry, table, key });
                    }
                }
            }
        }
        wanted.sort_unstable();
        for index in Index::ALL.into_iter().filter(|index| wrong.contains(&(*index as u8))) {
            let mut cursor = Cursor::of_tag(self.engine, index as u8);
            while let Some((key, value)) = cursor.next()? {
                let is_wanted = wanted.binary_search(&hash(&key, &value)).is_ok();
                let is_of_unreadable = last_id(&key).is_some_and(|id| self.unreadable.contains(&id));
                if !is_wanted && !is_of_unreadable {
                    report.add(Finding::StrayEntry { index, entry: Key::from_bytes(&key) });
                }
            }
        }
        Ok(())
    }

    /// Looks for keys that belong to nothing.
    fn stray_keys(&self, report: &mut Report) -> Result<()> {
        let belongs =
            |tag: &u8| *tag == META_TAG || Table::from_tag(*tag).is_some() || Index::from_tag(*tag).is_some();
        for tag in (0..=u8::MAX).filter(|tag| !belongs(tag)) {
            let mut cursor = Cursor::of_tag(self.engine, tag);
            let mut named = 0;
            while let Some((key, _)) = cursor.next()?
                && named <= NAMED
            {
                named += 1;
                report.add(Finding::StrayKey { key: Key::from_bytes(&key) });
            }
        }
        Ok(())
    }
}

/// Takes a record of the engine apart.
fn decoded(table: Table, value: &[u8]) -> std::result::Result<(Revision, Look), Fault> {
    let Some((revision, encoded)) = codec::split_revision(value) else {
        return Err(Fault::Unreadable("it is too short".into()));
    };
    Ok((revision, look(table, encoded).map_err(files::unreadable)?))
}

/// The id at the end of a key: keys of records and of index entries end with that of the record.
fn last_id(key: &[u8]) -> Option<u64> {
    key.last_chunk::<8>().map(|id| u64::from_be_bytes(*id))
}
