//! How calls move through a script, and where they are lost.

use std::collections::BTreeMap;

use super::Script;
use crate::domain::interaction::ScriptRun;

/// What became of the calls that came to a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepHeat {
    /// Code of the step.
    pub step: String,
    /// Its title in the newest version that has it; may be empty.
    pub title: String,
    /// Calls in which it was read at least once.
    pub calls: u64,
    /// How often it was read: a call may come back to it. The sum of [`next`](Self::next) and [`ended`](Self::ended).
    pub reads: u64,
    /// Where calls went from here, most first: code of the step and how often.
    pub next: Vec<(String, u64)>,
    /// Calls that ended here.
    pub ended: u64,
    /// Calls that were lost here: the client's last answer was given at this step, a human was spoken to, and the call
    /// neither reached its aim nor was anything planned. A farewell is where a lost call ends; what was said before it is where it was lost.
    pub lost: u64,
}

#[derive(Default)]
struct Counting {
    calls: u64,
    reads: u64,
    next: BTreeMap<String, u64>,
    ended: u64,
    lost: u64,
}

/// Counts the ways of many calls.
#[derive(Default)]
pub struct Heat {
    calls: u64,
    steps: BTreeMap<String, Counting>,
}

impl Heat {
    /// Counts one call; `lost` says whether its result was a loss.
    pub fn add(&mut self, run: &ScriptRun, lost: bool) {
        if run.path.is_empty() {
            return;
        }
        self.calls += 1;
        for (place, read) in run.path.iter().enumerate() {
            let first = run.path.iter().take(place).all(|earlier| earlier.step != read.step);
            let step = self.steps.entry(read.step.clone()).or_default();
            step.reads += 1;
            step.calls += u64::from(first);
            match run.path.get(place + 1) {
                Some(next) => *step.next.entry(next.step.clone()).or_default() += 1,
                None => step.ended += 1,
            }
        }
        let answered = run.path.iter().rfind(|read| read.answer.is_some() || read.reply.is_some());
        if let Some(last) = answered.or(run.path.last()).filter(|_| lost) {
            self.steps.entry(last.step.clone()).or_default().lost += 1;
        }
    }

    /// Calls that were counted.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// Every step: those of the newest version in its order, then those only earlier ones had. Steps nobody came to are
    /// among them: they are worth knowing, too.
    pub fn steps<'s>(mut self, versions: impl Iterator<Item = &'s Script>) -> Vec<StepHeat> {
        let mut versions: Vec<&Script> = versions.collect();
        versions.sort_by_key(|script| std::cmp::Reverse(script.version));
        let mut out: Vec<StepHeat> = Vec::new();
        for (place, script) in versions.iter().enumerate() {
            for step in &script.steps {
                let known = out.iter().any(|heat| heat.step == step.code);
                let counted = self.steps.remove(&step.code);
                // A step of earlier versions that nobody came to is forgotten, and so is one that only leads on.
                if known || counted.is_none() && (place > 0 || step.only_leads_on()) {
                    continue;
                }
                out.push(told(&step.code, &step.title, counted.unwrap_or_default()));
            }
        }
        out.extend(self.steps.into_iter().map(|(code, counted)| told(&code, "", counted)));
        out
    }
}

fn told(code: &str, title: &str, counted: Counting) -> StepHeat {
    let Counting { calls, reads, next, ended, lost } = counted;
    let mut next: Vec<(String, u64)> = next.into_iter().collect();
    next.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    StepHeat { step: code.to_owned(), title: title.to_owned(), calls, reads, next, ended, lost }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, ScriptId};
    use crate::domain::interaction::PathStep;
    use proptest::prelude::*;

    fn run(steps: &[&str]) -> ScriptRun {
        let last = steps.len().saturating_sub(1);
        let read = |(n, step): (usize, &&str)| PathStep {
            step: (*step).to_owned(),
            answer: (n < last).then_some(1),
            reply: None,
        };
        ScriptRun { script: ScriptId::from_u64(1), path: steps.iter().enumerate().map(read).collect() }
    }

    #[test]
    fn losses_stand_where_the_last_answer_was_given() {
        let mut heat = Heat::default();
        heat.add(&run(&["hello", "offer", "bye"]), false);
        heat.add(&run(&["hello", "offer", "dear", "offer", "refuse"]), true);
        heat.add(&run(&["hello"]), true);
        heat.add(&run(&[]), true);
        assert_eq!(heat.calls(), 3);
        let steps = heat.steps(std::iter::empty());
        let of = |code: &str| steps.iter().find(|heat| heat.step == code).unwrap();
        let hello = of("hello");
        assert_eq!((hello.calls, hello.reads, hello.ended, hello.lost), (3, 3, 1, 1));
        assert_eq!(hello.next, [("offer".to_owned(), 2)]);
        let offer = of("offer");
        assert_eq!((offer.calls, offer.reads, offer.ended), (2, 3, 0));
        assert_eq!((of("offer").lost, of("bye").lost, of("refuse").lost), (1, 0, 0));
    }

    proptest! {
        #[test]
        fn what_comes_to_a_step_goes_on_or_ends_there(
            runs in prop::collection::vec((prop::collection::vec(0_usize..6, 0..9), any::<bool>()), 0..40)
        ) {
            const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
            let mut heat = Heat::default();
            for (steps, lost) in &runs {
                heat.add(&run(&steps.iter().map(|step| NAMES[*step]).collect::<Vec<_>>()), *lost);
            }
            let calls = heat.calls();
            let steps = heat.steps(std::iter::empty());
            for step in &steps {
                let on: u64 = step.next.iter().map(|(_, count)| count).sum();
                prop_assert_eq!(on + step.ended, step.reads);
                prop_assert!(step.lost <= step.calls && step.calls <= step.reads && step.calls <= calls);
                // Whatever comes here came from somewhere or began here.
                let come: u64 = steps.iter().flat_map(|from| &from.next).filter(|(to, _)| *to == step.step).map(|(_, n)| n).sum();
                prop_assert!(come <= step.reads);
            }
            prop_assert_eq!(steps.iter().map(|step| step.ended).sum::<u64>(), calls);
            let lost = runs.iter().filter(|(steps, lost)| *lost && !steps.is_empty()).count();
            prop_assert_eq!(steps.iter().map(|step| step.lost).sum::<u64>(), lost as u64);
        }
    }
}
