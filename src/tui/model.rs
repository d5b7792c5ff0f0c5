//! What a session knows: the state every frame is drawn from.
//!
//! The model holds records and typed values, never finished words, so that language, theme and size may change at any
//! moment. It is changed by [`update`](super::update::update) only.

mod draft;
mod work;

use std::collections::VecDeque;
use std::sync::Arc;

pub use self::draft::{CallDraft, Draft, FormDraft, NewClientDraft, NoteDraft, RingDraft};
pub use self::work::{CallState, HalfTyped, Work};
use super::autonext::AutoNext;
use super::day::DayState;
use super::dialog::Dialog;
use super::input::Input;
use super::lease::Lease;
use super::loading::LoadState;
use super::promises::PromiseState;
use super::ring::RingState;
use super::typed::TypedState;
use super::undo::UndoState;
use crate::desk::Who;
use crate::desk::callbacks::{COMMON_AFTER, Shifts};
use crate::desk::catalog::Catalog;
use crate::desk::dossier::{DealInfo, Dossier, Event};
use crate::desk::queue::{Counts, Emptiness, QueueRow};
use crate::desk::shift::Shift;
use crate::desk::talks::Talks;
use crate::domain::day::WRAP_UP_MS;
use crate::domain::gate::talk::Talk;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::interaction::Direction;
use crate::domain::outcome::Occasion;
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::domain::script::run::Run;
use crate::domain::time::Moment;
use crate::i18n::Message;
use crate::store::{Health, InDoubt};

/// Parts of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The interaction queue.
    Queue,
    /// The client card.
    Card,
    /// The deal stage map.
    Map,
    /// The telemarketing script.
    Script,
    /// The client's history.
    History,
}

impl Pane {
    /// All panes, in the order of their keys.
    pub const ALL: [Self; 5] = [Self::Queue, Self::Card, Self::Map, Self::Script, Self::History];

    /// The keymap context of the pane.
    pub fn context(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Card => "card",
            Self::Map => "map",
            Self::Script => "script",
            Self::History => "history",
        }
    }

    /// The pane `step` places further, round and round.
    #[must_use]
    pub fn step(self, step: usize) -> Self {
        let place = Self::ALL.iter().position(|pane| *pane == self).unwrap_or_default();
        Self::ALL.get((place + step) % Self::ALL.len()).copied().unwrap_or(self)
    }
}

/// New clients that are kept unfinished, at most; the oldest give way.
const FRESH_MAX: usize = 20;

/// The state of a session.
#[derive(Debug)]
pub struct Model {
    /// Who works here.
    pub who: Who,
    /// Small tables at hand.
    pub catalog: Arc<Catalog>,
    /// Who talks to whom.
    pub talks: Arc<Talks>,
    /// The pane that has the keys.
    pub focus: Pane,
    /// Whether the focused pane has the whole screen.
    pub zoom: bool,
    /// The queue.
    pub queue: QueueState,
    /// The client on the screen.
    pub card: CardState,
    /// The deal on the map, as a place among the client's deals.
    pub deal: usize,
    /// Lines the map is scrolled by.
    pub map_scroll: usize,
    /// Lines the script is scrolled by.
    pub script_scroll: usize,
    /// The history pane.
    pub history: HistoryState,
    /// The client that is worked on.
    pub work: Option<Work>,
    /// The lease of the contact that is worked on.
    pub lease: Lease,
    /// Dialogs over the screen, topmost last.
    pub dialogs: Vec<Dialog>,
    /// A sentence about what has just happened.
    pub notice: Option<Notice>,
    /// Who works when: a call is promised only for an hour at which somebody is there to make it.
    pub shifts: Shifts,
    /// Calls that come in, and what they have interrupted.
    pub ring: RingState,
    /// New clients whose entering was broken off, the latest last.
    pub fresh: Vec<NewClientDraft>,
    /// Minutes after which a call that one operator has promised is anybody's.
    pub common_after: i64,
    /// Milliseconds an operator has for a call after its end.
    pub wrap_up_ms: i64,
    /// What was done last, for the key that takes it back.
    pub undo: UndoState,
    /// The next contact, where it is taken by itself.
    pub next: AutoNext,
    /// What the operator has done today.
    pub shift: Shift,
    /// How the state began: for the clock beside it.
    pub since: Moment,
    /// A draft that waits to be kept, and since when.
    pub draft_due: Option<Moment>,
    /// The draft that is kept.
    pub draft_kept: Draft,
    /// Since when the draft can't be kept.
    pub draft_lost: Option<Moment>,
    /// Whether anything can be written.
    pub health: Health,
    /// What can't be vouched for, when the base is damaged.
    pub in_doubt: Option<InDoubt>,
    /// When somebody last looked whether anything can be written again.
    pub probed: Moment,
    /// Names that are in the search so far; `None` when all are.
    pub names_loading: Option<usize>,
    /// Whether there are no clients at all.
    pub empty_base: bool,
    /// A change is under way that the next one must wait for.
    pub busy: bool,
    /// What was typed before the answer it waits for.
    pub held: VecDeque<Input>,
    /// Something in the queue has changed since it was read.
    pub queue_stale: bool,
    /// The client on the screen has changed since he was read.
    pub card_stale: bool,
    /// When the queue was last read.
    pub queue_read: Moment,
    /// Token of the last search.
    pub search_token: u64,
    /// The operator's day.
    pub day: DayState,
    /// What was typed into a question of the script that is not open.
    pub half: Option<HalfTyped>,
    /// What was typed into dialogs and not saved.
    pub typed: TypedState,
    /// A list on its way into a call job.
    pub loading: LoadState,
    /// The book of promises, and what comes due soon.
    pub promises: PromiseState,
    /// A call goes on that the session before has begun: its question opens once the card is read.
    pub resume: bool,
    /// The session ends.
    pub quit: bool,
    /// The session ends because another terminal of the same operator goes on with it: all stays as it stands.
    pub handed: bool,
}

/// The queue pane.
#[derive(Debug, Default)]
pub struct QueueState {
    /// Rows, most urgent first.
    pub rows: Vec<QueueRow>,
    /// How many there are.
    pub counts: Counts,
    /// The row under the cursor: it stays under it whatever comes and goes around it.
    pub selected: Option<QueueEntryId>,
    /// A result was recorded: the cursor goes to whoever comes next, unless the operator moves it before the rows are read.
    pub onward: bool,
    /// Whether rows were read at all.
    pub loaded: bool,
    /// What holds contacts back, as it was counted last.
    pub holds: Option<Emptiness>,
    /// It is being counted.
    pub counting: bool,
    /// When it was asked for last.
    pub counted: Option<Moment>,
}

impl QueueState {
    /// Whether there is nothing to take now.
    pub fn is_idle(&self) -> bool {
        self.loaded && self.counts.now == 0
    }

    /// The place of the row under the cursor.
    pub fn cursor(&self) -> usize {
        let place = self.rows.iter().position(|row| Some(row.entry.id) == self.selected);
        place.unwrap_or_default()
    }

    /// Puts the cursor on a row, whatever was to come.
    pub(super) fn select(&mut self, row: Option<QueueEntryId>) {
        (self.selected, self.onward) = (row, false);
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<&QueueRow> {
        self.rows.get(self.cursor())
    }
}

/// The card pane.
#[derive(Debug, Default)]
pub struct CardState {
    /// The client to show.
    pub client: Option<ClientId>,
    /// What is known of him; `None` while it is being read.
    pub dossier: Option<Arc<Dossier>>,
    /// He could not be read.
    pub failed: bool,
    /// The number under the cursor, as a place among the numbers of the card.
    pub number: usize,
    /// Lines the card is scrolled by.
    pub scroll: usize,
}

impl CardState {
    /// Whether the client is still being read.
    pub fn is_coming(&self) -> bool {
        self.client.is_some() && self.dossier.is_none() && !self.failed
    }
}

/// The history pane.
#[derive(Debug, Default)]
pub struct HistoryState {
    /// Events older than those of the dossier, newest first.
    pub older: Vec<Event>,
    /// Whether there are older ones still.
    pub more: bool,
    /// Lines it is scrolled by.
    pub scroll: usize,
}

/// A sentence about what has just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: Message,
    /// What to do about it.
    pub hint: Option<Message>,
    /// Whether something went wrong.
    pub error: bool,
    /// Since when it stands.
    pub at: Moment,
}

impl Model {
    /// A session that has just begun.
    pub fn new(who: Who, catalog: Arc<Catalog>, now: Moment) -> Self {
        let shifts = Shifts::of(&catalog, &who);
        Self {
            who,
            catalog,
            talks: Arc::default(),
            focus: Pane::Queue,
            zoom: false,
            queue: QueueState::default(),
            card: CardState::default(),
            deal: 0,
            map_scroll: 0,
            script_scroll: 0,
            history: HistoryState::default(),
            work: None,
            lease: Lease { touched: now, ..Lease::default() },
            dialogs: Vec::new(),
            notice: None,
            shifts,
            ring: RingState::default(),
            fresh: Vec::new(),
            common_after: COMMON_AFTER,
            wrap_up_ms: WRAP_UP_MS,
            undo: UndoState::default(),
            next: AutoNext::default(),
            shift: Shift::default(),
            since: now,
            draft_due: None,
            draft_kept: Draft::default(),
            draft_lost: None,
            health: Health::default(),
            in_doubt: None,
            probed: now,
            names_loading: Some(0),
            empty_base: false,
            busy: false,
            held: VecDeque::new(),
            queue_stale: false,
            card_stale: false,
            queue_read: now,
            search_token: 0,
            day: DayState::default(),
            half: None,
            typed: TypedState::default(),
            loading: LoadState::default(),
            promises: PromiseState::default(),
            resume: false,
            quit: false,
            handed: false,
        }
    }

    /// Whether nothing is on its way to the desk that the screen must hear of: what is handed over then is all there is.
    pub fn is_settled(&self) -> bool {
        !self.busy && self.held.is_empty() && !self.day.is_awaited() && self.day.is_told(&self.health)
    }

    /// Keeps a new client whose entering was broken off.
    pub fn keep_fresh(&mut self, draft: NewClientDraft) {
        self.fresh.retain(|known| *known != draft);
        if self.fresh.len() >= FRESH_MAX {
            self.fresh.remove(0);
        }
        self.fresh.push(draft);
    }

    /// The call of somebody else that keeps a client from being called now.
    pub fn talk_with(&self, client: ClientId, now: Moment) -> Option<Talk> {
        self.talks.with(client, &self.who, &self.catalog, now)
    }

    /// Whether a contact was taken, or a call is under way or has no result yet.
    pub fn is_in_call(&self) -> bool {
        self.work.as_ref().is_some_and(|work| work.entry.is_some() || work.state != CallState::Preview)
    }

    /// Whether the client on the screen is the one that is worked on.
    pub fn work_is_shown(&self) -> bool {
        self.work.as_ref().is_some_and(|work| Some(work.client) == self.card.client)
    }

    /// The work, when it is on the screen.
    pub fn shown_work(&self) -> Option<&Work> {
        self.work.as_ref().filter(|_| self.work_is_shown())
    }

    /// The deal on the map.
    pub fn deal(&self) -> Option<&DealInfo> {
        let deals = &self.card.dossier.as_ref()?.deals;
        deals.get(self.deal.min(deals.len().saturating_sub(1)))
    }

    /// The planned contact a question about the queue is about: the row under the cursor when the queue has the focus, else
    /// that of the client on the screen; never somebody else's while his card is shown.
    pub fn selected_entry(&self) -> Option<QueueEntryId> {
        let row = || self.queue.row().map(|row| row.entry.id);
        let shown = || self.shown_work().and_then(|work| work.entry).or_else(|| self.planned_of_card());
        match self.focus {
            Pane::Queue => row().or_else(shown),
            _ if self.card.client.is_some() => shown(),
            _ => row(),
        }
    }

    /// What is planned with the client on the screen: what a call to him is for, else the soonest.
    fn planned_of_card(&self) -> Option<QueueEntryId> {
        let dossier = self.card.dossier.as_ref()?;
        let soonest = || dossier.planned.iter().find(|entry| entry.is_open()).map(|entry| entry.id);
        dossier.call_for.or_else(soonest)
    }

    /// What kind of call wants a result.
    pub fn occasion(&self) -> Occasion {
        let Some(work) = &self.work else { return Occasion::default() };
        let outgoing = work.direction == Direction::Outgoing && self.work_is_shown();
        let list = self.contact().filter(|_| outgoing).and_then(|entry| self.catalog.list(entry.list?));
        Occasion { direction: work.direction, purpose: list.map(|list| list.purpose) }
    }

    /// The call list of the contact that is worked on.
    pub fn worked_list(&self) -> Option<crate::domain::ids::CallListId> {
        let entry = self.shown_work()?.entry?;
        let dossier = self.card.dossier.as_ref()?;
        dossier.planned.iter().find(|kept| kept.id == entry)?.list
    }

    /// A call that was promised to the client who calls us now, or planned: his own call may settle it.
    pub fn awaited(&self) -> Option<&QueueEntry> {
        let work = self.shown_work().filter(|work| work.direction == Direction::Incoming)?;
        let dossier = self.card.dossier.as_ref()?;
        let kinds = [EntryKind::Promise, EntryKind::Hot, EntryKind::Planned];
        let mut waits = dossier
            .planned
            .iter()
            .filter(|entry| kinds.contains(&entry.kind) && entry.free_for(self.who.user, work.began));
        waits.next().map(|entry| &entry.record)
    }

    /// How many answers of the script may be chosen now; `None` when digits are not answers.
    pub fn answers(&self) -> Option<usize> {
        let work = self.shown_work().filter(|work| work.state == CallState::Talking)?;
        let step = work.run.as_ref()?.current()?;
        // A question that is still open keeps the digits from being results.
        Some(step.answers.len().max(usize::from(step.question.is_some())))
    }

    /// The way through the script while it stands at a question and the client may answer it.
    pub fn asked(&self) -> Option<&Run> {
        let run = self.shown_work().filter(|work| work.state == CallState::Talking)?.run.as_ref()?;
        run.current()?.question.is_some().then_some(run)
    }

    /// Whether the script waits for Enter: a question is open, or an objection without answers was raised.
    pub fn script_waits(&self) -> bool {
        // After the call the question can be answered that it broke off at.
        let over = self.shown_work().filter(|work| work.state == CallState::Ended);
        let answer = over.and_then(|work| work.run.as_ref()).filter(|run| {
            let begun = !self.half_typed().is_empty() || run.replied_here().is_some();
            begun && run.current().is_some_and(crate::domain::script::Step::takes_input)
        });
        let talking = self.shown_work().filter(|work| work.state == CallState::Talking);
        answer.is_some()
            || talking.and_then(|work| work.run.as_ref()).is_some_and(|run| {
                run.current()
                    .is_some_and(|step| step.takes_input() || step.is_aside() && run.interrupted().is_some())
            })
    }

    /// Whether digits record results now: always but while they are answers of the script. When the script has nothing
    /// more to ask, the result ends the call.
    pub fn takes_results(&self) -> bool {
        self.shown_work().is_some() && self.answers().is_none_or(|count| count == 0)
    }

    /// What was typed into the question the script stands at, and is not in its field; empty when nothing.
    pub fn half_typed(&self) -> String {
        let step = self.work.as_ref().and_then(|work| work.run.as_ref()?.current());
        let half = self.half.as_ref().filter(|half| {
            half.step.is_none() || half.step.as_deref() == step.map(|step| step.code.as_str())
        });
        half.map(|half| half.text.clone()).unwrap_or_default()
    }

    /// The contexts a key is looked up in, topmost first.
    pub fn contexts(&self) -> Vec<&'static str> {
        if let Some(dialog) = self.dialogs.last() {
            return dialog.contexts().to_vec();
        }
        // Results are always there: a digit that records nothing now must at least say why. Where the script has nothing
        // to ask any more they come first, but a step back is still possible.
        let digits: &[&str] = match self.answers() {
            None => &["result"],
            Some(0) => &["result", "answers"],
            Some(_) if self.asked().is_some() => &["answers", "question", "result"],
            Some(_) => &["answers", "result"],
        };
        [digits, &[self.focus.context(), "global"]].concat()
    }

    /// Everything in the history that was read, newest first.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        let dossier = self.card.dossier.iter().flat_map(|dossier| &dossier.history);
        dossier.chain(&self.history.older)
    }
}
