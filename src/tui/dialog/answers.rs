//! How the questions of a script were answered, side by side for parts of the calls.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::{first_row, window};
use super::{Behave, Cx, Dialog, Flow};
use crate::desk::scripts::CallsOf;
use crate::desk::scripts::cross::{Cross, CrossOf};
use crate::domain::script::segment::Segment;
use crate::domain::script::survey::Tally;
use crate::domain::text::clean_line;
use crate::i18n::per_cent;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;

/// Cells of a column of numbers.
const COLUMN: usize = 14;
/// Cells of the answers.
const ANSWER: usize = 24;

/// The table.
#[derive(Debug)]
pub struct CrossTable {
    name: String,
    asked: CrossOf,
    /// `None` while it is counted.
    cross: Option<Box<Cross>>,
    /// Which question is shown.
    question: usize,
    /// The row the table is scrolled to.
    row: usize,
    /// The first part of the calls that is shown beside all of them.
    part: usize,
}

impl CrossTable {
    /// The answers to the script that is read; they are asked for.
    pub fn new(model: &Model) -> Option<(Self, Effect)> {
        let script = model.shown_work()?.run.as_ref()?.script();
        let calls = CallsOf { code: script.code.clone(), since: None, until: None };
        let asked = CrossOf { calls, by: Segment::City };
        let effect = Effect::Ask(Request::Answers(asked.clone()));
        let name = script.name.clone();
        Some((Self { name, asked, cross: None, question: 0, row: 0, part: 0 }, effect))
    }

    /// They have come.
    pub(in crate::tui) fn came(model: &mut Model, asked: &CrossOf, cross: Cross) {
        for dialog in &mut model.dialogs {
            if let Dialog::Answers(table) = dialog
                && table.asked.by == asked.by
                && table.asked.calls.code == asked.calls.code
            {
                table.question = table.question.min(cross.all.len().saturating_sub(1));
                table.cross = Some(Box::new(cross.clone()));
            }
        }
    }

    /// By what calls can be parted: by traits, and by the other questions.
    fn segments(&self) -> Vec<Segment> {
        let questions = self.cross.iter().flat_map(|cross| &cross.all);
        let shown = self.question;
        let others = questions.enumerate().filter(|(place, _)| *place != shown);
        let replies = others.map(|(_, tally)| Segment::Reply(tally.code.clone()));
        Segment::ALL.into_iter().chain(replies).collect()
    }

    fn part_by(&mut self, cx: &mut Cx<'_>, forward: bool) {
        let segments = self.segments();
        let place = segments.iter().position(|segment| *segment == self.asked.by).unwrap_or_default();
        let next = if forward { place + 1 } else { place + segments.len() - 1 } % segments.len().max(1);
        let Some(by) = segments.into_iter().nth(next) else { return };
        self.asked.by = by;
        self.part = 0;
        cx.effects.push(Effect::Ask(Request::Answers(self.asked.clone())));
    }

    /// By what calls are parted; another question by its title.
    fn by(&self, env: &Env) -> String {
        let Segment::Reply(code) = &self.asked.by else { return env.texts.segment(&self.asked.by) };
        let questions = self.cross.iter().flat_map(|cross| &cross.all);
        let mut titles = questions.filter(|tally| tally.code == *code).map(|tally| clean_line(&tally.title));
        let title = titles.next_back().unwrap_or_else(|| code.clone());
        env.texts.segment(&Segment::Reply(title))
    }

    fn turn(&mut self, forward: bool) {
        let count = self.cross.as_ref().map_or(0, |cross| cross.all.len()).max(1);
        self.question = if forward { self.question + 1 } else { self.question + count - 1 } % count;
        self.row = 0;
    }

    /// The table of the question that is shown, as wide as there is room for.
    fn rows<'a>(&self, cross: &Cross, env: &Env, width: usize) -> Vec<Line<'a>> {
        let columns = (width.saturating_sub(ANSWER) / COLUMN).max(1);
        let Some(whole) = cross.all.get(self.question) else { return Vec::new() };
        let groups = cross.groups.iter().skip(self.part).take(columns.saturating_sub(1));
        let groups = groups.filter_map(|(group, _, tallies)| {
            Some((env.texts.group(group, env.now), tallies.get(self.question)?))
        });
        let parts: Vec<(String, &Tally)> =
            std::iter::once((env.text("group-all"), whole)).chain(groups).collect();
        let tallies: Vec<&Tally> = parts.iter().map(|(_, tally)| *tally).collect();
        let right = |text: &str| {
            let cut = crate::domain::text::fit(text, COLUMN - 1);
            let pad = COLUMN.saturating_sub(unicode_width::UnicodeWidthStr::width(cut.as_ref()));
            format!("{:pad$}{cut}", "")
        };
        let head = |first: String, cells: Vec<String>, role: Role| {
            let mut line = Line::styled(draw::cell(&first, ANSWER), env.style(Role::Muted));
            cells.iter().for_each(|cell| line.push_span(Span::styled(right(cell), env.style(role))));
            line
        };
        let names = parts.iter().map(|(name, _)| name.clone()).collect();
        let sizes = tallies.iter().map(|tally| tally.answered.to_string()).collect();
        let mut lines =
            vec![head(String::new(), names, Role::Accent), head(env.text("answers-n"), sizes, Role::Muted)];
        for row in env.texts.cross_rows(&tallies) {
            let role = if row.of_asked { Role::Muted } else { Role::Text };
            let mut line = Line::styled(draw::cell(&row.answer, ANSWER), env.style(role));
            for (count, tally) in row.counts.iter().zip(&tallies) {
                let n = if row.of_asked { tally.asked } else { tally.answered };
                let cell = match per_cent(*count, n).filter(|_| *count > 0) {
                    Some(share) => {
                        let share = env.say(&say!("per-cent", share = share.round_dp(0).to_string()));
                        format!("{share} ({count})")
                    }
                    None => "·".to_owned(),
                };
                line.push_span(Span::styled(right(&cell), env.style(role)));
            }
            lines.push(line);
        }
        lines
    }
}

impl Behave for CrossTable {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        match key.code {
            KeyCode::Right => self.part_by(cx, true),
            KeyCode::Left => self.part_by(cx, false),
            KeyCode::Tab => {
                let count = self.cross.as_ref().map_or(0, |cross| cross.groups.len());
                self.part = if self.part + 1 < count { self.part + 1 } else { 0 };
            }
            _ => {}
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-next-question")
    }

    fn act(&mut self, _: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Open | Action::Submit | Action::PageDown => self.turn(true),
            Action::PageUp => self.turn(false),
            Action::Up => self.row = self.row.saturating_sub(1),
            Action::Down => self.row += 1,
            _ => {}
        }
        Flow::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let width = screen.width.saturating_sub(4).min(140);
        let most = screen.height.saturating_sub(6);
        let calls = self.cross.as_ref().map_or(0, |cross| cross.calls);
        let by = self.by(env);
        let title = say!("answers-title", script = clean_line(&self.name), calls = calls, by = by);
        let table = self.cross.as_ref();
        let lines = table.map(|cross| self.rows(cross, env, usize::from(width.saturating_sub(4))));
        let lines = lines.filter(|lines| !lines.is_empty());
        let height = lines.as_ref().map_or(1, |lines| u16::try_from(lines.len()).unwrap_or(u16::MAX));
        let area = window(frame, env, hits, &env.say(&title), (width, height.saturating_add(2).min(most)));
        let at = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
        let (Some(cross), Some(lines)) = (table, lines) else {
            let key = if self.cross.is_none() { "jobs-reading" } else { "no-questions" };
            return draw::line(frame, at(0), &Line::styled(env.text(key), env.style(Role::Muted)));
        };
        let question = cross.all.get(self.question);
        let said = say!(
            "answers-question",
            place = self.question + 1,
            count = cross.all.len(),
            title = question.map(|tally| clean_line(&tally.title)).unwrap_or_default()
        );
        draw::line(frame, at(0), &Line::styled(env.say(&said), env.style(Role::Text)));
        let room = usize::from(area.height.saturating_sub(2));
        let (head, rows) = lines.split_at(2.min(lines.len()));
        let first = first_row(self.row.min(rows.len().saturating_sub(1)), rows.len(), room.saturating_sub(2));
        for (n, line) in (1_u16..).zip(head.iter().chain(rows.iter().skip(first)).take(room)) {
            draw::line(frame, at(n), line);
        }
        let hint = Line::styled(env.text("answers-hint"), env.style(Role::Placeholder));
        draw::line(frame, at(area.height.saturating_sub(1)), &hint);
    }
}
