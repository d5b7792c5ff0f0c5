//! What is written together, and what it was written on.

use super::codec;
use super::error::Result;
use super::journal::{Origin, RecordChange};
use super::key::Key;
use super::references::references;
use super::tables::{Record, Revision, Table, index_of};
use crate::domain::ids::RecordId;

/// Changes that become durable and visible together, or not at all.
#[derive(Clone, Debug)]
pub struct Commit {
    pub(super) origin: Origin,
    pub(super) expects: Vec<Expect>,
    pub(super) changes: Vec<Change>,
    pub(super) bulk: bool,
}

/// What must hold at the moment of writing, or the commit is refused as a conflict.
#[derive(Clone, Debug)]
pub(super) enum Expect {
    /// The record under this key has this revision; `Revision(0)` says that there is none.
    Revision(Key, Revision),
    /// No key begins so.
    Nothing(Key),
    /// There is a record under this key.
    There(Key),
    /// No commit behind this one has made a record that points at one of these keys.
    Unreferenced {
        /// The last commit that was looked at.
        since: u64,
        /// Keys of records.
        keys: Vec<Key>,
    },
}

/// One record, encoded, with its index entries.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) table: Table,
    pub(super) key: Key,
    pub(super) id: u64,
    pub(super) value: Option<Vec<u8>>,
    pub(super) index: Vec<Key>,
    /// The record is new: nothing needs to be looked for under its key.
    pub(super) fresh: bool,
}

/// One record a commit writes.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// Its table.
    pub table: Table,
    /// Its key.
    pub key: &'a Key,
    /// Its new state, encoded; `None` when it is deleted.
    pub value: Option<&'a [u8]>,
    /// It is new.
    pub fresh: bool,
}

impl Commit {
    /// An empty commit.
    pub fn new(origin: Origin) -> Self {
        Self { origin, expects: Vec::new(), changes: Vec::new(), bulk: false }
    }

    /// Marks a part of a bulk load: it waits behind everything an operator does.
    #[must_use]
    pub fn bulk(mut self) -> Self {
        self.bulk = true;
        self
    }

    /// How much room it takes in the journal, in bytes, rather too much than too little.
    pub(super) fn bytes(&self) -> usize {
        /// Table, id, revision, lengths.
        const AROUND: usize = 32;
        let bytes = |change: &Change| {
            AROUND + change.key.as_bytes().len() + change.value.as_ref().map_or(0, Vec::len)
        };
        self.changes.iter().map(bytes).sum()
    }

    /// Whether it depends on what is there, in the store or in commits before it.
    pub(super) fn looks(&self) -> bool {
        !self.expects.is_empty() || self.changes.iter().any(|change| !change.fresh)
    }

    /// Adds a new record. Its id must have been given out by [`Store::allocate`](super::Store::allocate) for it.
    ///
    /// # Errors
    /// When the record is too large.
    pub fn insert<R: Record>(&mut self, record: &R) -> Result<()> {
        self.push(record, true)
    }

    /// Sets a record, whatever stood there.
    ///
    /// # Errors
    /// When the record is too large.
    pub fn put<R: Record>(&mut self, record: &R) -> Result<()> {
        self.push(record, false)
    }

    fn push<R: Record>(&mut self, record: &R, fresh: bool) -> Result<()> {
        let mut index = Vec::new();
        record.index(&mut index);
        self.changes.push(Change {
            table: R::TABLE,
            key: record.key(),
            id: record.id().as_u64(),
            value: Some(codec::encode(record)?),
            index,
            fresh,
        });
        Ok(())
    }

    /// Sets a record that nobody may have changed since it had this revision; [`Revision`] 0 when there must be none.
    ///
    /// # Errors
    /// When the record is too large.
    pub fn replace<R: Record>(&mut self, record: &R, revision: Revision) -> Result<()> {
        self.expect_revision(record.key(), revision);
        self.put(record)
    }

    /// Deletes a record that nobody may have changed since it had this revision.
    pub fn delete<R: Record>(&mut self, record: &R, revision: Revision) {
        self.expect_revision(record.key(), revision);
        self.changes.push(Change {
            table: R::TABLE,
            key: record.key(),
            id: record.id().as_u64(),
            value: None,
            index: Vec::new(),
            fresh: false,
        });
    }

    /// Sets or deletes (`None`) an encoded record that nobody may have changed since it had this revision: the way back to
    /// what the journal remembers.
    ///
    /// # Errors
    /// When the record can't be decoded.
    pub fn restore(
        &mut self,
        change: &RecordChange,
        value: Option<Vec<u8>>,
        revision: Revision,
    ) -> Result<()> {
        self.expect_revision(change.key.clone(), revision);
        let index = value.as_deref().map_or_else(|| Ok(Vec::new()), |value| index_of(change.table, value))?;
        let (table, key, id) = (change.table, change.key.clone(), change.id);
        self.changes.push(Change { table, key, id, value, index, fresh: false });
        Ok(())
    }

    /// Expects that a record is there, in whatever state.
    pub fn expect_there(&mut self, key: Key) {
        self.expects.push(Expect::There(key));
    }

    /// Expects that no commit behind `since` points at one of these records: they are about to go.
    pub fn expect_unreferenced(&mut self, keys: Vec<Key>, since: u64) {
        self.expects.push(Expect::Unreferenced { since, keys });
    }

    /// Expects the records to be there that its new records point at, unless it makes them itself.
    ///
    /// # Errors
    /// When a record can't be decoded.
    pub fn expect_references(&mut self) -> Result<()> {
        let fresh = || self.changes.iter().filter(|change| change.fresh);
        let mut wanted = std::collections::BTreeSet::new();
        for change in fresh() {
            if let Some(value) = &change.value {
                wanted.extend(references(change.table, value)?);
            }
        }
        for change in fresh() {
            wanted.remove(&change.key);
        }
        self.expects.extend(wanted.into_iter().map(Expect::There));
        Ok(())
    }

    /// Expects a record to have a revision without changing it.
    pub fn expect_revision(&mut self, key: Key, revision: Revision) {
        self.expects.push(Expect::Revision(key, revision));
    }

    /// Expects that no key of an index begins so: a name is not taken, a client is not in the list.
    pub fn expect_nothing(&mut self, prefix: Key) {
        self.expects.push(Expect::Nothing(prefix));
    }

    /// What it changes, in order.
    pub fn changes(&self) -> impl Iterator<Item = Written<'_>> {
        self.changes.iter().map(|change| Written {
            table: change.table,
            key: &change.key,
            value: change.value.as_deref(),
            fresh: change.fresh,
        })
    }

    /// Puts another state in the place of a record it writes already. One it does not write is left alone.
    ///
    /// # Errors
    /// When the record is too large.
    pub fn amend<R: Record>(&mut self, record: &R) -> Result<()> {
        let key = record.key();
        // Of two changes of one record the later one holds.
        if let Some(change) = self.changes.iter_mut().rfind(|change| change.key == key) {
            change.value = Some(codec::encode(record)?);
            change.index.clear();
            record.index(&mut change.index);
        }
        Ok(())
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Number of records it changes.
    pub fn len(&self) -> usize {
        self.changes.len()
    }
}
