//! How the entering of a new client is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::newclient::{Asks, INN, LABELS, NewClientForm, PHONE, ROLES};
use super::picker::window;
use super::result::numbered;
use crate::desk::clients::create::Candidate;
use crate::desk::companies::InRegister;
use crate::domain::company::CompanyStatus;
use crate::domain::deal::DealStatus;
use crate::domain::duplicate::Mark;
use crate::domain::geo;
use crate::domain::inn::{Inn, InnMark};
use crate::domain::phone::PhoneError;
use crate::domain::text::clean_line;
use crate::i18n::Message;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::theme::Role as Look;

/// Cells a number takes.
const NUMBER: u16 = 13;

/// Draws the fields, and below them who he may be already or what is asked.
pub(super) fn view(form: &NewClientForm, frame: &mut Frame<'_>, env: &Env, hits: &mut HitMap) {
    let screen = frame.area();
    let size = (screen.width.saturating_sub(4).min(96), screen.height.saturating_sub(6).min(17));
    let area = window(frame, env, hits, &env.text("newclient-title"), size);
    let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
    for (n, (label, field)) in (0_u16..).zip(LABELS.iter().zip(&form.fields)) {
        let mut at = draw::labelled(frame, line(n), &env.text(label), env);
        let told = told(form, usize::from(n), env);
        // The longest number leaves room for its place.
        let width = u16::try_from(told.width()).unwrap_or_default().min(at.width.saturating_sub(NUMBER));
        draw::line(frame, Rect { x: at.right() - width, width, ..at }, &told);
        at.width = at.width.saturating_sub(width + u16::from(width > 0));
        let keys = form.chosen.is_none() && matches!(form.asks, Asks::Nothing);
        field.view(frame, at, env.style(Look::Input), keys && usize::from(n) == form.at);
    }
    let below = Rect { y: area.y + 7, height: area.height.saturating_sub(8), ..area }.intersection(area);
    beside(form, frame, below, env, hits);
    let keys = Line::styled(env.text("newclient-keys"), env.style(Look::Muted));
    draw::line(frame, line(area.height.saturating_sub(1)), &keys);
}

/// What is known of a field at once: the place of a number, the check of an INN.
fn told<'a>(form: &NewClientForm, place: usize, env: &Env) -> Line<'a> {
    match place {
        PHONE => match form.phone().and_then(|phone| geo::zone_of_number(phone.without_ext().number())) {
            Some(place) => {
                let region = place.region.and_then(geo::region).map(|region| region.ru.to_owned());
                let zone = env.texts.zone(place.zone.tz, env.now);
                let sure = env.texts.word(&place.zone.confidence);
                let said = match region {
                    Some(region) => say!("newclient-region", region = region, zone = zone, sure = sure),
                    None => say!("newclient-zone", zone = zone, sure = sure),
                };
                Line::styled(env.say(&said), env.style(Look::Muted))
            }
            None if form.phone().is_some() => {
                Line::styled(env.text("newclient-no-region"), env.style(Look::Muted))
            }
            None => match form.wrong_phone() {
                // Whoever is still typing has too few digits all the time.
                Some(error @ (PhoneError::Service | PhoneError::Short))
                    if error == PhoneError::Service || form.at != PHONE =>
                {
                    Line::styled(env.say(&env.texts.phone_error(&error)), env.style(Look::Warning))
                }
                _ => Line::default(),
            },
        },
        INN => match Inn::read(form.text(INN).trim()) {
            Ok((_, InnMark::Good | InnMark::ZeroRecovered)) => Line::styled("✓", env.style(Look::Good)),
            Ok((_, InnMark::BadChecksum)) => {
                Line::styled(env.text("newclient-inn-bad"), env.style(Look::Warning))
            }
            Err(_) => Line::default(),
        },
        _ => Line::default(),
    }
}

/// What stands below the fields: the candidates, or what is asked of one of them.
fn beside(form: &NewClientForm, frame: &mut Frame<'_>, area: Rect, env: &Env, hits: &mut HitMap) {
    let head = Rect { height: 1, ..area }.intersection(area);
    let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let title = |frame: &mut Frame<'_>, text: &Message| {
        draw::line(frame, head, &Line::styled(env.say(text), env.style(Look::DialogTitle)));
    };
    match &form.asks {
        Asks::Role(_, name, picker) => {
            let phone = form.phone().map(|phone| env.texts.phone(&phone)).unwrap_or_default();
            title(frame, &say!("newclient-role", phone = phone, client = clean_line(name)));
            let rows: Vec<Line<'_>> =
                ROLES.iter().enumerate().map(|(n, role)| numbered(n, &env.texts.word(role), env)).collect();
            picker.view(frame, rest, env, hits, &rows);
        }
        Asks::Person(_, role, field) => {
            title(frame, &say!("newclient-who", role = env.texts.word(role)));
            field.view(frame, Rect { height: 1, ..rest }, env.style(Look::Input), true);
        }
        Asks::Because(field) => {
            let name = form.twin().map(|twin| clean_line(&twin.name)).unwrap_or_default();
            title(frame, &say!("newclient-because", client = name));
            field.view(frame, Rect { height: 1, ..rest }, env.style(Look::Input), true);
        }
        Asks::Nothing => {
            let area = register(form, frame, area, env);
            let rows: Vec<Line<'_>> = form.candidates.iter().map(|one| row(one, env)).collect();
            if let Some(picker) = form.chosen {
                picker.view(frame, area, env, hits, &rows);
                return;
            }
            for (y, row) in (area.y..area.bottom()).zip(&rows) {
                draw::line(frame, Rect { y, height: 1, ..area }, row);
            }
        }
    }
}

/// Draws who he is by the state register, and returns what is left below.
fn register(form: &NewClientForm, frame: &mut Frame<'_>, area: Rect, env: &Env) -> Rect {
    let (said, look, below) = match &form.company {
        InRegister::Nobody => return area,
        InRegister::Unreadable => (env.text("newclient-register-broken"), Look::Warning, String::new()),
        InRegister::Found(company) => {
            let look = match company.status {
                CompanyStatus::Liquidated | CompanyStatus::Liquidating | CompanyStatus::Bankrupt => {
                    Look::Warning
                }
                _ => Look::Good,
            };
            let below = if form.taken { "newclient-register-taken" } else { "newclient-register-key" };
            (env.texts.company(company), look, env.text(below))
        }
    };
    let mut rest = area;
    for (text, look) in [(said, look), (below, Look::Muted)].into_iter().filter(|(text, _)| !text.is_empty())
    {
        let at = Rect { height: 1, ..rest }.intersection(area);
        draw::line(frame, at, &Line::styled(text, env.style(look)));
        rest = Rect { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest };
    }
    rest
}

/// «◆◆ ИНН совпал: Видео маркет (Москва) · Телевизоры — проиграна 07.04.15»
fn row<'a>(one: &Candidate, env: &Env) -> Line<'a> {
    let (sign, key, look) = match one.mark {
        Mark::Inn => ("◆◆", "duplicate-by-inn", Look::Urgent),
        Mark::Phone => ("◆◆", "duplicate-by-phone", Look::Urgent),
        Mark::Email => ("◆◆", "duplicate-by-email", Look::Urgent),
        Mark::NameAndCity => ("◆ ", "duplicate-by-name-and-city", Look::Warning),
        Mark::Name => ("◆ ", "duplicate-by-name", Look::Warning),
    };
    let mut text = clean_line(&one.name);
    if !one.city.is_empty() {
        text = format!("{text} ({})", clean_line(&one.city));
    }
    if let Some(deal) = &one.deal {
        let day = deal.closed.map(|at| env.texts.day(at, env.calendar())).unwrap_or_default();
        let name = clean_line(&deal.name);
        let said = match deal.status {
            DealStatus::Open => say!("candidate-deal-open", deal = name),
            DealStatus::Won => say!("candidate-deal-won", deal = name, day = day),
            DealStatus::Lost { .. } => say!("candidate-deal-lost", deal = name, day = day),
        };
        text = format!("{text} · {}", env.say(&said));
    }
    Line::from(vec![
        Span::styled(format!("{sign} {}: ", env.text(key)), env.style(look)),
        Span::styled(text, env.style(Look::Text)),
    ])
}
