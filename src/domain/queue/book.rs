//! The book of promises: what stands in it, and under which heading.

use chrono_tz::Tz;

use super::{EntryKind, QueueEntry};
use crate::domain::time::Moment;

/// A heading of the book, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// What was agreed on was not kept: see [`QueueEntry::is_overdue`].
    Overdue,
    /// Still to be kept today.
    Today,
    /// Tomorrow.
    Tomorrow,
    /// On a later day.
    Later,
}

impl Due {
    /// All headings, in their order.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Today, Self::Tomorrow, Self::Later];

    /// The heading a contact stands under for whoever's clock is in `zone`. A day without an hour is one of the client's own.
    pub fn of(entry: &QueueEntry, now: Moment, zone: Tz) -> Self {
        if entry.is_overdue(now) {
            return Self::Overdue;
        }
        let day = |at: Moment| if entry.marks.whole_day { entry.day_of(at) } else { at.date_in(zone) };
        match (day(entry.due) - day(now)).num_days() {
            ..=0 => Self::Today,
            1 => Self::Tomorrow,
            _ => Self::Later,
        }
    }
}

impl QueueEntry {
    /// Whether it stands in the book: a time was promised to the client, or one operator has planned a call for himself.
    pub fn is_promise(&self) -> bool {
        match self.kind {
            EntryKind::Promise => true,
            EntryKind::Hot | EntryKind::Planned => self.owner.is_some(),
            EntryKind::Retry | EntryKind::New | EntryKind::Missed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{ClientId, QueueEntryId, RecordId, UserId};
    use crate::domain::queue::{EntryState, Marks};

    fn at(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    fn promise(due: &str, zone: Option<Tz>) -> QueueEntry {
        QueueEntry {
            id: QueueEntryId::from_u64(1),
            client: ClientId::from_u64(1),
            person: None,
            phone: None,
            kind: EntryKind::Promise,
            due: at(due),
            reason: String::new(),
            list: None,
            attempts: 0,
            max_attempts: 5,
            owner: None,
            state: EntryState::Waiting,
            zone,
            created: Moment::default(),
            marks: Marks::default(),
        }
    }

    #[test]
    fn headings_follow_the_clock_of_the_reader_and_days_that_of_the_client() {
        let (moscow, vladivostok) = (chrono_tz::Europe::Moscow, chrono_tz::Asia::Vladivostok);
        let now = at("2026-11-10T18:00:00+03:00");
        for (due, heading) in [
            ("2026-11-10T17:54:59+03:00", Due::Overdue),
            ("2026-11-10T17:56:00+03:00", Due::Today),
            ("2026-11-10T23:59:00+03:00", Due::Today),
            ("2026-11-11T00:00:00+03:00", Due::Tomorrow),
            ("2026-11-12T00:00:00+03:00", Due::Later),
        ] {
            assert_eq!(Due::of(&promise(due, Some(vladivostok)), now, moscow), heading, "{due}");
        }
        // It is one in the morning of the 11th in Vladivostok: a day is counted there.
        for (due, heading) in [
            ("2026-11-10T10:00:00+10:00", Due::Overdue),
            ("2026-11-11T10:00:00+10:00", Due::Today),
            ("2026-11-12T10:00:00+10:00", Due::Tomorrow),
        ] {
            let mut day = promise(due, Some(vladivostok));
            day.marks.whole_day = true;
            assert_eq!(Due::of(&day, now, moscow), heading, "{due}");
        }
    }

    #[test]
    fn a_plan_stands_in_the_book_when_it_is_one_operators_own() {
        let mut entry = promise("2026-11-10T10:00:00+10:00", None);
        assert!(entry.is_promise());
        for (kind, own) in [(EntryKind::Hot, true), (EntryKind::Planned, true), (EntryKind::Retry, false)] {
            entry.kind = kind;
            entry.owner = None;
            assert!(!entry.is_promise(), "{kind:?}");
            entry.owner = Some(UserId::from_u64(1));
            assert_eq!(entry.is_promise(), own, "{kind:?}");
        }
    }
}
