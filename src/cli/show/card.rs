//! The card of a client in lines of text.

use std::collections::BTreeMap;

use super::wrap::{LINES, wrapped};
use crate::cli::context::{Context, Seat};
use crate::cli::fail::Fail;
use crate::cli::out::{WIDTH, cell, shown};
use crate::desk::dossier::{Dossier, Event};
use crate::domain::client::{Client, ClientKind};
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::deal::DealStatus;
use crate::domain::geo;
use crate::domain::ids::RecordId;
use crate::domain::inn::InnMark;
use crate::domain::interaction::Direction;
use crate::domain::person::{Person, Role};
use crate::domain::recording::Mark;
use crate::domain::text::{clean_line, clean_text, fit};
use crate::i18n::{Calendar, Texts};
use crate::say;

/// Titles of facts stand in a column of this width, in cells.
const TITLE: usize = 18;

/// The card for people: facts with their titles, and sections of lines.
pub(super) struct Card {
    /// The name and the code.
    head: Vec<String>,
    facts: Vec<(String, String)>,
    sections: Vec<(String, Vec<String>)>,
}

impl Card {
    /// Puts it together.
    pub(super) fn new(context: &Context, seat: &Seat, dossier: &Dossier) -> Result<Self, Fail> {
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
                        _ if talk.is_given_up() || talk.is_missed() => "✗",
                        Direction::Incoming => "←",
                        Direction::Outgoing => "→",
                    };
                    let outcome = talk.outcome.and_then(|id| catalog.outcome(id));
                    let outcome = outcome.map(|outcome| outcome.name.get(texts.lang()).to_owned());
                    let given_up = talk.is_given_up().then(|| texts.get("history-given-up"));
                    let missed = talk.is_missed().then(|| texts.get("history-missed"));
                    let what = outcome.or(given_up).or(missed).unwrap_or_else(|| texts.word(&talk.kind));
                    let reason = clean_line(&talk.reason);
                    let what = if reason.is_empty() { what } else { format!("{what}: {reason}") };
                    (sign, what, &talk.text)
                }
            };
            lines.push(format!("{} {sign} {what}", cell(&texts.stamp(event.at(), calendar), 14)));
            for line in clean_text(text).lines().take(LINES) {
                lines.extend(wrapped(line, WIDTH - 6).into_iter().map(|line| format!("    {line}")));
            }
            if let Event::Interaction(talk) = event {
                let there = dossier.client.zone.map(|zone| zone.tz);
                lines
                    .extend(texts.call_facts(talk, there, calendar.zone).map(|facts| format!("    {facts}")));
                let mark = |mark: &Mark| texts.say(&say!("history-mark", mark = mark.said()));
                let marks = talk.marks.iter().map(mark);
                let recording = talk.recording.as_ref().map(|link| {
                    let number = talk.id.as_u64().to_string();
                    texts.say(&say!("show-recording", number = number, link = link.as_str()))
                });
                let said = marks.chain(recording);
                lines.extend(
                    said.flat_map(|line| wrapped(&line, WIDTH - 6)).map(|line| format!("    {line}")),
                );
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

    /// All of it, no line wider than a narrow screen.
    pub(super) fn text(&self) -> String {
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
