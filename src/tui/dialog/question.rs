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
    /// The call is over: the answer is kept, and the script stays where it stands.
    over: bool,
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
    /// The question of the step that is read, when its answer is typed or ticked and the call has begun; `typed` is what was
    /// [typed](Self::typed) already.
    pub fn new(model: &Model, env: &Env, typed: &str) -> Option<Self> {
        let work = model.shown_work().filter(|work| work.state != CallState::Preview)?;
        let run = work.run.as_ref()?;
        let step = run.current().filter(|step| step.takes_input())?;
        let asked = step.question.clone()?;
        let several = matches!(asked.kind, QuestionKind::Multiple { .. });
        let offered = run.offered(&Known::new(model, work, env));
        // After the call there is no way to go.
        let over = work.state == CallState::Ended;
        let offered = offered.into_iter().filter(|(_, answer)| several && (!over || step.is_option(answer)));
        let choices = offered.map(|(number, answer)| Choice {
            number,
            key: step.is_option(answer).then(|| answer.key().to_owned()),
            text: clean_line(&answer.text),
            ticked: step.is_option(answer) && typed.lines().any(|key| key == answer.key()),
        });
        Some(Self {
            step: step.code.clone(),
            choices: choices.collect(),
            asked,
            may_decline: run.may_decline(),
            picker: Picker::default(),
            field: Field::line(if several { "" } else { typed }),
            over,
        })
    }

    /// What was typed so far; of several choices the keys of those that are ticked, a line each.
    pub fn typed(&self) -> String {
        if self.several() { self.ticked().join("\n") } else { self.field.text() }
    }

    /// The call is about to be over: what was typed into the question the script stands at is the answer, where it is one.
    /// Else it is kept for whoever opens the question again, and it is told why.
    pub(in crate::tui) fn keep_typed(model: &mut Model, env: &Env) -> Option<Message> {
        let typed = model.half_typed();
        let question = Self::new(model, env, &typed).filter(|_| !typed.trim().is_empty())?;
        let reply = question.read(model, env).map_err(RunError::Reply);
        let kept = reply.and_then(|reply| {
            with_run(model, env, |run, _| run.reply_here(reply)).unwrap_or(Err(RunError::NotAsked))
        });
        match kept {
            Ok(()) => {
                model.half = None;
                None
            }
            Err(RunError::Reply(error)) => {
                let why = env.say(&refused(error));
                Some(say!("hang-up-half", why = why))
            }
            Err(_) => None,
        }
    }

    fn ticked(&self) -> Vec<String> {
        let ticked = self.choices.iter().filter(|choice| choice.ticked);
        ticked.filter_map(|choice| choice.key.clone()).collect()
    }

    /// What is typed or ticked as a reply.
    fn read(&self, model: &Model, env: &Env) -> Result<Reply, ReplyError> {
        if self.several() {
            let reply = Reply::Choices(self.ticked());
            return self.asked.check(&reply).map(|()| reply);
        }
        let zone = model.card.dossier.as_ref().and_then(|dossier| Some(dossier.client.zone?.tz));
        self.asked.read(&self.field.text(), env.now, zone.unwrap_or(env.zone))
    }

    fn several(&self) -> bool {
        matches!(self.asked.kind, QuestionKind::Multiple { .. })
    }

    fn submit(&self, cx: &mut Cx<'_>) -> Flow {
        match self.read(cx.model, cx.env) {
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
        let done = with_run(cx.model, cx.env, |run, facts| match here(run) {
            true if self.over => run.reply_here(reply),
            true => run.reply(reply, facts),
            false => Err(RunError::NotAsked),
        });
        match done {
            Some(Ok(())) if self.over => {
                cx.model.half = None;
                Flow::Close
            }
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

    /// What was typed is there again when the question is opened again.
    fn keep(&self, cx: &mut Cx<'_>) {
        let (step, text) = (Some(self.step.clone()), self.typed());
        cx.model.half = (!text.is_empty()).then_some(HalfTyped { step, text });
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
                // The call broke off: what was answered stays, and so does what was typed.
                self.keep(cx);
                let effects = toggle(cx.model, cx.env, None);
                cx.effects.extend(effects);
                Flow::Close
            }
            Action::Back => {
                self.keep(cx);
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
