//! STUB
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RegionCode(pub u8);
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
pub fn zone_index(tz: Tz) -> Option<u8> {
    ZONES.iter().position(|z| *z == tz).map(|p| p as u8)
}
