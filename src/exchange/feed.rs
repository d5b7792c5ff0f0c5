//! Reading rows in a thread of its own, so that one core reads while another loads.

use std::sync::mpsc::{SyncSender, sync_channel};

use super::clients::ClientReader;
use super::{FileError, Progress, Row, Source};
use crate::desk::DeskError;
use crate::desk::import::ClientRow;
use crate::desk::jobs::{FileLoad, Told};
use crate::store::StoreError;

/// Rows handed over together: waking the other thread costs more than reading a row.
const CHUNK: usize = 128;
/// Chunks that may wait for the loader.
pub const WAITING: usize = 8;

/// A row of the file with what was read in it.
#[derive(Debug)]
pub struct Item {
    /// The cells.
    pub row: Row,
    /// What they say of a client.
    pub client: ClientRow,
}

/// What the reader hands over.
#[derive(Debug)]
pub enum Fed {
    /// Rows in their order, and how far the file is read.
    Rows(Vec<Item>, Progress),
    /// The file can't be read any further.
    Failed(FileError),
}

/// Reads a file to its end, or until nobody listens any more.
pub fn feed(source: &mut Source, reader: &ClientReader<'_>, out: &SyncSender<Fed>) {
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

/// Why a load has ended before its file has.
#[derive(Debug)]
pub enum Cut {
    /// Somebody has asked it to stop.
    Asked,
    /// The file can't be read any further.
    File(FileError),
    /// The desk refused a row.
    Desk(DeskError),
}

/// Puts every row of a file into a load of a call job; `told` hears of each, and `go_on` is asked now and then how far it has come
/// and whether to stop. `None` when the whole file went in.
pub fn load_all(
    source: &mut Source,
    reader: &ClientReader<'_>,
    load: &mut FileLoad<'_>,
    told: &mut dyn FnMut(&Item, &Told),
    go_on: &mut dyn FnMut(Progress, &FileLoad<'_>) -> bool,
) -> Option<Cut> {
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel(WAITING);
        let fed = std::thread::Builder::new().spawn_scoped(scope, move || feed(source, reader, &send));
        if let Err(error) = fed {
            return Some(Cut::Desk(StoreError::no_thread(&error).into()));
        }
        for fed in receive {
            let (items, progress) = match fed {
                Fed::Rows(items, progress) => (items, progress),
                Fed::Failed(error) => return Some(Cut::File(error)),
            };
            for item in &items {
                match load.row(&item.client) {
                    Ok(end) => told(item, &end),
                    Err(error) => return Some(Cut::Desk(error)),
                }
            }
            if !go_on(progress, load) {
                return Some(Cut::Asked);
            }
        }
        None
    })
}
