//! Lists of clients in files, and what is said about their columns.

use std::io::Write;

use dozvon::desk::catalog::Catalog;
use dozvon::exchange::clients::ClientReader;
use dozvon::exchange::{COLUMNS_MAX, ColumnMap, Heading, Options, Row, Source, offers, parse_map};

use super::{is_clean_line, is_clean_text, text_of};

/// A file of any kind: it is refused, or read twice as the same rows, and the rows give clean cards.
pub fn lists(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let Ok(mut source) = Source::open(file.path(), &Options::default()) else { return };
    let map = ColumnMap::guess(source.headings());
    let mut read = || -> (Vec<Row>, Option<String>) {
        let (mut rows, mut end) = (Vec::new(), None);
        match source.rows() {
            Ok(all) => all.for_each(|row| match row {
                Ok(row) => rows.push(row),
                Err(error) => end = Some(error.to_string()),
            }),
            Err(error) => end = Some(error.to_string()),
        }
        (rows, end)
    };
    let (rows, end) = read();
    assert_eq!(read(), (rows.clone(), end.clone()));
    let checked = source.check(&mut |_| true).map_err(|error| error.to_string());
    assert_eq!(checked, end.map_or(Ok(true), Err));
    assert!(rows.is_sorted_by(|one, next| one.line < next.line), "rows out of order");
    for offer in offers(&map, &rows) {
        assert!(offer.column < map.columns().len());
    }
    let catalog = Catalog::default();
    let reader = ClientReader { map: &map, catalog: &catalog, zone: None, file: "" };
    for row in &rows {
        assert!(row.cells.len() <= COLUMNS_MAX);
        let client = reader.read(row);
        assert_eq!(client.line, row.line);
        for line in [&client.name, &client.public_name, &client.legal_name, &client.city] {
            is_clean_line(line);
        }
        is_clean_text(&client.note);
        client.tags.iter().for_each(|tag| is_clean_line(tag));
    }
}

/// On the first line what is said about the columns, below it the headings.
pub fn columns(bytes: &[u8]) {
    let text = text_of(bytes);
    let (said, headings) = text.split_once('\n').unwrap_or((&text, ""));
    let headings: Vec<Heading> = headings
        .lines()
        .take(64)
        .enumerate()
        .map(|(column, text)| Heading { column, text: text.trim().to_owned() })
        .collect();
    let map = ColumnMap::guess(&headings);
    assert_eq!(map.columns().len(), headings.len());
    if let Ok(overrides) = parse_map(said)
        && let Ok(changed) = map.with_overrides(&overrides)
    {
        assert_eq!(changed.columns().len(), headings.len());
        assert_eq!(
            changed.with_overrides(&overrides).map(|again| again.columns().to_vec()),
            Ok(changed.columns().to_vec())
        );
    }
}
