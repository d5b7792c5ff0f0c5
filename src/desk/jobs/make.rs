//! Making a job and setting it up.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use crate::desk::catalog::Catalog;
use crate::desk::{DeskError, Plan, Result, UseCase, View, What};
use crate::domain::call_list::{CallList, DEFAULT_ATTEMPTS, LABEL_MAX, Purpose};
use crate::domain::hours::Window;
use crate::domain::ids::{CallListId, RecordId, UserId};
use crate::domain::job::{Job, JobState, Operators, PRIORITY_FIRST, PRIORITY_LAST};
use crate::domain::recycle::{DELAY_MAX, MOST_MAX, Preset, Recycle, Rule};
use crate::domain::text::{clean_line, fit};
use crate::domain::user::Right;
use crate::store::{Index, Key, Walk};

/// A name that nobody has is told no wider than this, in cells.
const NAME_SHOWN: usize = 40;

/// Makes a job: a draft nobody works on yet. Debts begin with the rules of the law, sales and surveys with those of the trade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// The name; no other list has it.
    pub name: String,
    /// What the calls are for.
    pub purpose: Purpose,
    /// How it is set up. When any of it can't be, there is no job.
    pub set: SetJob,
}

impl UseCase for NewJob {
    type Done = CallList;

    const NAME: &'static str = "job.new";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallList> {
        self.set.check(plan)?;
        let name = clean_line(&self.name);
        if name.is_empty() {
            return Err(DeskError::Empty);
        }
        if plan.catalog()?.list_by_name(&name).is_some() {
            return Err(DeskError::Taken(name));
        }
        plan.commit().expect_nothing(Index::CallListByName.key().text(&name.to_lowercase()));
        let preset = Preset::of(self.purpose);
        let mut list = CallList {
            id: plan.new_id::<CallList>(),
            name,
            purpose: self.purpose,
            script: None,
            process: None,
            max_attempts: DEFAULT_ATTEMPTS,
            created: plan.now,
            owner: plan.who.user,
            window: None,
            label: String::new(),
            job: Job { recycle: Recycle { preset, ..Recycle::default() }, ..Job::draft() },
        };
        self.set.apply(&mut list)?;
        plan.add(&list)?;
        Ok(list)
    }
}

/// Sets up a job. What is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetJob {
    /// What the calls are for: only while none was made, since the law counts those that were by it. The rules for calling again
    /// go with it where they are still those it began with.
    pub purpose: Option<Purpose>,
    /// Who leads it: somebody who may.
    pub owner: Option<UserId>,
    /// The script, by code; empty takes it away.
    pub script: Option<String>,
    /// The process new deals follow, by code; empty takes it away.
    pub process: Option<String>,
    /// The hours; `Some(None)` takes them away.
    pub window: Option<Option<Window>>,
    /// The caller's label; empty takes it away.
    pub label: Option<String>,
    /// Attempts at one client, from 1 to [`MOST_MAX`]. Rows that are there keep theirs.
    pub attempts: Option<u16>,
    /// Who works on it.
    pub operators: Option<Operators>,
    /// The first and the last day.
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// Which of several jobs comes first, 1 to 9.
    pub priority: Option<u8>,
    /// Every n-th row a new one; 0 for no such rule.
    pub every_new: Option<u8>,
    /// The share in the work, in percent; 0 for none.
    pub share: Option<u8>,
    /// The rules by which clients are called again.
    pub preset: Option<Preset>,
    /// Rules of its own, by result; one with no attempts takes it away.
    pub rules: Vec<Rule>,
    /// Calls to one client from all jobs within thirty days; `Some(None)` for any number.
    pub cap: Option<Option<u16>>,
    /// Whether the next contact is taken by itself once a result of the job is written down.
    pub auto_next: Option<bool>,
}

impl SetJob {
    /// The change of a job.
    pub fn of(self, list: CallListId) -> SetJobOf {
        SetJobOf { list, set: self }
    }

    /// Whether everything that is named is there.
    fn check(&self, view: &View<'_>) -> Result<()> {
        let catalog = view.catalog()?;
        let named = |code: &Option<String>| code.clone().filter(|code| !code.is_empty());
        if let Some(code) = named(&self.script).filter(|code| catalog.script_by_code(code).is_none()) {
            return Err(DeskError::NotFound(What::Script, code));
        }
        if let Some(code) = named(&self.process).filter(|code| catalog.process_by_code(code).is_none()) {
            return Err(DeskError::NotFound(What::Process, code));
        }
        if let Some(owner) = self.owner {
            let user = catalog.user(owner);
            let user = user.ok_or_else(|| DeskError::NotFound(What::User, owner.as_u64().to_string()))?;
            if !user.role.has(Right::Load) {
                return Err(DeskError::NoLeader(user.name.clone()));
            }
        }
        let gone = |rule: &&Rule| catalog.outcome_by_code(&rule.outcome).is_none();
        match self.rules.iter().find(gone) {
            Some(rule) => Err(DeskError::NotFound(What::Outcome, rule.outcome.clone())),
            None => Ok(()),
        }
    }

    fn apply(&self, list: &mut CallList) -> Result<()> {
        if let Some(purpose) = self.purpose.filter(|purpose| *purpose != list.purpose) {
            if list.job.recycle.preset == Preset::of(list.purpose) {
                list.job.recycle.preset = Preset::of(purpose);
            }
            list.purpose = purpose;
        }
        list.owner = self.owner.unwrap_or(list.owner);
        let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        if let Some(script) = &self.script {
            list.script = filled(script);
        }
        if let Some(process) = &self.process {
            list.process = filled(process);
        }
        if let Some(label) = &self.label {
            list.label = clean_line(label);
            let count = list.label.chars().count();
            if count > LABEL_MAX {
                return Err(DeskError::TooLong { count, most: LABEL_MAX });
            }
        }
        list.window = self.window.unwrap_or(list.window);
        list.max_attempts = self.attempts.map_or(list.max_attempts, |attempts| attempts.clamp(1, MOST_MAX));
        let job = &mut list.job;
        if let Some(operators) = &self.operators {
            job.operators = operators.clone();
        }
        if let Some((from, to)) = self.dates {
            if to < from {
                return Err(DeskError::Backwards { from, to });
            }
            (job.from, job.to) = (Some(from), Some(to));
        }
        job.priority = self.priority.map_or(job.priority, |it| it.clamp(PRIORITY_FIRST, PRIORITY_LAST));
        job.order.every_new = self.every_new.unwrap_or(job.order.every_new);
        job.order.share = self.share.map_or(job.order.share, |share| share.min(100));
        job.recycle.preset = self.preset.unwrap_or(job.recycle.preset);
        job.recycle.cap = self.cap.unwrap_or(job.recycle.cap);
        job.auto_next = self.auto_next.unwrap_or(job.auto_next);
        for rule in &self.rules {
            job.recycle.own.retain(|own| own.outcome != rule.outcome);
            if rule.most > 0 {
                let (minutes, most) = (rule.minutes.min(DELAY_MAX), rule.most.min(MOST_MAX));
                job.recycle.own.push(Rule { minutes, most, ..rule.clone() });
            }
        }
        Ok(())
    }
}

/// The operators whose names stand behind commas; «все», `all` and `everybody` are everybody, and nothing at all is nobody.
///
/// # Errors
/// [`DeskError::NotFound`] with the name that nobody has.
pub fn operators_named(catalog: &Catalog, names: &str) -> Result<Operators> {
    if matches!(names.trim().to_lowercase().as_str(), "all" | "everybody" | "все") {
        return Ok(Operators::Everybody);
    }
    let names = names.split([',', ';']).map(clean_line).filter(|name| !name.is_empty());
    let users = names.map(|name| match catalog.user_by_name(&name) {
        Some(user) => Ok(user.id),
        None => Err(DeskError::NotFound(What::User, fit(&name, NAME_SHOWN).into_owned())),
    });
    Ok(Operators::Named(users.collect::<Result<_>>()?))
}

/// Whether calls of a job were made, or may be under way.
fn has_called(view: &View<'_>, list: &CallList) -> Result<bool> {
    if list.job.state == JobState::Running || list.job.started.is_some() {
        return Ok(true);
    }
    let mut any = false;
    let prefix = Index::TalkByList.key().id(list.id);
    let end = prefix.prefix_end();
    let to = end.as_ref().map(Key::as_bytes);
    view.reads().0.range(prefix.as_bytes(), to, Walk::Up, &mut |_, _| {
        any = true;
        ControlFlow::Break(())
    })?;
    Ok(any)
}

/// The one who is to lead a job, by name.
///
/// # Errors
/// [`DeskError::NotFound`] with a name that nobody has.
pub fn leader_named(catalog: &Catalog, name: &str) -> Result<UserId> {
    let name = clean_line(name);
    let user = catalog.user_by_name(&name);
    user.map(|user| user.id)
        .ok_or_else(|| DeskError::NotFound(What::User, fit(&name, NAME_SHOWN).into_owned()))
}

/// Sets up one job; made by [`SetJob::of`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetJobOf {
    list: CallListId,
    set: SetJob,
}

impl SetJobOf {
    /// The job.
    pub fn list(&self) -> CallListId {
        self.list
    }
}

impl UseCase for SetJobOf {
    type Done = CallList;

    const NAME: &'static str = "job.set";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<CallList> {
        self.set.check(plan)?;
        let mut list = plan.need::<CallList>(What::CallList, self.list)?;
        if list.job.state == JobState::Finished {
            return Err(DeskError::JobState(JobState::Finished));
        }
        let before = list.record.clone();
        if self.set.purpose.is_some_and(|purpose| purpose != list.purpose) && has_called(plan, &list)? {
            return Err(DeskError::PurposeStays);
        }
        self.set.apply(&mut list.record)?;
        if list.record != before {
            if list.job.state == JobState::Running {
                // What was wanting before is no reason against mending something else.
                let lacked = super::run::unset(plan, &before)?;
                let mut lacks = super::run::unset(plan, &list)?;
                lacks.retain(|one| !lacked.contains(one));
                if !lacks.is_empty() {
                    return Err(DeskError::NotWhileRunning(lacks));
                }
            }
            plan.change(&list)?;
        }
        Ok(list.record)
    }
}
