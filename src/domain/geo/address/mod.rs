//! The place in an address, and its time.

mod words;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::HashMap;

use super::cities::City;
use super::regions::{neighbours, region};
use super::search::find_region;
use super::{RegionCode, same_clock};
use crate::domain::zone::{ClientZone, Confidence, ZoneSource};
use words::{Candidate, Found, Trust, city_of, parts, take_region};

/// Where an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The city; `None` when only the region is known (a village).
    pub city: Option<&'static City>,
    /// The region: the one the address names, or the city's.
    pub region: Option<RegionCode>,
    /// High when the time there is certain; Medium when the region has several zones, or when a namesake of the city
    /// has another time and nothing in the address tells them apart.
    pub confidence: Confidence,
}

/// The time zone of a client by his card, and his region: from the city, else from the region, else from the
/// address line. Each may be empty, may hold more than its name says (a city with its region, a whole address in the
/// city field) and may be misspelt in part. `None` when nothing in them is known to us.
pub fn zone_of_address(city: &str, region: &str, address: &str) -> Option<(ClientZone, Option<RegionCode>)> {
    if !address.is_empty() || city.len() + region.len() > REMEMBERED_BYTES {
        return found_zone(city, region, address);
    }
    // A list names few cities, each of them over and over.
    let key = format!("{} {city}{region}", city.len());
    REMEMBERED.with_borrow_mut(|remembered| {
        if let Some(found) = remembered.get(&key) {
            return *found;
        }
        let found = found_zone(city, region, address);
        if remembered.len() >= REMEMBERED_MAX {
            remembered.clear();
        }
        remembered.insert(key, found);
        found
    })
}

/// Zone and region, as far as they were found.
type FoundZone = Option<(ClientZone, Option<RegionCode>)>;

thread_local! {
    /// What the last cities and regions were found to be.
    static REMEMBERED: RefCell<HashMap<String, FoundZone>> = RefCell::default();
}

/// So many of them are remembered.
const REMEMBERED_MAX: usize = 2_000;
/// Those with so many bytes at most.
const REMEMBERED_BYTES: usize = 200;

fn found_zone(city: &str, region: &str, address: &str) -> FoundZone {
    let said = find_region(region).or_else(|| place_of_address(region)?.region);
    let mut best: Option<Place> = None;
    for text in [city, address] {
        let place = place_in(text, said);
        let better = |best: &Place| best.city.is_none() && place.is_some_and(|place| place.city.is_some());
        if best.as_ref().is_none_or(better) {
            best = place;
        }
    }
    let place = best.or_else(|| said.map(|code| only_region(code, Confidence::High)))?;
    let tz = match place.city {
        Some(city) => city.zone,
        None => region_zone(place.region?)?,
    };
    let zone = ClientZone { tz, source: ZoneSource::Address, confidence: place.confidence };
    Some((zone, place.region))
}

fn region_zone(code: RegionCode) -> Option<chrono_tz::Tz> {
    region(code).map(|region| region.zone)
}

fn only_region(code: RegionCode, confidence: Confidence) -> Place {
    let known = region(code).map_or(Confidence::Medium, |region| region.confidence);
    Place { city: None, region: Some(code), confidence: known.min(confidence) }
}

/// The place in one line: «630099, г. Новосибирск, ул. Ленина, 1», «Московская обл., Химки», «Новосибирск Ленина 5».
///
/// A name marked as a city («г.») is believed before one that stands alone between commas, and that before the first
/// words of the line. Names of streets, districts and villages are not taken for cities. `None` when nothing is known.
pub fn place_of_address(text: &str) -> Option<Place> {
    place_in(text, None)
}

/// The same, when the region is known already from elsewhere.
fn place_in(text: &str, said: Option<RegionCode>) -> Option<Place> {
    let mut parts = parts(text);
    let mut named = None;
    for part in &mut parts {
        if let Some(code) = take_region(part) {
            named = named.or(Some(code));
        }
    }
    let known = named.or(said);
    let mut best: Option<Candidate> = None;
    let mut unknown_city = false;
    let mut first = true;
    for part in &parts {
        let found = city_of(part, first);
        first &= part.is_empty();
        match found {
            Found::Nothing => {}
            Found::UnknownCity => unknown_city = true,
            Found::City(found) => {
                if best.as_ref().is_none_or(|best| found.beats(best, known)) {
                    best = Some(found);
                }
            }
        }
    }
    // A city that is marked but unknown is somewhere else; a bare name in the rest is a coincidence.
    let best = best.filter(|best| !unknown_city || best.trust == Trust::Marked);
    match best {
        Some(found) => choose(found.namesakes, known, federal_city(&parts)),
        None => known.map(|code| only_region(code, Confidence::High)),
    }
}

/// A part that says only Moscow, Saint Petersburg or Sevastopol: «г. Троицк, Москва». It tells namesakes apart, but is
/// too often the city itself to count as a region that is given.
fn federal_city(parts: &[Vec<String>]) -> Option<RegionCode> {
    parts.iter().find_map(|part| {
        let code = find_region(&part.join(" "))?;
        matches!(code.0, 77 | 78 | 92).then_some(code)
    })
}

/// The one of several namesakes that is meant.
fn choose(
    namesakes: &'static [&'static City],
    known: Option<RegionCode>,
    hint: Option<RegionCode>,
) -> Option<Place> {
    let biggest = *namesakes.first()?;
    let place =
        |city: &'static City, confidence| Place { city: Some(city), region: Some(city.region), confidence };
    let Some(code) = known else {
        if let Some(city) = namesakes.iter().find(|city| Some(city.region) == hint) {
            return Some(place(city, Confidence::High));
        }
        let one_clock = namesakes.iter().all(|city| same_clock(city.zone, biggest.zone));
        return Some(place(biggest, if one_clock { Confidence::High } else { Confidence::Medium }));
    };
    let inside = namesakes.iter().find(|city| city.region == code);
    let near = || namesakes.iter().find(|city| neighbours(city.region, code));
    if let Some(city) = inside.or_else(near) {
        return Some(place(city, Confidence::High));
    }
    // The city is not in that region: one of the two is a mistake, and the region is the wider net.
    let agree = region_zone(code).is_some_and(|zone| same_clock(zone, biggest.zone));
    Some(only_region(code, if agree { Confidence::High } else { Confidence::Medium }))
}
