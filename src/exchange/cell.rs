//! A cell of a workbook as text.

use calamine::{Data, DataRef, ExcelDateTime};

/// Numbers from here on have more digits than a spreadsheet keeps: 15.
const EXACT: f64 = 1e15;
/// The last day of Excel's calendar, 9999-12-31, and one.
const LAST_DAY: f64 = 2_958_466.0;

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CellText {
    pub(super) text: String,
    /// The error a formula ended with.
    pub(super) error: Option<String>,
    /// Whether a number has lost its last digits.
    pub(super) digits_lost: bool,
}

impl From<String> for CellText {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&DataRef<'_>> for CellText {
    fn from(data: &DataRef<'_>) -> Self {
        match data {
            DataRef::Int(number) => integer(*number),
            DataRef::Float(number) => float(*number),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                text.clone().into()
            }
            DataRef::SharedString(text) => (*text).to_owned().into(),
            DataRef::Bool(value) => yes_or_no(*value),
            DataRef::DateTime(time) => date(time),
            DataRef::Error(error) => Self { error: Some(error.to_string()), ..Self::default() },
            DataRef::Empty => Self::default(),
        }
    }
}

impl From<&Data> for CellText {
    fn from(data: &Data) -> Self {
        match data {
            Data::Int(number) => integer(*number),
            Data::Float(number) => float(*number),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone().into(),
            Data::Bool(value) => yes_or_no(*value),
            Data::DateTime(time) => date(time),
            Data::Error(error) => Self { error: Some(error.to_string()), ..Self::default() },
            Data::Empty => Self::default(),
        }
    }
}

fn yes_or_no(value: bool) -> CellText {
    CellText::from(if value { "да" } else { "нет" }.to_owned())
}

fn integer(number: i64) -> CellText {
    let digits_lost = number.unsigned_abs() >= 1_000_000_000_000_000;
    CellText { text: number.to_string(), digits_lost, error: None }
}

/// A number as people write it: no exponent, no `.0`. Fifteen digits count; the rest is noise of binary fractions.
fn float(number: f64) -> CellText {
    if !number.is_finite() {
        return CellText::default();
    }
    let digits_lost = number.abs() >= EXACT;
    let rounded = if digits_lost { number } else { format!("{number:.14e}").parse().unwrap_or(number) };
    // `+ 0.0` makes -0 a plain 0.
    CellText { text: format!("{}", rounded + 0.0), digits_lost, error: None }
}

/// A date as `2026-03-01`, with a time of day as `2026-03-01T10:30:00`; a time alone as `10:30:00`. A number in the
/// format of a date that is none (a phone, say) stays a number.
fn date(time: &ExcelDateTime) -> CellText {
    let serial = time.as_f64();
    if !(0.0..LAST_DAY).contains(&serial) {
        return float(serial);
    }
    if time.is_duration() {
        let seconds = (serial * 86_400.0).round();
        let (hours, rest) = ((seconds / 3_600.0).floor(), seconds % 3_600.0);
        return format!("{hours}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0).into();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    let text = match (serial < 1.0, clock.as_str()) {
        (true, _) => clock,
        (false, "00:00:00") => format!("{year:04}-{month:02}-{day:02}"),
        (false, _) => format!("{year:04}-{month:02}-{day:02}T{clock}"),
    };
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType};
    use proptest::prelude::*;

    fn text(data: &Data) -> String {
        CellText::from(data).text
    }

    #[test]
    fn numbers_are_written_out() {
        for (number, expected) in [
            (79_161_234_567.0, "79161234567"),
            (7_707_083_893.0, "7707083893"),
            (500_100_732_259.0, "500100732259"),
            (0.0, "0"),
            (-0.0, "0"),
            (1.5, "1.5"),
            (0.1 + 0.2, "0.3"),
            (-12.25, "-12.25"),
            (1e-7, "0.0000001"),
            (999_999_999_999_999.0, "999999999999999"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(text(&Data::Float(number)), expected);
            assert!(!CellText::from(&Data::Float(number)).digits_lost);
        }
        let account = CellText::from(&Data::Float(4.070_281_09e19));
        assert_eq!((account.text.as_str(), account.digits_lost), ("40702810900000000000", true));
        assert_eq!(text(&Data::Int(79_161_234_567)), "79161234567");
        assert!(CellText::from(&Data::Int(i64::MIN)).digits_lost);
    }

    #[test]
    fn dates_are_iso() {
        let at = |serial| Data::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false));
        let lasting =
            |serial| Data::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::TimeDelta, false));
        assert_eq!(text(&at(46_082.0)), "2026-03-01");
        assert_eq!(text(&at(46082.4375)), "2026-03-01T10:30:00");
        assert_eq!(text(&at(0.4375)), "10:30:00");
        assert_eq!(text(&at(79_161_234_567.0)), "79161234567");
        assert_eq!(text(&at(-1.0)), "-1");
        assert_eq!(text(&lasting(1.5)), "36:00:00");
        assert_eq!(text(&Data::DateTimeIso("2026-03-01".into())), "2026-03-01");
    }

    #[test]
    fn other_cells() {
        assert_eq!(text(&Data::Bool(true)), "да");
        assert_eq!(text(&Data::Bool(false)), "нет");
        assert_eq!(text(&Data::Empty), "");
        let error = CellText::from(&Data::Error(CellErrorType::NA));
        assert_eq!((error.text.as_str(), error.error.as_deref()), ("", Some("#N/A")));
    }

    proptest! {
        #[test]
        fn whole_numbers_keep_every_digit(number in -999_999_999_999_999_i64..=999_999_999_999_999) {
            prop_assert_eq!(text(&Data::Float(number as f64)), number.to_string());
            prop_assert_eq!(text(&Data::Int(number)), number.to_string());
        }

        #[test]
        fn never_panics(number in any::<f64>(), lasting in any::<bool>(), old in any::<bool>()) {
            let kind = if lasting { ExcelDateTimeType::TimeDelta } else { ExcelDateTimeType::DateTime };
            let _ = text(&Data::Float(number));
            let _ = text(&Data::DateTime(ExcelDateTime::new(number, kind, old)));
        }
    }
}
