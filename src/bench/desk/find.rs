//! Finding somebody: by number, INN, ending and name; and his dossier.

use std::time::Duration;

use super::Report;
use crate::bench::base::{Base, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::sqlite::Sqlite;
use crate::bench::times::Times;
use crate::desk::dossier::{Dossier, DossierOf};
use crate::desk::search::{Found, Lookup};
use crate::domain::ids::{ClientId, RecordId};
use crate::domain::name;
use crate::domain::phone::Phone;
use crate::store::Reads;

/// Clients that are asked for.
const TARGETS: u64 = 2_000;
/// Endings and names that are asked for.
const ENDINGS: usize = 500;
const NAMES: usize = 150;
/// Matches that a search shows.
const MATCHES: usize = 50;

/// What a dossier may take, and a search: DESIGN §7.
const DOSSIER: Duration = Duration::from_millis(1);
const SEARCH: Duration = Duration::from_millis(20);

/// What is asked for.
pub(super) struct Targets {
    pub(super) clients: Vec<ClientId>,
    pub(super) phones: Vec<Phone>,
    pub(super) inns: Vec<String>,
    pub(super) names: Vec<String>,
}

impl Targets {
    pub(super) fn of(base: &Base, clients: u64) -> Result<Self> {
        let reads = Reads(base.store.as_ref());
        let mut targets =
            Self { clients: Vec::new(), phones: Vec::new(), inns: Vec::new(), names: Vec::new() };
        for n in 0..TARGETS.min(clients) {
            // Here and there in the base: neighbours would be found warm.
            let id = ClientId::from_u64(1 + n * 7_919 % clients);
            let Some(client) = reads.client(id)? else { continue };
            targets.clients.push(id);
            targets.phones.extend(client.phones().next().map(|phone| phone.without_ext()));
            let legal = reads.legal_of(id)?;
            targets.inns.extend(legal.iter().find_map(|legal| legal.record.inn).map(|inn| inn.digits()));
            targets.names.push(client.name.clone());
        }
        Ok(targets)
    }
}

fn find(base: &Base, query: &str) -> Result<Found> {
    let lookup = Lookup { query: query.to_owned(), limit: MATCHES };
    Ok(base.desk.query(&base.operator, now(), &lookup)?)
}

fn dossier(base: &Base, id: ClientId) -> Result<Dossier> {
    Ok(base.desk.query(&base.operator, now(), &DossierOf(id))?)
}

/// The dossier of the first who is found.
fn found(base: &Base, query: &str) -> Result<Dossier> {
    let found = find(base, query)?;
    let first = found.matches.first().ok_or_else(|| BenchError::wrong(format!("nobody has {query}")))?;
    dossier(base, first.client.id)
}

/// SQLite: the rows of those who are found, and the dossier of the first.
fn shown(sqlite: &Sqlite, found: &[u64]) -> Result<usize> {
    let first = found.first().ok_or_else(|| BenchError::wrong("SQLite has found nobody"))?;
    Ok(sqlite.rows(found)? + sqlite.dossier(*first)?)
}

pub(super) fn dossiers(
    base: &Base,
    sqlite: &Sqlite,
    targets: &Targets,
    report: &mut Report<'_>,
) -> Result<()> {
    let (mut ours, mut peer) = (Times::default(), Times::default());
    for is_warm in [false, true] {
        for id in &targets.clients {
            let (mine, theirs) = (&mut Times::default(), &mut Times::default());
            let (mine, theirs) = if is_warm { (&mut ours, &mut peer) } else { (mine, theirs) };
            mine.take(|| dossier(base, *id))?;
            theirs.take(|| sqlite.dossier(id.as_u64()))?;
        }
    }
    report.times("client → dossier", &ours, Some(DOSSIER), Some(&peer));

    let (mut ours, mut peer) = (Times::default(), Times::default());
    for phone in &targets.phones {
        let query = phone.pretty();
        ours.take(|| found(base, &query))?;
        peer.take(|| sqlite.reading(|| shown(sqlite, &sqlite.by_phone(&phone.reversed_digits())?)))?;
    }
    report.times("phone → dossier", &ours, Some(DOSSIER), Some(&peer));
    let (mut ours, mut peer) = (Times::default(), Times::default());
    for inn in &targets.inns {
        ours.take(|| found(base, inn))?;
        peer.take(|| sqlite.reading(|| shown(sqlite, &sqlite.by_inn(inn)?)))?;
    }
    report.times("INN → dossier", &ours, Some(DOSSIER), Some(&peer));
    Ok(())
}

pub(super) fn endings(
    base: &Base,
    sqlite: &Sqlite,
    targets: &Targets,
    report: &mut Report<'_>,
) -> Result<()> {
    for count in [4, 5, 6, 7, 8, 10, 11] {
        let (mut ours, mut peer) = (Times::default(), Times::default());
        for phone in targets.phones.iter().take(ENDINGS) {
            let digits = phone.digits();
            let Some(ending) = digits.len().checked_sub(count).and_then(|at| digits.get(at..)) else {
                continue;
            };
            ours.take(|| find(base, ending))?;
            peer.take(|| sqlite.by_ending(ending))?;
        }
        report.times(&format!("last {count} digits → clients"), &ours, Some(SEARCH), Some(&peer));
    }
    Ok(())
}

pub(super) fn names(base: &Base, sqlite: &Sqlite, targets: &Targets, report: &mut Report<'_>) -> Result<()> {
    let (mut ours, mut peer) = (Times::default(), Times::default());
    for target in targets.names.iter().take(NAMES) {
        let plain = name::strip_legal_form(target).to_lowercase().replace(['«', '»', '"'], "");
        let mut typed = String::new();
        for letter in plain.chars() {
            typed.push(letter);
            ours.take(|| find(base, &typed))?;
            peer.take(|| sqlite.by_name(&typed, MATCHES))?;
        }
    }
    report.times("a name, each letter, with its rows", &ours, Some(SEARCH), Some(&peer));
    Ok(())
}
