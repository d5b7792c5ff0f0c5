//! Planning a contact by hand.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::picker::window;
use super::when::WhenField;
use super::{Behave, Cx, Flow};
use crate::desk::queue;
use crate::domain::ids::ClientId;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;

/// Planning a contact: when, and what for.
#[derive(Debug)]
pub struct PlanContact {
    client: ClientId,
    when: WhenField,
    reason: Field,
    on_reason: bool,
}

impl PlanContact {
    /// For the client on the screen.
    pub fn new(model: &Model) -> Option<Self> {
        let client = model.card.dossier.as_ref()?.client.id;
        Some(Self { client, when: WhenField::new(model), reason: Field::line(""), on_reason: false })
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Flow {
        if !self.on_reason {
            self.on_reason = self.when.take(cx).is_some();
            return Flow::Stay;
        }
        let Some(chosen) = self.when.take(cx) else {
            self.on_reason = false;
            return Flow::Stay;
        };
        let due = chosen.at;
        if !std::mem::replace(&mut cx.model.busy, true) {
            let plan = queue::PlanContact { client: self.client, due, reason: self.reason.text() };
            cx.effects.push(Effect::Ask(Request::Plan(plan)));
        }
        Flow::Stay
    }
}

impl Behave for PlanContact {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        match key.code {
            _ if self.when.is_offering() => self.on_reason = self.when.key(key, cx.env).is_some(),
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down => self.on_reason = !self.on_reason,
            _ if self.on_reason => {
                self.reason.key(key);
            }
            _ => _ = self.when.key(key, cx.env),
        }
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit => self.submit(cx),
            Action::Save => {
                self.on_reason = true;
                self.submit(cx)
            }
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        if self.on_reason {
            self.reason.paste(text);
        } else {
            self.when.paste(text);
        }
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(72);
        let area = window(frame, env, hits, &env.text("plan-title"), (width, self.when.height()));
        self.when.view(frame, area, env, !self.on_reason);
        if self.when.is_offering() {
            return;
        }
        let reason = Rect { y: area.y + 2, height: 1, ..area };
        let field = draw::labelled(frame, reason.intersection(area), &env.text("plan-reason"), env);
        self.reason.view(frame, field, env.style(Role::Input), self.on_reason);
    }
}
