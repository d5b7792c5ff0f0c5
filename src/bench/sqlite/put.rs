//! Writing records, every field of them.

use rusqlite::{ToSql, params};
use serde::Serialize;

use super::Sqlite;
use crate::bench::error::Result;
use crate::desk::bulk::Records;
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::deal::Deal;
use crate::domain::geo;
use crate::domain::ids::RecordId;
use crate::domain::interaction::{Interaction, Note};
use crate::domain::legal::LegalEntity;
use crate::domain::name;
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryState, QueueEntry};
use crate::domain::stop::{StopEntry, StopSubject};
use crate::domain::time::Moment;

/// Place of contacts whose client lives in a zone outside of Russia, and of those of whom no zone is known.
pub(super) const ABROAD: i64 = 254;
pub(super) const UNKNOWN: i64 = 255;

/// What has no column type of its own, as text. `None` for what would be empty.
fn json<T: Serialize>(value: Option<&T>) -> Option<String> {
    value.and_then(|value| serde_json::to_string(value).ok())
}

fn list<T: Serialize>(values: &[T]) -> Option<String> {
    json((!values.is_empty()).then_some(&values))
}

fn id<I: RecordId>(id: Option<I>) -> Option<u64> {
    id.map(RecordId::as_u64)
}

fn millis(moment: Option<Moment>) -> Option<i64> {
    moment.map(Moment::millis)
}

impl Sqlite {
    fn put(&self, sql: &str, values: &[&dyn ToSql]) -> Result<()> {
        self.statement(sql)?.execute(values)?;
        Ok(())
    }

    /// Writes records; the caller has begun the transaction.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_records(&self, records: &Records) -> Result<()> {
        records.clients.iter().try_for_each(|record| self.put_client(record))?;
        records.legal.iter().try_for_each(|record| self.put_legal(record))?;
        records.people.iter().try_for_each(|record| self.put_person(record))?;
        records.interactions.iter().try_for_each(|record| self.put_interaction(record))?;
        records.notes.iter().try_for_each(|record| self.put_note(record))?;
        records.deals.iter().try_for_each(|record| self.put_deal(record))?;
        records.entries.iter().try_for_each(|record| self.put_entry(record))?;
        records.stops.iter().try_for_each(|record| self.put_stop(record))?;
        records.consents.iter().try_for_each(|record| self.put_consent(record))
    }

    /// Writes a client with his contact methods.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_client(&self, client: &Client) -> Result<()> {
        let own = client.id.as_u64();
        self.put(
            "INSERT INTO clients VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            params![
                own,
                client.kind as u8,
                client.name,
                client.public_name,
                json(Some(&client.relations)),
                id(client.manager),
                client.city,
                client.address,
                json(client.region.as_ref()),
                json(client.zone.as_ref()),
                json(client.class.as_ref()),
                list(&client.tags),
                json((!client.custom.is_empty()).then_some(&client.custom)),
                json(client.first_interest.as_ref()),
                client.registered.millis(),
                list(&client.raw),
                json(client.calls.as_ref()),
            ],
        )?;
        self.put_name(own, &client.name)?;
        self.put_methods(Some(own), None, &client.methods)
    }

    /// Writes a person with his links and contact methods.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_person(&self, person: &Person) -> Result<()> {
        let own = person.id.as_u64();
        self.put("INSERT INTO people VALUES (?1, ?2)", params![own, person.name])?;
        self.put_name(own, &person.name)?;
        for link in &person.links {
            self.put(
                // The same person may have had two posts with one client; his key says it once, as ours does.
                "INSERT OR IGNORE INTO links VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    link.client.as_u64(),
                    own,
                    link.role as u8,
                    link.title,
                    json(link.from.as_ref()),
                    json(link.to.as_ref())
                ],
            )?;
        }
        self.put_methods(None, Some(own), &person.methods)
    }

    /// Writes a legal entity.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_legal(&self, legal: &LegalEntity) -> Result<()> {
        let own = legal.id.as_u64();
        let inn = legal.inn.map(|inn| inn.digits());
        let (kpp, ogrn) = (json(legal.kpp.as_ref()), json(legal.ogrn.as_ref()));
        self.put(
            "INSERT INTO legal VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![own, legal.name, inn, json(Some(&legal.inn_mark)), kpp, ogrn],
        )?;
        for client in &legal.clients {
            self.put("INSERT INTO signs VALUES (?1, ?2)", params![client.as_u64(), own])?;
        }
        self.put_name(own, &legal.name)
    }

    fn put_name(&self, owner: u64, text: &str) -> Result<()> {
        if !self.names {
            return Ok(());
        }
        let text = name::search_form(text).text;
        self.put("INSERT INTO names (name, owner) VALUES (?1, ?2)", params![text, owner])
    }

    fn put_methods(&self, client: Option<u64>, person: Option<u64>, methods: &[ContactMethod]) -> Result<()> {
        for method in methods {
            let (kind, value) = match &method.value {
                ContactValue::Phone(phone) => (0, phone.digits()),
                ContactValue::Email(email) => (1, email.key()),
                ContactValue::Other(text) => (2, text.clone()),
            };
            let backwards = method.as_phone().map(Phone::reversed_digits);
            self.put(
                "INSERT INTO methods VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    client,
                    person,
                    kind,
                    value,
                    backwards,
                    method.label,
                    method.raw,
                    method.state as u8,
                    millis(method.last_success)
                ],
            )?;
        }
        Ok(())
    }

    /// Writes an interaction.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_interaction(&self, talk: &Interaction) -> Result<()> {
        self.put(
            "INSERT INTO interactions
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            params![
                talk.client.as_u64(),
                talk.at.millis(),
                talk.id.as_u64(),
                id(talk.person),
                talk.kind as u8,
                talk.direction as u8,
                talk.status as u8,
                talk.duration_s,
                talk.phone.map(|phone| phone.digits()),
                json(talk.subject.as_ref()),
                id(talk.outcome),
                talk.reason,
                talk.owner.as_u64(),
                talk.text,
                json(talk.script.as_ref()),
                id(talk.entry),
                talk.attempt,
            ],
        )
    }

    /// Writes a note.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_note(&self, note: &Note) -> Result<()> {
        self.put(
            "INSERT INTO notes VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                note.client.as_u64(),
                note.at.millis(),
                note.id.as_u64(),
                json(note.subject.as_ref()),
                note.author.as_u64(),
                note.text
            ],
        )
    }

    /// Writes a deal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_deal(&self, deal: &Deal) -> Result<()> {
        self.put(
            "INSERT INTO deals VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                deal.id.as_u64(),
                deal.client.as_u64(),
                id(deal.person),
                deal.name,
                deal.process.as_u64(),
                deal.is_open(),
                json(Some(&deal.status)),
                list(&deal.passes),
                json(deal.amount.as_ref()),
                deal.owner.as_u64(),
                deal.opened.millis(),
                millis(deal.closed),
                json(deal.interest.as_ref()),
            ],
        )
    }

    /// Writes a planned contact.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_entry(&self, entry: &QueueEntry) -> Result<()> {
        let (state, until) = match entry.state {
            EntryState::Waiting => (0, None),
            EntryState::Taken { until, .. } => (1, Some(until.millis())),
            EntryState::Done => (2, None),
            EntryState::Exhausted => (3, None),
            EntryState::Blocked => (4, None),
        };
        let place = match entry.zone {
            None => UNKNOWN,
            Some(zone) => geo::zone_index(zone).map_or(ABROAD, i64::from),
        };
        self.put(
            "INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            params![
                entry.id.as_u64(),
                entry.client.as_u64(),
                id(entry.person),
                entry.phone.map(|phone| phone.digits()),
                entry.kind as u8,
                entry.due.millis(),
                entry.reason,
                id(entry.list),
                entry.attempts,
                entry.max_attempts,
                // Nobody is 0, as in our keys: a NULL would not be found by an index.
                entry.owner.map_or(0, RecordId::as_u64),
                state,
                until,
                entry.zone.map(|zone| zone.name()),
                place,
                entry.created.millis(),
            ],
        )
    }

    /// Writes a consent.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_consent(&self, consent: &Consent) -> Result<()> {
        self.put(
            "INSERT INTO consents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                consent.id.as_u64(),
                consent.client.as_u64(),
                id(consent.person),
                consent.kind.code(),
                consent.text,
                consent.how.code(),
                consent.given.millis(),
                millis(consent.until),
                consent.proof,
                consent.proof_hash,
                consent.by.as_u64(),
                consent.recorded.millis(),
                json(consent.withdrawn.as_ref()),
            ],
        )
    }

    /// Writes a prohibition.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_stop(&self, stop: &StopEntry) -> Result<()> {
        let phone = match &stop.subject {
            StopSubject::Phone(phone) => Some(phone.digits()),
            StopSubject::Person(_) | StopSubject::Client(_) => None,
        };
        self.put(
            "INSERT INTO stops VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                stop.id.as_u64(),
                id(stop.client),
                phone,
                json(Some(&stop.subject)),
                json(Some(&stop.scope)),
                stop.since.millis(),
                stop.reason,
                id(stop.interaction),
                stop.by.as_u64(),
                millis(stop.until),
                stop.proof,
                json(stop.lifted.as_ref()),
            ],
        )
    }
}
