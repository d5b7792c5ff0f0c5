//! What an administrator may decide about a store.

/// How a store is kept. The defaults are right for most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Below so many free bytes on the disk nothing more is written. Bulk loads stop at twice as much, so that operators
    /// can go on.
    pub reserve: u64,
    /// The engine is brought to the disk whenever the journal has grown by so many bytes.
    pub checkpoint_bytes: u64,
    /// A snapshot is taken whenever the journal has grown by so many bytes since the last one.
    pub snapshot_bytes: u64,
    /// A snapshot is taken, too, when the last commit was made so many hours after the last snapshot. 0: never for this
    /// reason.
    pub snapshot_hours: u32,
    /// How many snapshots are kept, the newest ones; at least one.
    pub keep_snapshots: u32,
    /// For how many days back from the last commit history is kept; `None` keeps all of it. What the oldest snapshot needs is
    /// kept in any case.
    pub keep_days: Option<u32>,
    /// A segment of the journal that has grown past this is followed by a new one, in bytes. With [`Settings::keep_days`] it is
    /// followed by one when half of these days have passed, too: history goes by whole segments.
    pub segment_bytes: u64,
    /// At rest an engine is made compact when it is larger than a compact one would be by a tenth and so many bytes; while
    /// people work, by four times as many.
    pub slack_bytes: u64,
    /// With more clients than this a base on sled has outgrown it, and an administrator is told so.
    pub sled_clients: u64,
    /// And with an engine larger than this, in bytes.
    pub sled_bytes: u64,
}

/// Milliseconds of half a day.
const HALF_A_DAY: i64 = 43_200_000;

impl Settings {
    /// How much older the first commit of a segment may be than the next one that comes, in milliseconds; `None`: any age.
    pub(super) fn segment_age(&self) -> Option<i64> {
        self.keep_days.map(|days| i64::from(days.max(1)) * HALF_A_DAY)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reserve: 64 * 1024 * 1024,
            checkpoint_bytes: 16 * 1024 * 1024,
            snapshot_bytes: 256 * 1024 * 1024,
            snapshot_hours: 24,
            keep_snapshots: 2,
            keep_days: None,
            segment_bytes: super::journal::SEGMENT_MAX,
            slack_bytes: 8 * 1024 * 1024,
            sled_clients: super::survey::SLED_CLIENTS,
            sled_bytes: super::survey::SLED_BYTES,
        }
    }
}
