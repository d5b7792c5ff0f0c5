//! Loading a list: rows of a file through the same code as `dozvon import clients`.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;

use crate::bench::base::Base;
use crate::bench::error::{BenchError, Result};
use crate::bench::list::{ListWriter, Rows, import, import_sqlite};
use crate::bench::plan::Plan;
use crate::bench::sqlite::Sqlite;
use crate::domain::client::Client;
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::store::{Key, Reads, Record, Walk};

use super::Report;

/// Rows that must be loaded in a second: DESIGN §7.
const AIM: f64 = 30_000.0;

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
