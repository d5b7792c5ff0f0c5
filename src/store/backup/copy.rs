//! Files that are checked before they count: they are written under other names, read back as what they are to become,
//! and only then get their names.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Progress;
use crate::domain::time::Moment;
use crate::store::disk::{Disk, DiskFile, HeldFile, Pieces};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Damage, Found, Reader, is_known, known, segment_name};
use crate::store::local::{APART, merged, sound};
use crate::store::snapshot::{self, PART};

/// Bytes that are copied at a time.
const WINDOW: usize = 1024 * 1024;

/// Copies files of a journal under the names of parts.
pub(super) struct Copier<'a> {
    from: &'a dyn Disk,
    to: &'a dyn Disk,
    done: u64,
    total: u64,
    progress: &'a mut dyn FnMut(Progress),
}

impl<'a> Copier<'a> {
    pub(super) fn new(
        from: &'a dyn Disk,
        to: &'a dyn Disk,
        total: u64,
        progress: &'a mut dyn FnMut(Progress),
    ) -> Self {
        progress(Progress::Copying { done: 0, total });
        Self { from, to, done: 0, total, progress }
    }

    /// Copies the first `len` bytes of a file, with a tail behind them, and brings them to the disk.
    pub(super) fn copy(&mut self, name: &str, len: u64, tail: &[u8]) -> Result<()> {
        let part = name.to_owned() + PART;
        let failed = || StoreError::io(self.to.path(&part));
        // Held open: the keeper of a store at work may remove the file meanwhile, or put a packed one in its place.
        let mut source = Pieces::of(self.from, name).map_err(StoreError::io(self.from.path(name)))?;
        let mut file = self.to.create(&part).map_err(failed())?;
        let mut offset = 0;
        while offset < len {
            let want = usize::try_from(len - offset).unwrap_or(WINDOW).min(WINDOW);
            let bytes = source.read(offset, want).and_then(|bytes| {
                if bytes.is_empty() { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
            });
            let bytes = bytes.map_err(StoreError::io(source.path()))?;
            file.append(&bytes).map_err(failed())?;
            offset += bytes.len() as u64;
            self.done += bytes.len() as u64;
            (self.progress)(Progress::Copying { done: self.done, total: self.total });
        }
        file.append(tail).map_err(failed())?;
        file.sync().map_err(failed())
    }
}

/// Whether what went wrong may be gone at the next look: the store is at work, and its keeper removes files and replaces
/// them.
pub(super) fn is_passing(error: &StoreError) -> bool {
    match error {
        StoreError::Io { source, .. } => {
            matches!(source.kind(), ErrorKind::NotFound | ErrorKind::UnexpectedEof)
        }
        StoreError::Damaged { .. } => true,
        _ => false,
    }
}

/// Whether a file begins with the same bytes on two disks.
pub(in crate::store) fn same_beginning(a: &dyn Disk, b: &dyn Disk, name: &str, len: u64) -> Result<bool> {
    let read = |disk: &dyn Disk, offset, want| {
        disk.read(name, offset, want).map_err(StoreError::io(disk.path(name)))
    };
    let mut offset = 0;
    while offset < len {
        let want = usize::try_from(len - offset).unwrap_or(WINDOW).min(WINDOW);
        let bytes = read(a, offset, want)?;
        if bytes.len() < want || bytes != read(b, offset, want)? {
            return Ok(false);
        }
        offset += want as u64;
    }
    Ok(true)
}

/// A disk as it will be when the parts on it have got their names. Nothing is written through it.
#[derive(Clone)]
pub(super) struct Parts {
    disk: Arc<dyn Disk>,
    parts: BTreeSet<String>,
}

impl Parts {
    pub(super) fn of(disk: &Arc<dyn Disk>) -> Result<Self> {
        let names = disk.list().map_err(StoreError::io(disk.path("")))?;
        let parts = names.iter().filter_map(|name| name.strip_suffix(PART).map(str::to_owned)).collect();
        Ok(Self { disk: Arc::clone(disk), parts })
    }

    /// A disk as it is.
    pub(super) fn bare(disk: &Arc<dyn Disk>) -> Self {
        Self { disk: Arc::clone(disk), parts: BTreeSet::new() }
    }

    /// Whether a file was copied now.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains(name)
    }

    fn real(&self, name: &str) -> String {
        if self.parts.contains(name) { name.to_owned() + PART } else { name.to_owned() }
    }

    /// Says whose the damage is: what was copied now was so in the source, the rest was so in the backup.
    pub(super) fn blame(&self, path: &Path, error: StoreError) -> StoreError {
        match error {
            // The source was looked at before: its snapshot is of its journal, and not of the one that is in the backup.
            StoreError::Damaged { segment, what: APART, .. } if self.parts.contains(&segment) => {
                StoreError::OtherBase { path: path.to_owned(), file: segment }
            }
            StoreError::Damaged { segment, offset, .. } if !self.parts.contains(&segment) => {
                StoreError::BackupDamaged { path: path.to_owned(), file: segment, offset }
            }
            other => other,
        }
    }

    /// Gives the parts their names. The journal grows from its beginning: at every moment what is there is whole, and a
    /// snapshot comes after the commits that complete it.
    pub(super) fn take_their_names(&self) -> Result<()> {
        let is_snapshot = |name: &&String| name.ends_with(".snapshot");
        let segments = self.parts.iter().filter(|name| !is_snapshot(name));
        for name in segments.chain(self.parts.iter().filter(is_snapshot)) {
            let part = name.clone() + PART;
            // One that could not be read was removed.
            if self.disk.len(&part).is_ok() {
                self.disk.rename(&part, name).map_err(StoreError::io(self.disk.path(name)))?;
            }
        }
        Ok(())
    }
}

impl Disk for Parts {
    fn list(&self) -> io::Result<Vec<String>> {
        let names = self.disk.list()?.into_iter();
        let names: BTreeSet<String> =
            names.map(|name| name.strip_suffix(PART).map_or(name.clone(), str::to_owned)).collect();
        Ok(names.into_iter().collect())
    }

    fn create(&self, _: &str) -> io::Result<Box<dyn DiskFile>> {
        Err(ErrorKind::Unsupported.into())
    }

    fn open(&self, _: &str, _: u64) -> io::Result<Box<dyn DiskFile>> {
        Err(ErrorKind::Unsupported.into())
    }

    fn len(&self, name: &str) -> io::Result<u64> {
        self.disk.len(&self.real(name))
    }

    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.disk.read(&self.real(name), offset, len)
    }

    fn hold(&self, name: &str) -> io::Result<Option<Box<dyn HeldFile>>> {
        self.disk.hold(&self.real(name))
    }

    fn rename(&self, _: &str, _: &str) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.disk.remove(&self.real(name))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.disk.path(&self.real(name))
    }
}

/// What a copy holds, when it holds what it must.
#[derive(Clone, Debug, Default)]
pub(super) struct Checked {
    /// The last commit.
    pub(super) last: u64,
    /// When that was made.
    pub(super) at: Option<Moment>,
    /// The snapshots that are whole.
    pub(super) snapshots: Vec<u64>,
    /// Those that are not.
    pub(super) skipped: Vec<String>,
    /// Damage that nothing depends on: it hides no commit, or a snapshot stands behind it.
    pub(super) covered: Vec<Damage>,
    /// Snapshots that have come from other commits than those of the journal.
    apart: Vec<String>,
    /// File and byte where the last segment ends in the middle of a commit.
    torn: Option<(String, u64)>,
}

impl Checked {
    /// Reads everything. Snapshots that were copied now and can't be read are removed; damage that somebody has accepted is
    /// passed over.
    pub(super) fn read(parts: &Parts, progress: &mut dyn FnMut(Progress)) -> Result<Self> {
        let disk: Arc<dyn Disk> = Arc::new(parts.clone());
        let accepted = known(parts);
        let checked = Self::all(&disk, progress)?;
        if let Some(damage) = checked.covered.iter().find(|damage| !is_known(&accepted, damage)) {
            return Err(damage.error());
        }
        if let Some(file) = checked.apart.first() {
            return Err(StoreError::Damaged { segment: file.clone(), offset: 0, what: APART });
        }
        if let Some((segment, offset)) = checked.torn {
            // Only whole commits were ever copied.
            return Err(StoreError::Damaged { segment, offset, what: "the file ends too early" });
        }
        for skipped in checked.skipped.iter().filter(|name| parts.parts.contains(*name)) {
            disk.remove(skipped).map_err(StoreError::io(disk.path(skipped)))?;
        }
        Ok(checked)
    }

    /// Commits that can't be read, from and to.
    pub(super) fn missing(&self) -> Vec<(u64, u64)> {
        let hidden = self.covered.iter().filter_map(|damage| Some((damage.after + 1, damage.before? - 1)));
        merged(hidden.filter(|(from, to)| from <= to).collect())
    }

    /// Reads everything; damage is an error unless it hides no commit, or a snapshot stands behind it.
    pub(super) fn all(disk: &Arc<dyn Disk>, progress: &mut dyn FnMut(Progress)) -> Result<Self> {
        let mut checked = Self::default();
        let reader = Reader::new(Arc::clone(disk));
        for from in snapshot::list(disk.as_ref())? {
            match sound(disk.as_ref(), &reader, from, u64::MAX) {
                Ok(Some(foot)) => {
                    checked.snapshots.push(from);
                    (checked.last, checked.at) = (foot.to, foot.made());
                }
                Ok(None) => {}
                Err(StoreError::Damaged { what, .. }) => {
                    let name = snapshot::name(from);
                    if what == APART {
                        checked.apart.push(name.clone());
                    }
                    checked.skipped.push(name);
                }
                Err(error) => return Err(error),
            }
        }
        let newest = checked.last;
        let segments = reader.segments()?;
        let first = segments.first().copied().unwrap_or(newest + 1);
        let total = reader.last_hint()?.max(newest).saturating_sub(first);
        let (mut damages, mut last, mut torn) = (Vec::new(), first.saturating_sub(1), 0);
        reader.scan(&mut |found| {
            match found {
                Found::Entry(entry) => {
                    last = entry.seq;
                    if last >= checked.last {
                        (checked.last, checked.at) = (last, Some(entry.origin.at));
                    }
                    if last.is_multiple_of(1024) {
                        progress(Progress::Checking { done: last.saturating_sub(first).min(total), total });
                    }
                }
                Found::Damage(damage) => damages.push(damage),
                Found::Torn(bytes) => torn = bytes,
            }
            Ok(())
        })?;
        if let Some(end) = segments.last().filter(|_| torn > 0) {
            let name = segment_name(*end);
            let len = disk.len(&name).map_err(StoreError::io(disk.path(&name)))?;
            checked.torn = Some((name, len.saturating_sub(torn)));
        }
        let is_behind = |before: u64| checked.snapshots.iter().any(|from| from + 1 >= before);
        let is_covered = |damage: &Damage| damage.hides_none() || damage.before.is_some_and(is_behind);
        if let Some(damage) = damages.iter().find(|damage| !is_covered(damage)) {
            return Err(damage.error());
        }
        if first > 1 && !is_behind(first) {
            // The beginning is not kept: a snapshot must stand for it.
            let what = "commits before this file are missing";
            return Err(StoreError::Damaged { segment: segment_name(first), offset: 0, what });
        }
        checked.covered = damages;
        Ok(checked)
    }
}
