//! Names of values: roles, kinds, states.

use crate::desk::What;
use crate::desk::import::DuplicateBy;
use crate::domain::call_list::Purpose;
use crate::domain::consent::{ConsentHow, ConsentKind};
use crate::domain::contact::ContactState;
use crate::domain::day::OperatorState;
use crate::domain::day::screens::Screen;
use crate::domain::interaction::{Direction, InteractionKind};
use crate::domain::job::JobState;
use crate::domain::job::load::Verdict;
use crate::domain::job::progress::RowState;
use crate::domain::outcome::{Ask, StopAnswer};
use crate::domain::person::Role;
use crate::domain::queue::{EntryKind, Rank};
use crate::domain::recycle::{Preset, Shift};
use crate::domain::stop::StopScope;
use crate::domain::user::{Right, UserRole};
use crate::domain::zone::{Confidence, ZoneSource};

/// A value that has a name in `locales/`.
pub trait Word {
    /// Key of the name.
    fn key(&self) -> &'static str;
}

/// Key of the sentence that says where a rank stands in the order of the queue.
pub fn order_of(rank: Rank) -> &'static str {
    match rank {
        Rank::PromiseNow => "why-promise-now",
        Rank::Missed => "why-missed",
        Rank::PromiseOverdue => "why-promise-overdue",
        Rank::PromiseDay => "why-promise-day",
        Rank::Hot => "why-hot",
        Rank::Planned => "why-planned",
        Rank::Retry => "why-retry",
        Rank::New => "why-new",
        Rank::Later => "why-not-yet",
    }
}

macro_rules! words {
    ($($kind:ty { $($value:pat => $key:literal),* $(,)? })*) => {$(
        impl Word for $kind {
            fn key(&self) -> &'static str {
                match self {
                    $($value => $key),*
                }
            }
        }
    )*};
}

words! {
    Role {
        Self::DecisionMaker => "role-decision-maker",
        Self::Influencer => "role-influencer",
        Self::Purchasing => "role-purchasing",
        Self::Accountant => "role-accountant",
        Self::Secretary => "role-secretary",
        Self::Other => "role-other",
    }
    JobState {
        Self::Draft => "job-draft",
        Self::Ready => "job-ready",
        Self::Running => "job-running",
        Self::Paused => "job-paused",
        Self::Finished => "job-finished",
    }
    Preset {
        Self::Results => "recycle-results",
        Self::Sales => "recycle-sales",
        Self::Survey => "recycle-survey",
        Self::Debt => "recycle-debt",
    }
    Shift {
        Self::None => "shift-any",
        Self::Hour => "shift-other-hour",
        Self::Half => "shift-other-half",
        Self::Day => "shift-other-day",
    }
    Verdict {
        Self::New => "load-new",
        Self::Known => "load-known",
        Self::InFile => "load-in-file",
        Self::InJob => "load-in-job",
        Self::Stopped => "load-stopped",
        Self::NoConsent => "load-no-consent",
        Self::BadNumber => "load-bad-number",
        Self::Zone => "load-zone",
        Self::Own => "load-own",
    }
    RowState {
        Self::Unused => "row-unused",
        Self::InWork => "row-in-work",
        Self::Done => "row-done",
        Self::Exhausted => "row-exhausted",
        Self::Blocked => "row-blocked",
    }
    OperatorState {
        Self::Offline => "operator-offline",
        Self::Ready => "operator-ready",
        Self::Preview => "operator-preview",
        Self::Ringing => "operator-ringing",
        Self::Talking => "operator-talking",
        Self::AfterCall => "operator-after-call",
        Self::AfterCallLate => "operator-after-call-late",
        Self::Paused(_) => "operator-paused",
        Self::Training(_) => "operator-training",
        Self::LogIn => "operator-login",
        Self::Lag => "operator-lag",
    }
    Screen {
        Self::Queue => "screen-queue",
        Self::Card => "screen-card",
        Self::Map => "screen-map",
        Self::Script => "screen-script",
        Self::History => "screen-history",
        Self::Result => "screen-result",
        Self::Question => "screen-question",
        Self::Note => "screen-note",
        Self::Mark => "screen-mark",
        Self::Deal => "screen-deal",
        Self::Plan => "screen-plan",
        Self::Wishes => "screen-wishes",
        Self::Search => "screen-search",
        Self::Client => "screen-client",
        Self::Palette => "screen-palette",
        Self::Promises => "screen-promises",
        Self::Jobs => "screen-jobs",
        Self::Reading => "screen-reading",
        Self::Other => "screen-other",
    }
    InteractionKind {
        Self::Call => "kind-call",
        Self::Meeting => "kind-meeting",
        Self::Sms => "kind-sms",
        Self::Email => "kind-email",
        Self::Messenger => "kind-messenger",
    }
    Direction {
        Self::Incoming => "direction-incoming",
        Self::Outgoing => "direction-outgoing",
    }
    Rank {
        Self::PromiseNow => "rank-promise-now",
        Self::Missed => "rank-missed",
        Self::PromiseOverdue => "rank-promise-overdue",
        Self::PromiseDay => "rank-promise-day",
        Self::Hot => "rank-hot",
        Self::Planned => "rank-planned",
        Self::Retry => "rank-retry",
        Self::New => "rank-new",
        Self::Later => "rank-later",
    }
    EntryKind {
        Self::Promise => "entry-promise",
        Self::Hot => "entry-hot",
        Self::Planned => "entry-planned",
        Self::Retry => "entry-retry",
        Self::New => "entry-new",
        Self::Missed => "entry-missed",
    }
    ContactState {
        Self::Good => "contact-good",
        Self::NotTheirs => "contact-not-theirs",
        Self::Dead => "contact-dead",
    }
    Purpose {
        Self::Advertising => "purpose-advertising",
        Self::Service => "purpose-service",
        Self::Survey => "purpose-survey",
        Self::Debt => "purpose-debt",
    }
    StopScope {
        Self::Everything => "stop-everything",
        Self::Advertising => "stop-advertising",
        Self::List(_) => "stop-list",
    }
    ConsentKind {
        Self::Advertising => "consent-advertising",
        Self::PersonalData => "consent-personal-data",
        Self::Recording => "consent-recording",
    }
    ConsentHow {
        Self::WebForm => "consent-web-form",
        Self::Paper => "consent-paper",
        Self::Voice => "consent-voice",
        Self::Email => "consent-email",
        Self::Messenger => "consent-messenger",
        Self::Other => "consent-other",
    }
    StopAnswer {
        Self::Everything => "stop-everything",
        Self::Advertising => "stop-advertising",
        Self::ThisList => "stop-list",
    }
    ZoneSource {
        Self::MobilePrefix => "zone-source-mobile",
        Self::AreaCode => "zone-source-area-code",
        Self::Address => "zone-source-address",
        Self::Said => "zone-source-said",
    }
    Confidence {
        Self::Low => "confidence-low",
        Self::Medium => "confidence-medium",
        Self::High => "confidence-high",
    }
    UserRole {
        Self::Operator => "user-role-operator",
        Self::Senior => "user-role-senior",
        Self::Supervisor => "user-role-supervisor",
        Self::Admin => "user-role-admin",
        Self::Auditor => "user-role-auditor",
    }
    Right {
        Self::Read => "right-read",
        Self::Work => "right-work",
        Self::Load => "right-load",
        Self::Configure => "right-configure",
        Self::Export => "right-export",
        Self::Undo => "right-undo",
        Self::Lift => "right-lift",
    }
    What {
        Self::Client => "what-client",
        Self::Person => "what-person",
        Self::Deal => "what-deal",
        Self::Process => "what-process",
        Self::Stage => "what-stage",
        Self::Script => "what-script",
        Self::Outcome => "what-outcome",
        Self::CallList => "what-call-list",
        Self::QueueEntry => "what-queue-entry",
        Self::User => "what-user",
        Self::Commit => "what-commit",
        Self::Consent => "what-consent",
        Self::Stop => "what-stop",
        Self::Heard => "what-heard",
        Self::Load => "what-load",
            Self::Filter => "what-filter",
        Self::Memo => "what-memo",
        Self::WorkDay => "what-work-day",
        Self::PauseCode => "what-pause",
        Self::Call => "what-call",
        Self::Notice => "what-notice",
    }
    Ask {
        Self::Source => "ask-source",
        Self::When => "ask-when",
        Self::Reason => "ask-reason",
        Self::Deal => "ask-deal",
        Self::StopScope => "ask-stop-scope",
        Self::Contact => "ask-contact",
    }
    DuplicateBy {
        Self::Inn => "duplicate-inn",
        Self::Phone => "duplicate-phone",
        Self::Email => "duplicate-email",
    }
}
