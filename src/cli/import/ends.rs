//! What became of a row, as an object for machines and as a row of a table.

use serde::{Serialize, Serializer};

use crate::cli::out::shown;
use crate::desk::import::{CellProblem, Duplicate, DuplicateBy, RowOutcome};
use crate::domain::ids::{ClientId, RecordId, code};
use crate::exchange::feed::Item;
use crate::i18n::Texts;

/// Values in reports are no longer than this, in cells: the row itself is in the file of rejected rows.
const VALUE: usize = 200;

/// What became of a row.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RowEnd {
    pub(super) line: u64,
    pub(super) outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) client: Option<ClientRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) duplicate_of_line: Option<u64>,
    #[serde(flatten)]
    pub(super) problem: Option<Problem>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warnings: Vec<Problem>,
}

/// A client somebody can ask for.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ClientRef {
    pub(super) id: u64,
    pub(super) code: String,
    /// Empty, to machines `null`, when an earlier row of the file has made him.
    #[serde(serialize_with = "filled")]
    pub(super) name: String,
}

/// A value that can't be used.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Problem {
    pub(super) column: String,
    pub(super) value: String,
    /// A word for machines.
    pub(super) reason: &'static str,
    /// The same in a sentence.
    pub(super) message: String,
}

impl Problem {
    pub(super) fn new(problem: &CellProblem, texts: &Texts) -> Self {
        let reason = texts.cell_reason(&problem.reason);
        Self {
            column: shown(&problem.column, VALUE),
            value: shown(&problem.value, VALUE),
            reason: reason.key,
            message: texts.say(&reason),
        }
    }
}

impl RowEnd {
    /// What became of a row. Clients that a dry run would make have no code yet.
    pub(super) fn new(item: &Item, outcome: &RowOutcome, dry_run: bool, texts: &Texts) -> Self {
        let (outcome_word, client, twin, problem) = match outcome {
            RowOutcome::Created(id) => {
                let client = (!dry_run).then(|| client_ref(*id, &item.client.name));
                ("created", client, None, None)
            }
            RowOutcome::Updated(_, twin) => ("updated", known(twin, dry_run), Some(twin), None),
            RowOutcome::Skipped(twin) => ("skipped", known(twin, dry_run), Some(twin), None),
            RowOutcome::Rejected(problem) => ("rejected", None, None, Some(Problem::new(problem, texts))),
        };
        let loaded = !matches!(outcome, RowOutcome::Rejected(_));
        let warnings = item.client.problems.iter().filter(|_| loaded);
        Self {
            line: item.client.line,
            outcome: outcome_word,
            client,
            by: twin.map(|twin| by_word(twin.by)),
            duplicate_of_line: twin.and_then(|twin| twin.line),
            problem,
            warnings: warnings.map(|problem| Problem::new(problem, texts)).collect(),
        }
    }

    /// The headings of the table of rows.
    pub(super) fn headings(texts: &Texts) -> Vec<String> {
        let keys = [
            "report-line",
            "report-outcome",
            "report-code",
            "report-client",
            "report-by",
            "report-twin-line",
            "report-column",
            "report-value",
            "report-reason",
        ];
        keys.map(|key| texts.get(key)).into()
    }

    /// The row of that table. Of several warnings the first one is told.
    pub(super) fn cells(&self, texts: &Texts) -> Vec<String> {
        let problem = self.problem.as_ref().or(self.warnings.first());
        let text = |get: fn(&Problem) -> &String| problem.map(get).cloned().unwrap_or_default();
        vec![
            self.line.to_string(),
            texts.get(&format!("outcome-{}", self.outcome)),
            self.client.as_ref().map(|client| client.code.clone()).unwrap_or_default(),
            self.client.as_ref().map(|client| client.name.clone()).unwrap_or_default(),
            self.by.map(|by| texts.get(&format!("duplicate-{by}"))).unwrap_or_default(),
            self.duplicate_of_line.map(|line| line.to_string()).unwrap_or_default(),
            text(|problem| &problem.column),
            text(|problem| &problem.value),
            text(|problem| &problem.message),
        ]
    }
}

fn filled<S: Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if name.is_empty() { serializer.serialize_none() } else { serializer.serialize_str(name) }
}

fn client_ref(id: ClientId, name: &str) -> ClientRef {
    ClientRef { id: id.as_u64(), code: code(id.as_u64()), name: name.to_owned() }
}

/// The client a row is a duplicate of, unless a dry run has only imagined him: such a one has no name.
fn known(twin: &Duplicate, dry_run: bool) -> Option<ClientRef> {
    (!dry_run || !twin.name.is_empty()).then(|| client_ref(twin.client, &twin.name))
}

fn by_word(by: DuplicateBy) -> &'static str {
    match by {
        DuplicateBy::Inn => "inn",
        DuplicateBy::Phone => "phone",
        DuplicateBy::Email => "email",
    }
}
