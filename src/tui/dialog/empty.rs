//! What holds the queue back: a count for every rule, and when the next contact comes free.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::desk::queue::{Rule, Tallies};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// The explanation: of the whole queue, then of one call list after another.
#[derive(Debug, Default)]
pub struct Empty {
    /// Which part is shown: 0 is the whole queue.
    part: usize,
}

/// The lines of an explanation.
pub(in crate::tui) fn lines<'a>(tallies: &Tallies, env: &Env, width: usize) -> Vec<Line<'a>> {
    // Where nothing comes free by waiting alone, no room is kept for the hour.
    let hours = if tallies.next().is_some() { 24 } else { 0 };
    let mut out: Vec<Line<'a>> = tallies
        .0
        .iter()
        .map(|(rule, tally)| {
            let first = tally
                .next
                .map(|next| env.say(&say!("empty-first", when = env.texts.moment(next, env.calendar()))));
            let role = if *rule == Rule::Ready { Role::Good } else { Role::Text };
            let room = width.saturating_sub(10 + hours);
            Line::from(vec![
                Span::styled(
                    format!("{:>8}  ", env.say(&say!("empty-count", count = tally.count))),
                    env.style(Role::Number),
                ),
                Span::styled(draw::cell(&env.texts.word(rule), room), env.style(role)),
                Span::styled(draw::cell(&first.unwrap_or_default(), hours), env.style(Role::Time)),
            ])
        })
        .collect();
    let total = env.say(&say!("empty-total", count = tallies.size()));
    let next = match tallies.next() {
        Some(next) => say!("empty-next", when = env.texts.moment(next, env.calendar())),
        None => say!("empty-no-next"),
    };
    out.push(Line::styled(format!("{total} {}", env.say(&next)), env.style(Role::Muted)));
    out
}

impl Behave for Empty {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Close
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        let parts = cx.model.queue.holds.as_ref().map_or(1, |holds| holds.lists.len() + 1);
        match action {
            Action::Back | Action::Open | Action::Submit => Flow::Close,
            action => {
                self.part = crate::tui::update::stepped(self.part, action, parts);
                Flow::Stay
            }
        }
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(6).min(76);
        let cells = usize::from(width.saturating_sub(4));
        let (title, lines) = match (&model.queue.holds, model.queue.counting) {
            (Some(holds), _) => {
                // Lists by the order they were made in; what is in none stands behind them.
                let named = holds.lists.iter().filter(|(list, _)| list.is_some());
                let rest = holds.lists.iter().filter(|(list, _)| list.is_none());
                let part = self.part.checked_sub(1).and_then(|place| named.chain(rest).nth(place));
                let (title, tallies) = match part {
                    Some((list, tallies)) => {
                        let list = list.and_then(|list| Some(model.catalog.list(list)?.name.clone()));
                        let title = match list {
                            Some(list) => env.say(&say!("empty-title-list", list = list)),
                            None => env.text("empty-title-no-list"),
                        };
                        (title, tallies)
                    }
                    None => (env.text("empty-title"), &holds.all),
                };
                (title, lines(tallies, env, cells))
            }
            (None, _) => {
                let counting = Line::styled(env.text("empty-counting"), env.style(Role::Muted));
                (env.text("empty-title"), vec![counting])
            }
        };
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let area = window(frame, env, hits, &title, (width, height));
        for (y, row) in (area.y..area.bottom()).zip(&lines) {
            draw::line(frame, Rect { y, height: 1, ..area }, row);
        }
    }
}
