//! Dictation (диктовка по буквам): words by the names that stand for their letters, numbers in pairs.

use super::text::Lang;

/// Names for Russian letters, as switchboards and post offices say them.
const RUSSIAN: [(char, &str); 33] = [
    ('а', "Анна"),
    ('б', "Борис"),
    ('в', "Василий"),
    ('г', "Григорий"),
    ('д', "Дмитрий"),
    ('е', "Елена"),
    ('ё', "Ёлка"),
    ('ж', "Женя"),
    ('з', "Зинаида"),
    ('и', "Иван"),
    ('й', "Иван краткий"),
    ('к', "Константин"),
    ('л', "Леонид"),
    ('м', "Михаил"),
    ('н', "Николай"),
    ('о', "Ольга"),
    ('п', "Павел"),
    ('р', "Роман"),
    ('с', "Семён"),
    ('т', "Татьяна"),
    ('у', "Ульяна"),
    ('ф', "Фёдор"),
    ('х', "Харитон"),
    ('ц', "Цапля"),
    ('ч', "Человек"),
    ('ш', "Шура"),
    ('щ', "Щука"),
    ('ъ', "твёрдый знак"),
    ('ы', "еры"),
    ('ь', "мягкий знак"),
    ('э', "Эхо"),
    ('ю', "Юрий"),
    ('я', "Яков"),
];

/// Names for Latin letters: the alphabet of ICAO and NATO.
const LATIN: [&str; 26] = [
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo",
    "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor",
    "Whiskey", "X-ray", "Yankee", "Zulu",
];

/// Signs of e-mail addresses, in Russian and English.
const SIGNS: [(char, &str, &str); 7] = [
    ('@', "собака", "at"),
    ('.', "точка", "dot"),
    ('-', "дефис", "hyphen"),
    ('_', "подчёркивание", "underscore"),
    ('+', "плюс", "plus"),
    (' ', "пробел", "space"),
    ('&', "амперсанд", "and"),
];

/// A word by its letters: «Анна, Борис». Digits and signs without a name stand as they are; quotation marks are not
/// dictated.
///
/// ```
/// use dozvon::domain::{spell, text::Lang};
/// assert_eq!(spell::letters("Юг@a.ru", Lang::Ru), "Юрий, Григорий, собака, Alfa, точка, Romeo, Uniform");
/// ```
pub fn letters(word: &str, lang: Lang) -> String {
    let mut names: Vec<String> = Vec::new();
    for c in word.trim().chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        if matches!(c, '«' | '»' | '"' | '“' | '”' | '„') {
            continue;
        }
        let russian = RUSSIAN.iter().find(|(letter, _)| *letter == small).map(|(_, name)| *name);
        let latin = || {
            let place = u32::from(small).checked_sub(u32::from('a'))?;
            LATIN.get(usize::try_from(place).ok()?).copied()
        };
        let sign = || {
            let known = SIGNS.iter().find(|(sign, ..)| *sign == c)?;
            Some(if lang == Lang::Ru { known.1 } else { known.2 })
        };
        let name = russian.or_else(latin).or_else(sign);
        names.push(name.map_or_else(|| c.to_string(), str::to_owned));
    }
    names.join(", ")
}

/// A number as it is dictated: country and area by themselves, the rest in pairs from its end.
///
/// ```
/// assert_eq!(dozvon::domain::spell::pairs("+74951234567"), "+7 495 1 23 45 67");
/// ```
pub fn pairs(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let plus = if number.trim_start().starts_with('+') { "+" } else { "" };
    // +7 and three digits of the area; of other countries only pairs are sure.
    let (head, rest) = match digits.as_slice() {
        ['7', area @ ..] if area.len() == 10 && !plus.is_empty() => {
            let (area, rest) = area.split_at_checked(3).unwrap_or((area, &[]));
            (format!("7 {} ", area.iter().collect::<String>()), rest)
        }
        all => (String::new(), all),
    };
    let mut out = format!("{plus}{head}");
    for (place, digit) in rest.iter().enumerate() {
        if place > 0 && (rest.len() - place) % 2 == 0 {
            out.push(' ');
        }
        out.push(*digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_name_of_its_own() {
        let all: String = ('а'..='я').chain(['ё']).chain('a'..='z').collect();
        let said = letters(&all, Lang::Ru);
        let mut names: Vec<&str> = said.split(", ").collect();
        assert_eq!(names.len(), 33 + 26);
        assert!(names.iter().all(|name| name.chars().count() > 1));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 33 + 26);
    }

    #[test]
    fn names_and_addresses_are_dictated() {
        assert_eq!(letters("«Ай-2»", Lang::Ru), "Анна, Иван краткий, дефис, 2");
        assert_eq!(letters("a_b@c", Lang::En), "Alfa, underscore, Bravo, at, Charlie");
        assert_eq!(letters("", Lang::Ru), "");
    }

    #[test]
    fn numbers_are_said_in_pairs() {
        for (number, said) in [
            ("+79165550177", "+7 916 5 55 01 77"),
            ("+375291234567", "+37 52 91 23 45 67"),
            ("112", "1 12"),
            ("", ""),
        ] {
            assert_eq!(pairs(number), said);
        }
    }
}
