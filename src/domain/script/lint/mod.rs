//! The checks that look at a script as a whole: where its answers lead, what its conditions ask for, and what the client
//! hears on the way.

mod conditions;
mod graph;

use std::collections::HashMap;

use super::effect::Effect;
use super::file::variable_of;
use super::question::QuestionKind;
use super::template::{Part, parts};
use super::variable::Variable;
use super::{Answer, Jump, Step};
use crate::domain::text::{Lang, clean_line};
use crate::domain::textfile::read::{Reader, Text};
use crate::domain::textfile::{ProblemKind, ScriptProblem, nearest};
use graph::Graph;

/// A step and where its parts stand in the file.
pub(super) struct Placed<'t> {
    pub(super) step: Step,
    pub(super) at: usize,
    pub(super) code: Text<'t>,
    pub(super) say: Text<'t>,
    pub(super) jumps: Vec<PlacedJump<'t>>,
    /// Code of its question.
    pub(super) question: Option<Text<'t>>,
    pub(super) answers: Vec<PlacedAnswer<'t>>,
    pub(super) to: Option<Text<'t>>,
    /// Where the outcome stands, when there is one, be it of use or not.
    pub(super) outcome: Option<usize>,
    /// The outcomes its effects and those of its answers set.
    pub(super) outcomes: Vec<Text<'t>>,
    /// All its words that are filled in.
    pub(super) templates: Vec<Text<'t>>,
}

/// A jump and where its parts stand.
pub(super) struct PlacedJump<'t> {
    pub(super) jump: Jump,
    pub(super) at: usize,
    pub(super) when: Option<Text<'t>>,
    pub(super) to: Text<'t>,
}

/// An answer and where its parts stand.
pub(super) struct PlacedAnswer<'t> {
    pub(super) answer: Answer,
    pub(super) at: usize,
    pub(super) text: Text<'t>,
    pub(super) to: Option<Text<'t>>,
    pub(super) when: Option<Text<'t>>,
}

/// All that was read of a script.
pub(super) struct Whole<'a, 't> {
    pub(super) steps: &'a [Placed<'t>],
    pub(super) language: Lang,
    pub(super) advertising: bool,
    /// Whether the top says why we call.
    pub(super) has_purpose: bool,
    /// Codes of the results in use, when known.
    pub(super) outcomes: Option<&'a [&'a str]>,
}

/// Reports what is wrong with the script as a whole.
pub(super) fn check(reader: &mut Reader<'_>, whole: &Whole<'_, '_>) {
    let (mut seen, mut asked) = (HashMap::new(), HashMap::new());
    for placed in whole.steps {
        reader.unique_code(&mut seen, &placed.code);
        if let Some(code) = &placed.question {
            reader.unique_code(&mut asked, code);
        }
        check_outcome(reader, placed, whole.outcomes);
        check_ways(reader, placed);
        check_choices(reader, placed);
        check_jumps(reader, placed);
        check_templates(reader, placed, whole);
    }
    let graph = Graph::new(reader, whole.steps);
    for (n, placed) in whole.steps.iter().enumerate() {
        // The second step of a code was reported already.
        let own = seen.get(placed.code.value) == Some(&placed.code.at);
        if !graph.reached(n) && own {
            reader.report(placed.code.at, ScriptProblem::Unreachable { step: placed.step.code.clone() });
        }
    }
    graph.report_jump_circles(reader, whole.steps);
    graph.report_circles(reader, whole.steps);
    graph.report_silent_ends(reader, whole.steps);
    conditions::check(reader, whole.steps, &graph);
    if reader.has_errors() {
        return;
    }
    let must: &[Variable] = if whole.advertising {
        &[Variable::Operator, Variable::Firm, Variable::Purpose]
    } else {
        &[Variable::Operator]
    };
    for variable in must {
        graph.report_unsaid(reader, whole.steps, variable, whole.language);
    }
    // Whoever may answer the telephone, a debt for one is told to the debtor alone: on some ways the purpose is kept back.
    let says = |placed: &Placed<'_>| says(placed.say.value, &Variable::Purpose);
    if !whole.advertising && !whole.steps.iter().any(says) {
        let (first, name) = (whole.steps.first(), Variable::Purpose.plain_name(whole.language));
        if let (Some(first), Some(variable)) = (first, name) {
            reader.report(first.say.at, ScriptProblem::NeverSaid { variable });
        }
    }
}

fn check_outcome(reader: &mut Reader<'_>, placed: &Placed<'_>, outcomes: Option<&[&str]>) {
    let known = |reader: &mut Reader<'_>, code: &str, at: usize| {
        if let Some(known) = outcomes.filter(|known| !code.is_empty() && !known.contains(&code)) {
            let suggestion = nearest(code, known.iter().copied());
            reader.report(at, ScriptProblem::UnknownOutcome { code: code.to_owned(), suggestion });
        }
    };
    if let (Some(code), Some(at)) = (&placed.step.outcome, placed.outcome) {
        if !placed.step.is_end() {
            reader.report(at, ScriptProblem::OutcomeBeforeEnd { step: placed.step.code.clone() });
        }
        known(reader, code, at);
    }
    for text in &placed.outcomes {
        known(reader, &clean_line(text.value), text.at);
    }
}

/// Checks that every answer, and every question that is not left by its answers, has somewhere to go.
fn check_ways(reader: &mut Reader<'_>, placed: &Placed<'_>) {
    let step = &placed.step;
    let kind = step.question.as_ref().map(|question| &question.kind);
    if step.takes_input() && placed.to.is_none() {
        reader.report(placed.at, ProblemKind::MissingKey { key: "to" });
    }
    let mut by_step = step.takes_input() || step.question.is_some();
    for placed_answer in &placed.answers {
        if placed_answer.to.is_some() {
            continue;
        }
        let option = matches!(kind, Some(QuestionKind::Single | QuestionKind::Multiple { .. }));
        by_step |= option || kind.is_none();
        // Of a question that is typed an answer is a way out, and leads elsewhere.
        if placed.to.is_none() && !matches!(kind, Some(QuestionKind::Multiple { .. }))
            || !option && kind.is_some()
        {
            reader.report(placed_answer.at, ProblemKind::MissingKey { key: "to" });
        }
    }
    if let Some(to) = placed.to.as_ref().filter(|_| !by_step) {
        reader.report(to.at, ScriptProblem::UselessTo);
    }
    let conditional = |placed: &PlacedAnswer<'_>| placed.answer.when.is_some();
    let way_on = step.takes_input() || placed.step.objection;
    if !placed.answers.is_empty() && placed.answers.iter().all(conditional) && !way_on {
        reader.report(placed.at, ScriptProblem::NothingToChoose { step: step.code.clone() });
    }
}

/// Checks that a question with choices has some, each once.
fn check_choices(reader: &mut Reader<'_>, placed: &Placed<'_>) {
    let Some(question) = &placed.step.question else { return };
    let chosen = matches!(question.kind, QuestionKind::Single | QuestionKind::Multiple { .. });
    if chosen && placed.step.options().next().is_none() {
        reader.report(placed.at, ScriptProblem::NoChoices { question: question.code.clone() });
    }
    let mut seen: Vec<&str> = Vec::new();
    for answer in placed.answers.iter().filter(|placed_answer| placed.step.is_option(&placed_answer.answer)) {
        let key = answer.answer.key();
        if !key.is_empty() && seen.contains(&key) {
            let kind = ProblemKind::Repeated { key: "answers", text: key.to_owned() };
            reader.report(answer.text.at, kind);
        }
        seen.push(key);
    }
}

fn check_jumps(reader: &mut Reader<'_>, placed: &Placed<'_>) {
    let always = placed.jumps.iter().position(|jump| jump.jump.when.is_none());
    for behind in placed.jumps.iter().skip(always.map_or(usize::MAX, |at| at + 1)) {
        reader.report(behind.at, ScriptProblem::JumpNeverTaken);
    }
    let step = &placed.step;
    let says = !step.say.is_empty() || !step.answers.is_empty() || step.question.is_some();
    if always.is_some() && says {
        reader.report(placed.at, ScriptProblem::NeverRead { step: step.code.clone() });
    }
}

/// Checks the variables that something else of the file has to fill.
fn check_templates(reader: &mut Reader<'_>, placed: &Placed<'_>, whole: &Whole<'_, '_>) {
    for text in &placed.templates {
        for (at, part) in parts(text.value) {
            let Part::Slot { name, default } = part else { continue };
            let kind = match variable_of(name) {
                Some(Variable::Purpose) if !whole.has_purpose && default.is_none() => {
                    ScriptProblem::NoPurpose { variable: clean_line(name) }
                }
                Some(Variable::Answer(code)) if !is_asked(whole.steps, &code) => {
                    unknown_question(whole.steps, &code)
                }
                _ => continue,
            };
            let place = reader.brace_at(text, at);
            reader.report(place, kind);
        }
    }
}

fn is_asked(steps: &[Placed<'_>], code: &str) -> bool {
    question_codes(steps).any(|known| known == code)
}

fn question_codes<'a>(steps: &'a [Placed<'_>]) -> impl Iterator<Item = &'a str> + Clone {
    steps.iter().filter_map(|placed| Some(placed.step.question.as_ref()?.code.as_str()))
}

fn unknown_question(steps: &[Placed<'_>], code: &str) -> ScriptProblem {
    let suggestion = nearest(code, question_codes(steps));
    ScriptProblem::UnknownQuestion { code: code.to_owned(), suggestion }
}

fn unknown_step(steps: &[Placed<'_>], code: &str) -> ScriptProblem {
    let suggestion = nearest(code, steps.iter().map(|placed| placed.step.code.as_str()));
    ScriptProblem::UnknownStep { code: code.to_owned(), suggestion }
}

/// Whether the words of a step say a variable.
fn says(say: &str, variable: &Variable) -> bool {
    let is_it =
        |part| matches!(part, Part::Slot { name, .. } if variable_of(name).as_ref() == Some(variable));
    parts(say).any(|(_, part)| is_it(part))
}

/// Whether effects set the result.
fn sets_outcome(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Outcome(_)))
}
