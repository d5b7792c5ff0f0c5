//! What clients say that the script has no answer for: the inbox of its author.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{ClientId, HeardId, ScriptId, UserId};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;

/// Most characters of a client's words.
pub const HEARD_MAX: usize = 200;

/// Words of one client at one step that no answer of the step fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The id the store gave.
    pub id: HeardId,
    /// Code of the script.
    pub code: String,
    /// The version that was read.
    pub script: ScriptId,
    /// Code of the step.
    pub step: String,
    /// The client's words.
    pub words: String,
    /// Who said them.
    pub client: ClientId,
    /// Who wrote them down.
    pub by: UserId,
    /// When.
    pub at: Moment,
    /// The version of the script in which the author settled them, by an answer or without; `None` while they wait.
    pub settled: Option<u32>,
}

impl Heard {
    /// What words are grouped by: letter case, ё, signs and spaces do not count.
    pub fn folded(words: &str) -> String {
        let clean = clean_line(words).to_lowercase().replace('ё', "е");
        let words = clean.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether these words belong to a group of words at a step.
    pub fn is_of(&self, step: &str, folded: &str) -> bool {
        self.step == step && Self::folded(&self.words) == folded
    }
}

/// The same words of several clients at one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardGroup {
    /// Code of the script.
    pub code: String,
    /// Code of the step.
    pub step: String,
    /// The words as they were written down last.
    pub words: String,
    /// How often they were heard.
    pub count: usize,
    /// When they were heard last.
    pub last: Moment,
}

/// Groups words that wait, the most frequent first, then the latest.
pub fn grouped(all: impl Iterator<Item = Heard>) -> Vec<HeardGroup> {
    let mut groups: std::collections::HashMap<(String, String, String), HeardGroup> = Default::default();
    for heard in all.filter(|heard| heard.settled.is_none()) {
        let key = (heard.code.clone(), heard.step.clone(), Heard::folded(&heard.words));
        let Heard { code, step, words, at, .. } = heard;
        let fresh = HeardGroup { code, step, words: words.clone(), count: 0, last: at };
        let group = groups.entry(key).or_insert(fresh);
        group.count += 1;
        if at >= group.last {
            (group.last, group.words) = (at, words);
        }
    }
    let mut out: Vec<HeardGroup> = groups.into_values().collect();
    out.sort_by(|a, b| (b.count, b.last, &a.words).cmp(&(a.count, a.last, &b.words)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;

    #[test]
    fn the_same_words_are_one_group_whatever_their_spelling() {
        let heard = |n: u64, step: &str, words: &str, settled| Heard {
            id: HeardId::from_u64(n),
            code: "cold".into(),
            script: ScriptId::from_u64(1),
            step: step.into(),
            words: words.into(),
            client: ClientId::from_u64(n),
            by: UserId::from_u64(1),
            at: Moment::from_millis(i64::try_from(n).unwrap()),
            settled,
        };
        let groups = grouped(
            [
                heard(1, "hello", "Ещё рано!", None),
                heard(2, "hello", "еще  рано", None),
                heard(3, "offer", "Еще рано", None),
                heard(4, "hello", "Спросите жену", None),
                heard(5, "hello", "еще рано", Some(2)),
            ]
            .into_iter(),
        );
        let shown: Vec<_> = groups.iter().map(|g| (g.step.as_str(), g.words.as_str(), g.count)).collect();
        assert_eq!(
            shown,
            [("hello", "еще  рано", 2), ("hello", "Спросите жену", 1), ("offer", "Еще рано", 1)]
        );
    }
}
