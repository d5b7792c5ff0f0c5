//! The names themselves and whose they are.

use super::NameOwner;
use super::bits::Bits;
use super::packed;
use crate::domain::ids::{ClientId, LegalEntityId, PersonId, RecordId};

/// Names per base offset: even the longest ones together stay far below what a `u32` counts.
const BLOCK: usize = 1024;
const NONE: u32 = u32::MAX;

/// Names by number, 0, 1, 2 and so on in the order they came. A removed name keeps its number until
/// [`compacted`](Self::compacted).
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    text: Vec<u8>,
    /// Where each block begins in `text`, and each name in its block.
    blocks: Vec<u64>,
    starts: Vec<u32>,
    ids: Vec<u64>,
    kinds: Vec<u8>,
    lengths: Vec<u8>,
    live: Bits,
    live_count: usize,
    /// Names by owner: chains of numbers, their heads by the owner's hash.
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl Records {
    /// How many names there are, removed ones included.
    pub(super) fn total(&self) -> usize {
        self.starts.len()
    }

    /// How many names are not removed.
    pub(super) fn live_count(&self) -> usize {
        self.live_count
    }

    pub(super) fn live(&self) -> &Bits {
        &self.live
    }

    /// Adds a name; `length` is that of its search form. `None` when there is no room for its number.
    pub(super) fn push(&mut self, owner: NameOwner, name: &str, length: usize) -> Option<u32> {
        self.push_packed(owner, u8::try_from(length).unwrap_or(u8::MAX), |text| packed::pack(name, text))
    }

    fn push_packed(&mut self, owner: NameOwner, length: u8, write: impl FnOnce(&mut Vec<u8>)) -> Option<u32> {
        // One bit of a posting is taken by a mark.
        let number = u32::try_from(self.total()).ok().filter(|&n| n < u32::MAX >> 1)?;
        if self.total().is_multiple_of(BLOCK) {
            self.blocks.push(self.text.len() as u64);
        }
        let block = self.blocks.last().copied().unwrap_or_default();
        self.starts.push(u32::try_from(self.text.len() as u64 - block).ok()?);
        write(&mut self.text);
        let (kind, id) = split(owner);
        self.ids.push(id);
        self.kinds.push(kind);
        self.lengths.push(length);
        self.live.set_growing(number);
        self.live_count += 1;
        self.next.push(NONE);
        if self.heads.len() < self.total() {
            self.rehash();
        } else {
            self.link(number);
        }
        Some(number)
    }

    /// Whether the owner has this very name already.
    pub(super) fn contains(&self, owner: NameOwner, name: &str) -> bool {
        let mut packed = Vec::with_capacity(name.len());
        packed::pack(name, &mut packed);
        self.chain(owner).any(|n| self.owner(n) == Some(owner) && self.packed(n) == packed)
    }

    /// Whether an owner has any name.
    pub(super) fn has(&self, owner: NameOwner) -> bool {
        self.chain(owner).any(|n| self.owner(n) == Some(owner))
    }

    /// Removes all names of an owner and says how many there were.
    pub(super) fn remove(&mut self, owner: NameOwner) -> usize {
        let Some(bucket) = self.bucket(owner) else { return 0 };
        let chain: Vec<u32> = self.chain(owner).collect();
        let (gone, kept): (Vec<_>, Vec<_>) = chain.into_iter().partition(|&n| self.owner(n) == Some(owner));
        if gone.is_empty() {
            return 0;
        }
        // The chain is linked anew without them, so that a client saved a thousand times does not slow the next save.
        if let Some(head) = self.heads.get_mut(bucket) {
            *head = NONE;
        }
        kept.iter().rev().for_each(|&n| self.link(n));
        gone.iter().for_each(|&n| self.live.clear(n));
        self.live_count -= gone.len();
        gone.len()
    }

    pub(super) fn owner(&self, number: u32) -> Option<NameOwner> {
        let at = number as usize;
        join(*self.kinds.get(at)?, *self.ids.get(at)?)
    }

    /// The length of the search form, at most 255.
    pub(super) fn length(&self, number: u32) -> u8 {
        self.lengths.get(number as usize).copied().unwrap_or_default()
    }

    pub(super) fn name(&self, number: u32) -> String {
        packed::unpack(self.packed(number))
    }

    fn packed(&self, number: u32) -> &[u8] {
        let start = |at: usize| Some(self.blocks.get(at / BLOCK)? + u64::from(*self.starts.get(at)?));
        let at = number as usize;
        let from = start(at).unwrap_or_default();
        let to = start(at + 1).unwrap_or(self.text.len() as u64);
        let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        range.and_then(|(from, to)| self.text.get(from..to)).unwrap_or_default()
    }

    /// The same without removed names, and the new number of each old one.
    pub(super) fn compacted(&self) -> (Self, Vec<Option<u32>>) {
        let mut new = Self::default();
        let all = 0..u32::try_from(self.total()).unwrap_or(u32::MAX);
        let numbers = all.map(|n| {
            let owner = self.owner(n).filter(|_| self.live.has(n))?;
            new.push_packed(owner, self.length(n), |text| text.extend_from_slice(self.packed(n)))
        });
        let numbers = numbers.collect();
        new.shrink();
        (new, numbers)
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.kinds.shrink_to_fit();
        self.lengths.shrink_to_fit();
        self.live.shrink();
        self.next.shrink_to_fit();
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        let words = self.starts.capacity() + self.heads.capacity() + self.next.capacity();
        let bytes = self.text.capacity() + self.kinds.capacity() + self.lengths.capacity();
        bytes + words * 4 + (self.blocks.capacity() + self.ids.capacity()) * 8 + self.live.memory()
    }

    /// The live names whose owners share this owner's hash.
    fn chain(&self, owner: NameOwner) -> impl Iterator<Item = u32> {
        let head = self.bucket(owner).and_then(|b| self.heads.get(b)).copied();
        std::iter::successors(head, |&n| self.next.get(n as usize).copied()).take_while(|&n| n != NONE)
    }

    fn bucket(&self, owner: NameOwner) -> Option<usize> {
        let (kind, id) = split(owner);
        let hash = (id ^ u64::from(kind) << 61).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(hash >> 32).ok()?.checked_rem(self.heads.len())
    }

    fn link(&mut self, number: u32) {
        let bucket = self.owner(number).and_then(|owner| self.bucket(owner));
        let Some(head) = bucket.and_then(|b| self.heads.get_mut(b)) else { return };
        if let Some(next) = self.next.get_mut(number as usize) {
            *next = std::mem::replace(head, number);
        }
    }

    /// Makes room for twice the names.
    fn rehash(&mut self) {
        let size = (self.total() * 2).next_power_of_two().max(16);
        self.heads = vec![NONE; size];
        let live: Vec<u32> = self.live.iter().collect();
        live.into_iter().for_each(|n| self.link(n));
    }
}

fn split(owner: NameOwner) -> (u8, u64) {
    match owner {
        NameOwner::Client(id) => (0, id.as_u64()),
        NameOwner::Person(id) => (1, id.as_u64()),
        NameOwner::LegalEntity(id) => (2, id.as_u64()),
    }
}

fn join(kind: u8, id: u64) -> Option<NameOwner> {
    match kind {
        0 => Some(NameOwner::Client(ClientId::from_u64(id))),
        1 => Some(NameOwner::Person(PersonId::from_u64(id))),
        2 => Some(NameOwner::LegalEntity(LegalEntityId::from_u64(id))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(id: u64) -> NameOwner {
        NameOwner::Client(ClientId::from_u64(id))
    }

    #[test]
    fn names_stay_with_their_owners() {
        let mut records = Records::default();
        for id in 0..3000 {
            records.push(client(id), &format!("Клиент {id}"), 5).unwrap();
            records.push(NameOwner::Person(PersonId::from_u64(id)), &format!("Person {id}"), 300).unwrap();
        }
        assert_eq!((records.name(0).as_str(), records.name(5999).as_str()), ("Клиент 0", "Person 2999"));
        assert_eq!((records.length(0), records.length(1)), (5, 255));
        assert!(records.contains(client(7), "Клиент 7") && !records.contains(client(7), "Person 7"));
        assert_eq!(
            (records.remove(client(7)), records.remove(client(7)), records.remove(client(9999))),
            (1, 0, 0)
        );
        assert!(!records.contains(client(7), "Клиент 7"));
        let (new, numbers) = records.compacted();
        assert_eq!((new.total(), numbers[13], numbers[14], numbers[15]), (5999, Some(13), None, Some(14)));
        assert_eq!(
            (new.name(14), new.owner(14)),
            ("Person 7".into(), Some(NameOwner::Person(PersonId::from_u64(7))))
        );
        assert!(new.contains(client(8), "Клиент 8"));
    }

    #[test]
    fn saving_one_client_again_and_again_keeps_its_chain_short() {
        let mut records = Records::default();
        for _ in 0..1000 {
            records.remove(client(1));
            records.push(client(1), "Протон", 6).unwrap();
        }
        assert_eq!((records.chain(client(1)).count(), records.live_count(), records.total()), (1, 1, 1000));
    }
}
