//! The file a process is written in.
//!
//! ```
//! let file = r#"
//! code = "short-sale"
//! name = { ru = "Короткая продажа", en = "Short sale" }
//! loss_reasons = ["Дорого", "Другое"]
//!
//! [[stage]]
//! code = "talk"
//! name = { ru = "Переговоры", en = "Negotiation" }
//! norm_days = 5
//! probability = 40
//! "#;
//! let (process, _) = dozvon::domain::process::file::parse(file).unwrap();
//! assert_eq!(process.stages.len(), 1);
//! ```

use std::collections::HashMap;

use super::{Control, Process, ReasonRule, Stage, StageTask};
use crate::domain::calendar::Calendar;
use crate::domain::ids::ProcessId;
use crate::domain::text::{Bilingual, clean_line};
use crate::domain::textfile::read::{Reader, Section};
use crate::domain::textfile::{Parsed, ProblemKind};
use crate::domain::time::Moment;
use crate::domain::when;

/// Longest norm of a stage, in days: ten years.
const NORM_DAYS_MAX: u16 = 3_650;

/// The widest task, in terminal cells: it stands in the book of promises and in one line behind a result.
const TASK_CELLS: usize = 30;
/// A Monday at 00:00 in Moscow. The words of a term are tried from here: nothing of that day has passed yet, nor of that week.
const TRIED_FROM: Moment = Moment::from_millis(1_794_171_600_000);

/// Keys of the file and of a stage.
const TOP: &[&str] = &["code", "name", "control", "loss_reasons", "stage"];
const STAGE: &[&str] = &["code", "name", "norm_days", "probability", "reason", "task", "task_due"];

/// Words of `control` and `reason`.
const CONTROLS: [(&str, Control); 3] =
    [("process", Control::Process), ("manual", Control::Manual), ("none", Control::None)];
const REASONS: [(&str, ReasonRule); 3] =
    [("never", ReasonRule::Never), ("back", ReasonRule::Back), ("always", ReasonRule::Always)];

/// A process as its file has it: without what the store gives, id and version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessDraft {
    /// A stable word, the same for all versions.
    pub code: String,
    /// The name on the screen.
    pub name: Bilingual,
    /// How a deal is led; stage after stage when the file does not say.
    pub control: Control,
    /// The stages in order; none exactly when `control` is [`Control::None`].
    pub stages: Vec<Stage>,
    /// Why a deal may be lost.
    pub loss_reasons: Vec<Bilingual>,
}

impl ProcessDraft {
    /// The process as the store keeps it.
    pub fn into_process(self, id: ProcessId, version: u32) -> Process {
        let Self { code, name, control, stages, loss_reasons } = self;
        Process { id, code, version, name, control, stages, loss_reasons }
    }
}

/// Reads and checks a process.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse(text: &str) -> Parsed<ProcessDraft> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let code = reader.code(top).value.to_owned();
    let name = reader.bilingual(top, "name");
    let control = reader.word(top, "control", &CONTROLS);
    let loss_reasons = reader.bilinguals(top, "loss_reasons");
    let sections = reader.sections(top, "stage");
    let none = sections.as_ref().map(Vec::is_empty);
    match (control, none) {
        (Some(Control::None), Some(false)) => {
            reader.report(top.place("control"), ProblemKind::StagesWithoutControl)
        }
        // A control that could not be read may have meant none.
        (None, Some(true)) if top.has("control") => {}
        (Some(Control::Process | Control::Manual) | None, Some(true)) => {
            reader.report(top.place("control"), ProblemKind::NoStages);
        }
        _ => {}
    }
    let stages = read_stages(&mut reader, &sections.unwrap_or_default());
    if !reader.has_errors() && loss_reasons.as_ref().is_none_or(Vec::is_empty) {
        reader.report(top.place("loss_reasons"), ProblemKind::NoLossReasons);
    }
    let (control, loss_reasons) = (control.unwrap_or_default(), loss_reasons.unwrap_or_default());
    reader.finish(ProcessDraft { code, name, control, stages, loss_reasons })
}

fn read_stages(reader: &mut Reader<'_>, sections: &[Section<'_>]) -> Vec<Stage> {
    let mut seen = HashMap::new();
    let mut before: Option<u8> = None;
    let mut stages = Vec::new();
    for &section in sections {
        reader.check_keys(section, STAGE);
        let code = reader.code(section);
        reader.unique_code(&mut seen, &code);
        let stage = Stage {
            code: code.value.to_owned(),
            name: reader.bilingual(section, "name"),
            norm_days: reader.number(section, "norm_days", 1..=NORM_DAYS_MAX),
            probability: reader.number(section, "probability", 0..=100),
            reason: reader.word(section, "reason", &REASONS).unwrap_or_default(),
            task: read_task(reader, section),
        };
        if let Some(probability) = stage.probability {
            if let Some(before) = before.filter(|before| *before > probability) {
                let kind = ProblemKind::ProbabilityFalls { stage: stage.code.clone(), probability, before };
                reader.report(section.place("probability"), kind);
            }
            before = Some(probability);
        }
        stages.push(stage);
    }
    stages
}

/// The task of a stage: both keys of it, or none.
fn read_task(reader: &mut Reader<'_>, section: Section<'_>) -> Option<StageTask> {
    let (has_task, has_due) = (section.has("task"), section.has("task_due"));
    if !has_task && !has_due {
        return None;
    }
    for (has, key) in [(has_task, "task"), (has_due, "task_due")] {
        if !has {
            reader.report(section.at, ProblemKind::MissingKey { key });
        }
    }
    let task = reader.filled_text(section, "task");
    let due = reader.filled_text(section, "task_due");
    let text = task.map(|task| {
        let text = clean_line(task.value);
        reader.check_width(task.at, "task", &text, TASK_CELLS);
        text
    });
    let due = due.map(|due| {
        let words = clean_line(due.value);
        if when::read_by(&words, TRIED_FROM, chrono_tz::Europe::Moscow, &Calendar::default()).is_err() {
            reader.report(due.at, ProblemKind::BadTerm { key: "task_due", words: words.clone() });
        }
        words
    });
    Some(StageTask { text: text?, due: due? })
}
