//! Why an operator may pause, and for how long. The set is data: it lives in the store and is edited as a file.
//!
//! ```
//! let file = r#"
//! [[pause]]
//! key = "1"
//! code = "break"
//! name = { ru = "Перерыв", en = "Break" }
//! paid = true
//! most_minutes = 15
//! day_minutes = 45
//! "#;
//! let (pauses, _) = dozvon::domain::day::pause::parse(file).unwrap();
//! assert_eq!(pauses.len(), 1);
//! ```

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::OperatorState;
use crate::domain::ids::PauseId;
use crate::domain::text::{Bilingual, Lang, clean_line};
use crate::domain::textfile::read::Reader;
use crate::domain::textfile::{Parsed, ProblemKind};
use crate::domain::time::MINUTE_MS;

/// Longest pause, in minutes: a day.
const MINUTES_MAX: u16 = 24 * 60;
/// Cells a name has on the screen.
const NAME_WIDTH: usize = 30;

const TOP: &[&str] = &["pause"];
const PAUSE: &[&str] = &["key", "code", "name", "paid", "training", "most_minutes", "day_minutes"];

/// A pause code (VICIdial: pause code).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseCode {
    /// The id the store gave.
    pub id: PauseId,
    /// The digit that chooses it.
    pub key: char,
    /// A stable word for files and reports: `lunch`.
    pub code: String,
    /// The name on the screen.
    pub name: Bilingual,
    /// Whether the time is paid for.
    pub paid: bool,
    /// Whether it is training rather than rest.
    pub training: bool,
    /// Most minutes of one pause; `None` without a limit.
    pub most_minutes: Option<u16>,
    /// Most minutes of all its pauses of a day; `None` without a limit.
    pub day_minutes: Option<u16>,
    /// Retired codes stay for the history and are not offered.
    pub retired: bool,
}

impl PauseCode {
    /// The state of whoever pauses with it.
    pub fn state(&self) -> OperatorState {
        if self.training { OperatorState::Training(self.id) } else { OperatorState::Paused(self.id) }
    }

    /// Whether a word means it: its digit, its code, or its name in either language; case does not matter.
    pub fn is_called(&self, word: &str) -> bool {
        let word = word.trim().to_lowercase();
        let names = [Lang::Ru, Lang::En].map(|lang| self.name.get(lang).to_lowercase());
        word == self.key.to_string() || word == self.code.to_lowercase() || names.contains(&word)
    }

    /// Milliseconds that are left of this pause, when it has lasted `now_ms` and the earlier ones of the day `before_ms`;
    /// negative when it is over its limit, `None` without a limit.
    pub fn left_ms(&self, before_ms: i64, now_ms: i64) -> Option<i64> {
        let limit = |minutes: Option<u16>| minutes.map(|minutes| i64::from(minutes) * MINUTE_MS);
        let one = limit(self.most_minutes).map(|limit| limit.saturating_sub(now_ms));
        let day = limit(self.day_minutes).map(|limit| limit.saturating_sub(before_ms.saturating_add(now_ms)));
        one.into_iter().chain(day).min()
    }
}

/// A pause code as its file has it: without the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseDraft {
    /// See [`PauseCode::key`].
    pub key: char,
    /// See [`PauseCode::code`].
    pub code: String,
    /// See [`PauseCode::name`].
    pub name: Bilingual,
    /// See [`PauseCode::paid`].
    pub paid: bool,
    /// See [`PauseCode::training`].
    pub training: bool,
    /// See [`PauseCode::most_minutes`].
    pub most_minutes: Option<u16>,
    /// See [`PauseCode::day_minutes`].
    pub day_minutes: Option<u16>,
}

impl PauseDraft {
    /// The code as the store keeps it, in use.
    pub fn into_code(self, id: PauseId) -> PauseCode {
        let Self { key, code, name, paid, training, most_minutes, day_minutes } = self;
        PauseCode { id, key, code, name, paid, training, most_minutes, day_minutes, retired: false }
    }
}

/// Reads and checks pause codes, in the order of the file.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse(text: &str) -> Parsed<Vec<PauseDraft>> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let (mut codes, mut keys) = (HashMap::new(), HashMap::new());
    let mut pauses: Vec<PauseDraft> = Vec::new();
    let sections = reader.sections(top, "pause");
    let readable = sections.is_some();
    for section in sections.unwrap_or_default() {
        reader.check_keys(section, PAUSE);
        let text = reader.text(section, "key");
        let mut letters = text.value.chars();
        let key = match (letters.next(), letters.next()) {
            (Some(key), None) if key.is_ascii_digit() => Some(key),
            (None, _) => None,
            _ => {
                reader.report(text.at, ProblemKind::BadPauseKey { key: clean_line(text.value) });
                None
            }
        };
        if let Some(key) = key
            && let Some(first) = keys.insert(key, text.at)
        {
            let line = reader.line(first);
            reader.report(text.at, ProblemKind::DuplicateKey { key, line });
        }
        let code = reader.code(section);
        reader.unique_code(&mut codes, &code);
        let name = reader.bilingual(section, "name");
        for said in [&name.ru, &name.en] {
            reader.check_width(section.place("name"), "name", said, NAME_WIDTH);
        }
        let most_minutes = reader.number(section, "most_minutes", 1..=MINUTES_MAX);
        let day_minutes = reader.number(section, "day_minutes", 1..=MINUTES_MAX);
        if let (Some(most), Some(day)) = (most_minutes, day_minutes)
            && most > day
        {
            reader.report(section.place("most_minutes"), ProblemKind::PauseBeyondDay { most, day });
        }
        let paid = reader.flag(section, "paid").unwrap_or(false);
        let training = reader.flag(section, "training").unwrap_or(false);
        let code = code.value.to_owned();
        let key = key.unwrap_or('0');
        pauses.push(PauseDraft { key, code, name, paid, training, most_minutes, day_minutes });
    }
    if readable && pauses.is_empty() {
        reader.report(top.place("pause"), ProblemKind::NoPauses);
    }
    reader.finish(pauses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;

    #[test]
    fn the_nearer_limit_counts() {
        let (drafts, _) = parse(crate::domain::presets::PAUSES.1).unwrap();
        let mut code = drafts[0].clone().into_code(PauseId::from_u64(1));
        (code.most_minutes, code.day_minutes) = (Some(15), Some(40));
        let left = |before, now| code.left_ms(before * MINUTE_MS, now * MINUTE_MS).map(|ms| ms / MINUTE_MS);
        assert_eq!(left(0, 0), Some(15));
        assert_eq!(left(30, 2), Some(8));
        assert_eq!(left(30, 14), Some(-4));
        (code.most_minutes, code.day_minutes) = (None, None);
        assert_eq!(code.left_ms(0, i64::MAX), None);
    }
}
