//! The door: nothing of the desk is seen before its operator has given the PIN.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::pin::DIGITS_MAX;
use crate::domain::text::{clean_line, fit};
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::input::Input;
use crate::tui::key::{Key, KeyCode};
use crate::tui::theme::Role;

/// The field for the PIN.
#[derive(Debug)]
pub struct Door {
    name: String,
    typed: String,
    /// Why the last PIN did not open, which is wrong; or that it may be given again, which is not.
    said: Option<(String, bool)>,
    /// Nobody signs in under the name for now.
    locked: bool,
}

/// What the operator wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Knock {
    /// To be let in with this PIN.
    Pin(String),
    /// To leave.
    Leave,
}

impl Door {
    /// The door of a user.
    pub fn new(name: &str) -> Self {
        Self { name: clean_line(name), typed: String::new(), said: None, locked: false }
    }

    /// Says why a PIN did not open, and whether the name is locked now.
    pub fn refuse(&mut self, why: String, locked: bool) {
        (self.said, self.locked) = (Some((why, true)), locked);
    }

    /// Whether the name was locked when the last PIN was given.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// The name is locked no more, and says so.
    pub fn open_again(&mut self, said: String) {
        (self.said, self.locked) = (Some((said, false)), false);
    }

    /// Takes a key.
    pub fn input(&mut self, input: &Input) -> Option<Knock> {
        let Input::Key(Key { code, ctrl, .. }) = input else { return None };
        match code {
            KeyCode::Char('q' | 'й' | 'c' | 'с') if *ctrl => return Some(Knock::Leave),
            KeyCode::Esc if self.typed.is_empty() => return Some(Knock::Leave),
            KeyCode::Esc => self.typed.clear(),
            KeyCode::Backspace => _ = self.typed.pop(),
            KeyCode::Enter if !self.typed.is_empty() => {
                return Some(Knock::Pin(std::mem::take(&mut self.typed)));
            }
            KeyCode::Char(c) if c.is_ascii_digit() && self.typed.len() < DIGITS_MAX => {
                self.typed.push(*c);
                self.said = None;
            }
            _ => {}
        }
        None
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, env: &Env) {
        let screen = frame.area();
        frame.buffer_mut().set_style(screen, env.ground());
        let (width, height) = (60.min(screen.width), 10.min(screen.height));
        let area = Rect {
            x: screen.x + (screen.width - width) / 2,
            y: screen.y + (screen.height - height) / 3,
            width,
            height,
        };
        let title = format!(" {} ", env.text("app-name"));
        let block = Block::new()
            .borders(Borders::ALL)
            .border_style(env.style(Role::Faint))
            .title(Line::styled(title, env.style(Role::DialogTitle)));
        let inner = block.inner(area);
        frame.render_widget(block, area);
        let line = |n: u16| {
            let at = Rect { x: inner.x + 2, y: inner.y + n, width: inner.width.saturating_sub(4), height: 1 };
            at.intersection(inner)
        };
        let name = fit(&self.name, usize::from(inner.width)).into_owned();
        draw::line(frame, line(1), &Line::styled(name, env.style(Role::Text)));
        // The digits are not shown, and how many there are is.
        let dots = "•".repeat(self.typed.len());
        let field = Line::from(vec![
            Span::styled(format!("{} ", env.text("door-pin")), env.style(Role::Muted)),
            Span::styled(format!("{dots}▏"), env.style(Role::Input)),
        ]);
        draw::line(frame, line(2), &field);
        if let Some((said, wrong)) = &self.said {
            let (sign, role) = if *wrong { ("▲ ", Role::NoticeError) } else { ("", Role::Notice) };
            let lines = draw::wrapped(
                &[Line::styled(format!("{sign}{said}"), env.style(role))],
                usize::from(inner.width.saturating_sub(4)),
            );
            for (n, said) in (3..7).zip(&lines) {
                draw::line(frame, line(n), said);
            }
        }
        let keys = env.say(&say!("door-keys"));
        draw::line(frame, line(7), &Line::styled(keys, env.style(Role::Muted)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(door: &mut Door, keys: &str) -> Vec<Knock> {
        keys.chars().filter_map(|c| door.input(&Input::Key(Key::char(c)))).collect()
    }

    #[test]
    fn only_digits_are_typed_and_the_pin_is_forgotten_once_it_is_given() {
        let mut door = Door::new("Иванова");
        assert_eq!(typed(&mut door, "4a9q17"), []);
        let enter = Input::Key(Key::new(KeyCode::Enter));
        assert_eq!(door.input(&enter), Some(Knock::Pin("4917".into())));
        assert_eq!(door.input(&enter), None);
        typed(&mut door, "12");
        let esc = Input::Key(Key::new(KeyCode::Esc));
        assert_eq!(door.input(&esc), None);
        assert_eq!(door.input(&esc), Some(Knock::Leave));
        assert_eq!(typed(&mut door, &"1".repeat(50)), []);
        assert_eq!(door.input(&enter), Some(Knock::Pin("1".repeat(DIGITS_MAX))));
    }
}
