//! The recording of a call: where it lies, and the marks an operator has put into the talk.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_segmentation::UnicodeSegmentation;

use super::text::clean_line;

/// Longest words of a mark, in characters as people count them.
pub const MARK_TEXT_MAX: usize = 120;
/// Marks of one call, at most.
pub const MARKS_MAX: usize = 100;
/// Longest link, in bytes: longer ones no browser takes either.
pub const LINK_MAX: usize = 2000;
/// The last second a mark may stand at: nobody talks longer than a day.
pub const SECOND_MAX: u32 = 24 * 60 * 60;

/// What a link to a recording may begin with. Players know more of them, and some of those run programs.
const SCHEMES: [&str; 6] = ["http", "https", "ftp", "sftp", "smb", "file"];

/// A place in a talk: «12:31 цена».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Seconds since the call began, at most [`SECOND_MAX`].
    pub second: u32,
    /// What was talked about there, at most [`MARK_TEXT_MAX`] characters; may be empty.
    pub text: String,
}

impl Mark {
    /// A mark at this second. Its words are cleaned and cut.
    pub fn new(second: u32, text: &str) -> Self {
        let text = clean_line(text);
        let text = text.graphemes(true).take(MARK_TEXT_MAX).collect::<String>();
        Self { second: second.min(SECOND_MAX), text: text.trim().to_owned() }
    }

    /// «12:31», from an hour on «1:02:31».
    pub fn clock(&self) -> String {
        clock(self.second)
    }

    /// «12:31 цена»; the time alone where there are no words.
    pub fn said(&self) -> String {
        format!("{} {}", self.clock(), clean_line(&self.text)).trim_end().to_owned()
    }
}

/// «12:31», from an hour on «1:02:31».
pub fn clock(second: u32) -> String {
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// Reads «12:31», «1:02:31» or a number of seconds; `None` for anything else, and for more than [`SECOND_MAX`].
pub fn parse_clock(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let number = |text: &str| {
        let digits = !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| digits)
    };
    let below = |text: &str| number(text).filter(|value| *value < 60);
    let second = match parts.as_slice() {
        [seconds] => number(seconds)?,
        [minutes, seconds] => number(minutes)?.checked_mul(60)?.checked_add(below(seconds)?)?,
        [hours, minutes, seconds] => {
            let minutes = number(hours)?.checked_mul(60)?.checked_add(below(minutes)?)?;
            minutes.checked_mul(60)?.checked_add(below(seconds)?)?
        }
        _ => return None,
    };
    Some(second).filter(|second| *second <= SECOND_MAX)
}

/// Puts marks in order and keeps at most [`MARKS_MAX`] of them; of two at the same second with the same words one.
pub fn ordered(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| mark.second);
    marks.dedup();
    marks.truncate(MARKS_MAX);
    marks
}

/// Where the recording of a call lies: a path or an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

/// Why a text is no link to a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    /// Nothing that can be seen.
    #[error("it is empty")]
    Empty,
    /// It is longer than [`LINK_MAX`].
    #[error("it is longer than {LINK_MAX} bytes")]
    TooLong,
    /// It begins with a dash: a player would take it for one of its options.
    #[error("it begins with a dash")]
    Dash,
    /// An address of another kind than those that are played.
    #[error("addresses of this kind are not played")]
    Scheme,
}

impl Link {
    /// Reads a path or an address. Signs that can't be seen are left out.
    ///
    /// # Errors
    /// When it can't be one, or would be no link but an option for the player.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let link = clean_line(text);
        if link.is_empty() {
            return Err(LinkError::Empty);
        }
        if link.len() > LINK_MAX {
            return Err(LinkError::TooLong);
        }
        if link.starts_with('-') {
            return Err(LinkError::Dash);
        }
        let scheme = link.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme {
            Some(scheme) if !SCHEMES.contains(&scheme.as_str()) => Err(LinkError::Scheme),
            _ => Ok(Self(link)),
        }
    }

    /// The path or the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_are_said_with_their_time() {
        assert_eq!(Mark::new(751, " цена\u{202e}\t").said(), "12:31 цена");
        assert_eq!(Mark::new(5, "").said(), "00:05");
        assert_eq!(Mark::new(3751, "скидка").said(), "1:02:31 скидка");
        assert_eq!(Mark::new(1, &"ё".repeat(500)).text.chars().count(), MARK_TEXT_MAX);
        assert_eq!(Mark::new(u32::MAX, "").second, SECOND_MAX);
    }

    #[test]
    fn clocks_are_read() {
        assert_eq!(
            ["751", "12:31", " 0:05 ", "1:02:31"].map(parse_clock),
            [Some(751), Some(751), Some(5), Some(3751)]
        );
        for wrong in [
            "",
            ":",
            "12:",
            "12:60",
            "1:60:00",
            "-5",
            "+5",
            "5.5",
            "24:00:01",
            "99999999999",
            "цена",
            "1:2:3:4",
        ] {
            assert_eq!(parse_clock(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn links_that_a_player_would_take_for_something_else_are_refused() {
        let read = |text: &str| Link::parse(text).map(|link| link.as_str().to_owned());
        for good in [
            "/записи/2026 11/18.wav",
            "https://ats.example/rec?id=7&x=1",
            "C:\\rec\\1.wav",
            "18.mp3",
            "FILE:///a.wav",
        ] {
            assert_eq!(read(good).as_deref(), Ok(good));
        }
        assert_eq!(read(" \u{200b}\n"), Err(LinkError::Empty));
        assert_eq!(read("--script=/tmp/x.lua"), Err(LinkError::Dash));
        assert_eq!(read("\u{202e} -i"), Err(LinkError::Dash));
        assert_eq!(read("memory://x"), Err(LinkError::Scheme));
        assert_eq!(read(&"a".repeat(LINK_MAX + 1)), Err(LinkError::TooLong));
    }

    #[test]
    fn marks_stand_in_their_order() {
        let marks = vec![Mark::new(9, "б"), Mark::new(3, "а"), Mark::new(9, "б"), Mark::new(9, "в")];
        let said: Vec<String> = ordered(marks).iter().map(Mark::said).collect();
        assert_eq!(said, ["00:03 а", "00:09 б", "00:09 в"]);
        assert_eq!(ordered((0..500).map(|second| Mark::new(second, "")).collect()).len(), MARKS_MAX);
    }

    proptest! {
        #[test]
        fn every_clock_is_read_back(second in 0..=SECOND_MAX) {
            prop_assert_eq!(parse_clock(&clock(second)), Some(second));
        }

        #[test]
        fn any_text_is_a_link_or_is_refused(text in ".{0,40}") {
            if let Ok(link) = Link::parse(&text) {
                prop_assert!(!link.as_str().starts_with('-') && !link.as_str().is_empty());
                prop_assert_eq!(Link::parse(link.as_str()), Ok(link.clone()));
            }
        }
    }
}
