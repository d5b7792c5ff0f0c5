//! What one client and one interaction take: two small bases of the same clients, one with more interactions.

use super::fill::{fill_ours, fill_peer};
use super::part::{Job, Outcome};
use crate::bench::base::{Base, engine_folder};
use crate::bench::error::{BenchError, Result};
use crate::bench::{machine, sqlite};
use crate::sample::load::Size;

/// Clients of a small base, at most.
pub(super) const CLIENTS: u64 = 20_000;

pub(super) fn fill(job: &Job, interactions: u32) -> Result<Outcome> {
    let size = Size { clients: job.clients.min(CLIENTS), interactions };
    let (folder, file) = (job.path(&format!("small-{interactions}")), job.path("small.sqlite"));
    fill_ours(&folder, job, size)?;
    fill_peer(&file, size)?;
    let mut outcome = Outcome::default();
    outcome.put("journal", machine::size(&folder.join("journal")) as f64);
    outcome.put("engine", machine::size(&engine_folder(&folder)?) as f64);
    outcome.put("peer", sqlite::size(&file) as f64);
    for file in sqlite::files(&file) {
        // The WAL is gone with the last connection, mostly.
        let _ = std::fs::remove_file(file);
    }
    Ok(outcome)
}

pub(super) fn open(job: &Job, interactions: u32) -> Result<Outcome> {
    let folder = job.path(&format!("small-{interactions}"));
    let mut outcome = Outcome::default();
    let before = machine::memory("RssAnon");
    let base = Base::open(&folder, job.engine()?)?;
    base.desk.load_names(&mut |_| true)?;
    if let Some((before, after)) = before.zip(machine::memory("RssAnon")) {
        outcome.put("memory", after.saturating_sub(before) as f64);
    }
    drop(base);
    std::fs::remove_dir_all(&folder).map_err(BenchError::file(folder))?;
    Ok(outcome)
}
