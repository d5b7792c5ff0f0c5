//! Loading a list: rows of a file through the same code as `dozvon import clients`.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;

use dozvon::bench::base::{Base, ENGINES};
use dozvon::bench::list::{ListWriter, Rows, import, import_sqlite};
use dozvon::bench::sqlite::Sqlite;
use dozvon::domain::client::Client;
use dozvon::domain::legal::LegalEntity;
use dozvon::domain::person::Person;
use dozvon::store::{Key, Reads, Record, Walk};

use super::print::rate;

/// Writes the clients of a base as a list; returns how many there are.
pub(crate) fn write_list(base: &Base, path: &Path, what: Rows) -> u64 {
    let reads = Reads(base.store.as_ref());
    let mut list = ListWriter::create(path, what).expect("a list");
    let mut clients: Vec<Client> = Vec::new();
    reads
        .each::<Client>(&Key::new(Client::TABLE.tag()), Walk::Up, &mut |kept| {
            clients.push(kept.record);
            ControlFlow::Continue(())
        })
        .expect("clients");
    for client in clients {
        let people: Vec<Person> =
            reads.people_of(client.id).expect("people").into_iter().map(|kept| kept.record).collect();
        let legal: Vec<LegalEntity> =
            reads.legal_of(client.id).expect("legal").into_iter().map(|kept| kept.record).collect();
        list.put(&client, &people, &legal).expect("a row");
    }
    list.finish().expect("a list")
}

/// Loads a list into an empty base, and once more into the same.
pub(crate) fn measure(list: &Path, what: Rows, folder: &Path, rows: u64) {
    let base = Base::open(&folder.join(format!("imported-{what:?}")), ENGINES[0]).expect("a base");
    let (totals, fresh) = import(&base, list, usize::MAX).expect("an import");
    assert_eq!(totals.rows(), rows);
    let (again, known) = import(&base, list, usize::MAX).expect("an import");
    assert_eq!((again.created, again.rows()), (0, rows), "a second load has found strangers");
    let sqlite = Sqlite::create_with_names(&folder.join(format!("imported-{what:?}.sqlite")));
    let sqlite = Mutex::new(sqlite.expect("a database"));
    let load = || import_sqlite(&base.desk, &sqlite, list, usize::MAX, &|| {}).expect("an import");
    let (created, peer_fresh) = load();
    let (none, peer_known) = load();
    assert_eq!(none, 0);
    rate(&format!("import, {}", what.words()), fresh, Some(30_000.0), Some(peer_fresh));
    rate("  all known already", known, Some(30_000.0), Some(peer_known));
    println!("    {} of {rows} rows became clients here, {created} in SQLite", totals.created);
}
