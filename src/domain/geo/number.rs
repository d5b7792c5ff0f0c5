//! The place of a telephone number.

use chrono_tz::{Asia, Europe, Tz};

use super::RegionCode;
use super::mobile::{MacroRegion, hint_of};
use super::regions::{NENETS, Region, YAKUTIA, region, regions};
use crate::domain::zone::{ClientZone, Confidence, ZoneSource};

/// What a number says about the place of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhonePlace {
    /// The likeliest zone, its source and how sure it is. A zone of low confidence is for the eye; whether a call may
    /// be made should be judged by all of `zones`.
    pub zone: ClientZone,
    /// The region of Russia, when the number belongs to one.
    pub region: Option<RegionCode>,
    /// The part of Russia a mobile prefix hints at; `None` for all other numbers.
    pub macro_region: Option<MacroRegion>,
    /// All zones in which the owner may live, the likeliest first.
    pub zones: &'static [Tz],
}

/// The place of a number given as its E.164 digits: 74951234567.
///
/// A geographic code of Russia gives its region: High, or Medium where the code spans zones and the district is not
/// known. A mobile prefix gives at most a hint, always Low: numbers move with their owners. A number of another
/// country gives that country's zone when it has only one. `None` for 8-800 and other numbers without a place, for mobile
/// prefixes spread over the country, for countries with several zones, and for digits that are no number.
pub fn zone_of_number(number: u64) -> Option<PhonePlace> {
    if (70_000_000_000..80_000_000_000).contains(&number) {
        return zone_of_seven(number - 70_000_000_000);
    }
    let digits = number.checked_ilog10()? + 1;
    if !(8..=15).contains(&digits) {
        return None;
    }
    (1..=3).find_map(|length| {
        let prefix = number.checked_div(10_u64.checked_pow(digits - length)?)?;
        let (_, zones) = COUNTRIES.iter().find(|(code, _)| u64::from(*code) == prefix)?;
        certain(zones, None)
    })
}

/// Numbers of country code 7: Russia, Kazakhstan, Abkhazia. `national` has ten digits.
fn zone_of_seven(national: u64) -> Option<PhonePlace> {
    let code = u16::try_from(national / 10_000_000).ok()?;
    match code {
        600..=799 => certain(&[Asia::Almaty], None),
        840 | 940 => certain(&[Europe::Moscow], None),
        900..=999 => {
            let hint = hint_of(code)?;
            let zone = ClientZone {
                tz: *hint.zones.first()?,
                source: ZoneSource::MobilePrefix,
                confidence: Confidence::Low,
            };
            Some(PhonePlace { zone, region: hint.region, macro_region: Some(hint.part), zones: hint.zones })
        }
        _ => of_area(code, u32::try_from(national / 100_000).ok()?),
    }
}

/// A geographic code and the first five digits, which tell the district.
fn of_area(code: u16, district: u32) -> Option<PhonePlace> {
    let owner = regions().iter().find(|region| region.area_codes.contains(&code))?;
    if district == 81853 {
        return of_region(region(NENETS)?);
    }
    if owner.code != YAKUTIA {
        return of_region(owner);
    }
    match YAKUTIA_DISTRICTS.iter().find(|(digits, _)| *digits == district) {
        Some((_, zones)) => certain(zones, Some(owner.code)),
        // 4112 is the city of Yakutsk.
        None if district / 10 == 4112 => certain(&[Asia::Yakutsk], Some(owner.code)),
        None => of_region(owner),
    }
}

fn of_region(region: &'static Region) -> Option<PhonePlace> {
    let zone = ClientZone { tz: region.zone, source: ZoneSource::AreaCode, confidence: region.confidence };
    Some(PhonePlace { zone, region: Some(region.code), macro_region: None, zones: region.zones })
}

fn certain(zones: &'static [Tz], region: Option<RegionCode>) -> Option<PhonePlace> {
    let zone = ClientZone { tz: *zones.first()?, source: ZoneSource::AreaCode, confidence: Confidence::High };
    Some(PhonePlace { zone, region, macro_region: None, zones })
}

const CENTRE: &[Tz] = &[Asia::Yakutsk];
const YANA: &[Tz] = &[Asia::Vladivostok];
const KOLYMA: &[Tz] = &[Asia::Srednekolymsk];

/// The districts (улусы) of Yakutia by five digits, with their time by the law 107-ФЗ.
const YAKUTIA_DISTRICTS: &[(u32, &[Tz])] = &[
    (41131, CENTRE),            // Бердигестях
    (41132, CENTRE),            // Вилюйск
    (41133, CENTRE),            // Верхневилюйск
    (41134, CENTRE),            // Нюрба
    (41135, CENTRE),            // Сунтар
    (41136, CENTRE),            // Мирный
    (41137, CENTRE),            // Ленск
    (41138, CENTRE),            // Олёкминск
    (41141, &[Asia::Khandyga]), // Усть-Мая
    (41142, CENTRE),            // Амга
    (41143, CENTRE),            // Майя
    (41144, CENTRE),            // Покровск
    (41145, CENTRE),            // Алдан
    (41147, CENTRE),            // Нерюнгри
    (41150, KOLYMA),            // Хонуу, Момский улус
    (41151, CENTRE),            // Чурапча
    (41152, CENTRE),            // Ытык-Кюёль
    (41153, &[Asia::Khandyga]), // Хандыга
    (41154, &[Asia::UstNera]),  // Усть-Нера
    (41155, KOLYMA),            // Зырянка
    (41156, KOLYMA),            // Среднеколымск
    (41157, KOLYMA),            // Черский
    (41158, KOLYMA),            // Чокурдах
    (41159, KOLYMA),            // Белая Гора
    (41160, CENTRE),            // Батагай-Алыта
    (41161, CENTRE),            // Борогонцы
    (41162, CENTRE),            // Намцы
    (41163, CENTRE),            // Сангар
    (41164, CENTRE),            // Жиганск
    (41165, YANA),              // Батагай
    (41166, YANA),              // Депутатский
    (41167, CENTRE),            // Тикси
    (41168, CENTRE),            // Саскылах
    (41169, CENTRE),            // Оленёк
];

/// Countries with one zone: the neighbours, and those clients are called in most. A country with several zones, or
/// with islands far away, is not here.
const COUNTRIES: &[(u16, &[Tz])] = &[
    (30, &[Europe::Athens]),
    (31, &[Europe::Amsterdam]),
    (32, &[Europe::Brussels]),
    (36, &[Europe::Budapest]),
    (39, &[Europe::Rome]),
    (40, &[Europe::Bucharest]),
    (41, &[Europe::Zurich]),
    (43, &[Europe::Vienna]),
    (44, &[Europe::London]),
    (45, &[Europe::Copenhagen]),
    (46, &[Europe::Stockholm]),
    (47, &[Europe::Oslo]),
    (48, &[Europe::Warsaw]),
    (49, &[Europe::Berlin]),
    (66, &[Asia::Bangkok]),
    (81, &[Asia::Tokyo]),
    (82, &[Asia::Seoul]),
    (84, &[Asia::Ho_Chi_Minh]),
    (86, &[Asia::Shanghai]),
    (90, &[Europe::Istanbul]),
    (91, &[Asia::Kolkata]),
    (357, &[Asia::Nicosia]),
    (358, &[Europe::Helsinki]),
    (359, &[Europe::Sofia]),
    (370, &[Europe::Vilnius]),
    (371, &[Europe::Riga]),
    (372, &[Europe::Tallinn]),
    (373, &[Europe::Chisinau]),
    (374, &[Asia::Yerevan]),
    (375, &[Europe::Minsk]),
    (380, &[Europe::Kyiv]),
    (381, &[Europe::Belgrade]),
    (382, &[Europe::Podgorica]),
    (385, &[Europe::Zagreb]),
    (386, &[Europe::Ljubljana]),
    (420, &[Europe::Prague]),
    (421, &[Europe::Bratislava]),
    (971, &[Asia::Dubai]),
    (972, &[Asia::Jerusalem]),
    (992, &[Asia::Dushanbe]),
    (993, &[Asia::Ashgabat]),
    (994, &[Asia::Baku]),
    (995, &[Asia::Tbilisi]),
    (996, &[Asia::Bishkek]),
    (998, &[Asia::Tashkent]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::zone_index;
    use proptest::prelude::*;

    #[test]
    fn geographic_codes() {
        use Confidence::{High, Medium};
        for (number, zone, sure, code) in [
            (74951234567, "Europe/Moscow", High, 77),
            (74991234567, "Europe/Moscow", High, 77),
            (74961234567, "Europe/Moscow", High, 50),
            (78121234567, "Europe/Moscow", High, 78),
            (74012123456, "Europe/Kaliningrad", High, 39),
            (78452123456, "Europe/Saratov", High, 64),
            (78422123456, "Europe/Ulyanovsk", High, 73),
            (78512123456, "Europe/Astrakhan", High, 30),
            (78442123456, "Europe/Volgograd", High, 34),
            (78462123456, "Europe/Samara", High, 63),
            (78482123456, "Europe/Samara", High, 63),
            (73412123456, "Europe/Samara", High, 18),
            (73431234567, "Asia/Yekaterinburg", High, 66),
            (73812123456, "Asia/Omsk", High, 55),
            (73831234567, "Asia/Novosibirsk", High, 54),
            (73822123456, "Asia/Tomsk", High, 70),
            (73912123456, "Asia/Krasnoyarsk", High, 24),
            (73952123456, "Asia/Irkutsk", High, 38),
            (73022123456, "Asia/Chita", High, 75),
            (74232123456, "Asia/Vladivostok", High, 25),
            (74242123456, "Asia/Sakhalin", High, 65),
            (74245312345, "Asia/Sakhalin", High, 65),
            (74132123456, "Asia/Magadan", High, 49),
            (74152123456, "Asia/Kamchatka", High, 41),
            (74272212345, "Asia/Anadyr", High, 87),
            (74112123456, "Asia/Yakutsk", High, 14),
            (74113612345, "Asia/Yakutsk", High, 14),
            (74115612345, "Asia/Srednekolymsk", High, 14),
            (74116512345, "Asia/Vladivostok", High, 14),
            (74115412345, "Asia/Ust-Nera", High, 14),
            (74117012345, "Asia/Yakutsk", Medium, 14),
            (78182123456, "Europe/Moscow", High, 29),
            (78185312345, "Europe/Moscow", High, 83),
            (73652123456, "Europe/Simferopol", High, 91),
            (78692123456, "Europe/Simferopol", High, 92),
            (78562123456, "Europe/Moscow", High, 93),
            (73362212345, "Asia/Qyzylorda", High, 99),
        ] {
            let place = zone_of_number(number).unwrap_or_else(|| panic!("{number}"));
            let tz: Tz = zone.parse().unwrap();
            assert_eq!(
                place.zone,
                ClientZone { tz, source: ZoneSource::AreaCode, confidence: sure },
                "{number}"
            );
            assert_eq!((place.region, place.macro_region), (Some(RegionCode(code)), None), "{number}");
            assert_eq!(place.zones.first(), Some(&tz), "{number}");
            assert_eq!(place.zones.len() == 1, sure == High, "{number}");
        }
    }

    #[test]
    fn mobile_prefixes_only_hint() {
        use MacroRegion::{Centre, FarEast, NorthWest, Siberia, South, Ural, Volga};
        for (number, part, index) in [
            (79125550177, Ural, 3),
            (79221234567, Ural, 3),
            (79101234567, Centre, 1),
            (79161234567, Centre, 1),
            (79851234567, Centre, 1),
            (79111234567, NorthWest, 1),
            (79131234567, Siberia, 5),
            (79141234567, FarEast, 7),
            (79241234567, FarEast, 8),
            (79181234567, South, 1),
            (79271234567, Volga, 2),
        ] {
            let place = zone_of_number(number).unwrap_or_else(|| panic!("{number}"));
            assert_eq!(place.macro_region, Some(part), "{number}");
            assert_eq!(zone_index(place.zone.tz), Some(index), "{number}");
            assert_eq!(place.zone.source, ZoneSource::MobilePrefix, "{number}");
            assert_eq!(place.zone.confidence, Confidence::Low, "{number}");
        }
        for number in
            [79031234567, 79091234567, 79531234567, 79191234567, 79291234567, 79991234567, 79841234567]
        {
            assert_eq!(zone_of_number(number), None, "{number}");
        }
    }

    #[test]
    fn other_countries() {
        for (number, zone) in [
            (77011234567, "Asia/Almaty"),
            (77272123456, "Asia/Almaty"),
            (76001234567, "Asia/Almaty"),
            (375291234567, "Europe/Minsk"),
            (37491234567, "Asia/Yerevan"),
            (995512345678, "Asia/Tbilisi"),
            (994501234567, "Asia/Baku"),
            (998901234567, "Asia/Tashkent"),
            (996555123456, "Asia/Bishkek"),
            (992901234567, "Asia/Dushanbe"),
            (37369123456, "Europe/Chisinau"),
            (4915112345678, "Europe/Berlin"),
            (8613912345678, "Asia/Shanghai"),
            (78402212345, "Europe/Moscow"),
        ] {
            let place = zone_of_number(number).unwrap_or_else(|| panic!("{number}"));
            assert_eq!(place.zone.tz.name(), zone, "{number}");
            assert_eq!((place.zone.confidence, place.region), (Confidence::High, None), "{number}");
        }
    }

    #[test]
    fn numbers_without_a_place() {
        for number in [
            0,
            7,
            112,
            78001234567,
            78041234567,
            74001234567,
            75001234567,
            71001234567,
            7495123456,
            749512345678,
            12125551234,
            97611123456,
            34612345678,
            3751234,
            u64::MAX,
        ] {
            assert_eq!(zone_of_number(number), None, "{number}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(number in any::<u64>()) {
            let _ = zone_of_number(number);
        }

        #[test]
        fn the_likeliest_zone_is_the_first_possible_one(number in 70_000_000_000_u64..80_000_000_000) {
            if let Some(place) = zone_of_number(number) {
                prop_assert_eq!(place.zones.first(), Some(&place.zone.tz));
            }
        }
    }
}
