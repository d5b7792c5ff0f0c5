//! The command line: one file for each command.
//!
//! A command reads its arguments, asks the desk, and prints. It is the only layer that reads the environment, the clock
//! and the configuration; everything below is handed what it needs.

mod args;
mod at;
mod attach;
mod backup;
#[cfg(feature = "bench")]
mod bench;
mod call_list;
mod client;
mod commits;
mod config;
mod consent;
mod console;
mod content;
mod context;
mod day;
mod demo;
mod desk;
mod doctor;
mod export;
mod fail;
mod files;
mod filter;
mod findings;
mod gate;
mod generate;
mod help;
mod history;
mod holidays;
mod import;
mod job;
mod keys;
mod limits;
mod lookup;
mod moment;
mod newfile;
mod note;
mod out;
mod outcomes;
mod paint;
mod pauses;
mod pin;
mod player;
mod process;
mod progress;
mod queue;
mod queue_empty;
mod queue_move;
mod queue_promises;
mod queue_skip;
mod queue_weights;
mod rebuild;
mod record;
mod recording;
mod registry;
mod repair;
mod restore;
mod ring;
mod script;
mod script_cross;
mod script_inbox;
mod script_report;
mod show;
mod snapshot;
mod snippets;
mod steward;
mod stop;
mod stop_list;
mod table;
mod themes;
mod tidy;
#[cfg(test)]
mod twins;
mod undo;
mod user;
mod verify;
mod work;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use self::args::Command;
use self::config::Surroundings;
pub use self::config::wrong_line as wrong_line_of_config;
use self::context::Context;
pub use self::fail::{Code, Fail};
pub use self::help::help_keys;
use crate::say;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    limits::outlive_the_file_limit();
    let surroundings = Surroundings::of_process();
    let args: Vec<OsString> = std::env::args_os().collect();
    let code = match run(&args, surroundings) {
        Ok(()) => Code::Done,
        Err(fail) => fail.report(),
    };
    ExitCode::from(code as u8)
}

fn run(arguments: &[OsString], surroundings: Surroundings) -> Result<(), Fail> {
    let parsed = help::parse(arguments, &surroundings)?;
    let Some(args) = parsed else { return Ok(()) };
    let context = Context::new(args.global.clone(), surroundings)?;
    let Some(command) = args.chosen() else {
        return Err(context.fail(Code::Usage, &say!("usage-desk-only"), Some(&say!("hint-usage"))));
    };
    // The desk says it on its own screen.
    if !matches!(command, Command::Desk(_) | Command::Demo(_)) {
        context.remark_config();
    }
    #[cfg(unix)]
    if attach::way(&command) == attach::Way::Handed
        && let attach::Handed::Done(code) = attach::hand_over(&context, arguments, !at::only_asks(&command))?
    {
        // All is said, the failure included.
        return if code == Code::Done as u8 { Ok(()) } else { Err(Fail::silent(Code::of(code))) };
    }
    let (work, texts) = (context.work.clone(), Arc::clone(&context.texts));
    let format = context.global.format;
    #[cfg(unix)]
    let (alone, folder) = (attach::why_alone(&command), context.data());
    dispatch(context, command).map_err(|fail| {
        #[cfg(unix)]
        if let Some((what, hint)) = alone
            && fail.code == Code::Busy
            && attach::is_open(&folder)
        {
            return Fail::new(Code::Busy, &texts, &what, Some(&hint)).in_format(format);
        }
        work.judge(fail, &texts, format)
    })
}

/// Runs a command.
fn dispatch(context: Context, command: Command) -> Result<(), Fail> {
    match command {
        Command::At(options) => at::run(context, &options),
        Command::History(options) => history::run(&context, &options),
        Command::Undo(options) => undo::run(&context, &options),
        Command::Desk(options) => desk::run(&context, &options),
        Command::Queue { command } => queue::run(&context, command.as_ref()),
        Command::Day { command } => day::run(&context, &command),
        Command::User { command } => user::run(&context, &command),
        Command::Pauses { command } => pauses::run(&context, &command),
        Command::Snippets { command } => snippets::run(&context, &command),
        Command::Note { command } => note::run(&context, &command),
        Command::CallList { command } => call_list::run(&context, &command),
        Command::Job { command } => job::run(&context, &command),
        Command::Gate(options) => gate::run(&context, &options),
        Command::Consent { command } => consent::run(&context, &command),
        Command::Stop { command } => stop_list::run(&context, &command),
        Command::Client { command } => client::run(&context, &command),
        Command::Registry { command } => registry::run(&context, &command),
        Command::Holidays { command } => holidays::run(&context, &command),
        Command::Script { command } => script::run(&context, &command),
        Command::Process { command } => process::run(&context, &command),
        Command::Outcomes { command } => outcomes::run(&context, &command),
        Command::Keys(options) => keys::run(&context, &options),
        Command::Themes(options) => themes::run(&context, &options),
        Command::Import(options) => import::run(&context, &options),
        Command::Lookup(options) => lookup::run(&context, &options),
        Command::Find(options) => filter::find(&context, &options),
        Command::Filter { command } => filter::run(&context, &command),
        Command::Show(options) => show::run(&context, &options),
        Command::Export(options) => export::run(&context, &options),
        Command::Demo(options) => demo::run(&context, &options),
        Command::Generate(options) => generate::run(&context, options),
        #[cfg(feature = "bench")]
        Command::Bench { command } => bench::run(&context, &command),
        Command::Backup(options) => backup::run(&context, &options),
        Command::Restore(options) => restore::run(&context, &options),
        Command::Recording { command } => recording::run(&context, &command),
        Command::Ring(options) => ring::run(&context, &options),
        Command::Steward { command } => steward::run(&context, &command),
        Command::Snapshot => snapshot::run(&context),
        Command::Rebuild(options) => rebuild::run(&context, &options),
        Command::Repair(options) => repair::run(&context, options),
        Command::Verify(options) => verify::run(&context, options),
        Command::Doctor => doctor::run(&context),
    }
}
