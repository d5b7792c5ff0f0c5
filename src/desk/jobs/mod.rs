//! Call jobs: preparing and starting them, loading their rows and taking loads back, their order and their progress.
//!
//! | module | what it does |
//! |---|---|
//! | `make` | making a job, setting it up |
//! | `run` | starting, pausing, finishing; what is missing for it |
//! | `next` | which rows the queue offers, and in which order |
//! | `recycle` | when a client of a job is called again |
//! | `load`, `base` | rows from a file and from the base |
//! | `unload` | taking a load back |
//! | `card` | everything about a job on one page; its heat |

mod base;
mod card;
mod load;
mod make;
mod next;
mod recycle;
mod run;
mod unload;

pub use self::base::{BaseCut, BaseLoaded, BaseRow, Hears, LoadBase};
pub(super) use self::card::each_key;
pub use self::card::{HeatOfJob, JobCard, JobOf, LoadOf, LoadTold, RowTold};
pub use self::load::{FileLoad, LoadOptions, Told};
pub use self::make::{NewJob, SetJob, SetJobOf, leader_named, operators_named};
pub(super) use self::next::{Head, mixed, mixes, offered, owners};
pub use self::next::{NextRow, NextRows};
pub(super) use self::recycle::{Again, again, capped, capped_after, debt_calls, reached};
pub use self::run::{FinishJob, MissingOf, PauseJob, ReadyJob, StartJob};
pub use self::unload::{Touched, Unloaded};

/// The name of the use-case that writes a part of a load from the base.
pub(super) const BASE_PART: &str = <base::BasePart as super::UseCase>::NAME;
