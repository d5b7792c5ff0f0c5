//! Setting up a call job: its script, who works on it, the caller's label, its days and hours.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::form::Form;
use super::picker::window;
use super::{Behave, Cx, Dialog, Flow};
use crate::desk::DeskError;
use crate::desk::jobs::{SetJob, operators_named};
use crate::domain::call_list::{CallList, LABEL_MAX};
use crate::domain::hours::Window;
use crate::domain::ids::CallListId;
use crate::domain::job::{Operators, days};
use crate::domain::text::clean_line;
use crate::domain::user::Right;
use crate::i18n::Message;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, JobRequest, Request};
use crate::tui::theme::Role;
use crate::tui::update::{complain, tell};

const SCRIPT: usize = 0;
const OPERATORS: usize = 1;
const LABEL: usize = 2;
const FROM: usize = 3;
const TO: usize = 4;
const HOURS: usize = 5;

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
    form: Form,
}

/// Why a line can't be taken: where, and what to say.
type Wrong = (usize, Message);

impl JobForm {
    /// Opens it over the card of a job; says why not where there is no right to.
    pub(super) fn open(cx: &mut Cx<'_>, list: &CallList) {
        if cx.model.who.role.has(Right::Load) {
            let form = Self::new(cx.model, cx.env, list);
            cx.model.dialogs.push(Dialog::JobForm(form));
        } else {
            let right = cx.env.texts.word(&Right::Load);
            complain(cx.model, cx.env, say!("error-forbidden", right = right));
        }
    }

    fn new(model: &Model, env: &Env, list: &CallList) -> Self {
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
        let form = Form::new()
            .choice("jobset-script", words)
            .chosen(script)
            .text("jobset-operators", &operators)
            .text("jobset-label", &list.label)
            .text("jobset-from", &day(list.job.from))
            .text("jobset-to", &day(list.job.to))
            .text("jobset-hours", &hours);
        let before = (SCRIPT..=HOURS).map(|field| form.typed(field)).collect();
        Self { list: list.id, name: clean_line(&list.name), scripts, script, before, form }
    }

    /// The desk has set the job up.
    pub(in crate::tui) fn saved(model: &mut Model, env: &Env) {
        let place = model.dialogs.iter().position(|dialog| matches!(dialog, Dialog::JobForm(_)));
        if let Some(Dialog::JobForm(form)) = place.map(|place| model.dialogs.remove(place)) {
            tell(model, env, say!("jobset-saved", job = form.name));
        }
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
            ..SetJob::default()
        })
    }

    fn save(&mut self, cx: &mut Cx<'_>) {
        match self.set(cx.model, cx.env) {
            Err((field, why)) => {
                self.form.go(field);
                complain(cx.model, cx.env, why);
            }
            Ok(set) => {
                if !std::mem::replace(&mut cx.model.busy, true) {
                    let asked = JobRequest::Set(Box::new(set.of(self.list)));
                    cx.effects.push(Effect::Ask(Request::Job(asked)));
                }
            }
        }
    }

    /// What was understood, line by line.
    fn reading<'a>(&self, model: &Model, env: &Env) -> Vec<Line<'a>> {
        let line = |read: Result<Option<String>, Wrong>| match read {
            Ok(said) => said.map(|said| Line::styled(format!("● {said}"), env.style(Role::Good))),
            Err((_, why)) => Some(Line::styled(format!("▲ {}", env.say(&why)), env.style(Role::Warning))),
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
}

fn said(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

impl Behave for JobForm {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        self.form.key(key);
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit if self.form.next() => {}
            Action::Submit | Action::Save => self.save(cx),
            Action::Back => return Flow::Close,
            _ => {}
        }
        // It goes when the desk has written it down.
        Flow::Stay
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.form.paste(text);
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(4).min(84);
        let fields = self.form.height();
        let reading = self.reading(model, env);
        let below = u16::try_from(reading.len() + 1).unwrap_or(u16::MAX);
        let title = env.say(&say!("jobset-title", job = self.name.as_str()));
        let area = window(frame, env, hits, &title, (width, fields.saturating_add(below)));
        self.form.view(frame, Rect { height: fields, ..area }.intersection(area), env);
        let hint = Line::styled(env.text("jobset-hint"), env.style(Role::Placeholder));
        let lines = reading.into_iter().chain([hint]);
        for (y, line) in (area.y + fields..area.bottom()).zip(lines) {
            draw::line(frame, Rect { y, height: 1, ..area }.intersection(area), &line);
        }
    }
}
