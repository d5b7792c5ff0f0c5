//! What happens with clients of a wholesaler, as kinds of tale.

use std::sync::Arc;

use super::rng::Rng;
use super::tale::{About, Tale};
use super::words;
use crate::domain::call_list::CallList;
use crate::domain::deal::{Deal, Move};
use crate::domain::ids::UserId;
use crate::domain::interaction::{Direction, InteractionKind, Subject};
use crate::domain::process::{Control, Process};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::stop::StopScope;
use crate::domain::time::Moment;

/// A kind of tale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Story {
    /// In the call list, nobody has called yet.
    Fresh,
    /// In the call list, called once or more, never reached.
    Chased,
    /// A call at a time was promised.
    Promised(Promise),
    /// Interested, thinking.
    Hot,
    /// Said no.
    Refused,
    /// Called as often as is allowed, never reached.
    Exhausted,
    /// Wants no calls.
    Stopped,
    /// A deal is in work.
    Dealing,
    /// Has bought, once or more.
    Bought,
    /// Was lost in the middle of a deal.
    Lost,
    /// Talks of old times, nothing planned.
    #[default]
    Quiet,
}

/// When a promise is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// Some time ago.
    Late,
    /// In this minute.
    Now,
    /// In half an hour at the earliest.
    Later,
}

/// What happens to clients, and how often.
const SHARES: &[(u64, Story)] = &[
    (27, Story::Fresh),
    (10, Story::Chased),
    (5, Story::Promised(Promise::Later)),
    (4, Story::Hot),
    (9, Story::Refused),
    (3, Story::Exhausted),
    (3, Story::Stopped),
    (14, Story::Dealing),
    (14, Story::Bought),
    (6, Story::Lost),
    (5, Story::Quiet),
];

/// How many clients of the demo base a day's calls are spread over.
const RECENT_POOL: i64 = 110;
/// Minutes from one call of an operator to the next.
const CALL_MIN: i64 = 9;

impl Story {
    /// A tale by chance.
    pub(super) fn any(rng: &mut Rng) -> Self {
        rng.weighted(SHARES)
    }
}

impl<'s> Tale<'s> {
    /// Tells a story.
    pub(super) fn unfold(&mut self, story: Story) {
        match story {
            Story::Fresh => self.fresh(),
            Story::Chased => self.chased(),
            Story::Promised(promise) => self.promised(promise),
            Story::Hot => self.hot(),
            Story::Refused => self.refused(),
            Story::Exhausted => self.exhausted(),
            Story::Stopped => self.stopped(),
            Story::Dealing => self.dealing(),
            Story::Bought => self.bought(),
            Story::Lost => self.lost(),
            Story::Quiet => self.quiet(),
        }
        if self.rng.chance(match story {
            Story::Fresh | Story::Chased => 6,
            _ => 45,
        }) {
            let days = self.rng.between(3, 200);
            let at = self.clock.days_ago(&mut self.rng, days);
            let note = self.rng.word(words::NOTES);
            self.note(at, note);
        }
    }

    /// Lately: often today and then by the operator who looks at the screen, else in the last days.
    fn lately(&mut self, days: i64) -> (Moment, Option<UserId>) {
        let morning = self.scene.morning;
        let share = self.scene.now.minutes_since(morning).max(0) * 100 / CALL_MIN / RECENT_POOL;
        if self.rng.chance(share.unsigned_abs())
            && let Some(at) = self.clock.today_since(&mut self.rng, morning)
        {
            return (at, Some(self.scene.crew.operator));
        }
        let days = self.rng.between(1, days);
        (self.clock.days_ago(&mut self.rng, days), None)
    }

    /// The list of first calls; a base without one tells its tales without.
    pub(super) fn cold(&self) -> (Option<Subject>, Option<&'s CallList>) {
        let list = self.scene.lists.first();
        (list.map(|list| Subject::CallList(list.id)), list)
    }

    pub(super) fn listed(&self, kind: EntryKind, due: Moment, reason: String) -> QueueEntry {
        self.entry(kind, due, reason, self.cold().1)
    }

    fn about(&self, entry: &QueueEntry) -> About {
        About { subject: self.cold().0, entry: Some((entry.id, entry.attempts)) }
    }

    fn fresh(&mut self) {
        if self.rng.chance(15) {
            let days = self.rng.between(200, 600);
            let at = self.clock.days_ago(&mut self.rng, days);
            let code = self.rng.word(&["not-interested", "thinking", "dropped"]);
            self.call(at, code, About::default(), None);
        }
        let created = self.cold().1.map_or(self.scene.now, |list| list.created);
        let entry = self.listed(EntryKind::New, created, String::new());
        self.out.entries.push(entry);
    }

    /// Attempts at a contact that reached nobody; returns when the last one was and how it ended.
    fn attempts(&mut self, entry: &mut QueueEntry, count: i64) -> (Moment, &'static str) {
        let mut last = (self.scene.now, "no-answer");
        for left in (0..count).rev() {
            let (at, owner) =
                if left == 0 { self.lately(1) } else { (self.clock.days_ago(&mut self.rng, left + 1), None) };
            entry.attempts += 1;
            let code = self.rng.word(&["no-answer", "no-answer", "no-answer", "busy", "answering-machine"]);
            let about = self.about(entry);
            self.call(at, code, about, owner);
            last = (at, code);
        }
        last
    }

    fn chased(&mut self) {
        let count = self.rng.weighted(&[(50, 1), (30, 2), (14, 3), (6, 4)]);
        let mut entry = self.listed(EntryKind::Retry, self.scene.now, String::new());
        let (at, code) = self.attempts(&mut entry, count);
        entry.due = self.retry_after(at, code);
        self.out.entries.push(entry);
    }

    fn exhausted(&mut self) {
        let mut entry = self.listed(EntryKind::Retry, self.scene.now, String::new());
        let allowed = i64::from(entry.max_attempts);
        let (at, _) = self.attempts(&mut entry, allowed);
        entry.due = at;
        entry.state = EntryState::Exhausted;
        self.out.entries.push(entry);
    }

    fn promised(&mut self, promise: Promise) {
        let due = match promise {
            Promise::Late => {
                let minutes = self.rng.between(9, 70);
                self.clock.minutes_ago(minutes)
            }
            Promise::Now => self.clock.open_from(self.scene.now),
            Promise::Later => match self.rng.below(10) {
                0..=2 => {
                    let minutes = self.rng.between(30, 130);
                    self.clock.in_minutes(minutes)
                }
                3..=5 => {
                    let minutes = self.rng.between(130, 420);
                    self.clock.in_minutes(minutes)
                }
                _ => {
                    let days = self.rng.between(1, 4);
                    self.clock.days_ahead(&mut self.rng, days)
                }
            },
        };
        let reason = self.words(words::PROMISES);
        let mut entry = self.listed(EntryKind::Promise, due, reason);
        entry.attempts = 1;
        let (at, owner) = match promise {
            Promise::Late | Promise::Now => (self.clock.days_ago(&mut self.rng, 1), None),
            Promise::Later => self.lately(3),
        };
        let about = self.about(&entry);
        self.call(at, "callback", about, owner);
        self.reached(at);
        if self.rng.chance(25) {
            entry.owner = Some(self.scene.crew.operator);
        }
        self.out.entries.push(entry);
    }

    fn hot(&mut self) {
        let due = if self.rng.chance(50) {
            let minutes = self.rng.between(20, 280);
            self.clock.minutes_ago(minutes)
        } else {
            let days = self.rng.between(1, 3);
            self.clock.days_ahead(&mut self.rng, days)
        };
        let reason = self.words(words::HOT);
        let mut entry = self.listed(EntryKind::Hot, due, reason);
        entry.attempts = 1;
        let at = self.clock.days_ago(&mut self.rng, 2);
        let about = self.about(&entry);
        self.call(at, "thinking", about, None);
        self.reached(at);
        let sent = self.clock.later_that_day(&mut self.rng, at);
        let letter = self.words(words::SENT);
        self.tell(InteractionKind::Email, Direction::Outgoing, sent, letter, about.subject);
        self.out.entries.push(entry);
    }

    fn refused(&mut self) {
        let mut entry = self.listed(EntryKind::New, self.scene.now, String::new());
        entry.attempts = 1;
        entry.state = EntryState::Done;
        let (at, owner) = self.lately(8);
        entry.due = at;
        let about = self.about(&entry);
        let code = if self.rng.chance(85) { "not-interested" } else { "bad-number" };
        self.call(at, code, about, owner);
        self.out.entries.push(entry);
    }

    fn stopped(&mut self) {
        let mut entry = self.listed(EntryKind::New, self.scene.now, String::new());
        entry.attempts = 1;
        entry.state = EntryState::Blocked;
        let days = self.rng.between(1, 8);
        let at = self.clock.days_ago(&mut self.rng, days);
        entry.due = at;
        let about = self.about(&entry);
        let call = self.call(at, "do-not-call", about, None);
        let scope = self.rng.weighted(&[(8, None), (2, Some(StopScope::Everything))]);
        self.stop(at, call, scope.unwrap_or(StopScope::Advertising));
        self.out.entries.push(entry);
    }

    fn quiet(&mut self) {
        for days in [self.rng.between(150, 400), self.rng.between(20, 120)] {
            let at = self.clock.days_ago(&mut self.rng, days);
            let code = self.rng.word(&["thinking", "not-interested", "wrong-person", "dropped"]);
            self.call(at, code, About::default(), None);
        }
    }

    /// A process by chance, those of the shipped ones that lead through stages most of the time.
    pub(super) fn process(&mut self) -> Option<Arc<Process>> {
        let code = self.rng.weighted(&[
            (66, "standard-sale"),
            (18, "manual-sale"),
            (8, "reference-funnel"),
            (8, "no-stages"),
        ]);
        let catalog = &self.scene.catalog;
        catalog.process_by_code(code).or_else(|| catalog.processes().first().copied()).cloned()
    }

    /// Leads a deal from its first stage to `last`, where it has been for `age` days by `end`; returns it with the moment
    /// it came there.
    fn led_deal(&mut self, process: &Process, last: usize, age: i64, end: i64) -> (Deal, Moment) {
        let stays: Vec<i64> = process
            .stages
            .iter()
            .take(last)
            .map(|stage| self.rng.between(1, i64::from(stage.norm_days.unwrap_or(5)) + 2))
            .collect();
        let mut ago = end + age + stays.iter().sum::<i64>();
        let mut at = self.clock.days_ago(&mut self.rng, ago);
        let mut deal = self.deal(process, 0, at);
        self.work_on(process, 0, at, Subject::Deal(deal.id));
        for (stage, stay) in (1..).zip(&stays) {
            ago -= stay;
            at = self.clock.days_ago(&mut self.rng, ago).max(at.plus_minutes(25));
            self.advance(&mut deal, process, Move::Forward, at);
            self.work_on(process, stage, at, Subject::Deal(deal.id));
        }
        (deal, at)
    }

    /// What happens when a deal comes to a stage.
    fn work_on(&mut self, process: &Process, stage: usize, at: Moment, deal: Subject) {
        let code = process.stages.get(stage).map_or("", |stage| stage.code.as_str());
        let text = self.words(words::stage(code));
        let about = About { subject: Some(deal), entry: None };
        match code {
            "proposal" | "contract" | "completion" => {
                self.tell(InteractionKind::Email, Direction::Outgoing, at, text, Some(deal));
            }
            "presentation" => self.tell(InteractionKind::Meeting, Direction::Outgoing, at, text, Some(deal)),
            "delivery" => self.tell(InteractionKind::Call, Direction::Incoming, at, text, Some(deal)),
            "preparation" => {
                self.say(at, "sale", "", text, about, None);
            }
            _ => {
                self.say(at, "thinking", "", text, about, None);
                self.reached(at);
            }
        }
    }

    fn dealing(&mut self) {
        let Some(process) = self.process() else { return };
        let last = process.stages.len().saturating_sub(1);
        let stage = usize::try_from(self.rng.below(last as u64 + 1)).unwrap_or(0);
        let norm = process.stages.get(stage).and_then(|stage| stage.norm_days).map_or(20, i64::from);
        let late = self.rng.chance(28);
        let age = if late { norm + self.rng.between(1, 9) } else { self.rng.between(0, norm.max(1)) };
        let (deal, at) = self.led_deal(&process, stage, age.max(1), 0);
        let subject = Some(Subject::Deal(deal.id));
        if self.rng.chance(40) {
            let later = self.clock.later_that_day(&mut self.rng, at);
            let text = self.words(words::RECEIVED);
            self.tell(InteractionKind::Email, Direction::Incoming, later, text, subject);
        }
        if self.rng.chance(65) {
            let due = match self.rng.below(10) {
                0..=2 => {
                    let minutes = self.rng.between(5, 240);
                    self.clock.minutes_ago(minutes)
                }
                3..=5 => {
                    let minutes = self.rng.between(20, 300);
                    self.clock.in_minutes(minutes)
                }
                _ => {
                    let days = self.rng.between(1, 6);
                    self.clock.days_ahead(&mut self.rng, days)
                }
            };
            let reason = self.words(words::PLANS);
            let mut entry = self.entry(EntryKind::Planned, due, reason, None);
            entry.created = at;
            entry.owner = self.rng.chance(30).then_some(deal.owner);
            self.out.entries.push(entry);
        }
        self.out.deals.push(deal);
    }

    fn bought(&mut self) {
        let Some(process) = self.process() else { return };
        let last = process.stages.len().saturating_sub(1);
        // The last of the deals ended so many days ago; before it there may have been others.
        let ended = if self.rng.chance(45) { self.rng.between(130, 420) } else { self.rng.between(3, 90) };
        let before = self.rng.weighted(&[(60, 0), (28, 1), (12, 2)]);
        for back in (0..=before).rev() {
            let end = ended + back * 95;
            let (mut deal, at) = self.led_deal(&process, last, 4, end);
            let close = self.clock.days_ago(&mut self.rng, end).max(at.plus_minutes(60));
            let step = if process.control == Control::None { Move::Win } else { Move::Forward };
            self.advance(&mut deal, &process, step, close);
            self.out.deals.push(deal);
        }
        if self.rng.chance(35) {
            let days = self.rng.between(1, ended - 1);
            let at = self.clock.days_ago(&mut self.rng, days);
            let text = self.words(words::CALLED_US);
            self.tell(InteractionKind::Call, Direction::Incoming, at, text, None);
        }
        if ended >= 120 {
            self.back_in_list(80);
        } else if self.rng.chance(45) {
            let days = self.rng.between(1, 12);
            let due = self.clock.days_ahead(&mut self.rng, days);
            let reason = self.words(words::PLANS);
            let entry = self.entry(EntryKind::Planned, due, reason, None);
            self.out.entries.push(entry);
        }
    }

    /// Puts a client of old times into the second list.
    fn back_in_list(&mut self, percent: u64) {
        let Some(list) = self.scene.lists.get(1) else { return };
        if self.rng.chance(percent) {
            let entry = self.entry(EntryKind::New, list.created, String::new(), Some(list));
            self.out.entries.push(entry);
        }
    }

    fn lost(&mut self) {
        let Some(process) = self.process() else { return };
        let last = process.stages.len().saturating_sub(2);
        let stage = usize::try_from(self.rng.below(last as u64 + 1)).unwrap_or(0);
        let end = self.rng.between(10, 260);
        let (mut deal, at) = self.led_deal(&process, stage, 3, end);
        let close = self.clock.days_ago(&mut self.rng, end).max(at.plus_minutes(60));
        self.advance(&mut deal, &process, Move::Lose, close);
        let about = About { subject: Some(Subject::Deal(deal.id)), entry: None };
        self.call(close, "not-interested", about, None);
        self.out.deals.push(deal);
        if end > 120 {
            self.back_in_list(60);
        }
    }
}
