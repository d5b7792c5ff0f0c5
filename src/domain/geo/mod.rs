//! Places of Russia: regions, cities, telephone codes, and the time there.
//!
//! What a client's zone is worth depends on where it is known from: an address beats an area code, an area code beats
//! a mobile prefix (see [`ZoneSource`](super::zone::ZoneSource)). The tables are ours, because the time zone table of
//! Google's telephone library is wrong for Saratov and Kaliningrad; the zones themselves are those of the IANA base.
//!
//! | function | from what |
//! |---|---|
//! | [`zone_of_address`] | city, region and address of a card |
//! | [`zone_of_number`] | a telephone number |
//! | [`place_of_address`] | one line of free text |
//! | [`find_city`], [`cities_named`], [`find_region`], [`zone_named`] | a name, as people write it |

mod address;
mod aliases;
mod cities;
mod mobile;
mod named;
mod names;
mod number;
mod regions;
mod search;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::time::Moment;
use super::zone::moscow_offset;

pub use address::{Place, place_of_address, zone_of_address};
pub use cities::{City, cities};
pub use mobile::MacroRegion;
pub use named::zone_named;
pub use number::{PhonePlace, zone_of_number};
pub use regions::{Region, region, regions};
pub use search::{cities_named, find_city, find_region};

/// Code of a region (субъект РФ) as the tax service and the address register (ФИАС) number them: 1 Адыгея … 77 Москва,
/// 79 ЕАО, 83 НАО, 86 ХМАО, 87 Чукотка, 89 ЯНАО, 90 Запорожская область, 91 Крым, 92 Севастополь, 93 ДНР, 94 ЛНР,
/// 95 Херсонская область, 99 Байконур.
///
/// Up to 89 it is also the oldest code on car plates and the first two digits of an INN given there; plates know Крым
/// as 82 and the four regions of 2022 as 80, 81, 84 and 85, and plates of merged regions (80–82, 84, 85, 88) are not
/// codes here. A code made from a number is not checked: [`region`] says whether there is such a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionCode(pub u8);

/// The eleven time zones of Russia from west to east, each by its best known city: МСК−1 … МСК+9.
pub const ZONES: [Tz; 11] = [
    chrono_tz::Europe::Kaliningrad,
    chrono_tz::Europe::Moscow,
    chrono_tz::Europe::Samara,
    chrono_tz::Asia::Yekaterinburg,
    chrono_tz::Asia::Omsk,
    chrono_tz::Asia::Krasnoyarsk,
    chrono_tz::Asia::Irkutsk,
    chrono_tz::Asia::Yakutsk,
    chrono_tz::Asia::Vladivostok,
    chrono_tz::Asia::Magadan,
    chrono_tz::Asia::Kamchatka,
];

/// The zones of the IANA base that lie in Russia (`zone1970.tab`), and the old names that still stand for one.
const RUSSIAN: [Tz; 29] = [
    chrono_tz::Europe::Kaliningrad,
    chrono_tz::Europe::Moscow,
    chrono_tz::WSU,
    chrono_tz::Europe::Simferopol,
    chrono_tz::Europe::Kirov,
    chrono_tz::Europe::Volgograd,
    chrono_tz::Europe::Astrakhan,
    chrono_tz::Europe::Saratov,
    chrono_tz::Europe::Ulyanovsk,
    chrono_tz::Europe::Samara,
    chrono_tz::Asia::Yekaterinburg,
    chrono_tz::Asia::Omsk,
    chrono_tz::Asia::Novosibirsk,
    chrono_tz::Asia::Barnaul,
    chrono_tz::Asia::Tomsk,
    chrono_tz::Asia::Novokuznetsk,
    chrono_tz::Asia::Krasnoyarsk,
    chrono_tz::Asia::Irkutsk,
    chrono_tz::Asia::Chita,
    chrono_tz::Asia::Yakutsk,
    chrono_tz::Asia::Khandyga,
    chrono_tz::Asia::Vladivostok,
    chrono_tz::Asia::UstNera,
    chrono_tz::Asia::Magadan,
    chrono_tz::Asia::Sakhalin,
    chrono_tz::Asia::Srednekolymsk,
    chrono_tz::Asia::Anadyr,
    chrono_tz::Asia::Kamchatka,
    // Baikonur: rented, and numbered among the regions.
    chrono_tz::Asia::Qyzylorda,
];

/// 2037-01-01, the last year every tz file spells out: the rules in force, with all changes already announced.
const RULES_IN_FORCE: Moment = Moment::from_millis(2_114_380_800_000);

/// Place of a Russian zone among [`ZONES`], 0..=10, by its offset from Moscow under the rules in force:
/// `Europe/Saratov` is 2, as `Europe/Samara`. `None` for a zone outside Russia, whatever its offset.
pub fn zone_index(tz: Tz) -> Option<u8> {
    if !RUSSIAN.contains(&tz) {
        return None;
    }
    u8::try_from(moscow_offset(tz, RULES_IN_FORCE) + 1).ok().filter(|index| usize::from(*index) < ZONES.len())
}

/// Whether two zones show the same clock under the rules in force.
fn same_clock(a: Tz, b: Tz) -> bool {
    a == b || moscow_offset(a, RULES_IN_FORCE) == moscow_offset(b, RULES_IN_FORCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_russian_zone_has_its_place() {
        for (index, tz) in ZONES.iter().enumerate() {
            assert_eq!(zone_index(*tz), u8::try_from(index).ok(), "{tz}");
        }
        for (name, index) in [
            ("Europe/Saratov", 2),
            ("Europe/Ulyanovsk", 2),
            ("Europe/Astrakhan", 2),
            ("Europe/Volgograd", 1),
            ("Europe/Kirov", 1),
            ("Europe/Simferopol", 1),
            ("W-SU", 1),
            ("Asia/Novosibirsk", 5),
            ("Asia/Barnaul", 5),
            ("Asia/Tomsk", 5),
            ("Asia/Novokuznetsk", 5),
            ("Asia/Chita", 7),
            ("Asia/Khandyga", 7),
            ("Asia/Ust-Nera", 8),
            ("Asia/Sakhalin", 9),
            ("Asia/Srednekolymsk", 9),
            ("Asia/Anadyr", 10),
        ] {
            assert_eq!(zone_index(name.parse().unwrap()), Some(index), "{name}");
        }
        for tz in RUSSIAN {
            assert!(zone_index(tz).is_some(), "{tz}");
        }
    }

    #[test]
    fn an_equal_offset_abroad_is_not_russia() {
        for tz in [chrono_tz::Europe::Istanbul, chrono_tz::Asia::Almaty, chrono_tz::Asia::Tokyo, Tz::UTC] {
            assert_eq!(zone_index(tz), None, "{tz}");
        }
    }
}
