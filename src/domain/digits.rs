//! Digits as people and spreadsheets write them; shared by the values made of digits.

/// The digit a character stands for: ASCII, full-width (from Asian keyboards) and Arabic-Indic.
pub(super) fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// White space of every kind but line breaks, and the marks that show nothing: they come along when a number is
/// copied from a contact card (direction marks), from Word (soft hyphens) or from a file (byte order marks).
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || (c.is_whitespace() && !is_break(c))
}

/// Line and page breaks of every kind.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Hyphens, dashes and minus signs of every kind.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{30fc}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

/// Marks a spreadsheet or a quoted file puts around a value: `'7707083893`, `="7707083893"`.
pub(super) fn is_wrapping(c: char) -> bool {
    matches!(c, '\'' | '"' | '`' | '=' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '«' | '»')
}

/// Whether a word is `lower` in any case. `lower` is in lower case already.
pub(super) fn same_word(word: &str, lower: &str) -> bool {
    word.chars().flat_map(char::to_lowercase).eq(lower.chars())
}

/// What is left of `text` behind one of `names`, in any case; the longest name comes first in the list.
pub(super) fn strip_name<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| {
        let mut rest = text.chars();
        for wanted in name.chars() {
            let mut given = rest.next()?.to_lowercase();
            if given.next() != Some(wanted) || given.next().is_some() {
                return None;
            }
        }
        Some(rest.as_str())
    })
}

/// A run of digits with its length, so that leading zeros count. Digits beyond [`Digits::MAX`] are counted, not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digits {
    value: u128,
    len: u32,
}

impl Digits {
    /// Most digits kept: three telephone numbers written without a space fit.
    pub(super) const MAX: u32 = 36;

    /// A run of a known value.
    #[cfg(test)]
    pub(super) fn new(value: u128, len: u32) -> Self {
        Self { value, len }
    }

    /// Adds one digit at the end.
    pub(super) fn push(&mut self, digit: u8) {
        if self.len < Self::MAX {
            self.value = self.value * 10 + u128::from(digit);
        }
        self.len = self.len.saturating_add(1);
    }

    /// Adds a run at the end.
    pub(super) fn append(&mut self, other: Self) {
        let len = self.len.saturating_add(other.len);
        if len <= Self::MAX {
            self.value = self.value * pow10(other.len) + other.value;
        }
        self.len = len;
    }

    /// How many digits there are.
    pub(super) fn len(self) -> u32 {
        self.len
    }

    /// The run as a number, when it fits.
    pub(super) fn number(self) -> Option<u64> {
        if self.len > Self::MAX { None } else { u64::try_from(self.value).ok() }
    }

    /// Whether all digits are zeros.
    pub(super) fn is_zeros(self) -> bool {
        self.value == 0
    }

    /// The first `n` digits and the rest; the whole and nothing when it has no more than `n`, or too many to keep.
    pub(super) fn split(self, n: u32) -> (Self, Self) {
        if n >= self.len || self.len > Self::MAX {
            return (self, Self::default());
        }
        let cut = pow10(self.len - n);
        (Self { value: self.value / cut, len: n }, Self { value: self.value % cut, len: self.len - n })
    }

    /// Whether the run begins with `prefix`, a number of `len` digits.
    pub(super) fn starts_with(self, prefix: u128, len: u32) -> bool {
        self.len >= len && self.len <= Self::MAX && self.split(len).0.value == prefix
    }
}

fn pow10(n: u32) -> u128 {
    10_u128.checked_pow(n).unwrap_or(u128::MAX)
}

/// Why a cell that should hold one long number does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellError {
    /// Nothing is written.
    Empty,
    /// Something other than digits is written.
    NotDigits,
    /// A spreadsheet rounded the number to `7,70708E+09`.
    LostDigits,
}

/// Reads one long number out of a cell, as a spreadsheet may have left it: with blanks between the digits, an
/// apostrophe before, a tail `.0` behind, a name (`ИНН 7707083893`) before, in scientific notation. The last is
/// accepted only when every digit is there (`7,707083893E+09`).
pub(super) fn read_cell(text: &str, names: &[&str]) -> Result<Digits, CellError> {
    let text = trim(text);
    let text = strip_name(text, names).map_or(text, |rest| {
        rest.trim_start_matches(|c| {
            matches!(c, ':' | '.' | '№') || is_blank(c) || is_dash(c) || is_wrapping(c)
        })
    });
    if text.is_empty() {
        return Err(CellError::Empty);
    }
    let mut cell = Float::default();
    for c in text.chars().filter(|c| !is_blank(*c)) {
        cell.push(c).ok_or(CellError::NotDigits)?;
    }
    cell.digits()
}

/// Cuts blanks, breaks and wrapping marks off both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c| is_blank(c) || is_break(c) || is_wrapping(c))
}

/// A number with an optional fraction and exponent, read digit by digit.
#[derive(Default)]
struct Float {
    whole: Digits,
    fraction: Digits,
    exponent: Option<u32>,
    part: Part,
}

#[derive(Default, PartialEq)]
enum Part {
    #[default]
    Whole,
    Fraction,
    Sign,
    Exponent,
}

impl Float {
    fn push(&mut self, c: char) -> Option<()> {
        if let Some(d) = digit(c) {
            match self.part {
                Part::Whole => self.whole.push(d),
                Part::Fraction => self.fraction.push(d),
                Part::Sign | Part::Exponent => {
                    self.part = Part::Exponent;
                    let exponent = self.exponent.unwrap_or(0);
                    self.exponent = Some(exponent.saturating_mul(10).saturating_add(u32::from(d)));
                }
            }
            return Some(());
        }
        let next = match (c, &self.part) {
            ('.' | ',', Part::Whole) => Part::Fraction,
            ('e' | 'E' | 'е' | 'Е', Part::Whole | Part::Fraction) => Part::Sign,
            ('+', Part::Sign) => Part::Exponent,
            _ => return None,
        };
        self.part = next;
        (self.whole.len() > 0).then_some(())
    }

    fn digits(self) -> Result<Digits, CellError> {
        let mut all = self.whole;
        let exponent = match (self.part, self.exponent) {
            (_, Some(exponent)) => exponent,
            (Part::Whole | Part::Fraction, None) => 0,
            (Part::Sign | Part::Exponent, None) => return Err(CellError::NotDigits),
        };
        let (kept, rest) = self.fraction.split(exponent);
        all.append(kept);
        if kept.len() < exponent {
            Err(CellError::LostDigits)
        } else if rest.is_zeros() {
            Ok(all)
        } else {
            Err(CellError::NotDigits)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Result<(u64, u32), CellError> {
        read_cell(text, &["инн"]).map(|d| (d.number().unwrap(), d.len()))
    }

    #[test]
    fn cells_of_spreadsheets() {
        for text in [
            "7707083893",
            " 7707083893 ",
            "'7707083893",
            "=\"7707083893\"",
            "7707083893.0",
            "7707083893,00",
            "77 0708 3893",
            "7707\u{a0}083893",
            "\u{feff}7707083893\u{200e}",
            "ИНН 7707083893",
            "инн:7707083893",
            "ИНН № 7707083893",
            "７７０７０８３８９３",
            "7,707083893E+09",
            "7.707083893e9",
            "7,7070838930000Е+09",
        ] {
            assert_eq!(cell(text), Ok((7_707_083_893, 10)), "{text:?}");
        }
        assert_eq!(cell("0012"), Ok((12, 4)));
    }

    #[test]
    fn cells_that_are_no_number() {
        for (text, error) in [
            ("", CellError::Empty),
            (" ' ", CellError::Empty),
            ("ИНН", CellError::Empty),
            ("7,70708E+09", CellError::LostDigits),
            ("8E+10", CellError::LostDigits),
            ("7.707083893E+05", CellError::NotDigits),
            ("77.5", CellError::NotDigits),
            ("-7707083893", CellError::NotDigits),
            ("E+09", CellError::NotDigits),
            ("7707083893E", CellError::NotDigits),
            ("7707083893E+", CellError::NotDigits),
            (".5", CellError::NotDigits),
            ("нет", CellError::NotDigits),
            ("7707083893/770701001", CellError::NotDigits),
        ] {
            assert_eq!(cell(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn runs_are_cut_and_joined() {
        let mut run = Digits::new(8, 1);
        run.append(Digits::new(12, 3));
        assert_eq!(run, Digits::new(8012, 4));
        assert_eq!(run.split(2), (Digits::new(80, 2), Digits::new(12, 2)));
        assert_eq!(run.split(9), (run, Digits::default()));
        assert!(run.starts_with(80, 2) && !run.starts_with(81, 2) && !run.starts_with(8012, 5));
        let mut long = Digits::default();
        (0..200).for_each(|_| long.push(9));
        assert_eq!((long.len(), long.number()), (200, None));
    }

    #[test]
    fn words_in_any_case() {
        assert!(same_word("ДОБ", "доб") && !same_word("доба", "доб"));
        assert_eq!(strip_name("ИНН/КПП 77", &["инн/кпп", "инн"]), Some(" 77"));
        assert_eq!(strip_name("77", &["инн"]), None);
    }
}
