//! Blocks at hand: those that were read or written lately, above sled.
//!
//! sled walks a tree of pages for every look-up; here it is one step in a map. A block that is kept knows how far down
//! the keys reach that are looked for in it, so a look-up by key needs no other block, and finding nothing is as fast.
//!
//! Readers never see an older state here than others see in sled: what a change is about to touch goes before sled is
//! changed ([`Cache::begin`]) and comes back after it ([`Cache::end`]). Who has read a block from sled may keep it only if
//! no change has begun since he asked ([`Permit`]).

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use sled::IVec;

/// Most that is kept, in bytes.
const BYTES_MAX: usize = 64 * 1024 * 1024;
/// What a block takes beside its bytes, about.
const OVERHEAD: usize = 160;

/// A block.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) name: IVec,
    /// No block has a name between this and that of the block: what is looked for behind it is in this block or nowhere.
    pub(super) start: IVec,
    pub(super) bytes: IVec,
}

/// Allows to keep what is read from sled now; `None` while a change is under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Permit(Option<u64>);

pub(super) struct Cache {
    state: RwLock<State>,
    bytes_max: usize,
}

#[derive(Default)]
struct State {
    /// By name.
    blocks: BTreeMap<IVec, Slot>,
    bytes: usize,
    /// Counts the changes.
    change: u64,
    /// A change is under way.
    changing: bool,
    /// Up to where unused blocks were looked for.
    hand: IVec,
}

struct Slot {
    start: IVec,
    bytes: IVec,
    /// Somebody has asked for it since the hand went by.
    used: AtomicBool,
}

impl Default for Cache {
    fn default() -> Self {
        Self::new(BYTES_MAX)
    }
}

impl Cache {
    /// Keeps so many bytes.
    fn new(bytes_max: usize) -> Self {
        Self { state: RwLock::default(), bytes_max }
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The block with the least name behind this one, or (`at`) of this very name.
    pub(super) fn next(&self, name: &[u8], at: bool) -> Result<Found, Permit> {
        let state = self.read();
        let lower = if at { Bound::Included(name) } else { Bound::Excluded(name) };
        let next = state.blocks.range::<[u8], _>((lower, Bound::Unbounded)).next();
        let sure = next.filter(|(known, slot)| match at {
            true => *slot.start < *name || ***known == *name,
            false => *slot.start <= *name,
        });
        sure.map(|(name, slot)| slot.found(name)).ok_or_else(|| state.permit())
    }

    /// The block with the greatest name before this one.
    pub(super) fn before(&self, name: &[u8]) -> Result<Found, Permit> {
        let state = self.read();
        let mut down = state.blocks.range::<[u8], _>((Bound::Unbounded, Bound::Included(name))).rev();
        let here = down.next().filter(|(known, _)| ***known == *name);
        let before = here.zip(down.next()).filter(|((_, here), (before, _))| here.start == **before);
        before.map(|(_, (name, slot))| slot.found(name)).ok_or_else(|| state.permit())
    }

    /// Keeps what was read from sled.
    pub(super) fn keep(&self, permit: Permit, found: Found) {
        let Permit(Some(change)) = permit else { return };
        let mut state = self.write();
        if state.changing || state.change != change {
            return;
        }
        let known = state.blocks.get_mut(&found.name).map(|slot| {
            if found.start < slot.start {
                slot.start = found.start.clone();
            }
        });
        if known.is_none() {
            state.put(found);
            state.make_room(self.bytes_max);
        }
    }

    /// Before sled is changed: forgets the blocks that will change, and those whose keys a new one will take.
    pub(super) fn begin<'a>(&self, names: impl Iterator<Item = &'a IVec>) {
        let mut state = self.write();
        state.changing = true;
        state.change += 1;
        for name in names {
            state.remove(name);
            let next = state.blocks.range::<[u8], _>((Bound::Excluded(&**name), Bound::Unbounded)).next();
            let split = next.filter(|(_, slot)| slot.start < *name).map(|(next, _)| next.clone());
            if let Some(next) = split {
                state.remove(&next);
            }
        }
    }

    /// After sled was changed: keeps the blocks as they are now.
    pub(super) fn end(&self, blocks: impl Iterator<Item = Found>) {
        let mut state = self.write();
        state.changing = false;
        state.change += 1;
        for block in blocks {
            state.put(block);
        }
        state.make_room(self.bytes_max);
    }
}

impl Slot {
    fn found(&self, name: &IVec) -> Found {
        // Writing it each time would take the line from the other processors.
        if !self.used.load(Ordering::Relaxed) {
            self.used.store(true, Ordering::Relaxed);
        }
        Found { name: name.clone(), start: self.start.clone(), bytes: self.bytes.clone() }
    }
}

fn size(name: &IVec, bytes: &IVec) -> usize {
    name.len() + bytes.len() + OVERHEAD
}

impl State {
    fn permit(&self) -> Permit {
        Permit((!self.changing).then_some(self.change))
    }

    fn put(&mut self, Found { name, start, bytes }: Found) {
        self.remove(&name);
        self.bytes += size(&name, &bytes);
        self.blocks.insert(name, Slot { start, bytes, used: AtomicBool::new(false) });
    }

    fn remove(&mut self, name: &IVec) {
        if let Some(slot) = self.blocks.remove(name) {
            self.bytes = self.bytes.saturating_sub(size(name, &slot.bytes));
        }
    }

    /// Forgets blocks that nobody has asked for lately until no more is kept than may be.
    fn make_room(&mut self, max: usize) {
        /// Blocks that are looked at under one look-up of the hand.
        const STEP: usize = 16;
        while self.bytes > max && !self.blocks.is_empty() {
            let mut unused = Vec::with_capacity(STEP);
            let mut last = None;
            let hand = (Bound::Excluded(&*self.hand), Bound::Unbounded);
            for (name, slot) in self.blocks.range::<[u8], _>(hand).take(STEP) {
                if !slot.used.swap(false, Ordering::Relaxed) {
                    unused.push(name.clone());
                }
                last = Some(name.clone());
            }
            // Behind the last block it begins anew.
            self.hand = last.unwrap_or_default();
            for name in &unused {
                self.remove(name);
            }
        }
    }
}
