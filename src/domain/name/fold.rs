//! Folding: a text in any script to lower-case ASCII that sounds the same.

use unicode_width::UnicodeWidthChar;

use super::latin::{self, Reading};
use super::letters;

/// A folded text and where each of its bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// `a`–`z`, `0`–`9` and single spaces between words; no space at the ends.
    pub text: String,
    /// For each byte of `text`, the number of the character of the original it came from. Never falls.
    pub source: Vec<u32>,
}

impl Folded {
    /// The words of the text.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.text.split_ascii_whitespace()
    }
}

/// Folds a text: capitals are small letters, ё is е, double letters are single, hard and soft signs are silent,
/// Cyrillic and Latin spellings of one name coincide.
///
/// A Latin letter in a Cyrillic word is read as the Cyrillic one it looks like («Пpoтoн» typed half in Latin), and the
/// other way round. Quotes and punctuation part words; an apostrophe between letters is silent. Letters of other
/// scripts become four bytes each, the same for the same letter, and so do signs where there are no letters at all.
///
/// ```
/// use dozvon::domain::name::fold;
/// assert_eq!(fold("Протон").text, fold("PROTON").text);
/// assert_eq!(fold("Щука-Ёж, №5").text, "wuka ej 5");
/// ```
pub fn fold(text: &str) -> Folded {
    fold_as(text, Reading::First)
}

/// As [`fold`], with Latin letters in the given reading.
pub(super) fn fold_as(text: &str, reading: Reading) -> Folded {
    let mut out = Output::new(text.len());
    let mut word = Vec::with_capacity(16);
    let mut chars = (0_u32..).zip(text.chars()).peekable();
    while let Some((at, c)) = chars.next() {
        if letters::is_word(c) {
            word.push((letters::small(c), at));
        } else if is_silent(c) || is_apostrophe(c) && joins(&word, chars.peek()) {
            // Belongs to the letter before it and has no sound.
        } else {
            out.word(&mut word, reading);
            out.gap(at);
        }
    }
    out.word(&mut word, reading);
    if out.folded.text.is_empty() {
        out.signs(text);
    }
    out.folded
}

/// The folded text while it grows.
struct Output {
    folded: Folded,
    /// Where the gap before the next word began.
    gap: Option<u32>,
}

impl Output {
    fn new(bytes: usize) -> Self {
        let folded = Folded { text: String::with_capacity(bytes), source: Vec::with_capacity(bytes) };
        Self { folded, gap: None }
    }

    /// Notes a sign that parts words.
    fn gap(&mut self, at: u32) {
        self.gap.get_or_insert(at);
    }

    /// Adds sounds. A letter that repeats the one before it in its word is heard once; a digit is not.
    fn sound(&mut self, sound: &str, at: u32) {
        for c in sound.chars() {
            if !self.begins_word() && c.is_ascii_alphabetic() && self.folded.text.ends_with(c) {
                continue;
            }
            self.byte(c, at);
        }
    }

    /// Adds a character as it is, behind a space when a word begins.
    fn byte(&mut self, c: char, at: u32) {
        if let Some(gap) = self.gap.take()
            && !self.folded.text.is_empty()
        {
            self.folded.text.push(' ');
            self.folded.source.push(gap);
        }
        self.folded.text.push(c);
        self.folded.source.push(at);
    }

    fn begins_word(&self) -> bool {
        self.gap.is_some() || self.folded.text.is_empty()
    }

    /// A character we have no sound for: its code point in four base-36 digits.
    fn code(&mut self, c: char, at: u32) {
        let code = u32::from(c);
        for power in [36 * 36 * 36, 36 * 36, 36, 1] {
            self.byte(char::from_digit(code / power % 36, 36).unwrap_or('0'), at);
        }
    }

    /// Adds a word of letters and digits in small letters, and empties it.
    fn word(&mut self, word: &mut Vec<(char, u32)>, reading: Reading) {
        one_script(word);
        let mut rest = word.as_slice();
        let mut after_digit = false;
        while let Some(((c, at), others)) = rest.split_first() {
            if letters::latin(*c).is_some() {
                rest = self.latin(rest, after_digit, reading);
                continue;
            }
            if let Some(sound) = letters::cyrillic(*c) {
                self.sound(sound, *at);
            } else if c.is_ascii_digit() {
                self.byte(*c, *at);
            } else {
                self.code(*c, *at);
            }
            after_digit = c.is_ascii_digit();
            rest = others;
        }
        word.clear();
    }

    /// Adds the run of Latin letters at the beginning of `word` and gives back what is behind it.
    fn latin<'a>(
        &mut self,
        word: &'a [(char, u32)],
        after_digit: bool,
        reading: Reading,
    ) -> &'a [(char, u32)] {
        let mut plain = Vec::with_capacity(word.len());
        let mut places = Vec::with_capacity(word.len());
        let mut rest = word;
        while let Some(((c, at), others)) = rest.split_first()
            && let Some(letters) = letters::latin(*c)
        {
            plain.extend(letters.bytes());
            places.extend(letters.bytes().map(|_| *at));
            rest = others;
        }
        latin::read(&plain, after_digit, reading, |sound, n| {
            self.sound(sound, places.get(n).copied().unwrap_or_default());
        });
        rest
    }

    /// A text of signs only keeps them, or nobody would ever find it.
    fn signs(&mut self, text: &str) {
        for (at, c) in (0_u32..).zip(text.chars()) {
            if c.is_whitespace() {
                self.gap(at);
            } else if !c.is_control() && !is_silent(c) {
                self.code(letters::small(c), at);
            }
        }
    }
}

/// Replaces look-alikes in a word that mixes Cyrillic and Latin, if look-alikes are all that one of them has in it.
fn one_script(word: &mut [(char, u32)]) {
    let is_cyrillic = |c: char| letters::cyrillic(c).is_some();
    let is_latin = |c: char| letters::latin(c).is_some();
    if word.iter().all(|&(c, _)| !is_cyrillic(c)) || word.iter().all(|&(c, _)| !is_latin(c)) {
        return;
    }
    let replace: fn(char) -> Option<char> =
        if word.iter().all(|&(c, _)| !is_latin(c) || letters::cyrillic_twin(c).is_some()) {
            letters::cyrillic_twin
        } else if word.iter().all(|&(c, _)| !is_cyrillic(c) || letters::latin_twin(c).is_some()) {
            letters::latin_twin
        } else {
            return;
        };
    for (c, _) in word {
        *c = replace(*c).unwrap_or(*c);
    }
}

/// An apostrophe inside a word («Объ'ект», O'Neill).
fn joins(before: &[(char, u32)], after: Option<&(u32, char)>) -> bool {
    !before.is_empty() && after.is_some_and(|&(_, c)| letters::is_word(c))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | 'ʹ' | 'ʼ' | '‘' | '’' | '′')
}

/// Accents that stand apart, and marks without width.
fn is_silent(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        fold(text).text
    }

    #[test]
    fn signs_and_spaces() {
        for (text, form) in [
            ("", ""),
            (" \t\n", ""),
            ("«Рога & Копыта»", "roga kopita"),
            ("Школа №55", "wkola 55"),
            ("24/7", "24 7"),
            ("Объ'ект", "obekt"),
            ("'Протон'", "proton"),
            ("О'Нил", "onil"),
            ("Мега - Строй", "mega stroi"),
            ("Ми\u{306}шка", "miwka"),
            ("e\u{301}te\u{301}", "ete"),
            ("Ｐｒｏｔｏｎ１", "proton1"),
            ("ÉTÉ", "ete"),
            ("www.proton.ru", "v proton ru"),
            ("Миссия", "misia"),
            ("100", "100"),
        ] {
            assert_eq!(folded(text), form, "{text}");
        }
    }

    #[test]
    fn look_alikes_take_the_script_of_their_word() {
        assert_eq!(folded("ПPOTOH"), "proton");
        assert_eq!(folded("Cидoров"), folded("Сидоров"));
        assert_eq!(folded("Сisco"), folded("Cisco"));
        assert_eq!(folded("IT-отдел"), "it otdel");
        assert_eq!(folded("Proмо"), "promo");
    }

    #[test]
    fn other_scripts_stay_apart() {
        assert_eq!(folded("日本").len(), 8);
        assert!(folded("日本語").starts_with(&folded("日本")));
        assert_ne!(folded("日"), folded("本"));
        assert_ne!(folded("★"), folded("☎"));
        assert_eq!(folded("★ Протон ★"), "proton");
        assert_eq!(folded("🦀🦀").len(), 8);
    }

    #[test]
    fn long_text_is_folded_whole() {
        let text = "Протон ".repeat(4_285);
        let form = fold(&text);
        assert_eq!(form.words().count(), 4_285);
        assert_eq!(form.source.last(), Some(&(29_993)));
    }

    proptest! {
        #[test]
        fn a_russian_word_being_typed_stays_a_prefix(text in "[а-яёА-ЯЁ0-9 \\-«»\"]{0,40}", cut in 0_usize..40) {
            let typed: String = text.chars().take(cut).collect();
            // With nothing to be heard yet, the signs themselves are kept: that is no word being typed.
            prop_assume!(typed.chars().any(|c| c.is_alphanumeric() && !"ъьЪЬ".contains(c)));
            let (typed, whole) = (folded(&typed), folded(&text));
            prop_assert!(whole.starts_with(&typed), "{typed} {whole}");
        }

        #[test]
        fn folding_knows_no_case(text in "[а-яёa-z0-9 ]{0,30}") {
            prop_assert_eq!(folded(&text), folded(&text.to_uppercase()));
        }
    }
}
