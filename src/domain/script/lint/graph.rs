//! Where every step leads.

use std::collections::HashMap;

use super::{Placed, says, sets_outcome, unknown_step};
use crate::domain::script::variable::Variable;
use crate::domain::text::{Lang, clean_line};
use crate::domain::textfile::ScriptProblem;
use crate::domain::textfile::read::{Reader, Text};

/// Two nodes for every step: it is reached, where its jumps may lead elsewhere, and it is read, where its answers lead on.
pub(super) struct Graph {
    /// How many steps there are: step `n` is reached at node `n` and read at node `steps + n`.
    steps: usize,
    /// Next nodes of each node. An aside leads back to the steps that lead to it.
    next: Vec<Vec<usize>>,
    /// Nodes from which the call may end: the ends, and those of which it is not known where they lead.
    exits: Vec<usize>,
    /// Where a call may enter: the first step is reached, and objections are read.
    entries: Vec<usize>,
    /// Nodes that can be reached from an entry.
    reached: Vec<bool>,
}

impl Graph {
    /// Follows all answers and jumps and reports those that lead nowhere. A mistyped target counts as the step that was
    /// meant, so that one slip is not reported twice.
    pub(super) fn new(reader: &mut Reader<'_>, steps: &[Placed<'_>]) -> Self {
        let mut index: HashMap<&str, usize> = HashMap::new();
        for (n, placed) in steps.iter().enumerate() {
            index.entry(placed.step.code.as_str()).or_insert(n);
        }
        let count = steps.len();
        let mut next = vec![Vec::new(); count * 2];
        let (mut exits, mut back) = (Vec::new(), Vec::new());
        let mut lead = |from: usize, to: Option<usize>, exits: &mut Vec<usize>| match (to, next.get_mut(from))
        {
            (Some(to), Some(list)) => list.push(to),
            _ => exits.push(from),
        };
        for (n, placed) in steps.iter().enumerate() {
            let read = count + n;
            for jump in &placed.jumps {
                lead(n, find_target(reader, steps, &index, &jump.to), &mut exits);
            }
            if !placed.step.only_leads_on() {
                lead(n, Some(read), &mut exits);
            }
            let shared = placed.to.as_ref().map(|to| find_target(reader, steps, &index, to));
            for answer in &placed.answers {
                let to = match (&answer.to, shared) {
                    (Some(to), _) => find_target(reader, steps, &index, to),
                    (None, Some(shared)) => shared,
                    // That it is missing was reported.
                    (None, None) => None,
                };
                lead(read, to, &mut exits);
                back.extend(to.map(|to| (to, read)));
            }
            if let (Some(to), true) = (shared, placed.step.question.is_some()) {
                lead(read, to, &mut exits);
                back.extend(to.map(|to| (to, read)));
            } else if placed.step.takes_input() {
                // That it is missing was reported.
                exits.push(read);
            }
            if placed.step.is_end() && !placed.step.only_leads_on() {
                exits.push(read);
            }
        }
        for (aside, from) in back {
            if steps.get(aside).is_some_and(|placed| placed.step.is_aside()) {
                lead(count + aside, Some(from), &mut exits);
            }
        }
        let objections = steps.iter().enumerate().filter(|(_, placed)| placed.step.objection);
        let objections: Vec<usize> = objections.map(|(n, _)| count + n).collect();
        // An aside that no answer leads to was looked up in the index, and the call goes on where it was.
        let looked_up = |n: &&usize| **n > count && next.get(**n).is_some_and(Vec::is_empty);
        exits.extend(objections.iter().filter(looked_up));
        let entries = (0..count.min(1)).chain(objections).collect();
        let mut graph = Self { steps: count, next, exits, entries, reached: Vec::new() };
        graph.reached = graph.walk(&graph.entries, |_| true);
        graph
    }

    /// Whether a step can be reached; of an objection, whether it can be read.
    pub(super) fn reached(&self, n: usize) -> bool {
        let node = |node: usize| self.reached.get(node).copied().unwrap_or(false);
        node(n) || node(self.steps + n)
    }

    /// The steps that can be reached after step `n` was read, objections that may be looked up included; marks by index.
    pub(super) fn after(&self, n: usize) -> Vec<bool> {
        let own = self.next.get(self.steps + n).into_iter().flatten().copied();
        let looked_up = self.entries.iter().copied().filter(|entry| *entry >= self.steps);
        let nodes = self.walk(&own.chain(looked_up).collect::<Vec<_>>(), |_| true);
        let (reached, read) = nodes.split_at(self.steps.min(nodes.len()));
        reached.iter().zip(read).map(|(reached, read)| *reached || *read).collect()
    }

    /// All nodes that can be reached from `from` through nodes that may be passed.
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

    /// The codes of the steps among marked nodes, in the order of the file.
    fn codes(&self, steps: &[Placed<'_>], nodes: &[bool]) -> Vec<String> {
        let marked = |n: usize| nodes.get(n) == Some(&true) || nodes.get(self.steps + n) == Some(&true);
        let marked = steps.iter().enumerate().filter(|(n, _)| marked(*n));
        marked.map(|(_, placed)| placed.step.code.clone()).collect()
    }

    /// Reports jumps that lead round without any step being read, once for every circle.
    pub(super) fn report_jump_circles(&self, reader: &mut Reader<'_>, steps: &[Placed<'_>]) {
        let jumped: Vec<Vec<bool>> = (0..self.steps).map(|n| self.jumped_to(n)).collect();
        let leads =
            |from: usize, to: usize| jumped.get(from).and_then(|to_all| to_all.get(to)) == Some(&true);
        let mut known = vec![false; self.steps];
        for (n, placed) in steps.iter().enumerate() {
            if !leads(n, n) || known.get(n) == Some(&true) {
                continue;
            }
            let circle: Vec<bool> = (0..self.steps).map(|other| leads(n, other) && leads(other, n)).collect();
            let round = self.codes(steps, &circle);
            reader
                .report(placed.code.at, ScriptProblem::JumpCircle { step: placed.step.code.clone(), round });
            known.iter_mut().zip(&circle).for_each(|(known, circle)| *known |= *circle);
        }
    }

    /// The steps that jumps alone lead to from step `n`; marks by index.
    fn jumped_to(&self, n: usize) -> Vec<bool> {
        let jumps = |n: usize| self.next.get(n).into_iter().flatten().copied().filter(|to| *to < self.steps);
        let mut seen = vec![false; self.steps];
        let mut todo: Vec<usize> = jumps(n).collect();
        while let Some(to) = todo.pop() {
            match seen.get_mut(to) {
                Some(mark) if !*mark => *mark = true,
                _ => continue,
            }
            todo.extend(jumps(to));
        }
        seen
    }

    /// Reports the steps from which no end can be reached, once for every circle.
    pub(super) fn report_circles(&self, reader: &mut Reader<'_>, steps: &[Placed<'_>]) {
        let mut known = vec![false; self.next.len()];
        for (n, placed) in steps.iter().enumerate() {
            if !self.reached(n) {
                continue;
            }
            // An objection is read where it is looked up, without being reached by an answer.
            let here = if self.reached.get(n) == Some(&true) { n } else { self.steps + n };
            let from_here = self.walk(&[here], |_| true);
            if self.exits.iter().any(|exit| from_here.get(*exit) == Some(&true)) {
                continue;
            }
            let leads_into_known = from_here.iter().zip(&known).any(|(here, known)| *here && *known);
            for (known, here) in known.iter_mut().zip(&from_here) {
                *known |= *here;
            }
            if !leads_into_known {
                let round = self.codes(steps, &from_here);
                reader
                    .report(placed.code.at, ScriptProblem::NoExit { step: placed.step.code.clone(), round });
            }
        }
    }

    /// Reports the ends that can be reached without a result having been suggested on the way.
    pub(super) fn report_silent_ends(&self, reader: &mut Reader<'_>, steps: &[Placed<'_>]) {
        // An answer that sets one is a way of its own: only steps all of whose answers do are no way without.
        let sets = |n: usize| {
            let Some(placed) = n.checked_sub(self.steps).and_then(|n| steps.get(n)) else { return false };
            let answers = &placed.step.answers;
            let by_answer = !answers.is_empty() && answers.iter().all(|answer| sets_outcome(&answer.effects));
            placed.outcome.is_some() && placed.step.is_end()
                || sets_outcome(&placed.step.effects)
                || by_answer
        };
        let without = self.walk(&self.entries, |n| !sets(n));
        // What can't be reached at all suggests nothing either.
        for (n, placed) in steps.iter().enumerate() {
            let silent =
                without.get(self.steps + n) == Some(&true) || !self.reached(n) && !sets(self.steps + n);
            let end = placed.step.is_end() && !placed.step.only_leads_on();
            if end && silent && !placed.step.code.is_empty() {
                reader.report(placed.at, ScriptProblem::EndWithoutOutcome { step: placed.step.code.clone() });
            }
        }
    }

    /// Reports, at the first step, the first end that can be reached without the client having heard `variable`.
    pub(super) fn report_unsaid(
        &self,
        reader: &mut Reader<'_>,
        steps: &[Placed<'_>],
        variable: &Variable,
        language: Lang,
    ) {
        let silent = |n: usize| match n.checked_sub(self.steps).and_then(|n| steps.get(n)) {
            Some(placed) => !says(placed.say.value, variable),
            None => true,
        };
        let Some(first) = steps.first() else { return };
        let unheard = self.walk(&[0], silent);
        let end = steps
            .iter()
            .zip(unheard.iter().skip(self.steps))
            .find(|(placed, unheard)| **unheard && placed.step.is_end());
        if let (Some((end, _)), Some(name)) = (end, variable.plain_name(language)) {
            let kind = ScriptProblem::NotSaid { variable: name, end: end.step.code.clone() };
            reader.report(first.say.at, kind);
        }
    }
}

/// The step an answer or a jump leads to; a target that is not there is reported.
fn find_target(
    reader: &mut Reader<'_>,
    steps: &[Placed<'_>],
    index: &HashMap<&str, usize>,
    target: &Text<'_>,
) -> Option<usize> {
    // A blank target was reported already.
    let code = clean_line(target.value);
    if code.is_empty() {
        return None;
    }
    if let Some(to) = index.get(target.value) {
        return Some(*to);
    }
    let kind = unknown_step(steps, &code);
    let meant = match &kind {
        ScriptProblem::UnknownStep { suggestion: Some(code), .. } => index.get(code.as_str()).copied(),
        _ => None,
    };
    reader.report(target.at, kind);
    meant
}
