//! One question of a result, while it is being answered.

use super::asker::Askers;
use super::deal_question::DealQuestion;
use super::picker::Picker;
use super::source::SourceQuestion;
use super::when::WhenField;
use crate::domain::outcome::{Ask, Outcome, StopAnswer};
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::i18n::Message;
use crate::say;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::model::Model;
use crate::tui::update::intent;

/// What a client may forbid, in the order it is offered: the usual wish first.
const STOPS: &[StopAnswer] = &[StopAnswer::Advertising, StopAnswer::Everything, StopAnswer::ThisList];
/// The same where the call belongs to no list.
const STOPS_ANYWHERE: &[StopAnswer] = &[StopAnswer::Advertising, StopAnswer::Everything];

/// Most fields of one question.
pub(super) const FIELDS: usize = 2;

/// What a form asks.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// What the result demands.
    Ask(Ask),
    /// Whether an incoming call has settled what was planned.
    Settles(Box<QueueEntry>),
}

/// A question while it is being answered.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one of them at a time")]
pub(super) enum Question {
    /// When, and what for; whether the latter has the keys.
    When {
        field: WhenField,
        purpose: Field,
        on_purpose: bool,
    },
    /// The reasons offered; the last one may be replaced by words.
    Reason {
        reasons: Vec<String>,
        picker: Picker,
        words: Option<Field>,
    },
    Deal(DealQuestion),
    /// Which prohibitions are offered, and who asks for one.
    Stop(&'static [StopAnswer], Picker, Askers),
    Contact {
        name: Field,
        phone: Field,
        on_phone: bool,
    },
    Source(SourceQuestion),
    /// Whether this planned contact is settled: the cursor stands on «yes».
    Settles(Box<QueueEntry>, Picker),
}

impl Question {
    pub(super) fn new(model: &Model, env: &Env, outcome: &Outcome, step: &Step) -> Self {
        let ask = match step {
            Step::Ask(ask) => *ask,
            Step::Settles(entry) => return Self::Settles(entry.clone(), Picker::default()),
        };
        let lang = env.texts.lang();
        let reasons = || outcome.reasons.iter().map(|reason| reason.get(lang).to_owned()).collect();
        match ask {
            Ask::When => {
                let proposed = intent(model, env).callback.unwrap_or_default();
                let field = WhenField::new(model).proposing(&proposed);
                Self::When { field, purpose: Field::line(""), on_purpose: false }
            }
            Ask::Reason => Self::Reason { reasons: reasons(), picker: Picker::default(), words: None },
            Ask::Deal => {
                let proposed = intent(model, env).deal.unwrap_or_default();
                let question = DealQuestion::new(model, &outcome.deal_stage).proposing(proposed);
                Self::Deal(question.of_sale(outcome.flags.sale))
            }
            Ask::Source => Self::Source(SourceQuestion::new(reasons())),
            Ask::StopScope => {
                let listed = model.worked_list().is_some();
                let stops = if listed { STOPS } else { STOPS_ANYWHERE };
                Self::Stop(stops, Picker::default(), Askers::new(model, env))
            }
            Ask::Contact => Self::Contact { name: Field::line(""), phone: Field::line(""), on_phone: false },
        }
    }

    /// What was typed into its fields; `None` while it has none.
    pub(super) fn typed(&self) -> Option<[String; FIELDS]> {
        Some(match self {
            Self::When { field, purpose, .. } => [field.typed(), purpose.typed()],
            Self::Reason { words, .. } => [words.as_ref()?.typed(), String::new()],
            Self::Deal(question) => [question.typed(), String::new()],
            Self::Contact { name, phone, .. } => [name.typed(), phone.typed()],
            Self::Source(question) => [question.typed(), String::new()],
            Self::Stop(..) | Self::Settles(..) => return None,
        })
    }

    /// Puts back what was typed into its fields.
    pub(super) fn retype(&mut self, [first, second]: &[String; FIELDS]) {
        match self {
            Self::When { field, purpose, .. } => {
                field.retype(Some(first));
                purpose.retype(Some(second));
            }
            // Words of his own stand open again.
            Self::Reason { words, .. } if !first.is_empty() => *words = Some(Field::line(first)),
            Self::Deal(question) => question.retype(Some(first)),
            Self::Contact { name, phone, .. } => {
                name.retype(Some(first));
                phone.retype(Some(second));
            }
            Self::Source(question) => question.retype(Some(first)),
            Self::Reason { .. } | Self::Stop(..) | Self::Settles(..) => {}
        }
    }

    pub(super) fn title(&self, env: &Env) -> Message {
        match self {
            Self::Source(_) => say!("ask-source"),
            Self::Settles(entry, _) => {
                let due = env.texts.due(entry, env.calendar());
                match entry.kind {
                    EntryKind::Promise => say!("ask-settles-promise", due = due),
                    _ => say!("ask-settles-planned", due = due),
                }
            }
            Self::When { .. } => say!("ask-when"),
            Self::Reason { .. } => say!("ask-reason"),
            Self::Deal(_) => say!("ask-deal"),
            Self::Stop(..) => say!("ask-stop-scope"),
            Self::Contact { .. } => say!("ask-contact"),
        }
    }

    pub(super) fn height(&self) -> u16 {
        match self {
            // What it is for stands below, unless something is to be chosen first.
            Self::When { field, .. } => field.height() + u16::from(!field.is_offering()),
            Self::Contact { .. } => 2,
            Self::Reason { words: Some(_), .. } => 1,
            Self::Reason { reasons, .. } => u16::try_from(reasons.len()).unwrap_or(10).min(12),
            Self::Deal(_) => 4,
            Self::Stop(stops, _, askers) => {
                u16::try_from(stops.len()).unwrap_or(3) + 2 * u16::from(askers.is_told())
            }
            Self::Source(question) => question.height(),
            Self::Settles(..) => 2,
        }
    }
}
