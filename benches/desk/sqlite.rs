//! SQLite doing the same work: a table for each kind of record, with the indexes the questions need.

use std::ops::ControlFlow;
use std::path::Path;

use dozvon::domain::client::Client;
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::deal::Deal;
use dozvon::domain::ids::RecordId;
use dozvon::domain::interaction::{Interaction, Note};
use dozvon::domain::legal::LegalEntity;
use dozvon::domain::name;
use dozvon::domain::person::Person;
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::QueueEntry;
use dozvon::domain::stop::StopEntry;
use dozvon::store::{Key, Reads, Record, Walk};
use rusqlite::{CachedStatement, Connection, params};

use super::base::Base;

const SCHEMA: &str = "
    CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT, full TEXT, kind INTEGER, city TEXT, address TEXT,
        zone TEXT, class TEXT, tags TEXT, manager INTEGER, custom TEXT, registered INTEGER);
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE links (client INTEGER, person INTEGER, role INTEGER, title TEXT, PRIMARY KEY (client, person))
        WITHOUT ROWID;
    CREATE INDEX links_person ON links (person);
    CREATE TABLE methods (client INTEGER, person INTEGER, kind INTEGER, value TEXT, backwards TEXT, label TEXT);
    CREATE INDEX methods_client ON methods (client);
    CREATE INDEX methods_person ON methods (person);
    CREATE INDEX methods_value ON methods (value);
    CREATE INDEX methods_backwards ON methods (backwards);
    CREATE TABLE legal (id INTEGER PRIMARY KEY, client INTEGER, name TEXT, inn TEXT, kpp TEXT);
    CREATE INDEX legal_client ON legal (client);
    CREATE INDEX legal_inn ON legal (inn);
    CREATE TABLE interactions (client INTEGER, at INTEGER, id INTEGER, kind INTEGER, outcome INTEGER, reason TEXT,
        owner INTEGER, text TEXT, PRIMARY KEY (client, at, id)) WITHOUT ROWID;
    CREATE TABLE notes (client INTEGER, at INTEGER, id INTEGER, author INTEGER, text TEXT,
        PRIMARY KEY (client, at, id)) WITHOUT ROWID;
    CREATE TABLE deals (id INTEGER PRIMARY KEY, client INTEGER, name TEXT, process INTEGER, open INTEGER,
        amount TEXT, passes TEXT);
    CREATE INDEX deals_client ON deals (client);
    CREATE TABLE entries (id INTEGER PRIMARY KEY, client INTEGER, due INTEGER, kind INTEGER, reason TEXT);
    CREATE INDEX entries_client ON entries (client);
    CREATE TABLE stops (id INTEGER PRIMARY KEY, client INTEGER, phone TEXT, reason TEXT);
    CREATE INDEX stops_client ON stops (client);
    CREATE INDEX stops_phone ON stops (phone);
    CREATE VIRTUAL TABLE names USING fts5(name, owner UNINDEXED, tokenize='ascii', prefix='1 2 3');
";

/// A base in SQLite.
pub(crate) struct Sqlite {
    pub(crate) db: Connection,
}

impl Sqlite {
    /// An empty base in a file, as durable as ours.
    pub(crate) fn new(path: &Path) -> Self {
        let db = Connection::open(path).expect("a database");
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144;",
        )
        .expect("settings");
        db.execute_batch(SCHEMA).expect("tables");
        db.set_prepared_statement_cache_capacity(64);
        Self { db }
    }

    fn statement(&self, sql: &str) -> CachedStatement<'_> {
        self.db.prepare_cached(sql).expect("a statement")
    }

    /// Takes everything over from a base of ours.
    pub(crate) fn copy(&mut self, base: &Base) {
        self.db.execute_batch("PRAGMA synchronous = OFF; BEGIN").expect("a transaction");
        let this = &*self;
        each::<Client>(base, |client| this.put_client(&client));
        each::<Person>(base, |person| {
            this.put_person(person.id.as_u64(), &person.name);
            for link in &person.links {
                let mut put = this.statement("INSERT OR IGNORE INTO links VALUES (?1, ?2, ?3, ?4)");
                let row = params![link.client.as_u64(), person.id.as_u64(), link.role as u8, link.title];
                put.execute(row).expect("a row");
            }
            this.put_methods(None, Some(person.id.as_u64()), &person.methods);
        });
        each::<LegalEntity>(base, |legal| {
            let client = legal.clients.first().map_or(0, |id| id.as_u64());
            this.put_legal(legal.id.as_u64(), client, &legal.name, legal.inn.map(|inn| inn.digits()));
        });
        each::<Interaction>(base, |talk| {
            let mut put = this.statement("INSERT INTO interactions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
            put.execute(params![
                talk.client.as_u64(),
                talk.at.millis(),
                talk.id.as_u64(),
                talk.kind as u8,
                talk.outcome.map(RecordId::as_u64),
                talk.reason,
                talk.owner.as_u64(),
                talk.text
            ])
            .expect("a row");
        });
        each::<Note>(base, |note| {
            this.put_note(note.client.as_u64(), note.id.as_u64(), note.at.millis(), &note.text);
        });
        each::<Deal>(base, |deal| {
            let mut put = this.statement("INSERT INTO deals VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
            let amount = deal.amount.map(|amount| format!("{amount:?}"));
            put.execute(params![
                deal.id.as_u64(),
                deal.client.as_u64(),
                deal.name,
                deal.process.as_u64(),
                deal.is_open(),
                amount,
                format!("{:?}", deal.passes)
            ])
            .expect("a row");
        });
        each::<QueueEntry>(base, |entry| {
            let mut put = this.statement("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5)");
            let (id, client, due) = (entry.id.as_u64(), entry.client.as_u64(), entry.due.millis());
            put.execute(params![id, client, due, entry.kind as u8, entry.reason]).expect("a row");
        });
        each::<StopEntry>(base, |stop| {
            let mut put = this.statement("INSERT INTO stops VALUES (?1, ?2, NULL, ?3)");
            put.execute(params![stop.id.as_u64(), stop.client.as_u64(), stop.reason]).expect("a row");
        });
        self.db
            .execute_batch("COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = FULL")
            .expect("a commit");
    }

    pub(crate) fn put_client(&self, client: &Client) {
        let id = client.id.as_u64();
        let mut put =
            self.statement("INSERT INTO clients VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
        put.execute(params![
            id,
            client.name,
            client.public_name,
            client.kind as u8,
            client.city,
            client.address,
            client.zone.map(|zone| zone.tz.name()),
            client.class.map(|class| format!("{class:?}")),
            client.tags.join(","),
            client.manager.map(RecordId::as_u64),
            format!("{:?}", client.custom),
            client.registered.millis()
        ])
        .expect("a row");
        self.put_name(id, &client.name);
        self.put_methods(Some(id), None, &client.methods);
    }

    pub(crate) fn put_person(&self, id: u64, name: &str) {
        self.statement("INSERT INTO people VALUES (?1, ?2)").execute(params![id, name]).expect("a row");
        self.put_name(id, name);
    }

    pub(crate) fn put_link(&self, client: u64, person: u64, title: &str) {
        let mut put = self.statement("INSERT INTO links VALUES (?1, ?2, 0, ?3)");
        put.execute(params![client, person, title]).expect("a row");
    }

    pub(crate) fn put_legal(&self, id: u64, client: u64, name: &str, inn: Option<String>) {
        let mut put = self.statement("INSERT INTO legal VALUES (?1, ?2, ?3, ?4, NULL)");
        put.execute(params![id, client, name, inn]).expect("a row");
        self.put_name(id, name);
    }

    fn put_name(&self, owner: u64, text: &str) {
        let mut put = self.statement("INSERT INTO names (name, owner) VALUES (?1, ?2)");
        put.execute(params![name::search_form(text).text, owner]).expect("a row");
    }

    pub(crate) fn put_methods(&self, client: Option<u64>, person: Option<u64>, methods: &[ContactMethod]) {
        let mut put = self.statement("INSERT INTO methods VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        for method in methods {
            let phone = method.as_phone();
            let email = method.as_email().map(|email| email.as_str().to_owned());
            let value = phone.map(Phone::digits).or(email);
            let backwards = phone.map(Phone::reversed_digits);
            put.execute(params![client, person, phone.is_some(), value, backwards, method.label])
                .expect("a row");
        }
    }

    pub(crate) fn put_note(&self, client: u64, id: u64, at: i64, text: &str) {
        let mut put = self.statement("INSERT INTO notes VALUES (?1, ?2, ?3, 1, ?4)");
        put.execute(params![client, at, id, text]).expect("a row");
    }

    /// The clients that numbers lead to, by a condition on `methods`.
    fn clients_of(&self, condition: &str, values: &[&str]) -> Vec<u64> {
        let sql = format!(
            "SELECT coalesce(m.client, l.client) FROM methods m LEFT JOIN links l ON l.person = m.person
             WHERE {condition} LIMIT 256"
        );
        let mut ids = numbers(&mut self.statement(&sql), values);
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    pub(crate) fn by_phone(&self, digits: &str) -> Vec<u64> {
        self.clients_of("m.value = ?1", &[digits])
    }

    /// Clients by the end of a number, with what a list of matches shows of each.
    pub(crate) fn by_ending(&self, digits: &str) -> usize {
        let from: String = digits.chars().rev().collect();
        // Digits are followed by digits: the colon stands behind the nine.
        let ids = self.clients_of("m.backwards >= ?1 AND m.backwards < ?2", &[&from, &format!("{from}:")]);
        self.rows(&ids)
    }

    pub(crate) fn by_inn(&self, inn: &str) -> Vec<u64> {
        numbers(&mut self.statement("SELECT client FROM legal WHERE inn = ?1"), &[inn])
    }

    /// Matches of a search, each with its last contact, its open deals and its INN.
    pub(crate) fn rows(&self, ids: &[u64]) -> usize {
        let mut client = self.statement("SELECT * FROM clients WHERE id = ?1");
        let mut method = self.statement("SELECT kind, value, label FROM methods WHERE client = ?1");
        let mut last =
            self.statement("SELECT at FROM interactions WHERE client = ?1 ORDER BY at DESC, id DESC LIMIT 1");
        let mut deal = self.statement("SELECT count(*) FROM deals WHERE client = ?1 AND open");
        let mut inn = self.statement("SELECT inn FROM legal WHERE client = ?1");
        ids.iter()
            .map(|id| {
                [&mut client, &mut method, &mut last, &mut deal, &mut inn]
                    .into_iter()
                    .map(|statement| read(statement, *id))
                    .sum::<usize>()
            })
            .sum()
    }

    /// By the beginnings of words: candidates by FTS5, then the rows of the clients.
    pub(crate) fn by_name(&self, typed: &str, limit: usize) -> usize {
        let words: Vec<String> = name::search_form(typed).words().map(|word| format!("{word}*")).collect();
        if words.is_empty() {
            return 0;
        }
        let mut find = self
            .statement("SELECT owner FROM names WHERE names MATCH ?1 ORDER BY length(name), rowid LIMIT ?2");
        let ids: Vec<u64> = find
            .query_map(params![words.join(" "), limit], |row| row.get(0))
            .expect("rows")
            .map(Result::unwrap)
            .collect();
        self.rows(&ids)
    }

    /// Everything about a client that an operator sees.
    pub(crate) fn dossier(&self, id: u64) -> usize {
        const PARTS: [&str; 9] = [
            "SELECT * FROM clients WHERE id = ?1",
            "SELECT kind, value, label FROM methods WHERE client = ?1",
            "SELECT p.id, p.name, l.role, l.title, m.kind, m.value, m.label FROM links l
             JOIN people p ON p.id = l.person LEFT JOIN methods m ON m.person = p.id WHERE l.client = ?1",
            "SELECT * FROM legal WHERE client = ?1",
            "SELECT * FROM interactions WHERE client = ?1 ORDER BY at DESC, id DESC LIMIT 21",
            "SELECT * FROM notes WHERE client = ?1 ORDER BY at DESC, id DESC LIMIT 21",
            "SELECT * FROM deals WHERE client = ?1",
            "SELECT * FROM entries WHERE client = ?1 ORDER BY due",
            "SELECT * FROM stops WHERE client = ?1",
        ];
        let own: usize = PARTS.iter().map(|sql| read(&mut self.statement(sql), id)).sum();
        let of_phones = "SELECT s.id FROM methods m JOIN stops s ON s.phone = m.value WHERE m.client = ?1";
        own + read(&mut self.statement(of_phones), id)
    }
}

/// The numbers a statement gives.
fn numbers(statement: &mut CachedStatement<'_>, values: &[&str]) -> Vec<u64> {
    let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0)).expect("rows");
    rows.map(Result::unwrap).collect()
}

/// Reads every value of every row into memory of our own; returns how many there were.
fn read(statement: &mut CachedStatement<'_>, id: u64) -> usize {
    let columns = statement.column_count();
    let mut rows = statement.query([id]).expect("rows");
    let mut count = 0;
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..columns {
            let value: rusqlite::types::Value = row.get(column).expect("a value");
            std::hint::black_box(&value);
            count += 1;
        }
    }
    count
}

/// Visits every record of a table.
fn each<R: Record>(base: &Base, mut visit: impl FnMut(R)) {
    let prefix = Key::new(R::TABLE.tag());
    Reads(base.store.as_ref())
        .each::<R>(&prefix, Walk::Up, &mut |kept| {
            visit(kept.record);
            ControlFlow::Continue(())
        })
        .expect("records");
}
