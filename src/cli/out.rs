//! Printing: results to the output stream, progress and remarks to the error stream.

use std::io::{self, IsTerminal, Write};

use super::fail::{Code, Fail};
use crate::i18n::Texts;
use crate::say;

/// Writes to the output stream.
///
/// # Errors
/// When the stream is gone. A reader that has closed its end (`| head`) is no failure: the command ends quietly.
pub(super) fn print(texts: &Texts, text: &str) -> Result<(), Fail> {
    let mut out = io::stdout().lock();
    written(texts, out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// What a result of writing to the output stream means for the command.
pub(super) fn written(texts: &Texts, result: io::Result<()>) -> Result<(), Fail> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Fail::silent(Code::Done)),
        Err(error) => {
            Err(Fail::new(Code::Failed, texts, &say!("error-output", error = error.to_string()), None))
        }
    }
}

/// Says something beside the result, on the error stream.
pub(super) fn remark(text: &str) {
    // With the error stream gone there is nobody to tell.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Whether somebody looks at the output stream: then it may have colours.
pub(super) fn is_shown() -> bool {
    io::stdout().is_terminal()
}

/// Whether somebody looks at the error stream: then progress is shown.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}
