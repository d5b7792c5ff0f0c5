//! What every command works with: texts, time, the store and the desk over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono_tz::Tz;

use super::args::{Format, Global};
use super::config::{CONFIG_FILE, Config, ConfigProblem, Surroundings, own_files};
use super::console;
use super::fail::{Code, Fail};
use super::out;
use super::pin;
use super::progress::Bar;
use super::work::Work;
use crate::desk::access::SignIn;
use crate::desk::content::Furnish;
use crate::desk::{Desk, DeskError, Who};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::user::UserRole;
use crate::i18n::{Explain, Lang, Message, Texts};
use crate::say;
use crate::session::Clock;
use crate::store::companies::Companies;
use crate::store::drafts::{Drafts, FileDrafts, MemoryDrafts};
use crate::store::local::LocalStore;
use crate::store::{Health, ReadOnly, Store, StoreError};

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
    /// What another command, or a desk, has open already: nothing is opened then.
    pub(super) held: Option<Held>,
}

/// A store that is open in this process, for a command that another one has handed over.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) desk: Arc<Desk>,
    pub(super) store: Arc<LocalStore>,
    /// Who sits before the screen of this process, if anybody does.
    pub(super) sits: Option<UserId>,
    /// The session of the command: its commits are told from those of others by it.
    pub(super) session: SessionId,
}

/// A desk with the one who sits at it.
pub(super) struct Seat {
    pub(super) desk: Arc<Desk>,
    pub(super) who: Who,
    /// The PIN he signed in with.
    pub(super) pin: Option<String>,
    /// He has a PIN and has not given it yet: the desk stays shut until he has.
    pub(super) shut: bool,
    /// A shift was open in another terminal, and goes on here.
    pub(super) goes_on: bool,
}

impl Context {
    /// Reads the configuration.
    pub(super) fn new(global: Global, surroundings: Surroundings) -> Result<Self, Fail> {
        // The log of this process is not that of one which has handed a command over.
        if console::far().is_none() {
            start_log(global.verbose);
        }
        console::say_objects(matches!(global.format, Some(Format::Json | Format::Ndjson)));
        let (config, config_problem) = Config::read(&surroundings.config);
        let named = global.lang.map(Lang::from).or(surroundings.named_lang);
        let lang = named.or(config.lang).or(surroundings.lang).unwrap_or_default();
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
            held: None,
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
            if why != ReadOnly::Damaged
                && let Some(more) = desk.in_doubt().and_then(|doubt| self.texts.short_besides(&doubt))
            {
                out::remark(&self.say(&more));
            }
        }
        Ok(desk)
    }

    fn open_quietly(&self, folder: &Path) -> Result<Arc<Desk>, Fail> {
        if let Some(past) = &self.past {
            let store = Arc::clone(past) as Arc<dyn Store>;
            // The register has no past: what it says is as of the day it names.
            let companies = Companies::of(Some(folder));
            return Ok(self.desk_with(store, Box::<MemoryDrafts>::default(), companies));
        }
        if let Some(held) = &self.held {
            self.work.take_part(&held.store, held.session);
            return Ok(Arc::clone(&held.desk));
        }
        let store_failed = |error| Fail::of_store(&error, &self.texts).in_format(self.global.format);
        let mut bar = Bar::new(&self.texts);
        let store =
            LocalStore::open(folder, self.config.store.clone(), &mut |progress| bar.opening(progress));
        bar.end();
        let store = Arc::new(store.map_err(store_failed)?);
        self.work.take(&store);
        let drafts = Box::new(FileDrafts::new(folder.join("drafts")));
        Ok(self.desk_with(store, drafts, Companies::of(Some(folder))))
    }

    /// Whether the configuration names our firm.
    pub(super) fn has_firm(&self) -> bool {
        self.config.firm.as_deref().is_some_and(|firm| !clean_line(firm).is_empty())
    }

    /// A desk over a store, that knows what the configuration says of our firm.
    fn desk_over(&self, store: Arc<dyn Store>, drafts: Box<dyn Drafts>) -> Arc<Desk> {
        self.desk_with(store, drafts, Companies::of(None))
    }

    fn desk_with(&self, store: Arc<dyn Store>, drafts: Box<dyn Drafts>, companies: Companies) -> Arc<Desk> {
        let desk = Desk::new(store, drafts).with_companies(companies);
        desk.set_firm(self.has_firm());
        Arc::new(desk)
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
        if !self.is_bare() {
            return Ok(());
        }
        Err(self.fail(Code::NotFound, &self.no_base(), Some(&say!("hint-verify-no-base"))))
    }

    /// Fails when a file that is to be written is one of the data folder: no export may take the place of the journal.
    pub(super) fn refuse_own_file(&self, file: &std::path::Path) -> Result<(), Fail> {
        let (Ok(target), Ok(data)) = (file.canonicalize(), self.data().canonicalize()) else { return Ok(()) };
        if !target.starts_with(data) {
            return Ok(());
        }
        let what = say!("export-own-file", file = out::shown_path(file));
        Err(self.fail(Code::Refused, &what, Some(&say!("hint-export-own-file"))))
    }

    /// Whether there is no base to work with.
    fn is_bare(&self) -> bool {
        self.past.is_none() && self.held.is_none() && LocalStore::is_bare(&self.data())
    }

    fn no_base(&self) -> Message {
        say!("verify-no-base", folder = out::shown_path(&self.data()))
    }

    /// As [`Context::sit_down`], for a command that only asks: where there is no data yet, it finds an empty base and
    /// leaves no folder behind.
    pub(super) fn sit_down_to_ask(&self) -> Result<Seat, Fail> {
        if self.global.data.is_some() && self.format() == Format::Table && self.is_bare() {
            // A folder that somebody has named may be mistyped: an empty base would be a false answer.
            out::remark(&self.say(&self.no_base()));
        }
        self.sit_down_to_try()
    }

    /// As [`Context::sit_down_to_ask`], for a trial of what would make a base.
    pub(super) fn sit_down_to_try(&self) -> Result<Seat, Fail> {
        if !self.is_bare() {
            let name = self.global.user.as_deref().or(self.config.operator.as_deref());
            return self.look_at(self.open(&self.data())?, name);
        }
        let store_failed = |error| Fail::of_store(&error, &self.texts).in_format(self.global.format);
        let store = LocalStore::in_memory().map_err(store_failed)?;
        let name = self.global.user.as_deref().or(self.config.operator.as_deref());
        self.seat_at(self.desk_over(Arc::new(store), Box::<MemoryDrafts>::default()), name)
    }

    fn sign_in_as(&self, name: Option<&str>) -> SignIn {
        // Whoever can open the folder can do anything with it: on his own name he is its administrator.
        let (name, role) = match name {
            Some(name) => (name.to_owned(), UserRole::Operator),
            None => (self.own_name(), UserRole::Admin),
        };
        SignIn { name, role, zone: self.zone() }
    }

    fn session(&self) -> SessionId {
        self.held.as_ref().map_or(SessionId(1), |held| held.session)
    }

    /// As [`Context::seat_at`], for a command that only asks: it is answered where nothing can be written now, to somebody the
    /// base does not know as well.
    fn look_at(&self, desk: Arc<Desk>, name: Option<&str>) -> Result<Seat, Fail> {
        let failed = match self.seat_at(Arc::clone(&desk), name) {
            Err(failed) if desk.health().may_mend() => failed,
            seated => return seated,
        };
        let looks = desk.who_looks(&self.sign_in_as(name), self.session()).map_err(self.desk_failed())?;
        self.work.begin();
        looks.map(|who| Seat { desk, who, pin: None, shut: false, goes_on: false }).ok_or(failed)
    }

    fn seat_at(&self, desk: Arc<Desk>, name: Option<&str>) -> Result<Seat, Fail> {
        let sign_in = self.sign_in_as(name);
        let mut pin = None;
        let session = self.session();
        let who = match desk.sign_in(&sign_in, session, self.now()) {
            Err(DeskError::PinWanted(name)) => {
                let given = match &self.surroundings.pin {
                    Some(pin) => Some(pin.clone()),
                    None if console::may_ask() => pin::ask(self, &say!("pin-ask", name = &name))?,
                    None => None,
                };
                let wanted = || self.desk_failed()(DeskError::PinWanted(name.clone()));
                let given = given.ok_or_else(wanted)?;
                let who = desk.sign_in_with_pin(&name, &given, session, self.now());
                pin = Some(given);
                who
            }
            signed => signed,
        };
        let who = who.map_err(self.desk_failed())?;
        self.furnish(&desk)?;
        self.work.begin();
        Ok(Seat { desk, who, pin, shut: false, goes_on: false })
    }

    /// Brings what this release ships into a base that lacks it; later, when nothing can be written now.
    fn furnish(&self, desk: &Desk) -> Result<(), Fail> {
        match desk.furnish(&Furnish::shipped(), self.now()) {
            Err(_) if desk.health().may_mend() => Ok(()),
            furnished => furnished.map_err(self.desk_failed()),
        }
    }

    /// The name under which the desk is to be opened.
    pub(super) fn name(&self) -> String {
        let name = self.global.user.as_deref().or(self.config.operator.as_deref());
        name.map_or_else(|| self.own_name(), str::to_owned)
    }

    /// As [`Context::sit_down`], at a desk that asks for the PIN on its own screen, unless it was `given` already.
    pub(super) fn sit_down_at_screen(&self, given: Option<&str>) -> Result<Seat, Fail> {
        let name = self.global.user.as_deref().or(self.config.operator.as_deref());
        let desk = self.open(&self.data())?;
        let known = self.name();
        // One that has been changed since is asked for anew.
        let signed = given.and_then(|pin| {
            let who = desk.sign_in_with_pin(&known, pin, self.session(), self.now()).ok()?;
            Some((who, pin.to_owned()))
        });
        if let Some((who, pin)) = signed {
            self.furnish(&desk)?;
            self.work.begin();
            return Ok(Seat { desk, who, pin: Some(pin), shut: false, goes_on: false });
        }
        match self.behind_a_pin(&desk, &known)? {
            Some(who) => {
                self.furnish(&desk)?;
                Ok(Seat { desk, who, pin: None, shut: true, goes_on: false })
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
    let file = config.join(CONFIG_FILE);
    let whole = std::path::absolute(&file).unwrap_or(file);
    texts.name_config(&clean_line(&whole.display().to_string()));
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
