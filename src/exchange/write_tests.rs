use super::*;
use crate::domain::text::Lang;
use crate::exchange::{Options, Rejects, Row, Source};
use proptest::prelude::*;

const HEADINGS: [&str; 3] = ["Телефон", "Наименование", "Примечание"];

fn written<S: AsRef<str>>(
    name: &str,
    headings: &[&str],
    rows: &[Vec<S>],
) -> (tempfile::TempDir, PathBuf, Written) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let mut writer = TableWriter::create(&path, TableFormat::of(&path).unwrap(), headings).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    assert!(!path.exists(), "nothing appears before the end");
    let written = writer.finish().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    (folder, path, written)
}

fn read(path: &Path) -> Vec<Row> {
    Source::open(path, &Options::default()).unwrap().rows().unwrap().map(Result::unwrap).collect()
}

fn cells(rows: &[Row]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.cells.clone()).collect()
}

#[test]
fn csv_is_what_a_russian_excel_opens() {
    let (_folder, path, written) = written(
        "a.csv",
        &HEADINGS,
        &[vec!["+7 495 012-34-56", "ООО \"Вега\"", "a;b\r\nc"], vec!["8495", "=1+1", " 1,5"]],
    );
    let expected = "\u{feff}Телефон;Наименование;Примечание\r\n\
        '+7 495 012-34-56;\"ООО \"\"Вега\"\"\";\"a;b\r\nc\"\r\n\
        8495;'=1+1;\" 1,5\"\r\n";
    assert_eq!(std::fs::read_to_string(path).unwrap(), expected);
    assert_eq!(written, Written { rows: 2, cut_cells: 0 });
}

#[test]
fn ndjson_has_a_key_for_every_cell() {
    let (_folder, path, _) =
        written("a.ndjson", &["Тел", "Тел", ""], &[vec!["+7", "\"", ""], vec!["1", "2", "3", "4"]]);
    let lines: Vec<serde_json::Value> = std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0], serde_json::json!({"Тел": "+7", "Тел (2)": "\"", "3": ""}));
    assert_eq!(lines[1]["4"], "4");
}

#[test]
fn long_cells_are_cut_in_a_sheet_only() {
    let long = vec!["1".to_owned(), "😀".repeat(20_000), String::new()];
    let (_folder, path, written) = written("a.xlsx", &HEADINGS, std::slice::from_ref(&long));
    assert_eq!(written.cut_cells, 1);
    assert_eq!(read(&path)[0].cells[1], "😀".repeat(16_383));
    let (_folder, path, written) = self::written("a.csv", &HEADINGS, std::slice::from_ref(&long));
    assert_eq!((written.cut_cells, cells(&read(&path))), (0, vec![long]));
}

#[test]
fn a_table_that_is_not_finished_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "old").unwrap();
    for format in [TableFormat::Csv, TableFormat::Xlsx, TableFormat::Ndjson] {
        let mut writer = TableWriter::create(&path, format, &HEADINGS).unwrap();
        writer.row(&["1", "2", "3"]).unwrap();
        drop(writer);
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let missing = folder.path().join("none").join("a.csv");
    assert!(matches!(TableWriter::create(&missing, TableFormat::Csv, &HEADINGS), Err(WriteError::Io(_))));
    assert!(matches!(
        TableWriter::create(folder.path(), TableFormat::Csv, &HEADINGS),
        Err(WriteError::Io(_))
    ));
    assert!(matches!(
        TableWriter::stream(io::sink(), TableFormat::Xlsx, &HEADINGS),
        Err(WriteError::NotAStream)
    ));
}

#[test]
fn formats_are_known_by_names() {
    for (name, format) in [
        ("a.CSV", Some(TableFormat::Csv)),
        ("a.xlsx", Some(TableFormat::Xlsx)),
        ("a.jsonl", Some(TableFormat::Ndjson)),
        ("a.xls", None),
        ("csv", None),
    ] {
        assert_eq!(TableFormat::of(Path::new(name)), format, "{name}");
    }
}

#[test]
fn rejected_rows_are_mended_and_loaded_again() {
    for name in ["rejected.csv", "rejected.xlsx"] {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        let text = "Телефон;Причина отказа;Наименование;\n'+7;старая;=1;x\n\"8;1\";;Вега\n1;;Луч;;и ещё\n";
        std::fs::write(&list, text).unwrap();
        let path = folder.path().join(name);
        let mut source = Source::open(&list, &Options::default()).unwrap();
        let headings = source.headings().to_vec();
        let mut rejects =
            Rejects::create(&path, TableFormat::of(&path).unwrap(), &headings, Lang::Ru).unwrap();
        let rows: Vec<_> = source.rows().unwrap().map(Result::unwrap).collect();
        for row in &rows {
            rejects.row(row, "плохой номер").unwrap();
        }
        assert_eq!(rejects.finish().unwrap(), Some(Written { rows: 3, cut_cells: 0 }));

        let again = Source::open(&path, &Options::default()).unwrap();
        let texts: Vec<_> = again.headings().iter().map(|heading| heading.text.as_str()).collect();
        let first: Vec<_> = texts.into_iter().take(4).collect();
        assert_eq!(first, ["Телефон", "Наименование", "", "Причина отказа"]);
        let rows = read(&path);
        assert_eq!(rows[0].cells[..4], ["+7", "=1", "x", "плохой номер"]);
        assert_eq!(rows[1].cells[..4], ["8;1", "Вега", "", "плохой номер"]);
        assert_eq!(rows[2].cells[..5], ["1", "Луч", "", "плохой номер", "и ещё"]);
        assert_eq!(
            rows.iter().map(Row::is_spoilt).collect::<Vec<_>>(),
            [false, false, name == "rejected.csv"]
        );
    }
}

#[test]
fn no_rejected_row_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rejected.csv");
    assert_eq!(Rejects::create(&path, TableFormat::Csv, &[], Lang::En).unwrap().finish().unwrap(), None);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "[;,\t|\"'=+@ \r\n-]{0,5}",
        "'{0,2}[=+@-][0-9 ()-]{0,12}",
        "[а-яё ]{0,8}",
        any::<Vec<char>>().prop_map(|chars| chars.into_iter().take(8).collect()),
        Just("_x000D_".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec(any_cell(), 3), 1..6)) {
        let is_blank = |row: &Vec<String>| row.iter().all(|c| c.chars().all(|c| c.is_whitespace() || c.is_control()));
        let expected: Vec<_> = rows.iter().filter(|row| !is_blank(row)).cloned().collect();
        for name in ["a.csv", "a.xlsx"] {
            let (_folder, path, _) = written(name, &HEADINGS, &rows);
            prop_assert_eq!(&cells(&read(&path)), &expected, "{}", name);
        }
    }
}
