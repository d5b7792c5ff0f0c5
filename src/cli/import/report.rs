//! The report of an import: for people, and as one object for machines.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::account::{Told, place};
use super::ask;
use super::ends::RowEnd;
use super::list::FileFacts;
use crate::cli::console;
use crate::cli::out::{cell, shown, shown_path};
use crate::desk::import::Totals;
use crate::i18n::{Message, Texts};
use crate::say;

/// How an import has ended, whatever it came to.
pub(super) struct Ended {
    pub(super) totals: Totals,
    /// Whether the whole file was gone through.
    pub(super) complete: bool,
    pub(super) dry_run: bool,
    /// The call list, by name.
    pub(super) list: Option<String>,
    pub(super) told: Told,
}

impl Ended {
    /// The report for people.
    pub(super) fn text(&self, about: &str, columns: &[String], texts: &Texts) -> String {
        let mut lines = vec![about.to_owned(), texts.get("import-columns")];
        lines.extend(columns.iter().map(|column| format!("  {column}")));
        lines.push(String::new());
        if self.dry_run {
            lines.push(texts.get("import-dry-run"));
        }
        lines.extend(self.sums(texts));
        let totals = &self.totals;
        if totals.warnings > 0 {
            lines.push(texts.say(&say!("import-warnings", count = totals.warnings)));
        }
        if totals.recoded > 0 {
            lines.push(texts.say(&say!("import-recoded", count = totals.recoded)));
        }
        if totals.zeros > 0 {
            lines.push(texts.say(&say!("import-zeros", count = totals.zeros)));
        }
        if let Some(list) = &self.list {
            let list = shown(list, 40);
            lines.push(texts.say(&if self.dry_run {
                say!("import-queued-dry", count = totals.queued, list = list)
            } else {
                say!("import-queued", count = totals.queued, list = list)
            }));
        }
        if totals.no_consent > 0 {
            lines.push(texts.say(&say!("import-left-out-consent", count = totals.no_consent)));
        }
        if totals.stopped > 0 {
            lines.push(texts.say(&say!("import-left-out-stop", count = totals.stopped)));
        }
        self.rejected(texts, &mut lines);
        self.skipped(texts, &mut lines);
        if let Some(path) = &self.told.rejected_file {
            lines.push(texts.say(&say!("import-rejected-file", file = shown_path(path))));
        }
        if let Some(path) = &self.told.report_file {
            lines.push(texts.say(&say!("import-report-file", file = shown_path(path))));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// The sums, one under the other: the first is that of the others.
    fn sums(&self, texts: &Texts) -> Vec<String> {
        let totals = &self.totals;
        let rows = if self.complete { "import-total-rows" } else { "import-total-rows-read" };
        let sums = [
            (" ", rows, totals.rows()),
            ("=", "import-total-created", totals.created),
            ("+", "import-total-updated", totals.updated),
            ("+", "import-total-skipped", totals.skipped),
            ("+", "import-total-rejected", totals.rejected),
        ];
        let named = sums.map(|(sign, key, number)| {
            let number = texts.say(&say!("import-number", number = number));
            (format!("{sign} {}", texts.get(key)), number)
        });
        let name_width = named.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
        let number_width = named.iter().map(|(_, number)| number.width()).max().unwrap_or(0);
        let mut lines: Vec<String> = named
            .iter()
            .map(|(name, number)| {
                let pad = number_width.saturating_sub(number.width());
                format!("  {}  {:pad$}{number}", cell(name, name_width), "")
            })
            .collect();
        if totals.skipped > 0
            && let Some(line) = lines.get_mut(3)
        {
            let by = say!("import-by", inn = totals.by_inn, phone = totals.by_phone, email = totals.by_email);
            line.push_str(&format!("   {}", texts.say(&by)));
        }
        lines
    }

    fn rejected(&self, texts: &Texts, lines: &mut Vec<String>) {
        let told = &self.told.kept.rejected;
        if told.is_empty() {
            return;
        }
        lines.push(String::new());
        lines.push(texts.get("import-rejected"));
        for end in told {
            let Some(problem) = &end.problem else { continue };
            let what = place(&problem.column, &problem.value, problem.message.clone(), texts);
            let line = say!("import-rejected-line", line = end.line.to_string(), what = what);
            lines.push(format!("  {}", texts.say(&line)));
        }
        let more = self.totals.rejected.saturating_sub(told.len() as u64);
        if more > 0 {
            let message = if self.told.rejected_wanted {
                say!("import-more", count = more)
            } else {
                say!("import-more-rejected", count = more)
            };
            lines.push(format!("  {}", texts.say(&message)));
        }
    }

    fn skipped(&self, texts: &Texts, lines: &mut Vec<String>) {
        let told = &self.told.kept.skipped;
        if told.is_empty() {
            return;
        }
        lines.push(String::new());
        lines.push(texts.get("import-skipped"));
        for end in told {
            let by = end.by.map(|by| texts.get(&format!("duplicate-{by}"))).unwrap_or_default();
            let line =
                say!("import-skipped-line", line = end.line.to_string(), who = twin(end, texts), by = by);
            lines.push(format!("  {}", texts.say(&line)));
        }
        let more = self.totals.skipped.saturating_sub(told.len() as u64);
        if more > 0 {
            let message = if self.told.report_file.is_some() {
                say!("import-more", count = more)
            } else {
                say!("import-more-report", count = more)
            };
            lines.push(format!("  {}", texts.say(&message)));
        }
    }

    /// What was loaded, in one sentence.
    pub(super) fn written(&self) -> Message {
        let totals = &self.totals;
        let (created, updated) = (totals.created, totals.updated);
        let (skipped, rejected) = (totals.skipped, totals.rejected);
        if self.dry_run {
            say!(
                "import-written-dry",
                created = created,
                updated = updated,
                skipped = skipped,
                rejected = rejected
            )
        } else {
            say!(
                "import-written",
                created = created,
                updated = updated,
                skipped = skipped,
                rejected = rejected
            )
        }
    }

    /// The report for machines. Rows that were told already are not in it.
    pub(super) fn summary(&self, file: FileFacts, with_rows: bool) -> Summary<'_> {
        let totals = &self.totals;
        let shown = |path: &Option<std::path::PathBuf>| {
            path.as_ref().map(|path| console::typed(path).display().to_string())
        };
        let kept = &self.told.kept;
        Summary {
            file,
            dry_run: self.dry_run,
            complete: self.complete,
            totals: Sums {
                rows: totals.rows(),
                created: totals.created,
                updated: totals.updated,
                skipped: totals.skipped,
                rejected: totals.rejected,
                by_inn: totals.by_inn,
                by_phone: totals.by_phone,
                by_email: totals.by_email,
                warnings: totals.warnings,
                other_encoding: totals.recoded,
                inn_zeros: totals.zeros,
                queued: totals.queued,
                stopped: totals.stopped,
                no_consent: totals.no_consent,
            },
            call_list: self.list.clone(),
            rejected_file: shown(&self.told.rejected_file),
            report_file: shown(&self.told.report_file),
            rejected: with_rows.then_some(&kept.rejected),
            skipped: with_rows.then_some(&kept.skipped),
        }
    }
}

/// The client of the base or the line of the file a skipped row is a duplicate of.
fn twin(end: &RowEnd, texts: &Texts) -> String {
    match (&end.client, end.duplicate_of_line) {
        (Some(client), _) if !client.name.is_empty() => ask::twin_in_base(&client.name, &client.code, texts),
        (_, Some(line)) => ask::twin_in_file(line, texts),
        (Some(client), None) => client.code.clone(),
        (None, None) => String::new(),
    }
}

/// The report for machines.
#[derive(Debug, Serialize)]
pub(super) struct Summary<'a> {
    file: FileFacts,
    dry_run: bool,
    complete: bool,
    totals: Sums,
    call_list: Option<String>,
    rejected_file: Option<String>,
    report_file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<&'a Vec<RowEnd>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'a Vec<RowEnd>>,
}

/// Sums; `rows` is `created`, `updated`, `skipped` and `rejected` together.
#[derive(Debug, Serialize)]
struct Sums {
    rows: u64,
    created: u64,
    updated: u64,
    skipped: u64,
    rejected: u64,
    by_inn: u64,
    by_phone: u64,
    by_email: u64,
    /// Values that could not be read in rows that were not rejected.
    warnings: u64,
    /// Rows read in another encoding than the file's.
    other_encoding: u64,
    /// INNs that got their lost zero back.
    inn_zeros: u64,
    queued: u64,
    /// Clients left out of the call list because they forbade calls.
    stopped: u64,
    /// Clients left out of the call list for want of a consent to advertising.
    no_consent: u64,
}
