//! STUB
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Phone { number: u64, ext: u64 }
impl Phone { pub fn same_line(&self, o: &Phone) -> bool { self.number == o.number } }
impl std::fmt::Display for Phone { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "+{}", self.number) } }
