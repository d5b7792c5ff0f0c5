//! The engine for tests: a map in memory.

use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};
use std::sync::{PoisonError, RwLock};

use super::{Batch, Engine, Result, Visit, Walk};

/// An ordered map in memory; gone with the process.
#[derive(Debug, Default)]
pub struct MemoryEngine(RwLock<BTreeMap<Vec<u8>, Vec<u8>>>);

impl Engine for MemoryEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned())
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        let map = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if to.is_some_and(|to| to <= from) {
            return Ok(());
        }
        let range =
            map.range::<[u8], _>((Bound::Included(from), to.map_or(Bound::Unbounded, Bound::Excluded)));
        let visit = |(key, value): (&Vec<u8>, &Vec<u8>)| visit(key, value);
        let _: ControlFlow<()> = match walk {
            Walk::Up => { range }.try_for_each(visit),
            Walk::Down => range.rev().try_for_each(visit),
        };
        Ok(())
    }

    fn apply(&self, batch: Batch) -> Result<()> {
        let mut map = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (key, value) in batch.sorted() {
            match value {
                Some(value) => map.insert(key.as_bytes().to_vec(), value),
                None => map.remove(key.as_bytes()),
            };
        }
        Ok(())
    }

    fn checkpoint(&self) -> Result<()> {
        Ok(())
    }

    fn size(&self) -> u64 {
        let map = self.0.read().unwrap_or_else(PoisonError::into_inner);
        map.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum()
    }
}
