//! Small pieces every pane draws with.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::env::Env;
use super::field::Field;
use super::theme::Role;
use crate::domain::client::Client;
use crate::domain::geo;
use crate::domain::text::{clean_line, fit};

/// One line of text. What does not fit its place is cut, and «…» says so: «до 2» and «до 20» are not the same.
pub(super) fn line(frame: &mut Frame<'_>, area: Rect, line: &Line<'_>) {
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return;
    }
    let text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
    if text.trim_end().width() <= usize::from(area.width) {
        frame.buffer_mut().set_line(area.x, area.y, line, area.width);
        return;
    }
    let (end, _) = frame.buffer_mut().set_line(area.x, area.y, line, area.width - 1);
    let style = frame.buffer_mut().cell((end.saturating_sub(1), area.y)).map(|cell| cell.style());
    frame.buffer_mut().set_stringn(end, area.y, "…", 1, style.unwrap_or_default());
}

/// Cells of a label, with the space behind it.
pub(super) const LABEL: u16 = 12;

/// A label, and the place behind it for what it names. Labels in a column line up.
pub(super) fn labelled(frame: &mut Frame<'_>, area: Rect, label: &str, env: &Env) -> Rect {
    labelled_wide(frame, area, label, LABEL, env)
}

/// As [`labelled`], for a column of labels that are longer.
pub(super) fn labelled_wide(frame: &mut Frame<'_>, area: Rect, label: &str, width: u16, env: &Env) -> Rect {
    let width = width.min(area.width);
    line(
        frame,
        Rect { width, ..area },
        &Line::styled(fit(label, usize::from(width)).into_owned(), env.style(Role::Muted)),
    );
    Rect { x: area.x + width, width: area.width - width, ..area }
}

/// A field of one line; what is only offered in it stands out while it has the keys.
pub(super) fn field(frame: &mut Frame<'_>, area: Rect, field: &Field, focused: bool, env: &Env) {
    field.view(frame, area, env.style(Role::Input), focused);
    if focused && field.is_offered() {
        let width = u16::try_from(field.text().width()).unwrap_or(u16::MAX).min(area.width);
        frame.buffer_mut().set_style(Rect { width, ..area }, env.style(Role::Selected));
    }
}

/// Text cut or filled up to exactly `width` cells.
pub(super) fn cell(text: &str, width: usize) -> String {
    let cut = fit(text, width);
    let pad = width.saturating_sub(cut.width());
    format!("{cut}{:pad$}", "")
}

/// Text with some of its letters marked, filled up to `width` cells. The marks are places of characters.
pub(super) fn marked(line: &mut Line<'_>, text: &str, marks: &[u32], width: usize, env: &Env) {
    let text = clean_line(text);
    let cut = fit(&text, width).into_owned();
    let (plain, hit) = (env.style(Role::Text), env.style(Role::Match));
    let mut run = String::new();
    let mut run_hit = false;
    for (place, c) in (0_u32..).zip(cut.chars()) {
        let is_hit = marks.contains(&place) && c != '…';
        if is_hit != run_hit && !run.is_empty() {
            line.push_span(Span::styled(std::mem::take(&mut run), if run_hit { hit } else { plain }));
        }
        run_hit = is_hit;
        run.push(c);
    }
    let pad = width.saturating_sub(cut.width());
    line.push_span(Span::styled(run, if run_hit { hit } else { plain }));
    line.push_span(Span::raw(" ".repeat(pad)));
}

/// A number with its last digits marked as far as they are those of `digits`, filled up to `width` cells.
pub(super) fn marked_tail(line: &mut Line<'_>, text: &str, digits: &str, width: usize, env: &Env) {
    let all: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let tail: Vec<char> = digits.chars().collect();
    // A number typed with its leading 8 matches one kept with +7: compare from the end.
    let same = all.iter().rev().zip(tail.iter().rev()).take_while(|(one, other)| one == other).count();
    let from = all.len() - same;
    let mut marks = Vec::new();
    let mut seen = 0;
    for (place, c) in (0_u32..).zip(text.chars()) {
        if c.is_ascii_digit() {
            if seen >= from {
                marks.push(place);
            }
            seen += 1;
        }
    }
    marked(line, text, &marks, width, env);
}

/// The city of a client, as operators write it.
pub(super) fn city(client: &Client) -> String {
    geo::find_city(&client.city).map_or_else(|| clean_line(&client.city), |city| city.short_ru.to_owned())
}

/// A title on a rule: «─ Очередь 131 ──────».
pub(super) fn title(frame: &mut Frame<'_>, area: Rect, text: &str, focused: bool, env: &Env) {
    let width = usize::from(area.width);
    let role = if focused { Role::TitleFocused } else { Role::Title };
    let text = fit(text, width.saturating_sub(4)).into_owned();
    let rule = env.style(Role::Faint);
    let used = text.width() + 3;
    let spans = vec![
        Span::styled(if focused { "━ " } else { "─ " }, rule),
        Span::styled(text, env.style(role)),
        Span::styled(
            format!(" {}", if focused { "━" } else { "─" }.repeat(width.saturating_sub(used))),
            rule,
        ),
    ];
    line(frame, Rect { height: 1, ..area }, &Line::from(spans));
}

/// Lines broken at spaces so that none is wider than `width`; styles stay with their words. A sign stays with its word: no
/// row ends in an opening quote or begins with a full stop, whatever their styles.
pub(super) fn wrapped(lines: &[Line<'_>], width: usize) -> Vec<Line<'static>> {
    let width = width.max(1);
    let mut out = Vec::new();
    for line in lines {
        let mut row: Vec<(String, Style)> = Vec::new();
        let mut used = 0;
        for word in words(line) {
            let wide: usize = word.iter().map(|(text, _)| text.width()).sum();
            let blank = is_blank(&word);
            if blank && used + wide > width {
                // Space that does not fit any more ends the row.
                continue;
            }
            if used + wide > width && used > 0 {
                out.push(finished(&mut row));
                used = 0;
            }
            for (mut text, style) in word {
                // A word wider than the line is broken where it must be.
                loop {
                    let room = width.saturating_sub(used);
                    if text.width() <= room {
                        break;
                    }
                    let head = head_of(text, room);
                    if used == 0 || head.width() <= room {
                        push(&mut row, head, style);
                        text = text.get(head.len()..).unwrap_or_default();
                    }
                    if text.is_empty() {
                        used += head.width();
                        break;
                    }
                    out.push(finished(&mut row));
                    used = 0;
                }
                push(&mut row, text, style);
                used += text.width();
            }
        }
        out.push(finished(&mut row));
    }
    out
}

/// Whether a line may be broken at a character; a space that keeps figures together is none.
fn is_break(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

fn is_blank(word: &[(&str, Style)]) -> bool {
    word.iter().all(|(text, _)| text.chars().all(is_break))
}

/// The words of a line and the spaces between them, in their order; a word may have several styles.
fn words<'a>(line: &'a Line<'_>) -> Vec<Vec<(&'a str, Style)>> {
    let mut out: Vec<Vec<(&str, Style)>> = Vec::new();
    for span in &line.spans {
        let style = line.style.patch(span.style);
        let mut rest = span.content.as_ref();
        while let Some(first) = rest.chars().next() {
            let blank = is_break(first);
            let end = rest.find(|c| is_break(c) != blank).unwrap_or(rest.len());
            let (piece, behind) = rest.split_at(end);
            rest = behind;
            match out.last_mut() {
                Some(word) if is_blank(word) == blank => word.push((piece, style)),
                _ => out.push(vec![(piece, style)]),
            }
        }
    }
    // A preposition of one letter is not left behind at the end of a row: «у вас», «в 11».
    let mut joined: Vec<Vec<(&str, Style)>> = Vec::new();
    for word in out {
        match joined.as_mut_slice() {
            [.., before, blank] if is_letter(before) && is_blank(blank) && !is_blank(&word) => {
                let blank = joined.pop().unwrap_or_default();
                if let Some(before) = joined.last_mut() {
                    before.extend(blank.into_iter().chain(word));
                }
            }
            _ => joined.push(word),
        }
    }
    joined
}

fn is_letter(word: &[(&str, Style)]) -> bool {
    let mut chars = word.iter().flat_map(|(text, _)| text.chars());
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// As much of a word as `width` cells hold; at least one grapheme, so that breaking always comes to an end.
fn head_of(word: &str, width: usize) -> &str {
    let mut used = 0;
    let mut end = 0;
    for (at, grapheme) in word.grapheme_indices(true) {
        let wide = grapheme.width();
        if used + wide > width && end > 0 {
            break;
        }
        used += wide;
        end = at + grapheme.len();
    }
    word.get(..end).unwrap_or(word)
}

fn push(row: &mut Vec<(String, Style)>, text: &str, style: Style) {
    match row.last_mut() {
        Some((last, known)) if *known == style => last.push_str(text),
        _ => row.push((text.to_owned(), style)),
    }
}

fn finished(row: &mut Vec<(String, Style)>) -> Line<'static> {
    if let Some((last, _)) = row.last_mut() {
        last.truncate(last.trim_end().len());
    }
    Line::from(
        std::mem::take(row).into_iter().map(|(text, style)| Span::styled(text, style)).collect::<Vec<_>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(lines: &[Line<'_>]) -> Vec<String> {
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn words_stay_whole() {
        let line = Line::raw("Пётр Алексеевич, в прошлый раз мы говорили о пылесосах");
        assert_eq!(
            text(&wrapped(&[line], 20)),
            ["Пётр Алексеевич,", "в прошлый раз мы", "говорили о пылесосах"]
        );
        assert_eq!(text(&wrapped(&[Line::raw("абвгдежз ик")], 3)), ["абв", "где", "жз", "ик"]);
        assert_eq!(text(&wrapped(&[Line::raw(""), Line::raw("а")], 3)), ["", "а"]);
    }

    #[test]
    fn signs_stay_with_their_words() {
        let words = "Смена не закрыта: состояние «Разговор».";
        assert_eq!(text(&wrapped(&[Line::raw(words)], 28)), ["Смена не закрыта: состояние", "«Разговор»."]);
        // The full stop has a style of its own, and stays where it belongs.
        let bold = Style::new().add_modifier(ratatui::style::Modifier::BOLD);
        let line =
            Line::from(vec![Span::raw("нажмите "), Span::styled("Enter", bold), Span::raw(". И всё.")]);
        assert_eq!(text(&wrapped(&[line], 13)), ["нажмите", "Enter. И всё."]);
        let both = Line::raw("повтор сегодня 16:00 у клиента · 13:00 у вас.");
        assert_eq!(text(&wrapped(&[both], 40)), ["повтор сегодня 16:00 у клиента · 13:00", "у вас."]);
        // A sum is not torn apart.
        assert_eq!(text(&wrapped(&[Line::raw("всего 120\u{a0}000 ₽")], 12)), ["всего", "120\u{a0}000 ₽"]);
    }

    #[test]
    fn cells_are_exact() {
        assert_eq!(cell("абв", 5), "абв  ");
        assert_eq!(cell("абвгде", 4), "абв…");
        assert_eq!(cell("日本", 3), "日…");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide(words in any::<String>(), width in 1_usize..40) {
            let clean = crate::domain::text::clean_line(&words);
            // A grapheme is never broken; with the signs of some scripts it is wider than two cells.
            let widest = clean.graphemes(true).map(UnicodeWidthStr::width).max().unwrap_or_default();
            for line in wrapped(&[Line::raw(clean)], width) {
                prop_assert!(line.width() <= width.max(widest), "{:?}", line);
            }
        }
    }
}
