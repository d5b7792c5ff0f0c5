//! Record ids.
//!
//! An id is a number the store gives out, unique within its table and never used again. People do not see ids: they
//! see codes such as `00-00000036`, made by [`code`].

use serde::{Deserialize, Serialize};

/// What every id has in common, so that keys and counters are written once.
pub trait RecordId: Copy + Eq + Ord + std::hash::Hash + std::fmt::Debug + Send + Sync + 'static {
    /// Makes an id of its number.
    fn from_u64(number: u64) -> Self;
    /// The number behind the id.
    fn as_u64(self) -> u64;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl RecordId for $name {
            fn from_u64(number: u64) -> Self {
                Self(number)
            }
            fn as_u64(self) -> u64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A client (1С: партнер).
    ClientId;
    /// A contact person.
    PersonId;
    /// A legal entity (1С: контрагент).
    LegalEntityId;
    /// An interaction: a call, a meeting, a message.
    InteractionId;
    /// A note.
    NoteId;
    /// A deal.
    DealId;
    /// A process: stages that deals pass. Every version of a process has its own id.
    ProcessId;
    /// A telemarketing script. Every version of a script has its own id.
    ScriptId;
    /// A result of a call that an operator may choose.
    OutcomeId;
    /// A call list (1С: обзвон).
    CallListId;
    /// One planned contact in the queue.
    QueueEntryId;
    /// A stop list entry.
    StopId;
    /// Words of a client that a script has no answer for.
    HeardId;
    /// A user: an operator, a supervisor.
    UserId;
    /// A consent of a client.
    ConsentId;
    /// A part of a load of rows into a call job.
    LoadId;
    /// A memo: something a user or the data steward is to know or to do.
    MemoId;
    /// A working day of an operator.
    WorkDayId;
    /// A state an operator was in, with its beginning and its end.
    StateSpanId;
    /// A message of a supervisor.
    NoticeId;
    /// A reason to pause.
    PauseId;
    /// A text that is written by a few letters.
    SnippetId;
    /// A filter that was saved by name.
    FilterId;
    /// The production calendar: there is one.
    CalendarId;
    /// A text file kept in the base. Every version of one has its own id.
    SettingId;
}

/// One sitting at one terminal. Sessions are not records: the number is unique while the process lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub u64);

/// The code people see, as 1С prints it: `00-00000036` for number 36.
///
/// ```
/// assert_eq!(dozvon::domain::ids::code(36), "00-00000036");
/// ```
pub fn code(number: u64) -> String {
    format!("00-{number:08}")
}

/// Reads a code or a bare number back: `00-00000036`, `36` and `№36` give 36.
pub fn parse_code(text: &str) -> Option<u64> {
    let text = text.trim().trim_start_matches('№').trim();
    let digits = text.strip_prefix("00-").unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for n in [0, 1, 36, 99_999_999, 123_456_789_012] {
            assert_eq!(parse_code(&code(n)), Some(n));
        }
        assert_eq!(parse_code("№ 36"), Some(36));
        for bad in ["", "00-", "АБ-36", "3.6", "-1", "99999999999999999999999"] {
            assert_eq!(parse_code(bad), None, "{bad}");
        }
    }
}
