//! How many colours a terminal has, and themes made for each.

use ratatui::style::{Color, Modifier, Style};

use super::color::{ANSI, Lab, TERMINALS, ansi_code, ansi_color, indexed, legibility};
use super::{Look, Role, Theme};

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

impl Theme {
    /// The same theme for a terminal with fewer colours. What has been lost does not come back: a theme for sixteen
    /// colours stays so.
    ///
    /// - A colour becomes the one that looks nearest and can be read on its ground as well as before, or well enough.
    /// - In sixteen colours, what the file chose for them is taken. A row under the cursor gets ink of its own, for no
    ///   colour can be read on every ground.
    /// - Without colours each role is told by [`Role::plain`], in addition to what the file says.
    pub fn at_depth(&self, depth: ColorDepth) -> Self {
        if depth >= self.depth {
            return self.clone();
        }
        let mut converted = self.clone();
        converted.depth = depth;
        let Some(palette) = Palette::new(depth) else {
            for (role, look) in Role::ALL.iter().zip(&mut converted.looks) {
                let style = Style { fg: None, bg: None, ..look.style };
                *look = Look { style: style.add_modifier(role.plain()), ..Look::default() };
            }
            return converted;
        };
        // All grounds go first: which ink can be read depends on them.
        for (role, look) in Role::ALL.iter().zip(&mut converted.looks) {
            look.style.bg = palette.ground(self.look(*role));
        }
        for role in Role::ALL {
            let style = palette.style(self, &converted, *role);
            converted.set_style(*role, style);
        }
        for role in [Role::Selected, Role::SelectedDim, Role::Cursor, Role::Input] {
            let style = palette.keep_apart(self, &converted, role);
            converted.set_style(role, style);
        }
        converted
    }

    fn set_style(&mut self, role: Role, style: Style) {
        if let Some(look) = self.looks.get_mut(role as usize) {
            look.style = style;
        }
    }
}

/// The colours a theme is converted to.
struct Palette {
    depth: ColorDepth,
    colors: Vec<(Color, Lab)>,
}

impl Palette {
    /// Nothing when there is nothing to choose from.
    fn new(depth: ColorDepth) -> Option<Self> {
        let [reference, ..] = &TERMINALS;
        let colors = match depth {
            ColorDepth::None | ColorDepth::True => return None,
            ColorDepth::Ansi16 => (0..16)
                .zip(ANSI)
                .map(|(code, (_, color))| (color, reference.color(code).lab().vivid()))
                .collect(),
            // The first sixteen look different in every terminal.
            ColorDepth::Ansi256 => {
                (16..=255).map(|index| (Color::Indexed(index), indexed(index).lab())).collect()
            }
        };
        Some(Self { depth, colors })
    }

    /// The colours from the nearest to the farthest; only the colour itself when the terminal shows it.
    fn by_distance(&self, color: Color) -> Vec<Color> {
        let [reference, ..] = &TERMINALS;
        if self.depth == ColorDepth::Ansi16
            && let Some(named) = ansi_code(color).and_then(ansi_color)
        {
            return vec![named];
        }
        let shown = match (color, self.depth) {
            (Color::Rgb(..), _) | (Color::Indexed(_), ColorDepth::Ansi16) => reference.shown(color),
            _ => None,
        };
        let Some(shown) = shown else { return vec![color] };
        let wanted = if self.depth == ColorDepth::Ansi16 { shown.lab().vivid() } else { shown.lab() };
        let mut colors: Vec<_> =
            self.colors.iter().map(|(color, lab)| (lab.distance(wanted), *color)).collect();
        colors.sort_by(|a, b| a.0.total_cmp(&b.0));
        colors.into_iter().map(|(_, color)| color).collect()
    }

    fn ground(&self, look: Look) -> Option<Color> {
        let chosen = look.ansi_bg.filter(|_| self.depth == ColorDepth::Ansi16);
        chosen.or_else(|| self.by_distance(look.style.bg?).first().copied())
    }

    /// The style of a role; its ground and the desk's are converted already.
    fn style(&self, from: &Theme, to: &Theme, role: Role) -> Style {
        let look = from.look(role);
        let mut style = Style { bg: to.style(role).bg, ..look.style };
        let chosen = look.ansi.filter(|_| self.depth == ColorDepth::Ansi16);
        let ground = |theme: &Theme| {
            let usual = role.grounds().first().and_then(|ground| theme.style(*ground).bg);
            theme.style(role).bg.or(usual).or(theme.style(Role::Text).bg).unwrap_or_default()
        };
        let bold = style.add_modifier.contains(Modifier::BOLD);
        style.fg = chosen.or_else(|| {
            let ink = style.fg?;
            let before = legibility(ink, bold, ground(from)).unwrap_or(f64::INFINITY);
            let enough = before.min(from.contrast.wanted(role));
            let colors = self.by_distance(ink);
            let readable =
                |ink: &Color| legibility(*ink, bold, ground(to)).is_none_or(|found| found >= enough);
            let best = || {
                let found = |ink: &Color| legibility(*ink, bold, ground(to)).unwrap_or_default();
                colors.iter().copied().max_by(|a, b| found(a).total_cmp(&found(b)))
            };
            colors.iter().copied().find(readable).or_else(best)
        });
        style
    }

    /// A row or a field must neither merge with the desk nor make unreadable what stands in it.
    fn keep_apart(&self, from: &Theme, to: &Theme, role: Role) -> Style {
        let mut style = to.style(role);
        let desk = to.style(Role::Text);
        let was_apart = from.style(role).bg.is_some() && from.style(role).bg != from.style(Role::Text).bg;
        if was_apart && style.bg == desk.bg && style.fg.is_none_or(|ink| Some(ink) == desk.fg) {
            return style.add_modifier(role.plain());
        }
        let Some(ground) = style.bg.filter(|_| role.is_overlay() && self.depth == ColorDepth::Ansi16) else {
            return style;
        };
        let wanted = from.contrast.wanted(Role::Text);
        let found = |ink: Color, bold: bool| legibility(ink, bold, ground).unwrap_or_default();
        if style.fg.is_none() && ground != Color::Reset {
            let usual = desk.fg.filter(|ink| found(*ink, false) >= wanted);
            let black_is_better = found(Color::Black, false) > found(Color::White, false);
            let extreme = if black_is_better { Color::Black } else { Color::White };
            style.fg = Some(usual.unwrap_or(extreme));
        }
        // Bold black is grey in many terminals.
        if style.fg.is_some_and(|ink| found(ink, true) < wanted && found(ink, false) >= wanted) {
            style = style.remove_modifier(Modifier::BOLD);
        }
        style
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

    #[test]
    fn the_nearest_colour_is_the_one_an_eye_would_take() {
        let nearest = |depth, hex| {
            let palette = Palette::new(depth).unwrap();
            palette.by_distance(Color::from_u32(hex)).first().copied().unwrap()
        };
        for (hex, expected) in [
            (0x00_00_00, 16),
            (0xFF_FF_FF, 231),
            (0x13_17_1C, 233),
            (0x80_80_80, 244),
            (0xFF_87_00, 208),
            (0xFE_02_01, 196),
        ] {
            assert_eq!(nearest(ColorDepth::Ansi256, hex), Color::Indexed(expected), "{hex:06x}");
        }
        for (hex, expected) in [
            (0x00_00_00, Color::Black),
            (0xF5_F5_F5, Color::White),
            (0x10_12_14, Color::Black),
            (0xE0_8A_8A, Color::LightRed),
            (0x86_B8_91, Color::Green),
            (0x8F_B8_DE, Color::LightBlue),
            (0xD9_B3_6C, Color::Yellow),
            (0x80_80_82, Color::DarkGray),
        ] {
            assert_eq!(nearest(ColorDepth::Ansi16, hex), expected, "{hex:06x}");
        }
    }
}
