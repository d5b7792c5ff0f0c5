//! Bytes that earlier releases wrote, kept as they were.

use crate::domain::call_list::{CallList, Purpose};
use crate::domain::client::Client;
use crate::domain::ids::{CallListId, ClientId, QueueEntryId, RecordId, UserId};
use crate::domain::job::Job;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
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

    // Version; id 3, name, operator, zone Europe/Moscow.
    let user: User = codec::decode(&bytes("01 03 06 d09ed0bbd18f 00 0d 4575726f70652f4d6f73636f77")).unwrap();
    assert_eq!(user, User::new(UserId::from_u64(3), "Оля", UserRole::Operator, chrono_tz::Europe::Moscow));
}
