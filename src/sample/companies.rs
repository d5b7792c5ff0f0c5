//! An extract from a state register that does not exist: companies nobody has registered, to look around with and to measure.

use chrono::{NaiveDate, TimeDelta};

use super::firms::{FirmName, Trade};
use super::names::FullName;
use super::numbers;
use super::places::{self, Places};
use super::rng::Rng;
use crate::domain::company::{Company, CompanyStatus};
use crate::domain::geo;

/// Numbers from here on are those of no client of a demo base or a generated one: nobody in it has these INNs.
const FIRST: u64 = 10_000_000;
/// The headings of the file, as [`row`] writes it.
pub const HEADINGS: &str = "ИНН;КПП;ОГРН;Полное наименование;Краткое наименование;Регион;Город;Адрес;Руководитель;Статус;\
    Дата регистрации;Дата ликвидации;ОКВЭД;Дата выписки";

/// So many companies, as of a day. The same seed makes the same ones; the first of them works.
pub fn sample(seed: u64, count: u64, dated: NaiveDate) -> impl Iterator<Item = Company> {
    let places = Places::new();
    (0..count).filter_map(move |n| company(seed, n, dated, &places))
}

fn company(seed: u64, n: u64, dated: NaiveDate, places: &Places) -> Option<Company> {
    let mut rng = Rng::of(seed, FIRST + n);
    let city = places.city(&mut rng, None);
    let is_trader = n > 0 && rng.chance(30);
    let inn = numbers::inn(FIRST + n, is_trader, seed)?;
    let head = FullName::any(&mut rng).full();
    let (name, full) = if is_trader {
        (format!("ИП {head}"), format!("Индивидуальный предприниматель {head}"))
    } else {
        let trade = Trade::any(&mut rng);
        let firm = FirmName::of(FIRST + n, trade, city, &mut rng, seed);
        (firm.legal, firm.full)
    };
    let region = city.and_then(|city| geo::region(city.region)).map(|region| region.ru.to_owned());
    let street = places::address(&mut rng);
    let address = city.map_or_else(|| street.clone(), |city| format!("г. {}, {street}", city.ru));
    let registered = dated.checked_sub_signed(TimeDelta::days(rng.between(900, 9_000)));
    // One in ten is no more, one in fifty on the way there.
    let (status, closed) = match rng.below(100) {
        _ if n == 0 => (CompanyStatus::Active, None),
        0..=9 => (CompanyStatus::Liquidated, dated.checked_sub_signed(TimeDelta::days(rng.between(10, 890)))),
        10 | 11 => (CompanyStatus::Liquidating, None),
        _ => (CompanyStatus::Active, None),
    };
    Some(Company {
        inn,
        kpp: if is_trader { None } else { numbers::kpp(&inn) },
        ogrn: numbers::ogrn(&inn, rng.between(2, 24).unsigned_abs(), FIRST + n, seed),
        name,
        full,
        region: region.unwrap_or_default(),
        city: city.map(|city| city.ru.to_owned()).unwrap_or_default(),
        address,
        head: if is_trader { String::new() } else { head },
        status,
        registered,
        closed,
        okved: rng.word(&["46.43", "47.59", "31.09", "62.01", "41.20", "56.10", "49.41", "95.11"]).to_owned(),
        dated,
    })
}

/// A company as a row of the file.
pub fn row(company: &Company) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.format("%d.%m.%Y").to_string()).unwrap_or_default();
    let status = match company.status {
        CompanyStatus::Liquidated => "Ликвидировано",
        CompanyStatus::Liquidating => "В процессе ликвидации",
        _ => "Действующее",
    };
    let cells = [
        company.inn.to_string(),
        company.kpp.map(|kpp| kpp.to_string()).unwrap_or_default(),
        company.ogrn.map(|ogrn| ogrn.to_string()).unwrap_or_default(),
        company.full.clone(),
        company.name.clone(),
        company.region.clone(),
        company.city.clone(),
        company.address.clone(),
        company.head.clone(),
        status.to_owned(),
        day(company.registered),
        day(company.closed),
        company.okved.clone(),
        day(Some(company.dated)),
    ];
    cells.join(";")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::exchange::companies::CompanyColumns;
    use crate::exchange::{Heading, Row};

    #[test]
    fn what_is_made_up_is_read_back() {
        let dated = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let all: Vec<Company> = sample(1, 300, dated).collect();
        assert_eq!(all, sample(1, 300, dated).collect::<Vec<_>>());
        assert_eq!(all.iter().map(|company| company.inn).collect::<BTreeSet<_>>().len(), 300);
        assert!(all.iter().any(|company| company.closed.is_some()));
        assert_eq!(all.first().map(|company| company.status), Some(CompanyStatus::Active));
        let headings = HEADINGS.split(';').enumerate();
        let headings: Vec<Heading> =
            headings.map(|(column, text)| Heading { column, text: text.to_owned() }).collect();
        let columns = CompanyColumns::of(&headings).unwrap();
        assert_eq!(columns.passed_over(), [""; 0]);
        for company in &all {
            let cells = row(company).split(';').map(str::to_owned).collect();
            let read = columns.read(&Row { line: 2, cells, problems: Vec::new() }, dated, dated);
            assert_eq!(read, Ok((company.clone(), Vec::new())));
        }
    }
}
