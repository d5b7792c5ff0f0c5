//! Where clients are: cities of Russia by the number of people, streets that every city has.

use super::rng::Rng;
use crate::domain::geo::{self, City};
use crate::domain::zone::{ClientZone, Confidence, ZoneSource};

/// The smallest town with clients in it, in thousands of people.
const SMALLEST: u16 = 25;

#[rustfmt::skip]
const STREETS: &[&str] = &[
    "ул. Ленина", "ул. Мира", "ул. Советская", "ул. Гагарина", "пр. Победы", "ул. Молодёжная",
    "ул. Центральная", "ул. Садовая", "ул. Пушкина", "ул. Кирова", "ул. Заводская", "ул. Лесная",
    "ул. Набережная", "ул. Октябрьская", "ул. Первомайская", "пр. Строителей", "ул. Школьная", "ул. Горького",
    "ул. Чехова", "ул. Вокзальная", "ул. Комсомольская", "ул. Рабочая", "ул. Полевая", "ул. Солнечная",
    "ул. Северная", "ул. Южная", "пер. Тихий", "ул. Лермонтова", "ул. Энергетиков", "ш. Объездное",
    "ул. Базарная", "ул. Складская", "ул. Торговая", "пр. Космонавтов", "б-р Зелёный",
];

/// Cities to choose from, each with the sum of weights up to it.
#[derive(Debug)]
pub(super) struct Places {
    all: Vec<(u64, &'static City)>,
    by_zone: Vec<Vec<(u64, &'static City)>>,
}

impl Places {
    /// Reads the table of cities.
    pub(super) fn new() -> Self {
        let mut places = Self { all: Vec::new(), by_zone: geo::ZONES.iter().map(|_| Vec::new()).collect() };
        for city in geo::cities().filter(|city| city.people >= SMALLEST) {
            push(&mut places.all, city);
            let zone = geo::zone_index(city.zone).map(usize::from);
            if let Some(row) = zone.and_then(|zone| places.by_zone.get_mut(zone)) {
                push(row, city);
            }
        }
        places
    }

    /// A city of the country, or of one of its eleven zones ([`geo::ZONES`]); bigger ones are likelier.
    pub(super) fn city(&self, rng: &mut Rng, zone: Option<usize>) -> Option<&'static City> {
        let row = zone.and_then(|zone| self.by_zone.get(zone)).unwrap_or(&self.all);
        let place = rng.below(row.last()?.0);
        let first = row.partition_point(|(up_to, _)| *up_to <= place);
        row.get(first).map(|(_, city)| *city)
    }
}

fn push(row: &mut Vec<(u64, &'static City)>, city: &'static City) {
    let before = row.last().map_or(0, |(up_to, _)| *up_to);
    // Shops are spread more evenly than people.
    row.push((before + u64::from(city.people).isqrt() * 10 + u64::from(city.people) / 10, city));
}

/// Street and house.
pub(super) fn address(rng: &mut Rng) -> String {
    let (street, house) = (rng.word(STREETS), rng.between(1, 148));
    match rng.below(6) {
        0 => format!("{street}, {house}, оф. {}", rng.between(1, 40)),
        1 => format!("{street}, {house}, пав. {}", rng.between(1, 60)),
        2 => format!("{street}, {house}, стр. {}", rng.between(1, 5)),
        _ => format!("{street}, {house}"),
    }
}

/// The zone of a city as an address tells it.
pub(super) fn zone(city: &City) -> ClientZone {
    ClientZone { tz: city.zone, source: ZoneSource::Address, confidence: Confidence::High }
}

/// The area code of a city, three digits; Moscow's where we know of none.
pub(super) fn area_code(city: &City, rng: &mut Rng) -> u16 {
    let codes = geo::region(city.region).map_or(&[][..], |region| region.area_codes);
    rng.pick(codes).copied().unwrap_or(495)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_zone_has_cities() {
        let places = Places::new();
        let mut rng = Rng::new(2);
        for zone in 0..geo::ZONES.len() {
            for _ in 0..50 {
                let city = places.city(&mut rng, Some(zone)).unwrap();
                assert_eq!(geo::zone_index(city.zone).map(usize::from), Some(zone), "{}", city.ru);
            }
        }
        let seen: BTreeSet<&str> =
            (0..5_000).filter_map(|_| places.city(&mut rng, None)).map(|city| city.ru).collect();
        assert!(seen.len() > 400 && seen.contains("Москва"), "{}", seen.len());
    }

    #[test]
    fn the_zone_is_the_one_an_address_tells() {
        let places = Places::new();
        for (_, city) in &places.all {
            let region = geo::region(city.region).map_or("", |region| region.ru);
            let (told, _) = geo::zone_of_address(city.ru, region, "").unwrap();
            assert_eq!((told.tz, told.source), (city.zone, ZoneSource::Address), "{}", city.ru);
        }
    }
}
