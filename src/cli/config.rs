//! The configuration, and what the environment says.
//!
//! The configuration folder holds `config.toml` and the user's own files: `keymaps/*.toml`, `themes/*.toml` and
//! `locales/ru/*.ftl`, `locales/en/*.ftl`. What is chosen on the screen is remembered beside it in `choices.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono_tz::Tz;
use directories::ProjectDirs;
use serde::Deserialize;

use crate::i18n::Lang;
use crate::tui::theme::ColorDepth;

/// What the process was given from outside, read once.
#[derive(Clone, Debug)]
pub(super) struct Surroundings {
    /// Where the data is unless the command line says otherwise.
    pub(super) data: PathBuf,
    /// The configuration folder.
    pub(super) config: PathBuf,
    /// The language of the locale.
    pub(super) lang: Option<Lang>,
    /// The zone of the machine.
    pub(super) zone: Tz,
    /// The name the user has logged in by.
    pub(super) login: String,
    /// The colours of the terminal.
    pub(super) depth: ColorDepth,
}

impl Surroundings {
    /// Reads the environment.
    #[allow(clippy::disallowed_methods, reason = "this is the edge where the environment is read")]
    pub(super) fn of_process() -> Self {
        let var = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let dirs = ProjectDirs::from("", "", "dozvon");
        let data =
            dirs.as_ref().map_or_else(|| PathBuf::from("dozvon-data"), |dirs| dirs.data_dir().to_owned());
        let config = dirs.map_or_else(|| PathBuf::from("dozvon-config"), |dirs| dirs.config_dir().to_owned());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| var(name)).unwrap_or_default();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let zone = iana_time_zone::get_timezone().ok().and_then(|name| Tz::from_str(&name).ok());
        Self {
            data: folder("DOZVON_DATA").unwrap_or(data),
            config: folder("DOZVON_CONFIG").unwrap_or(config),
            lang: lang_of(&locale),
            // A server that runs on UTC says nothing of where its people sit.
            zone: zone.filter(|zone| !zone.name().contains("UTC")).unwrap_or(Tz::Europe__Moscow),
            login: ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| var(name)).unwrap_or_default(),
            depth: ColorDepth::detect(no_color, var("COLORTERM").as_deref(), var("TERM").as_deref()),
        }
    }
}

/// The language of a locale name: `ru_RU.UTF-8` is Russian, `C` says nothing.
fn lang_of(locale: &str) -> Option<Lang> {
    let name = locale.to_ascii_lowercase();
    if name.starts_with("ru") {
        Some(Lang::Ru)
    } else if name.starts_with("en") {
        Some(Lang::En)
    } else {
        None
    }
}

/// `config.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Config {
    /// `ru` or `en`.
    pub(super) lang: Option<String>,
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
}

/// What is wrong with `config.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigProblem {
    /// The file.
    pub(super) path: PathBuf,
    /// Line, from 1, when known.
    pub(super) line: Option<usize>,
    /// What the reader says.
    pub(super) what: String,
}

impl Config {
    /// Reads the configuration; the choices made on the screen stand over it.
    pub(super) fn read(folder: &Path) -> (Self, Option<ConfigProblem>) {
        let (mut config, problem) = match one(&folder.join("config.toml")) {
            Ok(config) => (config, None),
            Err(problem) => (Self::default(), Some(problem)),
        };
        // Choices are ours: what can't be read of them is as good as not chosen.
        if let Ok(chosen) = one(&folder.join("choices.toml")) {
            config.lang = chosen.lang.or(config.lang);
            config.theme = chosen.theme.or(config.theme);
            config.keymap = chosen.keymap.or(config.keymap);
        }
        (config, problem)
    }

    /// The language chosen, if one is.
    pub(super) fn lang(&self) -> Option<Lang> {
        self.lang.as_deref().and_then(lang_of)
    }
}

fn one(path: &Path) -> Result<Config, ConfigProblem> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(error) => {
            return Err(ConfigProblem { path: path.to_owned(), line: None, what: error.to_string() });
        }
    };
    toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map(|before| before.matches('\n').count() + 1);
        ConfigProblem { path: path.to_owned(), line, what: error.message().to_owned() }
    })
}

/// Remembers a choice made on the screen.
///
/// # Errors
/// When the file can't be written.
pub(super) fn remember(folder: &Path, setting: &str, value: &str) -> std::io::Result<()> {
    let path = folder.join("choices.toml");
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let mut choices: BTreeMap<String, String> = toml::from_str(&known).unwrap_or_default();
    choices.insert(setting.to_owned(), value.to_owned());
    std::fs::create_dir_all(folder)?;
    let text = toml::to_string(&choices).map_err(std::io::Error::other)?;
    let temporary = path.with_extension("new");
    std::fs::write(&temporary, text)?;
    std::fs::rename(temporary, path)
}

/// A user's own files of one kind: name without ending, path, text. Sorted by name.
pub(super) fn own_files(folder: &Path, ending: &str) -> Vec<(String, PathBuf, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry.path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let fits = path.extension().is_some_and(|found| found == ending);
            fits.then(|| std::fs::read_to_string(&path).ok().map(|text| (name, path, text)))?
        })
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_tell_the_language() {
        assert_eq!(lang_of("ru_RU.UTF-8"), Some(Lang::Ru));
        assert_eq!(lang_of("en"), Some(Lang::En));
        assert_eq!(lang_of("C.UTF-8"), None);
        assert_eq!(lang_of(""), None);
    }

    #[test]
    fn choices_stand_over_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "theme = \"light\"\nfirm = \"ТехОпт\"\n").unwrap();
        let (config, problem) = Config::read(folder.path());
        assert_eq!((config.theme.as_deref(), config.firm.as_deref()), (Some("light"), Some("ТехОпт")));
        assert_eq!(problem, None);
        remember(folder.path(), "theme", "mono").unwrap();
        remember(folder.path(), "lang", "en").unwrap();
        let (config, _) = Config::read(folder.path());
        assert_eq!((config.theme.as_deref(), config.lang()), (Some("mono"), Some(Lang::En)));
    }

    #[test]
    fn a_wrong_configuration_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "theme = \"light\"\ntheem = \"mono\"\n").unwrap();
        let (config, problem) = Config::read(folder.path());
        assert_eq!(config, Config::default());
        assert_eq!(problem.and_then(|problem| problem.line), Some(2));
    }

    #[test]
    fn the_readme_names_every_option() {
        let readme = include_str!("../../README.md");
        let (_, block) = readme.split_once("<!-- config -->\n```toml\n").unwrap();
        let (text, _) = block.split_once("```").unwrap();
        let config: Config = toml::from_str(text).unwrap();
        // Each option is told, and none that is not there: the reader would refuse it.
        let Config { lang, theme, keymap, operator, firm, zone, mouse } = config;
        assert!(lang.is_some() && theme.is_some() && keymap.is_some() && operator.is_some());
        assert!(firm.is_some() && zone.is_some() && mouse.is_some());
    }
}
