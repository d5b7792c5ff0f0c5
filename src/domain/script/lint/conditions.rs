//! Conditions: what they name must be there, and there must be a way for them to hold.

use super::graph::Graph;
use super::{Placed, unknown_question, unknown_step};
use crate::domain::script::condition::written_date;
use crate::domain::script::condition::{
    Check, Condition, Fault, Limits, Op, Subject, Test, can_hold, folded,
};
use crate::domain::script::question::{QuestionKind, number};
use crate::domain::script::variable::Variable;
use crate::domain::text::clean_line;
use crate::domain::textfile::read::{Reader, Text};
use crate::domain::textfile::{ScriptProblem, nearest};

/// Reports what is wrong with the conditions of all steps.
pub(super) fn check(reader: &mut Reader<'_>, steps: &[Placed<'_>], graph: &Graph) {
    for (n, placed) in steps.iter().enumerate() {
        // A jump is looked at before its step is read, an answer after.
        for when in placed.jumps.iter().filter_map(|jump| jump.when.as_ref()) {
            check_one(reader, steps, graph, when, n, false);
        }
        for when in placed.answers.iter().filter_map(|answer| answer.when.as_ref()) {
            check_one(reader, steps, graph, when, n, true);
        }
    }
}

fn check_one(
    reader: &mut Reader<'_>,
    steps: &[Placed<'_>],
    graph: &Graph,
    when: &Text<'_>,
    n: usize,
    read: bool,
) {
    let text = clean_line(when.value);
    let place = |reader: &Reader<'_>, at: usize| {
        if text == when.value { reader.place_in(when, at) } else { when.at }
    };
    let expr = match Condition(text.clone()).expr() {
        Ok(expr) => expr,
        Err(Fault { at, found, variable }) => {
            let found = clean_line(&found);
            let kind = if variable {
                ScriptProblem::UnknownVariable { suggestion: Variable::nearest(&found), name: found }
            } else {
                ScriptProblem::BadCondition { found }
            };
            let place = place(reader, at);
            reader.report(place, kind);
            return;
        }
    };
    let mut tests = Vec::new();
    expr.tests(&mut tests);
    let mut sound = true;
    for test in tests {
        if let Some((at, kind)) = wrong(steps, test) {
            let place = place(reader, at);
            reader.report(place, kind);
            sound = false;
        }
    }
    if sound && !can_hold(&expr, &|subject| limits(steps, graph, subject, n, read)) {
        reader.report(when.at, ScriptProblem::NeverTrue);
    }
}

/// What is wrong with a test, and where.
fn wrong(steps: &[Placed<'_>], test: &Test) -> Option<(usize, ScriptProblem)> {
    match &test.subject {
        Subject::Variable(_) => None,
        Subject::Step(code) => {
            let known = steps.iter().any(|placed| placed.step.code == *code);
            (!known).then(|| (test.at, unknown_step(steps, code)))
        }
        Subject::Question(code) => {
            let Some((placed, kind)) = asking(steps, code) else {
                return Some((test.at, unknown_question(steps, code)));
            };
            let Check::Compare(op, value, at) = &test.check else { return None };
            let ordered = !matches!(op, Op::Equal | Op::Unequal | Op::Has);
            let fits = match kind {
                QuestionKind::Single | QuestionKind::Multiple { .. } => {
                    let keys = || placed.step.options().map(|(_, answer)| answer.key());
                    if !ordered && !keys().any(|key| folded(key) == folded(value)) {
                        let suggestion = nearest(value, keys().collect::<Vec<_>>());
                        let (question, choice) = (code.clone(), value.clone());
                        return Some((*at, ScriptProblem::UnknownChoice { question, choice, suggestion }));
                    }
                    !ordered
                }
                QuestionKind::Number { .. } | QuestionKind::Scale { .. } => {
                    *op != Op::Has && number(value).is_some()
                }
                QuestionKind::Date => *op != Op::Has && written_date(value).is_some(),
                QuestionKind::Text => true,
            };
            let bad = || ScriptProblem::BadComparison { question: code.clone(), value: value.clone() };
            (!fits).then(|| (*at, bad()))
        }
    }
}

fn asking<'a, 't>(steps: &'a [Placed<'t>], code: &str) -> Option<(&'a Placed<'t>, &'a QuestionKind)> {
    steps.iter().find_map(|placed| {
        let question = placed.step.question.as_ref().filter(|question| question.code == code)?;
        Some((placed, &question.kind))
    })
}

/// What a subject may be before step `n` is read, or once it is.
fn limits(steps: &[Placed<'_>], graph: &Graph, subject: &Subject, n: usize, read: bool) -> Limits {
    let before = |asked: usize| graph.reached(asked) && graph.after(asked).get(n) == Some(&true);
    match subject {
        Subject::Variable(_) => Limits::default(),
        Subject::Step(code) => {
            let at = steps.iter().position(|placed| placed.step.code == *code);
            Limits { never: at.is_some_and(|at| !(before(at) || read && at == n)), ..Limits::default() }
        }
        Subject::Question(code) => {
            let asked = |placed: &Placed<'_>| placed.step.question.as_ref().is_some_and(|q| q.code == *code);
            let at = steps.iter().position(asked);
            let question = at.and_then(|at| steps.get(at)?.step.question.as_ref());
            Limits {
                never: at.is_some_and(|at| !before(at)),
                required: question.is_some_and(|question| question.required),
                several: question.is_some_and(|q| matches!(q.kind, QuestionKind::Multiple { .. })),
                bounds: question.and_then(|question| question.bounds()),
            }
        }
    }
}
