//! The benchmark of the desk: `dozvon bench desk`, and `cargo bench --bench desk`.
//!
//! How long what an operator waits for takes: frames, dossiers, searches, the queue, a call by keys, what he writes, and the
//! loading of lists. Where SQLite can do the same it does it in turn with us.

mod calls;
mod find;
mod load;
mod open;
mod queue;
mod screen;
mod write;

use std::time::{Duration, Instant};

use super::base::{Base, engine_folder};
use super::error::Result;
use super::line::{Line, Unit};
use super::list::Rows;
use super::machine;
use super::plan::{Entry, INTERACTIONS, Plan};
use super::sqlite::Sqlite;
use super::times::Times;
use crate::sample::load::Size;
use find::Targets;

/// What a key may take, till its frame: DESIGN §7.
const KEY: Duration = Duration::from_millis(5);

/// Makes a base in the folder of the plan and measures the desk over it; each line is told as soon as it is known.
///
/// # Errors
/// When a base can't be made, or the desk or SQLite fails.
pub fn run(plan: &Plan, tell: &mut dyn FnMut(Entry)) -> Result<()> {
    let mut report = Report { tell };
    let folder = plan.folder.join("base");
    make(plan, &folder, &mut report)?;

    report.head("Opening, after an orderly close, files in the memory of the system");
    open::measure(plan, &folder, &mut report)?;
    let base = Base::open(&folder, plan.engine)?;
    base.desk.load_names(&mut |_| true)?;
    let sqlite = Sqlite::create_with_names(&plan.folder.join("peer.sqlite"))?;
    sqlite.copy(&base)?;
    let targets = Targets::of(&base, plan.clients)?;

    report.head("Frames");
    for size in [(120, 36), (200, 60)] {
        screen::measure(&base, size, &mut report)?;
    }
    report.head("Dossier: card, people, last 20 events, deals, plans, prohibitions");
    find::dossiers(&base, &sqlite, &targets, &mut report)?;
    report.head("Search");
    find::endings(&base, &sqlite, &targets, &mut report)?;
    find::names(&base, &sqlite, &targets, &mut report)?;
    report.head("The queue");
    queue::measure(&base, &sqlite, &mut report)?;
    report.head("A call");
    calls::measure(&base, &targets, plan.clients, &mut report)?;
    report.head("A call job");
    load::job(&base, plan, &mut report)?;
    report.head("Durable writes");
    write::measure(&base, &sqlite, &plan.folder, plan.clients, &mut report)?;
    drop(sqlite);
    let mut lists = Vec::new();
    for what in [Rows::Short, Rows::Full] {
        let list = plan.folder.join(format!("{what:?}.csv"));
        let rows = load::write_list(&base, &list, what)?;
        lists.push((what, list, rows));
    }
    drop(base);
    report.head("Import");
    for (what, list, rows) in lists {
        load::measure(plan, &list, what, rows, &mut report)?;
    }
    Ok(())
}

/// Fills a new base.
fn make(plan: &Plan, folder: &std::path::Path, report: &mut Report<'_>) -> Result<()> {
    let base = Base::open(folder, plan.engine)?;
    let begun = Instant::now();
    let totals = base.fill(Size { clients: plan.clients, interactions: INTERACTIONS })?;
    let seconds = begun.elapsed().as_secs_f64();
    report.note(format!(
        "{} clients, {} people, {} interactions, {} planned contacts, {} deals: made in {seconds:.1} s",
        totals.clients, totals.people, totals.interactions, totals.entries, totals.deals
    ));
    drop(base);
    let megabytes = |folder: &std::path::Path| machine::size(folder) / 1_000_000;
    let (journal, engine) = (megabytes(&folder.join("journal")), megabytes(&engine_folder(folder)?));
    report.note(format!("on disk: journal {journal} MB, engine {engine} MB"));
    Ok(())
}

/// Tells the lines.
struct Report<'a> {
    tell: &'a mut dyn FnMut(Entry),
}

impl Report<'_> {
    /// Heads the lines that follow.
    fn head(&mut self, title: &'static str) {
        (self.tell)(Entry::Head(title));
    }

    /// One line of times: what, ours, the bound for p99, the peer.
    fn times(&mut self, what: &str, ours: &Times, bound: Option<Duration>, peer: Option<&Times>) {
        (self.tell)(Entry::Line(Line::times(what, ours, peer).p99_at_most(bound)));
    }

    /// One line of something that is counted by the second.
    fn rate(&mut self, what: &str, ours: f64, bound: Option<f64>, peer: Option<f64>) {
        (self.tell)(Entry::Line(Line::one(what, Unit::Rate, ours, peer).at_least(bound)));
    }

    /// One line of something that takes seconds.
    fn seconds(&mut self, what: &str, ours: f64, bound: Option<f64>) {
        (self.tell)(Entry::Line(Line::one(what, Unit::Seconds, ours, None).at_most(bound)));
    }

    fn note(&mut self, text: String) {
        (self.tell)(Entry::Note(text));
    }
}
