//! When the clients of a job are called again, result by result.

use ratatui::text::{Line, Span};

use super::form::Form;
use super::job_sheet::{Wrong, refused, set};
use super::sheet::{Sheet, good};
use super::{Cx, Flow};
use crate::desk::catalog::Catalog;
use crate::desk::jobs::SetJob;
use crate::domain::call_list::CallList;
use crate::domain::ids::CallListId;
use crate::domain::interaction::Direction;
use crate::domain::outcome::{NextStep, Occasion};
use crate::domain::recycle::{MOST_MAX, Rule, Shift, typed};
use crate::domain::text::{clean_line, fit};
use crate::i18n::Message;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;
use crate::tui::theme::Role;

const DELAY: usize = 0;
const SHIFT: usize = 1;
const NUMBER: usize = 2;
const MOST: usize = 3;

/// Codes of the results after which a client of a job is called again, in the order of their keys; last those only its rules
/// name.
pub(super) fn outcomes(list: &CallList, catalog: &Catalog) -> Vec<String> {
    let occasion = Occasion { direction: Direction::Outgoing, purpose: Some(list.purpose) };
    let retried =
        catalog.outcomes_for(occasion).filter(|outcome| matches!(outcome.next, NextStep::Retry { .. }));
    let mut codes: Vec<String> = retried.map(|outcome| outcome.code.clone()).collect();
    for rule in list.job.recycle.rules() {
        if !codes.contains(&rule.outcome) && catalog.outcome_by_code(&rule.outcome).is_some() {
            codes.push(rule.outcome);
        }
    }
    codes
}

/// The name of a result.
fn name_of(code: &str, catalog: &Catalog, env: &Env) -> String {
    let outcome = catalog.outcome_by_code(code);
    outcome.map_or_else(|| code.to_owned(), |outcome| clean_line(outcome.name.get(env.texts.lang())))
}

/// The rules, a line for each result.
pub(super) fn lines<'a>(list: &CallList, catalog: &Catalog, env: &Env, width: usize) -> Vec<Line<'a>> {
    let recycle = &list.job.recycle;
    let line = |code: String| {
        let name = name_of(&code, catalog, env);
        let own = recycle.own.iter().any(|rule| rule.outcome == code);
        let (said, role) = match recycle.rule(&code) {
            Some(rule) => (short(&rule, &name, env), if own { Role::Accent } else { Role::Text }),
            None => (say!("jobrule-as-result", outcome = name), Role::Muted),
        };
        let sign = if own { "* " } else { "  " };
        Line::from(vec![
            Span::styled(sign, env.style(Role::Accent)),
            Span::styled(fit(env.say(&said).trim(), width.saturating_sub(2)).into_owned(), env.style(role)),
        ])
    };
    outcomes(list, catalog).into_iter().map(line).collect()
}

/// A rule in one line of a narrow window.
fn short(rule: &Rule, outcome: &str, env: &Env) -> Message {
    let number = env.text(if rule.other_number { "jobrule-on-other" } else { "jobrule-on-same" });
    let (delay, shift) = (typed::delay(rule.minutes, env.texts.lang()), env.texts.word(&rule.shift));
    say!("jobrule-line", outcome = outcome, delay = delay, shift = shift, number = number, most = rule.most)
}

/// One rule while it is filled in.
#[derive(Debug)]
pub struct RuleForm {
    list: CallListId,
    outcome: String,
    /// The name of the result.
    name: String,
    /// The rule of the preset for it: what holds where the job has none of its own.
    usual: Option<Rule>,
    /// Whether the job has one of its own, which can be taken away.
    own: bool,
    form: Form,
}

impl RuleForm {
    /// The rule of a result as it is.
    pub(super) fn new(list: &CallList, outcome: String, model: &Model, env: &Env) -> Self {
        let recycle = &list.job.recycle;
        let usual = recycle.preset.rules().into_iter().find(|rule| rule.outcome == outcome);
        let own = recycle.own.iter().any(|rule| rule.outcome == outcome);
        let rule = recycle.rule(&outcome);
        let delay = rule.as_ref().map(|rule| typed::delay(rule.minutes, env.texts.lang()));
        let most = rule.as_ref().map(|rule| rule.most.to_string());
        let shift = rule.as_ref().map(|rule| rule.shift).unwrap_or_default();
        let other = rule.as_ref().is_some_and(|rule| rule.other_number);
        let form = Form::new()
            .text("jobrule-delay", &delay.unwrap_or_default())
            .choice("jobrule-shift", Shift::ALL.map(|shift| env.texts.word(&shift)).to_vec())
            .chosen(Shift::ALL.iter().position(|known| *known == shift).unwrap_or_default())
            .choice("jobrule-number", vec![env.text("jobrule-same-number"), env.text("jobrule-other-number")])
            .chosen(usize::from(other))
            .text("jobrule-most", &most.unwrap_or_default());
        let name = name_of(&outcome, &model.catalog, env);
        Self { list: list.id, outcome, name, usual, own, form }
    }

    /// Whether nothing is filled in: no rule holds, and none was begun.
    fn is_blank(&self) -> bool {
        self.form.typed(DELAY).is_empty() && self.form.typed(MOST).is_empty()
    }

    /// The rule; one with no attempts takes the job's own away.
    fn rule(&self, env: &Env) -> Result<Rule, Wrong> {
        let rule = |minutes, most| Rule {
            outcome: self.outcome.clone(),
            minutes,
            shift: Shift::ALL.get(self.form.choice_of(SHIFT)).copied().unwrap_or_default(),
            other_number: self.form.choice_of(NUMBER) == 1,
            most,
        };
        let typed = self.form.typed(MOST);
        if self.own && typed == "0" {
            return Ok(rule(0, 0));
        }
        let minutes = typed::delay_of(&self.form.typed(DELAY))
            .map_err(|error| (DELAY, env.texts.rule_error(&error)))?;
        let most = typed::most_of(&typed).map_err(|error| match self.own {
            true => (MOST, say!("jobrule-most-bad", most = MOST_MAX)),
            false => (MOST, env.texts.rule_error(&error)),
        })?;
        Ok(rule(minutes, most))
    }
}

impl Sheet for RuleForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.say(&say!("jobrule-title", outcome = self.name.as_str()))
    }

    fn reading(&self, _: &Model, env: &Env) -> Vec<Line<'static>> {
        let said = |rule: &Rule| env.say(&short(rule, &self.name, env));
        let as_result = || env.say(&say!("jobrule-as-result", outcome = self.name.as_str()));
        vec![match (self.rule(env), &self.usual) {
            (Err(_), None) if self.is_blank() => Line::styled(as_result(), env.style(Role::Muted)),
            (Err(wrong), _) => refused(&self.form, &wrong, env),
            (Ok(Rule { most: 0, .. }), Some(usual)) => good(&said(usual), env),
            (Ok(Rule { most: 0, .. }), None) => good(&as_result(), env),
            (Ok(rule), _) => good(&said(&rule), env),
        }]
    }

    fn hint(&self) -> &'static str {
        if self.own { "jobrule-hint" } else { "jobset-hint" }
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let wanted = self.rule(cx.env).map(|rule| SetJob { rules: vec![rule], ..SetJob::default() });
        set(cx, &mut self.form, self.list, wanted)
    }
}
