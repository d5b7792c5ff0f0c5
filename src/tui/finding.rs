//! Clients that a filter means, counted while the line is typed.
//!
//! A large base takes seconds: each key stops the count of the line before.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::dialog::Dialog;
use super::env::Env;
use super::model::Model;
use super::msg::{Effect, Failure};
use super::update::{fail, open_client, tell};
use crate::desk::filter::Counted;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::filter::{Fault, Filter};
use crate::domain::text::clean_line;
use crate::say;

/// Clients that are shown.
pub const ROWS: usize = 200;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Search {
    /// Which clients.
    pub filter: Filter,
    /// Whether nobody waits for it any more.
    pub stop: Stop,
}

/// Tells a count that nobody waits for it any more.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Nobody waits for it.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether nobody waits for it.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why nothing was found.
#[derive(Debug)]
pub enum NotFound {
    /// The line names something nobody here knows.
    Fault(Fault),
    /// It could not be read.
    Failed(Failure),
}

/// Clients have come for the line with this token.
pub(super) fn came(
    model: &mut Model,
    env: &Env,
    token: u64,
    result: Result<Box<Counted>, NotFound>,
) -> Vec<Effect> {
    let place = model.dialogs.iter().position(|dialog| matches!(dialog, Dialog::Finder(_)));
    let Some((place, Dialog::Finder(finder))) =
        place.and_then(|place| Some((place, model.dialogs.get_mut(place)?)))
    else {
        return Vec::new();
    };
    match finder.found(token, result) {
        Some(client) => {
            model.dialogs.remove(place);
            open_client(model, env, client, None)
        }
        None => Vec::new(),
    }
}

/// A filter was saved: its form goes.
pub(super) fn saved(model: &mut Model, env: &Env, result: Result<SavedFilter, Failure>) -> Vec<Effect> {
    model.busy = false;
    match result {
        Ok(saved) => {
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::SaveFilter(_)));
            let line = Filter::parse(&saved.line).map(|filter| filter.line(env.texts.lang()));
            let line = line.unwrap_or_default();
            tell(model, env, say!("filter-saved", name = clean_line(&saved.name), line = line));
        }
        Err(failure) => fail(model, env, failure),
    }
    Vec::new()
}

/// A filter was taken away.
pub(super) fn dropped(model: &mut Model, env: &Env, result: Result<SavedFilter, Failure>) -> Vec<Effect> {
    model.busy = false;
    match result {
        Ok(saved) => tell(model, env, say!("filter-dropped", name = clean_line(&saved.name))),
        Err(failure) => fail(model, env, failure),
    }
    Vec::new()
}
