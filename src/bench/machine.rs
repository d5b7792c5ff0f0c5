//! What the system tells of memory, files and their cache. Where it does not tell, there is no figure.

use std::io;
use std::path::Path;

use super::error::{BenchError, Result};

/// Memory of this process in bytes, by a line of `/proc/self/status`: `VmHWM` is the most it ever had in memory, files
/// mapped into it included; `RssAnon` what it has now that no file stands behind.
pub fn memory(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'))?;
    let kilobytes: u64 = value.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Bytes this process has read from the disk so far, not from the system's memory.
pub fn read_from_disk() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/io").ok()?;
    told.lines().find_map(|line| line.strip_prefix("read_bytes:")?.trim().parse().ok())
}

/// Bytes a file or a folder takes on the disk: its blocks, where the system counts them, so that holes are not counted.
pub fn size(path: &Path) -> u64 {
    fn of_file(data: &std::fs::Metadata) -> u64 {
        #[cfg(unix)]
        {
            std::os::unix::fs::MetadataExt::blocks(data) * 512
        }
        #[cfg(not(unix))]
        {
            data.len()
        }
    }
    let mut sum = 0;
    // A file may go while it is counted: nothing is left of it then.
    let _ = each_file(path, &mut |path| {
        sum += std::fs::metadata(path).map_or(0, |data| of_file(&data));
        Ok(())
    });
    sum
}

/// Takes files out of the system's memory, so that the next read comes from the disk. `false` where that can't be done.
///
/// # Errors
/// When a file can't be opened or written out.
pub fn forget(path: &Path) -> Result<bool> {
    each_file(path, &mut forget_file)?;
    Ok(cfg!(target_os = "linux"))
}

#[cfg(target_os = "linux")]
fn forget_file(path: &Path) -> Result<()> {
    let file = std::fs::File::open(path).map_err(BenchError::file(path))?;
    // Only what is on the disk already can be forgotten.
    file.sync_all().map_err(BenchError::file(path))?;
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)
        .map_err(|error| BenchError::file(path)(error.into()))
}

#[cfg(not(target_os = "linux"))]
fn forget_file(_: &Path) -> Result<()> {
    Ok(())
}

/// Visits a file, or the files of a folder and the folders below it. What is not there has none.
fn each_file(path: &Path, visit: &mut dyn FnMut(&Path) -> Result<()>) -> Result<()> {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return visit(path),
        Err(error) => return Err(BenchError::file(path)(error)),
    };
    entries.flatten().try_for_each(|entry| each_file(&entry.path(), visit))
}
