//! Somebody else is on the telephone with a client, or was, and has not written down what came of it.

use chrono_tz::Tz;

use crate::domain::queue::LEASE_MS;
use crate::domain::time::Moment;

/// A call of somebody else that has no result yet: a second one would come in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// Who calls, or is called: his name.
    pub by: String,
    /// Since when.
    pub since: Moment,
    /// The clock it is said by: that of whoever asks.
    pub zone: Tz,
    /// Nobody talks any more as far as is known; what came of it is not written down.
    pub over: bool,
}

/// A call without a result, as it is known of the session in which it was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenCall {
    /// When it began.
    pub since: Moment,
    /// Whether the telephone was put down.
    pub over: bool,
    /// When its session was last known to be alive; `None` when that is not known.
    pub heard: Option<Moment>,
}

impl OpenCall {
    /// Whether it goes on, or may for all anybody knows: nothing was heard of its session for no longer than a lease lasts.
    fn is_fresh(&self, at: Moment) -> bool {
        let last = self.heard.map_or(self.since, |heard| heard.max(self.since));
        // A question about another hour is not about a call of now.
        at.millis().saturating_sub(last.millis()).saturating_abs() < LEASE_MS
    }

    /// Whether it keeps others from calling at a moment: as long as it may go on or its operator may come back to it, and for
    /// the rest of the day by this clock where the law counts calls, since this is one.
    pub fn keeps_others(&self, at: Moment, zone: Tz, counted: bool) -> bool {
        self.is_fresh(at) || counted && self.since.date_in(zone) == at.date_in(zone)
    }

    /// What whoever asks is told of it.
    pub fn told(&self, by: String, at: Moment, zone: Tz) -> Talk {
        Talk { by, since: self.since, zone, over: self.over || !self.is_fresh(at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{HOUR_MS, MINUTE_MS};
    use chrono_tz::Europe::Moscow;

    #[test]
    fn a_call_keeps_others_away_while_its_session_lives_and_a_lease_longer() {
        let at = |ms| Moment::from_millis(ms);
        let call = OpenCall { since: at(10 * HOUR_MS), over: false, heard: None };
        let keeps = |call: OpenCall, ms| call.keeps_others(at(10 * HOUR_MS + ms), Moscow, false);
        assert!(keeps(call, 0) && keeps(call, LEASE_MS - 1) && !keeps(call, LEASE_MS));
        let long = OpenCall { heard: Some(at(11 * HOUR_MS)), ..call };
        assert!(keeps(long, HOUR_MS + LEASE_MS - 1) && !keeps(long, HOUR_MS + LEASE_MS));
        // A sign of the session before says nothing of this call.
        let before = OpenCall { heard: Some(at(HOUR_MS)), ..call };
        assert!(keeps(before, LEASE_MS - 1) && !keeps(before, LEASE_MS));
        assert!(!keeps(call, -HOUR_MS), "yesterday nobody knew of it");
        // Where calls are counted it is one till midnight: 00:00 in Moscow is 21:00 UTC.
        assert!(call.keeps_others(at(21 * HOUR_MS - 1), Moscow, true));
        assert!(!call.keeps_others(at(21 * HOUR_MS), Moscow, true));
        let told = |ms: i64| call.told(String::new(), at(10 * HOUR_MS + ms), Moscow).over;
        assert!(!told(MINUTE_MS) && told(HOUR_MS));
    }
}
