//! The rules of a job through the desk.

use super::common::base::{Base, Row, moment};
use dozvon::desk::consents::AddConsent;
use dozvon::desk::content::SaveScript;
use dozvon::desk::deals::{NewDeal, OpenDeal};
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::import::{ClientRow, ConsentRow};
use dozvon::desk::jobs::{
    FileLoad, FinishJob, HeatOfJob, JobOf, LoadOptions, NewJob, NextRows, PauseJob, SetJob, StartJob,
};
use dozvon::desk::queue::{Light, MayDial, QueueView, Rule as Held, Take, TakeNext, WhyEmpty, WhyOf};
use dozvon::desk::result::{Answers, DealAnswer, Next, RecordResult, Recorded};
use dozvon::desk::stops::{AddStop, LiftStop};
use dozvon::desk::{DeskError, Who};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::consent::{ConsentHow, ConsentKind};
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::gate::Forbidden;
use dozvon::domain::ids::{CallListId, QueueEntryId};
use dozvon::domain::interaction::{Direction, Tried};
use dozvon::domain::job::limits::Per;
use dozvon::domain::job::load::Verdict;
use dozvon::domain::job::progress::RowState;
use dozvon::domain::job::{JobState, Operators};
use dozvon::domain::money::{Currency, Money};
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::domain::recycle::{Preset, Rule, Shift};
use dozvon::domain::stop::{StopScope, StopSubject};
use dozvon::store::{Reads, Store};

fn row(n: u64) -> ClientRow {
    let phone = Phone::from_e164(74_950_100_000 + n).unwrap();
    let agreed = ConsentRow {
        given: Some(moment("2026-03-12T12:00:00+03:00")),
        proof: "анкета".into(),
        ..ConsentRow::default()
    };
    ClientRow {
        line: n + 1,
        name: format!("Клиент {n}"),
        city: "Москва".into(),
        zone: Row::new("", "Москва").0.zone,
        methods: vec![ContactMethod::phone(phone, "")],
        consents: vec![agreed],
        ..ClientRow::default()
    }
}

pub(super) fn options(list: CallListId, dry_run: bool) -> LoadOptions {
    LoadOptions { list, dry_run, no_consent_to: None, own: Default::default(), file: "осень.csv".into() }
}

/// Loads rows into a job; the verdicts.
pub(super) fn load(base: &Base, list: CallListId, rows: impl IntoIterator<Item = u64>) -> Vec<Verdict> {
    let now = base.clock.now();
    let mut load = FileLoad::new(&base.desk, &base.admin, now, options(list, false)).unwrap();
    for n in rows {
        load.row(&row(n)).unwrap();
    }
    load.finish().unwrap().2
}

/// A job with rows that is ready to be started.
pub(super) fn job(
    base: &Base,
    name: &str,
    purpose: Purpose,
    rows: impl IntoIterator<Item = u64>,
) -> CallListId {
    let now = base.clock.now();
    let (_, text) = dozvon::domain::presets::SCRIPTS[0];
    let (draft, _) = dozvon::domain::script::file::parse(text).unwrap();
    let script = draft.code.clone();
    base.desk.execute(&base.admin, now, &SaveScript(draft)).unwrap();
    let list = base
        .desk
        .execute(&base.admin, now, &NewJob { name: name.into(), purpose, set: SetJob::default() })
        .unwrap()
        .id;
    let day = now.date_in(chrono_tz::Europe::Moscow);
    set(
        base,
        list,
        SetJob {
            script: Some(script),
            label: Some("Дозвон".into()),
            operators: Some(Operators::Everybody),
            dates: Some((day, day)),
            ..SetJob::default()
        },
    );
    load(base, list, rows);
    list
}

pub(super) fn set(base: &Base, list: CallListId, set: SetJob) {
    base.desk.execute(&base.admin, base.clock.now(), &set.of(list)).unwrap();
}

pub(super) fn start(base: &Base, list: CallListId) {
    let day = base.clock.now().date_in(chrono_tz::Europe::Moscow);
    set(base, list, SetJob { dates: Some((day, day + chrono::Days::new(60))), ..SetJob::default() });
    base.desk.execute(&base.admin, base.clock.now(), &StartJob(list)).unwrap();
}

pub(super) fn take(base: &Base, who: &Who) -> Option<QueueEntry> {
    base.desk.execute(who, base.clock.now(), &TakeNext).unwrap().map(|taken| taken.entry)
}

pub(super) fn record(base: &Base, entry: &QueueEntry, key: char) -> Recorded {
    record_on(base, entry, Some(entry.id), key)
}

fn record_on(base: &Base, entry: &QueueEntry, on: Option<QueueEntryId>, key: char) -> Recorded {
    let client = Reads(base.store.as_ref()).client(entry.client).unwrap().unwrap();
    let record = RecordResult {
        client: entry.client,
        entry: on,
        person: None,
        phone: entry.phone.or(client.phones().next().copied()),
        direction: Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on(key).unwrap().id,
        answers: Answers { reason: "Дорого".into(), ..Answers::default() },
        fields: Vec::new(),
        script: None,
        text: String::new(),
    };
    base.desk.execute(&base.operator, base.clock.now(), &record).unwrap()
}

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

#[test]
fn rows_are_offered_while_the_job_runs_and_to_its_operators_only() {
    let base = Base::empty();
    // The rows of a job that rests stand before all others.
    let resting = job(&base, "Стоит", Purpose::Service, 0..300);
    base.clock.forward(60_000);
    let running = job(&base, "Идёт", Purpose::Service, 500..505);
    assert_eq!(take(&base, &base.operator), None, "neither was started");
    start(&base, running);
    let first = take(&base, &base.operator).unwrap();
    assert_eq!(first.list, Some(running));
    // A row of the other one is not to be had by its number either.
    let other = entries(&base).into_iter().find(|entry| entry.list == Some(resting)).unwrap();
    let refused = base.desk.execute(&base.operator, base.clock.now(), &Take(other.id));
    assert!(matches!(refused, Err(DeskError::JobState(JobState::Draft))), "{refused:?}");
    record(&base, &first, '4');

    set(
        &base,
        running,
        SetJob { operators: Some(Operators::Named(vec![base.admin.user])), ..SetJob::default() },
    );
    assert_eq!(take(&base, &base.operator), None);
    let next = NextRows { list: None, limit: 20 };
    assert_eq!(base.desk.query(&base.admin, base.clock.now(), &next).unwrap().len(), 4);
    set(&base, running, SetJob { operators: Some(Operators::Everybody), ..SetJob::default() });

    // A promise is kept though the job rests.
    let second = take(&base, &base.operator).unwrap();
    let when = Some(base.clock.now().plus_minutes(60));
    let client = Reads(base.store.as_ref()).client(second.client).unwrap().unwrap();
    let promise = RecordResult {
        client: client.id,
        entry: Some(second.id),
        person: None,
        phone: None,
        direction: Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on('2').unwrap().id,
        answers: Answers { when, ..Answers::default() },
        fields: Vec::new(),
        script: None,
        text: String::new(),
    };
    base.desk.execute(&base.operator, base.clock.now(), &promise).unwrap();
    base.desk.execute(&base.admin, base.clock.now(), &PauseJob(running)).unwrap();
    assert_eq!(take(&base, &base.operator), None);
    base.clock.forward(60 * 60_000);
    let kept = take(&base, &base.operator).unwrap();
    assert_eq!((kept.id, kept.kind), (second.id, EntryKind::Promise));
    base.desk.execute(&base.admin, base.clock.now(), &FinishJob(running)).unwrap();
    let over = base.desk.execute(&base.admin, base.clock.now(), &StartJob(running));
    assert!(matches!(over, Err(DeskError::JobState(JobState::Finished))), "{over:?}");
    let refused = base.desk.execute(&base.operator, base.clock.now(), &StartJob(resting));
    assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
}

#[test]
fn a_row_that_is_not_reached_comes_back_as_the_job_says_until_it_is_exhausted() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Advertising, [1]);
    start(&base, list);
    // At noon nobody answers: three hours later it is afternoon, the other half of the day.
    let entry = take(&base, &base.operator).unwrap();
    let Next::At { due, kind, .. } = record(&base, &entry, '6').next else { panic!() };
    assert_eq!((due, kind), (moment("2026-11-10T15:00:00+03:00"), EntryKind::Retry));
    // In the afternoon again: the next morning.
    base.clock.set("2026-11-10T15:00:00+03:00");
    let entry = take(&base, &base.operator).unwrap();
    let Next::At { due, .. } = record(&base, &entry, '6').next else { panic!() };
    assert_eq!(due, moment("2026-11-11T09:00:00+03:00"));
    let own =
        Rule { outcome: "no-answer".into(), minutes: 30, shift: Shift::None, other_number: false, most: 3 };
    set(&base, list, SetJob { rules: vec![own], ..SetJob::default() });
    base.clock.set("2026-11-11T09:00:00+03:00");
    let entry = take(&base, &base.operator).unwrap();
    assert_eq!(entry.attempts, 2);
    // It was the third time with this result, and the job allows three.
    assert_eq!(record(&base, &entry, '6').next, Next::Exhausted);
    assert_eq!(entries(&base)[0].state, EntryState::Exhausted);
    let card = base.desk.query(&base.admin, base.clock.now(), &JobOf(list)).unwrap();
    assert_eq!((card.progress.of(RowState::Exhausted), card.progress.attempts), (1, 3));
    assert_eq!((card.progress.penetration(), card.progress.saturation()), (1000, 3000));
}

#[test]
fn the_cap_counts_calls_from_all_jobs() {
    let base = Base::empty();
    let (one, two) = (job(&base, "Один", Purpose::Service, [1]), job(&base, "Два", Purpose::Service, [1]));
    for list in [one, two] {
        set(&base, list, SetJob { preset: Some(Preset::Sales), cap: Some(Some(2)), ..SetJob::default() });
        start(&base, list);
    }
    let first = take(&base, &base.operator).unwrap();
    assert!(matches!(record(&base, &first, '7').next, Next::At { .. }));
    // The other job has not called him yet, but somebody has.
    let second = entries(&base).into_iter().find(|entry| entry.id != first.id).unwrap();
    assert_eq!((second.attempts, record(&base, &second, '7').next), (0, Next::Exhausted));
    // A third job, and the row of the first one that waits for its time: thirty days later he may be called again.
    let three = job(&base, "Три", Purpose::Service, [1]);
    set(&base, three, SetJob { cap: Some(Some(2)), ..SetJob::default() });
    start(&base, three);
    base.clock.forward(60 * 60_000);
    assert_eq!(take(&base, &base.operator), None);
    let third = entries(&base).into_iter().find(|entry| entry.list == Some(three)).unwrap();
    assert_eq!((third.state, third.attempts), (EntryState::Waiting, 0));
    assert!(
        third.due > moment("2026-12-10T12:00:00+03:00") && third.due < moment("2026-12-10T12:01:00+03:00")
    );
}

#[test]
fn a_row_the_cap_holds_back_is_nowhere_shown_as_free() {
    let base = Base::empty();
    let (one, two) = (job(&base, "Один", Purpose::Service, [1]), job(&base, "Два", Purpose::Service, [1]));
    for list in [one, two] {
        set(&base, list, SetJob { preset: Some(Preset::Sales), cap: Some(Some(1)), ..SetJob::default() });
        start(&base, list);
    }
    let first = take(&base, &base.operator).unwrap();
    assert_eq!(record(&base, &first, '6').next, Next::Exhausted);
    base.clock.forward(2 * 60 * 60_000);
    let now = base.clock.now();
    let held = entries(&base).into_iter().find(|entry| entry.id != first.id).unwrap();
    let free = |held: &QueueEntry| {
        let (rows, counts) = base.desk.query(&base.operator, now, &QueueView { limit: 9 }).unwrap();
        assert_eq!((counts.now, rows.iter().filter(|row| row.may_be_taken()).count()), (0, 0));
        let card = base.desk.query(&base.admin, now, &JobOf(held.list.unwrap())).unwrap();
        assert!(card.strip.iter().all(|strip| !strip.open), "{:?}", card.strip);
        let opens = moment("2026-12-10T11:00:00+03:00");
        assert!(card.later.is_some_and(|(rows, at)| rows == 1 && at > opens), "{:?}", card.later);
        // Nor by hand: neither the light nor the dial key lets him be called.
        let capped = |gate: Result<_, Forbidden>| matches!(gate, Err(Forbidden::Capped { most: 1, .. }));
        let why = base.desk.query(&base.operator, now, &WhyOf(held.id)).unwrap();
        assert!(capped(why.gate), "why");
        let dial = MayDial { client: held.client, entry: None, phone: None };
        let dial = base.desk.query(&base.operator, now, &dial);
        assert!(matches!(dial, Err(DeskError::NoCall(Forbidden::Capped { most: 1, .. }))), "{dial:?}");
        let dossier = base.desk.query(&base.operator, now, &DossierOf(held.client)).unwrap();
        let catalog = base.desk.catalog().unwrap();
        let calendar = catalog.hours().calendar();
        assert!(capped(dossier.ask(Some(held), None, &catalog, now, |gate| gate.dial(
            Some(held),
            None,
            calendar
        ))));
        let empty = base.desk.query(&base.admin, now, &WhyEmpty).unwrap();
        assert_eq!((empty.all.count(Held::Often), empty.all.count(Held::Ready)), (1, 0), "{empty:?}");
        assert!(empty.all.next().unwrap() > opens);
    };
    free(&held);
    assert_eq!(take(&base, &base.operator), None);
    // Nor one that is loaded only now.
    let three = job(&base, "Три", Purpose::Service, []);
    set(&base, three, SetJob { cap: Some(Some(1)), ..SetJob::default() });
    assert_eq!(load(&base, three, [1]), [Verdict::Known]);
    let loaded = entries(&base).into_iter().find(|entry| entry.list == Some(three)).unwrap();
    assert!(loaded.due > moment("2026-12-10T11:00:00+03:00"), "{loaded:?}");
    // Thirty days later he is offered.
    base.clock.set("2026-12-10T12:30:00+03:00");
    assert_eq!(take(&base, &base.operator).map(|entry| entry.id), Some(held.id));
}

#[test]
fn a_prohibition_for_a_time_lets_the_row_come_back() {
    let base = Base::empty();
    let list = job(&base, "Один", Purpose::Service, [1]);
    start(&base, list);
    let row = || entries(&base).remove(0);
    let stop = |until: &str| AddStop {
        subject: StopSubject::Client(row().client),
        client: Some(row().client),
        scope: StopScope::Everything,
        until: Some(moment(until)),
        reason: String::new(),
        proof: String::new(),
        interaction: None,
    };
    let end = "2026-11-13T00:00:00+03:00";
    assert_eq!(base.desk.execute(&base.admin, base.clock.now(), &stop(end)).unwrap().blocked, 1);
    assert_eq!((row().state, row().due), (EntryState::Waiting, moment(end)));
    assert_eq!(take(&base, &base.operator), None);
    let empty = base.desk.query(&base.admin, base.clock.now(), &WhyEmpty).unwrap();
    assert_eq!(empty.all.count(Held::Stop), 1, "{empty:?}");
    assert_eq!(
        empty.all.next(),
        Some(moment("2026-11-13T09:00:00+03:00")),
        "when the next one may be called is known"
    );
    // One that holds longer, and came in between.
    let later = "2026-11-14T00:00:00+03:00";
    base.desk.execute(&base.admin, base.clock.now(), &stop(later)).unwrap();
    base.clock.set("2026-11-13T12:00:00+03:00");
    assert_eq!(take(&base, &base.operator), None);
    base.clock.set("2026-11-14T12:00:00+03:00");
    assert_eq!(take(&base, &base.operator).map(|entry| entry.id), Some(row().id));
}

#[test]
fn a_prohibition_for_a_time_that_is_lifted_gives_the_row_back_at_once() {
    let base = Base::empty();
    let list = job(&base, "Один", Purpose::Service, [1]);
    start(&base, list);
    let row = || entries(&base).remove(0);
    let stop = AddStop {
        subject: StopSubject::Client(row().client),
        client: Some(row().client),
        scope: StopScope::Everything,
        until: Some(moment("2026-11-30T00:00:00+03:00")),
        reason: String::new(),
        proof: String::new(),
        interaction: None,
    };
    let id = base.desk.execute(&base.admin, base.clock.now(), &stop).unwrap().id;
    base.clock.forward(60_000);
    let consent = AddConsent {
        client: row().client,
        person: None,
        kind: ConsentKind::Advertising,
        text: String::new(),
        how: ConsentHow::Paper,
        given: base.clock.now(),
        until: None,
        proof: "анкета".into(),
        proof_hash: String::new(),
    };
    base.desk.execute(&base.admin, base.clock.now(), &consent).unwrap();
    assert_eq!(base.desk.execute(&base.admin, base.clock.now(), &LiftStop(id)).unwrap().reopened, 1);
    assert_eq!(take(&base, &base.operator).map(|entry| entry.id), Some(row().id));
}

/// A job under way with one client, who has three numbers.
fn on_three_numbers() -> Base {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Service, []);
    set(&base, list, SetJob { preset: Some(Preset::Sales), ..SetJob::default() });
    let mut client = row(1);
    for n in [2, 3] {
        client.methods.push(ContactMethod::phone(Phone::from_e164(74_950_100_000 + n).unwrap(), ""));
    }
    let now = base.clock.now();
    let mut load = FileLoad::new(&base.desk, &base.admin, now, options(list, false)).unwrap();
    load.row(&client).unwrap();
    load.finish().unwrap();
    start(&base, list);
    base
}

#[test]
fn another_number_is_tried_and_the_one_that_helped_comes_first() {
    let base = on_three_numbers();
    // Yesterday he answered on the third one.
    let third = Phone::from_e164(74_950_100_003);
    let answered = QueueEntry { phone: third, list: None, ..entries(&base)[0].clone() };
    record_on(&base, &answered, None, '1');
    base.clock.set("2026-11-11T12:00:00+03:00");
    let entry = take(&base, &base.operator).unwrap();
    let Next::At { phone, .. } = record(&base, &entry, '6').next else { panic!() };
    assert_eq!(phone.map(|phone| phone.number()), Some(74_950_100_003));
    assert_eq!(entries(&base)[0].attempts, 1);
    // Had the operator gone on to the next number himself, it would have been the same one; and then the last one.
    let dossier = base.desk.query(&base.operator, base.clock.now(), &DossierOf(entry.client)).unwrap();
    let catalog = base.desk.catalog().unwrap();
    let next = |dialled: u64, tried: &[u64]| {
        let phone = |number: &u64| Phone::from_e164(*number).unwrap();
        let tried: Vec<Phone> = tried.iter().map(phone).collect();
        let (now, dialled) = (base.clock.now(), phone(&dialled));
        dossier
            .next_number(Some(&entry), Some(&dialled), &tried, &catalog, now)
            .map(|dial| dial.phone.number() - 74_950_100_000)
    };
    assert_eq!(next(74_950_100_001, &[]), Some(3));
    assert_eq!(next(74_950_100_003, &[74_950_100_001]), Some(2));
    assert_eq!(next(74_950_100_002, &[74_950_100_001, 74_950_100_003]), None);
}

#[test]
fn numbers_that_were_dialled_in_the_same_attempt_are_left_out() {
    let base = on_three_numbers();
    let now = base.clock.now();
    let entry = take(&base, &base.operator).unwrap();
    let phone = |n: u64| Phone::from_e164(74_950_100_000 + n).unwrap();
    let no_answer = RecordResult {
        client: entry.client,
        entry: Some(entry.id),
        person: None,
        phone: Some(phone(2)),
        direction: Direction::Outgoing,
        began: now,
        outcome: base.desk.catalog().unwrap().outcome_on('6').unwrap().id,
        answers: Answers { tried: vec![Tried { phone: phone(1), at: None }], ..Answers::default() },
        fields: Vec::new(),
        script: None,
        text: String::new(),
    };
    let recorded = base.desk.execute(&base.operator, now, &no_answer).unwrap();
    let Next::At { phone: next, .. } = recorded.next else { panic!("{recorded:?}") };
    assert_eq!(next, Some(phone(3)));
}

#[test]
fn a_promised_call_is_made_beyond_the_limit_and_no_other() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Service, []);
    set(&base, list, SetJob { attempts: Some(1), ..SetJob::default() });
    load(&base, list, [1]);
    start(&base, list);
    let entry = take(&base, &base.operator).unwrap();
    let now = base.clock.now();
    let asked = |entry: &QueueEntry, key, when| RecordResult {
        client: entry.client,
        entry: Some(entry.id),
        person: None,
        phone: Phone::from_e164(74_950_100_001),
        direction: Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on(key).unwrap().id,
        answers: Answers { when, ..Answers::default() },
        fields: Vec::new(),
        script: None,
        text: String::new(),
    };
    let when = Some(now.plus_minutes(60));
    base.desk.execute(&base.operator, now, &asked(&entry, '2', when)).unwrap();
    let entry = &entries(&base)[0];
    assert_eq!((entry.kind, entry.attempts, entry.max_attempts), (EntryKind::Promise, 1, 1));
    // The limit is of calls nobody asked for: what was promised is kept, and then there are enough.
    base.clock.forward(60 * 60_000);
    let entry = take(&base, &base.operator).unwrap();
    let why =
        base.desk.query(&base.operator, base.clock.now(), &NextRows { list: Some(list), limit: 5 }).unwrap();
    assert!(why.is_empty() || why[0].gate.as_ref().unwrap().attempt.is_none(), "no «2 of 1»");
    let recorded = base.desk.execute(&base.operator, base.clock.now(), &asked(&entry, '6', None)).unwrap();
    assert_eq!((recorded.next, entries(&base)[0].attempts), (Next::Exhausted, 2));
}

#[test]
fn a_debtor_is_called_once_a_day_whatever_the_operator_wants() {
    let base = Base::empty();
    let list = job(&base, "Долги", Purpose::Debt, [1]);
    start(&base, list);
    let entry = take(&base, &base.operator).unwrap();
    let Next::At { due, .. } = record(&base, &entry, '7').next else { panic!() };
    assert_eq!(due, moment("2026-11-11T08:00:00+03:00"), "the hours of the law begin at eight");
    // By hand it is no different today.
    base.clock.forward(60 * 60_000);
    let ask = Light { client: entry.client, entry: Some(entry.id), phone: None, list: None, purpose: None };
    let Err(Forbidden::Often { limit, opens }) =
        base.desk.query(&base.operator, base.clock.now(), &ask).unwrap()
    else {
        panic!("it was allowed")
    };
    assert_eq!((limit.per, limit.most, opens), (Per::Day, 1, moment("2026-11-11T08:00:00+03:00")));
    // The light on the card says what the dial key says.
    let planned = entries(&base).into_iter().find(|planned| planned.id == entry.id).unwrap();
    let dossier = base.desk.query(&base.operator, base.clock.now(), &DossierOf(entry.client)).unwrap();
    let catalog = base.desk.catalog().unwrap();
    let light = dossier.ask(Some(&planned), None, &catalog, base.clock.now(), |gate| {
        gate.dial(Some(&planned), None, catalog.hours().calendar())
    });
    assert_eq!(light, Err(Forbidden::Often { limit, opens }));
    // A call of another kind is none about debts.
    let service = Light { entry: None, purpose: Some(Purpose::Service), ..ask };
    assert!(base.desk.query(&base.operator, base.clock.now(), &service).unwrap().is_ok());
    // The second call of the week is the last one.
    base.clock.set("2026-11-11T10:00:00+03:00");
    let entry = take(&base, &base.operator).unwrap();
    let Next::At { due, .. } = record(&base, &entry, '7').next else { panic!() };
    assert_eq!(due, moment("2026-11-17T08:00:00+03:00"));
}

#[test]
fn every_third_row_is_a_new_one_and_jobs_share_the_work() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Service, 0..40);
    set(&base, list, SetJob { every_new: Some(3), preset: Some(Preset::Sales), ..SetJob::default() });
    start(&base, list);
    // Twelve lines are busy.
    for _ in 0..12 {
        let entry = take(&base, &base.operator).unwrap();
        record(&base, &entry, '7');
    }
    base.clock.forward(20 * 60_000);
    let preview = base.desk.query(&base.operator, base.clock.now(), &NextRows { list: Some(list), limit: 6 });
    let preview: Vec<_> = preview.unwrap().iter().map(|row| (row.entry.id, row.entry.kind)).collect();
    let mut served = Vec::new();
    for _ in 0..6 {
        let entry = take(&base, &base.operator).unwrap();
        served.push((entry.id, entry.kind));
        record(&base, &entry, '4');
        base.clock.forward(1000);
    }
    assert_eq!(served, preview, "the preview had said something else");
    let new = served.iter().filter(|(_, kind)| *kind == EntryKind::New).count();
    assert_eq!(new, 2, "{served:?}");

    let base = Base::empty();
    let big = job(&base, "Больше", Purpose::Service, 0..30);
    let small = job(&base, "Меньше", Purpose::Service, 100..130);
    for (list, share) in [(big, 80), (small, 20)] {
        set(&base, list, SetJob { share: Some(share), ..SetJob::default() });
        start(&base, list);
    }
    let mut from_small = 0;
    for _ in 0..20 {
        let entry = take(&base, &base.operator).unwrap();
        from_small += usize::from(entry.list == Some(small));
        record(&base, &entry, '4');
        base.clock.forward(1000);
    }
    assert_eq!(from_small, 4);
}

#[test]
fn a_load_that_does_not_come_to_what_its_trial_said_stops() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Advertising, []);
    let now = base.clock.now();
    let mut trial = FileLoad::new(&base.desk, &base.admin, now, options(list, true)).unwrap();
    for n in 0..250 {
        assert_eq!(trial.row(&row(n)).unwrap().verdict, Verdict::New);
    }
    let (_, none, verdicts) = trial.finish().unwrap();
    assert_eq!((none, entries(&base).len()), (None, 0));
    // Somebody loads one of the clients meanwhile.
    base.client(Row(row(240)));
    let load = FileLoad::new(&base.desk, &base.admin, now, options(list, false)).unwrap();
    let mut load = load.as_tried(verdicts);
    let ended = (0..250).map(|n| load.row(&row(n))).find_map(Result::err);
    assert!(matches!(ended, Some(DeskError::NotAsTried { line: 241 })), "{ended:?}");
    let begun = load.abandon().unwrap();
    assert!(!entries(&base).is_empty(), "whole parts had been written");
    let back = base.desk.unload(&base.admin, now, list, begun, "", &mut |_, _| {}).unwrap();
    assert!(back.touched.is_empty() && back.cards);
    assert_eq!(entries(&base).len(), 0);
    let clients = Reads(base.store.as_ref()).all::<dozvon::domain::client::Client>().unwrap();
    assert_eq!(clients.len(), 1, "the cards of the load are gone, the other one stays");
}

#[test]
fn a_load_is_taken_back_but_for_rows_that_were_worked_on() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Advertising, 0..250);
    start(&base, list);
    let touched = take(&base, &base.operator).unwrap();
    record(&base, &touched, '6');
    let card = base.desk.query(&base.admin, base.clock.now(), &JobOf(list)).unwrap();
    assert_eq!((card.progress.all(), card.loads.len(), card.loads[0].sums.taken()), (250, 1, 250));
    let number = card.loads[0].load;
    let now = base.clock.now();
    let refused = base.desk.unload(&base.operator, now, list, number, "", &mut |_, _| {});
    assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
    let back = base.desk.unload(&base.admin, now, list, number, "", &mut |_, _| {}).unwrap();
    assert_eq!((back.rows, back.cards), (249, false));
    let left: Vec<_> = back.touched.iter().map(|touched| touched.entry.id).collect();
    assert_eq!(left, [touched.id]);
    assert_eq!(entries(&base).iter().map(|entry| entry.id).collect::<Vec<_>>(), [touched.id]);
    let card = base.desk.query(&base.admin, now, &JobOf(list)).unwrap();
    assert_eq!((card.progress.all(), card.loads[0].sums.taken()), (1, 1));
    // Once more: there is nothing that could go.
    let seq = base.store.last_seq();
    let again = base.desk.unload(&base.admin, now, list, number, "", &mut |_, _| {}).unwrap();
    assert_eq!((again.rows, again.touched.len(), base.store.last_seq()), (0, 1, seq));
}

#[test]
fn a_call_that_moves_a_deal_counts_for_its_job() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Service, [1]);
    start(&base, list);
    let entry = take(&base, &base.operator).unwrap();
    let process = base.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
    let deal = NewDeal { name: "Опт".into(), process, stage: 0, amount: None };
    let open = OpenDeal { client: entry.client, deal };
    let deal = base.desk.execute(&base.operator, base.clock.now(), &open).unwrap();
    let sale = RecordResult {
        client: entry.client,
        entry: Some(entry.id),
        person: None,
        phone: Phone::from_e164(74_950_100_001),
        direction: Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on('1').unwrap().id,
        answers: Answers {
            deal: Some(DealAnswer::Amount(deal, Money::from_minor(100, Currency::Rub))),
            ..Answers::default()
        },
        fields: Vec::new(),
        script: None,
        text: String::new(),
    };
    base.desk.execute(&base.operator, base.clock.now(), &sale).unwrap();
    let heat = base.desk.query(&base.admin, base.clock.now(), &HeatOfJob(list)).unwrap();
    assert_eq!(heat.attempts(), 1);
}

#[test]
fn the_heat_counts_calls_by_the_clock_of_the_clients() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Service, 0..40);
    start(&base, list);
    for n in 0..40 {
        let entry = take(&base, &base.operator).unwrap();
        record(&base, &entry, if n < 10 { '4' } else { '6' });
    }
    let heat = base.desk.query(&base.admin, base.clock.now(), &HeatOfJob(list)).unwrap();
    // Tuesday, noon.
    let cell = heat.cell(chrono::Weekday::Tue, 12);
    assert_eq!((cell.attempts, cell.answered, cell.share()), (40, 10, Some(25)));
    assert_eq!((heat.attempts(), heat.hours()), (40, Some((12, 12))));
    let card = base.desk.query(&base.admin, base.clock.now(), &JobOf(list)).unwrap();
    let strip: Vec<_> = card.strip.iter().map(|strip| (strip.open, strip.at, strip.rows)).collect();
    assert_eq!(strip, [(true, moment("2026-11-10T20:00:00+03:00"), 30)]);
    assert_eq!((card.progress.of(RowState::Done), card.progress.of(RowState::InWork)), (10, 30));
}
