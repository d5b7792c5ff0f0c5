//! The way back from an upgrade of the format: what the folder was, for the earlier release.

use std::fs::File;
use std::path::Path;

use super::folder::{Folder, WAY_BACK, journal_of, remove_all};
use super::format::{format_of, write_format};
use super::open::journal_disk;
use super::own::is_way_back;
use crate::store::backup::same_beginning;
use crate::store::disk::sync_folder;
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Reader, segment_name};

impl Folder {
    /// Keeps what an upgrade of the format starts from, so that there is a way back: the earlier release opens this folder.
    /// Closed segments are shared with it, the one that goes on is copied. What has its name already and is no such thing stays,
    /// and another name is taken.
    pub(super) fn keep_way_back(&self) -> Result<()> {
        let part_of = |kept: &Path| kept.with_extension("part");
        let names = (1_u32..).map(|n| if n == 1 { WAY_BACK.to_owned() } else { format!("{WAY_BACK}-{n}") });
        let is_free = |path: &Path| std::fs::symlink_metadata(path).is_err();
        let mut places = names.map(|name| self.path().join(name)).filter(|kept| {
            let part = part_of(kept);
            self.leads_back(kept) || (is_free(kept) && (is_free(&part) || is_way_back(&part)))
        });
        let kept = places.next().unwrap_or_default();
        if !is_free(&kept) {
            return Ok(());
        }
        let part = part_of(&kept);
        remove_all(&part)?;
        let journal = part.join("journal");
        std::fs::create_dir_all(&journal).map_err(StoreError::io(&journal))?;
        let own = journal_disk(&self.journal())?;
        let growing = Reader::new(own.clone()).segments()?.last().copied().map(segment_name);
        for name in own.list().map_err(StoreError::io(self.journal()))? {
            let (file, target) = (self.journal().join(&name), journal.join(&name));
            // What is appended to here must not grow there.
            if Some(&name) == growing.as_ref() || std::fs::hard_link(&file, &target).is_err() {
                copy_file(&file, &target)?;
            }
        }
        write_format(&part, self.found)?;
        sync_folder(&journal).map_err(StoreError::io(&journal))?;
        std::fs::rename(&part, &kept).map_err(StoreError::io(&kept))?;
        sync_folder(self.path()).map_err(StoreError::io(self.path()))
    }

    /// Whether a folder keeps this very state: an upgrade that was ended by force has left it. A torn end may have been cut off
    /// here since.
    fn leads_back(&self, kept: &Path) -> bool {
        let journal = journal_of(kept);
        if format_of(kept).ok() != Some(self.found) || !journal.is_dir() {
            return false;
        }
        let holds_all = || -> Result<bool> {
            let (own, kept) = (journal_disk(&self.journal())?, journal_disk(&journal)?);
            for name in Reader::new(own.clone()).segments()?.into_iter().map(segment_name) {
                let len = own.len(&name).map_err(StoreError::io(own.path(&name)))?;
                if !same_beginning(own.as_ref(), kept.as_ref(), &name, len)? {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        // What can't be read leads nowhere.
        holds_all().unwrap_or_default()
    }
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).and_then(|_| File::open(to)?.sync_all()).map_err(StoreError::io(to))
}
