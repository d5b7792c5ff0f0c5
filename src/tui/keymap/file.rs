//! Reading one keymap file: what it says, and everything that is wrong with it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, ProblemKind, nearest};
use super::{Known, Source};
use crate::tui::key::Key;
use crate::tui::layered::{Inherits, Layer, Place};

/// One file as it stands: the lines that are right, and what is wrong with the others.
pub(super) struct File {
    pub(super) name: String,
    pub(super) path: Arc<str>,
    pub(super) title: Option<String>,
    /// The keymap it inherits, and where it says so.
    pub(super) inherits: Inherits,
    /// In the order of the file.
    pub(super) lines: Vec<Line>,
    pub(super) problems: Vec<Problem>,
}

impl Layer for File {
    fn name(&self) -> &str {
        &self.name
    }

    fn inherits(&mut self) -> &mut Inherits {
        &mut self.inherits
    }
}

/// A key and what it means in a context; nothing, when it is unbound.
pub(super) struct Line {
    pub(super) context: String,
    pub(super) key: Key,
    pub(super) action: Option<String>,
    /// From 1.
    pub(super) line: usize,
}

/// How many times a file is read again without the lines that were no TOML. A file with more is no keymap at all.
const ROUNDS: usize = 50;

pub(super) fn read(source: &Source<'_>, known: &Known<'_>) -> File {
    let places = Places::new(source);
    let mut text = source.text.to_owned();
    let mut problems = Vec::new();
    // The parser gives up at some errors. A line it does not understand is blanked out, so that the rest is read too
    // and everything keeps its place.
    for _ in 0..ROUNDS {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let mut blanked = Vec::new();
        for error in errors.iter().filter(|error| !is_repetition(error)) {
            let span = error.span().unwrap_or(0..0);
            let line = places.line(span.start);
            if !blanked.contains(&line) && text.get(line.clone()).is_some_and(|line| !line.trim().is_empty())
            {
                let kind = ProblemKind::Syntax { message: error.message().to_owned() };
                problems.push(Problem { place: Some(places.of(&span)), kind });
                text.replace_range(line.clone(), &" ".repeat(line.len()));
                blanked.push(line);
            }
        }
        if blanked.is_empty() {
            break;
        }
    }
    let (root, errors) = DeTable::parse_recoverable(&text);
    let file = File {
        name: source.name.to_owned(),
        path: source.file.into(),
        title: None,
        inherits: None,
        lines: Vec::new(),
        problems,
    };
    let mut reader = Reader { places, known, file };
    reader.root(root.get_ref());
    for error in errors {
        reader.repetition(&error);
    }
    reader.file
}

/// Whether a key or a table stands in the file twice, the one error after which the parser has lost nothing.
fn is_repetition(error: &toml::de::Error) -> bool {
    error.message() == "duplicate key"
}

struct Reader<'a> {
    places: Places<'a>,
    known: &'a Known<'a>,
    file: File,
}

type Entry<'a, 'i> = (&'a Spanned<std::borrow::Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

/// The entries of a table in the order of the file.
fn entries<'a, 'i>(table: &'a DeTable<'i>) -> Vec<Entry<'a, 'i>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

impl Reader<'_> {
    fn root(&mut self, root: &DeTable<'_>) {
        for (key, value) in entries(root) {
            let word: &str = key.get_ref();
            match (word, value.get_ref()) {
                ("name", DeValue::String(title)) => self.file.title = Some(title.trim().to_owned()),
                ("inherits", DeValue::String(name)) => {
                    let place = self.places.of(&value.span());
                    self.file.inherits = Some((name.to_string(), Some(place)));
                }
                ("name" | "inherits", other) => {
                    let found = other.type_str();
                    self.problem(&value.span(), ProblemKind::NotAName { setting: word.to_owned(), found });
                }
                (_, DeValue::Table(table)) if self.known.contexts.contains(&word) => {
                    self.context(word, table)
                }
                (_, DeValue::Table(_)) => {
                    let nearest = nearest(word, self.known.contexts.iter().copied());
                    self.problem(
                        &key.span(),
                        ProblemKind::UnknownContext { context: word.to_owned(), nearest },
                    );
                }
                _ => {
                    let is_key = word.parse::<Key>().is_ok();
                    self.problem(&key.span(), ProblemKind::OutsideContext { found: word.to_owned(), is_key });
                }
            }
        }
    }

    fn context(&mut self, context: &str, table: &DeTable<'_>) {
        // Place of the key → its spelling, meaning and line.
        let mut seen: BTreeMap<Key, (String, Option<String>, usize)> = BTreeMap::new();
        for (spelled, value) in entries(table) {
            let line = self.places.of(&spelled.span()).line;
            if value.get_ref().is_table() {
                // A key without quotes that has a dot in it: its parts are no keys to complain about.
                self.problem(&spelled.span(), ProblemKind::NotAnAction { found: value.get_ref().type_str() });
                continue;
            }
            let key = self.key(spelled);
            let action = self.action(value);
            let (Some(key), Some(action)) = (key, action) else { continue };
            let spelling = spelled.get_ref().to_string();
            if let Some((first, meaning, first_line)) = seen.get(&key.canonical()) {
                if *meaning != action {
                    let kind = ProblemKind::Conflict {
                        context: context.to_owned(),
                        first: first.clone(),
                        first_action: meaning.clone(),
                        first_line: *first_line,
                        second: spelling,
                        second_action: action,
                    };
                    self.problem(&spelled.span(), kind);
                }
                continue;
            }
            seen.insert(key.canonical(), (spelling, action.clone(), line));
            self.file.lines.push(Line { context: context.to_owned(), key, action, line });
        }
    }

    fn key(&mut self, spelled: &Spanned<std::borrow::Cow<'_, str>>) -> Option<Key> {
        match spelled.get_ref().parse::<Key>() {
            Ok(key) => match key.unbindable() {
                None => Some(key),
                Some(why) => {
                    self.problem(&spelled.span(), ProblemKind::Unbindable { key, why });
                    None
                }
            },
            Err(error) => {
                self.problem(&spelled.span(), ProblemKind::UnknownKey { error });
                None
            }
        }
    }

    /// The action a key gets, or `Some(None)` when it is unbound.
    #[allow(clippy::option_option, reason = "no value, no action, an action: three different things")]
    fn action(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Option<String>> {
        match value.get_ref() {
            DeValue::String(action) if self.known.actions.contains(&&**action) => {
                Some(Some(action.to_string()))
            }
            DeValue::String(action) => {
                let nearest = nearest(action, self.known.actions.iter().copied());
                self.problem(
                    &value.span(),
                    ProblemKind::UnknownAction { action: action.to_string(), nearest },
                );
                None
            }
            DeValue::Boolean(false) => Some(None),
            other => {
                self.problem(&value.span(), ProblemKind::NotAnAction { found: other.type_str() });
                None
            }
        }
    }

    /// A key that TOML itself finds to be there twice: of the second one the parser tells only the place.
    fn repetition(&mut self, error: &toml::de::Error) {
        let span = error.span().unwrap_or(0..0);
        let kind = self.repeated(span.start);
        self.problem(
            &span,
            kind.unwrap_or_else(|| ProblemKind::Syntax { message: error.message().to_owned() }),
        );
    }

    fn repeated(&self, at: usize) -> Option<ProblemKind> {
        let text = self.places.source.text.get(self.places.line(at))?;
        if let Some(context) = header(text) {
            let (_, first_line) = self.places.headers().find(|(first, _)| *first == context)?;
            return Some(ProblemKind::ContextTwice { context, first_line });
        }
        let alone = DeTable::parse(text).ok()?;
        let (spelled, value) = alone.get_ref().iter().next()?;
        let place = spelled.get_ref().parse::<Key>().ok()?.canonical();
        let number = self.places.number(at) + 1;
        let (context, _) = self.places.headers().take_while(|(_, header)| *header < number).last()?;
        let first =
            self.file.lines.iter().find(|line| line.context == context && line.key.canonical() == place)?;
        Some(ProblemKind::Conflict {
            context,
            first: spelled.get_ref().to_string(),
            first_action: first.action.clone(),
            first_line: first.line,
            second: spelled.get_ref().to_string(),
            second_action: value.get_ref().as_str().map(str::to_owned),
        })
    }

    fn problem(&mut self, span: &Range<usize>, kind: ProblemKind) {
        let place = Some(self.places.of(span));
        self.file.problems.push(Problem { place, kind });
    }
}

/// The name of the context that begins with this line.
fn header(line: &str) -> Option<String> {
    if !line.trim_start().starts_with('[') {
        return None;
    }
    let table = DeTable::parse(line).ok()?;
    table.get_ref().keys().next().map(|key| key.get_ref().to_string())
}

/// Finds the line and column of a place in the text.
struct Places<'a> {
    source: &'a Source<'a>,
    /// Where each line begins, in bytes.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        let text = source.text;
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { source, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The number of the line, from 0.
    fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The line around a place, without its end.
    fn line(&self, at: usize) -> Range<usize> {
        let number = self.number(at);
        let start = self.starts.get(number).copied().unwrap_or(0);
        let end = self.starts.get(number + 1).map_or(self.source.text.len(), |next| next - 1);
        start..end
    }

    /// The lines that begin contexts, with the number of each from 1.
    fn headers(&self) -> impl Iterator<Item = (String, usize)> {
        self.source.text.lines().enumerate().filter_map(|(number, line)| Some((header(line)?, number + 1)))
    }

    fn of(&self, span: &Range<usize>) -> Place {
        let before = self.source.text.get(self.line(span.start).start..span.start).unwrap_or("");
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Place { file: self.source.file.to_owned(), line: self.number(span.start) + 1, column }
    }
}
