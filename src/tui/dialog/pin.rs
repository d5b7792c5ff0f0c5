//! Setting one's own PIN.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::domain::pin::{DIGITS_MAX, DIGITS_MIN};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;
use crate::tui::update::complain;

/// Labels of the fields.
const LABELS: [&str; 3] = ["pin-field-old", "pin-field-new", "pin-field-again"];

/// The PIN as it was, the new one, and the new one again; digits are not shown.
#[derive(Debug)]
pub struct PinForm {
    typed: [String; 3],
    first: usize,
    field: usize,
}

impl PinForm {
    /// Whoever has a PIN gives it first.
    pub fn new(model: &Model) -> Self {
        let has = model.catalog.user(model.who.user).is_some_and(|user| user.pin.is_some());
        let first = usize::from(!has);
        Self { typed: Default::default(), first, field: first }
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Flow {
        if self.field + 1 < LABELS.len() {
            self.field += 1;
            return Flow::Stay;
        }
        let [old, new, again] = &self.typed;
        if new.len() < DIGITS_MIN {
            complain(cx.model, cx.env, say!("error-pin-digits", least = DIGITS_MIN, most = DIGITS_MAX));
        } else if new != again {
            complain(cx.model, cx.env, say!("pin-not-same"));
        } else {
            cx.effects.push(Effect::Ask(Request::SetPin { old: old.clone(), new: new.clone() }));
            return Flow::Close;
        }
        self.typed = Default::default();
        self.field = self.first;
        Flow::Stay
    }
}

impl Behave for PinForm {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        let Some(typed) = self.typed.get_mut(self.field) else { return Flow::Stay };
        match key.code {
            KeyCode::Char(c) if c.is_ascii_digit() && typed.len() < DIGITS_MAX => typed.push(c),
            KeyCode::Backspace => _ = typed.pop(),
            _ => {}
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some(if self.field + 1 < LABELS.len() { "bar-next" } else { "bar-save" })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Save => self.submit(cx),
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let rows = u16::try_from(LABELS.len() - self.first).unwrap_or(3);
        let area = window(frame, env, hits, &env.text("pin-title"), (44, rows));
        let fields = LABELS.iter().zip(&self.typed).enumerate().skip(self.first);
        for (y, (place, (label, typed))) in (area.y..area.bottom()).zip(fields) {
            let at = draw::labelled(frame, Rect { y, height: 1, ..area }, &env.text(label), env);
            let cursor = if place == self.field { "▏" } else { "" };
            let dots = format!("{}{cursor}", "•".repeat(typed.len()));
            draw::line(frame, at, &Line::styled(dots, env.style(Role::Input)));
        }
    }
}
