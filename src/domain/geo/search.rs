//! Finding a city or a region by its name, as people write it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::RegionCode;
use super::aliases::{CITY_ALIASES, REGION_ALIASES};
use super::cities::{City, cities};
use super::names::{is_cyrillic, key, latin_key, translit};
use super::regions::regions;

/// Words that say what kind of place a region is, not which.
static REGION_KINDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "область обл области кр край края республика респ республики р ао аобл автономный автономная авт \
     округ округа окр а о народная г гор город федерального значения oblast obl region krai kray \
     territory republic resp respublika of the autonomous okrug district area city peoples people s \
     federal"
        .split_whitespace()
        .collect()
});

/// Kinds after which a region's name may be cut short: «Новосиб. обл.».
const SHORTENED: &[&str] = &["область", "обл", "край"];

/// Longest name of a place, in words: «Комсомольск на Амуре г», with some room.
const WORDS_MAX: usize = 10;

struct CityIndex {
    cyrillic: HashMap<String, Vec<&'static City>>,
    latin: HashMap<String, Vec<&'static City>>,
}

static CITIES: LazyLock<CityIndex> = LazyLock::new(|| {
    let mut index = CityIndex { cyrillic: HashMap::new(), latin: HashMap::new() };
    let mut put = |name: &str, city: &'static City| {
        let (map, key) = if is_cyrillic(name) {
            (&mut index.cyrillic, key(name))
        } else {
            (&mut index.latin, latin_key(name))
        };
        let namesakes: &mut Vec<&City> = map.entry(key).or_default();
        if !namesakes.contains(&city) {
            namesakes.push(city);
        }
    };
    for city in cities() {
        put(city.ru, city);
        put(city.short_ru, city);
        put(city.en, city);
        put(&translit(city.ru), city);
        // In Latin letters ё is written yo, or e as in most papers.
        put(&translit(&city.ru.replace('ё', "е").replace("Ё", "Е")), city);
        put(&translit(city.short_ru), city);
    }
    for (name, region, of) in CITY_ALIASES {
        if let Some(city) = cities().find(|city| city.ru == *of && city.region.0 == *region) {
            put(name, city);
            if is_cyrillic(name) {
                put(&translit(name), city);
            }
        }
    }
    for namesakes in index.cyrillic.values_mut().chain(index.latin.values_mut()) {
        namesakes.sort_by_key(|city| std::cmp::Reverse(city.people));
    }
    index
});

static REGIONS: LazyLock<HashMap<String, RegionCode>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    let mut put = |name: &str, code: RegionCode| {
        // The first owner of a name keeps it: «Алтай» and «Moscow» are decided by the longer forms.
        if is_cyrillic(name) {
            index.entry(region_key(name)).or_insert(code);
            index.entry(latin_region_key(&translit(name))).or_insert(code);
        } else {
            index.entry(latin_region_key(name)).or_insert(code);
            index.entry(latin_key(name)).or_insert(code);
        }
    };
    for name in ["Москва", "Moscow", "Moskva"] {
        put(name, RegionCode(77));
    }
    for (name, code) in REGION_ALIASES {
        if !name.contains("alta") && !name.contains("moscow") {
            put(name, RegionCode(*code));
        }
    }
    for region in regions() {
        put(region.ru, region.code);
        put(region.en, region.code);
    }
    for (name, code) in REGION_ALIASES {
        index.insert(latin_key(name), RegionCode(*code));
    }
    index.remove(&latin_region_key("altai"));
    index
});

/// Cities of this name, the biggest first; empty when there is none. The name is compared without «г.» and «город»,
/// small and capital letters, ё and hyphens; it may be short («Екб»), colloquial («Питер») or in Latin letters.
pub fn cities_named(name: &str) -> &'static [&'static City] {
    let found = if is_cyrillic(name) {
        let key = key(name);
        CITIES.cyrillic.get(&key).or_else(|| CITIES.cyrillic.get(bare_city(&key)))
    } else {
        let key = latin_key(name);
        CITIES.latin.get(&key).or_else(|| CITIES.latin.get(bare_city(&key)))
    };
    found.map_or(&[], Vec::as_slice)
}

/// The city of this name; the biggest where several have it ([`cities_named`] gives them all).
///
/// ```
/// use dozvon::domain::geo::find_city;
/// assert_eq!(find_city("г. ростов на дону").map(|city| city.ru), Some("Ростов-на-Дону"));
/// assert_eq!(find_city("Ekaterinburg").map(|city| city.ru), Some("Екатеринбург"));
/// ```
pub fn find_city(name: &str) -> Option<&'static City> {
    cities_named(name).first().copied()
}

/// A key without the word for a city before or after the name.
fn bare_city(key: &str) -> &str {
    for kind in ["г", "гор", "город", "city"] {
        let before = key.strip_prefix(kind).and_then(|rest| rest.strip_prefix(' '));
        let after = key.strip_suffix(kind).and_then(|rest| rest.strip_suffix(' '));
        if let Some(bare) = before.or(after) {
            return bare;
        }
    }
    key
}

/// The region of this name: «Омская обл.», «Респ. Татарстан», «г. Москва», «ХМАО», «Новосиб. область», «Tver Oblast».
///
/// The text must be the region's name and nothing else; [`place_of_address`](super::place_of_address) finds a region
/// inside a longer text.
pub fn find_region(name: &str) -> Option<RegionCode> {
    if !is_cyrillic(name) {
        return REGIONS.get(&latin_key(name)).or_else(|| REGIONS.get(&latin_region_key(name))).copied();
    }
    let key = key(name);
    if key.split(' ').count() > WORDS_MAX {
        return None;
    }
    REGIONS.get(&stem(&key)).copied().or_else(|| shortened_region(&key))
}

fn region_key(name: &str) -> String {
    stem(&key(name))
}

/// A region's name without the words for its kind, adjectives without their ending.
fn stem(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for word in key.split(' ').filter(|word| !REGION_KINDS.contains(word)) {
        if !out.is_empty() {
            out.push(' ');
        }
        match adjective(word) {
            Some(stem) => {
                out.push_str(stem);
                // Keeps «Томская» apart from «Томск».
                out.push('~');
            }
            None => out.push_str(word),
        }
    }
    out
}

/// The stem of an adjective in -ский, whatever its case and gender.
fn adjective(word: &str) -> Option<&str> {
    let stem = ["ская", "ский", "ской", "скую", "ском", "ского", "скому", "ским"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))?;
    (stem.chars().count() >= 2).then_some(stem)
}

fn latin_region_key(name: &str) -> String {
    let key = key(name);
    let bare: Vec<&str> = key.split(' ').filter(|word| !REGION_KINDS.contains(word)).collect();
    latin_key(&bare.join(" "))
}

/// «Моск. обл.», «Краснояр. край»: the beginning of exactly one region's name.
fn shortened_region(key: &str) -> Option<RegionCode> {
    let mut words = key.split(' ');
    let (first, second, None) = (words.next()?, words.next()?, words.next()) else { return None };
    let kind = *SHORTENED.iter().find(|kind| **kind == second || **kind == first)?;
    let start = if kind == second { first } else { second };
    if start.chars().count() < 3 {
        return None;
    }
    let of_kind = if kind == "край" { "край" } else { "область" };
    let mut fitting = regions().iter().filter(|region| {
        let name = region.ru.to_lowercase();
        name.contains(of_kind) && name.starts_with(start)
    });
    let (region, None) = (fitting.next()?, fitting.next()) else { return None };
    Some(region.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_city_is_found_by_each_of_its_names() {
        let mut count = 0;
        for city in cities() {
            count += 1;
            let upper = city.ru.to_uppercase();
            let plain = city.ru.replace('ё', "е").replace('-', " ");
            for name in [city.ru, city.en, city.short_ru, &upper, &plain, &format!("г. {}", city.ru)] {
                assert!(cities_named(name).contains(&city), "{name}");
            }
            assert!(cities_named(&translit(city.ru)).contains(&city), "{}", translit(city.ru));
        }
        assert!(count > 1100, "{count}");
    }

    #[test]
    fn cities_as_people_write_them() {
        for (text, ru, region) in [
            ("мск", "Москва", 77),
            ("MSK", "Москва", 77),
            ("СПб", "Санкт-Петербург", 78),
            ("С.-Петербург", "Санкт-Петербург", 78),
            ("санкт петербург г", "Санкт-Петербург", 78),
            ("St. Petersburg", "Санкт-Петербург", 78),
            ("Питер", "Санкт-Петербург", 78),
            ("екб", "Екатеринбург", 66),
            ("ekb", "Екатеринбург", 66),
            ("Ekaterinburg", "Екатеринбург", 66),
            ("Нск", "Новосибирск", 54),
            ("Влад", "Владивосток", 25),
            ("г.Орел", "Орёл", 57),
            ("Orel", "Орёл", 57),
            ("город Киров", "Киров", 43),
            ("Благовещенск", "Благовещенск", 28),
            ("Мирный", "Мирный", 14),
            ("Железногорск", "Железногорск", 46),
            ("Ростов", "Ростов-на-Дону", 61),
            ("Ростов-н/Д", "Ростов-на-Дону", 61),
            ("Ростов н/Д.", "Ростов-на-Дону", 61),
            ("rostov na donu", "Ростов-на-Дону", 61),
            ("Комсомольск-на-Амуре", "Комсомольск-на-Амуре", 27),
            ("ЙОШКАР ОЛА", "Йошкар-Ола", 12),
            ("Nizhniy Novgorod", "Нижний Новгород", 52),
            ("Н.Новгород", "Нижний Новгород", 52),
            ("Новгород", "Великий Новгород", 53),
            ("Togliatti", "Тольятти", 63),
            ("Korolev", "Королёв", 50),
            ("Schelkovo", "Щёлково", 50),
            ("Ulan Ude", "Улан-Удэ", 3),
            ("Петропавловск-Камчатский", "Петропавловск-Камчатский", 41),
            ("Donetsk", "Донецк", 93),
        ] {
            let found = find_city(text).map(|city| (city.ru, city.region.0));
            assert_eq!(found, Some((ru, region)), "{text}");
        }
        for text in ["", " ", "г", "г.", "Московская", "ул. Ленина", "Лондон", "x", "Новосибирск2", "ская"]
        {
            assert_eq!(find_city(text), None, "{text}");
        }
    }

    #[test]
    fn namesakes_stand_by_size() {
        let regions: Vec<u8> = cities_named("Советск").iter().map(|city| city.region.0).collect();
        assert_eq!(regions, [39, 43, 71]);
        assert_eq!(cities_named("Комсомольск").len(), 2);
        assert_eq!(cities_named("Свердловск").first().map(|city| city.region.0), Some(66));
    }

    #[test]
    fn latin_spelling_makes_no_new_namesakes() {
        for (key, found) in &CITIES.latin {
            let Some(first) = found.first() else { panic!("{key}") };
            for city in found {
                let same = |name: &str| cities_named(name).contains(first);
                assert!(
                    same(city.ru) || same(first.ru) && cities_named(city.ru).len() > 1,
                    "{key}: {} {}",
                    city.ru,
                    first.ru
                );
            }
        }
    }

    #[test]
    fn every_region_is_found_by_its_names() {
        for region in regions() {
            for name in [region.ru, region.en, &region.ru.to_uppercase(), &translit(region.ru)] {
                assert_eq!(find_region(name), Some(region.code), "{name}");
            }
        }
    }

    #[test]
    fn regions_as_people_write_them() {
        for (text, code) in [
            ("Омская обл.", 55),
            ("обл Омская", 55),
            ("омская", 55),
            ("Омской области", 55),
            ("Респ. Татарстан", 16),
            ("Татарстан Респ", 16),
            ("Татарстан", 16),
            ("г. Москва", 77),
            ("Москва г", 77),
            ("Город федерального значения Москва", 77),
            ("Московская обл", 50),
            ("Моск. обл.", 50),
            ("Подмосковье", 50),
            ("Лен. обл.", 47),
            ("Новосиб. обл.", 54),
            ("Краснояр. край", 24),
            ("Санкт-Петербург", 78),
            ("СПб", 78),
            ("ХМАО", 86),
            ("ХМАО - Югра", 86),
            ("Ханты-Мансийский Автономный округ - Югра АО", 86),
            ("Ханты-Мансийский АО", 86),
            ("ЯНАО", 89),
            ("Ямало-Ненецкий АО", 89),
            ("Ненецкий АО", 83),
            ("Чукотский а.о.", 87),
            ("ЕАО", 79),
            ("Еврейская Аобл", 79),
            ("Саха /Якутия/ Респ", 14),
            ("Якутия", 14),
            ("Республика Алтай", 4),
            ("Алтай Респ", 4),
            ("Алтайский край", 22),
            ("Кемеровская область - Кузбасс обл", 42),
            ("Кемеровская обл", 42),
            ("Чувашская Республика - Чувашия", 21),
            ("Чувашия", 21),
            ("Удмуртия", 18),
            ("Респ Северная Осетия - Алания", 15),
            ("Кабардино-Балкарская Респ", 7),
            ("КЧР", 9),
            ("Пермская обл", 59),
            ("Читинская область", 75),
            ("Забайкальский край", 75),
            ("Камчатская область", 41),
            ("Крым", 91),
            ("Республика Крым", 91),
            ("Севастополь г", 92),
            ("ДНР", 93),
            ("Moscow", 77),
            ("Moscow Oblast", 50),
            ("Moscow region", 50),
            ("Moskovskaya oblast", 50),
            ("Novosibirsk Region", 54),
            ("Novosibirskaya obl.", 54),
            ("Tatarstan", 16),
            ("Republic of Tatarstan", 16),
            ("Altai Krai", 22),
            ("Altai Republic", 4),
            ("St. Petersburg", 78),
            ("Yakutia", 14),
            ("Primorsky Krai", 25),
            ("Primorskiy kray", 25),
            ("Khanty-Mansiysk Autonomous Okrug - Yugra", 86),
        ] {
            assert_eq!(find_region(text), Some(RegionCode(code)), "{text}");
        }
        for text in [
            "",
            "обл",
            "область",
            "край",
            "Томск",
            "Altai",
            "Нов. обл.",
            "Кр. край",
            "России",
            "Республика",
            "city",
            "77",
        ] {
            assert_eq!(find_region(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = find_city(&text);
            let _ = find_region(&text);
        }

        #[test]
        fn never_panics_near_a_name(text in "[А-Яа-яёa-z ./-]{0,30}") {
            let _ = find_city(&text);
            let _ = find_region(&text);
        }
    }
}
