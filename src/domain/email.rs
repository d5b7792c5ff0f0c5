//! STUB
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Email(String);
impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl Email {
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}
