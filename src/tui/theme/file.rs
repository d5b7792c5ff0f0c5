//! Reading one theme file: what it says, and everything that is wrong with it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::color::{self, ANSI};
use super::problem::{Problem, ProblemKind, ValueKind};
use super::{Contrast, Role, Source};
use crate::domain::text::clean_line;
use crate::domain::textfile::read::Reader as Toml;
use crate::domain::textfile::{ProblemKind as TomlProblem, SyntaxFault, nearest};
use crate::tui::layered::{Inherits, Layer, Place};

/// One file as it stands: what is right in it, and what is wrong with the rest.
pub(super) struct File {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) title: Option<String>,
    /// The theme it inherits, and where it says so.
    pub(super) inherits: Inherits,
    pub(super) contrast: Option<Contrast>,
    /// Colours of the palette by name; a wrong one has no value, and was reported.
    pub(super) palette: BTreeMap<String, Option<Color>>,
    /// Whether the palette holds every name the file gives.
    pub(super) palette_read: bool,
    pub(super) styles: Vec<(Role, Spec)>,
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

/// What a file says of a role.
#[derive(Clone, Debug, Default)]
pub(super) struct Spec {
    pub(super) fg: Option<Paint>,
    pub(super) bg: Option<Paint>,
    pub(super) ansi: Option<Color>,
    pub(super) ansi_bg: Option<Color>,
    pub(super) added: Modifier,
    pub(super) removed: Modifier,
}

/// A colour as a style names it.
#[derive(Clone, Debug)]
pub(super) enum Paint {
    /// `none`: that of the ground.
    Nothing,
    /// A value or one of the words every file knows.
    Color(Color),
    /// A name, of the palette or of the sixteen colours.
    Name(String, Place),
}

/// Words that stand for no name of the palette.
const DEFAULT_COLOR: &str = "default";
const NO_COLOR: &str = "none";

const SETTINGS: [&str; 5] = ["name", "inherits", "contrast", "palette", "styles"];

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// Words of other programs' themes, and ours for them.
const SYNONYMS: [(&str, &str); 9] = [
    ("colors", "palette"),
    ("colours", "palette"),
    ("roles", "styles"),
    ("color", "fg"),
    ("colour", "fg"),
    ("foreground", "fg"),
    ("background", "bg"),
    ("inverse", "reverse"),
    ("faint", "dim"),
];

pub(super) fn read(source: &Source<'_>) -> File {
    let file = File {
        name: source.name.to_owned(),
        path: source.file.to_owned(),
        title: None,
        inherits: None,
        contrast: None,
        palette: BTreeMap::new(),
        palette_read: true,
        styles: Vec::new(),
        problems: Vec::new(),
    };
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(source.text);
    let mut reader = Reader { path: source.file, text, file };
    match Toml::open(text, &[]) {
        Ok((_, root)) => reader.root(root.get_ref()),
        Err(problems) => {
            reader.file.palette_read = false;
            for problem in problems {
                let fault = match problem.kind {
                    TomlProblem::Syntax { fault } => fault,
                    other => SyntaxFault::Other { detail: other.to_string() },
                };
                let place = Some(Place::new(source.file, problem.line, problem.column));
                reader.file.problems.push(Problem { place, kind: ProblemKind::Syntax { fault } });
            }
        }
    }
    reader.file
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    file: File,
}

/// A key of TOML.
type Key<'i> = Spanned<Cow<'i, str>>;
type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn root(&mut self, root: &DeTable<'_>) {
        for (key, value) in entries(root) {
            let word: &str = key.get_ref();
            match word {
                "name" => {
                    let title = self.text(word, value).map(|title| clean_line(&title));
                    self.file.title = title.filter(|title| !title.is_empty());
                }
                "inherits" => {
                    let place = self.place(value.span().start);
                    self.file.inherits = self.text(word, value).map(|name| (name, Some(place)));
                }
                "contrast" => self.contrast(word, value),
                "palette" => {
                    self.file.palette_read = value.get_ref().is_table();
                    self.table(word, value, Self::color);
                }
                "styles" => self.table(word, value, Self::role),
                _ => {
                    let nearest = synonym(word).or_else(|| nearest(word, SETTINGS));
                    self.problem(
                        key.span().start,
                        ProblemKind::UnknownSetting { setting: clean_line(word), nearest },
                    );
                }
            }
        }
    }

    fn contrast(&mut self, key: &str, value: &Value<'_>) {
        let Some(word) = self.text(key, value) else { return };
        self.file.contrast = match word.as_str() {
            "normal" => Some(Contrast::Normal),
            "high" => Some(Contrast::High),
            _ => {
                let kind = ProblemKind::UnknownContrast { word: clean_line(&word) };
                self.problem(value.span().start, kind);
                None
            }
        };
    }

    fn table(&mut self, key: &str, value: &Value<'_>, line: fn(&mut Self, &Key<'_>, &Value<'_>)) {
        match value.get_ref() {
            DeValue::Table(table) => {
                entries(table).into_iter().for_each(|(key, value)| line(self, key, value))
            }
            _ => self.wrong_type(key, ValueKind::Table, value),
        }
    }

    /// A line of the palette.
    fn color(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let name: &str = key.get_ref();
        if [DEFAULT_COLOR, NO_COLOR].contains(&name) || color::value(name).is_some() {
            self.problem(key.span().start, ProblemKind::ReservedName { name: clean_line(name) });
            return;
        }
        let color = self.text(name, value).and_then(|text| {
            let at = value.span().start;
            match color::value(&text) {
                Some(Ok(color)) => return Some(color),
                Some(Err(fault)) => {
                    self.problem(at, ProblemKind::BadColor { color: clean_line(&text), fault });
                }
                None if text == DEFAULT_COLOR => return Some(Color::Reset),
                None => match color::ansi(&text) {
                    Some(color) => return Some(color),
                    None => self.unknown_color(at, &text),
                },
            }
            None
        });
        self.file.palette.insert(name.to_owned(), color);
    }

    fn unknown_color(&mut self, at: usize, text: &str) {
        let nearest = nearest(text, ansi_names().chain([DEFAULT_COLOR]));
        let kind = ProblemKind::UnknownColor { color: clean_line(text), nearest, in_palette: true };
        self.problem(at, kind);
    }

    /// A line of the styles.
    fn role(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let name: &str = key.get_ref();
        let role = Role::from_name(name);
        if role.is_none() {
            let nearest = nearest(name, Role::ALL.iter().map(|role| role.name()));
            self.problem(key.span().start, ProblemKind::UnknownRole { role: clean_line(name), nearest });
        }
        // What an unknown role is to look like is checked too.
        let spec = match value.get_ref() {
            DeValue::String(_) => Spec { fg: self.paint(name, value), ..Spec::default() },
            DeValue::Table(table) => self.spec(table),
            _ => return self.wrong_type(name, ValueKind::Style, value),
        };
        self.file.styles.extend(role.map(|role| (role, spec)));
    }

    fn spec(&mut self, table: &DeTable<'_>) -> Spec {
        let mut spec = Spec::default();
        for (key, value) in entries(table) {
            let property: &str = key.get_ref();
            match property {
                "fg" => spec.fg = self.paint(property, value),
                "bg" => spec.bg = self.paint(property, value),
                "ansi" => spec.ansi = self.ansi(property, value),
                "ansi_bg" => spec.ansi_bg = self.ansi(property, value),
                _ => match MODIFIERS.iter().find(|(name, _)| *name == property) {
                    Some((_, modifier)) => match value.get_ref() {
                        DeValue::Boolean(true) => spec.added |= *modifier,
                        DeValue::Boolean(false) => spec.removed |= *modifier,
                        _ => self.wrong_type(property, ValueKind::Flag, value),
                    },
                    None => {
                        let known = ["fg", "bg", "ansi", "ansi_bg"]
                            .into_iter()
                            .chain(MODIFIERS.map(|(name, _)| name));
                        let nearest = synonym(property).or_else(|| nearest(property, known));
                        let kind = ProblemKind::UnknownProperty { property: clean_line(property), nearest };
                        self.problem(key.span().start, kind);
                    }
                },
            }
        }
        spec
    }

    fn paint(&mut self, key: &str, value: &Value<'_>) -> Option<Paint> {
        let text = self.text(key, value)?;
        let at = value.span().start;
        match color::value(&text) {
            Some(Ok(color)) => Some(Paint::Color(color)),
            Some(Err(fault)) => {
                self.problem(at, ProblemKind::BadColor { color: clean_line(&text), fault });
                None
            }
            None if text == DEFAULT_COLOR => Some(Paint::Color(Color::Reset)),
            None if text == NO_COLOR => Some(Paint::Nothing),
            None => Some(Paint::Name(text, self.place(at))),
        }
    }

    fn ansi(&mut self, key: &str, value: &Value<'_>) -> Option<Color> {
        let text = self.text(key, value)?;
        let color = color::ansi(&text);
        if color.is_none() {
            let nearest = nearest(&text, ansi_names());
            let kind = ProblemKind::NotAnsi { color: clean_line(&text), nearest };
            self.problem(value.span().start, kind);
        }
        color
    }

    fn text(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(key, ValueKind::Text, value);
        }
        text
    }

    fn wrong_type(&mut self, key: &str, expected: ValueKind, value: &Value<'_>) {
        let found = match value.get_ref() {
            DeValue::String(_) => ValueKind::Text,
            DeValue::Integer(_) | DeValue::Float(_) => ValueKind::Number,
            DeValue::Boolean(_) => ValueKind::Flag,
            DeValue::Datetime(_) => ValueKind::Date,
            DeValue::Array(_) => ValueKind::List,
            DeValue::Table(_) => ValueKind::Table,
        };
        let kind = ProblemKind::WrongType { key: clean_line(key), expected, found };
        self.problem(value.span().start, kind);
    }

    fn problem(&mut self, at: usize, kind: ProblemKind) {
        let place = Some(self.place(at));
        self.file.problems.push(Problem { place, kind });
    }

    /// The line and column of a byte.
    fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at).unwrap_or(self.text);
        let (lines, last) = before.rsplit_once('\n').map_or(("", before), |(lines, last)| (lines, last));
        let breaks = before.len() - last.len();
        let line = if breaks == 0 { 1 } else { 2 + lines.matches('\n').count() };
        Place { file: self.path.to_owned(), line, column: last.chars().count() + 1 }
    }
}

fn synonym(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    SYNONYMS.iter().find(|(theirs, _)| *theirs == word).map(|(_, ours)| (*ours).to_owned())
}

/// The entries of a table in the order of the file.
fn entries<'a, 'i>(table: &'a DeTable<'i>) -> Vec<(&'a Key<'i>, &'a Value<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// Names of the sixteen colours.
fn ansi_names<'a>() -> impl Iterator<Item = &'a str> + Clone {
    ANSI.iter().map(|(name, _)| *name)
}

/// The words for colours that every file knows.
pub(super) fn color_words<'a>() -> impl Iterator<Item = &'a str> + Clone {
    ansi_names().chain([DEFAULT_COLOR, NO_COLOR])
}
