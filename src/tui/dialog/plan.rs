//! Planning a contact by hand, and moving what was promised or planned without a call.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::window;
use super::when::{Chosen, READING, WhenField};
use super::{Behave, Cx, Flow};
use crate::desk::queue;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::domain::text::clean_line;
use crate::domain::when::until;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;
use crate::tui::wishes::WishRequest;

/// Planning a contact, or moving one: when, whose call it is, what for.
#[derive(Debug)]
pub struct PlanContact {
    what: What,
    when: WhenField,
    reason: Field,
    at: Part,
}

/// What is planned.
#[derive(Debug)]
enum What {
    /// A new contact.
    New(ClientId),
    /// One of those there are: all that can be moved, and which of them was chosen.
    Move(Vec<QueueEntry>, usize),
}

/// The part that has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Which,
    When,
    Whose,
    Reason,
}

/// What of a client can be moved: what was promised to him and what was planned, soonest first.
pub(in crate::tui) fn movable(model: &Model) -> impl Iterator<Item = &QueueEntry> {
    let kinds = [EntryKind::Promise, EntryKind::Hot, EntryKind::Planned];
    let planned = model.card.dossier.iter().flat_map(|dossier| &dossier.planned);
    planned.map(|kept| &kept.record).filter(move |entry| entry.is_open() && kinds.contains(&entry.kind))
}

impl PlanContact {
    /// A new contact with the client on the screen.
    pub fn new(model: &Model) -> Option<Self> {
        let client = model.card.dossier.as_ref()?.client.id;
        // Whoever is there makes it, unless the operator wants it for himself.
        let when = WhenField::new(model).being(false);
        Some(Self { what: What::New(client), when, reason: Field::line(""), at: Part::When })
    }

    /// Another time for what was promised to the client on the screen; the row under the cursor, where it is one of his.
    pub fn moving(model: &Model) -> Option<Self> {
        Self::moving_one(model, model.selected_entry())
    }

    /// The same, with this contact chosen where it is one of the client's.
    pub fn moving_one(model: &Model, chosen: Option<QueueEntryId>) -> Option<Self> {
        let entries: Vec<QueueEntry> = movable(model).cloned().collect();
        let place = entries.iter().position(|entry| Some(entry.id) == chosen).unwrap_or_default();
        let entry = entries.get(place)?;
        let when = WhenField::about(model, Some(entry)).being(entry.owner.is_some());
        Some(Self { what: What::Move(entries, place), when, reason: Field::line(""), at: Part::When })
    }

    /// What its words are kept by.
    pub(super) fn keeps(&self) -> &'static str {
        match self.what {
            What::New(_) => "plan",
            What::Move(..) => "reschedule",
        }
    }

    fn parts(&self) -> &'static [Part] {
        match &self.what {
            What::Move(entries, _) if entries.len() > 1 => {
                &[Part::Which, Part::When, Part::Whose, Part::Reason]
            }
            _ => &[Part::When, Part::Whose, Part::Reason],
        }
    }

    fn step(&mut self, forward: bool) {
        let parts = self.parts();
        let place = parts.iter().position(|part| *part == self.at).unwrap_or_default();
        let next = if forward { place + 1 } else { place + parts.len() - 1 } % parts.len();
        self.at = parts.get(next).copied().unwrap_or(Part::When);
    }

    /// Another of those that can be moved.
    fn turn(&mut self, forward: bool) {
        if let What::Move(entries, place) = &mut self.what {
            let count = entries.len().max(1);
            *place = if forward { *place + 1 } else { *place + count - 1 } % count;
        }
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Flow {
        match (self.at, self.when.take(cx)) {
            (Part::Which, _) => self.at = Part::When,
            (_, None) => self.at = Part::When,
            (Part::Reason, Some(chosen)) => self.ask(cx, chosen),
            (_, Some(_)) => self.at = Part::Reason,
        }
        Flow::Stay
    }

    fn ask(&self, cx: &mut Cx<'_>, chosen: Chosen) {
        let Chosen { at: due, personal, whole_day, .. } = chosen;
        let awaited = chosen.until(self.when.zone(), cx.env);
        let typed = self.when.purpose(&self.reason.text(), cx.env);
        let request = match &self.what {
            What::New(client) => {
                let reason = until::said(&awaited, &typed);
                Request::Plan(queue::PlanContact { client: *client, due, reason, whole_day, personal })
            }
            What::Move(entries, place) => {
                let Some(entry) = entries.get(*place) else { return };
                // What it is for stays when nothing else was said; how long it is awaited is said of the new time.
                let kept = if typed.trim().is_empty() { entry.reason.as_str() } else { typed.as_str() };
                let reason = if awaited.is_empty() { typed.clone() } else { until::with(&awaited, kept) };
                let entry = entry.id;
                let personal = Some(personal);
                let case = queue::Reschedule { entry, due, whole_day, personal, reason };
                Request::Wish(Box::new(WishRequest::Move(case)))
            }
        };
        if !std::mem::replace(&mut cx.model.busy, true) {
            // The dialog goes when the desk has done it.
            cx.effects.push(Effect::Ask(request));
        }
    }

    /// «обещано завтра 11:00: КП»
    fn which(&self, env: &Env) -> Option<String> {
        let What::Move(entries, place) = &self.what else { return None };
        let entry = entries.get(*place)?;
        let reason = clean_line(&entry.reason);
        let colon = if reason.is_empty() { "" } else { ": " };
        Some(format!(
            "{} {}{colon}{reason}",
            env.texts.word(&entry.kind),
            env.texts.due_by_both_clocks(entry.due, entry.marks.whole_day, entry.zone, env.calendar())
        ))
    }
}

impl Behave for PlanContact {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        match key.code {
            _ if self.when.is_offering() => {
                if self.when.key(key, cx.env).is_some() {
                    self.at = Part::Reason;
                }
            }
            KeyCode::Tab | KeyCode::Down => self.step(true),
            KeyCode::BackTab | KeyCode::Up => self.step(false),
            code => match self.at {
                Part::Reason => _ = self.reason.key(key),
                Part::When => _ = self.when.key(key, cx.env),
                Part::Whose if matches!(code, KeyCode::Left | KeyCode::Right | KeyCode::Char(' ')) => {
                    self.when.flip();
                }
                Part::Which if matches!(code, KeyCode::Right | KeyCode::Char(' ')) => self.turn(true),
                Part::Which if code == KeyCode::Left => self.turn(false),
                Part::Whose | Part::Which => {}
            },
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some(if self.at == Part::Reason { "bar-save" } else { "bar-next" })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit => self.submit(cx),
            Action::Save => {
                self.at = Part::Reason;
                self.submit(cx)
            }
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn typed(&self) -> Vec<String> {
        vec![self.when.typed(), self.reason.typed()]
    }

    fn retype(&mut self, texts: &[String]) {
        self.when.retype(texts.first());
        self.reason.retype(texts.get(1));
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        match self.at {
            Part::Reason => _ = self.reason.paste(text),
            Part::When => self.when.paste(text),
            Part::Which | Part::Whose => {}
        }
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(72);
        let which = self.which(env);
        let title = if which.is_some() { "plan-move-title" } else { "plan-title" };
        let above = u16::from(which.is_some());
        let offering = self.when.is_offering();
        let height = if offering { self.when.height() } else { 3 + READING };
        let area = window(frame, env, hits, &env.text(title), (width, above + height));
        let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
        if let Some(which) = which {
            let focused = self.at == Part::Which;
            let (left, right) = if focused { ("‹ ", " ›") } else { ("", "") };
            let role = if focused { Role::Accent } else { Role::Text };
            let spans = vec![
                Span::styled(left, env.style(Role::Muted)),
                Span::styled(which, env.style(role)),
                Span::styled(right, env.style(Role::Muted)),
            ];
            draw::line(frame, line(0), &Line::from(spans));
        }
        let when = Rect { y: area.y + above, height: area.height.saturating_sub(above), ..area };
        self.when.view(frame, when.intersection(area), env, self.at == Part::When);
        if offering {
            return;
        }
        let whose = draw::labelled(frame, line(above + 1 + READING), &env.text("plan-whose"), env);
        draw::line(frame, whose, &self.when.whose_chosen(env, self.at == Part::Whose));
        let field = draw::labelled(frame, line(above + 2 + READING), &env.text("plan-reason"), env);
        self.reason.view(frame, field, env.style(Role::Input), self.at == Part::Reason);
    }
}
