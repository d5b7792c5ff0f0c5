//! What makes the parts of an import one: a mark that each bears in the history, behind the name of the use-case.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::domain::text::{clean_line, fit};

/// A name of a file is cut to so many cells.
const NAME_WIDTH: usize = 80;

/// Of which import a commit is a part. Imports of earlier releases bear no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOf<'r> {
    /// What all parts of the import bear, and no others.
    pub import: &'r str,
    /// The last commit before the import.
    pub after: u64,
    /// Which part it is, from 1.
    pub part: u64,
    /// The name of the file. May be empty.
    pub file: &'r str,
}

impl<'r> PartOf<'r> {
    /// Reads the mark, as it stands behind the name of the use-case.
    pub fn read(remark: &'r str) -> Option<Self> {
        let (import, rest) = remark.split_once(' ')?;
        let (after, number) = import.split_once('.')?;
        number.parse::<u32>().ok()?;
        let (part, file) = rest.split_once(' ').unwrap_or((rest, ""));
        Some(Self { import, after: after.parse().ok()?, part: part.parse().ok()?, file })
    }
}

/// Marks the parts of one import.
pub(in crate::desk) struct Marker {
    import: String,
    part: u64,
    file: String,
}

impl Marker {
    /// For an import that begins after a commit.
    pub(in crate::desk) fn new(after: u64) -> Self {
        // Of two imports that begin behind the same commit, one has written nothing yet: both are of this process.
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        Self { import: format!("{after}.{number}"), part: 0, file: String::new() }
    }

    pub(in crate::desk) fn name(&mut self, file: &str) {
        self.file = fit(&clean_line(file), NAME_WIDTH).into_owned();
    }

    /// The mark of the next part.
    pub(in crate::desk) fn next(&mut self) -> String {
        self.part += 1;
        format!("{} {} {}", self.import, self.part, self.file).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_were_made_and_tell_imports_apart() {
        let (mut one, mut other) = (Marker::new(41), Marker::new(41));
        one.name(" осень 2026.csv\u{1b}[2J");
        let marks = [one.next(), one.next(), other.next()];
        let read = marks.each_ref().map(|mark| PartOf::read(mark).unwrap());
        assert_eq!(
            read.map(|mark| (mark.after, mark.part, mark.file)),
            [(41, 1, "осень 2026.csv"), (41, 2, "осень 2026.csv"), (41, 1, "")]
        );
        assert!(read[0].import == read[1].import && read[1].import != read[2].import);
        for other in ["", "41", "41 1", "a.1 1 x", "41.b 1 x", "41.1 x"] {
            assert_eq!(PartOf::read(other), None, "{other}");
        }
    }
}
