//! `dozvon lookup`: who is this number, this INN, this name? The engine is that of `F3` on the desk.

use serde::Serialize;

use super::args::{Format, LookupArgs};
use super::console;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::out::{self, WIDTH, cell, shown};
use super::record::role_word;
use crate::desk::access::CountClients;
use crate::desk::dossier::DossierOf;
use crate::desk::search::{Found, FoundBy, Kind, Lookup, Match, Strength};
use crate::domain::client::Client;
use crate::domain::geo;
use crate::domain::ids::RecordId;
use crate::domain::person::Role;
use crate::domain::phone::Phone;
use crate::domain::text::fit;
use crate::domain::zone::Confidence;
use crate::exchange::{TableFormat, TableWriter, WriteError};
use crate::i18n::{Calendar, Texts};
use crate::say;

/// All clients on one number are shown; of names that are alike only the best, unless more are asked for.
const MOST: usize = 256;
const MOST_NAMES: usize = 20;

/// Looks up what the command line says.
pub(super) fn run(context: &Context, args: &LookupArgs) -> Result<(), Fail> {
    let query = args.query.join(" ");
    if !query.chars().any(char::is_alphanumeric) {
        let what = say!("lookup-empty");
        return Err(context.fail(Code::Usage, &what, Some(&say!("hint-lookup-empty"))));
    }
    let seat = context.sit_down_to_ask()?;
    let limit = args.limit.map(usize::from);
    let mut found = search(context, &seat, &query, limit.unwrap_or(MOST))?;
    let most = limit.unwrap_or(if found.kind == Kind::Name { MOST_NAMES } else { MOST });
    let more = found.matches.len() > most;
    found.matches.truncate(most);
    print(context, &seat, &query, &found)?;
    if found.matches.is_empty() {
        let count = seat.desk.query(&seat.who, context.now(), &CountClients { up_to: 1 });
        let what = if count.is_ok_and(|count| count == 0) {
            say!("lookup-nothing-base")
        } else {
            say!("lookup-nothing", query = shown(&query, 60))
        };
        return Err(context.fail(Code::NotFound, &what, None));
    }
    if more && context.format() == Format::Table {
        out::remark(&context.say(&say!("lookup-more", count = most)));
    }
    Ok(())
}

/// Searches; names are loaded only when the query is one.
fn search(context: &Context, seat: &Seat, query: &str, limit: usize) -> Result<Found, Fail> {
    let lookup = Lookup { query: query.to_owned(), limit: limit.saturating_add(1) };
    let ask = || seat.desk.query(&seat.who, context.now(), &lookup).map_err(context.desk_failed());
    let found = ask()?;
    if found.complete {
        return Ok(found);
    }
    seat.desk.load_names(&mut |_| true).map_err(context.desk_failed())?;
    ask()
}

fn print(context: &Context, seat: &Seat, query: &str, found: &Found) -> Result<(), Fail> {
    let texts = &context.texts;
    let text = match context.format() {
        Format::Json => {
            let matches = found.matches.iter().map(Hit::new).collect();
            let answer = Answer { query, kind: kind_word(found.kind), matches };
            format!("{}\n", out::json(&answer))
        }
        Format::Ndjson => {
            found.matches.iter().map(|one| format!("{}\n", out::json(&Hit::new(one)))).collect()
        }
        Format::Csv => return csv(context, seat, found),
        Format::Table => {
            let mut text = String::new();
            for (number, one) in (1..).zip(&found.matches) {
                for line in lines(context, seat, number, one, why(one, found.kind, texts))? {
                    text.push_str(fit(&line, WIDTH).trim_end());
                    text.push('\n');
                }
            }
            text
        }
    };
    out::print(texts, &text)
}

/// The answer for machines.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    query: &'a str,
    kind: &'static str,
    matches: Vec<Hit<'a>>,
}

#[derive(Debug, Serialize)]
struct Hit<'a> {
    client: HitClient<'a>,
    person: Option<HitPerson<'a>>,
    matched_by: &'static str,
    strength: &'static str,
}

#[derive(Debug, Serialize)]
struct HitClient<'a> {
    id: u64,
    code: String,
    name: &'a str,
    inn: Option<String>,
    city: &'a str,
    phones: Vec<String>,
}

#[derive(Debug, Serialize)]
struct HitPerson<'a> {
    id: u64,
    name: &'a str,
    role: &'static str,
}

impl<'a> Hit<'a> {
    fn new(found: &'a Match) -> Self {
        let client = &found.client;
        Self {
            client: HitClient {
                id: client.id.as_u64(),
                code: client.code(),
                name: &client.name,
                inn: found.inn.map(|inn| inn.digits()),
                city: &client.city,
                phones: client.phones().map(ToString::to_string).collect(),
            },
            person: found.person.as_ref().map(|person| HitPerson {
                id: person.id.as_u64(),
                name: &person.name,
                role: role_word(person.role),
            }),
            matched_by: match found.by {
                FoundBy::Phone(_) => "phone",
                FoundBy::Inn(_) => "inn",
                FoundBy::Email(_) => "email",
                FoundBy::Code => "code",
                FoundBy::Name { .. } => "name",
            },
            strength: match found.strength {
                Strength::Exact => "exact",
                Strength::Suffix => "suffix",
                Strength::Fuzzy => "fuzzy",
            },
        }
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Phone => "phone",
        Kind::Suffix => "suffix",
        Kind::Inn => "inn",
        Kind::Email => "email",
        Kind::Code => "code",
        Kind::Name => "name",
    }
}

/// A match for people, in three lines: who; how to reach him and what time it is there; why he was found.
fn lines(
    context: &Context,
    seat: &Seat,
    number: usize,
    found: &Match,
    why: String,
) -> Result<[String; 3], Fail> {
    let texts = &context.texts;
    let client = &found.client;
    let number = format!("{number}. ");
    let code = client.code();
    let name_width = WIDTH.saturating_sub(number.len() + code.len() + 1);
    let head = format!("{number}{} {code}", cell(&shown(&client.name, name_width), name_width));
    let indent = " ".repeat(number.len());

    let mut reach: Vec<String> = Vec::new();
    reach.extend(phone(context, seat, found)?.map(|phone| texts.phone(&phone)));
    reach.extend(person(found, texts));
    reach.extend(place(client, context));

    let mut why = vec![why];
    if !matches!(found.by, FoundBy::Inn(_)) {
        why.extend(found.inn.map(|inn| texts.say(&say!("inn", inn = inn.digits()))));
    }
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    why.extend(found.last_contact.map(|at| {
        let when = texts.moment(at, calendar);
        texts.say(&say!("lookup-last-contact", when = when))
    }));
    if found.open_deal {
        why.push(texts.get("lookup-open-deal"));
    }
    Ok([head, format!("{indent}{}", reach.join(" · ")), format!("{indent}{}", why.join(" · "))])
}

/// The number that matched, else the client's first, else the first of his people.
fn phone(context: &Context, seat: &Seat, found: &Match) -> Result<Option<Phone>, Fail> {
    if let FoundBy::Phone(phone) = &found.by {
        return Ok(Some(*phone));
    }
    if let Some(first) = found.client.phones().next() {
        return Ok(Some(*first));
    }
    let now = context.now();
    let dossier = seat.desk.query(&seat.who, now, &DossierOf(found.client.id));
    let dossier = dossier.map_err(context.desk_failed())?;
    let people = dossier.present_people(now);
    Ok(people.iter().flat_map(|person| person.phones()).next().copied())
}

fn person(found: &Match, texts: &Texts) -> Option<String> {
    let person = found.person.as_ref()?;
    let mut said = shown(&person.name, 32);
    if person.role != Role::Other {
        said = format!("{said}, {}", texts.word(&person.role));
    }
    if !person.present {
        said = format!("{said}, {}", texts.get("lookup-left"));
    }
    Some(said.trim_start_matches(", ").to_owned()).filter(|said| !said.is_empty())
}

/// «Омск 15:00»; a time that is a guess has a tilde.
fn place(client: &Client, context: &Context) -> Option<String> {
    let texts = &context.texts;
    let city = if client.city.is_empty() {
        let region = client.region.and_then(geo::region);
        region.map(|region| region.ru.to_owned()).unwrap_or_default()
    } else {
        shown(&client.city, 24)
    };
    let time = client.zone.map(|zone| {
        let sign = if zone.confidence == Confidence::Low { "~" } else { "" };
        format!("{sign}{}", texts.time(context.now(), zone.tz))
    });
    let said = [city, time.unwrap_or_default()].join(" ").trim().to_owned();
    Some(said).filter(|said| !said.is_empty())
}

fn why(found: &Match, kind: Kind, texts: &Texts) -> String {
    let said = match &found.by {
        FoundBy::Phone(phone) => {
            let phone = texts.phone(phone);
            if kind == Kind::Suffix {
                say!("lookup-by-suffix", phone = phone)
            } else {
                say!("lookup-by-phone", phone = phone)
            }
        }
        FoundBy::Inn(inn) => say!("lookup-by-inn", inn = inn.digits()),
        FoundBy::Email(email) => say!("lookup-by-email", email = shown(email.as_str(), 40)),
        FoundBy::Code => say!("lookup-by-code"),
        FoundBy::Name { name, .. } if *name == found.client.name => say!("lookup-by-name"),
        FoundBy::Name { name, .. } => say!("lookup-by-name-of", name = shown(name, 40)),
    };
    texts.say(&said)
}

/// Matches as a table for spreadsheets.
fn csv(context: &Context, seat: &Seat, found: &Found) -> Result<(), Fail> {
    let texts = &context.texts;
    let keys = ["report-code", "column-name", "column-phone", "lookup-person", "lookup-role"];
    let keys = keys.into_iter().chain(["column-city", "column-inn", "report-by"]);
    let headings: Vec<String> = keys.map(|key| texts.get(key)).collect();
    let failed = |error: WriteError| {
        let error = match error {
            WriteError::Io(error) => error,
            other => std::io::Error::other(other.to_string()),
        };
        out::unwritten(texts, &error)
    };
    let mut table = TableWriter::stream(console::output(), TableFormat::Csv, &headings).map_err(failed)?;
    for one in &found.matches {
        let person = one.person.as_ref();
        let phone = phone(context, seat, one)?;
        let row = [
            one.client.code(),
            one.client.name.clone(),
            phone.map(|phone| texts.phone(&phone)).unwrap_or_default(),
            person.map(|person| person.name.clone()).unwrap_or_default(),
            person.map(|person| texts.word(&person.role)).unwrap_or_default(),
            one.client.city.clone(),
            one.inn.map(|inn| inn.digits()).unwrap_or_default(),
            why(one, found.kind, texts),
        ];
        table.row(&row).map_err(failed)?;
    }
    table.finish().map_err(failed)?;
    Ok(())
}
