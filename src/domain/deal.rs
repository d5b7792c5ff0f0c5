//! Deals and the rules by which they move through their process.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::client::Interest;
use super::ids::{self, ClientId, DealId, PersonId, ProcessId, RecordId, UserId};
use super::money::Money;
use super::process::{Control, Process, ReasonRule, Stage};
use super::time::Moment;

/// A deal with a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// The id the store gave.
    pub id: DealId,
    /// The client.
    pub client: ClientId,
    /// The person who leads it on the client's side, when known.
    pub person: Option<PersonId>,
    /// What it is about: «Телевизоры, осень».
    pub name: String,
    /// The process, in the version the deal began with.
    pub process: ProcessId,
    /// Open, won or lost.
    pub status: DealStatus,
    /// Stages passed, in order of time; the last one is the present stage. Empty for a deal without stages.
    pub passes: Vec<StagePass>,
    /// The sum expected.
    pub amount: Option<Money>,
    /// Who is responsible.
    pub owner: UserId,
    /// When it began.
    pub opened: Moment,
    /// When it was won or lost.
    pub closed: Option<Moment>,
    /// Channel and source of the deal.
    pub interest: Option<Interest>,
}

/// State of a deal (1С: «В работе, Выиграна, Проиграна»).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DealStatus {
    /// In work.
    Open,
    /// Won.
    Won,
    /// Lost, with the reason.
    Lost {
        /// Why; never empty.
        reason: String,
    },
}

/// One stay on one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagePass {
    /// Index of the stage in the process.
    pub stage: u16,
    /// When the deal came here.
    pub entered: Moment,
    /// When it left; `None` at the present stage.
    pub left: Option<Moment>,
    /// Why it left, where the process wants a reason.
    pub reason: String,
}

/// A move of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Move {
    /// To the next stage; from the last stage the deal is won.
    Forward,
    /// To the stage before.
    Back,
    /// Won, whatever the stage.
    Win,
    /// Lost; always wants a reason.
    Lose,
}

/// Why a deal does not move.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum MoveError {
    /// Won and lost deals stay as they are.
    #[error("the deal is closed")]
    Closed,
    /// There is no stage before the first.
    #[error("the deal is on its first stage")]
    First,
    /// A deal without stages can only be won or lost.
    #[error("the deal has no stages")]
    NoStages,
    /// The process wants to know why.
    #[error("this move wants a reason")]
    ReasonWanted,
    /// The deal is of another process.
    #[error("the deal belongs to another process")]
    WrongProcess,
}

impl Deal {
    /// The code people see.
    pub fn code(&self) -> String {
        ids::code(self.id.as_u64())
    }

    /// Whether it is in work.
    pub fn is_open(&self) -> bool {
        self.status == DealStatus::Open
    }

    /// Index of the present (or last) stage; `None` for a deal without stages.
    pub fn stage(&self) -> Option<usize> {
        self.passes.last().map(|pass| usize::from(pass.stage))
    }

    /// The first pass of a deal that begins at stage `stage` of its process. Out of range counts as the last stage.
    pub fn first_pass(process: &Process, stage: usize, now: Moment) -> Vec<StagePass> {
        let Some(last) = process.stages.len().checked_sub(1) else { return Vec::new() };
        let stage = u16::try_from(stage.min(last)).unwrap_or(u16::MAX);
        vec![StagePass { stage, entered: now, left: None, reason: String::new() }]
    }

    /// Where a move leads: `Ok(Some(stage))`, or `Ok(None)` when it closes the deal.
    ///
    /// # Errors
    /// When the deal can't move so; never [`MoveError::ReasonWanted`].
    pub fn target(&self, process: &Process, step: Move) -> Result<Option<usize>, MoveError> {
        if process.id != self.process {
            return Err(MoveError::WrongProcess);
        }
        if !self.is_open() {
            return Err(MoveError::Closed);
        }
        match step {
            Move::Win | Move::Lose => Ok(None),
            Move::Forward | Move::Back if process.control == Control::None => Err(MoveError::NoStages),
            Move::Forward => {
                let next = self.stage().map_or(0, |stage| stage + 1);
                Ok((next < process.stages.len()).then_some(next))
            }
            Move::Back => match self.stage() {
                None => Err(MoveError::NoStages),
                Some(stage) => stage.checked_sub(1).map(Some).ok_or(MoveError::First),
            },
        }
    }

    /// Whether the process wants a reason for this move.
    pub fn wants_reason(&self, process: &Process, step: Move) -> bool {
        let rule = self.stage().and_then(|stage| process.stages.get(stage)).map(|stage| stage.reason);
        match step {
            Move::Lose => true,
            Move::Back => matches!(rule, Some(ReasonRule::Back | ReasonRule::Always)),
            Move::Forward | Move::Win => rule == Some(ReasonRule::Always),
        }
    }

    /// Makes a move.
    ///
    /// # Errors
    /// When the deal can't move so, or a reason is wanted and `reason` is blank; the deal is unchanged then.
    pub fn apply(
        &mut self,
        process: &Process,
        step: Move,
        reason: &str,
        now: Moment,
    ) -> Result<(), MoveError> {
        let target = self.target(process, step)?;
        let reason = reason.trim();
        if reason.is_empty() && self.wants_reason(process, step) {
            return Err(MoveError::ReasonWanted);
        }
        if let Some(pass) = self.passes.last_mut() {
            pass.left = Some(now);
            reason.clone_into(&mut pass.reason);
        }
        match target {
            Some(stage) => {
                let stage = u16::try_from(stage).unwrap_or(u16::MAX);
                self.passes.push(StagePass { stage, entered: now, left: None, reason: String::new() });
            }
            None => {
                self.closed = Some(now);
                self.status = match step {
                    Move::Lose => DealStatus::Lost { reason: reason.to_owned() },
                    _ => DealStatus::Won,
                };
            }
        }
        Ok(())
    }

    /// The stages of the process as this deal has passed them: for each, where the deal stands to it.
    pub fn map<'p>(&self, process: &'p Process, now: Moment) -> Vec<StageView<'p>> {
        let present = self.stage();
        let views = process.stages.iter().enumerate().map(|(index, stage)| {
            let passes = self.passes.iter().filter(|pass| usize::from(pass.stage) == index);
            let entered = passes.clone().next_back().map(|pass| pass.entered);
            let days = passes.map(|pass| pass.left.unwrap_or(now).days_since(pass.entered).max(0)).sum();
            let place = match present {
                Some(present) if index == present && self.is_open() => StagePlace::Current,
                Some(present) if index < present || (index == present && self.status == DealStatus::Won) => {
                    if entered.is_some() {
                        StagePlace::Passed
                    } else {
                        StagePlace::Skipped
                    }
                }
                Some(present) if index == present => StagePlace::Lost,
                _ => StagePlace::Ahead,
            };
            let entered = if place == StagePlace::Ahead { None } else { entered };
            StageView {
                stage,
                place,
                entered,
                days,
                late: place == StagePlace::Current && is_late(stage, days),
            }
        });
        views.collect()
    }
}

fn is_late(stage: &Stage, days: i64) -> bool {
    stage.norm_days.is_some_and(|norm| days > i64::from(norm))
}

/// One stage as a deal stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageView<'p> {
    /// The stage.
    pub stage: &'p Stage,
    /// Passed, current or ahead.
    pub place: StagePlace,
    /// When the deal last came here.
    pub entered: Option<Moment>,
    /// Whole days spent here, all stays together.
    pub days: i64,
    /// Whether the deal has been here longer than the norm.
    pub late: bool,
}

/// Where a deal stands to a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StagePlace {
    /// The deal was here.
    Passed,
    /// The deal went past without stopping.
    Skipped,
    /// The deal is here.
    Current,
    /// The deal was lost here.
    Lost,
    /// The deal has not come here yet (or has come back).
    Ahead,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Bilingual;
    use crate::domain::time::DAY_MS;
    use proptest::prelude::*;

    fn process(reasons: &[ReasonRule]) -> Process {
        let stage = |(n, reason): (usize, &ReasonRule)| Stage {
            code: format!("s{n}"),
            name: Bilingual::default(),
            norm_days: Some(3),
            probability: None,
            reason: *reason,
            task: None,
        };
        Process {
            id: ProcessId::from_u64(1),
            code: "p".into(),
            version: 1,
            name: Bilingual::default(),
            control: if reasons.is_empty() { Control::None } else { Control::Process },
            stages: reasons.iter().enumerate().map(stage).collect(),
            loss_reasons: Vec::new(),
        }
    }

    fn deal(process: &Process) -> Deal {
        Deal {
            id: DealId::from_u64(7),
            client: ClientId::from_u64(1),
            person: None,
            name: "Телевизоры".into(),
            process: process.id,
            status: DealStatus::Open,
            passes: Deal::first_pass(process, 0, Moment::from_millis(0)),
            amount: None,
            owner: UserId::from_u64(1),
            opened: Moment::from_millis(0),
            closed: None,
            interest: None,
        }
    }

    fn day(n: i64) -> Moment {
        Moment::from_millis(n * DAY_MS)
    }

    #[test]
    fn a_deal_walks_to_the_end_and_is_won() {
        let process = process(&[ReasonRule::Back; 3]);
        let mut deal = deal(&process);
        for d in 1..=3 {
            assert!(deal.is_open());
            deal.apply(&process, Move::Forward, "", day(d)).unwrap();
        }
        assert_eq!(deal.status, DealStatus::Won);
        assert_eq!(deal.closed, Some(day(3)));
        assert!(deal.map(&process, day(9)).iter().all(|s| s.place == StagePlace::Passed && s.days == 1));
        assert_eq!(deal.apply(&process, Move::Back, "x", day(4)), Err(MoveError::Closed));
    }

    #[test]
    fn the_way_back_wants_a_reason() {
        let process = process(&[ReasonRule::Never, ReasonRule::Back, ReasonRule::Always]);
        let mut deal = deal(&process);
        assert_eq!(deal.apply(&process, Move::Back, "x", day(1)), Err(MoveError::First));
        deal.apply(&process, Move::Forward, "", day(1)).unwrap();
        let before = deal.clone();
        assert_eq!(deal.apply(&process, Move::Back, "  ", day(2)), Err(MoveError::ReasonWanted));
        assert_eq!(deal, before);
        deal.apply(&process, Move::Back, "передумали", day(2)).unwrap();
        assert_eq!(deal.stage(), Some(0));
        let map = deal.map(&process, day(8));
        assert_eq!(map[0].place, StagePlace::Current);
        assert_eq!(map[0].days, 1 + 6);
        assert!(map[0].late);
        assert_eq!((map[1].place, map[1].entered), (StagePlace::Ahead, None));
        assert_eq!(deal.passes[1].reason, "передумали");
    }

    #[test]
    fn losing_wants_a_reason_and_keeps_the_place() {
        let process = process(&[ReasonRule::Never; 2]);
        let mut deal = deal(&process);
        assert_eq!(deal.apply(&process, Move::Lose, "", day(1)), Err(MoveError::ReasonWanted));
        deal.apply(&process, Move::Lose, "дорого", day(1)).unwrap();
        assert_eq!(deal.status, DealStatus::Lost { reason: "дорого".into() });
        assert_eq!(deal.map(&process, day(2))[0].place, StagePlace::Lost);
    }

    #[test]
    fn a_deal_without_stages_can_only_be_closed() {
        let process = process(&[]);
        let mut deal = deal(&process);
        assert_eq!(deal.stage(), None);
        assert_eq!(deal.target(&process, Move::Forward), Err(MoveError::NoStages));
        assert_eq!(deal.target(&process, Move::Back), Err(MoveError::NoStages));
        deal.apply(&process, Move::Win, "", day(1)).unwrap();
        assert_eq!(deal.status, DealStatus::Won);
    }

    proptest! {
        /// Whatever is pressed: passes join without gaps, only the last is open, and a closed deal does not move.
        #[test]
        fn passes_join(steps in prop::collection::vec(0_u8..4, 0..40)) {
            let process = process(&[ReasonRule::Never, ReasonRule::Back, ReasonRule::Always, ReasonRule::Never]);
            let mut deal = deal(&process);
            for (n, step) in (1_i64..).zip(steps) {
                let step = [Move::Forward, Move::Back, Move::Win, Move::Lose][usize::from(step % 4)];
                let was_open = deal.is_open();
                let moved = deal.apply(&process, step, "причина", day(n));
                prop_assert!(was_open || moved == Err(MoveError::Closed));
            }
            for pair in deal.passes.windows(2) {
                prop_assert_eq!(pair[0].left, Some(pair[1].entered));
            }
            prop_assert_eq!(deal.passes.last().unwrap().left.is_some(), !deal.is_open());
            prop_assert_eq!(deal.closed.is_some(), !deal.is_open());
        }
    }
}
