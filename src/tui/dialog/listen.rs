//! Recordings of a client's calls and the marks in them: one is opened in the operator's player.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::listing::Listing;
use super::picker::Picker;
use super::{Behave, Cx, Flow};
use crate::domain::ids::OutcomeId;
use crate::domain::recording::{Link, Mark};
use crate::domain::time::Moment;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::recording::talks;
use crate::tui::theme::Role;
use crate::tui::update::complain;

/// The widest the window gets, in cells.
const WIDEST: u16 = 90;

/// The list.
#[derive(Debug)]
pub struct Listen {
    rows: Vec<Row>,
    picker: Picker,
}

/// A talk from its beginning, or a mark in it.
#[derive(Debug)]
struct Row {
    at: Moment,
    outcome: Option<OutcomeId>,
    link: Option<Link>,
    mark: Option<Mark>,
}

impl Listen {
    /// Of the client on the screen; `None` when he has none.
    pub fn new(model: &Model) -> Option<Self> {
        let rows = talks(model).flat_map(|talk| {
            let row = |mark| Row { at: talk.at, outcome: talk.outcome, link: talk.recording.clone(), mark };
            std::iter::once(row(None)).chain(talk.marks.iter().cloned().map(Some).map(row))
        });
        let rows: Vec<Row> = rows.collect();
        (!rows.is_empty()).then(|| Self { rows, picker: Picker::default() })
    }

    fn open(&self, cx: &mut Cx<'_>) -> Flow {
        match self.rows.get(self.picker.row) {
            Some(Row { link: Some(link), mark, .. }) => {
                let second = mark.as_ref().map_or(0, |mark| mark.second);
                cx.effects.push(Effect::Play(link.clone(), second));
            }
            Some(Row { link: None, .. }) => complain(cx.model, cx.env, say!("listen-no-recording")),
            None => {}
        }
        Flow::Stay
    }

    fn line<'a>(row: &Row, model: &Model, env: &Env, width: usize) -> Line<'a> {
        match &row.mark {
            Some(mark) => {
                Line::styled(draw::cell(&format!("   {}", mark.said()), width), env.style(Role::Text))
            }
            None => {
                let outcome = row.outcome.and_then(|id| model.catalog.outcome(id));
                let outcome = outcome.map(|outcome| outcome.name.get(env.texts.lang()).to_owned());
                let what = env.text(if row.link.is_some() { "listen-whole" } else { "listen-none-yet" });
                let said = [outcome, Some(what)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
                let role = if row.link.is_some() { Role::Text } else { Role::Muted };
                Line::from(vec![
                    Span::styled(
                        draw::cell(&env.texts.stamp(row.at, env.calendar()), 13),
                        env.style(Role::Muted),
                    ),
                    Span::styled(draw::cell(&said, width.saturating_sub(13)), env.style(role)),
                ])
            }
        }
    }
}

impl Behave for Listen {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back => Flow::Close,
            Action::Open | Action::Submit => self.open(cx),
            action => {
                self.picker.moved(action, self.rows.len());
                Flow::Stay
            }
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row.min(self.rows.len().saturating_sub(1));
        self.open(cx)
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let cells = Listing::cells(frame, WIDEST);
        let rows: Vec<Line<'_>> = self.rows.iter().map(|row| Self::line(row, model, env, cells)).collect();
        let title = env.text("listen-title");
        let listing = Listing { title: &title, keys: Some("listen-keys"), widest: WIDEST };
        listing.view(frame, env, hits, self.picker, &rows);
    }
}
