//! Draws a screen as SVG: grounds as rectangles, lines as lines, words as text that keeps to its cells.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// A cell, in pixels.
const CELL: (f64, f64) = (8.4, 18.0);
/// Around the screen.
const MARGIN: f64 = 10.0;
/// From the top of a cell to the line the letters stand on.
const BASE: f64 = 13.5;
const FONTS: &str = "'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,'Liberation Mono',monospace";

/// How cells look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    ink: (u8, u8, u8),
    ground: (u8, u8, u8),
    bold: bool,
    italic: bool,
    underline: bool,
}

/// A terminal's own colours, where the program leaves them.
const INK: (u8, u8, u8) = (0xc8, 0xcf, 0xd6);
const GROUND: (u8, u8, u8) = (0x12, 0x16, 0x1b);

/// The picture of a screen.
pub(crate) fn draw(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let width = f64::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(rows) * CELL.1 + 2.0 * MARGIN;
    let desk = screen.cell(rows.saturating_sub(2), 0).map_or(GROUND, |cell| look(cell).ground);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" \
         font-family=\"{FONTS}\" font-size=\"14\">",
        number(width),
        number(height),
        number(width),
        number(height)
    );
    let _ = writeln!(out, "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>", color(desk));
    for row in 0..rows {
        grounds(&mut out, screen, row, columns, desk);
    }
    for row in 0..rows {
        words(&mut out, screen, row, columns);
    }
    out.push_str("</svg>\n");
    out
}

/// The grounds of a row, each as wide as it goes.
fn grounds(out: &mut String, screen: &Screen, row: u16, columns: u16, desk: (u8, u8, u8)) {
    let ground = |column| screen.cell(row, column).map_or(desk, |cell| look(cell).ground);
    let mut column = 0;
    while column < columns {
        let begun = column;
        let this = ground(begun);
        while column < columns && ground(column) == this {
            column += 1;
        }
        if this != desk {
            let (x, y) = corner(begun, row);
            let wide = f64::from(column - begun) * CELL.0;
            let _ = writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
                number(x),
                number(y),
                number(wide),
                number(CELL.1),
                color(this)
            );
        }
    }
}

/// The letters, signs and lines of a row.
fn words(out: &mut String, screen: &Screen, row: u16, columns: u16) {
    let mut run: Option<Run> = None;
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else {
            continue;
        };
        let look = look(cell);
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let sign = text.chars().next().filter(|c| !is_letter(*c));
        if let Some(sign) = sign {
            finish(out, run.take(), row);
            if let Some(arms) = arms(sign) {
                line(out, column, row, look, arms);
            } else {
                alone(out, column, row, look, text, cell.is_wide());
            }
            continue;
        }
        match &mut run {
            Some(run) if run.look == look => run.text.push_str(text),
            _ => {
                finish(out, run.take(), row);
                run = Some(Run { column, look, text: text.to_owned() });
            }
        }
    }
    finish(out, run.take(), row);
}

/// Letters of one look that stand together.
struct Run {
    column: u16,
    look: Look,
    text: String,
}

/// Writes a run, cut where two spaces or more stand: then each piece keeps its place whatever the font.
fn finish(out: &mut String, run: Option<Run>, row: u16) {
    let Some(Run { column, look, text }) = run else { return };
    if look.underline {
        underline(out, column, row, look, text.chars().count());
    }
    let mut piece = String::new();
    let mut begun = 0;
    for (place, c) in text.chars().chain("  ".chars()).enumerate() {
        if c == ' ' && (piece.is_empty() || piece.ends_with(' ')) {
            let words = piece.trim_end();
            if !words.is_empty() {
                write_text(out, column, begun, row, look, words);
            }
            piece.clear();
        } else {
            if piece.is_empty() {
                begun = place;
            }
            piece.push(c);
        }
    }
}

fn write_text(out: &mut String, column: u16, offset: usize, row: u16, look: Look, words: &str) {
    let (x, y) = corner(column, row);
    let x = x + cells(offset) * CELL.0;
    let wide = cells(words.chars().count()) * CELL.0;
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{}>{}</text>",
        number(x),
        number(y + BASE),
        number(wide),
        color(look.ink),
        style(look),
        // A space that stays, wherever it stands.
        escape(words).replace(' ', "\u{a0}")
    );
}

/// A sign that may come from another font: it stands in the middle of its cell.
fn alone(out: &mut String, column: u16, row: u16, look: Look, text: &str, wide: bool) {
    let (x, y) = corner(column, row);
    let middle = x + CELL.0 * if wide { 1.0 } else { 0.5 };
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"{}\"{}>{}</text>",
        number(middle),
        number(y + BASE),
        color(look.ink),
        style(look),
        escape(text)
    );
}

fn underline(out: &mut String, column: u16, row: u16, look: Look, count: usize) {
    let (x, y) = corner(column, row);
    let _ = writeln!(
        out,
        "<path d=\"M{} {}h{}\" stroke=\"{}\"/>",
        number(x),
        number(y + BASE + 2.5),
        number(cells(count) * CELL.0),
        color(look.ink)
    );
}

/// How thick the arms of a line are: left, right, up, down.
type Arms = [f64; 4];

/// The arms of a sign that is a line.
fn arms(c: char) -> Option<Arms> {
    let (thin, thick) = (1.0, 2.4);
    Some(match c {
        '─' => [thin, thin, 0.0, 0.0],
        '━' => [thick, thick, 0.0, 0.0],
        '│' => [0.0, 0.0, thin, thin],
        '┃' => [0.0, 0.0, thick, thick],
        '┌' | '╭' => [0.0, thin, 0.0, thin],
        '┐' | '╮' => [thin, 0.0, 0.0, thin],
        '└' | '╰' => [0.0, thin, thin, 0.0],
        '┘' | '╯' => [thin, 0.0, thin, 0.0],
        '├' => [0.0, thin, thin, thin],
        '┤' => [thin, 0.0, thin, thin],
        '┬' => [thin, thin, 0.0, thin],
        '┴' => [thin, thin, thin, 0.0],
        '┼' => [thin, thin, thin, thin],
        _ => return None,
    })
}

fn line(out: &mut String, column: u16, row: u16, look: Look, [left, right, up, down]: Arms) {
    let (x, y) = corner(column, row);
    let (middle, centre) = (x + CELL.0 / 2.0, y + CELL.1 / 2.0);
    let mut arm = |thick: f64, from: (f64, f64), to: (f64, f64)| {
        if thick > 0.0 {
            let _ = writeln!(
                out,
                "<path d=\"M{} {}L{} {}\" stroke=\"{}\" stroke-width=\"{}\"/>",
                number(from.0),
                number(from.1),
                number(to.0),
                number(to.1),
                color(look.ink),
                number(thick)
            );
        }
    };
    if left > 0.0 && (left - right).abs() < f64::EPSILON {
        arm(left, (x, centre), (x + CELL.0, centre));
    } else {
        arm(left, (x, centre), (middle, centre));
        arm(right, (middle, centre), (x + CELL.0, centre));
    }
    arm(up, (middle, y), (middle, centre));
    arm(down, (middle, centre), (middle, y + CELL.1));
}

/// What every monospaced font has; the rest may come from anywhere.
fn is_letter(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}' | 'А'..='я' | 'Ё' | 'ё' | '«' | '»' | '–' | '—' | '…' | '·' | '№' | '−')
}

fn look(cell: &Cell) -> Look {
    let ink = rgb(cell.fgcolor(), INK);
    let ground = rgb(cell.bgcolor(), GROUND);
    let (ink, ground) = if cell.inverse() { (ground, ink) } else { (ink, ground) };
    let ink = if cell.dim() { halfway(ink, ground) } else { ink };
    Look { ink, ground, bold: cell.bold(), italic: cell.italic(), underline: cell.underline() }
}

fn halfway(a: (u8, u8, u8), b: (u8, u8, u8)) -> (u8, u8, u8) {
    (a.0.midpoint(b.0), a.1.midpoint(b.1), a.2.midpoint(b.2))
}

/// The colour in numbers; the sixteen and the cube as xterm has them.
fn rgb(color: Color, own: (u8, u8, u8)) -> (u8, u8, u8) {
    let step = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
    match color {
        Color::Default => own,
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Idx(n @ 0..=15) => {
            let level = if n > 7 { 0xff } else { 0xb0 };
            let part = |bit: u8| if n & bit == 0 { 0x20 } else { level };
            (part(1), part(2), part(4))
        }
        Color::Idx(n @ 16..=231) => {
            let n = n - 16;
            (step(n / 36), step(n / 6 % 6), step(n % 6))
        }
        Color::Idx(n) => {
            let gray = 8 + (n - 232) * 10;
            (gray, gray, gray)
        }
    }
}

fn style(look: Look) -> String {
    let bold = if look.bold { " font-weight=\"bold\"" } else { "" };
    let italic = if look.italic { " font-style=\"italic\"" } else { "" };
    format!("{bold}{italic}")
}

/// The upper left corner of a cell.
fn corner(column: u16, row: u16) -> (f64, f64) {
    (MARGIN + f64::from(column) * CELL.0, MARGIN + f64::from(row) * CELL.1)
}

fn cells(count: usize) -> f64 {
    f64::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// A length with one digit behind the point: the same on every machine.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn color((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
