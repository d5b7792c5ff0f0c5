//! Journal files taken apart by hand, as `docs/store.md` and the head of `store::journal::frame` describe them: segments
//! are long, and a test wants short ones.

use super::wires::Files;

/// Magic, number of the first commit, sum.
const SEGMENT_HEAD: usize = 8 + 8 + 4;
/// Length of the body, sum, first commit, count, flags.
const FRAME_HEAD: usize = 4 + 4 + 8 + 4 + 1;

/// A frame: where it begins and ends in its file, and its first commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    pub from: usize,
    pub to: usize,
    pub first: u64,
}

/// The name of a segment.
pub fn name(first: u64) -> String {
    format!("{first:020}.journal")
}

/// The frames of a whole segment.
pub fn frames(bytes: &[u8]) -> Vec<Frame> {
    let mut out = Vec::new();
    let mut at = SEGMENT_HEAD;
    while at < bytes.len() {
        let body = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let first = u64::from_le_bytes(bytes[at + 8..at + 16].try_into().unwrap());
        let to = at + FRAME_HEAD + body;
        out.push(Frame { from: at, to, first });
        at = to;
    }
    out
}

/// The same journal in so many segments.
pub fn split(bytes: &[u8], count: usize) -> Files {
    let frames = frames(bytes);
    let mut out = Files::new();
    for part in frames.chunks(frames.len().div_ceil(count)) {
        let first = part[0].first;
        let mut file = bytes[..8].to_vec();
        file.extend_from_slice(&first.to_le_bytes());
        file.extend_from_slice(&crc32c::crc32c(&file).to_le_bytes());
        file.extend_from_slice(&bytes[part[0].from..part.last().unwrap().to]);
        out.insert(name(first), file);
    }
    out
}
