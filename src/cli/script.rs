//! `dozvon script`: checks, loads and shows telemarketing scripts.

use std::path::PathBuf;

use super::args::Format;
use super::content::{Files, Loaded, lint, print_loaded};
use super::context::Context;
use super::fail::{Code, Fail};
use super::files::{self, gather};
use super::out;
use super::script_cross;
use super::script_inbox::{self, Words};
use super::script_report::{self, Calls};
use super::table::{Cell, Table, pretty};
use crate::desk::content::SaveScript;
use crate::desk::{DeskError, What};
use crate::domain::ids::{RecordId, ScriptId};
use crate::domain::script::file::{ScriptDraft, parse_with_outcomes};
use crate::domain::script::variable::Variable;
use crate::domain::script::{Script, write};
use crate::domain::text::Lang;
use crate::domain::{outcome, presets, textfile};
use crate::say;

/// What to do with scripts.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum ScriptCommand {
    Check {
        #[command(flatten)]
        files: Files,
        #[arg(long, value_name = "FILE")]
        outcomes: Option<PathBuf>,
    },
    Load {
        #[command(flatten)]
        files: Files,
    },
    List,
    Show {
        #[arg(value_name = "CODE")]
        code: String,
    },
    Answers {
        #[command(flatten)]
        calls: Calls,
        #[arg(long, conflicts_with = "by")]
        rows: bool,
        #[arg(long, value_name = "SEGMENT")]
        by: Option<String>,
    },
    Heat {
        #[command(flatten)]
        calls: Calls,
    },
    Inbox {
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    Adopt {
        #[command(flatten)]
        words: Words,
        #[arg(long, value_name = "STEP")]
        to: Option<String>,
        #[arg(long, value_name = "TEXT")]
        text: Option<String>,
    },
    Dismiss {
        #[command(flatten)]
        words: Words,
    },
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &ScriptCommand) -> Result<(), Fail> {
    match command {
        ScriptCommand::Check { files, outcomes } => check(context, files, outcomes.as_ref()),
        ScriptCommand::Load { files } => load(context, files),
        ScriptCommand::List => list(context),
        ScriptCommand::Show { code } => show(context, code),
        ScriptCommand::Answers { calls, rows: _, by: Some(by) } => script_cross::run(context, calls, by),
        ScriptCommand::Answers { calls, rows, by: None } => script_report::answers(context, calls, *rows),
        ScriptCommand::Inbox { code } => script_inbox::inbox(context, code.as_deref()),
        ScriptCommand::Adopt { words, to, text } => {
            script_inbox::adopt(context, words, to.as_deref(), text.as_deref())
        }
        ScriptCommand::Dismiss { words } => script_inbox::dismiss(context, words),
        ScriptCommand::Heat { calls } => script_report::heat(context, calls),
    }
}

fn check(context: &Context, files: &Files, outcomes: Option<&PathBuf>) -> Result<(), Fail> {
    let known = known_outcomes(context, outcomes)?;
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let given = gather(context, &files.files)?;
    let parse = |text: &str| parse_with_outcomes(text, &known);
    let linted = lint(&context.texts, &given, parse, |draft| Some(&draft.code));
    remark_firm(context, linted.drafts.iter().map(|found| &found.draft));
    linted.report(context, files.strict)
}

/// Says which scripts say our firm, while it has no name here: the files are good, and still no job can be started with them.
fn remark_firm<'a>(context: &Context, drafts: impl Iterator<Item = &'a ScriptDraft>) {
    if context.has_firm() {
        return;
    }
    let wants = |draft: &&ScriptDraft| {
        let script = (*draft).clone().into_script(ScriptId::from_u64(0), 0);
        script.wants(&Variable::Firm)
    };
    let codes: Vec<String> = drafts.filter(wants).map(|draft| out::shown(&draft.code, 40)).collect();
    if !codes.is_empty() {
        out::remark(&context.say(&say!("script-check-no-firm", scripts = codes.join(", "))));
    }
}

/// Codes of the results a script may suggest: those of a file, or the shipped ones.
fn known_outcomes(context: &Context, file: Option<&PathBuf>) -> Result<Vec<String>, Fail> {
    let given = file.map(|path| files::given(context, path)).transpose()?;
    let parsed = match &given {
        None => outcome::file::parse(presets::OUTCOMES.1),
        Some(given) => {
            textfile::text(&given.bytes).map_err(|problem| vec![problem]).and_then(outcome::file::parse)
        }
    };
    let refused = |_| {
        let file = given.as_ref().map(|given| given.shown.clone()).unwrap_or_default();
        let hint = say!("hint-outcomes-file", file = &file);
        context.fail(Code::Failed, &say!("error-outcomes-file", file = &file), Some(&hint))
    };
    let (drafts, _) = parsed.map_err(refused)?;
    Ok(drafts.into_iter().map(|draft| draft.code).collect())
}

fn load(context: &Context, files: &Files) -> Result<(), Fail> {
    let given = gather(context, &files.files)?;
    let seat = context.sit_down_to_load()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let outcomes: Vec<&str> = catalog.outcomes().map(|outcome| outcome.code.as_str()).collect();
    let parse = |text: &str| parse_with_outcomes(text, &outcomes);
    let linted = lint(&context.texts, &given, parse, |draft| Some(&draft.code));
    linted.before_load(context, files.strict)?;
    let mut loaded = Vec::new();
    for found in &linted.drafts {
        let ScriptDraft { code, name, .. } = &found.draft;
        let case = SaveScript(found.draft.clone());
        let saved = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
        loaded.push(Loaded::new(&found.file, code, name, saved));
    }
    print_loaded(context, &loaded)
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&[
        "table-code",
        "table-name",
        "table-version",
        "table-language",
        "table-steps",
        "table-objections",
    ]);
    for script in catalog.scripts() {
        table.push(vec![
            script.code.as_str().into(),
            script.name.as_str().into(),
            script.version.into(),
            language(script).into(),
            script.steps.len().into(),
            script.objections().count().into(),
        ]);
    }
    if catalog.scripts().is_empty() && context.format() == Format::Table {
        out::remark(&context.texts.get("no-scripts"));
    }
    table.print(context)
}

fn language(script: &Script) -> &'static str {
    match script.language {
        Lang::Ru => "ru",
        Lang::En => "en",
    }
}

/// Shows a script: to people as the file it could be loaded from, so that it can be changed and loaded again.
fn show(context: &Context, code: &str) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let Some(script) = catalog.script_by_code(code) else {
        let error = DeskError::NotFound(What::Script, code.to_owned());
        return Err(context.desk_failed()(error));
    };
    match context.format() {
        Format::Table => {
            let head = say!("script-shown", name = &script.name, version = script.version);
            let text = format!("# {}\n\n{}", context.say(&head), write::file(script));
            out::print(&context.texts, &text)
        }
        Format::Csv => steps(script).print(context),
        format => {
            let value = serde_json::json!({
                "code": script.code,
                "name": script.name,
                "version": script.version,
                "language": language(script),
                "advertising": script.advertising,
                "purpose": script.purpose,
                "forms": script.forms,
                "steps": script.steps,
            });
            let text = if format == Format::Json { pretty(&value) } else { format!("{value}\n") };
            out::print(&context.texts, &text)
        }
    }
}

fn steps(script: &Script) -> Table {
    let mut table = Table::new(&[
        "table-step",
        "table-title",
        "table-say",
        "table-step-hint",
        "table-answers",
        "table-outcome",
        "table-objection",
    ]);
    for step in &script.steps {
        let answers: Vec<String> = step
            .answers
            .iter()
            .map(|answer| match step.target(answer) {
                Some(to) => format!("{} → {to}", answer.text),
                None => answer.text.clone(),
            })
            .collect();
        table.push(vec![
            step.code.as_str().into(),
            step.title.as_str().into(),
            step.say.as_str().into(),
            step.hint.as_str().into(),
            Cell::list(&answers),
            Cell::option(step.outcome.as_deref()),
            Cell::both("", step.objection),
        ]);
    }
    table
}
