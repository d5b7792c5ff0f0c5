//! How far an engine has come, noted in the engine itself.

use std::sync::atomic::Ordering;

use super::Counters;
use crate::store::codec;
use crate::store::engine::{Batch, Engine};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Known, Mark};
use crate::store::key::Key;
use crate::store::tables::META_TAG;

/// The layout of keys and indexes in the engine. An engine of another one is made anew.
const SCHEMA: u32 = 5;

/// The key in the engine that says how far it has come.
fn applied_key() -> Key {
    Key::new(META_TAG).byte(0)
}

/// The key in the engine for the fingerprint of the commit it has come to. It is beside the other note, and names the commit:
/// an engine of an earlier release has none, and one that such a release has written to has an old one.
fn mark_key() -> Key {
    Key::new(META_TAG).byte(1)
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
    /// The fingerprint of the commit `seq`; kept under a key of its own.
    #[serde(skip)]
    pub(super) mark: Mark,
}

impl Applied {
    /// How far an engine has come; `None` when it was never written to.
    pub(super) fn of(engine: &dyn Engine) -> Result<Option<Self>> {
        let Some(bytes) = engine.get(applied_key().as_bytes())? else { return Ok(None) };
        match codec::decode_plain::<Self>(&bytes) {
            Some(applied) if applied.schema == SCHEMA => {
                let noted = engine.get(mark_key().as_bytes())?;
                let noted = noted.and_then(|bytes| codec::decode_plain::<(u64, Mark)>(&bytes));
                let mark = noted.filter(|(seq, _)| *seq == applied.seq).map(|(_, mark)| mark);
                Ok(Some(Self { mark: mark.unwrap_or_default(), ..applied }))
            }
            _ => Err(StoreError::Engine("its bookkeeping is of another release, or damaged".into())),
        }
    }

    /// How far an engine has come, as the journal is asked to go on from there; 0 when it was never written to.
    pub(super) fn known(engine: &dyn Engine) -> Result<Known> {
        let applied = Self::of(engine)?;
        Ok(applied.map_or_else(Known::default, |applied| Known {
            from: applied.seq,
            mark: applied.mark,
            reached: applied.seq,
        }))
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

    /// Adds to a batch how far the engine has come with it: to the commit `seq`, which has this fingerprint.
    pub(super) fn note(batch: &mut Batch, seq: u64, mark: Mark, counters: &Counters) {
        let bytes = counters.bytes.load(Ordering::Relaxed);
        let applied = Self { schema: SCHEMA, seq, counters: counters.snapshot(), bytes, mark };
        batch.put(applied_key(), codec::encode_plain(&applied));
        batch.put(mark_key(), codec::encode_plain(&(seq, mark)));
    }
}
