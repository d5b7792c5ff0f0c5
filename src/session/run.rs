//! The loop of a session: drain all that came, change the model, draw once.

mod calls;
mod inputs;

use std::collections::{HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::changes::note_changes;
use super::decoder::Decoder;
use super::handover::{Ended, Taker};
use super::left::left;
use super::link::{Closed, Incoming, Link, Size};
#[cfg(unix)]
use super::port::{Call, Port, Seen};
use super::screen::Screen;
use super::work::{Clock, Hands, Job, Worker};
use crate::desk::day::OpenSince;
use crate::desk::{Desk, Result, Who};
use crate::domain::recording::Link as Recording;
use crate::domain::user::Right;
use crate::i18n::{Lang, Message, Texts};
use crate::say;
use crate::store::{Entry, Health};
use crate::tui::day;
use crate::tui::day::door::Door;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::keymap::Keymap;
use crate::tui::model::{Model, Notice};
use crate::tui::msg::{Answer, Changed, Msg};
use crate::tui::theme::Theme;
use crate::tui::update;
use crate::tui::view::view;

/// Inputs taken before a frame is drawn: a paste of thousands of keys must not keep the screen still for long.
const DRAIN: usize = 512;

/// Where themes, keymaps and texts come from when the operator chooses another one.
pub trait Settings: Send {
    /// A theme at the colours of the terminal.
    ///
    /// # Errors
    /// What is wrong with its file.
    fn theme(&self, name: &str) -> std::result::Result<Theme, Message>;

    /// A keymap.
    ///
    /// # Errors
    /// What is wrong with its file.
    fn keymap(&self, name: &str) -> std::result::Result<Keymap, Message>;

    /// The texts of a language.
    fn texts(&self, lang: Lang) -> Texts;

    /// Numbers of the firm itself, as the store counts them: nobody calls them from a list.
    ///
    /// # Errors
    /// What is wrong with their file: a number that were passed over would be called.
    fn own_numbers(&self) -> std::result::Result<HashSet<u64>, Message> {
        Ok(HashSet::new())
    }

    /// The operator's home folder, for paths that begin with `~`.
    fn home(&self) -> Option<PathBuf> {
        None
    }

    /// Opens a recording in the operator's player, from this second on, and does not wait for it.
    ///
    /// # Errors
    /// What keeps it from being opened, and what to do.
    fn play(&self, link: &Recording, second: u32) -> std::result::Result<(), Message> {
        let _ = (link, second);
        Err(say!("listen-no-player"))
    }

    /// Remembers a choice for the next session: the name of a setting and its value.
    fn remember(&self, setting: &str, value: &str);
}

/// One operator's session.
pub struct Session {
    pub(super) model: Model,
    pub(super) env: Env,
    hits: HitMap,
    pub(super) screen: Screen,
    decoder: Decoder,
    pub(super) hands: Hands,
    pub(super) settings: Box<dyn Settings>,
    changes: Receiver<Arc<Entry>>,
    /// Where the loop hears of what comes, and from where it is told.
    pub(super) sender: Sender<Event>,
    events: Receiver<Event>,
    /// Those who want the desk.
    pub(super) takers: Vec<Taker>,
    /// Bytes that are no frame: for the clipboard.
    pub(super) extra: Vec<u8>,
    pub(super) jobs: VecDeque<Job>,
    #[cfg(unix)]
    port: Option<Port>,
    /// Nothing is seen and nothing done before the operator has given the PIN.
    pub(super) door: Option<Door>,
}

/// What the loop waits for.
pub(super) enum Event {
    Incoming(Incoming),
    Answer(Box<Answer>),
    Names(Option<usize>),
    /// A call, and whoever waits to hear that it is on the screen.
    #[cfg(unix)]
    Call(Call, Sender<Seen>),
    /// Somebody wants the desk.
    Taker(Taker),
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("who", &self.model.who).finish_non_exhaustive()
    }
}

impl Session {
    /// A session of a signed-in user on a screen of this size.
    ///
    /// # Errors
    /// When the desk can't be read.
    pub fn new(
        desk: Arc<Desk>,
        who: Who,
        clock: Clock,
        env: Env,
        settings: Box<dyn Settings>,
        size: Size,
    ) -> Result<Self> {
        let changes = desk.subscribe();
        let (sender, events) = channel();
        let mut model = Model::new(who.clone(), desk.catalog()?, clock());
        model.empty_base = desk.query(&who, clock(), &crate::desk::access::CountClients { up_to: 1 })? == 0;
        if desk.names_loaded() {
            model.names_loading = None;
        }
        model.talks = desk.talks()?;
        (model.health, model.in_doubt) = (desk.health(), desk.in_doubt());
        let (draft, alive) = (left(&desk, &who, clock())?, desk.last_sign(&who));
        let mut session = Self {
            model,
            env,
            hits: HitMap::default(),
            screen: Screen::new(size),
            decoder: Decoder::new(),
            hands: Hands { desk, who, clock },
            settings,
            changes,
            sender,
            events,
            takers: Vec::new(),
            extra: Vec::new(),
            jobs: VecDeque::new(),
            #[cfg(unix)]
            port: None,
            door: None,
        };
        session.env.hours = session.model.catalog.hours().clone();
        let effects = update::begin(&mut session.model, draft, session.env.now, alive);
        session.carry_out(effects);
        Ok(session)
    }

    /// Shuts the desk until its operator has given the PIN.
    pub fn shut(&mut self) {
        self.door = Some(Door::new(&self.hands.who.name));
    }

    /// Begins with the start of a shift: what waits today, and clocking in.
    pub fn greet(&mut self) {
        if self.hands.who.role.has(Right::Work) && self.model.health == Health::Writable {
            let effects = day::greet(&mut self.model);
            self.carry_out(effects);
        }
    }

    /// Goes on with a shift that was open in another terminal and was taken over: the operator has said so already. One that was
    /// closed there meanwhile begins as any other.
    pub fn go_on(&mut self) {
        let Hands { desk, who, clock } = &self.hands;
        if !matches!(desk.query(who, clock(), &OpenSince), Ok(Some(_))) {
            return self.greet();
        }
        if self.hands.who.role.has(Right::Work) && self.model.health == Health::Writable {
            let effects = day::go_on(&mut self.model, (self.hands.clock)());
            self.carry_out(effects);
        }
    }

    /// Shows a sentence from outside: a theme that could not be used, say.
    pub fn warn(&mut self, text: Message) {
        self.notice(text, true);
    }

    /// Tells the operator something.
    pub(super) fn tell(&mut self, text: Message) {
        self.notice(text, false);
    }

    fn notice(&mut self, text: Message, error: bool) {
        self.model.notice = Some(Notice { text, hint: None, error, at: (self.hands.clock)() });
    }

    /// Runs until the operator leaves, the link is closed, or another terminal takes the desk over.
    ///
    /// # Errors
    /// When the link can't be listened to.
    pub fn run(mut self, link: &mut dyn Link) -> std::io::Result<Ended> {
        let sender = self.sender.clone();
        let incoming = sender.clone();
        link.listen(Arc::new(move |came| incoming.send(Event::Incoming(came)).is_ok()))?;
        let names = self.load_names(&sender)?;
        #[cfg(unix)]
        let serving = self.listen_for_calls(&sender)?;
        let start = || {
            let answers = sender.clone();
            Worker::start(self.hands.clone(), move |answer| {
                // A session that has ended wants no answer any more.
                let _ = answers.send(Event::Answer(Box::new(answer)));
            })
        };
        let (worker, long) = (start()?, start()?);
        let give = |job: Job| if job.is_long() { long.give(job) } else { worker.give(job) };
        drop(sender);
        let mut closed = false;
        while !closed && !self.model.quit && !self.model.handed {
            for job in self.ready_jobs() {
                give(job);
            }
            if self.send(link).is_err() {
                break;
            }
            let wait = self.patience();
            match self.events.recv_timeout(wait) {
                Ok(event) => {
                    closed |= self.event(event);
                    let more: Vec<Event> = self.events.try_iter().take(DRAIN).collect();
                    for event in more {
                        closed |= self.event(event);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let mut inputs = Vec::new();
                    self.decoder.flush(&mut inputs);
                    self.inputs(inputs);
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.look_around();
            self.answer_takers();
        }
        // Whoever comes now is told at once that nobody hears him.
        (self.events, self.takers) = (channel().1, Vec::new());
        #[cfg(unix)]
        drop(serving);
        let ended = self.ended();
        if self.door.is_some() {
            for job in self.ready_jobs() {
                give(job);
            }
            return Ok(ended);
        }
        // Who has no terminal is not at it; a call goes on without one. Who goes on at another terminal is at that.
        self.model.quit = !self.model.handed;
        self.model.loading.stop();
        // A terminal that is gone must not take a half-written note with it, and what another one goes on with is kept now.
        let due = self.model.draft_due.or(self.model.handed.then_some(self.env.now));
        self.model.draft_due = due.map(|_| crate::domain::time::Moment::from_millis(0));
        self.message(Msg::Tick);
        for job in self.jobs.drain(..).filter(|job| !job.is_long()) {
            worker.give(job);
        }
        drop(worker);
        drop(long);
        drop(names);
        Ok(ended)
    }

    /// Loads the names for the search in a thread of its own; the session is told how far it is.
    fn load_names(&self, sender: &Sender<Event>) -> std::io::Result<Option<std::thread::JoinHandle<()>>> {
        if self.hands.desk.names_loaded() {
            return Ok(None);
        }
        let (desk, sender) = (Arc::clone(&self.hands.desk), sender.clone());
        let thread = std::thread::Builder::new().name("names".into()).spawn(move || {
            let mut progress = |count| sender.send(Event::Names(Some(count))).is_ok();
            if let Err(error) = desk.load_names(&mut progress) {
                tracing::error!(%error, "names could not be loaded");
            }
            let _ = sender.send(Event::Names(None));
        })?;
        Ok(Some(thread))
    }

    /// How long nothing needs to be done.
    fn patience(&self) -> Duration {
        let tick = update::next_tick(&self.model, (self.hands.clock)());
        let tick = Duration::from_millis(u64::try_from(tick).unwrap_or(1).max(1));
        self.decoder.quiet().map_or(tick, |quiet| quiet.min(tick))
    }

    /// Takes an event in; says whether the link is closed.
    fn event(&mut self, event: Event) -> bool {
        match event {
            Event::Incoming(Incoming::Bytes(bytes)) => self.feed(&bytes),
            Event::Incoming(Incoming::Resize(size)) => self.resize(size),
            Event::Incoming(Incoming::Closed(why)) => {
                tracing::info!(%why, "the link is closed");
                return true;
            }
            Event::Answer(answer) => self.message(Msg::Answer(answer)),
            Event::Names(loading) => self.message(Msg::Names(loading)),
            #[cfg(unix)]
            Event::Call(call, shown) => {
                let seen = if self.door.is_some() { Seen::Locked } else { Seen::Shown };
                // What is only to be written down is not taken before anybody may write.
                if seen == Seen::Shown || !matches!(call, Call::Missed(_)) {
                    self.called(call);
                }
                // He is told once it is kept: what was said to be shown is not lost with the desk.
                self.jobs.push_back(Job::Seen(shown, seen));
            }
            Event::Taker(taker) => self.takers.push(taker),
        }
        false
    }

    /// The terminal has another size.
    pub fn resize(&mut self, size: Size) {
        self.screen.resize(size);
    }

    /// Sees what others have changed, and that time has passed.
    pub fn look_around(&mut self) {
        let mut changed = Changed::default();
        for entry in self.changes.try_iter() {
            note_changes(&entry, &mut changed);
        }
        self.look_at_the_lock();
        if changed != Changed::default() {
            self.message(Msg::Changed(changed));
        }
        match self.hands.desk.talks() {
            Ok(talks) if !Arc::ptr_eq(&talks, &self.model.talks) => self.message(Msg::Talks(talks)),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "who talks to whom can't be told"),
        }
        let health = self.hands.desk.health();
        if health != self.model.health {
            self.message(Msg::Health(health));
        }
        self.message(Msg::Tick);
    }

    pub(super) fn message(&mut self, msg: Msg) {
        self.env.now = (self.hands.clock)();
        let effects = update::update(&mut self.model, &self.env, msg);
        self.env.hours = self.model.catalog.hours().clone();
        self.carry_out(effects);
    }

    /// What may be done now; the rest waits for the PIN.
    fn ready_jobs(&mut self) -> VecDeque<Job> {
        let jobs = std::mem::take(&mut self.jobs);
        if self.door.is_none() {
            return jobs;
        }
        let (ready, wait) = jobs.into_iter().partition(Job::is_for_the_door);
        self.jobs = wait;
        ready
    }

    /// Does everything that waits, here and now. The loop gives it to a thread instead.
    pub fn work_off(&mut self) {
        loop {
            let jobs = self.ready_jobs();
            if jobs.is_empty() {
                return;
            }
            for job in jobs {
                let answer = self.hands.work(job);
                self.message(Msg::Answer(Box::new(answer)));
            }
        }
    }

    /// The bytes that bring the terminal to the present frame; none when it shows it already.
    pub fn frame(&mut self) -> Vec<u8> {
        self.env.now = (self.hands.clock)();
        let mut hits = HitMap::default();
        let (model, env) = (&self.model, &self.env);
        let door = self.door.as_ref();
        let draw = |frame: &mut ratatui::Frame<'_>| match door {
            Some(door) => door.view(frame, env),
            None => hits = view(model, env, frame),
        };
        let mut bytes = self.screen.draw(draw).to_vec();
        self.hits = hits;
        bytes.append(&mut self.extra);
        if self.door.is_none() && self.has_room() && update::unseen(&self.model) {
            self.message(Msg::Drawn);
        }
        bytes
    }

    fn send(&mut self, link: &mut dyn Link) -> std::result::Result<(), Closed> {
        let bytes = self.frame();
        if bytes.is_empty() { Ok(()) } else { link.send(&bytes) }
    }

    /// Whether the operator has left.
    pub fn is_over(&self) -> bool {
        self.model.quit
    }

    /// Says after how many minutes a promised call is anybody's.
    pub fn set_common_after(&mut self, minutes: i64) {
        self.model.common_after = minutes;
    }

    /// Says how many minutes before a personal promise its operator is told of it; 0 when he is not.
    pub fn set_remind(&mut self, minutes: u32) {
        self.model.promises.remind = minutes.into();
    }

    /// Says how many seconds an operator has for a call after its end.
    pub fn set_wrap_up(&mut self, seconds: u32) {
        self.model.wrap_up_ms = i64::from(seconds) * 1000;
    }

    /// Says who works when, for tests: the base of tests has users without shifts.
    pub fn set_shifts(&mut self, shifts: crate::desk::callbacks::Shifts) {
        self.model.shifts = shifts;
    }

    /// The state, for tests.
    pub fn model(&self) -> &Model {
        &self.model
    }
}
