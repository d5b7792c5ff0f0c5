//! An engine that is watched: that it could not be read is remembered, whoever has read it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::store::engine::{Batch, Engine, Visit, Walk};
use crate::store::error::{Result, StoreError};

/// The engine of an open store. One that can't be read is not trusted when the store is closed, and the next opening makes it
/// anew. What it can't take tells itself: the journal has it, and the next opening tries again.
pub(super) struct Watched {
    engine: Arc<dyn Engine>,
    suspect: Arc<AtomicBool>,
}

impl Watched {
    pub(super) fn over(engine: Arc<dyn Engine>, suspect: &Arc<AtomicBool>) -> Arc<dyn Engine> {
        Arc::new(Self { engine, suspect: Arc::clone(suspect) })
    }

    fn look<T>(&self, read: Result<T>) -> Result<T> {
        if let Err(error @ StoreError::Engine(_)) = &read
            && !self.engine.is_stand_in()
            && error.refusal().is_none()
        {
            tracing::error!(%error, "the engine can't be read");
            self.suspect.store(true, Ordering::Relaxed);
        }
        read
    }
}

impl Engine for Watched {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.look(self.engine.get(key))
    }

    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.look(self.engine.range(from, to, walk, visit))
    }

    fn apply(&self, batch: Batch) -> Result<()> {
        self.engine.apply(batch)
    }

    fn apply_later(&self, batch: Batch) -> Result<()> {
        self.engine.apply_later(batch)
    }

    fn checkpoint(&self) -> Result<()> {
        self.engine.checkpoint()
    }

    fn size(&self) -> u64 {
        self.engine.size()
    }

    fn is_stand_in(&self) -> bool {
        self.engine.is_stand_in()
    }
}
