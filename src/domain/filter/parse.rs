//! Reading a line.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::value::{Ordered, QUOTES, Sign, TO, Unread, bounds, is_sign, number};
use super::words::{self, DEALS, KINDS, ME, NEVER, NO, NOT, WAITS, YES, mean, plain, says};
use super::{At, Bounds, DealIs, Fault, FaultKind, Filter, Key, LINE_MAX, Length, Named, Part, Test, Wants};
use crate::domain::client::Class;
use crate::domain::geo::{self, RegionCode};
use crate::domain::money::Money;
use crate::domain::queue::EntryKind;
use crate::domain::text::clean_line;

pub(super) fn line(text: &str) -> Result<Filter, Fault> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0 };
    if reader.chars.len() > LINE_MAX {
        return Err(Fault { at: LINE_MAX, kind: FaultKind::TooLong { most: LINE_MAX } });
    }
    let mut parts = Vec::new();
    loop {
        reader.skip_space();
        if reader.peek().is_none() {
            return Ok(Filter { parts });
        }
        parts.push(reader.part()?);
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

/// A value as it stands in the line.
#[derive(Clone, Debug)]
struct Raw {
    text: String,
    at: usize,
    quoted: bool,
}

impl Raw {
    /// Whether it is one of these words; a text in quotation marks is none.
    fn says<T>(&self, spelled: &(T, &'static [&'static str], &'static [&'static str])) -> bool {
        !self.quoted && says(spelled, &self.text)
    }

    fn bad(&self, wants: Wants, nearest: Option<String>) -> Fault {
        Fault { at: self.at, kind: FaultKind::BadValue { found: self.text.clone(), wants, nearest } }
    }
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes characters while they are such.
    fn take(&mut self, such: impl Fn(char) -> bool) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let taken: String = rest.iter().take_while(|c| such(**c)).collect();
        self.at += taken.chars().count();
        taken
    }

    fn fault<T>(at: usize, kind: FaultKind) -> Result<T, Fault> {
        Err(Fault { at, kind })
    }

    fn part(&mut self) -> Result<Part, Fault> {
        let (begin, mut not) = (self.at, false);
        if self.peek().is_some_and(|c| matches!(c, '-' | '−' | '–' | '—' | '!')) {
            not = true;
            self.at += 1;
        }
        let mut at = self.at;
        let mut word = self.word()?;
        if !not && says(&NOT, &word) && !self.sign_follows() {
            not = true;
            self.skip_space();
            at = self.at;
            word = self.word()?;
        }
        let Some(key) = Key::of(&word) else {
            let nearest = Key::slip(&word);
            let alone = !self.sign_follows() && self.peek() != Some('.');
            let kind = if alone {
                FaultKind::LooseWord { word, nearest }
            } else {
                FaultKind::UnknownKey { word, nearest }
            };
            return Self::fault(at, kind);
        };
        let title = (key == Key::Field).then(|| self.title()).transpose()?;
        let (test, contrary) = match self.sign()? {
            Some(sign) => self.test(key, title, sign)?,
            None if key.stands_alone() => alone(key),
            None => return Self::fault(self.at, FaultKind::NoSign { key }),
        };
        let mut part = Part { not: not != contrary, at: At(begin), test };
        // «Not: there is none» is «there is one».
        if let Test::Has(_, is) = &mut part.test
            && part.not
        {
            *is = !*is;
            part.not = false;
        }
        Ok(part)
    }

    /// A word of letters.
    fn word(&mut self) -> Result<String, Fault> {
        let word = self.take(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if word.is_empty() {
            Self::fault(self.at, FaultKind::NoWord { found: self.peek() })
        } else {
            Ok(word)
        }
    }

    /// The title of a field of the firm's own, behind a point.
    fn title(&mut self) -> Result<String, Fault> {
        let no_name = |at| Self::fault(at, FaultKind::NoValue { wants: Wants::Name });
        if self.peek() != Some('.') {
            return no_name(self.at);
        }
        self.at += 1;
        let at = self.at;
        let title = match self.quoted()? {
            Some(raw) => raw.text,
            None => clean_line(&self.take(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))),
        };
        if title.is_empty() { no_name(at) } else { Ok(title) }
    }

    /// Whether a sign stands here, or behind spaces.
    fn sign_follows(&self) -> bool {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        rest.iter().find(|c| !c.is_whitespace()).is_some_and(|c| is_sign(*c))
    }

    /// The sign behind a word; `None` where there is none.
    fn sign(&mut self) -> Result<Option<Sign>, Fault> {
        if !self.sign_follows() {
            return Ok(None);
        }
        self.skip_space();
        let mut sign = Sign::Is;
        if self.peek().is_some_and(|c| matches!(c, ':' | '=')) {
            self.at += 1;
        }
        if let Some(c) = self.peek().filter(|c| matches!(c, '<' | '>' | '≤' | '≥')) {
            self.at += 1;
            let equal = self.peek() == Some('=');
            self.at += usize::from(equal && matches!(c, '<' | '>'));
            sign = match (c, equal) {
                ('<', false) => Sign::Less,
                ('>', false) => Sign::More,
                ('<' | '≤', _) => Sign::AtMost,
                _ => Sign::AtLeast,
            };
        }
        self.skip_space();
        Ok(Some(sign))
    }

    /// A text in quotation marks, when one begins here.
    fn quoted(&mut self) -> Result<Option<Raw>, Fault> {
        let at = self.at;
        let Some((_, close)) = QUOTES.iter().find(|(open, _)| self.peek() == Some(*open)) else {
            return Ok(None);
        };
        self.at += 1;
        let text = self.take(|c| c != *close);
        if self.peek() != Some(*close) {
            return Self::fault(at, FaultKind::OpenQuote);
        }
        self.at += 1;
        Ok(Some(Raw { text: clean_line(&text), at, quoted: true }))
    }

    /// One value; a comma ends it where several may stand.
    fn value(&mut self, wants: &dyn Fn() -> Wants, several: bool) -> Result<Raw, Fault> {
        let at = self.at;
        let raw = match self.quoted()? {
            Some(raw) => raw,
            None => {
                let text = self.take(|c| !(c.is_whitespace() || several && matches!(c, ',' | ';')));
                if several && self.peek() == Some(';') {
                    return Self::fault(self.at, FaultKind::Semicolon);
                }
                Raw { text: clean_line(&text), at, quoted: false }
            }
        };
        if raw.text.is_empty() {
            return Self::fault(at, FaultKind::NoValue { wants: wants() });
        }
        Ok(raw)
    }

    /// Values with commas between them.
    fn values(&mut self, wants: &dyn Fn() -> Wants) -> Result<Vec<Raw>, Fault> {
        let mut all = vec![self.value(wants, true)?];
        loop {
            let end = self.at;
            self.skip_space();
            if self.peek() != Some(',') {
                if self.peek() == Some(';') {
                    return Self::fault(self.at, FaultKind::Semicolon);
                }
                self.at = end;
                return Ok(all);
            }
            self.at += 1;
            self.skip_space();
            all.push(self.value(wants, true)?);
        }
    }

    /// Values each of which is read.
    fn each<T>(
        &mut self,
        wants: &dyn Fn() -> Wants,
        read: &dyn Fn(&Raw) -> Option<T>,
    ) -> Result<Vec<T>, Fault> {
        let all = self.values(wants)?;
        all.iter().map(|raw| read(raw).ok_or_else(|| raw.bad(wants(), slip(&raw.text, &wants())))).collect()
    }

    /// Values of a table of words.
    fn of_table<T: Copy>(
        &mut self,
        table: &'static [(T, &'static [&'static str], &'static [&'static str])],
    ) -> Result<Vec<T>, Fault> {
        self.each(&|| Wants::Words(words::shown(table)), &|raw| mean(table, &raw.text))
    }

    /// Values that are names.
    fn names(&mut self, key: Key) -> Result<Vec<Named>, Fault> {
        let named = |raw: &Raw| {
            Some(if raw.says(&NO) {
                Named::Nothing
            } else if raw.says(&YES) {
                Named::Anything
            } else if key == Key::Manager && raw.says(&ME) {
                Named::Me
            } else {
                Named::Name(raw.text.clone(), At(raw.at))
            })
        };
        self.each(&|| Wants::Name, &named)
    }

    /// Yes or no.
    fn yes(&mut self) -> Result<bool, Fault> {
        let wants = || Wants::Words(vec![yes_no(&YES), yes_no(&NO)]);
        let raw = self.value(&wants, false)?;
        match (raw.says(&YES), raw.says(&NO)) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => Err(raw.bad(wants(), slip(&raw.text, &wants()))),
        }
    }

    /// Bounds of a value that has an order. What follows belongs to it as long as it can be read with it: «500 тыс».
    fn ordered<T: Ordered>(&mut self, sign: Sign) -> Result<Bounds<T>, Fault> {
        let mut raw = self.value(&|| T::WANTS, false)?;
        let mut read = bounds::<T>(sign, &raw.text);
        while !raw.quoted {
            let end = self.at;
            self.skip_space();
            let more = self.take(|c| !c.is_whitespace());
            let longer = format!("{} {}", raw.text, more);
            let whole =
                if more.is_empty() || more.contains(is_sign) { None } else { bounds(sign, &longer).ok() };
            match whole {
                Some(whole) => (raw.text, read) = (longer, Ok(whole)),
                None => {
                    self.at = end;
                    break;
                }
            }
        }
        read.map_err(|unread| match unread {
            Unread::Bad => raw.bad(T::WANTS, None),
            Unread::Backwards => Fault { at: raw.at, kind: FaultKind::Backwards },
        })
    }

    /// What is asked, and whether the contrary is.
    fn test(&mut self, key: Key, title: Option<String>, sign: Sign) -> Result<(Test, bool), Fault> {
        if sign != Sign::Is && !has_order(key) {
            return Self::fault(self.at, FaultKind::NoOrder { key });
        }
        let none = |raw: &Raw| raw.says(&NO);
        let test = match key {
            Key::City
            | Key::Manager
            | Key::Tag
            | Key::Source
            | Key::Stage
            | Key::Process
            | Key::Outcome
            | Key::Job => Test::Name(key, self.names(key)?),
            Key::Zone => {
                let zone = |raw: &Raw| if none(raw) { Some(None) } else { zone(&raw.text).map(Some) };
                Test::Zone(self.each(&|| Wants::Zone, &zone)?)
            }
            Key::Region => {
                let region = |raw: &Raw| if none(raw) { Some(None) } else { region(&raw.text).map(Some) };
                Test::Region(self.each(&|| Wants::Region, &region)?)
            }
            Key::Class => {
                let class =
                    |raw: &Raw| if none(raw) { Some(None) } else { Class::parse(&raw.text).map(Some) };
                Test::Class(self.each(&|| Wants::Class, &class)?)
            }
            Key::Kind => Test::Kind(self.of_table(KINDS)?),
            Key::Deal => Test::Deal(self.of_table(DEALS)?),
            Key::Waits => Test::Waits(self.of_table(WAITS)?),
            Key::Interest => {
                let yes = self.yes()?;
                return Ok((Test::Waits(vec![Some(EntryKind::Hot)]), !yes));
            }
            Key::Phone | Key::Email | Key::Inn | Key::Consent | Key::Stop => Test::Has(key, self.yes()?),
            Key::Amount => Test::Amount(self.ordered::<Money>(sign)?),
            Key::OnStage => Test::OnStage(self.ordered(sign)?),
            Key::Age => Test::Age(self.ordered(sign)?),
            Key::Created => Test::Created(self.ordered::<NaiveDate>(sign)?),
            Key::Silent => {
                let begin = self.at;
                let word = self.take(char::is_alphabetic);
                if sign == Sign::Is && says(&NEVER, &word) {
                    Test::NeverSpoken
                } else {
                    self.at = begin;
                    Test::Silent(self.ordered::<Length>(sign)?)
                }
            }
            Key::Field => {
                let title = title.unwrap_or_default();
                let begin = self.at;
                if sign == Sign::Is && !self.is_range() {
                    Test::Field(title, self.names(key)?)
                } else {
                    self.at = begin;
                    Test::FieldNumber(title, self.ordered::<Decimal>(sign)?)
                }
            }
        };
        Ok((test, false))
    }

    /// Whether a range of numbers stands here.
    fn is_range(&mut self) -> bool {
        let begin = self.at;
        let text = self.take(|c| !c.is_whitespace());
        self.at = begin;
        let is_end = |text: &str| text.is_empty() || number(text).is_some();
        text.split_once(TO).is_some_and(|(from, to)| text.len() > TO.len() && is_end(from) && is_end(to))
    }
}

/// What a word says that stands without a value: that there is one.
fn alone(key: Key) -> (Test, bool) {
    let test = match key {
        Key::Deal => Test::Deal(vec![DealIs::Open]),
        Key::Interest => Test::Waits(vec![Some(EntryKind::Hot)]),
        Key::Stage | Key::Job | Key::Manager => Test::Name(key, vec![Named::Anything]),
        key => Test::Has(key, true),
    };
    (test, false)
}

fn has_order(key: Key) -> bool {
    matches!(key, Key::Amount | Key::OnStage | Key::Silent | Key::Created | Key::Age | Key::Field)
}

/// One zone of Russia stands for all with the same clock.
fn zone(text: &str) -> Option<chrono_tz::Tz> {
    let zone = geo::zone_named(text)?;
    let same = geo::zone_index(zone).and_then(|place| geo::ZONES.get(usize::from(place)));
    Some(same.copied().unwrap_or(zone))
}

fn region(text: &str) -> Option<RegionCode> {
    let by_code = text.parse().ok().map(RegionCode).filter(|code| geo::region(*code).is_some());
    by_code.or_else(|| geo::find_region(text))
}

fn yes_no(word: &((), &'static [&'static str], &'static [&'static str])) -> (&'static str, &'static str) {
    use crate::domain::text::Lang;
    (words::first(word, Lang::Ru), words::first(word, Lang::En))
}

/// The word of those wanted that a word may be a slip of.
fn slip(word: &str, wants: &Wants) -> Option<String> {
    let known: Vec<&'static str> = match wants {
        Wants::Words(words) => words.iter().flat_map(|(ru, en)| [*ru, *en]).collect(),
        Wants::Region => geo::regions().iter().flat_map(|region| [region.ru, region.en]).collect(),
        Wants::Zone => {
            let cities = geo::cities().map(|city| city.ru);
            return crate::domain::textfile::nearest(&plain(word), cities.collect::<Vec<_>>());
        }
        _ => return None,
    };
    words::slip_of(word, &known)
}
