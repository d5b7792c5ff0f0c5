//! Styled text for a terminal that is written to line by line.

use std::fmt::Write;

use ratatui::style::{Color, Modifier, Style};

/// A text in a style, and the terminal's own style behind it.
pub(super) fn styled(text: &str, style: Style) -> String {
    let mut codes: Vec<String> = [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ]
    .into_iter()
    .filter(|(modifier, _)| style.add_modifier.contains(*modifier))
    .map(|(_, code)| code.to_owned())
    .collect();
    codes.extend(style.fg.and_then(|color| code(color, 30)));
    codes.extend(style.bg.and_then(|color| code(color, 40)));
    if codes.is_empty() { text.to_owned() } else { format!("\x1b[{}m{text}\x1b[0m", codes.join(";")) }
}

/// The code of a colour; `base` is 30 for ink and 40 for a ground (ECMA-48 SGR; the bright ones are xterm's).
fn code(color: Color, base: u8) -> Option<String> {
    let mut out = String::new();
    let written = match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => write!(out, "{};2;{red};{green};{blue}", base + 8),
        Color::Indexed(index) => write!(out, "{};5;{index}", base + 8),
        named => write!(out, "{}", base + offset(named)),
    };
    written.ok().map(|()| out)
}

/// Where one of the sixteen colours stands behind the first of them.
fn offset(color: Color) -> u8 {
    match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        _ => 7,
    }
}

/// A colour as theme files write it.
pub(super) fn name(color: Color) -> String {
    match color {
        Color::Reset => "default".to_owned(),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Indexed(index) => format!("ansi256:{index}"),
        named => {
            let mut out = String::new();
            for (at, c) in named.to_string().chars().enumerate() {
                if at > 0 && c.is_uppercase() {
                    out.push('-');
                }
                out.extend(c.to_lowercase());
            }
            out
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_become_codes_and_end_with_the_line() {
        let style = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::LightRed).bold();
        assert_eq!(styled("x", style), "\x1b[1;38;2;1;2;3;101mx\x1b[0m");
        assert_eq!(
            styled("x", Style::new().fg(Color::Gray).bg(Color::Indexed(208))),
            "\x1b[37;48;5;208mx\x1b[0m"
        );
        assert_eq!(styled("x", Style::new().fg(Color::Reset)), "x");
    }

    #[test]
    fn colours_are_called_as_in_files() {
        for (color, called) in [
            (Color::DarkGray, "dark-gray"),
            (Color::LightRed, "light-red"),
            (Color::Gray, "gray"),
            (Color::Rgb(0xff, 0x6f, 0x5e), "#ff6f5e"),
            (Color::Indexed(208), "ansi256:208"),
            (Color::Reset, "default"),
        ] {
            assert_eq!(name(color), called);
        }
    }
}
