//! What the queue says of itself: the points of a contact, what holds contacts back, why one was skipped.

use super::{Calendar, Message, Texts, Word};
use crate::desk::queue::Rule;
use crate::domain::queue::book::Due;
use crate::domain::queue::{Priority, QueueEntry, Rank, Score, SkipReason, StageBand, Term, TermKind};
use crate::domain::text::{Bilingual, clean_line};
use crate::say;

impl Word for Rule {
    fn key(&self) -> &'static str {
        match self {
            Self::Ready => "rule-ready",
            Self::Unchecked => "rule-unchecked",
            Self::Mine => "rule-mine",
            Self::Held => "rule-held",
            Self::Theirs => "rule-theirs",
            Self::Resting => "rule-resting",
            Self::Begins => "rule-begins",
            Self::Over => "rule-over",
            Self::Hours => "rule-hours",
            Self::Skipped => "rule-skipped",
            Self::Promised => "rule-promised",
            Self::Planned => "rule-planned",
            Self::Recycle => "rule-recycle",
            Self::PutOff => "rule-put-off",
            Self::Often => "rule-often",
            Self::Stop => "rule-stop",
            Self::Consent => "rule-consent",
            Self::Number => "rule-number",
            Self::NeverOpen => "rule-never-open",
            Self::Blocked => "rule-blocked",
            Self::Exhausted => "rule-exhausted",
            Self::Done => "rule-done",
        }
    }
}

impl Word for SkipReason {
    fn key(&self) -> &'static str {
        match self {
            Self::NotReady => "skip-not-ready",
            Self::Colleague => "skip-colleague",
            Self::BadTime => "skip-bad-time",
            Self::BadData => "skip-bad-data",
            Self::Other => "skip-other",
        }
    }
}

impl Word for Due {
    fn key(&self) -> &'static str {
        match self {
            Self::Overdue => "due-overdue",
            Self::Today => "due-today",
            Self::Tomorrow => "due-tomorrow",
            Self::Later => "due-later",
        }
    }
}

impl Texts {
    /// The points of a contact with all their terms: «87 = 40 обещан 11:00 + 25 этап «Презентация» + 22 просрочен 14 мин».
    pub fn score(
        &self,
        score: &Score,
        entry: &QueueEntry,
        stage: Option<&Bilingual>,
        calendar: Calendar,
    ) -> String {
        let mut terms = String::new();
        for (place, term) in score.terms.iter().enumerate() {
            let said = self.say(&self.term(*term, entry, stage, calendar));
            let sign = match (place, term.points < 0) {
                (0, false) => "",
                (0, true) => "−",
                (_, false) => " + ",
                (_, true) => " − ",
            };
            terms.push_str(&format!("{sign}{} {said}", term.points.unsigned_abs()));
        }
        let total = score.total();
        let total = if total < 0 { format!("−{}", total.unsigned_abs()) } else { total.to_string() };
        self.say(&say!("score-line", total = total, terms = terms))
    }

    /// When a contact is due, and how long ago that was; of a day without an hour the day.
    pub fn why_due(&self, entry: &QueueEntry, rank: Rank, late_min: i64, calendar: Calendar) -> Message {
        if entry.marks.whole_day {
            let due = self.due(entry, calendar);
            return match rank {
                Rank::Later => say!("why-day-later", due = due),
                _ if entry.is_late(calendar.now) => say!("why-day-late", due = due),
                _ => say!("why-day", due = due),
            };
        }
        let due = self.moment(entry.wakes(), calendar);
        match (rank, late_min) {
            (Rank::Later, late) => say!("why-later", due = due, span = self.span(-late)),
            (_, 0) => say!("why-due-now", due = due),
            (_, late) => say!("why-late", due = due, span = self.span(late)),
        }
    }

    fn term(&self, term: Term, entry: &QueueEntry, stage: Option<&Bilingual>, calendar: Calendar) -> Message {
        match term.kind {
            TermKind::Class(Rank::PromiseNow | Rank::PromiseOverdue | Rank::PromiseDay) => {
                say!("term-promise", due = self.brief_due(entry, calendar))
            }
            TermKind::Class(Rank::Missed) => say!("term-missed", at = self.brief(entry.due, calendar)),
            TermKind::Class(Rank::Hot) => say!("term-hot"),
            TermKind::Class(Rank::Planned | Rank::Later) => {
                say!("term-planned", due = self.brief_due(entry, calendar))
            }
            TermKind::Class(Rank::Retry) => say!("term-retry"),
            TermKind::Class(Rank::New) => say!("term-new"),
            TermKind::Late(_) if entry.is_late(calendar.now) && entry.marks.whole_day => {
                say!("term-overdue-day")
            }
            TermKind::Late(minutes) if entry.rank(calendar.now) == Rank::PromiseOverdue => {
                say!("term-overdue", span = self.span(minutes))
            }
            TermKind::Late(minutes) => say!("term-waits", span = self.span(minutes)),
            TermKind::Stage(band) => match (stage, band) {
                (Some(stage), _) => say!("term-stage", stage = clean_line(stage.get(self.lang()))),
                (None, StageBand::None | StageBand::Early) => say!("term-stage-early"),
                (None, StageBand::Middle) => say!("term-stage-middle"),
                (None, StageBand::Late) => say!("term-stage-late"),
            },
            TermKind::Own => say!("term-own"),
            TermKind::Attempts(count) => say!("term-attempts", count = count),
            TermKind::List(Priority::Low) => say!("term-list-low"),
            TermKind::List(_) => say!("term-list-high"),
        }
    }
}
