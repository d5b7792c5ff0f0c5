//! Unpacking what was compressed, in no more memory than it takes.

use std::collections::TryReserveError;

/// Why something was not unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotUnpacked {
    /// There is no memory for it: that says nothing of what was to be unpacked.
    NoMemory(TryReserveError),
    /// It is nothing that was packed, or too large.
    Broken,
}

/// Unpacks a compressed frame to `max` bytes at most.
///
/// # Errors
/// When it can't be unpacked, or there is no memory for it.
pub(super) fn unpack(packed: &[u8], max: usize) -> Result<Vec<u8>, NotUnpacked> {
    let mut out = Vec::new();
    out.try_reserve_exact(room_for(packed, max)).map_err(NotUnpacked::NoMemory)?;
    let unpacked = zstd::bulk::Decompressor::new()
        .and_then(|mut unpacker| unpacker.decompress_to_buffer(packed, &mut out));
    unpacked.map_err(|_| NotUnpacked::Broken)?;
    Ok(out)
}

/// Bytes a compressed frame says it unpacks to, but no more than `max`; `max` where it does not say.
fn room_for(packed: &[u8], max: usize) -> usize {
    let said = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
    said.and_then(|said| usize::try_from(said).ok()).map_or(max, |said| said.min(max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_tells_how_much_it_holds() {
        let packed = zstd::bulk::compress(&[7; 5000], 3).unwrap();
        assert_eq!((room_for(&packed, 1 << 26), room_for(&packed, 99)), (5000, 99));
        assert_eq!((room_for(b"rubbish", 12), room_for(b"", 12)), (12, 12));
        assert_eq!(unpack(&packed, 1 << 26).unwrap(), [7; 5000]);
        for (packed, max) in [(packed.as_slice(), 4999), (&packed[..9], 5000), (b"rubbish", 100)] {
            assert_eq!(unpack(packed, max), Err(NotUnpacked::Broken));
        }
    }

    #[test]
    fn want_of_memory_is_no_damage() {
        assert!(matches!(unpack(b"rubbish", usize::MAX), Err(NotUnpacked::NoMemory(_))));
    }
}
