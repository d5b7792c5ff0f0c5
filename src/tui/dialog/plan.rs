//! Asking when: a moment in words, read back in both clocks while it is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::desk::queue;
use crate::domain::ids::ClientId;
use crate::domain::layout;
use crate::domain::time::Moment;
use crate::domain::when::{self, WhenError};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;
use crate::tui::update::complain;
use chrono_tz::Tz;

/// A field for a moment in words, counted by the client's clock.
#[derive(Debug)]
pub(super) struct WhenField {
    field: Field,
    /// The client's zone; `None` when it is unknown and the operator's own serves.
    zone: Option<Tz>,
}

/// What a text in a [`WhenField`] comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// A moment that will do.
    Good(Moment),
    /// Clients are not called then; the nearest moment that will do.
    Outside(Moment),
    /// It can't be understood or used.
    Bad(WhenError),
}

impl WhenField {
    pub(super) fn new(model: &Model) -> Self {
        let zone = model.card.dossier.as_ref().and_then(|dossier| Some(dossier.client.zone?.tz));
        Self { field: Field::line(""), zone }
    }

    /// With words that stand there already.
    pub(super) fn proposing(mut self, words: &str) -> Self {
        self.field = Field::line(words);
        self
    }

    fn read(&self, env: &Env) -> Said {
        let (text, zone) = (self.field.text(), self.zone.unwrap_or(env.zone));
        let read = when::read(&text, env.now, zone)
            .or_else(|error| when::read(&layout::swap(&text), env.now, zone).map_err(|_| error));
        match read {
            Err(error) => Said::Bad(error),
            Ok(reading) if self.zone.is_none() => Said::Good(reading.at),
            Ok(reading) => match env.hours.next_open(self.zone, reading.at) {
                opens if opens == reading.at => Said::Good(opens),
                opens => Said::Outside(opens),
            },
        }
    }

    /// The moment, when it will do; else says what is wrong and puts what would do into the field.
    pub(super) fn take(&mut self, cx: &mut Cx<'_>) -> Option<Moment> {
        match self.read(cx.env) {
            Said::Good(at) => Some(at),
            Said::Outside(opens) => {
                let zone = self.zone.unwrap_or(cx.env.zone);
                self.field.set(&opens.in_zone(zone).format("%d.%m.%Y %H:%M").to_string());
                complain(cx.model, cx.env, say!("when-outside-taken"));
                None
            }
            Said::Bad(error) => {
                complain(cx.model, cx.env, cx.env.texts.when_error(&error));
                None
            }
        }
    }

    pub(super) fn key(&mut self, key: Key) {
        self.field.key(key);
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.field.paste(text);
    }

    /// Draws the field and the reading of it below; takes two lines.
    pub(super) fn view(&self, frame: &mut Frame<'_>, area: Rect, env: &Env, focused: bool) {
        let label = env.text("when-label");
        let field = draw::labelled(frame, Rect { height: 1, ..area }, &label, env);
        self.field.view(frame, field, env.style(Role::Input), focused);
        let line = if self.field.is_empty() {
            Line::styled(env.text("when-hint"), env.style(Role::Placeholder))
        } else {
            match self.read(env) {
                Said::Good(at) => {
                    let style = env.style(Role::Good);
                    Line::from(vec![
                        Span::styled("● ", style),
                        Span::styled(env.texts.both_clocks(at, self.zone, env.calendar()), style),
                    ])
                }
                Said::Outside(opens) => Line::styled(
                    format!(
                        "■ {}",
                        env.say(&say!(
                            "when-outside",
                            when = env.texts.both_clocks(opens, self.zone, env.calendar())
                        ))
                    ),
                    env.style(Role::Warning),
                ),
                Said::Bad(error) => Line::styled(
                    format!("▲ {}", env.say(&env.texts.when_error(&error))),
                    env.style(Role::Warning),
                ),
            }
        };
        draw::line(frame, Rect { y: area.y + 1, height: 1, ..area }.intersection(area), &line);
    }
}

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
        let Some(due) = self.when.take(cx) else {
            self.on_reason = false;
            return Flow::Stay;
        };
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

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        match key.code {
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down => self.on_reason = !self.on_reason,
            _ if self.on_reason => {
                self.reason.key(key);
            }
            _ => self.when.key(key),
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
        let area = window(frame, env, hits, &env.text("plan-title"), (width, 3));
        self.when.view(frame, Rect { height: 2, ..area }, env, !self.on_reason);
        let reason = Rect { y: area.y + 2, height: 1, ..area };
        let field = draw::labelled(frame, reason.intersection(area), &env.text("plan-reason"), env);
        self.reason.view(frame, field, env.style(Role::Input), self.on_reason);
    }
}
