//! The desk at work, beside SQLite doing the same in the same run: `dozvon bench desk` as a bench.
//!
//! `cargo bench --bench desk [-- CLIENTS] [ENGINE]`, 100 000 clients on sled if nothing is said. `docs/benchmarks.md`
//! explains the lines.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]
#![allow(clippy::expect_used, reason = "a wrong run of a benchmark may stop")]

use dozvon::bench::base::{Contender, ENGINES};
use dozvon::bench::desk::run;
use dozvon::bench::{CLIENTS, Folder, Plan};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let engine = arguments.iter().find_map(|name| Contender::named(name)).or(ENGINES.first().copied());
    let folder = Folder::temporary(&std::env::temp_dir()).expect("a folder");
    let plan = Plan {
        clients: arguments.iter().find_map(|arg| arg.parse().ok()).unwrap_or(CLIENTS),
        engine: engine.expect("an engine"),
        folder: folder.path().to_owned(),
    };
    run(&plan, &mut |entry| println!("{entry}")).expect("a run");
}
