//! What an administrator waits for: rebuilding the engine, backup, restore, verification.
//!
//! Each is one function over the folder of the base. A use-case that the store does not have yet returns `None`, and its
//! line stays empty: to fill it, call the use-case in its function.

use std::path::Path;
use std::time::Instant;

use super::part::{Job, Outcome};
use crate::bench::base::{Base, Contender};
use crate::bench::error::{BenchError, Result};
use crate::bench::machine;
use crate::bench::sqlite::{self, Sqlite};

/// Makes the engine anew from the journal.
fn rebuild(folder: &Path, engine: Contender) -> Result<Option<()>> {
    let engine_folder = folder.join(engine.folder);
    std::fs::remove_dir_all(&engine_folder).map_err(BenchError::file(engine_folder))?;
    Base::open(folder, engine).map(|_| Some(()))
}

/// Writes a backup of the base into a folder.
#[allow(clippy::unnecessary_wraps, reason = "the use-case is still to come and may fail")]
fn snapshot(_folder: &Path, _engine: Contender, _to: &Path) -> Result<Option<()>> {
    Ok(None)
}

/// Makes a base out of a backup, in an empty folder.
#[allow(clippy::unnecessary_wraps, reason = "the use-case is still to come and may fail")]
fn restore(_from: &Path, _to: &Path, _engine: Contender) -> Result<Option<()>> {
    Ok(None)
}

/// Checks journal, records and indexes.
#[allow(clippy::unnecessary_wraps, reason = "the use-case is still to come and may fail")]
fn verify(_folder: &Path, _engine: Contender) -> Result<Option<()>> {
    Ok(None)
}

pub(super) fn upkeep(job: &Job) -> Result<Outcome> {
    let (ours, engine) = (job.ours(), job.engine()?);
    let (backup, restored) = (job.path("backup"), job.path("restored"));
    let mut outcome = Outcome::default();
    measure(&mut outcome, "verify ours", || verify(&ours, engine))?;
    measure(&mut outcome, "snapshot ours", || snapshot(&ours, engine, &backup))?;
    outcome.put("snapshot bytes", machine::size(&backup) as f64);
    measure(&mut outcome, "restore ours", || restore(&backup, &restored, engine))?;
    for folder in [backup, restored] {
        // What was never made need not be removed.
        let _ = std::fs::remove_dir_all(folder);
    }
    measure(&mut outcome, "rebuild ours", || rebuild(&ours, engine))?;

    let db = Sqlite::open(&job.peer())?;
    let (copy, back) = (job.path("backup.sqlite"), job.path("restored.sqlite"));
    measure(&mut outcome, "verify peer", || db.verify().map(Some))?;
    measure(&mut outcome, "snapshot peer", || db.copy_to(&copy).map(Some))?;
    measure(&mut outcome, "restore peer", || {
        std::fs::copy(&copy, &back).map_err(BenchError::file(&back))?;
        std::fs::File::open(&back).and_then(|file| file.sync_all()).map_err(BenchError::file(&back))?;
        Sqlite::open(&back).map(|_| Some(()))
    })?;
    for file in [copy, back].iter().flat_map(|path| sqlite::files(path)) {
        // Most of them were never there.
        let _ = std::fs::remove_file(file);
    }
    Ok(outcome)
}

/// Notes how long something took, if it can be done.
fn measure(outcome: &mut Outcome, name: &str, act: impl FnOnce() -> Result<Option<()>>) -> Result<()> {
    let begun = Instant::now();
    if act()?.is_some() {
        outcome.put(name, begun.elapsed().as_secs_f64());
    }
    Ok(())
}
