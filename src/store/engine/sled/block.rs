//! Blocks: many neighbouring entries in one value of sled.
//!
//! sled's pages hold at most sixteen entries, however small, and each page costs over a hundred bytes on disk and several
//! hundred in memory. So an entry of sled is a block of neighbouring keys with their values.
//!
//! A block stands under its *end*: the least key behind all keys that belong into it. Its keys begin where the block
//! before it ends. A block never crosses the border of a table or an index (the first byte of keys). One that grows too
//! large is cut, and its upper part keeps the end; blocks are never joined, one that becomes empty goes. So keys only
//! ever move to blocks with lesser ends, and a walk that looks up each next block anew misses none.

use std::cmp::Ordering;
use std::ops::ControlFlow;

/// A key and its value.
pub type Entry = (Vec<u8>, Vec<u8>);

/// Largest block of more than one entry, in bytes.
const BLOCK_MAX: usize = 1024;
/// Most keys are no longer, in bytes.
const KEY_ROOM: usize = 64;

/// What the names of blocks of the table or index of a key begin with, and the name of its last block, which has no end.
/// `None` for the empty key, which belongs nowhere.
pub(super) fn last_name(key: &[u8]) -> Option<[u8; 2]> {
    key.first().map(|tag| [*tag, 1])
}

/// The name of a block that ends at a key; empty for the empty key, before which there is nothing.
pub(super) fn name_of_end(end: &[u8]) -> Vec<u8> {
    match end.first() {
        Some(tag) => [&[*tag, 0], end].concat(),
        None => Vec::new(),
    }
}

/// Reads a block; `None` when it can't be read.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut out: Vec<Entry> = Vec::new();
    let _to_the_end = walk(bytes, |key, value| {
        out.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    })?;
    Some(out)
}

/// What stands in a block as sled's file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its entries, from the first to the last.
    pub up: Vec<Entry>,
    /// And from the last to the first, read in that order.
    pub down: Vec<Entry>,
    /// What is found under each key of `up`.
    pub found: Vec<Option<Vec<u8>>>,
}

impl Block {
    /// Reads a block in every way the engine does; `None` when it can't be read.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let up = read(bytes)?;
        let mut down = Vec::with_capacity(up.len());
        let _to_the_end = walk_back(bytes, |key, value| {
            down.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        })?;
        let found = up.iter().map(|(key, _)| Some(find(bytes, key)?.map(<[u8]>::to_vec)));
        let found = found.collect::<Option<_>>()?;
        Some(Self { up, down, found })
    }

    /// The entries in blocks, as the engine writes them under a name that ends a table.
    pub fn write(entries: &[Entry]) -> Vec<Vec<u8>> {
        let name = entries.first().and_then(|(key, _)| last_name(key)).unwrap_or_default();
        write(entries, &name, false).into_iter().map(|(_, bytes)| bytes).collect()
    }
}

/// Visits the entries of a block in order; `None` when it can't be read.
pub(super) fn walk(
    mut bytes: &[u8],
    mut visit: impl FnMut(&[u8], &[u8]) -> ControlFlow<()>,
) -> Option<ControlFlow<()>> {
    let mut key = Vec::with_capacity(KEY_ROOM);
    while !bytes.is_empty() {
        let (kept, rest, value) = step(&mut bytes)?;
        if kept > key.len() {
            return None;
        }
        key.truncate(kept);
        key.extend_from_slice(rest);
        if visit(&key, value).is_break() {
            return Some(ControlFlow::Break(()));
        }
    }
    Some(ControlFlow::Continue(()))
}

/// As [`walk`], from the last entry to the first.
pub(super) fn walk_back(
    mut bytes: &[u8],
    mut visit: impl FnMut(&[u8], &[u8]) -> ControlFlow<()>,
) -> Option<ControlFlow<()>> {
    let mut keys = Vec::with_capacity(BLOCK_MAX);
    let mut entries = Vec::with_capacity(BLOCK_MAX / KEY_ROOM);
    let mut before = 0;
    while !bytes.is_empty() {
        let (kept, rest, value) = step(&mut bytes)?;
        let begin = keys.len();
        if kept > begin - before {
            return None;
        }
        keys.extend_from_within(before..before + kept);
        keys.extend_from_slice(rest);
        entries.push((begin..keys.len(), value));
        before = begin;
    }
    for (key, value) in entries.into_iter().rev() {
        if visit(keys.get(key)?, value).is_break() {
            return Some(ControlFlow::Break(()));
        }
    }
    Some(ControlFlow::Continue(()))
}

/// The least key of a block; `None` when it can't be read or is empty.
pub(super) fn first_key(mut bytes: &[u8]) -> Option<&[u8]> {
    step(&mut bytes).map(|(_, key, _)| key)
}

/// The value of a key in a block; the outer `None` when the block can't be read.
pub(super) fn find<'a>(mut bytes: &'a [u8], wanted: &[u8]) -> Option<Option<&'a [u8]>> {
    // So many bytes the key before, which is less, has in common with the wanted one: no key need be put together.
    let mut common = 0;
    while !bytes.is_empty() {
        let (kept, rest, value) = step(&mut bytes)?;
        match kept.cmp(&common) {
            // It differs from the wanted key where the key before does.
            Ordering::Greater => continue,
            Ordering::Less => return Some(None),
            Ordering::Equal => {}
        }
        let left = wanted.get(common..)?;
        let more = rest.iter().zip(left).take_while(|(a, b)| a == b).count();
        match (rest.get(more), left.get(more)) {
            (None, None) => return Some(Some(value)),
            (Some(_), None) => return Some(None),
            (Some(here), Some(wanted)) if here > wanted => return Some(None),
            _ => common += more,
        }
    }
    Some(None)
}

/// Reads one entry: how many bytes of the key before it are kept, the rest of the key, the value.
fn step<'a>(bytes: &mut &'a [u8]) -> Option<(usize, &'a [u8], &'a [u8])> {
    let kept = number(bytes)?;
    let rest = number(bytes)?;
    let len = number(bytes)?;
    let (rest, behind) = bytes.split_at_checked(rest)?;
    let (value, behind) = behind.split_at_checked(len)?;
    *bytes = behind;
    Some((kept, rest, value))
}

/// Reads a number of seven bits a byte, the least first.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut out = 0;
    for shift in (0..35).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        out |= usize::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return Some(out);
        }
    }
    None
}

fn push_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn push(out: &mut Vec<u8>, before: &[u8], (key, value): &Entry) {
    let kept = before.iter().zip(key).take_while(|(a, b)| a == b).count();
    push_number(out, kept);
    push_number(out, key.len() - kept);
    push_number(out, value.len());
    out.extend_from_slice(key.get(kept..).unwrap_or_default());
    out.extend_from_slice(value);
}

/// Merges changes into the entries of a block. Both are in the order of keys.
pub(super) fn merge(old: Vec<Entry>, changes: Vec<(Vec<u8>, Option<Vec<u8>>)>) -> Vec<Entry> {
    let mut out = Vec::with_capacity(old.len() + changes.len());
    let mut old = old.into_iter().peekable();
    for (key, value) in changes {
        while let Some(entry) = old.next_if(|(known, _)| *known < key) {
            out.push(entry);
        }
        let _replaced = old.next_if(|(known, _)| *known == key);
        out.extend(value.map(|value| (key, value)));
    }
    out.extend(old);
    out
}

/// Writes entries as blocks, each under its name; the last of them under `name`.
///
/// Where entries were added at the end only (`appended`), the blocks are filled one after the other: more will come
/// behind them. Otherwise what is too much for one is shared evenly, so that each has room.
pub(super) fn write(entries: &[Entry], name: &[u8], appended: bool) -> Vec<(Vec<u8>, Vec<u8>)> {
    let weight = |(key, value): &Entry| key.len() + value.len() + 3;
    let mut whole = Vec::new();
    let mut before: &[u8] = &[];
    for entry in entries {
        push(&mut whole, before, entry);
        before = &entry.0;
    }
    if whole.len() <= BLOCK_MAX || entries.len() < 2 {
        return vec![(name.to_vec(), whole)];
    }
    let sum: usize = entries.iter().map(weight).sum();
    // Prefixes that are kept make a block smaller than the sum of its entries.
    let room = if appended { BLOCK_MAX } else { whole.len().div_ceil(whole.len().div_ceil(BLOCK_MAX)) };
    let room = room * sum / whole.len();
    let mut out = Vec::new();
    let (mut block, mut filled) = (Vec::new(), 0);
    let mut before: &[u8] = &[];
    for entry in entries {
        if filled > 0 && filled + weight(entry) > room {
            out.push((name_of_end(&entry.0), std::mem::take(&mut block)));
            (before, filled) = (&[], 0);
        }
        push(&mut block, before, entry);
        filled += weight(entry);
        before = &entry.0;
    }
    out.push((name.to_vec(), block));
    out
}
