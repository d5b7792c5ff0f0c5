//! Why there is nothing to take: what holds back every single contact, counted.

use std::collections::BTreeMap;

use chrono::TimeZone;

use super::hours::Hours;
use super::take::gate;
use crate::desk::gate::{Case, Facts, Pending, stopped_until};
use crate::desk::jobs::{capped, offered};
use crate::desk::{DeskError, Query, Result, View};
use crate::domain::gate::Forbidden;
use crate::domain::ids::{CallListId, QueueEntryId, RecordId};
use crate::domain::job::OffDay;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry, Rank};
use crate::domain::time::Moment;
use crate::store::{Kept, Key, Record, Table, Walk};

/// Contacts that are read together; between them writers get their turn.
const BATCH: usize = 1024;

/// So many contacts are asked of the gate; what stands behind them is counted as not looked at.
const GATE_MOST: usize = 10_000;

/// What holds a contact back, or that nothing does. Every contact stands under exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// It may be taken now.
    Ready,
    /// Its time has come and nobody has it; whether it may be called was not looked at, because there are so many.
    Unchecked,
    /// It is taken by the one who asks.
    Mine,
    /// Somebody else works on it.
    Held,
    /// Only others may take it.
    Theirs,
    /// Its call job rests.
    Resting,
    /// The first day of its call job is still to come.
    Begins,
    /// The last day of its call job is over.
    Over,
    /// It is too early or too late where the client is.
    Hours,
    /// It was skipped.
    Skipped,
    /// A call is promised for later.
    Promised,
    /// A call is planned for later.
    Planned,
    /// It will be tried again later.
    Recycle,
    /// Nobody has called yet, and it was put off.
    PutOff,
    /// The client was called as often as the law or the job allows.
    Often,
    /// The stop list forbids it.
    Stop,
    /// The client has not agreed.
    Consent,
    /// There is no number that works.
    Number,
    /// His hours and those of the list have nothing in common.
    NeverOpen,
    /// Taken out of the queue, though nothing forbids it any more.
    Blocked,
    /// All attempts are used up.
    Exhausted,
    /// A result has finished it.
    Done,
}

impl Rule {
    /// Its word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Unchecked => "unchecked",
            Self::Mine => "mine",
            Self::Held => "held",
            Self::Theirs => "theirs",
            Self::Resting => "resting",
            Self::Begins => "begins",
            Self::Over => "over",
            Self::Hours => "hours",
            Self::Skipped => "skipped",
            Self::Promised => "promised",
            Self::Planned => "planned",
            Self::Recycle => "recycle",
            Self::PutOff => "put-off",
            Self::Often => "often",
            Self::Stop => "stop",
            Self::Consent => "consent",
            Self::Number => "number",
            Self::NeverOpen => "never-open",
            Self::Blocked => "blocked",
            Self::Exhausted => "exhausted",
            Self::Done => "done",
        }
    }
}

/// How many contacts stand under a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// When the first of them may be taken; `None` when waiting alone changes nothing.
    pub next: Option<Moment>,
}

/// What holds contacts back. The counts of all rules together are the number of contacts there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies(pub BTreeMap<Rule, Tally>);

impl Tallies {
    fn add(&mut self, rule: Rule, next: Option<Moment>) {
        let tally = self.0.entry(rule).or_default();
        tally.count += 1;
        tally.next = tally.next.into_iter().chain(next).min();
    }

    /// How many there are under a rule.
    pub fn count(&self, rule: Rule) -> u64 {
        self.0.get(&rule).map_or(0, |tally| tally.count)
    }

    /// How many there are in all.
    pub fn size(&self) -> u64 {
        self.0.values().map(|tally| tally.count).sum()
    }

    /// When the next contact may be taken that can't be taken now.
    pub fn next(&self) -> Option<Moment> {
        self.0.values().filter_map(|tally| tally.next).min()
    }
}

/// Asks what holds contacts back. Every contact there is is read: at a million this takes seconds, and belongs nowhere where
/// somebody waits for a key.
#[derive(Clone, Copy, Debug, Default)]
pub struct WhyEmpty;

/// What holds contacts back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emptiness {
    /// All contacts.
    pub all: Tallies,
    /// Those of each call list, and those of none.
    pub lists: BTreeMap<Option<CallListId>, Tallies>,
}

impl Query for WhyEmpty {
    type Answer = Emptiness;

    fn answer(&self, view: &View<'_>) -> Result<Emptiness> {
        let hours = Hours::of(view)?;
        let mut out = Emptiness::default();
        let mut asked = 0;
        let table = Key::new(Table::QueueEntry.tag());
        let mut from = table.clone();
        loop {
            let mut batch: Vec<Kept<QueueEntry>> = Vec::with_capacity(BATCH);
            view.reads().between(&from, table.prefix_end().as_ref(), Walk::Up, &mut |kept| {
                batch.push(kept);
                if batch.len() < BATCH {
                    std::ops::ControlFlow::Continue(())
                } else {
                    std::ops::ControlFlow::Break(())
                }
            })?;
            let Some(last) = batch.last().map(|kept| kept.id) else { return Ok(out) };
            from = QueueEntry::key_of(QueueEntryId::from_u64(last.as_u64().saturating_add(1)));
            for entry in batch {
                let (rule, next) = rule(view, &hours, &entry, &mut asked)?;
                out.all.add(rule, next);
                out.lists.entry(entry.list).or_default().add(rule, next);
            }
            if last.as_u64() == u64::MAX {
                return Ok(out);
            }
        }
    }
}

/// What holds a contact back, and when it ends by itself.
fn rule(
    view: &View<'_>,
    hours: &Hours,
    entry: &QueueEntry,
    asked: &mut usize,
) -> Result<(Rule, Option<Moment>)> {
    let (now, me) = (view.now, view.who.user);
    match entry.state {
        EntryState::Done => return Ok((Rule::Done, None)),
        EntryState::Exhausted => return Ok((Rule::Exhausted, None)),
        EntryState::Blocked => {
            return Ok((forbidden(view, entry, asked)?.unwrap_or(Rule::Blocked), None));
        }
        EntryState::Waiting | EntryState::Taken { .. } => {}
    }
    match (entry.holder(now), entry.owner) {
        (Some(holder), _) if holder == me => return Ok((Rule::Mine, None)),
        (_, Some(owner)) if owner != me => return Ok((Rule::Theirs, None)),
        (Some(_), _) => {
            let until = match entry.state {
                EntryState::Taken { until, .. } => Some(until.max(entry.wakes())),
                _ => None,
            };
            return Ok((Rule::Held, until));
        }
        (None, _) => {}
    }
    match offered(view, entry) {
        Ok(()) => {}
        Err(DeskError::NotYourJob) => return Ok((Rule::Theirs, None)),
        Err(DeskError::JobState(_)) => return Ok((Rule::Resting, None)),
        Err(DeskError::NoCall(Forbidden::OffDay(off))) => return Ok(off_day(view, hours, entry, off)),
        Err(error) => return Err(error),
    }
    if entry.rank(now) == Rank::Later {
        let next = hours.opens_for(entry, entry.wakes());
        if let Some(rule) = held_back(view, entry, asked)? {
            return Ok((rule, next));
        }
        let rule = match entry.kind {
            _ if entry.wakes() > entry.due => Rule::Skipped,
            EntryKind::Promise => Rule::Promised,
            EntryKind::Hot | EntryKind::Planned | EntryKind::Missed => Rule::Planned,
            EntryKind::Retry => Rule::Recycle,
            EntryKind::New => Rule::PutOff,
        };
        return Ok((rule, next));
    }
    if !hours.open_for(entry) {
        let opens = hours.opens_for(entry, now);
        return Ok((if opens.is_some() { Rule::Hours } else { Rule::NeverOpen }, opens));
    }
    if *asked >= GATE_MOST {
        return Ok((Rule::Unchecked, None));
    }
    *asked += 1;
    let Some(client) = view.reads().client(entry.client)? else { return Ok((Rule::Number, None)) };
    if let Some((_, opens)) = capped(view, entry)? {
        return Ok((Rule::Often, Some(opens)));
    }
    Ok(match gate(view, &client, Case::of(Some(entry)), None)? {
        Ok(_) => (Rule::Ready, None),
        Err(Forbidden::OffDay(off)) => off_day(view, hours, entry, off),
        Err(Forbidden::Hours { opens, .. }) => (Rule::Hours, Some(opens)),
        Err(Forbidden::Often { opens, .. } | Forbidden::Capped { opens, .. }) => (Rule::Often, Some(opens)),
        Err(forbidden) => (rule_of(&forbidden), None),
    })
}

/// Why a row waits that was put off for what holds its client back for a time: a prohibition, or the calls of all jobs; `None` when it is
/// neither, or was not looked at.
fn held_back(view: &View<'_>, entry: &QueueEntry, asked: &mut usize) -> Result<Option<Rule>> {
    let is_row = entry.list.is_some() && matches!(entry.kind, EntryKind::New | EntryKind::Retry);
    if !is_row || *asked >= GATE_MOST {
        return Ok(None);
    }
    *asked += 1;
    let Some(client) = view.reads().client(entry.client)? else { return Ok(None) };
    if capped(view, entry)?.is_some() {
        return Ok(Some(Rule::Often));
    }
    let facts = Facts::read(view, &client, Case::of(Some(entry)), Pending::default())?;
    Ok(stopped_until(&facts, &client, entry).map(|_| Rule::Stop))
}

/// A row of a job that is planned for other days, and when the first of them lets it be called.
fn off_day(view: &View<'_>, hours: &Hours, entry: &QueueEntry, off: OffDay) -> (Rule, Option<Moment>) {
    match off {
        OffDay::Begins(day) => {
            let midnight = view.who.zone.from_local_datetime(&day.and_time(chrono::NaiveTime::MIN));
            let begins = midnight.earliest().map_or(view.now, Moment::from);
            (Rule::Begins, hours.opens_for(entry, begins.max(entry.wakes())))
        }
        OffDay::Over(_) => (Rule::Over, None),
    }
}

/// What forbids a contact that was taken out of the queue; `None` when nothing does any more, or it was not looked at.
fn forbidden(view: &View<'_>, entry: &QueueEntry, asked: &mut usize) -> Result<Option<Rule>> {
    if *asked >= GATE_MOST {
        return Ok(None);
    }
    *asked += 1;
    let Some(client) = view.reads().client(entry.client)? else { return Ok(Some(Rule::Number)) };
    Ok(match gate(view, &client, Case::of(Some(entry)), None)? {
        Err(forbidden) if forbidden.lasts() => Some(rule_of(&forbidden)),
        Ok(_) | Err(_) => None,
    })
}

fn rule_of(forbidden: &Forbidden) -> Rule {
    match forbidden {
        Forbidden::NoNumber | Forbidden::BadNumber(_) => Rule::Number,
        Forbidden::Stopped(_) => Rule::Stop,
        Forbidden::NoConsent(_) => Rule::Consent,
        Forbidden::OffDay(OffDay::Begins(_)) => Rule::Begins,
        Forbidden::OffDay(OffDay::Over(_)) => Rule::Over,
        Forbidden::Hours { .. } => Rule::Hours,
        Forbidden::Often { .. } | Forbidden::Capped { .. } => Rule::Often,
        Forbidden::NeverOpen => Rule::NeverOpen,
        Forbidden::InTalk(_) => Rule::Held,
    }
}
