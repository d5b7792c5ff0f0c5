//! The corpus of files people may write: every file of `tests/files` is read, and what is said of it is compared with
//! the text beside it (`name.toml`, `name.txt`). A file without a text beside it has no problems at all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test is there to fail")]

use std::fs;
use std::path::{Path, PathBuf};

use dozvon::domain::queue::weights;
use dozvon::domain::textfile::{self, Parsed, Problem, Severity};
use dozvon::domain::{calendar, day, outcome, presets, process, script, snippet};
use proptest::prelude::*;

fn problems<T>(parsed: Parsed<T>) -> Vec<Problem> {
    match parsed {
        Ok((_, warnings)) => {
            assert!(warnings.iter().all(|problem| problem.severity == Severity::Warning));
            warnings
        }
        Err(problems) => {
            assert!(problems.iter().any(|problem| problem.severity == Severity::Error));
            problems
        }
    }
}

fn read_script(text: &str) -> Vec<Problem> {
    let (outcomes, _) = outcome::file::parse(presets::OUTCOMES.1).unwrap();
    let codes: Vec<&str> = outcomes.iter().map(|outcome| outcome.code.as_str()).collect();
    problems(script::file::parse_with_outcomes(text, &codes))
}

fn read_process(text: &str) -> Vec<Problem> {
    problems(process::file::parse(text))
}

fn read_outcomes(text: &str) -> Vec<Problem> {
    problems(outcome::file::parse(text))
}

fn read_holidays(text: &str) -> Vec<Problem> {
    problems(calendar::file::parse(text))
}

fn read_weights(text: &str) -> Vec<Problem> {
    problems(weights::parse(text))
}

fn read_pauses(text: &str) -> Vec<Problem> {
    problems(day::pause::parse(text))
}

fn read_snippets(text: &str) -> Vec<Problem> {
    problems(snippet::parse(text))
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

/// Reads every file of a kind; `at_least` broken ones are wanted, so that the corpus can't vanish unseen.
fn walk(kind: &str, at_least: usize, read: fn(&str) -> Vec<Problem>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(kind);
    let mut wrong = String::new();
    for (folder, refused) in [("valid", false), ("invalid", true)] {
        let files = toml_files(&root.join(folder));
        assert!(
            !files.is_empty() && (!refused || files.len() >= at_least),
            "{kind}/{folder}: {}",
            files.len()
        );
        for path in files {
            let bytes = fs::read(&path).unwrap();
            let found = match textfile::text(&bytes) {
                Ok(text) => read(text),
                Err(problem) => vec![problem],
            };
            let said: String = found.iter().map(|problem| format!("{problem}\n")).collect();
            let expected = fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
            let name = path.display();
            if said != expected {
                wrong.push_str(&format!("{name}\nexpected:\n{expected}said:\n{said}\n"));
            }
            if found.iter().any(|problem| problem.severity == Severity::Error) != refused {
                wrong.push_str(&format!("{name}: stands in the wrong folder\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn scripts_say_what_is_wrong_with_them() {
    walk("scripts", 20, read_script);
}

#[test]
fn processes_say_what_is_wrong_with_them() {
    walk("processes", 8, read_process);
}

#[test]
fn holidays_say_what_is_wrong_with_them() {
    walk("holidays", 4, read_holidays);
    assert_eq!(read_holidays(presets::HOLIDAYS.1), []);
}

#[test]
fn weights_say_what_is_wrong_with_them() {
    walk("weights", 6, read_weights);
    assert_eq!(read_weights(presets::WEIGHTS.1), []);
}

#[test]
fn pauses_say_what_is_wrong_with_them() {
    walk("pauses", 3, read_pauses);
    assert_eq!(read_pauses(presets::PAUSES.1), []);
}

#[test]
fn canned_notes_say_what_is_wrong_with_them() {
    walk("snippets", 2, read_snippets);
    assert_eq!(read_snippets(presets::SNIPPETS.1), []);
}

#[test]
fn outcomes_say_what_is_wrong_with_them() {
    walk("outcomes", 8, read_outcomes);
}

#[test]
fn the_examples_of_the_guide_have_no_problems() {
    let guide = include_str!("../docs/scripts.md");
    let examples: Vec<&str> =
        guide.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [script, survey, process, outcomes] = *examples.as_slice() else {
        panic!("{} examples", examples.len())
    };
    assert_eq!(read_script(script), []);
    assert_eq!(read_script(survey), []);
    assert_eq!(read_process(process), []);
    assert_eq!(read_outcomes(outcomes), []);
    for (variable, ru, en) in script::variable::Variable::all() {
        assert!(guide.contains(&format!("| `{{{ru}}}` | `{{{en}}}` |")), "{variable:?} is not in the guide");
    }
}

/// A shipped file with a part of it torn out and something else put in its place.
fn spoilt() -> impl Strategy<Value = String> {
    let files = presets::SCRIPTS.iter().chain(presets::PROCESSES).chain([
        &presets::OUTCOMES,
        &presets::PAUSES,
        &presets::SNIPPETS,
    ]);
    let texts: Vec<&'static str> = files.map(|(_, text)| *text).collect();
    let junk = prop_oneof![
        "[\\[\\]{}\"'=,.#|\\\\\n\r\t а-я0-9a-z-]{0,8}",
        any::<String>(),
        Just("\"\"\"".to_owned()),
        Just("\n[[step]]\n".to_owned()),
    ];
    (proptest::sample::select(texts), any::<prop::sample::Index>(), 0_usize..60, junk).prop_map(
        |(text, at, length, junk)| {
            let letters: Vec<char> = text.chars().collect();
            let at = at.index(letters.len());
            let tail = letters.iter().skip(at + length);
            letters.iter().take(at).copied().chain(junk.chars()).chain(tail.copied()).collect()
        },
    )
}

proptest! {
    #[test]
    fn any_file_is_read_and_every_problem_has_its_place(text in prop_oneof![9 => spoilt(), 1 => any::<String>()]) {
        for read in
            [read_script, read_process, read_outcomes, read_holidays, read_weights, read_pauses, read_snippets]
        {
            let found = read(&text);
            let lines: Vec<&str> = text.split('\n').collect();
            for problem in &found {
                let line = lines.get(problem.line as usize - 1);
                prop_assert!(line.is_some_and(|line| (problem.column as usize) <= line.chars().count() + 1));
                prop_assert_eq!(problem.severity, problem.kind.severity());
            }
            prop_assert!(found.is_sorted_by_key(|problem| (problem.line, problem.column)));
        }
    }
}
