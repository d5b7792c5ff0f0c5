//! What is missing before a job can be started.

use chrono::NaiveDate;

use super::Job;
use crate::domain::call_list::{CallList, Purpose};
use crate::domain::hours::Window;

/// Something without which a job is not started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Nobody may take its rows.
    Operators,
    /// No script was chosen.
    Script,
    /// The script that was chosen is not in the base.
    ScriptGone,
    /// The script does not pass its check: so many mistakes.
    ScriptBroken(usize),
    /// The script is not one for advertising, and the job is: the client would not hear who calls and why.
    ScriptSilent,
    /// There are no rows.
    Rows,
    /// There were rows, and every one of them was left out because its client has not agreed to advertising.
    Consent(u64),
    /// Nothing is left to be done: every row is finished or blocked.
    Open,
    /// The script says `{фирма}` with nothing to say in its place, and no firm is configured.
    Firm,
    /// Nobody would know who calls: advertising wants the caller's label.
    Label,
    /// The days it is planned for were not named.
    Dates,
    /// The last day is over.
    Over(NaiveDate),
    /// Its hours and those of the law have nothing in common.
    Window,
}

impl Missing {
    /// A word for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Operators => "operators",
            Self::Script => "script",
            Self::ScriptGone => "script-gone",
            Self::ScriptBroken(_) => "script-broken",
            Self::ScriptSilent => "script-not-advertising",
            Self::Firm => "firm",
            Self::Rows => "rows",
            Self::Consent(_) => "consent",
            Self::Open => "open",
            Self::Label => "label",
            Self::Dates => "dates",
            Self::Over(_) => "over",
            Self::Window => "window",
        }
    }
}

/// What the check of a script has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptCheck {
    /// It is not in the base.
    Gone,
    /// It passes, and was not written for advertising, for which it is to be read: what the law wants said was not looked for.
    Silent,
    /// So many mistakes and so many remarks.
    Found {
        /// What keeps it from being read out.
        mistakes: usize,
        /// What is only worth a look.
        remarks: usize,
    },
}

/// What is known about the script of a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptKnown {
    /// What its check has found; `None` when no script was chosen.
    pub check: Option<ScriptCheck>,
    /// Whether it says the firm, and no firm is configured.
    pub no_firm: bool,
}

/// What is known about the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Rows in all.
    pub all: u64,
    /// Rows still to be done.
    pub open: u64,
    /// Rows that loads have left out for want of consent.
    pub no_consent: u64,
}

/// What is missing, in the order in which it is best mended. `today` is the day where the job is led.
pub fn missing(list: &CallList, script: ScriptKnown, rows: Rows, today: NaiveDate) -> Vec<Missing> {
    let Job { operators, from, to, .. } = &list.job;
    let mut out = Vec::new();
    match script.check {
        None => out.push(Missing::Script),
        Some(ScriptCheck::Gone) => out.push(Missing::ScriptGone),
        Some(ScriptCheck::Silent) => out.push(Missing::ScriptSilent),
        Some(ScriptCheck::Found { mistakes: 0, .. }) => {}
        Some(ScriptCheck::Found { mistakes, .. }) => out.push(Missing::ScriptBroken(mistakes)),
    }
    if script.no_firm {
        out.push(Missing::Firm);
    }
    let advertising = list.purpose == Purpose::Advertising;
    match rows {
        Rows { all: 0, no_consent: 1.., .. } if advertising => out.push(Missing::Consent(rows.no_consent)),
        Rows { all: 0, .. } => out.push(Missing::Rows),
        Rows { open: 0, .. } => out.push(Missing::Open),
        _ => {}
    }
    if operators.is_empty() {
        out.push(Missing::Operators);
    }
    if advertising && list.label.is_empty() {
        out.push(Missing::Label);
    }
    if list.window.is_some_and(|window| window.and(&Window::of(list.purpose)).is_none()) {
        out.push(Missing::Window);
    }
    match (from, to) {
        (_, Some(to)) if *to < today => out.push(Missing::Over(*to)),
        (Some(_), Some(_)) => {}
        _ => out.push(Missing::Dates),
    }
    out
}
