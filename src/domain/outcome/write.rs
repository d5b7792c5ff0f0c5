//! The results of a call as the file they could have come from.

use super::{Ask, Calls, NextStep, Outcome, OutcomeFlags};
use crate::domain::textfile::write::{bilingual, line, list};

/// The file of results: [reading](super::file::parse) it gives them again.
pub fn file<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        if !out.is_empty() {
            out.push('\n');
        }
        write_outcome(&mut out, outcome);
    }
    out
}

fn write_outcome(out: &mut String, outcome: &Outcome) {
    out.push_str(&format!(
        "[[outcome]]\nkey = \"{}\"\ncode = {}\nname = {}\n",
        outcome.key,
        line(&outcome.code),
        bilingual(&outcome.name)
    ));
    let calls = calls_word(outcome.calls);
    if outcome.calls != Calls::default() {
        out.push_str(&format!("calls = {}\n", line(calls)));
    }
    if let Some(purpose) = outcome.purpose {
        out.push_str(&format!("purpose = {}\n", line(purpose.code())));
    }
    let flags = flags(outcome.flags);
    if !flags.is_empty() {
        out.push_str(&format!("flags = {}\n", list(&flags, |flag| line(flag))));
    }
    if !outcome.asks.is_empty() {
        out.push_str(&format!("asks = {}\n", list(&outcome.asks, |ask| line(ask_word(*ask)))));
    }
    if !outcome.reasons.is_empty() {
        out.push_str(&format!("reasons = {}\n", list(&outcome.reasons, bilingual)));
    }
    let next = match outcome.next {
        NextStep::Close => line("close"),
        NextStep::Callback => line("callback"),
        NextStep::FollowUp => line("follow-up"),
        NextStep::OtherNumber => line("other-number"),
        NextStep::Retry { minutes } => format!("{{ retry_minutes = {minutes} }}"),
        NextStep::Rest { days } => format!("{{ rest_days = {days} }}"),
    };
    out.push_str(&format!("next = {next}\n"));
    if !outcome.deal_stage.is_empty() {
        out.push_str(&format!("deal_stage = {}\n", line(&outcome.deal_stage)));
    }
}

/// The words a file has for what a result says of the call.
pub fn flags(flags: OutcomeFlags) -> Vec<&'static str> {
    [
        (flags.human, "human"),
        (flags.decision_maker, "decision-maker"),
        (flags.sale, "sale"),
        (flags.stop, "stop"),
        (flags.bad_number, "bad-number"),
    ]
    .into_iter()
    .filter_map(|(set, word)| set.then_some(word))
    .collect()
}

/// The word a file has for the calls a result is offered for.
pub fn calls_word(calls: Calls) -> &'static str {
    match calls {
        Calls::Outgoing => "outgoing",
        Calls::Incoming => "incoming",
        Calls::Both => "both",
    }
}

/// The word a file has for what a result asks.
pub fn ask_word(ask: Ask) -> &'static str {
    match ask {
        Ask::When => "when",
        Ask::Reason => "reason",
        Ask::Deal => "deal",
        Ask::StopScope => "stop-scope",
        Ask::Contact => "contact",
        Ask::Source => "source",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{OutcomeId, RecordId};
    use crate::domain::outcome::file::{OutcomeDraft, parse};
    use crate::domain::presets;

    fn read_back(drafts: &[OutcomeDraft]) -> Vec<OutcomeDraft> {
        let outcomes: Vec<Outcome> =
            drafts.iter().map(|draft| draft.clone().into_outcome(OutcomeId::from_u64(1))).collect();
        let text = file(&outcomes);
        parse(&text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}")).0
    }

    #[test]
    fn results_are_read_back() {
        let everything = include_str!("../../../tests/files/outcomes/valid/everything.toml");
        for text in [presets::OUTCOMES.1, everything] {
            let (drafts, _) = parse(text).unwrap();
            assert_eq!(read_back(&drafts), drafts);
        }
    }
}
