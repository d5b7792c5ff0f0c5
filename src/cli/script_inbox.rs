//! `dozvon script inbox`, `adopt` and `dismiss`: what clients say that a script has no answer for.

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::findings::Findings;
use super::moment::stamp;
use super::out;
use super::record;
use super::table::{Cell, Table};
use crate::desk::heard::{InboxOf, SettleHeard, with_answer};
use crate::desk::{DeskError, What};
use crate::domain::script::file::parse_with_outcomes;
use crate::domain::script::write;
use crate::domain::textfile::Severity;
use crate::say;

/// Which words: of a group in the inbox.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Words {
    #[arg(value_name = "CODE")]
    code: String,
    #[arg(value_name = "STEP")]
    step: String,
    #[arg(value_name = "WORDS")]
    words: String,
}

/// Prints the words that wait, the most frequent first.
pub(super) fn inbox(context: &Context, code: Option<&str>) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let asked = InboxOf(code.map(str::to_owned));
    let groups = seat.desk.query(&seat.who, context.now(), &asked).map_err(context.desk_failed())?;
    if groups.is_empty() && context.format() == Format::Table {
        out::remark(&context.texts.get("inbox-empty"));
    }
    let mut table = Table::new(&["table-count", "table-script", "table-step", "table-words", "table-last"]);
    for group in &groups {
        table.push(vec![
            group.count.into(),
            group.code.as_str().into(),
            group.step.as_str().into(),
            group.words.as_str().into(),
            Cell::both(stamp(context, group.last), record::stamp(group.last)),
        ]);
    }
    table.print(context)
}

/// Gives the script an answer for the words, as its next version.
pub(super) fn adopt(
    context: &Context,
    words: &Words,
    to: Option<&str>,
    text: Option<&str>,
) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let not_found = |what: &str| context.desk_failed()(DeskError::NotFound(What::Script, what.to_owned()));
    let script = catalog.script_by_code(&words.code).ok_or_else(|| not_found(&words.code))?;
    let draft = with_answer(script, &words.step, text.unwrap_or(&words.words), to);
    let draft = draft.ok_or_else(|| not_found(&words.step))?;
    let outcomes: Vec<&str> = catalog.outcomes().map(|outcome| outcome.code.as_str()).collect();
    // The new version passes the check its author's file would: places are those of the file `script show` prints.
    let file = write::file(&draft.into_script(script.id, script.version));
    let mut findings = Findings::default();
    findings.checked();
    let draft = match parse_with_outcomes(&file, &outcomes) {
        Ok((draft, _)) => draft,
        Err(problems) => {
            for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
                findings.add_problem(&context.texts, &words.code, problem);
            }
            findings.remark(context);
            let (what, hint) = (say!("error-nothing-loaded"), say!("hint-adopt"));
            return Err(context.fail(Code::Failed, &what, Some(&hint)));
        }
    };
    settle(context, &seat, words, Some(draft))
}

/// Takes the words out of the inbox without an answer.
pub(super) fn dismiss(context: &Context, words: &Words) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    settle(context, &seat, words, None)
}

fn settle(
    context: &Context,
    seat: &super::context::Seat,
    words: &Words,
    script: Option<crate::domain::script::file::ScriptDraft>,
) -> Result<(), Fail> {
    let adopted = script.is_some();
    let Words { code, step, words } = words.clone();
    let case = SettleHeard { code, step, words, script };
    let (count, version) =
        seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    let said = if adopted {
        say!("heard-adopted", count = count, version = version)
    } else {
        say!("heard-dismissed", count = count)
    };
    out::remark(&context.say(&said));
    Ok(())
}
