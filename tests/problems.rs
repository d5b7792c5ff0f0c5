//! What is wrong with files people edit, said in both languages: every kind of problem there is comes up here, and none is
//! left without words or in the words of the other language.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dozvon::domain::queue::weights;
use dozvon::domain::textfile::{self, Parsed, ProblemKind, ScriptProblem, Severity, SyntaxFault, ValueType};
use dozvon::domain::{calendar, day, outcome, presets, process, script, snippet};
use dozvon::i18n::{Explain, Lang, Texts};
use dozvon::tui::action::{Action, CONTEXTS};
use dozvon::tui::key::KeyNameError;
use dozvon::tui::keymap::{self, Keymap, Known};
use dozvon::tui::theme::{self, ColorDepth, Role, Theme, Warning, WarningKind};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(!files.is_empty());
    files
}

/// The texts of both languages.
fn both() -> [Texts; 2] {
    [Texts::new(Lang::Ru), Texts::new(Lang::En)]
}

/// The variants of an enum, as its source has them.
fn variants(file: &str, name: &str) -> BTreeSet<String> {
    let source = syn::parse_file(&fs::read_to_string(root().join(file)).unwrap()).unwrap();
    let found = source.items.iter().find_map(|item| match item {
        syn::Item::Enum(item) if item.ident == name => Some(item),
        _ => None,
    });
    found
        .unwrap_or_else(|| panic!("{file} has no {name}"))
        .variants
        .iter()
        .map(|v| v.ident.to_string())
        .collect()
}

/// The variant a value is, as `Debug` writes it.
fn variant(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}

/// Names a Russian text may hold beside what stands in its quotes: keys of our files, names of keys, commands.
const NAMES: &[&str] = &[
    "TOML",
    "UTF",
    "dozvon",
    "keys",
    "themes",
    "true",
    "false",
    "ru",
    "en",
    "outcome",
    "worked",
    "off",
    "year",
    "asks",
    "reasons",
    "flags",
    "next",
    "control",
    "say",
    "hint",
    "loss_reasons",
    "Ctrl",
    "Alt",
    "Shift",
    "Tab",
    "K",
    "name",
    "inherits",
    "contrast",
    "fg",
    "bg",
    "ansi",
    "ansi_bg",
    "bold",
    "dim",
    "italic",
    "underline",
    "reverse",
    "muted",
    "text",
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "dark",
    "light",
    "white",
];

/// What a text says outside of quotes, brackets and a key before `=`.
fn own_words(text: &str) -> String {
    let mut out = String::new();
    let mut quote: Option<char> = None;
    for c in text.chars() {
        match (quote, c) {
            (None, '«') => quote = Some('»'),
            (None, '"') => quote = Some('"'),
            (None, '[') => quote = Some(']'),
            (Some(end), c) if c == end => quote = None,
            (None, c) => out.push(c),
            (Some(_), _) => {}
        }
    }
    let keys: Vec<&str> = out.split(" = ").collect();
    let last = keys.len() - 1;
    let without_key = |(at, part): (usize, &&str)| match part.rsplit_once(' ') {
        Some((head, _)) if at < last => head.to_owned(),
        _ => (*part).to_owned(),
    };
    keys.iter().enumerate().map(without_key).collect::<Vec<_>>().join(" ")
}

/// Sees to it that a text is there, and all of it in its language.
fn in_its_language(texts: &Texts, said: &str) {
    assert!(!said.contains('‹'), "a text is missing: {said}");
    assert!(!said.contains("  ") && said.trim() == said, "{said}");
    assert!(said.ends_with(['.', '?', '!', '…']), "not a sentence: {said}");
    let words = own_words(said);
    match texts.lang() {
        Lang::Ru => {
            let latin = words.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let foreign: Vec<&str> = latin
                .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()) && !NAMES.contains(word))
                .collect();
            assert!(foreign.is_empty(), "{foreign:?} is no Russian: {said}");
            assert!(words.contains(|c: char| matches!(c, 'а'..='я' | 'ё')), "{said}");
        }
        Lang::En => {
            let quoted = said.split('`').step_by(2).collect::<String>();
            assert!(!quoted.contains(|c: char| matches!(c, 'а'..='я' | 'А'..='Я')), "{said}");
        }
    }
}

fn explained(error: &impl Explain) {
    for texts in both() {
        in_its_language(&texts, &texts.explain(error));
        let what = texts.say(&error.what(&texts));
        assert!(what.ends_with('.'), "not a sentence: {what}");
        let hint = error.hint(&texts).map(|hint| texts.say(&hint)).unwrap_or_default();
        assert!(!hint.is_empty(), "nothing is said of what to do: {what}");
    }
}

fn problems<T>(parsed: Parsed<T>) -> Vec<textfile::Problem> {
    parsed.map_or_else(|problems| problems, |(_, warnings)| warnings)
}

fn file_problems() -> Vec<textfile::Problem> {
    let (outcomes, _) = outcome::file::parse(presets::OUTCOMES.1).unwrap();
    let codes: Vec<&str> = outcomes.iter().map(|outcome| outcome.code.as_str()).collect();
    let mut out = Vec::new();
    for kind in ["scripts", "processes", "outcomes", "holidays", "weights", "pauses", "snippets"] {
        for path in
            ["valid", "invalid"].iter().flat_map(|folder| toml_files(&format!("tests/files/{kind}/{folder}")))
        {
            let bytes = fs::read(path).unwrap();
            out.extend(match (textfile::text(&bytes), kind) {
                (Err(problem), _) => vec![problem],
                (Ok(text), "scripts") => problems(script::file::parse_with_outcomes(text, &codes)),
                (Ok(text), "processes") => problems(process::file::parse(text)),
                (Ok(text), "weights") => problems(weights::parse(text)),
                (Ok(text), "pauses") => problems(day::pause::parse(text)),
                (Ok(text), "snippets") => problems(snippet::parse(text)),
                (Ok(text), "holidays") => problems(calendar::file::parse(text)),
                (Ok(text), _) => problems(outcome::file::parse(text)),
            });
        }
    }
    out
}

#[test]
fn problems_of_scripts_processes_and_results_have_words() {
    let found = file_problems();
    for problem in &found {
        explained(&problem.kind);
        for texts in both() {
            let severity = match (problem.severity, texts.lang()) {
                (Severity::Error, Lang::Ru) => "ошибка",
                (Severity::Warning, Lang::Ru) => "предупреждение",
                (Severity::Error, Lang::En) => "error",
                (Severity::Warning, Lang::En) => "warning",
            };
            let said = texts.file_problem(problem);
            let place = format!("{}:{}: {severity}: ", problem.line, problem.column);
            assert_eq!(said, format!("{place}{}", texts.explain(&problem.kind)));
        }
    }
    let kinds: BTreeSet<String> = found.iter().map(|problem| variant(&problem.kind)).collect();
    assert_eq!(
        kinds,
        variants("src/domain/textfile/problem.rs", "ProblemKind"),
        "the corpus shows every kind"
    );

    // What the corpus has no file for.
    use SyntaxFault as F;
    let faults = [
        F::NotQuoted,
        F::TextNotClosed,
        F::BadEscape,
        F::NotClosed,
        F::CommaMissing,
        F::EqualsMissing,
        F::ValueMissing,
        F::RepeatedKey,
        F::BadKey,
        F::LeftOver,
        F::Other { detail: "unexpected leading zero".into() },
    ];
    faults.iter().for_each(explained);
    let said: BTreeSet<String> = faults.iter().map(variant).collect();
    assert_eq!(said, variants("src/domain/textfile/syntax.rs", "SyntaxFault"));
    use ValueType as V;
    let types = [V::Text, V::Number, V::Fraction, V::Flag, V::Date, V::List, V::Table, V::Tables, V::Name];
    for expected in types {
        for found in types {
            explained(&ProblemKind::WrongType { key: "say", expected, found });
        }
    }
    let said: BTreeSet<String> = types.iter().map(variant).collect();
    assert_eq!(said, variants("src/domain/textfile/value_type.rs", "ValueType"));
    for suggestion in [None, Some("say".to_owned())] {
        explained(&ProblemKind::UnknownKey { key: "sya".into(), suggestion: suggestion.clone() });
        explained(&ScriptProblem::UnknownStep { code: "x".into(), suggestion: suggestion.clone() });
        explained(&ScriptProblem::UnknownOutcome { code: "x".into(), suggestion: suggestion.clone() });
        explained(&ScriptProblem::UnknownVariable { name: "x".into(), suggestion: suggestion.clone() });
        explained(&ProblemKind::UnknownWord {
            key: "say",
            word: "x".into(),
            suggestion,
            known: vec!["a", "b"],
        });
    }
}

#[test]
fn problems_of_keymaps_have_words() {
    let files: Vec<(String, String)> = toml_files("tests/keymaps/invalid")
        .iter()
        .map(|path| {
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    let sources: Vec<keymap::Source<'_>> =
        files.iter().map(|(name, text)| keymap::Source { name, file: name, text }).collect();
    let known = Known { contexts: CONTEXTS, actions: Action::IDS };
    let mut found: Vec<keymap::Problem> = Vec::new();
    for source in &sources {
        found.extend(Keymap::load(source.name, &sources, &known).unwrap_err().0);
    }
    for name in ["vmi", "emacs"] {
        found.extend(Keymap::load(name, &sources, &known).unwrap_err().0);
    }
    for problem in &found {
        explained(&problem.kind);
        for texts in both() {
            let said = problem.said(&texts);
            let place = problem.place.as_ref().map(|p| format!("{}:{}:{}: ", p.file, p.line, p.column));
            assert_eq!(said, place.unwrap_or_default() + &texts.explain(&problem.kind));
        }
    }
    let kinds: BTreeSet<String> = found.iter().map(|problem| variant(&problem.kind)).collect();
    assert_eq!(kinds, variants("src/tui/keymap/problem.rs", "ProblemKind"), "the corpus shows every kind");
    let (mut errors, mut reasons) = (BTreeSet::new(), BTreeSet::new());
    for problem in &found {
        match &problem.kind {
            keymap::ProblemKind::UnknownKey { error } => errors.insert(variant(error)),
            keymap::ProblemKind::Unbindable { why, .. } => reasons.insert(variant(why)),
            _ => false,
        };
    }
    for name in ["", "Hyper+K", "Entr", "два", "Shift+1", "Ctrl+Shift+k"] {
        let error: KeyNameError = name.parse::<dozvon::tui::key::Key>().unwrap_err();
        errors.insert(variant(&error));
        explained(&keymap::ProblemKind::UnknownKey { error });
    }
    assert_eq!(errors, variants("src/tui/key/name.rs", "KeyNameError"));
    assert_eq!(reasons, variants("src/tui/key.rs", "Unbindable"));
}

/// Themes of a folder: name and bytes.
fn themes(folder: &str) -> Vec<(String, Vec<u8>)> {
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    toml_files(folder).iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

#[test]
fn problems_of_themes_have_words() {
    let files = themes("tests/themes/invalid");
    let read: Vec<_> = files.iter().map(|(name, bytes)| theme::source(name, name, bytes)).collect();
    let mut found: Vec<theme::Problem> = Vec::new();
    found.extend(
        read.iter().filter_map(|source| source.as_ref().err()).flat_map(|problems| problems.0.clone()),
    );
    let sources: Vec<theme::Source<'_>> = read.into_iter().flatten().collect();
    for name in sources.iter().map(|source| source.name).chain(["drak", "solarized"]) {
        found.extend(Theme::load(name, &sources).unwrap_err().0);
    }
    for problem in &found {
        explained(&problem.kind);
        for texts in both() {
            let said = problem.said(&texts);
            let place = problem.place.as_ref().map(|p| format!("{}:{}:{}: ", p.file, p.line, p.column));
            assert_eq!(said, place.unwrap_or_default() + &texts.explain(&problem.kind));
        }
    }
    let kinds: BTreeSet<String> = found.iter().map(|problem| variant(&problem.kind)).collect();
    assert_eq!(kinds, variants("src/tui/theme/problem.rs", "ProblemKind"), "the corpus shows every kind");
    use theme::ValueKind as V;
    let types = [V::Text, V::Flag, V::Number, V::Date, V::List, V::Table, V::Style];
    for key in ["name", "inherits", "contrast", "palette", "fg", "urgent"] {
        for expected in types {
            for found in types {
                explained(&theme::ProblemKind::WrongType { key: key.into(), expected, found });
            }
        }
    }
    let said: BTreeSet<String> = types.iter().map(variant).collect();
    assert_eq!(said, variants("src/tui/theme/problem.rs", "ValueKind"));
}

#[test]
fn what_is_hard_to_see_in_a_theme_has_words() {
    let files = themes("tests/themes/valid");
    let sources: Vec<_> =
        files.iter().map(|(name, bytes)| theme::source(name, name, bytes).unwrap()).collect();
    let mut kinds = BTreeSet::new();
    for source in &sources {
        for warning in theme::lint(&Theme::load(source.name, &sources).unwrap()) {
            explained(&warning);
            kinds.insert(variant(&warning.kind));
        }
    }
    assert_eq!(kinds, variants("src/tui/theme/lint.rs", "WarningKind"), "the corpus shows every kind");
    let low = |ground| WarningKind::LowContrast { role: Role::Text, ground, ratio: 4.49, wanted: 4.5 };
    for depth in ColorDepth::ALL {
        for kind in [
            low(Role::Text),
            low(Role::Dialog),
            WarningKind::Alike { role: Role::Good, other: Role::Urgent },
            WarningKind::AlikeWithoutGreen { role: Role::Good, other: Role::Urgent },
            WarningKind::Open { roles: vec![Role::Text] },
            WarningKind::Open { roles: Role::ALL.to_vec() },
        ] {
            explained(&Warning { depth, kind });
        }
    }
    let warning = Warning { depth: ColorDepth::Ansi16, kind: low(Role::Dialog) };
    let [ru, en] = both();
    assert_eq!(
        ru.theme_warning(&warning),
        "16 цветов: «text» на фоне «dialog»: контраст 4,4, меньше 4,5. Выберите другие цвета в ansi и ansi_bg."
    );
    assert_eq!(
        en.theme_warning(&warning),
        "In 16 colours: `text` on `dialog`: a contrast of 4.4, less than 4.5. Choose other colours with ansi and ansi_bg."
    );
}
