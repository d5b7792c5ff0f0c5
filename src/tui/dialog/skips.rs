//! Clients who are skipped again and again: for the supervisor.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::listing::Listing;
use super::picker::Picker;
use super::{Behave, Cx, Flow};
use crate::desk::queue::SkippedClient;
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;
use crate::tui::update::open_client;

/// The widest the window gets, in cells.
const WIDEST: u16 = 110;

/// The list.
#[derive(Debug)]
pub struct Skips {
    rows: Vec<SkippedClient>,
    picker: Picker,
}

impl Skips {
    /// What the desk has found.
    pub fn new(rows: Vec<SkippedClient>) -> Self {
        Self { rows, picker: Picker::default() }
    }

    fn open(&self, cx: &mut Cx<'_>) -> Flow {
        if let Some(row) = self.rows.get(self.picker.row) {
            let effects = open_client(cx.model, cx.env, row.client.id, None);
            cx.effects.extend(effects);
        }
        Flow::Close
    }

    /// Two lines for each client: who he is, and the last skip.
    fn line<'a>(row: &SkippedClient, model: &Model, env: &Env, width: usize) -> Line<'a> {
        let count = env.say(&say!("skips-row", count = row.skips.len()));
        let last = row.skips.first().map(|skip| {
            let name = model.catalog.user(skip.by).map(|user| clean_line(&user.name)).unwrap_or_default();
            let when = env.texts.moment(skip.at, env.calendar());
            env.say(&say!("skips-last", name = name, when = when, reason = env.texts.word(&skip.reason)))
        });
        let name = width.saturating_sub(14) * 2 / 5;
        let rest = width.saturating_sub(14 + name);
        Line::from(vec![
            Span::styled(draw::cell(&count, 13), env.style(Role::Warning)),
            Span::raw(" "),
            Span::styled(
                draw::cell(&clean_line(&row.client.name), name.saturating_sub(1)),
                env.style(Role::Text),
            ),
            Span::raw(" "),
            Span::styled(draw::cell(&last.unwrap_or_default(), rest), env.style(Role::Muted)),
        ])
    }
}

impl Behave for Skips {
    fn contexts(&self) -> &'static [&'static str] {
        &["skips", "list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back => Flow::Close,
            Action::Open | Action::Submit => self.open(cx),
            Action::Settle => {
                if let Some(row) = self.rows.get(self.picker.row)
                    && !std::mem::replace(&mut cx.model.busy, true)
                {
                    cx.effects.push(Effect::Ask(Request::SettleSkips(row.client.id)));
                    self.rows.remove(self.picker.row);
                    self.picker.row = self.picker.row.min(self.rows.len().saturating_sub(1));
                }
                if self.rows.is_empty() { Flow::Close } else { Flow::Stay }
            }
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
        let title = env.text("skips-title");
        let listing = Listing { title: &title, keys: Some("skips-keys"), widest: WIDEST };
        listing.view(frame, env, hits, self.picker, &rows);
    }
}
