//! Plain files that are kept in the base, so that every terminal works by the same ones.

use serde::{Deserialize, Serialize};

use super::ids::{SettingId, UserId};
use super::time::Moment;

/// The longest file that is kept, in bytes.
pub const TEXT_MAX: usize = 256 * 1024;

/// A file in one of its versions. The newest that can be read holds: a file that a later release wrote, or that was
/// damaged, never leaves a shift without one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The id the store gave to this version.
    pub id: SettingId,
    /// What it is: `queue-weights`.
    pub name: String,
    /// The version, from 1.
    pub version: u32,
    /// The file as it was written, comments and all.
    pub text: String,
    /// When it was loaded.
    pub saved: Moment,
    /// Who loaded it.
    pub by: UserId,
}
