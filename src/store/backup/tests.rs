//! What only the parts behind the commands can show: a disk that fails at every step, files that change under a backup.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use super::copy::Checked;
use super::*;
use crate::store::disk::Disk;
use crate::store::disk::{DiskFile, MemoryDisk, RealDisk};
use crate::store::journal::{Journal, Mark, tests::entry};
use crate::store::snapshot::Writer;

/// A disk on which only so many writing operations succeed.
#[derive(Clone)]
struct Failing(MemoryDisk, Arc<AtomicU64>);

impl Failing {
    fn may(&self) -> io::Result<()> {
        let left = self.1.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map(|_| ()).map_err(|_| ErrorKind::StorageFull.into())
    }
}

struct FailingFile(Box<dyn DiskFile>, Failing);

impl DiskFile for FailingFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.1.may() {
            // Half of it is written all the same.
            self.0.append(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.0.append(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.1.may()?;
        self.0.sync()
    }
}

impl Disk for Failing {
    fn list(&self) -> io::Result<Vec<String>> {
        self.0.list()
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        self.may()?;
        Ok(Box::new(FailingFile(self.0.create(name)?, self.clone())))
    }
    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>> {
        self.may()?;
        self.0.open(name, len)
    }
    fn len(&self, name: &str) -> io::Result<u64> {
        self.0.len(name)
    }
    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.0.read(name, offset, len)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.may()?;
        self.0.rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.may()?;
        self.0.remove(name)
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path(name)
    }
}

fn shared(disk: &MemoryDisk) -> Arc<dyn Disk> {
    Arc::new(disk.clone())
}

/// A journal of commits in segments of one frame each.
fn journal(disk: &MemoryDisk, commits: std::ops::RangeInclusive<u64>) {
    let mut journal = Journal::open(shared(disk), commits.start() - 1, &mut |_| Ok(())).unwrap();
    journal.set_segment_max(1);
    for seq in commits {
        journal.append(&[entry(seq, &[b"abc", &[9; 300]])]).unwrap();
    }
}

fn snapshot(disk: &MemoryDisk, at: u64) {
    let mut writer = Writer::begin(shared(disk), at).unwrap();
    writer.put(&[1, 2], &[0; 20]).unwrap();
    writer.finish(at, Moment::from_millis(5), Mark::NONE, vec![]).unwrap();
}

fn run(from: &MemoryDisk, to: &dyn Fn() -> Arc<dyn Disk>) -> Result<BackupReport> {
    write_journal(&shared(from), &to(), Path::new("/"), 0, &mut |_| {})
}

/// All commits and snapshots that can be read; damage fails.
fn content(disk: &MemoryDisk) -> (u64, Vec<u64>) {
    let checked = Checked::all(&shared(disk), &mut |_| {}).unwrap();
    (checked.last, checked.snapshots)
}

fn copy_of(disk: &MemoryDisk) -> MemoryDisk {
    let copy = MemoryDisk::default();
    for name in disk.list().unwrap() {
        copy.create(&name).unwrap().append(&disk.read(&name, 0, usize::MAX).unwrap()).unwrap();
    }
    copy
}

#[test]
fn a_backup_that_fails_at_any_step_is_the_former_one_or_a_later_one() {
    let (source, former) = (MemoryDisk::default(), MemoryDisk::default());
    journal(&source, 1..=3);
    snapshot(&source, 2);
    run(&source, &|| shared(&former)).unwrap();
    assert_eq!(content(&former), (3, vec![2]));
    journal(&source, 4..=6);
    snapshot(&source, 5);
    source.remove(&snapshot::name(2)).unwrap();
    let mut failures = 0;
    for steps in 0.. {
        let target = copy_of(&former);
        let failing = Failing(target.clone(), Arc::new(AtomicU64::new(steps)));
        let done = run(&source, &|| Arc::new(failing.clone()));
        // As opening or the next attempt finds it: the parts are nothing.
        snapshot::remove_parts(&target).unwrap();
        let (last, snapshots) = content(&target);
        assert!((3..=6).contains(&last) && !snapshots.is_empty(), "{steps}: {last} {snapshots:?}");
        // It is brought to its end by the next attempt.
        run(&source, &|| shared(&target)).unwrap();
        assert_eq!(content(&target), (6, vec![5]), "{steps}");
        if done.is_ok() {
            break;
        }
        failures += 1;
    }
    assert!(failures > 15, "{failures}");
}

#[test]
fn every_flipped_bit_of_the_source_keeps_the_backup_as_it_was() {
    let (source, former) = (MemoryDisk::default(), MemoryDisk::default());
    journal(&source, 1..=2);
    run(&source, &|| shared(&former)).unwrap();
    journal(&source, 3..=4);
    let name = segment_name(3);
    for at in 0..source.len(&name).unwrap() as usize {
        source.edit(&name, |bytes| bytes[at] ^= 4).unwrap();
        let target = copy_of(&former);
        let failed = run(&source, &|| shared(&target));
        assert!(matches!(failed, Err(StoreError::Damaged { .. })), "byte {at}: {failed:?}");
        snapshot::remove_parts(&target).unwrap();
        assert_eq!(content(&target).0, 2);
        source.edit(&name, |bytes| bytes[at] ^= 4).unwrap();
    }
    // Damage that was in the backup is told from that.
    for segment in [1, 2] {
        let target = copy_of(&former);
        target.edit(&segment_name(segment), |bytes| bytes[40] ^= 4).unwrap();
        let failed = run(&source, &|| shared(&target));
        assert!(matches!(failed, Err(StoreError::BackupDamaged { .. })), "{failed:?}");
    }
}

#[test]
fn a_file_that_is_removed_while_it_is_copied_is_copied_to_its_end() {
    let (folder, target) = (tempfile::tempdir().unwrap(), MemoryDisk::default());
    let source: Arc<dyn Disk> = Arc::new(RealDisk::new(folder.path().to_owned()).unwrap());
    // More than is copied at a time, and nothing that can be made shorter.
    let mut state = 1_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    })
    .take(3_000_000)
    .collect();
    let mut journal = Journal::open(Arc::clone(&source), 0, &mut |_| Ok(())).unwrap();
    journal.set_segment_max(1);
    for seq in 1..=2 {
        journal.append(&[entry(seq, &[&noise])]).unwrap();
    }
    let whole = source.read(&segment_name(1), 0, usize::MAX).unwrap();
    let mut removed_at = None;
    let report = write_journal(&source, &shared(&target), Path::new("/"), 0, &mut |progress| {
        if let Progress::Copying { done: done @ 1.., .. } = progress
            && removed_at.is_none()
        {
            source.remove(&segment_name(1)).unwrap();
            removed_at = Some(done);
        }
    });
    assert!(removed_at.unwrap() < whole.len() as u64, "{removed_at:?} of {}", whole.len());
    assert_eq!(report.unwrap().last, 2);
    assert_eq!(target.read(&segment_name(1), 0, usize::MAX).unwrap(), whole);
    assert_eq!(content(&target), (2, vec![]));
}

#[test]
fn only_what_goes_on_is_continued() {
    let (source, target) = (MemoryDisk::default(), MemoryDisk::default());
    journal(&source, 1..=3);
    let first = run(&source, &|| shared(&target)).unwrap();
    assert_eq!(run(&source, &|| shared(&target)).unwrap(), BackupReport { copied: 0, ..first });
    // The base has lost its end, or was taken back.
    let shorter = MemoryDisk::default();
    journal(&shorter, 1..=2);
    let ahead = run(&shorter, &|| shared(&target));
    assert!(matches!(ahead, Err(StoreError::BackupAhead { backup: 3, base: 2, .. })), "{ahead:?}");
    // Another base with as many commits.
    let other = MemoryDisk::default();
    let mut commits = Journal::open(shared(&other), 0, &mut |_| Ok(())).unwrap();
    commits.set_segment_max(1);
    for seq in 1..=4 {
        commits.append(&[entry(seq, &[b"xyz"])]).unwrap();
    }
    let refused = run(&other, &|| shared(&target));
    assert!(matches!(refused, Err(StoreError::OtherBase { .. })), "{refused:?}");
    // Nothing in common: nobody can tell.
    let later = MemoryDisk::default();
    journal(&later, 1..=6);
    snapshot(&later, 4);
    for seq in 1..=4 {
        later.remove(&segment_name(seq)).unwrap();
    }
    let refused = run(&later, &|| shared(&target));
    assert!(matches!(refused, Err(StoreError::BackupPassed { first: 5, .. })), "{refused:?}");
    assert_eq!(run(&later, &|| shared(&MemoryDisk::default())).unwrap().last, 6);
    // A beginning that no snapshot stands for is damage.
    later.remove(&snapshot::name(4)).unwrap();
    let failed = run(&later, &|| shared(&MemoryDisk::default()));
    assert!(matches!(failed, Err(StoreError::Damaged { .. })), "{failed:?}");
}

#[test]
fn the_same_commits_in_other_frames_are_the_same_journal() {
    let (source, target) = (MemoryDisk::default(), MemoryDisk::default());
    let entries: Vec<_> = (1..=4).map(|seq| entry(seq, &[b"abc"])).collect();
    let write = |disk: &MemoryDisk, groups: &[&[crate::store::Entry]]| {
        let mut journal = Journal::open(shared(disk), 0, &mut |_| Ok(())).unwrap();
        for group in groups {
            journal.append(group).unwrap();
        }
    };
    write(&target, &[&entries[..1], &entries[1..2], &entries[2..3]]);
    write(&source, &[&entries[..4]]);
    let packed = run(&source, &|| shared(&target)).unwrap();
    assert_eq!((packed.last, packed.copied > 0), (4, true));
    assert_eq!(content(&target).0, 4);
}

#[test]
fn a_torn_end_is_left_out_and_a_snapshot_that_cannot_be_read_too() {
    let (source, target) = (MemoryDisk::default(), MemoryDisk::default());
    journal(&source, 1..=3);
    snapshot(&source, 2);
    source.edit(&segment_name(3), |bytes| bytes.extend_from_slice(&[7; 40])).unwrap();
    source.edit(&snapshot::name(2), |bytes| bytes[30] ^= 1).unwrap();
    let report = run(&source, &|| shared(&target)).unwrap();
    assert_eq!((report.last, report.skipped), (3, vec![snapshot::name(2)]));
    assert_eq!(content(&target), (3, vec![]));
    assert_eq!(target.len(&segment_name(3)).unwrap() + 40, source.len(&segment_name(3)).unwrap());
}
