//! Where in a table its headings stand, and what makes a row of it.

use super::COLUMNS_MAX;
use super::content::{is_shortened_number, looks_like_phone, phone_columns};
use super::error::FileError;
use super::headings::{is_reason, meaning};
use super::overrides::{ColumnRef, Override, is_same_heading};
use super::table::{Heading, Problem, Row};

/// How many rows are read to learn the layout.
pub(super) const SAMPLE_ROWS: usize = 150;
/// In how many first rows that are not blank the headings are looked for.
const HEADING_ROWS: usize = 50;
/// How many rows below the first heading found may hold better ones.
const BELOW: usize = 20;

/// Where the headings of a table stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// One for each column; all of them empty when the table has no row of headings.
    pub(super) headings: Vec<Heading>,
    /// The row of headings, from 1.
    pub(super) line: Option<u64>,
    /// How many rows that are not blank stand before the data.
    pub(super) skip: usize,
    /// How many cells a line of text may have before values must have shifted; `None` in a sheet, where they can't.
    pub(super) cells: Option<usize>,
}

impl Layout {
    /// Learns the layout from the first rows that are not blank. In a file of `text` a cell too many is a fault.
    ///
    /// # Errors
    /// [`FileError::Empty`], [`FileError::NoHeading`], [`FileError::TooManyColumns`].
    pub(super) fn learn(rows: &[Row], overrides: &[Override], text: bool) -> Result<Self, FileError> {
        let Some(first) = rows.first() else { return Err(FileError::Empty) };
        let known = |heading: &str| is_known(heading, overrides);
        let heading = match heading_row(rows, &known) {
            Some(at) => Some(at),
            None => {
                let by_place = overrides.iter().any(|o| matches!(o.column, ColumnRef::Position(_)));
                if !by_place {
                    let phones = phone_columns(rows.iter().map(|row| row.cells.as_slice()));
                    return Err(FileError::NoHeading {
                        line: first.line,
                        cells: first.cells.clone(),
                        phones,
                    });
                }
                // The user knows the columns by their places; whether the first row is a heading tells its content.
                (!is_data(first)).then_some(0)
            }
        };
        let skip = heading.map_or(0, |at| at + 1);
        let heading = heading.and_then(|at| rows.get(at));
        let data = || rows.iter().skip(skip);
        let filled = heading.into_iter().chain(data()).map(|row| filled(&row.cells)).max().unwrap_or(0);
        let cells = match heading {
            Some(row) => row.cells.len(),
            None => data().map(|row| row.cells.len()).max().unwrap_or(0),
        };
        // A line with a cell too many must not widen the table.
        let width = if text { filled.min(cells) } else { filled };
        let wide = heading.and_then(|row| Some((row.line, beyond(row)?)));
        if let Some((line, columns)) = wide {
            return Err(FileError::TooManyColumns { line, columns, limit: COLUMNS_MAX });
        }
        let text_of = |column| heading.map(|row| row.cell(column).trim().to_owned()).unwrap_or_default();
        Ok(Self {
            headings: (0..width).map(|column| Heading { column, text: text_of(column) }).collect(),
            line: heading.map(|row| row.line),
            skip,
            cells: text.then_some(cells.min(COLUMNS_MAX)),
        })
    }

    /// Makes a row fit the table: fills it up, takes off blank cells at its end, and says what is too much.
    pub(super) fn fit(&self, row: &mut Row) {
        let columns = self.headings.len();
        let filled = filled(&row.cells);
        if let Some(columns) = self.cells.filter(|cells| filled > *cells) {
            if !row.problems.iter().any(|problem| matches!(problem, Problem::ExtraCells { .. })) {
                row.problems.insert(0, Problem::ExtraCells { cells: filled, columns });
            }
        } else {
            let beside = row.cells.iter().enumerate().skip(columns).filter(|(_, cell)| !is_blank(cell));
            row.problems.extend(beside.map(|(column, _)| Problem::BesideTable { column }));
        }
        row.cells.resize(filled.max(columns), String::new());
        for (column, cell) in row.cells.iter().enumerate() {
            if cell.len() < 32 && cell.contains('+') && is_shortened_number(cell) {
                row.problems.push(Problem::DigitsLost { column });
            }
        }
    }
}

/// Whether a text is a heading: one that everybody knows, or one that the user names.
pub(super) fn is_known(heading: &str, overrides: &[Override]) -> bool {
    let named =
        |o: &Override| matches!(&o.column, ColumnRef::Heading(name) if is_same_heading(name, heading));
    meaning(heading).is_some() || overrides.iter().any(named)
}

/// The row of headings: the first one with a known heading in it, unless a row with more of them follows before any
/// data. So titles («Контрагенты», «Город: Уфа») and the upper row of a double heading are passed over.
fn heading_row(rows: &[Row], known: &dyn Fn(&str) -> bool) -> Option<usize> {
    let count = |row: &Row| row.cells.iter().filter(|cell| known(cell)).count();
    let mut best: Option<(usize, usize)> = None;
    for (at, row) in rows.iter().enumerate().take(HEADING_ROWS) {
        if best.is_some_and(|(found, _)| at > found + BELOW) {
            break;
        }
        if is_data(row) {
            if best.is_some() {
                break;
            }
            continue;
        }
        if row.cells.iter().any(|cell| is_reason(cell)) {
            return Some(at);
        }
        let headings = count(row);
        if headings > best.map_or(0, |(_, headings)| headings) {
            best = Some((at, headings));
        }
    }
    best.map(|(at, _)| at)
}

/// Whether a row has a value that no heading has.
fn is_data(row: &Row) -> bool {
    row.cells.iter().any(|cell| looks_like_phone(cell) || cell.contains('@') && cell.contains('.'))
}

/// How many cells there are up to the last that is not blank.
fn filled(cells: &[String]) -> usize {
    cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1)
}

pub(super) fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || c.is_control())
}

/// How many columns a row has beyond what can be read.
fn beyond(row: &Row) -> Option<usize> {
    let last = row.problems.iter().filter_map(|problem| match problem {
        Problem::BesideTable { column } => Some(column + 1),
        Problem::ExtraCells { cells, .. } => Some(*cells),
        _ => None,
    });
    last.max().filter(|columns| *columns > COLUMNS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::overrides::parse_map;

    fn rows(lines: &[&str]) -> Vec<Row> {
        let row = |(line, text): (u64, &&str)| Row {
            line,
            cells: text.split(';').map(str::to_owned).collect(),
            problems: Vec::new(),
        };
        (1..).zip(lines).map(row).collect()
    }

    fn learnt(lines: &[&str], map: &str) -> Result<(Option<u64>, Vec<String>), FileError> {
        let layout = Layout::learn(&rows(lines), &parse_map(map).unwrap(), true)?;
        Ok((layout.line, layout.headings.into_iter().map(|heading| heading.text).collect()))
    }

    #[track_caller]
    fn found(lines: &[&str], map: &str, line: Option<u64>, headings: &[&str]) {
        assert_eq!(learnt(lines, map).unwrap(), (line, headings.iter().map(|h| (*h).to_owned()).collect()));
    }

    #[test]
    fn titles_are_passed_over() {
        found(&["Телефон;Имя", "84950123456;Вега"], "", Some(1), &["Телефон", "Имя"]);
        found(
            &["Список;", "Контрагенты;", "Контрагент;Телефон", "Вега;1"],
            "",
            Some(3),
            &["Контрагент", "Телефон"],
        );
        found(
            &["Клиент;;Контакт;", "Название;ИНН;ФИО;Тел."],
            "",
            Some(2),
            &["Название", "ИНН", "ФИО", "Тел."],
        );
        found(&["Телефон", "84950123456", "Город;Адрес"], "", Some(1), &["Телефон"]);
        found(&[";;Причина отказа", "Телефон;Имя;ФИО"], "", Some(1), &["", "", "Причина отказа"]);
    }

    #[test]
    fn the_width_is_that_of_headings_and_filled_cells() {
        found(&["Телефон;Имя;;", "1;Вега;;"], "", Some(1), &["Телефон", "Имя"]);
        found(&["Телефон;Имя;;", "1;Вега;x;"], "", Some(1), &["Телефон", "Имя", ""]);
        found(&["Телефон;Имя", "1;Вега;x"], "", Some(1), &["Телефон", "Имя"]);
    }

    #[test]
    fn a_list_without_headings_needs_the_user() {
        let list = ["Вега;84950123456;Директор", "Луч;84950123457;Секретарь"];
        let Err(FileError::NoHeading { line: 1, cells, phones }) = learnt(&list, "") else { panic!() };
        assert_eq!((cells, phones), (vec!["Вега".into(), "84950123456".into(), "Директор".into()], vec![1]));
        found(&list, "1=name,2=phone", None, &["", "", ""]);
        found(&["a;b", "Вега;84950123456"], "2=phone", Some(1), &["a", "b"]);
        found(&["Кто;Куда", "Вега;1"], "куда=phone", Some(1), &["Кто", "Куда"]);
        assert!(matches!(learnt(&["Кто;Куда"], "Когда=phone"), Err(FileError::NoHeading { .. })));
        assert!(matches!(learnt(&[], "1=phone"), Err(FileError::Empty)));
    }

    #[test]
    fn rows_are_made_to_fit() {
        let layout = Layout::learn(&rows(&["Телефон;Имя;", "1;Вега"]), &[], true).unwrap();
        let fitted = |text: &str| {
            let mut row = rows(&[text]).remove(0);
            layout.fit(&mut row);
            (row.cells.len(), row.problems)
        };
        assert_eq!(fitted("1"), (2, vec![]));
        assert_eq!(fitted("1;2;;; ;"), (2, vec![]));
        assert_eq!(fitted("1;2;3"), (3, vec![Problem::BesideTable { column: 2 }]));
        assert_eq!(fitted("1;2;3;;5"), (5, vec![Problem::ExtraCells { cells: 5, columns: 3 }]));
        assert_eq!(fitted("7,91612E+10;2"), (2, vec![Problem::DigitsLost { column: 0 }]));
    }
}
