//! How many colours a terminal has.

/// How many colours a terminal shows. The more, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColorDepth {
    /// None: bold, dim, underlined and reversed have to do.
    None,
    /// The sixteen every terminal has, in whatever shades its owner likes.
    Ansi16,
    /// xterm's 256.
    Ansi256,
    /// 24 bits.
    True,
}

impl ColorDepth {
    /// Every depth, the richest first.
    pub const ALL: [Self; 4] = [Self::True, Self::Ansi256, Self::Ansi16, Self::None];

    /// The depth of a terminal, as its environment tells: whether `NO_COLOR` is set and not empty, `COLORTERM`, `TERM`.
    ///
    /// What tells nothing has sixteen colours: all that shows colours at all has those.
    pub fn detect(no_color: bool, colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default().to_ascii_lowercase();
        let starts = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
        let has = |words: &[&str]| words.iter().any(|word| term.contains(word));
        // "-m" and "-mono" end the names of monochrome twins.
        if no_color
            || starts(&["dumb", "vt1", "vt2", "vt3", "vt4"])
            || term.ends_with("-m")
            || term.ends_with("-mono")
        {
            return Self::None;
        }
        let by_name = if has(&["direct", "truecolor", "kitty", "ghostty", "alacritty", "wezterm", "foot"]) {
            Self::True
        } else if has(&["256"]) {
            Self::Ansi256
        } else {
            Self::Ansi16
        };
        let by_word = match colorterm.unwrap_or_default().to_ascii_lowercase().as_str() {
            // GNU screen passes the word on from the terminal it runs in, but not the colours.
            "truecolor" | "24bit" if starts(&["screen"]) => Self::Ansi256,
            // The console of Linux has sixteen, whoever set the word.
            "truecolor" | "24bit" if term != "linux" => Self::True,
            _ => Self::Ansi16,
        };
        by_name.max(by_word)
    }

    /// What files and flags call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ansi16 => "16",
            Self::Ansi256 => "256",
            Self::True => "true",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_tell_their_depth() {
        use ColorDepth::{Ansi16, Ansi256, None as Plain, True};
        for (no_color, colorterm, term, expected) in [
            (false, Some("truecolor"), Some("xterm-256color"), True),
            (false, Some("24bit"), Some("xterm"), True),
            (false, Some("truecolor"), None, True),
            (false, None, Some("xterm-256color"), Ansi256),
            (false, None, Some("screen-256color"), Ansi256),
            (false, Some("truecolor"), Some("screen-256color"), Ansi256),
            (false, Some("truecolor"), Some("tmux-256color"), True),
            (false, None, Some("xterm-kitty"), True),
            (false, None, Some("xterm-direct"), True),
            (false, None, Some("xterm"), Ansi16),
            (false, Some("yes"), Some("xterm"), Ansi16),
            (false, None, Some("linux"), Ansi16),
            (false, Some("truecolor"), Some("linux"), Ansi16),
            (false, None, Some("putty"), Ansi16),
            (false, None, Some(""), Ansi16),
            (false, None, None, Ansi16),
            (false, None, Some("dumb"), Plain),
            (false, Some("truecolor"), Some("dumb"), Plain),
            (false, None, Some("vt220"), Plain),
            (false, None, Some("xterm-mono"), Plain),
            (false, None, Some("VT100"), Plain),
            (true, Some("truecolor"), Some("xterm-256color"), Plain),
        ] {
            assert_eq!(ColorDepth::detect(no_color, colorterm, term), expected, "{colorterm:?} {term:?}");
        }
    }
}
