//! An engine that has failed: it is opened again and brought up to the journal.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::Writer;
use crate::store::engine::{Batch, Engine, Visit, Walk};
use crate::store::error::{Result, StoreError};
use crate::store::local::applied::Applied;
use crate::store::local::fill::{Filler, OnDamage, fill};

/// How long readers have to let go of an engine that has failed. Whoever reads longer stands still himself.
const LET_GO: Duration = Duration::from_secs(2);

impl Writer {
    /// Opens the engine again after it has failed and brings it up to the journal: it is not trusted before.
    ///
    /// Without room it would not open, and what readers still have of it would be given up for nothing: it stays then.
    pub(super) fn heal(&mut self) -> Result<()> {
        if let Some(lack) = self.lacks(self.room()) {
            return Err(lack);
        }
        self.open_again()?;
        self.shared.answer(None);
        Ok(())
    }

    fn open_again(&mut self) -> Result<()> {
        let Some(reopen) = &self.shared.reopen else {
            return Err(StoreError::Engine("the engine can't be opened again".into()));
        };
        {
            let old = self.shared.put_engine(Arc::new(Closed));
            // Readers are through with it in a moment; its files are free only then.
            let began = Instant::now();
            while Arc::strong_count(&old) > 1 {
                if began.elapsed() > LET_GO {
                    self.shared.put_engine(old);
                    return Err(StoreError::Engine("somebody does not stop reading it".into()));
                }
                std::thread::sleep(Duration::from_micros(100));
            }
        }
        let engine = reopen()?;
        // What was counted of the failed engine includes commits that are about to be replayed.
        let (counters, last) = (&self.shared.counters, self.journal.last());
        let seq = match Applied::take_over(engine.as_ref(), counters)? {
            // It has lost all it had: a snapshot fills it, for the beginning of the journal may be gone.
            0 if last > 0 => {
                let disk = &self.shared.disk;
                fill(engine.as_ref(), counters, disk, Some(last), OnDamage::Refuse, &mut |_| {})?
            }
            seq => Filler::new(engine.as_ref(), counters, seq).replay(&self.shared.reader, last)?,
        };
        if seq < self.journal.last() {
            return Err(StoreError::Engine("the journal can't be read to its end".into()));
        }
        self.shared.put_engine(self.shared.watched(engine));
        self.shared.applied.store(seq, Ordering::Release);
        self.limping = false;
        Ok(())
    }

    /// Tells the subscribers of commits that became visible only when the engine was back.
    pub(super) fn publish_missed(&mut self) {
        let mut subscribers = self.shared.subscribers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let last = self.shared.applied.load(Ordering::Acquire);
        let told = self.shared.reader.each_after(self.published, &mut |entry| {
            let is_last = entry.seq >= last;
            let entry = Arc::new(entry);
            subscribers.retain(|subscriber| subscriber.send(Arc::clone(&entry)).is_ok());
            if is_last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Err(error) = told {
            tracing::error!(%error, "screens were not told of what has become visible");
        }
        self.published = last;
    }
}

/// The engine while there is none: between one that has failed and the same opened again. Readers that meet it ask the
/// writer to try, and wait for a moment ([`Shared::read`](crate::store::local::shared::Shared::read)).
struct Closed;

impl Closed {
    fn error<T>() -> Result<T> {
        Err(StoreError::Engine("the engine has failed and could not be opened again yet".into()))
    }
}

impl Engine for Closed {
    fn get(&self, _: &[u8]) -> Result<Option<Vec<u8>>> {
        Self::error()
    }

    fn range(&self, _: &[u8], _: Option<&[u8]>, _: Walk, _: &mut Visit<'_>) -> Result<()> {
        Self::error()
    }

    fn apply(&self, _: Batch) -> Result<()> {
        Self::error()
    }

    fn checkpoint(&self) -> Result<()> {
        Self::error()
    }

    fn size(&self) -> u64 {
        0
    }

    fn is_stand_in(&self) -> bool {
        true
    }
}
