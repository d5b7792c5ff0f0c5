//! Dozvon: parse, run, exit code.

use std::process::ExitCode;

/// The store makes and frees millions of small pieces; the allocators of the systems are slower at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dozvon::cli::main()
}
