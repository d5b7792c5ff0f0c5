//! What grows under steady change: the clients of a small base are changed again and again, and none is added.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono_tz::Tz;

use super::part::{Job, Outcome};
use super::small;
use super::write::crowd;
use crate::bench::base::{Base, engine_folder, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::machine;
use crate::desk::clients::SetZone;
use crate::domain::ids::{ClientId, RecordId};
use crate::sample::load::Size;

/// How often each client is changed: what an operator changes of a client in a year and more.
pub(super) const ROUNDS: u64 = 20;
/// How many change them at the same time.
const SESSIONS: u64 = 16;
/// A change is a client's zone, and with it his place in the queue: these take turns.
const ZONES: [Tz; 2] = [Tz::Europe__Samara, Tz::Asia__Omsk];

/// Changes every client of a small base [`ROUNDS`] times; tells what the base takes before, at most, and afterwards at rest.
pub(super) fn change(job: &Job) -> Result<Outcome> {
    let folder = job.path("changing");
    let clients = job.clients.min(small::CLIENTS);
    let base = Base::open(&folder, job.engine()?)?;
    base.fill(Size { clients, interactions: super::INTERACTIONS })?;
    base.store.tidy()?;
    let sizes = || -> Result<(f64, f64)> {
        let engine = machine::size(&engine_folder(&folder)?) as f64;
        Ok((engine, machine::size(&folder.join("journal")) as f64))
    };
    let mut outcome = Outcome::default();
    let (engine, journal) = sizes()?;
    let memory = || machine::memory("RssAnon").unwrap_or_default() as f64;
    outcome.put("engine before", engine);
    outcome.put("memory before", memory());
    let (mut most, mut most_memory) = (engine, memory());
    let each = clients / SESSIONS;
    for zone in ZONES.into_iter().cycle().take(usize::try_from(ROUNDS).unwrap_or_default()) {
        let next = AtomicU64::new(1);
        crowd(SESSIONS, each, &|_| {
            let client = ClientId::from_u64(next.fetch_add(1, Ordering::Relaxed));
            base.desk.execute(&base.operator, now(), &SetZone { client, zone })?;
            Ok(())
        })?;
        most = most.max(sizes()?.0);
        most_memory = most_memory.max(memory());
    }
    base.store.tidy()?;
    let (engine, journal_after) = sizes()?;
    outcome.put("engine most", most);
    outcome.put("engine after", engine);
    outcome.put("memory most", most_memory);
    outcome.put("journal a change", (journal_after - journal) / (ROUNDS * each * SESSIONS) as f64);
    outcome.put("changes", (ROUNDS * each * SESSIONS) as f64);
    drop(base);
    std::fs::remove_dir_all(&folder).map_err(BenchError::file(folder))?;
    Ok(outcome)
}
