//! One key of the keyboard: its name in a keymap, its short form on the key bar, and its twin in the other layout.
//!
//! A terminal does not say which key was pressed, only which character came out. The key above `л` and `k` gives one or
//! the other, so keys are compared by their place: [`Key::canonical`] turns what only the ЙЦУКЕН layout has into the
//! character of the same key in QWERTY. Marks that both layouts have, on different keys, have two readings; the other
//! one is [`Key::twin`].

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

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
            KeyCode::Char(c) => match only_in_jcuken(c) {
                Some(twin) => Self { code: KeyCode::Char(twin), ..self },
                None => self,
            },
            _ => self,
        }
    }

    /// The other key that this one may have been: a mark that both layouts have, on different keys. A `.` typed in the
    /// ЙЦУКЕН layout came from the key of `/`. Letters have no such twin, [`canonical`](Self::canonical) decides them.
    pub fn twin(self) -> Option<Self> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl => {
                mark_in_jcuken(c).map(|twin| Self { code: KeyCode::Char(twin), ..self })
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

/// Why a text names no key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyNameError {
    /// There is no text.
    #[error("a key has no name")]
    Empty,
    /// What stands before a `+` is no modifier.
    #[error("{found:?} is no modifier: there are Ctrl, Alt and Shift")]
    UnknownModifier {
        /// What stands there.
        found: String,
    },
    /// No key is called so.
    #[error("there is no key {found:?}")]
    UnknownKey {
        /// What was asked for.
        found: String,
        /// The name that looks most like it.
        nearest: Option<&'static str>,
    },
    /// Shift with a key whose shifted character depends on the layout: that character itself is the name.
    #[error("Shift+{0} is named by the character it types")]
    ShiftedMark(char),
    /// Ctrl and Shift with a character: a terminal sends the same without Shift.
    #[error("a terminal sends Ctrl+Shift+{0} as Ctrl+{0}")]
    CtrlShift(char),
}

/// Names of the keys that type nothing to show; the first is the one we write, the rest are understood.
const NAMES: [(KeyCode, &[&str]); 17] = [
    (KeyCode::Char(' '), &["Space", "Spacebar"]),
    (KeyCode::Enter, &["Enter", "Return"]),
    (KeyCode::Esc, &["Esc", "Escape"]),
    (KeyCode::Tab, &["Tab"]),
    (KeyCode::BackTab, &["Shift+Tab", "BackTab"]),
    (KeyCode::Backspace, &["Backspace", "BS", "Bksp"]),
    (KeyCode::Delete, &["Delete", "Del"]),
    (KeyCode::Insert, &["Insert", "Ins"]),
    (KeyCode::Up, &["Up"]),
    (KeyCode::Down, &["Down"]),
    (KeyCode::Left, &["Left"]),
    (KeyCode::Right, &["Right"]),
    (KeyCode::Home, &["Home"]),
    (KeyCode::End, &["End"]),
    (KeyCode::PageUp, &["PageUp", "PgUp"]),
    (KeyCode::PageDown, &["PageDown", "PgDn", "PgDown"]),
    (KeyCode::Char('+'), &["+", "Plus"]),
];

fn code_name(code: KeyCode) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == code).and_then(|(_, names)| names.first()).copied().unwrap_or("")
}

impl fmt::Display for Key {
    /// The name as keymap files write it; parsing it gives the key back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if !self.ctrl && !self.alt => write!(f, "{c}"),
            // With a modifier the case of a letter says nothing, as on the keyboard itself; Shift is spelled out.
            KeyCode::Char(c) if lower(c) != c => write!(f, "Shift+{c}"),
            KeyCode::Char(c) => write!(f, "{}", upper(c)),
            code => f.write_str(code_name(code)),
        }
    }
}

impl FromStr for Key {
    type Err = KeyNameError;

    /// Reads a name such as `F3`, `Ctrl+K`, `Alt+1`, `Shift+Tab`, `Space`, `[`, `щ` or `?`. The case of names and of
    /// letters behind Ctrl or Alt says nothing; a letter alone is `n` or, with Shift, `N`.
    fn from_str(text: &str) -> Result<Self, KeyNameError> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        while let Some((head, tail)) = rest.split_once('+') {
            if head.is_empty() || tail.is_empty() {
                break;
            }
            match head.trim().to_lowercase().as_str() {
                "ctrl" | "control" => ctrl = true,
                "alt" | "meta" | "option" => alt = true,
                "shift" => shift = true,
                _ => return Err(KeyNameError::UnknownModifier { found: head.trim().to_owned() }),
            }
            rest = tail;
        }
        let name = only_char(rest).map_or_else(|| rest.trim(), |_| rest);
        let code = match only_char(name) {
            Some(c) if !c.is_control() => KeyCode::Char(if ctrl || alt { lower(c) } else { c }),
            _ => named(name)?,
        };
        match code {
            KeyCode::Char(c) if shift && ctrl => Err(KeyNameError::CtrlShift(upper(c))),
            KeyCode::Char(c) if shift && lower(c) == upper(c) => Err(KeyNameError::ShiftedMark(c)),
            code => Ok(Self::with(code, ctrl, alt, shift)),
        }
    }
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn named(name: &str) -> Result<KeyCode, KeyNameError> {
    let plain: String =
        name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect();
    if name.is_empty() {
        return Err(KeyNameError::Empty);
    }
    if let Some(number) = plain.strip_prefix('f')
        && let Ok(n @ 1..=F_MAX) = number.parse()
        && !number.starts_with(['0', '+'])
    {
        return Ok(KeyCode::F(n));
    }
    let all = || NAMES.iter().flat_map(|(code, names)| names.iter().map(move |known| (*code, *known)));
    if let Some((code, _)) = all().find(|(_, known)| known.to_lowercase() == plain) {
        return Ok(code);
    }
    let nearest = all()
        .map(|(_, known)| (strsim::osa_distance(&known.to_lowercase(), &plain), known))
        .filter(|(distance, known)| *distance <= known.len().min(plain.chars().count()) / 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known);
    Err(KeyNameError::UnknownKey { found: name.to_owned(), nearest })
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

// The two tables below stand in for `domain::layout::twin`: switch `only_in_jcuken` and `mark_in_jcuken` over to it
// once it is there. They must stay apart: a letter is decided at once, a mark is tried as itself first.

/// Characters that only the ЙЦУКЕН layout has, and under each the character of the same key in QWERTY.
const JCUKEN: &str = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ№";
const QWERTY: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~#";

fn only_in_jcuken(c: char) -> Option<char> {
    (!c.is_ascii()).then(|| JCUKEN.chars().zip(QWERTY.chars()).find(|(ru, _)| *ru == c))?.map(|(_, en)| en)
}

/// Marks that both layouts have: where the ЙЦУКЕН one stands, in QWERTY.
fn mark_in_jcuken(c: char) -> Option<char> {
    match c {
        '.' => Some('/'),
        ',' => Some('?'),
        '"' => Some('@'),
        ';' => Some('$'),
        ':' => Some('^'),
        '?' => Some('&'),
        '/' => Some('|'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(name: &str) -> Key {
        name.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    #[test]
    fn names_are_read_in_any_spelling() {
        for (texts, expected) in [
            (&["F3", "f3", " F3 "][..], Key::new(KeyCode::F(3))),
            (
                &["Ctrl+K", "ctrl+k", "CONTROL + K", "Ctrl+k"],
                Key::with(KeyCode::Char('k'), true, false, false),
            ),
            (&["Alt+1", "meta+1"], Key::with(KeyCode::Char('1'), false, true, false)),
            (&["Alt+k", "Alt+K"], Key::with(KeyCode::Char('k'), false, true, false)),
            (&["Alt+Shift+k", "shift+alt+K"], Key::with(KeyCode::Char('K'), false, true, false)),
            (&["Shift+Tab", "BackTab", "back-tab"], Key::new(KeyCode::BackTab)),
            (&["Space", "space", " "], Key::char(' ')),
            (&["Enter", "RETURN"], Key::new(KeyCode::Enter)),
            (&["PageDown", "PgDn", "Page Down", "page_down"], Key::new(KeyCode::PageDown)),
            (&["+", "Plus"], Key::char('+')),
            (&["Ctrl+Alt+Delete", "alt+ctrl+del"], Key::with(KeyCode::Delete, true, true, false)),
            (&["["], Key::char('[')),
            (&["щ"], Key::char('щ')),
            (&["Щ", "Shift+щ"], Key::char('Щ')),
            (&["N", "Shift+n", "shift+N"], Key::char('N')),
            (&["-"], Key::char('-')),
            (&["Alt++"], Key::with(KeyCode::Char('+'), false, true, false)),
        ] {
            for text in texts {
                assert_eq!(text.parse(), Ok(expected), "{text:?}");
            }
        }
    }

    #[test]
    fn wrong_names_are_explained() {
        for (text, message) in [
            ("", "a key has no name"),
            ("Alt+  ", "a key has no name"),
            ("Hyper+K", r#""Hyper" is no modifier: there are Ctrl, Alt and Shift"#),
            ("Entr", r#"there is no key "Entr""#),
            ("F25", r#"there is no key "F25""#),
            ("F01", r#"there is no key "F01""#),
            ("kk", r#"there is no key "kk""#),
            ("\u{1b}", r#"there is no key "\u{1b}""#),
            ("Ctrl+", r#"there is no key "Ctrl+""#),
            ("Shift+1", "Shift+1 is named by the character it types"),
            ("Ctrl+Shift+k", "a terminal sends Ctrl+Shift+K as Ctrl+K"),
        ] {
            assert_eq!(text.parse::<Key>().unwrap_err().to_string(), message, "{text:?}");
        }
    }

    #[test]
    fn a_name_like_the_wrong_one_is_found() {
        for (text, expected) in
            [("Entr", Some("Enter")), ("PageDwon", Some("PageDown")), ("spce", Some("Space")), ("два", None)]
        {
            let Err(KeyNameError::UnknownKey { nearest, .. }) = text.parse::<Key>() else { panic!("{text}") };
            assert_eq!(nearest, expected, "{text}");
        }
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
        assert_eq!(JCUKEN.chars().count(), QWERTY.chars().count());
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
