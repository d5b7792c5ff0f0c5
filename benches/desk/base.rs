//! The base that is measured: made once in a folder of its own, gone with the process.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::{FixedOffset, TimeZone};
use dozvon::desk::content::Furnish;
use dozvon::desk::{Desk, Who};
use dozvon::domain::ids::SessionId;
use dozvon::domain::time::Moment;
use dozvon::sample::{demo, load};
use dozvon::store::Store;
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::{EngineKind, LocalStore};

/// Interactions of every client.
const INTERACTIONS: u32 = 5;
const SEED: u64 = 7;

/// A base that is open.
pub(crate) struct Base {
    pub(crate) store: Arc<LocalStore>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) boss: Who,
    pub(crate) operator: Who,
}

/// A Wednesday, 12:41 in Moscow: the time stands still.
pub(crate) fn now() -> Moment {
    let moscow = FixedOffset::east_opt(3 * 3600).expect("a zone");
    Moment::from(moscow.with_ymd_and_hms(2026, 11, 18, 12, 41, 0).single().expect("a date"))
}

impl Base {
    /// Opens the base of a folder, making it when there is none.
    pub(crate) fn open(folder: &Path) -> Self {
        let store = LocalStore::open(folder, EngineKind::Sled, &mut |_| {}).expect("a store");
        let store = Arc::new(store);
        let desk = Arc::new(Desk::new(Arc::clone(&store) as Arc<dyn Store>, Box::<MemoryDrafts>::default()));
        desk.furnish(&Furnish::shipped(), now()).expect("results and processes");
        let boss = demo::supervisor(&desk, now()).expect("a supervisor");
        let operator = demo::sign_in(&desk, demo::OPERATOR, SessionId(1), now()).expect("an operator");
        Self { store, desk, boss, operator }
    }

    /// Fills a new base.
    pub(crate) fn make(folder: &Path, clients: u64) {
        let base = Self::open(folder);
        let begun = Instant::now();
        let size = load::Size { clients, interactions: INTERACTIONS };
        let totals = load::fill(&base.desk, &base.boss, SEED, now(), size, &mut |_| {}).expect("clients");
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "{} clients, {} people, {} interactions, {} planned contacts, {} deals: made in {seconds:.1} s",
            totals.clients, totals.people, totals.interactions, totals.entries, totals.deals
        );
        drop(base);
        println!("on disk: journal {} MB, engine {} MB", megabytes(&folder.join("journal")), {
            megabytes(&folder.join("engine-sled"))
        });
    }
}

fn megabytes(folder: &Path) -> u64 {
    fn bytes(path: PathBuf) -> u64 {
        match std::fs::read_dir(&path) {
            Ok(entries) => entries.flatten().map(|entry| bytes(entry.path())).sum(),
            Err(_) => std::fs::metadata(path).map_or(0, |data| data.len()),
        }
    }
    bytes(folder.to_owned()) / 1_000_000
}
