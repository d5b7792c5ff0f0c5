use super::*;
use crate::domain::company::CompanyStatus;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn inn(n: u64) -> Inn {
    let digits: Vec<u8> = format!("{:09}", 970_000_000 + n).bytes().map(|b| b - b'0').collect();
    Inn::with_checksum(&digits).unwrap()
}

fn company(n: u64, name: &str, dated: &str) -> Company {
    Company {
        inn: inn(n),
        kpp: None,
        ogrn: None,
        name: name.into(),
        full: String::new(),
        region: String::new(),
        city: "Омск".into(),
        address: "ул. Мира, 1".repeat(10),
        head: String::new(),
        status: CompanyStatus::Active,
        registered: None,
        closed: None,
        okved: "62.01".into(),
        dated: day(dated),
    }
}

fn source(name: &str) -> SourceFile {
    SourceFile {
        name: name.into(),
        dated: day("2026-11-01"),
        rows: 1,
        loaded: Moment::from_millis(0),
        by: "Анна".into(),
    }
}

fn load(companies: &Companies, rows: &[Company]) -> (Totals, bool) {
    let mut loading = companies.load(0).unwrap();
    rows.iter().for_each(|row| loading.push(row).unwrap());
    let made = loading.finish(source("список.csv"), &mut |_| true).unwrap().unwrap();
    let said = (made.totals, made.is_same);
    made.put().unwrap();
    companies.forget();
    said
}

#[test]
fn each_company_is_found_and_no_other() {
    let data = tempfile::tempdir().unwrap();
    let companies = Companies::of(Some(data.path()));
    assert_eq!(companies.find(inn(1)).unwrap(), None);
    assert_eq!(companies.about().unwrap(), None);
    // Every second one, the last first: some dozens of blocks.
    let rows: Vec<Company> =
        (0..5_000).rev().map(|n| company(n * 2, &format!("ООО «Фирма {n}»"), "2026-11-01")).collect();
    let (totals, is_same) = load(&companies, &rows);
    assert_eq!((totals, is_same), (Totals { added: 5_000, ..Totals::default() }, false));
    assert_eq!(companies.verify().unwrap(), Some(5_000));
    for n in 0..5_000 {
        assert_eq!(companies.find(inn(n * 2)).unwrap().unwrap().name, format!("ООО «Фирма {n}»"));
        assert_eq!(companies.find(inn(n * 2 + 1)).unwrap(), None);
    }
    let about = companies.about().unwrap().unwrap();
    assert_eq!((about.companies, about.sources.len()), (5_000, 1));
    // Nothing is left aside.
    assert_eq!(std::fs::read_dir(data.path().join(FOLDER)).unwrap().count(), 1);
    assert!(companies.drop_all().unwrap() && !companies.drop_all().unwrap());
    assert_eq!(companies.find(inn(0)).unwrap(), None);
}

#[test]
fn a_newer_file_updates_and_an_older_one_does_not() {
    let data = tempfile::tempdir().unwrap();
    let companies = Companies::of(Some(data.path()));
    let first = [company(1, "А", "2026-11-01"), company(2, "Б", "2026-11-01")];
    load(&companies, &first);
    let same = Totals { same: 2, ..Totals::default() };
    assert_eq!(load(&companies, &first), (same, true), "the same file changes nothing");
    let newer = [company(2, "Бис", "2026-12-01"), company(3, "В", "2026-12-01")];
    let totals = Totals { added: 1, updated: 1, ..Totals::default() };
    assert_eq!(load(&companies, &newer), (totals, false));
    let older = [company(2, "Б", "2026-10-01"), company(1, "А", "2026-11-02")];
    let totals = Totals { older: 1, same: 1, ..Totals::default() };
    assert_eq!(load(&companies, &older), (totals, false), "the day of one is later");
    let name = |n| companies.find(inn(n)).unwrap().unwrap().name;
    assert_eq!((name(1), name(2), name(3)), ("А".into(), "Бис".into(), "В".into()));
    assert_eq!(companies.find(inn(1)).unwrap().unwrap().dated, day("2026-11-02"));
}

#[test]
fn an_extract_with_fewer_columns_takes_nothing_away() {
    let data = tempfile::tempdir().unwrap();
    let companies = Companies::of(Some(data.path()));
    load(&companies, &[company(1, "А", "2026-11-01")]);
    let poor = Company {
        city: String::new(),
        address: String::new(),
        okved: String::new(),
        status: CompanyStatus::Unknown,
        ..company(1, "А", "2026-12-01")
    };
    let totals = Totals { same: 1, ..Totals::default() };
    assert_eq!(load(&companies, std::slice::from_ref(&poor)), (totals, false));
    let found = companies.find(inn(1)).unwrap().unwrap();
    assert_eq!(found, company(1, "А", "2026-12-01"));
    // What it does say counts: it is closed, and open again.
    let closed = Company {
        status: CompanyStatus::Liquidated,
        closed: Some(day("2026-12-02")),
        ..company(1, "А", "2026-12-02")
    };
    assert_eq!(load(&companies, std::slice::from_ref(&closed)).0.updated, 1);
    assert_eq!(load(&companies, &[company(1, "А", "2026-12-03")]).0.updated, 1);
    assert_eq!(companies.find(inn(1)).unwrap().unwrap().closed, None);
}

#[test]
fn of_two_rows_of_one_company_the_one_that_works_is_kept() {
    let data = tempfile::tempdir().unwrap();
    let companies = Companies::of(Some(data.path()));
    let closed = Company { status: CompanyStatus::Liquidated, ..company(1, "Прежнее", "2026-11-01") };
    let totals = Totals { added: 1, twice: 2, ..Totals::default() };
    let rows = [closed.clone(), company(1, "Нынешнее", "2026-11-01"), closed];
    assert_eq!(load(&companies, &rows), (totals, false));
    assert_eq!(companies.find(inn(1)).unwrap().unwrap().name, "Нынешнее");
}

#[test]
fn a_load_that_is_given_up_leaves_what_was_there() {
    let data = tempfile::tempdir().unwrap();
    let companies = Companies::of(Some(data.path()));
    load(&companies, &[company(1, "А", "2026-11-01")]);
    let before = std::fs::read(companies.path().unwrap()).unwrap();
    let mut loading = companies.load(0).unwrap();
    assert!(matches!(companies.load(0), Err(CompaniesError::Busy)));
    loading.push(&company(2, "Б", "2026-11-01")).unwrap();
    drop(loading.finish(source("x"), &mut |_| true).unwrap());
    assert_eq!(std::fs::read(companies.path().unwrap()).unwrap(), before);
    assert!(matches!(companies.load(u64::MAX / 2), Err(CompaniesError::NoRoom)));
    assert!(companies.load(0).is_ok(), "nobody loads any more");
    assert!(matches!(Companies::of(None).load(0), Err(CompaniesError::NoFolder)));
}

#[test]
fn damage_is_told_wherever_it_is_and_a_load_mends_it() {
    let data = tempfile::tempdir().unwrap();
    let companies = Companies::of(Some(data.path()));
    let rows: Vec<Company> = (0..300).map(|n| company(n, &format!("Фирма {n}"), "2026-11-01")).collect();
    load(&companies, &rows);
    let path = companies.path().unwrap();
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(7) {
        if (12..16).contains(&at) {
            continue; // Nobody reads these zeros.
        }
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        std::fs::write(&path, &bytes).unwrap();
        companies.forget();
        let told = companies.verify();
        assert!(
            matches!(told, Err(CompaniesError::Damaged { .. } | CompaniesError::TooNew { .. })),
            "{at}: {told:?}"
        );
    }
    for len in (0..whole.len()).step_by(97) {
        std::fs::write(&path, &whole[..len]).unwrap();
        companies.forget();
        assert!(matches!(companies.verify(), Err(CompaniesError::Damaged { .. })), "{len}");
    }
    assert_eq!(load(&companies, &rows).0.added, 300);
    assert_eq!(companies.verify().unwrap(), Some(300));
    assert_eq!(std::fs::read(&path).unwrap().len(), whole.len());
}
