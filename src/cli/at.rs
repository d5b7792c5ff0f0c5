//! `dozvon at`: any command that asks, answered as of a moment of the past.

use std::ffi::OsString;
use std::sync::Arc;

use super::args::{Args, AtArgs, Command, Global};
use super::call_list::CallListCommand;
use super::client::ClientCommand;
use super::consent::ConsentCommand;
use super::context::Context;
use super::day::DayCommand;
use super::fail::{Code, Fail};
use super::help;
use super::holidays::HolidaysCommand;
use super::job::JobCommand;
use super::moment::by_then;
use super::note::NoteCommand;
use super::out::shown;
use super::outcomes::OutcomesCommand;
use super::pauses::PausesCommand;
use super::process::ProcessCommand;
use super::progress::Bar;
use super::queue::QueueCommand;
use super::recording::RecordingCommand;
use super::script::ScriptCommand;
use super::snippets::SnippetsCommand;
use super::steward::StewardCommand;
use super::stop_list::StopCommand;
use super::user::UserCommand;
use crate::domain::time::Moment;
use crate::i18n::Message;
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
    let refused = |what: &Message, hint: &Message| {
        Err(context.fail(Code::Refused, what, Some(hint)).in_format(global.format))
    };
    let past_is_past =
        || Fail::of_store(&StoreError::ReadOnly(ReadOnly::Past), &context.texts).in_format(global.format);
    let command = inner.chosen().ok_or_else(past_is_past)?;
    match nature(&command) {
        Nature::Asks => {}
        Nature::Changes => return Err(past_is_past()),
        Nature::NamesATime => return refused(&say!("at-in-at"), &say!("hint-at-in-at")),
        Nature::OfTheFolder => return refused(&say!("at-of-the-folder"), &say!("hint-at-of-the-folder")),
    }
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

/// What a command has to do with the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nature {
    /// It only asks: it is answered as of any time.
    Asks,
    /// It changes something, or begins something that does: the past stays as it was.
    Changes,
    /// It is about the files of the base and not about what is in it: they have no past.
    OfTheFolder,
    /// It names a time itself.
    NamesATime,
}

/// Whether a command changes nothing.
pub(super) fn only_asks(command: &Command) -> bool {
    nature(command) == Nature::Asks
}

/// The nature of a command. Every command is named here: whoever adds one decides.
fn nature(command: &Command) -> Nature {
    let asks = match command {
        Command::At(_) => return Nature::NamesATime,
        Command::Verify(_)
        | Command::Doctor
        | Command::Backup(_)
        | Command::Restore(_)
        | Command::Snapshot
        | Command::Rebuild(_)
        | Command::Repair(_) => return Nature::OfTheFolder,
        Command::Filter { command } => command.asks(),
        Command::Lookup(_)
        | Command::Find(_)
        | Command::Show(_)
        | Command::Export(_)
        | Command::History(_)
        | Command::Gate(_)
        | Command::Keys(_)
        | Command::Themes(_) => true,
        Command::Desk(_)
        | Command::Ring(_)
        | Command::Import(_)
        | Command::Undo(_)
        | Command::Demo(_)
        | Command::Generate(_) => false,
        #[cfg(feature = "bench")]
        Command::Bench { .. } => false,
        Command::Queue { command } => command.as_ref().is_none_or(QueueCommand::asks),
        Command::Day { command } => match command {
            DayCommand::Show { .. } | DayCommand::Keys { .. } | DayCommand::Ends => true,
            DayCommand::Open
            | DayCommand::Pause { .. }
            | DayCommand::Ready
            | DayCommand::Close
            | DayCommand::Message { .. } => false,
        },
        Command::User { command } => match command {
            UserCommand::List => true,
            UserCommand::Add { .. }
            | UserCommand::Pin { .. }
            | UserCommand::Unlock { .. }
            | UserCommand::Shift { .. } => false,
        },
        Command::Pauses { command } => match command {
            PausesCommand::List | PausesCommand::Check { .. } => true,
            PausesCommand::Load { .. } => false,
        },
        Command::Snippets { command } => match command {
            SnippetsCommand::List | SnippetsCommand::Check { .. } => true,
            SnippetsCommand::Load { .. } => false,
        },
        Command::Note { command: NoteCommand::Add { .. } } => false,
        Command::CallList { command } => match command {
            CallListCommand::List => true,
            CallListCommand::Set(_) => false,
        },
        Command::Job { command } => match command {
            JobCommand::List
            | JobCommand::Show { .. }
            | JobCommand::Heat { .. }
            | JobCommand::Next { .. } => true,
            JobCommand::New(_)
            | JobCommand::Set(_)
            | JobCommand::Load(_)
            | JobCommand::Unload { .. }
            | JobCommand::Ready { .. }
            | JobCommand::Start { .. }
            | JobCommand::Pause { .. }
            | JobCommand::Finish { .. } => false,
        },
        Command::Recording { command } => match command {
            RecordingCommand::List { .. } | RecordingCommand::Open { .. } => true,
            RecordingCommand::Set { .. } | RecordingCommand::Clear { .. } | RecordingCommand::Mark { .. } => {
                false
            }
        },
        Command::Steward { command } => match command {
            StewardCommand::List => true,
            StewardCommand::Done { .. } => false,
        },
        Command::Consent { command } => match command {
            ConsentCommand::List(_) | ConsentCommand::Proof(_) => true,
            ConsentCommand::Add(_) | ConsentCommand::Withdraw(_) => false,
        },
        Command::Stop { command } => match command {
            StopCommand::List(_) => true,
            StopCommand::Add(_) | StopCommand::Lift { .. } | StopCommand::Load(_) => false,
        },
        Command::Client { command } => match command {
            ClientCommand::Hours { .. } | ClientCommand::Zone { .. } | ClientCommand::New(_) => false,
        },
        Command::Registry { command } => command.asks(),
        Command::Holidays { command } => match command {
            HolidaysCommand::Check { .. } | HolidaysCommand::List | HolidaysCommand::Export => true,
            HolidaysCommand::Load { .. } => false,
        },
        Command::Script { command } => match command {
            ScriptCommand::Check { .. }
            | ScriptCommand::List
            | ScriptCommand::Show { .. }
            | ScriptCommand::Answers { .. }
            | ScriptCommand::Heat { .. }
            | ScriptCommand::Inbox { .. } => true,
            ScriptCommand::Load { .. } | ScriptCommand::Adopt { .. } | ScriptCommand::Dismiss { .. } => false,
        },
        Command::Process { command } => match command {
            ProcessCommand::List | ProcessCommand::Check { .. } => true,
            ProcessCommand::Load { .. } => false,
        },
        Command::Outcomes { command } => match command {
            OutcomesCommand::Check { .. } | OutcomesCommand::List | OutcomesCommand::Export { .. } => true,
            OutcomesCommand::Load { .. } => false,
        },
    };
    if asks { Nature::Asks } else { Nature::Changes }
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

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    /// The words that lead to each command that has none below it, with something for whatever it wants.
    fn leaves(command: &clap::Command, before: &[String], out: &mut Vec<(Vec<String>, Vec<String>)>) {
        let path = |name: &str| before.iter().cloned().chain([name.to_owned()]).collect::<Vec<String>>();
        let below: Vec<&clap::Command> =
            command.get_subcommands().filter(|sub| sub.get_name() != "help").collect();
        for sub in &below {
            leaves(sub, &path(sub.get_name()), out);
        }
        if below.is_empty() || !command.is_subcommand_required_set() {
            let wanted = command.get_arguments().filter(|argument| argument.is_required_set());
            let words = wanted.flat_map(|argument| {
                let long = argument.get_long().map(|long| format!("--{long}"));
                let values = argument.get_possible_values();
                long.into_iter()
                    .chain([values.first().map_or("1".into(), |value| value.get_name().to_owned())])
            });
            out.push((before.to_vec(), words.collect()));
        }
    }

    #[test]
    fn whatever_lists_or_shows_is_answered_as_of_any_time() {
        let mut all = Vec::new();
        leaves(&Args::command(), &[], &mut all);
        let mut asking = 0;
        for (path, words) in &all {
            let last = path.last().map_or("", String::as_str);
            if !matches!(last, "list" | "show" | "heat" | "answers" | "inbox" | "proof" | "check" | "ends") {
                continue;
            }
            let line = ["dozvon"].into_iter().chain(path.iter().chain(words).map(String::as_str));
            let args = Args::try_parse_from(line).unwrap_or_else(|error| panic!("{path:?}: {error}"));
            let command = args.chosen().unwrap();
            assert_eq!(nature(&command), Nature::Asks, "{path:?}");
            asking += 1;
        }
        assert!(asking >= 25, "{asking} of {} commands: {all:?}", all.len());
        for line in ["dozvon user add Анна", "dozvon day close", "dozvon steward done 1", "dozvon desk"] {
            let args = Args::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(nature(&args.chosen().unwrap()), Nature::Changes, "{line}");
        }
    }
}
