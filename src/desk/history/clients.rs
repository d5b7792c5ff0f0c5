//! The fields of clients and of all that is known of them.

use std::collections::BTreeMap;

use super::fields::{Told, link};
use super::value::{Relation, Term, Value};
use crate::domain::client::{Client, Relations};
use crate::domain::consent::{Consent, Withdrawal};
use crate::domain::interaction::Interaction;
use crate::domain::legal::LegalEntity;
use crate::domain::memo::{Memo, MemoKind, MemoTo};
use crate::domain::person::Person;
use crate::domain::stop::{Lifted, StopEntry, StopSubject};
use crate::domain::user::User;

pub(super) fn client(record: Client) -> Told {
    let Client {
        id,
        kind,
        name,
        public_name,
        relations,
        manager,
        city,
        address,
        region,
        zone,
        methods,
        class,
        tags,
        custom,
        first_interest,
        registered,
        raw,
        calls,
    } = record;
    let Relations { client, supplier, competitor, carrier, other } = relations;
    let relations = [
        (client, Relation::Client),
        (supplier, Relation::Supplier),
        (competitor, Relation::Competitor),
        (carrier, Relation::Carrier),
        (other, Relation::Other),
    ];
    let relations = relations.into_iter().filter(|(holds, _)| *holds);
    let interest = first_interest.unwrap_or_default();
    let titled = |fields: BTreeMap<String, String>| fields.into_iter().map(|(t, v)| Value::Titled(t, v));
    Told { name: name.clone(), clients: vec![id], ..Told::default() }
        .text("name", name)
        .text("public-name", public_name)
        .one("kind", Value::Term(Term::ClientKind(kind)))
        .many("relations", relations.map(|(_, relation)| Value::Term(Term::Relation(relation))))
        .one("manager", link::<User>(manager))
        .methods(methods)
        .text("city", city)
        .text("address", address)
        .one("region", region.map(Value::Region))
        .one("zone", zone.map(|zone| Value::Zone(zone.tz)))
        .one("zone-source", zone.map(|zone| Value::Term(Term::ZoneSource(zone.source))))
        .one("window", calls.map(Value::Window))
        .one("class", class.map(|class| Value::Text(class.to_string())))
        .many("tags", tags.into_iter().map(Value::Text))
        .many("custom", titled(custom))
        .text("channel", interest.channel)
        .text("source", interest.source)
        .one("registered", Value::At(registered))
        .many("raw", raw.into_iter().map(|(title, value)| Value::Titled(title, value)))
}

pub(super) fn person(record: Person) -> Told {
    let Person { id: _, name, links, methods } = record;
    let clients = links.iter().map(|link| link.client).collect();
    Told { name: name.clone(), clients, ..Told::default() }
        .text("name", name)
        .many("links", links.into_iter().map(Value::Link))
        .methods(methods)
}

pub(super) fn legal(record: LegalEntity) -> Told {
    let LegalEntity { id: _, name, inn, inn_mark, kpp, ogrn, clients } = record;
    Told { name: name.clone(), clients: clients.clone(), ..Told::default() }
        .text("name", name)
        .text("inn", inn.map(|inn| inn.digits()).unwrap_or_default())
        .one("inn-mark", inn.map(|_| Value::Term(Term::InnMark(inn_mark))))
        .text("kpp", kpp.map(|kpp| kpp.to_string()).unwrap_or_default())
        .text("ogrn", ogrn.map(|ogrn| ogrn.to_string()).unwrap_or_default())
        .many("clients", clients.into_iter().map(Value::record::<Client>))
}

pub(super) fn stop(record: StopEntry) -> Told {
    let StopEntry { id: _, client, subject, scope, since, until, reason, proof, interaction, by, lifted } =
        record;
    let (lifted, lifted_by, consent) = match lifted {
        Some(Lifted { at, by, consent }) => (Some(at), Some(by), Some(consent)),
        None => (None, None, None),
    };
    let subject = match subject {
        StopSubject::Phone(phone) => Value::Phone(phone),
        StopSubject::Person(id) => Value::record::<Person>(id),
        StopSubject::Client(id) => Value::record::<Client>(id),
    };
    Told { clients: client.into_iter().collect(), ..Told::default() }
        .one("client", link::<Client>(client))
        .one("subject", subject)
        .one("scope", Value::Scope(scope))
        .one("since", Value::At(since))
        .one("until", until.map(Value::At))
        .text("reason", reason)
        .text("proof", proof)
        .one("interaction", link::<Interaction>(interaction))
        .one("by", Value::record::<User>(by))
        .one("lifted", lifted.map(Value::At))
        .one("lifted-by", link::<User>(lifted_by))
        .one("consent", link::<Consent>(consent))
}

pub(super) fn consent(record: Consent) -> Told {
    let Consent {
        id: _,
        client,
        person,
        kind,
        text,
        how,
        given,
        until,
        proof,
        proof_hash,
        by,
        recorded,
        withdrawn,
    } = record;
    let told = Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .one("person", link::<Person>(person))
        .one("kind", Value::Term(Term::Consent(kind)))
        .text("text", text)
        .one("how", Value::Term(Term::ConsentHow(how)))
        .one("given", Value::At(given))
        .one("until", until.map(Value::At))
        .text("proof", proof)
        .text("proof-hash", proof_hash)
        .one("by", Value::record::<User>(by))
        .one("recorded", Value::At(recorded));
    let end = withdrawn.map(|Withdrawal { at, by, reason, interaction, how, proof, proof_hash }| {
        ((Some(at), Some(by), Some(how)), (reason, proof, proof_hash), interaction)
    });
    let ((at, by, how), (reason, proof, proof_hash), interaction) = end.unwrap_or_default();
    told.one("withdrawn", at.map(Value::At))
        .one("withdrawn-by", link::<User>(by))
        .one("withdrawn-how", how.map(|how| Value::Term(Term::ConsentHow(how))))
        .text("withdrawn-proof", proof)
        .text("withdrawn-proof-hash", proof_hash)
        .text("reason", reason)
        .one("interaction", link::<Interaction>(interaction))
}

pub(super) fn memo(record: Memo) -> Told {
    let Memo { id: _, to, client, kind, at, by, done } = record;
    let (what, due, phone, of, reason) = match kind {
        MemoKind::CallbackGone { due } => ("callback-gone", Some(due), None, None, String::new()),
        MemoKind::FindNumber { bad } => ("find-number", None, Some(bad), None, String::new()),
        MemoKind::Duplicate { of, by: _, reason } => ("duplicate", None, None, Some(of), reason),
    };
    let to = match to {
        MemoTo::User(user) => Some(user),
        MemoTo::Steward => None,
    };
    Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .text("kind", what.to_owned())
        .one("to", link::<User>(to))
        .one("due", due.map(Value::At))
        .one("phone", phone.map(Value::Phone))
        .one("same-as", link::<Client>(of))
        .text("reason", reason)
        .one("at", Value::At(at))
        .one("by", Value::record::<User>(by))
        .one("done", done.map(|(at, _)| Value::At(at)))
        .one("done-by", done.map(|(_, user)| Value::record::<User>(user)))
}
