//! Blocks: many neighbouring entries in one value of sled.
//!
//! sled's pages hold at most sixteen entries, however small, and each page costs over a hundred bytes on disk and several
//! hundred in memory. So an entry of sled is a block of neighbouring keys with their values.
//!
//! A block stands under its *end*: the least key behind all keys that belong into it. Its keys begin where the block
//! before it ends. A block never crosses the border of a table or an index (the first byte of keys). One that grows too
//! large is cut, and its upper part keeps the end; blocks are never joined, one that becomes empty goes. So keys only
//! ever move to blocks with lesser ends, and a walk that looks up each next block anew misses none.

/// A key and its value.
pub(super) type Entry = (Vec<u8>, Vec<u8>);

/// Largest block of more than one entry, in bytes.
const BLOCK_MAX: usize = 1024;

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
pub(super) fn read(mut bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut out: Vec<Entry> = Vec::new();
    while !bytes.is_empty() {
        let mut key = Vec::new();
        let value =
            step(&mut bytes, out.last().map(|(key, _)| key.as_slice()).unwrap_or_default(), &mut key)?;
        out.push((key, value.to_vec()));
    }
    Some(out)
}

/// The value of a key in a block; the outer `None` when the block can't be read.
pub(super) fn find(mut bytes: &[u8], wanted: &[u8]) -> Option<Option<Vec<u8>>> {
    let (mut before, mut key) = (Vec::new(), Vec::new());
    while !bytes.is_empty() {
        let value = step(&mut bytes, &before, &mut key)?;
        match key.as_slice().cmp(wanted) {
            std::cmp::Ordering::Less => std::mem::swap(&mut before, &mut key),
            std::cmp::Ordering::Equal => return Some(Some(value.to_vec())),
            std::cmp::Ordering::Greater => return Some(None),
        }
    }
    Some(None)
}

/// Reads one entry: how many bytes of the key before it are kept, the rest of the key, the value.
fn step<'a>(bytes: &mut &'a [u8], before: &[u8], key: &mut Vec<u8>) -> Option<&'a [u8]> {
    let kept = number(bytes)?;
    let rest = number(bytes)?;
    let len = number(bytes)?;
    let (rest, behind) = bytes.split_at_checked(rest)?;
    let (value, behind) = behind.split_at_checked(len)?;
    key.clear();
    key.extend_from_slice(before.get(..kept)?);
    key.extend_from_slice(rest);
    *bytes = behind;
    Some(value)
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
