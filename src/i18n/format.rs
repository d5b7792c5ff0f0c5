//! Numbers, money, phones and spans of time as people write them.

use rust_decimal::Decimal;

use super::{Lang, Message, Texts};
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::time::Moment;
use crate::domain::zone::moscow_offset;
use crate::say;

/// Between thousands: a space that does not break.
const THOUSANDS: char = '\u{a0}';

/// A whole number with its thousands apart; four digits stand together, as is the custom.
pub(super) fn grouped(number: f64) -> String {
    if number.fract() != 0.0 {
        return number.to_string();
    }
    let digits = format!("{:.0}", number.abs());
    let digits = if digits.len() > 4 { apart(&digits) } else { digits };
    if number < 0.0 { format!("−{digits}") } else { digits }
}

fn apart(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(THOUSANDS);
        }
        out.push(digit);
    }
    out
}

impl Texts {
    /// A sum: «120 000,00 ₽», "120 000.00 ₽".
    pub fn money(&self, money: Money) -> String {
        let amount: Decimal = money.amount();
        let text = format!("{:.2}", amount.abs());
        let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
        let point = match self.lang() {
            Lang::Ru => ',',
            Lang::En => '.',
        };
        let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
        format!("{sign}{}{point}{cents}\u{a0}{}", apart(whole), money.currency().symbol())
    }

    /// A phone as people write it, with its extension: «+7 495 123-45-67 доб. 12».
    pub fn phone(&self, phone: &Phone) -> String {
        match phone.ext() {
            None => phone.pretty(),
            Some(ext) => self.say(&say!("phone-with-extension", phone = phone.pretty(), ext = ext)),
        }
    }

    /// How a zone stands to Moscow: «МСК», «МСК+3», «МСК−1».
    pub fn zone(&self, zone: chrono_tz::Tz, at: Moment) -> String {
        let msk = self.get("zone-moscow");
        match moscow_offset(zone, at) {
            0 => msk,
            hours @ 1.. => format!("{msk}+{hours}"),
            hours => format!("{msk}−{}", hours.unsigned_abs()),
        }
    }

    /// A span of time in its two largest units: «2 дн», «1 ч 05 мин», «14 мин».
    pub fn span(&self, minutes: i64) -> String {
        self.say(&span(minutes))
    }

    /// Seconds as a clock shows them: `02:05`, `1:02:05`.
    pub fn stopwatch(seconds: i64) -> String {
        let seconds = seconds.max(0);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            format!("{hours}:{minutes:02}:{seconds:02}")
        } else {
            format!("{minutes:02}:{seconds:02}")
        }
    }
}

fn span(minutes: i64) -> Message {
    let minutes = minutes.max(0);
    match minutes {
        0..60 => say!("span-minutes", minutes = minutes),
        60..1440 if minutes % 60 == 0 => say!("span-hours", hours = minutes / 60),
        60..1440 => {
            say!("span-hours-minutes", hours = minutes / 60, minutes = format!("{:02}", minutes % 60))
        }
        _ => say!("span-days", days = minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [
            (0.0, "0"),
            (999.0, "999"),
            (1500.0, "1500"),
            (12_345.0, "12\u{a0}345"),
            (-1_234_567.0, "−1\u{a0}234\u{a0}567"),
            (0.5, "0.5"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_stopwatch_never_runs_backwards() {
        assert_eq!(Texts::stopwatch(-5), "00:00");
        assert_eq!(Texts::stopwatch(125), "02:05");
        assert_eq!(Texts::stopwatch(3725), "1:02:05");
    }
}
