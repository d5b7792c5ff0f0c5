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

mod load;
mod print;
mod queue;
mod screen;
mod write;

use std::path::Path;
use std::time::{Duration, Instant};

use dozvon::bench::base::{Base, ENGINES, engine_folder, now};
use dozvon::bench::list::Rows;
use dozvon::bench::machine;
use dozvon::bench::sqlite::Sqlite;
use dozvon::bench::times::Times;
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::search::Lookup;
use dozvon::domain::ids::{ClientId, RecordId};
use dozvon::domain::name;
use dozvon::domain::phone::Phone;
use dozvon::sample::load::Size;
use dozvon::store::Reads;
use print::{head, line, micros};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CLIENTS: u64 = 100_000;
/// Interactions of every client.
const INTERACTIONS: u32 = 5;
/// Clients that are asked for.
const TARGETS: u64 = 2_000;
/// Matches that a search shows.
const MATCHES: usize = 50;

fn main() {
    let clients = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(CLIENTS);
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path().join("base");
    make(&folder, clients);

    opening(&folder);
    let base = open(&folder);
    base.desk.load_names(&mut |_| true).expect("names");
    let sqlite = Sqlite::create_with_names(&temporary.path().join("peer.sqlite")).expect("a database");
    sqlite.copy(&base).expect("a copy");
    let targets = Targets::of(&base, clients);

    head("Frames");
    screen::measure(&base, (120, 36));
    screen::measure(&base, (200, 60));
    head("Dossier: card, people, last 20 events, deals, plans, prohibitions");
    dossiers(&base, &sqlite, &targets);
    head("Search");
    endings(&base, &sqlite, &targets);
    names(&base, &sqlite, &targets);
    head("The queue");
    queue::measure(&base, &sqlite);
    head("Durable writes");
    write::measure(&base, &sqlite, temporary.path(), clients);
    drop(sqlite);
    let lists = [Rows::Short, Rows::Full].map(|what| {
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

/// Opens the base of a folder, making it when there is none.
fn open(folder: &Path) -> Base {
    Base::open(folder, ENGINES[0]).expect("a base")
}

/// Fills a new base.
fn make(folder: &Path, clients: u64) {
    let base = open(folder);
    let begun = Instant::now();
    let totals = base.fill(Size { clients, interactions: INTERACTIONS }).expect("clients");
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{} clients, {} people, {} interactions, {} planned contacts, {} deals: made in {seconds:.1} s",
        totals.clients, totals.people, totals.interactions, totals.entries, totals.deals
    );
    drop(base);
    let megabytes = |folder: &Path| machine::size(folder) / 1_000_000;
    let engine = engine_folder(folder).expect("an engine");
    println!("on disk: journal {} MB, engine {} MB", megabytes(&folder.join("journal")), megabytes(&engine));
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
fn opening(folder: &Path) {
    let (mut first, mut full, mut names) = (Times::default(), Times::default(), Times::default());
    for _ in 0..5 {
        let begun = Instant::now();
        let base = open(folder);
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
            theirs.take(|| sqlite.dossier(id.as_u64())).expect("a dossier");
        }
    }
    line("client → dossier", &ours, Some(micros(1_000)), Some(&peer));

    let (mut ours, mut peer) = (Times::default(), Times::default());
    for phone in &targets.phones {
        let query = phone.pretty();
        ours.take(|| dossier(find(&query).matches[0].client.id));
        peer.take(|| {
            sqlite
                .reading(|| Ok(shown(sqlite, &sqlite.by_phone(&phone.reversed_digits())?)))
                .expect("clients")
        });
    }
    line("phone → dossier", &ours, Some(micros(1_000)), Some(&peer));
    let (mut ours, mut peer) = (Times::default(), Times::default());
    for inn in &targets.inns {
        ours.take(|| dossier(find(inn).matches[0].client.id));
        peer.take(|| sqlite.reading(|| Ok(shown(sqlite, &sqlite.by_inn(inn)?))).expect("clients"));
    }
    line("INN → dossier", &ours, Some(micros(1_000)), Some(&peer));
}

/// The rows of what was found, and the dossier of the first.
fn shown(sqlite: &Sqlite, found: &[u64]) -> usize {
    sqlite.rows(found).expect("rows") + sqlite.dossier(found[0]).expect("a dossier")
}

fn endings(base: &Base, sqlite: &Sqlite, targets: &Targets) {
    for count in [4, 5, 6, 7, 8, 10, 11] {
        let (mut ours, mut peer) = (Times::default(), Times::default());
        for phone in targets.phones.iter().take(500) {
            let digits = phone.digits();
            let ending = digits.get(digits.len() - count..).expect("a number").to_owned();
            let lookup = Lookup { query: ending.clone(), limit: MATCHES };
            ours.take(|| base.desk.query(&base.operator, now(), &lookup).expect("an answer"));
            peer.take(|| sqlite.by_ending(&ending)).expect("clients");
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
            peer.take(|| sqlite.by_name(&typed, MATCHES)).expect("clients");
        }
    }
    line("a name, each letter, with its rows", &ours, Some(micros(20_000)), Some(&peer));
}
