//! The operator's day (смена): when it began and ended, and what state the operator was in at every millisecond of it.
//!
//! The states of a day follow one another without a gap and without an overlap: each begins at the very moment the one
//! before ends, so their sum is the length of the day to the millisecond. A clock that was set back stands still until it
//! has caught up.
//!
//! | module | what lives there |
//! |---|---|
//! | [`pause`] | why an operator may pause, and for how long |
//! | [`screens`] | what results cost by the screens their keys were pressed on |
//! | [`tally`] | what a day comes to: time by state, promises kept, what a result costs |

pub mod pause;
pub mod screens;
pub mod tally;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use self::screens::ScreenCost;
use super::ids::{NoticeId, PauseId, StateSpanId, UserId, WorkDayId};
use super::time::{MINUTE_MS, Moment};

/// How long an operator has for the result after the call, in milliseconds. Longer is allowed, and is counted apart.
pub const WRAP_UP_MS: i64 = MINUTE_MS;
/// Somebody who comes back to his terminal within so many milliseconds has not been away.
pub const AWAY_MS: i64 = 15 * MINUTE_MS;
/// How often a session says that it is alive, in milliseconds.
pub const SIGN_MS: i64 = MINUTE_MS / 2;
/// A session that has said nothing for so many milliseconds, and has not left, is gone.
pub const GONE_MS: i64 = 2 * SIGN_MS;
/// Longest message of a supervisor, in characters.
pub const NOTICE_MAX: usize = 500;

/// What an operator is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OperatorState {
    /// Not at the terminal.
    Offline,
    /// Waits for the next client.
    Ready,
    /// Looks at a client before the call (preview).
    Preview,
    /// A client rings.
    Ringing,
    /// Talks.
    Talking,
    /// The call is over and its result is being recorded (after-call work, постобработка).
    AfterCall,
    /// The same, for longer than [`WRAP_UP_MS`].
    AfterCallLate,
    /// A pause, with its code.
    Paused(PauseId),
    /// Learns, with the code of it.
    Training(PauseId),
    /// Has opened the day and has not said yet that he is ready (VICIdial: LOGIN). At the desk one key says both.
    LogIn,
    /// Can't work for no fault of his own: the program was gone, or nothing could be written down (VICIdial: LAGGED).
    Lag,
}

impl OperatorState {
    /// The code of the pause, when this is one.
    pub fn pause(self) -> Option<PauseId> {
        match self {
            Self::Paused(code) | Self::Training(code) => Some(code),
            _ => None,
        }
    }
}

/// One working day of one operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkDay {
    /// The id the store gave.
    pub id: WorkDayId,
    /// Whose day it is.
    pub user: UserId,
    /// When the operator clocked in.
    pub opened: Moment,
    /// When the operator clocked out; `None` while the day lasts.
    pub closed: Option<Moment>,
    /// When the shift was to begin and to end, where that was known.
    pub planned: Option<(Moment, Moment)>,
    /// What the operator is doing.
    pub state: OperatorState,
    /// Since when.
    pub since: Moment,
    /// For which moment the call that is going on was promised.
    pub promised: Option<Moment>,
}

/// What a result has cost: keys pressed and time passed, from the end of the call to the recorded result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Keys and insertions from the clipboard.
    pub keys: u32,
    /// Milliseconds.
    pub ms: u32,
}

impl Effort {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { keys: self.keys.saturating_add(other.keys), ms: self.ms.saturating_add(other.ms) }
    }
}

/// A turn to another state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The state from now on.
    pub to: OperatorState,
    /// When the operator turned.
    pub at: Moment,
    /// What the result has cost that ended the state before.
    pub effort: Option<Effort>,
    /// The same by the screens the keys were pressed on.
    pub screens: Vec<ScreenCost>,
    /// For which moment the call was promised that begins.
    pub promised: Option<Moment>,
    /// The last result was taken back: what it had cost counts no more.
    pub retracts: bool,
}

impl Turn {
    /// A turn by which no result was recorded and nothing promised is begun.
    pub fn new(to: OperatorState, at: Moment) -> Self {
        Self { to, at, effort: None, screens: Vec::new(), promised: None, retracts: false }
    }
}

/// A state that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The state.
    pub state: OperatorState,
    /// When it began.
    pub from: Moment,
    /// When it ended: never before it began.
    pub to: Moment,
    /// What the result has cost that ended it.
    pub effort: Option<Effort>,
    /// The same by the screens the keys were pressed on.
    pub screens: Vec<ScreenCost>,
    /// For which moment the call was promised.
    pub promised: Option<Moment>,
}

/// A [`Spell`] as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateSpan {
    /// The id the store gave.
    pub id: StateSpanId,
    /// The day it belongs to.
    pub day: WorkDayId,
    /// The state.
    pub state: OperatorState,
    /// When it began.
    pub from: Moment,
    /// When it ended.
    pub to: Moment,
    /// What the result has cost that ended it.
    pub effort: Option<Effort>,
    /// For which moment the call was promised.
    pub promised: Option<Moment>,
    /// What the result has cost by the screens the keys were pressed on: the operator's own figures.
    pub screens: Vec<ScreenCost>,
}

impl StateSpan {
    /// A spell of a day.
    pub fn new(id: StateSpanId, day: WorkDayId, spell: Spell) -> Self {
        let Spell { state, from, to, effort, screens, promised } = spell;
        Self { id, day, state, from, to, effort, promised, screens }
    }

    /// The spell it keeps.
    pub fn spell(&self) -> Spell {
        let Self { id: _, day: _, state, from, to, effort, promised, ref screens } = *self;
        Spell { state, from, to, effort, screens: screens.clone(), promised }
    }
}

/// A message of a supervisor to an operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The id the store gave.
    pub id: NoticeId,
    /// To whom.
    pub to: UserId,
    /// From whom.
    pub from: UserId,
    /// When it was written.
    pub at: Moment,
    /// What it says: one line.
    pub text: String,
    /// When it was read.
    pub read: Option<Moment>,
}

impl WorkDay {
    /// A day that begins now, with an operator who has signed in.
    pub fn begin(id: WorkDayId, user: UserId, at: Moment, planned: Option<(Moment, Moment)>) -> Self {
        Self {
            id,
            user,
            opened: at,
            closed: None,
            planned,
            state: OperatorState::LogIn,
            since: at,
            promised: None,
        }
    }

    /// How long it has lasted, in milliseconds; a clock that was set back does not make it shorter.
    pub fn length_ms(&self, now: Moment) -> i64 {
        let end = self.closed.unwrap_or_else(|| now.max(self.since));
        end.millis().saturating_sub(self.opened.millis())
    }

    /// The state as it is so far.
    pub fn present(&self, now: Moment) -> Spell {
        let to = self.closed.unwrap_or(now).max(self.since);
        let (state, from, promised) = (self.state, self.since, self.promised);
        Spell { state, from, to, effort: None, screens: Vec::new(), promised }
    }

    /// Turns to another state; returns the one that has ended. A turn to the same state is none, and a day that is over
    /// does not change.
    pub fn turn(&mut self, turn: Turn) -> Option<Spell> {
        if self.closed.is_some() || turn.to == self.state && turn.effort.is_none() {
            return None;
        }
        let ended = Spell { effort: turn.effort, screens: turn.screens, ..self.present(turn.at) };
        self.state = turn.to;
        self.since = ended.to;
        self.promised = turn.promised;
        Some(ended)
    }

    /// Ends the day; returns the state that has ended with it.
    pub fn close(&mut self, at: Moment) -> Option<Spell> {
        if self.closed.is_some() {
            return None;
        }
        let ended = self.present(at);
        self.closed = Some(ended.to);
        Some(ended)
    }

    /// Whether it goes on at a moment, by the clock of the workplace: it began that day, or its shift has not ended yet. One that
    /// does not, and was never closed, ends where its operator was last known to work.
    pub fn goes_on(&self, at: Moment, zone: Tz) -> bool {
        self.opened.date_in(zone) == at.date_in(zone) || self.planned.is_some_and(|(_, to)| to > at)
    }

    /// When the session was last known to be alive, if it ended without a word: `signed` is its last sign of life, which one
    /// that leaves takes away. A turn is a sign as well.
    pub fn last_alive(&self, signed: Option<Moment>) -> Option<Moment> {
        // What was signed long before the last turn is of a session before this one.
        signed.filter(|at| at.plus_millis(GONE_MS) >= self.since).map(|at| at.max(self.since))
    }

    /// What to turn to when the operator comes back to a day that was left without a word, oldest turn first. A session that has
    /// not left was cut off (a crash, the power): from its last sign of life, `signed`, on he could not work, and of a call that
    /// went on nobody knows when it ended. Where nothing is known of a session, somebody who was away for long was not at the
    /// terminal. A short absence is none, and neither is a pause: it goes on without a terminal.
    pub fn come_back(&self, now: Moment, signed: Option<Moment>) -> Vec<Turn> {
        use OperatorState::{AfterCall, AfterCallLate, Lag, LogIn, Offline, Paused, Preview, Ready, Ringing};
        use OperatorState::{Talking, Training};
        let turn = Turn::new;
        let alive = self.last_alive(signed);
        let (away, since, most) = match alive {
            Some(alive) => (Lag, alive, GONE_MS),
            None => (Offline, self.since, AWAY_MS),
        };
        let is_gone = now.millis().saturating_sub(since.millis()) > most;
        match self.state {
            Offline => vec![turn(Ready, now)],
            Talking | AfterCall | AfterCallLate if alive.is_none() => Vec::new(),
            Paused(_) | Training(_) => Vec::new(),
            Ready | Preview | Ringing | LogIn | Lag | Talking | AfterCall | AfterCallLate if is_gone => {
                vec![turn(away, since), turn(Ready, now)]
            }
            _ => Vec::new(),
        }
    }

    /// The states since the last turn, as they are so far: where its session is gone the last of them is that he can't work.
    pub fn so_far(&self, now: Moment, signed: Option<Moment>) -> Vec<Spell> {
        let mut day = self.clone();
        let away = self.come_back(now, signed).into_iter().filter(|turn| turn.to == OperatorState::Lag);
        let mut spells: Vec<Spell> = away.filter_map(|turn| day.turn(turn)).collect();
        spells.push(day.present(now));
        spells
    }
}

#[cfg(test)]
mod tests {
    use super::tally::Tally;
    use super::*;
    use crate::domain::ids::RecordId;
    use proptest::prelude::*;

    fn day(at: i64) -> WorkDay {
        WorkDay::begin(WorkDayId::from_u64(1), UserId::from_u64(1), Moment::from_millis(at), None)
    }

    fn turn(to: OperatorState, at: i64) -> Turn {
        Turn::new(to, Moment::from_millis(at))
    }

    #[test]
    fn a_turn_ends_one_state_and_begins_the_next() {
        let mut day = day(1000);
        assert_eq!(day.turn(turn(OperatorState::LogIn, 1500)), None);
        let ended = day.turn(turn(OperatorState::Ready, 3000)).unwrap();
        assert_eq!((ended.state, ended.from.millis(), ended.to.millis()), (OperatorState::LogIn, 1000, 3000));
        let ended = day.turn(turn(OperatorState::Talking, 4000)).unwrap();
        assert_eq!((ended.state, ended.from.millis(), ended.to.millis()), (OperatorState::Ready, 3000, 4000));
        // The clock was set back: the state that ends has no length, and none is negative.
        let ended = day.turn(turn(OperatorState::AfterCall, 2000)).unwrap();
        assert_eq!((ended.from.millis(), ended.to.millis()), (4000, 4000));
        let ended = day.close(Moment::from_millis(9000)).unwrap();
        assert_eq!((ended.state, ended.to.millis()), (OperatorState::AfterCall, 9000));
        assert_eq!(day.close(Moment::from_millis(9999)), None);
        assert_eq!(day.turn(turn(OperatorState::Ready, 9999)), None);
        assert_eq!(day.length_ms(Moment::from_millis(99_999)), 8000);
    }

    #[test]
    fn who_was_away_for_long_was_offline() {
        let mut day = day(0);
        let back = |day: &WorkDay, at| day.come_back(Moment::from_millis(at), None);
        assert_eq!(back(&day, AWAY_MS), []);
        let turns = back(&day, AWAY_MS + 1);
        assert_eq!(turns, [turn(OperatorState::Offline, 0), turn(OperatorState::Ready, AWAY_MS + 1)]);
        day.turn(turn(OperatorState::Paused(PauseId::from_u64(1)), 5));
        assert_eq!(back(&day, 10 * AWAY_MS), [], "a pause goes on without a terminal");
        day.turn(turn(OperatorState::Offline, 10));
        assert_eq!(back(&day, 20), [turn(OperatorState::Ready, 20)]);
    }

    #[test]
    fn whose_program_was_gone_could_not_work() {
        let mut day = day(0);
        let at = Moment::from_millis;
        let back = |day: &WorkDay, signed, now| day.come_back(at(now), Some(at(signed)));
        // Between two signs nobody was gone; from the last one on he was, for however long.
        assert_eq!(back(&day, 40_000, 40_000 + GONE_MS), []);
        let lag = |from, to| [turn(OperatorState::Lag, from), turn(OperatorState::Ready, to)];
        assert_eq!(back(&day, 40_000, 40_001 + GONE_MS), lag(40_000, 40_001 + GONE_MS));
        assert_eq!(back(&day, 40_000, 10 * AWAY_MS), lag(40_000, 10 * AWAY_MS));
        // The last turn is a later sign; a sign long before it is of another session.
        day.turn(turn(OperatorState::Preview, 50_000));
        assert_eq!(back(&day, 40_000, 10 * AWAY_MS), lag(50_000, 10 * AWAY_MS));
        day.turn(turn(OperatorState::Ready, 50_000 + AWAY_MS));
        assert_eq!(back(&day, 40_000, 60_000 + AWAY_MS), []);
        // A pause goes on without the program. A call may, but nobody knows till when; where nothing tells of a session it does.
        day.turn(turn(OperatorState::Paused(PauseId::from_u64(1)), 60_000 + AWAY_MS));
        assert_eq!(back(&day, 60_000 + AWAY_MS, 10 * AWAY_MS), []);
        for state in [OperatorState::Talking, OperatorState::AfterCall, OperatorState::AfterCallLate] {
            day.turn(turn(state, 70_000 + AWAY_MS));
            assert_eq!(back(&day, 90_000 + AWAY_MS, 10 * AWAY_MS), lag(90_000 + AWAY_MS, 10 * AWAY_MS));
            assert_eq!(back(&day, 90_000 + AWAY_MS, 90_000 + AWAY_MS + GONE_MS), []);
            assert_eq!(day.come_back(at(10 * AWAY_MS), None), []);
        }
        // The same is told before he is back.
        let told = day.so_far(at(10 * AWAY_MS), Some(at(90_000 + AWAY_MS)));
        let told: Vec<_> =
            told.iter().map(|spell| (spell.state, spell.to.millis() - spell.from.millis())).collect();
        let gap = 9 * AWAY_MS - 90_000;
        assert_eq!(told, [(OperatorState::AfterCallLate, 20_000), (OperatorState::Lag, gap)]);
    }

    #[test]
    fn a_day_goes_on_till_midnight_or_the_end_of_its_shift() {
        let moscow = chrono_tz::Europe::Moscow;
        let mut day = day(12 * 3_600_000);
        let goes_on = |day: &WorkDay, hour: i64| day.goes_on(Moment::from_millis(hour * 3_600_000), moscow);
        assert!(goes_on(&day, 20) && !goes_on(&day, 21));
        day.planned = Some((Moment::from_millis(0), Moment::from_millis(30 * 3_600_000)));
        assert!(goes_on(&day, 29) && !goes_on(&day, 30));
    }

    fn any_state() -> impl Strategy<Value = OperatorState> {
        prop_oneof![
            Just(OperatorState::Offline),
            Just(OperatorState::LogIn),
            Just(OperatorState::Lag),
            Just(OperatorState::Ready),
            Just(OperatorState::Preview),
            Just(OperatorState::Ringing),
            Just(OperatorState::Talking),
            Just(OperatorState::AfterCall),
            Just(OperatorState::AfterCallLate),
            (1_u64..4).prop_map(|n| OperatorState::Paused(PauseId::from_u64(n))),
            (1_u64..4).prop_map(|n| OperatorState::Training(PauseId::from_u64(n))),
        ]
    }

    proptest! {
        #[test]
        fn an_outage_changes_no_sum(state in any_state(), worked in 0_i64..90_000, gap in 0_i64..9_000_000, signs in any::<bool>()) {
            let (mut day, at) = (day(0), Moment::from_millis);
            let mut spells: Vec<Spell> = day.turn(turn(state, 10)).into_iter().collect();
            let (alive, now) = (at(10 + worked), at(10 + worked + gap));
            let mut told = spells.clone();
            told.extend(day.so_far(now, signs.then_some(alive)));
            spells.extend(day.come_back(now, signs.then_some(alive)).into_iter().filter_map(|turn| day.turn(turn)));
            spells.push(day.present(now));
            for spells in [spells, told] {
                prop_assert!(spells.windows(2).all(|two| two[0].to == two[1].from));
                let sum: i64 = spells.iter().map(|spell| spell.to.millis() - spell.from.millis()).sum();
                prop_assert_eq!(sum, day.length_ms(now));
                // What is talk or work after a call was so while the session was known to live.
                let busy = |state| matches!(state, OperatorState::Talking | OperatorState::AfterCall | OperatorState::AfterCallLate);
                let worked_ms: i64 = spells.iter().filter(|spell| busy(spell.state)).map(|spell| spell.to.millis() - spell.from.millis()).sum();
                prop_assert!(!signs || worked_ms <= worked + GONE_MS);
            }
        }

        #[test]
        fn states_meet_and_their_sum_is_the_day(
            opened in -1_000_000_i64..1_000_000,
            steps in prop::collection::vec((any_state(), -50_000_i64..90_000), 0..60),
            close in any::<bool>(),
        ) {
            let (mut day, mut now, mut spells) = (day(opened), opened, Vec::new());
            for (state, step) in steps {
                now += step;
                spells.extend(day.turn(turn(state, now)));
            }
            let now = Moment::from_millis(now);
            if close { spells.extend(day.close(now)); } else { spells.push(day.present(now)); }
            prop_assert_eq!(spells.first().unwrap().from, day.opened);
            prop_assert!(spells.windows(2).all(|two| two[0].to == two[1].from));
            prop_assert!(spells.iter().all(|spell| spell.from <= spell.to));
            let mut tally = Tally::default();
            for spell in &spells { tally.add(spell); }
            let sum: i64 = tally.times().map(|(_, ms)| ms).sum();
            prop_assert_eq!(sum, day.length_ms(now));
        }
    }
}
