//! Bytes of a terminal into keys, pastes and mouse events.
//!
//! The bytes come in pieces cut anywhere, in the middle of a letter too; the decoder keeps what is not whole yet. It
//! has no clock: a lone Esc looks like the beginning of an arrow until the line has been quiet for a while, and it is the
//! loop that knows how long that is. It asks [`Decoder::quiet`] how long to wait and then calls [`Decoder::flush`].

use std::time::Duration;

use super::sequence;
use crate::tui::input::Input;
use crate::tui::key::{Key, KeyCode};

/// Longest paste handed on, in bytes; the rest of a longer one is dropped. It is more than any field takes
/// ([`NOTE_MAX`](crate::domain::text::NOTE_MAX) characters), so it is the field that says what was cut.
pub const PASTE_MAX: usize = 1 << 20;

/// Longest sequence looked into; a longer one is swallowed to its end.
const SEQUENCE_MAX: usize = 64;

/// A human does not press two keys within this time, a terminal sends a sequence in one piece.
const ESC_QUIET: Duration = Duration::from_millis(20);
/// Nobody types the middle of a sequence or half a letter: only a slow line can stop there.
const HALF_QUIET: Duration = Duration::from_millis(250);
/// A paste comes through slow lines too, and what is left of it must not be taken for keys.
const PASTE_QUIET: Duration = Duration::from_secs(5);

const PASTE_BEGIN: &[u8] = b"200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Turns the bytes of one terminal into [`Input`]. What comes out does not depend on how the bytes were cut.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// An Esc stands before the sequence: Alt with its key.
    alt: bool,
    /// What has come of the letter, the sequence or the paste so far, without its introducer.
    body: Vec<u8>,
}

/// What the bytes so far are the beginning of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing.
    #[default]
    Ground,
    /// A letter of this many bytes.
    Letter(usize),
    /// `ESC`.
    Esc,
    /// `ESC O`.
    Ss3,
    /// `ESC [`.
    Csi,
    /// `ESC [ [`, of the Linux console.
    Linux,
    /// `ESC [ M`, a mouse report of the oldest form, with this many bytes to come.
    OldMouse(u8),
    /// `ESC ]`, `ESC P` or `ESC _`, which begin an answer of the terminal or are a key with Alt.
    Introducer(u8),
    /// An answer of the terminal, to be swallowed; the flag is set behind an Esc in it.
    Answer { esc: bool },
    /// A paste; this many bytes of its end mark have come.
    Paste { end: usize },
}

impl Decoder {
    /// A decoder that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes and appends what they say to `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        let mut rest = bytes;
        while let Some((byte, tail)) = rest.split_first() {
            rest = match self.state {
                State::Paste { end: 0 } => self.paste(rest, out),
                _ => {
                    self.byte(*byte, out);
                    tail
                }
            };
        }
    }

    /// Decides what is still open, because nothing more has come: a lone `ESC` is the key, half a letter is nothing, a
    /// paste without an end ends here.
    pub fn flush(&mut self, out: &mut Vec<Input>) {
        match std::mem::take(&mut self.state) {
            State::Esc => {
                self.lone_esc(out);
                out.push(Input::Key(Key::new(KeyCode::Esc)));
            }
            State::Csi if self.body.is_empty() => self.with_alt(b'[', out),
            State::Ss3 if self.body.is_empty() => self.with_alt(b'O', out),
            State::Introducer(byte) => self.with_alt(byte, out),
            State::Paste { .. } => self.end_paste(out),
            _ => {}
        }
        self.reset();
    }

    /// How long the line must be quiet before [`flush`](Self::flush) may be called; `None` when nothing is open.
    pub fn quiet(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Esc | State::Introducer(_) => Some(ESC_QUIET),
            State::Csi | State::Ss3 if self.body.is_empty() => Some(ESC_QUIET),
            State::Paste { .. } => Some(PASTE_QUIET),
            _ => Some(HALF_QUIET),
        }
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<Input>) {
        match self.state {
            State::Ground => self.ground(byte, out),
            State::Letter(len) => self.letter(len, byte, out),
            State::Esc => self.esc(byte, out),
            State::Ss3 => self.ss3(byte, out),
            State::Csi => self.csi(byte, out),
            State::Linux => {
                out.extend(sequence::linux_function_key(byte, self.alt));
                self.again_unless(matches!(byte, b' '..=b'~'), byte, out);
            }
            State::OldMouse(1) => self.reset(),
            State::OldMouse(left) => self.state = State::OldMouse(left - 1),
            State::Introducer(introducer) => self.introducer(introducer, byte, out),
            State::Answer { esc } => self.answer(esc, byte, out),
            State::Paste { end } => self.paste_end(end, byte, out),
        }
    }

    fn reset(&mut self) {
        self.state = State::Ground;
        self.alt = false;
        self.body.clear();
    }

    /// Ends a sequence; the byte is its last, or else belongs to what comes next.
    fn again_unless(&mut self, taken: bool, byte: u8, out: &mut Vec<Input>) {
        self.reset();
        if !taken {
            self.ground(byte, out);
        }
    }

    fn ground(&mut self, byte: u8, out: &mut Vec<Input>) {
        let len = match byte {
            0x1b => {
                self.state = State::Esc;
                return;
            }
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            // A byte that begins no letter: another encoding, or noise.
            0x80.. => return self.reset(),
            _ => {
                let key = match byte {
                    b' '..=b'~' => Key::with(KeyCode::Char(char::from(byte)), false, self.alt, false),
                    _ => sequence::control(byte, self.alt),
                };
                out.push(Input::Key(key));
                return self.reset();
            }
        };
        self.state = State::Letter(len);
        self.body.push(byte);
    }

    fn letter(&mut self, len: usize, byte: u8, out: &mut Vec<Input>) {
        if byte & 0xc0 != 0x80 {
            return self.again_unless(false, byte, out);
        }
        self.body.push(byte);
        if self.body.len() == len {
            let letter = std::str::from_utf8(&self.body).ok().and_then(|letter| letter.chars().next());
            if let Some(c) = letter.filter(|c| !c.is_control()) {
                out.push(Input::Key(Key::with(KeyCode::Char(c), false, self.alt, false)));
            }
            self.reset();
        }
    }

    fn esc(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            0x1b => {
                self.lone_esc(out);
                self.alt = true;
            }
            b'[' => self.state = State::Csi,
            b'O' => self.state = State::Ss3,
            _ => {
                // Only a whole sequence has the second Esc for its Alt; a plain key has the first one before it.
                self.lone_esc(out);
                match byte {
                    b']' | b'P' | b'_' => self.state = State::Introducer(byte),
                    _ => {
                        self.alt = true;
                        self.ground(byte, out);
                    }
                }
            }
        }
    }

    /// Gives out an Esc that was kept for an Alt and turns out to be the key.
    fn lone_esc(&mut self, out: &mut Vec<Input>) {
        if std::mem::take(&mut self.alt) {
            out.push(Input::Key(Key::new(KeyCode::Esc)));
        }
    }

    /// A key with Alt whose byte could have begun a sequence.
    fn with_alt(&mut self, byte: u8, out: &mut Vec<Input>) {
        self.lone_esc(out);
        out.push(Input::Key(Key::with(KeyCode::Char(char::from(byte)), false, true, false)));
    }

    fn ss3(&mut self, byte: u8, out: &mut Vec<Input>) {
        match byte {
            b'0'..=b'9' | b';' if self.body.len() < SEQUENCE_MAX => self.body.push(byte),
            b' '..=b'~' => {
                out.extend(sequence::ss3(&self.body, byte, self.alt));
                self.reset();
            }
            _ => self.broken(b'O', byte, out),
        }
    }

    fn csi(&mut self, byte: u8, out: &mut Vec<Input>) {
        let first = self.body.is_empty();
        let plain = self.body.iter().all(u8::is_ascii_digit);
        match byte {
            b'[' if first => self.state = State::Linux,
            b'M' if first => self.state = State::OldMouse(3),
            b'~' if self.body == PASTE_BEGIN.split_last().map_or(&[][..], |(_, digits)| digits) => {
                self.body.clear();
                self.state = State::Paste { end: 0 };
            }
            // rxvt ends its keys with Shift so, though no standard lets a sequence end with it.
            b'$' if plain && !first => self.end_csi(byte, out),
            b' '..=b'?' if self.body.len() < SEQUENCE_MAX => self.body.push(byte),
            b' '..=b'?' => {}
            b'@'..=b'~' => self.end_csi(byte, out),
            _ => self.broken(b'[', byte, out),
        }
    }

    fn end_csi(&mut self, byte: u8, out: &mut Vec<Input>) {
        if self.body.len() < SEQUENCE_MAX {
            self.body.push(byte);
            out.extend(sequence::csi(&self.body, self.alt));
        }
        self.reset();
    }

    /// A byte that cannot stand in a sequence: without anything between, Alt with a character was typed before it.
    fn broken(&mut self, introducer: u8, byte: u8, out: &mut Vec<Input>) {
        if self.body.is_empty() {
            self.with_alt(introducer, out);
        }
        // Two controls only cancel a sequence and are no keys then.
        self.again_unless(matches!(byte, 0x18 | 0x1a), byte, out);
    }

    fn introducer(&mut self, introducer: u8, byte: u8, out: &mut Vec<Input>) {
        let answers = match introducer {
            b']' => byte.is_ascii_digit(),
            b'P' => matches!(byte, b'0'..=b'9' | b'>' | b'!' | b'+' | b'$' | b'='),
            _ => byte == b'G',
        };
        if answers {
            self.state = State::Answer { esc: false };
        } else {
            self.with_alt(introducer, out);
            self.again_unless(false, byte, out);
        }
    }

    fn answer(&mut self, esc: bool, byte: u8, out: &mut Vec<Input>) {
        match byte {
            b'\\' if esc => self.reset(),
            _ if esc => {
                self.reset();
                self.esc(byte, out);
            }
            0x07 | 0x18 | 0x1a => self.reset(),
            _ => self.state = State::Answer { esc: byte == 0x1b },
        }
    }

    /// Takes what belongs to the paste and gives back the rest.
    fn paste<'a>(&mut self, bytes: &'a [u8], out: &mut Vec<Input>) -> &'a [u8] {
        let text = bytes.iter().position(|byte| *byte == 0x1b).unwrap_or(bytes.len());
        let (text, rest) = bytes.split_at_checked(text).unwrap_or((bytes, &[]));
        self.keep(text);
        match rest.split_first() {
            Some((byte, rest)) => {
                self.paste_end(0, *byte, out);
                rest
            }
            None => rest,
        }
    }

    fn paste_end(&mut self, end: usize, byte: u8, out: &mut Vec<Input>) {
        if PASTE_END.get(end) == Some(&byte) {
            if end + 1 == PASTE_END.len() {
                self.end_paste(out);
                self.reset();
            } else {
                self.state = State::Paste { end: end + 1 };
            }
            return;
        }
        self.keep(PASTE_END.get(..end).unwrap_or(&[]));
        // The mark begins with the only Esc in it: what did not match can only be its first byte.
        let end = usize::from(byte == 0x1b);
        if end == 0 {
            self.keep(&[byte]);
        }
        self.state = State::Paste { end };
    }

    fn keep(&mut self, bytes: &[u8]) {
        // One byte more than is handed on tells that something was cut.
        let room = (PASTE_MAX + 1).saturating_sub(self.body.len());
        self.body.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    fn end_paste(&mut self, out: &mut Vec<Input>) {
        let mut bytes = std::mem::take(&mut self.body);
        if bytes.len() > PASTE_MAX {
            bytes.truncate(PASTE_MAX);
            // The cut may have gone through a letter.
            while bytes.last().is_some_and(|byte| byte & 0xc0 == 0x80) {
                bytes.pop();
            }
            bytes.pop_if(|byte| *byte >= 0xc0);
        }
        let text = String::from_utf8(bytes);
        out.push(Input::Paste(
            text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        ));
    }
}

#[cfg(test)]
mod tests;
