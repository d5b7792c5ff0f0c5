//! The command line: one file for each command.
//!
//! A command reads its arguments, asks the desk, and prints. It is the only layer that reads the environment, the clock
//! and the configuration; everything below is handed what it needs.

mod args;
mod config;
mod context;
mod demo;
mod desk;
mod fail;
mod generate;
mod help;
mod out;

use std::ffi::OsString;
use std::process::ExitCode;

use self::args::{Args, Command};
use self::config::Surroundings;
use self::context::Context;
pub use self::fail::{Code, Fail};

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let surroundings = Surroundings::of_process();
    let args: Vec<OsString> = std::env::args_os().collect();
    let code = match run(&args, surroundings) {
        Ok(()) => Code::Done,
        Err(fail) => fail.report(),
    };
    ExitCode::from(code as u8)
}

fn run(args: &[OsString], surroundings: Surroundings) -> Result<(), Fail> {
    let parsed = help::parse(args, &surroundings)?;
    let Some(Args { global, command }) = parsed else { return Ok(()) };
    let context = Context::new(global, surroundings)?;
    match command.unwrap_or_default() {
        Command::Desk(options) => desk::run(&context, &options),
        Command::Demo(options) => demo::run(&context, &options),
        Command::Generate(options) => generate::run(&context, options),
    }
}
