//! How records become bytes. All encoding of values sits here.
//!
//! A value in the engine is `revision: u64 little-endian | version: u8 | bincode`. The journal holds the same without the
//! revision, because there it is the number of the entry. A record type that changes gets a new [`Record::VERSION`] and a
//! pure [`Record::upgrade`] from every earlier one; the encoding of an earlier version is never edited. Values are brought
//! up to date when they are read, and stay as they were written until somebody changes the record.

use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{Result, StoreError};
use super::tables::{Record, Revision, Table};

/// No record is larger, in bytes. Corrupt lengths are refused by it before memory is taken.
const RECORD_MAX: usize = 16 * 1024 * 1024;

const CONFIG: Configuration<LittleEndian, Varint, Limit<RECORD_MAX>> =
    bincode::config::standard().with_limit::<RECORD_MAX>();

/// The store's own bookkeeping holds whole commits: room for the largest frame, and for the lists that are made of it.
const PLAIN: Configuration<LittleEndian, Varint, Limit<{ 256 * 1024 * 1024 }>> =
    bincode::config::standard().with_limit::<{ 256 * 1024 * 1024 }>();

/// The body of a record that an earlier release wrote.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    table: Table,
    /// The version of its encoding, below [`Record::VERSION`].
    pub version: u8,
    body: &'a [u8],
}

impl Earlier<'_> {
    /// Reads it as the type the record had then.
    ///
    /// # Errors
    /// When the body is damaged.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        read(self.table, self.body)
    }

    /// The refusal of a version that was never written.
    pub fn unknown(&self) -> StoreError {
        let what = format!("version {} is not known to this release", self.version);
        StoreError::Record { table: self.table, what }
    }
}

fn read<T: DeserializeOwned>(table: Table, body: &[u8]) -> Result<T> {
    let wrong = |what: String| StoreError::Record { table, what };
    let (record, used) = bincode::serde::decode_from_slice(body, CONFIG).map_err(|e| wrong(e.to_string()))?;
    if used == body.len() { Ok(record) } else { Err(wrong("bytes are left over".into())) }
}

/// Encodes a record for the journal: version and body.
///
/// # Errors
/// When the record is larger than the limit.
pub fn encode<R: Record>(record: &R) -> Result<Vec<u8>> {
    let mut out = vec![R::VERSION];
    bincode::serde::encode_into_std_write(record, &mut out, CONFIG)
        .map_err(|e| StoreError::Record { table: R::TABLE, what: e.to_string() })?;
    if out.len() > RECORD_MAX {
        return Err(StoreError::TooLarge { bytes: out.len() });
    }
    Ok(out)
}

/// Decodes what [`encode`] made, in this release or an earlier one.
///
/// # Errors
/// When the version is unknown or the body is damaged.
pub fn decode<R: Record>(bytes: &[u8]) -> Result<R> {
    let Some((&version, body)) = bytes.split_first() else {
        return Err(StoreError::Record { table: R::TABLE, what: "it is empty".into() });
    };
    if version == R::VERSION {
        return read(R::TABLE, body);
    }
    let earlier = Earlier { table: R::TABLE, version, body };
    if version < R::VERSION { R::upgrade(earlier) } else { Err(earlier.unknown()) }
}

/// Puts the revision before an encoded record: the form the engine holds.
pub fn with_revision(revision: Revision, encoded: &[u8]) -> Vec<u8> {
    [&revision.0.to_le_bytes(), encoded].concat()
}

/// Takes a value of the engine apart.
pub fn split_revision(value: &[u8]) -> Option<(Revision, &[u8])> {
    let (head, body) = value.split_first_chunk::<8>()?;
    Some((Revision(u64::from_le_bytes(*head)), body))
}

/// Encodes a part of the store's own bookkeeping.
pub(super) fn encode_plain<T: Serialize>(value: &T) -> Vec<u8> {
    bincode::serde::encode_to_vec(value, PLAIN).unwrap_or_default()
}

/// Decodes what [`encode_plain`] made; `None` when it is damaged.
pub(super) fn decode_plain<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, used) = bincode::serde::decode_from_slice(bytes, PLAIN).ok()?;
    (used == bytes.len()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{NoteId, RecordId};

    /// A record as a third release has it; the first one knew no colour, the second one kept it as a word.
    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Flag {
        name: String,
        colour: u32,
    }

    impl Record for Flag {
        const TABLE: Table = Table::Note;
        const VERSION: u8 = 3;
        type Id = NoteId;

        fn id(&self) -> NoteId {
            NoteId::from_u64(1)
        }

        fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
            let (name, word): (String, String) = match earlier.version {
                1 => (earlier.read()?, String::new()),
                2 => earlier.read()?,
                _ => return Err(earlier.unknown()),
            };
            Ok(Self { name, colour: if word == "red" { 0xFF_0000 } else { 0 } })
        }
    }

    fn written<T: Serialize>(version: u8, value: &T) -> Vec<u8> {
        let mut out = vec![version];
        bincode::serde::encode_into_std_write(value, &mut out, CONFIG).unwrap();
        out
    }

    #[test]
    fn values_of_every_release_are_read_as_those_of_today() {
        let flag = |name: &str, colour| Flag { name: name.into(), colour };
        assert_eq!(decode::<Flag>(&written(1, &"old")).unwrap(), flag("old", 0));
        assert_eq!(decode::<Flag>(&written(2, &("mid", "red"))).unwrap(), flag("mid", 0xFF_0000));
        let today = flag("new", 7);
        assert_eq!(encode(&today).unwrap(), written(3, &today));
        assert_eq!(decode::<Flag>(&written(3, &today)).unwrap(), today);
    }

    #[test]
    fn values_of_no_known_release_are_refused_by_name() {
        for version in [0, 4, 255] {
            let said = decode::<Flag>(&written(version, &"x")).unwrap_err().to_string();
            assert!(said.contains(&format!("version {version}")), "{said}");
        }
        assert!(decode::<Flag>(&[]).is_err());
        assert!(decode::<Flag>(&[written(1, &"old"), vec![0]].concat()).is_err(), "bytes are left over");
        assert!(decode::<Flag>(&[2, 200]).is_err(), "the body is cut");
    }
}
