//! Loading a list: rows of a file through the same code as `dozvon import clients`.

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use dozvon::desk::import::{ClientRow, Decision, ImportOptions, Importer, Totals};
use dozvon::domain::client::Client;
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::ids::{ClientId, RecordId};
use dozvon::domain::legal::LegalEntity;
use dozvon::domain::person::Person;
use dozvon::exchange::clients::ClientReader;
use dozvon::exchange::{ColumnMap, Options, Source};
use dozvon::store::Reads;

use super::base::{Base, now};
use super::sqlite::Sqlite;
use super::times::rate;

/// Rows handed from the reader to the loader at once, and rows of a transaction: as in the program.
const CHUNK: usize = 128;
const BATCH: usize = 100;

/// What stands in the rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// A name, a number and a city: what is bought and found.
    Short,
    /// INN, address, e-mail and a person with his own number besides: what another CRM gives out.
    Full,
}

/// Writes the clients of a base as a list; returns how many there are.
pub(crate) fn write_list(base: &Base, path: &Path, what: Rows) -> u64 {
    let reads = Reads(base.store.as_ref());
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_path(path).expect("a file");
    let headings = [
        "Название",
        "Телефон",
        "Город",
        "ИНН",
        "Адрес",
        "E-mail",
        "Контактное лицо",
        "Должность",
        "Телефон контактного лица",
    ];
    let columns = if what == Rows::Short { 3 } else { headings.len() };
    out.write_record(&headings[..columns]).expect("a row");
    let mut count = 0;
    let prefix = dozvon::store::Key::new(<Client as dozvon::store::Record>::TABLE.tag());
    let mut clients: Vec<Client> = Vec::new();
    reads
        .each::<Client>(&prefix, dozvon::store::Walk::Up, &mut |kept| {
            clients.push(kept.record);
            std::ops::ControlFlow::Continue(())
        })
        .expect("clients");
    for client in clients {
        let people: Vec<Person> =
            reads.people_of(client.id).expect("people").into_iter().map(|kept| kept.record).collect();
        let legal: Vec<LegalEntity> =
            reads.legal_of(client.id).expect("legal").into_iter().map(|kept| kept.record).collect();
        let first = |methods: &[ContactMethod]| methods.iter().find_map(|method| method.as_phone().copied());
        let phone = first(&client.methods).map(|phone| phone.pretty());
        let person = people.first();
        let mobile = person.and_then(|person| first(&person.methods)).map(|phone| phone.pretty());
        if phone.is_none() && mobile.is_none() {
            continue;
        }
        let email = client.methods.iter().find_map(|method| method.as_email());
        let phone = phone.or(mobile.clone().filter(|_| what == Rows::Short)).unwrap_or_default();
        let cells = [
            client.name.as_str(),
            &phone,
            &client.city,
            &legal.iter().find_map(|legal| legal.inn).map(|inn| inn.digits()).unwrap_or_default(),
            &client.address,
            email.map_or("", |email| email.as_str()),
            person.map_or("", |person| person.name.as_str()),
            person.and_then(|person| person.links.first()).map_or("", |link| link.title.as_str()),
            &mobile.unwrap_or_default(),
        ];
        out.write_record(&cells[..columns]).expect("a row");
        count += 1;
    }
    out.flush().expect("a list");
    count
}

/// Reads a list on a thread of its own, as the program does, and hands the rows to `take`.
fn each_row(base: &Base, path: &Path, mut take: impl FnMut(&ClientRow)) {
    let mut source = Source::open(path, &Options::default()).expect("a list");
    let map = ColumnMap::guess(source.headings());
    let catalog = base.desk.catalog().expect("a catalog");
    let reader = ClientReader { map: &map, catalog: &catalog, zone: None };
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<ClientRow>>(8);
        scope.spawn(move || {
            let mut rows = source.rows().expect("rows");
            loop {
                let chunk: Vec<ClientRow> =
                    rows.by_ref().take(CHUNK).map(|row| reader.read(&row.expect("a row"))).collect();
                if chunk.is_empty() || send.send(chunk).is_err() {
                    return;
                }
            }
        });
        receive.into_iter().flatten().for_each(|row| take(&row));
    });
}

/// Loads a list into a base; returns the sums and rows a second.
pub(crate) fn import(base: &Base, path: &Path) -> (Totals, f64) {
    let begun = Instant::now();
    let mut import =
        Importer::new(&base.desk, &base.boss, now(), ImportOptions::default()).expect("an import");
    each_row(base, path, |row| {
        import.row(row, &mut |_, _| Decision::Skip).expect("a row");
    });
    let totals = import.finish().expect("an end");
    (totals, totals.rows() as f64 / begun.elapsed().as_secs_f64())
}

/// The same in SQLite: a row whose INN, phone or address is known is passed over.
fn import_sqlite(base: &Base, sqlite: &Sqlite, path: &Path) -> (u64, f64) {
    let begun = Instant::now();
    let (mut rows, mut created) = (0_u64, 0_u64);
    sqlite.db.execute_batch("BEGIN").expect("a transaction");
    each_row(base, path, |row| {
        rows += 1;
        let inn = row.inn.as_ref().map(|(inn, _)| inn.digits());
        let methods = row.methods.iter().chain(row.people.iter().flat_map(|person| &person.methods));
        let known = inn.as_ref().is_some_and(|inn| !sqlite.by_inn(inn).is_empty())
            || methods.clone().any(|method| {
                let phone = method.as_phone().map(|phone| phone.digits());
                let value = phone.or(method.as_email().map(|email| email.as_str().to_owned()));
                value.is_some_and(|value| !sqlite.by_phone(&value).is_empty())
            });
        if !known {
            created += 1;
            let mut client = Client::new(ClientId::from_u64(created), row.name.as_str(), now());
            client.city.clone_from(&row.city);
            client.address.clone_from(&row.address);
            client.zone = row.zone;
            client.methods.clone_from(&row.methods);
            sqlite.put_client(&client);
            if inn.is_some() {
                sqlite.put_legal(created, created, &row.name, inn);
            }
            for (person, n) in row.people.iter().zip(0..) {
                let id = created * 8 + n;
                sqlite.put_person(id, &person.name);
                sqlite.put_link(created, id, &person.title);
                sqlite.put_methods(None, Some(id), &person.methods);
            }
        }
        if rows % BATCH as u64 == 0 {
            sqlite.db.execute_batch("COMMIT; BEGIN").expect("a commit");
        }
    });
    sqlite.db.execute_batch("COMMIT").expect("a commit");
    (created, rows as f64 / begun.elapsed().as_secs_f64())
}

/// Loads a list into an empty base, and once more into the same.
pub(crate) fn measure(list: &Path, what: Rows, folder: &Path, rows: u64) {
    let base = Base::open(&folder.join(format!("imported-{what:?}")));
    let (totals, fresh) = import(&base, list);
    assert_eq!(totals.rows(), rows);
    let (again, known) = import(&base, list);
    assert_eq!((again.created, again.rows()), (0, rows), "a second load has found strangers");
    let sqlite = Sqlite::new(&folder.join(format!("imported-{what:?}.sqlite")));
    let (created, peer_fresh) = import_sqlite(&base, &sqlite, list);
    let (none, peer_known) = import_sqlite(&base, &sqlite, list);
    assert_eq!(none, 0);
    let words = match what {
        Rows::Short => "name, number and city",
        Rows::Full => "INN, e-mail and a person besides",
    };
    rate(&format!("import, {words}"), fresh, Some(30_000.0), Some(peer_fresh));
    rate("  all known already", known, Some(30_000.0), Some(peer_known));
    println!("    {} of {rows} rows became clients here, {created} in SQLite", totals.created);
}
