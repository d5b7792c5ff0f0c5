//! When it is time for a checkpoint and for a snapshot: decided from figures alone.

use crate::domain::time::Moment;
use crate::store::settings::Settings;

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// Bytes by which the journal has grown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Grown {
    pub(super) since_checkpoint: u64,
    pub(super) since_snapshot: u64,
    /// Since the engine was made compact at rest.
    pub(super) since_rest: u64,
}

/// Why the keeper looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It was woken: the journal has grown.
    Woken,
    /// A minute is over, or the store was opened a moment ago.
    Turn,
    /// A minute is over in which nobody has written anything, after somebody had.
    Rest,
}

/// How far the newest snapshot is behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Age {
    /// When the last commit before the newest snapshot was made, or the oldest one when there is no snapshot.
    pub(super) snapshot: Option<Moment>,
    /// When the last commit was made.
    pub(super) last: Option<Moment>,
    /// Whether anything was committed since the snapshot.
    pub(super) is_behind: bool,
}

impl Age {
    /// Whether a snapshot is due for this alone. The clock is that of the commits: where nobody works nothing grows old.
    fn is_due(&self, hours: u32) -> bool {
        match (hours, self.snapshot, self.last) {
            (1.., Some(before), Some(last)) => {
                self.is_behind && last.millis().saturating_sub(before.millis()) >= i64::from(hours) * HOUR_MS
            }
            _ => false,
        }
    }
}

/// What it is time for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) checkpoint: bool,
    pub(super) snapshot: bool,
    /// Nobody works: there is time for what costs more.
    pub(super) rest: bool,
}

/// Whether the journal has grown so far that something is due, over a base with so many bytes of keys and values.
pub(super) fn is_grown(settings: &Settings, live: u64, grown: &Grown) -> bool {
    wants_checkpoint(settings, grown) || wants_snapshot(settings, live, grown)
}

/// What is due. `age` is asked only now and then: it may cost a look into the journal.
pub(super) fn due(
    settings: &Settings,
    live: u64,
    grown: &Grown,
    look: Look,
    age: impl FnOnce() -> Age,
) -> Due {
    let rest = look == Look::Rest;
    let checkpoint = rest || wants_checkpoint(settings, grown);
    let snapshot = wants_snapshot(settings, live, grown)
        || (checkpoint || look != Look::Woken) && age().is_due(settings.snapshot_hours);
    Due { checkpoint, snapshot, rest }
}

fn wants_checkpoint(settings: &Settings, grown: &Grown) -> bool {
    grown.since_checkpoint >= settings.checkpoint_bytes
}

fn wants_snapshot(settings: &Settings, live: u64, grown: &Grown) -> bool {
    grown.since_snapshot >= worth_a_snapshot(settings, live)
}

/// By how many bytes the journal must have grown, over a base with so many bytes of keys and values, before another snapshot
/// spares enough of it. A snapshot comes to about a seventh of them; one as large as the journal before it would spare nothing.
pub(super) fn worth_a_snapshot(settings: &Settings, live: u64) -> u64 {
    settings.snapshot_bytes.max(live / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Grown = Grown { since_checkpoint: 900, since_snapshot: 900, since_rest: 900 };

    fn hours_apart(hours: i64) -> Age {
        let at = |hours: i64| Some(Moment::from_millis(1_794_301_200_000 + hours * HOUR_MS));
        Age { snapshot: at(0), last: at(hours), is_behind: true }
    }

    fn decide(settings: &Settings, grown: &Grown, look: Look, age: Age) -> Due {
        due(settings, 0, grown, look, || age)
    }

    #[test]
    fn a_small_firm_gets_its_snapshot_every_day() {
        let settings = Settings::default();
        let snapshot = |look, hours| decide(&settings, &SMALL, look, hours_apart(hours)).snapshot;
        for look in [Look::Turn, Look::Rest] {
            assert_eq!([0, 23, 24, 100].map(|hours| snapshot(look, hours)), [false, false, true, true]);
        }
        // Nobody looks at the time of commits after each of them.
        assert!(!snapshot(Look::Woken, 100));
        let never = Settings { snapshot_hours: 0, ..settings };
        assert!(!decide(&never, &SMALL, Look::Turn, hours_apart(1000)).snapshot);
        let often = Settings { snapshot_hours: 1, ..settings };
        assert!(decide(&often, &SMALL, Look::Turn, hours_apart(1)).snapshot);
    }

    #[test]
    fn there_is_none_when_nothing_was_written_or_nobody_knows_when() {
        let settings = Settings::default();
        let old = hours_apart(100);
        let none = [
            Age { is_behind: false, ..old },
            Age { snapshot: None, ..old },
            Age { last: None, ..old },
            // The clock was put back.
            hours_apart(-100),
        ];
        for age in none {
            assert!(!decide(&settings, &SMALL, Look::Rest, age).snapshot, "{age:?}");
        }
    }

    #[test]
    fn what_has_grown_is_due_however_young_it_is() {
        let settings = Settings { checkpoint_bytes: 1000, snapshot_bytes: 5000, ..Settings::default() };
        let of = |since_checkpoint, since_snapshot, live, look| {
            let grown = Grown { since_checkpoint, since_snapshot, since_rest: 1 };
            let due = due(&settings, live, &grown, look, || hours_apart(1));
            assert_eq!(
                is_grown(&settings, live, &grown),
                look == Look::Woken && (due.checkpoint || due.snapshot)
            );
            (due.checkpoint, due.snapshot, due.rest)
        };
        assert_eq!(of(999, 4999, 0, Look::Woken), (false, false, false));
        assert_eq!(of(1000, 4999, 0, Look::Woken), (true, false, false));
        assert_eq!(of(0, 5000, 0, Look::Woken), (false, true, false));
        // A large base is worth a snapshot later.
        assert_eq!(of(0, 5000, 40_000, Look::Woken), (false, false, false));
        assert_eq!(of(0, 10_000, 40_000, Look::Woken), (false, true, false));
        assert_eq!(of(0, 0, 0, Look::Turn), (false, false, false));
        assert_eq!(of(0, 0, 0, Look::Rest), (true, false, true));
        // With a checkpoint the time is looked at, too.
        let grown = Grown { since_checkpoint: 1000, ..Grown::default() };
        assert!(decide(&settings, &grown, Look::Woken, hours_apart(24)).snapshot);
    }
}
