//! Loading a list: rows of a file through the same code as `dozvon import clients`.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use crate::bench::base::{Base, LIST_SEED, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::list::{ListWriter, Rows, import, import_sqlite};
use crate::bench::plan::Plan;
use crate::bench::sqlite::Sqlite;
use crate::desk::content::MakeCallList;
use crate::desk::jobs::{FileLoad, LoadOptions};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::ids::CallListId;
use crate::domain::job::load::Verdict;
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::exchange::clients::ClientReader;
use crate::exchange::feed::load_all;
use crate::exchange::{ColumnMap, Options, Source};
use crate::sample::load::{self, Size};
use crate::store::{Key, Reads, Record, Walk};

use super::Report;

/// Rows that must be loaded in a second: DESIGN §7.
const AIM: f64 = 30_000.0;
/// Rows of a list for a call job.
const JOB_ROWS: u64 = 5_000;
/// Seconds a list for a call job may take, with its trial.
const JOB_SECONDS: f64 = 5.0;

/// Writes the clients of a base as a list; returns how many there are.
pub(super) fn write_list(base: &Base, path: &Path, what: Rows) -> Result<u64> {
    let reads = Reads(base.store.as_ref());
    let mut list = ListWriter::create(path, what)?;
    let mut clients: Vec<Client> = Vec::new();
    reads.each::<Client>(&Key::new(Client::TABLE.tag()), Walk::Up, &mut |kept| {
        clients.push(kept.record);
        ControlFlow::Continue(())
    })?;
    for client in clients {
        let people: Vec<Person> = reads.people_of(client.id)?.into_iter().map(|kept| kept.record).collect();
        let legal: Vec<LegalEntity> =
            reads.legal_of(client.id)?.into_iter().map(|kept| kept.record).collect();
        list.put(&client, &people, &legal)?;
    }
    list.finish()
}

/// Loads a list into an empty base, and once more into the same.
pub(super) fn measure(
    plan: &Plan,
    list: &Path,
    what: Rows,
    rows: u64,
    report: &mut Report<'_>,
) -> Result<()> {
    let base = Base::open(&plan.folder.join(format!("imported-{what:?}")), plan.engine)?;
    let (totals, fresh) = import(&base, list, usize::MAX)?;
    let (again, known) = import(&base, list, usize::MAX)?;
    let sqlite = Sqlite::create_with_names(&plan.folder.join(format!("imported-{what:?}.sqlite")))?;
    let sqlite = Mutex::new(sqlite);
    let load = || import_sqlite(&base.desk, &sqlite, list, usize::MAX, &|| {});
    let (created, peer_fresh) = load()?;
    let (none, peer_known) = load()?;
    if (totals.rows(), again.rows(), again.created, none) != (rows, rows, 0, 0) {
        return Err(BenchError::wrong("a second load has found strangers"));
    }
    report.rate(&format!("import, {}", what.words()), fresh, Some(AIM), Some(peer_fresh));
    report.rate("  all known already", known, Some(AIM), Some(peer_known));
    report.note(format!("{} of {rows} rows became clients here, {created} in SQLite", totals.created));
    Ok(())
}

/// Loads a list of people nobody knows into a call job of a base, as `dozvon job load` does: a trial, then in earnest.
pub(super) fn job(base: &Base, plan: &Plan, report: &mut Report<'_>) -> Result<()> {
    let path = plan.folder.join("job.csv");
    let mut list = ListWriter::create(&path, Rows::Short)?;
    let maker = Base::in_memory()?;
    let size = Size { clients: JOB_ROWS, interactions: 0 };
    load::each(&maker.desk, &maker.boss, LIST_SEED, now(), size, &mut |made| match made.clients.first() {
        Some(client) => list.put(client, &made.people, &made.legal),
        None => Ok(()),
    })?;
    let rows = list.finish()?;
    let make =
        MakeCallList { name: "Опрос".into(), script: None, process: None, purpose: Purpose::Survey };
    let job = base.desk.execute(&base.boss, now(), &make)?;
    let begun = Instant::now();
    let verdicts = pass(base, &path, job, None)?;
    let done = pass(base, &path, job, Some(verdicts.clone()))?;
    let seconds = begun.elapsed().as_secs_f64();
    let taken = done.iter().filter(|verdict| matches!(verdict, Verdict::New | Verdict::Known)).count();
    if done != verdicts || done.len() as u64 != rows || taken == 0 {
        return Err(BenchError::wrong("a load has come to something else than its trial"));
    }
    report.seconds(&format!("a list of {rows} rows into a call job"), seconds, Some(JOB_SECONDS));
    report.note(format!("{taken} of {rows} rows are to be called"));
    Ok(())
}

/// Goes through a list for a job once; without verdicts it is a trial.
fn pass(base: &Base, path: &Path, job: CallListId, tried: Option<Vec<Verdict>>) -> Result<Vec<Verdict>> {
    let mut source = Source::open(path, &Options::default())?;
    let map = ColumnMap::guess(source.headings());
    let catalog = base.desk.catalog()?;
    let reader = ClientReader { map: &map, catalog: &catalog, zone: None, file: "" };
    let options = LoadOptions {
        list: job,
        dry_run: tried.is_none(),
        no_consent_to: None,
        own: HashSet::new(),
        file: "job.csv".into(),
    };
    let mut load = FileLoad::new(&base.desk, &base.boss, now(), options)?;
    if let Some(tried) = tried {
        load = load.as_tried(tried);
    }
    if let Some(cut) = load_all(&mut source, &reader, &mut load, &mut |_, _| {}, &mut |_, _| true) {
        return Err(BenchError::wrong(format!("a list can't be loaded into a job: {cut:?}")));
    }
    Ok(load.finish()?.2)
}
