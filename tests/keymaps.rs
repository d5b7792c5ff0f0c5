//! The keymap files of `tests/keymaps`: the right ones, with what they change, and the wrong ones, with what is said
//! about them. Beside every `.toml` stands the expected text.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its files has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dozvon::tui::action::{Action, CONTEXTS};
use dozvon::tui::keymap::{DEFAULT, Keymap, Known, PRESETS, Source};

const KNOWN: Known<'_> = Known { contexts: CONTEXTS, actions: Action::IDS };

struct Case {
    name: String,
    file: String,
    text: String,
    beside: PathBuf,
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keymaps").join(folder);
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .map(|path| Case {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            file: path.file_name().unwrap().to_str().unwrap().to_owned(),
            text: fs::read_to_string(&path).unwrap(),
            beside: path.with_extension("txt"),
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!cases.is_empty());
    cases
}

fn each(folder: &str, said: impl Fn(&str, &[Source<'_>], &Known<'_>) -> String) {
    let cases = cases(folder);
    let sources: Vec<_> =
        cases.iter().map(|case| Source { name: &case.name, file: &case.file, text: &case.text }).collect();
    let wrong: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            let said = said(&case.name, &sources, &KNOWN);
            let expected = fs::read_to_string(&case.beside).unwrap_or_default();
            (said.trim_end() != expected.trim_end()).then(|| format!("--- {}\n{said}", case.file))
        })
        .collect();
    assert!(wrong.is_empty(), "these say something else than the text beside them:\n{}", wrong.join("\n"));
}

#[test]
fn wrong_files_are_refused_with_everything_that_is_wrong() {
    each("invalid", |name, sources, known| match Keymap::load(name, sources, known) {
        Ok(_) => "(nothing is wrong)".to_owned(),
        Err(problems) => problems.to_string(),
    });
}

#[test]
fn right_files_change_what_they_say() {
    fn lines(keymap: &Keymap) -> BTreeSet<String> {
        let all = keymap.all();
        all.iter().map(|line| format!("[{}] {} = {}", line.context, line.key, line.action)).collect()
    }
    each("valid", |name, sources, known| {
        let standard = lines(&Keymap::load(DEFAULT, &[], known).unwrap());
        let keymap = match Keymap::load(name, sources, known) {
            Ok(keymap) => keymap,
            Err(problems) => return problems.to_string(),
        };
        let own = lines(&keymap);
        let mut out = vec![keymap.title().to_owned()];
        out.extend(own.difference(&standard).map(|line| format!("+ {line}")));
        out.extend(standard.difference(&own).map(|line| format!("- {line}")));
        out.join("\n")
    });
}

#[test]
fn presets_are_right_and_bind_every_action() {
    for preset in PRESETS {
        let keymap = Keymap::load(preset.name, &[], &KNOWN).unwrap_or_else(|problems| panic!("{problems}"));
        let bound: BTreeSet<_> = keymap.all().into_iter().map(|line| line.action.as_str()).collect();
        let unbound: Vec<_> = Action::IDS.iter().filter(|id| !bound.contains(**id)).copied().collect();
        // A deal is not ended by one careless key, nobody sets a PIN twice a day, and the list of skips is for supervisors:
        // these stand in the palette only.
        assert_eq!(unbound, ["queue.skipped", "deal.win", "deal.lose", "user.pin"], "{}", preset.name);
    }
}
