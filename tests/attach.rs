//! Commands while a desk has the base open: real processes, the desk in a real terminal.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

#[path = "attach/broken.rs"]
mod broken;
mod common;
#[path = "attach/terminal.rs"]
mod terminal;
#[path = "attach/work.rs"]
mod work;

use common::base::Base;
use common::cli::Home;
use common::program::Program;

/// Who sits at the desk.
const OPERATOR: &str = "Иванова О.";
/// Who works beside it.
const BOSS: [&str; 2] = ["--as", "Супервизор"];
/// Where commands are handed over.
const SOCKET: &str = "desk.sock";

/// A base with six clients.
fn small() -> Home {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    home
}

/// The desk on it, ready for work.
fn desk(home: &Home) -> Program {
    let mut program = Program::start(&home.path(""), &["--as", OPERATOR]);
    program.see("Очередь 9").see("F1 помощь");
    program
}

/// A command of the supervisor.
fn boss<'a>(words: &[&'a str]) -> Vec<&'a str> {
    [&BOSS[..], words].concat()
}

/// Leaves the desk; the base must be whole.
#[track_caller]
fn leave(home: &Home, mut program: Program) {
    program.press("\x11");
    assert_eq!(program.end().0, 0);
    assert!(!home.data().join(SOCKET).exists());
    whole(home);
}

/// Nobody has the base open any more, and it is whole.
#[track_caller]
fn whole(home: &Home) {
    home.ok(&["verify", "--deep"]);
}

/// A command that took hold of a stream of its process would write into the middle of the desk's screen, or take the operator's
/// keys: all of them speak through their console.
#[test]
fn no_command_takes_hold_of_the_streams_of_its_process() {
    /// Where streams, folders and signals of the process are at home, and commands that are never handed over.
    const AT_HOME: [&str; 8] = [
        "console.rs",
        "pin.rs",
        "stop.rs",
        "attach/client.rs",
        "context.rs",
        "desk.rs",
        "repair.rs",
        "verify.rs",
    ];
    fn walk(folder: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let cli = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let mut files = Vec::new();
    walk(&cli, &mut files);
    assert!(files.len() > 80, "the commands have gone somewhere");
    let mut found = Vec::new();
    for file in files {
        let name = file.strip_prefix(&cli).unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        for word in [
            "io::stdout",
            "io::stderr",
            "io::stdin",
            "stdin()",
            "DrawTarget::stderr",
            "current_dir",
            "Signals::new",
            "flag::register",
            "process::exit",
        ] {
            if text.contains(word) && !AT_HOME.contains(&name.as_str()) {
                found.push(format!("{name}: {word}"));
            }
        }
    }
    // The signal of a file that may not grow is that of the whole process.
    found.retain(|found| found != "limits.rs: flag::register");
    assert!(found.is_empty(), "{found:#?}");
}
