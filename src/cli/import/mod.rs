//! `dozvon import clients`: a list of clients from a file into the base.
//!
//! | module | what it does |
//! |---|---|
//! | `list` | opens the file and understands its columns |
//! | `feed` | reads its rows in a thread of its own |
//! | `ends`, `account`, `rejected` | keep account of every row: for the screen, for machines, in files beside the list |
//! | `ask` | asks about duplicates |
//! | `bar` | shows how far it has come |
//! | `report` | says what it came to |

mod account;
mod ask;
pub(super) mod bar;
mod ends;
pub(super) mod list;
mod rejected;
mod report;

use std::path::Path;
use std::sync::mpsc::sync_channel;

use chrono_tz::Tz;

pub(super) use self::account::place;
use self::account::{Account, Trouble};
use self::ask::Asker;
use self::bar::Bar;
use self::list::List;
use self::rejected::RejectedFile;
use self::report::Ended;
use super::args::{Format, ImportArgs, ImportClientsArgs, ImportWhat, OnDuplicateArg};
use super::console;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::out::{self, shown, shown_path};
use super::stop::Stop;
use super::tidy;
use crate::desk::content::MakeCallList;
use crate::desk::import::{ImportOptions, Importer, OnDuplicate};
use crate::desk::{DeskError, What};
use crate::domain::call_list::Purpose;
use crate::domain::geo::zone_named;
use crate::domain::ids::CallListId;
use crate::domain::text::clean_line;
use crate::exchange::clients::ClientReader;
use crate::exchange::feed::{Fed, WAITING, feed};
use crate::exchange::{FileError, TableFormat};
use crate::i18n::Explain;
use crate::say;
use crate::store::StoreError;
use crate::store::priority::{Rank, give_way};

/// Loads what the command line says.
pub(super) fn run(context: &Context, args: &ImportArgs) -> Result<(), Fail> {
    match &args.what {
        ImportWhat::Clients(options) => clients(context, options),
    }
}

/// Why an import has ended before the file has.
enum Cut {
    Asked,
    File(FileError),
    Desk(DeskError),
}

fn clients(context: &Context, options: &ImportClientsArgs) -> Result<(), Fail> {
    let zone = zone(context, options)?;
    check_asking(context, options)?;
    check_side_files(context, options)?;
    let stop = Stop::listen().map_err(|error| {
        context.fail(Code::Failed, &say!("error-output", error = context.texts.io_error(&error)), None)
    })?;
    let texts = &context.texts;
    let bar = Bar::new(texts, options.dry_run);
    // Whatever is wrong with the file is found before anything is opened, let alone changed.
    let mut list = List::open(context, options)?;
    if !list.check(context, &bar, &stop)? {
        bar.end();
        let what = say!("import-interrupted", written = texts.get("import-written-nothing"));
        return Err(context.fail(Code::Failed, &what, None));
    }
    let seat = if options.dry_run { context.sit_down_to_try()? } else { context.sit_down_to_load()? };
    let call_list = call_list(context, options, &seat)?;

    let about = list.about(texts);
    let columns = list.columns(texts);
    let facts = list.facts();
    let headings = list.map.headings().to_vec();
    let rejected = RejectedFile::new(&list.path, options.rejected.as_deref(), options.dry_run, texts.lang());
    let format = context.format();
    let mut account =
        Account::new(texts, &headings, options.dry_run, rejected, options.report.as_deref(), format)
            .map_err(|trouble| trouble_failed(context, &trouble, false))?;

    let import_options = ImportOptions {
        on_duplicate: match options.on_duplicate {
            OnDuplicateArg::Skip => OnDuplicate::Skip,
            OnDuplicateArg::Update => OnDuplicate::Update,
            OnDuplicateArg::Ask => OnDuplicate::Ask,
        },
        strict: options.strict,
        dry_run: options.dry_run,
        list: match call_list {
            CallListChoice::Known(list) => Some(list),
            CallListChoice::None | CallListChoice::New => None,
        },
        new_list: matches!(call_list, CallListChoice::New),
        purpose: options.purpose.unwrap_or_default().into(),
    };
    let file = options.file.file_name().unwrap_or_default().to_string_lossy();
    give_way(Rank::Background);
    let import = Importer::new(&seat.desk, &seat.who, context.now(), import_options);
    let mut import = import.map_err(context.desk_failed())?.named(&file);
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let file = list.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let reader = ClientReader { map: &list.map, catalog: &catalog, zone, file: &file };
    let mut asker = Asker::new(texts, &bar, &stop);
    let cut = std::thread::scope(|scope| {
        let (send, receive) = sync_channel(WAITING);
        let source = &mut list.source;
        let fed = std::thread::Builder::new().spawn_scoped(scope, move || feed(source, &reader, &send));
        if let Err(error) = fed {
            return Some(Cut::Desk(StoreError::no_thread(&error).into()));
        }
        for fed in receive {
            let (items, progress) = match fed {
                Fed::Rows(items, progress) => (items, progress),
                Fed::Failed(error) => return Some(Cut::File(error)),
            };
            for item in &items {
                if stop.is_asked() {
                    return Some(Cut::Asked);
                }
                match import.row(&item.client, &mut |row, twin| asker.ask(row, twin)) {
                    Ok(outcome) => account.row(item, &outcome),
                    Err(error) => return Some(Cut::Desk(error)),
                }
            }
            bar.update(progress, import.totals().rows(), import.written().rows());
        }
        None
    });
    bar.end();
    if matches!(cut, Some(Cut::Asked)) && out::is_watched() {
        out::remark(&context.say(&say!("import-stopping")));
    }
    // Rows that are decided on are written, whatever has ended the import.
    let finished = import.finish();
    let cut = match (cut, finished) {
        (Some(Cut::Desk(error)), _) | (None | Some(_), Err(error)) => Some(Cut::Desk(error)),
        (cut, Ok(_)) => cut,
    };
    let ended = Ended {
        totals: import.written(),
        complete: cut.is_none(),
        dry_run: options.dry_run,
        list: options.call_list.as_deref().map(clean_line),
        told: account.finish(),
    };
    let printed = print(context, &ended, &about, &columns, facts);
    if !options.dry_run {
        tidy::after_load(context, Some(&stop));
    }
    verdict(context, &list.path, &ended, cut)?;
    printed
}

/// Prints the report in the format that was asked for.
fn print(
    context: &Context,
    ended: &Ended,
    about: &str,
    columns: &[String],
    facts: list::FileFacts,
) -> Result<(), Fail> {
    let texts = &context.texts;
    let text = match context.format() {
        Format::Table => ended.text(about, columns, texts),
        Format::Json => format!("{}\n", out::json(&ended.summary(facts, true))),
        Format::Ndjson => format!("{}\n", out::json(&ended.summary(facts, false))),
        Format::Csv => {
            out::remark(&context.say(&ended.written()));
            return Ok(());
        }
    };
    out::print(texts, &text)
}

/// How the command ends.
fn verdict(context: &Context, path: &Path, ended: &Ended, cut: Option<Cut>) -> Result<(), Fail> {
    let texts = &context.texts;
    let again = say!("hint-import-again");
    let written = ended.written();
    match cut {
        Some(Cut::Asked) => {
            let what = say!("import-interrupted", written = written);
            return Err(context.fail(Code::Failed, &what, Some(&again)));
        }
        Some(Cut::File(error)) => {
            let (file, problem) = (shown_path(path), texts.file_error(&error));
            let what = say!("import-file-failed", file = file, problem = problem, written = written);
            return Err(context.fail(Code::Failed, &what, Some(&texts.file_hint(&error))));
        }
        Some(Cut::Desk(error)) => {
            let what = say!("import-store-failed", error = error.what(texts), written = written);
            let code = Fail::of_desk(&error, texts).code;
            let hint = match &error {
                DeskError::Store(StoreError::NoRoom { .. } | StoreError::NoFiles { .. }) => {
                    say!("hint-import-no-room")
                }
                DeskError::Store(StoreError::Unwritable { .. }) => say!("hint-import-unwritable"),
                error => error.hint(texts).unwrap_or(again),
            };
            return Err(context.fail(code, &what, Some(&hint)));
        }
        None => {}
    }
    if let Some(trouble) = ended.told.troubles.first() {
        return Err(trouble_failed(context, trouble, !ended.dry_run));
    }
    let totals = &ended.totals;
    if totals.rejected > 0 && totals.rejected == totals.rows() {
        let hint = say!("hint-import-all-rejected");
        return Err(context.fail(Code::Failed, &say!("import-all-rejected"), Some(&hint)));
    }
    Ok(())
}

fn trouble_failed(context: &Context, trouble: &Trouble, loaded: bool) -> Fail {
    let fail = context.fail(Code::Failed, &trouble.said(loaded), Some(&trouble.hint));
    Fail { unprinted: trouble.path.is_none(), ..fail }
}

/// The zone of clients of whom nothing tells it.
fn zone(context: &Context, options: &ImportClientsArgs) -> Result<Option<Tz>, Fail> {
    let Some(text) = &options.timezone else { return Ok(None) };
    zone_named(text).map(Some).ok_or_else(|| {
        let what = say!("import-unknown-zone", zone = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-import-unknown-zone")))
    })
}

/// Questions need somebody to answer them.
fn check_asking(context: &Context, options: &ImportClientsArgs) -> Result<(), Fail> {
    if options.on_duplicate != OnDuplicateArg::Ask || console::may_ask() {
        return Ok(());
    }
    let hint = say!("hint-import-ask-needs-terminal");
    Err(context.fail(Code::Usage, &say!("import-ask-needs-terminal"), Some(&hint)))
}

/// Files beside the list must not be the list, and must be of a kind we can write.
fn check_side_files(context: &Context, options: &ImportClientsArgs) -> Result<(), Fail> {
    let list = options.file.canonicalize().ok();
    for path in [&options.rejected, &options.report].into_iter().flatten() {
        if list.is_some() && path.canonicalize().ok() == list {
            let what = say!("import-same-file", file = shown_path(path));
            return Err(context.fail(Code::Usage, &what, Some(&say!("hint-import-same-file"))));
        }
        if TableFormat::of(path).is_none() {
            let what = say!("import-unknown-ending", file = shown_path(path));
            return Err(context.fail(Code::Usage, &what, Some(&say!("hint-import-unknown-ending"))));
        }
    }
    if let Some(path) = options.report.as_deref().filter(|path| path.exists()) {
        let what = say!("export-exists", file = shown_path(path));
        return Err(context.fail(Code::Refused, &what, Some(&say!("hint-import-same-file"))));
    }
    Ok(())
}

/// The call list clients are put into.
#[derive(Clone, Copy)]
enum CallListChoice {
    None,
    Known(CallListId),
    /// A dry run only imagines it.
    New,
}

/// Finds the call list, or makes it when it is not there.
fn call_list(context: &Context, options: &ImportClientsArgs, seat: &Seat) -> Result<CallListChoice, Fail> {
    let Some(name) = options.call_list.as_deref() else { return Ok(CallListChoice::None) };
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let known = catalog.list_by_name(&clean_line(name));
    if let (Some(list), Some(wanted)) = (known, &options.script)
        && list.script.as_ref() != Some(wanted)
    {
        let name = shown(&list.name, 40);
        let what = match &list.script {
            Some(script) => say!("import-list-other-script", list = name, script = shown(script, 40)),
            None => say!("import-list-no-script", list = name),
        };
        return Err(context.fail(Code::Refused, &what, Some(&say!("hint-import-list-other-script"))));
    }
    if let (Some(list), Some(wanted)) = (known, options.purpose)
        && list.purpose != Purpose::from(wanted)
    {
        let (name, purpose) = (shown(&list.name, 40), context.texts.word(&list.purpose));
        let what = say!("import-list-other-purpose", list = name, purpose = purpose);
        return Err(context.fail(Code::Refused, &what, Some(&say!("hint-import-list-other-purpose"))));
    }
    if let Some(list) = known {
        return Ok(CallListChoice::Known(list.id));
    }
    let make = MakeCallList {
        name: name.to_owned(),
        script: options.script.clone(),
        process: None,
        purpose: options.purpose.unwrap_or_default().into(),
    };
    if !options.dry_run {
        let made = seat.desk.execute(&seat.who, context.now(), &make).map_err(context.desk_failed())?;
        return Ok(CallListChoice::Known(made));
    }
    let wrong = if clean_line(name).is_empty() {
        Some(DeskError::Empty)
    } else {
        let script = options.script.as_ref().filter(|code| catalog.script_by_code(code).is_none());
        script.map(|code| DeskError::NotFound(What::Script, code.clone()))
    };
    wrong.map_or(Ok(CallListChoice::New), |error| Err(context.desk_failed()(error)))
}
