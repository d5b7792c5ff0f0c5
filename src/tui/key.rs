//! One key of the keyboard: its name in a keymap, its short form on the key bar, and its twin in the other layout.
//!
//! A terminal does not say which key was pressed, only which character came out. The key above `л` and `k` gives one or
//! the other, so keys are compared by their place: [`Key::canonical`] turns what only the ЙЦУКЕН layout has into the
//! character of the same key in QWERTY. Marks that both layouts have, on different keys, have two readings; the other
//! one is [`Key::twin`].

mod name;

use thiserror::Error;

use crate::domain::layout::to_latin;

pub use self::name::KeyNameError;
use self::name::code_name;

/// The highest function key a terminal has a code for.
const F_MAX: u8 = 24;

/// What was pressed, without the modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A key that types a character; `' '` is the space bar. The case tells whether Shift was held.
    Char(char),
    /// Enter, of either pad.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift+Tab, for which terminals have a code of its own.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page Up.
    PageUp,
    /// Page Down.
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
}

/// A key with its modifiers, in normal form: a character carries Shift in its case and never in `shift`, a letter with
/// Ctrl is small, and Shift+Tab is [`KeyCode::BackTab`]. [`Key::with`] makes this form; two keys are the same when they
/// are equal in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: KeyCode,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt (Meta, Option) was held.
    pub alt: bool,
    /// Shift was held; only with keys that type nothing.
    pub shift: bool,
}

impl Key {
    /// Whether it types a character where there is something to type into.
    pub fn types(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl && !self.alt
    }

    /// A key alone.
    pub const fn new(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A key that types this character, alone.
    pub const fn char(c: char) -> Self {
        Self::new(KeyCode::Char(c))
    }

    /// A key with the modifiers that were held, brought to normal form.
    pub fn with(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Self {
        let (code, shift) = match code {
            KeyCode::Char(c) if ctrl => (KeyCode::Char(lower(c)), false),
            KeyCode::Char(c) if shift => (KeyCode::Char(upper(c)), false),
            KeyCode::Char(_) | KeyCode::BackTab => (code, false),
            KeyCode::Tab if shift => (KeyCode::BackTab, false),
            _ => (code, shift),
        };
        Self { code, ctrl, alt, shift }
    }

    /// The same key as QWERTY names it, when its character exists only in the ЙЦУКЕН layout: `л` is `k`, `х` is `[`,
    /// Ctrl+`с` is Ctrl+`c`. Every other key stays what it is.
    ///
    /// ```
    /// use dozvon::tui::key::Key;
    /// assert_eq!(Key::char('Щ').canonical(), Key::char('O'));
    /// assert_eq!(Key::char('.').canonical(), Key::char('.'));
    /// ```
    #[must_use]
    pub fn canonical(self) -> Self {
        match self.code {
            // What is not ASCII the US layout does not have at all.
            KeyCode::Char(c) if !c.is_ascii() => {
                Self { code: KeyCode::Char(to_latin(c).unwrap_or(c)), ..self }
            }
            _ => self,
        }
    }

    /// The other key that this one may have been: a mark that both layouts have, on different keys. A `.` typed in the
    /// ЙЦУКЕН layout came from the key of `/`. Letters have no such twin, [`canonical`](Self::canonical) decides them.
    pub fn twin(self) -> Option<Self> {
        match self.code {
            KeyCode::Char(c) if c.is_ascii() && !self.ctrl => {
                to_latin(c).map(|twin| Self { code: KeyCode::Char(twin), ..self })
            }
            _ => None,
        }
    }

    /// Why this key cannot carry an action; `None` when it can.
    pub fn unbindable(self) -> Option<Unbindable> {
        let Self { code, ctrl, alt, shift } = self.canonical();
        match code {
            KeyCode::Char(c) if ctrl => match same_as_ctrl(c) {
                Some(code) => {
                    Some(Unbindable::SameAs(Self::with(code, code == KeyCode::Char(' '), alt, false)))
                }
                None if matches!(c, 'a'..='z' | ' ' | '\\' | ']' | '^' | '_') => None,
                None => Some(Unbindable::NotSent),
            },
            KeyCode::Char('[' | 'O') if alt => Some(Unbindable::StartsSequence),
            KeyCode::Enter | KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab | KeyCode::Backspace
                if ctrl || shift =>
            {
                Some(Unbindable::NotSent)
            }
            KeyCode::Esc if alt => Some(Unbindable::NotSent),
            _ => None,
        }
    }

    /// The key that a terminal sends when this one is pressed: Ctrl+I arrives as Tab. Any other key is itself.
    #[must_use]
    pub fn as_sent(self) -> Self {
        match self.unbindable() {
            Some(Unbindable::SameAs(key)) => key,
            _ => self,
        }
    }

    /// The short form for the key bar: `N`, `Ctrl+K`, `↑`, `PgDn`.
    pub fn short(self) -> String {
        let mut out = String::new();
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                out.push_str(name);
            }
        }
        let name = match self.code {
            KeyCode::Char(c) if c != ' ' => {
                if lower(c) != c {
                    out.push_str("Shift+");
                }
                out.push(upper(c));
                return out;
            }
            KeyCode::Up => "↑",
            KeyCode::Down => "↓",
            KeyCode::Left => "←",
            KeyCode::Right => "→",
            KeyCode::PageUp => "PgUp",
            KeyCode::PageDown => "PgDn",
            KeyCode::Delete => "Del",
            KeyCode::Insert => "Ins",
            KeyCode::Backspace => "Bksp",
            KeyCode::F(n) => return format!("{out}F{n}"),
            code => code_name(code),
        };
        out.push_str(name);
        out
    }
}

/// A key that cannot be bound, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unbindable {
    /// A terminal sends the same byte for another key.
    #[error("a terminal sends it as {0}")]
    SameAs(Key),
    /// A terminal sends nothing of its own for this combination.
    #[error("terminals do not send it")]
    NotSent,
    /// It looks like the beginning of an arrow or a function key.
    #[error("it looks like the beginning of an arrow or a function key")]
    StartsSequence,
}

/// What a terminal sends for Ctrl with this character when that is another key's byte.
fn same_as_ctrl(c: char) -> Option<KeyCode> {
    match c {
        'i' => Some(KeyCode::Tab),
        'm' => Some(KeyCode::Enter),
        'h' => Some(KeyCode::Backspace),
        '[' => Some(KeyCode::Esc),
        '@' => Some(KeyCode::Char(' ')),
        _ => None,
    }
}

/// The small letter of a pair; a character without a pair of single letters is left alone.
fn lower(c: char) -> char {
    one(c.to_lowercase()).filter(|low| one(low.to_uppercase()) == Some(c)).unwrap_or(c)
}

/// The capital letter of a pair; a character without a pair of single letters is left alone.
fn upper(c: char) -> char {
    one(c.to_uppercase()).filter(|up| one(up.to_lowercase()) == Some(c)).unwrap_or(c)
}

fn one(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::name::NAMES;
    use proptest::prelude::*;

    fn key(name: &str) -> Key {
        name.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    #[test]
    fn layouts_meet_at_the_place_of_a_key() {
        for (typed, canonical) in [
            ("л", "k"),
            ("Л", "K"),
            ("х", "["),
            ("ъ", "]"),
            ("ё", "`"),
            ("Ж", ":"),
            ("№", "#"),
            ("Ctrl+с", "Ctrl+c"),
            ("Alt+щ", "Alt+o"),
            ("k", "k"),
            (".", "."),
            ("é", "é"),
            ("F3", "F3"),
        ] {
            assert_eq!(key(typed).canonical(), key(canonical), "{typed}");
        }
        assert_eq!(key(".").twin(), Some(key("/")));
        assert_eq!(key(",").twin(), Some(key("?")));
        assert_eq!(key("л").twin(), None);
        assert_eq!(key("Enter").twin(), None);
    }

    #[test]
    fn keys_no_terminal_can_tell_are_refused() {
        for (name, why) in [
            ("Ctrl+I", Unbindable::SameAs(key("Tab"))),
            ("Ctrl+ш", Unbindable::SameAs(key("Tab"))),
            ("Ctrl+M", Unbindable::SameAs(key("Enter"))),
            ("Ctrl+H", Unbindable::SameAs(key("Backspace"))),
            ("Ctrl+[", Unbindable::SameAs(key("Esc"))),
            ("Ctrl+х", Unbindable::SameAs(key("Esc"))),
            ("Ctrl+@", Unbindable::SameAs(key("Ctrl+Space"))),
            ("Ctrl+Alt+M", Unbindable::SameAs(key("Alt+Enter"))),
            ("Ctrl+1", Unbindable::NotSent),
            ("Ctrl+.", Unbindable::NotSent),
            ("Ctrl+Enter", Unbindable::NotSent),
            ("Shift+Esc", Unbindable::NotSent),
            ("Alt+Esc", Unbindable::NotSent),
            ("Alt+[", Unbindable::StartsSequence),
            ("Alt+Shift+O", Unbindable::StartsSequence),
        ] {
            assert_eq!(key(name).unbindable(), Some(why), "{name}");
        }
        for name in
            ["Ctrl+K", "Ctrl+л", "Ctrl+J", "Ctrl+Space", "Ctrl+]", "Alt+o", "Alt+Enter", "Shift+F3", "[", "й"]
        {
            assert_eq!(key(name).unbindable(), None, "{name}");
        }
    }

    #[test]
    fn the_bar_shows_the_short_form() {
        for (name, short) in [
            ("n", "N"),
            ("N", "Shift+N"),
            ("т", "Т"),
            ("Ctrl+k", "Ctrl+K"),
            ("Alt+Shift+g", "Alt+Shift+G"),
            ("Space", "Space"),
            ("PageDown", "PgDn"),
            ("Up", "↑"),
            ("Shift+Tab", "Shift+Tab"),
            ("Shift+F3", "Shift+F3"),
            ("?", "?"),
        ] {
            assert_eq!(key(name).short(), short);
        }
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let named = prop::sample::select(NAMES.map(|(code, _)| code).to_vec());
        let code = prop_oneof![
            any::<char>().prop_filter("typed", |c| !c.is_control()).prop_map(KeyCode::Char),
            prop::char::range(' ', '~').prop_map(KeyCode::Char),
            prop::char::range('А', 'ё').prop_map(KeyCode::Char),
            named,
            (1..=F_MAX).prop_map(KeyCode::F),
        ];
        (code, any::<[bool; 3]>()).prop_map(|(code, [ctrl, alt, shift])| Key::with(code, ctrl, alt, shift))
    }

    proptest! {
        #[test]
        fn names_are_read_back(key in any_key()) {
            prop_assert_eq!(key.to_string().parse(), Ok(key), "{}", key);
        }

        #[test]
        fn places_are_final(key in any_key()) {
            let place = key.canonical();
            prop_assert_eq!(place.canonical(), place);
            prop_assert_eq!(Key::with(place.code, place.ctrl, place.alt, place.shift), place);
            prop_assert_eq!(key.as_sent().as_sent(), key.as_sent());
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = text.parse::<Key>();
        }
    }
}
