//! The use-cases: everything anybody can do with Dozvon, whoever asks and by whatever way.
//!
//! A screen, a command line and, later, the network all come through [`Desk::query`] and [`Desk::execute`]. Rights are
//! checked there, every change is one commit with its author and the name of the use-case, and a change that met somebody
//! else's is planned again on what is there now.
//!
//! | module | what it does |
//! |---|---|
//! | [`access`] | who asks: signing in |
//! | [`catalog`] | results, processes, scripts, call lists, users: small tables at hand |
//! | [`dossier`] | everything about one client that an operator sees |
//! | [`search`] | clients by phone, ending of a phone, INN, name |
//! | [`queue`] | what to do next, and why; taking and giving back |
//! | [`result`] | recording how a call ended |
//! | [`callbacks`] | promised calls: who is there to make them, and whose they become |
//! | [`heard`] | words of clients a script has no answer for: to its author and back |
//! | [`scripts`] | what calls have made of a script: answers, ways, losses |
//! | [`shift`] | what an operator has done today |
//! | [`day`] | an operator's day: clocking in and out, states, pauses, messages, loose ends |
//! | [`snippets`] | canned notes |
//! | `gate` | may this client be called, on which number and ground |
//! | [`consents`], [`stops`] | consents and the stop list: written, withdrawn, lifted, proven |
//! | [`clients`] | what a client says of himself: his hours, his zone |
//! | [`memos`] | what a user or the data steward is to know or to do |
//! | [`companies`] | companies of the state register: found by INN, loaded, dropped |
//! | [`notes`], [`deals`] | writing notes; opening and moving deals |
//! | [`tasks`] | what a stage of a process gives to do to whoever brings a deal there |
//! | [`drafts`], [`talks`] | what sessions have unfinished; who talks to whom |
//! | `numbers` | in which order a client's numbers are tried |
//! | [`jobs`] | call jobs: preparing, starting, loading, order, progress |
//! | [`import`] | loading clients: duplicates, updates, dry runs |
//! | [`bulk`] | many new records at once, made elsewhere |
//! | [`content`] | scripts, processes, results and call lists as records |
//! | [`export`] | clients for a file |
//! | [`filter`] | clients a line of text means; filters saved by name |
//! | [`history`] | who changed what and when, field by field |
//! | [`undo`] | taking a change back |
//!
//! To add a use-case: a struct with its parameters, and [`Query`] or [`UseCase`] for it.

pub mod access;
pub mod bulk;
pub mod callbacks;
pub mod catalog;
pub mod clients;
pub mod companies;
pub mod consents;
pub mod content;
pub mod day;
pub mod deals;
pub mod dossier;
pub mod drafts;
mod error;
pub mod export;
pub mod filter;
mod gate;
pub mod heard;
pub mod history;
pub mod import;
pub mod jobs;
pub mod memos;
pub mod missed;
pub mod notes;
mod numbers;
pub mod queue;
pub mod recordings;
pub mod result;
pub mod scripts;
pub mod search;
pub mod shift;
pub mod snippets;
pub mod stops;
pub mod talks;
pub mod tasks;
pub mod undo;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono_tz::Tz;

use self::catalog::Catalog;
pub use self::error::{DeskError, NotLifted, NotUndoable, Result, Standing, What};
use self::search::Names;
use self::talks::Board;
use crate::domain::hours::CallingHours;
use crate::domain::ids::{RecordId, SessionId, UserId};
use crate::domain::time::Moment;
use crate::domain::user::{Right, UserRole};
use crate::store::companies::Companies;
use crate::store::drafts::Drafts;
use crate::store::{Commit, Entry, Health, InDoubt, Kept, Origin, Reads, Record, Store, StoreError, Ticket};

/// How often a change is planned anew when somebody else was faster.
const RETRIES: usize = 5;

/// The one way in.
pub struct Desk {
    store: Arc<dyn Store>,
    drafts: Box<dyn Drafts>,
    board: Mutex<Board>,
    companies: Companies,
    names: RwLock<Names>,
    catalog: RwLock<Option<Arc<Catalog>>>,
    changes: Mutex<Receiver<Arc<Entry>>>,
    /// How many changes people have made. A load looks at it to see whether it has company.
    work: AtomicU64,
    /// It is known that no firm is configured.
    no_firm: AtomicBool,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("last_seq", &self.store.last_seq()).finish_non_exhaustive()
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The user.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// What he may do.
    pub role: UserRole,
    /// His zone: «завтра» in a list of promises is counted by it.
    pub zone: Tz,
    /// At which terminal.
    pub session: SessionId,
}

impl Who {
    /// The program itself, for what it does before anybody has signed in. It may only read, and do what asks for no more.
    pub(crate) fn the_program() -> Self {
        Self {
            user: UserId::from_u64(0),
            name: String::new(),
            role: UserRole::Auditor,
            zone: Tz::UTC,
            session: SessionId(0),
        }
    }
}

/// A question. It changes nothing.
pub trait Query {
    /// What it answers.
    type Answer;

    /// What is needed to ask it.
    fn right(&self) -> Right {
        Right::Read
    }

    /// The answer.
    ///
    /// # Errors
    /// When there is none: see the query.
    fn answer(&self, view: &View<'_>) -> Result<Self::Answer>;
}

/// A change.
pub trait UseCase {
    /// What the caller learns when it is done.
    type Done;

    /// The name in the history: `queue.take`.
    const NAME: &'static str;

    /// What is needed to do it.
    fn right(&self) -> Right {
        Right::Work
    }

    /// What the records don't tell of it; it stands in the history behind the name. Usually nothing.
    fn remark(&self) -> String {
        String::new()
    }

    /// Works out the change on what is there now. It may be called again when somebody else was faster, so it must
    /// depend on nothing but its parameters and the plan.
    ///
    /// # Errors
    /// When it can't be done: nothing is changed then.
    fn plan(&self, plan: &mut Plan<'_>) -> Result<Self::Done>;
}

/// What a query or a change sees.
pub struct View<'a> {
    desk: &'a Desk,
    /// Who asks.
    pub who: &'a Who,
    /// The time.
    pub now: Moment,
}

/// A change under construction.
pub struct Plan<'a> {
    view: View<'a>,
    commit: Commit,
}

impl Desk {
    /// A desk over a store. Names are searched once they are loaded: see [`Desk::load_names`].
    pub fn new(store: Arc<dyn Store>, drafts: Box<dyn Drafts>) -> Self {
        let changes = Mutex::new(store.subscribe());
        Self {
            store,
            drafts,
            board: Mutex::default(),
            companies: Companies::of(None),
            names: RwLock::new(Names::default()),
            catalog: RwLock::new(None),
            changes,
            work: AtomicU64::new(0),
            no_firm: AtomicBool::new(false),
        }
    }

    /// The same desk, with the companies of the state register.
    #[must_use]
    pub fn with_companies(self, companies: Companies) -> Self {
        Self { companies, ..self }
    }

    /// Answers a question.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without the right; others as the query says.
    pub fn query<Q: Query>(&self, who: &Who, now: Moment, query: &Q) -> Result<Q::Answer> {
        allow(who, query.right())?;
        self.catch_up();
        query.answer(&View { desk: self, who, now })
    }

    /// Makes a change and returns when it is durable.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] without the right, [`DeskError::Busy`] when others were faster again and again; others as
    /// the use-case says. Nothing is changed then.
    pub fn execute<U: UseCase>(&self, who: &Who, now: Moment, case: &U) -> Result<U::Done> {
        self.execute_as(who, now, case).map(|(done, _)| done)
    }

    /// As [`Desk::execute`]; also returns the sequence number of the commit, `None` when there was nothing to change. It is
    /// what [`Desk::undo`] wants.
    ///
    /// # Errors
    /// As [`Desk::execute`].
    pub fn execute_as<U: UseCase>(&self, who: &Who, now: Moment, case: &U) -> Result<(U::Done, Option<u64>)> {
        for _ in 0..RETRIES {
            let (done, ticket) = self.begin(who, now, case, false)?;
            match ticket.map(Ticket::wait).transpose() {
                Ok(seq) => {
                    self.work.fetch_add(1, Ordering::Relaxed);
                    self.catch_up();
                    return Ok((done, seq));
                }
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Busy)
    }

    /// How many changes people have made through this desk: while it grows, a load has company.
    fn work(&self) -> u64 {
        self.work.load(Ordering::Relaxed)
    }

    /// Begins a part of a bulk load: the change is on its way when this returns, and the ticket tells how it ended. There
    /// is no ticket when there was nothing to change.
    ///
    /// # Errors
    /// As [`Desk::execute`]; a conflict is in the ticket.
    pub fn begin_bulk<U: UseCase>(
        &self,
        who: &Who,
        now: Moment,
        case: &U,
    ) -> Result<(U::Done, Option<Ticket>)> {
        self.begin(who, now, case, true)
    }

    fn begin<U: UseCase>(
        &self,
        who: &Who,
        now: Moment,
        case: &U,
        bulk: bool,
    ) -> Result<(U::Done, Option<Ticket>)> {
        allow(who, case.right())?;
        self.catch_up();
        let use_case = [U::NAME, &case.remark()].join(" ").trim_end().to_owned();
        let origin = Origin { at: now, actor: who.user, session: who.session, use_case };
        let commit = if bulk { Commit::new(origin).bulk() } else { Commit::new(origin) };
        let mut plan = Plan { view: View { desk: self, who, now }, commit };
        let done = case.plan(&mut plan)?;
        queue::settle(&mut plan)?;
        if !bulk {
            // Whoever takes a record back does not see what others are about to write.
            plan.commit.expect_references()?;
        }
        let ticket = (!plan.commit.is_empty()).then(|| self.store.submit(plan.commit));
        Ok((done, ticket))
    }

    /// Says whether our firm has a name here: without one no job is started whose script says it. Until it is said, nothing is
    /// known, and nothing is refused.
    pub fn set_firm(&self, named: bool) {
        self.no_firm.store(!named, Ordering::Relaxed);
    }

    /// Whether anything can be written: see [`Store::health`].
    pub fn health(&self) -> Health {
        self.store.health()
    }

    /// Looks anew whether anything can be written; returns at once: see [`Store::probe`].
    pub fn probe(&self) {
        self.store.probe();
    }

    /// What can't be vouched for in a damaged base: see [`Store::in_doubt`].
    pub fn in_doubt(&self) -> Option<InDoubt> {
        self.store.in_doubt()
    }

    /// Every change from now on, in order, whoever made it.
    pub fn subscribe(&self) -> Receiver<Arc<Entry>> {
        self.store.subscribe()
    }

    /// Small tables at hand: results, processes, scripts, lists, users.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn catalog(&self) -> Result<Arc<Catalog>> {
        self.catch_up();
        if let Some(catalog) = &*self.catalog.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(catalog));
        }
        let fresh = Arc::new(Catalog::load(Reads(self.store.as_ref()))?);
        *self.catalog.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// The hours in which clients are called, by their own clock.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn hours(&self) -> Result<CallingHours> {
        Ok(self.catalog()?.hours().clone())
    }

    /// Takes in what others have changed since the last look. Commits are published before they are acknowledged, so
    /// whoever has an answer finds his change in the search.
    fn catch_up(&self) {
        // Whoever holds the lock is catching up already; waiting makes sure that he has finished.
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut names = None;
        for entry in changes.try_iter() {
            for change in &entry.changes {
                if Catalog::holds(change.table) {
                    *self.catalog.write().unwrap_or_else(PoisonError::into_inner) = None;
                }
                if Names::hold(change.table) {
                    names
                        .get_or_insert_with(|| self.names.write().unwrap_or_else(PoisonError::into_inner))
                        .take_in(change);
                }
            }
        }
    }
}

fn allow(who: &Who, right: Right) -> Result<()> {
    if who.role.has(right) { Ok(()) } else { Err(DeskError::Forbidden(right)) }
}

impl View<'_> {
    /// Typed reads of the store.
    pub fn reads(&self) -> Reads<'_> {
        Reads(self.desk.store.as_ref())
    }

    /// Small tables at hand.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn catalog(&self) -> Result<Arc<Catalog>> {
        self.desk.catalog()
    }

    /// Whether it is known that our firm has no name here.
    pub fn lacks_firm(&self) -> bool {
        self.desk.no_firm.load(Ordering::Relaxed)
    }

    /// The hours in which clients are called.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn hours(&self) -> Result<CallingHours> {
        self.desk.hours()
    }

    /// A record that must be there.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it is not.
    pub fn need<R: Record>(&self, what: What, id: R::Id) -> Result<Kept<R>> {
        self.reads().find(id)?.ok_or_else(|| DeskError::NotFound(what, id.as_u64().to_string()))
    }
}

impl<'a> std::ops::Deref for Plan<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl Plan<'_> {
    /// An id for a new record.
    pub fn new_id<R: Record>(&self) -> R::Id {
        R::Id::from_u64(self.desk.store.allocate(R::TABLE, 1))
    }

    /// Adds a new record, with an id of [`Plan::new_id`].
    ///
    /// # Errors
    /// When it is too large.
    pub fn add<R: Record>(&mut self, record: &R) -> Result<()> {
        Ok(self.commit.insert(record)?)
    }

    /// Changes a record, unless somebody has changed it since it was read.
    ///
    /// # Errors
    /// When it is too large.
    pub fn change<R: Record>(&mut self, kept: &Kept<R>) -> Result<()> {
        Ok(self.commit.replace(&kept.record, kept.revision)?)
    }

    /// What else must hold when the change is written.
    pub fn commit(&mut self) -> &mut Commit {
        &mut self.commit
    }
}
