//! Bytes that earlier releases wrote, kept as they were.

use crate::domain::call_list::{CallList, Purpose};
use crate::domain::client::Client;
use crate::domain::consent::{Consent, ConsentHow, Withdrawal};
use crate::domain::day::{Effort, OperatorState, StateSpan};
use crate::domain::ids::{
    CallListId, ClientId, InteractionId, OutcomeId, QueueEntryId, RecordId, StateSpanId, UserId, WorkDayId,
};
use crate::domain::interaction::{Direction, Interaction, InteractionStatus, Subject};
use crate::domain::job::{Job, JobState, Order};
use crate::domain::outcome::{Ask, Calls, NextStep, Outcome};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState, Marks, Priority, QueueEntry, Skip, SkipReason, StageBand};
use crate::domain::recycle::{Preset, Rule, Shift};
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::time::Moment;
use crate::domain::user::{User, UserRole};
use crate::store::codec;

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

#[test]
fn records_of_version_1_are_read() {
    // Version; id 7, kind, name, public name, relations, manager 3, city, address, no region, zone Asia/Omsk by address,
    // no methods, no class, one tag, one custom field, no interest, registered, no raw values.
    let client: Client = codec::decode(&bytes(
        "01 07 00 0c d09fd180d0bed182d0bed0bd 00 0100000000 0103 08 d09ed0bcd181d0ba 00 00 \
         01 09 417369612f4f6d736b 02 02 00 00 01 06 d0bed0bfd182 01 02 6b31 02 7631 00 fc00fc0a05 00",
    ))
    .unwrap();
    assert_eq!((client.id, client.name.as_str(), client.calls), (ClientId::from_u64(7), "Протон", None));
    assert_eq!((client.city.as_str(), client.zone.unwrap().tz), ("Омск", chrono_tz::Asia::Omsk));
    assert_eq!((client.tags.len(), client.custom["k1"].as_str()), (1, "v1"));

    // Version; id 5, client 7, the client himself, advertising, since, reason, call 9, by 3.
    let stop: StopEntry = codec::decode(&bytes("01 05 07 02 07 01 fbd007 04 d094d0b0 01 09 03")).unwrap();
    assert_eq!(stop.client, Some(ClientId::from_u64(7)));
    assert_eq!(stop.subject, StopSubject::Client(ClientId::from_u64(7)));
    assert_eq!(
        (stop.scope, stop.since, stop.reason.as_str()),
        (StopScope::Advertising, Moment::from_millis(1000), "Да")
    );
    assert_eq!((stop.by, stop.until, stop.lifted.is_none()), (UserId::from_u64(3), None, true));

    // Version; id 3, client 7, nobody, no number, new, due, reason, list 2, 1 of 5 attempts, anybody's, waiting, zone, made.
    let entry: QueueEntry = codec::decode(&bytes(
        "01 03 07 00 00 04 fbd007 04 d094d0b0 01 02 01 05 00 00 01 0d 4575726f70652f4d6f73636f77 fbd007",
    ))
    .unwrap();
    assert_eq!((entry.id, entry.client), (QueueEntryId::from_u64(3), ClientId::from_u64(7)));
    assert_eq!((entry.kind, entry.state, entry.reason.as_str()), (EntryKind::New, EntryState::Waiting, "Да"));
    assert_eq!((entry.due, entry.wakes()), (Moment::from_millis(1000), Moment::from_millis(1000)));
    assert_eq!((entry.attempts, entry.max_attempts, entry.zone), (1, 5, Some(chrono_tz::Europe::Moscow)));
    assert_eq!((entry.list, entry.marks), (Some(CallListId::from_u64(2)), Marks::default()));

    // Version; id 2, name, service, script, no process, 5 attempts, made, owner 3.
    let list: CallList =
        codec::decode(&bytes("01 02 06 d0bed0bfd182 01 01 02 7331 00 05 fbd007 03")).unwrap();
    assert_eq!(
        (list.id, list.name.as_str(), list.purpose),
        (CallListId::from_u64(2), "опт", Purpose::Service)
    );
    assert_eq!(
        (list.script.as_deref(), list.max_attempts, list.window, list.label.as_str()),
        (Some("s1"), 5, None, "")
    );
    assert_eq!(list.job, Job::open());

    // Version 2 has no hours of its own and the label «Опт» behind that: everybody went on working on it.
    let list: CallList =
        codec::decode(&bytes("02 02 06 d0bed0bfd182 01 01 02 7331 00 05 fbd007 03 00 06 d09ed0bfd182"))
            .unwrap();
    assert_eq!((list.label.as_str(), list.window, list.max_attempts), ("Опт", None, 5));
    assert_eq!(list.job, Job::open());

    // Version 3 is a job behind that: running, of user 3, from 23.11.2026 to 24.11.2026, priority 2, every 4th new, share 70, rules
    // for sales with one of its own, at most 6 calls, started, not finished. Nothing was taken by itself then.
    let list: CallList = codec::decode(&bytes(
        "03 02 06 d0bed0bfd182 01 01 02 7331 00 05 fbd007 03 00 06 d09ed0bfd182 \
         02 01 01 03 01 0a 323032362d31312d3233 01 0a 323032362d31312d3234 02 04 46 \
         01 01 04 62757379 05 03 01 02 01 06 01 fbd007 00",
    ))
    .unwrap();
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day);
    assert_eq!((list.job.state, list.job.from, list.job.to), (JobState::Running, day(23), day(24)));
    assert_eq!((list.job.priority, list.job.order), (2, Order { every_new: 4, share: 70 }));
    assert_eq!((list.job.recycle.preset, list.job.recycle.cap), (Preset::Sales, Some(6)));
    let own = Rule { outcome: "busy".into(), minutes: 5, shift: Shift::Day, other_number: true, most: 2 };
    assert_eq!(list.job.recycle.own, [own]);
    assert_eq!((list.job.started, list.job.auto_next), (Some(Moment::from_millis(1000)), false));
    assert_eq!(codec::decode::<CallList>(&codec::encode(&list).unwrap()).unwrap(), list);

    // Version; id 3, name, operator, zone Europe/Moscow.
    let user: User = codec::decode(&bytes("01 03 06 d09ed0bbd18f 00 0d 4575726f70652f4d6f73636f77")).unwrap();
    assert_eq!(user, User::new(UserId::from_u64(3), "Оля", UserRole::Operator, chrono_tz::Europe::Moscow));
}

#[test]
fn results_of_version_1_are_those_of_calls_we_make() {
    // Version; id 6, key, code, both names, a human answered and nothing else, one question, no reasons, again in 180 minutes,
    // no stage, not retired.
    let outcome: Outcome = codec::decode(&bytes(
        "01 06 36 09 6e6f2d616e73776572 13 d09dd0b5d18220d0bed182d0b2d0b5d182d0b0 09 4e6f20616e73776572 \
         0100000000 01 01 00 01 b4 00 00",
    ))
    .unwrap();
    assert_eq!((outcome.id, outcome.key, outcome.code.as_str()), (OutcomeId::from_u64(6), '6', "no-answer"));
    assert_eq!((outcome.name.ru.as_str(), outcome.name.en.as_str()), ("Нет ответа", "No answer"));
    assert_eq!((outcome.flags.human, outcome.asks.as_slice()), (true, [Ask::Reason].as_slice()));
    assert_eq!((outcome.next, outcome.retired), (NextStep::Retry { minutes: 180 }, false));
    assert_eq!((outcome.calls, outcome.purpose, outcome.version), (Calls::Outgoing, None, 1));
    assert_eq!(codec::decode::<Outcome>(&codec::encode(&outcome).unwrap()).unwrap(), outcome);
}

#[test]
fn calls_of_version_2_knew_of_no_promise() {
    // Version; id 9, client 7, nobody, a call, outgoing, held, at, 60 seconds, number, list 2, result 6, reason, by 3, text, no
    // script, contact 3, attempt 2.
    let call: Interaction = codec::decode(&bytes(
        "02 09 07 00 00 01 01 fb1027 013c 01fdc01f607311000000 00 01 0102 01 06 0c d0b4d0bed180d0bed0b3d0be 03 \
         04 d094d0b0 00 01 03 02",
    ))
    .unwrap();
    assert_eq!((call.id, call.client), (InteractionId::from_u64(9), ClientId::from_u64(7)));
    assert_eq!((call.direction, call.status), (Direction::Outgoing, InteractionStatus::Held));
    assert_eq!((call.at, call.duration_s, call.attempt), (Moment::from_millis(5000), Some(60), 2));
    assert_eq!(call.phone, Phone::from_e164(74_950_123_456));
    assert_eq!(call.subject, Some(Subject::CallList(CallListId::from_u64(2))));
    assert_eq!((call.reason.as_str(), call.text.as_str()), ("дорого", "Да"));
    assert_eq!((call.promised, call.tried.len()), (None, 0));
    assert_eq!(codec::decode::<Interaction>(&codec::encode(&call).unwrap()).unwrap(), call);
}

#[test]
fn consents_of_version_1_were_withdrawn_nobody_knows_how() {
    // Version; id 4, client 7, person 2, advertising, text, on paper, given, no end, proof, no file, by 3, written, withdrawn: at,
    // by 5, reason, in call 9.
    let consent: Consent = codec::decode(&bytes(
        "01 04 07 0102 00 02 7633 01 fbd007 00 04 d094d0b0 00 03 fbd207 01 fba00f 05 06 d09dd0b5d182 0109",
    ))
    .unwrap();
    assert_eq!((consent.client, consent.how), (ClientId::from_u64(7), ConsentHow::Paper));
    assert_eq!((consent.text.as_str(), consent.proof.as_str()), ("v3", "Да"));
    let end = Withdrawal {
        reason: "Нет".into(),
        interaction: Some(InteractionId::from_u64(9)),
        ..Withdrawal::new(Moment::from_millis(2000), UserId::from_u64(5))
    };
    assert_eq!(consent.withdrawn, Some(end));
    assert_eq!(codec::decode::<Consent>(&codec::encode(&consent).unwrap()).unwrap(), consent);
}

#[test]
fn states_of_version_1_told_no_screens() {
    // Version; id 1, day 2, after the call, from, to, 2 keys in 1400 ms, no promise.
    let span: StateSpan = codec::decode(&bytes("01 01 02 05 fbd007 fba00f 01 02 fb7805 00")).unwrap();
    assert_eq!((span.id, span.day), (StateSpanId::from_u64(1), WorkDayId::from_u64(2)));
    assert_eq!((span.from, span.to), (Moment::from_millis(1000), Moment::from_millis(2000)));
    assert_eq!((span.state, span.effort), (OperatorState::AfterCall, Some(Effort { keys: 2, ms: 1400 })));
    assert_eq!((span.promised, span.screens.len()), (None, 0));
    assert_eq!(codec::decode::<StateSpan>(&codec::encode(&span).unwrap()).unwrap(), span);
}

#[test]
fn contacts_of_version_2_were_all_for_a_minute() {
    // Version; id 3, client 7, nobody, no number, promised, due, reason, no list, 1 of 5 attempts, of user 3, waiting, zone, made;
    // marks: second third, high, kept by 3, not before, one skip by 3 for the hour, raised.
    let entry: QueueEntry = codec::decode(&bytes(
        "02 03 07 00 00 00 fbd007 04 d09ad09f 00 01 05 0103 00 01 09 417369612f4f6d736b fb0807 02 02 0103 01 fbb80b \
         01 03 fb6009 02 01",
    ))
    .unwrap();
    assert_eq!(
        (entry.kind, entry.due, entry.reason.as_str()),
        (EntryKind::Promise, Moment::from_millis(1000), "КП")
    );
    assert_eq!((entry.owner, entry.zone), (Some(UserId::from_u64(3)), Some(chrono_tz::Asia::Omsk)));
    let skip = Skip { by: UserId::from_u64(3), at: Moment::from_millis(1200), reason: SkipReason::BadTime };
    let marks = Marks {
        stage: StageBand::Middle,
        priority: Priority::High,
        keeper: Some(UserId::from_u64(3)),
        not_before: Some(Moment::from_millis(1500)),
        skips: vec![skip],
        raised: true,
        whole_day: false,
    };
    assert_eq!(entry.marks, marks);
    assert_eq!(codec::decode::<QueueEntry>(&codec::encode(&entry).unwrap()).unwrap(), entry);
}
