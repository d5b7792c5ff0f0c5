//! How far an engine has come, noted in the engine itself.

use std::sync::atomic::Ordering;

use super::Counters;
use crate::store::codec;
use crate::store::engine::{Batch, Engine};
use crate::store::error::{Result, StoreError};
use crate::store::key::Key;
use crate::store::tables::META_TAG;

/// The layout of keys and indexes in the engine. An engine of another one is made anew.
const SCHEMA: u32 = 3;

/// The key in the engine that says how far it has come.
fn applied_key() -> Key {
    Key::new(META_TAG).byte(0)
}

/// How far the engine has come.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Applied {
    schema: u32,
    /// The last commit that is in the engine, with everything before it.
    pub(super) seq: u64,
    /// The next free id of each table, by tag.
    pub(super) counters: Vec<(u8, u64)>,
    /// Bytes of all keys and values.
    bytes: i64,
}

impl Applied {
    /// How far an engine has come; `None` when it was never written to.
    pub(super) fn of(engine: &dyn Engine) -> Result<Option<Self>> {
        let Some(bytes) = engine.get(applied_key().as_bytes())? else { return Ok(None) };
        match codec::decode_plain::<Self>(&bytes) {
            Some(applied) if applied.schema == SCHEMA => Ok(Some(applied)),
            _ => Err(StoreError::Engine("its bookkeeping is of another release, or damaged".into())),
        }
    }

    /// The last commit an engine has, 0 when it was never written to. The counters become those it was written with.
    pub(super) fn take_over(engine: &dyn Engine, counters: &Counters) -> Result<u64> {
        let Some(applied) = Self::of(engine)? else {
            counters.bytes.store(0, Ordering::Relaxed);
            return Ok(0);
        };
        applied.tell(counters);
        Ok(applied.seq)
    }

    /// Takes over the numbers it was written with.
    pub(super) fn tell(&self, counters: &Counters) {
        counters.raise(&self.counters);
        counters.bytes.store(self.bytes, Ordering::Relaxed);
    }

    /// Adds to a batch how far the engine has come with it.
    pub(super) fn note(batch: &mut Batch, seq: u64, counters: &Counters) {
        let bytes = counters.bytes.load(Ordering::Relaxed);
        let applied = Self { schema: SCHEMA, seq, counters: counters.snapshot(), bytes };
        batch.put(applied_key(), codec::encode_plain(&applied));
    }
}
