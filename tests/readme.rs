//! The READMEs and `docs/` say what is so: their commands run, their links lead somewhere, their keys and options exist, and
//! none is left out.
//!
//! A block ```` ```sh ```` is run line by line in a copy of `examples/`, `keymaps/` and `themes/`, on data of its own. A
//! comment before it may say which exit codes its lines end with (`<!-- status: 0 0 3 -->`), or why it is not run
//! (`<!-- not run: … -->`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dozvon::tui::action::{Action, CONTEXTS};
use dozvon::tui::key::Key;
use dozvon::tui::keymap::{self, Keymap, Known};

/// Documents whose commands are run.
const DOCUMENTS: [&str; 3] = ["README.md", "README.ru.md", "docs/configuration.md"];
/// Documents whose links are followed.
const LINKED: [&str; 12] = [
    "README.md",
    "README.ru.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/architecture.md",
    "docs/attach.md",
    "docs/configuration.md",
    "docs/filters.md",
    "docs/jobs.md",
    "docs/registry.md",
    "docs/scripts.md",
    "docs/store.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// A block of commands.
struct Block {
    /// What the comment before it says.
    comment: String,
    lines: Vec<String>,
}

/// The blocks of a document that are marked as commands.
fn blocks(text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut before = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "```sh" {
            let comment = before.strip_prefix("<!-- ").and_then(|text| text.strip_suffix(" -->"));
            let body = lines.by_ref().take_while(|line| *line != "```").map(str::to_owned).collect();
            out.push(Block { comment: comment.unwrap_or_default().to_owned(), lines: body });
        }
        before = line;
    }
    out
}

/// The words of a command line; quotes of both kinds hold words together.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ' ') => out.push(String::new()),
            (_, c) => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn every_command_runs() {
    let mut run = 0;
    for document in DOCUMENTS {
        let home = tempfile::tempdir().unwrap();
        for folder in ["examples", "keymaps", "themes"] {
            copy(&root().join(folder), &home.path().join(folder));
        }
        for block in blocks(&read(document)) {
            if block.comment.starts_with("not run: ") {
                continue;
            }
            let status: Vec<i32> = match block.comment.strip_prefix("status: ") {
                Some(codes) => codes.split(' ').map(|code| code.parse().unwrap()).collect(),
                None => vec![0; block.lines.len()],
            };
            assert_eq!(status.len(), block.lines.len(), "{document}: {:?}", block.lines);
            for (line, wanted) in block.lines.iter().zip(status) {
                let words = words(line);
                assert_eq!(words[0], "dozvon", "{document}: {line}");
                let output = Command::new(env!("CARGO_BIN_EXE_dozvon"))
                    .args(&words[1..])
                    .current_dir(home.path())
                    .env("DOZVON_DATA", home.path().join("data"))
                    .env("DOZVON_CONFIG", home.path().join("config"))
                    .stdin(Stdio::null())
                    .output()
                    .unwrap();
                let said = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(wanted), "{document}: {line}\n{said}");
                run += 1;
            }
        }
    }
    assert!(run > 10, "{run} commands were run");
}

#[test]
fn commands_that_need_a_terminal_are_commands() {
    for document in DOCUMENTS {
        for block in blocks(&read(document)) {
            for line in block.lines.iter().map(|line| words(line)) {
                let known = ["demo", "desk", "--as"];
                match line[0].as_str() {
                    "dozvon" => {}
                    "cargo" if line.len() == 2 => assert_eq!(line[1], "test"),
                    "cargo" => assert!(line[1] == "run" && known.contains(&line.last().unwrap().as_str())),
                    other => panic!("{document}: what is {other}?"),
                }
            }
        }
    }
}

/// What stands between two marks.
fn section<'t>(text: &'t str, name: &str) -> &'t str {
    let (_, rest) = text.split_once(&format!("<!-- {name} -->\n")).unwrap();
    rest.split_once(&format!("<!-- /{name} -->")).unwrap().0
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_key_is_there_and_none_is_left_out() {
    let known = Known { contexts: CONTEXTS, actions: Action::IDS };
    let keymap = Keymap::load(keymap::DEFAULT, &[], &known).unwrap();
    for document in ["README.md", "README.ru.md"] {
        let text = read(document);
        let mut told = BTreeSet::new();
        for row in section(&text, "keys").lines().skip(2) {
            let keys = row.split(" | ").next().unwrap();
            for name in quoted(keys) {
                let key: Key = name.parse().unwrap_or_else(|_| panic!("{document}: what is `{name}`?"));
                // A letter is written as it stands on the key, large; it is meant without Shift.
                let small: Key = match name.chars().collect::<Vec<_>>().as_slice() {
                    [letter] => letter.to_lowercase().collect::<String>().parse().unwrap(),
                    _ => key,
                };
                let hits: Vec<&str> = CONTEXTS
                    .iter()
                    .filter_map(|context| Some(keymap.lookup(&[*context], small)?.action))
                    .collect();
                assert!(!hits.is_empty(), "{document}: nothing is bound to `{name}`");
                told.extend(hits.into_iter().map(str::to_owned));
            }
        }
        for binding in keymap.all() {
            let number = binding.action.starts_with("result.") || binding.action.starts_with("answer.");
            assert!(
                number || told.contains(&binding.action),
                "{document}: `{}` does {}, which is not told",
                binding.key,
                binding.action
            );
        }
    }
}

#[test]
fn every_command_is_told() {
    let output = Command::new(env!("CARGO_BIN_EXE_dozvon"))
        .args(["--lang", "en", "--help"])
        .env("DOZVON_CONFIG", "nowhere")
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let commands = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let text = read("README.md");
    let table = text.split_once("## Commands").unwrap().1;
    for line in commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let command = line.trim().split(' ').next().unwrap();
        assert!(
            table.contains(&format!("`dozvon {command}")),
            "the README does not tell of dozvon {command}"
        );
    }
}

#[test]
fn every_link_leads_somewhere() {
    for document in LINKED {
        let text = read(document);
        let folder = root().join(document).parent().unwrap().to_owned();
        for (_, rest) in text.match_indices("](").map(|(at, _)| text.split_at(at + 2)) {
            let target = rest.split_once(')').unwrap().0;
            if target.starts_with("https://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() { root().join(document) } else { folder.join(file) };
            assert!(path.exists(), "{document}: {target} is not there");
            if !heading.is_empty() {
                let there = fs::read_to_string(&path).unwrap();
                let anchor =
                    |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
                let found = there.lines().any(|line| line.starts_with('#') && anchor(line) == heading);
                assert!(found, "{document}: {target} has no such heading");
            }
        }
    }
}

#[test]
fn every_picture_is_shown_and_made_by_the_program() {
    let shown: String = ["README.md", "README.ru.md", "docs/operator.ru.md"].map(read).concat();
    let program = read("examples/pictures.rs");
    for entry in fs::read_dir(root().join("docs/img")).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(program.contains(&format!("name: \"{name}\"")), "nothing makes {}", path.display());
        assert!(shown.contains(&format!("img/{name}.svg")), "nothing shows {}", path.display());
    }
}
