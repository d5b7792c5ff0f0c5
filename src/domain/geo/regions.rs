//! The regions of Russia: names, time, telephone codes.

use chrono_tz::{Asia, Europe, Tz};

use super::RegionCode;
use crate::domain::zone::Confidence;

/// A region of Russia (субъект РФ).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// Its name in Russian, as forms have it.
    pub ru: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// The time in the capital and in most of the region: the first of `zones`.
    pub zone: Tz,
    /// All zones of the region, that of most people first.
    pub zones: &'static [Tz],
    /// High where the whole region has one time, Medium where it has several.
    pub confidence: Confidence,
    /// Geographic telephone codes, three digits (ABC). Empty where we know of none.
    pub area_codes: &'static [u16],
}

const MSK: &[Tz] = &[Europe::Moscow];
const YEKT: &[Tz] = &[Asia::Yekaterinburg];
const KRAT: &[Tz] = &[Asia::Krasnoyarsk];
const IRKT: &[Tz] = &[Asia::Irkutsk];
const VLAT: &[Tz] = &[Asia::Vladivostok];
const CRIMEA: &[Tz] = &[Europe::Simferopol];

/// The code of Yakutia, the one region with several zones.
pub(super) const YAKUTIA: RegionCode = RegionCode(14);
/// Nenets okrug: its lines live inside the area code of Arkhangelsk.
pub(super) const NENETS: RegionCode = RegionCode(83);
/// Yakutia: most of it, the Yana and the Indigirka's upper reaches, the Kolyma.
pub(super) const YAKUTIA_ZONES: &[Tz] = &[Asia::Yakutsk, Asia::Vladivostok, Asia::Srednekolymsk];

const fn subject(
    code: u8,
    ru: &'static str,
    en: &'static str,
    zones: &'static [Tz],
    area_codes: &'static [u16],
) -> Region {
    let zone = match zones {
        [zone, ..] => *zone,
        [] => Europe::Moscow,
    };
    let confidence = if zones.len() == 1 { Confidence::High } else { Confidence::Medium };
    Region { code: RegionCode(code), ru, en, zone, zones, confidence, area_codes }
}

/// All regions, by code. Codes 495, 498 and 499 serve Moscow and the towns around it, 812 and 813 the same for
/// Saint Petersburg; each stands with the region that has most of its lines. Lines of the Zaporozhye region keep
/// numbers we have no reliable list of.
const REGIONS: &[Region] = &[
    subject(1, "Республика Адыгея", "Republic of Adygea", MSK, &[877]),
    subject(2, "Республика Башкортостан", "Republic of Bashkortostan", YEKT, &[347]),
    subject(3, "Республика Бурятия", "Republic of Buryatia", IRKT, &[301]),
    subject(4, "Республика Алтай", "Altai Republic", &[Asia::Barnaul], &[388]),
    subject(5, "Республика Дагестан", "Republic of Dagestan", MSK, &[872]),
    subject(6, "Республика Ингушетия", "Republic of Ingushetia", MSK, &[873]),
    subject(7, "Кабардино-Балкарская Республика", "Kabardino-Balkarian Republic", MSK, &[866]),
    subject(8, "Республика Калмыкия", "Republic of Kalmykia", MSK, &[847]),
    subject(9, "Карачаево-Черкесская Республика", "Karachay-Cherkess Republic", MSK, &[878]),
    subject(10, "Республика Карелия", "Republic of Karelia", MSK, &[814]),
    subject(11, "Республика Коми", "Komi Republic", MSK, &[821]),
    subject(12, "Республика Марий Эл", "Mari El Republic", MSK, &[836]),
    subject(13, "Республика Мордовия", "Republic of Mordovia", MSK, &[834]),
    subject(14, "Республика Саха (Якутия)", "Sakha Republic (Yakutia)", YAKUTIA_ZONES, &[411]),
    subject(15, "Республика Северная Осетия — Алания", "Republic of North Ossetia-Alania", MSK, &[867]),
    subject(16, "Республика Татарстан", "Republic of Tatarstan", MSK, &[843, 855]),
    subject(17, "Республика Тыва", "Tuva Republic", KRAT, &[394]),
    subject(18, "Удмуртская Республика", "Udmurt Republic", &[Europe::Samara], &[341]),
    subject(19, "Республика Хакасия", "Republic of Khakassia", KRAT, &[390]),
    subject(20, "Чеченская Республика", "Chechen Republic", MSK, &[871]),
    subject(21, "Чувашская Республика", "Chuvash Republic", MSK, &[835]),
    subject(22, "Алтайский край", "Altai Krai", &[Asia::Barnaul], &[385]),
    subject(23, "Краснодарский край", "Krasnodar Krai", MSK, &[861, 862]),
    subject(24, "Красноярский край", "Krasnoyarsk Krai", KRAT, &[391]),
    subject(25, "Приморский край", "Primorsky Krai", VLAT, &[423]),
    subject(26, "Ставропольский край", "Stavropol Krai", MSK, &[865, 879]),
    subject(27, "Хабаровский край", "Khabarovsk Krai", VLAT, &[421]),
    subject(28, "Амурская область", "Amur Oblast", &[Asia::Yakutsk], &[416]),
    subject(29, "Архангельская область", "Arkhangelsk Oblast", MSK, &[818]),
    subject(30, "Астраханская область", "Astrakhan Oblast", &[Europe::Astrakhan], &[851]),
    subject(31, "Белгородская область", "Belgorod Oblast", MSK, &[472]),
    subject(32, "Брянская область", "Bryansk Oblast", MSK, &[483]),
    subject(33, "Владимирская область", "Vladimir Oblast", MSK, &[492]),
    subject(34, "Волгоградская область", "Volgograd Oblast", &[Europe::Volgograd], &[844]),
    subject(35, "Вологодская область", "Vologda Oblast", MSK, &[817, 820]),
    subject(36, "Воронежская область", "Voronezh Oblast", MSK, &[473]),
    subject(37, "Ивановская область", "Ivanovo Oblast", MSK, &[493]),
    subject(38, "Иркутская область", "Irkutsk Oblast", IRKT, &[395]),
    subject(39, "Калининградская область", "Kaliningrad Oblast", &[Europe::Kaliningrad], &[401]),
    subject(40, "Калужская область", "Kaluga Oblast", MSK, &[484]),
    subject(41, "Камчатский край", "Kamchatka Krai", &[Asia::Kamchatka], &[415]),
    subject(42, "Кемеровская область — Кузбасс", "Kemerovo Oblast", &[Asia::Novokuznetsk], &[384]),
    subject(43, "Кировская область", "Kirov Oblast", &[Europe::Kirov], &[833]),
    subject(44, "Костромская область", "Kostroma Oblast", MSK, &[494]),
    subject(45, "Курганская область", "Kurgan Oblast", YEKT, &[352]),
    subject(46, "Курская область", "Kursk Oblast", MSK, &[471]),
    subject(47, "Ленинградская область", "Leningrad Oblast", MSK, &[813]),
    subject(48, "Липецкая область", "Lipetsk Oblast", MSK, &[474]),
    subject(49, "Магаданская область", "Magadan Oblast", &[Asia::Magadan], &[413]),
    subject(50, "Московская область", "Moscow Oblast", MSK, &[496, 498]),
    subject(51, "Мурманская область", "Murmansk Oblast", MSK, &[815]),
    subject(52, "Нижегородская область", "Nizhny Novgorod Oblast", MSK, &[831]),
    subject(53, "Новгородская область", "Novgorod Oblast", MSK, &[816]),
    subject(54, "Новосибирская область", "Novosibirsk Oblast", &[Asia::Novosibirsk], &[383]),
    subject(55, "Омская область", "Omsk Oblast", &[Asia::Omsk], &[381]),
    subject(56, "Оренбургская область", "Orenburg Oblast", YEKT, &[353]),
    subject(57, "Орловская область", "Oryol Oblast", MSK, &[486]),
    subject(58, "Пензенская область", "Penza Oblast", MSK, &[841]),
    subject(59, "Пермский край", "Perm Krai", YEKT, &[342]),
    subject(60, "Псковская область", "Pskov Oblast", MSK, &[811]),
    subject(61, "Ростовская область", "Rostov Oblast", MSK, &[863]),
    subject(62, "Рязанская область", "Ryazan Oblast", MSK, &[491]),
    subject(63, "Самарская область", "Samara Oblast", &[Europe::Samara], &[846, 848]),
    subject(64, "Саратовская область", "Saratov Oblast", &[Europe::Saratov], &[845]),
    subject(65, "Сахалинская область", "Sakhalin Oblast", &[Asia::Sakhalin], &[424]),
    subject(66, "Свердловская область", "Sverdlovsk Oblast", YEKT, &[343]),
    subject(67, "Смоленская область", "Smolensk Oblast", MSK, &[481]),
    subject(68, "Тамбовская область", "Tambov Oblast", MSK, &[475]),
    subject(69, "Тверская область", "Tver Oblast", MSK, &[482]),
    subject(70, "Томская область", "Tomsk Oblast", &[Asia::Tomsk], &[382]),
    subject(71, "Тульская область", "Tula Oblast", MSK, &[487]),
    subject(72, "Тюменская область", "Tyumen Oblast", YEKT, &[345]),
    subject(73, "Ульяновская область", "Ulyanovsk Oblast", &[Europe::Ulyanovsk], &[842]),
    subject(74, "Челябинская область", "Chelyabinsk Oblast", YEKT, &[351]),
    subject(75, "Забайкальский край", "Zabaykalsky Krai", &[Asia::Chita], &[302]),
    subject(76, "Ярославская область", "Yaroslavl Oblast", MSK, &[485]),
    subject(77, "Москва", "Moscow", MSK, &[495, 499]),
    subject(78, "Санкт-Петербург", "Saint Petersburg", MSK, &[812]),
    subject(79, "Еврейская автономная область", "Jewish Autonomous Oblast", VLAT, &[426]),
    subject(83, "Ненецкий автономный округ", "Nenets Autonomous Okrug", MSK, &[]),
    subject(86, "Ханты-Мансийский автономный округ — Югра", "Khanty-Mansi Autonomous Okrug", YEKT, &[346]),
    subject(87, "Чукотский автономный округ", "Chukotka Autonomous Okrug", &[Asia::Anadyr], &[427]),
    subject(89, "Ямало-Ненецкий автономный округ", "Yamalo-Nenets Autonomous Okrug", YEKT, &[349]),
    subject(90, "Запорожская область", "Zaporozhye Oblast", MSK, &[]),
    subject(91, "Республика Крым", "Republic of Crimea", CRIMEA, &[365]),
    subject(92, "Севастополь", "Sevastopol", CRIMEA, &[869]),
    subject(93, "Донецкая Народная Республика", "Donetsk People's Republic", MSK, &[856]),
    subject(94, "Луганская Народная Республика", "Lugansk People's Republic", MSK, &[857]),
    subject(95, "Херсонская область", "Kherson Oblast", MSK, &[860]),
    subject(99, "Байконур", "Baikonur", &[Asia::Qyzylorda], &[336]),
];

/// All regions, by code.
pub fn regions() -> &'static [Region] {
    REGIONS
}

/// The region with this code.
pub fn region(code: RegionCode) -> Option<&'static Region> {
    let at = REGIONS.binary_search_by_key(&code, |region| region.code).ok()?;
    REGIONS.get(at)
}

/// The time in a region, for the tables of cities. Moscow where there is no such region; a test keeps that from
/// happening.
pub(super) const fn zone_in(code: RegionCode) -> Tz {
    let mut rest = REGIONS;
    while let [region, tail @ ..] = rest {
        if region.code.0 == code.0 {
            return region.zone;
        }
        rest = tail;
    }
    Europe::Moscow
}

/// Whether people take one region for the other: a city and the region around it, an okrug inside a region.
pub(super) fn neighbours(a: RegionCode, b: RegionCode) -> bool {
    const TOGETHER: &[&[u8]] = &[&[77, 50], &[78, 47], &[92, 91], &[83, 29], &[72, 86, 89], &[1, 23], &[99]];
    a == b || TOGETHER.iter().any(|group| group.contains(&a.0) && group.contains(&b.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::zone_index;
    use std::collections::HashMap;

    /// Every ABC code of the Russian numbering plan (order of the ministry № 75 of 2022, and the codes given since).
    const ABC: &[u16] = &[
        301, 302, 336, 341, 342, 343, 345, 346, 347, 349, 351, 352, 353, 365, 381, 382, 383, 384, 385, 388,
        390, 391, 394, 395, 401, 411, 413, 415, 416, 421, 423, 424, 426, 427, 471, 472, 473, 474, 475, 481,
        482, 483, 484, 485, 486, 487, 491, 492, 493, 494, 495, 496, 498, 499, 811, 812, 813, 814, 815, 816,
        817, 818, 820, 821, 831, 833, 834, 835, 836, 841, 842, 843, 844, 845, 846, 847, 848, 851, 855, 856,
        857, 860, 861, 862, 863, 865, 866, 867, 869, 871, 872, 873, 877, 878, 879,
    ];

    #[test]
    fn codes_go_up_and_are_found() {
        assert!(REGIONS.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert_eq!(REGIONS.len(), 90);
        for known in REGIONS {
            assert_eq!(region(known.code), Some(known));
            assert_eq!(known.zones.first(), Some(&known.zone));
            assert_eq!(zone_in(known.code), known.zone);
            assert!(known.zones.iter().all(|zone| zone_index(*zone).is_some()), "{}", known.ru);
            assert_eq!(known.confidence == Confidence::Medium, known.code == YAKUTIA, "{}", known.ru);
        }
        for code in [0, 80, 81, 82, 84, 85, 88, 96, 98, 177, 255] {
            assert_eq!(region(RegionCode(code)), None, "{code}");
        }
    }

    #[test]
    fn every_area_code_belongs_to_one_region() {
        let mut owners: HashMap<u16, &str> = HashMap::new();
        for region in REGIONS {
            for code in region.area_codes {
                assert_eq!(owners.insert(*code, region.ru), None, "{code}");
            }
        }
        for code in ABC {
            assert!(owners.contains_key(code), "{code}");
        }
        assert_eq!(owners.len(), ABC.len());
    }

    #[test]
    fn hours_from_moscow_in_every_region() {
        // Federal law 107-ФЗ with its amendments to 2026.
        let expected = |code: u8| match code {
            39 => 0,
            18 | 30 | 63 | 64 | 73 => 2,
            2 | 45 | 56 | 59 | 66 | 72 | 74 | 86 | 89 | 99 => 3,
            55 => 4,
            4 | 17 | 19 | 22 | 24 | 42 | 54 | 70 => 5,
            3 | 38 => 6,
            14 | 28 | 75 => 7,
            25 | 27 | 79 => 8,
            49 | 65 => 9,
            41 | 87 => 10,
            _ => 1,
        };
        for region in REGIONS {
            assert_eq!(zone_index(region.zone), Some(expected(region.code.0)), "{}", region.ru);
        }
    }
}
