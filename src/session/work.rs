//! Doing what the model wants done: requests to the desk, in their order.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::desk::access::SetPin;
use crate::desk::day::{ClockIn, CloseDay, MorningOf, NoticesOf, ReadNotices, TurnState};
use crate::desk::dossier::DossierOf;
use crate::desk::queue::{QueueView, Release, Take, TakeNext, WhyOf};
use crate::desk::scripts::HeatOf;
use crate::desk::search::Lookup;
use crate::desk::shift::ShiftSince;
use crate::desk::{Desk, DeskError, Who};
use crate::domain::pin::{Pin, PinError};
use crate::domain::time::Moment;
use crate::i18n::{Explain, Texts};
use crate::tui::msg::{Answer, Failure, Request};

/// Rows of the queue a screen needs.
const QUEUE_ROWS: usize = 60;
/// Matches a search shows.
const MATCHES: usize = 50;

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Something to be done.
pub(super) enum Job {
    Ask(Request, Arc<Texts>),
    KeepDraft(Vec<u8>, Arc<Texts>),
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
                Answer::Dossier(client, dossier.map(Arc::new).map_err(told))
            }
            Request::History(asked) => Answer::History(asked, desk.query(who, now, &asked).map_err(told)),
            Request::Catalog => Answer::Catalog(desk.catalog().map_err(told)),
            Request::Shift => {
                Answer::Shift(desk.query(who, now, &ShiftSince(day_began(now, who))).map_err(told))
            }
            Request::Search(token, query) => {
                let found = desk.query(who, now, &Lookup { query, limit: MATCHES });
                Answer::Search(token, found.map_err(told))
            }
            Request::Why(entry) => Answer::Why(desk.query(who, now, &WhyOf(entry)).map_err(told)),
            Request::TakeNext => Answer::Taken(desk.execute(who, now, &TakeNext).map_err(told)),
            Request::Take(entry) => {
                Answer::Taken(desk.execute(who, now, &Take(entry)).map(Some).map_err(told))
            }
            Request::Release(entry) => {
                Answer::Released(desk.execute(who, now, &Release(entry)).map_err(told))
            }
            Request::Dial(asked) => Answer::Dial(asked, desk.query(who, now, &asked).map_err(told)),
            Request::Record(record) => {
                let recorded = desk.execute(who, now, record.as_ref()).map_err(told);
                Answer::Recorded(record, recorded)
            }
            Request::Note(note) => {
                let noted = desk.execute(who, now, &note).map_err(told);
                Answer::Noted(note, noted)
            }
            Request::Move(step) => Answer::Moved(desk.execute(who, now, &step).map_err(told)),
            Request::Deal(deal) => Answer::Opened(desk.execute(who, now, &deal).map_err(told)),
            Request::Heat(name, calls) => {
                Answer::Heat(name, desk.query(who, now, &HeatOf(calls)).map_err(told))
            }
            Request::Heard(heard) => Answer::Heard(desk.execute(who, now, &heard).map_err(told)),
            Request::Morning => Answer::Morning(desk.query(who, now, &MorningOf).map(Box::new).map_err(told)),
            Request::Notices => Answer::Notices(desk.query(who, now, &NoticesOf).map_err(told)),
            Request::ReadNotices(ids) => {
                Answer::NoticesRead(desk.execute(who, now, &ReadNotices(ids)).map(|_| ()).map_err(told))
            }
            Request::ClockIn(at) => {
                Answer::ClockedIn(desk.execute(who, now, &ClockIn { at }).map(Box::new).map_err(told))
            }
            Request::Turn(turns) => {
                Answer::Turned(desk.execute(who, now, &TurnState(turns)).map(|_| ()).map_err(told))
            }
            Request::CloseDay(at) => match desk.execute(who, now, &CloseDay { at }) {
                Err(DeskError::LooseEnds(ends)) => Answer::Loose(ends),
                closed => Answer::DayClosed(closed.map(Box::new).map_err(told)),
            },
            Request::SetPin { old, new } => Answer::PinSet(self.set_pin(old, &new).map_err(told)),
            Request::Plan(plan) => Answer::Planned(desk.execute(who, now, &plan).map_err(told)),
        }
    }
}

impl Hands {
    /// Sets the operator's own PIN, with a salt by chance.
    fn set_pin(&self, old: String, new: &str) -> crate::desk::Result<()> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| PinError::Digest)?;
        let set = SetPin { user: self.who.user, pin: Some(Pin::new(new, salt)?), old };
        self.desk.execute(&self.who, (self.clock)(), &set)
    }
}

/// Midnight by the operator's clock.
fn day_began(now: Moment, who: &Who) -> Moment {
    let local = now.in_zone(who.zone);
    let midnight = local.date_naive().and_hms_opt(0, 0, 0);
    midnight.and_then(|midnight| midnight.and_local_timezone(who.zone).earliest()).map_or(now, Moment::from)
}

fn failure(error: &DeskError, texts: &Texts) -> Failure {
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
