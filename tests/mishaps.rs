//! What befalls bases and their backups: lost ends, repairs that were cut short, rot, full disks, strange things in folders.
//! What the commands say of it is true, nothing is made worse, and what they advise works.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;
#[path = "mishaps/copies.rs"]
mod copies;
#[path = "mishaps/gaps.rs"]
mod gaps;
#[path = "mishaps/heads.rs"]
mod heads;
#[path = "mishaps/jobs.rs"]
mod jobs;
#[path = "mishaps/lost.rs"]
mod lost;
#[path = "mishaps/open_end.rs"]
mod open_end;
#[path = "mishaps/own.rs"]
mod own;
#[path = "mishaps/pages.rs"]
mod pages;
#[path = "mishaps/proof.rs"]
mod proof;
#[path = "mishaps/repairs.rs"]
mod repairs;
#[path = "mishaps/returned.rs"]
mod returned;
#[path = "mishaps/said.rs"]
mod said;
#[path = "mishaps/strange.rs"]
mod strange;
#[path = "mishaps/words.rs"]
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::cli::{Home, Said, files};
use common::harm::{
    content, copy, cut, flip, forget_engine, last, note, on, report, says, segment, segments, small,
    snapshots,
};
