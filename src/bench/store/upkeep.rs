//! What an administrator waits for: rebuilding the engine, backup, restore, verification.

use std::path::Path;
use std::time::Instant;

use super::part::{Job, Outcome};
use crate::bench::base::Base;
use crate::bench::error::{BenchError, Result};
use crate::bench::machine;
use crate::bench::sqlite::{self, Sqlite};
use crate::domain::client::Client;
use crate::domain::ids::{RecordId, SessionId, UserId};
use crate::store::local::{EngineKind, LocalStore, Options, Until, engine_folder};
use crate::store::{Commit, Key, Origin, Reads, Store, Table, Walk, backup};

/// Checks journal, records and indexes.
fn verify(folder: &Path, kind: EngineKind) -> Result<()> {
    let report = LocalStore::open(folder, kind, &mut |_| {})?.verify(false, &mut |_| {})?;
    if report.is_clean() { Ok(()) } else { Err(BenchError::wrong("the base is damaged")) }
}

pub(super) fn upkeep(job: &Job) -> Result<Outcome> {
    let (ours, engine) = (job.ours(), job.engine()?);
    let (backup, restored) = (job.path("backup"), job.path("restored"));
    let mut outcome = Outcome::default();
    measure(&mut outcome, "verify ours", || verify(&ours, engine.kind))?;
    measure(&mut outcome, "state ours", || {
        Base::open(&ours, engine)?.store.take_snapshot().map(drop).map_err(BenchError::from)
    })?;
    // Two are kept: the second one needs a commit to stand behind.
    let base = Base::open(&ours, engine)?;
    touch(&base.store)?;
    base.store.take_snapshot()?;
    drop(base);
    let engine_bytes = engine_folder(&ours).map_or(0, |folder| machine::size(&folder));
    outcome.put("kept bytes", (machine::size(&ours.join("journal")) + engine_bytes) as f64);
    measure(&mut outcome, "snapshot ours", || {
        backup::backup(&ours, &backup, &crate::store::settings::Settings::default(), &mut |_| {})
            .map(drop)
            .map_err(BenchError::from)
    })?;
    outcome.put("snapshot bytes", machine::size(&backup) as f64);
    measure(&mut outcome, "restore ours", || {
        backup::restore(&backup, &restored, Until::Last, &Options::from(engine.kind), &mut |_| {})
            .map(drop)
            .map_err(BenchError::from)
    })?;
    for folder in [backup, restored] {
        std::fs::remove_dir_all(&folder).map_err(BenchError::file(folder))?;
    }
    measure(&mut outcome, "rebuild ours", || {
        LocalStore::rebuild(&ours, None, &mut |_| {}).map(drop).map_err(BenchError::from)
    })?;

    let db = Sqlite::open(&job.peer())?;
    let (copy, back) = (job.path("backup.sqlite"), job.path("restored.sqlite"));
    measure(&mut outcome, "verify peer", || db.verify())?;
    measure(&mut outcome, "snapshot peer", || db.copy_to(&copy))?;
    measure(&mut outcome, "restore peer", || {
        std::fs::copy(&copy, &back).map_err(BenchError::file(&back))?;
        std::fs::File::open(&back).and_then(|file| file.sync_all()).map_err(BenchError::file(&back))?;
        Sqlite::open(&back).map(drop)
    })?;
    for file in [copy, back].iter().flat_map(|path| sqlite::files(path)) {
        // Most of them were never there.
        let _ = std::fs::remove_file(file);
    }
    Ok(outcome)
}

/// Writes a client as he is.
fn touch(store: &LocalStore) -> Result<()> {
    let some = Reads(store).some::<Client>(&Key::new(Table::Client.tag()), Walk::Up, 1)?;
    let client = some.first().ok_or_else(|| BenchError::wrong("the base is empty"))?;
    let (actor, session) = (UserId::from_u64(1), SessionId(1));
    let origin = Origin { at: client.registered, actor, session, use_case: "bench".into() };
    let mut commit = Commit::new(origin);
    commit.put::<Client>(client)?;
    store.commit(commit)?;
    Ok(())
}

/// Notes how long something took.
fn measure(outcome: &mut Outcome, name: &str, act: impl FnOnce() -> Result<()>) -> Result<()> {
    let begun = Instant::now();
    act()?;
    outcome.put(name, begun.elapsed().as_secs_f64());
    Ok(())
}
