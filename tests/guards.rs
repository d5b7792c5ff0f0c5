//! Bounds the system sets, places that are not to be written to, results that can't be printed: what a command must not do is
//! not done, what it has done is said, and nothing acknowledged is lost.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

#[path = "guards/bounds.rs"]
mod bounds;
#[path = "guards/bulk.rs"]
mod bulk;
mod common;
#[path = "guards/places.rs"]
mod places;
#[path = "guards/printing.rs"]
mod printing;
#[path = "guards/said.rs"]
mod said;

use std::path::Path;

use common::cli::{Home, Said};
use common::harm::{content, cut, flip, on, says, segments, small};
