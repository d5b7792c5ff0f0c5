//! Small tables that every screen needs at hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::calendar::Calendar;
use crate::domain::call_list::CallList;
use crate::domain::day::pause::PauseCode;
use crate::domain::filter::saved::{self, SavedFilter};
use crate::domain::hours::{CallingHours, Window};
use crate::domain::ids::{CallListId, OutcomeId, PauseId, ProcessId, ScriptId, UserId};
use crate::domain::outcome::{Calls, FlagChange, Occasion, Outcome, flag_changes};
use crate::domain::process::Process;
use crate::domain::queue::{Weights, weights};
use crate::domain::script::Script;
use crate::domain::setting::Setting;
use crate::domain::snippet::Snippet;
use crate::domain::time::Moment;
use crate::domain::user::User;
use crate::store::{Kept, Reads, Record, Table};

/// Results, processes, scripts, call lists, users and the production calendar, as they were when this was loaded.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    outcomes: Vec<Kept<Outcome>>,
    processes: BTreeMap<ProcessId, Arc<Process>>,
    scripts: BTreeMap<ScriptId, Arc<Script>>,
    lists: BTreeMap<CallListId, CallList>,
    users: BTreeMap<UserId, User>,
    pauses: Vec<Kept<PauseCode>>,
    snippets: Vec<Kept<Snippet>>,
    filters: Vec<SavedFilter>,
    calendar: Option<Kept<Calendar>>,
    hours: CallingHours,
    weights: Weights,
    weights_file: Option<Setting>,
}

impl Catalog {
    /// Reads the tables.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn load(reads: Reads<'_>) -> crate::store::Result<Self> {
        fn map<R: Record, T>(
            reads: Reads<'_>,
            make: impl Fn(R) -> T,
        ) -> crate::store::Result<BTreeMap<R::Id, T>> {
            let all = reads.all::<R>()?.into_iter();
            Ok(all.map(|kept| (kept.record.id(), make(kept.record))).collect())
        }
        let mut outcomes = reads.all::<Outcome>()?;
        outcomes.sort_by_key(|outcome| place(outcome.key));
        let mut pauses = reads.all::<PauseCode>()?;
        pauses.sort_by_key(|pause| place(pause.key));
        let calendar = reads.all::<Calendar>()?.into_iter().next();
        let days = calendar.as_ref().map(|kept| Arc::new(kept.record.clone())).unwrap_or_default();
        let (weights, weights_file) = newest_weights(reads)?;
        Ok(Self {
            outcomes,
            processes: map(reads, Arc::new)?,
            scripts: map(reads, Arc::new)?,
            lists: map(reads, |list| list)?,
            users: map(reads, |user| user)?,
            pauses,
            snippets: reads.all()?,
            filters: filters(reads)?,
            calendar,
            hours: CallingHours::new(Window::default(), days),
            weights,
            weights_file,
        })
    }

    /// Whether a table is part of it.
    pub fn holds(table: Table) -> bool {
        matches!(
            table,
            Table::Outcome
                | Table::Process
                | Table::Script
                | Table::CallList
                | Table::User
                | Table::Calendar
                | Table::Setting
                | Table::PauseCode
                | Table::Snippet
                | Table::SavedFilter
        )
    }

    /// Results that may be chosen, in the order of their keys on the number row: 1–9, 0, −.
    pub fn outcomes(&self) -> impl Iterator<Item = &Kept<Outcome>> {
        self.outcomes.iter().filter(|outcome| !outcome.retired)
    }

    /// All results, retired ones included.
    pub fn all_outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().map(|kept| &kept.record)
    }

    /// What results say of calls that has changed behind `since` and not behind `until`, oldest first.
    pub fn flag_changes(&self, since: Option<Moment>, until: Moment) -> Vec<FlagChange> {
        flag_changes(self.all_outcomes(), since, until)
    }

    /// Whether there are no results at all, not even retired ones: the base is new.
    pub fn has_no_outcomes(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// A result, retired ones included.
    pub fn outcome(&self, id: OutcomeId) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id == id).map(|kept| &kept.record)
    }

    /// The result on a key for a call we make that belongs to no list.
    pub fn outcome_on(&self, key: char) -> Option<&Outcome> {
        self.outcome_for(key, Occasion::default())
    }

    /// The result on a key for a call: one for its very purpose before one for any.
    pub fn outcome_for(&self, key: char, occasion: Occasion) -> Option<&Outcome> {
        let fits = self.outcomes().filter(|outcome| outcome.key == key && outcome.fits(occasion));
        fits.min_by_key(|outcome| outcome.purpose.is_none()).map(|kept| &kept.record)
    }

    /// The results that are offered for a call, in the order of their keys.
    pub fn outcomes_for(&self, occasion: Occasion) -> impl Iterator<Item = &Outcome> {
        let chosen = move |outcome: &&Kept<Outcome>| {
            self.outcome_for(outcome.key, occasion).is_some_and(|first| first.id == outcome.id)
        };
        self.outcomes().filter(chosen).map(|kept| &kept.record)
    }

    /// Whether there are results for calls clients make, retired ones included.
    pub fn has_incoming_outcomes(&self) -> bool {
        self.outcomes.iter().any(|outcome| outcome.calls != Calls::Outgoing)
    }

    /// Whether there ever was a result with this code.
    pub fn knows_outcome(&self, code: &str) -> bool {
        self.outcomes.iter().any(|outcome| outcome.code == code)
    }

    /// The result with a code.
    pub fn outcome_by_code(&self, code: &str) -> Option<&Outcome> {
        self.outcomes().find(|outcome| outcome.code == code).map(|kept| &kept.record)
    }

    /// A version of a process.
    pub fn process(&self, id: ProcessId) -> Option<&Arc<Process>> {
        self.processes.get(&id)
    }

    /// Every version of every process.
    pub fn all_processes(&self) -> impl Iterator<Item = &Process> {
        self.processes.values().map(Arc::as_ref)
    }

    /// The newest version of every process, in the order they came.
    pub fn processes(&self) -> Vec<&Arc<Process>> {
        newest(self.processes.values(), |process| (&process.code, process.version))
    }

    /// The newest version of a process.
    pub fn process_by_code(&self, code: &str) -> Option<&Arc<Process>> {
        self.processes.values().filter(|process| process.code == code).max_by_key(|process| process.version)
    }

    /// A version of a script.
    pub fn script(&self, id: ScriptId) -> Option<&Arc<Script>> {
        self.scripts.get(&id)
    }

    /// The newest version of every script, in the order they came.
    pub fn scripts(&self) -> Vec<&Arc<Script>> {
        newest(self.scripts.values(), |script| (&script.code, script.version))
    }

    /// The newest version of a script.
    pub fn script_by_code(&self, code: &str) -> Option<&Arc<Script>> {
        self.scripts.values().filter(|script| script.code == code).max_by_key(|script| script.version)
    }

    /// Every version of a script, oldest first.
    pub fn script_versions(&self, code: &str) -> impl Iterator<Item = &Arc<Script>> {
        self.scripts.values().filter(move |script| script.code == code)
    }

    /// A call list.
    pub fn list(&self, id: CallListId) -> Option<&CallList> {
        self.lists.get(&id)
    }

    /// All call lists, in the order they were made.
    pub fn lists(&self) -> impl Iterator<Item = &CallList> {
        self.lists.values()
    }

    /// A call list by its name; case does not matter.
    pub fn list_by_name(&self, name: &str) -> Option<&CallList> {
        let name = name.to_lowercase();
        self.lists.values().find(|list| list.name.to_lowercase() == name)
    }

    /// A user.
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.get(&id)
    }

    /// All users, in the order they came.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// Pause codes that may be chosen, in the order of their keys.
    pub fn pauses(&self) -> impl Iterator<Item = &Kept<PauseCode>> {
        self.pauses.iter().filter(|pause| !pause.retired)
    }

    /// Whether there are no pause codes at all, not even retired ones: the base is new.
    pub fn has_no_pauses(&self) -> bool {
        self.pauses.is_empty()
    }

    /// A pause code, retired ones included.
    pub fn pause(&self, id: PauseId) -> Option<&PauseCode> {
        self.pauses.iter().find(|pause| pause.id == id).map(|kept| &kept.record)
    }

    /// The pause code on a key.
    pub fn pause_on(&self, key: char) -> Option<&PauseCode> {
        self.pauses().find(|pause| pause.key == key).map(|kept| &kept.record)
    }

    /// Whether there are no canned notes at all, not even retired ones: the base is new.
    pub fn has_no_snippets(&self) -> bool {
        self.snippets.is_empty()
    }

    /// All canned notes, those of users and retired ones included.
    pub fn snippets(&self) -> impl Iterator<Item = &Snippet> + Clone {
        self.snippets.iter().map(|kept| &kept.record)
    }

    /// Filters that were saved, by name; one's own and those everybody has.
    pub fn filters(&self, user: UserId) -> impl Iterator<Item = &SavedFilter> + Clone {
        self.filters.iter().filter(move |saved| saved.owner.is_none_or(|owner| owner == user))
    }

    /// The filter of a name: the user's own before the one everybody has.
    pub fn filter_named(&self, name: &str, user: UserId) -> Option<&SavedFilter> {
        saved::find(self.filters.iter(), name, user)
    }

    /// The production calendar; `None` when none was loaded, and only weekends are days off.
    pub fn calendar(&self) -> Option<&Kept<Calendar>> {
        self.calendar.as_ref()
    }

    /// The hours in which clients are called, by custom, with the calendar.
    pub fn hours(&self) -> &CallingHours {
        &self.hours
    }

    /// How many points what gives in the queue.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The file the weights come from; `None` when none was loaded, and those hold that are shipped.
    pub fn weights_file(&self) -> Option<&Setting> {
        self.weights_file.as_ref()
    }

    /// A user by his name; case does not matter.
    pub fn user_by_name(&self, name: &str) -> Option<&User> {
        let name = name.to_lowercase();
        self.users.values().find(|user| user.name.to_lowercase() == name)
    }
}

fn filters(reads: Reads<'_>) -> crate::store::Result<Vec<SavedFilter>> {
    let mut all: Vec<SavedFilter> = reads.all()?.into_iter().map(|kept| kept.record).collect();
    all.sort_by_cached_key(|saved| (saved.name.to_lowercase(), saved.owner.is_none()));
    Ok(all)
}

/// The newest weights that can be read. A file was checked before it was kept; one that can't be read all the same was
/// written by a later release, and the one before it holds.
fn newest_weights(reads: Reads<'_>) -> crate::store::Result<(Weights, Option<Setting>)> {
    let mut files = reads.all::<Setting>()?;
    files.retain(|setting| setting.name == weights::NAME);
    files.sort_by_key(|setting| std::cmp::Reverse(setting.version));
    for file in files {
        match weights::parse(&file.text) {
            Ok((found, _)) => return Ok((found, Some(file.record))),
            Err(problems) => {
                tracing::warn!(version = file.version, count = problems.len(), "weights can't be read");
            }
        }
    }
    Ok((Weights::default(), None))
}

/// The place of a key on the number row.
fn place(key: char) -> u32 {
    match key {
        '1'..='9' => key as u32,
        '0' => '9' as u32 + 1,
        _ => '9' as u32 + 2,
    }
}

fn newest<'a, T: 'a>(
    all: impl Iterator<Item = &'a Arc<T>>,
    version: impl Fn(&'a T) -> (&'a String, u32),
) -> Vec<&'a Arc<T>> {
    let mut out: Vec<&Arc<T>> = Vec::new();
    for one in all {
        let (code, number) = version(one);
        match out.iter_mut().find(|known| version(known).0 == code) {
            Some(known) if version(known).1 < number => *known = one,
            Some(_) => {}
            None => out.push(one),
        }
    }
    out
}
