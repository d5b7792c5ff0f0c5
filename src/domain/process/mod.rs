//! Processes: the stages a deal passes (1С: вид сделки and its этапы). They are edited as a [`file`](mod@file).

pub mod file;
mod task;

use serde::{Deserialize, Serialize};

use super::ids::ProcessId;
use super::text::Bilingual;

pub use self::task::StageTask;

/// A process in one of its versions. Deals keep the version they began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// The id the store gave to this version.
    pub id: ProcessId,
    /// A stable word, the same for all versions: `standard-sale`.
    pub code: String,
    /// The version, from 1.
    pub version: u32,
    /// The name on the screen: «Типовая продажа».
    pub name: Bilingual,
    /// How a deal is led through the stages.
    pub control: Control,
    /// The stages in order. Empty when `control` is [`Control::None`].
    pub stages: Vec<Stage>,
    /// Why a deal may be lost.
    pub loss_reasons: Vec<Bilingual>,
}

/// The three ways a deal is led (1С: «процесс, управляемый бизнес-процессом; вручную; без процесса»).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// One stage after another; skipping a stage is not possible.
    #[default]
    Process,
    /// By hand: any stage may follow any.
    Manual,
    /// No stages.
    None,
}

/// One stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// A stable word within the process.
    pub code: String,
    /// The name on the screen.
    pub name: Bilingual,
    /// Days a deal should stay here at most.
    pub norm_days: Option<u16>,
    /// Chance that a deal here will be won, in per cent 0–100.
    pub probability: Option<u8>,
    /// When leaving this stage wants a reason.
    pub reason: ReasonRule,
    /// What whoever brings a deal here has to do, and by when.
    pub task: Option<StageTask>,
}

/// When a move of a deal wants a reason in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonRule {
    /// Never.
    Never,
    /// On the way back.
    #[default]
    Back,
    /// On every move.
    Always,
}
