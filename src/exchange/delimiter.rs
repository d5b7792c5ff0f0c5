//! Which character stands between the cells of a text file.

use super::split::{Dialect, Record, Records};

/// What may stand between cells, in the order of preference. The comma comes last: it occurs in names and addresses.
const CANDIDATES: [u8; 4] = [b';', b'\t', b'|', b','];
/// How many rows are looked at.
const ROWS: usize = 200;
/// In how many first rows headings are looked for.
const HEADING_ROWS: usize = 50;

/// Excel's own line at the beginning of a file: `sep=;`.
pub(super) fn separator_line(sample: &[u8]) -> Option<u8> {
    let line = sample.split(|b| matches!(b, b'\n' | b'\r')).next()?;
    let line = line.strip_prefix(b"\"").and_then(|l| l.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter] if [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" => Some(*delimiter),
        _ => None,
    }
}

/// Tells the delimiter by a sample; `None` when there is one column.
///
/// For each candidate the sample is cut, quotes respected. The better candidate is the one that gives most rows the
/// same number of cells, and one row the most headings that `known` recognises.
pub(super) fn detect(
    sample: &[u8],
    line_end: u8,
    decode: &dyn Fn(&[u8]) -> String,
    known: &dyn Fn(&str) -> bool,
) -> Option<u8> {
    let scored = CANDIDATES.into_iter().rev().filter_map(|delimiter| {
        let dialect = Dialect { delimiter: Some(delimiter), line_end };
        Some((score(&cut(sample, dialect, decode), known)?, delimiter))
    });
    // Of equals the last one wins, hence `rev`.
    scored.max_by_key(|(score, _)| *score).map(|(_, delimiter)| delimiter)
}

fn cut(sample: &[u8], dialect: Dialect, decode: &dyn Fn(&[u8]) -> String) -> Vec<Vec<String>> {
    let mut records = Records::new(sample, dialect);
    let mut record = Record::default();
    let mut rows = Vec::new();
    while rows.len() < ROWS && matches!(records.read(&mut record), Ok(true)) {
        if !record.cells.is_blank() {
            rows.push(record.cells.iter().map(decode).collect());
        }
    }
    rows
}

/// How much the rows look like a table; `None` when they don't.
fn score(rows: &[Vec<String>], known: &dyn Fn(&str) -> bool) -> Option<usize> {
    let count = |width: usize| rows.iter().filter(|row| row.len() == width).count();
    let usual = rows.iter().map(Vec::len).filter(|width| *width > 1).max_by_key(|width| count(*width))?;
    let share = count(usual) * 100 / rows.len().max(1);
    let known_in = |row: &Vec<String>| row.iter().filter(|cell| known(cell)).count();
    let best = rows.iter().take(HEADING_ROWS).map(|row| (known_in(row), row.len())).max();
    match best {
        // A heading alone in its row stands above one column.
        Some((1.., 1)) => None,
        Some((headings @ 1.., width)) if headings > 1 || share >= 50 => {
            Some(share + 100 * headings / width + 20 * headings.min(5))
        }
        _ if share >= 50 => Some(share),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(text: &str, expected: Option<char>) {
        let decode = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
        let known = |cell: &str| ["Телефон", "Имя", "Адрес", "Город"].contains(&cell);
        assert_eq!(detect(text.as_bytes(), b'\n', &decode, &known).map(char::from), expected, "{text:?}");
    }

    #[test]
    fn the_delimiter_gives_the_best_table() {
        found("Телефон;Имя\n1;Вега\n", Some(';'));
        found("Телефон,Имя\n1,Вега\n", Some(','));
        found("Телефон\tИмя\n1\tВега\n", Some('\t'));
        found("Телефон|Имя\n1|Вега\n", Some('|'));
        found("Телефон;Адрес\n1;Уфа, Ленина, 5\n2;Омск, Мира, 1\n", Some(';'));
        found("Телефон,Адрес\n1;2,Уфа\n3;4,Омск\n", Some(','));
        found("Телефон;Имя\n1;\"a,b,c\nd,e,f\ng,h,i\"\n", Some(';'));
        found("Список, на 1 марта, весь\n\nТелефон;Имя\n1;Вега\n", Some(';'));
        found("Телефон\n+7, +7\n+7, +7\n", None);
        found("Телефон\n1\n", None);
        found("1\n2\n3, 4\n", None);
        found("a;1, 2\nb;3, 4\n", Some(';'));
        found("", None);
    }

    #[test]
    fn excel_says_it_itself() {
        assert_eq!(separator_line(b"sep=;\r\na;b"), Some(b';'));
        assert_eq!(separator_line(b"\"SEP=\t\"\na"), Some(b'\t'));
        assert_eq!(separator_line(b"sep=\na"), None);
        assert_eq!(separator_line(b"separate;b\n"), None);
    }
}
