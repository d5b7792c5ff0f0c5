//! Reading lists as people send them: the corpus in `tests/lists`, and workbooks made here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot make or read its files has failed"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use dozvon::exchange::{
    COLUMNS_MAX, ColumnMap, ColumnTarget, FileError, FileKind, Format, Options, Problem, Row, Source,
    TableFormat, TableWriter, parse_map,
};
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};

fn lists() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists")
}

fn open(name: &str) -> Result<Source, FileError> {
    Source::open(&lists().join(name), &Options::default())
}

fn rows(source: &mut Source) -> Vec<Row> {
    source.rows().unwrap().map(Result::unwrap).collect()
}

fn target(target: &ColumnTarget) -> String {
    match target {
        ColumnTarget::Field(field) => field.key().to_owned(),
        ColumnTarget::Person { person, field } => format!("{}-{person}", field.key()),
        ColumnTarget::Custom(name) => format!("custom:{name}"),
        ColumnTarget::Skip => "skip".to_owned(),
    }
}

/// Everything that is understood of a file.
fn dump(name: &str) -> String {
    let mut source = match open(name) {
        Ok(source) => source,
        Err(error) => return format!("refused: {error}\n         {error:?}\n"),
    };
    let mut out = match source.format() {
        Format::Text { encoding, delimiter } => format!("{encoding}, {delimiter:?}"),
        Format::Sheet { name } => format!("sheet «{name}»"),
    };
    let _ = writeln!(out, ", headings in line {:?}", source.heading_line());
    let map = ColumnMap::guess(source.headings());
    for (heading, column) in source.headings().iter().zip(map.columns()) {
        let _ = writeln!(out, "  {:?} = {}", heading.text, target(column));
    }
    if let Err(error) = map.check(&source.sample(100).unwrap()) {
        let _ = writeln!(out, "  {error}: {error:?}");
    }
    for row in rows(&mut source) {
        let _ = write!(out, "{:>4}: {}", row.line, row.cells.join(" | ").escape_debug());
        let _ = writeln!(
            out,
            "{}",
            if row.problems.is_empty() { String::new() } else { format!(" ← {:?}", row.problems) }
        );
    }
    out
}

#[test]
fn every_list_of_the_corpus_is_read_as_it_should_be() {
    let entries = std::fs::read_dir(lists()).unwrap().map(|entry| entry.unwrap());
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.starts_with('.') && name != "README.md").collect();
    names.sort();
    let mut out = String::new();
    for name in names {
        let _ = writeln!(out, "## {name}\n{}", dump(&name));
    }
    insta::assert_snapshot!("corpus", out);
}

#[test]
fn what_the_user_says_is_obeyed() {
    let options = |encoding: Option<&str>, delimiter, sheet: Option<&str>, map: &str| Options {
        encoding: encoding.map(str::to_owned),
        delimiter,
        sheet: sheet.map(str::to_owned),
        map: parse_map(map).unwrap(),
    };
    let at = |name: &str, options: &Options| Source::open(&lists().join(name), options);

    let by_place = options(None, None, None, "1=name,2=phone");
    let mut source = at("no-heading.csv", &by_place).unwrap();
    assert_eq!((source.heading_line(), source.headings().len()), (None, 3));
    assert_eq!(rows(&mut source).iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2]);
    let map = ColumnMap::guess(source.headings()).with_overrides(&by_place.map).unwrap();
    assert_eq!(map.columns().iter().map(target).collect::<Vec<_>>(), ["name", "phone", "skip"]);

    let mut source = at("old-excel.xls", &options(None, None, Some(" список "), "")).unwrap();
    assert_eq!(rows(&mut source).len(), 2);
    let missing = at("old-excel.xls", &options(None, None, Some("Лист"), ""));
    assert!(matches!(missing, Err(FileError::NoSuchSheet { sheets, .. }) if sheets == ["Титул", "Список"]));

    let mut source = at("utf8.csv", &options(None, Some('|'), None, "")).err();
    assert!(matches!(source.take(), Some(FileError::NoHeading { line: 1, .. })));
    assert!(matches!(
        at("utf8.csv", &options(None, Some('Ж'), None, "")),
        Err(FileError::BadDelimiter { given: 'Ж' })
    ));
    let wrong = at("1c-cp1251.csv", &options(Some("utf-8"), None, None, ""));
    assert!(matches!(wrong, Err(FileError::Undecodable { encoding: "UTF-8", line: 1, .. })));
    let source = at("stray-bytes.csv", &options(Some("utf8"), Some(';'), None, "")).unwrap();
    assert_eq!(source.headings().len(), 2);
}

#[test]
fn a_list_is_read_as_often_as_need_be() {
    for name in ["1c-cp1251.csv", "excel-unicode.txt", "old-excel.xls", "calc.ods"] {
        let mut source = open(name).unwrap();
        let first = rows(&mut source);
        assert_eq!(rows(&mut source), first, "{name}");
        assert_eq!(source.sample(1).unwrap(), first[..1], "{name}");
        let mut reading = source.rows().unwrap();
        assert!(reading.progress().total > 0);
        assert_eq!(reading.by_ref().count(), first.len());
        assert_eq!(reading.progress().done, reading.progress().total, "{name}");
    }
}

#[test]
fn places_that_hold_no_file_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| Source::open(path, &Options::default()).err();
    assert!(matches!(open(&folder.path().join("none.csv")), Some(FileError::NotFound)));
    assert!(matches!(open(folder.path()), Some(FileError::Folder)));
    #[cfg(unix)]
    assert!(matches!(open(Path::new("/dev/null")), Some(FileError::NotAFile)));
}

fn with_file<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read(&path)
}

fn error_of(bytes: &[u8]) -> FileError {
    with_file("list", bytes, |path| match Source::open(path, &Options::default()) {
        Ok(mut source) => source.rows().unwrap().find_map(Result::err).expect("an error"),
        Err(error) => error,
    })
}

#[test]
fn files_too_big_for_themselves_are_refused() {
    let long = [b"\xef\xbb\xbf".as_slice(), &vec![b'7'; 3 << 20]].concat();
    assert!(matches!(error_of(&long), FileError::LineTooLong { line: 1, .. }));
    let later = [b"phone;name\n1;a\n".as_slice(), &vec![b'7'; 3 << 20]].concat();
    assert!(matches!(error_of(&later), FileError::LineTooLong { line: 3, .. }));
    let wide = format!("phone;{}\n1\n", vec!["name"; COLUMNS_MAX].join(";"));
    assert!(matches!(error_of(wide.as_bytes()), FileError::TooManyColumns { line: 1, columns: 1001, .. }));
    // Excel writes out all its columns when one of the last was touched.
    let blank = format!("phone;name{}\n1;a\n", ";".repeat(16_382));
    with_file("list.csv", blank.as_bytes(), |path| {
        let mut source = Source::open(path, &Options::default()).unwrap();
        assert_eq!(source.headings().len(), 2);
        assert_eq!(rows(&mut source)[0].cells, ["1", "a"]);
    });
}

#[test]
fn an_encoding_that_shows_late_is_still_told() {
    let mut bytes = b"phone;name\n".to_vec();
    for n in 0..150_000 {
        bytes.extend(format!("8495{n:07};client\n").bytes());
    }
    assert!(bytes.len() > 2 << 20);
    let (last, ..) = encoding_rs::WINDOWS_1251.encode("84950123456;ООО Вега\n84950123457;ООО Луч\n");
    bytes.extend(last.iter());
    with_file("list.csv", &bytes, |path| {
        let mut source = Source::open(path, &Options::default()).unwrap();
        let last = source.rows().unwrap().last().unwrap().unwrap();
        assert_eq!((last.line, last.cells[1].as_str(), last.problems), (150_003, "ООО Луч", vec![]));
    });
    // The beginning is UTF-8 and a later row is not: it is read in its own.
    let mut bytes = "phone;name\n84950123456;Вега\n".as_bytes().to_vec();
    bytes.extend("84950123456;Вега\n".repeat(60_000).bytes());
    bytes.extend(last.iter());
    with_file("list.csv", &bytes, |path| {
        let mut source = Source::open(path, &Options::default()).unwrap();
        let other: Vec<_> = rows(&mut source).into_iter().filter(|row| !row.problems.is_empty()).collect();
        assert_eq!(other.len(), 2);
        assert_eq!(other[0].problems, [Problem::OtherEncoding { encoding: "windows-1251" }]);
        assert_eq!(other[0].cells[1], "ООО Вега");
        assert!(!other[0].is_spoilt());
    });
}

/// A workbook with everything a sheet may have in its cells.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Титул").unwrap().write(0, 0, "Отчёт").unwrap();
    let sheet = book.add_worksheet().set_name("Клиенты").unwrap();
    let date = CellFormat::new().set_num_format("dd.mm.yyyy");
    let phone = CellFormat::new().set_num_format("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####");
    sheet.write(1, 1, "Список клиентов").unwrap();
    for (column, heading) in
        (1_u16..).zip(["Наименование", "Телефон", "ИНН", "Дата договора", "Согласие", "Долг", "Примечание"])
    {
        sheet.write(3, column, heading).unwrap();
    }
    sheet.write(4, 1, "ООО «Вега»").unwrap();
    sheet.write_with_format(4, 2, 74_950_123_456_f64, &phone).unwrap();
    sheet.write(4, 3, 7_700_012_340_f64).unwrap();
    let day = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    sheet.write_with_format(4, 4, &day, &date).unwrap();
    sheet.write(4, 5, true).unwrap();
    sheet.write(4, 6, 1_234.5).unwrap();
    sheet.write(4, 7, "первая\nвторая").unwrap();
    sheet.write(6, 1, "Луч").unwrap();
    sheet.write_formula(6, 2, Formula::new("\"8347\"&\"0123457\"").set_result("83470123457")).unwrap();
    sheet.write_formula(6, 3, Formula::new("NA()").set_result("#N/A")).unwrap();
    sheet.write(6, 5, false).unwrap();
    sheet.write(6, 6, 4.070_281_09e19).unwrap();
    sheet.write(6, 7, "'=1+1").unwrap();
    sheet.write(7, 9, "заметка сбоку").unwrap();
    sheet.write(7, 1, "Заря").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn cells_of_a_workbook_come_out_as_people_write_them() {
    with_file("list", &workbook(), |path| {
        let mut source = Source::open(path, &Options::default()).unwrap();
        assert_eq!(source.format(), Format::Sheet { name: "Клиенты".into() });
        assert_eq!(source.heading_line(), Some(4));
        let rows = rows(&mut source);
        assert_eq!(
            rows[0].cells[..8],
            ["", "ООО «Вега»", "74950123456", "7700012340", "2026-03-01", "да", "1234.5", "первая\nвторая"]
        );
        assert_eq!(
            rows[1].cells[..8],
            ["", "Луч", "83470123457", "", "", "нет", "40702810900000000000", "=1+1"]
        );
        assert_eq!(
            rows[1].problems,
            [Problem::CellError { column: 3, error: "#N/A".into() }, Problem::DigitsLost { column: 6 }]
        );
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [5, 7, 8]);
        assert!(!rows.iter().any(Row::is_spoilt));
    });
}

#[test]
fn what_stands_beside_the_table_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Телефон", "Имя"]).unwrap();
    for row in 1..300 {
        sheet.write_row(row, 0, ["84950123456", "Вега"]).unwrap();
    }
    sheet.write(250, 5, "спросить Анну").unwrap();
    with_file("list.xlsx", &book.save_to_buffer().unwrap(), |path| {
        let mut source = Source::open(path, &Options::default()).unwrap();
        assert_eq!(source.headings().len(), 2);
        let odd: Vec<_> = rows(&mut source).into_iter().filter(|row| !row.problems.is_empty()).collect();
        assert_eq!(odd.len(), 1);
        assert_eq!(
            (odd[0].line, odd[0].problems.as_slice()),
            (251, [Problem::BesideTable { column: 5 }].as_slice())
        );
        assert!(!odd[0].is_spoilt());
    });
}

#[test]
fn a_broken_workbook_is_refused_whatever_is_broken() {
    let whole = workbook();
    for len in (8..whole.len()).step_by(97) {
        assert!(matches!(error_of(&whole[..len]), FileError::Truncated | FileError::Damaged { .. }), "{len}");
    }
    for (name, step) in [("", 61), ("old-excel.xls", 11), ("calc.ods", 13)] {
        let whole = if name.is_empty() { whole.clone() } else { std::fs::read(lists().join(name)).unwrap() };
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            with_file("list", &bytes, |path| {
                if let Ok(mut source) = Source::open(path, &Options::default()) {
                    let _ = source.rows().map(|rows| rows.map(|row| row.is_ok()).collect::<Vec<_>>());
                }
            });
        }
    }
}

#[test]
fn a_workbook_in_an_envelope_needs_its_password() {
    // An OLE file of three sectors: header, table of sectors, directory.
    let mut bytes = vec![0_u8; 512];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    bytes[30] = 9;
    bytes[48] = 1;
    bytes[68..76].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    bytes[76..].fill(0xff);
    bytes[76..80].fill(0);
    bytes.extend([[0xfd, 0xff, 0xff, 0xff], [0xfe, 0xff, 0xff, 0xff]].concat());
    bytes.resize(1_024, 0xff);
    for name in ["Root Entry", "EncryptionInfo", "EncryptedPackage", ""] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        entry[64] = 2 * (name.len() as u8 + 1);
        bytes.extend(entry);
    }
    assert!(matches!(error_of(&bytes), FileError::PasswordProtected));
    bytes[1_024 + 256] = b'X';
    assert!(matches!(error_of(&bytes), FileError::NotAList { kind: FileKind::Binary }));
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let mut bytes = workbook();
    // The size of a part as the list at the end of the archive has it.
    let at = bytes.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    let name = bytes.windows(13).rposition(|bytes| bytes == b"xl/styles.xml").unwrap();
    assert!(name > at - 2_000);
    bytes[name - 22..name - 18].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
    assert!(matches!(error_of(&bytes), FileError::TooBig { bytes: 0xf000_0000.., limit: 0x4000_0000 }));
}

#[test]
fn a_sheet_can_be_made_of_a_list_and_back() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["excel-utf8.csv", "1c-cp1251.csv", "bitrix24.csv"] {
        let mut source = open(name).unwrap();
        let headings: Vec<_> = source.headings().iter().map(|heading| heading.text.clone()).collect();
        let list = rows(&mut source);
        for format in ["csv", "xlsx"] {
            let path = folder.path().join("copy").with_extension(format);
            let mut writer = TableWriter::create(&path, TableFormat::of(&path).unwrap(), &headings).unwrap();
            list.iter().for_each(|row| writer.row(&row.cells).unwrap());
            writer.finish().unwrap();
            let mut copy = Source::open(&path, &Options::default()).unwrap();
            assert_eq!(copy.headings(), source.headings(), "{name} {format}");
            let cells = |rows: &[Row]| rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
            assert_eq!(cells(&rows(&mut copy)), cells(&list), "{name} {format}");
        }
    }
}
