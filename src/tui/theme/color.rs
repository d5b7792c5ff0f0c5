//! Colours: how files write them, how they look, how far apart they are.

use ratatui::style::Color;
use thiserror::Error;

/// The sixteen colours every terminal has, by the names files give them, in the order of their codes.
pub(super) const ANSI: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

/// One of the sixteen colours by its name.
pub(super) fn ansi(name: &str) -> Option<Color> {
    ANSI.iter().find(|(known, _)| *known == name).map(|(_, color)| *color)
}

/// The code of one of the sixteen colours, 0 to 15.
pub(super) fn ansi_code(color: Color) -> Option<u8> {
    match color {
        Color::Indexed(code) if code < 16 => Some(code),
        _ => (0_u8..).zip(ANSI).find(|(_, (_, known))| *known == color).map(|(code, _)| code),
    }
}

/// One of the sixteen colours by its code.
pub(super) fn ansi_color(code: u8) -> Option<Color> {
    ANSI.get(usize::from(code)).map(|(_, color)| *color)
}

/// What is wrong with a colour that is written as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ColorFault {
    /// `#` without six hexadecimal digits behind it.
    #[error("six hexadecimal digits stand behind #")]
    Hex,
    /// `ansi256:` without a number from 0 to 255 behind it.
    #[error("a number from 0 to 255 stands behind ansi256:")]
    Index,
}

/// Reads `#rrggbb` and `ansi256:N`; nothing when the text is neither, and so may be a name.
pub(super) fn value(text: &str) -> Option<Result<Color, ColorFault>> {
    if let Some(digits) = text.strip_prefix('#') {
        let six = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| six);
        return Some(number.map(Color::from_u32).ok_or(ColorFault::Hex));
    }
    let digits = text.strip_prefix("ansi256:")?;
    let number = digits.parse().ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_digit()));
    Some(number.map(Color::Indexed).ok_or(ColorFault::Index))
}

/// A colour as the screen mixes it: red, green and blue of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

/// A place in OKLab, where distance is how different two colours look (Björn Ottosson, 2020). The lightness of black
/// is 0, of white 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lab(f64, f64, f64);

impl Rgb {
    pub(super) const fn hex(hex: u32) -> Self {
        let [_, red, green, blue] = hex.to_be_bytes();
        Self(red, green, blue)
    }

    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Relative luminance, as WCAG 2 defines it.
    pub(super) fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast, as WCAG 2 defines it: from 1 (the same) to 21 (black and white).
    pub(super) fn contrast(self, other: Self) -> f64 {
        contrast(self.luminance(), other.luminance())
    }

    pub(super) fn lab(self) -> Lab {
        let [red, green, blue] = self.linear();
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        Lab(
            0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
        )
    }

    /// What an eye without green cones makes of it, the commonest colour blindness (Machado, Oliveira, Fernandes, 2009).
    pub(super) fn without_green(self) -> Self {
        let [red, green, blue] = self.linear();
        let value = |linear: f64| {
            let linear = linear.clamp(0.0, 1.0);
            let value =
                if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
            (value * 255.0).round() as u8
        };
        Self(
            value(0.367_322 * red + 0.860_646 * green - 0.227_968 * blue),
            value(0.280_085 * red + 0.672_501 * green + 0.047_413 * blue),
            value(-0.011_82 * red + 0.042_94 * green + 0.968_881 * blue),
        )
    }

    /// Half way to another colour: what `dim` makes of ink on a ground.
    pub(super) fn mix(self, other: Self) -> Self {
        let half = |a: u8, b: u8| a.midpoint(b);
        Self(half(self.0, other.0), half(self.1, other.1), half(self.2, other.2))
    }
}

/// Contrast of two luminances.
pub(super) fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl Lab {
    pub(super) fn distance(self, other: Self) -> f64 {
        ((self.0 - other.0).powi(2) + (self.1 - other.1).powi(2) + (self.2 - other.2).powi(2)).sqrt()
    }

    /// The same hue at full strength. Among sixteen colours a pale red is to be red, not the grey it is nearest to;
    /// what has hardly any hue is left alone.
    pub(super) fn vivid(self) -> Self {
        let chroma = self.1.hypot(self.2);
        if chroma < 0.035 {
            return self;
        }
        let factor = (0.22 / chroma).max(1.0);
        Self(self.0, self.1 * factor, self.2 * factor)
    }
}

/// What a terminal shows of its 256 colours; the first sixteen are xterm's.
pub(super) fn indexed(index: u8) -> Rgb {
    match index {
        0..16 => XTERM.color(index),
        16..232 => {
            let step = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let cell = index - 16;
            Rgb(step(cell / 36), step(cell / 6 % 6), step(cell % 6))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            Rgb(grey, grey, grey)
        }
    }
}

/// A terminal that shows sixteen colours in its own way.
#[derive(Debug)]
pub(super) struct Terminal {
    colors: [u32; 16],
    /// Whether bold ink in one of the first eight colours is shown in its light twin.
    bold_is_light: bool,
}

const XTERM: Terminal = Terminal {
    colors: [
        0x00_00_00, 0xCD_00_00, 0x00_CD_00, 0xCD_CD_00, 0x00_00_EE, 0xCD_00_CD, 0x00_CD_CD, 0xE5_E5_E5,
        0x7F_7F_7F, 0xFF_00_00, 0x00_FF_00, 0xFF_FF_00, 0x5C_5C_FF, 0xFF_00_FF, 0x00_FF_FF, 0xFF_FF_FF,
    ],
    bold_is_light: true,
};

/// The terminals operators with sixteen colours are likely to have, as they come: xterm, PuTTY, the Windows console,
/// the Linux console.
pub(super) const TERMINALS: [Terminal; 4] = [
    XTERM,
    Terminal {
        colors: [
            0x00_00_00, 0xBB_00_00, 0x00_BB_00, 0xBB_BB_00, 0x00_00_BB, 0xBB_00_BB, 0x00_BB_BB, 0xBB_BB_BB,
            0x55_55_55, 0xFF_55_55, 0x55_FF_55, 0xFF_FF_55, 0x55_55_FF, 0xFF_55_FF, 0x55_FF_FF, 0xFF_FF_FF,
        ],
        bold_is_light: true,
    },
    Terminal {
        colors: [
            0x0C_0C_0C, 0xC5_0F_1F, 0x13_A1_0E, 0xC1_9C_00, 0x00_37_DA, 0x88_17_98, 0x3A_96_DD, 0xCC_CC_CC,
            0x76_76_76, 0xE7_48_56, 0x16_C6_0C, 0xF9_F1_A5, 0x3B_78_FF, 0xB4_00_9E, 0x61_D6_D6, 0xF2_F2_F2,
        ],
        bold_is_light: false,
    },
    Terminal {
        colors: [
            0x00_00_00, 0xAA_00_00, 0x00_AA_00, 0xAA_55_00, 0x00_00_AA, 0xAA_00_AA, 0x00_AA_AA, 0xAA_AA_AA,
            0x55_55_55, 0xFF_55_55, 0x55_FF_55, 0xFF_FF_55, 0x55_55_FF, 0xFF_55_FF, 0x55_FF_FF, 0xFF_FF_FF,
        ],
        bold_is_light: true,
    },
];

impl Terminal {
    /// What it shows of one of its sixteen colours; a code above 15 is taken for 15.
    pub(super) fn color(&self, code: u8) -> Rgb {
        let [.., last] = self.colors;
        Rgb::hex(self.colors.get(usize::from(code)).copied().unwrap_or(last))
    }

    /// What it shows of a colour; nothing is known of its own default colours.
    pub(super) fn shown(&self, color: Color) -> Option<Rgb> {
        match color {
            Color::Reset => None,
            Color::Rgb(red, green, blue) => Some(Rgb(red, green, blue)),
            Color::Indexed(index) if index >= 16 => Some(indexed(index)),
            named => ansi_code(named).map(|code| self.color(code)),
        }
    }

    /// What it shows of ink that may be bold.
    pub(super) fn shown_bold(&self, ink: Color, bold: bool) -> Option<Rgb> {
        let dark = ansi_code(ink).filter(|code| bold && self.bold_is_light && *code < 8);
        dark.map(|code| self.color(code + 8)).or_else(|| self.shown(ink))
    }
}

/// The contrast of ink on a ground in the terminal where it is worst; nothing when either is the terminal's own.
pub(super) fn legibility(ink: Color, bold: bool, ground: Color) -> Option<f64> {
    let in_terminal = |terminal: &Terminal| {
        let ground = terminal.shown(ground)?;
        let plain = terminal.shown(ink)?.contrast(ground);
        Some(terminal.shown_bold(ink, bold)?.contrast(ground).min(plain))
    };
    TERMINALS.iter().filter_map(in_terminal).reduce(f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read() {
        for (text, expected) in [
            ("#1a2B3c", Some(Ok(Color::Rgb(0x1A, 0x2B, 0x3C)))),
            ("#abc", Some(Err(ColorFault::Hex))),
            ("#+12345", Some(Err(ColorFault::Hex))),
            ("#ффффф", Some(Err(ColorFault::Hex))),
            ("#", Some(Err(ColorFault::Hex))),
            ("ansi256:208", Some(Ok(Color::Indexed(208)))),
            ("ansi256:256", Some(Err(ColorFault::Index))),
            ("ansi256:", Some(Err(ColorFault::Index))),
            ("ansi256:+1", Some(Err(ColorFault::Index))),
            ("red", None),
            ("", None),
        ] {
            assert_eq!(value(text), expected, "{text:?}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let near = |a: f64, b: f64| (a - b).abs() < 0.005;
        assert!(near(Rgb::hex(0).contrast(Rgb::hex(0xFF_FF_FF)), 21.0));
        assert!(near(Rgb::hex(0x77_77_77).contrast(Rgb::hex(0xFF_FF_FF)), 4.48));
        assert!(near(Rgb::hex(0xFF_00_00).contrast(Rgb::hex(0xFF_FF_FF)), 4.0));
        assert!(near(Rgb::hex(0x12_34_56).contrast(Rgb::hex(0x12_34_56)), 1.0));
    }

    #[test]
    fn oklab_is_as_published() {
        let Lab(l, a, b) = Rgb::hex(0xFF_00_00).lab();
        for (found, expected) in [(l, 0.628), (a, 0.225), (b, 0.126)] {
            assert!((found - expected).abs() < 0.001, "{found}");
        }
        let white = Rgb::hex(0xFF_FF_FF).lab();
        assert!(white.distance(Lab(1.0, 0.0, 0.0)) < 0.001);
    }

    #[test]
    fn without_green_cones_red_and_green_meet() {
        let pair = [Rgb::hex(0xE6_94_94), Rgb::hex(0x93_BF_98)];
        let [red, green] = pair.map(|color| color.without_green().lab());
        assert!(red.distance(green) < 0.02);
        let [red, green] = pair.map(Rgb::lab);
        assert!(red.distance(green) > 0.1);
        for grey in [0x00_00_00, 0x80_80_80, 0xFF_FF_FF].map(Rgb::hex) {
            assert_eq!(grey.without_green(), grey);
        }
    }

    #[test]
    fn the_256_colours_are_xterms() {
        for (index, hex) in [
            (16, 0x00_00_00),
            (17, 0x00_00_5F),
            (196, 0xFF_00_00),
            (208, 0xFF_87_00),
            (231, 0xFF_FF_FF),
            (232, 0x08_08_08),
            (255, 0xEE_EE_EE),
        ] {
            assert_eq!(indexed(index), Rgb::hex(hex), "{index}");
        }
    }

    #[test]
    fn codes_and_names_of_the_sixteen_agree() {
        for code in 0..16 {
            let color = ansi_color(code).unwrap();
            assert_eq!(ansi_code(color), Some(code));
            assert_eq!(ansi_code(Color::Indexed(code)), Some(code));
        }
        assert_eq!(ansi_color(16), None);
        assert_eq!(ansi_code(Color::Reset), None);
        assert_eq!(ansi("light-red"), Some(Color::LightRed));
        assert_eq!(ansi("default"), None);
    }
}
