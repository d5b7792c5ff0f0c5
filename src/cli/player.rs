//! The operator's player: a program of his own that opens a recording at a second.

use std::io;
use std::process::{Command, Stdio};

use super::console::{self, Wish};
use super::out::shown;
use crate::domain::recording::Link;
use crate::i18n::{Message, Texts};
use crate::say;

/// What stands for the link in the command, and what for the second.
const LINK: &str = "{link}";
const SECONDS: &str = "{seconds}";

/// Whether these words are a command that can be given a link. It stands for a word of its own, or behind `=`: within a word
/// a program would read for itself, a shell say, the link could be read as a command.
pub(super) fn is_command(words: &[String]) -> bool {
    let takes = |word: &String| {
        let before = word.strip_suffix(LINK);
        before.is_some_and(|before| {
            before.is_empty() || before.ends_with('=') && !before.contains(char::is_whitespace)
        })
    };
    let named = words.first().is_some_and(|program| !program.contains(LINK) && !program.trim().is_empty());
    named && words.iter().filter(|word| word.contains(LINK)).all(takes) && words.iter().any(takes)
}

/// Opens a recording at this second, and does not wait for the end. No shell is asked: the link is one argument, whatever
/// stands in it.
///
/// # Errors
/// What keeps it from being opened, and what to do.
pub(super) fn open(words: &[String], link: &Link, second: u32, texts: &Texts) -> Result<(), Message> {
    let Some((program, rest)) = words.split_first() else { return Err(say!("listen-no-player")) };
    // Whoever has written it into the base: what would be an option to the player is not handed to it.
    let Ok(link) = Link::parse(link.as_str()) else {
        return Err(say!("listen-bad-link", link = shown(link.as_str(), 60)));
    };
    let word = |word: &String| word.replace(SECONDS, &second.to_string()).replace(LINK, link.as_str());
    let words = std::iter::once(program.clone()).chain(rest.iter().map(word)).collect();
    console::ask(Wish::Start(words))
        .map(|_| ())
        .map_err(|error| say!("listen-failed", program = shown(program, 60), error = texts.io_error(&error)))
}

/// Starts a program at this very process, and does not wait for it.
///
/// # Errors
/// When the system does not find it, or refuses.
pub(super) fn start(words: &[String]) -> io::Result<()> {
    let (program, rest) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut child = Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Somebody has to wait for it, or it stays behind as a dead process while the desk is open.
    let waits = std::thread::Builder::new().name("player".to_owned()).spawn(move || child.wait());
    if let Err(error) = waits {
        tracing::warn!(%error, "nobody waits for the player");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &[&str]) -> Vec<String> {
        text.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_command_takes_the_link_as_a_word_of_its_own() {
        for good in
            [&["mpv", "--start={seconds}", "{link}"][..], &["player", "--url={link}"], &["открыть", "{link}"]]
        {
            assert!(is_command(&words(good)), "{good:?}");
        }
        for wrong in [
            &[][..],
            &["mpv"],
            &["{link}"],
            &["", "{link}"],
            &["sh", "-c", "mpv {link}"],
            &["sh", "-c", "url={link} mpv"],
            &["sh", "-c", "mpv --url={link}"],
            &["mpv", "{link}", "'{link}'"],
        ] {
            assert!(!is_command(&words(wrong)), "{wrong:?}");
        }
    }
}
