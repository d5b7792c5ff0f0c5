//! Themes for terminals with fewer colours.

use ratatui::style::{Color, Modifier, Style};

use super::color::{ANSI, Lab, TERMINALS, ansi_code, ansi_color, indexed, legibility};
use super::{ColorDepth, Look, Role, Theme, undimmed};

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
                *look = Look { style: undimmed(style.add_modifier(role.plain())), ..Look::default() };
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
        let few = self.depth == ColorDepth::Ansi16;
        look.ansi_bg.filter(|_| few).or_else(|| match self.by_distance(look.style.bg?).first().copied() {
            // Grey is no good ground: half of the sixteen inks and all bold ones are lost on it.
            Some(Color::Gray) if few => Some(Color::White),
            Some(Color::DarkGray) if few => Some(Color::Black),
            nearest => nearest,
        })
    }

    /// The style of a role; all grounds are converted already.
    fn style(&self, from: &Theme, to: &Theme, role: Role) -> Style {
        let look = from.look(role);
        let style = Style { bg: to.style(role).bg, ..look.style };
        let few = self.depth == ColorDepth::Ansi16;
        let fg = look.ansi.filter(|_| few).or_else(|| {
            let ink = style.fg?;
            let bold = style.add_modifier.contains(Modifier::BOLD);
            // How well it can be read where it is drawn, and how well it should be there.
            let grounds: Vec<(Color, f64)> = role
                .grounds()
                .iter()
                .filter(|ground| !(ground.is_overlay() && (few || from.style(**ground).fg.is_some())))
                .map(|ground| {
                    let before = legibility(ink, bold, ground_of(from, *ground, role));
                    let enough = before.unwrap_or(f64::INFINITY).min(from.contrast.wanted(role));
                    (ground_of(to, *ground, role), enough)
                })
                .collect();
            let shortage = |ink: Color| {
                let short = grounds
                    .iter()
                    .filter_map(|(ground, enough)| Some(enough / legibility(ink, bold, *ground)?));
                short.fold(1.0, f64::max)
            };
            let mut best: Option<(f64, Color)> = None;
            for ink in self.by_distance(ink) {
                let shortage = shortage(ink);
                if best.is_none_or(|(least, _)| shortage < least) {
                    best = Some((shortage, ink));
                }
                // None is nearer, and none is better to read.
                if shortage <= 1.0 {
                    break;
                }
            }
            best.map(|(_, ink)| ink)
        });
        Style { fg, ..style }
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

/// The ground a role has where it is drawn on another.
fn ground_of(theme: &Theme, ground: Role, role: Role) -> Color {
    theme.on(ground, role).bg.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{PRESETS, Source, WarningKind, lint};
    use super::*;
    use proptest::prelude::*;

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
            (0x8F_B8_DE, Color::Cyan),
            (0x6A_80_E8, Color::LightBlue),
            (0xD9_B3_6C, Color::Yellow),
            (0x80_80_82, Color::DarkGray),
        ] {
            assert_eq!(nearest(ColorDepth::Ansi16, hex), expected, "{hex:06x}");
        }
    }

    #[test]
    fn without_a_choice_for_sixteen_colours_everything_can_still_be_read() {
        for preset in PRESETS {
            let theme = Theme::load(preset.name, &[]).unwrap();
            let looks = theme.looks.map(|look| Look { style: look.style, ..Look::default() });
            let theme = Theme { looks, ..theme };
            let low = |kind: &WarningKind| matches!(kind, WarningKind::LowContrast { .. });
            let said: Vec<_> = lint(&theme).into_iter().filter(|warning| low(&warning.kind)).collect();
            assert!(said.is_empty(), "{}: {said:?}", preset.name);
        }
    }

    #[test]
    fn a_row_whose_ground_is_lost_is_told_by_modifiers() {
        let text = "[styles]\ntext = { fg = '#ffffff', bg = '#000000' }\nselected = { bg = '#0a0a0a' }\n\
                    input = { bg = '#050505' }\n";
        let theme = Theme::load("mine", &[Source { name: "mine", file: "mine.toml", text }]).unwrap();
        let few = theme.at_depth(ColorDepth::Ansi16);
        assert!(few.style(Role::Selected).add_modifier.contains(Modifier::REVERSED));
        assert!(few.style(Role::Input).add_modifier.contains(Modifier::UNDERLINED));
        assert!(!theme.style(Role::Selected).add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn a_row_has_ink_of_its_own_in_sixteen_colours() {
        let text = "[styles]\ntext = { fg = '#ffffff', bg = '#000000' }\nselected = { bg = '#00c0c0' }\n";
        let theme = Theme::load("mine", &[Source { name: "mine", file: "mine.toml", text }]).unwrap();
        let row = theme.at_depth(ColorDepth::Ansi16).style(Role::Selected);
        assert_eq!((row.fg, row.bg), (Some(Color::Black), Some(Color::Cyan)));
        assert!(row.sub_modifier.contains(Modifier::BOLD));
    }

    fn color() -> impl Strategy<Value = Color> + Clone {
        prop_oneof![
            6 => any::<u32>().prop_map(Color::from_u32),
            2 => any::<u8>().prop_map(Color::Indexed),
            1 => (0_u8..16).prop_map(|code| ansi_color(code).unwrap()),
        ]
    }

    fn theme(color: impl Strategy<Value = Color> + Clone) -> impl Strategy<Value = Theme> {
        let look = (color.clone(), color)
            .prop_map(|(fg, bg)| Look { style: Style::new().fg(fg).bg(bg), ..Look::default() });
        prop::collection::vec(look, Role::ALL.len()).prop_map(|looks| {
            let base = Theme::load("mono", &[]).unwrap();
            Theme { looks: looks.try_into().unwrap(), ..base }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn a_theme_is_converted_once(theme in theme(color())) {
            for depth in ColorDepth::ALL {
                let once = theme.at_depth(depth);
                prop_assert_eq!(&once.at_depth(depth), &once);
                prop_assert_eq!(&once.at_depth(ColorDepth::True), &once);
                prop_assert_eq!(once.depth(), depth);
                for color in Role::ALL.iter().flat_map(|role| [once.style(*role).fg, once.style(*role).bg]) {
                    let fits = match depth {
                        ColorDepth::True => true,
                        ColorDepth::Ansi256 => !matches!(color, Some(Color::Rgb(..))),
                        ColorDepth::Ansi16 => !matches!(color, Some(Color::Rgb(..) | Color::Indexed(_))),
                        ColorDepth::None => color.is_none(),
                    };
                    prop_assert!(fits, "{:?} {:?}", depth, color);
                }
            }
        }

        #[test]
        fn nothing_becomes_invisible(theme in theme(any::<u32>().prop_map(Color::from_u32))) {
            let seen = |theme: &Theme, role: Role| {
                let style = theme.style(role);
                legibility(style.fg.unwrap(), false, style.bg.unwrap()).unwrap()
            };
            for depth in [ColorDepth::Ansi256, ColorDepth::Ansi16] {
                let converted = theme.at_depth(depth);
                // Plain text is the one role that is drawn on other grounds though it has its own.
                for role in Role::ALL.iter().copied().filter(|role| *role != Role::Text) {
                    let (before, after) = (seen(&theme, role), seen(&converted, role));
                    prop_assert!(after >= before.min(3.0), "{:?} {:?}: {} → {}", depth, role, before, after);
                }
            }
        }
    }
}
