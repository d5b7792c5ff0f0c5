//! How much a text reads like Russian, to tell the encodings apart it may be in.
//!
//! `chardetng` does that for web pages; on lists, where names in capitals and words of three letters are usual, this
//! count errs less.

/// How much a text reads like Russian: the sum over its special characters, each worth more the more usual it is, less
/// what speaks against it (a capital after a small letter, a Cyrillic letter beside a Latin one, frames and oddities),
/// and a good deal more for words that lists are full of.
pub(super) fn likeness(text: &str) -> i64 {
    let (mut score, mut before) = (0, ' ');
    for c in text.chars() {
        score += match c {
            '\0'..='\x7f' => 0,
            '«' | '»' | '№' | '–' | '—' | '…' | '“' | '”' | '„' | '\u{a0}' => 10,
            'І' | 'і' | 'Ї' | 'ї' | 'Є' | 'є' | 'Ґ' | 'ґ' | 'Ў' | 'ў' => 2,
            _ => letter(c),
        };
        if !(c.is_ascii() && before.is_ascii()) && c.is_alphabetic() && before.is_alphabetic() {
            let case_turns = before.is_lowercase() && c.is_uppercase();
            score -= if case_turns || c.is_ascii() || before.is_ascii() { 25 } else { 0 };
        }
        before = c;
    }
    let words = text.split(|c: char| !c.is_alphabetic());
    // Of two bytes each, and no word of them is longer.
    let short = words.filter(|word| !word.is_ascii() && word.len() <= 2 * WORD_MAX).map(str::to_lowercase);
    score + 30 * short.filter(|word| WORDS.contains(&word.as_str())).count() as i64
}

/// Short words of lists, in which statistics alone may err.
const WORDS: [&str; 18] = [
    "ао",
    "г",
    "город",
    "зао",
    "имя",
    "инн",
    "ип",
    "кпп",
    "моб",
    "обл",
    "оао",
    "ооо",
    "пао",
    "тел",
    "телефон",
    "ул",
    "фио",
    "эл",
];
/// The longest of them, in letters.
const WORD_MAX: usize = 7;

/// How usual a Russian letter is: ten times the logarithm of its occurrences in a hundred letters. Anything else that
/// is not ASCII is no part of a list.
fn letter(c: char) -> i64 {
    match c.to_lowercase().next().unwrap_or(c) {
        'о' => 24,
        'е' | 'а' | 'и' => 21,
        'н' | 'т' => 18,
        'с' | 'р' | 'в' | 'л' => 16,
        'к' | 'м' | 'д' => 12,
        'п' | 'у' => 10,
        'я' | 'ы' | 'ь' => 6,
        'г' | 'з' | 'б' | 'ч' => 5,
        'й' => 2,
        'х' | 'ж' => 0,
        'ш' | 'ю' => -4,
        'ф' | 'ц' | 'э' => -7,
        'щ' | 'ё' => -10,
        'ъ' => -12,
        _ => -40,
    }
}
