//! A company as the state register has it: ЕГРЮЛ of organisations, ЕГРИП of sole traders.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::inn::Inn;
use super::registry::{Kpp, Ogrn};

/// A company of an extract from the register. What the extract does not say is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Taxpayer number, its check digits hold.
    pub inn: Inn,
    /// Reason-for-registration code; sole traders have none.
    pub kpp: Option<Kpp>,
    /// Register number.
    pub ogrn: Option<Ogrn>,
    /// The short name: ООО «Ромашка». The full one where there is no other.
    pub name: String,
    /// The full name.
    pub full: String,
    /// Region, as the extract has it.
    pub region: String,
    /// City or settlement.
    pub city: String,
    /// The whole address.
    pub address: String,
    /// Who leads it.
    pub head: String,
    /// Whether it works.
    pub status: CompanyStatus,
    /// When it was registered.
    pub registered: Option<NaiveDate>,
    /// When it ceased.
    pub closed: Option<NaiveDate>,
    /// ОКВЭД, the code of what it mainly does.
    pub okved: String,
    /// The day as of which this is said.
    pub dated: NaiveDate,
}

/// Whether a company works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompanyStatus {
    /// The extract does not say, or in words nobody knows.
    #[default]
    Unknown,
    /// It works.
    Active,
    /// It is being reorganised.
    Reorganising,
    /// It is being wound up.
    Liquidating,
    /// It is insolvent.
    Bankrupt,
    /// It is no more.
    Liquidated,
}

impl CompanyStatus {
    /// Reads the words of an extract: «Действующее», «В процессе ликвидации», «Прекратил деятельность».
    ///
    /// ```
    /// use dozvon::domain::company::CompanyStatus;
    /// assert_eq!(CompanyStatus::parse("Юридическое лицо ликвидировано"), CompanyStatus::Liquidated);
    /// assert_eq!(CompanyStatus::parse("Находится в стадии ликвидации"), CompanyStatus::Liquidating);
    /// ```
    pub fn parse(text: &str) -> Self {
        const WORDS: &[(CompanyStatus, &[&str])] = &[
            (
                CompanyStatus::Liquidating,
                &["стадии ликвид", "процессе ликвид", "ликвидируется", "процедуре ликвид", "liquidating"],
            ),
            (CompanyStatus::Bankrupt, &["банкрот", "несостоятельн", "конкурсное произв", "bankrupt"]),
            (
                CompanyStatus::Liquidated,
                &[
                    "ликвид",
                    "исключен",
                    "исключён",
                    "прекра",
                    "недейств",
                    "не действ",
                    "закрыт",
                    "liquidated",
                    "closed",
                    "inactive",
                    "ceased",
                    "dissolved",
                ],
            ),
            (CompanyStatus::Reorganising, &["реорганиз", "reorganis", "reorganiz"]),
            (CompanyStatus::Active, &["действ", "работает", "active"]),
        ];
        let text = text.to_lowercase();
        let known = WORDS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word)));
        known.map_or(Self::Unknown, |(status, _)| *status)
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Active => "active",
            Self::Reorganising => "reorganising",
            Self::Liquidating => "liquidating",
            Self::Bankrupt => "bankrupt",
            Self::Liquidated => "liquidated",
        }
    }
}

impl Company {
    /// Whether both say the same, the day as of which they say it apart.
    pub fn says_what(&self, other: &Self) -> bool {
        Self { dated: other.dated, ..self.clone() } == *other
    }

    /// This one, with what an earlier word of it has and this one leaves out: extracts differ in their columns.
    #[must_use]
    pub fn over(self, earlier: &Self) -> Self {
        let or = |text: String, known: &String| if text.is_empty() { known.clone() } else { text };
        let (status, closed) = match self.status {
            CompanyStatus::Unknown => (earlier.status, earlier.closed),
            status => (status, self.closed),
        };
        Self {
            kpp: self.kpp.or(earlier.kpp),
            ogrn: self.ogrn.or(earlier.ogrn),
            full: or(self.full, &earlier.full),
            region: or(self.region, &earlier.region),
            city: or(self.city, &earlier.city),
            address: or(self.address, &earlier.address),
            head: or(self.head, &earlier.head),
            status,
            closed,
            registered: self.registered.or(earlier.registered),
            okved: or(self.okved, &earlier.okved),
            ..self
        }
    }

    /// What stands in the address behind the city: people keep the city by itself. The whole address where the city is not in it.
    pub fn street(&self) -> String {
        let (address, city) = (self.address.to_lowercase(), self.city.to_lowercase());
        if city.is_empty() || address.chars().count() != self.address.chars().count() {
            return self.address.clone();
        }
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        // «Омск» is not the «Омск» of «Омская область».
        let alone = address.match_indices(&city).find(|(at, found)| {
            let (before, behind) = (address.get(..*at), address.get(at + found.len()..));
            !is_letter(before.and_then(|text| text.chars().next_back()))
                && !is_letter(behind.and_then(|text| text.chars().next()))
        });
        let Some((at, found)) = alone else { return self.address.clone() };
        let skipped = address.get(..at + found.len()).map_or(0, |text| text.chars().count());
        let rest: String = self.address.chars().skip(skipped).collect();
        rest.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }

    /// Of two entries under one INN, as a sole trader has who gave up and began anew: whether this one says more of today than an
    /// earlier one of the same extract.
    pub fn succeeds(&self, earlier: &Self) -> bool {
        let works = |company: &Self| company.status != CompanyStatus::Liquidated;
        (works(self), self.registered, self.closed) >= (works(earlier), earlier.registered, earlier.closed)
    }
}

/// Reads a day as extracts write it: `01.11.2026`, `2026-11-01`, with or without a time of day behind it.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y"].iter().find_map(|form| {
        // «%Y» would take «26» for the year 26.
        NaiveDate::parse_from_str(day, form).ok().filter(|day| chrono::Datelike::year(day) > 1800)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_told_by_their_words() {
        for (text, status) in [
            ("Действующее", CompanyStatus::Active),
            ("ДЕЙСТВУЕТ", CompanyStatus::Active),
            ("Действующая организация", CompanyStatus::Active),
            ("active", CompanyStatus::Active),
            ("Недействующее", CompanyStatus::Liquidated),
            ("Ликвидировано", CompanyStatus::Liquidated),
            ("Деятельность прекращена", CompanyStatus::Liquidated),
            ("Исключено из ЕГРЮЛ", CompanyStatus::Liquidated),
            ("В процессе ликвидации", CompanyStatus::Liquidating),
            ("Банкрот", CompanyStatus::Bankrupt),
            ("В стадии реорганизации", CompanyStatus::Reorganising),
            ("", CompanyStatus::Unknown),
            ("104", CompanyStatus::Unknown),
        ] {
            assert_eq!(CompanyStatus::parse(text), status, "{text}");
        }
    }

    #[test]
    fn the_street_stands_behind_the_city() {
        let street = |city: &str, address: &str| {
            let company = Company {
                inn: Inn::with_checksum(&[9, 7, 0, 0, 0, 0, 0, 0, 1]).unwrap(),
                kpp: None,
                ogrn: None,
                name: String::new(),
                full: String::new(),
                region: String::new(),
                city: city.into(),
                address: address.into(),
                head: String::new(),
                status: CompanyStatus::Active,
                registered: None,
                closed: None,
                okved: String::new(),
                dated: NaiveDate::MIN,
            };
            company.street()
        };
        for (city, address, rest) in [
            ("Омск", "644000, Омская область, г. Омск, ул. Мира, д. 1", "ул. Мира, д. 1"),
            ("Омск", "ОМСКАЯ ОБЛ, Г ОМСК, УЛ МИРА", "УЛ МИРА"),
            ("Омск", "Омская область, с. Мирное", "Омская область, с. Мирное"),
            ("Омск", "г. Омск", ""),
            ("", "ул. Мира, 1", "ул. Мира, 1"),
        ] {
            assert_eq!(street(city, address), rest, "{address}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1);
        for text in
            ["01.11.2026", "1.11.2026", "2026-11-01", "01.11.26", "01.11.2026 10:30", "2026-11-01T00:00:00"]
        {
            assert_eq!(read_day(text), day, "{text}");
        }
        for text in ["", "нет", "32.01.2026", "2026", "46327"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}
