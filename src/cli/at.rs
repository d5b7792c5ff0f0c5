//! `dozvon at`: any command that asks, answered as of a moment of the past.

use std::ffi::OsString;
use std::sync::Arc;

use super::args::{Args, AtArgs, Command, Global};
use super::call_list::CallListCommand;
use super::consent::ConsentCommand;
use super::context::Context;
use super::fail::{Code, Fail};
use super::help;
use super::holidays::HolidaysCommand;
use super::job::JobCommand;
use super::moment::by_then;
use super::out::shown;
use super::outcomes::OutcomesCommand;
use super::process::ProcessCommand;
use super::progress::Bar;
use super::queue::QueueCommand;
use super::script::ScriptCommand;
use super::stop_list::StopCommand;
use crate::domain::time::Moment;
use crate::say;
use crate::store::local::{LocalStore, Until};
use crate::store::{ReadOnly, Store, StoreError};

/// Runs the command that the command line goes on with.
pub(super) fn run(context: Context, args: &AtArgs) -> Result<(), Fail> {
    let (until, words) = until(&context, args)?;
    if words.is_empty() {
        return Err(context.fail(Code::Usage, &say!("usage-missing-command"), Some(&say!("hint-at-time"))));
    }
    let Some(inner) = inner(&context, words)? else { return Ok(()) };
    let global = over(inner.global.clone(), &context.global);
    let refused = || Fail::of_store(&StoreError::ReadOnly(ReadOnly::Past), &context.texts);
    let command = inner.chosen();
    if matches!(command, Some(Command::At(_))) {
        let fail = context.fail(Code::Refused, &say!("at-in-at"), Some(&say!("hint-at-in-at")));
        return Err(fail.in_format(global.format));
    }
    if command.as_ref().is_some_and(is_about_the_folder) {
        let fail =
            context.fail(Code::Refused, &say!("at-of-the-folder"), Some(&say!("hint-at-of-the-folder")));
        return Err(fail.in_format(global.format));
    }
    let command = command.filter(asks).ok_or_else(|| refused().in_format(global.format))?;
    let mut past = Context::new(global, context.surroundings)?;
    past.need_base()?;
    let mut bar = Bar::new(&past.texts);
    let store = LocalStore::past(&past.data(), until, &mut |progress| bar.opening(progress));
    bar.end();
    let store =
        Arc::new(store.map_err(|error| Fail::of_store(&error, &past.texts).in_format(past.global.format))?);
    if past.global.now.is_none() {
        past.stand_at(moment_of(until, &store));
    }
    past.past = Some(store);
    super::dispatch(past, command)
}

/// Which state is wanted, and the words of the command behind it.
fn until<'a>(context: &Context, args: &'a AtArgs) -> Result<(Until, &'a [OsString]), Fail> {
    let words = args.words.as_slice();
    if let Some(seq) = args.seq {
        return Ok((Until::Seq(seq), words));
    }
    let text = |count: usize| {
        let words: Vec<&str> = words.iter().take(count).filter_map(|word| word.to_str()).collect();
        words.join(" ")
    };
    // Day and hour are often typed apart.
    let read = [2, 1].into_iter().find_map(|count| Some((by_then(&text(count), context.zone())?, count)));
    match read {
        Some((time, count)) => Ok((Until::Time(time), words.get(count..).unwrap_or_default())),
        None => {
            let what = say!("error-not-a-time", text = shown(&text(1), 40));
            Err(context.fail(Code::Usage, &what, Some(&say!("hint-at-time"))))
        }
    }
}

/// Reads the rest as a command line of its own, in the language of this one.
fn inner(context: &Context, words: &[OsString]) -> Result<Option<Args>, Fail> {
    let lang = match context.texts.lang() {
        crate::i18n::Lang::Ru => "ru",
        crate::i18n::Lang::En => "en",
    };
    let names = words.iter().any(|word| word.to_string_lossy().starts_with("--lang"));
    let lang = if names { Vec::new() } else { vec![OsString::from("--lang"), OsString::from(lang)] };
    let whole: Vec<OsString> =
        std::iter::once(OsString::from("dozvon")).chain(lang).chain(words.iter().cloned()).collect();
    help::parse(&whole, &context.surroundings)
}

/// What the inner command line says for all commands, and where it says nothing, the outer one; the time is that of the
/// state unless the inner one names another.
fn over(inner: Global, outer: &Global) -> Global {
    Global {
        data: inner.data.or_else(|| outer.data.clone()),
        lang: inner.lang.or(outer.lang),
        format: inner.format.or(outer.format),
        now: inner.now,
        user: inner.user.or_else(|| outer.user.clone()),
        verbose: inner.verbose.max(outer.verbose),
    }
}

/// Whether a command only asks. A new one is refused until it is named here.
fn asks(command: &Command) -> bool {
    match command {
        Command::Lookup(_)
        | Command::Show(_)
        | Command::Export(_)
        | Command::History(_)
        | Command::Gate(_)
        | Command::Consent { command: ConsentCommand::List(_) | ConsentCommand::Proof(_) }
        | Command::Stop { command: StopCommand::List(_) }
        | Command::Holidays {
            command: HolidaysCommand::Check { .. } | HolidaysCommand::List | HolidaysCommand::Export,
        }
        | Command::Keys(_)
        | Command::Themes(_)
        | Command::CallList { command: CallListCommand::List }
        | Command::Job {
            command:
                JobCommand::List | JobCommand::Show { .. } | JobCommand::Heat { .. } | JobCommand::Next { .. },
        }
        | Command::Process { command: ProcessCommand::List | ProcessCommand::Check { .. } } => true,
        Command::Script { command } => !matches!(command, ScriptCommand::Load { .. }),
        Command::Queue { command } => command.as_ref().is_none_or(QueueCommand::asks),
        Command::Outcomes { command } => !matches!(command, OutcomesCommand::Load { .. }),
        _ => false,
    }
}

/// Whether a command is about the files of the base and not about what is in it: they have no past.
fn is_about_the_folder(command: &Command) -> bool {
    matches!(
        command,
        Command::Verify(_)
            | Command::Doctor
            | Command::Backup(_)
            | Command::Restore(_)
            | Command::Snapshot
            | Command::Rebuild(_)
            | Command::Repair(_)
    )
}

/// The time by which the command answers: the one that was named, or that of the commit.
fn moment_of(until: Until, store: &LocalStore) -> Option<Moment> {
    match until {
        Until::Time(time) => Some(time),
        Until::Seq(_) | Until::Last => {
            let last = store.entry(store.last_seq()).ok().flatten()?;
            Some(last.origin.at)
        }
    }
}
