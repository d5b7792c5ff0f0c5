//! A look at an `.xls` before the workbook reader gets it.
//!
//! The reader makes room for a rectangle that holds all cells of a sheet. One flipped bit in the row or column of a
//! cell, or in the size a sheet says it has, and it asks for a hundred gigabytes, which ends the process. So the places
//! of all cells are looked at first ([MS-XLS], 2.4).

use super::compound::number;
use super::error::FileError;

/// Most cells the rectangles of all sheets may have together: two full sheets of an `.xls`.
const CELLS_MAX: u64 = 2 * 65_536 * 256;
/// What a cell takes in the workbook reader, in bytes.
const CELL_BYTES: u64 = 32;

/// Checks the stream of a workbook.
///
/// # Errors
/// [`FileError::PasswordProtected`], [`FileError::Damaged`] and [`FileError::TooBig`].
pub(super) fn check(stream: &[u8]) -> Result<(), FileError> {
    let mut all = Rectangles::default();
    let mut rest = stream;
    while let (Some(kind), Some(len)) = (number(rest, 0, 2), number(rest, 2, 2)) {
        let end = 4 + usize::try_from(len).unwrap_or(usize::MAX - 4);
        let data = rest.get(4..end).unwrap_or_default();
        match kind {
            // FilePass: what follows is enciphered.
            0x002f if number(data, 0, 2) != Some(0) => return Err(FileError::PasswordProtected),
            // BOF: a sheet, or a chart in it.
            0x0809 => all.close(),
            // Dimensions.
            0x0200 => all.declare(data)?,
            // Number, Label, RString, BoolErr, RK, LabelSst, Formula.
            0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x0006 => all.add(data, data.len()),
            // MulRk: the last two bytes are the last column.
            0x00bd => all.add(data, data.len().saturating_sub(2)),
            _ => {}
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    all.close();
    if all.cells > CELLS_MAX {
        return Err(too_big(all.cells));
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Rectangles {
    /// Cells in the rectangles that are complete.
    cells: u64,
    /// First and last row and column of the current one.
    bounds: Option<[(u64, u64); 2]>,
}

impl Rectangles {
    /// A cell; of several cells in a row the last column stands at `last`.
    fn add(&mut self, data: &[u8], last: usize) {
        let (Some(row), Some(column)) = (number(data, 0, 2), number(data, 2, 2)) else { return };
        let end = number(data, last, 2).unwrap_or(column).max(column);
        let [rows, columns] = self.bounds.get_or_insert([(row, row), (column, end)]);
        *rows = (rows.0.min(row), rows.1.max(row));
        *columns = (columns.0.min(column), columns.1.max(end));
    }

    fn close(&mut self) {
        if let Some([rows, columns]) = self.bounds.take() {
            self.cells += (rows.1 - rows.0 + 1) * (columns.1 - columns.0 + 1);
        }
    }

    /// What a sheet says of its size: the reader believes it.
    fn declare(&self, data: &[u8]) -> Result<(), FileError> {
        let width = if data.len() == 10 { 2 } else { 4 };
        let at = |index: usize, width| number(data, index, width).unwrap_or(0);
        let (first_row, end_row) = (at(0, width), at(width, width));
        let (first_column, end_column) = (at(2 * width, 2), at(2 * width + 2, 2));
        // The reader takes a first column that can't be for 0.
        let can_be = first_column <= 0xff && first_column <= end_column;
        let columns = end_column - if can_be { first_column } else { 0 };
        if end_row > 0 && end_column > 0 && (first_row >= end_row || columns == 0) {
            return Err(FileError::Damaged { detail: "the size of a sheet is wrong".to_owned() });
        }
        let cells = end_row.saturating_sub(first_row).saturating_mul(columns);
        if cells > CELLS_MAX { Err(too_big(cells)) } else { Ok(()) }
    }
}

fn too_big(cells: u64) -> FileError {
    FileError::TooBig { bytes: cells.saturating_mul(CELL_BYTES), limit: CELLS_MAX * CELL_BYTES }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(kind: u16, data: &[u16]) -> Vec<u8> {
        let head = [kind, 2 * data.len() as u16];
        head.iter().chain(data).flat_map(|unit| unit.to_le_bytes()).collect()
    }

    const BOF: u16 = 0x0809;
    const NUMBER: u16 = 0x0203;
    const DIMENSIONS: u16 = 0x0200;

    #[test]
    fn ordinary_sheets_pass() {
        let full = |row, column| record(NUMBER, &[row, column, 0, 0, 0, 0, 0]);
        let sheet = [record(BOF, &[0x0600]), full(0, 0), full(65_535, 255)].concat();
        assert!(check(&sheet.repeat(2)).is_ok());
        assert!(check(&record(DIMENSIONS, &[0, 0, 0, 1, 0, 256, 0])).is_ok(), "65536 rows, 256 columns");
        assert!(check(&record(DIMENSIONS, &[0; 7])).is_ok(), "an empty sheet");
        assert!(
            check(&record(DIMENSIONS, &[3, 0, 7, 0, 300, 20, 0])).is_ok(),
            "a first column that can't be"
        );
        assert!(check(b"").is_ok());
    }

    #[test]
    fn what_would_take_all_memory_is_refused() {
        let too_big = |stream: &[u8]| matches!(check(stream), Err(FileError::TooBig { .. }));
        let cells = [record(NUMBER, &[0, 0]), record(NUMBER, &[65_535, 60_000])].concat();
        assert!(too_big(&cells));
        let row_of_cells = [record(NUMBER, &[65_535, 0]), record(0x00bd, &[0, 0, 1, 2, 3, 60_000])].concat();
        assert!(too_big(&row_of_cells));
        assert!(too_big(&record(DIMENSIONS, &[0, 0, 0, 0x5000, 0, 20, 0])));
        assert!(too_big(
            &[record(BOF, &[0]), record(NUMBER, &[0, 0]), record(NUMBER, &[65_535, 255])].concat().repeat(3)
        ));
        let damaged =
            |data: &[u16]| matches!(check(&record(DIMENSIONS, data)), Err(FileError::Damaged { .. }));
        assert!(damaged(&[9, 0, 3, 0, 0, 20, 0]), "the last row before the first");
        assert!(damaged(&[0, 0, 3, 0, 20, 20, 0]), "no columns");
    }

    #[test]
    fn behind_a_password_nothing_is_judged() {
        let stream = [record(0x002f, &[1, 1]), record(DIMENSIONS, &[9, 9, 3, 3, 0, 20, 0])].concat();
        assert!(matches!(check(&stream), Err(FileError::PasswordProtected)));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), units in prop::collection::vec(any::<u16>(), 0..9)) {
            let _ = check(&bytes);
            for kind in [BOF, NUMBER, DIMENSIONS, 0x00bd, 0x002f] {
                let _ = check(&[record(kind, &units), record(kind, &units)].concat());
            }
        }
    }
}
