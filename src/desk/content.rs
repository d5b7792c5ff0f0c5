//! Scripts, processes, results and call lists as records of the store.

use super::catalog::Catalog;
use super::jobs::SetJob;
use super::{Desk, DeskError, Plan, Result, UseCase, View, Who};
use crate::domain::calendar::{self, Calendar};
use crate::domain::call_list::{CallList, DEFAULT_ATTEMPTS, Purpose};
use crate::domain::day::pause::{self, PauseCode, PauseDraft};
use crate::domain::hours::Window;
use crate::domain::ids::{CallListId, ProcessId, ScriptId};
use crate::domain::job::Job;
use crate::domain::outcome::file::OutcomeDraft;
use crate::domain::outcome::{Calls, Outcome};
use crate::domain::presets;
use crate::domain::process::Process;
use crate::domain::process::file::ProcessDraft;
use crate::domain::script::Script;
use crate::domain::script::file::ScriptDraft;
use crate::domain::snippet::{self, Snippet, SnippetDraft};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Index, Kept};

/// What saving a new version came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved<I> {
    /// A version was added.
    Version(I, u32),
    /// The newest version says the same already.
    Same(I, u32),
}

/// Saves a script as its next version, unless the newest one says the same.
#[derive(Clone, Debug)]
pub struct SaveScript(pub ScriptDraft);

impl UseCase for SaveScript {
    type Done = Saved<ScriptId>;

    const NAME: &'static str = "script.save";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Saved<ScriptId>> {
        save_script(plan, &self.0)
    }
}

/// Adds the next version of a script, unless the newest one says the same.
pub(super) fn save_script(plan: &mut Plan<'_>, draft: &ScriptDraft) -> Result<Saved<ScriptId>> {
    let newest = plan.catalog()?.script_by_code(&draft.code).cloned();
    if let Some(newest) = &newest
        && **newest == draft.clone().into_script(newest.id, newest.version)
    {
        return Ok(Saved::Same(newest.id, newest.version));
    }
    let version = newest.map_or(1, |newest| newest.version + 1);
    let id = plan.new_id::<Script>();
    plan.add(&draft.clone().into_script(id, version))?;
    Ok(Saved::Version(id, version))
}

/// Saves a process as its next version, unless the newest one says the same.
#[derive(Clone, Debug)]
pub struct SaveProcess(pub ProcessDraft);

impl UseCase for SaveProcess {
    type Done = Saved<ProcessId>;

    const NAME: &'static str = "process.save";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Saved<ProcessId>> {
        let newest = plan.catalog()?.process_by_code(&self.0.code).cloned();
        if let Some(newest) = &newest
            && **newest == self.0.clone().into_process(newest.id, newest.version)
        {
            return Ok(Saved::Same(newest.id, newest.version));
        }
        let version = newest.map_or(1, |newest| newest.version + 1);
        let id = plan.new_id::<Process>();
        plan.add(&self.0.clone().into_process(id, version))?;
        Ok(Saved::Version(id, version))
    }
}

/// Makes a set of results the one that is offered. Results keep their record by code; those the set does not name are
/// retired, so that the history still knows them. Where what a result means has changed, its former self is retired and stays
/// with the calls that ended so: the new meaning is that of new calls only.
#[derive(Clone, Debug)]
pub struct SaveOutcomes(pub Vec<OutcomeDraft>);

impl UseCase for SaveOutcomes {
    /// How many results were added, changed and retired.
    type Done = (usize, usize, usize);

    const NAME: &'static str = "outcomes.save";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(usize, usize, usize)> {
        let mut known = plan.reads().all::<Outcome>()?;
        let (mut added, mut changed, mut retired) = (0, 0, 0);
        // The one in use before its former selves, the latest of those first.
        known.sort_by_key(|outcome| (outcome.retired, std::cmp::Reverse(outcome.version)));
        for draft in &self.0 {
            let Some(place) = known.iter().position(|outcome| outcome.code == draft.code) else {
                added += 1;
                let new = draft.clone().into_outcome(plan.new_id::<Outcome>());
                plan.add(&Outcome { since: Some(plan.now), ..new })?;
                continue;
            };
            let old = known.remove(place);
            let Outcome { version, since, .. } = old.record;
            let new = Outcome { version, since, ..draft.clone().into_outcome(old.id) };
            if new == old.record {
                continue;
            }
            changed += 1;
            if new.means_the_same(&old.record) {
                plan.change(&Kept { revision: old.revision, record: new })?;
                continue;
            }
            // Calls that ended so keep what it meant to them.
            let id = plan.new_id::<Outcome>();
            plan.add(&Outcome { id, version: version.saturating_add(1), since: Some(plan.now), ..new })?;
            plan.change(&Kept { revision: old.revision, record: Outcome { retired: true, ..old.record } })?;
        }
        for mut gone in known.into_iter().filter(|outcome| !outcome.retired) {
            retired += 1;
            gone.record.retired = true;
            plan.change(&gone)?;
        }
        Ok((added, changed, retired))
    }
}

/// Makes a call list, or finds the one with this name.
#[derive(Clone, Debug)]
pub struct MakeCallList {
    /// The name.
    pub name: String,
    /// Code of the script to read.
    pub script: Option<String>,
    /// Code of the process new deals follow.
    pub process: Option<String>,
    /// What the calls are for.
    pub purpose: Purpose,
}

impl UseCase for MakeCallList {
    type Done = CallListId;

    const NAME: &'static str = "call-list.make";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallListId> {
        let name = clean_line(&self.name);
        if name.is_empty() {
            return Err(DeskError::Empty);
        }
        self.known(plan)?;
        if let Some(list) = plan.catalog()?.list_by_name(&name) {
            return Ok(list.id);
        }
        plan.commit().expect_nothing(Index::CallListByName.key().text(&name.to_lowercase()));
        let list = CallList {
            id: plan.new_id::<CallList>(),
            name,
            purpose: self.purpose,
            script: self.script.clone(),
            process: self.process.clone(),
            max_attempts: DEFAULT_ATTEMPTS,
            created: plan.now,
            owner: plan.who.user,
            window: None,
            label: String::new(),
            job: Job::open(),
        };
        plan.add(&list)?;
        Ok(list.id)
    }
}

impl MakeCallList {
    /// Whether script and process are there.
    fn known(&self, view: &View<'_>) -> Result<()> {
        let catalog = view.catalog()?;
        if let Some(code) = &self.script
            && catalog.script_by_code(code).is_none()
        {
            return Err(DeskError::NotFound(super::What::Script, code.clone()));
        }
        if let Some(code) = &self.process
            && catalog.process_by_code(code).is_none()
        {
            return Err(DeskError::NotFound(super::What::Process, code.clone()));
        }
        Ok(())
    }
}

/// Gives a call list hours and a caller's label of its own.
#[derive(Clone, Debug)]
pub struct SetCallList {
    /// The list.
    pub list: CallListId,
    /// Its hours: `Some(None)` takes them away, `None` leaves them.
    pub window: Option<Option<Window>>,
    /// The label; empty takes it away, `None` leaves it.
    pub label: Option<String>,
}

impl UseCase for SetCallList {
    type Done = CallList;

    const NAME: &'static str = "call-list.set";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallList> {
        // What a job may lose while it runs, and whether it may change at all, is said in one place.
        let set = SetJob { window: self.window, label: self.label.clone(), ..SetJob::default() };
        set.of(self.list).plan(plan)
    }
}

/// Takes over the years of a production calendar; years the base knows are as the new one has them.
#[derive(Clone, Debug)]
pub struct SaveCalendar(pub Calendar);

impl UseCase for SaveCalendar {
    /// The calendar as it is now, and whether anything changed.
    type Done = (Calendar, bool);

    const NAME: &'static str = "calendar.save";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(Calendar, bool)> {
        let Some(mut known) = plan.reads().all::<Calendar>()?.into_iter().next() else {
            plan.add(&self.0)?;
            return Ok((self.0.clone(), true));
        };
        let before = known.record.clone();
        known.record.extend(&self.0);
        if known.record != before {
            plan.change(&known)?;
        }
        let changed = known.record != before;
        Ok((known.record, changed))
    }
}

/// What a new base begins with: results, processes, the calendar and nothing else.
#[derive(Clone, Debug, Default)]
pub struct Furnish {
    outcomes: Vec<OutcomeDraft>,
    /// The processes; the first version of each is made of them.
    pub processes: Vec<ProcessDraft>,
    calendar: Calendar,
    pauses: Vec<PauseDraft>,
    snippets: Vec<SnippetDraft>,
}

impl Furnish {
    /// The results a base does not have: all where it has none, and those for calls clients make where it comes from a time
    /// that knew none.
    fn wanted_outcomes<'a>(&'a self, catalog: &'a Catalog) -> impl Iterator<Item = &'a OutcomeDraft> {
        let (none, incoming) = (catalog.has_no_outcomes(), catalog.has_incoming_outcomes());
        let wanted = move |draft: &&OutcomeDraft| {
            none || !incoming && draft.calls == Calls::Incoming && !catalog.knows_outcome(&draft.code)
        };
        self.outcomes.iter().filter(wanted)
    }

    /// The results, processes, pauses, canned notes and holidays that are shipped. They are files like anybody's: one that can't be read is left out, and
    /// a test sees to it that all can.
    pub fn shipped() -> Self {
        let outcomes = crate::domain::outcome::file::parse(presets::OUTCOMES.1);
        let processes = presets::PROCESSES
            .iter()
            .filter_map(|(_, text)| crate::domain::process::file::parse(text).ok().map(|(draft, _)| draft));
        Self {
            outcomes: outcomes.map(|(drafts, _)| drafts).unwrap_or_default(),
            processes: processes.collect(),
            pauses: pause::parse(presets::PAUSES.1).map(|(drafts, _)| drafts).unwrap_or_default(),
            snippets: snippet::parse(presets::SNIPPETS.1).map(|(drafts, _)| drafts).unwrap_or_default(),
            calendar: calendar::file::parse(presets::HOLIDAYS.1)
                .map(|(calendar, _)| calendar)
                .unwrap_or_default(),
        }
    }
}

/// Fills the tables that are empty.
pub(super) struct FillEmpty<'a>(&'a Furnish);

impl UseCase for FillEmpty<'_> {
    type Done = ();

    const NAME: &'static str = "base.furnish";

    fn right(&self) -> Right {
        Right::Read
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        let catalog = plan.catalog()?;
        for draft in self.0.wanted_outcomes(&catalog) {
            let id = plan.new_id::<Outcome>();
            plan.add(&draft.clone().into_outcome(id))?;
        }
        if catalog.processes().is_empty() {
            for draft in &self.0.processes {
                let id = plan.new_id::<Process>();
                plan.add(&draft.clone().into_process(id, 1))?;
            }
        }
        if catalog.has_no_pauses() {
            for draft in &self.0.pauses {
                let id = plan.new_id::<PauseCode>();
                plan.add(&draft.clone().into_code(id))?;
            }
        }
        if catalog.has_no_snippets() {
            for SnippetDraft { short, text } in self.0.snippets.iter().cloned() {
                let id = plan.new_id::<Snippet>();
                plan.add(&Snippet { id, owner: None, short, text, retired: false })?;
            }
        }
        if catalog.calendar().is_none() {
            plan.add(&self.0.calendar)?;
        }
        Ok(())
    }
}

impl Desk {
    /// Gives a base what it can't do without. One that has it is left as it is, and so is one that is for reading only.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn furnish(&self, furniture: &Furnish, now: Moment) -> Result<()> {
        let catalog = self.catalog()?;
        let furnished = furniture.wanted_outcomes(&catalog).next().is_none()
            && !catalog.processes().is_empty()
            && catalog.calendar().is_some()
            && !catalog.has_no_pauses()
            && !catalog.has_no_snippets();
        if furnished || self.is_read_only() {
            return Ok(());
        }
        self.execute(&Who::the_program(), now, &FillEmpty(furniture))
    }
}
