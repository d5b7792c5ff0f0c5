//! The desk at work: how long what an operator waits for takes, each beside SQLite doing the same in the same run.
//!
//! `cargo bench --bench desk [-- CLIENTS]`, 100 000 clients if nothing is said. `docs/benchmarks.md` explains the lines.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]
#![allow(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a wrong run of a benchmark may stop"
)]

mod base;
mod load;
mod screen;
mod sqlite;
mod times;
mod write;

use std::time::Duration;

use base::{Base, now};
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::search::Lookup;
use dozvon::domain::ids::{ClientId, RecordId};
use dozvon::domain::name;
use dozvon::domain::phone::Phone;
use dozvon::store::Reads;
use sqlite::Sqlite;
use times::{Times, head, line, micros};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CLIENTS: u64 = 100_000;
/// Clients that are asked for.
const TARGETS: u64 = 2_000;
/// Matches that a search shows.
const MATCHES: usize = 50;

fn main() {
    let clients = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(CLIENTS);
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path().join("base");
    Base::make(&folder, clients);

    opening(&folder);
    let base = Base::open(&folder);
    base.desk.load_names(&mut |_| true).expect("names");
    let mut sqlite = Sqlite::new(&temporary.path().join("peer.sqlite"));
    sqlite.copy(&base);
    let targets = Targets::of(&base, clients);

    head("Frames");
    screen::measure(&base, (120, 36));
    screen::measure(&base, (200, 60));
    head("Dossier: card, people, last 20 events, deals, plans, prohibitions");
    dossiers(&base, &sqlite, &targets);
    head("Search");
    endings(&base, &sqlite, &targets);
    names(&base, &sqlite, &targets);
    head("Durable writes");
    write::measure(&base, &sqlite, temporary.path(), clients);
    drop(sqlite);
    let lists = [load::Rows::Short, load::Rows::Full].map(|what| {
        let list = temporary.path().join(format!("{what:?}.csv"));
        let rows = load::write_list(&base, &list, what);
        (what, list, rows)
    });
    drop(base);
    head("Import");
    for (what, list, rows) in lists {
        load::measure(&list, what, temporary.path(), rows);
    }
}

/// What is asked for.
struct Targets {
    clients: Vec<ClientId>,
    phones: Vec<Phone>,
    inns: Vec<String>,
    names: Vec<String>,
}

impl Targets {
    fn of(base: &Base, clients: u64) -> Self {
        let reads = Reads(base.store.as_ref());
        let mut targets =
            Self { clients: Vec::new(), phones: Vec::new(), inns: Vec::new(), names: Vec::new() };
        for n in 0..TARGETS.min(clients) {
            // Here and there in the base: neighbours would be found warm.
            let id = ClientId::from_u64(1 + n * 7_919 % clients);
            let Some(client) = reads.client(id).expect("a client") else { continue };
            targets.clients.push(id);
            targets.phones.extend(client.phones().next().map(|phone| phone.without_ext()));
            let legal = reads.legal_of(id).expect("legal entities");
            targets.inns.extend(legal.iter().find_map(|legal| legal.record.inn).map(|inn| inn.digits()));
            targets.names.push(client.name.clone());
        }
        targets
    }
}

/// From the folder to the first frame.
fn opening(folder: &std::path::Path) {
    let (mut first, mut full, mut names) = (Times::default(), Times::default(), Times::default());
    for _ in 0..5 {
        let begun = std::time::Instant::now();
        let base = Base::open(folder);
        let mut session = screen::session(&base, (120, 36));
        assert!(!session.frame().is_empty());
        first.push(begun.elapsed());
        session.work_off();
        assert!(!session.frame().is_empty());
        full.push(begun.elapsed());
        names.take_whole(|| base.desk.load_names(&mut |_| true).expect("names"));
    }
    head("Opening, after an orderly close, files in the memory of the system");
    line("folder → first frame", &first, Some(Duration::from_millis(300)), None);
    line("folder → queue and first card", &full, None, None);
    line("names for the search, meanwhile", &names, None, None);
}

fn dossiers(base: &Base, sqlite: &Sqlite, targets: &Targets) {
    let find = |query: &str| {
        let lookup = Lookup { query: query.to_owned(), limit: MATCHES };
        base.desk.query(&base.operator, now(), &lookup).expect("an answer")
    };
    let dossier = |id: ClientId| base.desk.query(&base.operator, now(), &DossierOf(id)).expect("a dossier");
    let (mut ours, mut peer) = (Times::default(), Times::default());
    for warm in [true, false] {
        for id in &targets.clients {
            let (mine, theirs) = (&mut Times::default(), &mut Times::default());
            let (mine, theirs) = if warm { (mine, theirs) } else { (&mut ours, &mut peer) };
            mine.take(|| dossier(*id));
            theirs.take(|| sqlite.dossier(id.as_u64()));
        }
    }
    line("client → dossier", &ours, Some(micros(1_000)), Some(&peer));

    let (mut ours, mut peer) = (Times::default(), Times::default());
    for phone in &targets.phones {
        let query = phone.pretty();
        ours.take(|| dossier(find(&query).matches[0].client.id));
        peer.take(|| {
            let found = sqlite.by_phone(&phone.digits());
            sqlite.rows(&found) + sqlite.dossier(found[0])
        });
    }
    line("phone → dossier", &ours, Some(micros(1_000)), Some(&peer));
    let (mut ours, mut peer) = (Times::default(), Times::default());
    for inn in &targets.inns {
        ours.take(|| dossier(find(inn).matches[0].client.id));
        peer.take(|| {
            let found = sqlite.by_inn(inn);
            sqlite.rows(&found) + sqlite.dossier(found[0])
        });
    }
    line("INN → dossier", &ours, Some(micros(1_000)), Some(&peer));
}

fn endings(base: &Base, sqlite: &Sqlite, targets: &Targets) {
    for count in [4, 5, 6, 7, 8, 10, 11] {
        let (mut ours, mut peer) = (Times::default(), Times::default());
        for phone in targets.phones.iter().take(500) {
            let digits = phone.digits();
            let ending = digits.get(digits.len() - count..).expect("a number").to_owned();
            let lookup = Lookup { query: ending.clone(), limit: MATCHES };
            ours.take(|| base.desk.query(&base.operator, now(), &lookup).expect("an answer"));
            peer.take(|| sqlite.by_ending(&ending));
        }
        line(&format!("last {count} digits → clients"), &ours, Some(micros(20_000)), Some(&peer));
    }
}

fn names(base: &Base, sqlite: &Sqlite, targets: &Targets) {
    let (mut ours, mut peer) = (Times::default(), Times::default());
    for target in targets.names.iter().take(150) {
        let plain = name::strip_legal_form(target).to_lowercase().replace(['«', '»', '"'], "");
        let mut typed = String::new();
        for letter in plain.chars() {
            typed.push(letter);
            let lookup = Lookup { query: typed.clone(), limit: MATCHES };
            ours.take(|| base.desk.query(&base.operator, now(), &lookup).expect("an answer"));
            peer.take(|| sqlite.by_name(&typed, MATCHES));
        }
    }
    line("a name, each letter, with its rows", &ours, Some(micros(20_000)), Some(&peer));
}
