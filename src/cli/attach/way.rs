//! Who does a command while another process has the base open.

use crate::cli::args::Command;
use crate::cli::call_list::CallListCommand;
use crate::cli::client::ClientCommand;
use crate::cli::consent::ConsentCommand;
use crate::cli::day::DayCommand;
use crate::cli::holidays::HolidaysCommand;
use crate::cli::job::JobCommand;
use crate::cli::note::NoteCommand;
use crate::cli::outcomes::OutcomesCommand;
use crate::cli::pauses::PausesCommand;
use crate::cli::process::ProcessCommand;
use crate::cli::queue::QueueCommand;
use crate::cli::recording::RecordingCommand;
use crate::cli::registry::RegistryCommand;
use crate::cli::script::ScriptCommand;
use crate::cli::snippets::SnippetsCommand;
use crate::cli::steward::StewardCommand;
use crate::cli::stop_list::StopCommand;
use crate::cli::user::UserCommand;
use crate::i18n::Message;
use crate::say;

/// Who does a command while another process has the base open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Way {
    /// The process that has the base open does it, when it listens.
    Handed,
    /// The process that was started does it: it opens no base, or looks at its files from outside.
    Own,
    /// Nobody: it needs the base for itself, and is told that it is busy.
    Alone,
}

/// The way of a command. Every command is named here: whoever adds one decides.
pub(in crate::cli) fn way(command: &Command) -> Way {
    let handed = match command {
        Command::Desk(_) | Command::Demo(_) | Command::Generate(_) => return Way::Alone,
        #[cfg(feature = "bench")]
        Command::Bench { .. } => return Way::Alone,
        Command::Restore(_) | Command::Rebuild(_) | Command::Repair(_) => return Way::Alone,
        // A backup and a state of the past are read from the files; a call is told to the desk by a socket of its own.
        Command::Backup(_) | Command::At(_) | Command::Ring(_) => false,
        // They look at what can be seen from outside, and say so.
        Command::Verify(_) | Command::Doctor => false,
        Command::Keys(_) | Command::Themes(_) => false,
        Command::Snapshot
        | Command::Import(_)
        | Command::Lookup(_)
        | Command::Find(_)
        | Command::Filter { .. }
        | Command::Show(_)
        | Command::Export(_)
        | Command::History(_)
        | Command::Undo(_)
        | Command::Gate(_) => true,
        Command::Queue { command } => match command {
            None => true,
            Some(
                QueueCommand::List { .. }
                | QueueCommand::Why { .. }
                | QueueCommand::Next { .. }
                | QueueCommand::Empty { .. }
                | QueueCommand::Skip { .. }
                | QueueCommand::Plan(_)
                | QueueCommand::Move(_)
                | QueueCommand::Promises(_)
                | QueueCommand::GiveUp { .. }
                | QueueCommand::Skipped { .. },
            ) => true,
            Some(QueueCommand::Weights(args)) => !args.checks(),
        },
        Command::Day { command } => match command {
            DayCommand::Open
            | DayCommand::Pause { .. }
            | DayCommand::Ready
            | DayCommand::Close
            | DayCommand::Show { .. }
            | DayCommand::Keys { .. }
            | DayCommand::Ends
            | DayCommand::Message { .. } => true,
        },
        Command::User { command } => match command {
            UserCommand::List
            | UserCommand::Add { .. }
            | UserCommand::Pin { .. }
            | UserCommand::Unlock { .. }
            | UserCommand::Shift { .. } => true,
        },
        Command::Pauses { command } => match command {
            PausesCommand::Check { .. } => false,
            PausesCommand::List | PausesCommand::Load { .. } => true,
        },
        Command::Snippets { command } => match command {
            SnippetsCommand::Check { .. } => false,
            SnippetsCommand::List | SnippetsCommand::Load { .. } => true,
        },
        Command::Note { command: NoteCommand::Add { .. } } => true,
        Command::CallList { command } => match command {
            CallListCommand::List | CallListCommand::Set(_) => true,
        },
        Command::Job { command } => match command {
            JobCommand::List
            | JobCommand::Show { .. }
            | JobCommand::Heat { .. }
            | JobCommand::Next { .. }
            | JobCommand::New(_)
            | JobCommand::Set(_)
            | JobCommand::Load(_)
            | JobCommand::Unload { .. }
            | JobCommand::Ready { .. }
            | JobCommand::Start { .. }
            | JobCommand::Pause { .. }
            | JobCommand::Finish { .. } => true,
        },
        Command::Recording { command } => match command {
            RecordingCommand::List { .. }
            | RecordingCommand::Open { .. }
            | RecordingCommand::Set { .. }
            | RecordingCommand::Clear { .. }
            | RecordingCommand::Mark { .. } => true,
        },
        Command::Steward { command } => match command {
            StewardCommand::List | StewardCommand::Done { .. } => true,
        },
        Command::Consent { command } => match command {
            ConsentCommand::Add(_)
            | ConsentCommand::Withdraw(_)
            | ConsentCommand::List(_)
            | ConsentCommand::Proof(_) => true,
        },
        Command::Stop { command } => match command {
            StopCommand::List(_) | StopCommand::Add(_) | StopCommand::Lift { .. } | StopCommand::Load(_) => {
                true
            }
        },
        Command::Client { command } => match command {
            ClientCommand::Hours { .. } | ClientCommand::Zone { .. } | ClientCommand::New(_) => true,
        },
        Command::Registry { command } => match command {
            // What is made up goes into a file of its own.
            RegistryCommand::Sample(_) => false,
            RegistryCommand::Load(_)
            | RegistryCommand::Show { .. }
            | RegistryCommand::Status
            | RegistryCommand::Drop => true,
        },
        Command::Holidays { command } => match command {
            HolidaysCommand::Check { .. } => false,
            HolidaysCommand::Load { .. } | HolidaysCommand::List | HolidaysCommand::Export => true,
        },
        Command::Script { command } => match command {
            ScriptCommand::Check { .. } => false,
            ScriptCommand::Load { .. }
            | ScriptCommand::List
            | ScriptCommand::Show { .. }
            | ScriptCommand::Answers { .. }
            | ScriptCommand::Heat { .. }
            | ScriptCommand::Inbox { .. }
            | ScriptCommand::Adopt { .. }
            | ScriptCommand::Dismiss { .. } => true,
        },
        Command::Process { command } => match command {
            ProcessCommand::Check { .. } => false,
            ProcessCommand::List | ProcessCommand::Load { .. } => true,
        },
        Command::Outcomes { command } => match command {
            OutcomesCommand::Check { .. } => false,
            OutcomesCommand::Load { .. } | OutcomesCommand::List | OutcomesCommand::Export { .. } => true,
        },
    };
    if handed { Way::Handed } else { Way::Own }
}

/// Why a command is not done beside a desk that has the base open, and what to do; `None` for those that open a base of their own
/// or ask the desk for its place.
pub(in crate::cli) fn why_alone(command: &Command) -> Option<(Message, Message)> {
    let again = || say!("hint-alone-again");
    Some(match command {
        Command::Generate(_) => (say!("alone-generate"), say!("hint-alone-generate")),
        Command::Restore(_) => (say!("alone-restore"), say!("hint-alone-restore")),
        Command::Rebuild(_) => (say!("alone-rebuild"), again()),
        Command::Repair(_) => (say!("alone-repair"), again()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::Args;

    #[test]
    fn what_needs_the_base_for_itself_says_why() {
        for line in
            ["dozvon generate --clients 1", "dozvon restore copy", "dozvon rebuild", "dozvon repair --yes"]
        {
            let args = Args::try_parse_from(line.split(' ')).unwrap();
            assert!(why_alone(&args.chosen().unwrap()).is_some(), "{line}");
        }
    }

    #[test]
    fn what_needs_the_base_for_itself_or_no_base_is_not_handed_over() {
        for (line, wanted) in [
            ("dozvon", Way::Alone),
            ("dozvon demo", Way::Alone),
            ("dozvon rebuild", Way::Alone),
            ("dozvon repair --yes", Way::Alone),
            ("dozvon restore copy", Way::Alone),
            ("dozvon backup copy", Way::Own),
            ("dozvon verify", Way::Own),
            ("dozvon at 2026-11-10 queue", Way::Own),
            ("dozvon script check one.toml", Way::Own),
            ("dozvon queue weights check one.toml", Way::Own),
            ("dozvon queue weights one.toml", Way::Handed),
            ("dozvon queue", Way::Handed),
            ("dozvon script load one.toml", Way::Handed),
            ("dozvon user unlock anna", Way::Handed),
            ("dozvon snapshot", Way::Handed),
        ] {
            let args = Args::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(way(&args.chosen().unwrap()), wanted, "{line}");
        }
    }
}
