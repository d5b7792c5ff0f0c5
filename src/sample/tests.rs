//! What must hold of sample data whatever the seed and the hour.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{FixedOffset, TimeZone};

use super::*;
use crate::desk::dossier::DossierOf;
use crate::desk::queue::{PostponeAll, QueueView, TakeNext};
use crate::desk::{DeskError, Who};
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::contact::{self, ContactMethod};
use crate::domain::deal::{Deal, DealStatus};
use crate::domain::gate::Forbidden;
use crate::domain::geo;
use crate::domain::ids::SessionId;
use crate::domain::inn::{Inn, InnMark};
use crate::domain::interaction::{Interaction, Note};
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, QueueEntry, Rank};
use crate::domain::stop::StopEntry;
use crate::domain::user::User;
use crate::store::drafts::MemoryDrafts;
use crate::store::local::LocalStore;
use crate::store::{Reads, Record, Store};

struct Base {
    store: Arc<dyn Store>,
    desk: Desk,
}

impl Base {
    fn empty() -> Self {
        let store: Arc<dyn Store> = Arc::new(LocalStore::in_memory().unwrap());
        let desk = Desk::new(Arc::clone(&store), Box::new(MemoryDrafts::default()));
        Self { store, desk }
    }

    fn demo(seed: u64, now: Moment) -> Self {
        let base = Self::empty();
        demo::build(&base.desk, seed, now, &mut |_| {}).unwrap();
        base
    }

    fn all<R: Record>(&self) -> Vec<R> {
        Reads(self.store.as_ref()).all().unwrap().into_iter().map(|kept| kept.record).collect()
    }

    /// Everything that is in the base, in words.
    fn told(&self) -> Vec<String> {
        fn of<R: Record + std::fmt::Debug>(base: &Base) -> impl Iterator<Item = String> {
            base.all::<R>().into_iter().map(|record| format!("{record:?}"))
        }
        of::<Client>(self)
            .chain(of::<LegalEntity>(self))
            .chain(of::<Person>(self))
            .chain(of::<Interaction>(self))
            .chain(of::<Note>(self))
            .chain(of::<Deal>(self))
            .chain(of::<QueueEntry>(self))
            .chain(of::<StopEntry>(self))
            .chain(of::<Consent>(self))
            .chain(of::<User>(self))
            .chain(of::<CallList>(self))
            .collect()
    }

    fn methods(&self) -> Vec<ContactMethod> {
        let own = self.all::<Client>().into_iter().flat_map(|client| client.methods);
        own.chain(self.all::<Person>().into_iter().flat_map(|person| person.methods)).collect()
    }

    fn operator(&self, now: Moment) -> Who {
        demo::sign_in(&self.desk, demo::OPERATOR, SessionId(1), now).unwrap()
    }
}

/// A Wednesday in Moscow.
fn at(hour: u32, minute: u32) -> Moment {
    let moscow = FixedOffset::east_opt(3 * 3600).unwrap();
    Moment::from(moscow.with_ymd_and_hms(2026, 11, 18, hour, minute, 0).unwrap())
}

#[test]
fn seed_and_minute_make_the_base() {
    let told = Base::demo(1, at(12, 41)).told();
    assert_eq!(told, Base::demo(1, at(12, 41).plus_millis(900)).told());
    let other = Base::demo(2, at(12, 41)).told();
    let same = told.iter().zip(&other).filter(|(one, other)| one == other).count();
    assert!(same < 20, "{same} records are the same under another seed");
    assert_ne!(told, Base::demo(1, at(12, 42)).told());
}

#[test]
fn all_numbers_are_right_and_nobody_s() {
    let base = Base::demo(1, at(12, 41));
    let legal = base.all::<LegalEntity>();
    let inns: BTreeSet<Inn> = legal.iter().filter_map(|legal| legal.inn).collect();
    assert_eq!(inns.len(), legal.len(), "an INN is there twice, or missing");
    for inn in &inns {
        assert_eq!(Inn::read(&inn.digits()), Ok((*inn, InnMark::Good)));
        assert!(inn.digits().starts_with("97") || inn.digits().starts_with("98"), "{inn}");
    }
    let methods = base.methods();
    let mut lines = BTreeMap::new();
    for phone in contact::phones(&methods) {
        assert!(is_nobodys(phone), "{phone}");
        let read = Phone::parse(&phone.pretty()).unwrap();
        assert!(read.same_line(phone));
        *lines.entry(*phone).or_insert(0) += 1;
    }
    assert!(lines.len() > 700 && lines.values().all(|count| *count == 1), "{lines:?}");
    for email in contact::emails(&methods) {
        assert!(email.domain().ends_with(".example"), "{}", email.as_str());
    }
    for method in methods.iter().filter(|method| !method.raw.is_empty()) {
        assert_eq!(Phone::parse(&method.raw).ok().as_ref(), method.as_phone());
    }
}

#[test]
fn the_base_is_as_full_as_it_should_be() {
    let base = Base::demo(1, at(12, 41));
    let clients = base.all::<Client>();
    assert_eq!(clients.len(), 459);
    let mut zones = BTreeMap::new();
    for client in &clients {
        let zone = client.zone.and_then(|zone| geo::zone_index(zone.tz));
        *zones.entry(zone).or_insert(0) += 1;
    }
    assert!((0..11).all(|zone| zones.get(&Some(zone)).is_some_and(|count| *count >= 6)), "{zones:?}");
    let names: BTreeSet<&str> = clients.iter().map(|client| client.name.as_str()).collect();
    assert!(clients.len() - names.len() < 5, "{} names for {} clients", names.len(), clients.len());
    let entries = base.all::<QueueEntry>();
    let waiting = |kind| entries.iter().filter(|entry| entry.kind == kind && entry.is_open()).count();
    assert!(waiting(EntryKind::New) >= 100 && waiting(EntryKind::Promise) >= 20);
    assert!(waiting(EntryKind::Hot) >= 15 && waiting(EntryKind::Retry) >= 30);
    let deals = base.all::<Deal>();
    let in_state = |wanted: fn(&DealStatus) -> bool| deals.iter().filter(|deal| wanted(&deal.status)).count();
    assert!(in_state(|status| *status == DealStatus::Open) >= 40);
    assert!(in_state(|status| *status == DealStatus::Won) >= 40);
    assert!(in_state(|status| matches!(status, DealStatus::Lost { .. })) >= 15);
    assert!(base.all::<StopEntry>().len() >= 5 && base.all::<Note>().len() >= 80);
    let catalog = base.desk.catalog().unwrap();
    assert_eq!((catalog.scripts().len(), catalog.lists().count(), catalog.users().count()), (2, 2, 4));
    assert!(catalog.lists().all(|list| list.script.is_some() && list.process.is_some()));
}

#[test]
fn what_has_happened_makes_sense() {
    for (seed, now) in [(1, at(12, 41)), (7, at(3, 5)), (8, at(9, 2)), (9, at(23, 59))] {
        let base = Base::demo(seed, now);
        let catalog = base.desk.catalog().unwrap();
        let talks = base.all::<Interaction>();
        let mut today = 0;
        for talk in &talks {
            assert!(talk.at < now && !talk.text.contains(['{', '}']), "{talk:?}");
            assert!(catalog.user(talk.owner).is_some());
            today += usize::from(talk.at.days_since(at(0, 0)) == 0 && talk.at >= at(0, 0));
            let outcome = talk.outcome.and_then(|id| catalog.outcome(id));
            let asks = outcome.is_some_and(|outcome| !outcome.reasons.is_empty());
            assert_eq!(asks, !talk.reason.is_empty(), "{talk:?}");
        }
        assert!(today < 110, "{today} calls today");
        assert!(talks.iter().filter(|talk| talk.script.is_some()).count() >= 30);
        for note in base.all::<Note>() {
            assert!(note.at < now && !note.text.is_empty());
        }
        let mut late = 0;
        for deal in base.all::<Deal>() {
            let mut at = deal.opened;
            for pass in &deal.passes {
                assert!(pass.entered >= at && pass.left.is_none_or(|left| left > pass.entered), "{deal:?}");
                at = pass.left.unwrap_or(pass.entered);
            }
            assert!(at < now && deal.closed.is_none_or(|closed| closed >= at && closed < now), "{deal:?}");
            assert!(!deal.name.contains('{') && deal.amount.is_some());
            let process = catalog.process(deal.process).unwrap();
            late += deal.map(process, now).iter().filter(|stage| stage.late).count();
        }
        assert!((3..40).contains(&late), "{late} deals are late");
        for entry in base.all::<QueueEntry>() {
            assert!(entry.created <= now && !entry.reason.contains('{'), "{entry:?}");
            assert!(entry.attempts <= entry.max_attempts);
        }
    }
}

#[test]
fn there_is_work_at_every_hour() {
    for hour in 0..24 {
        let now = at(hour, 17);
        let base = Base::demo(1, now);
        let who = base.operator(now);
        let (rows, counts) = base.desk.query(&who, now, &QueueView { limit: 40 }).unwrap();
        assert!(counts.now >= 7, "{hour}: {counts:?}");
        // Whatever the hour, there is more than one kind of work, and a promise to begin with.
        let ranks: BTreeSet<Rank> = rows.iter().map(|row| row.rank).collect();
        assert!(ranks.contains(&Rank::PromiseNow), "{hour}: {ranks:?}");
        let cold = ranks.contains(&Rank::Retry) || ranks.contains(&Rank::New);
        assert!(ranks.contains(&Rank::Hot) && cold, "{hour}: {ranks:?}");
        assert_eq!(rows.len(), 40);
        for row in &rows {
            // A number may be stopped; it must not be missing.
            assert!(!matches!(row.dial, Err(Forbidden::NoNumber)), "{}", row.client.name);
        }
        let taken = base.desk.execute(&who, now, &TakeNext).unwrap();
        let taken = taken.unwrap_or_else(|| panic!("nothing to take at {hour}"));
        assert!(base.desk.hours().unwrap().open_at(taken.entry.zone, now), "{hour}: {taken:?}");
    }
}

#[test]
fn the_first_screen_is_the_one_of_the_pictures() {
    let now = at(12, 41);
    for seed in [1, 2, 3] {
        let base = Base::demo(seed, now);
        let who = base.operator(now);
        let (rows, counts) = base.desk.query(&who, now, &QueueView { limit: 40 }).unwrap();
        let first: Vec<(&str, Rank)> =
            rows.iter().take(3).map(|row| (row.client.name.as_str(), row.rank)).collect();
        assert_eq!(first[0], ("Альтаир", Rank::PromiseNow));
        assert!(first[1..].contains(&("Протон", Rank::PromiseOverdue)), "{first:?}");
        assert!((2..=3).contains(&counts.overdue), "{counts:?}");
        let altair = base.desk.query(&who, now, &DossierOf(rows[0].client.id)).unwrap();
        let deal = altair.open_deal().unwrap();
        let map = deal.deal.map(deal.process.as_ref().unwrap(), now);
        assert!(map.iter().any(|stage| stage.late), "{map:?}");
        assert_eq!(altair.client.manager, Some(who.user));
        assert!(altair.history.len() >= 6 && altair.present_people(now).len() == 2);
    }
}

#[test]
fn plans_move_to_another_day() {
    let now = at(12, 41);
    let base = Base::demo(1, now);
    let who = base.operator(now);
    let (_, before) = base.desk.query(&who, now, &QueueView { limit: 0 }).unwrap();
    let tomorrow = now.plus_minutes(24 * 60 + 3);
    let (_, stale) = base.desk.query(&who, tomorrow, &QueueView { limit: 0 }).unwrap();
    assert!(stale.overdue > 2 * before.overdue, "{stale:?}");
    let move_on = PostponeAll { minutes: 24 * 60 + 3 };
    let refused = base.desk.execute(&who, tomorrow, &move_on);
    assert!(matches!(refused, Err(DeskError::Forbidden(_))));
    base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
    let boss = demo::supervisor(&base.desk, tomorrow).unwrap();
    let open = base.all::<QueueEntry>().iter().filter(|entry| entry.is_open()).count();
    assert_eq!(base.desk.execute(&boss, tomorrow, &move_on).unwrap(), open);
    let (rows, after) = base.desk.query(&who, tomorrow, &QueueView { limit: 1 }).unwrap();
    assert_eq!(after.overdue, before.overdue);
    assert_eq!(after.now, before.now);
    assert_eq!((rows[0].client.name.as_str(), rows[0].rank), ("Альтаир", Rank::PromiseNow));
    let hours = base.desk.hours().unwrap();
    for entry in base.all::<QueueEntry>().iter().filter(|entry| entry.is_open()) {
        assert!(hours.open_at(entry.zone, entry.due), "{entry:?}");
    }
}

#[test]
fn a_load_has_the_size_that_was_asked_for() {
    let now = at(12, 41);
    let base = Base::empty();
    base.desk.furnish(&crate::desk::content::Furnish::shipped(), now).unwrap();
    let boss = demo::supervisor(&base.desk, now).unwrap();
    let size = load::Size { clients: 300, interactions: 7 };
    let mut seen = 0;
    let first = load::fill(&base.desk, &boss, 1, now, size, &mut |done| seen = done).unwrap();
    assert_eq!((first.clients, first.interactions, seen), (300, 2_100, 300));
    let second = load::fill(&base.desk, &boss, 1, now, size, &mut |_| {}).unwrap();
    assert_eq!(base.all::<Client>().len(), 600);
    assert_eq!(base.told().len() as u64, first.records() + second.records() + 2);
    let inns: BTreeSet<Inn> = base.all::<LegalEntity>().iter().filter_map(|legal| legal.inn).collect();
    assert_eq!(inns.len() as u64, first.legal + second.legal);
    assert!(contact::phones(&base.methods()).all(is_nobodys));
    assert!(second.deals > 10 && second.entries > 100 && second.notes > 20);
    let operator = base.operator(now);
    let refused = load::fill(&base.desk, &operator, 1, now, size, &mut |_| {});
    assert!(matches!(refused, Err(DeskError::Forbidden(_))));
}
