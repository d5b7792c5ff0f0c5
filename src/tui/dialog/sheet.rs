//! A dialog that is a form: fields one below the other, below them what was understood of them, and one act that takes it
//! all. What every such dialog does alike stands here once.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::form::Form;
use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// What one form has of its own. Whoever has it behaves as a form does: Enter goes from field to field and saves on the
/// last, Ctrl+S saves at once, Esc leaves.
pub(super) trait Sheet {
    /// The widest it gets, in cells.
    const WIDEST: u16 = 72;

    /// Its fields.
    fn form(&self) -> &Form;

    /// Its fields, to be filled in.
    fn form_mut(&mut self) -> &mut Form;

    /// What it is called.
    fn title(&self, env: &Env) -> String;

    /// What was understood of the fields; a line may be as long as it needs.
    fn reading(&self, model: &Model, env: &Env) -> Vec<Line<'static>> {
        let _ = (model, env);
        Vec::new()
    }

    /// Key of what stands below everything in `locales/`.
    fn hint(&self) -> &'static str;

    /// Key of what Enter does on the last field, for the bar.
    fn saves(&self) -> &'static str {
        "bar-save"
    }

    /// Takes it all. A form goes when the desk has written it down, so that nothing is lost if it can't be: until then it
    /// stays.
    fn save(&mut self, cx: &mut Cx<'_>) -> Flow;
}

/// A line of what was understood.
pub(super) fn good(said: &str, env: &Env) -> Line<'static> {
    Line::styled(format!("● {said}"), env.style(Role::Good))
}

/// A line of what was not.
pub(super) fn bad(said: &str, env: &Env) -> Line<'static> {
    Line::styled(format!("▲ {said}"), env.style(Role::Warning))
}

impl<S: Sheet> Behave for S {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        self.form_mut().key(key);
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit if self.form_mut().next() => Flow::Stay,
            Action::Submit | Action::Save => self.save(cx),
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some(if self.form().is_last() { self.saves() } else { "bar-next" })
    }

    fn typed(&self) -> Vec<String> {
        self.form().all_typed()
    }

    fn retype(&mut self, texts: &[String]) {
        self.form_mut().retype(texts);
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.form_mut().paste(text);
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(4).min(S::WIDEST);
        let cells = usize::from(width.saturating_sub(4));
        let hint = Line::styled(env.text(self.hint()), env.style(Role::Placeholder));
        let mut below = self.reading(model, env);
        below.push(hint);
        let below = draw::wrapped(&below, cells);
        let fields = self.form().height();
        let height = fields.saturating_add(u16::try_from(below.len()).unwrap_or(u16::MAX));
        let area = window(frame, env, hits, &self.title(env), (width, height));
        self.form().view(frame, Rect { height: fields, ..area }.intersection(area), env);
        for (y, line) in (area.y.saturating_add(fields)..area.bottom()).zip(&below) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
    }
}
