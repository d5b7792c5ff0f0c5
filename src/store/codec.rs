//! How records become bytes. All encoding of values sits here.
//!
//! A value in the engine is `revision: u64 little-endian | version: u8 | bincode`. The journal holds the same without the
//! revision, because there it is the number of the entry. A record type that changes gets a new version and a pure
//! upgrade from the old one in [`decode`]; the encoding of an old version is never edited.

use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{Result, StoreError};
use super::tables::{Record, Revision};

/// No record is larger, in bytes. Corrupt lengths are refused by it before memory is taken.
const RECORD_MAX: usize = 16 * 1024 * 1024;

const CONFIG: Configuration<LittleEndian, Varint, Limit<RECORD_MAX>> =
    bincode::config::standard().with_limit::<RECORD_MAX>();

/// The store's own bookkeeping holds whole commits: room for the largest frame, and for the lists that are made of it.
const PLAIN: Configuration<LittleEndian, Varint, Limit<{ 256 * 1024 * 1024 }>> =
    bincode::config::standard().with_limit::<{ 256 * 1024 * 1024 }>();

/// The version written today, for every table. A table whose record changes moves to its own constant.
const VERSION: u8 = 1;

/// Encodes a record for the journal: version and body.
///
/// # Errors
/// When the record is larger than the limit.
pub fn encode<R: Record>(record: &R) -> Result<Vec<u8>> {
    let mut out = vec![VERSION];
    bincode::serde::encode_into_std_write(record, &mut out, CONFIG)
        .map_err(|e| StoreError::Record { table: R::TABLE, what: e.to_string() })?;
    if out.len() > RECORD_MAX {
        return Err(StoreError::TooLarge { bytes: out.len() });
    }
    Ok(out)
}

/// Decodes what [`encode`] made.
///
/// # Errors
/// When the version is unknown or the body is damaged.
pub fn decode<R: Record>(bytes: &[u8]) -> Result<R> {
    let wrong = |what: String| StoreError::Record { table: R::TABLE, what };
    match bytes.split_first() {
        Some((&VERSION, body)) => {
            let (record, used) =
                bincode::serde::decode_from_slice::<R, _>(body, CONFIG).map_err(|e| wrong(e.to_string()))?;
            if used == body.len() { Ok(record) } else { Err(wrong("bytes are left over".into())) }
        }
        Some((version, _)) => Err(wrong(format!("version {version} is not known to this release"))),
        None => Err(wrong("it is empty".into())),
    }
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
