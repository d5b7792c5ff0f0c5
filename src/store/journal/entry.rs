//! What the journal remembers of a commit.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{SessionId, UserId};
use crate::domain::time::Moment;
use crate::store::key::Key;
use crate::store::tables::{Revision, Table};

/// Who did what, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: UserId,
    /// At which terminal.
    pub session: SessionId,
    /// Name of the use-case: `queue.take`.
    pub use_case: String,
}

/// One commit as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Sequence number; every commit has the next one.
    pub seq: u64,
    /// Who did what, when.
    pub origin: Origin,
    /// The records it changed.
    pub changes: Vec<RecordChange>,
}

/// One changed record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordChange {
    /// Its table.
    pub table: Table,
    /// Its key.
    pub key: Key,
    /// Its id.
    pub id: u64,
    /// The encoded record, or `None` when it was deleted.
    pub value: Option<Vec<u8>>,
    /// The revision it had before; 0 when it is new.
    pub previous: Revision,
}

/// The form on disk. Fields are only ever added in a new version of the frame.
#[derive(Serialize, Deserialize)]
struct StoredEntry {
    seq: u64,
    origin: Origin,
    changes: Vec<StoredChange>,
}

#[derive(Serialize, Deserialize)]
struct StoredChange {
    table: u8,
    key: Vec<u8>,
    id: u64,
    value: Option<Vec<u8>>,
    previous: Revision,
}

impl Entry {
    /// Encodes the entry for a frame.
    pub(super) fn encode(&self) -> Vec<u8> {
        let changes = self.changes.iter().map(|change| StoredChange {
            table: change.table.tag(),
            key: change.key.as_bytes().to_vec(),
            id: change.id,
            value: change.value.clone(),
            previous: change.previous,
        });
        let stored = StoredEntry { seq: self.seq, origin: self.origin.clone(), changes: changes.collect() };
        crate::store::codec::encode_plain(&stored)
    }

    /// Decodes what [`Entry::encode`] made; `None` when it is damaged or names an unknown table.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let stored: StoredEntry = crate::store::codec::decode_plain(bytes)?;
        let changes = stored.changes.into_iter().map(|change| {
            Some(RecordChange {
                table: Table::from_tag(change.table)?,
                key: Key::from_bytes(&change.key),
                id: change.id,
                value: change.value,
                previous: change.previous,
            })
        });
        Some(Self { seq: stored.seq, origin: stored.origin, changes: changes.collect::<Option<_>>()? })
    }
}
