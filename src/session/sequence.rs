//! What a whole sequence of a terminal means.
//!
//! The [decoder](super::decoder) finds where a sequence ends; here it is read. The dialects are those of xterm and its
//! many children (VTE, Konsole, iTerm2, Windows Terminal), the Linux console, rxvt, PuTTY, tmux, screen and byobu.

use terminput::{Event, KeyCode as Code, KeyEventKind, KeyModifiers};

use crate::tui::input::{Input, Mouse, MouseButton, MouseKind};
use crate::tui::key::{Key, KeyCode};

/// A byte that is a key by itself, below space or DEL.
pub(super) fn control(byte: u8, alt: bool) -> Key {
    let (code, ctrl) = match byte {
        b'\r' => (KeyCode::Enter, false),
        b'\t' => (KeyCode::Tab, false),
        0x1b => (KeyCode::Esc, false),
        // Old terminals send one, newer ones the other; Ctrl+H cannot be told from either.
        0x08 | 0x7f => (KeyCode::Backspace, false),
        0 => (KeyCode::Char(' '), true),
        1..=26 => (KeyCode::Char(char::from(byte | 0x60)), true),
        _ => (KeyCode::Char(char::from(byte | 0x40)), true),
    };
    Key::with(code, ctrl, alt, false)
}

/// `ESC O` and what follows: cursor and function keys of the application modes, the number pad.
pub(super) fn ss3(params: &[u8], last: u8, alt: bool) -> Option<Input> {
    let code = match last {
        b'A' | b'a' => KeyCode::Up,
        b'B' | b'b' => KeyCode::Down,
        b'C' | b'c' => KeyCode::Right,
        b'D' | b'd' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        b'Z' => KeyCode::BackTab,
        b'I' => KeyCode::Tab,
        b'M' => KeyCode::Enter,
        b' ' => KeyCode::Char(' '),
        b'X' => KeyCode::Char('='),
        // The number pad sends its characters 0x40 higher: `*` to `9`.
        b'j'..=b'y' => KeyCode::Char(char::from(last - 0x40)),
        _ => return None,
    };
    // Old Konsole and VTE put the modifiers here: `ESC O 5 P`, `ESC O 1 ; 5 P`.
    let held = params.rsplit(|byte| *byte == b';').next().and_then(number).unwrap_or(1);
    let mut key = modified(code, held, alt)?;
    // rxvt: Ctrl with an arrow.
    key.ctrl |= last.is_ascii_lowercase() && last <= b'd';
    Some(Input::Key(key))
}

/// `ESC [` and what follows, with its last byte. A paste is the decoder's, everything else is here.
pub(super) fn csi(body: &[u8], alt: bool) -> Option<Input> {
    let (last, params) = body.split_last()?;
    match (last, params) {
        (b'M' | b'm', [b'<', params @ ..]) => mouse(params, *last == b'm'),
        // The same in two older forms, which nobody switches on.
        (b'M', _) => None,
        // rxvt: Shift, Ctrl and both with the keys that others end with `~`.
        (b'$', _) => Some(Input::Key(Key::with(numbered(params)?, false, alt, true))),
        (b'^', _) => Some(Input::Key(Key::with(numbered(params)?, true, alt, false))),
        (b'@', _) => Some(Input::Key(Key::with(numbered(params)?, true, alt, true))),
        (b'a'..=b'd', []) => {
            let code = [KeyCode::Up, KeyCode::Down, KeyCode::Right, KeyCode::Left];
            let code = code.get(usize::from(last - b'a'))?;
            Some(Input::Key(Key::with(*code, false, alt, true)))
        }
        (b'~', [b'2', b'7', b';', rest @ ..]) => {
            // xterm's modifyOtherKeys: `27 ; modifiers ; character ~`.
            let (held, c) = rest.split_at_checked(rest.iter().position(|byte| *byte == b';')?)?;
            let c = char::from_u32(number(c.get(1..)?)?)?;
            Some(Input::Key(modified(of_char(c)?, number(held)?, alt)?.as_sent()))
        }
        (b'~', _) => {
            let mut parts = params.split(|byte| *byte == b';');
            let code = numbered(parts.next()?)?;
            let held = parts.next().map_or(Some(1), number)?;
            Some(Input::Key(modified(code, held, alt)?))
        }
        _ => {
            let sequence = [b"\x1b[", body].concat();
            match Event::parse_from(&sequence) {
                Ok(Some(Event::Key(event))) if event.kind != KeyEventKind::Release => {
                    key(event.code, event.modifiers, alt).map(|key| Input::Key(key.as_sent()))
                }
                Ok(Some(Event::FocusGained)) => Some(Input::FocusGained),
                Ok(Some(Event::FocusLost)) => Some(Input::FocusLost),
                _ => None,
            }
        }
    }
}

/// The Linux console: `ESC [ [ A` to `E` are F1 to F5.
pub(super) fn linux_function_key(last: u8, alt: bool) -> Option<Input> {
    let n = last.checked_sub(b'A').filter(|n| *n < 5)?;
    Some(Input::Key(Key::with(KeyCode::F(n + 1), false, alt, false)))
}

/// The key of a number before `~`, as VT220 began to number them.
fn numbered(digits: &[u8]) -> Option<KeyCode> {
    let code = match u8::try_from(number(digits)?).ok()? {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        n @ 11..=15 => KeyCode::F(n - 10),
        n @ 17..=21 => KeyCode::F(n - 11),
        n @ 23..=26 => KeyCode::F(n - 12),
        n @ 28..=29 => KeyCode::F(n - 13),
        n @ 31..=34 => KeyCode::F(n - 14),
        _ => return None,
    };
    Some(code)
}

/// `button ; column ; row`, from 1, as xterm's SGR mode gives them.
fn mouse(params: &[u8], up: bool) -> Option<Input> {
    let mut numbers = params.split(|byte| *byte == b';').map(number);
    let (button, x, y) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let which = match button & 3 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    // Bits: 4, 8, 16 modifiers; 32 moving; 64 the wheel; 128 buttons we have no use for.
    let kind = match button & !0x1f {
        0 if up => MouseKind::Up(which?),
        0 => MouseKind::Down(which?),
        32 => MouseKind::Drag(which?),
        64 if button & 3 == 0 => MouseKind::ScrollUp,
        64 if button & 3 == 1 => MouseKind::ScrollDown,
        _ => return None,
    };
    let cell = |n: u32| u16::try_from(n.saturating_sub(1)).unwrap_or(u16::MAX);
    Some(Input::Mouse(Mouse { kind, x: cell(x), y: cell(y) }))
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?.parse().ok()
}

/// A key with xterm's number of modifiers: 1 and the bits 1 Shift, 2 Alt, 4 Ctrl. The bit 8 and higher are Super and its
/// kin, which belong to the desktop, but for the locks.
fn modified(code: KeyCode, held: u32, alt: bool) -> Option<Key> {
    const LOCKS: u32 = 64 | 128;
    let bits = held.saturating_sub(1) & !LOCKS;
    (bits < 8).then(|| Key::with(code, bits & 4 != 0, alt || bits & 2 != 0, bits & 1 != 0))
}

/// The key of a character; of the controls, only those that are keys by themselves.
fn of_char(c: char) -> Option<KeyCode> {
    match u8::try_from(c) {
        Ok(byte @ (b'\r' | b'\t' | 0x1b | 0x08 | 0x7f)) => Some(control(byte, false).code),
        _ => (!c.is_control()).then_some(KeyCode::Char(c)),
    }
}

fn key(code: Code, held: KeyModifiers, alt: bool) -> Option<Key> {
    if held.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER) {
        return None;
    }
    let code = match code {
        Code::Char(c) => of_char(c)?,
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Insert => KeyCode::Insert,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::F(n @ 1..=24) => KeyCode::F(n),
        _ => return None,
    };
    let alt = alt || held.intersects(KeyModifiers::ALT | KeyModifiers::META);
    Some(Key::with(code, held.contains(KeyModifiers::CTRL), alt, held.contains(KeyModifiers::SHIFT)))
}
