//! Rows of cells, read.

use super::*;
use crate::exchange::table::Heading;

fn read(headings: &[&str], cells: &[&str]) -> ClientRow {
    let headings: Vec<Heading> =
        (0..).zip(headings).map(|(column, text)| Heading { column, text: (*text).to_owned() }).collect();
    let map = ColumnMap::guess(&headings);
    let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
    let row = Row { line: 7, cells, problems: Vec::new() };
    ClientReader { map: &map, catalog: &Catalog::default(), zone: None, file: "list.csv" }.read(&row)
}

fn phones(row: &ClientRow) -> Vec<String> {
    row.methods.iter().filter_map(ContactMethod::as_phone).map(ToString::to_string).collect()
}

#[test]
fn a_whole_row_is_read() {
    let row = read(
        &[
            "Компания",
            "ИНН",
            "Телефон",
            "E-mail",
            "Город",
            "Контактное лицо",
            "Должность",
            "Класс",
            "Метки",
            "Комментарий",
            "Площадь",
        ],
        &[
            "ООО «Протон»",
            "7707083893/770701001",
            "8 (495) 012-34-56, 8 943 555 01 77 доб. 12",
            "A@b.example; c@d.example",
            "Омск",
            "Сидоров Пётр Алексеевич",
            "Директор",
            "АХ",
            "опт, осень",
            "просит скидку",
            "120 м2",
        ],
    );
    assert_eq!(row.name, "ООО «Протон»");
    assert_eq!(row.inn.unwrap().0.digits(), "7707083893");
    assert_eq!(row.kpp.unwrap().to_string(), "770701001");
    assert_eq!(phones(&row), ["+74950123456", "+79435550177#12"]);
    assert_eq!(row.methods.iter().filter(|m| m.as_email().is_some()).count(), 2);
    assert_eq!(row.zone.unwrap().tz, chrono_tz::Asia::Omsk);
    assert_eq!((row.people[0].role, row.people[0].title.as_str()), (Role::DecisionMaker, "Директор"));
    assert_eq!(row.class.unwrap().to_string(), "A·X");
    assert_eq!(row.tags, ["опт", "осень"]);
    assert_eq!(row.note, "просит скидку");
    assert_eq!(row.custom, [("Площадь".to_owned(), "120 м2".to_owned())]);
    assert_eq!(row.problems, []);
}

#[test]
fn what_can_not_be_read_is_told_and_kept_raw() {
    let row = read(
        &["Название", "Телефон", "ИНН", "Часовой пояс"],
        &["Про\u{1b}[31mтон", "112; 8 495 012-34-56", "7707083890", "где-то"],
    );
    assert_eq!(row.name, "Протон");
    assert_eq!(phones(&row), ["+74950123456"]);
    assert_eq!(row.inn.unwrap().1, InnMark::BadChecksum);
    let told: Vec<(&str, &str)> =
        row.problems.iter().map(|p| (p.column.as_str(), p.value.as_str())).collect();
    assert_eq!(told, [("ИНН", "7707083890"), ("Телефон", "112"), ("Часовой пояс", "где-то")]);
    assert!(row.raw.contains(&("Название".to_owned(), "Про\u{1b}[31mтон".to_owned())));
    assert!(row.raw.contains(&("Телефон".to_owned(), "112".to_owned())));
}

#[test]
fn zones_are_named_in_many_ways() {
    for (text, zone) in [
        ("МСК+3", "Asia/Omsk"),
        ("мск", "Europe/Moscow"),
        ("МСК −1", "Europe/Kaliningrad"),
        ("UTC+10", "Asia/Vladivostok"),
        ("+7", "Asia/Vladivostok"),
        ("Asia/Tomsk", "Asia/Tomsk"),
        ("Омск", "Asia/Omsk"),
    ] {
        assert_eq!(zone_named(text).map(|tz| tz.name()), Some(zone), "{text}");
    }
    for text in ["", "МСК+12", "где-то", "UTC"] {
        assert_eq!(zone_named(text), None, "{text}");
    }
}

#[test]
fn a_number_tells_the_zone_when_nothing_better_does() {
    let row = read(&["Имя", "Телефон"], &["Анна", "8 943 000-11-22, 8 (4232) 01-22-33"]);
    let zone = row.zone.unwrap();
    assert_eq!((zone.tz, zone.source), (chrono_tz::Asia::Vladivostok, ZoneSource::AreaCode));
}
