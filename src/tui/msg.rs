//! What comes to a session, and what it wants done.

use std::sync::Arc;

use super::finding::{NotFound, Search};
use super::hit::Hit;
use super::input::Input;
use super::loading::{LoadAnswer, LoadRequest};
use super::promises::{BookAnswer, BookRequest};
use super::wishes::{WishAnswer, WishRequest};
use crate::desk::catalog::Catalog;
use crate::desk::clients::create::{AddNumber, AddedNumber, Created, NewClient, Sketch, Suggestions};
use crate::desk::day::{ClockIn, DayKeys, DayReport, LooseEnd, Morning, OpenDay};
use crate::desk::deals::{MoveDeal, OpenDeal};
use crate::desk::dossier::{Dossier, Event, HistoryOf};
use crate::desk::filter::{Counted, SaveFilter};
use crate::desk::heard::WriteHeard;
use crate::desk::jobs::{JobCard, LoadOf, NewJob, NextRow, RowTold, SetJobOf};
use crate::desk::memos::MemoRow;
use crate::desk::missed::MissedCall;
use crate::desk::notes::AddNote;
use crate::desk::queue::{
    Counts, Emptiness, MayDial, PlanContact, QueueRow, SkipContact, Skipped, SkippedClient, Taken, Why,
};
use crate::desk::result::{RecordResult, Recorded};
use crate::desk::scripts::CallsOf;
use crate::desk::scripts::cross::{Cross, CrossOf};
use crate::desk::search::Found;
use crate::desk::shift::Shift;
use crate::desk::talks::Talks;
use crate::desk::undo::Undone;
use crate::domain::day::{Notice, Turn};
use crate::domain::deal::Deal;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::gate::Permit;
use crate::domain::ids::{
    CallListId, ClientId, DealId, FilterId, MemoId, NoteId, NoticeId, QueueEntryId, UserId,
};
use crate::domain::job::heat::Heat;
use crate::domain::phone::Phone;
use crate::domain::recording::Link;
use crate::domain::script::heat::StepHeat;
use crate::domain::time::Moment;
use crate::i18n::{Lang, Message};
use crate::store::Health;

/// Something that changes the model.
#[derive(Debug)]
pub enum Msg {
    /// The operator did something.
    Input(Input),
    /// The operator clicked on something.
    Click(Hit),
    /// The operator turned the wheel over something; `true` is towards himself.
    Wheel(Hit, bool),
    /// The desk answered a request.
    Answer(Box<Answer>),
    /// Somebody has changed records.
    Changed(Changed),
    /// Somebody else talks, or has written down what came of it.
    Talks(Arc<Talks>),
    /// What must be seen before it is answered was drawn: see [`unseen`](super::update::unseen).
    Drawn,
    /// Names are being loaded: so many so far; `None` when all are there.
    Names(Option<usize>),
    /// It can be written, or not any more.
    Health(Health),
    /// Somebody calls from this number.
    Rings(Phone),
    /// Somebody calls who hides his number.
    RingsHidden,
    /// He has given up, or somebody else has answered him.
    HiddenEnded,
    /// Somebody has called while nobody was there.
    Missed(Phone),
    /// It rings no more.
    RingEnded {
        /// Who has called.
        phone: Phone,
        /// Whether somebody else has answered him.
        answered: bool,
    },
    /// Time has passed.
    Tick,
}

/// What somebody has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The queue is not what it was.
    pub queue: bool,
    /// Results, processes, scripts, lists or users are not what they were.
    pub catalog: bool,
    /// There are messages for somebody, or they were read.
    pub notices: bool,
    /// Clients whose cards are not what they were.
    pub clients: Vec<ClientId>,
}

/// Something the session has to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Ask the desk; the answer comes as [`Msg::Answer`].
    Ask(Request),
    /// Keep a draft; empty removes it.
    KeepDraft(Vec<u8>),
    /// Notes that the session is alive; `None` that it leaves.
    Sign(Option<Moment>),
    /// Use another theme.
    Theme(String),
    /// Use another keymap.
    Keymap(String),
    /// Speak another language.
    Language(Lang),
    /// Open a recording in the player, from this second on.
    Play(Link, u32),
    /// Put a text on the clipboard of the terminal.
    Copy(String),
    /// Draw everything anew.
    Repaint,
    /// Look anew whether anything can be written; the answer comes as [`Msg::Health`] when it is another one.
    Probe,
}

/// A question or a change for the desk.
#[derive(Clone, Debug)]
pub enum Request {
    /// The queue.
    Queue,
    /// A client.
    Dossier(ClientId),
    /// Older events.
    History(HistoryOf),
    /// Small tables.
    Catalog,
    /// The operator's figures.
    Shift,
    /// Clients that match; the token tells the latest question from those before.
    Search(u64, String),
    /// Why a contact stands where it stands.
    Why(QueueEntryId),
    /// Take the first contact.
    TakeNext,
    /// Take this contact.
    Take(QueueEntryId),
    /// Give a contact back.
    Release(QueueEntryId),
    /// Skip a contact.
    Skip(SkipContact),
    /// Keep a contact that is worked on.
    Keep(QueueEntryId),
    /// Who has a contact whose lease has run out? It is answered as [`Request::Keep`] is.
    Look(QueueEntryId),
    /// What holds the queue back? At a large base this takes seconds.
    WhyEmpty,
    /// Who is skipped often?
    Skips,
    /// Settle the skips of a client.
    SettleSkips(ClientId),
    /// May this client be called, on which number?
    Dial(MayDial),
    /// Record a result.
    Record(Box<RecordResult>),
    /// Write a note.
    Note(AddNote),
    /// Move a deal.
    Move(MoveDeal),
    /// Open a deal.
    Deal(OpenDeal),
    /// Plan a contact.
    Plan(PlanContact),
    /// Count the clients a filter means, and show the first; the token tells the latest question from those before.
    Find(u64, Box<Search>),
    /// Save a filter.
    SaveFilter(SaveFilter),
    /// Take a filter away.
    DropFilter(FilterId),
    /// Try a list, load it into a job, or take a load back; it may take minutes.
    Load(Box<LoadRequest>),
    /// Promises: the book, or what comes due.
    Book(BookRequest),
    /// Write down what a client wishes.
    Wish(Box<WishRequest>),
    /// How the calls of a script go; its name comes back with the answer.
    Heat(String, CallsOf),
    /// How the questions of a script were answered in parts of its calls.
    Answers(CrossOf),
    /// Write down words that no answer of a script fits.
    Heard(WriteHeard),
    /// Something about call jobs.
    Job(JobRequest),
    /// What waits for the operator before the day begins.
    Morning,
    /// Messages that are not read.
    Notices,
    /// Mark messages as read.
    ReadNotices(Vec<NoticeId>),
    /// Clock in, as at this moment.
    ClockIn(ClockIn),
    /// Turn to other states.
    Turn(Vec<Turn>),
    /// Close the day, as at this moment.
    CloseDay(Moment),
    /// Set the operator's own PIN.
    SetPin {
        /// The one he has; empty when he has none.
        old: String,
        /// The new one.
        new: String,
    },
    /// Take back what was done last.
    Undo(UndoLast),
    /// Whose number it is that calls; the token tells the latest call.
    Caller(u64, Phone),
    /// Write down that nobody has answered a call.
    Missed(MissedCall),
    /// Who a new client may be already; the token tells the latest question.
    Candidates(u64, Sketch),
    /// Make a new client.
    NewClient(Box<NewClient>),
    /// Add a number to a client.
    AddNumber(AddNumber),
    /// Read what the operator is told.
    Memos,
    /// Note that he has read it.
    CloseMemos(Vec<MemoId>),
    /// Make promises common that nobody has kept for so many minutes.
    Share(i64),
}

/// A question or a change about a call job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobRequest {
    /// Everything about it.
    Card(CallListId),
    /// Rows of a load.
    Rows(LoadOf),
    /// Its best hours.
    Heat(CallListId),
    /// Its rows that are taken next.
    Next(CallListId),
    /// Start it, or go on with it.
    Start(CallListId),
    /// Keep its rows back.
    Pause(CallListId),
    /// Set it up.
    Set(Box<SetJobOf>),
    /// Make one.
    New(Box<NewJob>),
    /// Say that it is prepared.
    Ready(CallListId),
    /// End it for good.
    Finish(CallListId),
}

/// What is answered to a [`JobRequest`].
#[derive(Debug)]
pub enum JobAnswer {
    /// Everything about a job: as it is now, after a change as well.
    Card(Box<JobCard>),
    /// Rows of a load.
    Rows(Vec<RowTold>),
    /// The best hours.
    Heat(Box<Heat>),
    /// The rows that are taken next.
    Next(Vec<NextRow>),
}

/// Taking back what a session has done last.
#[derive(Clone, Debug)]
pub struct UndoLast {
    /// The commit.
    pub seq: u64,
    /// Why; may be empty unless it lifts a prohibition.
    pub reason: String,
    /// A contact that was taken since, and goes back into the queue.
    pub release: Option<QueueEntryId>,
    /// Contacts that are on the desk once it is done.
    pub holds: Vec<QueueEntryId>,
}

/// What went wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub text: Message,
    /// What to do.
    pub hint: Option<Message>,
}

/// Whether a contact that is worked on was kept.
#[derive(Debug)]
pub enum Kept {
    /// It is the operator's until then.
    Until(Moment),
    /// It is not his any more, but this user's; `None` when it is over.
    Lost(Option<UserId>),
    /// Nobody has it: whoever works on it again keeps it.
    Free,
    /// It could not be kept this time.
    Failed(Failure),
}

/// How a request ended.
#[derive(Debug)]
pub enum Answer {
    /// See [`Request::Queue`].
    Queue(Result<(Vec<QueueRow>, Counts), Failure>),
    /// See [`Request::Dossier`].
    Dossier(ClientId, Result<Arc<Dossier>, Failure>),
    /// There is no such client any more: see [`Request::Dossier`].
    Gone(ClientId),
    /// See [`Request::History`].
    History(HistoryOf, Result<(Vec<Event>, bool), Failure>),
    /// See [`Request::Catalog`].
    Catalog(Result<Arc<Catalog>, Failure>),
    /// See [`Request::Shift`].
    Shift(Result<Shift, Failure>),
    /// See [`Request::Search`].
    Search(u64, Result<Found, Failure>),
    /// See [`Request::Why`].
    Why(Result<Box<Why>, Failure>),
    /// See [`Request::TakeNext`] and [`Request::Take`].
    Taken(Result<Option<Taken>, Failure>),
    /// See [`Request::Release`].
    Released(Result<(), Failure>),
    /// See [`Request::Skip`].
    Skipped(SkipContact, Result<Skipped, Failure>),
    /// See [`Request::Keep`].
    Kept(QueueEntryId, Kept),
    /// See [`Request::WhyEmpty`].
    Holds(Result<Emptiness, Failure>),
    /// See [`Request::Skips`].
    Skips(Result<Vec<SkippedClient>, Failure>),
    /// See [`Request::SettleSkips`].
    SkipsSettled(Result<usize, Failure>),
    /// See [`Request::Dial`].
    Dial(MayDial, Result<Permit, Failure>),
    /// See [`Request::Record`].
    Recorded(Box<RecordResult>, Result<Recorded, Failure>),
    /// See [`Request::Note`].
    Noted(AddNote, Result<NoteId, Failure>),
    /// See [`Request::Move`].
    Moved(Result<Deal, Failure>),
    /// See [`Request::Deal`].
    Opened(Result<DealId, Failure>),
    /// See [`Request::Heat`]: how many calls there were, and every step.
    Heat(String, Result<(u64, Vec<StepHeat>), Failure>),
    /// See [`Request::Answers`].
    Answers(CrossOf, Result<Box<Cross>, Failure>),
    /// See [`Request::Heard`]: how often these words wait for the author now.
    Heard(Result<usize, Failure>),
    /// See [`Request::Job`].
    Job(JobRequest, Result<Box<JobAnswer>, Failure>),
    /// See [`Request::Morning`].
    Morning(Result<Box<Morning>, Failure>),
    /// See [`Request::Notices`].
    Notices(Result<Vec<Notice>, Failure>),
    /// See [`Request::ReadNotices`].
    NoticesRead(Result<(), Failure>),
    /// See [`Request::ClockIn`].
    ClockedIn(Result<Box<OpenDay>, Failure>),
    /// See [`Request::Turn`].
    Turned(Result<(), Failure>),
    /// See [`Request::CloseDay`]: something is left to do.
    Loose(Vec<LooseEnd>),
    /// See [`Request::CloseDay`].
    DayClosed(Result<Box<DayReport>, Failure>, Option<DayKeys>),
    /// See [`Request::SetPin`].
    PinSet(Result<(), Failure>),
    /// See [`Request::Find`].
    Found(u64, Result<Box<Counted>, NotFound>),
    /// See [`Request::SaveFilter`].
    FilterSaved(Result<SavedFilter, Failure>),
    /// See [`Request::DropFilter`].
    FilterDropped(Result<SavedFilter, Failure>),
    /// See [`Request::Load`].
    Load(Result<LoadAnswer, Failure>),
    /// See [`Request::Book`].
    Book(Result<BookAnswer, Failure>),
    /// See [`Request::Wish`].
    Wished(Result<WishAnswer, Failure>),
    /// See [`Request::Plan`].
    Planned(Result<QueueEntryId, Failure>),
    /// A change is done that can be taken back by its commit.
    Done(u64, Box<Answer>),
    /// See [`Request::Undo`].
    Undone(Result<Undone, Failure>),
    /// See [`Request::Caller`].
    Caller(u64, Result<Found, Failure>),
    /// See [`Request::Missed`].
    Missed(MissedCall, Result<(), Failure>),
    /// See [`Request::Candidates`].
    Candidates(u64, Result<Suggestions, Failure>),
    /// See [`Request::NewClient`].
    Created(Box<NewClient>, Result<Created, Failure>),
    /// See [`Request::AddNumber`].
    NumberAdded(AddNumber, Result<AddedNumber, Failure>),
    /// See [`Request::Memos`].
    Memos(Result<Vec<MemoRow>, Failure>),
    /// See [`Request::CloseMemos`] and [`Request::Share`]: nothing on the screen waits for it.
    Quiet,
    /// A draft is kept.
    DraftKept,
    /// The sign of life is written, as far as it could be.
    Signed,
    /// A draft could not be kept.
    DraftLost(Failure),
}
