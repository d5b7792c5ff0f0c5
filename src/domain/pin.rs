//! PINs: what an operator signs in with, kept as a digest that does not give the digits back.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Fewest digits of a PIN.
pub const DIGITS_MIN: usize = 4;
/// Most digits of a PIN.
pub const DIGITS_MAX: usize = 12;
/// Wrong PINs in a row after which nobody signs in for [`LOCK_MS`].
pub const TRIES: u8 = 5;
/// How long a user is locked after [`TRIES`] wrong PINs, in milliseconds: five minutes.
pub const LOCK_MS: i64 = 5 * super::time::MINUTE_MS;

/// Memory and passes of argon2id: the least OWASP recommends (Password Storage Cheat Sheet, 2024).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// The digest of a PIN: argon2id with a salt of its own, and what it cost to make.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    salt: [u8; 16],
    digest: [u8; 32],
    memory_kib: u32,
    passes: u32,
}

/// Why digits are no PIN.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PinError {
    /// Something else than digits, or too few or too many of them.
    #[error("a PIN has {DIGITS_MIN} to {DIGITS_MAX} digits")]
    Digits,
    /// The digest could not be made: there was not enough memory.
    #[error("the digest of the PIN could not be made")]
    Digest,
}

// Not even a digest belongs in a log.
impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}

impl Pin {
    /// The digest of a PIN. The salt must come from a source of chance and be used once.
    ///
    /// # Errors
    /// When this is no PIN.
    pub fn new(digits: &str, salt: [u8; 16]) -> Result<Self, PinError> {
        let count = digits.chars().count();
        if !digits.bytes().all(|b| b.is_ascii_digit()) || !(DIGITS_MIN..=DIGITS_MAX).contains(&count) {
            return Err(PinError::Digits);
        }
        let mut pin = Self { salt, digest: [0; 32], memory_kib: MEMORY_KIB, passes: PASSES };
        pin.digest = pin.digest_of(digits).ok_or(PinError::Digest)?;
        Ok(pin)
    }

    /// Whether these are its digits. Takes tens of milliseconds, on purpose.
    pub fn is(&self, digits: &str) -> bool {
        let digest = self.digest_of(digits);
        // All of it is looked at, whatever differs first.
        digest.is_some_and(|digest| {
            digest.iter().zip(&self.digest).fold(0, |found, (one, other)| found | (one ^ other)) == 0
        })
    }

    fn digest_of(&self, digits: &str) -> Option<[u8; 32]> {
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32)).ok()?;
        let mut digest = [0; 32];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(digits.as_bytes(), &self.salt, &mut digest).ok()?;
        Some(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_digits_open_it() {
        let pin = Pin::new("4917", [7; 16]).unwrap();
        assert!(pin.is("4917"));
        for wrong in ["4918", "491", "49170", "", "４９１７"] {
            assert!(!pin.is(wrong), "{wrong}");
        }
        assert_ne!(pin, Pin::new("4917", [8; 16]).unwrap(), "the salt counts");
        assert_eq!(format!("{pin:?}"), "Pin");
    }

    #[test]
    fn what_is_no_pin_is_refused() {
        for bad in ["", "123", "1234567890123", "12a4", "12 34", "４９１７"] {
            assert_eq!(Pin::new(bad, [0; 16]), Err(PinError::Digits), "{bad}");
        }
    }
}
