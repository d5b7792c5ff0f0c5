//! Doing what the model wants done: requests to the desk, in their order.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

#[cfg(unix)]
use super::port::Seen;
use super::{jobs, loading, wishes};
use crate::desk::access::SetPin;
use crate::desk::callbacks::ShareOverdue;
use crate::desk::clients::create::Candidates;
use crate::desk::day::{CloseDay, KeysOf, MorningOf, NoticesOf, ReadNotices, TurnState};
use crate::desk::dossier::DossierOf;
use crate::desk::filter::{CountClients, Counted, DropFilter};
use crate::desk::memos::{CloseMemos, MemosFor};
use crate::desk::queue::{
    Keep, PromisedSoon, Promises, QueueView, Release, SettleSkips, SkippedClients, Take, TakeNext, WhyEmpty,
    WhyOf,
};
use crate::desk::scripts::HeatOf;
use crate::desk::search::Lookup;
use crate::desk::shift::ShiftNow;
use crate::desk::undo::Undone;
use crate::desk::{Desk, DeskError, What, Who};
use crate::domain::ids::RecordId;
use crate::domain::memo::MemoTo;
use crate::domain::pin::{Pin, PinError};
use crate::domain::time::Moment;
use crate::i18n::{Explain, Texts};
use crate::store::Table;
use crate::tui::finding::{self, NotFound, Search};
use crate::tui::msg::{Answer, Failure, Kept, Request, UndoLast};
use crate::tui::promises::{BookAnswer, BookRequest};
use crate::tui::ring::CALLERS;

/// Rows of the queue a screen needs.
const QUEUE_ROWS: usize = 60;
/// Matches a search shows.
const MATCHES: usize = 50;

/// Clients who are skipped often that are shown.
const SKIPPED: usize = 200;

/// Promises the book shows.
const PROMISES: usize = 300;

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Something to be done.
pub(super) enum Job {
    Ask(Request, Arc<Texts>),
    KeepDraft(Vec<u8>, Arc<Texts>),
    /// Tells whoever waits that everything before it is done.
    #[cfg(unix)]
    Seen(Sender<Seen>, Seen),
    Sign(Option<Moment>),
}

impl Job {
    /// Whether it may take seconds: it is done beside the others, so that no key waits for it.
    pub(super) fn is_long(&self) -> bool {
        matches!(
            self,
            Self::Ask(Request::WhyEmpty | Request::Load(_) | Request::Answers(_) | Request::Find(..), _)
        )
    }

    /// Whether it is done before the operator has given the PIN: it asks nothing of the desk, and a call that rings at a closed door
    /// must not be forgotten.
    pub(super) fn is_for_the_door(&self) -> bool {
        !matches!(self, Self::Ask(..))
    }
}

/// What a session does its work with.
#[derive(Clone)]
pub(super) struct Hands {
    pub(super) desk: Arc<Desk>,
    pub(super) who: Who,
    pub(super) clock: Clock,
}

impl Hands {
    /// Does one job.
    pub(super) fn work(&self, job: Job) -> Answer {
        match job {
            Job::Ask(request, texts) => self.ask(request, &texts),
            Job::KeepDraft(draft, texts) => match self.desk.keep_draft(&self.who, &draft) {
                Ok(()) => Answer::DraftKept,
                Err(error) => Answer::DraftLost(failure(&error, &texts)),
            },
            #[cfg(unix)]
            Job::Seen(waits, seen) => {
                // He may have gone meanwhile.
                let _ = waits.send(seen);
                Answer::Quiet
            }
            Job::Sign(at) => {
                if let Err(error) = self.desk.sign(&self.who, at) {
                    // Nothing is lost by it but the length of an absence.
                    tracing::warn!(%error, "a sign of life could not be written");
                }
                Answer::Signed
            }
        }
    }

    fn ask(&self, request: Request, texts: &Texts) -> Answer {
        let (desk, who, now) = (&self.desk, &self.who, (self.clock)());
        let told = |error: DeskError| failure(&error, texts);
        match request {
            Request::Queue => {
                Answer::Queue(desk.query(who, now, &QueueView { limit: QUEUE_ROWS }).map_err(told))
            }
            Request::Dossier(client) => {
                let dossier = desk.query(who, now, &DossierOf(client));
                if matches!(dossier, Err(DeskError::NotFound(What::Client, _))) {
                    return Answer::Gone(client);
                }
                Answer::Dossier(client, dossier.map(Arc::new).map_err(told))
            }
            Request::History(asked) => Answer::History(asked, desk.query(who, now, &asked).map_err(told)),
            Request::Catalog => Answer::Catalog(desk.catalog().map_err(told)),
            Request::Shift => Answer::Shift(desk.query(who, now, &ShiftNow).map_err(told)),
            Request::Search(token, query) => {
                let found = desk.query(who, now, &Lookup { query, limit: MATCHES });
                Answer::Search(token, found.map_err(told))
            }
            Request::Why(entry) => {
                Answer::Why(desk.query(who, now, &WhyOf(entry)).map(Box::new).map_err(told))
            }
            Request::TakeNext => Answer::Taken(desk.execute(who, now, &TakeNext).map_err(told)),
            Request::Take(entry) => {
                Answer::Taken(desk.execute(who, now, &Take(entry)).map(Some).map_err(told))
            }
            Request::Release(entry) => {
                Answer::Released(desk.execute(who, now, &Release(entry)).map_err(told))
            }
            Request::Skip(skip) => {
                let skipped = desk.execute_as(who, now, &skip).map_err(told);
                done(skipped, |skipped| Answer::Skipped(skip, skipped))
            }
            Request::Keep(entry) => {
                let kept = match desk.execute(who, now, &Keep(entry)) {
                    Ok(until) => Kept::Until(until),
                    Err(DeskError::Held(by)) => Kept::Lost(Some(by)),
                    Err(DeskError::Finished | DeskError::NotFound(..)) => Kept::Lost(None),
                    Err(error) => Kept::Failed(told(error)),
                };
                Answer::Kept(entry, kept)
            }
            Request::Look(entry) => {
                let kept = match desk.query(who, now, &WhyOf(entry)) {
                    Ok(why) if !why.entry.is_open() => Kept::Lost(None),
                    Ok(why) => match why.holder.filter(|holder| *holder != who.user) {
                        Some(holder) => Kept::Lost(Some(holder)),
                        None => Kept::Free,
                    },
                    Err(DeskError::NotFound(..)) => Kept::Lost(None),
                    Err(error) => Kept::Failed(told(error)),
                };
                Answer::Kept(entry, kept)
            }
            Request::WhyEmpty => Answer::Holds(desk.query(who, now, &WhyEmpty).map_err(told)),
            Request::Skips => {
                let found = desk.query(who, now, &SkippedClients { limit: SKIPPED });
                Answer::Skips(found.map_err(told))
            }
            Request::SettleSkips(client) => {
                Answer::SkipsSettled(desk.execute(who, now, &SettleSkips(client)).map_err(told))
            }
            Request::Dial(asked) => Answer::Dial(asked, desk.query(who, now, &asked).map_err(told)),
            Request::Record(record) => {
                let recorded = desk.execute_as(who, now, record.as_ref()).map_err(told);
                done(recorded, |recorded| Answer::Recorded(record, recorded))
            }
            Request::Note(note) => {
                let noted = desk.execute_as(who, now, &note).map_err(told);
                done(noted, |noted| Answer::Noted(note, noted))
            }
            Request::Move(step) => done(desk.execute_as(who, now, &step).map_err(told), Answer::Moved),
            Request::Deal(deal) => done(desk.execute_as(who, now, &deal).map_err(told), Answer::Opened),
            Request::Heat(name, calls) => {
                Answer::Heat(name, desk.query(who, now, &HeatOf(calls)).map_err(told))
            }
            Request::Answers(asked) => {
                let cross = desk.query(who, now, &asked).map(Box::new);
                Answer::Answers(asked, cross.map_err(told))
            }
            Request::Heard(heard) => Answer::Heard(desk.execute(who, now, &heard).map_err(told)),
            Request::Job(asked) => {
                let answer = jobs::ask(desk, who, now, &asked).map_err(told);
                done(answer, |answer| Answer::Job(asked, answer))
            }
            Request::Find(token, search) => Answer::Found(token, find(desk, who, now, &search, texts)),
            Request::SaveFilter(save) => {
                done(desk.execute_as(who, now, &save).map_err(told), Answer::FilterSaved)
            }
            Request::DropFilter(id) => {
                done(desk.execute_as(who, now, &DropFilter(id)).map_err(told), Answer::FilterDropped)
            }
            Request::Load(load) => Answer::Load(loading::carry_out(desk, who, now, *load, texts)),
            Request::Book(asked) => Answer::Book(book(desk, who, now, asked).map_err(told)),
            Request::Wish(wish) => {
                done(wishes::carry_out(desk, who, now, *wish).map_err(told), Answer::Wished)
            }
            Request::Plan(plan) => done(desk.execute_as(who, now, &plan).map_err(told), Answer::Planned),
            Request::Caller(token, phone) => {
                let lookup = Lookup { query: phone.to_string(), limit: CALLERS };
                Answer::Caller(token, desk.query(who, now, &lookup).map_err(told))
            }
            Request::Missed(call) => {
                Answer::Missed(call, desk.execute(who, now, &call).map(|_| ()).map_err(told))
            }
            Request::Candidates(token, sketch) => {
                Answer::Candidates(token, desk.query(who, now, &Candidates(sketch)).map_err(told))
            }
            Request::NewClient(client) => {
                let created = desk.execute_as(who, now, client.as_ref()).map_err(told);
                done(created, |created| Answer::Created(client, created))
            }
            Request::AddNumber(add) => {
                let added = desk.execute_as(who, now, &add).map_err(told);
                done(added, |added| Answer::NumberAdded(add, added))
            }
            Request::Memos => {
                Answer::Memos(desk.query(who, now, &MemosFor(MemoTo::User(who.user))).map_err(told))
            }
            Request::CloseMemos(ids) => {
                if let Err(error) = desk.execute(who, now, &CloseMemos(ids)) {
                    // They are shown again the next time.
                    tracing::warn!(%error, "memos could not be closed");
                }
                Answer::Quiet
            }
            Request::Share(after_minutes) => {
                match desk.execute(who, now, &ShareOverdue { after_minutes }) {
                    Ok(shared) => {
                        for one in shared {
                            tracing::info!(entry = %one.entry, owner = %one.owner, "an overdue callback is anybody's now");
                        }
                    }
                    // It is tried again within a minute, by whoever is there.
                    Err(error) => tracing::warn!(%error, "overdue callbacks could not be shared"),
                }
                Answer::Quiet
            }
            Request::Undo(last) => Answer::Undone(self.take_back(&last, now).map_err(told)),
            Request::Morning => Answer::Morning(desk.query(who, now, &MorningOf).map(Box::new).map_err(told)),
            Request::Notices => Answer::Notices(desk.query(who, now, &NoticesOf).map_err(told)),
            Request::ReadNotices(ids) => {
                Answer::NoticesRead(desk.execute(who, now, &ReadNotices(ids)).map(|_| ()).map_err(told))
            }
            Request::ClockIn(clock_in) => {
                Answer::ClockedIn(desk.execute(who, now, &clock_in).map(Box::new).map_err(told))
            }
            Request::Turn(turns) => {
                Answer::Turned(desk.execute(who, now, &TurnState(turns)).map(|_| ()).map_err(told))
            }
            Request::CloseDay(at) => match desk.execute(who, now, &CloseDay { at }) {
                Err(DeskError::LooseEnds(ends)) => Answer::Loose(ends),
                closed => {
                    // A day that is closed is closed, whether its keys can be told or not.
                    let keys =
                        desk.query(who, now, &KeysOf { date: None }).ok().and_then(|mut days| days.pop());
                    Answer::DayClosed(closed.map(Box::new).map_err(told), keys)
                }
            },
            Request::SetPin { old, new } => Answer::PinSet(self.set_pin(old, &new).map_err(told)),
        }
    }
}

/// Clients a filter means. Where nobody waits for it any more, it ends at once, and what it says is not looked at.
fn find(
    desk: &Desk,
    who: &Who,
    now: Moment,
    search: &Search,
    texts: &Texts,
) -> Result<Box<Counted>, NotFound> {
    let go_on = |_| !search.stop.is_asked();
    let count = CountClients { filter: &search.filter, first: finding::ROWS, go_on: &go_on };
    match desk.query(who, now, &count) {
        Ok(counted) => Ok(Box::new(counted)),
        Err(DeskError::Filter(fault)) => Err(NotFound::Fault(fault)),
        Err(error) => Err(NotFound::Failed(failure(&error, texts))),
    }
}

/// What is asked about promises.
fn book(desk: &Desk, who: &Who, now: Moment, asked: BookRequest) -> crate::desk::Result<BookAnswer> {
    Ok(match asked {
        BookRequest::List(whose) => {
            BookAnswer::List(whose, desk.query(who, now, &Promises { whose, limit: PROMISES })?)
        }
        BookRequest::Soon(minutes) => BookAnswer::Soon(desk.query(who, now, &PromisedSoon { minutes })?),
    })
}

/// The answer to a change: with its commit, when there was one, so that it can be taken back.
fn done<T>(
    result: Result<(T, Option<u64>), Failure>,
    answer: impl FnOnce(Result<T, Failure>) -> Answer,
) -> Answer {
    match result {
        Ok((value, Some(seq))) => Answer::Done(seq, Box::new(answer(Ok(value)))),
        Ok((value, None)) => answer(Ok(value)),
        Err(failure) => answer(Err(failure)),
    }
}

impl Hands {
    /// Takes a change back, and gives the contact back that was taken since.
    fn take_back(&self, last: &UndoLast, now: Moment) -> crate::desk::Result<Undone> {
        let (desk, who) = (&self.desk, &self.who);
        let undo = || desk.undo_at_desk(who, now, last.seq, &last.reason, last.holds.clone());
        let Some(next) = last.release else { return undo() };
        let undone = match undo() {
            // A client with another number comes next himself: the very contact of the result was taken.
            Err(DeskError::Overtaken(on)) if on.table == Table::QueueEntry && on.id == next.as_u64() => {
                desk.execute(who, now, &Release(next))?;
                let undone = undo();
                if undone.is_err()
                    && let Err(error) = desk.execute(who, now, &Take(next))
                {
                    tracing::warn!(%error, "a contact could not be taken again");
                }
                return undone;
            }
            undone => undone?,
        };
        if let Err(error) = desk.execute(who, now, &Release(next)) {
            // It goes back by itself when its lease ends.
            tracing::warn!(%error, "a contact could not be given back");
        }
        Ok(undone)
    }

    /// Sets the operator's own PIN, with a salt by chance.
    fn set_pin(&self, old: String, new: &str) -> crate::desk::Result<()> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| PinError::Digest)?;
        let set = SetPin { user: self.who.user, pin: Some(Pin::new(new, salt)?), old };
        self.desk.execute(&self.who, (self.clock)(), &set)
    }
}

pub(super) fn failure(error: &DeskError, texts: &Texts) -> Failure {
    tracing::debug!(%error, "a request failed");
    Failure { text: error.what(texts), hint: error.hint(texts) }
}

/// A thread that does jobs one after another. Of searches that wait together only the last is done: the others were
/// overtaken by typing.
pub(super) struct Worker {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts a thread that hands its answers to `answer`.
    pub(super) fn start(hands: Hands, answer: impl Fn(Answer) + Send + 'static) -> std::io::Result<Self> {
        let (jobs, inbox) = channel();
        let thread = std::thread::Builder::new()
            .name("desk-worker".into())
            .spawn(move || work_off(&hands, &inbox, &answer))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Puts a job at the end.
    pub(super) fn give(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The thread lives as long as this does.
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Worker {
    /// Waits until everything that was given is done: a result is never lost at the end of a session.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work_off(hands: &Hands, inbox: &Receiver<Job>, answer: &dyn Fn(Answer)) {
    let mut waiting: VecDeque<Job> = VecDeque::new();
    loop {
        if waiting.is_empty() {
            match inbox.recv() {
                Ok(job) => waiting.push_back(job),
                Err(_) => return,
            }
        }
        waiting.extend(inbox.try_iter());
        let Some(job) = waiting.pop_front() else { continue };
        let is_search = |job: &Job| matches!(job, Job::Ask(Request::Search(..), _));
        if is_search(&job) && waiting.iter().any(is_search) {
            continue;
        }
        answer(hands.work(job));
    }
}
