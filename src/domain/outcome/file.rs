//! The file the results of a call are written in.
//!
//! ```
//! let file = r#"
//! [[outcome]]
//! key = "7"
//! code = "busy"
//! name = { ru = "Занято", en = "Busy" }
//! next = { retry_minutes = 15 }
//!
//! [[outcome]]
//! key = "0"
//! code = "do-not-call"
//! name = { ru = "Не звонить", en = "Do not call" }
//! flags = ["human", "stop"]
//! asks = ["stop-scope"]
//! next = "close"
//! "#;
//! let (outcomes, _) = dozvon::domain::outcome::file::parse(file).unwrap();
//! assert_eq!(outcomes.len(), 2);
//! ```

use std::collections::HashMap;

use super::{Ask, Calls, NextStep, Outcome, OutcomeFlags};
use crate::domain::call_list::Purpose;
use crate::domain::ids::OutcomeId;
use crate::domain::text::{Bilingual, clean_line};
use crate::domain::textfile::read::{Reader, Section};
use crate::domain::textfile::{Parsed, ProblemKind};

/// Longest time till the next attempt, in minutes: sixty days. Who wants to wait longer wants the client to rest.
const RETRY_MAX: u32 = 60 * 24 * 60;
/// Longest rest, in days: ten years.
const REST_MAX: u16 = 3_650;

/// Keys of the file and of a result.
const TOP: &[&str] = &["outcome"];
const OUTCOME: &[&str] =
    &["key", "code", "name", "flags", "asks", "reasons", "next", "deal_stage", "calls", "purpose"];
const NEXT: [&str; 2] = ["retry_minutes", "rest_days"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flag {
    Human,
    DecisionMaker,
    Sale,
    Stop,
    BadNumber,
}

/// Words of `flags`, `asks` and `next`.
const FLAGS: [(&str, Flag); 5] = [
    ("human", Flag::Human),
    ("decision-maker", Flag::DecisionMaker),
    ("sale", Flag::Sale),
    ("stop", Flag::Stop),
    ("bad-number", Flag::BadNumber),
];
const ASKS: [(&str, Ask); 6] = [
    ("source", Ask::Source),
    ("when", Ask::When),
    ("reason", Ask::Reason),
    ("deal", Ask::Deal),
    ("stop-scope", Ask::StopScope),
    ("contact", Ask::Contact),
];
/// Words of `calls` and `purpose`.
const CALLS: [(&str, Calls); 3] =
    [("outgoing", Calls::Outgoing), ("incoming", Calls::Incoming), ("both", Calls::Both)];
const PURPOSES: [(&str, Purpose); 4] = [
    ("advertising", Purpose::Advertising),
    ("service", Purpose::Service),
    ("survey", Purpose::Survey),
    ("debt", Purpose::Debt),
];
const NEXT_WORDS: [(&str, NextStep); 4] = [
    ("close", NextStep::Close),
    ("callback", NextStep::Callback),
    ("follow-up", NextStep::FollowUp),
    ("other-number", NextStep::OtherNumber),
];

/// A result as its file has it: without the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeDraft {
    /// The key: a digit or `-`.
    pub key: char,
    /// A stable word for scripts, files and reports.
    pub code: String,
    /// The name on the screen.
    pub name: Bilingual,
    /// What the result says of the call.
    pub flags: OutcomeFlags,
    /// What it asks before it is recorded, in this order.
    pub asks: Vec<Ask>,
    /// Reasons to choose from.
    pub reasons: Vec<Bilingual>,
    /// What becomes of the planned contact.
    pub next: NextStep,
    /// Code of the stage at which a deal begins that this result makes. May be empty.
    pub deal_stage: String,
    /// For which calls it is offered.
    pub calls: Calls,
    /// For calls of which purpose only.
    pub purpose: Option<Purpose>,
}

impl OutcomeDraft {
    /// The result as the store keeps it, in use.
    pub fn into_outcome(self, id: OutcomeId) -> Outcome {
        let Self { key, code, name, flags, asks, reasons, next, deal_stage, calls, purpose } = self;
        Outcome {
            id,
            key,
            code,
            name,
            flags,
            asks,
            reasons,
            next,
            deal_stage,
            retired: false,
            calls,
            purpose,
            version: 1,
            since: None,
        }
    }
}

/// Reads and checks the results of a call, in the order of the file.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse(text: &str) -> Parsed<Vec<OutcomeDraft>> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let (mut codes, mut keys) = (HashMap::new(), Vec::new());
    let mut outcomes = Vec::new();
    let sections = reader.sections(top, "outcome");
    let readable = sections.is_some();
    for section in sections.unwrap_or_default() {
        reader.check_keys(section, OUTCOME);
        let calls = reader.word(section, "calls", &CALLS).unwrap_or_default();
        let purpose = reader.word(section, "purpose", &PURPOSES);
        let key = read_key(&mut reader, section, (calls, purpose), &mut keys);
        let code = reader.code(section);
        reader.unique_code(&mut codes, &code);
        let name = reader.bilingual(section, "name");
        let flags = read_flags(&mut reader, section);
        let asks = reader.words(section, "asks", &ASKS);
        let reasons = reader.bilinguals(section, "reasons").unwrap_or_default();
        let next = read_next(&mut reader, section);
        let deal_stage = reader.optional_text(section, "deal_stage").map_or("", |text| text.value);
        let outcome = OutcomeDraft {
            key: key.unwrap_or('-'),
            code: code.value.to_owned(),
            name,
            flags,
            asks,
            reasons,
            next: next.unwrap_or(NextStep::Close),
            deal_stage: clean_line(deal_stage),
            calls,
            purpose,
        };
        check(&mut reader, section, &outcome, next);
        outcomes.push(outcome);
    }
    if readable && outcomes.is_empty() {
        reader.report(top.place("outcome"), ProblemKind::NoOutcomes);
    } else if !reader.has_errors() && !outcomes.iter().any(|outcome| outcome.flags.stop) {
        reader.report(top.at, ProblemKind::NoStopOutcome);
    }
    reader.finish(outcomes)
}

/// For which calls a result is offered, by direction and purpose.
type Offered = (Calls, Option<Purpose>);

fn read_key(
    reader: &mut Reader<'_>,
    section: Section<'_>,
    offered: Offered,
    seen: &mut Vec<(char, Offered, usize)>,
) -> Option<char> {
    let text = reader.text(section, "key");
    let mut letters = text.value.chars();
    let (Some(key), None) = (letters.next(), letters.next()) else {
        if !clean_line(text.value).is_empty() {
            reader.report(text.at, ProblemKind::BadKey { key: clean_line(text.value) });
        }
        return None;
    };
    if !key.is_ascii_digit() && key != '-' {
        reader.report(text.at, ProblemKind::BadKey { key: clean_line(text.value) });
        return None;
    }
    // A result for calls of one purpose may stand before the one for all of them.
    let same = |(known, (calls, purpose), _): &&(char, Offered, usize)| {
        *known == key && calls.meets(offered.0) && *purpose == offered.1
    };
    match seen.iter().find(same).map(|(.., at)| *at) {
        Some(first) => {
            let line = reader.line(first);
            reader.report(text.at, ProblemKind::DuplicateKey { key, line });
        }
        None => seen.push((key, offered, text.at)),
    }
    Some(key)
}

fn read_flags(reader: &mut Reader<'_>, section: Section<'_>) -> OutcomeFlags {
    let words = reader.words(section, "flags", &FLAGS);
    let has = |flag| words.contains(&flag);
    OutcomeFlags {
        human: has(Flag::Human),
        decision_maker: has(Flag::DecisionMaker),
        sale: has(Flag::Sale),
        stop: has(Flag::Stop),
        bad_number: has(Flag::BadNumber),
    }
}

/// `"close"`, `"callback"`, `"follow-up"`, `"other-number"`, `{ retry_minutes = 15 }` or `{ rest_days = 90 }`.
fn read_next(reader: &mut Reader<'_>, section: Section<'_>) -> Option<NextStep> {
    let Some(table) = reader.table(section, "next") else {
        if !section.has("next") {
            reader.report(section.at, ProblemKind::MissingKey { key: "next" });
        }
        return reader.word(section, "next", &NEXT_WORDS);
    };
    reader.check_keys(table, &NEXT);
    match NEXT.map(|key| table.has(key)) {
        [true, false] => {
            let minutes = reader.number(table, "retry_minutes", 1..=RETRY_MAX);
            minutes.map(|minutes| NextStep::Retry { minutes })
        }
        [false, true] => reader.number(table, "rest_days", 1..=REST_MAX).map(|days| NextStep::Rest { days }),
        _ => {
            reader.report(table.at, ProblemKind::OneKeyWanted { key: "next", keys: NEXT.to_vec() });
            None
        }
    }
}

/// Checks that the parts of a result agree with each other. `next` is `None` when it could not be read.
fn check(reader: &mut Reader<'_>, section: Section<'_>, outcome: &OutcomeDraft, next: Option<NextStep>) {
    let OutcomeDraft { flags, asks, reasons, .. } = outcome;
    let asks = |ask| asks.contains(&ask);
    let asks_reasons = asks(Ask::Reason) || asks(Ask::Source);
    let callback = matches!(next, Some(NextStep::Callback | NextStep::FollowUp));
    let plans_call = callback || matches!(next, Some(NextStep::Retry { .. } | NextStep::OtherNumber));
    for (wrong, key, kind) in [
        (asks_reasons && reasons.is_empty(), "asks", ProblemKind::NoReasons),
        (!asks_reasons && !reasons.is_empty(), "reasons", ProblemKind::ReasonsNotAsked),
        (callback && !asks(Ask::When), "next", ProblemKind::CallbackWithoutTime),
        (!callback && next.is_some() && asks(Ask::When), "asks", ProblemKind::TimeWithoutCallback),
        (flags.stop && !asks(Ask::StopScope), "flags", ProblemKind::StopWithoutScope),
        (!flags.stop && asks(Ask::StopScope), "asks", ProblemKind::ScopeWithoutStop),
        (flags.stop && plans_call, "next", ProblemKind::StopPlansCall),
        (flags.sale && !flags.human, "flags", ProblemKind::FlagWithoutHuman { flag: "sale" }),
        (
            flags.decision_maker && !flags.human,
            "flags",
            ProblemKind::FlagWithoutHuman { flag: "decision-maker" },
        ),
    ] {
        if wrong {
            reader.report(section.place(key), kind);
        }
    }
}
