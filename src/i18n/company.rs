//! Companies of the state register in words, and what may be wrong with their file.

use chrono::NaiveDate;

use super::{Explain, Message, Texts};
use crate::domain::company::{Company, CompanyStatus};
use crate::domain::text::clean_line;
use crate::exchange::companies::NotAnExtract;
use crate::say;
use crate::store::companies::CompaniesError;

/// A day of an extract: «01.11.2026».
fn day(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

impl Texts {
    /// Whether a company works: «действует», «ликвидирована 01.02.2020».
    pub fn company_status(&self, company: &Company) -> String {
        match (company.status, company.closed) {
            (CompanyStatus::Unknown, _) => self.get("company-unknown"),
            (CompanyStatus::Active, _) => self.get("company-active"),
            (CompanyStatus::Reorganising, _) => self.get("company-reorganising"),
            (CompanyStatus::Liquidating, _) => self.get("company-liquidating"),
            (CompanyStatus::Bankrupt, _) => self.get("company-bankrupt"),
            (CompanyStatus::Liquidated, None) => self.get("company-liquidated"),
            (CompanyStatus::Liquidated, Some(closed)) => {
                self.say(&say!("company-liquidated-on", day = day(closed)))
            }
        }
    }

    /// A company in one line: «по реестру от 01.11.2026: ООО «Ромашка», Омск, действует».
    pub fn company(&self, company: &Company) -> String {
        let parts = [clean_line(&company.name), clean_line(&company.city), self.company_status(company)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        self.say(&say!("company-line", day = day(company.dated), company = parts.join(", ")))
    }

    /// All that is taken over of a company and where from, for the note of a client: «Данные по реестру от 01.11.2026: ООО
    /// «Ромашка», ИНН 9700000017, КПП …».
    pub fn company_source(&self, company: &Company) -> String {
        let mut parts = vec![clean_line(&company.name)];
        let named = [
            ("company-inn", company.inn.to_string()),
            ("company-kpp", company.kpp.map(|kpp| kpp.to_string()).unwrap_or_default()),
            ("company-ogrn", company.ogrn.map(|ogrn| ogrn.to_string()).unwrap_or_default()),
            ("company-head", clean_line(&company.head)),
            ("company-okved", clean_line(&company.okved)),
        ];
        let said = named.iter().filter(|(_, value)| !value.is_empty());
        parts.extend(said.map(|(key, value)| format!("{} {value}", self.get(key))));
        parts.push(clean_line(&company.address));
        parts.push(self.company_status(company));
        parts.retain(|part| !part.is_empty());
        self.say(&say!("company-source", day = day(company.dated), company = parts.join(", ")))
    }
}

impl Explain for NotAnExtract {
    fn what(&self, _: &Texts) -> Message {
        match self {
            Self::NoInn => say!("register-no-inn"),
            Self::NoName => say!("register-no-name"),
        }
    }

    fn hint(&self, _: &Texts) -> Option<Message> {
        Some(say!("hint-register-columns"))
    }
}

impl Explain for CompaniesError {
    fn what(&self, texts: &Texts) -> Message {
        match self {
            Self::Io { path, source } => {
                let file = clean_line(&path.display().to_string());
                say!("register-io", file = file, error = texts.io_error(source))
            }
            Self::Damaged { .. } => say!("register-damaged"),
            Self::TooNew { .. } => say!("register-too-new"),
            Self::NoRoom => say!("register-no-room"),
            Self::Busy => say!("register-busy"),
            Self::NoFolder => say!("register-no-folder"),
        }
    }

    fn hint(&self, _: &Texts) -> Option<Message> {
        match self {
            Self::Io { .. } | Self::NoFolder => None,
            Self::Damaged { .. } | Self::TooNew { .. } => Some(say!("hint-register-damaged")),
            Self::NoRoom => Some(say!("hint-register-no-room")),
            Self::Busy => Some(say!("hint-register-busy")),
        }
    }
}
