//! The two keyboard layouts, ЙЦУКЕН and QWERTY, key by key.
//!
//! People forget to switch. A key therefore means what its place on the keyboard means: the keymap asks for the
//! [`twin`] of a letter, and the name search also tries what the same keys would have given in the other layout
//! («ghjnjy» is «протон»). The tables are the Windows and Linux standard: «Русская (типовая)» and US.

/// The keys whose two layouts differ: US, US with Shift, Russian, Russian with Shift.
const KEYS: [[char; 4]; 40] = [
    ['`', '~', 'ё', 'Ё'],
    ['q', 'Q', 'й', 'Й'],
    ['w', 'W', 'ц', 'Ц'],
    ['e', 'E', 'у', 'У'],
    ['r', 'R', 'к', 'К'],
    ['t', 'T', 'е', 'Е'],
    ['y', 'Y', 'н', 'Н'],
    ['u', 'U', 'г', 'Г'],
    ['i', 'I', 'ш', 'Ш'],
    ['o', 'O', 'щ', 'Щ'],
    ['p', 'P', 'з', 'З'],
    ['[', '{', 'х', 'Х'],
    [']', '}', 'ъ', 'Ъ'],
    ['a', 'A', 'ф', 'Ф'],
    ['s', 'S', 'ы', 'Ы'],
    ['d', 'D', 'в', 'В'],
    ['f', 'F', 'а', 'А'],
    ['g', 'G', 'п', 'П'],
    ['h', 'H', 'р', 'Р'],
    ['j', 'J', 'о', 'О'],
    ['k', 'K', 'л', 'Л'],
    ['l', 'L', 'д', 'Д'],
    [';', ':', 'ж', 'Ж'],
    ['\'', '"', 'э', 'Э'],
    ['z', 'Z', 'я', 'Я'],
    ['x', 'X', 'ч', 'Ч'],
    ['c', 'C', 'с', 'С'],
    ['v', 'V', 'м', 'М'],
    ['b', 'B', 'и', 'И'],
    ['n', 'N', 'т', 'Т'],
    ['m', 'M', 'ь', 'Ь'],
    [',', '<', 'б', 'Б'],
    ['.', '>', 'ю', 'Ю'],
    ['/', '?', '.', ','],
    ['\\', '|', '\\', '/'],
    ['2', '@', '2', '"'],
    ['3', '#', '3', '№'],
    ['4', '$', '4', ';'],
    ['6', '^', '6', ':'],
    ['7', '&', '7', '?'],
];

/// What the key that types `c` in the US layout types in the Russian one. `None` where both layouts agree or the US
/// layout has no such key.
pub fn to_russian(c: char) -> Option<char> {
    KEYS.iter().find_map(|&[us, us_shift, ru, ru_shift]| {
        (us == c && ru != c).then_some(ru).or((us_shift == c && ru_shift != c).then_some(ru_shift))
    })
}

/// What the key that types `c` in the Russian layout types in the US one. `None` where both layouts agree or the
/// Russian layout has no such key.
pub fn to_latin(c: char) -> Option<char> {
    KEYS.iter().find_map(|&[us, us_shift, ru, ru_shift]| {
        (ru == c && us != c).then_some(us).or((ru_shift == c && us_shift != c).then_some(us_shift))
    })
}

/// The twin of a character by position: the same key, with or without Shift as it was, in the other layout.
///
/// A letter of either alphabet and its twin are each other's twins. Seven signs (`. , ; : ? / "`) stand on different
/// keys of the two layouts; they are read as typed in the US one, where most of them are Russian letters. Who
/// needs the other reading asks [`to_latin`].
///
/// ```
/// use dozvon::domain::layout::twin;
/// assert_eq!((twin('л'), twin('k')), (Some('k'), Some('л')));
/// assert_eq!((twin('Ж'), twin(':')), (Some(':'), Some('Ж')));
/// assert_eq!(twin('5'), None);
/// ```
pub fn twin(c: char) -> Option<char> {
    to_russian(c).or_else(|| to_latin(c))
}

/// The text that the same keys would have given in the other layout. Characters without a twin stay.
///
/// Letters always go to their twins. The signs that stand on other keys are read in the layout most letters of the
/// text are from.
///
/// ```
/// use dozvon::domain::layout::swap;
/// assert_eq!(swap("ghjnjy"), "протон");
/// assert_eq!(swap("ЗКЩЕЩТ"), "PROTON");
/// ```
pub fn swap(text: &str) -> String {
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    let russian = text.chars().filter(|&c| is_russian(c)).count();
    let to = |c: char| match c {
        c if c.is_ascii_alphabetic() => to_russian(c),
        c if is_russian(c) || russian > latin => to_latin(c),
        c => to_russian(c),
    };
    text.chars().map(|c| to(c).unwrap_or(c)).collect()
}

/// Whether a text reads better with the layout swapped: few of its letters are vowels and more of the swapped ones are.
///
/// A guess, for the order of work and not for refusing any, made on four letters or more.
///
/// ```
/// use dozvon::domain::layout::looks_swapped;
/// assert!(looks_swapped("ghjnjy"));
/// assert!(!looks_swapped("proton"));
/// ```
pub fn looks_swapped(text: &str) -> bool {
    let swapped = swap(text);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let (letters, here) = (letters(text).max(letters(&swapped)), vowels(text));
    letters >= 4 && here * 3 < letters && vowels(&swapped) > here
}

/// How many letters are vowels. «Y» is none here: it stands where «н» does, and would hide most swapped words.
fn vowels(text: &str) -> usize {
    text.chars().flat_map(char::to_lowercase).filter(|&c| "аеёиоуыэюяaeiou".contains(c)).count()
}

/// A letter of the Russian alphabet.
fn is_russian(c: char) -> bool {
    matches!(c, 'А'..='я' | 'Ё' | 'ё')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_by_place() {
        for (a, b) in
            [('л', 'k'), ('х', '['), ('Ъ', '}'), ('ж', ';'), ('Э', '"'), ('б', ','), ('ю', '.'), ('ё', '`')]
        {
            assert_eq!(twin(a), Some(b), "{a}");
            assert_eq!(twin(b), Some(a), "{b}");
        }
        for (typed, meant) in
            [('/', '.'), ('?', ','), ('№', '#'), ('#', '№'), ('@', '"'), ('$', ';'), ('&', '?')]
        {
            assert_eq!(twin(typed), Some(meant), "{typed}");
        }
        for (typed, meant) in
            [('.', '/'), (',', '?'), (';', '$'), (':', '^'), ('?', '&'), ('"', '@'), ('/', '|')]
        {
            assert_eq!(to_latin(typed), Some(meant), "{typed}");
        }
        for same in ['1', '5', '!', '-', ' ', '\\', '\n', 'é', 'і', '日'] {
            assert_eq!(twin(same), None, "{same}");
        }
    }

    #[test]
    fn every_letter_and_its_twin_are_each_others() {
        let letters = ('a'..='z').chain('A'..='Z').chain('а'..='я').chain('А'..='Я').chain(['ё', 'Ё']);
        for c in letters {
            let other = twin(c).unwrap();
            assert_eq!(twin(other), Some(c), "{c} {other}");
            if other.is_alphabetic() {
                assert_eq!(c.is_uppercase(), other.is_uppercase(), "{c} {other}");
            }
        }
    }

    #[test]
    fn swapped_words() {
        for (typed, meant) in [
            ("ghjnjy", "протон"),
            ("Dbltj vfhrtn", "Видео маркет"),
            (",tksq ;er", "белый жук"),
            ("'ktrnhj", "электро"),
            ("[kt,", "хлеб"),
            ("j,]`v", "объём"),
            ("ЗКЩЕЩТ", "PROTON"),
            ("ФЕ.Е", "AT/T"),
            ("JJJ @Ghjnjy@", "ООО \"Протон\""),
            ("123", "123"),
            ("", ""),
        ] {
            assert_eq!(swap(typed), meant, "{typed}");
        }
    }

    #[test]
    fn forgotten_switch_is_seen() {
        for swapped in ["ghjnjy", "Cbljhjd", "vfhrtn", "ЗКЩЕЩТ", "Dbltj vfhrtn", "';kty"] {
            assert!(looks_swapped(swapped), "{swapped}");
        }
        for right in ["proton", "Протон", "Sidorov", "ghj", "", "12345", "МТС", "Видео маркет", "market"]
        {
            assert!(!looks_swapped(right), "{right}");
        }
    }

    proptest! {
        #[test]
        fn swapping_letters_twice_changes_nothing(text in "[a-zA-Zа-яёА-ЯЁ]{0,20}") {
            for keep in [char::is_ascii_alphabetic as fn(&char) -> bool, |&c| is_russian(c)] {
                let one_alphabet: String = text.chars().filter(keep).collect();
                prop_assert_eq!(swap(&swap(&one_alphabet)), one_alphabet);
            }
        }

        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = (swap(&text), looks_swapped(&text));
        }
    }
}
