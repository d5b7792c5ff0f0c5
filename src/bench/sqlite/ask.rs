//! The questions: dossiers, searches, the queue. Every value of every row is read into memory of our own.

use rusqlite::{CachedStatement, Params, params};

use super::Sqlite;
use super::put::{ABROAD, UNKNOWN};
use crate::bench::error::Result;
use crate::domain::geo;
use crate::domain::hours::CallingHours;
use crate::domain::name;
use crate::domain::queue::{EntryKind, PROMISE_EARLY_MS, PROMISE_LATE_MS};
use crate::domain::time::Moment;

/// A phone leads to no more clients.
const FOUND_MAX: usize = 256;
/// Contacts are counted no further, for every kind and place: as in the desk.
const COUNT_CAP: usize = 300;

impl Sqlite {
    /// The clients that contact methods lead to, by a condition on `methods`.
    fn clients_of(&self, condition: &str, values: impl Params) -> Result<Vec<u64>> {
        let sql = format!(
            "SELECT coalesce(m.client, l.client) FROM methods m LEFT JOIN links l ON l.person = m.person
             WHERE {condition} LIMIT {FOUND_MAX}"
        );
        let mut ids = numbers(&mut self.statement(&sql)?, values)?;
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Clients by a whole number, its digits backwards.
    ///
    /// # Errors
    /// When SQLite can't be read; so everywhere here.
    pub fn by_phone(&self, backwards: &str) -> Result<Vec<u64>> {
        self.clients_of("m.backwards = ?1", [backwards])
    }

    /// Clients by an address.
    ///
    /// # Errors
    /// As above.
    pub fn by_email(&self, key: &str) -> Result<Vec<u64>> {
        self.clients_of("m.kind = 1 AND m.value = ?1", [key])
    }

    /// Clients by the end of a number, with what a list of matches shows of each; returns how many values that were.
    ///
    /// # Errors
    /// As above.
    pub fn by_ending(&self, digits: &str) -> Result<usize> {
        let from: String = digits.chars().rev().collect();
        // Digits are followed by digits: the colon stands behind the nine.
        let to = format!("{from}:");
        self.rows(&self.clients_of("m.backwards >= ?1 AND m.backwards < ?2", [from, to])?)
    }

    /// Clients by an INN.
    ///
    /// # Errors
    /// As above.
    pub fn by_inn(&self, inn: &str) -> Result<Vec<u64>> {
        let sql = "SELECT s.client FROM legal g JOIN signs s ON s.legal = g.id WHERE g.inn = ?1";
        numbers(&mut self.statement(sql)?, [inn])
    }

    /// Matches of a search, each with its last contact, its open deals and its INN.
    ///
    /// # Errors
    /// As above.
    pub fn rows(&self, ids: &[u64]) -> Result<usize> {
        const PARTS: [&str; 5] = [
            "SELECT * FROM clients WHERE id = ?1",
            "SELECT kind, value, label FROM methods WHERE client = ?1",
            "SELECT at FROM interactions WHERE client = ?1 ORDER BY at DESC, id DESC LIMIT 1",
            "SELECT count(*) FROM deals WHERE client = ?1 AND open",
            "SELECT inn FROM signs s JOIN legal g ON g.id = s.legal WHERE s.client = ?1",
        ];
        self.reading(|| {
            let mut count = 0;
            for sql in PARTS {
                let mut statement = self.statement(sql)?;
                for id in ids {
                    count += read(&mut statement, [id])?;
                }
            }
            Ok(count)
        })
    }

    /// By the beginnings of words: candidates by FTS5, then the rows of the clients.
    ///
    /// # Errors
    /// As above, and when names are not searched here.
    pub fn by_name(&self, typed: &str, limit: usize) -> Result<usize> {
        let words: Vec<String> = name::search_form(typed).words().map(|word| format!("{word}*")).collect();
        if words.is_empty() {
            return Ok(0);
        }
        let sql = "SELECT owner FROM names WHERE names MATCH ?1 ORDER BY length(name), rowid LIMIT ?2";
        let ids = numbers(&mut self.statement(sql)?, params![words.join(" "), limit])?;
        self.rows(&ids)
    }

    /// Everything about a client that an operator sees; returns how many values that were.
    ///
    /// # Errors
    /// As above.
    pub fn dossier(&self, id: u64) -> Result<usize> {
        const PARTS: [&str; 11] = [
            "SELECT * FROM clients WHERE id = ?1",
            "SELECT * FROM methods WHERE client = ?1",
            "SELECT p.*, l.*, m.* FROM links l JOIN people p ON p.id = l.person
             LEFT JOIN methods m ON m.person = p.id WHERE l.client = ?1",
            "SELECT g.* FROM signs s JOIN legal g ON g.id = s.legal WHERE s.client = ?1",
            "SELECT * FROM interactions WHERE client = ?1 ORDER BY at DESC, id DESC LIMIT 21",
            "SELECT * FROM notes WHERE client = ?1 ORDER BY at DESC, id DESC LIMIT 21",
            "SELECT * FROM deals WHERE client = ?1",
            "SELECT * FROM entries WHERE client = ?1 AND state < 2 ORDER BY due",
            "SELECT * FROM stops WHERE client = ?1",
            "SELECT * FROM consents WHERE client = ?1",
            "SELECT s.* FROM methods m JOIN stops s ON s.phone = m.value WHERE m.client = ?1",
        ];
        self.reading(|| {
            let mut count = 0;
            for sql in PARTS {
                count += read(&mut self.statement(sql)?, [id])?;
            }
            Ok(count)
        })
    }

    /// The next contacts that may be worked on, in the order of the queue, each with its client, his people, their numbers
    /// and prohibitions; and the counts beside the queue. Contacts abroad count as open. Returns how many there are.
    ///
    /// # Errors
    /// As above.
    pub fn next_due(&self, user: u64, now: Moment, hours: &CallingHours, limit: usize) -> Result<usize> {
        self.reading(|| self.due(user, now, hours, limit))
    }

    fn due(&self, user: u64, now: Moment, hours: &CallingHours, limit: usize) -> Result<usize> {
        let zones = geo::ZONES.iter().zip(0..).map(|(zone, place)| (place, Some(*zone)));
        let open: Vec<i64> = zones
            .chain([(UNKNOWN, None)])
            .filter(|(_, zone)| hours.open_at(*zone, now))
            .map(|(place, _)| place)
            .chain([ABROAD])
            .collect();
        let mut shown = 0;
        for (kind, from, to) in ranks(now) {
            // Each place is one range of the index; what comes out of them is merged by due time.
            let mut found: Vec<(i64, u64)> = Vec::new();
            let mut due = self.statement(
                "SELECT due, id FROM entries WHERE state = 0 AND owner = ?1 AND kind = ?2 AND place = ?3
                 AND due >= ?4 AND due < ?5 ORDER BY due LIMIT ?6",
            )?;
            for owner in [0, user] {
                for place in &open {
                    let mut rows = due.query(params![owner, kind, place, from, to, limit])?;
                    while let Some(row) = rows.next()? {
                        found.push((row.get(0)?, row.get(1)?));
                    }
                }
            }
            found.sort_unstable();
            for (_, id) in found.into_iter().take(limit - shown) {
                self.contact(id)?;
                shown += 1;
            }
        }
        self.count(user, now)?;
        Ok(shown)
    }

    /// What a row of the queue is made of.
    fn contact(&self, entry: u64) -> Result<()> {
        const PARTS: [&str; 7] = [
            "SELECT * FROM entries WHERE id = ?1",
            "SELECT c.* FROM entries e JOIN clients c ON c.id = e.client WHERE e.id = ?1",
            "SELECT m.* FROM entries e JOIN methods m ON m.client = e.client WHERE e.id = ?1",
            "SELECT p.*, l.*, m.* FROM entries e JOIN links l ON l.client = e.client
             JOIN people p ON p.id = l.person LEFT JOIN methods m ON m.person = p.id WHERE e.id = ?1",
            "SELECT s.* FROM entries e JOIN stops s ON s.client = e.client WHERE e.id = ?1",
            "SELECT s.* FROM entries e JOIN consents s ON s.client = e.client WHERE e.id = ?1",
            "SELECT s.* FROM entries e JOIN methods m ON m.client = e.client JOIN stops s ON s.phone = m.value
             WHERE e.id = ?1",
        ];
        for sql in PARTS {
            read(&mut self.statement(sql)?, [entry])?;
        }
        Ok(())
    }

    fn count(&self, user: u64, now: Moment) -> Result<()> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM entries WHERE state = 0 AND owner = ?1 AND kind = ?2 AND place = ?3
             AND due >= ?4 AND due < ?5 LIMIT {COUNT_CAP})"
        );
        let mut count = self.statement(&sql)?;
        let promises = (EntryKind::Promise as u8, i64::MIN, i64::MAX);
        for (kind, from, to) in ranks(now).into_iter().chain([promises]) {
            for owner in [0, user] {
                for place in (0_i64..).take(geo::ZONES.len()).chain([ABROAD, UNKNOWN]) {
                    read(&mut count, params![owner, kind, place, from, to])?;
                }
            }
        }
        Ok(())
    }
}

/// The kinds of contacts and the due times that make a rank, most urgent first: from (included), to (excluded).
fn ranks(now: Moment) -> [(u8, i64, i64); 6] {
    let now = now.millis();
    let due = |kind: EntryKind| (kind as u8, i64::MIN, now + 1);
    let promise = EntryKind::Promise as u8;
    [
        (promise, now - PROMISE_LATE_MS, now + PROMISE_EARLY_MS + 1),
        (promise, i64::MIN, now - PROMISE_LATE_MS),
        due(EntryKind::Hot),
        due(EntryKind::Planned),
        due(EntryKind::Retry),
        due(EntryKind::New),
    ]
}

/// The numbers a statement gives.
fn numbers(statement: &mut CachedStatement<'_>, values: impl Params) -> Result<Vec<u64>> {
    let rows = statement.query_map(values, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Reads every value of every row into memory of our own; returns how many there were.
fn read(statement: &mut CachedStatement<'_>, values: impl Params) -> Result<usize> {
    let columns = statement.column_count();
    let mut rows = statement.query(values)?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            let value: rusqlite::types::Value = row.get(column)?;
            std::hint::black_box(&value);
            count += 1;
        }
    }
    Ok(count)
}
