//! The files people write: scripts, processes, results of a call, keymaps, themes, texts.

use dozvon::domain::ids::{OutcomeId, RecordId, ScriptId};
use dozvon::domain::outcome::{self, Outcome};
use dozvon::domain::textfile::{self, Parsed, Problem, Severity};
use dozvon::domain::{process, script};
use dozvon::i18n::{Lang, Texts};
use dozvon::tui::action::{Action, CONTEXTS};
use dozvon::tui::keymap::{self, Keymap, Known};
use dozvon::tui::layered::{Place, Source};
use dozvon::tui::theme::{self, ColorDepth, Theme};

use super::text_of;

/// The text of a file; what is no text is told with its place.
fn text(bytes: &[u8]) -> Option<&str> {
    match textfile::text(bytes) {
        Ok(text) => Some(text),
        Err(problem) => {
            assert!(problem.line > 0 && problem.column > 0);
            None
        }
    }
}

/// What was read; every problem has a place in the file, and they stand in its order.
pub(super) fn read<T>(text: &str, parsed: Parsed<T>) -> Option<T> {
    let (value, problems) = match parsed {
        Ok((value, warnings)) => (Some(value), warnings),
        Err(problems) => (None, problems),
    };
    assert_eq!(value.is_none(), problems.iter().any(|problem| problem.severity == Severity::Error));
    assert!(problems.is_sorted_by_key(|problem| (problem.line, problem.column)));
    let lines: Vec<&str> = text.split('\n').collect();
    for Problem { line, column, .. } in &problems {
        let letters = lines[*line as usize - 1].chars().count();
        assert!((1..=letters + 1).contains(&(*column as usize)), "{line}:{column}");
    }
    value
}

/// A script: what was read is read back from the file that is written of it.
pub fn scripts(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Some(draft) = read(text, script::file::parse(text)) else { return };
    let file = script::write::file(&draft.clone().into_script(ScriptId::from_u64(1), 1));
    let (again, _) = script::file::parse(&file).unwrap_or_else(|problems| panic!("{problems:?}\n{file}"));
    assert_eq!(again, draft);
}

/// A process.
pub fn processes(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Some(draft) = read(text, process::file::parse(text)) {
        assert!(!draft.code.is_empty());
    }
}

/// Results of a call: as [`scripts`].
pub fn outcomes(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Some(drafts) = read(text, outcome::file::parse(text)) else { return };
    let outcomes: Vec<Outcome> =
        (1..).zip(drafts.clone()).map(|(id, draft)| draft.into_outcome(OutcomeId::from_u64(id))).collect();
    let file = outcome::write::file(&outcomes);
    let (again, _) = outcome::file::parse(&file).unwrap_or_else(|problems| panic!("{problems:?}\n{file}"));
    assert_eq!(again, drafts);
}

/// Every place is in the file.
fn has_place(text: &str, place: Option<&Place>) {
    let Some(place) = place.filter(|place| place.file == "own.toml") else { return };
    let letters = text.split('\n').nth(place.line - 1).map(|line| line.chars().count());
    assert!(letters.is_some_and(|letters| (1..=letters + 1).contains(&place.column)), "{place:?}");
}

/// A keymap: its own keys do what it says, or it is refused with the places and the shipped one is used.
pub fn keymaps(bytes: &[u8]) {
    let known = Known { contexts: CONTEXTS, actions: Action::IDS };
    let text = text_of(bytes);
    let own = [Source { name: "own", file: "own.toml", text: &text }];
    let (keymap, problems) = Keymap::load_or_default("own", &own, &known);
    match problems {
        None => {
            for binding in keymap.all() {
                let hit = keymap.lookup(&[&binding.context], binding.key);
                assert_eq!(hit.map(|hit| hit.action), Some(binding.action.as_str()), "{binding:?}");
                assert_eq!(binding.key.to_string().parse(), Ok(binding.key), "{binding:?}");
            }
        }
        Some(problems) => {
            assert!(!problems.0.is_empty());
            problems.0.iter().for_each(|problem| has_place(&text, problem.place.as_ref()));
            assert_eq!(keymap.name(), keymap::DEFAULT);
        }
    }
}

/// A theme: as [`keymaps`].
pub fn themes(bytes: &[u8]) {
    let Ok(own) = theme::source("own", "own.toml", bytes) else { return };
    let (theme, problems) = Theme::load_or_default("own", &[own]);
    match problems {
        None => {
            assert_eq!(theme.name(), "own");
            theme::lint(&theme);
            for depth in [ColorDepth::None, ColorDepth::Ansi16, ColorDepth::Ansi256] {
                assert_eq!(theme.at_depth(depth).depth(), depth);
            }
        }
        Some(problems) => {
            assert!(!problems.0.is_empty());
            problems.0.iter().for_each(|problem| has_place(own.text, problem.place.as_ref()));
            assert_eq!(theme.name(), theme::DEFAULT);
        }
    }
}

/// A user's own texts: whatever the file says, every shipped text can still be said.
pub fn texts(bytes: &[u8]) {
    let text = text_of(bytes);
    let mut texts = Texts::new(Lang::Ru);
    if let Err(problems) = texts.overlay(&text) {
        assert!(!problems.is_empty());
    }
    for key in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|key| texts.has(key)) {
        texts.get(key);
        texts.attribute(key, "short");
    }
}
