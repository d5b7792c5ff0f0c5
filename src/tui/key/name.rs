//! Names of keys, as keymap files write them.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{F_MAX, Key, KeyCode, lower, upper};

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
pub(super) const NAMES: [(KeyCode, &[&str]); 17] = [
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

pub(super) fn code_name(code: KeyCode) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
