//! The word that the engine is open, for those who find it after a process or the machine has gone down.

use std::io;
use std::path::{Path, PathBuf};

use super::EngineKind;
use super::folder::{clear_the_way, read_small, write_whole};
use super::sum::ClosedSum;
use crate::store::error::Result;

/// So many openings in a row after which the engine was not closed, and it is made anew.
const UNCLOSED_MAX: u32 = 4;

/// A file that stands while the engine is open. It names the boot of the machine: when it is found at opening with
/// another boot, the machine went down with the engine open, and what the engine then has on disk may be anything.
#[derive(Clone, Debug)]
pub(super) struct OpenMarker {
    path: PathBuf,
    /// What the engine looked like when it was closed; there as long as it is closed.
    sum: ClosedSum,
}

impl OpenMarker {
    /// The marker of a data folder.
    pub(super) fn of(data: &Path) -> Self {
        Self { path: data.join("engine.open"), sum: ClosedSum::of(data) }
    }

    /// Whether the machine went down with the engine open, or somebody said that the engine must not be trusted, or it was
    /// never closed the last few times: then it may be the engine itself that ends the process.
    pub(super) fn speaks_against(&self) -> bool {
        match read_small(&self.path) {
            Ok(text) => {
                let mut lines = text.lines();
                lines.next() != Some(boot_id().as_str()) || unclosed(lines.next()) >= UNCLOSED_MAX
            }
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Says that the engine is open from now on.
    pub(super) fn set(&self) -> Result<()> {
        let before = read_small(&self.path).ok();
        let times = before.map_or(0, |text| unclosed(text.lines().nth(1)).saturating_add(1));
        clear_the_way(&self.path);
        write_whole(&self.path, format!("{}\n{times}\n", boot_id()))?;
        self.sum.forget();
        Ok(())
    }

    /// Says that a new engine is open from now on.
    pub(super) fn set_new(&self) -> Result<()> {
        clear_the_way(&self.path);
        write_whole(&self.path, format!("{}\n0\n", boot_id()))?;
        self.sum.forget();
        Ok(())
    }

    /// Says that the engine must not be trusted any more. Failing to say so leaves it as it is.
    pub(super) fn distrust(&self) {
        let _ = write_whole(&self.path, "not to be trusted\n");
    }

    /// Whether the engine in `folder` is as it was closed, as far as anybody knows.
    pub(super) fn fits(&self, folder: &Path) -> bool {
        self.sum.fits(folder)
    }

    /// Says that the engine in `folder` was closed in order, and what it looks like.
    pub(super) fn close(&self, kind: EngineKind, folder: &Path) {
        self.sum.note(kind, folder);
        self.clear();
    }

    /// Says that the engine was closed in order. Failing to say so costs a needless check, nothing more.
    pub(super) fn clear(&self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

fn unclosed(line: Option<&str>) -> u32 {
    line.and_then(|line| line.parse().ok()).unwrap_or_default()
}

/// What names this boot of the machine; the same word for ever where the system does not tell.
fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_or_else(|_| "unknown".into(), |id| id.trim().to_owned())
}
