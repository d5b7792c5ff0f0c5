//! The law on debts over forty days: 230-ФЗ ст. 7 ч. 3 п. 3, at load, in the queue and at the dial key.

use super::common::base::{Base, moment};
use super::rules::{job, load, record, set, start, take};
use chrono::{Days, NaiveDate};
use dozvon::desk::DeskError;
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::jobs::SetJob;
use dozvon::desk::queue::{MayDial, QueueNext, QueueView};
use dozvon::desk::result::Answers;
use dozvon::domain::call_list::Purpose;
use dozvon::domain::gate::Forbidden;
use dozvon::domain::ids::{CallListId, ClientId, RecordId};
use dozvon::domain::interaction::Interaction;
use dozvon::domain::queue::QueueEntry;
use dozvon::domain::time::Moment;
use dozvon::i18n::{Explain, Lang, Texts};
use dozvon::store::Reads;

const DAYS: u64 = 40;

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 10).unwrap()
}

/// So many days after the first one, at this hour in Moscow.
fn at(day: u64, hour: &str) -> Moment {
    moment(&format!("{}T{hour}:00+03:00", first_day() + Days::new(day)))
}

/// The law by itself, however the program counts: whether one more call on a day is within each of its limits.
fn lawful(calls: &[u64], day: u64) -> bool {
    let within = |length: u64| calls.iter().filter(|made| day < **made + length).count();
    within(1) < 1 && within(7) < 2 && within(31) < 8
}

fn clients(base: &Base) -> Vec<ClientId> {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    let mut ids: Vec<ClientId> = all.iter().map(|entry| entry.client).collect();
    ids.sort_unstable_by_key(|id| id.as_u64());
    ids.dedup();
    ids
}

fn entries_of(base: &Base, client: ClientId) -> Vec<QueueEntry> {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    all.into_iter()
        .map(|kept| kept.record)
        .filter(|entry| entry.client == client && entry.is_open())
        .collect()
}

/// What the dial key says, in the operator's words where it refuses.
fn dial(base: &Base, client: ClientId, texts: &Texts) -> Result<(), (Moment, String)> {
    let ask = MayDial { client, entry: None, phone: None };
    match base.desk.query(&base.operator, base.clock.now(), &ask) {
        Ok(_) => Ok(()),
        Err(error @ DeskError::NoCall(Forbidden::Often { opens, .. })) => {
            Err((opens, texts.say(&error.what(texts))))
        }
        Err(error) => panic!("{error}"),
    }
}

/// A job with three debtors, and more attempts than the law leaves it.
fn debts(base: &Base, name: &str) -> CallListId {
    let list = job(base, name, Purpose::Debt, []);
    set(base, list, SetJob { attempts: Some(50), ..SetJob::default() });
    load(base, list, 0..3);
    list
}

#[test]
fn for_forty_days_nobody_is_called_oftener_than_the_law_allows() {
    let texts = Texts::new(Lang::Ru);
    let base = Base::empty();
    base.clock.set(&at(0, "10:00").in_zone(chrono_tz::Europe::Moscow).to_rfc3339());
    let list = debts(&base, "Долги");
    start(&base, list);
    let clients = clients(&base);
    assert_eq!(clients.len(), 3);
    let mut made: Vec<Vec<u64>> = vec![Vec::new(); clients.len()];
    let mut promised: Vec<Option<Moment>> = vec![None; clients.len()];
    for day in 0..DAYS {
        // Twice a day the operator wants to call whomever there is.
        for hour in ["10:00", "16:00"] {
            base.clock.set(&at(day, hour).in_zone(chrono_tz::Europe::Moscow).to_rfc3339());
            let now = base.clock.now();
            for (place, client) in clients.iter().enumerate() {
                let allowed = lawful(&made[place], day);
                let said = dial(&base, *client, &texts);
                assert_eq!(said.is_ok(), allowed, "day {day} {hour}: {said:?} after {:?}", made[place]);
                // What it said last time holds: not a day sooner, not a day later.
                if let Some(opens) = promised[place] {
                    assert_eq!(now >= opens, allowed, "day {day} {hour}: it said {opens:?}");
                }
                promised[place] = None;
                if let Err((opens, words)) = said {
                    promised[place] = Some(opens);
                    assert!(words.contains("230-ФЗ"), "{words}");
                    let named = opens.in_zone(chrono_tz::Europe::Moscow).format("%d.%m.%y %H:%M").to_string();
                    assert!(words.contains(&named), "day {day}: «{named}» is not in «{words}»");
                }
            }
            // The queue offers exactly those whom the dial key lets be called.
            let offered = base.desk.query(&base.operator, now, &QueueNext { limit: 10 }).unwrap();
            let mut offered: Vec<ClientId> = offered.iter().map(|row| row.client.id).collect();
            offered.sort_unstable_by_key(|id| id.as_u64());
            offered.dedup();
            let free: Vec<ClientId> = (clients.iter().enumerate())
                .filter(|(place, _)| lawful(&made[*place], day))
                .map(|(_, client)| *client)
                .collect();
            assert_eq!(offered, free, "day {day} {hour}");
            while let Some(entry) = take(&base, &base.operator) {
                let place = clients.iter().position(|client| *client == entry.client).unwrap();
                assert!(lawful(&made[place], day), "day {day} {hour}: {:?}", made[place]);
                // No answer, busy, a machine: whatever comes of it, it was a call.
                let key = ['6', '7', '8'][made[place].len() % 3];
                record(&base, &entry, key);
                made[place].push(day);
            }
        }
        // In the fourth week, when eight calls were made, the same debtors are loaded into another job: that is no way round.
        if day == 23 {
            let again = debts(&base, "Долги, второй круг");
            start(&base, again);
            assert_eq!(take(&base, &base.operator), None, "the new rows are held back as well");
            let (rows, _) =
                base.desk.query(&base.operator, base.clock.now(), &QueueView { limit: 20 }).unwrap();
            let light = rows.iter().map(|row| &row.gate);
            assert!(light.clone().count() > 0, "they stand in the queue");
            assert!(light.clone().all(|gate| matches!(gate, Err(Forbidden::Often { .. }))), "{rows:#?}");
        }
    }
    // Counted from the books, not from what this test has noted; and nothing that was lawful was lost.
    let expected: Vec<u64> = vec![0, 1, 7, 8, 14, 15, 21, 22, 31, 32, 38, 39];
    for client in &clients {
        let calls = Reads(base.store.as_ref()).all::<Interaction>().unwrap();
        let mut days: Vec<u64> = calls
            .iter()
            .filter(|call| call.client == *client)
            .map(|call| (call.at.date_in(chrono_tz::Europe::Moscow) - first_day()).num_days().unsigned_abs())
            .collect();
        days.sort_unstable();
        assert_eq!(days, expected);
        assert!(!entries_of(&base, *client).is_empty(), "he is still to be called");
    }
}

#[test]
fn a_debtor_whose_row_is_closed_is_not_called_oftener_by_looking_him_up() {
    let texts = Texts::new(Lang::Ru);
    let base = Base::empty();
    base.clock.set(&at(0, "10:00").in_zone(chrono_tz::Europe::Moscow).to_rfc3339());
    let list = job(&base, "Долги", Purpose::Debt, []);
    set(&base, list, SetJob { attempts: Some(1), ..SetJob::default() });
    load(&base, list, 0..1);
    start(&base, list);
    let client = clients(&base)[0];
    dial(&base, client, &texts).unwrap();
    let entry = take(&base, &base.operator).unwrap();
    record(&base, &entry, '6');
    assert_eq!(entries_of(&base, client), [], "it was the only attempt");
    // He has agreed to advertising, and a call outside any list counts as that; it may be about his debt all the same.
    let (opens, words) = dial(&base, client, &texts).unwrap_err();
    assert!(words.contains("230-ФЗ"), "{words}");
    let dossier = base.desk.query(&base.operator, base.clock.now(), &DossierOf(client)).unwrap();
    let phone = dossier.client.phones().next().unwrap();
    let catalog = base.desk.catalog().unwrap();
    let now = base.clock.now();
    assert!(
        dossier.ask(None, None, &catalog, now, |gate| gate.limit(phone, now)).is_some(),
        "the card says the same"
    );
    base.clock.set(&opens.in_zone(chrono_tz::Europe::Moscow).to_rfc3339());
    dial(&base, client, &texts).unwrap();
    // Such a call is counted from now on, too: nobody has said what it was about.
    base.call(client, '6', Answers::default(), "");
    let (opens, words) = dial(&base, client, &texts).unwrap_err();
    assert!(words.contains("230-ФЗ") && opens > base.clock.now(), "{words}");
}
