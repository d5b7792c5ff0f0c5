//! An extract from the state register of companies: which column holds what, and rows as companies.
//!
//! Nobody's extract looks like another's: ЕГРЮЛ and ЕГРИП come by CSV and XLSX from the tax service, from services that sell them,
//! and from colleagues. Columns are found by their headings, as those of client lists are; what is no heading anybody knows is
//! passed over.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::headings::normal;
use super::table::{Heading, Problem, Row};
use crate::desk::import::{CellProblem, CellReason};
use crate::domain::company::{Company, CompanyStatus, read_day};
use crate::domain::geo;
use crate::domain::inn::{Inn, InnError, InnMark};
use crate::domain::registry::{Kpp, Ogrn, RegistryError};
use crate::domain::text::{LINE_MAX, clean_line};

/// What a column of an extract holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompanyField {
    /// Taxpayer number.
    Inn,
    /// Taxpayer number and КПП in one cell.
    InnKpp,
    /// КПП.
    Kpp,
    /// ОГРН or ОГРНИП.
    Ogrn,
    /// The short name, or the only one.
    Name,
    /// The full name.
    Full,
    /// Region.
    Region,
    /// City or settlement.
    City,
    /// Address.
    Address,
    /// Who leads it.
    Head,
    /// Whether it works.
    Status,
    /// What it mainly does.
    Okved,
    /// When it was registered.
    Registered,
    /// When it ceased.
    Closed,
    /// As of which day the row speaks.
    Dated,
}

/// Phrases that name a column, the best first. They are compared as headings of client lists are: without case, ё and punctuation.
const PHRASES: &[(CompanyField, &str)] = &[
    (CompanyField::Inn, "инн, инн юл, инн ип, инн организации, инн компании, inn, taxpayer number, tax id"),
    (CompanyField::InnKpp, "инн кпп, инн и кпп, inn kpp"),
    (CompanyField::Kpp, "кпп, кпп организации, kpp"),
    (CompanyField::Ogrn, "огрн, огрнип, огрн огрнип, огрн ип, огрн юл, ogrn, ogrnip"),
    (
        CompanyField::Name,
        "краткое наименование, наименование краткое, сокращённое наименование, наименование сокращённое, сокращённое \
        наименование юл, краткое наименование организации, сокращённое наименование организации, краткое название, наименование, \
        название, наименование организации, название организации, наименование компании, название компании, организация, компания, \
        фио ип, фио, short name, name, company name, company",
    ),
    (
        CompanyField::Full,
        "полное наименование, наименование полное, полное наименование юл, полное наименование организации, полное название, \
        full name, legal name",
    ),
    (
        CompanyField::Region,
        "регион, субъект рф, субъект федерации, область, край, наименование региона, region",
    ),
    (CompanyField::City, "город, населённый пункт, нас пункт, город населённый пункт, city, town, locality"),
    (
        CompanyField::Address,
        "адрес, юридический адрес, адрес юридический, юр адрес, место нахождения, адрес места нахождения, адрес организации, \
        адрес регистрации, адрес юл, legal address, address",
    ),
    (
        CompanyField::Head,
        "руководитель, фио руководителя, руководитель фио, директор, генеральный директор, ген директор, фио директора, \
        единоличный исполнительный орган, лицо имеющее право действовать без доверенности, head, director, ceo",
    ),
    (
        CompanyField::Status,
        "статус, состояние, статус организации, статус юл, статус ип, статус компании, сведения о состоянии, status, state",
    ),
    (
        CompanyField::Okved,
        "оквэд, основной оквэд, оквэд основной, код оквэд, код основного оквэд, основной вид деятельности, вид деятельности, okved, \
        main activity",
    ),
    (
        CompanyField::Registered,
        "дата регистрации, дата присвоения огрн, дата огрн, дата создания, зарегистрировано, registered, registration date",
    ),
    (
        CompanyField::Closed,
        "дата ликвидации, дата прекращения, дата прекращения деятельности, дата исключения, дата исключения из реестра, ликвидировано, \
        closed, liquidation date, liquidated",
    ),
    (
        CompanyField::Dated,
        "дата выписки, дата актуальности, дата сведений, дата внесения сведений, дата выгрузки, актуально на, по состоянию на, дата, \
        as of, dated, date, updated",
    ),
];

/// The phrases, with their fields and places.
static PLACES: LazyLock<Vec<(String, CompanyField, usize)>> = LazyLock::new(|| {
    let list = |text: &'static str| text.split(", ").map(|phrase| normal(phrase).0.join(" ")).enumerate();
    PHRASES
        .iter()
        .flat_map(|(field, text)| list(text).map(move |(rank, phrase)| (phrase, *field, rank)))
        .collect()
});

/// Which column of an extract holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyColumns {
    headings: Vec<String>,
    columns: Vec<(CompanyField, usize)>,
}

/// What an extract lacks that it can't do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnExtract {
    /// There is no column of INNs.
    #[error("there is no column with the INN")]
    NoInn,
    /// There is no column of names.
    #[error("there is no column with the name")]
    NoName,
}

impl CompanyColumns {
    /// Tells the columns by their headings. Of two for one field the one with the better known heading has it.
    ///
    /// # Errors
    /// [`NotAnExtract`].
    pub fn of(headings: &[Heading]) -> Result<Self, NotAnExtract> {
        let mut best: Vec<(CompanyField, usize, usize)> = Vec::new();
        for heading in headings {
            let phrase = normal(&heading.text).0.join(" ");
            let Some((_, field, rank)) = PLACES.iter().find(|(known, ..)| *known == phrase) else { continue };
            match best.iter_mut().find(|(known, ..)| known == field) {
                Some(known) if known.1 > *rank => *known = (*field, *rank, heading.column),
                Some(_) => {}
                None => best.push((*field, *rank, heading.column)),
            }
        }
        let has = |field| best.iter().any(|(known, ..)| *known == field);
        if !has(CompanyField::Inn) && !has(CompanyField::InnKpp) {
            return Err(NotAnExtract::NoInn);
        }
        if !has(CompanyField::Name) && !has(CompanyField::Full) {
            return Err(NotAnExtract::NoName);
        }
        let headings = headings.iter().map(|heading| heading.text.clone()).collect();
        Ok(Self { headings, columns: best.into_iter().map(|(field, _, column)| (field, column)).collect() })
    }

    /// The columns that are passed over, by their headings.
    pub fn passed_over(&self) -> Vec<&str> {
        let known = |at: usize| self.columns.iter().any(|(_, column)| *column == at);
        let others = self.headings.iter().enumerate().filter(|(at, text)| !known(*at) && !text.is_empty());
        others.map(|(_, text)| text.as_str()).collect()
    }

    fn cell<'r>(&self, row: &'r Row, field: CompanyField) -> Option<(usize, &'r str)> {
        let (_, column) = self.columns.iter().find(|(known, _)| *known == field)?;
        Some((*column, row.cell(*column).trim())).filter(|(_, text)| !text.is_empty())
    }

    fn problem(&self, column: usize, value: &str, reason: CellReason) -> CellProblem {
        let heading = self.headings.get(column).cloned().unwrap_or_default();
        let value: String = value.chars().take(LINE_MAX).collect();
        CellProblem { column: heading, value: clean_line(&value), reason }
    }

    /// Reads a row of an extract of a day. What can't be read of a company that is sure is left out and told beside it. A row that
    /// says it is of a day after `today` is of no use: it would pass for newer than any later extract.
    ///
    /// # Errors
    /// Why the row is of no use.
    pub fn read(
        &self,
        row: &Row,
        dated: NaiveDate,
        today: NaiveDate,
    ) -> Result<(Company, Vec<CellProblem>), CellProblem> {
        if let Some(problem) = row.problems.iter().find(|problem| problem.spoils_row()) {
            let reason = match problem {
                Problem::ExtraCells { .. } => CellReason::ExtraCells,
                Problem::UnclosedQuote => CellReason::UnclosedQuote,
                _ => CellReason::NotText,
            };
            return Err(self.problem(usize::MAX, &row.cells.join(" "), reason));
        }
        let (inn, mut kpp) = self.inn(row)?;
        let mut beside = Vec::new();
        if let Some((column, value)) = self.cell(row, CompanyField::Kpp) {
            match Kpp::read(value) {
                Ok(read) => kpp = Some(read),
                // Sole traders have none, and extracts say so by zeros and dashes.
                Err(RegistryError::Empty | RegistryError::Zeros) => {}
                Err(_) if inn.is_person() => {}
                Err(error) => beside.push(self.problem(column, value, error.into())),
            }
        }
        let mut ogrn = None;
        if let Some((column, value)) = self.cell(row, CompanyField::Ogrn) {
            match Ogrn::read(value) {
                Ok(read) => ogrn = Some(read),
                Err(error) => beside.push(self.problem(column, value, error.into())),
            }
        }
        let line = |field| self.cell(row, field).map(|(_, text)| clean_line(text)).unwrap_or_default();
        let day = |field| self.cell(row, field).and_then(|(_, text)| read_day(text));
        let (full, address) = (line(CompanyField::Full), line(CompanyField::Address));
        let name =
            Some(line(CompanyField::Name)).filter(|name| !name.is_empty()).unwrap_or_else(|| full.clone());
        if name.is_empty() {
            return Err(self.problem(usize::MAX, "", CellReason::NoName));
        }
        let mut city = line(CompanyField::City);
        if city.is_empty()
            && let Some(place) = geo::place_of_address(&address).and_then(|place| place.city)
        {
            place.ru.clone_into(&mut city);
        }
        let closed = day(CompanyField::Closed);
        let status = match CompanyStatus::parse(&line(CompanyField::Status)) {
            CompanyStatus::Unknown | CompanyStatus::Active if closed.is_some() => CompanyStatus::Liquidated,
            status => status,
        };
        if let Some((column, value)) = self.cell(row, CompanyField::Dated)
            && read_day(value).is_some_and(|day| day > today)
        {
            return Err(self.problem(column, value, CellReason::Future));
        }
        let company = Company {
            inn,
            kpp,
            ogrn,
            name,
            full,
            region: line(CompanyField::Region),
            city,
            address,
            head: line(CompanyField::Head),
            status,
            registered: day(CompanyField::Registered),
            closed,
            okved: line(CompanyField::Okved),
            dated: day(CompanyField::Dated).unwrap_or(dated),
        };
        Ok((company, beside))
    }

    fn inn(&self, row: &Row) -> Result<(Inn, Option<Kpp>), CellProblem> {
        let cells = [CompanyField::Inn, CompanyField::InnKpp].map(|field| self.cell(row, field));
        let Some((column, value)) = cells.into_iter().flatten().next() else {
            let field = self.columns.iter().find(|(field, _)| *field <= CompanyField::InnKpp);
            let column = field.map_or(usize::MAX, |(_, column)| *column);
            return Err(self.problem(column, "", InnError::Empty.into()));
        };
        let lost = |problem: &Problem| matches!(problem, Problem::DigitsLost { column: at } if *at == column);
        if row.problems.iter().any(lost) {
            return Err(self.problem(column, value, CellReason::DigitsLost));
        }
        match Inn::read_with_kpp(value) {
            Ok((_, InnMark::BadChecksum, _)) => Err(self.problem(column, value, CellReason::InnChecksum)),
            Ok((inn, _, kpp)) => Ok((inn, kpp)),
            Err(error) => Err(self.problem(column, value, error.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Result<CompanyColumns, NotAnExtract> {
        let headings = text.split(';').enumerate();
        let headings: Vec<Heading> =
            headings.map(|(column, text)| Heading { column, text: text.to_owned() }).collect();
        CompanyColumns::of(&headings)
    }

    fn row(text: &str) -> Row {
        Row { line: 2, cells: text.split(';').map(str::to_owned).collect(), problems: Vec::new() }
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn columns_are_told_by_what_people_call_them() {
        for (text, passed) in [
            (
                "ИНН;КПП;ОГРН;Полное наименование;Краткое наименование;Адрес;Руководитель;Статус;ОКВЭД;Дата выписки",
                0,
            ),
            ("инн;НАИМЕНОВАНИЕ;Регион;Город;ФИО руководителя;Состояние;Основной вид деятельности;Дата", 0),
            ("ИНН/КПП;Организация;Юридический адрес;Телефон;Выручка", 2),
            ("ОГРНИП;ИНН ИП;ФИО ИП;Дата прекращения деятельности", 0),
            ("inn;kpp;ogrn;short name;full name;status;as of", 0),
        ] {
            assert_eq!(columns(text).unwrap().passed_over().len(), passed, "{text}");
        }
        assert_eq!(columns("КПП;Наименование"), Err(NotAnExtract::NoInn));
        assert_eq!(columns("ИНН;Телефон"), Err(NotAnExtract::NoName));
        // «Наименование» names the company, «Краткое наименование» does it better.
        let both = columns("ИНН;Наименование;Краткое наименование").unwrap();
        assert_eq!(both.passed_over(), ["Наименование"]);
    }

    #[test]
    fn a_row_becomes_a_company() {
        let columns = columns(
            "ИНН;КПП;ОГРН;Полное наименование;Краткое наименование;Регион;Адрес;Руководитель;Статус;Дата ликвидации;ОКВЭД;Дата выписки",
        )
        .unwrap();
        let text = "274062111;27401001;1020202769146;Общество «Ромашка»; ООО  «Ромашка» ;Омская обл.;\
            г. Омск, ул. Мира, 1;Иванов Иван;Действующее;;62.01;2026-11-15";
        let (company, beside) = columns.read(&row(text), day(), today()).unwrap();
        // Zeros that Excel has lost are back.
        assert_eq!(
            (company.inn.digits().as_str(), company.kpp.map(|kpp| kpp.to_string())),
            ("0274062111", Some("027401001".into()))
        );
        assert_eq!((company.name.as_str(), company.city.as_str()), ("ООО «Ромашка»", "Омск"));
        assert_eq!((company.status, company.dated.to_string()), (CompanyStatus::Active, "2026-11-15".into()));
        assert!(beside.len() <= 1, "{beside:?}");
        let closed = "7707083893;;;Банк;;;;;;01.02.2020;;";
        let (company, _) = columns.read(&row(closed), day(), today()).unwrap();
        assert_eq!(
            (company.status, company.name.as_str(), company.dated),
            (CompanyStatus::Liquidated, "Банк", day())
        );
    }

    #[test]
    fn a_row_that_names_nobody_says_why() {
        let columns = columns("ИНН;КПП;ОГРН;Наименование").unwrap();
        let why = |text: &str| {
            columns.read(&row(text), day(), today()).map(|_| ()).map_err(|problem| problem.reason)
        };
        assert_eq!(why(";;;ООО «А»"), Err(CellReason::Inn(InnError::Empty)));
        assert_eq!(why("7707083894;;;ООО «А»"), Err(CellReason::InnChecksum));
        assert_eq!(why("770708389;;;ООО «А»"), Err(CellReason::Inn(InnError::Length(9))));
        assert_eq!(why("7,70708E+09;;;ООО «А»"), Err(CellReason::Inn(InnError::LostDigits)));
        assert_eq!(why("7707083893;;; "), Err(CellReason::NoName));
        let dated = super::tests::columns("ИНН;Наименование;Дата выписки").unwrap();
        let of_day = |text: &str| dated.read(&row(text), day(), today()).map(|(company, _)| company.dated);
        assert_eq!(of_day("7707083893;Банк;23.11.2026"), Ok(today()));
        let refused = of_day("7707083893;Банк;24.11.2026").unwrap_err();
        assert_eq!((refused.column.as_str(), refused.reason), ("Дата выписки", CellReason::Future));
        let (company, beside) = columns.read(&row("7707083893;12;нет;Банк"), day(), today()).unwrap();
        assert_eq!((company.kpp, company.ogrn, beside.len()), (None, None, 2));
        let (_, beside) = columns.read(&row("500100732259;-;;ИП"), day(), today()).unwrap();
        assert_eq!(beside, []);
    }
}
