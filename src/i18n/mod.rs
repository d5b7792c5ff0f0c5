//! Everything a person reads, in Russian and English.
//!
//! Texts live in `locales/` as Fluent files, compiled in; a user's own files overlay them. Code hands out typed values and
//! [`Message`]s; a [`Texts`] turns them into words, in the language it was made for: there is no global language, because
//! one process may speak with several people.

mod answers;
mod company;
pub mod counts;
mod dates;
mod day;
mod errors;
mod exchange;
mod filters;
mod format;
mod gate;
mod history;
mod jobs;
mod lists;
pub(crate) mod problems;
mod queue;
mod script_problems;
mod system;
mod talk;
mod verify;
mod words;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub use self::answers::{CrossRow, per_cent};
pub use self::dates::Calendar;
pub use self::day::MorningLine;
pub use self::errors::Explain;
pub use self::lists::SAMPLE_ROWS;
pub(crate) use self::verify::hex;
pub use self::words::{Word, order_of};
pub use crate::domain::text::Lang;

/// Files of a language: name and text.
type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($lang:literal: $($name:literal),*) => {
        &[$(($name, include_str!(concat!("../../locales/", $lang, "/", $name, ".ftl")))),*]
    };
}

const RU: Files = files!("ru": "actions", "answers", "attach", "calls", "cli", "day", "desk", "errors", "files", "filters", "guards", "history", "import", "jobdesk", "jobs", "law", "loading", "problems", "promises", "queue", "recording", "registry", "store", "unfinished", "verify", "wishes", "words");
const EN: Files = files!("en": "actions", "answers", "attach", "calls", "cli", "day", "desk", "errors", "files", "filters", "guards", "history", "import", "jobdesk", "jobs", "law", "loading", "problems", "promises", "queue", "recording", "registry", "store", "unfinished", "verify", "wishes", "words");

/// The files of a language as they are compiled in: name and text.
pub fn shipped(lang: Lang) -> Files {
    match lang {
        Lang::Ru => RU,
        Lang::En => EN,
    }
}

/// A text with its data, to be put into words later. Made by [`say!`](crate::say).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Key of the text in `locales/`.
    pub key: &'static str,
    /// Data by name.
    pub args: Vec<(&'static str, Arg)>,
}

/// A piece of data in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words. They are put in as they are: whoever fills them in cleans them.
    Text(String),
    /// A number: it chooses the plural form, and is shown with its thousands apart.
    Number(i64),
    /// Another text.
    Message(Box<Message>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<char> for Arg {
    fn from(c: char) -> Self {
        Self::Text(c.to_string())
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

macro_rules! number_args {
    ($($number:ty),*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}

number_args!(i32, i64, u8, u16, u32, u64, usize);

/// Makes a [`Message`](crate::i18n::Message): `say!("queue-title", count = 131)`.
#[macro_export]
macro_rules! say {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::i18n::Message {
            key: $key,
            args: vec![$((stringify!($name), $crate::i18n::Arg::from($value))),*],
        }
    };
}

/// Puts texts into words in one language.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Texts {
    /// The shipped texts of a language.
    pub fn new(lang: Lang) -> Self {
        let id: LanguageIdentifier = match lang {
            Lang::Ru => "ru-RU".parse(),
            Lang::En => "en-US".parse(),
        }
        .unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are for mixing directions; a terminal would show them as holes.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(format::grouped(number.value)),
            _ => None,
        }));
        let mut texts = Self { lang, bundle };
        for (name, text) in shipped(lang) {
            if let Err(problems) = texts.overlay(text) {
                tracing::error!(name, ?problems, "a shipped text is broken");
            }
        }
        texts
    }

    /// Puts a user's own texts over the shipped ones.
    ///
    /// # Errors
    /// What is wrong with the file, one line each; what could be read is used.
    pub fn overlay(&mut self, text: &str) -> Result<(), Vec<String>> {
        let (text, deep) = without_deep(text);
        let told = |line| self.say(&crate::say!("own-text-too-deep", line = line));
        let mut problems: Vec<String> = deep.into_iter().map(told).collect();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
            problems.extend(errors.iter().map(std::string::ToString::to_string));
            resource
        });
        self.bundle.add_resource_overriding(resource);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Says where the configuration is, for texts that send somebody there: the full name of the file.
    pub fn name_config(&mut self, file: &str) {
        let literal = file.replace('\\', "\\\\").replace('"', "\\\"");
        // It is one line of ours, and always read.
        if let Ok(resource) = FluentResource::try_new(format!("config-file = {{ \"{literal}\" }}\n")) {
            self.bundle.add_resource_overriding(resource);
        }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A text without data.
    pub fn get(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// Whether there is a text under a key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A text with its data.
    pub fn say(&self, message: &Message) -> String {
        self.fill(message.key, &message.args)
    }

    /// The name of a value.
    pub fn word(&self, word: &impl Word) -> String {
        self.get(word.key())
    }

    /// An attribute of a text: the short form of an action for the bar.
    pub fn attribute(&self, key: &str, name: &str) -> String {
        let message = self.bundle.get_message(key);
        let Some(attribute) = message.and_then(|message| message.get_attribute(name)) else {
            return self.get(key);
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(attribute.value(), None, &mut errors).into_owned()
    }

    fn fill(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            // A test keeps this from happening with shipped texts; a hole must be seen, not guessed at.
            return format!("‹{key}›");
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                Arg::Text(text) => values.set(*name, text.as_str()),
                Arg::Number(number) => values.set(*name, *number),
                Arg::Message(message) => values.set(*name, self.say(message)),
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        if !errors.is_empty() {
            tracing::warn!(key, ?errors, "a text could not be filled in");
        }
        text.into_owned()
    }
}

/// Most braces and brackets that are opened in one text. Those of ours have a dozen.
const OPENED_MAX: usize = 200;

/// A file without the texts that open more braces and brackets than there is a reason for, and the lines, from 1, at
/// which those begin. Fluent reads what is in them by calling itself, and at the end of the stack the program ends.
///
/// Whether they are closed again is not asked: that could not be told without reading the text. Nothing that Fluent
/// reads in one go has a line in it that begins as the next text does.
fn without_deep(file: &str) -> (String, Vec<usize>) {
    let mut kept = String::with_capacity(file.len());
    let mut deep = Vec::new();
    let (mut text, mut text_line, mut opened) = (String::new(), 1, 0);
    let mut end_text = |text: &mut String, line, opened| {
        if opened <= OPENED_MAX {
            kept.push_str(text);
        } else {
            deep.push(line);
        }
        text.clear();
    };
    for (line, number) in file.split_inclusive('\n').zip(1..) {
        if line.starts_with('#') || begins_text(line) {
            end_text(&mut text, text_line, opened);
            (text_line, opened) = (number, 0);
        }
        opened += line.bytes().filter(|byte| matches!(byte, b'{' | b'(')).count();
        text.push_str(line);
    }
    end_text(&mut text, text_line, opened);
    (kept, deep)
}

/// Whether a line is the beginning of a text: `name =`, `-name =`.
fn begins_text(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| {
        let name = name.strip_prefix('-').unwrap_or(name).trim_end_matches(' ');
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_name_the_file_of_the_configuration() {
        let mut texts = Texts::new(Lang::Ru);
        let said = |texts: &Texts| texts.get("missing-firm");
        assert!(said(&texts).ends_with("впишите firm в config.toml"));
        let file = r#"C:\Мои "папки"\{dozvon}\config.toml"#;
        texts.name_config(file);
        assert!(said(&texts).ends_with(file), "{}", said(&texts));
    }

    #[test]
    fn data_and_plural_forms_are_filled_in() {
        let mut texts = Texts::new(Lang::Ru);
        texts
            .overlay(
                "try = { $n ->\n    [one] { $n } клиент\n    [few] { $n } клиента\n   *[many] { $n } клиентов\n} { $who }\n",
            )
            .unwrap();
        let clients = |n: u64| texts.say(&say!("try", n = n, who = "Иванова"));
        assert_eq!(clients(1), "1 клиент Иванова");
        assert_eq!(clients(23), "23 клиента Иванова");
        assert_eq!(clients(11), "11 клиентов Иванова");
        assert_eq!(clients(12_345), "12\u{a0}345 клиентов Иванова");
        assert_eq!(texts.get("no-such-key"), "‹no-such-key›");
    }

    #[test]
    fn a_broken_overlay_is_told_and_the_rest_is_used() {
        let mut texts = Texts::new(Lang::En);
        assert!(texts.overlay("good = fine\n= broken\n").is_err());
        assert_eq!(texts.get("good"), "fine");
    }

    #[test]
    fn a_text_that_would_end_the_program_is_refused() {
        let mut texts = Texts::new(Lang::En);
        for deep in ["{", "A(", "{ 1 ->\n *[a] ", "{\n", "A(\n", "{ A(x: ", "{ \"}\" {"] {
            let file = format!("good = fine\nbad = {}\nlast = too\n", deep.repeat(100_000));
            assert_eq!(texts.overlay(&file).unwrap_err(), [texts.say(&say!("own-text-too-deep", line = 2))]);
            assert_eq!((texts.get("good"), texts.get("last")), ("fine".into(), "too".into()));
            assert!(!texts.has("bad"));
            // What is not refused is read, though never to its end.
            let nested = texts.overlay(&format!("bad = {{ {}", deep.repeat(90)));
            assert_ne!(nested, Ok(()), "{deep}");
        }
        let many = "a = { $n ->\n    [one] { $n } (one)\n   *[many] { $n }\n}\n".repeat(1_000);
        assert_eq!(texts.overlay(&many), Ok(()));
    }
}
