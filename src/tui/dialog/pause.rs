//! Why to pause: one digit.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::picker::{Picker, window};
use super::{Behave, Cx, Flow};
use crate::domain::day::pause::PauseCode;
use crate::i18n::Texts;
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::update::tell;

/// Cells of what is left of a pause.
const NOTE: usize = 22;

/// The list of pauses, with what is left of each today.
#[derive(Debug, Default)]
pub struct PauseList {
    picker: Picker,
}

impl PauseList {
    fn choose(cx: &mut Cx<'_>, row: usize) -> Flow {
        let Some(code) = cx.model.catalog.pauses().nth(row).map(|kept| kept.record.clone()) else {
            return Flow::Stay;
        };
        cx.model.day.pause = Some(code.state());
        let name = code.name.get(cx.env.texts.lang()).to_owned();
        tell(cx.model, cx.env, say!("pause-begun", name = name));
        Flow::Close
    }

    fn row(code: &PauseCode, model: &Model, env: &Env) -> Line<'static> {
        let used = model.day.open.as_ref().map_or(0, |open| open.tally.paused(code.id));
        let left = code.left_ms(used, 0);
        let (note, role) = match left {
            Some(left) if left <= 0 => (format!("▲ {}", env.text("pause-none-left")), Role::Urgent),
            Some(left) => {
                (env.say(&say!("status-pause-left", time = Texts::stopwatch(left / 1000))), Role::Muted)
            }
            None => (env.text("pause-no-limit"), Role::Muted),
        };
        let paid = env.text(if code.paid { "pause-paid" } else { "pause-unpaid" });
        let name = crate::tui::draw::cell(code.name.get(env.texts.lang()), 24);
        Line::from(vec![
            Span::styled(format!("{}  ", code.key), env.style(Role::Number)),
            Span::styled(name, env.style(Role::Text)),
            Span::styled(format!(" {}", crate::tui::draw::cell(&note, NOTE)), env.style(role)),
            Span::styled(format!(" {paid}"), env.style(Role::Muted)),
        ])
    }
}

impl Behave for PauseList {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        match key.code {
            // The key that opened it closes it.
            KeyCode::F(12) => Flow::Close,
            KeyCode::Char(c) => {
                let row = cx.model.catalog.pauses().position(|pause| pause.key == c);
                row.map_or(Flow::Stay, |row| Self::choose(cx, row))
            }
            _ => Flow::Stay,
        }
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-choose")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Open => Self::choose(cx, self.picker.row),
            Action::Back => Flow::Close,
            action => {
                let count = cx.model.catalog.pauses().count();
                self.picker.moved(action, count);
                Flow::Stay
            }
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        Self::choose(cx, row)
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let rows: Vec<Line<'_>> = model.catalog.pauses().map(|code| Self::row(code, model, env)).collect();
        let height = u16::try_from(rows.len()).unwrap_or(12).clamp(1, 12);
        let width = frame.area().width.saturating_sub(4).min(72);
        let area = window(frame, env, hits, &env.text("pause-title"), (width, height));
        self.picker.view(frame, area, env, hits, &rows);
    }
}
