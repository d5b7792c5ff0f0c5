//! Reading TOML with places: every getter reports what is wrong and answers with what can be used all the same, so that
//! one pass finds all problems of a file.

use std::collections::HashMap;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_width::UnicodeWidthStr;

use super::place::Lines;
use super::syntax;
use super::{Parsed, Problem, ProblemKind, Severity, ValueType, nearest, without_mark};
use crate::domain::text::{Bilingual, Lang, clean_line};

/// Longest name that fits its place on the screen, in terminal cells.
pub(crate) const NAME_CELLS: usize = 40;

/// Reads one file and collects its problems.
pub(crate) struct Reader<'s> {
    lines: Lines<'s>,
    problems: Vec<Problem>,
    /// The keys of the file's first part, to tell a misplaced key from an unknown one.
    top: &'static [&'static str],
}

/// A table of the file and where it begins.
#[derive(Clone, Copy)]
pub(crate) struct Section<'t> {
    table: &'t DeTable<'t>,
    /// Where it begins.
    pub(crate) at: usize,
}

/// A text of the file and where it stands. A text that is missing or of another type is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text<'t> {
    /// The text, with its escapes resolved.
    pub(crate) value: &'t str,
    /// Where it begins.
    pub(crate) at: usize,
    /// Its quotes and all; empty when there is no text.
    span: Range<usize>,
}

impl<'s> Reader<'s> {
    /// Reads the TOML; `top` are the keys that may stand before the first section.
    ///
    /// # Errors
    /// The faults of the TOML.
    pub(crate) fn open(
        source: &'s str,
        top: &'static [&'static str],
    ) -> Result<(Self, Spanned<DeTable<'s>>), Vec<Problem>> {
        let source = without_mark(source);
        let lines = Lines::new(source);
        let (root, errors) = DeTable::parse_recoverable(source);
        if errors.is_empty() {
            return Ok((Self { lines, problems: Vec::new(), top }, root));
        }
        let faults = syntax::faults(source, &errors, |at| lines.place(at).0);
        Err(faults.into_iter().map(|(at, fault)| lines.problem(at, ProblemKind::Syntax { fault })).collect())
    }

    /// Ends the reading: the draft when nothing is in the way, else all problems in the order of the file.
    pub(crate) fn finish<T>(mut self, draft: T) -> Parsed<T> {
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        if self.has_errors() { Err(self.problems) } else { Ok((draft, self.problems)) }
    }

    /// Whether an error was reported. What the file as a whole lacks is better judged without: the missing part may be
    /// there and misspelt.
    pub(crate) fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Reports a problem at a byte offset.
    pub(crate) fn report(&mut self, at: usize, kind: impl Into<ProblemKind>) {
        self.problems.push(self.lines.problem(at, kind));
    }

    /// The line of a byte offset, from 1.
    pub(crate) fn line(&self, at: usize) -> u32 {
        self.lines.place(at).0
    }

    /// Where the letter `at` bytes into a text stands in the file. Only braces are asked for, and they are counted:
    /// escapes and folded lines make the text shorter than its source, but a brace is nearly always written as itself.
    pub(crate) fn brace_at(&self, text: &Text<'_>, at: usize) -> usize {
        const BRACES: [char; 2] = ['{', '}'];
        let raw = self.lines.source.get(text.span.clone()).unwrap_or_default();
        let all = text.value.matches(BRACES).count();
        let before = text.value.get(..at).map_or(0, |head| head.matches(BRACES).count());
        if raw.matches(BRACES).count() != all {
            return text.at;
        }
        raw.match_indices(BRACES).nth(before).map_or(text.at, |(at, _)| text.span.start + at)
    }

    /// Where the byte `at` of a text stands in the file; the beginning of the text when escapes or folded lines make that
    /// uncertain.
    pub(crate) fn place_in(&self, text: &Text<'_>, at: usize) -> usize {
        let raw = self.lines.source.get(text.span.clone()).unwrap_or_default();
        // The source may end its lines as Windows does; the text has them as they are.
        match raw.find(text.value).filter(|_| !text.value.is_empty()) {
            Some(quotes) => text.span.start + quotes + at,
            None => text.at,
        }
    }

    /// The whole file as a section.
    pub(crate) fn root<'t>(&self, root: &'t Spanned<DeTable<'t>>) -> Section<'t> {
        Section { table: root.get_ref(), at: 0 }
    }

    /// Refuses the keys of a section that nobody knows.
    pub(crate) fn check_keys(&mut self, section: Section<'_>, known: &[&'static str]) {
        for key in section.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let kind = match self.top.iter().find(|top| **top == name) {
                Some(key) => ProblemKind::MisplacedKey { key },
                None => ProblemKind::UnknownKey {
                    key: clean_line(name),
                    suggestion: nearest(name, known.iter().copied()),
                },
            };
            self.report(key.span().start, kind);
        }
    }

    fn wrong_type(&mut self, at: usize, key: &'static str, expected: ValueType, found: &DeValue<'_>) {
        self.report(at, ProblemKind::WrongType { key, expected, found: ValueType::of(found) });
    }

    fn as_text<'t>(&mut self, key: &'static str, value: &'t Spanned<DeValue<'t>>) -> Text<'t> {
        let span = value.span();
        match value.get_ref().as_str() {
            Some(value) => Text { value, at: span.start, span },
            None => {
                self.wrong_type(span.start, key, ValueType::Text, value.get_ref());
                Text { at: span.start, ..Text::default() }
            }
        }
    }

    /// A text that may be left out; `None` when it is.
    pub(crate) fn optional_text<'t>(&mut self, section: Section<'t>, key: &'static str) -> Option<Text<'t>> {
        let value = section.table.get(key)?;
        Some(self.as_text(key, value))
    }

    /// A text that has to be there and not blank.
    pub(crate) fn text<'t>(&mut self, section: Section<'t>, key: &'static str) -> Text<'t> {
        let Some(value) = section.table.get(key) else {
            self.report(section.at, ProblemKind::MissingKey { key });
            return Text { at: section.at, ..Text::default() };
        };
        let text = self.as_text(key, value);
        self.check_blank(key, &text);
        text
    }

    /// A text that may be left out but not be blank; `None` when there is nothing to use.
    pub(crate) fn filled_text<'t>(&mut self, section: Section<'t>, key: &'static str) -> Option<Text<'t>> {
        let text = self.optional_text(section, key)?;
        self.check_blank(key, &text);
        (!clean_line(text.value).is_empty()).then_some(text)
    }

    /// Every key of a section with the list of texts it holds; what is no list of texts is reported under `key`.
    pub(crate) fn text_lists<'t>(
        &mut self,
        section: Section<'t>,
        key: &'static str,
    ) -> Vec<(Text<'t>, Vec<Text<'t>>)> {
        let mut out = Vec::new();
        for (name, value) in section.table.iter() {
            let span = name.span();
            let name = Text { value: name.get_ref().as_ref(), at: span.start, span };
            match value.get_ref() {
                DeValue::Array(values) => {
                    let texts = values.iter().map(|value| self.as_text(key, value)).collect();
                    out.push((name, texts));
                }
                other => self.wrong_type(value.span().start, key, ValueType::List, other),
            }
        }
        out
    }

    fn check_blank(&mut self, key: &'static str, text: &Text<'_>) {
        if !text.span.is_empty() && clean_line(text.value).is_empty() {
            self.report(text.at, ProblemKind::Empty { key });
        }
    }

    /// The `code` of a section: Latin letters, digits and hyphens. Blank when it is missing.
    pub(crate) fn code<'t>(&mut self, section: Section<'t>) -> Text<'t> {
        let mut text = self.text(section, "code");
        if clean_line(text.value).is_empty() {
            text.value = "";
        }
        let fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !text.value.chars().all(fit) {
            self.report(text.at, ProblemKind::BadCode { code: clean_line(text.value) });
        }
        text
    }

    /// Reports a code that was seen before. Blank codes were reported already.
    pub(crate) fn unique_code<'t>(&mut self, seen: &mut HashMap<&'t str, usize>, code: &Text<'t>) {
        if code.value.is_empty() {
            return;
        }
        match seen.get(code.value) {
            Some(first) => {
                let line = self.line(*first);
                self.report(code.at, ProblemKind::DuplicateCode { code: clean_line(code.value), line });
            }
            None => {
                seen.insert(code.value, code.at);
            }
        }
    }

    /// Warns of a text that is wider than its place, in terminal cells.
    pub(crate) fn check_width(&mut self, at: usize, key: &'static str, text: &str, limit: usize) {
        let width = text.width();
        if width > limit {
            self.report(at, ProblemKind::TooWide { key, width, limit });
        }
    }

    /// A name on the screen that has to be there, cleaned.
    pub(crate) fn name(&mut self, section: Section<'_>, key: &'static str) -> String {
        let text = self.text(section, key);
        let name = clean_line(text.value);
        self.check_width(text.at, key, &name, NAME_CELLS);
        name
    }

    /// A name in one or both languages: `"…"` or `{ ru = "…", en = "…" }`.
    pub(crate) fn bilingual(&mut self, section: Section<'_>, key: &'static str) -> Bilingual {
        match section.table.get(key) {
            Some(value) => self.as_bilingual(key, value),
            None => {
                self.report(section.at, ProblemKind::MissingKey { key });
                Bilingual::default()
            }
        }
    }

    fn as_bilingual<'t>(&mut self, key: &'static str, value: &'t Spanned<DeValue<'t>>) -> Bilingual {
        let at = value.span().start;
        let name = match value.get_ref() {
            DeValue::String(text) => Bilingual::new(clean_line(text), ""),
            DeValue::Table(table) => {
                let names = Section { table, at };
                self.check_keys(names, &["ru", "en"]);
                let mut get = |language| self.optional_text(names, language);
                let (ru, en) = (get("ru").unwrap_or_default(), get("en").unwrap_or_default());
                Bilingual::new(clean_line(ru.value), clean_line(en.value))
            }
            other => {
                self.wrong_type(at, key, ValueType::Name, other);
                return Bilingual::default();
            }
        };
        if name.ru.is_empty() && name.en.is_empty() {
            self.report(at, ProblemKind::Empty { key });
        }
        let wider = if name.ru.width() >= name.en.width() { &name.ru } else { &name.en };
        self.check_width(at, key, wider, NAME_CELLS);
        name
    }

    /// A list of names in one or both languages; each may stand there once. Empty when it is left out, `None` when it
    /// is no list.
    pub(crate) fn bilinguals(&mut self, section: Section<'_>, key: &'static str) -> Option<Vec<Bilingual>> {
        let mut names: Vec<Bilingual> = Vec::new();
        for value in self.list(section, key, ValueType::List)? {
            let name = self.as_bilingual(key, value);
            let text = name.get(Lang::Ru);
            if !text.is_empty() && names.contains(&name) {
                self.report(value.span().start, ProblemKind::Repeated { key, text: text.to_owned() });
            }
            names.push(name);
        }
        Some(names)
    }

    /// Yes or no; `None` when it is left out.
    pub(crate) fn flag(&mut self, section: Section<'_>, key: &'static str) -> Option<bool> {
        let value = section.table.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(value.span().start, key, ValueType::Flag, value.get_ref());
        }
        flag
    }

    /// A whole number within a range; `None` when it is left out or of no use.
    pub(crate) fn number<N>(
        &mut self,
        section: Section<'_>,
        key: &'static str,
        range: RangeInclusive<N>,
    ) -> Option<N>
    where
        N: TryFrom<i64> + Into<i64> + Copy + PartialOrd,
    {
        let value = section.table.get(key)?;
        let at = value.span().start;
        let Some(number) = value.get_ref().as_integer() else {
            self.wrong_type(at, key, ValueType::Number, value.get_ref());
            return None;
        };
        let digits = number.as_str().replace('_', "");
        let fitting = i64::from_str_radix(&digits, number.radix()).ok().and_then(|n| N::try_from(n).ok());
        let fitting = fitting.filter(|n| range.contains(n));
        if fitting.is_none() {
            let (min, max) = ((*range.start()).into(), (*range.end()).into());
            self.report(at, ProblemKind::OutOfRange { key, min, max });
        }
        fitting
    }

    /// One of the words a key may have; `None` when it is left out or none of them.
    pub(crate) fn word<T: Copy>(
        &mut self,
        section: Section<'_>,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let value = section.table.get(key)?;
        let text = self.as_text(key, value);
        self.as_word(key, &text, words)
    }

    fn as_word<T: Copy>(
        &mut self,
        key: &'static str,
        text: &Text<'_>,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, meaning)| *meaning);
        // A value of another type was reported.
        if found.is_none() && !text.span.is_empty() {
            let known: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
            let suggestion = nearest(text.value, known.iter().copied());
            self.report(
                text.at,
                ProblemKind::UnknownWord { key, word: clean_line(text.value), suggestion, known },
            );
        }
        found
    }

    /// A list of words, each at most once. Empty when it is left out or of no use.
    pub(crate) fn words<T: Copy + PartialEq>(
        &mut self,
        section: Section<'_>,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Vec<T> {
        let mut found = Vec::new();
        for value in self.list(section, key, ValueType::List).unwrap_or_default() {
            let text = self.as_text(key, value);
            let Some(meaning) = self.as_word(key, &text, words) else { continue };
            if found.contains(&meaning) {
                self.report(text.at, ProblemKind::Repeated { key, text: text.value.to_owned() });
            } else {
                found.push(meaning);
            }
        }
        found
    }

    /// A list of texts. Empty when it is left out or of no use.
    pub(crate) fn texts<'t>(&mut self, section: Section<'t>, key: &'static str) -> Vec<Text<'t>> {
        let values = self.list(section, key, ValueType::List).unwrap_or_default();
        let texts = values.into_iter().map(|value| self.as_text(key, value));
        texts.filter(|text| !text.span.is_empty()).collect()
    }

    fn list<'t>(
        &mut self,
        section: Section<'t>,
        key: &'static str,
        of: ValueType,
    ) -> Option<Vec<&'t Spanned<DeValue<'t>>>> {
        let Some(value) = section.table.get(key) else { return Some(Vec::new()) };
        match value.get_ref() {
            DeValue::Array(values) => Some(values.iter().collect()),
            other => {
                self.wrong_type(value.span().start, key, of, other);
                None
            }
        }
    }

    /// The tables under a key: `[[key]]` or a list of `{ … }`. Empty when it is left out, `None` when something else
    /// stands there.
    pub(crate) fn sections<'t>(
        &mut self,
        section: Section<'t>,
        key: &'static str,
    ) -> Option<Vec<Section<'t>>> {
        let mut sections = Vec::new();
        let values = self.list(section, key, ValueType::Tables)?;
        for value in &values {
            let at = value.span().start;
            match value.get_ref() {
                DeValue::Table(table) => sections.push(Section { table, at }),
                other => self.wrong_type(at, key, ValueType::Table, other),
            }
        }
        (values.is_empty() || !sections.is_empty()).then_some(sections)
    }

    /// The table under a key; `None` when it is left out or something else stands there.
    pub(crate) fn section<'t>(&mut self, section: Section<'t>, key: &'static str) -> Option<Section<'t>> {
        let value = section.table.get(key)?;
        let table = self.table(section, key);
        if table.is_none() {
            self.wrong_type(value.span().start, key, ValueType::Table, value.get_ref());
        }
        table
    }

    /// The one table under a key when it is a table, else `None` without a word.
    pub(crate) fn table<'t>(&self, section: Section<'t>, key: &str) -> Option<Section<'t>> {
        let value = section.table.get(key)?;
        value.get_ref().as_table().map(|table| Section { table, at: value.span().start })
    }
}

impl Section<'_> {
    /// Where the value of a key stands; the beginning of the section when it has none.
    pub(crate) fn place(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.at, |value| value.span().start)
    }

    /// Whether the key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }
}
