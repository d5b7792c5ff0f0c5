//! The configuration: `config.toml` and what stands beside it. `surroundings` reads what the environment says, `files` the user's own
//! files.
//!
//! The configuration folder holds `config.toml` and the user's own files: `keymaps/*.toml`, `themes/*.toml` and
//! `locales/ru/*.ftl`, `locales/en/*.ftl`. What is chosen on the screen is remembered beside it in `choices.toml`.

mod files;
mod surroundings;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use chrono_tz::Tz;

pub(super) use self::files::{own_files, remember};
pub(super) use self::surroundings::Surroundings;
use super::out::{shown, shown_path};
use super::player::is_command;
use crate::desk::callbacks::COMMON_AFTER;
use crate::domain::day::WRAP_UP_MS;
use crate::domain::textfile::read::{Reader, Section};
use crate::domain::textfile::{self, Problem, ProblemKind};
use crate::i18n::{Lang, Message, Texts};
use crate::say;
use crate::store::local::{EngineKind, Options};
use crate::store::settings::Settings;
use crate::tui::promises::REMIND_MINUTES;

/// The name of the file.
pub(super) const CONFIG_FILE: &str = "config.toml";

/// `config.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Config {
    /// The language.
    pub(super) lang: Option<Lang>,
    /// Name of a theme.
    pub(super) theme: Option<String>,
    /// Name of a keymap.
    pub(super) keymap: Option<String>,
    /// Name of the operator.
    pub(super) operator: Option<String>,
    /// Our firm, as clients should hear it.
    pub(super) firm: Option<String>,
    /// The operator's zone, `Asia/Omsk`.
    pub(super) zone: Option<Tz>,
    /// Whether the mouse is used.
    pub(super) mouse: Option<bool>,
    /// How calls are worked on.
    pub(super) calls: Calls,
    /// How the store is kept.
    pub(super) store: Options,
    /// The command that opens a recording: the program and its arguments; empty when there is none.
    pub(super) player: Vec<String>,
}

/// How calls are worked on: `[calls]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Calls {
    /// Minutes after which an overdue call that one operator has promised is anybody's.
    pub(super) common_after: u32,
    /// Seconds an operator has for a call after its end.
    pub(super) wrap_up: u32,
    /// Minutes before a personal promise at which its operator is told of it; 0 when he is not.
    pub(super) remind: u32,
}

impl Default for Calls {
    fn default() -> Self {
        let common_after = u32::try_from(COMMON_AFTER).unwrap_or(u32::MAX);
        let wrap_up = u32::try_from(WRAP_UP_MS / 1000).unwrap_or(u32::MAX);
        let remind = u32::try_from(REMIND_MINUTES).unwrap_or_default();
        Self { common_after, wrap_up, remind }
    }
}

/// The settings there are.
const SETTINGS: &[&str] =
    &["lang", "theme", "keymap", "operator", "firm", "zone", "mouse", "calls", "store", "recordings"];
/// Those of `[calls]`.
const CALLS: &[&str] = &["common-after-minutes", "wrap-up-seconds", "remind-minutes"];
/// Those of `[recordings]`.
const RECORDINGS: &[&str] = &["player"];
/// Those of `[store]`.
const STORE: &[&str] = &[
    "engine",
    "reserve-mb",
    "snapshot-mb",
    "snapshot-hours",
    "keep-snapshots",
    "keep-days",
    "checkpoint-mb",
    "sled-clients",
    "sled-mb",
];

/// What is wrong with `config.toml`.
#[derive(Clone, Debug)]
pub(super) struct ConfigProblem {
    /// The file.
    pub(super) path: PathBuf,
    /// Line, from 1, when known.
    pub(super) line: Option<u32>,
    /// What is wrong.
    pub(super) fault: ConfigFault,
}

/// What may be wrong with `config.toml`.
#[derive(Clone, Debug)]
pub(super) enum ConfigFault {
    /// The file can't be read.
    Unreadable(Arc<std::io::Error>),
    /// It is no TOML: nothing of it is used.
    Syntax(ProblemKind),
    /// A setting can't be used; the others are.
    Setting(ProblemKind),
    /// There is no such time zone; the other settings are used.
    Zone(String),
    /// The command of the player names no link, or not as a word of its own; the other settings are used.
    Player,
}

impl ConfigProblem {
    /// In words: where, what is wrong, and what is used instead.
    pub(super) fn said(&self, texts: &Texts) -> Message {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let file = format!("{}{line}", shown_path(&self.path));
        match &self.fault {
            ConfigFault::Unreadable(error) => {
                say!("config-unreadable", file = file, error = texts.io_error(error))
            }
            ConfigFault::Syntax(kind) => say!("config-broken", file = file, problem = texts.explain(kind)),
            ConfigFault::Setting(kind) => {
                say!("config-setting-broken", file = file, problem = texts.explain(kind))
            }
            ConfigFault::Player => say!("config-player-broken", file = file),
            ConfigFault::Zone(zone) => say!("config-zone-unknown", file = file, zone = shown(zone, 40)),
        }
    }
}

impl Config {
    /// Reads the configuration; the choices made on the screen stand over it. Of several problems the first is told.
    pub(super) fn read(folder: &Path) -> (Self, Option<ConfigProblem>) {
        let (mut config, problem) = one(&folder.join(CONFIG_FILE));
        // Choices are ours: what can't be read of them is as good as not chosen.
        let (chosen, _) = one(&folder.join("choices.toml"));
        config.lang = chosen.lang.or(config.lang);
        config.theme = chosen.theme.or(config.theme);
        config.keymap = chosen.keymap.or(config.keymap);
        (config, problem)
    }
}

/// Reads a configuration folder as the program does, and says which line of its file is wrong, when one is: how the reading is
/// tried with files of all kinds. `Err` when a file as a whole can't be used.
///
/// # Errors
/// What is told of a file that can't be read.
pub fn wrong_line(folder: &Path) -> Result<Option<u32>, String> {
    match Config::read(folder).1 {
        Some(problem @ ConfigProblem { line: None, .. }) => Err(format!("{:?}", problem.fault)),
        problem => Ok(problem.and_then(|problem| problem.line)),
    }
}

/// Reads one file; what can be used of it is used.
fn one(path: &Path) -> (Config, Option<ConfigProblem>) {
    let problem = |line, fault| Some(ConfigProblem { path: path.to_owned(), line, fault });
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Config::default(), None),
        Err(error) => return (Config::default(), problem(None, ConfigFault::Unreadable(Arc::new(error)))),
    };
    // Whoever has to mend it reads what is wrong in a language of his own.
    let syntax = |found: Problem| {
        let config = Config { lang: lang_in(&String::from_utf8_lossy(&bytes)), ..Config::default() };
        (config, problem(Some(found.line), ConfigFault::Syntax(found.kind)))
    };
    let text = match textfile::text(&bytes) {
        Ok(text) => text,
        Err(problem) => return syntax(problem),
    };
    let (mut reader, root) = match Reader::open(text, SETTINGS) {
        Ok(opened) => opened,
        Err(problems) => return problems.into_iter().next().map_or_else(Default::default, syntax),
    };
    let root = reader.root(&root);
    reader.check_keys(root, SETTINGS);
    let lang = reader.word(root, "lang", &[("ru", Lang::Ru), ("en", Lang::En)]);
    let mut text = |key: &'static str| reader.filled_text(root, key).map(|text| text.value.to_owned());
    let (theme, keymap, operator) = (text("theme"), text("keymap"), text("operator"));
    let firm = reader.optional_text(root, "firm").map(|text| text.value.to_owned());
    let (mut zone, mut no_zone) = (None, None);
    if let Some(text) = reader.filled_text(root, "zone") {
        match Tz::from_str(text.value.trim()) {
            Ok(known) => zone = Some(known),
            Err(_) => no_zone = Some((reader.line(text.at), ConfigFault::Zone(text.value.to_owned()))),
        }
    }
    let mouse = reader.flag(root, "mouse");
    let calls = calls(&mut reader, root);
    let store = store(&mut reader, root);
    let (player, no_player) = player(&mut reader, root);
    let config = Config { lang, theme, keymap, operator, firm, zone, mouse, calls, store, player };
    let (Ok(((), problems)) | Err(problems)) = reader.finish(());
    let faults = problems.into_iter().map(|problem| (problem.line, ConfigFault::Setting(problem.kind)));
    let first = faults.chain(no_zone).chain(no_player).min_by_key(|(line, _)| *line);
    let problem = first.map(|(line, fault)| ConfigProblem { path: path.to_owned(), line: Some(line), fault });
    (config, problem)
}

/// The language a text names that is no TOML as a whole: in a line of its own, before the first section.
fn lang_in(text: &str) -> Option<Lang> {
    let lines =
        text.trim_start_matches('\u{feff}').lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let named = lines.filter_map(|line| line.strip_prefix("lang")?.trim_start().strip_prefix('='));
    let word = |value: &str| {
        let value = value.split('#').next().unwrap_or_default();
        value.trim().trim_matches(['"', '\'']).to_owned()
    };
    named.map(word).find_map(|name| match name.as_str() {
        "ru" => Some(Lang::Ru),
        "en" => Some(Lang::En),
        _ => None,
    })
}

/// How calls are worked on; what is not said, or can't be used, is as usual.
fn calls(reader: &mut Reader<'_>, root: Section<'_>) -> Calls {
    let usual = Calls::default();
    let Some(calls) = reader.section(root, "calls") else { return usual };
    reader.check_keys(calls, CALLS);
    Calls {
        common_after: reader.number(calls, "common-after-minutes", 0..=10_080).unwrap_or(usual.common_after),
        wrap_up: reader.number(calls, "wrap-up-seconds", 5..=3600).unwrap_or(usual.wrap_up),
        remind: reader.number(calls, "remind-minutes", 0..=1440).unwrap_or(usual.remind),
    }
}

/// The command that opens a recording, or where it is wrong.
fn player(reader: &mut Reader<'_>, root: Section<'_>) -> (Vec<String>, Option<(u32, ConfigFault)>) {
    let Some(recordings) = reader.section(root, "recordings") else { return (Vec::new(), None) };
    reader.check_keys(recordings, RECORDINGS);
    let words = reader.texts(recordings, "player");
    let at = words.first().map(|word| word.at);
    let words: Vec<String> = words.into_iter().map(|word| word.value.to_owned()).collect();
    match at {
        Some(at) if !is_command(&words) => (Vec::new(), Some((reader.line(at), ConfigFault::Player))),
        _ => (words, None),
    }
}

/// How the store is kept; what is not said, or can't be used, is as usual.
fn store(reader: &mut Reader<'_>, root: Section<'_>) -> Options {
    let usual = Options::default();
    let Some(store) = reader.section(root, "store") else { return usual };
    reader.check_keys(store, STORE);
    let engines = EngineKind::ON_DISK.map(|kind| (kind.name(), kind));
    let engine = reader.word(store, "engine", &engines).unwrap_or(usual.engine);
    let mut number = |key: &'static str, min: u32, max: u32| reader.number(store, key, min..=max);
    let megabytes = |number: Option<u32>, usual: u64| number.map_or(usual, |number| u64::from(number) << 20);
    let Settings { reserve, checkpoint_bytes, snapshot_bytes, snapshot_hours, keep_snapshots, .. } =
        usual.settings;
    let settings = Settings {
        reserve: megabytes(number("reserve-mb", 1, 1_048_576), reserve),
        checkpoint_bytes: megabytes(number("checkpoint-mb", 1, 4096), checkpoint_bytes),
        snapshot_bytes: megabytes(number("snapshot-mb", 1, 1_048_576), snapshot_bytes),
        snapshot_hours: number("snapshot-hours", 0, 87_600).unwrap_or(snapshot_hours),
        keep_snapshots: number("keep-snapshots", 1, 1000).unwrap_or(keep_snapshots),
        keep_days: number("keep-days", 1, 36_500),
        sled_clients: number("sled-clients", 1, u32::MAX).map_or(usual.settings.sled_clients, u64::from),
        sled_bytes: megabytes(number("sled-mb", 1, 1_048_576), usual.settings.sled_bytes),
        ..usual.settings
    };
    Options { engine, settings, ..usual }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_language_of_a_broken_file_is_still_that_of_the_file() {
        for text in [
            "lang = \"en\"\nfoo = [",
            "lang = \"en",
            "zone = [\nlang='en' # mine",
            "\u{feff}x\n lang=\"en\"\n[calls",
        ] {
            let (config, problem) = read(text);
            assert!(problem.is_some_and(|(line, _)| line.is_some()), "{text}");
            assert_eq!(config, Config { lang: Some(Lang::En), ..Config::default() }, "{text}");
        }
        for text in ["x = [\nlanguage = \"en\"", "x = [\n[calls]\nlang = \"en\"", "lang = \"de\"\nx = ["] {
            assert_eq!(read(text).0.lang, None, "{text}");
        }
    }

    #[test]
    fn choices_stand_over_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "theme = \"light\"\nfirm = \"ТехОпт\"\n").unwrap();
        let (config, problem) = Config::read(folder.path());
        assert_eq!((config.theme.as_deref(), config.firm.as_deref()), (Some("light"), Some("ТехОпт")));
        assert!(problem.is_none());
        remember(folder.path(), "theme", "mono").unwrap();
        remember(folder.path(), "lang", "en").unwrap();
        let (config, _) = Config::read(folder.path());
        assert_eq!((config.theme.as_deref(), config.lang), (Some("mono"), Some(Lang::En)));
    }

    fn read(text: &str) -> (Config, Option<(Option<u32>, String)>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        let (config, problem) = Config::read(folder.path());
        let texts = Texts::new(Lang::Ru);
        let said = problem.map(|problem| {
            let said = texts.say(&problem.said(&texts));
            let (_, said) = said.split_once("config.toml").unwrap();
            (problem.line, said.to_owned())
        });
        (config, said)
    }

    #[test]
    fn how_calls_are_worked_on_is_read_and_bounded() {
        let (config, problem) =
            read("[calls]\ncommon-after-minutes = 0\nwrap-up-seconds = 90\nremind-minutes = 5\n");
        assert_eq!((config.calls, problem), (Calls { common_after: 0, wrap_up: 90, remind: 5 }, None));
        assert_eq!(read("").0.calls, Calls { common_after: 15, wrap_up: 60, remind: 10 });
        let (config, problem) = read("[calls]\ncommon-after-minutes = 30\nwrap-up-seconds = 1\n");
        assert_eq!(
            config.calls,
            Calls { common_after: 30, wrap_up: 60, remind: 10 },
            "the other one is used"
        );
        assert_eq!(problem.map(|(line, _)| line), Some(Some(3)));
        assert!(read("[calls]\nwrapup = 5\n").1.is_some());
    }

    #[test]
    fn a_wrong_setting_is_told_in_words_and_the_others_are_used() {
        for (line, said) in [
            (
                "theem = \"mono\"",
                ":2: Ключа «theem» здесь не бывает. Может быть, «theme»? Остальные настройки взяты.",
            ),
            (
                "operator = 5",
                ":2: У ключа «operator» не то значение: стоит целое число. Нужен текст в прямых кавычках: \"…\". Остальные настройки взяты.",
            ),
            (
                "operator = \" \"",
                ":2: У ключа «operator» пустое значение. Впишите текст. Остальные настройки взяты.",
            ),
            (
                "lang = \"de\"",
                ":2: У ключа «lang» не бывает значения «de». Можно «ru», «en». Остальные настройки взяты.",
            ),
            (
                "zone = \"Омск\"",
                ":2: часового пояса «Омск» нет, бывает, например, Europe/Moscow. Остальные настройки взяты.",
            ),
        ] {
            let (config, problem) = read(&format!("theme = \"light\"\n{line}\n"));
            let light = Config { theme: Some("light".to_owned()), ..Config::default() };
            assert_eq!(config, light, "{line}");
            assert_eq!(problem, Some((Some(2), said.to_owned())), "{line}");
        }
    }

    #[test]
    fn the_page_names_every_setting_of_the_store() {
        let page = include_str!("../../docs/configuration.md");
        let (_, block) = page.split_once("```toml\n[store]").unwrap();
        let text = format!("[store]{}", block.split_once("```").unwrap().0);
        let (config, problem) = read(&text);
        assert_eq!(problem, None);
        assert!(STORE.iter().all(|key| text.contains(&format!("\n{key} = "))));
        // What it shows is what is usual, but for the days: all of them are kept.
        let usual = Options::default();
        assert_eq!(config.store.settings.keep_days, Some(1095));
        assert_eq!(Settings { keep_days: None, ..config.store.settings }, usual.settings);
        for (wrong, said) in [
            ("store = 5", "«store»"),
            ("[store]\nreserve = 5", "«reserve-mb»"),
            ("[store]\nkeep-days = 0", "«keep-days»"),
            ("[store]\nengine = \"oracle\"", "sled"),
        ] {
            let (config, problem) = read(wrong);
            assert_eq!(config.store, usual, "{wrong}");
            let (_, problem) = problem.unwrap();
            assert!(problem.contains(said), "{wrong}: {problem}");
        }
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_and_not_used() {
        let (config, problem) = read("theme = \"light\"\ntheme = \"mono\"\n");
        let said = ":2: Этот ключ стоит здесь второй раз. Оставьте одно из двух. Взяты обычные настройки.";
        assert_eq!((config, problem), (Config::default(), Some((Some(2), said.to_owned()))));
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("config.toml")).unwrap();
        let (config, problem) = Config::read(folder.path());
        assert_eq!(config, Config::default());
        assert!(matches!(problem.unwrap().fault, ConfigFault::Unreadable(_)));
    }

    #[test]
    fn the_readme_names_every_option() {
        let readme = include_str!("../../README.md");
        let (_, block) = readme.split_once("<!-- config -->\n```toml\n").unwrap();
        let (text, _) = block.split_once("```").unwrap();
        let (config, problem) = read(text);
        assert_eq!(problem, None);
        // Each option is told, and none that is not there: the reader would refuse it.
        let Config { lang, theme, keymap, operator, firm, zone, mouse, calls: _, store: _, player: _ } =
            config;
        assert!(lang.is_some() && theme.is_some() && keymap.is_some() && operator.is_some());
        assert!(firm.is_some() && zone.is_some() && mouse.is_some());
    }

    proptest! {
        #[test]
        fn any_file_is_read_and_its_problem_has_a_line(
            bytes in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..60),
                "((lang|theme|zone|mouse|firm|thème|\\[x\\])( ?= ?(\"ru\"|\"Asia/Omsk\"|true|5|\"|'а))?\r?\n){0,6}"
                    .prop_map(String::into_bytes),
            ],
        ) {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("config.toml"), &bytes).unwrap();
            std::fs::write(folder.path().join("choices.toml"), &bytes).unwrap();
            let (config, problem) = Config::read(folder.path());
            let lines = bytes.split(|byte| *byte == b'\n').count();
            match problem {
                None => {}
                Some(ConfigProblem { line, fault, .. }) => {
                    prop_assert!(line.is_some_and(|line| (1..=lines).contains(&(line as usize))), "{fault:?}");
                    let language_only = Config { lang: config.lang, ..Config::default() };
                    prop_assert!(!matches!(fault, ConfigFault::Syntax(_)) || config == language_only);
                }
            }
        }
    }
}
