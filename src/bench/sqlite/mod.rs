//! SQLite doing the same work: the same records with the same indexes, as durable as ours.

mod ask;
mod put;
mod schema;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection};

use super::base::Base;
use super::error::{BenchError, Result};
use super::machine;
use crate::desk::bulk::Records;
use crate::store::{Key, Reads, Record, Walk};

/// The cache of the connection that does most of the work: as much as sled gets.
const CACHE_KB: i32 = 256 * 1024;
/// The cache of one reader of several.
const READER_CACHE_KB: i32 = 64 * 1024;
/// How long a connection waits for another one's lock.
const PATIENCE: Duration = Duration::from_secs(60);

/// A base in SQLite, by one connection.
#[derive(Debug)]
pub struct Sqlite {
    db: Connection,
    names: bool,
}

impl Sqlite {
    /// A new base in a file, in WAL mode with `synchronous = FULL`: a commit waits for the disk.
    ///
    /// # Errors
    /// When SQLite can't make it.
    pub fn create(path: &Path) -> Result<Self> {
        let this = Self::connect(path, CACHE_KB, false)?;
        this.db.execute_batch(schema::RECORDS)?;
        Ok(this)
    }

    /// As [`Sqlite::create`], for searches by names besides.
    ///
    /// # Errors
    /// When SQLite can't make it.
    pub fn create_with_names(path: &Path) -> Result<Self> {
        let this = Self { names: true, ..Self::create(path)? };
        this.db.execute_batch(schema::NAMES)?;
        Ok(this)
    }

    /// Opens a base that [`Sqlite::create`] has made.
    ///
    /// # Errors
    /// When SQLite can't open it.
    pub fn open(path: &Path) -> Result<Self> {
        Self::connect(path, CACHE_KB, false)
    }

    /// One connection of several that read the same base.
    ///
    /// # Errors
    /// When SQLite can't open it.
    pub fn reader(path: &Path) -> Result<Self> {
        Self::connect(path, READER_CACHE_KB, false)
    }

    fn connect(path: &Path, cache_kb: i32, names: bool) -> Result<Self> {
        let db = Connection::open(path)?;
        db.busy_timeout(PATIENCE)?;
        // After ANALYZE it would plan a prepared statement anew for every value that is bound, which takes longer than
        // the statements here.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        // A negative size counts kilobytes instead of pages.
        db.pragma_update(None, "cache_size", -cache_kb)?;
        db.set_prepared_statement_cache_capacity(64);
        Ok(Self { db, names })
    }

    fn statement(&self, sql: &str) -> Result<CachedStatement<'_>> {
        Ok(self.db.prepare_cached(sql)?)
    }

    /// Runs statements that answer nothing.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn run(&self, sql: &str) -> Result<()> {
        Ok(self.db.execute_batch(sql)?)
    }

    /// Asks a number of questions in one read transaction: alone, each would lock and unlock the file for itself.
    ///
    /// # Errors
    /// When SQLite can't be read, and what `read` returns.
    pub fn reading<T>(&self, read: impl FnOnce() -> Result<T>) -> Result<T> {
        if !self.db.is_autocommit() {
            return read();
        }
        self.statement("BEGIN")?.execute([])?;
        let found = read();
        self.statement("COMMIT")?.execute([])?;
        found
    }

    /// Does a number of writes as one transaction.
    ///
    /// # Errors
    /// When SQLite refuses; then nothing is written.
    pub fn together(&self, write: impl FnOnce(&Self) -> Result<()>) -> Result<()> {
        // Unchecked: it borrows the connection as the writes do, and none of them begins a transaction of its own.
        let transaction = self.db.unchecked_transaction()?;
        write(self)?;
        Ok(transaction.commit()?)
    }

    /// Brings everything from the WAL into the file and counts what the planner wants to know: what a base that has been in
    /// use for a while looks like.
    ///
    /// # Errors
    /// When SQLite can't write.
    pub fn settle(&self) -> Result<()> {
        self.run("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Looks through the whole base for damage, indexes included.
    ///
    /// # Errors
    /// When it can't be read, or something is wrong.
    pub fn verify(&self) -> Result<()> {
        let said: String = self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if said == "ok" { Ok(()) } else { Err(BenchError::wrong(said)) }
    }

    /// Writes a copy of the whole base into a new file while others may work, and waits for the disk.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        self.db.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
        let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
        synced.map_err(BenchError::file(path))
    }

    /// Takes everything over from a base of ours, not waiting for the disk.
    ///
    /// # Errors
    /// When the base can't be read or SQLite can't write.
    pub fn copy(&self, base: &Base) -> Result<()> {
        self.run("PRAGMA synchronous = OFF")?;
        self.together(|this| {
            each(base, |record| this.put_client(record))?;
            each(base, |record| this.put_person(record))?;
            each(base, |record| this.put_legal(record))?;
            each(base, |record| this.put_interaction(record))?;
            each(base, |record| this.put_note(record))?;
            each(base, |record| this.put_deal(record))?;
            each(base, |record| this.put_entry(record))?;
            each(base, |record| this.put_stop(record))
        })?;
        self.settle()?;
        self.run("PRAGMA synchronous = FULL")
    }
}

/// The files of a base in SQLite: itself and what stands beside it.
pub fn files(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Bytes of the file and its WAL on the disk.
pub fn size(path: &Path) -> u64 {
    files(path).iter().take(2).map(|path| machine::size(path)).sum()
}

/// Visits every record of a table.
fn each<R: Record>(base: &Base, mut visit: impl FnMut(&R) -> Result<()>) -> Result<()> {
    let mut failed = None;
    Reads(base.store.as_ref()).each::<R>(&Key::new(R::TABLE.tag()), Walk::Up, &mut |kept| match visit(
        &kept.record,
    ) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    })?;
    failed.map_or(Ok(()), Err)
}

/// Writes records that come from another thread in transactions of about so many; returns when there are no more.
///
/// # Errors
/// When SQLite refuses.
pub fn take_in(db: &Sqlite, records: impl Iterator<Item = Records>, batch: usize) -> Result<()> {
    let mut waiting = Records::default();
    let write = |waiting: &mut Records| {
        let batch = std::mem::take(waiting);
        db.together(|db| db.put_records(&batch))
    };
    for records in records {
        waiting.append(records);
        if waiting.len() >= batch {
            write(&mut waiting)?;
        }
    }
    write(&mut waiting)
}
