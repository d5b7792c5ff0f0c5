//! The terminal of the process, in a real one: each test starts this very file again inside a pseudo terminal, types to
//! it and looks at what the terminal shows and in which state it is left.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot have its terminal has failed")]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::panic::catch_unwind;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use dozvon::session::link::{Incoming, Link};
use dozvon::session::local::{Local, Options};
use portable_pty::{Child, CommandBuilder, ExitStatus, PtyPair, PtySize, native_pty_system};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};

/// How long a test waits for something that never comes.
const NEVER: Duration = Duration::from_secs(60);

/// What runs inside the terminal: it does what the keys say.
#[test]
#[ignore = "started by the other tests, inside a terminal"]
fn inside() {
    if !std::env::args().any(|arg| arg == "--exact") {
        return;
    }
    let mut local = Local::open(Options { mouse: true }).unwrap();
    assert!(Local::open(Options::default()).is_err());
    let (sender, incoming) = mpsc::channel();
    local.listen(Arc::new(move |incoming| sender.send(incoming).is_ok())).unwrap();
    let mut say = |text: &str| local.send(format!("\x1b[2J\x1b[H{text}\r\n").as_bytes());
    say("ready").unwrap();
    let end = loop {
        let keys = match incoming.recv().unwrap() {
            Incoming::Bytes(keys) => keys,
            Incoming::Resize(size) => {
                say(&format!("size {}x{}", size.cols(), size.rows())).unwrap();
                continue;
            }
            Incoming::Closed(closed) => {
                assert_eq!(say("nobody sees this"), Err(closed));
                break closed.to_string();
            }
        };
        match keys.as_slice() {
            b"q" => break "quit".to_owned(),
            b"p" => panic!("the drawing thread panics"),
            b"c" => {
                catch_unwind(|| panic!("a caught panic")).unwrap_err();
                say("caught").unwrap();
            }
            b"b" => {
                let elsewhere = std::thread::Builder::new().name("elsewhere".to_owned());
                elsewhere.spawn(|| panic!("a panic elsewhere")).unwrap().join().unwrap_err();
                say("still here").unwrap();
            }
            b"t" => signal_hook::low_level::raise(SIGTERM).unwrap(),
            b"i" => signal_hook::low_level::raise(SIGINT).unwrap(),
            b"h" => signal_hook::low_level::raise(SIGHUP).unwrap(),
            b"s" => signal_hook::low_level::raise(SIGCONT).unwrap(),
            // Told to end, and deaf to it: the second signal does not ask.
            b"2" => {
                signal_hook::low_level::raise(SIGTERM).unwrap();
                while !matches!(incoming.recv().unwrap(), Incoming::Closed(_)) {}
                signal_hook::low_level::raise(SIGTERM).unwrap();
                panic!("outlived the second signal");
            }
            other => say(&format!("typed {other:?}")).unwrap(),
        }
    };
    assert!(incoming.try_recv().is_err(), "something came after the end");
    drop(local);
    println!("left: {end}");
}

struct Inside {
    pty: PtyPair,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: mpsc::Receiver<Vec<u8>>,
    shown: vt100::Parser,
    before: String,
}

impl Inside {
    fn start() -> Self {
        let pty = native_pty_system().openpty(size(80, 24)).unwrap();
        let before = state(&pty);
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "inside", "--nocapture", "--test-threads=1"]);
        // A backtrace would push what is looked for off the screen.
        command.env("RUST_BACKTRACE", "0");
        let child = pty.slave.spawn_command(command).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut piece) {
                if sender.send(piece.get(..n).unwrap().to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pty.master.take_writer().unwrap();
        let side = |n| NonZeroU16::new(n).unwrap();
        let shown = vt100::Parser::new(side(24), side(80), 0);
        let mut inside = Self { pty, child, keyboard, output, shown, before };
        inside.wait_for("ready");
        inside
    }

    fn press(&mut self, key: &str) -> &mut Self {
        self.keyboard.write_all(key.as_bytes()).unwrap();
        self
    }

    fn wait_for(&mut self, text: &str) {
        while !self.shown.screen().contents().contains(text) {
            let Ok(bytes) = self.output.recv_timeout(NEVER) else {
                panic!("{text:?} never came:\n{}", self.shown.screen().contents());
            };
            self.shown.process(&bytes);
        }
    }

    fn is_taken(&self) -> bool {
        let screen = self.shown.screen();
        let taken = screen.alternate_screen();
        assert_eq!(screen.bracketed_paste(), taken);
        assert_eq!(screen.hide_cursor(), taken);
        assert_eq!(screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None, taken);
        assert_eq!(state(&self.pty) != self.before, taken, "raw mode");
        taken
    }

    /// Waits for the end and checks that the terminal is as it was before.
    fn left(&mut self, last_words: &str) -> ExitStatus {
        self.wait_for(last_words);
        let status = self.child.wait().unwrap();
        assert!(!self.is_taken());
        status
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        // Dead already, if the test went well.
        let _ = self.child.kill();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { cols, rows, pixel_width: 0, pixel_height: 0 }
}

/// The modes of the line: raw, or as they were.
fn state(pty: &PtyPair) -> String {
    format!("{:?}", pty.master.get_termios().unwrap())
}

#[test]
fn the_terminal_is_taken_and_given_back() {
    let mut inside = Inside::start();
    assert!(inside.is_taken());
    inside.press("\x03").wait_for("typed [3]");
    inside.press("\x1a").wait_for("typed [26]");
    assert!(inside.press("q").left("left: quit").success());
}

#[test]
fn sizes_come_in_and_hostile_ones_are_made_sane() {
    let mut inside = Inside::start();
    for (told, seen) in [((100, 30), "size 100x30"), ((0, 0), "size 80x24"), ((9999, 9999), "size 500x500")] {
        inside.pty.master.resize(size(told.0, told.1)).unwrap();
        inside.wait_for(seen);
    }
    inside.press("q").left("left: quit");
}

#[test]
fn signals_give_the_terminal_back() {
    for (key, words) in [
        ("t", "left: the process was asked to end"),
        ("i", "left: the process was asked to end"),
        ("h", "left: the terminal is gone"),
    ] {
        let mut inside = Inside::start();
        assert!(inside.press(key).left(words).success(), "{key}");
    }
}

#[test]
fn a_second_signal_ends_the_process_at_once() {
    let mut inside = Inside::start();
    let status = inside.press("2").child.wait().unwrap();
    assert_eq!(status.signal(), Some("Terminated"));
    // The terminal was given back at the first.
    while inside.shown.screen().alternate_screen() {
        let bytes = inside.output.recv_timeout(NEVER).unwrap();
        inside.shown.process(&bytes);
    }
    assert!(!inside.is_taken());
}

#[test]
fn a_process_that_was_stopped_takes_the_terminal_again() {
    let mut inside = Inside::start();
    inside.press("s").wait_for("size 80x24");
    assert!(inside.is_taken());
    inside.press("q").left("left: quit");
}

#[test]
fn a_panic_is_read_on_the_users_own_screen() {
    let mut inside = Inside::start();
    assert!(!inside.press("p").left("the drawing thread panics").success());
}

#[test]
fn a_caught_panic_of_the_drawing_thread_goes_on_with_a_redraw() {
    let mut inside = Inside::start();
    inside.press("c").wait_for("size 80x24");
    assert!(inside.is_taken());
    inside.press("q").left("left: quit");
    assert!(inside.shown.screen().contents().contains("a caught panic"));
}

#[test]
fn a_panic_elsewhere_waits_until_the_screen_is_free() {
    let mut inside = Inside::start();
    inside.press("b").wait_for("still here");
    assert!(inside.is_taken());
    assert!(!inside.shown.screen().contents().contains("elsewhere"));
    inside.press("q").left("left: quit");
    assert!(inside.shown.screen().contents().contains("a panic elsewhere"));
}
