//! Why a contact stands where it stands.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::desk::queue::{self, Gated};
use crate::domain::client::Client;
use crate::domain::gate::Forbidden;
use crate::domain::ids::ClientId;
use crate::domain::queue::Rank;
use crate::domain::text::clean_line;
use crate::i18n::{Message, Texts, order_of};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// The explanation.
#[derive(Debug)]
pub struct Why(About);

/// What is explained.
#[derive(Debug)]
enum About {
    /// A contact.
    Contact(Box<queue::Why>),
    /// A client with whom nothing is planned.
    Nobody(ClientId),
}

impl Why {
    /// Of one contact.
    pub fn new(why: queue::Why) -> Self {
        Self(About::Contact(Box::new(why)))
    }

    /// Of the client on the screen, who has no place in the queue.
    pub fn of_nobody(model: &Model) -> Option<Self> {
        Some(Self(About::Nobody(model.card.dossier.as_ref()?.client.id)))
    }

    fn lines<'a>(&self, model: &Model, env: &Env) -> Vec<Line<'a>> {
        let why = match &self.0 {
            About::Contact(why) => why,
            About::Nobody(client) => return nobody(*client, model, env),
        };
        let text = |message: &Message| Line::styled(env.say(message), env.style(Role::Text));
        let score = why
            .score
            .as_ref()
            .map(|score| env.texts.score(score, &why.entry, why.stage.as_ref(), env.calendar()));
        let mut lines: Vec<Line<'a>> =
            score.map(|score| Line::styled(score, env.style(Role::Number))).into_iter().collect();
        lines.push(Line::styled(env.text(order_of(why.rank)), env.style(Role::Text)));
        lines.push(text(&env.texts.why_due(&why.entry, why.rank, why.late_min, env.calendar())));
        if let Some(before) = why.before.filter(|_| why.rank != Rank::Later) {
            lines.push(text(&say!("why-before", count = before)));
        }
        lines.push(text(&match &why.list {
            Some(list) => say!("why-list", list = list),
            None => say!("why-no-list"),
        }));
        lines.push(text(&say!("why-attempts", made = why.entry.attempts, allowed = why.entry.max_attempts)));
        if !why.entry.reason.is_empty() {
            lines.push(text(&say!("why-reason", reason = &why.entry.reason)));
        }
        if let (Some(skip), Some(until)) = (why.entry.marks.skips.last(), why.entry.marks.not_before) {
            let until = env.texts.moment(until, env.calendar());
            lines.push(text(&say!("why-skipped", until = until, reason = env.texts.word(&skip.reason))));
        }
        if let Some(holder) = why.holder {
            let name = model.catalog.user(holder).map(|user| user.name.clone()).unwrap_or_default();
            lines.push(text(&say!("why-held", name = name)));
        }
        let shown = model.card.dossier.as_ref().filter(|dossier| dossier.client.id == why.client);
        lines.push(gate_line(&why.gate, shown.map(|dossier| &dossier.client.record), env));
        lines
    }
}

/// That a client has no place in the queue, and whether he may be called all the same.
fn nobody<'a>(client: ClientId, model: &Model, env: &Env) -> Vec<Line<'a>> {
    let Some(dossier) = model.card.dossier.as_ref().filter(|dossier| dossier.client.id == client) else {
        return Vec::new();
    };
    let (talk, calendar) = (model.talk_with(client, env.now), model.catalog.hours().calendar());
    let gate =
        dossier.ask(None, talk.as_ref(), &model.catalog, env.now, |gate| gate.dial(None, None, calendar));
    let none = say!("why-nobody", client = clean_line(&dossier.client.name));
    let planned = Line::styled(env.say(&none), env.style(Role::Text));
    vec![planned, gate_line(&gate, Some(&dossier.client.record), env)]
}

/// The light of the gate: a call may be made, and on what ground, or why it may not.
pub(in crate::tui) fn gate_line<'a>(gate: &Gated, client: Option<&Client>, env: &Env) -> Line<'a> {
    let role = match gate {
        Ok(_) => Role::Good,
        Err(
            Forbidden::InTalk(_)
            | Forbidden::OffDay(_)
            | Forbidden::Hours { .. }
            | Forbidden::NeverOpen
            | Forbidden::Often { .. }
            | Forbidden::Capped { .. },
        ) => Role::Warning,
        Err(_) => Role::Forbidden,
    };
    let said = env.texts.light(gate.as_ref(), client, env.calendar());
    Line::styled(format!("{} {said}", Texts::light_sign(gate.as_ref())), env.style(role))
}

impl Behave for Why {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Close
    }

    fn act(&mut self, _: &mut Cx<'_>, _: Action) -> Flow {
        Flow::Close
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let lines = self.lines(model, env);
        let width = frame.area().width.saturating_sub(8).min(76);
        let rows = draw::wrapped(&lines, usize::from(width.saturating_sub(4)));
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let title = match self.0 {
            About::Contact(_) => "why-title",
            About::Nobody(_) => "why-nobody-title",
        };
        let area = window(frame, env, hits, &env.text(title), (width, height));
        for (y, row) in (area.y..area.bottom()).zip(&rows) {
            draw::line(frame, Rect { y, height: 1, ..area }, row);
        }
    }
}
