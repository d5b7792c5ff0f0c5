//! What is written together, and what it was written on.

use super::codec;
use super::error::Result;
use super::journal::Origin;
use super::key::Key;
use super::tables::{Record, Revision, Table};
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

    /// Expects a record to have a revision without changing it.
    pub fn expect_revision(&mut self, key: Key, revision: Revision) {
        self.expects.push(Expect::Revision(key, revision));
    }

    /// Expects that no key of an index begins so: a name is not taken, a client is not in the list.
    pub fn expect_nothing(&mut self, prefix: Key) {
        self.expects.push(Expect::Nothing(prefix));
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
