//! What the order of the queue looks at beside kind and time.

use serde::{Deserialize, Serialize};

use crate::domain::ids::UserId;
use crate::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Moment};

/// How many skips are kept with a contact: the latest.
pub const SKIPS_KEPT: usize = 10;
/// So many skips of one client are a matter for the supervisor.
pub const SKIPS_RAISE: usize = 3;

/// What the order looks at beside kind and time; written with the contact, so that its index key can hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// How far the client's open deal has come.
    pub stage: StageBand,
    /// Priority of its call list.
    pub priority: Priority,
    /// Whose client it is: who leads him, else who spoke with him last.
    pub keeper: Option<UserId>,
    /// It was skipped: nobody is offered it before this moment.
    pub not_before: Option<Moment>,
    /// Skips since the last attempt, oldest first; at most [`SKIPS_KEPT`].
    pub skips: Vec<Skip>,
    /// The client was skipped [`SKIPS_RAISE`] times, and no supervisor has looked at it yet.
    pub raised: bool,
    /// The client named a day and no hour: it is offered from its time on, and any hour of that day will do.
    pub whole_day: bool,
}

/// How far a deal has come: the thirds of its process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StageBand {
    /// There is no open deal.
    #[default]
    None,
    /// The first third, or a deal without stages.
    Early,
    /// The second third.
    Middle,
    /// The last third.
    Late,
}

impl StageBand {
    /// The band of a stage, by its index, among so many.
    pub fn of(stage: usize, stages: usize) -> Self {
        match stage.saturating_mul(3).checked_div(stages) {
            None | Some(0) => Self::Early,
            Some(1) => Self::Middle,
            Some(_) => Self::Late,
        }
    }
}

/// Priority of a call list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Priority {
    /// After the others.
    Low,
    /// As any.
    #[default]
    Normal,
    /// Before the others.
    High,
}

/// Somebody did not want to call now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: SkipReason,
}

/// Why a contact is skipped; each is chosen by its digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// The operator has to look something up first.
    NotReady,
    /// Somebody else knows this client better.
    Colleague,
    /// The client can't well be called at this hour.
    BadTime,
    /// The card contradicts itself: a supervisor or a data steward should look at it.
    BadData,
    /// Something else.
    Other,
}

impl SkipReason {
    /// All reasons, in the order of their digits, from 1.
    pub const ALL: [Self; 5] = [Self::NotReady, Self::Colleague, Self::BadTime, Self::BadData, Self::Other];

    /// Its word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotReady => "not-ready",
            Self::Colleague => "colleague",
            Self::BadTime => "bad-time",
            Self::BadData => "bad-data",
            Self::Other => "other",
        }
    }

    /// The reason of a word or a digit.
    pub fn from_code(text: &str) -> Option<Self> {
        let digit = text.parse::<usize>().ok().and_then(|digit| digit.checked_sub(1));
        let by_digit = digit.and_then(|place| Self::ALL.get(place).copied());
        by_digit.or_else(|| Self::ALL.into_iter().find(|reason| reason.code() == text))
    }

    /// For how long nobody is offered the client, in milliseconds.
    pub fn rests_ms(self) -> i64 {
        match self {
            Self::NotReady => 15 * MINUTE_MS,
            Self::Other => 30 * MINUTE_MS,
            Self::Colleague => HOUR_MS,
            Self::BadTime => 2 * HOUR_MS,
            Self::BadData => DAY_MS,
        }
    }
}

/// Stage, attempts and priority in one byte: contacts with the same traits get the same points, time apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Traits(u8);

impl Traits {
    /// Attempts beyond this many count as this many.
    pub const ATTEMPTS_MAX: u16 = 3;
    /// The bit of promises of a day.
    const DAY: u8 = 1 << 6;

    /// Packs them.
    pub fn new(stage: StageBand, attempts: u16, priority: Priority) -> Self {
        let attempts = u8::try_from(attempts.min(Self::ATTEMPTS_MAX)).unwrap_or_default();
        Self(stage as u8 | attempts << 2 | (priority as u8) << 4)
    }

    /// The same, of a promise of a day without an hour: when that is late, another clock says.
    #[must_use]
    pub fn of_day(self, day: bool) -> Self {
        Self(self.0 & !Self::DAY | if day { Self::DAY } else { 0 })
    }

    /// Whether it is of promises of a day without an hour.
    pub fn is_of_day(self) -> bool {
        self.0 & Self::DAY != 0
    }

    /// The byte of an index key.
    pub fn byte(self) -> u8 {
        self.0
    }

    /// The traits of a byte of an index key.
    pub fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// How far the deal has come.
    pub fn stage(self) -> StageBand {
        match self.0 & 0b11 {
            0 => StageBand::None,
            1 => StageBand::Early,
            2 => StageBand::Middle,
            _ => StageBand::Late,
        }
    }

    /// Attempts made, at most [`Traits::ATTEMPTS_MAX`].
    pub fn attempts(self) -> u16 {
        u16::from(self.0 >> 2 & 0b11)
    }

    /// Priority of the list.
    pub fn priority(self) -> Priority {
        match self.0 >> 4 & 0b11 {
            0 => Priority::Low,
            1 => Priority::Normal,
            _ => Priority::High,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_are_read_back() {
        for stage in [StageBand::None, StageBand::Early, StageBand::Middle, StageBand::Late] {
            for priority in [Priority::Low, Priority::Normal, Priority::High] {
                for attempts in 0..6 {
                    let traits = Traits::from_byte(Traits::new(stage, attempts, priority).byte());
                    assert_eq!(
                        (traits.stage(), traits.attempts(), traits.priority()),
                        (stage, attempts.min(3), priority)
                    );
                }
            }
        }
    }

    #[test]
    fn stages_fall_into_thirds() {
        let bands = |stages: usize| (0..stages).map(|stage| StageBand::of(stage, stages)).collect::<Vec<_>>();
        use StageBand::{Early, Late, Middle};
        assert_eq!(bands(1), [Early]);
        assert_eq!(bands(3), [Early, Middle, Late]);
        assert_eq!(bands(7), [Early, Early, Early, Middle, Middle, Late, Late]);
        assert_eq!(StageBand::of(0, 0), Early);
        assert_eq!(StageBand::of(9, 3), Late);
    }

    #[test]
    fn a_reason_is_found_by_its_word_and_its_digit() {
        for (place, reason) in SkipReason::ALL.into_iter().enumerate() {
            assert_eq!(SkipReason::from_code(reason.code()), Some(reason));
            assert_eq!(SkipReason::from_code(&(place + 1).to_string()), Some(reason));
        }
        for bad in ["", "0", "6", "nothing"] {
            assert_eq!(SkipReason::from_code(bad), None);
        }
    }
}
