//! Amounts met in real bases and typed by real people.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<String, MoneyError> {
    Money::parse(text, Currency::Rub).map(|money| money.to_string())
}

#[test]
fn amounts() {
    for (text, wanted) in [
        ("120к", "120000.00 RUB"),
        ("120 к", "120000.00 RUB"),
        ("120K", "120000.00 RUB"),
        ("120т", "120000.00 RUB"),
        ("120 тыс", "120000.00 RUB"),
        ("120 тыс.", "120000.00 RUB"),
        ("120 тыс. руб.", "120000.00 RUB"),
        ("120 тыс.руб.", "120000.00 RUB"),
        ("120 тысяч рублей", "120000.00 RUB"),
        ("120 т.р.", "120000.00 RUB"),
        ("120т.р", "120000.00 RUB"),
        ("120 тр", "120000.00 RUB"),
        ("120 000", "120000.00 RUB"),
        ("120\u{a0}000", "120000.00 RUB"),
        ("120\u{2009}000 ₽", "120000.00 RUB"),
        ("120000", "120000.00 RUB"),
        ("120000.00", "120000.00 RUB"),
        ("120000,00", "120000.00 RUB"),
        ("120000.00 RUB", "120000.00 RUB"),
        ("120.000", "120000.00 RUB"),
        ("120.000 руб.", "120000.00 RUB"),
        ("120,000", "120000.00 RUB"),
        ("120.000,00", "120000.00 RUB"),
        ("120'000", "120000.00 RUB"),
        ("120_000", "120000.00 RUB"),
        ("'120000", "120000.00 RUB"),
        ("１２００００", "120000.00 RUB"),
        ("0,12 млн", "120000.00 RUB"),
        ("0.12млн.", "120000.00 RUB"),
        (",12 млн", "120000.00 RUB"),
        ("1.5 млн руб", "1500000.00 RUB"),
        ("1,5 миллиона", "1500000.00 RUB"),
        ("1.5M", "1500000.00 RUB"),
        ("1,5кк", "1500000.00 RUB"),
        ("1,234 млн", "1234000.00 RUB"),
        ("2 ляма", "2000000.00 RUB"),
        ("3 млрд", "3000000000.00 RUB"),
        ("1 млн 200 тыс", "1200000.00 RUB"),
        ("1 млн 200 тыс 500 руб 10 коп", "1200500.10 RUB"),
        ("120 тыс 500", "120500.00 RUB"),
        ("12 345,67 ₽", "12345.67 RUB"),
        ("12 345,67р.", "12345.67 RUB"),
        ("1,234.50", "1234.50 RUB"),
        ("1.234,50", "1234.50 RUB"),
        ("1,234,567.89", "1234567.89 RUB"),
        ("1.234.567", "1234567.00 RUB"),
        ("1234.5", "1234.50 RUB"),
        ("1234.500", "1234.50 RUB"),
        ("12 345,678", "12345.68 RUB"),
        ("12 руб. 50 коп.", "12.50 RUB"),
        ("12 р 5 к", "12.05 RUB"),
        ("50 копеек", "0.50 RUB"),
        ("150 коп", "1.50 RUB"),
        ("$100", "100.00 USD"),
        ("100$", "100.00 USD"),
        ("$1.5M", "1500000.00 USD"),
        ("100 долларов США", "100.00 USD"),
        ("100 долл.", "100.00 USD"),
        ("USD 100", "100.00 USD"),
        ("100 €", "100.00 EUR"),
        ("100 евро", "100.00 EUR"),
        ("500 000 ₸", "500000.00 KZT"),
        ("500к тенге", "500000.00 KZT"),
        ("100 бел. руб.", "100.00 BYN"),
        ("100 белорусских рублей", "100.00 BYN"),
        ("100 BYN", "100.00 BYN"),
        ("100 юаней", "100.00 CNY"),
        ("¥100", "100.00 CNY"),
        ("руб 500", "500.00 RUB"),
        ("0", "0.00 RUB"),
        ("0,00", "0.00 RUB"),
        ("5.", "5.00 RUB"),
        ("5,", "5.00 RUB"),
        (".5", "0.50 RUB"),
        ("0,005", "0.01 RUB"),
        ("0,0049", "0.00 RUB"),
        ("1,005", "1005.00 RUB"),
        ("1.0050", "1.01 RUB"),
        ("2.675000", "2.68 RUB"),
        ("0,999999", "1.00 RUB"),
        ("1.20000E+05", "120000.00 RUB"),
        ("999 999 999 999 999,99", "999999999999999.99 RUB"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(wanted), "{text:?}");
    }
}

#[test]
fn what_is_no_amount() {
    use MoneyError::*;
    for (text, error) in [
        ("", Empty),
        (" \u{a0} ", Empty),
        ("руб", NotAnAmount),
        ("нет", NotAnAmount),
        ("полтора", NotAnAmount),
        ("-", NotAnAmount),
        (".", NotAnAmount),
        ("к", NotAnAmount),
        ("120 штук", NotAnAmount),
        ("120%", NotAnAmount),
        ("100-200", NotAnAmount),
        ("от 100", NotAnAmount),
        ("~120к", NotAnAmount),
        ("12 34", NotAnAmount),
        ("120 0000", NotAnAmount),
        ("1,23,456", NotAnAmount),
        ("1.234.56", NotAnAmount),
        ("1,234 567", NotAnAmount),
        ("1..5", NotAnAmount),
        ("1 тыс 2 млн", NotAnAmount),
        ("1 млн 2000 тыс", NotAnAmount),
        ("1 млн 1 млн", NotAnAmount),
        ("12 руб 100 коп", NotAnAmount),
        ("12 руб 50", NotAnAmount),
        ("120к к", NotAnAmount),
        ("12:30", NotAnAmount),
        ("-120", Negative),
        ("−120 000", Negative),
        ("(120)", Negative),
        ("- 5 руб", Negative),
        ("$-5", Negative),
        ("1000000000000000", TooLong),
        ("999999999999999,995", TooLong),
        ("1000000 млрд", TooLong),
        ("99999999999999999999999999999999999999999999999999", TooLong),
        ("$100 руб", TwoCurrencies),
        ("100 USD €", TwoCurrencies),
        ("1,2E+05", LostDigits),
        ("1.23457E+11", LostDigits),
    ] {
        assert_eq!(read(text), Err(error), "{text:?}");
    }
}

#[test]
fn decimals_are_rounded_half_up() {
    for (amount, minor) in [
        ("1.005", 101),
        ("1.0049", 100),
        ("0", 0),
        ("-1.005", -101),
        ("12345678901234.567", 1_234_567_890_123_457),
    ] {
        let money = Money::new(amount.parse().unwrap(), Currency::Rub).unwrap();
        assert_eq!(money.minor(), minor, "{amount}");
    }
    let most = Money::new(Decimal::new(99_999_999_999_999_999, 2), Currency::Usd).unwrap();
    assert_eq!(most.amount().to_string(), "999999999999999.99");
    for amount in [Decimal::new(1_000_000_000_000_000, 0), Decimal::MAX, Decimal::MIN] {
        assert_eq!(Money::new(amount, Currency::Rub), Err(MoneyError::TooLong));
    }
    assert_eq!(Money::from_minor(12_000_050, Currency::Eur).amount().to_string(), "120000.50");
    assert_eq!(Money::from_minor(-5, Currency::Eur).to_string(), "-0.05 EUR");
}

#[test]
fn sums_mind_the_currency() {
    let roubles = |minor| Money::from_minor(minor, Currency::Rub);
    assert_eq!(roubles(150).checked_add(roubles(250)), Some(roubles(400)));
    assert_eq!(roubles(1).checked_add(Money::from_minor(1, Currency::Usd)), None);
    assert_eq!(roubles(i64::MAX).checked_add(roubles(1)), None);
}

#[test]
fn currencies_have_codes() {
    for currency in Currency::ALL {
        assert_eq!(Currency::from_code(&currency.code().to_lowercase()), Some(currency));
        assert_eq!(Money::parse("5", currency).map(|money| money.currency()), Ok(currency));
        assert_eq!(
            Money::parse(&format!("5 {}", currency.symbol()), Currency::Rub),
            Ok(Money::from_minor(500, currency))
        );
    }
    assert_eq!(Currency::from_code("GBP"), None);
    assert_eq!(Currency::default(), Currency::Rub);
}

#[test]
fn money_is_stored_and_read_back() {
    let config = bincode::config::standard();
    for money in [Money::from_minor(12_000_000, Currency::Kzt), Money::from_minor(-1, Currency::Rub)] {
        let bytes = bincode::serde::encode_to_vec(money, config).unwrap();
        let (back, len): (Money, usize) = bincode::serde::decode_from_slice(&bytes, config).unwrap();
        assert_eq!((back, len), (money, bytes.len()));
    }
}

proptest! {
    #[test]
    fn the_machine_form_is_read_back(minor in 0..LIMIT, currency in prop::sample::select(&Currency::ALL)) {
        let money = Money::from_minor(minor, currency);
        prop_assert_eq!(Money::parse(&money.to_string(), Currency::Usd), Ok(money));
        prop_assert_eq!(Money::new(money.amount(), currency), Ok(money));
    }

    #[test]
    fn every_grouping_is_the_same_amount(
        minor in 0..LIMIT,
        thousands in prop::sample::select(vec![" ", "\u{a0}", "'", ",", "."]),
    ) {
        let (whole, cents) = ((minor / 100).to_string(), minor % 100);
        let mut text = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                text.push_str(thousands);
            }
            text.push(digit);
        }
        let point = if thousands == "," { '.' } else { ',' };
        let text = format!("{text}{point}{cents:02}");
        prop_assert_eq!(Money::parse(&text, Currency::Rub), Ok(Money::from_minor(minor, Currency::Rub)), "{}", text);
    }

    #[test]
    fn any_text_is_survived(text in any::<String>(), mess in "[0-9 .,'ктмлнруб$€()-]{0,30}") {
        for text in [text, mess] {
            if let Ok(money) = Money::parse(&text, Currency::Rub) {
                prop_assert!((0..LIMIT).contains(&money.minor()));
                prop_assert_eq!(Money::parse(&money.to_string(), Currency::Usd), Ok(money));
            }
        }
    }
}
