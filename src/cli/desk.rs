//! `dozvon` and `dozvon desk`: the desk in this terminal.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::DeskArgs;
use super::config::{own_files, remember};
use super::context::{Context, Seat, texts};
use super::fail::{Code, Fail};
use super::{attach, out, player};
use crate::domain::hours::CallingHours;
use crate::domain::job::own;
use crate::domain::recording::Link as Recording;
use crate::i18n::{Lang, Message, Texts};
use crate::say;
use crate::session::handover::Ended;
use crate::session::link::Link;
use crate::session::local::{Local, OpenError, Options};
use crate::session::{Session, Settings};
use crate::tui::action::{Action, CONTEXTS};
use crate::tui::env::Env;
use crate::tui::keymap::{self, Keymap, Known};
use crate::tui::theme::{self, ColorDepth, Theme};

/// The actions and contexts a keymap may name.
pub(super) const KNOWN: Known<'static> = Known { contexts: CONTEXTS, actions: Action::IDS };

/// Runs the desk on the data of the configuration.
pub(super) fn run(context: &Context, options: &DeskArgs) -> Result<(), Fail> {
    // Without a terminal the store need not be opened at all.
    is_terminal(context)?;
    let folder = context.data();
    #[cfg(unix)]
    let seat = attach::seated_at(context, &folder, &context.name(), |had: &attach::Visit| {
        context.sit_down_at_screen(had.pin.as_deref())
    })?;
    #[cfg(not(unix))]
    let seat = context.sit_down_at_screen(None)?;
    sit(context, seat, &folder, options, context.config.firm.clone().unwrap_or_default())
}

/// Whether there is a terminal to draw on.
pub(super) fn is_terminal(context: &Context) -> Result<(), Fail> {
    use std::io::IsTerminal;
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(context.fail(Code::Usage, &say!("error-no-terminal"), None))
}

/// Runs the desk on a data folder for the one who sits at it, until he leaves.
pub(super) fn sit(
    context: &Context,
    seat: Seat,
    folder: &Path,
    options: &DeskArgs,
    firm: String,
) -> Result<(), Fail> {
    seat.desk.set_firm(!crate::domain::text::clean_line(&firm).is_empty());
    let own = Own::new(context);
    let theme = options.theme.as_deref().or(context.config.theme.as_deref());
    let keys = options.keymap.as_deref().or(context.config.keymap.as_deref());
    let mut warnings: Vec<Message> = Vec::new();
    let theme = own.theme_or_default(theme.unwrap_or("dark"), &mut warnings);
    let keymap = own.keymap_or_default(keys.unwrap_or(keymap::DEFAULT), &mut warnings);
    if let Some(problem) = &context.config_problem {
        warnings.push(problem.said(&context.texts));
    }
    let env = Env {
        texts: Arc::clone(&context.texts),
        theme: Arc::new(theme),
        keymap: Arc::new(keymap),
        now: context.now(),
        zone: seat.who.zone,
        firm,
        hours: CallingHours::default(),
        themes: own.theme_names(),
        keymaps: own.keymap_names(),
    };
    let mouse = !options.no_mouse && context.config.mouse.unwrap_or(true);
    let mut link = Local::open(Options { mouse }).map_err(|error| no_terminal(context, &error))?;
    let size = link.size();
    let clock = context.running_clock();
    let (shut, goes_on, zone) = (seat.shut, seat.goes_on, seat.who.zone);
    let (desk, sits) = (Arc::clone(&seat.desk), seat.who.user);
    let session = Session::new(seat.desk, seat.who, Arc::clone(&clock), env, Box::new(own), size);
    let mut session = session.map_err(context.desk_failed())?;
    session.set_common_after(context.config.calls.common_after.into());
    session.set_wrap_up(context.config.calls.wrap_up);
    session.set_remind(context.config.calls.remind);
    if shut {
        session.shut();
    }
    if goes_on {
        session.go_on();
    } else {
        session.greet();
    }
    // One at a time: the rest is found by `dozvon keys` and `dozvon themes`.
    if let Some(warning) = warnings.into_iter().next() {
        session.warn(warning);
    }
    #[cfg(unix)]
    let holder = {
        let (bell, opened) = (session.bell(), clock());
        take_commands(context, folder, attach::Host { desk, sits, bell, clock, opened }, &mut session)
    };
    #[cfg(not(unix))]
    drop((desk, sits, clock));
    listen(folder, &mut session);
    let ended = session.run(&mut link);
    drop(link);
    #[cfg(unix)]
    if let Some(holder) = holder {
        if holder.under_way() > 0 {
            out::remark(&context.texts.get("attach-ending"));
        }
        drop(holder);
    }
    let ended = ended.map_err(|error| {
        context.fail(Code::Failed, &say!("error-terminal", error = context.texts.io_error(&error)), None)
    })?;
    let Ended::HandedOver { at, shift } = ended else { return Ok(()) };
    let at = context.texts.time(at, zone);
    let what = if shift { say!("visit-shift-taken", at = at) } else { say!("visit-desk-taken", at = at) };
    Err(context.fail(Code::Taken, &what, None))
}

/// Lets other processes hand their commands over. A desk that takes none works all the same.
#[cfg(unix)]
fn take_commands(
    context: &Context,
    folder: &Path,
    host: attach::Host,
    session: &mut Session,
) -> Option<attach::Holder> {
    let store = context.work.store()?;
    match attach::listen(folder, &store, host) {
        Ok(holder) => Some(holder),
        Err(error) => {
            tracing::warn!(%error, "commands can't be handed over");
            session.warn(say!("attach-no-socket"));
            None
        }
    }
}

/// Lets a telephone exchange tell of calls. A desk that can't be told works all the same.
fn listen(folder: &Path, session: &mut Session) {
    #[cfg(unix)]
    match crate::session::port::Port::open(folder) {
        Ok(port) => session.listen_at(port),
        Err(error) => {
            tracing::warn!(%error, "calls can't be told");
            session.warn(say!("ring-no-port"));
        }
    }
    #[cfg(not(unix))]
    let _ = (folder, session);
}

fn no_terminal(context: &Context, error: &OpenError) -> Fail {
    match error {
        OpenError::NotATerminal => context.fail(Code::Usage, &say!("error-no-terminal"), None),
        error => context.fail(Code::Failed, &say!("error-terminal", error = error.to_string()), None),
    }
}

/// A file: name, path, text.
type OwnFile = (String, PathBuf, String);

/// The user's own files, and where choices are remembered.
pub(super) struct Own {
    config: PathBuf,
    depth: ColorDepth,
    texts: Arc<Texts>,
    player: Vec<String>,
}

impl Own {
    /// The files of the configuration folder; they are read when they are wanted, so that a mended file is found.
    pub(super) fn new(context: &Context) -> Self {
        Self {
            config: context.surroundings.config.clone(),
            depth: context.surroundings.depth,
            texts: Arc::clone(&context.texts),
            player: context.config.player.clone(),
        }
    }

    fn files(&self, kind: &str) -> Vec<OwnFile> {
        own_files(&self.config.join(kind), "toml")
    }

    /// Names of all themes.
    pub(super) fn theme_names(&self) -> Vec<String> {
        let own = self.files("themes").into_iter().map(|(name, ..)| name);
        merged(theme::PRESETS.iter().map(|preset| preset.name), own)
    }

    /// Names of all keymaps.
    pub(super) fn keymap_names(&self) -> Vec<String> {
        let own = self.files("keymaps").into_iter().map(|(name, ..)| name);
        merged(keymap::PRESETS.iter().map(|preset| preset.name), own)
    }

    /// Hands the theme files to `use_them` in the form the loader takes.
    pub(super) fn with_themes<T>(&self, use_them: impl FnOnce(&[theme::Source<'_>]) -> T) -> T {
        let files = self.files("themes");
        let shown: Vec<String> = files.iter().map(|(_, path, _)| path.display().to_string()).collect();
        let sources: Vec<theme::Source<'_>> = files
            .iter()
            .zip(&shown)
            .map(|((name, _, text), file)| theme::Source { name, file, text })
            .collect();
        use_them(&sources)
    }

    /// Hands the keymap files to `use_them` in the form the loader takes.
    pub(super) fn with_keymaps<T>(&self, use_them: impl FnOnce(&[keymap::Source<'_>]) -> T) -> T {
        let files = self.files("keymaps");
        let shown: Vec<String> = files.iter().map(|(_, path, _)| path.display().to_string()).collect();
        let sources: Vec<keymap::Source<'_>> = files
            .iter()
            .zip(&shown)
            .map(|((name, _, text), file)| keymap::Source { name, file, text })
            .collect();
        use_them(&sources)
    }

    fn theme_or_default(&self, name: &str, warnings: &mut Vec<Message>) -> Theme {
        let (theme, problems) = self.with_themes(|own| Theme::load_or_default(name, own));
        if let Some(first) = problems.as_ref().and_then(|problems| problems.0.first()) {
            warnings.push(say!("theme-broken", problem = first.said(&self.texts)));
        }
        theme.at_depth(self.depth)
    }

    fn keymap_or_default(&self, name: &str, warnings: &mut Vec<Message>) -> Keymap {
        let (keymap, problems) = self.with_keymaps(|own| Keymap::load_or_default(name, own, &KNOWN));
        if let Some(first) = problems.as_ref().and_then(|problems| problems.0.first()) {
            warnings.push(say!("keymap-broken", problem = first.said(&self.texts)));
        }
        keymap
    }
}

/// Names of presets, then names that are no presets.
fn merged<'a>(presets: impl Iterator<Item = &'a str>, own: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = presets.map(str::to_owned).collect();
    for name in own {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Settings for Own {
    fn theme(&self, name: &str) -> Result<Theme, Message> {
        match self.with_themes(|own| Theme::load(name, own)) {
            Ok(theme) => Ok(theme.at_depth(self.depth)),
            Err(problems) => {
                let first = problems.0.first().map(|problem| problem.said(&self.texts));
                Err(say!("theme-refused", problem = first.unwrap_or_default()))
            }
        }
    }

    fn keymap(&self, name: &str) -> Result<Keymap, Message> {
        self.with_keymaps(|own| Keymap::load(name, own, &KNOWN)).map_err(|problems| {
            let first = problems.0.first().map(|problem| problem.said(&self.texts));
            say!("keymap-refused", problem = first.unwrap_or_default())
        })
    }

    fn texts(&self, lang: Lang) -> Texts {
        texts(&self.config, lang)
    }

    fn own_numbers(&self) -> Result<HashSet<u64>, Message> {
        let path = self.config.join(own::FILE);
        let text = match std::fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(HashSet::new()),
            Err(error) => {
                let error = self.texts.io_error(&error);
                return Err(say!("error-file", file = path.display().to_string(), error = error));
            }
        };
        own::read(&text).map_err(|wrong| self.texts.own_number_error(&path.display().to_string(), &wrong))
    }

    fn home(&self) -> Option<PathBuf> {
        directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned())
    }

    fn play(&self, link: &Recording, second: u32) -> Result<(), Message> {
        player::open(&self.player, link, second, &self.texts)
    }

    fn remember(&self, setting: &str, value: &str) {
        if let Err(error) = remember(Path::new(&self.config), setting, value) {
            tracing::warn!(%error, "a choice could not be remembered");
        }
    }
}
