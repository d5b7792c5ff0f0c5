//! How often the clients of a job are called, in which order, and what comes after a result.

use ratatui::text::Line;

use super::form::Form;
use super::job_sheet::{Wrong, refused, set};
use super::sheet::{Sheet, good};
use super::{Cx, Flow};
use crate::desk::jobs::{JobCard, SetJob};
use crate::domain::ids::CallListId;
use crate::domain::job::{PRIORITY_FIRST, PRIORITY_LAST};
use crate::domain::recycle::{MOST_MAX, Preset};
use crate::domain::text::clean_line;
use crate::i18n::Message;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;

const ATTEMPTS: usize = 0;
const CAP: usize = 1;
const PRIORITY: usize = 2;
const EVERY_NEW: usize = 3;
const SHARE: usize = 4;
const PRESET: usize = 5;
const AUTO_NEXT: usize = 6;

/// The greatest number of rows one of which is a new one.
const EVERY_MAX: u16 = 99;
/// The whole of the work, in percent.
const WHOLE: u16 = 100;

/// The fields while they are filled in.
#[derive(Debug)]
pub struct OrderForm {
    list: CallListId,
    name: String,
    /// Attempts as they were, and the open rows that keep them.
    attempts: (u16, u64),
    /// What stood in the fields when it was opened.
    before: SetJob,
    form: Form,
}

/// A value that is not as it was.
fn changed<T: PartialEq>(now: Option<T>, before: &Option<T>) -> Option<T> {
    if now == *before { None } else { now }
}

impl OrderForm {
    /// As the job is set up.
    pub(super) fn new(told: &JobCard, env: &Env) -> Self {
        let (list, job) = (&told.list, &told.list.job);
        let filled = |number: u16| if number > 0 { number.to_string() } else { String::new() };
        let presets = Preset::ALL.map(|preset| env.texts.word(&preset)).to_vec();
        let preset = Preset::ALL.iter().position(|preset| *preset == job.recycle.preset);
        let form = Form::new()
            .text("joborder-attempts", &list.max_attempts.to_string())
            .text("joborder-cap", &filled(job.recycle.cap.unwrap_or_default()))
            .text("joborder-priority", &job.priority.to_string())
            .text("joborder-every-new", &filled(job.order.every_new.into()))
            .text("joborder-share", &filled(job.order.share.into()))
            .choice("joborder-preset", presets)
            .chosen(preset.unwrap_or_default())
            .choice("joborder-auto-next", vec![env.text("auto-next-off"), env.text("auto-next-on")])
            .chosen(usize::from(job.auto_next));
        let attempts = (list.max_attempts, told.progress.open());
        let before = SetJob::default();
        let mut made = Self { list: list.id, name: clean_line(&list.name), attempts, before, form };
        made.before = made.set().unwrap_or_default();
        made
    }

    /// What is to be changed.
    fn changes(&self) -> Result<SetJob, Wrong> {
        let SetJob { attempts, cap, priority, every_new, share, preset, auto_next, .. } = self.set()?;
        Ok(SetJob {
            attempts: changed(attempts, &self.before.attempts),
            cap: changed(cap, &self.before.cap),
            priority: changed(priority, &self.before.priority),
            every_new: changed(every_new, &self.before.every_new),
            share: changed(share, &self.before.share),
            preset: changed(preset, &self.before.preset),
            auto_next: changed(auto_next, &self.before.auto_next),
            ..SetJob::default()
        })
    }

    /// The number in a field, between two others; an empty field is `empty`.
    fn number(&self, field: usize, (least, most): (u16, u16), empty: Option<u16>) -> Result<u16, Wrong> {
        let typed = self.form.typed(field);
        let number = if typed.is_empty() { empty } else { typed.parse().ok() };
        number
            .filter(|number| (least..=most).contains(number) || Some(*number) == empty)
            .ok_or_else(|| (field, say!("joborder-number-bad", least = least, most = most)))
    }

    /// What stands in the fields.
    fn set(&self) -> Result<SetJob, Wrong> {
        let cap = self.number(CAP, (1, MOST_MAX), Some(0))?;
        let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
        let priority = (u16::from(PRIORITY_FIRST), u16::from(PRIORITY_LAST));
        Ok(SetJob {
            attempts: Some(self.number(ATTEMPTS, (1, MOST_MAX), None)?),
            cap: Some((cap > 0).then_some(cap)),
            priority: Some(small(self.number(PRIORITY, priority, None)?)),
            every_new: Some(small(self.number(EVERY_NEW, (1, EVERY_MAX), Some(0))?)),
            share: Some(small(self.number(SHARE, (1, WHOLE), Some(0))?)),
            preset: Preset::ALL.get(self.form.choice_of(PRESET)).copied(),
            auto_next: Some(self.form.choice_of(AUTO_NEXT) == 1),
            ..SetJob::default()
        })
    }

    /// What the fields mean, as far as it is more than the usual.
    fn said(&self, set: &SetJob) -> Vec<Message> {
        let mut out = Vec::new();
        let (before, rows) = self.attempts;
        out.extend(
            set.attempts
                .filter(|now| *now != before && rows > 0)
                .map(|now| say!("job-attempts-kept", rows = rows, before = before, now = now)),
        );
        out.extend(set.cap.flatten().map(|count| say!("job-cap", count = count)));
        out.extend(
            set.every_new.filter(|every| *every > 0).map(|every| say!("job-every-new", every = every)),
        );
        out.extend(set.share.filter(|share| *share > 0).map(|share| say!("job-share", share = share)));
        out.extend(set.auto_next.filter(|auto| *auto).map(|_| say!("job-auto-next")));
        out
    }
}

impl Sheet for OrderForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.say(&say!("joborder-title", job = self.name.as_str()))
    }

    fn reading(&self, _: &Model, env: &Env) -> Vec<Line<'static>> {
        match self.set() {
            Ok(set) => self.said(&set).iter().map(|said| good(&env.say(said), env)).collect(),
            Err(wrong) => vec![refused(&self.form, &wrong, env)],
        }
    }

    fn hint(&self) -> &'static str {
        "joborder-hint"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let wanted = self.changes();
        set(cx, &mut self.form, self.list, wanted)
    }
}
