//! Skipping a contact: one digit says why.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::{Picker, window};
use super::{Behave, Cx, Flow};
use crate::desk::dossier::Dossier;
use crate::desk::queue::SkipContact;
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::SkipReason;
use crate::domain::text::clean_line;
use crate::domain::time::MINUTE_MS;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;

/// The question why a contact is skipped.
#[derive(Debug)]
pub struct Skip {
    entry: QueueEntryId,
    client: String,
    picker: Picker,
}

impl Skip {
    /// About the contact that is worked on, or the row under the cursor.
    pub fn new(model: &Model) -> Option<Self> {
        let entry = model.selected_entry()?;
        let row = model.queue.rows.iter().find(|row| row.entry.id == entry);
        let of_card = |dossier: &Dossier| dossier.planned.iter().any(|planned| planned.id == entry);
        let shown = model.card.dossier.as_ref().filter(|dossier| model.work_is_shown() || of_card(dossier));
        let name = row.map(|row| row.client.name.as_str());
        let name = name.or(shown.map(|dossier| dossier.client.name.as_str())).unwrap_or_default();
        Some(Self { entry, client: clean_line(name), picker: Picker::default() })
    }

    fn choose(&self, cx: &mut Cx<'_>, place: usize) -> Flow {
        let Some(reason) = SkipReason::ALL.get(place).copied() else { return Flow::Stay };
        if !std::mem::replace(&mut cx.model.busy, true) {
            let skip = SkipContact { entry: self.entry, reason };
            cx.effects.push(Effect::Ask(Request::Skip(skip)));
        }
        Flow::Close
    }
}

impl Behave for Skip {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        let digit = match key.code {
            KeyCode::Char(c) => c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()),
            _ => None,
        };
        match digit.and_then(|digit| digit.checked_sub(1)) {
            Some(place) => self.choose(cx, place),
            None => Flow::Stay,
        }
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-skip")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back => Flow::Close,
            Action::Open | Action::Submit => self.choose(cx, self.picker.row),
            action => {
                self.picker.moved(action, SkipReason::ALL.len());
                Flow::Stay
            }
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.choose(cx, row)
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let count = u16::try_from(SkipReason::ALL.len()).unwrap_or(u16::MAX);
        let size = (frame.area().width.saturating_sub(8).min(64), count + 3);
        let area = window(frame, env, hits, &env.text("skip-title"), size);
        let cells = usize::from(area.width);
        let name = Line::styled(draw::cell(&self.client, cells), env.style(Role::Text));
        draw::line(frame, Rect { height: 1, ..area }, &name);
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area };
        let rows: Vec<Line<'_>> = SkipReason::ALL
            .iter()
            .enumerate()
            .map(|(place, reason)| {
                let span = env.texts.span(reason.rests_ms() / MINUTE_MS);
                let rests = env.say(&crate::say!("skip-rests", span = span));
                let room = cells.saturating_sub(4 + 16);
                Line::from(vec![
                    Span::styled(format!("{}  ", place + 1), env.style(Role::Number)),
                    Span::styled(draw::cell(&env.texts.word(reason), room), env.style(Role::Text)),
                    Span::styled(format!(" {rests:>15}"), env.style(Role::Muted)),
                ])
            })
            .collect();
        self.picker.view(frame, list, env, hits, &rows);
        let keys = Line::styled(draw::cell(&env.text("skip-keys"), cells), env.style(Role::Muted));
        draw::line(frame, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, &keys);
    }
}
