//! The card of a client as an object.

use serde::Serialize;

use crate::cli::context::{Context, Seat};
use crate::cli::fail::Fail;
use crate::cli::record::{ClientRecord, stamp};
use crate::desk::dossier::{Dossier, Event};
use crate::domain::deal::DealStatus;
use crate::domain::ids::RecordId;
use crate::domain::interaction::Direction;
use crate::domain::stop::{StopScope, StopSubject};

/// The card for machines.
#[derive(Debug, Serialize)]
pub(super) struct JsonCard {
    #[serde(flatten)]
    client: ClientRecord,
    last_contact: Option<String>,
    history: Vec<JsonEvent>,
    more_history: bool,
    deals: Vec<JsonDeal>,
    planned: Vec<JsonPlanned>,
    stops: Vec<JsonStop>,
}

#[derive(Debug, Serialize)]
struct JsonEvent {
    at: String,
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    text: String,
    by: String,
    /// Which attempt at a planned contact a call was, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u16>,
    /// The number that was dialled, or called from.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// Numbers that were dialled before it in the same attempt, and nobody was reached on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tried: Vec<JsonTried>,
    /// When it was by the client's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_time: Option<String>,
    /// Of a call with a recording or marks: its number, by which `dozvon recording` knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recording: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<JsonMark>,
}

#[derive(Debug, Serialize)]
struct JsonTried {
    phone: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonMark {
    second: u32,
    text: String,
}

#[derive(Debug, Serialize)]
struct JsonDeal {
    code: String,
    name: String,
    status: &'static str,
    stage: Option<String>,
    amount: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonPlanned {
    due: String,
    kind: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct JsonStop {
    subject: &'static str,
    scope: &'static str,
    since: String,
}

/// The card as an object.
pub(super) fn card(context: &Context, seat: &Seat, dossier: &Dossier) -> Result<JsonCard, Fail> {
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let texts = &context.texts;
    let lang = texts.lang();
    let user = |id| catalog.user(id).map(|user| user.name.clone()).unwrap_or_default();
    let legal = dossier.legal.iter().map(|kept| &kept.record);
    let people = dossier.people.iter().map(|kept| &kept.record);
    let client = &dossier.client.record;
    let event = |event: &Event| match event {
        Event::Interaction(talk) => JsonEvent {
            at: stamp(talk.at),
            event: "interaction",
            direction: Some(match talk.direction {
                Direction::Incoming => "incoming",
                Direction::Outgoing => "outgoing",
            }),
            outcome: talk.outcome.and_then(|id| catalog.outcome(id)).map(|outcome| outcome.code.clone()),
            text: talk.text.clone(),
            by: user(talk.owner),
            attempt: (talk.attempt > 0).then_some(talk.attempt),
            phone: talk.phone.map(|phone| phone.to_string()),
            tried: talk
                .tried
                .iter()
                .map(|tried| JsonTried { phone: tried.phone.to_string(), at: tried.at.map(stamp) })
                .collect(),
            client_time: client.zone.map(|zone| talk.at.in_zone(zone.tz).to_rfc3339()),
            call: (talk.recording.is_some() || !talk.marks.is_empty()).then(|| talk.id.as_u64()),
            recording: talk.recording.as_ref().map(|link| link.as_str().to_owned()),
            marks: talk
                .marks
                .iter()
                .map(|mark| JsonMark { second: mark.second, text: mark.text.clone() })
                .collect(),
        },
        Event::Note(note) => JsonEvent {
            at: stamp(note.at),
            event: "note",
            direction: None,
            outcome: None,
            text: note.text.clone(),
            by: user(note.author),
            attempt: None,
            phone: None,
            tried: Vec::new(),
            client_time: None,
            call: None,
            recording: None,
            marks: Vec::new(),
        },
    };
    Ok(JsonCard {
        client: ClientRecord::new(client, legal, people, is_stopped(dossier), &catalog, context.now()),
        last_contact: dossier.last_contact().map(stamp),
        history: dossier.history.iter().map(event).collect(),
        more_history: dossier.more_history,
        deals: dossier
            .deals
            .iter()
            .map(|info| JsonDeal {
                code: info.deal.code(),
                name: info.deal.name.clone(),
                status: match info.deal.status {
                    DealStatus::Open => "open",
                    DealStatus::Won => "won",
                    DealStatus::Lost { .. } => "lost",
                },
                stage: info
                    .deal
                    .stage()
                    .and_then(|place| info.process.as_ref()?.stages.get(place))
                    .map(|stage| stage.name.get(lang).to_owned()),
                amount: info.deal.amount.map(|amount| amount.amount().to_string()),
            })
            .collect(),
        planned: dossier
            .planned
            .iter()
            .map(|entry| JsonPlanned {
                due: stamp(entry.due),
                kind: texts.word(&entry.kind),
                reason: entry.reason.clone(),
            })
            .collect(),
        stops: dossier
            .stops
            .iter()
            .map(|stop| JsonStop {
                subject: match stop.subject {
                    StopSubject::Phone(_) => "phone",
                    StopSubject::Person(_) => "person",
                    StopSubject::Client(_) => "client",
                },
                scope: match stop.scope {
                    StopScope::Everything => "everything",
                    StopScope::Advertising => "advertising",
                    StopScope::List(_) => "list",
                },
                since: stamp(stop.since),
            })
            .collect(),
    })
}

fn is_stopped(dossier: &Dossier) -> bool {
    let id = dossier.client.id;
    let of_client = |stop: &crate::domain::stop::StopEntry| stop.subject == StopSubject::Client(id);
    dossier.stops.iter().any(|stop| of_client(stop) && !matches!(stop.scope, StopScope::List(_)))
}
