//! Moving a deal, opening one, and the question about the deal of a sale.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::deal_question::{Choice, DealQuestion};
use super::picker::{Picker, window};
use super::result::numbered;
use super::{Behave, Cx, Flow};
use crate::desk::deals::{self, OpenDeal};
use crate::domain::deal::{Deal, Move};
use crate::domain::ids::ClientId;
use crate::domain::process::Process;
use crate::i18n::Message;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;
use crate::tui::update::complain;

/// Confirms a move of a deal, and asks why where the process wants to know.
#[derive(Debug)]
pub struct MoveDeal {
    deal: Deal,
    process: Arc<Process>,
    step: Move,
    /// Reasons offered for a loss.
    reasons: Vec<String>,
    picker: Picker,
    words: Option<Field>,
    /// Words that were left for the reasons.
    left: String,
}

impl MoveDeal {
    /// For the deal on the map; nothing when it can't move so.
    pub fn new(model: &Model, env: &Env, action: Action) -> Option<Self> {
        let info = model.deal()?;
        let process = info.process.clone()?;
        let step = match action {
            Action::DealForward => Move::Forward,
            Action::DealBack => Move::Back,
            Action::DealWin => Move::Win,
            Action::DealLose => Move::Lose,
            _ => return None,
        };
        let deal = info.deal.record.clone();
        let lang = env.texts.lang();
        let reasons = match step {
            Move::Lose => process.loss_reasons.iter().map(|reason| reason.get(lang).to_owned()).collect(),
            _ => Vec::new(),
        };
        let words = (reasons.is_empty() && deal.wants_reason(&process, step)).then(|| Field::line(""));
        Some(Self { deal, process, step, reasons, picker: Picker::default(), words, left: String::new() })
    }

    /// What its words are kept by.
    pub(super) fn keeps(&self) -> String {
        format!("move:{}", self.deal.id)
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Flow {
        // Why it can't be moved is said before anything is asked.
        if let Err(error) = self.deal.target(&self.process, self.step) {
            complain(cx.model, cx.env, cx.env.texts.move_error(error));
            return Flow::Close;
        }
        let reason = match &self.words {
            Some(words) => words.text().trim().to_owned(),
            None => self.reasons.get(self.picker.row).cloned().unwrap_or_default(),
        };
        if self.words.is_none() && self.reasons.len() > 1 && self.picker.row + 1 == self.reasons.len() {
            self.words = Some(Field::line(&self.left));
            return Flow::Stay;
        }
        if reason.is_empty() && self.deal.wants_reason(&self.process, self.step) {
            complain(cx.model, cx.env, say!("reason-wanted"));
            return Flow::Stay;
        }
        if !std::mem::replace(&mut cx.model.busy, true) {
            let request =
                deals::MoveDeal { deal: self.deal.id, step: self.step, from: self.deal.stage(), reason };
            cx.effects.push(Effect::Ask(Request::Move(request)));
        }
        Flow::Stay
    }

    /// What would happen: «Формирование предложения → Презентация», or why it can't.
    fn sentence(&self, env: &Env) -> Message {
        let lang = env.texts.lang();
        let stage = |place: Option<usize>| {
            let stage = place.and_then(|place| self.process.stages.get(place));
            stage.map(|stage| stage.name.get(lang).to_owned()).unwrap_or_default()
        };
        match self.deal.target(&self.process, self.step) {
            Err(error) => env.texts.move_error(error),
            Ok(Some(to)) => say!("move-stages", from = stage(self.deal.stage()), to = stage(Some(to))),
            Ok(None) if self.step == Move::Lose => say!("move-lose", deal = &self.deal.name),
            Ok(None) => say!("move-win", deal = &self.deal.name),
        }
    }

    fn rows(&self) -> usize {
        if self.words.is_none() { self.reasons.len() } else { 0 }
    }
}

impl Behave for MoveDeal {
    fn contexts(&self) -> &'static [&'static str] {
        match (&self.words, self.reasons.is_empty()) {
            (Some(_), _) => &["line", "text"],
            (None, false) => &["list"],
            (None, true) => &["confirm"],
        }
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        if let Some(words) = &mut self.words {
            words.key(key);
            return Flow::Stay;
        }
        let digit = match key.code {
            KeyCode::Char(c) => c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()),
            _ => None,
        };
        match digit.and_then(|digit| digit.checked_sub(1)).filter(|row| *row < self.rows()) {
            Some(row) => {
                self.picker.row = row;
                self.submit(cx)
            }
            None => Flow::Stay,
        }
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        // The last reason is «other»: it wants words.
        let other =
            self.words.is_none() && self.reasons.len() > 1 && self.picker.row + 1 == self.reasons.len();
        Some(if other { "bar-next" } else { "bar-record" })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Yes | Action::Submit | Action::Open | Action::Save => self.submit(cx),
            Action::Back if self.words.is_some() && !self.reasons.is_empty() => {
                self.left = self.words.take().map(|words| words.typed()).unwrap_or_default();
                Flow::Stay
            }
            Action::No | Action::Back => Flow::Close,
            action => {
                self.picker.moved(action, self.rows());
                Flow::Stay
            }
        }
    }

    fn typed(&self) -> Vec<String> {
        vec![self.words.as_ref().map_or_else(|| self.left.clone(), Field::typed)]
    }

    fn retype(&mut self, texts: &[String]) {
        match &mut self.words {
            Some(words) => words.retype(texts.first()),
            None => self.left = texts.first().cloned().unwrap_or_default(),
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        if let Some(words) = &mut self.words {
            words.paste(text);
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row;
        self.submit(cx)
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(72);
        let sentence = Line::styled(env.say(&self.sentence(env)), env.style(Role::Text));
        let lines = draw::wrapped(&[sentence], usize::from(width.saturating_sub(4)));
        let head = u16::try_from(lines.len()).unwrap_or(1);
        let rows = u16::try_from(self.rows()).unwrap_or_default();
        let below = if self.words.is_some() { 1 } else { rows.max(1) };
        let title = env.say(&say!("move-title", deal = &self.deal.name));
        let area = window(frame, env, hits, &title, (width, head + 1 + below));
        for (y, line) in (area.y..area.bottom()).zip(&lines) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
        let rest = Rect { y: area.y + head + 1, height: below, ..area }.intersection(area);
        if let Some(words) = &self.words {
            let field = draw::labelled(frame, rest, &env.text("reason-label"), env);
            words.view(frame, field, env.style(Role::Input), true);
        } else if rows > 0 {
            let rows: Vec<Line<'_>> =
                self.reasons.iter().enumerate().map(|(n, r)| numbered(n, r, env)).collect();
            self.picker.view(frame, rest, env, hits, &rows);
        } else {
            let line = Line::styled(env.text("confirm-keys"), env.style(Role::Muted));
            draw::line(frame, rest, &line);
        }
    }
}

/// Opens a deal with the client on the screen.
#[derive(Debug)]
pub struct NewDeal {
    client: ClientId,
    name: Field,
    on_name: bool,
    question: DealQuestion,
}

impl NewDeal {
    /// For the client on the screen.
    pub fn new(model: &Model) -> Option<Self> {
        let client = model.card.dossier.as_ref()?.client.id;
        let question = DealQuestion::for_new(model, "");
        Some(Self { client, name: Field::line(""), on_name: true, question })
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Flow {
        if self.on_name {
            self.on_name = false;
            return Flow::Stay;
        }
        let amount = match self.question.amount() {
            Ok(amount) => amount,
            Err(problem) => {
                complain(cx.model, cx.env, problem);
                return Flow::Stay;
            }
        };
        let Some(Choice::New(process)) = self.question.choices.get(self.question.choice) else {
            complain(cx.model, cx.env, say!("deal-none"));
            return Flow::Close;
        };
        if !std::mem::replace(&mut cx.model.busy, true) {
            let deal = self.question.new_deal(process, amount, self.name.text());
            cx.effects.push(Effect::Ask(Request::Deal(OpenDeal { client: self.client, deal })));
        }
        Flow::Stay
    }
}

impl Behave for NewDeal {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        if self.on_name {
            match key.code {
                KeyCode::Down | KeyCode::Tab => self.on_name = false,
                _ => {
                    self.name.key(key);
                }
            }
        } else if key.code == KeyCode::Up && self.question.choice == 0 {
            self.on_name = true;
        } else {
            self.question.key(key);
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some(if self.on_name { "bar-next" } else { "bar-save" })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit => self.submit(cx),
            Action::Save => {
                self.on_name = false;
                self.submit(cx)
            }
            Action::Back => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn typed(&self) -> Vec<String> {
        vec![self.name.typed(), self.question.typed()]
    }

    fn retype(&mut self, texts: &[String]) {
        self.name.retype(texts.first());
        self.question.retype(texts.get(1));
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        if self.on_name {
            self.name.paste(text);
        } else {
            self.question.paste(text);
        }
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(72);
        let area = window(frame, env, hits, &env.text("deal-title"), (width, 5));
        let field = draw::labelled(frame, Rect { height: 1, ..area }, &env.text("deal-name"), env);
        self.name.view(frame, field, env.style(Role::Input), self.on_name);
        let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        self.question.view(frame, rest, model, env);
    }
}
