//! The checks that look at a script as a whole: where its answers lead and what the client hears on the way.

use std::collections::HashMap;

use super::Step;
use super::template::{Part, parts};
use super::variable::Variable;
use crate::domain::text::{Lang, clean_line};
use crate::domain::textfile::read::{Reader, Text};
use crate::domain::textfile::{ProblemKind, nearest};

/// A step and where its parts stand in the file.
pub(super) struct Placed<'t> {
    pub(super) step: Step,
    pub(super) at: usize,
    pub(super) code: Text<'t>,
    pub(super) say: Text<'t>,
    /// The `to` of each answer.
    pub(super) targets: Vec<Text<'t>>,
    /// Where the outcome stands, when there is one, be it of use or not.
    pub(super) outcome: Option<usize>,
}

/// Reports what is wrong with the script as a whole. `outcomes` are the codes of the results in use, when known.
pub(super) fn check(
    reader: &mut Reader<'_>,
    steps: &[Placed<'_>],
    language: Lang,
    advertising: bool,
    outcomes: Option<&[&str]>,
) {
    let mut seen = HashMap::new();
    for placed in steps {
        reader.unique_code(&mut seen, &placed.code);
        check_outcome(reader, placed, outcomes);
    }
    let graph = Graph::new(reader, steps);
    for (n, placed) in steps.iter().enumerate() {
        // The second step of a code was reported already.
        let own = seen.get(placed.code.value) == Some(&placed.code.at);
        if !graph.reached(n) && own {
            reader.report(placed.code.at, ProblemKind::Unreachable { step: placed.step.code.clone() });
        }
    }
    graph.report_circles(reader, steps);
    if advertising && !reader.has_errors() {
        for variable in [Variable::Operator, Variable::Firm] {
            graph.report_unsaid(reader, steps, &variable, language);
        }
    }
}

fn check_outcome(reader: &mut Reader<'_>, placed: &Placed<'_>, outcomes: Option<&[&str]>) {
    let step = || placed.step.code.clone();
    match (&placed.step.outcome, placed.outcome) {
        (Some(code), Some(at)) => {
            if !placed.step.is_end() {
                reader.report(at, ProblemKind::OutcomeBeforeEnd { step: step() });
            }
            if let Some(known) = outcomes.filter(|known| !known.contains(&code.as_str())) {
                let suggestion = nearest(code, known.iter().copied());
                reader.report(at, ProblemKind::UnknownOutcome { code: code.clone(), suggestion });
            }
        }
        (None, None) if placed.step.is_end() && !placed.step.code.is_empty() => {
            reader.report(placed.at, ProblemKind::EndWithoutOutcome { step: step() });
        }
        _ => {}
    }
}

/// Where every step leads, by index.
struct Graph {
    /// Next steps of each step. An aside leads back to the steps that lead to it.
    next: Vec<Vec<usize>>,
    /// Steps from which the call may end: the ends, and those of which it is not known where they lead.
    exits: Vec<usize>,
    /// Where a call may enter: the first step and the objections.
    entries: Vec<usize>,
    /// Steps that can be reached from an entry.
    reached: Vec<bool>,
}

impl Graph {
    /// Follows all answers and reports those that lead nowhere. A mistyped target counts as the step that was meant,
    /// so that one slip is not reported twice.
    fn new(reader: &mut Reader<'_>, steps: &[Placed<'_>]) -> Self {
        let mut index: HashMap<&str, usize> = HashMap::new();
        for (n, placed) in steps.iter().enumerate() {
            index.entry(placed.step.code.as_str()).or_insert(n);
        }
        let mut next = vec![Vec::new(); steps.len()];
        let mut exits = Vec::new();
        let mut back = Vec::new();
        for (n, placed) in steps.iter().enumerate() {
            for target in &placed.targets {
                let to = find_target(reader, steps, &index, target);
                match (to, next.get_mut(n)) {
                    (Some(to), Some(list)) => {
                        list.push(to);
                        back.push((to, n));
                    }
                    _ => exits.push(n),
                }
            }
            if placed.step.is_end() {
                exits.push(n);
            }
        }
        for (aside, from) in back {
            if let (Some(true), Some(list)) =
                (steps.get(aside).map(|s| s.step.is_aside()), next.get_mut(aside))
            {
                list.push(from);
            }
        }
        let objections = steps.iter().enumerate().filter(|(_, placed)| placed.step.objection).map(|(n, _)| n);
        let entries: Vec<usize> = (0..steps.len().min(1)).chain(objections).collect();
        // An aside that no answer leads to was looked up in the index, and the call goes on where it was.
        let looked_up = |n: &&usize| **n > 0 && next.get(**n).is_some_and(Vec::is_empty);
        exits.extend(entries.iter().filter(looked_up));
        let mut graph = Self { next, exits, entries, reached: Vec::new() };
        graph.reached = graph.walk(&graph.entries, |_| true);
        graph
    }

    fn reached(&self, n: usize) -> bool {
        self.reached.get(n).copied().unwrap_or(false)
    }

    /// All steps that can be reached from `from` through steps that may be passed; marks by index.
    fn walk(&self, from: &[usize], pass: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut seen = vec![false; self.next.len()];
        let mut todo: Vec<usize> = from.to_vec();
        while let Some(n) = todo.pop() {
            match seen.get_mut(n) {
                Some(mark) if !*mark && pass(n) => *mark = true,
                _ => continue,
            }
            todo.extend(self.next.get(n).into_iter().flatten());
        }
        seen
    }

    /// Reports the steps from which no end can be reached, once for every circle.
    fn report_circles(&self, reader: &mut Reader<'_>, steps: &[Placed<'_>]) {
        let mut known = vec![false; steps.len()];
        for (n, placed) in steps.iter().enumerate() {
            if !self.reached(n) {
                continue;
            }
            let from_here = self.walk(&[n], |_| true);
            if self.exits.iter().any(|exit| from_here.get(*exit) == Some(&true)) {
                continue;
            }
            let leads_into_known = from_here.iter().zip(&known).any(|(here, known)| *here && *known);
            for (known, here) in known.iter_mut().zip(&from_here) {
                *known |= *here;
            }
            if !leads_into_known {
                let round = steps.iter().zip(&from_here).filter(|(_, here)| **here);
                let round = round.map(|(placed, _)| placed.step.code.clone()).collect();
                reader.report(placed.code.at, ProblemKind::NoExit { step: placed.step.code.clone(), round });
            }
        }
    }

    /// Reports, at the first step, the first end that can be reached without the client having heard `variable`.
    fn report_unsaid(
        &self,
        reader: &mut Reader<'_>,
        steps: &[Placed<'_>],
        variable: &Variable,
        language: Lang,
    ) {
        let silent = |n: usize| steps.get(n).is_some_and(|placed| !says(placed.say.value, variable));
        let Some(first) = steps.first() else { return };
        let unheard = self.walk(&[0], silent);
        let end = steps.iter().zip(unheard).find(|(placed, unheard)| *unheard && placed.step.is_end());
        if let (Some((end, _)), Some(name)) = (end, variable.plain_name(language)) {
            let kind = ProblemKind::NotSaid { variable: name, end: end.step.code.clone() };
            reader.report(first.say.at, kind);
        }
    }
}

/// The step an answer leads to; a target that is not there is reported.
fn find_target(
    reader: &mut Reader<'_>,
    steps: &[Placed<'_>],
    index: &HashMap<&str, usize>,
    target: &Text<'_>,
) -> Option<usize> {
    // A blank target was reported already.
    if clean_line(target.value).is_empty() {
        return None;
    }
    if let Some(to) = index.get(target.value) {
        return Some(*to);
    }
    let suggestion = nearest(target.value, steps.iter().map(|placed| placed.step.code.as_str()));
    let meant = suggestion.as_deref().and_then(|code| index.get(code)).copied();
    let code = clean_line(target.value);
    reader.report(target.at, ProblemKind::UnknownStep { code, suggestion });
    meant
}

fn says(say: &str, variable: &Variable) -> bool {
    let is_it =
        |part| matches!(part, Part::Slot { name, .. } if Variable::parse(name).as_ref() == Some(variable));
    parts(say).any(|(_, part)| is_it(part))
}
