//! Objections of the script: looked up by their words.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::{Picker, window};
use super::{Behave, Cx, Flow};
use crate::domain::layout;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::update::ask_question;

/// The list of objections.
#[derive(Debug)]
pub struct Objections {
    field: Field,
    /// Code and title of each, in the order of the script.
    all: Vec<(String, String)>,
    picker: Picker,
}

impl Objections {
    /// Of the script that is being read.
    pub fn new(model: &Model) -> Option<Self> {
        let run = model.work.as_ref()?.run.as_ref()?;
        let all = run.script().objections();
        let all = all.map(|step| (step.code.clone(), step.title.clone())).collect();
        Some(Self { field: Field::line(""), all, picker: Picker::default() })
    }

    fn shown(&self) -> Vec<&(String, String)> {
        let query = self.field.text().to_lowercase();
        let swapped = layout::swap(&query);
        let fits = |title: &str| title.contains(&query) || title.contains(&swapped);
        self.all.iter().filter(|(_, title)| fits(&title.to_lowercase())).collect()
    }

    fn choose(&self, cx: &mut Cx<'_>) -> Flow {
        let Some(code) = self.shown().get(self.picker.row).map(|(code, _)| code.clone()) else {
            return Flow::Stay;
        };
        if let Some(run) = cx.model.work.as_mut().and_then(|work| work.run.as_mut())
            && let Err(error) = run.raise(&code)
        {
            tracing::debug!(%error, "an objection was not raised");
        }
        cx.model.script_scroll = 0;
        let effects = ask_question(cx.model, cx.env);
        cx.effects.extend(effects);
        Flow::Close
    }
}

impl Behave for Objections {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        if self.field.key(key) {
            self.picker = Picker::default();
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-show")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Open => self.choose(cx),
            Action::Back => Flow::Close,
            action => {
                self.picker.moved(action, self.shown().len());
                Flow::Stay
            }
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.field.paste(text);
        self.picker = Picker::default();
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row;
        self.choose(cx)
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let height = u16::try_from(self.all.len()).unwrap_or(u16::MAX).saturating_add(1);
        let size = (frame.area().width.saturating_sub(8).min(60), height.min(16));
        let area = window(frame, env, hits, &env.text("objections-title"), size);
        self.field.view(frame, Rect { height: 1, ..area }, env.style(Role::Input), true);
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let width = usize::from(list.width);
        let rows: Vec<Line<'_>> = self
            .shown()
            .iter()
            .map(|(_, title)| Line::styled(draw::cell(title, width), env.style(Role::Text)))
            .collect();
        self.picker.view(frame, list, env, hits, &rows);
    }
}
