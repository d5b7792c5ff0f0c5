//! Commits of the journal in words: how far it goes, and numbers of several.

use super::context::Context;
use super::moment::stamp;
use crate::domain::time::Moment;
use crate::i18n::Message;
use crate::say;

/// How far the journal goes: its last entry, and when that was made.
pub(super) fn up_to(context: &Context, last: u64, at: Option<Moment>) -> Message {
    match (last, at.map(|at| stamp(context, at))) {
        (0, _) => say!("journal-empty"),
        (last, Some(at)) => say!("journal-up-to", last = last.to_string(), at = at),
        (last, None) => say!("journal-up-to-undated", last = last.to_string()),
    }
}

/// Numbers of commits, from and to: «3, 7–9».
pub(super) fn ranges(all: &[(u64, u64)]) -> String {
    let one = |(from, to): &(u64, u64)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether ranges stand for one commit.
pub(super) fn is_one(all: &[(u64, u64)]) -> bool {
    matches!(all, [(from, to)] if from == to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_one_commit_are_one_number() {
        assert_eq!(ranges(&[(3, 3), (7, 9)]), "3, 7–9");
        assert!(is_one(&[(3, 3)]) && !is_one(&[(7, 9)]) && !is_one(&[(3, 3), (5, 5)]) && !is_one(&[]));
    }
}
