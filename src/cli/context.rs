//! What every command works with: texts, time, the store and the desk over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono_tz::Tz;

use super::args::{Format, Global};
use super::config::{Config, ConfigProblem, Surroundings, own_files};
use super::fail::{Code, Fail};
use super::out;
use super::pin;
use super::progress::Bar;
use super::work::Work;
use crate::desk::access::SignIn;
use crate::desk::content::Furnish;
use crate::desk::{Desk, DeskError, Who};
use crate::domain::ids::SessionId;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::user::UserRole;
use crate::i18n::{Explain, Lang, Message, Texts};
use crate::say;
use crate::session::Clock;
use crate::store::drafts::{FileDrafts, MemoryDrafts};
use crate::store::local::LocalStore;
use crate::store::{Health, Store, StoreError};

/// What a command works with.
pub(super) struct Context {
    pub(super) global: Global,
    pub(super) surroundings: Surroundings,
    pub(super) config: Config,
    pub(super) config_problem: Option<ConfigProblem>,
    pub(super) texts: Arc<Texts>,
    pub(super) clock: Clock,
    /// The state of the past that is looked at in place of the present one.
    pub(super) past: Option<Arc<LocalStore>>,
    /// The store that is open, and whether anything was saved.
    pub(super) work: Work,
}

/// A desk with the one who sits at it.
pub(super) struct Seat {
    pub(super) desk: Arc<Desk>,
    pub(super) who: Who,
    /// The PIN he signed in with.
    pub(super) pin: Option<String>,
    /// He has a PIN and has not given it yet: the desk stays shut until he has.
    pub(super) shut: bool,
}

impl Context {
    /// Reads the configuration.
    pub(super) fn new(global: Global, surroundings: Surroundings) -> Result<Self, Fail> {
        start_log(global.verbose);
        out::remark_for_machines(matches!(global.format, Some(Format::Json | Format::Ndjson)));
        let (config, config_problem) = Config::read(&surroundings.config);
        let lang = global.lang.map(Lang::from).or(config.lang).or(surroundings.lang).unwrap_or_default();
        let texts = Arc::new(texts(&surroundings.config, lang));
        let clock = clock(&global);
        Ok(Self {
            global,
            surroundings,
            config,
            config_problem,
            texts,
            clock,
            past: None,
            work: Work::default(),
        })
    }

    /// Says what is wrong with the configuration, if anything is: the command goes on without.
    pub(super) fn remark_config(&self) {
        if let Some(problem) = &self.config_problem {
            out::remark(&self.say(&problem.said(&self.texts)));
        }
    }

    /// The time.
    pub(super) fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Lets time stand still at a moment.
    pub(super) fn stand_at(&mut self, moment: Option<Moment>) {
        if let Some(moment) = moment {
            self.clock = Arc::new(move || moment);
        }
    }

    /// A clock that goes: from the time that was given, or the one of the machine. A desk on which time stands still would
    /// never notice that typing has paused.
    pub(super) fn running_clock(&self) -> Clock {
        if self.global.now.is_none() {
            return Arc::clone(&self.clock);
        }
        let (from, began) = (self.now(), Instant::now());
        Arc::new(move || {
            let passed = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
            from.plus_millis(passed)
        })
    }

    /// The zone of whoever works here.
    pub(super) fn zone(&self) -> Tz {
        self.config.zone.unwrap_or(self.surroundings.zone)
    }

    /// The data folder.
    pub(super) fn data(&self) -> PathBuf {
        self.global.data.clone().unwrap_or_else(|| self.surroundings.data.clone())
    }

    /// Whether results are for machines.
    pub(super) fn format(&self) -> Format {
        self.global.format.unwrap_or_default()
    }

    /// Whether results are objects.
    pub(super) fn is_for_machines(&self) -> bool {
        matches!(self.format(), Format::Json | Format::Ndjson)
    }

    /// A text in words.
    pub(super) fn say(&self, message: &Message) -> String {
        self.texts.say(message)
    }

    /// A failure in words, in the format that was asked for.
    pub(super) fn fail(&self, code: Code, what: &Message, hint: Option<&Message>) -> Fail {
        Fail::new(code, &self.texts, what, hint).in_format(self.global.format)
    }

    /// A failure that explains itself, in the format that was asked for.
    pub(super) fn explain(&self, code: Code, error: &impl Explain) -> Fail {
        self.fail(code, &error.what(&self.texts), error.hint(&self.texts).as_ref())
    }

    /// Turns an error of the desk into a failure.
    pub(super) fn desk_failed(&self) -> impl Fn(crate::desk::DeskError) -> Fail + '_ {
        |error| Fail::of_desk(&error, &self.texts).in_format(self.global.format)
    }

    /// Opens the store and takes a seat at its desk: as the user named on the command line or in the configuration, else
    /// as whoever has logged in to the machine.
    pub(super) fn sit_down(&self) -> Result<Seat, Fail> {
        self.sit_down_in(&self.data(), self.global.user.as_deref().or(self.config.operator.as_deref()))
    }

    /// As [`Context::sit_down`], in a folder, under a name.
    pub(super) fn sit_down_in(&self, folder: &Path, name: Option<&str>) -> Result<Seat, Fail> {
        self.seat_at(self.open(folder)?, name)
    }

    /// Opens the store in a folder, making it when it is not there, and puts a desk over it. Says when it can only be read.
    pub(super) fn open(&self, folder: &Path) -> Result<Arc<Desk>, Fail> {
        let desk = self.open_quietly(folder)?;
        if let Health::ReadOnly(why) = desk.health()
            && self.past.is_none()
        {
            let error = StoreError::ReadOnly(why);
            out::remark(&self.say(&error.what(&self.texts)));
            if let Some(hint) = error.hint(&self.texts) {
                out::remark(&self.say(&hint));
            }
        }
        Ok(desk)
    }

    fn open_quietly(&self, folder: &Path) -> Result<Arc<Desk>, Fail> {
        if let Some(past) = &self.past {
            let store = Arc::clone(past) as Arc<dyn Store>;
            return Ok(Arc::new(Desk::new(store, Box::<MemoryDrafts>::default())));
        }
        let store_failed = |error| Fail::of_store(&error, &self.texts).in_format(self.global.format);
        let mut bar = Bar::new(&self.texts);
        let store =
            LocalStore::open(folder, self.config.store.clone(), &mut |progress| bar.opening(progress));
        bar.end();
        let store = Arc::new(store.map_err(store_failed)?);
        self.work.take(&store);
        Ok(Arc::new(Desk::new(store, Box::new(FileDrafts::new(folder.join("drafts"))))))
    }

    /// As [`Context::sit_down`], for a command that changes what is there: it makes no base, and fails where nothing can be
    /// written.
    pub(super) fn sit_down_to_change(&self) -> Result<Seat, Fail> {
        self.need_base()?;
        self.sit_down_to_load()
    }

    /// As [`Context::sit_down`], for a command that brings something in: it fails where nothing can be written.
    pub(super) fn sit_down_to_load(&self) -> Result<Seat, Fail> {
        let desk = self.open_quietly(&self.data())?;
        if let Health::ReadOnly(why) = desk.health() {
            return Err(self.desk_failed()(StoreError::ReadOnly(why).into()));
        }
        self.seat_at(desk, self.global.user.as_deref().or(self.config.operator.as_deref()))
    }

    /// Fails when there is no base in the data folder, for commands that make none.
    pub(super) fn need_base(&self) -> Result<(), Fail> {
        if self.past.is_some() || !LocalStore::is_bare(&self.data()) {
            return Ok(());
        }
        Err(self.fail(Code::NotFound, &self.no_base(), Some(&say!("hint-verify-no-base"))))
    }

    fn no_base(&self) -> Message {
        say!("verify-no-base", folder = out::shown_path(&self.data()))
    }

    /// As [`Context::sit_down`], for a command that only asks: where there is no data yet, it finds an empty base and
    /// leaves no folder behind.
    pub(super) fn sit_down_to_ask(&self) -> Result<Seat, Fail> {
        if self.past.is_none()
            && self.global.data.is_some()
            && self.format() == Format::Table
            && LocalStore::is_bare(&self.data())
        {
            // A folder that somebody has named may be mistyped: an empty base would be a false answer.
            out::remark(&self.say(&self.no_base()));
        }
        self.sit_down_to_try()
    }

    /// As [`Context::sit_down_to_ask`], for a trial of what would make a base.
    pub(super) fn sit_down_to_try(&self) -> Result<Seat, Fail> {
        if self.past.is_some() || !LocalStore::is_bare(&self.data()) {
            return self.sit_down();
        }
        let store_failed = |error| Fail::of_store(&error, &self.texts).in_format(self.global.format);
        let store = LocalStore::in_memory().map_err(store_failed)?;
        let name = self.global.user.as_deref().or(self.config.operator.as_deref());
        self.seat_at(Arc::new(Desk::new(Arc::new(store), Box::<MemoryDrafts>::default())), name)
    }

    fn seat_at(&self, desk: Arc<Desk>, name: Option<&str>) -> Result<Seat, Fail> {
        // Whoever can open the folder can do anything with it: on his own name he is its administrator.
        let (name, role) = match name {
            Some(name) => (name.to_owned(), UserRole::Operator),
            None => (self.own_name(), UserRole::Admin),
        };
        let sign_in = SignIn { name, role, zone: self.zone() };
        let mut pin = None;
        let who = match desk.sign_in(&sign_in, SessionId(1), self.now()) {
            Err(DeskError::PinWanted(name)) => {
                let given = match &self.surroundings.pin {
                    Some(pin) => Some(pin.clone()),
                    None if self.may_ask() => pin::ask(self, &say!("pin-ask", name = &name))?,
                    None => None,
                };
                let wanted = || self.desk_failed()(DeskError::PinWanted(name.clone()));
                let given = given.ok_or_else(wanted)?;
                let who = desk.sign_in_with_pin(&name, &given, SessionId(1), self.now());
                pin = Some(given);
                who
            }
            signed => signed,
        };
        let who = who.map_err(self.desk_failed())?;
        desk.furnish(&Furnish::shipped(), self.now()).map_err(self.desk_failed())?;
        self.work.begin();
        Ok(Seat { desk, who, pin, shut: false })
    }

    /// As [`Context::sit_down`], at a desk that asks for the PIN on its own screen.
    pub(super) fn sit_down_at_screen(&self) -> Result<Seat, Fail> {
        let name = self.global.user.as_deref().or(self.config.operator.as_deref());
        let desk = self.open(&self.data())?;
        let known = name.map_or_else(|| self.own_name(), str::to_owned);
        match self.behind_a_pin(&desk, &known)? {
            Some(who) => {
                desk.furnish(&Furnish::shipped(), self.now()).map_err(self.desk_failed())?;
                Ok(Seat { desk, who, pin: None, shut: true })
            }
            None => self.seat_at(desk, name),
        }
    }

    /// Who a user is that has a PIN, unless the environment gives it.
    pub(super) fn behind_a_pin(&self, desk: &Desk, name: &str) -> Result<Option<Who>, Fail> {
        let catalog = desk.catalog().map_err(self.desk_failed())?;
        let known = catalog.user_by_name(&clean_line(name)).is_some_and(|user| user.pin.is_some());
        if !known || self.surroundings.pin.is_some() {
            return Ok(None);
        }
        desk.who_is(name, SessionId(1)).map_err(self.desk_failed())
    }

    /// Whether somebody sits at a terminal who can be asked.
    fn may_ask(&self) -> bool {
        use std::io::IsTerminal;
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    fn own_name(&self) -> String {
        let login = self.surroundings.login.clone();
        if login.is_empty() { self.texts.get("user-nameless") } else { login }
    }
}

/// The clock: the one of the machine, or the fixed time that was given.
#[allow(clippy::disallowed_methods, reason = "this is the edge where the clock is read")]
fn clock(global: &Global) -> Clock {
    match global.now {
        // A fixed time stands still: runs are repeatable.
        Some(time) => {
            let time = Moment::from(time);
            Arc::new(move || time)
        }
        None => Arc::new(|| Moment::from(chrono::Utc::now())),
    }
}

/// The texts of a language with the user's own over them.
pub(super) fn texts(config: &Path, lang: Lang) -> Texts {
    let mut texts = Texts::new(lang);
    let folder = config.join("locales").join(if lang == Lang::Ru { "ru" } else { "en" });
    for (_, path, text) in own_files(&folder, "ftl") {
        if let Err(problems) = texts.overlay(&text) {
            for problem in problems {
                out::remark(&texts.say(&say!(
                    "own-text-broken",
                    file = path.display().to_string(),
                    problem = problem
                )));
            }
        }
    }
    texts
}

/// Writes the log to the error stream, as much of it as was asked for.
fn start_log(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "dozvon=info",
        2 => "dozvon=debug",
        _ => "dozvon=trace",
    };
    let filter = tracing_subscriber::EnvFilter::new(level);
    // A second call in one process changes nothing.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
