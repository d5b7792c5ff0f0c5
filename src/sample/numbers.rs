//! Numbers that belong to nobody: INN, КПП, ОГРН of offices that do not exist, telephones that are given to no one.

use super::rng::shuffled;
use crate::domain::inn::Inn;
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::registry::{Kpp, Ogrn, OgrnKind};

/// Organisations' numbers begin with 97 or 98: no region has these codes, so no tax office gives out such numbers
/// (of this row 99 is in use, for the largest payers and foreign firms).
const INN_ORGANISATION: (u64, u64) = (970_000_000, 20_000_000);
/// The same for persons.
const INN_PERSON: (u64, u64) = (9_700_000_000, 200_000_000);
/// Mobile codes that are given to no operator (register of the numbering plan, August 2026).
const MOBILE_CODES: std::ops::RangeInclusive<u16> = 943..=948;
/// Numbers within one code.
const LINES: u64 = 10_000_000;
/// Lines of an area code whose number begins with 0. Zonal numbers never do: 0 and 8 there are for dialling services
/// and for leaving the zone.
const ZERO_LINES: u64 = 1_000_000;

fn digits(mut number: u64, count: usize) -> Vec<u8> {
    let mut out = vec![0; count];
    for place in out.iter_mut().rev() {
        *place = u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    out
}

/// The INN of firm (or person) number `n`; different numbers below 20 million get different ones.
pub(super) fn inn(n: u64, person: bool, seed: u64) -> Option<Inn> {
    let ((first, size), count) = if person { (INN_PERSON, 10) } else { (INN_ORGANISATION, 9) };
    Inn::with_checksum(&digits(first + shuffled(n, size, seed), count))
}

/// The КПП of an organisation: its tax office, reason 01 (where it is registered), record 001.
pub(super) fn kpp(inn: &Inn) -> Option<Kpp> {
    let office: String = inn.digits().chars().take(4).collect();
    Kpp::read(&format!("{office}01001")).ok()
}

/// The register number beside an INN, given in `year` (two digits). Its region is the one of the INN, which does not
/// exist.
pub(super) fn ogrn(inn: &Inn, year: u64, n: u64, seed: u64) -> Option<Ogrn> {
    let region = if inn.digits().starts_with("97") { 97 } else { 98 };
    let head = (year % 100) * 100 + region;
    if inn.is_person() {
        let record = shuffled(n, 1_000_000_000, seed);
        Ogrn::with_checksum((30_000 + head) * 1_000_000_000 + record, OgrnKind::SoleTrader)
    } else {
        let record = shuffled(n, 10_000_000, seed);
        Ogrn::with_checksum((10_000 + head) * 10_000_000 + record, OgrnKind::Organisation)
    }
}

/// A line of an area code; different `n` below a million get different ones.
pub(super) fn landline(area: u16, n: u64, seed: u64) -> Option<Phone> {
    Phone::from_e164(70_000_000_000 + u64::from(area) * LINES + shuffled(n, ZERO_LINES, seed))
}

/// A mobile number; different `n` below 60 million get different ones.
pub(super) fn mobile(n: u64, seed: u64) -> Option<Phone> {
    let first = 70_000_000_000 + u64::from(*MOBILE_CODES.start()) * LINES;
    let codes = MOBILE_CODES.count() as u64;
    Phone::from_e164(first + shuffled(n, codes * LINES, seed))
}

/// Whether a number is one of those that are given to nobody: the ranges that this module hands out, and 555-0100 to
/// 555-0199 of every area of the North American plan, which that plan keeps for stories (ATIS-0300115).
pub fn is_nobodys(phone: &Phone) -> bool {
    match (phone.kind(), phone.area_code()) {
        (PhoneKind::Geographic, Some(_)) => phone.number() % LINES < ZERO_LINES,
        (PhoneKind::Mobile, Some(code)) => MOBILE_CODES.contains(&code),
        (PhoneKind::Foreign, _) => {
            (10_000_000_000..20_000_000_000).contains(&phone.number())
                && phone.number() % LINES / 100 == 55_501
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::geo;
    use crate::domain::inn::InnMark;

    #[test]
    fn tax_numbers_are_right_and_of_no_office() {
        for n in (0..2_000).chain([9_999_999, 19_999_999]) {
            for person in [false, true] {
                let number = inn(n, person, 1).unwrap();
                assert_eq!(Inn::read(&number.digits()), Ok((number, InnMark::Good)));
                assert_eq!(number.is_person(), person);
                let office: u8 = number.digits().get(..2).unwrap().parse().unwrap();
                assert!(matches!(office, 97 | 98), "{number}");
                assert!(geo::region(geo::RegionCode(office)).is_none());
                let register = ogrn(&number, 14, n, 1).unwrap();
                assert_eq!(Ogrn::read(&register.to_string()), Ok(register));
                assert_eq!(register.kind() == OgrnKind::SoleTrader, person);
                assert_eq!(register.to_string().get(1..5), Some(format!("14{office}").as_str()));
            }
            let number = inn(n, false, 1).unwrap();
            assert!(kpp(&number).unwrap().as_str().starts_with(number.digits().get(..4).unwrap()));
        }
    }

    #[test]
    fn numbers_differ() {
        let inns: BTreeSet<_> = (0..5_000).map(|n| inn(n, false, 3).unwrap()).collect();
        let mobiles: BTreeSet<_> = (0..5_000).map(|n| mobile(n, 3).unwrap().number()).collect();
        let lines: BTreeSet<_> = (0..5_000).map(|n| landline(495, n, 3).unwrap().number()).collect();
        assert_eq!((inns.len(), mobiles.len(), lines.len()), (5_000, 5_000, 5_000));
    }

    #[test]
    fn phones_are_nobodys_and_can_be_read() {
        let areas: Vec<u16> = geo::regions().iter().flat_map(|region| region.area_codes).copied().collect();
        for n in 0..300 {
            let lines = areas.iter().filter_map(|area| landline(*area, n, 2)).chain(mobile(n, 2));
            for phone in lines {
                assert!(is_nobodys(&phone), "{phone}");
                assert_eq!(Phone::parse(&phone.pretty()), Ok(phone));
            }
        }
        assert!(is_nobodys(&Phone::parse("+1 416 555-0107").unwrap()));
        for taken in [
            "+1 416 555-1107",
            "+1 416 554-0107",
            "+7 495 123-45-67",
            "+7 916 012-34-56",
            "8 800 000-00-00",
            "+375 29 123-45-67",
        ] {
            assert!(!is_nobodys(&Phone::parse(taken).unwrap()), "{taken}");
        }
    }
}
