//! What an import notes when it loads rows into a call job: the verdict on every row, and the record of the load.

use std::collections::HashSet;

use super::{RowOutcome, Who};
use crate::domain::call_list::CallList;
use crate::domain::ids::{CallListId, ClientId, LoadId, QueueEntryId, StopId};
use crate::domain::job::load::{LoadPart, LoadRow, NAME_WIDTH, Source, Sums, Verdict};
use crate::domain::text::{clean_line, fit};
use crate::domain::time::Moment;

/// Rows that were left out before the first one was taken are remembered up to this many: a load that takes nothing writes
/// nothing.
const CARRIED: usize = 1000;

/// Where a row has come to in the call list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Placed {
    /// There is no call list, or nothing was asked.
    #[default]
    Nowhere,
    /// In it.
    Taken(Option<QueueEntryId>),
    /// An earlier row of the file is about the same client.
    InFile,
    /// The list has the client already.
    InList,
    /// He must not be called, or can't be.
    Out(LeftOut),
}

/// Why a client is not put into the call list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// He forbade calls: by this entry, unless the file itself says so.
    Stopped(Option<StopId>),
    /// He has not agreed to advertising. The contact is one in another list, to which he was sent instead.
    NoConsent(Option<QueueEntryId>, bool),
    /// He has no number that can be dialled.
    NoNumber,
    /// Where he is, the hours of the list never come.
    Zone,
    /// His number is one of our own.
    Own,
}

impl Placed {
    /// Whether what a row of a job knows goes to the card of a client of the base: that of one who was taken, and of one who only lacks
    /// a consent, as he may be called for service all the same.
    pub(super) fn fills(self) -> bool {
        matches!(self, Self::Taken(_) | Self::Out(LeftOut::NoConsent(..)))
    }
}

/// The load of a job that an import makes.
pub(in crate::desk) struct JobPart {
    pub(super) list: CallListId,
    /// The list to which clients without consent go.
    pub(super) service: Option<CallList>,
    /// Numbers of our own.
    pub(super) own: HashSet<u64>,
    source: Source,
    /// The load, once it has taken a row.
    load: Option<LoadId>,
    /// Rows of the part that is not written yet, and its sums.
    rows: Vec<LoadRow>,
    part: Sums,
    /// Sums of all rows so far.
    pub(in crate::desk) sums: Sums,
    /// The verdict on the last row.
    pub(in crate::desk) last: Option<(Verdict, Option<ClientId>)>,
    /// What forbids the last row, when a prohibition does.
    pub(in crate::desk) stop: Option<StopId>,
}

impl JobPart {
    pub(super) fn new(list: CallListId, service: Option<CallList>, own: HashSet<u64>, file: &str) -> Self {
        Self {
            list,
            service,
            own,
            source: Source::File(fit(&clean_line(file), NAME_WIDTH).into_owned()),
            load: None,
            rows: Vec::new(),
            part: Sums::default(),
            sums: Sums::default(),
            last: None,
            stop: None,
        }
    }

    /// Notes what became of a row; `name` is what it calls its client.
    pub(super) fn note(&mut self, line: u64, name: &str, outcome: &RowOutcome, placed: Placed) {
        let (client, by_import) = match outcome {
            RowOutcome::Created(id) => (Some(*id), Verdict::New),
            RowOutcome::Updated(id, _) => (Some(*id), Verdict::Known),
            RowOutcome::Skipped(duplicate) => (Some(duplicate.client), Verdict::Known),
            RowOutcome::Rejected(_) => (None, Verdict::BadNumber),
        };
        let (verdict, entry, moved) = match placed {
            Placed::Taken(entry) => (by_import, entry, false),
            Placed::Nowhere => (Verdict::BadNumber, None, false),
            Placed::InFile => (Verdict::InFile, None, false),
            Placed::InList => (Verdict::InJob, None, false),
            Placed::Out(LeftOut::Stopped(_)) => (Verdict::Stopped, None, false),
            Placed::Out(LeftOut::NoConsent(entry, moved)) => (Verdict::NoConsent, entry, moved),
            Placed::Out(LeftOut::NoNumber) => (Verdict::BadNumber, None, false),
            Placed::Out(LeftOut::Zone) => (Verdict::Zone, None, false),
            Placed::Out(LeftOut::Own) => (Verdict::Own, None, false),
        };
        let changed = matches!(outcome, RowOutcome::Updated(..));
        for sums in [&mut self.part, &mut self.sums] {
            sums.count(verdict);
            sums.moved += u64::from(moved);
            sums.cards += u64::from(changed);
        }
        self.last = Some((verdict, client));
        self.stop = match placed {
            Placed::Out(LeftOut::Stopped(stop)) => stop,
            _ => None,
        };
        // The card tells the name; what has none is told by what the row says.
        let name = match outcome {
            RowOutcome::Rejected(problem) if !problem.value.is_empty() => problem.value.as_str(),
            _ => name,
        };
        let name =
            if verdict.is_taken() { String::new() } else { fit(&clean_line(name), NAME_WIDTH).into_owned() };
        if self.load.is_some() || entry.is_some() || self.rows.len() < CARRIED {
            self.rows.push(LoadRow { line, verdict, client, entry, name });
        }
    }

    /// The part to be written now; `None` while nothing was taken. `id` gives an id.
    pub(super) fn part(&mut self, who: &Who, at: Moment, id: impl FnOnce() -> LoadId) -> Option<LoadPart> {
        let takes = self.load.is_some() || self.rows.iter().any(|row| row.entry.is_some());
        if !takes || self.rows.is_empty() {
            return None;
        }
        let id = id();
        let load = *self.load.get_or_insert(id);
        Some(LoadPart {
            id,
            load,
            list: self.list,
            source: self.source.clone(),
            at,
            by: who.user,
            sums: std::mem::take(&mut self.part),
            rows: std::mem::take(&mut self.rows),
        })
    }

    /// Forgets rows that will not be written: those of a trial.
    pub(super) fn forget(&mut self) {
        self.rows.clear();
        self.part = Sums::default();
    }

    /// The load, when it has taken anything.
    pub(in crate::desk) fn load(&self) -> Option<LoadId> {
        self.load
    }
}
