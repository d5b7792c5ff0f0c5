//! Finding a client: one box, answers while typing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::picker::{Picker, window};
use super::{Behave, Cx, Flow};
use crate::desk::search::{Found, FoundBy, Kind, Match};
use crate::domain::gate::Dial;
use crate::domain::ids::ClientId;
use crate::domain::text::{clean_line, fit};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Failure, Request};
use crate::tui::theme::Role;
use crate::tui::update::open_client;

/// Matches that are asked for.
pub(in crate::tui) const LIMIT: usize = 50;

/// The search box.
#[derive(Debug)]
pub struct Search {
    field: Field,
    found: Option<Result<Found, Failure>>,
    picker: Picker,
    wait: Wait,
}

/// What the box waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    /// For nothing: the matches are those of the text.
    Nothing,
    /// For the matches of the text; those that stand there are of what was typed before.
    Matches,
    /// For the matches, to open the one under the cursor.
    ToOpen,
}

impl Default for Search {
    fn default() -> Self {
        Self::new()
    }
}

impl Search {
    /// An empty box.
    pub fn new() -> Self {
        Self { field: Field::line(""), found: None, picker: Picker::default(), wait: Wait::Nothing }
    }

    /// The question for the desk; nothing while the box is empty.
    pub(super) fn ask(&self, token: u64) -> Option<Effect> {
        let text = self.field.text();
        (!text.trim().is_empty()).then_some(Effect::Ask(Request::Search(token, text)))
    }

    /// Takes in what was found; gives the client to open, when that was asked for already.
    pub(super) fn found(&mut self, result: Result<Found, Failure>) -> Option<(ClientId, Option<Dial>)> {
        self.found = Some(result);
        let count = self.matches().len();
        self.picker.row = self.picker.row.min(count.saturating_sub(1));
        let wait = std::mem::replace(&mut self.wait, Wait::Nothing);
        self.chosen().filter(|_| wait == Wait::ToOpen)
    }

    /// Whether a client is opened as soon as the matches are there.
    pub(in crate::tui) fn is_opening(&self) -> bool {
        self.wait == Wait::ToOpen
    }

    /// The client under the cursor, with the number he was found by.
    fn chosen(&self) -> Option<(ClientId, Option<Dial>)> {
        self.matches().get(self.picker.row).map(|found| (found.client.id, dial_of(found)))
    }

    fn matches(&self) -> &[Match] {
        self.found.as_ref().and_then(|found| found.as_ref().ok()).map_or(&[], |found| &found.matches)
    }

    fn changed(&mut self, cx: &mut Cx<'_>) {
        self.picker = Picker::default();
        cx.model.search_token += 1;
        match self.ask(cx.model.search_token) {
            Some(effect) => {
                self.wait = Wait::Matches;
                cx.effects.push(effect);
            }
            None => {
                self.wait = Wait::Nothing;
                self.found = None;
            }
        }
    }

    /// Opens the match under the cursor.
    fn open(&self, cx: &mut Cx<'_>) -> Flow {
        let Some((client, dial)) = self.chosen() else { return Flow::Stay };
        cx.effects.extend(open_client(cx.model, cx.env, client, dial));
        Flow::Close
    }
}

/// The number a client was found by, and whose it is.
pub(in crate::tui) fn dial_of(found: &Match) -> Option<Dial> {
    match &found.by {
        FoundBy::Phone(phone) => {
            let person = found.person.as_ref().filter(|person| person.present);
            Some(Dial { phone: *phone, person: person.map(|person| person.id) })
        }
        FoundBy::Inn(_) | FoundBy::Email(_) | FoundBy::Code | FoundBy::Name { .. } => None,
    }
}

impl Behave for Search {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "list"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        if self.field.key(key) {
            self.changed(cx);
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-open")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            // Whoever types the digits and Enter in one go must not get the client of the digits before.
            Action::Submit | Action::Open if self.wait != Wait::Nothing => {
                self.wait = Wait::ToOpen;
                Flow::Stay
            }
            Action::Submit | Action::Open => self.open(cx),
            Action::Back => Flow::Close,
            action => {
                self.picker.moved(action, self.matches().len());
                Flow::Stay
            }
        }
    }

    fn paste(&mut self, cx: &mut Cx<'_>, text: &str) {
        if self.field.paste(text) {
            self.changed(cx);
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row;
        self.open(cx)
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let size = (screen.width.saturating_sub(4).min(110), screen.height.saturating_sub(8).min(18));
        let area = window(frame, env, hits, &env.text("search-title"), size);
        let field = Rect { height: 1, ..area };
        self.field.view(frame, field, env.style(Role::Input), true);
        let state = Rect { y: area.y + 1, height: 1, ..area };
        frame.buffer_mut().set_line(state.x, state.y, &self.state(model, env), state.width);
        let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        let query: String = self.field.text().chars().filter(char::is_ascii_digit).collect();
        let rows: Vec<Line<'_>> =
            self.matches().iter().map(|found| row(found, &query, usize::from(list.width), env)).collect();
        self.picker.view(frame, list, env, hits, &rows);
    }
}

impl Search {
    /// One line under the box: what was understood, how much was found, what is missing.
    fn state<'a>(&self, model: &Model, env: &Env) -> Line<'a> {
        let (text, role) = match &self.found {
            None if self.field.is_empty() => (env.text("search-hint"), Role::Placeholder),
            None => (String::new(), Role::Muted),
            Some(Err(failure)) => (env.say(&failure.text), Role::NoticeError),
            Some(Ok(found)) => {
                let kind = env.text(match found.kind {
                    Kind::Phone => "search-by-phone",
                    Kind::Suffix => "search-by-suffix",
                    Kind::Inn => "search-by-inn",
                    Kind::Email => "search-by-email",
                    Kind::Code => "search-by-code",
                    Kind::Name => "search-by-name",
                });
                let count = found.matches.len();
                let text = match (count, found.complete) {
                    (0, true) => env.say(&say!("search-nothing", kind = kind)),
                    (LIMIT.., _) => env.say(&say!("search-many", kind = kind, count = count)),
                    _ => env.say(&say!("search-some", kind = kind, count = count)),
                };
                let loading = model.names_loading.filter(|_| !found.complete);
                match loading {
                    Some(so_far) => (
                        format!("{text} · {}", env.say(&say!("search-loading", count = so_far))),
                        Role::Warning,
                    ),
                    None => (text, Role::Muted),
                }
            }
        };
        Line::styled(text, env.style(role))
    }
}

/// A match in one line: the name with the letters that matched, the city with its time, phone, person.
fn row<'a>(found: &Match, digits: &str, width: usize, env: &Env) -> Line<'a> {
    let wide = width >= 96;
    let (name_width, person_width) = if wide { (34, 26) } else { (24, 15) };
    let mut line = Line::default();
    let (name, marks) = match &found.by {
        // What matched may be the name of a person or a legal entity: then the client's own has no marks.
        FoundBy::Name { name, marks } if *name == found.client.name => (name.clone(), marks.as_slice()),
        _ => (found.client.name.clone(), &[][..]),
    };
    let star = if found.client.manager.is_some() && found.open_deal { "★" } else { " " };
    line.push_span(Span::styled(format!("{star} "), env.style(Role::Accent)));
    draw::marked(&mut line, &name, marks, name_width, env);
    line.push_span(Span::raw(" "));
    let phone = match &found.by {
        FoundBy::Phone(phone) => Some(*phone),
        _ => found.client.phones().next().copied(),
    };
    let phone_text = phone.map(|phone| env.texts.phone(&phone)).unwrap_or_default();
    let tail = if matches!(found.by, FoundBy::Phone(_)) { digits } else { "" };
    draw::marked_tail(&mut line, &phone_text, tail, 17, env);
    line.push_span(Span::raw(" "));
    let city = draw::city(&found.client);
    let time = found.client.zone.map(|zone| env.texts.time(env.now, zone.tz)).unwrap_or_default();
    line.push_span(Span::styled(draw::cell(&city, 8), env.style(Role::Text)));
    line.push_span(Span::styled(format!("{time:>6} "), env.style(Role::Time)));
    let who = match (&found.by, &found.person) {
        (FoundBy::Name { name, .. }, None) if *name != found.client.name => name.clone(),
        (_, Some(person)) => {
            let role = env.texts.word(&person.role);
            if person.present {
                format!("{}, {role}", person.name)
            } else {
                env.say(&say!("search-person-left", name = &person.name))
            }
        }
        (FoundBy::Email(email), None) => clean_line(email.as_str()),
        (FoundBy::Code, None) => found.client.code(),
        (FoundBy::Inn(inn), None) => env.say(&say!("inn", inn = inn.digits())),
        _ => found.inn.map(|inn| env.say(&say!("inn", inn = inn.digits()))).unwrap_or_default(),
    };
    line.push_span(Span::styled(draw::cell(&who, person_width), env.style(Role::Muted)));
    if wide {
        let last = found.last_contact.map(|at| env.texts.day(at, env.calendar())).unwrap_or_default();
        line.push_span(Span::styled(format!(" {}", fit(&last, 10)), env.style(Role::Muted)));
    }
    debug_assert!(line.width() <= width.max(line.spans.iter().map(|s| s.content.width()).sum()));
    line
}
