//! Writing a filter as a line.

use super::value::{in_quotes, quoted, written};
use super::words::{DEALS, KINDS, ME, NEVER, NO, WAITS, YES, first, says, spell};
use super::{Filter, Key, Named, Part, Test};
use crate::domain::geo;
use crate::domain::text::Lang;

pub(super) fn line(filter: &Filter, lang: Lang) -> String {
    filter.parts.iter().map(|part| one(part, lang)).collect::<Vec<_>>().join(" ")
}

fn one(part: &Part, lang: Lang) -> String {
    let of = |key: Key, values: Vec<String>| format!("{}:{}", key.word(lang), values.join(","));
    let no = || first(&NO, lang).to_owned();
    let said = match &part.test {
        Test::Name(key, names) => of(*key, names.iter().map(|name| named(name, lang)).collect()),
        Test::Zone(zones) => {
            of(Key::Zone, zones.iter().map(|zone| zone.map_or_else(no, zone_of(lang))).collect())
        }
        Test::Region(regions) => {
            let name = |code: &geo::RegionCode| {
                let region = geo::region(*code);
                region.map_or_else(
                    || code.0.to_string(),
                    |region| if lang == Lang::Ru { region.ru } else { region.en }.to_owned(),
                )
            };
            of(
                Key::Region,
                regions
                    .iter()
                    .map(|code| code.as_ref().map_or_else(no, |code| quoted(&name(code))))
                    .collect(),
            )
        }
        Test::Class(classes) => {
            let class = |class: crate::domain::client::Class| class.to_string().replace('·', "");
            of(Key::Class, classes.iter().map(|one| one.map_or_else(no, class)).collect())
        }
        Test::Kind(kinds) => {
            of(Key::Kind, kinds.iter().map(|kind| spell(KINDS, kind, lang).to_owned()).collect())
        }
        Test::Deal(deals) => {
            of(Key::Deal, deals.iter().map(|deal| spell(DEALS, deal, lang).to_owned()).collect())
        }
        Test::Waits(kinds) => {
            of(Key::Waits, kinds.iter().map(|kind| spell(WAITS, kind, lang).to_owned()).collect())
        }
        Test::Has(key, is) => of(*key, vec![first(if *is { &YES } else { &NO }, lang).to_owned()]),
        Test::Amount(bounds) => format!("{}{}", Key::Amount.word(lang), written(bounds, lang)),
        Test::OnStage(bounds) => format!("{}{}", Key::OnStage.word(lang), written(bounds, lang)),
        Test::Silent(bounds) => format!("{}{}", Key::Silent.word(lang), written(bounds, lang)),
        Test::NeverSpoken => of(Key::Silent, vec![first(&NEVER, lang).to_owned()]),
        Test::Created(bounds) => format!("{}{}", Key::Created.word(lang), written(bounds, lang)),
        Test::Age(bounds) => format!("{}{}", Key::Age.word(lang), written(bounds, lang)),
        Test::Field(name, names) => {
            let names: Vec<String> = names.iter().map(|name| named(name, lang)).collect();
            format!("{}:{}", title(name, lang), names.join(","))
        }
        Test::FieldNumber(name, bounds) => format!("{}{}", title(name, lang), written(bounds, lang)),
    };
    if part.not { format!("-{said}") } else { said }
}

/// «поле.площадь»
fn title(name: &str, lang: Lang) -> String {
    let is_word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let name = if is_word { name.to_owned() } else { in_quotes(name) };
    format!("{}.{name}", Key::Field.word(lang))
}

fn named(name: &Named, lang: Lang) -> String {
    match name {
        Named::Nothing => first(&NO, lang).to_owned(),
        Named::Anything => first(&YES, lang).to_owned(),
        Named::Me => first(&ME, lang).to_owned(),
        // A name that is a word of the language stands in quotation marks; so does one that would be read as a range.
        Named::Name(name, _)
            if [&NO, &YES, &ME].iter().any(|word| says(word, name)) || name.contains("..") =>
        {
            in_quotes(name)
        }
        Named::Name(name, _) => quoted(name),
    }
}

/// «МСК+3»; a zone abroad by its name.
fn zone_of(lang: Lang) -> impl Fn(chrono_tz::Tz) -> String {
    move |zone| match geo::zone_index(zone) {
        Some(place) => {
            let moscow = if lang == Lang::Ru { "МСК" } else { "MSK" };
            match i32::from(place) - 1 {
                0 => moscow.to_owned(),
                offset => format!("{moscow}{offset:+}"),
            }
        }
        None => zone.name().to_owned(),
    }
}
