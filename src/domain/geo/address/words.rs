//! The words of an address: what they mark, which of them name a city or a region.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::geo::RegionCode;
use crate::domain::geo::cities::City;
use crate::domain::geo::names::key;
use crate::domain::geo::regions::neighbours;
use crate::domain::geo::search::{cities_named, find_region};

/// Longer addresses are read up to here, in words.
const WORDS_MAX: usize = 60;
/// Longest name of a city or region, in words of an address.
const NAME_WORDS: usize = 4;

/// How a name stands in an address, least telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// The first words of the line.
    Start,
    /// Before the street, without a comma between.
    BeforeStreet,
    /// Alone between commas.
    Alone,
    /// «г. …».
    Marked,
}

/// A city an address may mean.
pub(super) struct Candidate {
    pub(super) trust: Trust,
    pub(super) namesakes: &'static [&'static City],
}

impl Candidate {
    /// Whether this one is meant rather than an earlier one. Between equals the bigger city is: «Советский,
    /// Новосибирск» names a district first.
    pub(super) fn beats(&self, other: &Self, known: Option<RegionCode>) -> bool {
        let inside = |it: &Self| {
            known.is_some_and(|code| it.namesakes.iter().any(|city| neighbours(city.region, code)))
        };
        let size = |it: &Self| it.namesakes.first().map_or(0, |city| city.people);
        let rank = |it: &Self| (inside(it), it.trust);
        match rank(self).cmp(&rank(other)) {
            std::cmp::Ordering::Equal => self.trust != Trust::Marked && size(self) > size(other),
            order => order.is_gt(),
        }
    }
}

/// What one part of an address says about a city.
pub(super) enum Found {
    Nothing,
    /// There is one by its mark, but we do not know it.
    UnknownCity,
    City(Candidate),
}

/// What a word of an address says about the name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    City,
    Region,
    District,
    /// A street, a village, an industrial estate: anything with a name that is no city's.
    Other,
    /// House, flat, office: what follows is a number.
    Number,
}

static MARKS: LazyLock<HashMap<&'static str, Mark>> = LazyLock::new(|| {
    [
        (Mark::City, "г гор город city"),
        (
            Mark::Region,
            "обл область области край края кр респ республика республики ао аобл автономный автономная авт oblast \
             krai kray republic region",
        ),
        (Mark::District, "р-н р-он район района округ улус district"),
        (
            Mark::Other,
            "ул улица пр пр-т пр-кт просп проспект пер переулок ш шоссе пл площадь наб набережная б-р \
             бул бульвар мкр мкр-н мкрн микрорайон кв-л квартал тракт проезд пр-д туп тупик аллея ал \
             линия снт днт тер территория промзона ст станция жк тц трц бц аэропорт метро м п пос поселок \
             пгт рп с село дер деревня ст-ца станица х хутор аул нп st str street ul ulitsa prospekt pr \
             ave",
        ),
        (
            Mark::Number,
            "д дом корп корпус к стр строение кв квартира оф офис пом эт этаж под лит литер а/я bld apt office",
        ),
    ]
    .into_iter()
    .flat_map(|(mark, words)| words.split_whitespace().map(move |word| (word, mark)))
    .collect()
});

fn mark(word: &str) -> Option<Mark> {
    MARKS.get(word).copied()
}

/// Cuts an address at its commas, and the parts into words; hyphens and slashes stay inside words.
pub(super) fn parts(text: &str) -> Vec<Vec<String>> {
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut left = WORDS_MAX;
    for piece in text.split([',', ';', '\n', '(', ')', '|', '\t']) {
        let mut words = Vec::new();
        for raw in
            piece.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '\u{300}'..='\u{36f}'))
        {
            let word = raw.trim_matches(['-', '/']).to_lowercase().replace('ё', "е");
            if word.is_empty() {
                continue;
            }
            if left == 0 {
                break;
            }
            left -= 1;
            match words.last_mut() {
                // «С.-Петербург»: elsewhere «с.» is a village.
                Some(last) if last == "с" && matches!(word.as_str(), "петербург" | "пб") => {
                    "санкт-петербург".clone_into(last);
                }
                _ => words.push(word),
            }
        }
        // The index and the country say nothing here.
        while words.first().is_some_and(|w| is_number(w) || matches!(w.as_str(), "россия" | "рф" | "russia"))
        {
            words.remove(0);
        }
        // «Москва, г.»: a mark alone marks nothing.
        if let [only] = words.as_slice()
            && mark(only) == Some(Mark::City)
        {
            continue;
        }
        parts.push(words);
    }
    parts
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Finds a region in a part and takes its words out.
pub(super) fn take_region(words: &mut Vec<String>) -> Option<RegionCode> {
    for at in (0..words.len()).filter(|at| words.get(*at).and_then(|word| mark(word)) == Some(Mark::Region)) {
        let before = (1..=NAME_WORDS.min(at)).rev().map(|count| at - count..at + 1);
        let after = (1..=NAME_WORDS).rev().map(|count| at..at + 1 + count);
        for range in before.chain(after) {
            let Some(name) = words.get(range.clone()) else { continue };
            // «Край» also stands in names that are no region's; the kind goes with the name and is judged with it.
            if let Some(code) = find_region(&name.join(" ")) {
                let next = range.start;
                words.drain(range);
                // «… автономный округ», when «автономный» was enough.
                if words.get(next).is_some_and(|word| matches!(word.as_str(), "округ" | "область" | "окр"))
                {
                    words.remove(next);
                }
                // «Ханты-Мансийский АО — Югра», «Чувашская Республика — Чувашия».
                if find_region(&words.join(" ")) == Some(code) {
                    words.clear();
                }
                return Some(code);
            }
        }
    }
    // Without a kind only names that are nothing else: «Татарстан», «ХМАО»; not «Тверская», which is a street.
    let whole = words.join(" ");
    let unmarked = !whole.ends_with("ая") && !whole.ends_with("ий") && cities_named(&whole).is_empty();
    let code = find_region(&whole).filter(|_| unmarked)?;
    words.clear();
    Some(code)
}

/// The city in one part of an address; `first` when nothing but a region stood before it.
pub(super) fn city_of(words: &[String], first: bool) -> Found {
    let marks: Vec<Option<Mark>> = words.iter().map(|word| mark(word)).collect();
    let is = |at: usize, kind: Mark| marks.get(at).copied().flatten() == Some(kind);
    let mut marked = false;
    for at in (0..words.len()).filter(|at| is(*at, Mark::City)) {
        marked = true;
        // «г.о. Химки», «г.п. Заречье».
        let next = at + 1 + usize::from(words.get(at + 1).is_some_and(|w| matches!(w.as_str(), "о" | "п")));
        let after = || longest(words, next, false);
        let before = || longest(words, at, true);
        let closes = words.get(next).is_none_or(|word| is_number(word))
            || marks.get(next).is_some_and(Option::is_some);
        let found = if closes { before().or_else(after) } else { after().or_else(before) };
        if let Some(namesakes) = found {
            return Found::City(Candidate { trust: Trust::Marked, namesakes });
        }
    }
    if marked {
        return Found::UnknownCity;
    }
    // A district's name stands before its kind: «Ленинский р-н»; what is left over may be a city.
    if let Some(at) = (0..words.len()).find(|at| is(*at, Mark::District)) {
        let rest: Vec<String> = match at {
            0 => words.iter().skip(2).cloned().collect(),
            _ => words
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != at && *i + 1 != at)
                .map(|(_, w)| w.clone())
                .collect(),
        };
        return if rest.is_empty() { Found::Nothing } else { city_of(&rest, first) };
    }
    let stop = marks.iter().position(Option::is_some);
    let head = words.get(..stop.unwrap_or(words.len())).unwrap_or_default();
    let head: Vec<String> = head.iter().take_while(|word| !is_number(word)).cloned().collect();
    let whole = cities_named(&head.join(" "));
    let street_follows = stop.is_some_and(|stop| {
        is(stop, Mark::Other) && words.get(stop + 1..).unwrap_or_default().iter().any(|word| !is_number(word))
    });
    let alone = head.len() == words.len();
    // «Октябрьский пр-т, 5» is a street, «Новосибирск пр-т Мира» is a city with one.
    if !whole.is_empty() && (alone || street_follows) {
        let trust = if alone { Trust::Alone } else { Trust::BeforeStreet };
        return Found::City(Candidate { trust, namesakes: whole });
    }
    let numbered = stop.is_none_or(|stop| is(stop, Mark::Number));
    if first && !whole.is_empty() && numbered {
        return Found::City(Candidate { trust: Trust::Start, namesakes: whole });
    }
    if first && head.len() > 1 {
        let names = head.get(..head.len() - 1).unwrap_or_default();
        if let Some(namesakes) = longest(names, 0, false) {
            return Found::City(Candidate { trust: Trust::Start, namesakes });
        }
    }
    Found::Nothing
}

/// The longest city name that starts at `at`, or ends just before it.
fn longest(words: &[String], at: usize, before: bool) -> Option<&'static [&'static City]> {
    (1..=NAME_WORDS).rev().find_map(|count| {
        let range = if before { at.checked_sub(count)?..at } else { at..at + count };
        let name = words.get(range)?;
        let found = cities_named(&key(&name.join(" ")));
        (!found.is_empty()).then_some(found)
    })
}
