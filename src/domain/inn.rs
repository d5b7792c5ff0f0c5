//! STUB
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Inn(u64);
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InnMark {
    #[default]
    Good,
    ZeroRecovered,
    BadChecksum,
}
impl Inn {
    pub fn digits(&self) -> String {
        format!("{:010}", self.0)
    }
}
