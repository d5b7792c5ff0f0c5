//! Which encoding a text file is in, and its bytes as text.
//!
//! A mark at the beginning decides; then the zero bytes of UTF-16; then whether the bytes are valid UTF-8, which other
//! encodings are by accident only; then letter statistics ([`likeness`]) tell the three Cyrillic encodings apart that
//! lists still come in: Windows-1251, CP866 of old 1С and DOS, KOI8-R of old Unix.
//!
//! People glue exports together, so the encoding of the file is only where a record's own is looked for first
//! ([`Charset::reading`]): a record in another one is read in that, where it is sure, and marked.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Decoder, DecoderResult, Encoding};
use encoding_rs::{IBM866, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::error::{FileError, FileKind};
use super::likeness::likeness;

/// The encoding of a file, and how many bytes its mark takes at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Charset {
    pub(super) encoding: &'static Encoding,
    pub(super) mark: usize,
    /// The single-byte encoding of lines that are not UTF-8, where the file has both.
    other: Option<&'static Encoding>,
}

/// How one record is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// In this encoding, which is that of the file or not.
    In(&'static Encoding),
    /// Each cell in its own: no encoding fits them all.
    Apart,
}

/// One cell as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// The encoding it was read in; `None` when it is no text in any, and `text` is the nearest guess.
    pub(super) encoding: Option<&'static Encoding>,
}

/// The byte that stands in a transcoded stream for what could not be decoded: never valid in UTF-8.
const BROKEN: u8 = 0xff;
/// How many lines out of a hundred may be unreadable before the file is refused rather than those rows.
const STRAY_PERCENT: u64 = 10;
/// How much is decoded at once, in bytes.
const PIECE: usize = 16 << 10;
/// Bytes of another encoding that are valid UTF-8 by accident make fewer characters than this.
const SURE: usize = 3;
/// Fewer characters than this say nothing about an encoding.
const ENOUGH: usize = 20;
/// What reads so much like Russian ([`likeness`]) is Russian: three or four usual letters.
const SURE_SCORE: i64 = 60;

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
        Ok(Self::of(encoding, mark))
    }

    fn of(encoding: &'static Encoding, mark: usize) -> Self {
        Self { encoding, mark, other: None }
    }

    /// Tells the encoding of a file by a part of it that ends with a whole line where that was possible, and begins
    /// with line `line`.
    pub(super) fn detect(sample: &[u8], line: u64) -> Result<Self, FileError> {
        if sample.starts_with(&[0xff, 0xfe, 0, 0]) || sample.starts_with(&[0, 0, 0xfe, 0xff]) {
            return Err(FileError::UnknownEncoding { label: "UTF-32".to_owned() });
        }
        let marked = Encoding::for_bom(sample).map(|(encoding, mark)| Self::of(encoding, mark));
        if let Some(marked) = marked.filter(|marked| marked.encoding != UTF_8) {
            return marked.check(sample).map(|()| marked);
        }
        let mark = marked.map_or(0, |marked| marked.mark);
        let sample = sample.get(mark..).unwrap_or_default();
        // Whoever has written the mark meant text.
        if mark == 0 {
            if let Some(encoding) = utf16(sample) {
                return Ok(Self::of(encoding, 0));
            }
            if is_binary(sample) {
                return Err(FileError::NotAList { kind: FileKind::Binary });
            }
        }
        let lines = Lines::count(sample, line);
        if lines.other == 0 {
            return Ok(Self::of(UTF_8, mark));
        }
        let other = single_byte(&lines.sample);
        if other.is_none() && lines.other * 100 > (lines.other + lines.utf8) * STRAY_PERCENT {
            return Err(lines.undecodable(if lines.utf8 == 0 { WINDOWS_1251 } else { UTF_8 }, false));
        }
        let mostly_utf8 = lines.utf8 >= lines.other;
        let encoding = other.filter(|_| !mostly_utf8).unwrap_or(UTF_8);
        Ok(Self { encoding, mark, other })
    }

    /// Refuses an encoding, named by the user or by a mark, in which much of the sample is no text or better text in
    /// another encoding.
    pub(super) fn check(self, sample: &[u8]) -> Result<(), FileError> {
        let mut lines = Lines::default();
        let sample = sample.get(self.mark..).unwrap_or_default();
        if self.is_transcoded() {
            let (text, _) = self.encoding.decode_without_bom_handling(sample);
            for (line, text) in (1..).zip(text.lines()) {
                lines.add(line, text.contains(char::REPLACEMENT_CHARACTER));
            }
        } else {
            for (number, line) in
                (1..).zip(sample.split(|b| *b == b'\n')).filter(|(_, line)| !line.is_ascii())
            {
                let fits = self.reading(std::iter::once(line)) == Reading::In(self.encoding);
                lines.add(number, !fits);
            }
        }
        if lines.other * 100 > (lines.other + lines.utf8) * STRAY_PERCENT {
            return Err(lines.undecodable(self.encoding, true));
        }
        Ok(())
    }

    /// Whether the bytes must become UTF-8 before they are cut into cells: in UTF-16 and the East Asian encodings a
    /// byte that looks like a delimiter may be half of a letter.
    pub(super) fn is_transcoded(self) -> bool {
        self.encoding != UTF_8 && !self.encoding.is_single_byte()
    }

    /// In which encoding a record is: that of the file, unless another one is surer.
    pub(super) fn reading<'c>(self, cells: impl Iterator<Item = &'c [u8]> + Clone) -> Reading {
        if self.is_transcoded() || cells.clone().all(<[u8]>::is_ascii) {
            return Reading::In(self.encoding);
        }
        let is_utf8 = cells.clone().all(|cell| std::str::from_utf8(cell).is_ok());
        if self.encoding == UTF_8 && is_utf8 {
            return Reading::In(UTF_8);
        }
        // Something stands between them, so that no letter of one cell meets one of the next.
        let joined = cells.clone().collect::<Vec<_>>().join(&b' ');
        if self.encoding == UTF_8 {
            let apart = || cells.clone().any(is_sure_utf8);
            return match self.single(&joined) {
                Some(single) if !apart() => Reading::In(single),
                _ => Reading::Apart,
            };
        }
        if is_utf8 && is_sure_utf8(&joined) {
            return Reading::In(UTF_8);
        }
        if cells.clone().any(is_sure_utf8) {
            return Reading::Apart;
        }
        match self.fitting(&joined) {
            Some(single) => Reading::In(single),
            None if is_utf8 => Reading::In(UTF_8),
            None => Reading::Apart,
        }
    }

    /// One cell as text, in a record that is to be read so.
    pub(super) fn decode(self, cell: &[u8], reading: Reading) -> Decoded<'_> {
        let lossy = |text| Decoded { text, encoding: None };
        let utf8 = |cell| match std::str::from_utf8(cell) {
            Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: Some(UTF_8) },
            Err(_) => lossy(String::from_utf8_lossy(cell)),
        };
        match reading {
            _ if cell.is_ascii() => Decoded { encoding: Some(self.encoding), ..utf8(cell) },
            // It was made UTF-8 on its way here.
            Reading::In(encoding) if encoding == self.encoding && self.is_transcoded() => {
                let decoded = utf8(cell);
                Decoded { encoding: decoded.encoding.map(|_| encoding), ..decoded }
            }
            Reading::In(encoding) if encoding == UTF_8 => utf8(cell),
            Reading::In(encoding) => {
                let readable = is_readable(cell, encoding).then_some(encoding);
                Decoded { text: encoding.decode_without_bom_handling(cell).0, encoding: readable }
            }
            Reading::Apart => {
                let is_utf8 = std::str::from_utf8(cell).is_ok();
                if is_utf8 && (self.encoding == UTF_8 || is_sure_utf8(cell)) {
                    return utf8(cell);
                }
                let single = if self.encoding == UTF_8 { self.single(cell) } else { self.fitting(cell) };
                match single {
                    Some(single) => self.decode(cell, Reading::In(single)),
                    None => lossy(best_guess(cell)),
                }
            }
        }
    }

    /// The single-byte encoding in which bytes that are not UTF-8 read like Russian.
    fn single(self, bytes: &[u8]) -> Option<&'static Encoding> {
        if is_broken_utf8(bytes) {
            return None;
        }
        let (best, score) = most_alike(bytes);
        let best = Some(best).filter(|best| score > 0 && is_readable(bytes, best));
        // Of short texts statistics say little: what the rest of the file is in goes first, unless it is far behind.
        let known = self.other.filter(|known| is_readable(bytes, known));
        known.filter(|known| likeness_in(bytes, known) * 2 >= score.max(1)).or(best)
    }

    /// The single-byte encoding of a record in a file that is in one: the file's own, unless it reads like nothing in it
    /// and like Russian in another.
    fn fitting(self, bytes: &[u8]) -> Option<&'static Encoding> {
        if is_broken_utf8(bytes) {
            return None;
        }
        let own = is_readable(bytes, self.encoding);
        if own && likeness_in(bytes, self.encoding) >= 0 {
            return Some(self.encoding);
        }
        let best = most_alike(bytes);
        let is_better = best.1 > SURE_SCORE && is_readable(bytes, best.0);
        if is_better { Some(best.0) } else { own.then_some(self.encoding) }
    }
}

/// What bytes that are no text most probably say: Windows-1251, unless a part of them is UTF-8 indeed.
fn best_guess(cell: &[u8]) -> Cow<'_, str> {
    let lossy = String::from_utf8_lossy(cell);
    if lossy.chars().any(|c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER) || cell.contains(&BROKEN) {
        return lossy;
    }
    WINDOWS_1251.decode_without_bom_handling(cell).0
}

/// Whether every byte has a meaning in a single-byte encoding.
fn is_readable(bytes: &[u8], encoding: &'static Encoding) -> bool {
    // 0x98 is the one byte without a meaning in Windows-1251.
    encoding != WINDOWS_1251 || !bytes.contains(&0x98)
}

/// Whether bytes are UTF-8 and mean to be: valid, and Russian or with signs no other encoding has there. In
/// Windows-1251 such bytes would read «РџСЂРё».
fn is_sure_utf8(bytes: &[u8]) -> bool {
    if bytes.is_ascii() {
        return false;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let (mut russian, mut signs, mut strange) = (0, 0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            'А'..='я' | 'Ё' | 'ё' => russian += 1,
            '«' | '»' | '\u{a0}' => {}
            '\u{2000}'..='\u{206f}' | '№' | '\u{10000}'.. => signs += 1,
            _ => strange += 1,
        }
    }
    (russian >= SURE || signs > 0) && strange <= russian + signs
}

/// Whether bytes are UTF-8 that was spoilt: good Russian stands in them beside what is no text.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.chars().filter(|c| matches!(c, 'А'..='я' | 'Ё' | 'ё')).count() >= SURE
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
    /// The lines that are not UTF-8.
    sample: Vec<u8>,
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
                Ok(text) if text.chars().filter(|c| !c.is_ascii()).count() >= SURE => {
                    lines.add(number, false)
                }
                Ok(_) => {}
                // A sample may end in the middle of a letter.
                Err(error)
                    if error.error_len().is_none() && error.valid_up_to() > 0 && rest.peek().is_none() => {}
                Err(_) => {
                    lines.add(number, true);
                    lines.sample.extend(line);
                    lines.sample.push(b'\n');
                }
            }
        }
        lines
    }

    fn add(&mut self, number: u64, is_other: bool) {
        if !is_other {
            self.utf8 += 1;
            return;
        }
        self.other += 1;
        self.first_other = if self.first_other == 0 { number } else { self.first_other };
    }

    fn undecodable(&self, encoding: &'static Encoding, named: bool) -> FileError {
        FileError::Undecodable {
            encoding: encoding.name(),
            line: self.first_other,
            bad: self.other,
            lines: self.other + self.utf8,
            named,
        }
    }
}

fn likeness_in(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    likeness(&encoding.decode_without_bom_handling(bytes).0)
}

/// The single-byte encoding in which bytes read most like Russian, and how much.
fn most_alike(bytes: &[u8]) -> (&'static Encoding, i64) {
    let mut best = (WINDOWS_1251, i64::MIN);
    for encoding in [WINDOWS_1251, IBM866, KOI8_R] {
        let score = likeness_in(bytes, encoding);
        if score > best.1 {
            best = (encoding, score);
        }
    }
    best
}

/// The single-byte encoding of lines, unless they read like Russian in none.
fn single_byte(sample: &[u8]) -> Option<&'static Encoding> {
    let (best, score) = most_alike(sample);
    let special = sample.iter().filter(|b| !b.is_ascii()).count();
    (special < ENOUGH || score >= 0).then_some(best)
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
