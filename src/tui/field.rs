//! Text fields: of one line, and of many.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, Input as AreaInput, Key as AreaKey, TextArea, WrapMode};

use super::key::{Key, KeyCode};
use crate::domain::text::{LINE_MAX, NOTE_MAX, clean_line, clean_text};

/// A text that is being typed.
#[derive(Clone, Debug)]
pub struct Field {
    area: TextArea<'static>,
    lines: Lines,
    /// Nobody has touched what stands in it.
    offered: bool,
    /// What stands in it was typed before, in a dialog that was left since.
    kept: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

impl Default for Field {
    fn default() -> Self {
        Self::line("")
    }
}

impl Field {
    /// A field of one line with a text in it, the cursor behind it.
    pub fn line(text: &str) -> Self {
        Self::new(clean_line(text), Lines::One)
    }

    /// A field of one line with a text that is only offered: whoever types means something else, whoever moves in it means to
    /// mend it.
    pub fn offering(text: &str) -> Self {
        let field = Self::line(text);
        Self { offered: !field.is_empty(), ..field }
    }

    /// A field of many lines with a text in it, the cursor behind it.
    pub fn page(text: &str) -> Self {
        Self::new(clean_text(text), Lines::Many)
    }

    fn new(text: String, lines: Lines) -> Self {
        let mut area = TextArea::new(text.lines().map(str::to_owned).collect());
        area.set_cursor_line_style(Style::default());
        if lines == Lines::Many {
            area.set_wrap_mode(WrapMode::WordOrGlyph);
        }
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, lines, offered: false, kept: false }
    }

    /// What was typed.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// What somebody typed; empty where it is only offered.
    pub fn typed(&self) -> String {
        if self.offered && !self.kept { String::new() } else { self.text() }
    }

    /// Puts back what was typed before; nothing changes where that is nothing, or stands there. In one line it is offered like
    /// anything else that stands there already: whoever types means something else.
    pub fn retype(&mut self, text: Option<&String>) {
        if let Some(text) = text.filter(|text| !text.is_empty() && **text != self.typed()) {
            self.set(text);
            (self.offered, self.kept) = (self.lines == Lines::One, true);
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Whether what stands in it is only offered.
    pub fn is_offered(&self) -> bool {
        self.offered
    }

    /// What stands in it are words that were begun: typing goes on in them.
    pub fn begun(&mut self) {
        self.offered = false;
    }

    /// Puts a text in that is only offered.
    pub fn offer(&mut self, text: &str) {
        *self = Self::offering(text);
    }

    /// Replaces the whole text.
    pub fn set(&mut self, text: &str) {
        *self =
            Self::new(if self.lines == Lines::One { clean_line(text) } else { clean_text(text) }, self.lines);
    }

    /// Takes a key; returns whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        if std::mem::take(&mut self.offered) && key.types() {
            self.set("");
        }
        let code = match key.code {
            KeyCode::Char(_) if !key.ctrl && !key.alt && self.is_full() => return false,
            KeyCode::Char(c) => AreaKey::Char(c),
            KeyCode::Enter if self.lines == Lines::One || self.is_full() => return false,
            KeyCode::Enter => AreaKey::Enter,
            KeyCode::Backspace => AreaKey::Backspace,
            KeyCode::Delete => AreaKey::Delete,
            KeyCode::Up if self.lines == Lines::Many => AreaKey::Up,
            KeyCode::Down if self.lines == Lines::Many => AreaKey::Down,
            KeyCode::Left => AreaKey::Left,
            KeyCode::Right => AreaKey::Right,
            KeyCode::Home => AreaKey::Home,
            KeyCode::End => AreaKey::End,
            KeyCode::PageUp if self.lines == Lines::Many => AreaKey::PageUp,
            KeyCode::PageDown if self.lines == Lines::Many => AreaKey::PageDown,
            _ => return false,
        };
        self.area.input(AreaInput { key: code, ctrl: key.ctrl, alt: key.alt, shift: key.shift })
    }

    /// Puts a text in at the cursor, cleaned; returns whether the text changed.
    pub fn paste(&mut self, text: &str) -> bool {
        if std::mem::take(&mut self.offered) {
            self.set("");
        }
        let text = if self.lines == Lines::One { clean_line(text) } else { clean_text(text) };
        let room = self.limit().saturating_sub(self.chars());
        self.area.insert_str(text.chars().take(room).collect::<String>())
    }

    /// What stands in the line of the cursor before it.
    pub fn before_cursor(&self) -> String {
        let (row, column) = (self.area.cursor().0, self.area.cursor().1);
        let line = self.area.lines().get(row).map_or("", String::as_str);
        line.chars().take(column).collect()
    }

    /// Puts a text, cleaned, in place of the last `count` characters before the cursor, which then stands before its
    /// character `cursor`. Does nothing and says so when there is no room for it.
    pub fn replace_before(&mut self, count: usize, text: &str, cursor: usize) -> bool {
        let text = if self.lines == Lines::One { clean_line(text) } else { text.replace('\r', "") };
        let length = text.chars().count();
        if self.chars().saturating_sub(count) + length > self.limit() {
            return false;
        }
        for _ in 0..count {
            self.area.delete_char();
        }
        self.area.insert_str(&text);
        for _ in cursor..length {
            self.area.move_cursor(CursorMove::Back);
        }
        true
    }

    fn limit(&self) -> usize {
        if self.lines == Lines::One { LINE_MAX } else { NOTE_MAX }
    }

    fn chars(&self) -> usize {
        self.area.lines().iter().map(|line| line.chars().count() + 1).sum()
    }

    fn is_full(&self) -> bool {
        // Counting on every key is cheap against drawing, and only long texts are worth the count.
        self.area.lines().iter().map(String::len).sum::<usize>() >= self.limit()
            && self.chars() >= self.limit()
    }

    /// Draws the field; the cursor shows only when it has the focus.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, style: Style, focused: bool) {
        frame.buffer_mut().set_style(area, style);
        if focused {
            frame.render_widget(&self.area, area);
        } else {
            let text = self.text();
            let shown = crate::domain::text::fit(&text, usize::from(area.width));
            frame.buffer_mut().set_stringn(area.x, area.y, shown, usize::from(area.width), style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut Field, text: &str) {
        for c in text.chars() {
            field.key(Key::char(c));
        }
    }

    #[test]
    fn one_line_stays_one_line() {
        let mut field = Field::line("про");
        typed(&mut field, "тон");
        assert!(!field.key(Key::new(KeyCode::Enter)));
        field.paste("\r\nи\u{1b}[31m сыновья");
        assert_eq!(field.text(), "протони сыновья");
    }

    #[test]
    fn what_is_only_offered_gives_way_to_the_first_letter() {
        let of = |act: &dyn Fn(&mut Field)| {
            let mut field = Field::offering("17.11.2026 09:00");
            act(&mut field);
            assert!(!field.is_offered());
            field.text()
        };
        assert_eq!(of(&|field| typed(field, "завтра")), "завтра");
        assert_eq!(of(&|field| _ = field.paste("в пн")), "в пн");
        // Whoever moves in it, or takes letters away, means to mend it.
        assert_eq!(
            of(&|field| {
                field.key(Key::new(KeyCode::End));
                typed(field, "!")
            }),
            "17.11.2026 09:00!"
        );
        assert_eq!(of(&|field| _ = field.key(Key::new(KeyCode::Backspace))), "17.11.2026 09:0");
        assert_eq!(
            of(&|field| {
                field.begun();
                typed(field, "-10")
            }),
            "17.11.2026 09:00-10"
        );
        assert!(!Field::offering("").is_offered());
    }

    #[test]
    fn many_lines_keep_their_breaks_and_a_bound() {
        let mut field = Field::page("");
        field.paste("раз\r\nдва");
        assert!(field.key(Key::new(KeyCode::Enter)));
        typed(&mut field, "три");
        assert_eq!(field.text(), "раз\nдва\nтри");
        field.paste(&"ж".repeat(2 * NOTE_MAX));
        assert!(field.text().chars().count() <= NOTE_MAX);
        assert!(!field.key(Key::char('x')));
    }
}
