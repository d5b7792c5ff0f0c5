//! The parts of the benchmark, and the processes they run in.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::{INTERACTIONS, Plan, change, fill, mixed, read, small, upkeep, write};
use crate::bench::base::Contender;
use crate::bench::error::{BenchError, Result};
use crate::bench::list::Rows;
use crate::bench::machine;
use crate::bench::times::Times;
use crate::sample::load::Size;

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Side {
    Ours,
    Peer,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Ours, Self::Peer];
}

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Part {
    /// Makes the records and throws them away: how many there are, what they weigh, whom to ask for.
    Weigh,
    /// Makes the records and writes them into a new base.
    Fill(Side),
    /// Writes the lists.
    Lists,
    /// Loads a list into a new base.
    Import(Side, Rows),
    /// Opens a base and reads dossiers by phone.
    Serve { side: Side, cold: bool },
    /// Asks both for the same, in turn.
    Read,
    /// Durable writes of both, in turn.
    Write,
    /// Loads a list while operators read and write.
    Mixed(Side),
    /// Rebuilding, backup, restore, verification.
    Upkeep,
    /// Makes a small base whose clients have so many interactions.
    SmallFill(u32),
    /// Opens it.
    SmallOpen(u32),
    /// Changes the clients of a small base again and again.
    Change,
}

/// A part with all it needs to know.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Job {
    part: Part,
    pub(super) clients: u64,
    engine: String,
    folder: PathBuf,
}

/// What a part has found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    times: BTreeMap<String, Times>,
    figures: BTreeMap<String, f64>,
}

impl Outcome {
    pub(super) fn put_times(&mut self, name: impl Into<String>, times: Times) {
        self.times.insert(name.into(), times);
    }

    pub(super) fn put(&mut self, name: impl Into<String>, figure: f64) {
        self.figures.insert(name.into(), figure);
    }

    /// Times by name; none when there are none.
    pub(super) fn times(&self, name: &str) -> Times {
        self.times.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn figure(&self, name: &str) -> Option<f64> {
        self.figures.get(name).copied()
    }

    /// A figure that is always there; anything calculated with one that is not shows nothing.
    pub(super) fn sure(&self, name: &str) -> f64 {
        self.figure(name).unwrap_or(f64::NAN)
    }
}

/// How to start this program once more for a part: the arguments are followed by the part.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// What it is called with.
    pub arguments: Vec<OsString>,
}

impl Launch {
    pub(super) fn run(&self, plan: &Plan, part: Part) -> Result<Outcome> {
        let name = format!("{part:?}");
        let job = serde_json::to_string(&Job::new(plan, part))
            .map_err(|error| BenchError::wrong(error.to_string()))?;
        let output = Command::new(&self.program)
            .args(&self.arguments)
            .arg(job)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .map_err(BenchError::file(&self.program))?;
        let outcome = output.status.success().then(|| serde_json::from_slice(&output.stdout).ok()).flatten();
        outcome.ok_or(BenchError::Part { name })
    }
}

/// Runs a part in this process: `job` is what [`Launch`] was given to hand on. Its outcome is to be printed as JSON.
///
/// # Errors
/// When the job is none, and as the part fails.
pub fn run_part(job: &str) -> Result<Outcome> {
    let job: Job =
        serde_json::from_str(job).map_err(|error| BenchError::wrong(format!("no part: {error}")))?;
    let mut outcome = match job.part {
        Part::Weigh => fill::weigh(&job),
        Part::Fill(side) => fill::fill(&job, side),
        Part::Lists => fill::lists(&job),
        Part::Import(side, rows) => fill::import(&job, side, rows),
        Part::Serve { side, cold } => read::serve(&job, side, cold),
        Part::Read => read::read(&job),
        Part::Write => write::write(&job),
        Part::Mixed(side) => mixed::mixed(&job, side),
        Part::Upkeep => upkeep::upkeep(&job),
        Part::SmallFill(interactions) => small::fill(&job, interactions),
        Part::SmallOpen(interactions) => small::open(&job, interactions),
        Part::Change => change::change(&job),
    }?;
    if let Some(peak) = machine::memory("VmHWM") {
        outcome.put("peak", peak as f64);
    }
    Ok(outcome)
}

impl Job {
    pub(super) fn new(plan: &Plan, part: Part) -> Self {
        let engine = plan.engine.name.to_owned();
        Self { part, clients: plan.clients, engine, folder: plan.folder.clone() }
    }

    pub(super) fn engine(&self) -> Result<Contender> {
        Contender::named(&self.engine).ok_or_else(|| BenchError::wrong(format!("no engine {}", self.engine)))
    }

    pub(super) fn size(&self) -> Size {
        Size { clients: self.clients, interactions: INTERACTIONS }
    }

    /// A file or folder of the run.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The folder of our base.
    pub(super) fn ours(&self) -> PathBuf {
        self.path(OURS)
    }

    /// The file of the same base in SQLite.
    pub(super) fn peer(&self) -> PathBuf {
        self.path(PEER)
    }

    /// A list of these rows.
    pub(super) fn list(&self, rows: Rows) -> PathBuf {
        self.path(match rows {
            Rows::Short => "short.csv",
            Rows::Full => "full.csv",
        })
    }
}

pub(super) const OURS: &str = "ours";
pub(super) const PEER: &str = "peer.sqlite";
