//! `dozvon show`: a client's card, in lines of text or as an object.

use std::collections::BTreeMap;

use serde::Serialize;

use super::args::{Format, ShowArgs};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::out::{self, WIDTH, cell, shown};
use super::record::{ClientRecord, stamp};
use crate::desk::dossier::{Dossier, DossierOf, Event};
use crate::domain::client::{Client, ClientKind};
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::deal::DealStatus;
use crate::domain::geo;
use crate::domain::ids::{ClientId, RecordId, parse_code};
use crate::domain::inn::InnMark;
use crate::domain::interaction::Direction;
use crate::domain::person::{Person, Role};
use crate::domain::stop::{StopScope, StopSubject};
use crate::domain::text::{clean_line, clean_text, fit};
use crate::i18n::{Calendar, Texts};
use crate::say;

/// Titles of facts stand in a column of this width, in cells.
const TITLE: usize = 18;
/// A name or a note longer than this many lines is cut; JSON has all of it.
const LINES: usize = 12;

/// Shows the card of the client the command line names.
pub(super) fn run(context: &Context, args: &ShowArgs) -> Result<(), Fail> {
    let Some(number) = parse_code(&args.client) else {
        let what = say!("show-not-a-code", text = shown(&args.client, 40));
        return Err(context.fail(Code::Usage, &what, Some(&say!("hint-show-not-a-code"))));
    };
    let seat = context.sit_down_to_ask()?;
    let dossier = seat.desk.query(&seat.who, context.now(), &DossierOf(ClientId::from_u64(number)));
    let dossier = dossier.map_err(context.desk_failed())?;
    let text = match context.format() {
        Format::Json | Format::Ndjson => format!("{}\n", out::json(&card(context, &seat, &dossier)?)),
        // A card is no table: whoever asks for one gets it as text.
        Format::Csv | Format::Table => Card::new(context, &seat, &dossier)?.text(),
    };
    out::print(&context.texts, &text)
}

/// The card for machines.
#[derive(Debug, Serialize)]
struct JsonCard {
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

fn card(context: &Context, seat: &Seat, dossier: &Dossier) -> Result<JsonCard, Fail> {
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
        },
        Event::Note(note) => JsonEvent {
            at: stamp(note.at),
            event: "note",
            direction: None,
            outcome: None,
            text: note.text.clone(),
            by: user(note.author),
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

/// The card for people: facts with their titles, and sections of lines.
struct Card {
    /// The name and the code.
    head: Vec<String>,
    facts: Vec<(String, String)>,
    sections: Vec<(String, Vec<String>)>,
}

impl Card {
    fn new(context: &Context, seat: &Seat, dossier: &Dossier) -> Result<Self, Fail> {
        let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
        let texts = &context.texts;
        let client = &dossier.client.record;
        let mut card = Self { head: Vec::new(), facts: Vec::new(), sections: Vec::new() };
        card.head = wrapped(&clean_line(&client.name), WIDTH);
        let kind = match client.kind {
            ClientKind::Company => texts.get("show-company"),
            ClientKind::Person => texts.get("show-person"),
        };
        let class = client.class.map(|class| texts.say(&say!("card-class", class = class.to_string())));
        let about = [Some(client.code()), Some(kind), class];
        card.head.push(about.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        card.identity(dossier, texts);
        card.place(client, context);
        let manager = client.manager.and_then(|id| catalog.user(id));
        card.fact(texts, "field-manager", manager.map(|user| clean_line(&user.name)).unwrap_or_default());
        let tags: Vec<String> = client.tags.iter().map(|tag| format!("#{}", clean_line(tag))).collect();
        card.fact(texts, "field-tags", tags.join(" "));
        if let Some(interest) = &client.first_interest {
            card.fact(texts, "field-channel", clean_line(&interest.channel));
            card.fact(texts, "field-source", clean_line(&interest.source));
        }
        card.people(dossier, context);
        card.custom(&client.custom, texts);
        card.stops(dossier, texts);
        card.consents(dossier, texts, Calendar { now: context.now(), zone: seat.who.zone });
        card.work(dossier, context, seat);
        card.history(dossier, context, seat)?;
        card.raw(client, texts);
        Ok(card)
    }

    fn fact(&mut self, texts: &Texts, key: &str, value: String) {
        if !value.is_empty() {
            self.facts.push((texts.get(key), value));
        }
    }

    fn section(&mut self, texts: &Texts, key: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.sections.push((texts.get(key), lines));
        }
    }

    fn identity(&mut self, dossier: &Dossier, texts: &Texts) {
        let client = &dossier.client;
        if client.public_name != client.name {
            self.fact(texts, "field-public-name", clean_line(&client.public_name));
        }
        for legal in &dossier.legal {
            if legal.name != client.name {
                self.fact(texts, "field-legal-name", clean_line(&legal.name));
            }
            let mark = match legal.inn_mark {
                InnMark::Good => String::new(),
                InnMark::ZeroRecovered => format!(" ▲ {}", texts.get("inn-zero")),
                InnMark::BadChecksum => format!(" ▲ {}", texts.get("inn-wrong")),
            };
            let inn = legal.inn.map(|inn| format!("{}{mark}", inn.digits()));
            self.fact(texts, "field-inn", inn.unwrap_or_default());
            self.fact(texts, "field-kpp", legal.kpp.as_ref().map(ToString::to_string).unwrap_or_default());
            self.fact(texts, "field-ogrn", legal.ogrn.as_ref().map(ToString::to_string).unwrap_or_default());
        }
        for method in &client.methods {
            self.fact(texts, method_title(method), texts.method(method));
        }
    }

    fn place(&mut self, client: &Client, context: &Context) {
        let texts = &context.texts;
        let region = client.region.and_then(geo::region).map(|region| region.ru.to_owned());
        let parts = [region.unwrap_or_default(), clean_line(&client.city), clean_line(&client.address)];
        let mut parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        // Three cities are regions themselves.
        parts.dedup();
        self.fact(texts, "field-address", parts.join(", "));
        let time = match client.zone {
            None => texts.get("show-no-zone"),
            Some(zone) => texts.say(&say!(
                "show-local-time",
                time = texts.time(context.now(), zone.tz),
                zone = texts.zone(zone.tz, context.now()),
                source = texts.word(&zone.source)
            )),
        };
        self.fact(texts, "field-timezone", time);
        self.fact(texts, "field-hours", client.calls.map(|window| texts.window(&window)).unwrap_or_default());
    }

    fn people(&mut self, dossier: &Dossier, context: &Context) {
        let texts = &context.texts;
        let mut lines = Vec::new();
        let date = context.now().utc().date_naive();
        for kept in &dossier.people {
            let person: &Person = kept;
            let link = dossier.link(person, context.now());
            let mut about = vec![clean_line(&person.name)];
            if let Some(link) = link {
                if link.role != Role::Other {
                    about.push(texts.word(&link.role));
                }
                about.push(clean_line(&link.title));
                if !link.active_on(date) {
                    about.push(texts.get("lookup-left"));
                }
            }
            about.retain(|part| !part.is_empty());
            lines.push(about.join(", "));
            let methods = person.methods.iter();
            lines.extend(methods.map(|method| format!("  {}", texts.method(method))));
        }
        self.section(texts, "show-people", lines);
    }

    fn custom(&mut self, custom: &BTreeMap<String, String>, texts: &Texts) {
        let field = |(title, value): (&String, &String)| {
            texts.say(&say!("show-field", title = shown(title, 40), value = clean_line(value)))
        };
        self.section(texts, "show-custom", custom.iter().map(field).collect());
    }

    fn stops(&mut self, dossier: &Dossier, texts: &Texts) {
        let line = |stop: &crate::domain::stop::StopEntry| {
            let since = texts.date(stop.since.date_in(chrono_tz::Europe::Moscow));
            texts.say(&say!("show-stop", scope = texts.word(&stop.scope), since = since))
        };
        self.section(texts, "show-stops", dossier.stops.iter().map(line).collect());
    }

    fn consents(&mut self, dossier: &Dossier, texts: &Texts, calendar: Calendar) {
        let line = |consent: &crate::domain::consent::Consent| {
            let date = |at: crate::domain::time::Moment| texts.date(at.date_in(calendar.zone));
            let mut said = vec![format!("{}: {}", texts.word(&consent.kind), date(consent.given))];
            said.push(texts.word(&consent.how));
            said.push(clean_line(&consent.proof));
            said.extend(
                consent
                    .withdrawn
                    .as_ref()
                    .map(|end| texts.say(&say!("show-consent-withdrawn", at = date(end.at)))),
            );
            said.retain(|part| !part.is_empty());
            said.join(", ")
        };
        self.section(texts, "show-consents", dossier.consents.iter().map(line).collect());
    }

    fn work(&mut self, dossier: &Dossier, context: &Context, seat: &Seat) {
        let texts = &context.texts;
        let calendar = Calendar { now: context.now(), zone: seat.who.zone };
        let planned = dossier.planned.iter().map(|entry| {
            let when = texts.due(entry, calendar);
            let said = format!("{when}  {}  {}", texts.word(&entry.kind), clean_line(&entry.reason));
            said.trim_end().to_owned()
        });
        self.section(texts, "show-planned", planned.collect());
        let deals = dossier.deals.iter().map(|info| {
            let stage = info.deal.stage().and_then(|place| info.process.as_ref()?.stages.get(place));
            let state = match info.deal.status {
                DealStatus::Open => stage.map(|stage| stage.name.get(texts.lang()).to_owned()),
                DealStatus::Won => Some(texts.get("summary-won")),
                DealStatus::Lost { .. } => Some(texts.get("summary-lost")),
            };
            let amount = info.deal.amount.map(|amount| texts.money(amount));
            let parts = [Some(clean_line(&info.deal.name)), amount, state];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        });
        self.section(texts, "show-deals", deals.collect());
    }

    fn history(&mut self, dossier: &Dossier, context: &Context, seat: &Seat) -> Result<(), Fail> {
        let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
        let texts = &context.texts;
        let calendar = Calendar { now: context.now(), zone: seat.who.zone };
        let mut lines = Vec::new();
        for event in &dossier.history {
            let (sign, what, text) = match event {
                Event::Note(note) => ("✎", texts.get("note"), &note.text),
                Event::Interaction(talk) => {
                    let sign = match talk.direction {
                        Direction::Incoming => "←",
                        Direction::Outgoing => "→",
                    };
                    let outcome = talk.outcome.and_then(|id| catalog.outcome(id));
                    let outcome = outcome.map(|outcome| outcome.name.get(texts.lang()).to_owned());
                    (sign, outcome.unwrap_or_else(|| texts.word(&talk.kind)), &talk.text)
                }
            };
            lines.push(format!("{} {sign} {what}", cell(&texts.stamp(event.at(), calendar), 14)));
            for line in clean_text(text).lines().take(LINES) {
                lines.extend(wrapped(line, WIDTH - 6).into_iter().map(|line| format!("    {line}")));
            }
        }
        if dossier.more_history {
            lines.push(texts.get("show-more-history"));
        }
        self.section(texts, "show-history", lines);
        Ok(())
    }

    fn raw(&mut self, client: &Client, texts: &Texts) {
        let field = |(title, value): &(String, String)| {
            texts.say(&say!("show-field", title = shown(title, 40), value = shown(value, WIDTH * 2)))
        };
        self.section(texts, "show-raw", client.raw.iter().map(field).collect());
    }

    fn text(&self) -> String {
        let mut lines = self.head.clone();
        for (title, value) in &self.facts {
            let mut rows = wrapped(value, WIDTH - TITLE).into_iter();
            lines.push(format!("{}{}", cell(title, TITLE), rows.next().unwrap_or_default()));
            lines.extend(rows.map(|row| format!("{}{row}", " ".repeat(TITLE))));
        }
        for (title, rows) in &self.sections {
            lines.push(String::new());
            lines.push(title.clone());
            for row in rows {
                lines.extend(wrapped(row, WIDTH - 2).into_iter().map(|row| format!("  {row}")));
            }
        }
        let mut text = String::new();
        for line in lines {
            text.push_str(fit(&line, WIDTH).trim_end());
            text.push('\n');
        }
        text
    }
}

fn method_title(method: &ContactMethod) -> &'static str {
    match method.value {
        ContactValue::Email(_) => "field-email",
        ContactValue::Phone(_) | ContactValue::Other(_) => "field-phone",
    }
}

/// A text in lines of this width, cut between words where there are any; at most [`LINES`] of them.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation;
    use unicode_width::UnicodeWidthStr;
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for word in text.split_inclusive(' ') {
        let word_width = word.trim_end().width();
        if used > 0 && used + word_width > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        for grapheme in word.graphemes(true) {
            let wide = grapheme.width();
            if used + wide > width && grapheme != " " {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += wide;
        }
        if lines.len() > LINES {
            break;
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines.push("…".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("Видео маркет", 12), ["Видео маркет"]);
        assert_eq!(wrapped("Видео маркет Восток", 12), ["Видео маркет", "Восток"]);
        assert_eq!(wrapped("дыр-бул-щыл-убеш", 6), ["дыр-бу", "л-щыл-", "убеш"]);
        let long = wrapped(&"日本 ".repeat(2000), 21);
        assert_eq!((long.len(), long.last().map(String::as_str)), (LINES + 1, Some("…")));
        assert!(long.iter().all(|line| line.width() <= 21));
    }
}
