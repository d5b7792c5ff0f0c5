//! A few fields one below the other: lines to type in, and choices to step through.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::key::{Key, KeyCode};
use crate::tui::theme::Role;

/// The fields, and which of them has the keys.
#[derive(Debug)]
pub(super) struct Form {
    rows: Vec<Row>,
    at: usize,
}

#[derive(Debug)]
struct Row {
    /// Key of the label in `locales/`; empty where the title says it all.
    label: &'static str,
    input: Input,
}

#[derive(Debug)]
enum Input {
    Text(Box<Field>),
    /// Words to choose from, and which was chosen.
    Choice(Vec<String>, usize),
}

impl Form {
    /// No fields yet.
    pub(super) fn new() -> Self {
        Self { rows: Vec::new(), at: 0 }
    }

    /// With a line to type in; what stands there already is only offered.
    pub(super) fn text(mut self, label: &'static str, text: &str) -> Self {
        self.rows.push(Row { label, input: Input::Text(Box::new(Field::offering(text))) });
        self
    }

    /// With what stands in the last line as words that were begun: typing goes on in them.
    pub(super) fn begun(mut self) -> Self {
        if let Some(Row { input: Input::Text(field), .. }) = self.rows.last_mut() {
            field.begun();
        }
        self
    }

    /// With a line that needs no label.
    pub(super) fn line(self) -> Self {
        self.text("", "")
    }

    /// With a choice, the first of which is chosen.
    pub(super) fn choice(mut self, label: &'static str, words: Vec<String>) -> Self {
        self.rows.push(Row { label, input: Input::Choice(words, 0) });
        self
    }

    /// With the last choice standing at another word.
    pub(super) fn chosen(mut self, place: usize) -> Self {
        if let Some(Row { input: Input::Choice(words, chosen), .. }) = self.rows.last_mut() {
            *chosen = place.min(words.len().saturating_sub(1));
        }
        self
    }

    /// What was typed into a field; empty for a choice.
    pub(super) fn typed(&self, place: usize) -> String {
        match self.rows.get(place).map(|row| &row.input) {
            Some(Input::Text(field)) => field.text().trim().to_owned(),
            _ => String::new(),
        }
    }

    /// What was typed into each field; empty for a choice, and where it was only offered.
    pub(super) fn all_typed(&self) -> Vec<String> {
        let typed = |row: &Row| match &row.input {
            Input::Text(field) => field.typed(),
            Input::Choice(..) => String::new(),
        };
        self.rows.iter().map(typed).collect()
    }

    /// Puts back what was typed into each field.
    pub(super) fn retype(&mut self, texts: &[String]) {
        for (row, text) in self.rows.iter_mut().zip(texts) {
            if let Input::Text(field) = &mut row.input {
                field.retype(Some(text));
            }
        }
    }

    /// Which word of a choice was chosen, from 0.
    pub(super) fn choice_of(&self, place: usize) -> usize {
        match self.rows.get(place).map(|row| &row.input) {
            Some(Input::Choice(_, chosen)) => *chosen,
            _ => 0,
        }
    }

    /// Key of the label of a field in `locales/`; empty for one that has none.
    pub(super) fn label(&self, place: usize) -> &'static str {
        self.rows.get(place).map_or("", |row| row.label)
    }

    /// Puts the cursor into a field.
    pub(super) fn go(&mut self, place: usize) {
        self.at = place.min(self.rows.len().saturating_sub(1));
    }

    /// Whether the last field has the keys.
    pub(super) fn is_last(&self) -> bool {
        self.at + 1 >= self.rows.len()
    }

    /// The place of the field that has the cursor.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes to the next field; `false` when this was the last one.
    pub(super) fn next(&mut self) -> bool {
        let more = self.at + 1 < self.rows.len();
        self.at += usize::from(more);
        more
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key) {
        let count = self.rows.len().max(1);
        match key.code {
            KeyCode::Tab | KeyCode::Down => self.at = (self.at + 1) % count,
            KeyCode::BackTab | KeyCode::Up => self.at = (self.at + count - 1) % count,
            _ => {
                let Some(row) = self.rows.get_mut(self.at) else { return };
                match &mut row.input {
                    Input::Text(field) => _ = field.key(key),
                    Input::Choice(words, chosen) => step(words.len(), chosen, key),
                }
            }
        }
    }

    /// Takes text from the clipboard.
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(Row { input: Input::Text(field), .. }) = self.rows.get_mut(self.at) {
            field.paste(text);
        }
    }

    /// How many lines it takes.
    pub(super) fn height(&self) -> u16 {
        u16::try_from(self.rows.len()).unwrap_or(u16::MAX)
    }

    /// Draws the fields.
    pub(super) fn view(&self, frame: &mut Frame<'_>, area: Rect, env: &Env) {
        let widest = self
            .rows
            .iter()
            .map(|row| row.label)
            .filter(|label| !label.is_empty())
            .map(|label| env.text(label).width())
            .max()
            .unwrap_or_default();
        let labels = u16::try_from(widest + 1).unwrap_or(draw::LABEL).max(draw::LABEL);
        for (place, (y, row)) in (area.y..area.bottom()).zip(&self.rows).enumerate() {
            let line = Rect { y, height: 1, ..area };
            let field = match row.label {
                "" => line,
                label => draw::labelled_wide(frame, line, &env.text(label), labels, env),
            };
            let focused = place == self.at;
            match &row.input {
                Input::Text(text) => draw::field(frame, field, text, focused, env),
                Input::Choice(words, chosen) => {
                    let word = words.get(*chosen).map_or("", String::as_str);
                    let role = if focused { Role::Accent } else { Role::Text };
                    let (left, right) = if focused && words.len() > 1 { ("‹ ", " ›") } else { ("", "") };
                    let spans = vec![
                        Span::styled(left, env.style(Role::Muted)),
                        Span::styled(word.to_owned(), env.style(role)),
                        Span::styled(right, env.style(Role::Muted)),
                    ];
                    draw::line(frame, field, &Line::from(spans));
                }
            }
        }
    }
}

/// Steps through a choice: by arrows, a space or the digit of a word.
fn step(count: usize, chosen: &mut usize, key: Key) {
    let digit = |c: char| c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
    match key.code {
        KeyCode::Right | KeyCode::Char(' ') => *chosen = (*chosen + 1) % count.max(1),
        KeyCode::Left => *chosen = (*chosen + count.saturating_sub(1)) % count.max(1),
        KeyCode::Char(c) => *chosen = digit(c).filter(|place| *place < count).unwrap_or(*chosen),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_go_round_and_fields_keep_their_words() {
        let words = ["a", "b", "c"].map(str::to_owned).to_vec();
        let mut form = Form::new().choice("one", words).chosen(1).text("two", "x");
        for (key, chosen) in [
            (Key::new(KeyCode::Right), 2),
            (Key::char(' '), 0),
            (Key::new(KeyCode::Left), 2),
            (Key::char('2'), 1),
            (Key::char('9'), 1),
            (Key::char('z'), 1),
        ] {
            form.key(key);
            assert_eq!(form.choice_of(0), chosen, "{key:?}");
        }
        assert!(form.next());
        form.key(Key::new(KeyCode::End));
        form.key(Key::char('y'));
        form.paste("z\nz ");
        assert!(!form.next());
        assert_eq!((form.typed(1).as_str(), form.typed(0).as_str(), form.choice_of(1)), ("xyz z", "", 0));
        form.key(Key::new(KeyCode::Tab));
        form.key(Key::char('3'));
        assert_eq!(form.choice_of(0), 2);
    }
    #[test]
    fn typing_replaces_what_stood_in_a_field() {
        let mut form = Form::new().text("one", "МСК+3").text("two", "10–18").text("three", "");
        for c in "Омск".chars() {
            form.key(Key::char(c));
        }
        assert_eq!(form.typed(0), "Омск");
        assert!(form.next());
        // Whoever moves in it means to mend it.
        form.key(Key::new(KeyCode::Backspace));
        form.key(Key::char('9'));
        assert_eq!(form.typed(1), "10–19");
        form.paste("!");
        assert_eq!(form.typed(1), "10–19!");
        assert!(form.next() && form.is_last());
        form.key(Key::char('a'));
        form.key(Key::char('b'));
        assert_eq!(form.typed(2), "ab");
    }
}
