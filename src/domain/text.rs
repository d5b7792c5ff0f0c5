//! Text that came from outside.
//!
//! A name in a price list, a note pasted from a chat, a caller id: any of them may hold escape sequences that repaint
//! the screen, controls that turn the reading direction round, or marks that have no width. Such text is cleaned
//! before it meets a terminal or a file; what the source really said is kept apart, as the raw value.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Longest single-line value we keep, in characters: as much as a spreadsheet cell may hold.
pub const LINE_MAX: usize = 32_767;
/// Longest note we keep, in characters.
pub const NOTE_MAX: usize = 100_000;
/// More marks than this on one letter are decoration that breaks lines (an accent and a stress mark are two).
const MARKS_MAX: usize = 2;

/// Text in the two languages of the interface. One of them may be empty: people name their own stages once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both languages at once.
    pub fn new(ru: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ru: ru.into(), en: en.into() }
    }

    /// The text in `lang`, or in the other language where there is none.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::Ru => (&self.ru, &self.en),
            Lang::En => (&self.en, &self.ru),
        };
        if first.is_empty() { second } else { first }
    }
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// Russian, the first language of the interface.
    #[default]
    Ru,
    /// English.
    En,
}

/// Cleans one line: no controls, no escape sequences, no invisible or direction marks; runs of space become one space,
/// ends are trimmed, and nothing is longer than [`LINE_MAX`] characters.
///
/// ```
/// use dozvon::domain::text::clean_line;
/// assert_eq!(clean_line("  Про\u{1b}[31mтон\u{202e}\r\n №1 "), "Протон №1");
/// ```
pub fn clean_line(text: &str) -> String {
    if is_clean_line(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(4 * LINE_MAX));
    let mut left = LINE_MAX;
    for c in Cleaner::new(text) {
        let c = if c.is_whitespace() { ' ' } else { c };
        // A mark with nothing to stand on is left out with the space it stood on.
        let nothing_yet = out.is_empty() && (c == ' ' || c.width() == Some(0));
        if nothing_yet || (c == ' ' && out.ends_with(' ')) {
            continue;
        }
        if left == 0 {
            break;
        }
        left -= 1;
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Cleans a text of several lines: as [`clean_line`], but line breaks stay (as `\n`) and a tab becomes four spaces.
pub fn clean_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut left = NOTE_MAX;
    let mut after_return = false;
    for c in Cleaner::new(text) {
        let half_of_a_break = after_return && c == '\n';
        after_return = c == '\r';
        if half_of_a_break {
            continue;
        }
        if left == 0 {
            break;
        }
        left -= 1;
        match c {
            '\r' | '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Cuts a text to `width` terminal cells, at a grapheme border, with `…` where something was left out.
pub fn fit(text: &str, width: usize) -> std::borrow::Cow<'_, str> {
    use unicode_width::UnicodeWidthStr;
    if text.len() <= width && text.is_ascii() || text.width() <= width {
        return text.into();
    }
    if width == 0 {
        return "".into();
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let w = grapheme.width();
        if used + w > width - 1 {
            break;
        }
        used += w;
        out.push_str(grapheme);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out.into()
}

/// Fast path: plain letters, digits and single spaces need no work.
fn is_clean_line(text: &str) -> bool {
    let mut previous_space = true;
    let mut count = 0;
    for c in text.chars() {
        let plain = matches!(c, '!'..='~' | 'А'..='я' | 'Ё' | 'ё' | '«' | '»' | '—' | '–' | '№' | '…');
        if !plain && (c != ' ' || previous_space) {
            return false;
        }
        previous_space = c == ' ';
        count += 1;
    }
    count <= LINE_MAX && (text.is_empty() || !previous_space)
}

/// Walks the characters that may stay. White space of every kind is passed on for the caller to judge.
struct Cleaner<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    marks: usize,
}

impl<'a> Cleaner<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.chars().peekable(), marks: MARKS_MAX }
    }

    /// Drops the rest of an escape sequence, so that `ESC [ 31 m` leaves nothing behind.
    fn skip_escape(&mut self) {
        match self.rest.peek() {
            Some('[') => {
                self.rest.next();
                self.skip_csi();
            }
            Some(']' | 'P' | '^' | '_' | 'X') => {
                self.rest.next();
                self.skip_string();
            }
            Some(' '..='/') => {
                self.rest.next();
                self.rest.next_if(|c| ('0'..='~').contains(c));
            }
            Some('0'..='~') => {
                self.rest.next();
            }
            _ => {}
        }
    }

    /// Parameters and intermediates, then one final byte.
    fn skip_csi(&mut self) {
        while self.rest.next_if(|c| (' '..='?').contains(c)).is_some() {}
        self.rest.next_if(|c| ('@'..='~').contains(c));
    }

    /// A string command ends with BEL or ST. One that never ends is no command: a terminal would swallow everything
    /// behind it, so only the introducer is dropped.
    fn skip_string(&mut self) {
        let mut ahead = self.rest.clone();
        while let Some(c) = ahead.next() {
            let ends = match c {
                '\u{7}' | '\u{9c}' => true,
                '\u{1b}' => ahead.next_if_eq(&'\\').is_some(),
                _ => false,
            };
            if ends {
                self.rest = ahead;
                return;
            }
        }
    }
}

impl Iterator for Cleaner<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            let c = self.rest.next()?;
            match c {
                '\u{1b}' => self.skip_escape(),
                '\u{9b}' => self.skip_csi(),
                '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => self.skip_string(),
                '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => return Some(c),
                c if c.is_control() || is_invisible(c) => {}
                c if c.width() == Some(0) => {
                    if self.marks < MARKS_MAX {
                        self.marks += 1;
                        return Some(c);
                    }
                }
                c => {
                    self.marks = 0;
                    return Some(c);
                }
            }
        }
    }
}

/// Marks that show nothing but change how the rest is shown: direction controls, joiners, variation selectors, tags,
/// fillers, and code points reserved for nobody.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{e000}'..='\u{f8ff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn escape_sequences_leave_nothing_behind() {
        for (dirty, clean) in [
            ("\u{1b}[2J\u{1b}[1;1HПротон", "Протон"),
            ("\u{1b}]0;title\u{7}Протон", "Протон"),
            ("\u{1b}]8;;http://x\u{1b}\\ссылка\u{1b}]8;;\u{1b}\\", "ссылка"),
            ("\u{9b}31mкрасный", "красный"),
            ("a\u{1b}]never ends", "anever ends"),
            ("a\u{1b}", "a"),
            ("\u{1b}(0lqk", "lqk"),
            ("\u{1b}P1$r\u{1b}\\x", "x"),
            ("моск\u{ad}ва\u{200b}", "москва"),
            ("\u{202e}abc\u{202c}", "abc"),
            ("e\u{301}\u{301}\u{301}\u{301}\u{301}x", "e\u{301}\u{301}x"),
            ("\u{301}\u{301}начало", "начало"),
            ("☎\u{fe0f} тел", "☎ тел"),
            (" \u{301}а", "а"),
        ] {
            assert_eq!(clean_line(dirty), clean, "{dirty:?}");
        }
    }

    #[test]
    fn lines_of_a_note_stay() {
        assert_eq!(clean_text("раз\r\nдва\rтри\n\n\tчетыре \n"), "раз\nдва\nтри\n\n    четыре");
    }

    #[test]
    fn long_text_is_cut_between_graphemes() {
        assert_eq!(fit("Видео маркет", 12), "Видео маркет");
        assert_eq!(fit("Видео маркет", 8), "Видео м…");
        assert_eq!(fit("Видео маркет", 7), "Видео…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(fit("абв", 0), "");
    }

    proptest! {
        #[test]
        fn cleaning_is_final_and_safe(text in any::<String>()) {
            let once = clean_line(&text);
            prop_assert_eq!(&clean_line(&once), &once);
            prop_assert!(!once.chars().any(|c| c.is_control() || is_invisible(c)));
            let note = clean_text(&text);
            prop_assert_eq!(&clean_text(&note), &note);
            prop_assert!(!note.chars().any(|c| (c.is_control() && c != '\n') || is_invisible(c)));
        }

        #[test]
        fn fitting_never_exceeds(text in any::<String>(), width in 0_usize..200) {
            prop_assert!(fit(&clean_line(&text), width).width() <= width);
        }
    }
}
