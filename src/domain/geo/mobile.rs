//! What a mobile prefix hints at.
//!
//! The three digits after +7 were once given to one operator in one part of the country. Where that still shows, a
//! number is likelier to be from there than from elsewhere; where the prefix is handed out everywhere there is no hint
//! here, and so no guess at all. Shares were counted in the public register of numbering as of August 2026; a zone
//! is possible when it holds at least one number in a hundred.

use chrono_tz::{Asia, Europe, Tz};
use serde::{Deserialize, Serialize};

use super::RegionCode;

/// A part of Russia as mobile operators cut it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MacroRegion {
    /// Moscow and the regions around it.
    Centre,
    /// Saint Petersburg, the north, Kaliningrad.
    NorthWest,
    /// From Nizhny Novgorod to Ufa and Astrakhan.
    Volga,
    /// The south and the Caucasus.
    South,
    /// The Urals, with Perm, Kirov, Komi and Udmurtia.
    Ural,
    /// From Omsk to Tuva and Krasnoyarsk.
    Siberia,
    /// From Lake Baikal to the Pacific.
    FarEast,
}

/// What one prefix hints at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hint {
    pub(super) prefix: u16,
    pub(super) part: MacroRegion,
    /// Only where the whole prefix belongs to one region.
    pub(super) region: Option<RegionCode>,
    /// Possible zones, the likeliest first.
    pub(super) zones: &'static [Tz],
}

const MSK: Tz = Europe::Moscow;
const KALT: Tz = Europe::Kaliningrad;
const SAMT: Tz = Europe::Samara;
const YEKT: Tz = Asia::Yekaterinburg;
const OMST: Tz = Asia::Omsk;
const KRAT: Tz = Asia::Krasnoyarsk;
const IRKT: Tz = Asia::Irkutsk;
const YAKT: Tz = Asia::Yakutsk;
const VLAT: Tz = Asia::Vladivostok;
const MAGT: Tz = Asia::Magadan;
const PETT: Tz = Asia::Kamchatka;

const fn hint(prefix: u16, part: MacroRegion, zones: &'static [Tz]) -> Hint {
    Hint { prefix, part, region: None, zones }
}

const fn of_region(prefix: u16, region: u8) -> Hint {
    Hint { prefix, part: MacroRegion::South, region: Some(RegionCode(region)), zones: &[MSK] }
}

use MacroRegion::{Centre, FarEast, NorthWest, Siberia, South, Ural, Volga};

/// By prefix. Not here, because they are spread over the country: 900–909, 919, 929, 931–936, 939, 950–958, 960–969,
/// 984, 986, 991–996, 999, and 941, 942, 970, 971, 997, which are given to machines.
const HINTS: &[Hint] = &[
    hint(910, Centre, &[MSK]),
    hint(911, NorthWest, &[MSK, KALT]),
    hint(912, Ural, &[YEKT, MSK, SAMT]),
    hint(913, Siberia, &[KRAT, OMST]),
    hint(914, FarEast, &[YAKT, VLAT, IRKT, MAGT, PETT]),
    hint(915, Centre, &[MSK]),
    hint(916, Centre, &[MSK]),
    hint(917, Volga, &[MSK, SAMT, YEKT]),
    hint(918, South, &[MSK]),
    hint(920, Centre, &[MSK]),
    hint(921, NorthWest, &[MSK, KALT]),
    hint(922, Ural, &[YEKT, MSK, SAMT]),
    hint(923, Siberia, &[KRAT, MSK, OMST]),
    hint(924, FarEast, &[VLAT, YAKT, IRKT, MAGT, MSK, PETT]),
    hint(925, Centre, &[MSK]),
    hint(926, Centre, &[MSK]),
    hint(927, Volga, &[SAMT, MSK, YEKT]),
    hint(928, South, &[MSK]),
    hint(930, Centre, &[MSK, YEKT]),
    hint(937, Volga, &[MSK, SAMT, YEKT]),
    hint(938, South, &[MSK]),
    of_region(949, 93),
    of_region(959, 94),
    hint(977, Centre, &[MSK, YEKT]),
    hint(978, South, &[MSK]),
    hint(979, South, &[MSK]),
    hint(980, Centre, &[MSK, YEKT, SAMT, KRAT]),
    hint(981, NorthWest, &[MSK, KALT, SAMT]),
    hint(982, Ural, &[YEKT, MSK, SAMT]),
    hint(983, Siberia, &[KRAT, IRKT, MSK, OMST]),
    hint(985, Centre, &[MSK]),
    hint(987, Volga, &[MSK, YEKT, SAMT]),
    hint(988, South, &[MSK, SAMT]),
    hint(989, South, &[MSK, SAMT, YEKT]),
    hint(990, South, &[MSK]),
];

/// What the prefix (900–999) hints at; `None` when it is spread over the country.
pub(super) fn hint_of(prefix: u16) -> Option<&'static Hint> {
    HINTS.get(HINTS.binary_search_by_key(&prefix, |hint| hint.prefix).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::{region, zone_index};

    #[test]
    fn the_table_is_in_order_and_names_russian_zones() {
        assert!(HINTS.windows(2).all(|pair| pair[0].prefix < pair[1].prefix));
        for hint in HINTS {
            assert!((900..1000).contains(&hint.prefix), "{}", hint.prefix);
            assert!(!hint.zones.is_empty(), "{}", hint.prefix);
            assert!(hint.zones.iter().all(|zone| zone_index(*zone).is_some()), "{}", hint.prefix);
            assert!(hint.region.is_none_or(|code| region(code).is_some()), "{}", hint.prefix);
        }
    }
}
