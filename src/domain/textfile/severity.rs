//! Which problems spoil a file, and which only want a look.

use super::{ProblemKind, ScriptProblem, Severity};

impl ProblemKind {
    /// Whether a file with this problem can be used.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Script(problem) => problem.severity(),
            Self::TooWide { .. }
            | Self::ProbabilityFalls { .. }
            | Self::NoLossReasons
            | Self::ReasonsNotAsked
            | Self::TimeWithoutCallback
            | Self::FlagWithoutHuman { .. }
            | Self::ClassOrder { .. }
            | Self::NoStopOutcome => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl ScriptProblem {
    /// Whether a script with this problem can be used.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Unreachable { .. }
            | Self::LongSay { .. }
            | Self::OutcomeBeforeEnd { .. }
            | Self::EndWithoutOutcome { .. }
            | Self::UnknownOutcome { .. }
            | Self::VariableOutOfPlace { .. }
            | Self::NotSaid { .. }
            | Self::LongLine { .. }
            | Self::NeverSaid { .. }
            | Self::CaseWithoutDefault { .. }
            | Self::NeverTrue
            | Self::JumpNeverTaken
            | Self::NothingToChoose { .. }
            | Self::NeverRead { .. }
            | Self::UselessTo => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
