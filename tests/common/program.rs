//! The program itself, in a real terminal.

#![cfg(unix)]
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot have its terminal has failed"
)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::base::MORNING;

/// How long a test waits for something that never comes.
const NEVER: Duration = Duration::from_secs(30);

/// The program in a terminal.
pub struct Program {
    pub child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    pub output: Receiver<Vec<u8>>,
    pub terminal: vt100::Parser,
    master: Box<dyn MasterPty + Send>,
    /// The beginning of a letter whose rest has not come yet.
    begun: Vec<u8>,
}

impl Program {
    /// Starts it on the data of a home, in the morning of all tests.
    pub fn start(home: &Path, arguments: &[&str]) -> Self {
        Self::start_at(home, MORNING, arguments)
    }

    /// The same at another time.
    pub fn start_at(home: &Path, now: &str, arguments: &[&str]) -> Self {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dozvon"));
        command.args(["--data", home.join("data").to_str().unwrap(), "--lang", "ru", "--now", now]);
        command.args(arguments);
        command.env("DOZVON_CONFIG", home.join("config"));
        command.env("TERM", "xterm-256color");
        let child = pty.slave.spawn_command(command).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut piece) {
                if sender.send(piece[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pty.master.take_writer().unwrap();
        let side = |n| NonZeroU16::new(n).unwrap();
        Self {
            child,
            keyboard,
            output,
            terminal: vt100::Parser::new(side(36), side(120), 0),
            master: pty.master,
            begun: Vec::new(),
        }
    }

    /// Types.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Waits until a text stands on the screen.
    #[track_caller]
    pub fn see(&mut self, text: &str) -> &mut Self {
        // The clock of the program goes on and writes now and then: silence alone does not tell that a text never comes.
        let begun = Instant::now();
        while !self.screen().contains(text) {
            let left = NEVER.checked_sub(begun.elapsed()).unwrap_or_default();
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("«{text}» never came:\n{}", self.screen());
            };
            self.take_in(&bytes);
        }
        self
    }

    /// Hands output to the terminal in whole letters: of one that is cut in two it loses the letter behind.
    pub fn take_in(&mut self, bytes: &[u8]) {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        let rest = self.begun.split_off(whole);
        self.terminal.process(&std::mem::replace(&mut self.begun, rest));
    }

    /// What the terminal shows.
    pub fn screen(&self) -> String {
        self.terminal.screen().rows(0, 120).collect::<Vec<_>>().join("\n")
    }

    /// Sends a signal to it alone, not to its terminal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// The modes of its terminal: raw, or as they were.
    pub fn modes(&self) -> String {
        format!("{:?}", self.master.get_termios().unwrap())
    }

    /// Kills it, without a word of warning: what kills a child of a terminal otherwise hangs up first, and the program closes in
    /// order then.
    pub fn kill(self) {
        self.signal(rustix::process::Signal::KILL);
        self.end();
    }

    /// Takes in everything the program still says, until it has ended; gives its exit code.
    pub fn end(mut self) -> (u32, vt100::Parser) {
        while let Ok(bytes) = self.output.recv_timeout(NEVER) {
            self.take_in(&bytes);
        }
        drop(self.master);
        (self.child.wait().unwrap().exit_code(), self.terminal)
    }
}
