//! Which encoding a text file is in, and its bytes as text.
//!
//! A mark at the beginning decides; then the zero bytes of UTF-16; then whether the bytes are valid UTF-8, which other
//! encodings are by accident only; then letter statistics tell the three Cyrillic encodings apart that lists still
//! come in: Windows-1251, CP866 of old 1С and DOS, KOI8-R of old Unix. `chardetng` does that for web pages; on lists,
//! where names in capitals and words of three letters are usual, our count errs less.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Decoder, DecoderResult, Encoding};
use encoding_rs::{IBM866, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::error::{FileError, FileKind};

/// An encoding, and how many bytes its mark takes at the beginning of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Charset {
    pub(super) encoding: &'static Encoding,
    pub(super) mark: usize,
}

/// The byte that stands in a transcoded stream for what could not be decoded: never valid in UTF-8.
const BROKEN: u8 = 0xff;
/// How many lines out of a hundred may be in another encoding before the file is refused rather than those rows.
const STRAY_PERCENT: u64 = 10;
/// How much is decoded at once, in bytes.
const PIECE: usize = 16 << 10;
/// Bytes of another encoding that are valid UTF-8 by accident make fewer characters than this.
const SURE: usize = 3;
/// Fewer characters than this say nothing about an encoding.
const ENOUGH: i64 = 20;

impl Charset {
    /// The encoding the caller named. A mark of the same encoding is passed over.
    pub(super) fn named(label: &str, sample: &[u8]) -> Result<Self, FileError> {
        let squeezed: String = label.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let encoding = match squeezed.as_str() {
            "win1251" | "cp1251" | "1251" | "ansi" | "windows1251" => Some(WINDOWS_1251),
            "dos" | "oem" | "oem866" | "866" | "cp866" => Some(IBM866),
            "koi8" | "koi8r" => Some(KOI8_R),
            "utf8" | "utf8bom" | "utf8sig" => Some(UTF_8),
            "utf16" if sample.starts_with(&[0xfe, 0xff]) => Some(UTF_16BE),
            _ => Encoding::for_label(label.as_bytes()),
        };
        let Some(encoding) = encoding.filter(|e| *e != encoding_rs::REPLACEMENT) else {
            return Err(FileError::UnknownEncoding { label: label.to_owned() });
        };
        if encoding.is_single_byte() && is_binary(sample) {
            return Err(FileError::NotAList { kind: FileKind::Binary });
        }
        let mark =
            Encoding::for_bom(sample).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, len)| len);
        Ok(Self { encoding, mark })
    }

    /// Tells the encoding of a file by a part of it that ends with a whole line where that was possible, and begins
    /// with line `line`.
    pub(super) fn detect(sample: &[u8], line: u64) -> Result<Self, FileError> {
        if sample.starts_with(&[0xff, 0xfe, 0, 0]) || sample.starts_with(&[0, 0, 0xfe, 0xff]) {
            return Err(FileError::UnknownEncoding { label: "UTF-32".to_owned() });
        }
        if let Some((encoding, mark)) = Encoding::for_bom(sample) {
            let marked = Self { encoding, mark };
            return marked.check(sample).map(|()| marked);
        }
        let plain = |encoding| Ok(Self { encoding, mark: 0 });
        if let Some(encoding) = utf16(sample) {
            return plain(encoding);
        }
        if is_binary(sample) {
            return Err(FileError::NotAList { kind: FileKind::Binary });
        }
        let lines = Lines::count(sample, line);
        if lines.other == 0 {
            return plain(UTF_8);
        }
        let percent = lines.other * 100 / (lines.other + lines.utf8);
        if percent <= STRAY_PERCENT {
            plain(UTF_8)
        } else if percent >= 100 - STRAY_PERCENT {
            plain(single_byte(sample, &lines)?)
        } else {
            Err(FileError::MixedEncodings { utf8: lines.utf8, other: lines.other, line: lines.first_other })
        }
    }

    /// Refuses an encoding, named by the user or by a mark, in which much of the sample is no text.
    pub(super) fn check(self, sample: &[u8]) -> Result<(), FileError> {
        let (mut bad, mut lines, mut first) = (0, 0, 0);
        if self.is_transcoded() {
            let (text, _) =
                self.encoding.decode_without_bom_handling(sample.get(self.mark..).unwrap_or_default());
            for (line, text) in (1..).zip(text.lines()) {
                lines += 1;
                if text.contains(char::REPLACEMENT_CHARACTER) {
                    bad += 1;
                    first = if first == 0 { line } else { first };
                }
            }
        } else if self.encoding == UTF_8 {
            let counted = Lines::count(sample, 1);
            (bad, lines, first) = (counted.other, counted.other + counted.utf8, counted.first_other);
        }
        if bad * 100 > lines * STRAY_PERCENT {
            return Err(FileError::Undecodable { encoding: self.encoding.name(), line: first, bad, lines });
        }
        Ok(())
    }

    /// Whether the bytes must become UTF-8 before they are cut into cells: in UTF-16 and the East Asian encodings a
    /// byte that looks like a delimiter may be half of a letter.
    pub(super) fn is_transcoded(self) -> bool {
        self.encoding != UTF_8 && !self.encoding.is_single_byte()
    }

    /// One cell as text, and whether all of it could be decoded.
    pub(super) fn decode(self, cell: &[u8]) -> (Cow<'_, str>, bool) {
        if self.encoding == UTF_8 || self.is_transcoded() {
            return match std::str::from_utf8(cell) {
                Ok(text) => (Cow::Borrowed(text), true),
                Err(_) => (best_guess(cell), false),
            };
        }
        let (text, broken) = self.encoding.decode_without_bom_handling(cell);
        // 0x98 is the one byte without a meaning in Windows-1251.
        if broken || self.encoding == WINDOWS_1251 && cell.contains(&0x98) {
            return (text, false);
        }
        match foreign_utf8(cell) {
            Some(utf8) => (Cow::Borrowed(utf8), false),
            None => (text, true),
        }
    }
}

/// What bytes that are not UTF-8 most probably say: Windows-1251, unless a part of them is UTF-8 indeed.
fn best_guess(cell: &[u8]) -> Cow<'_, str> {
    let lossy = String::from_utf8_lossy(cell);
    if lossy.chars().any(|c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER) || cell.contains(&BROKEN) {
        return lossy;
    }
    WINDOWS_1251.decode_without_bom_handling(cell).0
}

/// UTF-8 in a file that is in another encoding: valid, and Russian. In Windows-1251 such bytes would read «РџСЂРё».
fn foreign_utf8(cell: &[u8]) -> Option<&str> {
    if cell.is_ascii() {
        return None;
    }
    let text = std::str::from_utf8(cell).ok()?;
    let mut cyrillic = 0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            'А'..='я' | 'Ё' | 'ё' => cyrillic += 1,
            '«' | '»' | '№' | '–' | '—' | '…' | '\u{a0}' => {}
            _ => return None,
        }
    }
    (cyrillic >= SURE).then_some(text)
}

/// UTF-16 without a mark: every second byte is the high half of a character, and in a list it is 0 (digits,
/// delimiters) or 4 (Cyrillic).
fn utf16(sample: &[u8]) -> Option<&'static Encoding> {
    let (mut pairs, mut zeros, mut high) = (0_usize, [0_usize; 2], [0_usize; 2]);
    for pair in sample.chunks_exact(2) {
        pairs += 1;
        for ((zeros, high), byte) in zeros.iter_mut().zip(&mut high).zip(pair) {
            *zeros += usize::from(*byte == 0);
            *high += usize::from(matches!(byte, 0 | 4));
        }
    }
    let [big_zeros, little_zeros] = zeros;
    let [big, little] = high;
    let most = |n: usize| n * 10 >= pairs * 9;
    if little_zeros > 0 && most(little) && little_zeros > 20 * big_zeros {
        Some(UTF_16LE)
    } else if big_zeros > 0 && most(big) && big_zeros > 20 * little_zeros {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Control characters that no text has.
fn is_binary(sample: &[u8]) -> bool {
    let zeros = sample.iter().filter(|b| **b == 0).count();
    let controls = sample.iter().filter(|b| matches!(b, 1..=8 | 11 | 14..=25 | 28..=31 | 127)).count();
    zeros * 1_000 > sample.len() || controls * 100 > sample.len()
}

/// Lines that have something but ASCII in them. Lines with a letter or two may be valid UTF-8 by accident and are not
/// counted.
#[derive(Debug, Default)]
struct Lines {
    utf8: u64,
    other: u64,
    first_other: u64,
}

impl Lines {
    /// `line` is the number of the first one.
    fn count(sample: &[u8], line: u64) -> Self {
        let mut lines = Self::default();
        if sample.is_ascii() {
            return lines;
        }
        let mut rest = (line..).zip(sample.split(|b| *b == b'\n')).peekable();
        while let Some((number, line)) = rest.next() {
            match std::str::from_utf8(line) {
                Ok(text) => lines.utf8 += u64::from(text.chars().filter(|c| !c.is_ascii()).count() >= SURE),
                // A sample may end in the middle of a letter.
                Err(error)
                    if error.error_len().is_none() && error.valid_up_to() > 0 && rest.peek().is_none() => {}
                Err(_) => {
                    lines.other += 1;
                    lines.first_other = if lines.first_other == 0 { number } else { lines.first_other };
                }
            }
        }
        lines
    }
}

/// The single-byte encoding in which the sample reads most like Russian.
fn single_byte(sample: &[u8], lines: &Lines) -> Result<&'static Encoding, FileError> {
    let mut best = (WINDOWS_1251, i64::MIN);
    for encoding in [WINDOWS_1251, IBM866, KOI8_R] {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let score = likeness(&text);
        if score > best.1 {
            best = (encoding, score);
        }
    }
    let special = sample.iter().filter(|b| !b.is_ascii()).count() as i64;
    if special >= ENOUGH && best.1 < 0 {
        return Err(FileError::Undecodable {
            encoding: best.0.name(),
            line: lines.first_other,
            bad: lines.other,
            lines: lines.other + lines.utf8,
        });
    }
    Ok(best.0)
}

/// How much a text reads like Russian: the sum over its special characters, each worth more the more usual it is, less
/// what speaks against it (a capital after a small letter, a Cyrillic letter beside a Latin one, frames and oddities),
/// and a good deal more for words that lists are full of.
fn likeness(text: &str) -> i64 {
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
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii());
    score
        + 30 * words.filter(|word| WORDS.split(' ').any(|known| *known == word.to_lowercase())).count() as i64
}

/// Short words of lists, in which statistics alone may err.
const WORDS: &str = "ао г город зао имя инн ип кпп моб обл оао ооо пао тел телефон ул фио эл";

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

/// A stream in another encoding as UTF-8, with [`BROKEN`] where it could not be decoded.
pub(super) struct Transcoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// How much of `raw` is decoded.
    used: usize,
    text: Vec<u8>,
    /// How much of `text` is given out.
    given: usize,
    ended: bool,
    done: bool,
}

impl<R: Read> Transcoded<R> {
    pub(super) fn new(input: R, charset: Charset) -> Self {
        let decoder = charset.encoding.new_decoder_without_bom_handling();
        Self { input, decoder, raw: vec![], used: 0, text: vec![], given: 0, ended: false, done: false }
    }

    pub(super) fn input(&self) -> &R {
        &self.input
    }

    fn decode_more(&mut self) -> std::io::Result<()> {
        if self.used >= self.raw.len() && !self.ended {
            self.raw.resize(PIECE, 0);
            let got = self.input.read(&mut self.raw);
            self.raw.truncate(*got.as_ref().unwrap_or(&0));
            self.used = 0;
            self.ended = got? == 0;
        }
        self.text.resize(PIECE, 0);
        self.given = 0;
        let raw = self.raw.get(self.used..).unwrap_or_default();
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.ended);
        self.used += read;
        self.text.truncate(written);
        match result {
            DecoderResult::Malformed(..) => self.text.push(BROKEN),
            DecoderResult::InputEmpty => self.done = self.ended,
            DecoderResult::OutputFull => {}
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        while self.given >= self.text.len() {
            if self.done || room.is_empty() {
                return Ok(0);
            }
            self.decode_more()?;
        }
        let mut ready = self.text.get(self.given..).unwrap_or_default();
        let got = ready.read(room)?;
        self.given += got;
        Ok(got)
    }
}

#[cfg(test)]
#[path = "charset_tests.rs"]
mod tests;
