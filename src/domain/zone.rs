//! A client's time zone: what it is, where we know it from, and how sure we are.

use chrono::Offset;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::time::Moment;

/// A time zone with its source. The best source wins; see [`ClientZone::better`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientZone {
    /// The IANA zone.
    pub tz: Tz,
    /// Where we know it from.
    pub source: ZoneSource,
    /// How sure we are.
    pub confidence: Confidence,
}

/// Where a zone is known from, weakest first, so that the order of the variants is the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ZoneSource {
    /// A mobile prefix: it hints at a part of the country, and the number may have moved.
    MobilePrefix,
    /// A geographic area code.
    AreaCode,
    /// The client's address or region.
    Address,
    /// The client said so.
    Said,
}

/// How sure a zone is, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Confidence {
    /// A guess: several zones are possible.
    Low,
    /// Most of the area has this zone, some of it another.
    Medium,
    /// Certain as far as the source goes.
    High,
}

impl ClientZone {
    /// The better of two: the one from the better source, then the surer one; the first when equal.
    pub fn better(self, other: Self) -> Self {
        if (other.source, other.confidence) > (self.source, self.confidence) { other } else { self }
    }
}

/// Hours between a zone and Moscow at `at`, rounded towards zero (all zones of Russia differ by whole hours).
pub fn moscow_offset(tz: Tz, at: Moment) -> i32 {
    let seconds = |tz: Tz| at.in_zone(tz).offset().fix().local_minus_utc();
    (seconds(tz) - seconds(chrono_tz::Europe::Moscow)) / 3600
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_source_wins() {
        let zone = |source, confidence| ClientZone { tz: chrono_tz::Asia::Omsk, source, confidence };
        let said = zone(ZoneSource::Said, Confidence::High);
        let code = zone(ZoneSource::AreaCode, Confidence::High);
        let hint = zone(ZoneSource::AreaCode, Confidence::Medium);
        assert_eq!(code.better(said), said);
        assert_eq!(said.better(code), said);
        assert_eq!(hint.better(code), code);
    }

    #[test]
    fn offsets_from_moscow() {
        let at = Moment::from_millis(1_800_000_000_000);
        for (tz, hours) in [
            (chrono_tz::Europe::Kaliningrad, -1),
            (chrono_tz::Europe::Moscow, 0),
            (chrono_tz::Asia::Vladivostok, 7),
            (chrono_tz::Asia::Kamchatka, 9),
        ] {
            assert_eq!(moscow_offset(tz, at), hours, "{tz}");
        }
    }
}
