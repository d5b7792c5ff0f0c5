//! What the journal remembers of a commit.

use serde::{Deserialize, Serialize, Serializer};

use crate::domain::ids::{RecordId, SessionId, UserId};
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
    /// Name of the use-case, and behind a blank what the records don't tell of it: `queue.take`, `undo 17 wrong number`.
    pub use_case: String,
}

impl Origin {
    /// Name of the use-case and what is said behind it, which may be empty.
    pub fn case(&self) -> (&str, &str) {
        self.use_case.split_once(' ').unwrap_or((&self.use_case, ""))
    }
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

/// The fingerprint of a commit, for those who have what it did from elsewhere: an engine, a snapshot. It is the same however
/// the commit is packed, and wherever it was copied to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark(u64);

impl Mark {
    /// Nobody has noted one, as in what earlier releases wrote: it fits every commit.
    pub const NONE: Self = Self(0);
    /// The number stands for a commit that is lost: no commit fits.
    pub const LOST: Self = Self(2 << 32);

    /// As [`Mark::LOST`], of a state that is told from others by its sum: no commit fits.
    pub(in crate::store) const fn lost(sum: u32) -> Self {
        Self(Self::LOST.0 | sum as u64)
    }

    /// Whether the number stands for a commit that is lost.
    pub(in crate::store) const fn is_lost(self) -> bool {
        self.0 >> 32 == Self::LOST.0 >> 32
    }

    /// Tells one that was noted from none, whatever the sum.
    const NOTED: u64 = 1 << 32;

    /// As it is kept.
    pub(in crate::store) const fn number(self) -> u64 {
        self.0
    }

    /// What [`Mark::number`] gave.
    pub(in crate::store) const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Whether this may have been noted of a commit.
    pub fn fits(self, entry: &Entry) -> bool {
        self == Self::NONE || self == entry.mark()
    }
}

/// The form on disk. Fields are only ever added in a new version of the frame.
#[derive(Serialize)]
struct WrittenEntry<'e> {
    seq: u64,
    origin: &'e Origin,
    changes: Vec<WrittenChange<'e>>,
}

#[derive(Serialize)]
struct WrittenChange<'e> {
    table: u8,
    key: Bytes<'e>,
    id: u64,
    value: Option<Bytes<'e>>,
    previous: Revision,
}

/// Bytes as one piece. A sequence of bytes has the same form on disk, but is written and read byte by byte.
struct Bytes<'e>(&'e [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// The same form, as it is read.
#[derive(Deserialize)]
#[cfg_attr(test, derive(Serialize))]
struct StoredEntry {
    seq: u64,
    origin: Origin,
    changes: Vec<StoredChange>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(Serialize))]
struct StoredChange {
    table: u8,
    key: Vec<u8>,
    id: u64,
    value: Option<Vec<u8>>,
    previous: Revision,
}

impl Entry {
    /// The fingerprint: of who did what when, and of every change.
    pub fn mark(&self) -> Mark {
        let Self { seq, origin: Origin { at, actor, session, use_case }, changes } = self;
        let mut sum = 0;
        let mut add = |bytes: &[u8]| sum = crc32c::crc32c_append(sum, bytes);
        add(&seq.to_le_bytes());
        add(&at.millis().to_le_bytes());
        add(&actor.as_u64().to_le_bytes());
        add(&session.0.to_le_bytes());
        let mut piece = |bytes: &[u8]| {
            add(&(bytes.len() as u64).to_le_bytes());
            add(bytes);
        };
        piece(use_case.as_bytes());
        for RecordChange { table, key, id, value, previous } in changes {
            piece(&[table.tag(), u8::from(value.is_some())]);
            piece(key.as_bytes());
            piece(&id.to_le_bytes());
            piece(&previous.0.to_le_bytes());
            piece(value.as_deref().unwrap_or_default());
        }
        Mark(Mark::NOTED | u64::from(sum))
    }

    /// Encodes the entry for a frame.
    pub(super) fn encode(&self) -> Vec<u8> {
        let changes = self.changes.iter().map(|change| WrittenChange {
            table: change.table.tag(),
            key: Bytes(change.key.as_bytes()),
            id: change.id,
            value: change.value.as_deref().map(Bytes),
            previous: change.previous,
        });
        let written = WrittenEntry { seq: self.seq, origin: &self.origin, changes: changes.collect() };
        crate::store::codec::encode_plain(&written)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::codec::encode_plain;

    fn entry(values: &[Option<Vec<u8>>]) -> Entry {
        let changes = (1..).zip(values).map(|(id, value)| RecordChange {
            table: Table::Client,
            key: Key::new(Table::Client.tag()).number(id),
            id,
            value: value.clone(),
            previous: Revision(id / 2),
        });
        Entry {
            seq: 300,
            origin: Origin {
                at: Moment::from_millis(1_800_000_000_000),
                actor: UserId::from_u64(7),
                session: SessionId(2),
                use_case: "note.add".into(),
            },
            changes: changes.collect(),
        }
    }

    #[test]
    fn the_form_on_disk_is_that_of_the_types_it_is_read_into() {
        let long = (0..70_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let entry = entry(&[None, Some(vec![]), Some(vec![0, 251, 252, 253, 254, 255]), Some(long)]);
        let stored = StoredEntry {
            seq: entry.seq,
            origin: entry.origin.clone(),
            changes: entry
                .changes
                .iter()
                .map(|change| StoredChange {
                    table: change.table.tag(),
                    key: change.key.as_bytes().to_vec(),
                    id: change.id,
                    value: change.value.clone(),
                    previous: change.previous,
                })
                .collect(),
        };
        assert_eq!(entry.encode(), encode_plain(&stored));
        assert_eq!(Entry::decode(&entry.encode()), Some(entry));
    }

    #[test]
    fn a_mark_knows_its_commit_from_every_other() {
        let one = entry(&[None, Some(vec![1, 2])]);
        let mark = one.mark();
        assert!(mark.fits(&one) && mark.fits(&Entry::decode(&one.encode()).unwrap()));
        assert!(Mark::NONE.fits(&one) && !Mark::LOST.fits(&one));
        assert_eq!(Mark::from_number(mark.number()), mark);
        let changes: [&dyn Fn(&mut Entry); 9] = [
            &|other| other.seq += 1,
            &|other| other.origin.at = Moment::from_millis(1_800_000_000_001),
            &|other| other.origin.actor = UserId::from_u64(8),
            &|other| other.origin.session = SessionId(3),
            &|other| other.origin.use_case.push('x'),
            &|other| other.changes[0].value = Some(vec![]),
            &|other| other.changes[1].value = Some(vec![1, 3]),
            &|other| other.changes[1].previous = Revision(9),
            &|other| other.changes.truncate(1),
        ];
        for (n, change) in changes.iter().enumerate() {
            let mut other = one.clone();
            change(&mut other);
            assert!(!mark.fits(&other), "{n}");
        }
    }

    #[test]
    fn what_is_written_can_be_read_however_large() {
        let entry = entry(&vec![Some(vec![5; 1 << 20]); 20]);
        assert!(Entry::decode(&entry.encode()) == Some(entry), "an entry of 20 MB is lost");
    }
}
