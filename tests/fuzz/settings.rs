//! What an administrator writes: holidays, weights, pauses, canned notes, forms, the firm's own numbers, the configuration; and
//! what people type into one field.

use dozvon::domain::calendar;
use dozvon::domain::day::pause;
use dozvon::domain::hours::Window;
use dozvon::domain::job::{days, own};
use dozvon::domain::past;
use dozvon::domain::queue::weights;
use dozvon::domain::script::file::parse_forms;
use dozvon::domain::snippet;
use dozvon::domain::textfile;
use dozvon::domain::time::Moment;

use super::files::read;
use super::{is_clean_line, text_of};

/// A file an administrator writes. All readers get the same bytes: what is a file of one is a wrong one of the others.
pub fn settings(bytes: &[u8]) {
    numbers(&text_of(bytes));
    configuration(bytes);
    let Ok(text) = textfile::text(bytes) else { return };
    read(text, calendar::file::parse(text));
    read(text, weights::parse(text));
    read(text, parse_forms(text));
    for draft in read(text, pause::parse(text)).unwrap_or_default() {
        is_clean_line(&draft.name.ru);
        is_clean_line(&draft.name.en);
        assert!(!draft.code.is_empty());
    }
    for draft in read(text, snippet::parse(text)).unwrap_or_default() {
        assert!(!draft.short.is_empty() && draft.short.chars().all(char::is_alphanumeric));
    }
}

/// One number a line: every one of them is read, or the first line that holds none is named.
fn numbers(text: &str) {
    let said = |line: &&str| !line.split('#').next().unwrap_or_default().trim().is_empty();
    match own::read(text) {
        Ok(numbers) => assert!(numbers.len() <= text.lines().filter(said).count()),
        Err(wrong) => {
            let line = text.lines().nth(usize::try_from(wrong.line).unwrap() - 1);
            assert!(line.is_some_and(|line| line.contains(&wrong.text)), "{wrong:?}");
        }
    }
}

fn configuration(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("config.toml"), bytes).unwrap();
    if let Some(line) =
        dozvon::cli::wrong_line_of_config(folder.path()).expect("a file that is there is read")
    {
        let lines = bytes.split(|byte| *byte == b'\n').count();
        assert!((1..=lines).contains(&(line as usize)), "line {line} of {lines}");
    }
}

/// What is typed into one field: eight bytes of now, a byte of the zone, then the words.
pub fn typed(bytes: &[u8]) {
    let Some((now, rest)) = bytes.split_first_chunk::<8>() else { return };
    let Some((zone, words)) = rest.split_first() else { return };
    // A clock of this program is within a few thousand years.
    let now = Moment::from_millis(i64::from_le_bytes(*now) % 100_000_000_000_000);
    let zones = &chrono_tz::TZ_VARIANTS;
    let zone = zones[usize::from(*zone) * zones.len() / 256];
    let text = text_of(words);
    if let Some(at) = past::read(&text, now, zone) {
        assert!(at <= now, "{at:?} is ahead of {now:?}");
    }
    let today = now.date_in(zone);
    if let Some(day) = days::read(&text, today) {
        assert_eq!(days::read(&day.format("%d.%m.%Y").to_string(), today), Some(day));
    }
    if let Some(window) = Window::parse(&text) {
        assert!(window.working().is_some() || window.off().is_some());
    }
}
