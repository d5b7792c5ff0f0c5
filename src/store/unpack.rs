//! Unpacking what was compressed, in no more memory than it takes.

/// Bytes a compressed frame says it unpacks to, but no more than `max`; `max` where it does not say.
pub(super) fn room_for(packed: &[u8], max: usize) -> usize {
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
    }
}
