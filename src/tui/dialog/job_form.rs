//! Setting up a call job: its script, who works on it, the caller's label, its days and hours, what it is for and who leads it.

use chrono::NaiveDate;
use ratatui::text::Line;

use super::form::Form;
use super::job_sheet::{Wrong, set};
use super::sheet::{Sheet, bad, good};
use super::{Cx, Flow};
use crate::desk::DeskError;
use crate::desk::jobs::{SetJob, operators_named};
use crate::domain::call_list::{CallList, LABEL_MAX, Purpose};
use crate::domain::hours::Window;
use crate::domain::ids::{CallListId, UserId};
use crate::domain::job::{Operators, days};
use crate::domain::text::clean_line;
use crate::domain::user::Right;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;

const SCRIPT: usize = 0;
const OPERATORS: usize = 1;
const LABEL: usize = 2;
const FROM: usize = 3;
const TO: usize = 4;
const HOURS: usize = 5;
const PURPOSE: usize = 6;
const OWNER: usize = 7;
const PROCESS: usize = 8;

/// How a job is set up, while it is typed. What is not touched stays as it is.
#[derive(Debug)]
pub struct JobForm {
    list: CallListId,
    name: String,
    /// Codes of the scripts to choose from, behind «none».
    scripts: Vec<String>,
    /// What was chosen, and what stood in the lines, when it was opened.
    script: usize,
    before: Vec<String>,
    purpose: Purpose,
    /// Who may lead it; the first one does.
    leaders: Vec<UserId>,
    /// Codes of the processes to choose from, behind «none», and which was chosen.
    processes: Vec<String>,
    process: usize,
    form: Form,
}

impl JobForm {
    /// As the job is set up.
    pub(super) fn new(model: &Model, env: &Env, list: &CallList) -> Self {
        let scripts: Vec<String> = model.catalog.scripts().iter().map(|script| script.code.clone()).collect();
        let place = |code: &String| scripts.iter().position(|known| known == code).map(|place| place + 1);
        let script = list.script.as_ref().and_then(place).unwrap_or_default();
        let names = model.catalog.scripts().into_iter().map(|script| clean_line(&script.name));
        let words = std::iter::once(env.text("job-script-none")).chain(names).collect();
        let operators = match &list.job.operators {
            Operators::Named(users) if users.is_empty() => String::new(),
            operators => env.texts.operators(operators, &model.catalog),
        };
        let day =
            |day: Option<NaiveDate>| day.map(|day| day.format("%d.%m.%Y").to_string()).unwrap_or_default();
        let hours = list.window.map(|window| env.texts.window(&window)).unwrap_or_default();
        let mut leaders: Vec<(UserId, String)> = model
            .catalog
            .users()
            .filter(|user| user.role.has(Right::Load) || user.id == list.owner)
            .map(|user| (user.id, clean_line(&user.name)))
            .collect();
        leaders.sort_by_key(|(id, name)| (*id != list.owner, name.to_lowercase()));
        let mut known: Vec<(String, String)> = model
            .catalog
            .processes()
            .into_iter()
            .map(|process| (process.code.clone(), clean_line(process.name.get(env.texts.lang()))))
            .collect();
        known.sort();
        let place = |code: &String| known.iter().position(|(known, _)| known == code).map(|place| place + 1);
        let process = list.process.as_ref().and_then(place).unwrap_or_default();
        let process_words =
            std::iter::once(env.text("job-process-none")).chain(known.iter().map(|(_, name)| name.clone()));
        let process_words = process_words.collect();
        let processes = known.into_iter().map(|(code, _)| code).collect();
        let form = Form::new()
            .choice("jobset-script", words)
            .chosen(script)
            .text("jobset-operators", &operators)
            .text("jobset-label", &list.label)
            .text("jobset-from", &day(list.job.from))
            .text("jobset-to", &day(list.job.to))
            .text("jobset-hours", &hours)
            .choice("jobset-purpose", Purpose::ALL.map(|purpose| env.texts.word(&purpose)).to_vec())
            .chosen(Purpose::ALL.iter().position(|known| *known == list.purpose).unwrap_or_default())
            .choice("jobset-owner", leaders.iter().map(|(_, name)| name.clone()).collect())
            .choice("jobset-process", process_words)
            .chosen(process);
        let before = (SCRIPT..=HOURS).map(|field| form.typed(field)).collect();
        let leaders = leaders.into_iter().map(|(id, _)| id).collect();
        let (list, name, purpose) = (list.id, clean_line(&list.name), list.purpose);
        Self { list, name, scripts, script, before, purpose, leaders, processes, process, form }
    }

    /// What stands in a line that was changed.
    fn changed(&self, field: usize) -> Option<String> {
        let typed = self.form.typed(field);
        self.before.get(field).is_none_or(|before| *before != typed).then_some(typed)
    }

    fn operators(&self, model: &Model) -> Result<Operators, Wrong> {
        operators_named(&model.catalog, &self.form.typed(OPERATORS)).map_err(|error| {
            let name = if let DeskError::NotFound(_, name) = error { name } else { String::new() };
            (OPERATORS, say!("jobset-operators-bad", name = name))
        })
    }

    fn label(&self) -> Result<String, Wrong> {
        let label = self.form.typed(LABEL);
        let fits = clean_line(&label).chars().count() <= LABEL_MAX;
        if fits { Ok(label) } else { Err((LABEL, say!("jobset-label-long", most = LABEL_MAX))) }
    }

    /// The days; `None` while none are named.
    fn days(&self, env: &Env) -> Result<Option<(NaiveDate, NaiveDate)>, Wrong> {
        let (from, to) = (self.form.typed(FROM), self.form.typed(TO));
        if from.is_empty() && to.is_empty() {
            return Ok(None);
        }
        let today = env.now.date_in(env.zone);
        let bad = |field| (field, say!("jobset-days-bad"));
        let from = days::read(&from, today).ok_or_else(|| bad(FROM))?;
        let to = days::read(&to, today).ok_or_else(|| bad(TO))?;
        if to < from {
            let (from, to) = (said(from), said(to));
            return Err((TO, say!("error-days-backwards", from = from, to = to)));
        }
        Ok(Some((from, to)))
    }

    fn hours(&self) -> Result<Option<Window>, Wrong> {
        let text = self.form.typed(HOURS);
        if text.is_empty() {
            return Ok(None);
        }
        Window::parse(&text).map(Some).ok_or_else(|| (HOURS, say!("error-not-hours", text = text)))
    }

    /// What is to be changed.
    fn set(&self, model: &Model, env: &Env) -> Result<SetJob, Wrong> {
        let (operators, label, dates, hours) =
            (self.operators(model)?, self.label()?, self.days(env)?, self.hours()?);
        let chosen = self.form.choice_of(SCRIPT);
        let script = chosen.checked_sub(1).and_then(|place| self.scripts.get(place).cloned());
        Ok(SetJob {
            script: (chosen != self.script).then(|| script.unwrap_or_default()),
            operators: self.changed(OPERATORS).map(|_| operators),
            label: self.changed(LABEL).map(|_| label),
            dates: dates.filter(|_| self.changed(FROM).is_some() || self.changed(TO).is_some()),
            window: self.changed(HOURS).map(|_| hours),
            purpose: Purpose::ALL
                .get(self.form.choice_of(PURPOSE))
                .copied()
                .filter(|purpose| *purpose != self.purpose),
            owner: Some(self.form.choice_of(OWNER))
                .filter(|place| *place > 0)
                .and_then(|place| self.leaders.get(place).copied()),
            process: (self.form.choice_of(PROCESS) != self.process).then(|| {
                let place = self.form.choice_of(PROCESS).checked_sub(1);
                place.and_then(|place| self.processes.get(place).cloned()).unwrap_or_default()
            }),
            ..SetJob::default()
        })
    }
}

fn said(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

impl Sheet for JobForm {
    const WIDEST: u16 = 84;

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.say(&say!("jobset-title", job = self.name.as_str()))
    }

    /// What was understood, line by line.
    fn reading(&self, model: &Model, env: &Env) -> Vec<Line<'static>> {
        let line = |read: Result<Option<String>, Wrong>| match read {
            Ok(said) => said.map(|said| good(&said, env)),
            Err((_, why)) => Some(bad(&env.say(&why), env)),
        };
        let operators = self.operators(model).map(|operators| {
            let names = env.texts.operators(&operators, &model.catalog);
            Some(env.say(&say!("jobset-operators-good", names = names)))
        });
        let days = self.days(env).map(|days| {
            let (from, to) = days?;
            Some(env.say(&say!("jobset-days-good", from = said(from), to = said(to))))
        });
        let hours = self.hours().map(|window| {
            Some(window.map_or_else(|| env.text("hours-usual"), |window| env.texts.window(&window)))
        });
        [operators, self.label().map(|_| None), days, hours].into_iter().filter_map(line).collect()
    }

    fn hint(&self) -> &'static str {
        "jobset-hint"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let wanted = self.set(cx.model, cx.env);
        set(cx, &mut self.form, self.list, wanted)
    }
}
