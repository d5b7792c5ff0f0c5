//! An operator's day: clocking in and out, what he does meanwhile, pauses, messages.
//!
//! | module | what it does |
//! |---|---|
//! | `begun` | to which day work belongs, opened or not |
//! | `keys` | on which screens the keys of results were pressed |
//! | `morning` | what an operator sees before the day begins |
//! | `ends` | what keeps a day from being closed |
//! | `pauses` | pause codes as records |
//! | `notices` | messages of a supervisor |
//! | `report` | what a day has come to |

pub(in crate::desk) mod begun;
mod ends;
mod keys;
mod morning;
mod notices;
mod pauses;
mod report;

pub use self::ends::{EndsOf, LooseEnd};
pub use self::keys::{DayKeys, KeysOf};
pub use self::morning::{Campaign, Morning, MorningOf, Promised, Promises};
pub use self::notices::{NoticesOf, ReadNotices, SendNotice};
pub use self::pauses::SavePauses;
pub use self::report::{DayReport, ReportOf};

use super::{DeskError, Plan, Query, Result, UseCase, View};
use crate::domain::day::tally::Tally;
use crate::domain::day::{Spell, StateSpan, Turn, WorkDay};
use crate::domain::ids::{UserId, WorkDayId};
use crate::domain::time::Moment;
use crate::store::{Index, Kept};

/// More states a day than anybody passes.
const SPANS_MAX: usize = 50_000;

/// A day that lasts, and what it has come to so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDay {
    /// The day.
    pub day: WorkDay,
    /// Its states that have ended.
    pub tally: Tally,
}

/// The day of a user that is not over.
pub(in crate::desk) fn open_day(view: &View<'_>, user: UserId) -> Result<Option<Kept<WorkDay>>> {
    Ok(view.reads().by_index::<WorkDay>(&Index::DayOpen.key().id(user), 1)?.pop())
}

/// Asks since when the day of the one who asks is open; `None` when it is not.
#[derive(Clone, Copy, Debug)]
pub struct OpenSince;

impl Query for OpenSince {
    type Answer = Option<Moment>;

    fn answer(&self, view: &View<'_>) -> Result<Option<Moment>> {
        Ok(open_day(view, view.who.user)?.map(|day| day.opened))
    }
}

/// What the states of a day that have ended come to.
fn tally_of(view: &View<'_>, day: WorkDayId) -> Result<Tally> {
    let mut tally = Tally::default();
    for span in spans_of(view, day)? {
        tally.add(&span.spell());
    }
    Ok(tally)
}

/// The states of a day that have ended, oldest first.
fn spans_of(view: &View<'_>, day: WorkDayId) -> Result<Vec<StateSpan>> {
    let spans = view.reads().by_index::<StateSpan>(&Index::SpanByDay.key().id(day), SPANS_MAX)?;
    Ok(spans.into_iter().map(|kept| kept.record).collect())
}

/// Writes down a state that has ended. One without any length says nothing, unless a result ended it.
fn add_span(plan: &mut Plan<'_>, day: WorkDayId, spell: Spell) -> Result<()> {
    if spell.from == spell.to && spell.effort.is_none() && spell.promised.is_none() {
        return Ok(());
    }
    let id = plan.new_id::<StateSpan>();
    plan.add(&StateSpan::new(id, day, spell))
}

/// Forgets what the last result of a day has cost: it was taken back.
fn retract(plan: &mut Plan<'_>, day: WorkDayId) -> Result<()> {
    let spans = plan.reads().by_index::<StateSpan>(&Index::SpanByDay.key().id(day), SPANS_MAX)?;
    let Some(mut last) = spans.into_iter().rfind(|span| span.effort.is_some()) else { return Ok(()) };
    (last.record.effort, last.record.screens) = (None, Vec::new());
    plan.change(&last)
}

/// A moment an operator names for what he did: not later than now.
fn not_later(at: Moment, now: Moment) -> Moment {
    at.min(now)
}

/// Clocks in. A day that was not closed goes on when it is today's, and is closed where its operator was last known to work when
/// it is not. A new one begins with the first work that belongs to no day: see `begun`.
#[derive(Clone, Debug)]
pub struct ClockIn {
    /// When the operator did so.
    pub at: Moment,
    /// What he has turned to since his session began, oldest first: whoever rings, and a call of the session before, come before the
    /// shift is open.
    pub before: Vec<Turn>,
}

impl ClockIn {
    /// With nothing done before it.
    pub fn at(at: Moment) -> Self {
        Self { at, before: Vec::new() }
    }
}

impl UseCase for ClockIn {
    type Done = OpenDay;

    const NAME: &'static str = "day.open";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<OpenDay> {
        let user = plan.who.user;
        let zone = begun::zone_of(plan, user)?;
        let at = not_later(self.at, plan.now);
        let came = self.before.first().map_or(at, |first| not_later(first.at, at));
        if let Some(mut kept) = open_day(plan, user)? {
            let mut tally = tally_of(plan, kept.id)?;
            if kept.goes_on(at, zone) {
                let before = kept.record.clone();
                let signed = plan.desk.drafts.signed(user);
                let turns = [kept.record.come_back(came, signed), self.before.clone()].concat();
                let id = kept.id;
                for spell in turned(plan, &mut kept.record, &turns)? {
                    tally.add(&spell);
                    add_span(plan, id, spell)?;
                }
                if kept.record != before {
                    plan.change(&kept)?;
                }
                return Ok(OpenDay { day: kept.record, tally });
            }
            close(plan, &mut kept, at)?;
        } else {
            plan.commit().expect_nothing(Index::DayOpen.key().id(user));
        }
        let worked = begun::unopened(plan, user, at.date_in(zone))?.map(|(first, _)| first);
        let first = worked.map_or(came, |worked| worked.min(came));
        // What was begun before midnight is no work of this day.
        let first = first.max(at.day_begins(zone)).min(at);
        let mut day =
            WorkDay::begin(plan.new_id::<WorkDay>(), user, first, morning::planned(plan, user, at)?);
        let (mut tally, id) = (Tally::default(), day.id);
        for spell in turned(plan, &mut day, &self.before)? {
            tally.add(&spell);
            add_span(plan, id, spell)?;
        }
        plan.add(&day)?;
        Ok(OpenDay { day, tally })
    }
}

/// Turns a day, one state after the other; returns the states that have ended.
fn turned(plan: &mut Plan<'_>, day: &mut WorkDay, turns: &[Turn]) -> Result<Vec<Spell>> {
    let mut spells: Vec<Spell> = Vec::new();
    for turn in turns {
        if turn.retracts {
            match spells.iter_mut().rfind(|spell| spell.effort.is_some()) {
                Some(spell) => (spell.effort, spell.screens) = (None, Vec::new()),
                None => retract(plan, day.id)?,
            }
        }
        if let Some(code) = turn.to.pause() {
            plan.need::<crate::domain::day::pause::PauseCode>(super::What::PauseCode, code)?;
        }
        let turn = Turn { at: not_later(turn.at, plan.now), ..turn.clone() };
        spells.extend(day.turn(turn));
    }
    Ok(spells)
}

/// Ends a day, at this moment or, when it does not go on any more, where its operator was last known to work; returns the state
/// that has ended with it.
fn close(plan: &mut Plan<'_>, kept: &mut Kept<WorkDay>, at: Moment) -> Result<Option<Spell>> {
    let zone = begun::zone_of(plan, kept.user)?;
    let at = if kept.goes_on(at, zone) { at } else { begun::last_of(plan, kept, zone)? };
    let ended = kept.record.close(at);
    plan.change(kept)?;
    if let Some(spell) = &ended {
        add_span(plan, kept.id, spell.clone())?;
    }
    Ok(ended)
}

/// Turns to other states, one after the other. A session hands over everything it could not hand over before.
#[derive(Clone, Debug)]
pub struct TurnState(pub Vec<Turn>);

impl UseCase for TurnState {
    type Done = WorkDay;

    const NAME: &'static str = "day.state";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<WorkDay> {
        let mut kept = open_day(plan, plan.who.user)?.ok_or(DeskError::NoDay)?;
        let before = kept.record.clone();
        for spell in turned(plan, &mut kept.record, &self.0)? {
            add_span(plan, kept.id, spell)?;
        }
        if kept.record != before {
            plan.change(&kept)?;
        }
        Ok(kept.record)
    }
}

/// Closes the day, unless something is left to do.
#[derive(Clone, Copy, Debug)]
pub struct CloseDay {
    /// When the operator did so.
    pub at: Moment,
}

impl UseCase for CloseDay {
    type Done = DayReport;

    const NAME: &'static str = "day.close";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<DayReport> {
        let mut kept = open_day(plan, plan.who.user)?.ok_or(DeskError::NoDay)?;
        let ends = ends::loose(plan)?;
        if !ends.is_empty() {
            return Err(DeskError::LooseEnds(ends));
        }
        let mut tally = tally_of(plan, kept.id)?;
        if let Some(spell) = close(plan, &mut kept, not_later(self.at, plan.now))? {
            tally.add(&spell);
        }
        report::of(plan, kept.record, tally)
    }
}
