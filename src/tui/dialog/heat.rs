//! The heat of a script: which share of the calls comes to each step, and how many end or are lost there.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::{Picker, window};
use super::{Behave, Cx, Flow};
use crate::desk::scripts::CallsOf;
use crate::domain::script::heat::StepHeat;
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Cells of a full bar.
const BAR: u64 = 12;

/// The steps of a script with what became of calls there.
#[derive(Debug)]
pub struct Heat {
    name: String,
    calls: u64,
    steps: Vec<StepHeat>,
    picker: Picker,
}

impl Heat {
    /// What the desk has counted.
    pub fn new(name: String, calls: u64, steps: Vec<StepHeat>) -> Self {
        Self { name, calls, steps, picker: Picker::default() }
    }

    /// The script whose heat is asked for: the one that is read.
    pub(in crate::tui) fn asked(model: &Model) -> Option<(String, CallsOf)> {
        let script = model.shown_work()?.run.as_ref()?.script();
        let calls = CallsOf { code: script.code.clone(), since: None, until: None };
        Some((script.name.clone(), calls))
    }

    fn row(&self, step: &StepHeat, env: &Env, width: usize) -> Line<'static> {
        let share = |part: u64| part.saturating_mul(100).checked_div(self.calls).unwrap_or_default();
        let filled = part_of(BAR, step.calls, self.calls);
        let bar = format!("{}{}", "█".repeat(filled), "·".repeat((BAR as usize).saturating_sub(filled)));
        let counts = match (step.ended, step.lost) {
            (0, 0) => String::new(),
            (0, lost) => env.say(&say!("heat-lost", lost = lost)),
            (ended, 0) => env.say(&say!("heat-ended", ended = ended)),
            (ended, lost) => env.say(&say!("heat-counts", ended = ended, lost = lost)),
        };
        let counts = draw::cell(&counts, 26);
        let title = if step.title.is_empty() { &step.step } else { &step.title };
        let room = width.saturating_sub(BAR as usize + 7 + 26 + 1);
        let role = if step.lost > 0 { Role::Warning } else { Role::Muted };
        Line::from(vec![
            Span::styled(format!("{:>4} % ", share(step.calls)), env.style(Role::Number)),
            Span::styled(format!("{bar} "), env.style(Role::Accent)),
            Span::styled(draw::cell(&clean_line(title), room), env.style(Role::Text)),
            Span::styled(counts, env.style(role)),
        ])
    }
}

/// The part of a whole in `cells`, rounded; something that is there is never nothing.
fn part_of(cells: u64, part: u64, whole: u64) -> usize {
    let rounded =
        (part.saturating_mul(cells).saturating_add(whole / 2)).checked_div(whole).unwrap_or_default();
    usize::try_from(rounded.max(u64::from(part > 0)).min(cells)).unwrap_or_default()
}

impl Behave for Heat {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        Flow::Stay
    }

    fn act(&mut self, _: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back | Action::Open | Action::Submit => Flow::Close,
            action => {
                self.picker.moved(action, self.steps.len());
                Flow::Stay
            }
        }
    }

    fn click(&mut self, _: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row.min(self.steps.len().saturating_sub(1));
        Flow::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let width = screen.width.saturating_sub(4).min(100);
        let changes = model.catalog.flag_changes(None, env.now);
        let changed = changes.iter().map(|change| {
            Line::styled(env.texts.flag_change(change, env.calendar()), env.style(Role::Warning))
        });
        let below = draw::wrapped(&changed.collect::<Vec<_>>(), usize::from(width.saturating_sub(4)));
        let under = u16::try_from(below.len()).unwrap_or_default().min(screen.height / 3);
        let height = u16::try_from(self.steps.len()).unwrap_or(u16::MAX).saturating_add(under);
        let height = height.min(screen.height.saturating_sub(6));
        let title = env.say(&say!("heat-title", script = clean_line(&self.name), calls = self.calls));
        let area = window(frame, env, hits, &title, (width, height));
        let cells = usize::from(area.width);
        let rows: Vec<Line<'_>> = self.steps.iter().map(|step| self.row(step, env, cells)).collect();
        let list = Rect { height: area.height.saturating_sub(under), ..area };
        self.picker.view(frame, list, env, hits, &rows);
        for (y, line) in (list.bottom()..area.bottom()).zip(&below) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_never_hide_a_call_and_never_overflow() {
        for (part, whole, cells) in
            [(0, 0, 0), (0, 5, 0), (1, 1000, 1), (500, 1000, 6), (1000, 1000, 12), (7, 5, 12)]
        {
            assert_eq!(part_of(BAR, part, whole), cells, "{part} of {whole}");
        }
    }
}
