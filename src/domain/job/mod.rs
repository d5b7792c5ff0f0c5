//! A call job (задание на обзвон): a call list with who works on it, when, in which order and how often.
//!
//! | module | what lives there |
//! |---|---|
//! | [`days`] | days as they are typed |
//! | [`ready`] | what is missing before a job can be started |
//! | [`load`] | loads of rows: what became of every row, and the sums |
//! | [`order`] | the order and the mix of jobs |
//! | [`own`] | numbers of the firm itself |
//! | [`limits`] | how often the law lets one client be called about a debt |
//! | [`progress`] | states of rows, penetration, saturation, the strip of zones |
//! | [`heat`] | the best hours, by the clock of the clients |
//!
//! When a client is called again is told by [`recycle`](super::recycle).

pub mod days;
pub mod heat;
pub mod limits;
pub mod load;
pub mod order;
pub mod own;
pub mod progress;
pub mod ready;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::UserId;
use super::recycle::Recycle;
use super::time::Moment;

/// The most urgent priority …
pub const PRIORITY_FIRST: u8 = 1;
/// … the one a job has unless told otherwise …
pub const PRIORITY: u8 = 5;
/// … and the least urgent.
pub const PRIORITY_LAST: u8 = 9;

/// What makes a call list a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Where it stands.
    pub state: JobState,
    /// Who may take its rows.
    pub operators: Operators,
    /// The day it is planned to begin.
    pub from: Option<NaiveDate>,
    /// The last day it is planned for.
    pub to: Option<NaiveDate>,
    /// Which of several jobs comes first: 1, the most urgent, to 9.
    pub priority: u8,
    /// How it is mixed with others, and new rows with repeated ones.
    pub order: Order,
    /// When a client is called again, and how often.
    pub recycle: Recycle,
    /// When it was started the first time.
    pub started: Option<Moment>,
    /// When it was finished.
    pub finished: Option<Moment>,
    /// Whether the next contact is taken by itself once a result of this job is written down.
    pub auto_next: bool,
}

impl Job {
    /// A job in preparation: nobody is called yet.
    pub fn draft() -> Self {
        Self { state: JobState::Draft, operators: Operators::Named(Vec::new()), ..Self::open() }
    }

    /// A list anybody works on from the first row on: what call lists were before there were jobs, and what an import
    /// makes when it is told a name that is new.
    pub fn open() -> Self {
        Self {
            state: JobState::Running,
            operators: Operators::Everybody,
            from: None,
            to: None,
            priority: PRIORITY,
            order: Order::default(),
            recycle: Recycle::default(),
            started: None,
            finished: None,
            auto_next: false,
        }
    }
}

/// Why a job is not worked on today, whatever its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffDay {
    /// Its first day is still to come.
    Begins(NaiveDate),
    /// Its last day is over.
    Over(NaiveDate),
}

impl Job {
    /// Why nobody works on it on a day; `None` on the days it is planned for, and when it is planned for none.
    pub fn off_day(&self, day: NaiveDate) -> Option<OffDay> {
        match (self.from, self.to) {
            (Some(from), _) if day < from => Some(OffDay::Begins(from)),
            (_, Some(to)) if day > to => Some(OffDay::Over(to)),
            _ => None,
        }
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum JobState {
    /// It is being prepared.
    Draft,
    /// It is prepared and waits for its day.
    Ready,
    /// Its rows are offered.
    Running,
    /// Its rows are kept back for a while.
    Paused,
    /// It is over.
    Finished,
}

impl JobState {
    /// All states, in the order a job passes them.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Ready, Self::Running, Self::Paused, Self::Finished];

    /// Its name on the command line and for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
        }
    }

    /// Whether it may be started: one that runs need not, and one that is over stays so.
    pub fn may_start(self) -> bool {
        matches!(self, Self::Draft | Self::Ready | Self::Paused)
    }
}

/// Who may take the rows of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operators {
    /// Everybody who works here.
    Everybody,
    /// These; nobody when empty.
    Named(Vec<UserId>),
}

impl Operators {
    /// Whether a user is among them.
    pub fn has(&self, user: UserId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Named(users) => users.contains(&user),
        }
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Named(users) if users.is_empty())
    }
}

/// How the rows of a job are served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Every n-th row is one nobody has called yet, even while repeated calls wait; 0: the points decide.
    pub every_new: u8,
    /// The share of this job in the work on all jobs that have one; 0: it has none, and comes when those have no rows.
    pub share: u8,
}

impl Order {
    /// Whether it asks for anything but the usual order.
    pub fn is_usual(self) -> bool {
        self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;

    #[test]
    fn a_job_is_worked_on_from_its_first_day_to_its_last() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let job = |from, to| Job { from, to, ..Job::open() };
        let planned = job(Some(day(23)), Some(day(25)));
        assert_eq!(planned.off_day(day(22)), Some(OffDay::Begins(day(23))));
        assert_eq!([23, 24, 25].map(|at| planned.off_day(day(at))), [None; 3]);
        assert_eq!(planned.off_day(day(26)), Some(OffDay::Over(day(25))));
        assert_eq!(job(Some(day(23)), None).off_day(day(30)), None);
        assert_eq!(job(None, Some(day(25))).off_day(day(1)), None);
        assert_eq!(Job::open().off_day(day(1)), None);
    }

    #[test]
    fn nobody_works_on_a_draft_and_everybody_on_an_open_list() {
        let me = UserId::from_u64(3);
        let (draft, open) = (Job::draft(), Job::open());
        assert!(draft.operators.is_empty() && !draft.operators.has(me) && draft.state.may_start());
        assert!(!open.operators.is_empty() && open.operators.has(me) && !open.state.may_start());
        assert!(Operators::Named(vec![me]).has(me));
        assert!(!JobState::Finished.may_start() && JobState::Paused.may_start());
    }
}
