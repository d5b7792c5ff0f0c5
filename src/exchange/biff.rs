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
