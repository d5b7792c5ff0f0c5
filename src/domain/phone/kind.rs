//! What sort of number it is.

use serde::{Deserialize, Serialize};

use super::plan::national_seven;
use super::{Phone, PhoneError};

/// What sort of number it is, as far as its digits tell.
///
/// Source: the Russian numbering plan (приказ Минцифры от 31.01.2022 № 75): zones 3, 4 and 8 are geographic, 9 is mobile,
/// 80x are services, 6 and 7 are Kazakhstan's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PhoneKind {
    /// Russian, codes 900–999. Includes satellite and machine numbers of these codes.
    Mobile,
    /// Russian, with an area code.
    Geographic,
    /// Russian, 8-800 or 8-804: the callee pays.
    TollFree,
    /// Russian, the other 80x codes: televoting, personal and paid services.
    Premium,
    /// Kazakhstan: +7 6xx and +7 7xx.
    Kazakhstan,
    /// Any other country.
    Foreign,
}

/// The short numbers of public services: emergency calls, both old and new, and the lines of towns.
const SERVICES: [&str; 20] = [
    "01", "02", "03", "04", "05", "09", "101", "102", "103", "104", "105", "109", "112", "115", "117", "118",
    "122", "123", "0611", "0890",
];

/// Whether a text is the short number of a public service: 112, 03.
pub fn is_service(text: &str) -> bool {
    SERVICES.contains(&text.trim())
}

impl Phone {
    /// What sort of number it is.
    pub fn kind(&self) -> PhoneKind {
        match self.code() {
            Some(600..=799) => PhoneKind::Kazakhstan,
            Some(800 | 804) => PhoneKind::TollFree,
            Some(801..=809) => PhoneKind::Premium,
            Some(900..) => PhoneKind::Mobile,
            Some(_) => PhoneKind::Geographic,
            None => PhoneKind::Foreign,
        }
    }

    /// Whether a client can have this number: 8-800 and the other services of 80x are nobody's own.
    pub fn may_be_clients(&self) -> bool {
        !matches!(self.kind(), PhoneKind::TollFree | PhoneKind::Premium)
    }

    /// The number, when a client can have it.
    ///
    /// # Errors
    /// [`PhoneError::Service`] for one he can't.
    pub fn of_client(self) -> Result<Self, PhoneError> {
        if self.may_be_clients() { Ok(self) } else { Err(PhoneError::Service) }
    }

    /// The three digits behind +7 of a Russian number: 495, 916. None for other countries, Kazakhstan included. Area
    /// codes of small towns are longer; their first three digits name the region.
    pub fn area_code(&self) -> Option<u16> {
        self.code().filter(|code| !(600..=799).contains(code))
    }

    /// Whether the number is Russian.
    pub fn is_russian(&self) -> bool {
        self.area_code().is_some()
    }

    fn code(&self) -> Option<u16> {
        national_seven(self.number()).and_then(|national| u16::try_from(national / 10_000_000).ok())
    }
}
