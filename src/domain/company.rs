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
    let read = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y"].iter().find_map(|form| {
        // «%Y» would take «26» for the year 26.
        NaiveDate::parse_from_str(day, form).ok().filter(|day| chrono::Datelike::year(day) > 1800)
    });
    read
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
