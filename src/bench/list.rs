//! Client lists, and loading them: rows of a file through the same code as `dozvon import clients`, and into SQLite.

use std::fs::File;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::base::{Base, now};
use super::error::{BenchError, Result};
use super::sqlite::Sqlite;
use crate::desk::Desk;
use crate::desk::bulk::Records;
use crate::desk::import::{ClientRow, Decision, ImportOptions, Importer, Totals};
use crate::domain::client::Client;
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::ids::{ClientId, LegalEntityId, PersonId, RecordId};
use crate::domain::legal::LegalEntity;
use crate::domain::person::{Person, PersonLink};
use crate::exchange::clients::ClientReader;
use crate::exchange::{ColumnMap, FileError, Options, Source};
use crate::store::priority::{Rank, give_way};

/// Rows handed over at once, and rows of a transaction: as in the program.
const BATCH: usize = 100;
/// Headings of a list; the first three stand in every one.
const HEADINGS: [&str; 9] = [
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

/// What stands in the rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rows {
    /// A name, a number and a city: what is bought and found.
    Short,
    /// INN, address, e-mail and a person with his own number besides: what another CRM gives out.
    Full,
}

impl Rows {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Short => "name, number and city",
            Self::Full => "INN, e-mail and a person besides",
        }
    }
}

/// A list that is being written.
pub struct ListWriter {
    out: csv::Writer<File>,
    what: Rows,
    rows: u64,
}

impl std::fmt::Debug for ListWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ListWriter").field("rows", &self.rows).finish_non_exhaustive()
    }
}

fn unwritten(error: impl std::fmt::Display) -> BenchError {
    BenchError::wrong(format!("a list can't be written: {error}"))
}

impl ListWriter {
    /// Begins a list in a new file.
    ///
    /// # Errors
    /// When the file can't be made.
    pub fn create(path: &Path, what: Rows) -> Result<Self> {
        let out = csv::WriterBuilder::new().delimiter(b';').from_path(path).map_err(unwritten)?;
        let mut this = Self { out, what, rows: 0 };
        this.write(&HEADINGS)?;
        Ok(this)
    }

    fn write(&mut self, cells: &[&str]) -> Result<()> {
        let columns = if self.what == Rows::Short { 3 } else { HEADINGS.len() };
        self.out.write_record(cells.iter().take(columns)).map_err(unwritten)
    }

    /// Adds a client; one without any number is left out.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn put(&mut self, client: &Client, people: &[Person], legal: &[LegalEntity]) -> Result<()> {
        let first = |methods: &[ContactMethod]| {
            methods.iter().find_map(|method| method.as_phone().copied()).map(|phone| phone.pretty())
        };
        let phone = first(&client.methods);
        let person = people.first();
        let mobile = person.and_then(|person| first(&person.methods));
        if phone.is_none() && mobile.is_none() {
            return Ok(());
        }
        let email = client.methods.iter().find_map(|method| method.as_email());
        let phone = phone.or(mobile.clone().filter(|_| self.what == Rows::Short)).unwrap_or_default();
        let inn = legal.iter().find_map(|legal| legal.inn).map(|inn| inn.digits()).unwrap_or_default();
        self.write(&[
            client.name.as_str(),
            &phone,
            &client.city,
            &inn,
            &client.address,
            email.map_or("", |email| email.as_str()),
            person.map_or("", |person| person.name.as_str()),
            person.and_then(|person| person.links.first()).map_or("", |link| link.title.as_str()),
            &mobile.unwrap_or_default(),
        ])?;
        self.rows += 1;
        Ok(())
    }

    /// Ends the list; returns how many rows it has.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn finish(mut self) -> Result<u64> {
        self.out.flush().map_err(unwritten)?;
        Ok(self.rows)
    }
}

/// Reads up to `limit` rows of a list on a thread of its own, as the program does, and hands them on.
fn each_batch(
    desk: &Desk,
    path: &Path,
    limit: usize,
    take: &mut dyn FnMut(Vec<ClientRow>) -> Result<()>,
) -> Result<()> {
    let mut source = Source::open(path, &Options::default())?;
    let map = ColumnMap::guess(source.headings());
    let catalog = desk.catalog()?;
    let reader = ClientReader { map: &map, catalog: &catalog, zone: None, file: "" };
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<std::result::Result<Vec<ClientRow>, FileError>>(8);
        scope.spawn(move || {
            let mut rows = match source.rows() {
                Ok(rows) => rows.take(limit),
                Err(error) => {
                    let _ = send.send(Err(error));
                    return;
                }
            };
            loop {
                let batch: std::result::Result<Vec<ClientRow>, FileError> =
                    rows.by_ref().take(BATCH).map(|row| Ok(reader.read(&row?))).collect();
                let last = !batch.as_ref().is_ok_and(|batch| !batch.is_empty());
                // With nobody to take them the rest need not be read.
                if send.send(batch).is_err() || last {
                    return;
                }
            }
        });
        receive.into_iter().try_for_each(|batch| take(batch?))
    })
}

/// Loads up to `limit` rows of a list into a base, behind whoever else works, as a load does; returns the sums and rows a
/// second.
///
/// # Errors
/// When the list can't be read or the store can't be written.
pub fn import(base: &Base, path: &Path, limit: usize) -> Result<(Totals, f64)> {
    give_way(Rank::Background);
    let begun = Instant::now();
    let mut import = Importer::new(&base.desk, &base.boss, now(), ImportOptions::default())?;
    each_batch(&base.desk, path, limit, &mut |rows| {
        for row in &rows {
            import.row(row, &mut |_, _| Decision::Skip)?;
        }
        Ok(())
    })?;
    let totals = import.finish()?;
    Ok((totals, totals.rows() as f64 / begun.elapsed().as_secs_f64()))
}

/// The same in SQLite: a row whose INN, phone or address is known is passed over. Before each transaction `let_others` is
/// called, which may let others write first. Returns how many became clients, and rows a second.
///
/// # Errors
/// When the list can't be read or SQLite refuses.
pub fn import_sqlite(
    desk: &Desk,
    sqlite: &Mutex<Sqlite>,
    path: &Path,
    limit: usize,
    let_others: &dyn Fn(),
) -> Result<(u64, f64)> {
    give_way(Rank::Background);
    let begun = Instant::now();
    let mut ids = Ids::default();
    let (mut rows, mut created) = (0_u64, 0_u64);
    each_batch(desk, path, limit, &mut |batch| {
        let_others();
        let db = sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        db.together(|db| {
            for row in &batch {
                rows += 1;
                if !is_known(db, row)? {
                    created += 1;
                    db.put_records(&ids.records(row))?;
                }
            }
            Ok(())
        })
    })?;
    Ok((created, rows as f64 / begun.elapsed().as_secs_f64()))
}

fn is_known(db: &Sqlite, row: &ClientRow) -> Result<bool> {
    if let Some((inn, _)) = &row.inn
        && !db.by_inn(&inn.digits())?.is_empty()
    {
        return Ok(true);
    }
    for method in row.methods.iter().chain(row.people.iter().flat_map(|person| &person.methods)) {
        let found = match &method.value {
            ContactValue::Phone(phone) => db.by_phone(&phone.reversed_digits())?,
            ContactValue::Email(email) => db.by_email(&email.key())?,
            ContactValue::Other(_) => Vec::new(),
        };
        if !found.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ids for what a list brings into SQLite, far from those of a base that was filled.
struct Ids(u64);

impl Default for Ids {
    fn default() -> Self {
        Self(1 << 40)
    }
}

impl Ids {
    fn next<I: RecordId>(&mut self) -> I {
        self.0 += 1;
        I::from_u64(self.0)
    }

    /// The records of a row, as the importer makes them.
    fn records(&mut self, row: &ClientRow) -> Records {
        let id: ClientId = self.next();
        let mut client = Client::new(id, row.name.as_str(), now());
        client.city.clone_from(&row.city);
        client.address.clone_from(&row.address);
        client.region = row.region;
        client.zone = row.zone;
        client.methods.clone_from(&row.methods);
        let legal = row.inn.map(|(inn, inn_mark)| LegalEntity {
            id: self.next::<LegalEntityId>(),
            name: row.name.clone(),
            inn: Some(inn),
            inn_mark,
            kpp: row.kpp,
            ogrn: row.ogrn,
            clients: vec![id],
        });
        let people = row.people.iter().map(|person| Person {
            id: self.next::<PersonId>(),
            name: person.name.clone(),
            links: vec![PersonLink {
                client: id,
                role: person.role,
                title: person.title.clone(),
                from: None,
                to: None,
            }],
            methods: person.methods.clone(),
        });
        Records {
            people: people.collect(),
            clients: vec![client],
            legal: legal.into_iter().collect(),
            ..Records::default()
        }
    }
}
