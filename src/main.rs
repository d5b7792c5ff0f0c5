//! Dozvon: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    dozvon::cli::main()
}
