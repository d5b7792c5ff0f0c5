//! Call jobs in words: what is missing, what a load came to, how far a job is.

use chrono::Weekday;

use super::{Calendar, Message, Texts};
use crate::desk::catalog::Catalog;
use crate::desk::import::RowOutcome;
use crate::desk::jobs::Told;
use crate::domain::call_list::CallList;
use crate::domain::filter::Filter;
use crate::domain::gate::Forbidden;
use crate::domain::job::Operators;
use crate::domain::job::load::{Line, LoadRow, Source, Sums, Verdict};
use crate::domain::job::own::NotANumber;
use crate::domain::job::progress::{Progress, RowState, Strip};
use crate::domain::job::ready::{Missing, ScriptCheck};
use crate::domain::phone::{self, PhoneError};
use crate::domain::recycle::typed::RuleError;
use crate::domain::recycle::{MOST_MAX, Rule};
use crate::domain::text::{clean_line, fit};
use crate::domain::time::Moment;
use crate::say;

/// Values that are wrong are shown no wider than this, in cells.
const VALUE: usize = 40;

impl Texts {
    /// What is missing before a job can be started, and what to do about it.
    pub fn missing(&self, missing: Missing) -> Message {
        match missing {
            Missing::Operators => say!("missing-operators"),
            Missing::Script => say!("missing-script"),
            Missing::ScriptGone => say!("missing-script-gone"),
            Missing::ScriptBroken(mistakes) => say!("missing-script-broken", count = mistakes),
            Missing::ScriptSilent => say!("missing-script-silent"),
            Missing::Firm => say!("missing-firm"),
            Missing::Rows => say!("missing-rows"),
            Missing::Consent(rows) => say!("missing-consent", count = rows),
            Missing::Open => say!("missing-open"),
            Missing::Label => say!("missing-label"),
            Missing::Dates => say!("missing-dates"),
            Missing::Over(day) => say!("missing-over", day = day.format("%d.%m.%Y").to_string()),
            Missing::Window => say!("missing-window"),
        }
    }

    /// Everything that is missing, in one line.
    pub(super) fn all_missing(&self, missing: &[Missing]) -> String {
        let said: Vec<String> = missing.iter().map(|one| self.say(&self.missing(*one))).collect();
        said.join("; ")
    }

    /// Why what was typed is no rule for calling again.
    pub fn rule_error(&self, error: &RuleError) -> Message {
        match error {
            RuleError::Incomplete => say!("rule-incomplete"),
            RuleError::Delay => say!("jobrule-delay-bad"),
            RuleError::Most => say!("joborder-number-bad", least = 1, most = MOST_MAX),
            RuleError::Word(word) => say!("rule-word", word = fit(&clean_line(word), VALUE).into_owned()),
            RuleError::Twice(word) => say!("rule-twice", word = fit(&clean_line(word), VALUE).into_owned()),
        }
    }

    /// Who works on a job.
    pub fn operators(&self, operators: &Operators, catalog: &Catalog) -> String {
        match operators {
            Operators::Everybody => self.get("operators-all"),
            Operators::Named(users) if users.is_empty() => self.get("operators-none"),
            Operators::Named(users) => {
                let names =
                    users.iter().filter_map(|id| catalog.user(*id)).map(|user| clean_line(&user.name));
                names.collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// How a job is set up, line by line, the rules for calling again among it.
    pub fn job_facts(&self, list: &CallList, script: Option<ScriptCheck>, catalog: &Catalog) -> Vec<Message> {
        let mut lines = self.job_setup(list, script, catalog);
        lines.extend(self.job_rules(list, catalog));
        lines
    }

    /// How a job is set up, line by line, without the rules for single results.
    pub fn job_setup(&self, list: &CallList, script: Option<ScriptCheck>, catalog: &Catalog) -> Vec<Message> {
        let job = &list.job;
        let window = list.window.map_or_else(|| self.get("hours-usual"), |window| self.window(&window));
        let label = if list.label.is_empty() { self.get("label-none") } else { clean_line(&list.label) };
        let script = match (&list.script, script) {
            (None, _) => self.get("job-script-none"),
            (Some(code), Some(ScriptCheck::Found { mistakes: 0, remarks: 0 })) => {
                self.say(&say!("script-good", script = code))
            }
            (Some(code), Some(ScriptCheck::Found { mistakes, remarks })) => {
                self.say(&say!("script-checked", script = code, mistakes = mistakes, remarks = remarks))
            }
            (Some(code), Some(ScriptCheck::Silent)) => self.say(&say!("script-silent", script = code)),
            (Some(code), _) => self.say(&say!("script-gone", script = code)),
        };
        let owner = catalog.user(list.owner).map(|user| clean_line(&user.name)).unwrap_or_default();
        let operators = self.operators(&job.operators, catalog);
        let mut lines = vec![
            say!("job-purpose", purpose = self.word(&list.purpose), owner = owner),
            say!("job-script", script = script),
            say!("job-hours", hours = window, attempts = list.max_attempts),
            say!("job-label", label = label),
            say!("job-operators", operators = operators),
        ];
        if let Some((from, to)) = job.from.zip(job.to) {
            let day = |day: chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
            lines.push(say!("job-dates", from = day(from), to = day(to)));
        }
        lines.push(say!("job-order", priority = job.priority));
        if job.order.every_new > 0 {
            lines.push(say!("job-every-new", every = job.order.every_new));
        }
        if job.order.share > 0 {
            lines.push(say!("job-share", share = job.order.share));
        }
        if job.auto_next {
            lines.push(say!("job-auto-next"));
        }
        if let Some(cap) = job.recycle.cap {
            lines.push(say!("job-cap", count = cap));
        }
        lines.push(say!("job-recycle", preset = self.word(&job.recycle.preset)));
        lines
    }

    /// When the clients of a job are called again, result by result.
    fn job_rules(&self, list: &CallList, catalog: &Catalog) -> impl Iterator<Item = Message> {
        list.job.recycle.rules().into_iter().map(|rule| {
            let outcome =
                catalog.outcome_by_code(&rule.outcome).map(|it| it.name.get(self.lang()).to_owned());
            self.recycle_rule(&rule, outcome.as_deref().unwrap_or(&rule.outcome))
        })
    }

    /// The five lines a load comes to: all rows, and the four places they have gone to, each with its parts.
    pub fn load_lines(&self, sums: &Sums) -> Vec<String> {
        let all = self.say(&say!("load-line-all", count = sums.all()));
        let lines = Line::ALL.into_iter().map(|line| self.load_line(line, sums));
        std::iter::once(all).chain(lines).collect()
    }

    /// One line of the total below the first one.
    pub fn load_line(&self, line: Line, sums: &Sums) -> String {
        let part = |verdict: Verdict| {
            let (count, key) = (sums.of(verdict), verdict);
            self.say(&say!("load-part", what = self.word(&key), count = count))
        };
        let parts: Vec<String> = line.verdicts().map(part).collect();
        let (count, parts) = (sums.on(line), parts.join(", "));
        self.say(&match line {
            Line::Taken => say!("load-line-taken", count = count, parts = parts),
            Line::Doubles => say!("load-line-doubles", count = count, parts = parts),
            Line::Forbidden => say!("load-line-forbidden", count = count, parts = parts),
            Line::Unusable => say!("load-line-unusable", count = count, parts = parts),
        })
    }

    /// What became of one row: «новый», «стоп-лист».
    pub fn row_verdict(&self, verdict: Verdict) -> String {
        if verdict == Verdict::New { self.get("load-row-new") } else { self.word(&verdict) }
    }

    /// Why a row of a load was left out, beyond its verdict.
    pub fn row_reason(&self, told: &Told, calendar: Calendar) -> Option<String> {
        match (&told.outcome, told.verdict) {
            (RowOutcome::Rejected(problem), _) => {
                let reason = self.say(&self.cell_reason(&problem.reason));
                let value = fit(&clean_line(&problem.value), VALUE).into_owned();
                Some(if value.is_empty() { reason } else { format!("«{value}». {reason}") })
            }
            (RowOutcome::Updated(_, twin) | RowOutcome::Skipped(twin), Verdict::InFile) => {
                twin.line.map(|line| self.say(&say!("load-same-as-line", line = line.to_string())))
            }
            _ => told.stop.clone().map(|stop| {
                let forbidden = Forbidden::Stopped(Box::new(stop));
                self.say(&self.forbidden_by(&forbidden, calendar))
            }),
        }
    }

    /// Why a row that is kept has no number that can be dialled: read from the value that was refused. `None` for other rows, and
    /// for those whose value says nothing.
    pub fn kept_reason(&self, row: &LoadRow) -> Option<String> {
        if row.verdict != Verdict::BadNumber || row.client.is_some() {
            return None;
        }
        let field = phone::read_field(&row.name);
        let service = field.phones.iter().any(|found| !found.phone.may_be_clients());
        let error = service.then_some(PhoneError::Service);
        let error = error.or_else(|| field.problems.first().map(|(_, error)| *error))?;
        Some(self.say(&self.phone_error(&error)))
    }

    /// What is wrong in the file with our own numbers.
    pub fn own_number_error(&self, file: &str, wrong: &NotANumber) -> Message {
        say!(
            "error-own-number",
            file = file,
            place = wrong.line.to_string(),
            text = fit(&clean_line(&wrong.text), VALUE).into_owned(),
            problem = self.phone_error(&wrong.problem)
        )
    }

    /// Where the rows of a load came from.
    pub fn load_source(&self, source: &Source) -> String {
        self.say(&match source {
            Source::File(name) => say!("load-from-file", name = clean_line(name)),
            Source::Base(words) if words.is_empty() => say!("load-from-base-all"),
            Source::Base(words) => {
                // In the language of the reader; lines of earlier releases stand as they were typed.
                let line = Filter::parse(words).map(|filter| filter.line(self.lang()));
                say!("load-from-base", words = line.unwrap_or_else(|_| clean_line(words)))
            }
        })
    }

    /// States of the rows: «не тронуто 4 311 · в работе 20 · завершено 5 · …».
    pub fn row_states(&self, progress: &Progress) -> String {
        let part = |state: RowState| {
            self.say(&say!("load-part", what = self.word(&state), count = progress.of(state)))
        };
        RowState::ALL.map(part).join(" · ")
    }

    /// «охват 12,5 % (540 из 4 311), насыщение 18,0 %»
    pub fn penetration(&self, progress: &Progress) -> Message {
        let (penetration, saturation) =
            (self.tenths(progress.penetration()), self.tenths(progress.saturation()));
        let (attempted, attempts, all) = (progress.attempted, progress.attempts, progress.all());
        say!(
            "job-penetration",
            penetration = penetration,
            attempted = attempted,
            all = all,
            saturation = saturation,
            attempts = attempts
        )
    }

    /// Rows that wait for longer than the strip reaches: «позже 7, первые 10.12 09:00».
    pub fn strip_later(&self, (count, first): (u64, Moment), calendar: Calendar) -> String {
        self.say(&say!("strip-later", count = count, first = self.moment(first, calendar)))
    }

    /// A part of the strip of zones: «до 10:00 можно 1 902».
    pub fn strip(&self, strip: &Strip, calendar: Calendar) -> String {
        let today = strip.at.date_in(calendar.zone) == calendar.now.date_in(calendar.zone);
        let at = if today { self.time(strip.at, calendar.zone) } else { self.moment(strip.at, calendar) };
        self.say(&if strip.open {
            say!("strip-open", at = at, count = strip.rows)
        } else {
            say!("strip-closed", at = at, count = strip.rows)
        })
    }

    /// A rule by which clients are called again; `outcome` is the name of its result.
    pub fn recycle_rule(&self, rule: &Rule, outcome: &str) -> Message {
        let delay = self.span(i64::from(rule.minutes));
        let number = if rule.other_number { self.get("rule-other-number") } else { String::new() };
        say!(
            "rule-line",
            outcome = clean_line(outcome),
            delay = delay,
            shift = self.word(&rule.shift),
            number = number,
            most = rule.most
        )
    }

    /// A day of the week in two letters.
    pub fn weekday_of(&self, day: Weekday) -> String {
        self.say(&say!("weekday-short", day = day.number_from_monday()))
    }
}
