//! From byte offsets to lines and columns.

use super::{Problem, ProblemKind};

/// Where the lines of a text begin.
pub(super) struct Lines<'s> {
    pub(super) source: &'s str,
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    /// Finds the line breaks.
    pub(super) fn new(source: &'s str) -> Self {
        let starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, starts }
    }

    /// Line and column, both from 1, of a byte offset. An offset within a letter is the letter's, one behind the end
    /// the end's.
    pub(super) fn place(&self, at: usize) -> (u32, u32) {
        let at =
            (0..=at.min(self.source.len())).rev().find(|at| self.source.is_char_boundary(*at)).unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.source.get(start..at).unwrap_or_default().chars().count();
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(before + 1).unwrap_or(u32::MAX))
    }

    /// A problem at a byte offset.
    pub(super) fn problem(&self, at: usize, kind: impl Into<ProblemKind>) -> Problem {
        let kind = kind.into();
        let (line, column) = self.place(at);
        Problem { line, column, severity: kind.severity(), kind }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns() {
        let lines = Lines::new("раз\n\tдва\r\n");
        for (at, place) in [
            (0, (1, 1)),
            (1, (1, 1)),
            (2, (1, 2)),
            (6, (1, 4)),
            (7, (2, 1)),
            (8, (2, 2)),
            (16, (3, 1)),
            (99, (3, 1)),
        ] {
            assert_eq!(lines.place(at), place, "{at}");
        }
        assert_eq!(Lines::new("").place(0), (1, 1));
    }
}
