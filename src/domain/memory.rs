//! One line of memory about a client, made of facts alone: how often somebody spoke, what came of it, which promise was not
//! kept, from which hour on the client is reached. A pure function of the events: it is made anew each time.

use chrono::Timelike;
use chrono_tz::Tz;

use super::queue::{EntryKind, QueueEntry};
use super::time::Moment;

/// Talks from which on an hour can be told.
const TALKS_FOR_HOUR: usize = 3;
/// Attempts in vain before that hour without which it says nothing.
const MISSES_FOR_HOUR: usize = 2;

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// When.
    pub at: Moment,
    /// Whether somebody spoke.
    pub talked: bool,
    /// What came of it, in a few words: the reason, else the result.
    pub words: String,
}

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// How many talks there were among the calls.
    pub talks: usize,
    /// When promises were due that were not kept, and what for, oldest first.
    pub broken: Vec<(Moment, String)>,
    /// When calls are promised that are still to be kept and what for, soonest first; those nobody has said it of are left out.
    pub promised: Vec<(Moment, String)>,
    /// What the talks came to, newest first.
    pub facts: Vec<(Moment, String)>,
    /// The hour by the client's clock from which on he is reached, and before which he was not.
    pub from_hour: Option<u32>,
}

impl Memory {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.talks == 0 && self.broken.is_empty() && self.promised.is_empty()
    }
}

/// What is remembered of a client: of calls, newest first or oldest first, and of what is planned. `zone` is his.
pub fn of<'e>(
    calls: &[Call],
    planned: impl Iterator<Item = &'e QueueEntry>,
    zone: Option<Tz>,
    now: Moment,
) -> Memory {
    let mut talks: Vec<&Call> = calls.iter().filter(|call| call.talked).collect();
    talks.sort_by_key(|call| std::cmp::Reverse(call.at));
    let open =
        planned.filter(|entry| matches!(entry.kind, EntryKind::Promise | EntryKind::Hot) && entry.is_open());
    let (broken, kept): (Vec<&QueueEntry>, Vec<&QueueEntry>) = open.partition(|entry| entry.is_overdue(now));
    let by_time = |entries: Vec<&QueueEntry>| {
        let mut said: Vec<_> = entries.iter().map(|entry| (entry.due, entry.reason.clone())).collect();
        said.sort_by_key(|(due, _)| *due);
        said
    };
    let mut promised = by_time(kept);
    promised.retain(|(_, reason)| !reason.is_empty());
    let facts = talks.iter().filter(|call| !call.words.is_empty());
    Memory {
        talks: talks.len(),
        broken: by_time(broken),
        promised,
        facts: facts.map(|call| (call.at, call.words.clone())).collect(),
        from_hour: zone.and_then(|zone| from_hour(calls, zone)),
    }
}

/// The hour of the earliest talk, when there were talks enough and only attempts in vain before it.
fn from_hour(calls: &[Call], zone: Tz) -> Option<u32> {
    let hour = |call: &&Call| call.at.in_zone(zone).hour();
    let talks = calls.iter().filter(|call| call.talked);
    let earliest = talks.clone().map(|call| hour(&call)).min()?;
    let misses = calls.iter().filter(|call| !call.talked && hour(call) < earliest).count();
    (talks.count() >= TALKS_FOR_HOUR && misses >= MISSES_FOR_HOUR).then_some(earliest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{ClientId, QueueEntryId, RecordId};
    use crate::domain::queue::EntryState;
    use crate::domain::time::HOUR_MS;

    fn call(hour: i64, talked: bool, words: &str) -> Call {
        Call { at: Moment::from_millis(hour * HOUR_MS), talked, words: words.into() }
    }

    fn entry(kind: EntryKind, due_hour: i64, state: EntryState) -> QueueEntry {
        QueueEntry {
            id: QueueEntryId::from_u64(1),
            client: ClientId::from_u64(1),
            person: None,
            phone: None,
            kind,
            due: Moment::from_millis(due_hour * HOUR_MS),
            reason: "КП".into(),
            list: None,
            attempts: 0,
            max_attempts: 5,
            owner: None,
            state,
            zone: None,
            created: Moment::default(),
            marks: crate::domain::queue::Marks::default(),
        }
    }

    #[test]
    fn only_what_happened_is_remembered() {
        let now = Moment::from_millis(100 * HOUR_MS);
        assert!(of(&[], std::iter::empty(), None, now).is_empty());
        let calls = [call(15, true, "дорого"), call(40, true, ""), call(63, true, "ждёт КП")];
        let memory = of(&calls, std::iter::empty(), Some(Tz::UTC), now);
        assert_eq!(memory.talks, 3);
        assert_eq!(
            memory.facts.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>(),
            ["ждёт КП", "дорого"]
        );
        assert_eq!(memory.from_hour, None, "nobody tried before");
        let all: Vec<Call> =
            calls.iter().cloned().chain([call(10, false, ""), call(34, false, "")]).collect();
        assert_eq!(of(&all, std::iter::empty(), Some(Tz::UTC), now).from_hour, Some(15));
        assert_eq!(of(&all, std::iter::empty(), None, now).from_hour, None);
    }

    #[test]
    fn what_a_promised_call_is_for_is_remembered_until_it_is_made() {
        let now = Moment::from_millis(100 * HOUR_MS);
        for (kind, due, state, told) in [
            (EntryKind::Promise, 101, EntryState::Waiting, true),
            (EntryKind::Hot, 100, EntryState::Waiting, true),
            (EntryKind::Promise, 99, EntryState::Waiting, false),
            (EntryKind::Promise, 101, EntryState::Done, false),
            (EntryKind::Retry, 101, EntryState::Waiting, false),
        ] {
            let mut planned = [entry(kind, due, state)];
            let memory = of(&[], planned.iter(), None, now);
            assert_eq!(memory.promised.len(), usize::from(told), "{kind:?} {due} {state:?}");
            planned[0].reason.clear();
            assert!(of(&[], planned.iter(), None, now).promised.is_empty());
        }
    }

    #[test]
    fn a_promise_is_broken_while_it_is_open_and_late() {
        let now = Moment::from_millis(100 * HOUR_MS);
        for (kind, due, state, broken) in [
            (EntryKind::Promise, 99, EntryState::Waiting, true),
            (EntryKind::Hot, 99, EntryState::Waiting, true),
            (EntryKind::Promise, 100, EntryState::Waiting, false),
            (EntryKind::Promise, 99, EntryState::Done, false),
            (EntryKind::Retry, 99, EntryState::Waiting, false),
        ] {
            let planned = [entry(kind, due, state)];
            let memory = of(&[], planned.iter(), None, now);
            assert_eq!(!memory.broken.is_empty(), broken, "{kind:?} {due} {state:?}");
            assert_eq!(memory.is_empty(), !broken && memory.promised.is_empty());
        }
    }
}
