//! Letters and the sounds they stand for.

/// A letter or a digit of any script; the tables of Unicode are asked only where two scripts do not suffice.
pub(super) fn is_word(c: char) -> bool {
    match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' | 'А'..='я' | 'Ё' | 'ё' => true,
        '\0'..='\u{7f}' | '«' | '»' => false,
        c => c.is_alphanumeric(),
    }
}

/// The small letter; full-width forms become plain ones.
pub(super) fn small(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c.to_ascii_lowercase(),
        'а'..='я' => c,
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        '\u{ff10}'..='\u{ff5a}' => small(char::from_u32(u32::from(c) - 0xfee0).unwrap_or('0')),
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The sounds of a lower-case Cyrillic letter in the folded alphabet, where `c` is «ч», `w` «ш» and «щ», `j` «ж» and
/// `h` «х». Signs have none. `None` for anything but a Cyrillic letter.
///
/// Letters of the neighbours (Ukrainian, Belarusian, Kazakh, Serbian) go to the Russian ones they are heard as.
pub(super) fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' | 'є' | 'ѣ' => "e",
        'ж' | 'җ' => "j",
        'з' => "z",
        'и' | 'й' | 'ы' | 'і' | 'ї' | 'ј' | 'ѵ' => "i",
        'к' | 'қ' => "k",
        'л' | 'љ' => "l",
        'м' => "m",
        'н' | 'ң' | 'њ' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' | 'ұ' | 'ү' => "u",
        'ф' | 'ѳ' => "f",
        'х' | 'һ' => "h",
        'ц' => "ts",
        'ч' | 'ћ' => "c",
        'ш' | 'щ' => "w",
        'ъ' | 'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        'ђ' | 'џ' => "dj",
        _ => return None,
    })
}

/// A lower-case Latin letter in plain ones, so that «č» reads as «ch». `None` for anything but a Latin letter.
pub(super) fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'a' | 'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'b' => "b",
        'c' => "c",
        'd' | 'ď' => "d",
        'e' | 'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'æ' | 'œ' => "e",
        'f' => "f",
        'g' | 'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'h' | 'ĥ' | 'ħ' => "h",
        'i' | 'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'j' | 'ĵ' => "j",
        'k' | 'ķ' => "k",
        'l' | 'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'm' => "m",
        'n' | 'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'o' | 'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'p' => "p",
        'q' => "q",
        'r' | 'ŕ' | 'ŗ' | 'ř' => "r",
        's' | 'ś' | 'ß' => "s",
        't' | 'ţ' | 'ť' | 'ț' => "t",
        'u' | 'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'v' => "v",
        'w' | 'ŵ' => "w",
        'x' => "x",
        'y' | 'ý' | 'ÿ' | 'ŷ' => "y",
        'z' | 'ź' | 'ż' => "z",
        'č' | 'ć' | 'ĉ' => "ch",
        'ç' => "s",
        'š' | 'ş' | 'ș' => "sh",
        'ŝ' => "shch",
        'ž' => "zh",
        'đ' | 'ð' => "d",
        'þ' => "t",
        _ => return None,
    })
}

/// The Cyrillic letter that looks like this Latin one in capitals or in small letters.
pub(super) fn cyrillic_twin(c: char) -> Option<char> {
    TWINS.iter().find_map(|&(latin, cyrillic)| (latin == c).then_some(cyrillic))
}

/// The Latin letter that looks like this Cyrillic one.
pub(super) fn latin_twin(c: char) -> Option<char> {
    TWINS.iter().find_map(|&(latin, cyrillic)| (cyrillic == c).then_some(latin))
}

const TWINS: [(char, char); 13] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];
