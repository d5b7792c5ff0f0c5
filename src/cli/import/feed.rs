//! Reading rows in a thread of its own, so that one core reads while another loads.

use std::sync::mpsc::SyncSender;

use crate::desk::import::ClientRow;
use crate::exchange::clients::ClientReader;
use crate::exchange::{FileError, Progress, Row, Source};

/// Rows handed over together: waking the other thread costs more than reading a row.
const CHUNK: usize = 128;
/// Chunks that may wait for the loader.
pub(in crate::cli) const WAITING: usize = 8;

/// A row of the file with what was read in it.
#[derive(Debug)]
pub(in crate::cli) struct Item {
    pub(in crate::cli) row: Row,
    pub(in crate::cli) client: ClientRow,
}

/// What the reader hands over.
#[derive(Debug)]
pub(in crate::cli) enum Fed {
    /// Rows in their order, and how far the file is read.
    Rows(Vec<Item>, Progress),
    /// The file can't be read any further.
    Failed(FileError),
}

/// Reads a file to its end, or until nobody listens any more.
pub(in crate::cli) fn feed(source: &mut Source, reader: &ClientReader<'_>, out: &SyncSender<Fed>) {
    let end = read(source, reader, out);
    if let Err(error) = end {
        // Whoever does not listen any more does not want to know.
        let _ = out.send(Fed::Failed(error));
    }
}

fn read(source: &mut Source, reader: &ClientReader<'_>, out: &SyncSender<Fed>) -> Result<(), FileError> {
    let mut rows = source.rows()?;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let mut end = None;
        while chunk.len() < CHUNK && end.is_none() {
            match rows.next() {
                Some(Ok(row)) => {
                    let client = reader.read(&row);
                    chunk.push(Item { row, client });
                }
                Some(Err(error)) => end = Some(Err(error)),
                None => end = Some(Ok(())),
            }
        }
        if out.send(Fed::Rows(chunk, rows.progress())).is_err() {
            return Ok(());
        }
        if let Some(end) = end {
            return end;
        }
    }
}
