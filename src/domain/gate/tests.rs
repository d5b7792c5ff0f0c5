//! The gate, rule by rule.

use super::*;
use crate::domain::consent::{ConsentHow, Withdrawal};
use crate::domain::ids::{ClientId, ConsentId, QueueEntryId, RecordId, StopId, UserId};
use crate::domain::person::PersonLink;
use crate::domain::queue::{EntryKind, EntryState};
use crate::domain::stop::{StopScope, StopSubject};

const NOON: Moment = Moment::from_millis(1_800_000_000_000);

fn phone(n: u64) -> Phone {
    Phone::from_e164(74_950_000_000 + n).unwrap()
}

fn client(phones: &[u64]) -> Client {
    let mut client = Client::new(ClientId::from_u64(1), "Протон", NOON);
    client.methods = phones.iter().map(|n| ContactMethod::phone(phone(*n), "")).collect();
    client
}

fn person(id: u64, role: Role, phones: &[u64]) -> Person {
    Person {
        id: PersonId::from_u64(id),
        name: String::new(),
        links: vec![PersonLink::new(ClientId::from_u64(1), role, "")],
        methods: phones.iter().map(|n| ContactMethod::phone(phone(*n), "")).collect(),
    }
}

fn stop(subject: StopSubject, scope: StopScope, since: i64) -> StopEntry {
    StopEntry {
        id: StopId::from_u64(1),
        client: Some(ClientId::from_u64(1)),
        subject,
        scope,
        since: Moment::from_millis(since),
        until: None,
        reason: String::new(),
        proof: String::new(),
        interaction: None,
        by: UserId::from_u64(1),
        lifted: None,
    }
}

fn consent(id: u64, person: Option<u64>, given: i64) -> Consent {
    Consent {
        id: ConsentId::from_u64(id),
        client: ClientId::from_u64(1),
        person: person.map(PersonId::from_u64),
        kind: ConsentKind::Advertising,
        text: String::new(),
        how: ConsentHow::WebForm,
        given: Moment::from_millis(given),
        until: None,
        proof: "форма".into(),
        proof_hash: String::new(),
        by: UserId::from_u64(1),
        recorded: Moment::from_millis(given),
        withdrawn: None,
    }
}

fn gate<'a>(client: &'a Client, people: &'a [&'a Person], stops: &'a [StopEntry]) -> Gate<'a> {
    // A client who asked for it: what forbids is tried, not what allows.
    Gate { stops, asked: Some(NOON), ..Gate::new(client, people, Purpose::Advertising, NOON) }
}

#[test]
fn those_who_decide_are_called_first() {
    let client = client(&[1]);
    let (boss, clerk) = (person(1, Role::DecisionMaker, &[2]), person(2, Role::Secretary, &[3]));
    let people = [&clerk, &boss];
    let gate = gate(&client, &people, &[]);
    assert_eq!(gate.number(None).unwrap().dial, Dial { phone: phone(2), person: Some(boss.id) });
    let mut entry = QueueEntry {
        id: QueueEntryId::from_u64(1),
        client: client.id,
        person: Some(clerk.id),
        phone: None,
        kind: EntryKind::New,
        due: NOON,
        reason: String::new(),
        list: None,
        attempts: 0,
        max_attempts: 1,
        owner: None,
        state: EntryState::Waiting,
        zone: None,
        created: NOON,
        marks: crate::domain::queue::Marks::default(),
    };
    assert_eq!(gate.number(Some(&entry)).unwrap().dial.phone, phone(3));
    entry.phone = Some(phone(1));
    assert_eq!(gate.number(Some(&entry)).unwrap().dial.phone, phone(1));
}

#[test]
fn a_dead_number_is_not_dialled() {
    let mut client = client(&[1, 2]);
    client.methods[0].state = ContactState::Dead;
    assert_eq!(gate(&client, &[], &[]).number(None).unwrap().dial.phone, phone(2));
    client.methods[1].state = ContactState::NotTheirs;
    assert_eq!(gate(&client, &[], &[]).number(None), Err(Forbidden::NoNumber));
    // Nor when somebody chooses it.
    for (number, state) in [(1, ContactState::Dead), (2, ContactState::NotTheirs)] {
        let chosen = gate(&client, &[], &[]).chosen(&phone(number), None);
        assert_eq!(chosen, Err(Forbidden::BadNumber(state)));
    }
}

#[test]
fn a_person_who_forbade_calls_does_not_silence_the_company() {
    let client = client(&[1]);
    let (boss, clerk) = (person(1, Role::DecisionMaker, &[2]), person(2, Role::Secretary, &[]));
    let people = [&boss, &clerk];
    let stops = [stop(StopSubject::Person(boss.id), StopScope::Advertising, 5)];
    let mut it = gate(&client, &people, &stops);
    assert_eq!(it.number(None).unwrap().dial, Dial { phone: phone(1), person: None });
    let stops = [stops[0].clone(), stop(StopSubject::Phone(phone(1)), StopScope::Advertising, 3)];
    it.stops = &stops;
    assert!(matches!(it.number(None), Err(Forbidden::Stopped(stop)) if stop.since.millis() == 3));
    it.purpose = Purpose::Service;
    assert_eq!(it.number(None).unwrap().dial.phone, phone(2));
}

#[test]
fn who_forbade_calls_is_covered_on_all_his_numbers() {
    let client = client(&[1, 3]);
    let boss = person(1, Role::DecisionMaker, &[2, 1]);
    let clerk = person(2, Role::Secretary, &[]);
    let stops = [stop(StopSubject::Person(boss.id), StopScope::Advertising, 5)];
    let both = [&boss, &clerk];
    // A number that is his as well as the company's is his; on the other one there is somebody else to ask for.
    let it = gate(&client, &both, &stops);
    assert!(matches!(it.chosen(&phone(1), None), Err(Forbidden::Stopped(_))));
    assert_eq!(it.number(None).unwrap().dial, Dial { phone: phone(3), person: None });
    // Where nobody has a number on his own card, those of the company are the ones he is reached on.
    let alone = person(1, Role::DecisionMaker, &[]);
    let alone = [&alone];
    let it = gate(&client, &alone, &stops);
    assert!(matches!(it.number(None), Err(Forbidden::Stopped(_))));
    assert!(matches!(it.chosen(&phone(3), None), Err(Forbidden::Stopped(_))));
    let alone = [alone[0], &clerk];
    assert!(gate(&client, &alone, &stops).number(None).is_ok(), "there is somebody else to ask for");
}

#[test]
fn the_company_may_forbid_everything() {
    let client = client(&[1]);
    let stops = [stop(StopSubject::Client(client.id), StopScope::Everything, 5)];
    let mut it = gate(&client, &[], &stops);
    it.purpose = Purpose::Debt;
    assert!(matches!(it.number(None), Err(Forbidden::Stopped(_))));
}

#[test]
fn hours_close_the_gate() {
    let mut client = client(&[1]);
    client.zone = Some(crate::domain::zone::ClientZone {
        tz: chrono_tz::Asia::Kamchatka,
        source: crate::domain::zone::ZoneSource::Said,
        confidence: crate::domain::zone::Confidence::High,
    });
    let calendar = Arc::default();
    let mut it = gate(&client, &[], &[]);
    // 2027-01-15 08:00 UTC is 20:00 on Kamchatka.
    assert!(
        matches!(it.dial(None, None, &calendar), Err(Forbidden::Hours { opens, by: ClosedBy::Purpose(_) }) if opens > NOON)
    );
    it.now = NOON.plus_minutes(-1);
    assert_eq!(it.dial(None, None, &calendar).unwrap().closes, Some(NOON));
    // A debt may be asked for till ten on a working day.
    it.now = NOON;
    it.purpose = Purpose::Debt;
    assert_eq!(it.dial(None, None, &calendar).unwrap().closes, Some(NOON.plus_minutes(120)));
    // The list calls in the morning, the client wants calls in the evening.
    it.window = Window::parse("9-12");
    let mut evening = client.clone();
    evening.calls = Window::parse("16-20");
    let it = Gate { client: &evening, ..it };
    assert_eq!(it.dial(None, None, &calendar), Err(Forbidden::NeverOpen));
}

#[test]
fn advertising_wants_a_ground_and_the_rest_does_not() {
    let client = client(&[1]);
    let it = Gate::new(&client, &[], Purpose::Advertising, NOON);
    assert_eq!(it.number(None), Err(Forbidden::NoConsent(Missing::Never)));
    for purpose in [Purpose::Service, Purpose::Survey, Purpose::Debt] {
        let ground = Gate { purpose, ..it }.number(None).unwrap().ground;
        assert_eq!(ground, Ground::Purpose(purpose));
    }
    let given = [consent(1, None, 5)];
    let agreed = Gate { consents: &given, ..it }.number(None).unwrap().ground;
    assert!(matches!(agreed, Ground::Consent(by) if by.id == given[0].id));
    // What is agreed to tomorrow does not hold today.
    let tomorrow = [consent(1, None, NOON.millis() + 1)];
    let early = Gate { consents: &tomorrow, ..it }.number(None);
    assert_eq!(early, Err(Forbidden::NoConsent(Missing::Never)));
    let asked = Gate { asked: Some(NOON), ..it }.number(None).unwrap().ground;
    assert_eq!(asked, Ground::Asked { at: NOON });
    let deal = Gate { deal: Some(DealId::from_u64(3)), ..it }.number(None).unwrap().ground;
    assert_eq!(deal, Ground::Deal(DealId::from_u64(3)));
}

#[test]
fn whoever_asked_before_he_took_his_word_back_is_not_called_on_that_ground() {
    let client = client(&[1]);
    let mut taken_back = consent(1, None, 5);
    let at = Moment::from_millis(50);
    taken_back.withdrawn = Some(Withdrawal::new(at, UserId::from_u64(1)));
    let all = [taken_back];
    let it = Gate { consents: &all, ..Gate::new(&client, &[], Purpose::Advertising, NOON) };
    for (asked, allowed) in [(49, false), (50, false), (51, true)] {
        let it = Gate { asked: Some(Moment::from_millis(asked)), ..it };
        assert_eq!(it.number(None).is_ok(), allowed, "{asked}");
        assert!(allowed || it.number(None) == Err(Forbidden::NoConsent(Missing::Withdrawn(at))));
    }
}

#[test]
fn the_number_of_one_who_agreed_is_dialled_before_that_of_one_who_did_not() {
    let client = client(&[1]);
    let (boss, clerk) = (person(1, Role::DecisionMaker, &[2]), person(2, Role::Secretary, &[3]));
    let people = [&boss, &clerk];
    let given = [consent(1, Some(2), 5)];
    let it = Gate { consents: &given, ..Gate::new(&client, &people, Purpose::Advertising, NOON) };
    assert_eq!(it.number(None).unwrap().dial.phone, phone(3));
    assert_eq!(it.chosen(&phone(2), None), Err(Forbidden::NoConsent(Missing::Never)));
    // A prohibition says more than a missing consent.
    let stops = [stop(StopSubject::Person(clerk.id), StopScope::Advertising, 5)];
    let it = Gate { stops: &stops, ..it };
    assert!(matches!(it.number(None), Err(Forbidden::Stopped(_))));
}

#[test]
fn a_prohibition_that_is_over_forbids_nothing() {
    let client = client(&[1]);
    let mut over = stop(StopSubject::Client(client.id), StopScope::Everything, 5);
    over.until = Some(NOON);
    let stops = [over];
    let mut it = gate(&client, &[], &stops);
    assert!(it.number(None).is_ok());
    it.now = NOON.plus_millis(-1);
    assert!(matches!(it.number(None), Err(Forbidden::Stopped(_))));
}

#[test]
fn a_consent_that_nothing_proves_is_no_ground() {
    let client = client(&[1]);
    let unproven = Consent { proof: String::new(), ..consent(2, None, 20) };
    let proven = consent(1, None, 10);
    let base = Gate::new(&client, &[], Purpose::Advertising, NOON);
    let consents = [unproven.clone()];
    let it = Gate { consents: &consents, ..base };
    let refused = Err(Forbidden::NoConsent(Missing::Unproven(Moment::from_millis(20))));
    assert_eq!(it.number(None), refused);
    // Business of his own is none of that, and neither is a call for service.
    assert!(Gate { deal: Some(DealId::from_u64(1)), ..it }.number(None).is_ok());
    assert!(Gate { purpose: Purpose::Service, ..it }.number(None).is_ok());
    // An older one that can be proven holds.
    let both = [unproven, proven];
    let ground = Gate { consents: &both, ..base }.number(None).unwrap().ground;
    assert!(matches!(ground, Ground::Consent(by) if by.id == ConsentId::from_u64(1)));
}

#[test]
fn whose_hours_are_over_is_said() {
    let calendar = Arc::default();
    let at = |text: &str| Moment::from(chrono::DateTime::parse_from_rfc3339(text).unwrap());
    let mut client = client(&[1]);
    client.zone = Some(crate::domain::zone::ClientZone {
        tz: chrono_tz::Europe::Moscow,
        source: crate::domain::zone::ZoneSource::Said,
        confidence: crate::domain::zone::Confidence::High,
    });
    client.calls = Window::parse("14-18");
    let closed = |now: &str| {
        let gate =
            Gate { window: Window::parse("10-16"), ..Gate::new(&client, &[], Purpose::Service, at(now)) };
        match gate.dial(None, None, &calendar) {
            Err(Forbidden::Hours { by, .. }) => Some(by),
            _ => None,
        }
    };
    assert_eq!(closed("2026-11-10T08:00:00+03:00"), Some(ClosedBy::Purpose(Purpose::Service)));
    assert_eq!(closed("2026-11-10T09:30:00+03:00"), Some(ClosedBy::List));
    assert_eq!(closed("2026-11-10T12:00:00+03:00"), Some(ClosedBy::Client));
    assert_eq!(closed("2026-11-10T15:00:00+03:00"), None);
    assert_eq!(closed("2026-11-10T17:00:00+03:00"), Some(ClosedBy::List));
}
