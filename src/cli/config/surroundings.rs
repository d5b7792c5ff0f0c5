//! What the process was given from outside.

use std::path::PathBuf;
use std::str::FromStr;

use chrono_tz::Tz;
use directories::ProjectDirs;

use crate::i18n::Lang;
use crate::tui::theme::ColorDepth;

/// What the process was given from outside, read once.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Surroundings {
    /// Where the data is unless the command line says otherwise.
    pub(in crate::cli) data: PathBuf,
    /// The configuration folder.
    pub(in crate::cli) config: PathBuf,
    /// The language that is asked for by name, in `DOZVON_LANG`.
    pub(in crate::cli) named_lang: Option<Lang>,
    /// The language of the locale.
    pub(in crate::cli) lang: Option<Lang>,
    /// The zone of the machine.
    pub(in crate::cli) zone: Tz,
    /// The name the user has logged in by.
    pub(in crate::cli) login: String,
    /// The PIN to sign in with, for scripts.
    pub(in crate::cli) pin: Option<String>,
    /// The colours of the terminal.
    pub(in crate::cli) depth: ColorDepth,
}

impl Surroundings {
    /// Reads the environment.
    #[allow(clippy::disallowed_methods, reason = "this is the edge where the environment is read")]
    pub(in crate::cli) fn of_process() -> Self {
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
            named_lang: var("DOZVON_LANG").as_deref().and_then(lang_of),
            lang: lang_of(&locale),
            // A server that runs on UTC says nothing of where its people sit.
            zone: zone.filter(|zone| !zone.name().contains("UTC")).unwrap_or(Tz::Europe__Moscow),
            login: ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| var(name)).unwrap_or_default(),
            pin: var("DOZVON_PIN"),
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
}
