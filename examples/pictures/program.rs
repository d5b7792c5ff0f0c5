//! The program in a terminal of its own.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long something may take to come: building the demo base on a slow machine.
const NEVER: Duration = Duration::from_secs(60);
/// So long nothing more comes: the frame is whole. Frames are written in one piece, but a pipe may cut them.
const QUIET: Duration = Duration::from_millis(120);

/// Builds the program with the profile this example was built with, and says where it is.
pub(crate) fn build() -> Result<PathBuf> {
    // target/<profile>/examples/pictures
    let own = std::env::current_exe()?;
    let folder = own.ancestors().nth(2).context("this example is not where cargo puts it")?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--bin", "dozvon"]);
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    ensure!(cargo.status()?.success(), "the program was not built");
    Ok(folder.join("dozvon"))
}

/// The program, its keyboard and its screen.
pub(crate) struct Program {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    /// The beginning of a letter whose end has not come yet.
    begun: Vec<u8>,
    // Dropping it would hang up.
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    /// Starts the desk on a demo base.
    pub(crate) fn start(
        program: &Path,
        (columns, rows): (u16, u16),
        data: &Path,
        config: &Path,
        now: &str,
        options: &[&str],
    ) -> Result<Self> {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(program);
        command.args(["demo", "--seed", "1", "--now", now, "--data"]);
        command.arg(data);
        if !options.contains(&"--lang") {
            command.args(["--lang", "ru"]);
        }
        command.args(options);
        command.env("DOZVON_CONFIG", config);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env_remove("NO_COLOR");
        let child = pty.slave.spawn_command(command)?;
        let mut reader = pty.master.try_clone_reader()?;
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut piece = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut piece) {
                if sender.send(piece.iter().copied().take(count).collect()).is_err() {
                    return;
                }
            }
        });
        let side = |cells| NonZeroU16::new(cells).context("a side of no cells");
        Ok(Self {
            child,
            keyboard: pty.master.take_writer()?,
            output,
            begun: Vec::new(),
            terminal: vt100::Parser::new(side(rows)?, side(columns)?, 0),
            _master: pty.master,
        })
    }

    /// Types keys.
    pub(crate) fn press(&mut self, keys: &str) -> Result<&mut Self> {
        self.keyboard.write_all(keys.as_bytes())?;
        Ok(self)
    }

    /// Waits until a text stands on the screen, and until the frame it came with is whole.
    pub(crate) fn see(&mut self, text: &str) -> Result<()> {
        while !self.text().contains(text) {
            let bytes = self
                .output
                .recv_timeout(NEVER)
                .map_err(|_| anyhow!("«{text}» never came:\n{}", self.text()))?;
            self.take_in(&bytes);
        }
        loop {
            match self.output.recv_timeout(QUIET) {
                Ok(bytes) => self.take_in(&bytes),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => bail!("the program has ended:\n{}", self.text()),
            }
        }
    }

    /// Hands output to the terminal in whole letters: of one that is cut in two it loses the letter behind.
    fn take_in(&mut self, bytes: &[u8]) {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        let rest = self.begun.split_off(whole);
        self.terminal.process(&std::mem::replace(&mut self.begun, rest));
    }

    /// What the terminal shows.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    fn text(&self) -> String {
        let screen = self.terminal.screen();
        let (_, columns) = screen.size();
        screen.rows(0, columns.get()).collect::<Vec<_>>().join("\n")
    }

    /// Leaves the desk; a call without a result keeps it open, so the terminal is closed then.
    pub(crate) fn quit(mut self) -> Result<()> {
        self.keyboard.write_all(b"\x1b")?;
        self.keyboard.write_all(b"\x11")?;
        loop {
            match self.output.recv_timeout(Duration::from_secs(1)) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill()?;
                    break;
                }
            }
        }
        self.child.wait()?;
        Ok(())
    }
}
