//! Files that stand on one another: a preset that is compiled in, and the user's own laid over it. Keymaps and themes
//! are such files; what they say is their own matter, which of them are read and what is told of the wrong ones is here.

use std::fmt;

use thiserror::Error;

use crate::domain::text::clean_line;
use crate::i18n::{Explain, Texts};

/// A file, read by the caller: nothing here touches the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// What it is called in settings and in `inherits`: the name of the file without `.toml`.
    pub name: &'a str,
    /// The path to show in messages.
    pub file: &'a str,
    /// What the file says.
    pub text: &'a str,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path, as the caller gave it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

impl Place {
    /// A place as [`textfile`](crate::domain::textfile) tells it.
    pub(super) fn new(file: &str, line: u32, column: u32) -> Self {
        let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Self { file: file.to_owned(), line: number(line), column: number(column) }
    }
}

/// What may be wrong: its [`Display`](fmt::Display) is one English sentence without its stop.
pub trait Fault: fmt::Display {
    /// What to do about it, in English: a whole sentence.
    fn hint(&self) -> String;
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem<K> {
    /// Where; nowhere when the name itself is wrong, as the settings or a flag give it.
    pub place: Option<Place>,
    /// What.
    pub kind: K,
}

impl<K: Fault> fmt::Display for Problem<K> {
    /// `file:line:column: what is wrong. What to do.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { file, line, column }) = &self.place {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        write!(f, "{}. {}", self.kind, self.kind.hint())
    }
}

impl<K: Explain> Problem<K> {
    /// What is wrong and what to do, in words, with the place: `file:line:column: …`.
    pub fn said(&self, texts: &Texts) -> String {
        let said = texts.explain(&self.kind);
        match &self.place {
            Some(Place { file, line, column }) => format!("{}:{line}:{column}: {said}", clean_line(file)),
            None => said,
        }
    }
}

/// Everything that is wrong; at least one thing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct Problems<K>(pub Vec<Problem<K>>);

impl<K: Fault> fmt::Display for Problems<K> {
    /// One problem a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl<K> Problems<K> {
    /// These, of which there is at least one.
    pub fn of(problems: Vec<Problem<K>>) -> Self {
        Self(problems)
    }

    /// Those to be told of this file when it is checked together with others: what is wrong with one of them that it
    /// inherits is told of that one.
    #[must_use]
    pub fn of_file(self, file: &str, checked: impl Fn(&str) -> bool) -> Self {
        let elsewhere = |place: &Place| place.file != file && checked(&place.file);
        Self(self.0.into_iter().filter(|problem| !problem.place.as_ref().is_some_and(elsewhere)).collect())
    }

    /// Puts problems into the order of the files of a chain, and in each into the order of the file.
    pub(super) fn sort(problems: &mut [Problem<K>], files: &[String]) {
        problems.sort_by_key(|problem| {
            let place = problem.place.as_ref();
            place.map(|p| (files.iter().position(|file| *file == p.file), p.line, p.column))
        });
    }
}

/// A name that is inherited, and where that is said; nowhere for what goes without saying.
pub(super) type Inherits = Option<(String, Option<Place>)>;

/// A file that was read.
pub(super) trait Layer {
    /// What it is called.
    fn name(&self) -> &str;
    /// What it stands on.
    fn inherits(&mut self) -> &mut Inherits;
}

/// What there is to choose from.
pub(super) struct Shelf<'a> {
    pub(super) user: &'a [Source<'a>],
    pub(super) presets: &'a [Source<'static>],
    /// What a user's file stands on when it says nothing and there is no preset of its name.
    pub(super) ground: Option<&'a str>,
}

/// What is wrong with a chain.
pub(super) enum Broken {
    /// There is no file of this name.
    Unknown(String),
    /// The files inherit one another in a circle: their names, the first one again at the end.
    Circle(Vec<String>),
}

impl<'a> Shelf<'a> {
    /// The file of this name and those it stands on, the chosen one first, and what is wrong with the chain itself.
    ///
    /// A file is taken once. A user's file called like a preset stands before it and may inherit it; a preset inherits
    /// presets only, so that no file of the user can break one.
    pub(super) fn chain<F: Layer>(
        &self,
        name: &str,
        read: impl Fn(&Source<'a>) -> F,
    ) -> (Vec<F>, Option<(Option<Place>, Broken)>) {
        let mut users = self.user.to_vec();
        let mut presets: Vec<Source<'a>> = self.presets.to_vec();
        let mut files: Vec<F> = Vec::new();
        let mut wanted = Some((name.to_owned(), None));
        while let Some((name, place)) = wanted {
            let mut file = if let Some(source) = take(&mut users, &name) {
                let mut file = read(&source);
                let is_over_preset = presets.iter().any(|preset| preset.name == name);
                let unsaid = if is_over_preset { Some(name) } else { self.ground.map(str::to_owned) };
                if let Some(unsaid) = unsaid {
                    file.inherits().get_or_insert((unsaid, None));
                }
                file
            } else if let Some(source) = take(&mut presets, &name) {
                users.clear();
                read(&source)
            } else {
                let seen = files.iter().map(|file| file.name().to_owned());
                let mut circle: Vec<_> = seen.skip_while(|seen| *seen != name).collect();
                let broken = if circle.is_empty() {
                    Broken::Unknown(name)
                } else {
                    circle.push(name);
                    Broken::Circle(circle)
                };
                return (files, Some((place, broken)));
            };
            wanted = file.inherits().clone();
            files.push(file);
        }
        (files, None)
    }
}

fn take<'a>(sources: &mut Vec<Source<'a>>, name: &str) -> Option<Source<'a>> {
    let at = sources.iter().position(|source| source.name == name)?;
    Some(sources.remove(at))
}
