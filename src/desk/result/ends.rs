//! What a result leaves behind: what becomes of the contact it worked on, and of the client's others.

use super::{Next, RecordResult, shortened};
use crate::desk::jobs::{Again, again, capped_after, reached};
use crate::desk::numbers::in_order;
use crate::desk::queue::put_off;
use crate::desk::{DeskError, Plan, Result, View};
use crate::domain::call_list::DEFAULT_ATTEMPTS;
use crate::domain::client::Client;
use crate::domain::gate::{clock_of, times_of};
use crate::domain::hours::Times;
use crate::domain::ids::QueueEntryId;
use crate::domain::interaction::Direction;
use crate::domain::outcome::{Ask, NextStep, Outcome};
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::recycle;
use crate::domain::text::clean_line;
use crate::domain::time::{DAY_MS, Moment};
use crate::domain::when::until;
use crate::store::Kept;

/// A call whose consequences are being worked out.
pub(super) struct Call<'a> {
    pub(super) case: &'a RecordResult,
    pub(super) outcome: &'a Outcome,
    pub(super) client: Kept<Client>,
    /// The script has filled fields of the card, and the card is not written yet.
    pub(super) filled: bool,
    pub(super) entry: Option<Kept<QueueEntry>>,
    /// The person the result has added.
    pub(super) added: Option<Person>,
    /// When the client may be called again.
    pub(super) times: Times,
    /// The contact was closed while he talked: nobody is tried once more for it.
    pub(super) over: bool,
}

impl Call<'_> {
    /// The first moment from `at` on when the client may be called; where the hours leave none, the moment itself: the gate
    /// holds the call back.
    fn open_from(&self, at: Moment) -> Moment {
        self.times.next_open(at).unwrap_or(at)
    }

    /// Sees to it that the client is not called again at once because he stands in another list as well.
    pub(super) fn spare(&self, plan: &mut Plan<'_>, next: &Next, blocked: &[QueueEntryId]) -> Result<()> {
        let clock = self.client.zone.map_or(chrono_tz::Europe::Moscow, |zone| zone.tz);
        let until = match (next, self.outcome.next) {
            // What was planned now comes first, whatever the order of the ids.
            (Next::At { due, .. }, _) => Some(self.open_from(due.plus_millis(1))),
            (_, NextStep::Rest { days }) => {
                Some(self.open_from(plan.now.plus_millis(i64::from(days).saturating_mul(DAY_MS))))
            }
            (Next::Exhausted, NextStep::Retry { minutes }) => {
                Some(self.open_from(plan.now.plus_minutes(i64::from(minutes))))
            }
            _ if self.outcome.flags.human => {
                Some(self.times.next_day(clock, plan.now).unwrap_or(plan.now.plus_millis(DAY_MS)))
            }
            _ => None,
        };
        // This call counts among those of all jobs.
        let from_job = self.entry.as_ref().is_some_and(|entry| entry.list.is_some());
        let is_call = from_job && self.case.direction == Direction::Outgoing && !self.case.is_no_call();
        let call = is_call.then_some(self.case.began);
        let except: Vec<QueueEntryId> = blocked.iter().copied().chain(self.case.entry).collect();
        put_off(plan, self.client.id, &except, &|view, entry| {
            let capped = match call {
                Some(_) => capped_after(view, entry, call)?,
                None => None,
            };
            let opens =
                capped.map(|(_, until)| Ok::<_, DeskError>(self.times_of(view, entry)?.next_open(until)));
            Ok(until.max(opens.transpose()?.flatten()))
        })
    }

    /// The hours of another of the client's contacts.
    fn times_of(&self, view: &View<'_>, entry: &QueueEntry) -> Result<Times> {
        let catalog = view.catalog()?;
        let list = entry.list.and_then(|list| catalog.list(list));
        let (purpose, window) = list.map_or_else(Default::default, |list| (list.purpose, list.window));
        Ok(times_of(&self.client, entry.phone.as_ref(), purpose, window, catalog.hours().calendar()))
    }

    /// What becomes of the contact, or what contact is made where there was none.
    pub(super) fn next(&mut self, plan: &mut Plan<'_>, other: Option<Phone>) -> Result<Next> {
        // A call of the client's own is no attempt of ours.
        let made = u16::from(self.case.direction == Direction::Outgoing);
        let attempts = self.entry.as_ref().map_or(0, |entry| entry.attempts).saturating_add(made);
        let allowed = self.entry.as_ref().map_or(DEFAULT_ATTEMPTS, |entry| entry.max_attempts);
        let again = matches!(self.outcome.next, NextStep::Retry { .. }) && attempts < allowed;
        if let Some(next) = if again { self.by_job(plan)? } else { None } {
            self.replan(plan, &next, attempts)?;
            return Ok(next);
        }
        let next = match (self.outcome.next, self.case.answers.when) {
            (NextStep::Callback, Some(due)) => Next::At { due, kind: EntryKind::Promise, phone: None },
            (NextStep::FollowUp, Some(due)) => Next::At { due, kind: EntryKind::Hot, phone: None },
            (NextStep::Callback | NextStep::FollowUp, None) => {
                return Err(DeskError::Unanswered(Ask::When));
            }
            (NextStep::Close | NextStep::Rest { .. }, _) => Next::Finished,
            (NextStep::Retry { .. } | NextStep::OtherNumber, _) if self.over => Next::Finished,
            (NextStep::Retry { .. } | NextStep::OtherNumber, _) if attempts >= allowed => Next::Exhausted,
            (NextStep::OtherNumber, _) => match other {
                Some(phone) => Next::At { due: plan.now, kind: EntryKind::Retry, phone: Some(phone) },
                None => Next::Finished,
            },
            (NextStep::Retry { minutes }, _) => {
                let due = self.open_from(plan.now.plus_minutes(i64::from(minutes)));
                let phone = self.added.as_ref().and_then(|person| person.phones().next().copied());
                Next::At { due, kind: EntryKind::Retry, phone }
            }
        };
        // One attempt at a client is one at all his numbers: the other one is tried at once.
        let goes_on = self.outcome.next == NextStep::OtherNumber && matches!(next, Next::At { .. });
        let attempts = if goes_on && self.entry.is_some() { attempts.saturating_sub(made) } else { attempts };
        self.replan(plan, &next, attempts)?;
        Ok(next)
    }

    /// What the rules of the job say; `None` when it has none for this result.
    fn by_job(&self, plan: &Plan<'_>) -> Result<Option<Next>> {
        let Some(entry) = &self.entry else { return Ok(None) };
        let catalog = plan.catalog()?;
        let Some(list) = entry.list.and_then(|list| catalog.list(list)) else { return Ok(None) };
        let clock = clock_of(&self.client, self.case.phone.as_ref());
        Ok(match again(plan, list, entry, self.outcome, &self.times, clock)? {
            None => None,
            Some(Again::Exhausted) => Some(Next::Exhausted),
            Some(Again::At { due, other_number }) => {
                let added = self.added.as_ref().and_then(|person| person.phones().next().copied());
                let other = if other_number { self.other_number(plan)? } else { None };
                Some(Next::At { due, kind: EntryKind::Retry, phone: added.or(other) })
            }
        })
    }

    /// The client's number that is tried after the one that was dialled.
    fn other_number(&self, plan: &Plan<'_>) -> Result<Option<Phone>> {
        let Some(dialled) = &self.case.phone else { return Ok(None) };
        let people = plan.reads().people_of(self.client.id)?;
        let numbers = in_order(&self.client, &people, &reached(plan, self.client.id)?, plan.now);
        let begins = self.entry.as_ref().is_none_or(|entry| entry.phone.is_none());
        let tried: Vec<Phone> = self.case.answers.tried.iter().map(|tried| tried.phone).collect();
        Ok(recycle::other_number(&numbers, dialled, &tried, begins))
    }

    /// What the next call is for, in one line for whoever makes it: what was said it is for, else what was answered, else the first
    /// line of what was noted.
    fn what_for(&self) -> String {
        let answers = &self.case.answers;
        let answered = [&answers.purpose, &answers.reason].map(|said| clean_line(said));
        let noted = self.case.text.lines().map(clean_line);
        let line = answered.into_iter().chain(noted).find(|line| !line.is_empty()).unwrap_or_default();
        shortened(&line)
    }

    fn replan(&mut self, plan: &mut Plan<'_>, next: &Next, attempts: u16) -> Result<()> {
        let added = self.added.as_ref().map(|person| person.id);
        let owner = self.case.answers.personal.then_some(plan.who.user);
        let whole_day = self.case.answers.whole_day;
        let what_for = self.what_for();
        let until = clean_line(&self.case.answers.until);
        if let Some(kept) = &mut self.entry {
            let entry = &mut kept.record;
            entry.attempts = attempts;
            entry.zone = self.client.record.zone.map(|zone| zone.tz);
            match *next {
                Next::Finished => entry.state = EntryState::Done,
                Next::Exhausted => entry.state = EntryState::Exhausted,
                Next::Blocked => entry.state = EntryState::Blocked,
                Next::At { due, kind, phone } => {
                    entry.state = EntryState::Waiting;
                    entry.due = due;
                    entry.kind = kind;
                    entry.marks.whole_day = whole_day && kind != EntryKind::Retry;
                    entry.phone = phone.or(entry.phone);
                    entry.person = added.or(entry.person);
                    if matches!(kind, EntryKind::Promise | EntryKind::Hot) {
                        entry.owner = owner;
                        entry.reason = if what_for.is_empty() {
                            until::with(&until, &entry.reason)
                        } else {
                            until::said(&until, &what_for)
                        };
                    }
                }
            }
            return plan.change(kept);
        }
        // A call outside the queue that leads to another one: that one is planned.
        let Next::At { due, kind, phone } = *next else { return Ok(()) };
        let entry = QueueEntry {
            id: plan.new_id::<QueueEntry>(),
            client: self.client.id,
            person: added.or(self.case.person),
            phone: phone.or(self.case.phone),
            kind,
            due,
            reason: until::said(&until, &what_for),
            list: None,
            attempts: u16::from(kind == EntryKind::Retry && self.case.direction == Direction::Outgoing),
            max_attempts: DEFAULT_ATTEMPTS,
            owner: owner.filter(|_| matches!(kind, EntryKind::Promise | EntryKind::Hot)),
            state: EntryState::Waiting,
            zone: self.client.zone.map(|zone| zone.tz),
            created: plan.now,
            marks: Marks { whole_day: whole_day && kind != EntryKind::Retry, ..Marks::default() },
        };
        plan.add(&entry)
    }
}
