//! What is wrong with a script, in words.

use super::problems::suggested;
use super::{Explain, Message, Texts};
use crate::domain::textfile::ScriptProblem;
use crate::say;

impl Explain for ScriptProblem {
    fn what(&self, texts: &Texts) -> Message {
        match self {
            Self::NoSteps => say!("fault-no-steps"),
            Self::UnknownStep { code, .. } => say!("fault-unknown-step", code = code),
            Self::Unreachable { step } => say!("fault-unreachable", step = step),
            Self::NoExit { step, round } => say!("fault-no-exit", step = step, round = texts.quoted(round)),
            Self::TooManyAnswers { count } => say!("fault-too-many-answers", count = *count),
            Self::LongSay { length, limit } => say!("fault-long-say", length = *length, limit = *limit),
            Self::OutcomeBeforeEnd { step } => say!("fault-outcome-before-end", step = step),
            Self::EndWithoutOutcome { step } => say!("fault-end-without-outcome", step = step),
            Self::UnknownOutcome { code, .. } => say!("fault-unknown-outcome", code = code),
            Self::UnknownVariable { name, .. } => say!("fault-unknown-variable", name = name),
            Self::UnclosedBrace => say!("fault-unclosed-brace"),
            Self::StrayBrace => say!("fault-stray-brace"),
            Self::VariableOutOfPlace { key } => say!("fault-variable-out-of-place", key = *key),
            Self::NotSaid { variable, end } => say!("fault-not-said", variable = *variable, end = end),
            Self::LongLine { key, width, limit } => {
                say!("fault-long-line", key = *key, width = *width, limit = *limit)
            }
            Self::NeverSaid { variable } => say!("fault-never-said", variable = *variable),
            Self::NoPurpose { variable } => say!("fault-no-purpose", variable = variable),
            Self::CaseWithoutDefault { name } => say!("fault-case-without-default", name = name),
            Self::WrongForms { word, count } => say!("fault-wrong-forms", word = word, count = *count),
            Self::BadCondition { found } if found.is_empty() => say!("fault-condition-end"),
            Self::BadCondition { found } => say!("fault-condition", found = found),
            Self::UnknownQuestion { code, .. } => say!("fault-unknown-question", code = code),
            Self::UnknownChoice { question, choice, .. } => {
                say!("fault-unknown-choice", question = question, choice = choice)
            }
            Self::BadComparison { question, value } => {
                say!("fault-comparison", question = question, value = value)
            }
            Self::NeverTrue => say!("fault-never-true"),
            Self::JumpNeverTaken => say!("fault-jump-never-taken"),
            Self::JumpCircle { step, round } => {
                say!("fault-jump-circle", step = step, round = texts.quoted(round))
            }
            Self::NothingToChoose { step } => say!("fault-nothing-to-choose", step = step),
            Self::NeverRead { step } => say!("fault-never-read", step = step),
            Self::NoChoices { question } => say!("fault-no-choices", question = question),
            Self::KeyOfOtherKind { key } => say!("fault-key-of-other-kind", key = *key),
            Self::EmptyRange => say!("fault-empty-range"),
            Self::UselessTo => say!("fault-useless-to"),
            Self::BadCallback { words } => say!("fault-callback-words", words = words),
            Self::BadAmount { text } => say!("fault-deal-amount", text = text),
        }
    }

    fn hint(&self, _: &Texts) -> Option<Message> {
        Some(match self {
            Self::NoSteps => say!("hint-no-steps"),
            Self::UnknownStep { suggestion, .. } => {
                suggested(suggestion.as_deref(), say!("hint-unknown-step"))
            }
            Self::Unreachable { .. } => say!("hint-unreachable"),
            Self::NoExit { .. } => say!("hint-no-exit"),
            Self::TooManyAnswers { .. } => say!("hint-too-many-answers"),
            Self::LongSay { .. } => say!("hint-long-say"),
            Self::OutcomeBeforeEnd { .. } => say!("hint-outcome-before-end"),
            Self::EndWithoutOutcome { .. } => say!("hint-end-without-outcome"),
            Self::UnknownOutcome { suggestion, .. } => {
                suggested(suggestion.as_deref(), say!("hint-unknown-outcome"))
            }
            Self::UnknownVariable { suggestion, .. } => {
                suggested(suggestion.as_deref(), say!("hint-unknown-variable"))
            }
            Self::UnclosedBrace => say!("hint-unclosed-brace"),
            Self::StrayBrace => say!("hint-stray-brace"),
            Self::VariableOutOfPlace { .. } => say!("hint-variable-out-of-place"),
            Self::NotSaid { .. } => say!("hint-not-said"),
            Self::LongLine { .. } => say!("hint-long-line"),
            Self::NeverSaid { .. } => say!("hint-never-said"),
            Self::NoPurpose { .. } => say!("hint-no-purpose"),
            Self::CaseWithoutDefault { name } => say!("hint-case-without-default", name = name),
            Self::WrongForms { .. } => say!("hint-wrong-forms"),
            Self::BadCondition { .. } => say!("hint-condition"),
            Self::UnknownQuestion { suggestion, .. } => {
                suggested(suggestion.as_deref(), say!("hint-unknown-question"))
            }
            Self::UnknownChoice { suggestion, .. } => {
                suggested(suggestion.as_deref(), say!("hint-unknown-choice"))
            }
            Self::BadComparison { .. } => say!("hint-comparison"),
            Self::NeverTrue => say!("hint-never-true"),
            Self::JumpNeverTaken => say!("hint-jump-never-taken"),
            Self::JumpCircle { .. } => say!("hint-jump-circle"),
            Self::NothingToChoose { .. } => say!("hint-nothing-to-choose"),
            Self::NeverRead { .. } => say!("hint-never-read"),
            Self::NoChoices { .. } => say!("hint-no-choices"),
            Self::KeyOfOtherKind { .. } => say!("hint-key-of-other-kind"),
            Self::EmptyRange => say!("hint-empty-range"),
            Self::UselessTo => say!("hint-useless-to"),
            Self::BadCallback { .. } => say!("hint-callback-words"),
            Self::BadAmount { .. } => say!("hint-deal-amount"),
        })
    }
}
