//! The question about a deal: which, at which stage, for what sum.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::desk::deals;
use crate::desk::dossier::DealInfo;
use crate::desk::result::DealAnswer;
use crate::domain::ids::DealId;
use crate::domain::money::{Currency, Money};
use crate::domain::process::{Control, Process};
use crate::i18n::Message;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Which deal, at which stage, for what sum.
#[derive(Debug)]
pub(super) struct DealQuestion {
    pub(super) choices: Vec<Choice>,
    pub(super) choice: usize,
    stage: usize,
    /// Code of the stage at which a new deal begins.
    begin: String,
    amount: Field,
    /// The sum a script proposes.
    proposed: String,
    /// The name a new deal gets; the desk finds one when it is empty.
    name: String,
    /// The sum is asked for once more before the deal goes without one.
    wants_amount: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Choice {
    Open(DealId, String, Option<Money>),
    New(Arc<Process>),
}

impl DealQuestion {
    /// The client's open deals, then a new one by every process; the process of the call list first.
    pub(super) fn new(model: &Model, begin: &str) -> Self {
        let open =
            model.card.dossier.iter().flat_map(|dossier| &dossier.deals).filter(|info| info.deal.is_open());
        let open =
            open.map(|info: &DealInfo| Choice::Open(info.deal.id, info.deal.name.clone(), info.deal.amount));
        let mut question = Self::for_new(model, begin);
        question.choices = open.chain(question.choices).collect();
        question.choose(0);
        question
    }

    pub(super) fn for_new(model: &Model, begin: &str) -> Self {
        let wanted = model.contact().and_then(|entry| model.catalog.list(entry.list?)?.process.clone());
        let mut processes: Vec<Arc<Process>> = model.catalog.processes().into_iter().cloned().collect();
        processes.sort_by_key(|process| Some(&process.code) != wanted.as_ref());
        let choices = processes.into_iter().map(Choice::New).collect();
        let mut question = Self {
            choices,
            choice: 0,
            stage: 0,
            begin: begin.to_owned(),
            amount: Field::line(""),
            proposed: String::new(),
            name: String::new(),
            wants_amount: false,
        };
        question.choose(0);
        question
    }

    /// For a sale: it has a sum, as a rule.
    pub(super) fn of_sale(mut self, sale: bool) -> Self {
        self.wants_amount = sale;
        self
    }

    /// With the name and the amount that a script proposes.
    pub(super) fn proposing(mut self, (name, amount): (String, String)) -> Self {
        self.amount = Field::line(&amount);
        self.proposed = self.amount.text();
        self.name = name;
        self
    }

    fn choose(&mut self, choice: usize) {
        self.choice = choice;
        self.stage = match self.choices.get(choice) {
            Some(Choice::New(process)) => {
                process.stages.iter().position(|stage| stage.code == self.begin).unwrap_or_default()
            }
            _ => 0,
        };
    }

    /// The sum as it was typed.
    pub(super) fn amount(&self) -> Result<Option<Money>, Message> {
        let text = self.amount.text();
        if text.trim().is_empty() {
            return Ok(None);
        }
        Money::parse(&text, Currency::Rub).map(Some).map_err(|_| say!("amount-not-read"))
    }

    /// The answer for the desk, or what is still wanted.
    pub(super) fn take(&mut self) -> Result<Option<DealAnswer>, Message> {
        let amount = self.amount()?;
        // A deal that has a sum keeps it.
        let has_amount = matches!(self.choices.get(self.choice), Some(Choice::Open(_, _, Some(_))));
        if amount.is_none() && !has_amount && std::mem::take(&mut self.wants_amount) {
            return Err(say!("amount-wanted"));
        }
        Ok(match self.choices.get(self.choice) {
            None => None,
            Some(Choice::Open(id, ..)) => amount.map(|amount| DealAnswer::Amount(*id, amount)),
            Some(Choice::New(process)) => {
                Some(DealAnswer::New(self.new_deal(process, amount, self.name.clone())))
            }
        })
    }

    pub(super) fn new_deal(&self, process: &Process, amount: Option<Money>, name: String) -> deals::NewDeal {
        deals::NewDeal { name, process: process.id, stage: self.stage, amount }
    }

    pub(super) fn key(&mut self, key: Key) {
        let stages = match self.choices.get(self.choice) {
            Some(Choice::New(process)) if process.control != Control::None => process.stages.len(),
            _ => 0,
        };
        match key.code {
            KeyCode::Up => self.choose(self.choice.saturating_sub(1)),
            KeyCode::Down => self.choose((self.choice + 1).min(self.choices.len().saturating_sub(1))),
            KeyCode::Tab => self.stage = (self.stage + 1) % stages.max(1),
            KeyCode::BackTab => self.stage = (self.stage + stages.saturating_sub(1)) % stages.max(1),
            _ => {
                self.amount.key(key);
            }
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.amount.paste(text);
    }

    /// What was typed; empty while the sum is the one a script proposes.
    pub(super) fn typed(&self) -> String {
        let typed = self.amount.typed();
        if typed == self.proposed { String::new() } else { typed }
    }

    /// Puts back what was typed.
    pub(super) fn retype(&mut self, text: Option<&String>) {
        self.amount.retype(text);
    }

    /// Draws the question: deal, stage, sum, and the sum as it was understood; takes four lines.
    pub(super) fn view(&self, frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) {
        let lang = env.texts.lang();
        let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
        let more = self.choices.len() > 1;
        let (what, stage) = match self.choices.get(self.choice) {
            None => (env.text("deal-none"), String::new()),
            Some(Choice::Open(id, name, amount)) => {
                let info = model.card.dossier.as_ref().and_then(|dossier| dossier.deal(*id));
                let stage = info.and_then(|info| {
                    let place = info.deal.stage()?;
                    Some(info.process.as_ref()?.stages.get(place)?.name.get(lang).to_owned())
                });
                let sum = amount.map(|amount| format!(", {}", env.texts.money(amount))).unwrap_or_default();
                (format!("{name}{sum}"), stage.unwrap_or_default())
            }
            Some(Choice::New(process)) => {
                let stage = process.stages.get(self.stage).map(|stage| stage.name.get(lang).to_owned());
                (env.say(&say!("deal-new", process = process.name.get(lang))), stage.unwrap_or_default())
            }
        };
        let arrows = |text: String, keys: &str| {
            if more || keys != "↑↓" { format!("{text}  {keys}") } else { text }
        };
        let shown = |frame: &mut Frame<'_>, at: Rect, label: &str, text: String| {
            let place = draw::labelled(frame, at, &env.text(label), env);
            draw::line(frame, place, &Line::styled(text, env.style(Role::Text)));
        };
        shown(frame, line(0), "deal-label", arrows(what, "↑↓"));
        let is_new = matches!(self.choices.get(self.choice), Some(Choice::New(_)));
        shown(frame, line(1), "stage-label", if is_new { arrows(stage, "Tab") } else { stage });
        let field = draw::labelled(frame, line(2), &env.text("amount-label"), env);
        self.amount.view(frame, field, env.style(Role::Input), true);
        let reading = match self.amount() {
            Ok(Some(amount)) => Span::styled(format!("= {}", env.texts.money(amount)), env.style(Role::Good)),
            Ok(None) => Span::styled(env.text("amount-hint"), env.style(Role::Placeholder)),
            Err(problem) => Span::styled(format!("▲ {}", env.say(&problem)), env.style(Role::Warning)),
        };
        draw::line(frame, line(3), &Line::from(reading));
    }
}
