//! Keys longer than LMDB takes (511 bytes).
//!
//! All keys that begin with the same 510 bytes and go on share a bucket: one value that stands under those bytes and a
//! zero byte, with the rest of each key in order. Every shorter key stands for itself. The order of keys is kept: two
//! keys of different buckets, or one in a bucket and one outside, differ within the first 510 bytes or are parted by
//! their lengths.

use std::ops::ControlFlow;

use super::super::{Visit, Walk};
use crate::store::error::{Result, StoreError};

/// Longest key that stands for itself, in bytes.
const PLAIN_MAX: usize = 510;

/// The key of the bucket a key belongs into; `None` for one that stands for itself.
pub(super) fn bucket_of(key: &[u8]) -> Option<Vec<u8>> {
    let (head, tail) = key.split_at_checked(PLAIN_MAX)?;
    (!tail.is_empty()).then(|| [head, &[0]].concat())
}

/// The value of a key in its bucket.
pub(super) fn find(bucket: &[u8], key: &[u8]) -> Result<Option<Vec<u8>>> {
    let tail = key.get(PLAIN_MAX..).unwrap_or_default();
    let entries = entries(bucket)?;
    let found = entries.into_iter().find(|(known, _)| *known == tail);
    Ok(found.map(|(_, value)| value.to_vec()))
}

/// The bucket with the value of a key set or removed; `None` when nothing is left in it.
pub(super) fn with(bucket: &[u8], key: &[u8], value: Option<&[u8]>) -> Result<Option<Vec<u8>>> {
    let tail = key.get(PLAIN_MAX..).unwrap_or_default();
    let mut entries = entries(bucket)?;
    match (entries.binary_search_by(|(known, _)| (*known).cmp(tail)), value) {
        (Ok(place), _) => {
            entries.remove(place);
            if let Some(value) = value {
                entries.insert(place, (tail, value));
            }
        }
        (Err(place), Some(value)) => entries.insert(place, (tail, value)),
        (Err(_), None) => {}
    }
    if entries.is_empty() {
        return Ok(None);
    }
    let mut out = Vec::new();
    for (tail, value) in entries {
        for part in [tail, value] {
            out.extend_from_slice(&(part.len() as u64).to_le_bytes());
            out.extend_from_slice(part);
        }
    }
    Ok(Some(out))
}

/// Visits what stands under a key of the tree: the key itself, or all keys of a bucket.
pub(super) fn visit(key: &[u8], value: &[u8], walk: Walk, visit: &mut Visit<'_>) -> Result<ControlFlow<()>> {
    let Some((head, [_])) = key.split_at_checked(PLAIN_MAX) else { return Ok(visit(key, value)) };
    let mut entries = entries(value)?;
    if walk == Walk::Down {
        entries.reverse();
    }
    Ok(entries.into_iter().try_for_each(|(tail, value)| visit(&[head, tail].concat(), value)))
}

fn entries(mut bucket: &[u8]) -> Result<Vec<(&[u8], &[u8])>> {
    fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
        let (len, after) = rest.split_first_chunk::<8>()?;
        let (part, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)?;
        *rest = after;
        Some(part)
    }
    let mut out = Vec::new();
    while !bucket.is_empty() {
        let entry = part(&mut bucket).and_then(|tail| Some((tail, part(&mut bucket)?)));
        out.push(entry.ok_or_else(|| StoreError::Engine("a bucket of long keys can't be read".into()))?);
    }
    Ok(out)
}
