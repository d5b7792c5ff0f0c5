//! STUB
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Phone {
    number: u64,
    ext: u64,
}
impl Phone {
    pub fn same_line(&self, o: &Phone) -> bool {
        self.number == o.number
    }
    pub fn number(&self) -> u64 {
        self.number
    }
    pub fn from_e164(number: u64) -> Option<Self> {
        Some(Self { number, ext: 0 })
    }
    pub fn reversed_digits(&self) -> String {
        self.number.to_string().chars().rev().collect()
    }
}
impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "+{}", self.number)
    }
}
