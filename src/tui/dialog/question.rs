//! A question of the script: what the client answers is typed or ticked, and kept at once.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::{Picker, window};
use super::{Behave, Cx, Flow};
use crate::domain::script::question::{Question as Asked, QuestionKind, Reply, ReplyError};
use crate::domain::script::run::RunError;
use crate::domain::text::{clean_line, fit};
use crate::i18n::Message;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::known::Known;
use crate::tui::model::{CallState, HalfTyped, Model};
use crate::tui::pane::script::step_lines;
use crate::tui::theme::Role;
use crate::tui::update::{ask_question, complain, step_back, toggle, with_run};

/// A question while it is being answered.
#[derive(Debug)]
pub struct Question {
    /// Code of the step that asks it.
    step: String,
    asked: Asked,
    /// Whether «не ответил» leads on.
    may_decline: bool,
    choices: Vec<Choice>,
    picker: Picker,
    field: Field,
}

/// A row to choose from.
#[derive(Debug)]
struct Choice {
    /// The digit.
    number: u8,
    /// What is kept when it is ticked; `None` for a way out of the question.
    key: Option<String>,
    text: String,
    ticked: bool,
}

impl Question {
    /// The question of the step that is read, when its answer is typed or ticked and the call goes on; `typed` is what was
    /// typed already.
    pub fn new(model: &Model, env: &Env, typed: &str) -> Option<Self> {
        let work = model.shown_work().filter(|work| work.state == CallState::Talking)?;
        let run = work.run.as_ref()?;
        let step = run.current().filter(|step| step.takes_input())?;
        let asked = step.question.clone()?;
        let several = matches!(asked.kind, QuestionKind::Multiple { .. });
        let offered = run.offered(&Known::new(model, work, env));
        let choices = offered.into_iter().filter(|_| several).map(|(number, answer)| Choice {
            number,
            key: step.is_option(answer).then(|| answer.key().to_owned()),
            text: clean_line(&answer.text),
            ticked: false,
        });
        Some(Self {
            step: step.code.clone(),
            choices: choices.collect(),
            asked,
            may_decline: run.may_decline(),
            picker: Picker::default(),
            field: Field::line(typed),
        })
    }

    /// What was typed so far.
    pub fn typed(&self) -> String {
        self.field.text()
    }

    fn several(&self) -> bool {
        matches!(self.asked.kind, QuestionKind::Multiple { .. })
    }

    fn submit(&self, cx: &mut Cx<'_>) -> Flow {
        let reply = if self.several() {
            let ticked = self.choices.iter().filter(|choice| choice.ticked);
            let reply = Reply::Choices(ticked.filter_map(|choice| choice.key.clone()).collect());
            self.asked.check(&reply).map(|()| reply)
        } else {
            let zone = cx.model.card.dossier.as_ref().and_then(|dossier| Some(dossier.client.zone?.tz));
            self.asked.read(&self.field.text(), cx.env.now, zone.unwrap_or(cx.env.zone))
        };
        match reply {
            Ok(reply) => self.give(cx, reply),
            Err(error) => {
                complain(cx.model, cx.env, refused(error));
                Flow::Stay
            }
        }
    }

    /// Gives the reply to the script; what it asks next stands above.
    fn give(&self, cx: &mut Cx<'_>, reply: Reply) -> Flow {
        let here =
            |run: &crate::domain::script::run::Run| run.current().is_some_and(|step| step.code == self.step);
        let done = with_run(cx.model, cx.env, |run, facts| {
            if here(run) { run.reply(reply, facts) } else { Err(RunError::NotAsked) }
        });
        match done {
            Some(Ok(())) => {
                let effects = ask_question(cx.model, cx.env);
                cx.effects.extend(effects);
                Flow::Close
            }
            Some(Err(RunError::Reply(error))) => {
                complain(cx.model, cx.env, refused(error));
                Flow::Stay
            }
            // The script stands elsewhere: the question is out of date.
            Some(Err(_)) | None => Flow::Close,
        }
    }

    fn toggle(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row.min(self.choices.len().saturating_sub(1));
        let Some(choice) = self.choices.get_mut(row) else { return Flow::Stay };
        if choice.key.is_some() {
            choice.ticked = !choice.ticked;
            return Flow::Stay;
        }
        let number = choice.number;
        match with_run(cx.model, cx.env, |run, facts| run.answer(number, facts)) {
            Some(Ok(())) => {
                let effects = ask_question(cx.model, cx.env);
                cx.effects.extend(effects);
                Flow::Close
            }
            _ => Flow::Stay,
        }
    }

    /// What the field wants, in a few words.
    fn wish(&self, env: &Env) -> String {
        match &self.asked.kind {
            QuestionKind::Number { min, max, unit } => {
                let wish = env.say(&match (min, max) {
                    (None, None) => say!("question-number"),
                    (Some(min), None) => say!("question-number-from", min = *min),
                    (None, Some(max)) => say!("question-number-to", max = *max),
                    (Some(min), Some(max)) => say!("question-number-range", min = *min, max = *max),
                });
                match clean_line(unit) {
                    unit if unit.is_empty() => wish,
                    unit => env.say(&say!("question-unit", wish = wish, unit = unit)),
                }
            }
            QuestionKind::Scale { min, max, low, high } => {
                let end = |number: i64, word: &str| match word {
                    "" => number.to_string(),
                    word => format!("{number} — {}", clean_line(word)),
                };
                env.say(&say!("question-scale", low = end(*min, low), high = end(*max, high)))
            }
            QuestionKind::Date => env.text("question-date"),
            QuestionKind::Text => env.text("question-text"),
            QuestionKind::Multiple { most: Some(most) } => {
                env.say(&say!("question-most", most = u64::from(*most)))
            }
            QuestionKind::Multiple { most: None } | QuestionKind::Single => env.text("question-several"),
        }
    }
}

/// Why an answer won't do, for the operator.
fn refused(error: ReplyError) -> Message {
    let text = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_else(|| "…".to_owned());
    match error {
        ReplyError::Required => say!("reply-required"),
        ReplyError::NotANumber => say!("reply-not-a-number"),
        ReplyError::NotADate => say!("reply-not-a-date"),
        ReplyError::OutOfRange { min, max } => say!("reply-out-of-range", min = text(min), max = text(max)),
        ReplyError::TooMany { most } => say!("reply-too-many", most = u64::from(most)),
        ReplyError::TooLong => say!("reply-too-long"),
        ReplyError::WrongKind => say!("script-broken"),
    }
}

impl Behave for Question {
    fn contexts(&self) -> &'static [&'static str] {
        if self.several() { &["question", "answers", "list"] } else { &["question", "line", "text"] }
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        match key.code {
            KeyCode::Char(' ') if self.several() => return self.toggle(cx, self.picker.row),
            _ if self.several() => {}
            _ => _ = self.field.key(key),
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-record")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        if let Some(number) = action.answer_number() {
            let row = self.choices.iter().position(|choice| choice.number == number);
            return match row {
                Some(row) => self.toggle(cx, row),
                None => Flow::Stay,
            };
        }
        match action {
            Action::Submit | Action::Open | Action::Save => self.submit(cx),
            Action::Decline if self.may_decline => self.give(cx, Reply::Declined),
            Action::Decline => {
                complain(cx.model, cx.env, say!("reply-required"));
                Flow::Stay
            }
            Action::ScriptBack => {
                let effects = step_back(cx.model, cx.env);
                cx.effects.extend(effects);
                Flow::Close
            }
            Action::Call => {
                // The call broke off: what was answered stays, the question stays open.
                let effects = toggle(cx.model, cx.env, None);
                cx.effects.extend(effects);
                Flow::Close
            }
            Action::Back => {
                // What was typed is in its field again when the question is opened again.
                let (step, text) = (Some(self.step.clone()), self.field.text());
                cx.model.half = (!text.is_empty()).then_some(HalfTyped { step, text });
                Flow::Close
            }
            action => {
                self.picker.moved(action, self.choices.len());
                Flow::Stay
            }
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.field.paste(text);
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.toggle(cx, row)
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let width = screen.width.saturating_sub(2).min(80);
        let inner = usize::from(width.saturating_sub(4));
        let said = model.shown_work().map(|work| step_lines(work, model, env, inner)).unwrap_or_default();
        let below = if self.several() { u16::try_from(self.choices.len()).unwrap_or(9) } else { 1 } + 2;
        // The words come before the hint under them when there is no room for both.
        let room = screen.height.saturating_sub(below + 6);
        let words = u16::try_from(said.len()).unwrap_or(u16::MAX).min(room);
        let area = window(frame, env, hits, &clean_line(&self.asked.title), (width, words + below + 1));
        let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
        for (n, said) in (0..words).zip(&said) {
            draw::line(frame, line(n), said);
        }
        let top = words + 1;
        if self.several() {
            let rows: Vec<Line<'_>> = self.choices.iter().map(|choice| row(choice, env, inner)).collect();
            let height = u16::try_from(rows.len()).unwrap_or(9);
            let list = Rect { y: area.y + top, height, ..area }.intersection(area);
            self.picker.view(frame, list, env, hits, &rows);
        } else {
            let field = draw::labelled(frame, line(top), &env.text("question-label"), env);
            self.field.view(frame, field, env.style(Role::Input), true);
        }
        let wish = Line::styled(fit(&self.wish(env), inner).into_owned(), env.style(Role::Placeholder));
        draw::line(frame, line(top + below - 2), &wish);
        let keys = if self.may_decline { "question-keys" } else { "question-keys-required" };
        draw::line(frame, line(top + below - 1), &Line::styled(env.text(keys), env.style(Role::Muted)));
    }
}

fn row<'a>(choice: &Choice, env: &Env, width: usize) -> Line<'a> {
    let mark = match (&choice.key, choice.ticked) {
        (None, _) => " → ",
        (Some(_), true) => "[x]",
        (Some(_), false) => "[ ]",
    };
    Line::from(vec![
        Span::styled(format!("{} {mark} ", choice.number), env.style(Role::Number)),
        Span::styled(fit(&choice.text, width.saturating_sub(6)).into_owned(), env.style(Role::Text)),
    ])
}
