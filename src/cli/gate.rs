//! `dozvon gate`: may this client be called, and why.

use serde::Serialize;

use super::args::{Format, PurposeArg};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::moment::at_time;
use super::note::find;
use super::out::{self, shown};
use super::record::stamp;
use crate::desk::dossier::DossierOf;
use crate::desk::queue::{Gated, Light, StopsOfNumber};
use crate::desk::{DeskError, What};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::gate::{Forbidden, Ground, Missing, Permit};
use crate::domain::ids::{CallListId, RecordId};
use crate::domain::phone::{Phone, is_service};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::i18n::{Calendar, Explain, Texts, Word};
use crate::say;

/// Whom to ask about.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct GateArgs {
    #[arg(value_name = "CLIENT|PHONE")]
    pub(super) whom: String,
    #[arg(long, value_name = "NAME")]
    pub(super) list: Option<String>,
    #[arg(long, value_name = "PURPOSE", conflicts_with = "list")]
    pub(super) purpose: Option<PurposeArg>,
    #[arg(long, value_name = "TIME")]
    pub(super) at: Option<String>,
}

/// Asks the gate; the exit code says whether a call is allowed.
pub(super) fn run(context: &Context, args: &GateArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let now = args.at.as_deref().map(|text| at_time(context, text)).transpose()?.unwrap_or(context.now());
    let list = args.list.as_deref().map(|name| list_named(context, &seat, name)).transpose()?;
    let purpose = args.purpose.map(Purpose::from);
    if is_service(&args.whom) {
        let what = say!("gate-service", number = args.whom.trim());
        return Err(context.fail(Code::NotFound, &what, Some(&say!("hint-gate-service"))));
    }
    let phone = Phone::parse(&args.whom).ok();
    let client = match (find(context, &seat, &args.whom), phone) {
        (Ok(client), _) => client,
        (Err(fail), Some(phone)) if fail.code == Code::NotFound => {
            phone.of_client().map_err(|error| {
                context.fail(Code::NotFound, &context.texts.phone_error(&error), Some(&say!("hint-client")))
            })?;
            return unknown(context, &seat, now, phone, args);
        }
        (Err(fail), _) => return Err(fail),
    };
    let dossier = seat.desk.query(&seat.who, now, &DossierOf(client)).map_err(context.desk_failed())?;
    // A number that was named is the one that will be dialled, when it is his.
    let is_his = |phone: &Phone| {
        let people = dossier.people.iter().flat_map(|person| person.phones());
        dossier.client.phones().chain(people).any(|known| known.same_line(phone))
    };
    let phone = phone.filter(is_his);
    let entry =
        dossier.planned.iter().find(|entry| list.is_some() && entry.list == list).map(|entry| entry.id);
    let ask = Light { client, entry, phone, list, purpose };
    let gated = seat.desk.query(&seat.who, now, &ask).map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    tell(context, &gated, Some(&dossier.client), calendar)
}

/// The call list with a name.
pub(super) fn list_named(context: &Context, seat: &Seat, name: &str) -> Result<CallListId, Fail> {
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    catalog.list_by_name(&clean_line(name)).map(|list| list.id).ok_or_else(|| {
        let error = DeskError::NotFound(What::CallList, shown(name, 40));
        context.fail(Code::NotFound, &error.what(&context.texts), Some(&say!("hint-call-list")))
    })
}

/// A number nobody here has: the stop list knows it, or nobody has agreed by it to anything.
fn unknown(context: &Context, seat: &Seat, now: Moment, phone: Phone, args: &GateArgs) -> Result<(), Fail> {
    let stops = seat.desk.query(&seat.who, now, &StopsOfNumber(phone)).map_err(context.desk_failed())?;
    let list = args.list.as_deref().map(|name| list_named(context, seat, name)).transpose()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let of_list = list.and_then(|list| catalog.list(list)).map(|list| list.purpose);
    let purpose = of_list.unwrap_or(args.purpose.unwrap_or_default().into());
    let stop = stops.into_iter().find(|stop| stop.scope.covers(purpose, list));
    let forbidden = match stop {
        Some(stop) => Forbidden::Stopped(Box::new(stop)),
        None if purpose == Purpose::Advertising => Forbidden::NoConsent(Missing::Never),
        None => {
            let error = DeskError::NotFound(What::Client, clean_line(&args.whom));
            return Err(context.fail(
                Code::NotFound,
                &error.what(&context.texts),
                Some(&say!("hint-client")),
            ));
        }
    };
    tell(context, &Err(forbidden), None, Calendar { now, zone: seat.who.zone })
}

fn tell(context: &Context, gated: &Gated, client: Option<&Client>, calendar: Calendar) -> Result<(), Fail> {
    let texts = &context.texts;
    let light = texts.light(gated.as_ref(), client, calendar);
    let text = match context.format() {
        Format::Json | Format::Ndjson => format!("{}\n", out::json(&Verdict::new(gated, client, light))),
        Format::Table | Format::Csv => {
            let sign = Texts::light_sign(gated.as_ref());
            let mut text = format!("{sign} {light}\n");
            if let Ok(Permit { dial, closes: Some(closes), .. }) = gated {
                let zone = client.and_then(|client| client.zone).map_or(calendar.zone, |zone| zone.tz);
                let till = texts.moment(*closes, Calendar { zone, ..calendar });
                let phone = texts.phone(&dial.phone);
                let said = match client.and_then(|client| client.zone) {
                    Some(_) => say!("gate-till", phone = phone, till = till),
                    None => say!(
                        "gate-till-unknown",
                        phone = phone,
                        till = till,
                        zone = texts.zone(zone, *closes)
                    ),
                };
                text.push_str(&format!("  {}\n", texts.say(&said)));
            }
            text
        }
    };
    out::print(texts, &text)?;
    // Everything was said already: the exit code is for scripts.
    if gated.is_ok() { Ok(()) } else { Err(Fail::silent(Code::Refused)) }
}

/// The verdict for machines.
#[derive(Debug, Serialize)]
struct Verdict {
    allowed: bool,
    light: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone_source: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<String>,
}

impl Verdict {
    fn new(gated: &Gated, client: Option<&Client>, light: String) -> Self {
        let zone = client.and_then(|client| client.zone);
        let permit = gated.as_ref().ok();
        let forbidden = gated.as_ref().err();
        let (rule, since) = match forbidden {
            None => (None, None),
            Some(Forbidden::NoNumber) => (Some("no-number"), None),
            Some(Forbidden::BadNumber(_)) => (Some("bad-number"), None),
            Some(Forbidden::Stopped(stop)) => (Some("stop-list"), Some(stop.since)),
            Some(Forbidden::NoConsent(Missing::Never)) => (Some("no-consent"), None),
            Some(Forbidden::NoConsent(Missing::Withdrawn(at))) => (Some("consent-withdrawn"), Some(*at)),
            Some(Forbidden::NoConsent(Missing::Unproven(at))) => (Some("consent-unproven"), Some(*at)),
            Some(Forbidden::NoConsent(Missing::Expired(at))) => (Some("consent-expired"), Some(*at)),
            Some(Forbidden::InTalk(talk)) => (Some("in-talk"), Some(talk.since)),
            Some(Forbidden::Hours { .. }) => (Some("hours"), None),
            Some(Forbidden::OffDay(_)) => (Some("job-days"), None),
            Some(Forbidden::NeverOpen) => (Some("never-open"), None),
            Some(Forbidden::Often { .. }) => (Some("often"), None),
            Some(Forbidden::Capped { .. }) => (Some("capped"), None),
        };
        Self {
            allowed: permit.is_some(),
            light,
            client: client.map(Client::code),
            phone: permit.map(|permit| permit.dial.phone.to_string()),
            ground: permit.map(|permit| match &permit.ground {
                Ground::Consent(_) => "consent",
                Ground::Asked { .. } => "asked",
                Ground::Deal(_) => "deal",
                Ground::Purpose(_) => "purpose",
            }),
            consent: permit.and_then(|permit| match &permit.ground {
                Ground::Consent(by) => Some(by.id.as_u64()),
                _ => None,
            }),
            attempt: permit.and_then(|permit| permit.attempt).map(|(attempt, _)| attempt),
            attempts: permit.and_then(|permit| permit.attempt).map(|(_, allowed)| allowed),
            closes: permit.and_then(|permit| permit.closes).map(stamp),
            zone: zone.map(|zone| zone.tz.name()),
            zone_source: zone.map(|zone| zone.source.key().trim_start_matches("zone-source-")),
            rule,
            since: since.map(stamp),
            by: match forbidden {
                Some(Forbidden::InTalk(talk)) => Some(clean_line(&talk.by)),
                _ => None,
            },
            stop: match forbidden {
                Some(Forbidden::Stopped(stop)) => Some(stop.id.as_u64()),
                _ => None,
            },
            opens: match forbidden {
                Some(
                    Forbidden::Hours { opens, .. }
                    | Forbidden::Often { opens, .. }
                    | Forbidden::Capped { opens, .. },
                ) => Some(stamp(*opens)),
                _ => None,
            },
        }
    }
}
