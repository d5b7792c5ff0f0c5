//! The client card: who this is, how to reach him, whether he may be called, what was said last.

use chrono::{NaiveTime, Timelike};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::history;
use crate::desk::dossier::{Dossier, Event};
use crate::domain::contact::{ContactMethod, ContactState, ContactValue};
use crate::domain::inn::InnMark;
use crate::domain::person::Role as PersonRole;
use crate::domain::phone::Phone;
use crate::domain::queue::EntryKind;
use crate::domain::recording::Mark;
use crate::domain::script::address;
use crate::domain::text::clean_line;
use crate::i18n::Calendar;
use crate::say;
use crate::tui::dialog::gate_line;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::model::{Model, Pane};
use crate::tui::theme::Role;
use unicode_width::UnicodeWidthStr;

/// From this width on, contacts and history stand side by side.
const TWO_COLUMNS: u16 = 74;
/// Notes and events shown on the card; all of them stand in the history.
const NOTES: usize = 3;
const EVENTS: usize = 12;

/// The client's name, with what he is to the operator.
pub(super) fn title(model: &Model, env: &Env) -> String {
    match &model.card.dossier {
        None if model.card.client.is_some() => env.text("loading"),
        None => env.text("card-title"),
        Some(dossier) => {
            let own = dossier.client.manager == Some(model.who.user);
            let star = if own { " ★" } else { "" };
            format!("{}{star}", clean_line(&dossier.client.name))
        }
    }
}

/// The numbers of the card, in the order they stand there.
pub fn numbers(model: &Model) -> Vec<Phone> {
    let Some(dossier) = &model.card.dossier else { return Vec::new() };
    let people = dossier.people.iter().flat_map(|person| &person.methods);
    dossier.client.methods.iter().chain(people).filter_map(ContactMethod::as_phone).copied().collect()
}

/// Draws the card.
pub(super) fn view(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) {
    let Some(dossier) = &model.card.dossier else {
        if model.card.client.is_none() {
            let lines = draw::wrapped(
                &[Line::styled(env.text("card-empty"), env.style(Role::Muted))],
                usize::from(area.width),
            );
            rows(frame, area, &lines, 0);
        }
        return;
    };
    if area.width >= TWO_COLUMNS {
        let left = Rect { width: area.width / 2 - 1, ..area };
        let right = Rect { x: left.right() + 2, width: area.width - left.width - 2, ..area };
        let facts = facts(dossier, model, env, usize::from(left.width), usize::from(left.height));
        rows(frame, left, &facts, model.card.scroll);
        rows(frame, right, &past(dossier, model, env, usize::from(right.width)), model.card.scroll);
    } else {
        let width = usize::from(area.width);
        let mut lines = facts(dossier, model, env, width, usize::from(area.height));
        lines.extend(past(dossier, model, env, width));
        rows(frame, area, &lines, model.card.scroll);
    }
}

fn rows(frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>], scroll: usize) {
    let first = scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(first)) {
        draw::line(frame, Rect { y, height: 1, ..area }, line);
    }
}

/// Who he is and how to reach him. On a card too low for all of it the numbers and what was promised come first: the
/// name stands in the title, and a tax number can wait.
fn facts(dossier: &Dossier, model: &Model, env: &Env, width: usize, height: usize) -> Vec<Line<'static>> {
    let (mut who, mut reach) = (Vec::new(), Vec::new());
    identity(dossier, model, env, width, &mut who);
    reach.extend(local_time(dossier, model, env, width));
    reach.extend(gate(dossier, model, env, width));
    reach.extend(own_hours(dossier, env));
    methods(dossier, model, env, width, &mut reach);
    planned(dossier, env, width, &mut reach);
    marks(model, env, width, &mut reach);
    deals(dossier, env, &mut reach);
    let (mut lines, rest) = if who.len() + reach.len() > height { (reach, who) } else { (who, reach) };
    lines.extend(rest);
    lines
}

fn identity(dossier: &Dossier, model: &Model, env: &Env, width: usize, lines: &mut Vec<Line<'static>>) {
    let client = &dossier.client;
    let muted = env.style(Role::Muted);
    let full = clean_line(&client.public_name);
    if !full.is_empty() && full != clean_line(&client.name) {
        lines.push(Line::styled(full, muted));
    }
    for legal in dossier.legal.iter().take(2) {
        let mut spans = Vec::new();
        if let Some(inn) = &legal.inn {
            spans.push(Span::styled(env.say(&say!("inn", inn = inn.digits())), env.style(Role::Text)));
            let mark = match legal.inn_mark {
                InnMark::Good => None,
                InnMark::ZeroRecovered => Some("inn-zero"),
                InnMark::BadChecksum => Some("inn-wrong"),
            };
            if let Some(mark) = mark {
                spans.push(Span::styled(format!(" ▲ {}", env.text(mark)), env.style(Role::Warning)));
            }
        }
        if let Some(kpp) = &legal.kpp {
            spans.push(Span::styled(format!(" · {}", env.say(&say!("kpp", kpp = kpp.to_string()))), muted));
        }
        if !spans.is_empty() {
            lines.push(Line::from(spans));
        }
    }
    let mut about = Vec::new();
    about.extend(client.class.map(|class| env.say(&say!("card-class", class = class.to_string()))));
    if let Some(manager) = client.manager.and_then(|id| model.catalog.user(id)) {
        about.push(env.say(&say!("card-manager", name = clean_line(&manager.name))));
    }
    about.extend(client.tags.iter().map(|tag| format!("#{}", clean_line(tag))));
    let place = [clean_line(&client.city), clean_line(&client.address)];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let (place, about) = (place.join(", "), about.join(" · "));
    let both = if place.is_empty() || about.is_empty() { "" } else { " · " };
    // One line when there is room for both: rows are dear on a small screen.
    if place.width() + both.width() + about.width() <= width {
        let spans =
            vec![Span::styled(place, env.style(Role::Text)), Span::styled(format!("{both}{about}"), muted)];
        lines.push(Line::from(spans));
    } else {
        lines.push(Line::styled(draw::cell(&place, width), env.style(Role::Text)));
        lines.push(Line::styled(draw::cell(&about, width), muted));
    }
}

/// «у клиента 15:41 (МСК+3, адрес) до 20». The hour is never cut: it gets a line of its own where there is no room for it.
fn local_time(dossier: &Dossier, model: &Model, env: &Env, width: usize) -> Vec<Line<'static>> {
    let Some(zone) = dossier.client.zone else {
        let unknown = Line::styled(env.text("card-zone-unknown"), env.style(Role::Warning));
        return draw::wrapped(&[unknown], width);
    };
    let text = env.say(&say!(
        "card-local-time",
        time = env.texts.time(env.now, zone.tz),
        zone = env.texts.zone(zone.tz, env.now),
        source = env.texts.word(&zone.source)
    ));
    let mut line = Line::styled(text, env.style(Role::Time));
    let entry = model.contact();
    let closes = dossier.ask(entry, None, &model.catalog, env.now, |gate| {
        let phone = gate.number(entry).ok().map(|permit| permit.dial.phone);
        gate.times(phone.as_ref(), model.catalog.hours().calendar()).closes(env.now)
    });
    let Some(closes) = closes else { return draw::wrapped(&[line], width) };
    let until = env.say(&say!("card-call-until", hour = hour(closes.in_zone(zone.tz).time())));
    let until = Span::styled(format!(" {until}"), env.style(Role::Muted));
    if line.width() <= width && line.width() + until.width() > width {
        return vec![line, Line::from(vec![Span::raw(" "), until])];
    }
    line.push_span(until);
    draw::wrapped(&[line], width)
}

/// «просит звонить 10–18, кроме выходных»
fn own_hours(dossier: &Dossier, env: &Env) -> Option<Line<'static>> {
    let window = dossier.client.calls?;
    let text = env.say(&say!("card-own-hours", hours = env.texts.window(&window)));
    Some(Line::styled(text, env.style(Role::Time)))
}

/// «20», «20:30»
fn hour(time: NaiveTime) -> String {
    time.format(if time.minute() == 0 { "%-H" } else { "%-H:%M" }).to_string()
}

/// «по обзвону «Опт, осень»»: by which job a client is judged who was not taken from the queue.
fn of_job(model: &Model, env: &Env) -> Option<String> {
    let looked_up = model.shown_work().filter(|work| work.entry.is_none());
    let list = looked_up.and(model.contact()).and_then(|entry| model.catalog.list(entry.list?))?;
    Some(env.say(&say!("card-of-job", job = clean_line(&list.name))))
}

/// Whether he may be called now, and on what ground. What time it is there stands in the line above; the attempt gets a
/// line of its own where there is no room for it.
fn gate(dossier: &Dossier, model: &Model, env: &Env, width: usize) -> Vec<Line<'static>> {
    let entry = model.contact();
    let (talk, calendar) = (model.talk_with(dossier.client.id, env.now), model.catalog.hours().calendar());
    let mut gated =
        dossier.ask(entry, talk.as_ref(), &model.catalog, env.now, |gate| gate.dial(entry, None, calendar));
    let whole = gate_line(&gated, None, env);
    if whole.width() <= width {
        let job = of_job(model, env).map(|job| Line::styled(format!("  {job}"), env.style(Role::Muted)));
        return std::iter::once(whole).chain(job).collect();
    }
    let attempt = gated.as_mut().ok().and_then(|permit| permit.attempt.take());
    let mut lines = draw::wrapped(&[gate_line(&gated, None, env)], width);
    // Whoever is only looked at is not about to be called: rows are dear.
    let attempt = attempt
        .filter(|_| model.work_is_shown())
        .map(|(attempt, allowed)| env.say(&say!("card-attempt", attempt = attempt, allowed = allowed)));
    let said: Vec<String> = attempt.into_iter().chain(of_job(model, env)).collect();
    if !said.is_empty() {
        lines
            .push(Line::styled(draw::cell(&format!("  {}", said.join(" · ")), width), env.style(Role::Good)));
    }
    lines
}

/// Numbers and addresses, his own and those of his people.
fn methods(dossier: &Dossier, model: &Model, env: &Env, width: usize, lines: &mut Vec<Line<'static>>) {
    let focused = model.focus == Pane::Card && model.dialogs.is_empty();
    let dialled = model.shown_work().and_then(|work| work.dial).map(|dial| dial.phone);
    let mut number = 0;
    let mut line = |method: &ContactMethod, whose: &str, lines: &mut Vec<Line<'static>>| {
        let (sign, text) = match &method.value {
            ContactValue::Phone(phone) => ("☎", env.texts.phone(phone)),
            ContactValue::Email(email) => ("@", clean_line(email.as_str())),
            ContactValue::Other(other) => ("·", clean_line(other)),
        };
        let under_cursor = method.as_phone().is_some() && number == model.card.number;
        number += usize::from(method.as_phone().is_some());
        let (role, note) = match method.state {
            ContactState::Good => (Role::Text, String::new()),
            state => (Role::Muted, format!(" ✗ {}", env.texts.word(&state))),
        };
        let now = method.as_phone().is_some() && method.as_phone().copied() == dialled;
        let sign_role = if now { Role::Accent } else { Role::Muted };
        let label = [clean_line(&method.label), whose.to_owned()];
        let label: Vec<String> = label.into_iter().filter(|part| !part.is_empty()).collect();
        let mut spans = vec![
            Span::styled(format!("{} ", if now { "◉" } else { sign }), env.style(sign_role)),
            Span::styled(text, env.style(role)),
            Span::styled(note, env.style(Role::Forbidden)),
        ];
        if !label.is_empty() {
            spans.push(Span::styled(format!("  {}", label.join(", ")), env.style(Role::Muted)));
        }
        let mut line = Line::from(spans);
        if under_cursor && focused {
            let pad = width.saturating_sub(line.width());
            line.push_span(Span::raw(" ".repeat(pad)));
            line = line.patch_style(env.style(Role::Selected));
            for span in &mut line.spans {
                span.style = span.style.patch(env.style(Role::Selected));
            }
        }
        lines.push(line);
    };
    for method in &dossier.client.methods {
        line(method, "", lines);
    }
    for person in &dossier.people {
        let link = dossier.link(person, env.now);
        let role = match link {
            Some(link) if link.role != PersonRole::Other => env.texts.word(&link.role),
            Some(link) => clean_line(&link.title),
            None => String::new(),
        };
        let left = link.is_some_and(|link| !link.active_on(env.now.date_in(env.zone)));
        let name = short_name(&person.name);
        let mut whose = if role.is_empty() { name } else { format!("{name}, {role}") };
        if left {
            whose = env.say(&say!("card-person-left", name = whose));
        }
        if person.methods.is_empty() {
            lines.push(Line::from(vec![
                Span::styled("· ", env.style(Role::Muted)),
                Span::styled(whose.clone(), env.style(Role::Text)),
            ]));
        }
        for method in &person.methods {
            line(method, &whose, lines);
        }
    }
}

/// «Сидоров Пётр Алексеевич» → «Сидоров П.А.»; a name that is not of this form stays.
fn short_name(name: &str) -> String {
    let name = clean_line(name);
    let words: Vec<&str> = name.split(' ').collect();
    match words.as_slice() {
        [surname, first, patronymic] if address::of(&name).is_some() => {
            let initial = |word: &str| word.chars().next().map(|c| format!("{c}.")).unwrap_or_default();
            format!("{surname} {}{}", initial(first), initial(patronymic))
        }
        _ => name,
    }
}

fn planned(dossier: &Dossier, env: &Env, width: usize, lines: &mut Vec<Line<'static>>) {
    for entry in dossier.planned.iter().filter(|entry| entry.kind != EntryKind::New).take(2) {
        let theirs = Calendar { now: env.now, zone: dossier.client.zone.map_or(env.zone, |zone| zone.tz) };
        let late = entry.is_late(env.now);
        let role = if late && entry.kind == EntryKind::Promise { Role::Urgent } else { Role::Text };
        let sign = if late { "▲" } else { "◷" };
        let reason = clean_line(&entry.reason);
        let colon = if reason.is_empty() { "" } else { ": " };
        let text =
            format!("{sign} {} {}{colon}{reason}", env.texts.word(&entry.kind), env.texts.due(entry, theirs));
        lines.push(Line::styled(draw::cell(&text, width), env.style(role)));
    }
}

/// Places of the present talk that were marked.
fn marks(model: &Model, env: &Env, width: usize, lines: &mut Vec<Line<'static>>) {
    let Some(work) = model.shown_work().filter(|work| !work.marks.is_empty()) else { return };
    let marks: Vec<String> = work.marks.iter().map(Mark::said).collect();
    let said = env.say(&say!("card-marks", marks = marks.join(" · ")));
    lines.extend(draw::wrapped(&[Line::styled(said, env.style(Role::Text))], width));
}

/// Open deals beside the one that stands on the map.
fn deals(dossier: &Dossier, env: &Env, lines: &mut Vec<Line<'static>>) {
    for info in dossier.deals.iter().filter(|info| info.deal.is_open()).skip(1).take(3) {
        let stage = info.deal.stage().and_then(|place| info.process.as_ref()?.stages.get(place));
        let stage = stage.map(|stage| stage.name.get(env.texts.lang()).to_owned()).unwrap_or_default();
        let amount = info.deal.amount.map(|amount| env.texts.money(amount)).unwrap_or_default();
        lines.push(Line::from(vec![
            Span::styled("◉ ", env.style(Role::Accent)),
            Span::styled(format!("{} ", clean_line(&info.deal.name)), env.style(Role::Text)),
            Span::styled(format!("{amount} "), env.style(Role::Money)),
            Span::styled(stage, env.style(Role::Muted)),
        ]));
    }
}

/// What was said last: notes, then events.
fn past(dossier: &Dossier, model: &Model, env: &Env, width: usize) -> Vec<Line<'static>> {
    let mut lines = super::memory::lines(dossier, &model.catalog, env, width);
    let notes = dossier.history.iter().filter(|event| matches!(event, Event::Note(_)));
    for note in notes.take(NOTES) {
        lines.push(history::brief(note, model, env, width, true));
    }
    let rule = |text: String| {
        let dashes = "─".repeat(width.saturating_sub(text.chars().count() + 3));
        Line::styled(format!("─ {text} {dashes}"), env.style(Role::Faint))
    };
    lines.push(rule(env.text("history-title")));
    let events = dossier.history.iter().filter(|event| matches!(event, Event::Interaction(_)));
    let before = lines.len();
    lines.extend(events.take(EVENTS).map(|event| history::brief(event, model, env, width, true)));
    if lines.len() == before {
        lines.push(Line::styled(env.text("history-empty"), env.style(Role::Muted)));
    }
    lines
}
