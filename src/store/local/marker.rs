//! The word that the engine is open, for those who find it after a process or the machine has gone down.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::EngineKind;
use super::folder::{clear_the_way, read_small, write_whole};
use super::sum::ClosedSum;
use crate::store::disk::sync_folder;
use crate::store::error::Result;

/// An engine that was opened so many times in a row and not closed is made anew.
const UNCLOSED_MAX: u32 = 4;
/// What stands in place of the boot where the system does not tell.
const UNKNOWN: &str = "unknown";

/// A file that stands while the engine is open. It names the boot of the machine: when it is found at opening with
/// another boot, the machine went down with the engine open, and what the engine then has on disk may be anything. Where
/// nobody knows one boot from another, any that is found says so.
///
/// On its second line stands how many openings before this one were not followed by a close.
#[derive(Clone, Debug)]
pub(super) struct OpenMarker {
    path: PathBuf,
    /// What names this boot of the machine; `None` where the system does not tell.
    boot: Option<String>,
    /// What the engine looked like when it was closed; there as long as it is closed.
    sum: ClosedSum,
}

impl OpenMarker {
    /// The marker of a data folder.
    pub(super) fn of(data: &Path) -> Self {
        Self::on_boot(data, boot_id())
    }

    fn on_boot(data: &Path, boot: Option<String>) -> Self {
        Self { path: data.join("engine.open"), boot, sum: ClosedSum::of(data) }
    }

    /// Whether the machine went down with the engine open, or somebody said that the engine must not be trusted, or it was
    /// never closed the last few times: then it may be the engine itself that ends the process.
    pub(super) fn speaks_against(&self) -> bool {
        match read_small(&self.path) {
            Ok(text) => {
                let mut lines = text.lines();
                let is_of_this_boot = self.boot.is_some() && lines.next() == self.boot.as_deref();
                // The opening that has left it was not followed by a close either.
                !is_of_this_boot || unclosed(lines.next()).saturating_add(1) >= UNCLOSED_MAX
            }
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Says that the engine is open from now on.
    pub(super) fn set(&self) -> Result<()> {
        let before = read_small(&self.path).ok();
        let times = before.map_or(0, |text| unclosed(text.lines().nth(1)).saturating_add(1));
        self.write(times)
    }

    /// Says that a new engine is open from now on.
    pub(super) fn set_new(&self) -> Result<()> {
        self.write(0)
    }

    fn write(&self, unclosed: u32) -> Result<()> {
        clear_the_way(&self.path);
        let boot = self.boot.as_deref().unwrap_or(UNKNOWN);
        write_whole(&self.path, format!("{boot}\n{unclosed}\n"))?;
        self.sum.forget();
        Ok(())
    }

    /// Says that the engine must not be trusted any more.
    pub(super) fn distrust(&self) {
        if write_whole(&self.path, "not to be trusted\n").is_err() {
            // A full disk: there is room for nothing, and nothing names no boot. Where even that can't be written the marker
            // of the opening still stands.
            let _ = File::create(&self.path).and_then(|file| file.sync_all());
        }
    }

    /// Whether the engine in `folder` is as it was closed, as far as anybody knows.
    pub(super) fn fits(&self, folder: &Path) -> bool {
        self.sum.fits(folder)
    }

    /// Says that the engine in `folder` was closed in order, and what it looks like: what is in its files is on the disk then.
    /// One of which that can't be said is not trusted any more.
    pub(super) fn close(&self, kind: EngineKind, folder: &Path) {
        match self.sum.note(kind, folder) {
            Ok(()) => self.clear(),
            Err(error) => {
                tracing::warn!(%error, "nobody could tell whether the engine changes while it is closed");
                self.distrust();
            }
        }
    }

    /// Says that no engine is open. Failing to say so costs a needless check, nothing more.
    pub(super) fn clear(&self) {
        if std::fs::remove_file(&self.path).is_ok() {
            // A cut of the power would bring it back, and the engine would be made anew for nothing.
            let _ = self.path.parent().map_or(Ok(()), sync_folder);
        }
    }
}

fn unclosed(line: Option<&str>) -> u32 {
    line.and_then(|line| line.parse().ok()).unwrap_or_default()
}

/// What names this boot of the machine; `None` where the system does not tell.
fn boot_id() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(data: &Path, boot: Option<&str>) -> OpenMarker {
        OpenMarker::on_boot(data, boot.map(str::to_owned))
    }

    #[test]
    fn an_engine_that_was_open_in_another_boot_is_not_trusted() {
        let data = tempfile::tempdir().unwrap();
        let here = marker(data.path(), Some("b1"));
        assert!(!here.speaks_against(), "nobody has it open");
        here.set().unwrap();
        assert!(!here.speaks_against(), "a process has ended, the machine has not");
        assert!(marker(data.path(), Some("b2")).speaks_against());
        assert!(marker(data.path(), None).speaks_against());
        here.clear();
        assert!(!marker(data.path(), Some("b2")).speaks_against());
    }

    #[test]
    fn where_no_boot_is_known_any_engine_that_was_open_may_have_gone_down_with_the_machine() {
        let data = tempfile::tempdir().unwrap();
        let here = marker(data.path(), None);
        assert!(!here.speaks_against());
        for set in [OpenMarker::set, OpenMarker::set_new] {
            set(&here).unwrap();
            assert!(here.speaks_against());
            assert!(marker(data.path(), Some("b1")).speaks_against());
            here.clear();
            assert!(!here.speaks_against());
        }
    }

    #[test]
    fn an_engine_that_was_not_closed_four_times_in_a_row_is_made_anew() {
        let data = tempfile::tempdir().unwrap();
        let here = marker(data.path(), Some("b1"));
        let unclosed = |times: u32| {
            here.clear();
            (0..times).for_each(|_| here.set().unwrap());
            here.speaks_against()
        };
        assert_eq!([0, 1, 2, 3, 4, 5].map(unclosed), [false, false, false, false, true, true]);
        // A new one begins at the beginning.
        here.set_new().unwrap();
        assert!(!here.speaks_against());
        (0..2).for_each(|_| here.set().unwrap());
        assert!(!here.speaks_against(), "three times");
        here.set().unwrap();
        assert!(here.speaks_against(), "four times");
    }

    #[test]
    fn one_of_which_nothing_can_be_written_down_is_not_trusted() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("engine-sled-1");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("db"), "x").unwrap();
        let here = marker(data.path(), Some("b1"));
        here.set().unwrap();
        // Nothing can take the place of a folder with something in it.
        std::fs::create_dir_all(data.path().join("engine.sum/theirs")).unwrap();
        here.close(EngineKind::Sled, &folder);
        assert!(here.speaks_against());
        std::fs::remove_dir_all(data.path().join("engine.sum")).unwrap();
        here.set_new().unwrap();
        here.close(EngineKind::Sled, &folder);
        assert!(!here.speaks_against() && here.fits(&folder));
        std::fs::write(folder.join("db"), "y").unwrap();
        assert!(!here.fits(&folder));
        // Nor one that can't be read.
        here.set_new().unwrap();
        here.close(EngineKind::Sled, &data.path().join("engine-sled-2"));
        assert!(here.speaks_against());
        // With no room for a word the marker loses its own.
        here.set_new().unwrap();
        std::fs::create_dir_all(data.path().join("engine.new/theirs")).unwrap();
        here.distrust();
        assert!(here.speaks_against());
    }
}
